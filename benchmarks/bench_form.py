"""The bench form: one table of boxes, drawn as a template for each tool, and households to fill it with.

A4, 2 pages: 58 texts, 20 amounts, 30 ticks, and a table of 6 members x 12 columns: 120 tags, 180 values.
Every tool's template prints the same words; only the tags are written in the tool's own language.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from docgen import Case, Form, load_forms
from docgen.bind import Binder
from docgen.demo import township
from docgen.plugins.filters import register_filters
from docgen.policy import Policy
from docgen.view import Occasion

TITLE = "农户家庭信息采集表"
FORM_ID = "bench.household"
MEMBER_ROWS = 6
AS_OF = date(2025, 6, 30)

#: name, label, expression
TEXTS = (
    ("number", "本地户号", "case.number"),
    ("hh_id", "户编号", "household.hh_id | default('待录入')"),
    ("kind", "户类型", "household.kind"),
    ("county", "县", "area.county"),
    ("township", "乡镇", "area.township"),
    ("village", "行政村", "area.village"),
    ("group", "村民小组", "area.group"),
    ("area_code", "区划代码", "area.code"),
    ("phone", "联系电话", "household.phone"),
    ("address", "家庭住址", "household.address"),
    ("status", "监测状态", "household.status"),
    ("monitor_class", "监测对象类别", "household.monitor_class"),
    ("population", "家庭人口数", "household.population"),
    ("labourers", "劳动力人数", "household.labourers"),
    ("identified_on", "识别时间", "household.identified_on | cn_month"),
    ("head_name", "户主姓名", "head.name"),
    ("head_id_no", "证件号码", "head.id_no"),
    ("head_birth", "出生日期", "head.birth | cn_date"),
    ("head_sex", "性别", "head.sex"),
    ("head_nation", "民族", "head.nation"),
    ("head_education", "文化程度", "head.education"),
    ("head_health", "健康状况", "head.health | join('、')"),
    ("head_labour", "劳动技能", "head.labour"),
    ("head_politics", "政治面貌", "head.politics"),
    ("arable", "耕地面积（亩）", "living.arable"),
    ("forest", "林地面积（亩）", "living.forest"),
    ("orchard", "林果面积（亩）", "living.orchard"),
    ("house_area", "住房面积（平方米）", "living.house_area"),
    ("road", "入户路类型", "living.road"),
    ("road_distance", "与村主干路距离（公里）", "living.road_distance"),
    ("fuel", "主要燃料", "living.fuel"),
    ("year", "采集年度", "year"),
    ("day", "采集日期", "as_of | cn_date"),
    ("procedure_no", "办理编号", "procedure.number"),
    ("signed_on", "申请日期", "application.signed_on | cn_date"),
    ("channel", "申报渠道", "application.channel"),
    ("reason", "情况说明", "application.reason"),
    ("check_on", "入户核实日期", "check.on | cn_date"),
    ("check_people", "核实组成员", "check.people | join('、')"),
    ("check_opinion", "核实情况", "check.opinion"),
    ("review_on", "评议日期", "review.on | cn_date"),
    ("review_place", "评议地点", "review.place"),
    ("review_host", "主持人", "review.host"),
    ("review_present", "实到人数", "review.present"),
    ("review_agree", "同意票数", "review.agree"),
    ("review_conclusion", "评议结论", "review.conclusion"),
    ("notice_start", "公示开始", "village_notice.start | cn_date"),
    ("notice_end", "公示结束", "village_notice.end | cn_date"),
    ("village_opinion", "村意见", "village_opinion.opinion"),
    ("township_opinion", "乡镇意见", "township_opinion.opinion"),
    ("county_opinion", "县意见", "county_opinion.opinion"),
    ("monitor_name", "监测联系人", "monitor.name"),
    ("monitor_org", "联系人单位", "monitor.org"),
    ("monitor_phone", "联系人电话", "monitor.phone"),
    ("helper_name", "帮扶责任人", "helper.name"),
    ("helper_org", "责任人单位", "helper.org"),
    ("helper_phone", "责任人电话", "helper.phone"),
    ("collector", "信息采集人", "collector.name"),
)

_ROWS = (
    ("wage", "工资性收入"),
    ("farm", "生产经营性收入"),
    ("assets", "财产性收入"),
    ("transfer", "转移性收入"),
    ("farm_cost", "生产经营性支出"),
    ("own_pay", "合规自付支出"),
)
_TOTALS = (
    ("net", "纯收入"),
    ("net_pc", "人均纯收入"),
    ("reference", "收入参考"),
    ("reference_pc", "人均收入参考"),
)
AMOUNTS = tuple(
    (f"{purpose}_{name}", f"{title}{label}", f"{purpose}.{below}{name}")
    for purpose, title in (("identified", "识别时"), ("annual", "年度"))
    for below, lines in (("income.", _ROWS), ("", _TOTALS))
    for name, label in lines
)

_RISKS = (
    *("因病", "因残", "因学", "因自然灾害", "因意外事故", "因产业项目失败"),
    *("因务工就业不稳", "缺劳动力", "住房出现安全问题", "义务教育阶段失学辍学"),
)
_KINDS = ("一般农户", "一般脱贫户", "低保脱贫户", "特困供养脱贫户", "脱贫不稳定户", "边缘易致贫户")
_STATES = (
    ("power", "通生活用电", "living.power"),
    ("broadcast", "通广播电视", "living.broadcast"),
    ("safe_water", "有安全饮用水", "living.safe_water"),
    ("toilet", "有卫生厕所", "living.toilet"),
    ("cooperative", "加入合作组织", "living.cooperative"),
    ("enterprise", "有龙头企业带动", "living.enterprise"),
    ("leader", "有带头人带动", "living.leader"),
    ("no_labour", "整户无劳动能力", "household.no_labour"),
    ("resettled", "住集中安置区", "household.resettled"),
    ("martyr", "军烈属", "household.martyr_family"),
    ("head_disabled", "户主残疾", "head.is_disabled"),
    ("head_works", "户主有劳动能力", "head.can_work"),
    ("was_poor", "脱贫户", "household.was_poor"),
    ("closed", "已办结", "procedure.closed"),
)
TICKS = (
    *((f"risk_{n}", risk, f"'{risk}' in (risks | each('kind'))") for n, risk in enumerate(_RISKS)),
    *(
        (f"kind_{n}", kind, f"'{kind}' in (household.kind, household.monitor_class)")
        for n, kind in enumerate(_KINDS)
    ),
    *_STATES,
)

COLUMNS = (
    ("n", "序号", "index"),
    ("name", "姓名", "row.name"),
    ("sex", "性别", "row.sex"),
    ("id_no", "证件号码", "row.id_no"),
    ("relation", "与户主关系", "row.relation"),
    ("nation", "民族", "row.nation"),
    ("education", "文化程度", "row.education"),
    ("student", "在校状况", "row.student"),
    ("health", "健康状况", "row.health | join('、')"),
    ("labour", "劳动技能", "row.labour"),
    ("work", "务工地点", "row.works | each('place') | join('、')"),
    ("phone", "联系电话", "row.phone"),
)

#: Boxes of the workbook: 49 single texts fewer than the paper has, so that 141 cells take a value.
SHEET_TEXTS = TEXTS[:19]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a tool writes its tags."""

    text: str
    tick: str
    cell: str
    before: str = ""  # a row of its own before the member row, or the opening of its first cell
    after: str = ""
    rows: int = 1
    own_rows: bool = False


