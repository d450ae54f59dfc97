"""The papers of an identification: application, survey, approval."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from lxml import etree

from docgen import Case, Policy, Roster, check_character, load_forms, pack_folder
from docgen.bind import Binder
from docgen.plugins import excel, filters, word
from docgen.view import Occasion

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("identification_application", "identification_survey", "identification_approval")
FORMS = {name: load_forms(pack_folder(), [f"cn/{name}.toml"])[0] for name in NAMES}

PEOPLE = (
    ("欧阳建国", "户主", "19680312", "男", {"health": ["长期慢性病", "残疾"], "labour": "弱劳动力或半劳动力", "education": "小学"}),
    ("刘秀英", "配偶", "19700825", "女", {"health": ["患有大病"], "labour": "丧失劳动力", "education": "文盲或半文盲"}),
    ("欧阳志强", "之子", "19931105", "男", {"health": ["健康"], "labour": "技能劳动力", "education": "高中", "works": [{"area": "省外", "place": "广东省东莞市长安镇", "months": 10, "employer": "东莞某电子厂", "monthly_income": "4500.00"}]}),
    ("阿依古丽·买买提", "之儿媳", "19950617", "女", {"nation": "维吾尔族", "politics": "中共预备党员", "health": ["健康"], "labour": "普通劳动力", "education": "初中", "posts": [{"kind": "保洁员", "months": 6}]}),
    ("欧阳梓涵", "之孙女", "20140909", "女", {"health": ["健康"], "labour": "无劳动力", "student": "小学"}),
    ("欧阳德福", "之父", "19420201", "男", {"health": ["长期慢性病"], "labour": "无劳动力", "education": "文盲或半文盲"}),
    ("周桂兰", "之母", "19450730", "女", {"health": ["健康"], "labour": "无劳动力", "education": "小学"}),
    ("欧阳志远", "之子", "19961224", "男", {"health": ["健康"], "labour": "普通劳动力", "education": "大专"}),
    ("欧阳婷婷", "之女", "20060518", "女", {"politics": "共青团员", "health": ["健康"], "labour": "无劳动力", "student": "普通高中三年级"}),
    ("欧阳浩然", "之孙子", "20180403", "男", {"health": ["健康"], "labour": "无劳动力", "student": "学前教育"}),
    ("欧阳建军", "之兄弟姐妹", "19720606", "男", {"health": ["残疾"], "labour": "丧失劳动力", "education": "小学"}),
    ("𠮷田䶮", "其他", "20200115", "男", {"health": ["健康"], "labour": "无劳动力", "student": "学龄前儿童"}),
)  # fmt: skip


def id_number(born, sex, seed):
    first17 = f"520199{born}{seed:02d}{1 if sex == '男' else 2}"
    return first17 + check_character(first17)


def member(seed, name, relation, born, sex, more):
    insured = {
        "resident_medical": True,
        "employee_medical": False,
        "serious_illness": True,
        "resident_pension": True,
    }
    return {
        "name": name,
        "relation": relation,
        "id_no": id_number(born, sex, seed),
        "nation": "汉族",
        "politics": "群众",
        "phone": f"1380000{seed:04d}",
        "insurance": insured,
        "dibao": False,
        "tekun": False,
        "relocated": False,
        **more,
    }


def case_of(persons):
    """A household with everything an identification can know."""
    return Case.model_validate(
        {
            "number": "H00017",
            "area": {
                "code": "520199001201",
                "county": "云岭县",
                "township": "青石镇",
                "village": "清水村",
                "group": "第三村民小组",
            },
            "household": {
                "hh_id": "5201990000123456",
                "address": "云岭县青石镇清水村第三村民小组18号",
                "phone": "13800000001",
                "kind": "一般脱贫户",
                "monitor_class": "脱贫不稳定户",
                "identified_on": "2026-04",
                "no_labour": False,
                "resettled": False,
                "martyr_family": False,
                "members": [member(number, *one) for number, one in enumerate(PEOPLE[:persons], 11)],
            },
            "risks": [
                {"kind": "因病", "note": "配偶患恶性肿瘤，长期放化疗"},
                {"kind": "因自然灾害", "disaster": "洪涝", "note": "2025年7月洪涝，水稻绝收3亩"},
                {"kind": "其他", "note": "父母年迈"},
            ],
            "incomes": [
                {
                    "purpose": "identification",
                    "start": "2025-04-01",
                    "end": "2026-03-31",
                    "wage": "45000.00",
                    "farm": "12300.50",
                    "assets": "600.00",
                    "transfer": "8640.00",
                    "farm_cost": "5200.00",
                    "claim": "18000.00",
                    "own_pay": "62350.80",
                    "note": "医疗费自付部分以医保结算单为准",
                }
            ],
            "guarantees": [
                {
                    "moment": "identification",
                    "unsafe_housing": False,
                    "danger_grade": "B级",
                    "dropout": False,
                    "unsafe_water": False,
                    "uninsured": False,
                }
            ],
            "living": {
                "arable": "4.50",
                "forest": "12.00",
                "pasture": "0",
                "water_surface": "0.60",
                "returned_forest": "3.00",
                "orchard": "1.20",
                "house_area": "126.00",
                "road": "水泥路",
                "road_distance": "0.35",
                "fuel": "清洁能源",
                "power": True,
                "broadcast": True,
                "safe_water": True,
                "toilet": True,
                "cooperative": True,
                "enterprise": False,
                "leader": False,
            },
            "contacts": [
                {
                    "role": role,
                    "name": name,
                    "org": org,
                    "duty": duty,
                    "phone": "13900000002",
                    "start": "2026-04-20",
                }
                for role, name, org, duty in (
                    ("collector", "陈明", "清水村村民委员会", "村信息员"),
                    ("monitor", "王海燕", "青石镇人民政府", "包村干部"),
                    ("helper", "赵国栋", "云岭县农业农村局", "副股长"),
                )
            ],
            "procedures": [PROCEDURE],
        }
    )


PROCEDURE = {
    "number": "S1",
    "kind": "identification",
    "application": {
        "signed_on": "2026-04-02",
        "channel": "干部排查",
        "accepted_on": "2026-04-02",
        "reason": "配偶2025年9月确诊恶性肿瘤，住院手术和放化疗自付医疗费用六万余元；2025年7月洪涝致水稻绝收。"
        "家庭主要靠儿子在外务工，收入难以覆盖医疗支出，申请纳入监测帮扶。",
        "proxy_name": "陈明",
        "proxy_relation": "村干部",
        "proxy_phone": "13900000003",
    },
    "check": {
        "on": "2026-04-05",
        "people": ["王海燕", "陈明", "李建平"],
        "opinion": "经询问、查看、核算，家庭成员、收支、住房、饮水等情况与申报一致，合规自付支出较大，存在返贫风险，建议提交评议。",
    },
    "review": {
        "on": "2026-04-08",
        "place": "清水村党群服务中心会议室",
        "host": "孙立民",
        "recorder": "陈明",
        "due": 15,
        "present": 13,
        "agree": 12,
        "oppose": 0,
        "abstain": 1,
        "conclusion": "同意列为拟纳入监测对象，按程序公示。",
    },
    "notices": [
        {
            "level": "village",
            "start": "2026-04-09",
            "end": "2026-04-16",
            "place": "清水村村务公开栏",
            "objection": False,
        }
    ],
    "approvals": [
        {"level": "village", "on": "2026-04-17", "passed": True, "opinion": "经评议和公示，无异议，同意上报。", "person": "孙立民"},
        {"level": "township", "on": "2026-04-20", "passed": True, "opinion": "经审核，情况属实，同意上报。", "person": "何志刚"},
        {"level": "county", "on": "2026-04-27", "passed": True, "opinion": "经比对会商，同意纳入监测对象。", "person": "马文涛"},
    ],
    "comparison": {
        "on": "2026-04-24",
        "housing": False,
        "vehicle": True,
        "deposit": False,
        "company": False,
        "payroll": False,
        "note": "登记两轮摩托车1辆，不影响认定",
    },
}  # fmt: skip


def filled(name, persons=5, **changes):
    form = FORMS[name]
    value_filters = filters.register_filters()
    occasion = Occasion(date(2026, 5, 1), Policy("cn", "全国", "", 0, {}))
    case = case_of(persons).model_copy(update=changes)
    bound = Binder([form], value_filters).bind(form, case, occasion)
    assert bound is not None
    return bound


def drawn(name, persons=5, **changes):
    draw = word.register_renderers()[("docx", "docx")].prepare(FORMS[name])
    return draw(filled(name, persons, **changes)).content


def visible(content):
    """The visible text of a Word file, a line per paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    lines = []
    for paragraph in body.iter(f"{W}p"):
        runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr/{W}vanish") is None]
        lines.append("".join(text.text or "" for run in runs for text in run.iter(f"{W}t")))
    return lines


