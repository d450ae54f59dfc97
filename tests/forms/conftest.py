"""A household that leaves monitoring, with as many members and measures as a test wants."""

import io
import zipfile
from datetime import date

import pytest
from lxml import etree

from docgen import Case, check_character, load_policies, pack_folder
from docgen.bind import Binder
from docgen.plugins import filters
from docgen.view import Occasion

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PEOPLE = (
    ("陈大山", "户主", "19680312", 31),
    ("李秀兰", "配偶", "19700925", 42),
    ("陈志强", "之子", "19951103", 53),
    ("欧阳喆堃", "之儿媳", "19970618", 64),
    ("陈玥", "之孙女", "20180709", 66),
    ("陈根生", "之父", "19410105", 77),
    ("阿卜杜热合曼·买买提", "其他", "19890215", 79),
    ("陈小雨", "之孙女", "20200301", 82),
    ("陈志勇", "之子", "19980806", 93),
    ("王桂花", "之母", "19440911", 104),
    ("陈志远", "之子", "20060402", 115),
    ("陈昇", "之孙子", "20221212", 119),
)
_APPROVERS = {"village": "孙八泉", "township": "郑镇北", "county": "冯局南"}


def _member(name, relation, born, seed):
    first17 = f"430623{born}{seed:03d}"
    return {
        "name": name,
        "relation": relation,
        "id_no": first17 + check_character(first17),
        "nation": "汉族",
        "education": "初中",
        "health": ["健康"],
        "labour": "普通劳动力",
        "insurance": {"resident_medical": True, "resident_pension": False},
        "dibao": relation == "户主",
    }


def _measures(many):
    """Measures of 2025, each with its number, after one of 2016."""
    old = {
        "category": "产业帮扶",
        "item": "早年种苗",
        "planned_on": "2016-03-01",
        "done_on": "2016-05-10",
        "effect": "早年成效",
        "effect_on": "2016-12-20",
    }
    new = [
        {
            "risk": "因病",
            "category": "健康帮扶",
            "item": f"第{number}项医疗救助",
            "planned_on": "2025-05-10",
            "done_on": "2025-06-18",
            "money": "8600",
            "agency": "县医保局",
            "state": "已落实",
            "effect": f"第{number}项见效",
            "effect_on": "2025-12-20",
        }
        for number in range(1, many + 1)
    ]
    return [old, *new]


def _income(purpose, year, wage):
    rows = {
        "farm": "6500",
        "assets": "300",
        "transfer": "8640",
        "farm_cost": "2100",
        "claim": "0",
        "own_pay": "0",
    }
    return {"purpose": purpose, "start": f"{year}-01-01", "end": f"{year}-12-31", "wage": wage, **rows}


def _elimination():
    return {
        "number": "2026-XC-1",
        "kind": "elimination",
        "check": {"on": "2026-06-08", "people": ["核实甲", "核实乙"], "opinion": "情况属实。"},
        "review": {"on": "2026-06-12", "due": 15, "present": 14, "agree": 14, "oppose": 0, "abstain": 0},
        "notices": [{"level": "village", "start": "2026-06-13", "end": "2026-06-19", "objection": False}],
        "approvals": [
            {"level": level, "on": "2026-07-02", "passed": True, "opinion": f"{level}同意", "person": person}
            for level, person in _APPROVERS.items()
        ],
        "standards": [{"code": str(code), "met": True} for code in range(1, 5)],
    }


@pytest.fixture
def leaving():
    """Return the raw case of a household of ``members`` with ``measures`` carried out."""

    def make(members=2, measures=2):
        return {
            "number": "H00001",
            "area": {
                "code": "430626105206",
                "province": "湖南省",
                "county": "云岭县",
                "township": "青石镇",
                "village": "清水村",
                "group": "第3组",
            },
            "household": {
                "hh_id": "4306261052060031",
                "phone": "13807301234",
                "kind": "低保脱贫户",
                "monitor_class": "脱贫不稳定户",
                "identified_on": "2025-11",
                "eliminated_on": "2026-07",
                "eliminate_mode": "帮扶消除",
                "no_labour": False,
                "poverty_causes": ["因病", "缺技术", "缺劳力"],
                "members": [_member(*person) for person in _PEOPLE[:members]],
            },
            "incomes": [_income("identification", 2024, "24000"), _income("elimination", 2025, "52000")],
            "guarantees": [
                {
                    "moment": moment,
                    "unsafe_housing": False,
                    "dropout": False,
                    "unsafe_water": False,
                    "uninsured": False,
                }
                for moment in ("identification", "elimination")
            ],
            "risks": [{"kind": "因病", "since": "2025-02"}, {"kind": "其他", "note": "子女失业"}],
            "measures": _measures(measures),
            "visits": [{"on": "2026-01-12", "visitor": "刘建国", "findings": "家庭情况无变化"}],
            "contacts": [
                {
                    "role": "monitor",
                    "name": "周敏",
                    "org": "青石镇人民政府",
                    "phone": "13907305678",
                    "start": "2025-11-10",
                },
                {
                    "role": "helper",
                    "name": "何平",
                    "org": "县水利局",
                    "start": "2015-05-01",
                    "end": "2020-12-31",
                },
                {"role": "helper", "name": "刘建国", "org": "县医保局", "start": "2025-11-10"},
            ],
            "procedures": [{"number": "2014-JD-1", "kind": "poverty2014", "closed": True}, _elimination()],
        }

    return make


@pytest.fixture
def approvers():
    """Names that only ever stand under a document by hand."""
    return (*_APPROVERS.values(), "核实甲", "核实乙")


@pytest.fixture
def filled():
    """Return a form filled for a raw case, under the national policy, on a day of 2026."""

    def fill(form, raw):
        national = next(one for one in load_policies(pack_folder()) if one.id == "cn")
        occasion = Occasion(date(2026, 7, 5), national)
        return Binder([form], filters.register_filters()).bind(form, Case.model_validate(raw), occasion)

    return fill


@pytest.fixture
def visible():
    """Return the words of a Word file that are printed, a list of cells and paragraphs."""

    def read(content):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        for run in list(root.iter(f"{_W}r")):
            if run.find(f"{_W}rPr/{_W}vanish") is not None:
                run.getparent().remove(run)
        blocks = [*root.iter(f"{_W}tc"), *root.find(f"{_W}body").findall(f"{_W}p")]
        return ["".join(text.text or "" for text in block.iter(f"{_W}t")) for block in blocks]

    return read