DOCGEN = Dialect("{{{{ {0} }}}}", "{{{{ {0} | ticks }}}}□", "{{{{ members.{0} }}}}", rows=MEMBER_ROWS)
DOCXTPL = Dialect(
    "{{{{ {0} }}}}",
    "{{{{ '☑' if {0} else '□' }}}}",
    "{{{{ m.{0} }}}}",
    "{%tr for m in members %}",
    "{%tr endfor %}",
    own_rows=True,
)
DOCXTEMPLATER = Dialect(
    "{{{0}}}", "{{#{0}}}☑{{/{0}}}{{^{0}}}□{{/{0}}}", "{{{0}}}", "{#members}", "{/members}"
)
CARBONE = Dialect(
    "{{d.{0}}}",
    "{{d.{0}:ifEQ(true):show(☑):elseShow(□)}}",
    "{{d.members[i].{0}}}",
    after="{d.members[i+1].n}",
)


def docx_template(dialect: Dialect) -> bytes:
    """Return the form as a Word template in one tool's language."""
    document = docx.Document()
    _lean(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(12)
    _write(document.add_paragraph(), TITLE, 16)
    _pairs(document, TEXTS, 3, dialect)
    _write(document.add_paragraph(), "收支情况（元）", 10)
    _pairs(document, AMOUNTS, 2, dialect)
    _write(document.add_paragraph(), "勾选栏目", 10)
    _boxes(document, dialect)
    _write(document.add_paragraph(), "家庭成员", 10)
    _members(document, dialect)
    _write(
        document.add_paragraph(), "户主签字（手印）：　　　　　　村委会（公章）：　　　　　　年　月　日", 10
    )
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _lean(document: Any) -> None:
    """Leave the parts that an office program writes: python-docx's own model carries 790 KB of styles."""
    styles = document.styles.element
    kept = {"Normal", "TableNormal", "TableGrid"}
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in kept:
            styles.remove(style)
    for latent in styles.findall(qn("w:latentStyles")):
        styles.remove(latent)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "customXml", "numbering"):
            document.part.drop_rel(key)
            document.part.rels.pop(key, None)
    for key, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("thumbnail"):
            document.part.package.rels.pop(key)