def paragraphs_with(lines, word):
    return sorted(line for line in lines if word in line)


@pytest.mark.parametrize("name", NAMES)
def test_every_slot_has_a_declaration_and_every_declaration_a_slot(name):
    template = word.ready(FORMS[name], FORMS[name].template.read_bytes()).template
    placed = {slot.name for slot in template.slots if slot.kind != "rows"}
    placed |= {column.name for slot in template.slots for column in slot.columns}
    declared = {field.name for field in FORMS[name].fields}
    declared |= {f"{table.name}.{column.name}" for table in FORMS[name].tables for column in table.columns}
    assert placed == declared


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_a_list_has_its_box_on_the_paper(name):
    template = word.ready(FORMS[name], FORMS[name].template.read_bytes()).template
    boxes = {slot.name: len(slot.options) for slot in template.slots if slot.kind == "tick"}
    assert boxes == {field.name: len(field.options) for field in FORMS[name].fields if field.kind == "ticks"}


@pytest.mark.parametrize("name", NAMES)
def test_a_declared_table_has_as_many_rows_as_the_paper(name):
    template = word.ready(FORMS[name], FORMS[name].template.read_bytes()).template
    printed = {slot.name: slot.capacity for slot in template.slots if slot.kind == "rows"}
    assert printed == {table.name: table.rows for table in FORMS[name].tables}


