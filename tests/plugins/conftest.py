"""A household without any finding, and what the built-in checks say when something in it is changed."""

import copy
from datetime import date

import pytest

from docgen import Case, IdNumber, check_character, load_policies, load_procedures, pack_folder
from docgen.check import check_case, check_roster, roster_keys
from docgen.plugins.checks import register_checks

TODAY = date(2026, 6, 30)
CHECKS = register_checks()
PROCEDURES = load_procedures(pack_folder())
NATIONAL = next(one for one in load_policies(pack_folder()) if one.id == "cn")


def number(born, serial):
    """Return an invented identity number with a computed check character."""
    first17 = f"520199{born}{serial:03d}"
    return first17 + check_character(first17)


def _member(name, relation, born, serial, **more):
    no = number(born, serial)
    grown = int(born[:4]) <= 2010
    return {
        "name": name,
        "relation": relation,
        "id_no": no,
        "sex_stated": IdNumber(no).sex,
        "nation": "汉族",
        "health": ["健康"],
        "labour": "无劳动力",
        "insurance": {
            "resident_medical": True,
            "employee_medical": False,
            "serious_illness": True,
            "resident_pension": grown,
        },
        **more,
    }


def _income(purpose, start, end, **rows):
    base = {"wage": 20000, "farm": 9000, "assets": 0, "transfer": 1800, "farm_cost": 3000}
    amounts = {name: str(amount) for name, amount in (base | rows).items()}
    return {"purpose": purpose, "start": start, "end": end, **amounts}


def _guarantee(moment):
    return {
        "moment": moment,
        "unsafe_housing": False,
        "dropout": False,
        "unsafe_water": False,
        "uninsured": False,
    }


def _procedure(kind, number, days, **more):
    check, review, start, end, reported, township, county, announced, entered = days.split()
    return {
        "number": number,
        "kind": kind,
        "check": {"on": check, "people": ["赵一", "钱二"]},
        "review": {"on": review, "due": 20, "present": 18, "agree": 16, "oppose": 1, "abstain": 1},
        "notices": [{"level": "village", "start": start, "end": end, "objection": False}],
        "reported_on": reported,
        "approvals": [
            {"level": "village", "on": reported, "passed": True},
            {"level": "township", "on": township, "passed": True},
            {"level": "county", "on": county, "passed": True},
        ],
        "announced_on": announced,
        "entered_on": entered,
        "closed": True,
        **more,
    }


def _measure(category, item, done, **more):
    return {
        "category": category,
        "item": item,
        "planned_on": "2025-03-20",
        "done_on": done,
        "state": "已落实",
        **more,
    }


def _contact(role, name, start, end=None):
    return {"role": role, "name": name, "phone": "13900000009", "start": start, "end": end}


SOUND = {
    "number": "000001",
    "area": {
        "code": "520199001201",
        "county": "云岭县",
        "township": "青石镇",
        "village": "清水村",
        "group": "3组",
    },
    "household": {
        "hh_id": "520199001201000001",
        "address": "云岭县青石镇清水村3组",
        "phone": "13800000001",
        "population_stated": 5,
        "kind": "一般脱贫户",
        "monitor_class": "脱贫不稳定户",
        "status": "风险消除",
        "no_labour": False,
        "identified_on": "2025-03",
        "eliminated_on": "2026-04",
        "eliminate_mode": "帮扶消除",
        "members": [
            _member(
                "张三",
                "户主",
                "19810305",
                11,
                education="初中",
                labour="普通劳动力",
                phone="13800000001",
                works=[
                    {
                        "area": "省外",
                        "place": "广东省佛山市南海区",
                        "months": 8,
                        "monthly_income": "4000",
                        "start": "2025-03",
                        "end": "2025-10",
                    }
                ],
            ),
            _member(
                "李四",
                "配偶",
                "19830701",
                22,
                education="小学",
                health=["患有大病"],
                labour="弱劳动力或半劳动力",
            ),
            _member("张小月", "之女", "20130410", 24, student="七年级"),
            _member("王桂兰", "之母", "19550202", 26, education="小学", health=["长期慢性病"]),
            _member("张小宝", "之子", "20070909", 13, student="中职三年级"),
        ],
    },
    "incomes": [
        _income("identification", "2024-02-01", "2025-01-31", own_pay=8000, claim=2000),
        _income("annual", "2024-10-01", "2025-09-30", wage=42000, net_stated=49800, net_pc_stated=9960),
        _income("elimination", "2025-03-01", "2026-02-28", wage=48000),
    ],
    "guarantees": [_guarantee("identification"), _guarantee("elimination")],
    "living": {
        "arable": "5.5",
        "house_area": "110",
        "house_grade": "A级",
        "road": "水泥路",
        "road_distance": "0.5",
        "power": True,
        "safe_water": True,
        "toilet": True,
    },
    "risks": [{"kind": "因病", "since": "2025-01"}],
    "measures": [
        _measure("健康帮扶", "医疗救助", "2025-05-10", beneficiary="李四"),
        _measure("产业帮扶", "产业奖补", "2025-05-20", beneficiary="全户"),
        _measure("就业帮扶", "劳务输出", "2025-06-01", beneficiary="张三"),
    ],
    "contacts": [
        _contact("monitor", "赵一", "2025-03-20"),
        _contact("helper", "孙前", "2025-03-20", "2025-12-31"),
        _contact("helper", "周后", "2026-01-01"),
    ],
    "visits": [{"on": "2026-05-08", "visitor": "周后"}],
    "procedures": [
        _procedure(
            "identification",
            "SB2025-1",
            "2025-02-13 2025-02-17 2025-02-18 2025-02-24 2025-02-25 2025-02-28 2025-03-10 2025-03-11 2025-03-14",
            lead_on="2025-02-08",
            application={"signed_on": "2025-02-10", "accepted_on": "2025-02-10"},
            comparison={"on": "2025-03-05"},
            planned_on="2025-03-20",
        ),
        _procedure(
            "elimination",
            "XC2026-1",
            "2026-03-02 2026-03-06 2026-03-07 2026-03-13 2026-03-14 2026-03-20 2026-04-07 2026-04-08 2026-04-10",
            standards=[{"code": code, "met": True} for code in "1234"],
        ),
    ],
}

#: The same household before its elimination.
STILL_MONITORED = {
    "household.status": "在册监测",
    "household.eliminated_on": "",
    "household.eliminate_mode": "",
    "procedures.1": ...,
    "guarantees.1": ...,
    "incomes.2": ...,
}


def changed(raw, changes):
    """Return the raw case with each path set to its value; ``...`` takes a record out."""
    raw = copy.deepcopy(raw)
    for path, value in changes.items():
        *way, last = path.split(".")
        place = raw
        for part in way:
            place = place[int(part)] if part.isdigit() else place.setdefault(part, {})
        if value is ...:
            del place[int(last) if last.isdigit() else last]
        elif last.isdigit() and int(last) == len(place):
            place.append(value)
        else:
            place[int(last) if last.isdigit() else last] = value
    return raw


@pytest.fixture
def sound_case():
    """A household that no rule has anything against."""
    return Case.model_validate(SOUND)


@pytest.fixture
def accuse():
    """Return what the checks say about the sound household with some changes, the roster's as well."""

    def look(changes, *, policy=NATIONAL, base=None):
        case = Case.model_validate(changed(changed(SOUND, base or {}), changes))
        found = check_case(case, policy, TODAY, CHECKS, PROCEDURES)
        return (*found, *check_roster(roster_keys(case, b"key"), CHECKS))

    return look


@pytest.fixture
def national():
    """The national policy as it ships."""
    return NATIONAL