def _write(paragraph: Any, text: str, size: float = 8) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = "SimSun"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")


def _table(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows, columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row.height = Mm(9)
    return table


def _pairs(document: Any, boxes: Sequence[tuple[str, str, str]], beside: int, dialect: Dialect) -> None:
    """Lay label and value cells out on a grid of 12 columns, cells merged."""
    lines = [boxes[at : at + beside] for at in range(0, len(boxes), beside)]
    table = _table(document, len(lines), 12)
    wide = 12 // beside
    for row, line in zip(table.rows, lines, strict=True):
        cells = row.cells
        for place, (name, label, _) in enumerate(line):
            left = place * wide
            title = cells[left].merge(cells[left + wide // 2 - 1])
            value = cells[left + wide // 2].merge(cells[left + wide - 1])
            _write(title.paragraphs[0], label)
            _write(value.paragraphs[0], dialect.text.format(name))


def _boxes(document: Any, dialect: Dialect) -> None:
    lines = [TICKS[at : at + 6] for at in range(0, len(TICKS), 6)]
    table = _table(document, len(lines), 12)
    for row, line in zip(table.rows, lines, strict=True):
        cells = row.cells
        for place, (name, label, _) in enumerate(line):
            cell = cells[2 * place].merge(cells[2 * place + 1])
            _write(cell.paragraphs[0], dialect.tick.format(name) + label)


def _members(document: Any, dialect: Dialect) -> None:
    table = _table(document, 1, len(COLUMNS))
    for cell, (_, label, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        _write(cell.paragraphs[0], label)
    if dialect.own_rows:
        _write(table.add_row().cells[0].paragraphs[0], dialect.before)
    texts = [dialect.cell.format(name) for name, _, _ in COLUMNS]
    if not dialect.own_rows and dialect.before:
        texts[0], texts[-1] = dialect.before + texts[0], texts[-1] + dialect.after
    _row(table, texts)
    if dialect.own_rows or (dialect.after and not dialect.before):
        _row(table, [dialect.after] + [""] * (len(COLUMNS) - 1))
    for _ in range(dialect.rows - 1):
        _row(table, [""] * len(COLUMNS))


def _row(table: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        _write(cell.paragraphs[0], text)


def expected_text(values: Mapping[str, Any]) -> list[str]:
    """Return every paragraph that a filled form must have, worked out without any engine."""
    lines = [TITLE, *_printed(TEXTS, 3, values), "收支情况（元）", *_printed(AMOUNTS, 2, values), "勾选栏目"]
    lines += [("☑" if values[name] else "□") + label for name, label, _ in TICKS]
    lines += ["家庭成员", *(label for _, label, _ in COLUMNS)]
    lines += [str(row[name]) for row in values["members"] for name, _, _ in COLUMNS]
    return [*lines, "户主签字（手印）：　　　　　　村委会（公章）：　　　　　　年　月　日"]


def _printed(boxes: Sequence[tuple[str, str, str]], beside: int, values: Mapping[str, Any]) -> list[str]:
    lines = [text for name, label, _ in boxes for text in (label, str(values[name]))]
    return lines + [""] * (-len(boxes) % beside * (12 // beside))


def text_of(document: bytes) -> list[str]:
    """Return the text of every paragraph of a document, in its order."""
    body = docx.Document(io.BytesIO(document)).element.body
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))
    ]


def declare(folder: Path) -> Form:
    """Write the form as a folder that ``docgen fill --forms`` takes, and return it as loaded."""
    forms = folder / "forms"
    forms.mkdir(parents=True, exist_ok=True)
    (forms / "bench.docx").write_bytes(docx_template(DOCGEN))
    lines = ["[form]", f'id = "{FORM_ID}"', f'title = "{TITLE}"', 'edition = "2025"']
    lines += ['template = "bench.docx"', "default = false"]
    for name, label, expression in (*TEXTS, *((n, lab, f"{e} | money") for n, lab, e in AMOUNTS)):
        lines += _declared("[[field]]", name, label, expression)
    for name, label, expression in TICKS:
        lines += _declared("[[field]]", name, label, f"'{label}' if {expression} else none")
        lines += ['kind = "ticks"', f'options = [["1", "{label}"]]']
    lines += [
        "[[table]]",
        'name = "members"',
        'label = "家庭成员"',
        'each = "members"',
        f"rows = {MEMBER_ROWS}",
    ]
    for name, label, expression in COLUMNS:
        lines += _declared("[[table.column]]", name, label, expression)
    (forms / "bench.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_forms(folder)[0]


def _declared(head: str, name: str, label: str, expression: str) -> list[str]:
    return [
        head,
        f'name = "{name}"',
        f'label = "{label}"',
        f"from = {json.dumps(expression, ensure_ascii=False)}",
    ]


def cases(count: int) -> list[Case]:
    """Return invented households of six members each, with both income accounts and a procedure."""
    found = [
        case
        for case in township(2025, 3, 2 * count + 20, 1).cases
        if case.procedures and case.last_income("identification") and case.household.head
    ]
    others = [member for case in found for member in case.household.members if member.relation != "户主"]
    return [_whole(case, others[at:]) for at, case in enumerate(found[:count])]


def sound_case() -> Case:
    """Return a household of six that docgen fills as it is: nothing about it is amiss."""
    town = township(2025, 3, 200, 1)
    faulty = {one.household for one in town.seeded}
    return next(
        case
        for case in town.cases
        if len(case.household.members) == MEMBER_ROWS
        and case.number not in faulty
        and case.last_income("identification")
        and case.last_income("annual")
    )


def _whole(case: Case, others: Sequence[Any]) -> Case:
    members = (*case.household.members, *others)[:MEMBER_ROWS]
    account = case.last_income("identification")
    year = [] if case.last_income("annual") else [account.income.model_copy(update={"purpose": "annual"})]
    household = case.household.model_copy(update={"members": members})
    return case.model_copy(update={"household": household, "incomes": (*case.incomes, *year)})


def occasion() -> Occasion:
    """Return the day on which the bench fills its forms."""
    return Occasion(AS_OF, Policy(id="bench", title="", area="", year=2025, figures={}, sources={}))


def binder(form: Form) -> Binder:
    """Return the binder of the bench form."""
    return Binder([form], register_filters())


def values_of(form: Form, households: Sequence[Case]) -> list[dict[str, Any]]:
    """Return the households' values as docgen's own renderer gets them."""
    binds = binder(form)
    filled = [binds.bind(form, case, occasion()) for case in households]
    return [dict(each.values) for each in filled if each is not None]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same values as a peer takes them: a tick is true or false, six member rows."""
    ticks = {name for name, _, _ in TICKS}
    blank = dict.fromkeys((name for name, _, _ in COLUMNS), "")
    rows = [*values["members"], *[blank] * MEMBER_ROWS][:MEMBER_ROWS]
    made = {name: bool(value.chosen) if name in ticks else value for name, value in values.items()}
    return made | {"members": rows}


# The workbook -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """A label and the cell for its value on the sheet; both are merged over two columns where ``wide``."""

    name: str
    label: str
    row: int
    column: int
    wide: bool


def sheet_boxes() -> list[Box]:
    """Return the single boxes of the sheet: three beside each other, in rows from the third on."""
    named = [(name, label) for name, label, _ in (*SHEET_TEXTS, *AMOUNTS, *TICKS)]
    return [Box(name, label, 3 + at // 3, 1 + at % 3 * 4, at < 40) for at, (name, label) in enumerate(named)]


MEMBER_ROW = 3 + -(-(len(SHEET_TEXTS) + len(AMOUNTS) + len(TICKS)) // 3) + 1  # heading; records follow


def merged_ranges() -> list[tuple[int, int, int, int]]:
    """Return the merged ranges as first row, first column, last row, last column: 110 of them."""
    ranges = [(1, 1, 1, 12)]
    for box in sheet_boxes():
        ranges += [(box.row, box.column, box.row, box.column + 1)] if box.wide else []
        ranges += [(box.row, box.column + 2, box.row, box.column + 3)]
    return ranges


def member_cells() -> list[tuple[int, str, int, int]]:
    """Return record number, column name, row and column of each member cell."""
    return [
        (record, name, MEMBER_ROW + 1 + record, column)
        for record in range(MEMBER_ROWS)
        for column, (name, _, _) in enumerate(COLUMNS, 1)
    ]


def xlsx_template() -> bytes:
    """Return the workbook template, made by openpyxl; its tags are docgen's, which openpyxl overwrites."""
    book = Workbook()
    sheet = book.active
    sheet.title = "采集表"
    line = Side(style="thin")
    for row in range(1, MEMBER_ROW + MEMBER_ROWS + 1):
        for column in range(1, 13):
            cell = sheet.cell(row, column)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.font, cell.alignment = (
                Font(name="宋体", size=9),
                Alignment(wrap_text=True, vertical="center"),
            )
    for column in range(1, 13):
        sheet.column_dimensions[get_column_letter(column)].width = 9
    sheet["A1"] = TITLE
    amounts = {name for name, _, _ in AMOUNTS}
    for box in sheet_boxes():
        sheet.cell(box.row, box.column, box.label)
        value = sheet.cell(box.row, box.column + 2, f"{{{{ {box.name} }}}}")
        if box.name in amounts:
            value.number_format = "#,##0.00"
    for column, (_, label, _) in enumerate(COLUMNS, 1):
        sheet.cell(MEMBER_ROW, column, label)
    for record, name, row, column in member_cells():
        if record == 0:
            sheet.cell(row, column, f"{{{{ members.{name} }}}}")
    for top, left, bottom, right in merged_ranges():
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_values(case: Case, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values for the workbook: amounts as numbers, a tick as ☑ or □."""
    made = plain(values)
    accounts = {
        "identified": case.last_income("identification"),
        "annual": case.last_income("annual"),
    }
    for name, _, expression in AMOUNTS:
        found: Any = accounts
        for part in expression.split("."):
            found = found[part] if isinstance(found, dict) else getattr(found, part)
        made[name] = "" if found is None else found
    for name, _, _ in TICKS:
        made[name] = "☑" if made[name] else "□"
    return made