@pytest.mark.parametrize("name", NAMES)
def test_the_blank_prints_clean_and_in_official_typefaces(name):
    content = FORMS[name].template.read_bytes()
    assert not [line for line in visible(content) if "{" in line or "}" in line]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    used = {fonts.get(f"{W}eastAsia") for fonts in styles.iter(f"{W}rFonts")}
    assert used == {"宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"}


@pytest.mark.parametrize("name", NAMES)
def test_signatures_fingerprints_and_seals_stay_empty(name):
    blank, full = visible(FORMS[name].template.read_bytes()), visible(drawn(name))
    for place in ("签字：", "公章"):
        assert paragraphs_with(blank, place)
        assert paragraphs_with(full, place) == paragraphs_with(blank, place)


def test_the_person_who_accepts_an_application_still_signs_by_hand():
    lines = visible(drawn("identification_application"))
    assert [line.strip("\u00a0\u3000") for line in paragraphs_with(lines, "受理时间：")] == [
        "受理时间：2026年4月2日"
    ]
    assert [line.strip("\u00a0\u3000") for line in paragraphs_with(lines, "受理人签字：")] == ["受理人签字："]


def test_names_of_approvers_are_never_printed_for_their_signature():
    text = "\n".join(visible(drawn("identification_approval")))
    assert "经审核，情况属实，同意上报。" in text
    assert not [name for name in ("孙立民", "何志刚", "马文涛") if name in text]


def test_members_sign_the_authorisation_in_an_empty_column():
    with zipfile.ZipFile(io.BytesIO(drawn("identification_application"))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr")]
    (head,) = [number for number, row in enumerate(rows) if row[-1] == "签字（按手印）"]
    assert [row[1] for row in rows[head + 1 : head + 6]] == [person[0] for person in PEOPLE[:5]]
    assert {row[-1] for row in rows[head + 1 : head + 7]} == {""}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("identification_application", ["☑脱贫户", "☑干部排查", "☑因病", "☑其他父母年迈", "12,268.10"]),
        ("identification_survey", ["☑一般脱贫户", "☑洪涝", "☑B级", "☑水泥路", "45,000.00", "4.5"]),
        ("identification_approval", ["☑脱贫不稳定户", "61,340.50", "16,989.70", "2026年4月24日", "☑有　□无"]),
    ],
)
def test_boxes_amounts_and_dates_are_written_as_on_paper(name, words):
    text = "\n".join(visible(drawn(name)))
    assert [word for word in words if word not in text] == []


def test_the_identity_number_stands_in_eighteen_boxes():
    with zipfile.ZipFile(io.BytesIO(drawn("identification_application"))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr")]
    (boxes,) = [row[1:] for row in rows if row[0] == "公民身份号码"]
    assert "".join(boxes) == case_of(1).household.head.id_no
    assert {len(box) for box in boxes} == {1}


@pytest.mark.parametrize("name", NAMES)
def test_twelve_members_are_all_printed_the_rest_on_a_continuation(name):
    lines = visible(drawn(name, 12))
    assert not [person[0] for person in PEOPLE if person[0] not in lines]
    captions = [line for line in lines if line.endswith("（续表）")]
    assert captions == [f"{table.caption}（续表）" for table in FORMS[name].tables]


@pytest.mark.parametrize("name", NAMES)
def test_a_household_of_which_little_is_known_leaves_the_rest_for_the_pen(name):
    case = case_of(1)
    little = case.model_copy(
        update={
            "incomes": (),
            "guarantees": (),
            "contacts": (),
            "risks": (),
            "living": type(case.living)(),
            "procedures": (type(case.procedures[0])(number="S1", kind="identification"),),
        }
    )
    bound = filled(name, 1, **dict(little))
    assert [finding.code for finding in bound.findings] == ["FILL-101"]  # the risks
    content = word.register_renderers()[("docx", "docx")].prepare(FORMS[name])(bound).content
    assert "☑因病" not in "\n".join(visible(content))


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("identification_application", {1: 2, 5: 2, 12: 3}),
        ("identification_survey", {1: 4, 5: 4, 12: 6}),
        ("identification_approval", {1: 2, 5: 2, 12: 3}),
    ],
)
def test_the_pages_of_small_usual_and_large_households(name, pages):
    draw = word.register_renderers()[("docx", "pdf")].prepare(FORMS[name])
    assert {persons: draw(filled(name, persons)).pages for persons in pages} == pages


# The village's list


LIST = load_forms(pack_folder(), ["cn/identification_list_village.toml"])[0]


def listed(*cases):
    roster = Roster(cases[0].area, tuple(cases))
    occasion = Occasion(date(2026, 5, 1), Policy("cn", "全国", "", 0, {}))
    return Binder([LIST], filters.register_filters()).bind_village(LIST, roster, occasion)


def sheet_of(*cases):
    draw = excel.register_renderers()[("xlsx", "xlsx")].prepare(LIST)
    return openpyxl.load_workbook(io.BytesIO(draw(listed(*cases)).content), data_only=True).active


def with_procedure(case, **changes):
    procedure = case.procedures[0].model_copy(update=changes)
    return case.model_copy(update={"procedures": (procedure,)})


def test_the_list_names_the_households_that_were_posted_and_counts_them():
    sheet = sheet_of(case_of(3), with_procedure(case_of(2), notices=()), case_of(4))
    assert [sheet[f"E{row}"].value for row in (5, 6, 7)] == [3, 4, None]
    assert (sheet["C13"].value, sheet["E13"].value) == (2, 7)
    assert sheet["D5"].value == case_of(1).household.head.id_no
    assert sheet["I5"].value == "2026年4月9日至2026年4月16日"
    assert sheet["J5"].value == "无"


def test_closed_and_refused_procedures_are_not_on_the_list():
    refused = case_of(1).procedures[0].approvals[0].model_copy(update={"passed": False})
    assert listed(with_procedure(case_of(1), closed=True)) is None
    assert listed(with_procedure(case_of(1), approvals=(refused,))).values["list"] == []


def test_a_long_list_adds_rows_and_keeps_its_foot():
    sheet = sheet_of(*(case_of(1 + number % 5) for number in range(20)))
    assert [sheet[f"A{row}"].value for row in range(5, 25)] == list(range(1, 21))
    assert sheet["C25"].value == 20
    assert sheet["A26"].value == "村党组织书记签字：" + "\u00a0" * 22


def test_the_lists_tags_are_white_so_that_the_blank_prints_clean():
    sheet = openpyxl.load_workbook(LIST.template, rich_text=True).active
    tags = [cell.value for row in sheet.iter_rows() for cell in row if "{{" in str(cell.value)]
    whites = [part.font.color.rgb for value in tags for part in value if "{{" in str(part)]
    assert whites == ["FFFFFFFF"] * (2 + len(LIST.tables[0].columns))
    black = [part for value in tags for part in value if "{{" not in str(part)]
    assert black == ["（村报乡镇）", "填报单位：", "村（居）民委员会"]


def test_the_list_is_one_landscape_page_until_it_grows():
    draw = excel.register_renderers()[("xlsx", "pdf")].prepare(LIST)
    assert draw(listed(case_of(2))).pages == 1


def test_a_household_recognised_again_is_listed_too():
    assert len(listed(with_procedure(case_of(1), kind="reidentification")).values["list"]) == 1
    assert listed(with_procedure(case_of(1), kind="elimination")) is None
