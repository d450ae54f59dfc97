"""Rules about risks, help, money and living: each row names the rules that must speak."""

from dataclasses import replace

import pytest

HEAD, WIFE, GIRL, MOTHER, BOY = (f"household.members.{row}" for row in range(5))
FAR = {"area": "省外", "place": "广东省佛山市南海区", "months": 5}


def helped(category, item="", **more):
    return {"category": category, "item": item, "done_on": "2025-06-10", "state": "已落实", **more}


def line(row, amount):
    return {"row": row, "item": "务工收入", "amount": amount}


ROWS = [
    # a risk and the fact behind it
    ("RISK-101 RISK-203", {"risks.1": {"kind": "因残"}}),
    ("RISK-102", {"risks.1": {"kind": "其他"}}),
    ("RISK-103", {"risks.1": {"kind": "因自然灾害"}}),
    ("RISK-104", {f"{WIFE}.health": ["残疾"], f"{MOTHER}.health": ["残疾"]}),
    ("RISK-105", {"incomes.0.own_pay": "0"}),
    (
        "RISK-106 RISK-202 EDU-109",
        {
            "risks.1": {"kind": "因学"},
            f"{GIRL}.student": "",
            f"{BOY}.student": "",
            f"{BOY}.education": "初中",
            f"{BOY}.labour": "普通劳动力",
            f"{BOY}.insurance.resident_pension": True,
        },
    ),
    (
        "RISK-107 FAM-204 MEA-110",
        {
            "risks.0.kind": "因务工就业不稳",
            f"{HEAD}.labour": "丧失劳动力",
            f"{HEAD}.health": ["残疾"],
            f"{HEAD}.works": [],
            f"{WIFE}.labour": "丧失劳动力",
        },
    ),
    ("RISK-108", {"guarantees.0.unsafe_water": True}),
    ("RISK-109 RISK-206", {"risks.1": {"kind": "因安全饮水"}}),
    ("RISK-110", {"guarantees.0.unsafe_housing": True}),
    ("RISK-111 RISK-204", {"risks.1": {"kind": "因安全住房"}}),
    (
        "RISK-112 RISK-207",
        {"risks.0.kind": "因意外事故", "guarantees.0.uninsured": True, "measures.0": ...},
    ),
    ("RISK-113", {"risks.1": {"kind": "因病"}}),
    (
        "RISK-114",
        {
            "risks": [
                {"kind": "因病"},
                {"kind": "因自然灾害", "disaster": "洪涝"},
                {"kind": "因意外事故"},
                {"kind": "因产业项目失败"},
                {"kind": "因务工就业不稳"},
                {"kind": "缺劳动力"},
            ]
        },
    ),
    ("RISK-115", {"risks": []}),
    ("RISK-116", {"risks.0.removed_on": "2024-12"}),
    # a risk and the help that answers it
    ("RISK-201", {"measures.0.category": "生产生活条件改善"}),
    ("RISK-202", {"risks.1": {"kind": "因学"}}),
    ("RISK-203", {"risks.1": {"kind": "因残"}, f"{MOTHER}.health": ["残疾"]}),
    (
        "RISK-204",
        {"risks.1": {"kind": "因安全住房"}, "guarantees.0.unsafe_housing": True},
    ),
    ("RISK-205", {"guarantees.0.dropout": True}),
    (
        "RISK-206",
        {"risks.1": {"kind": "因安全饮水"}, "guarantees.0.unsafe_water": True},
    ),
    ("RISK-207 RISK-201", {"guarantees.0.uninsured": True, "measures.0.category": "生产生活条件改善"}),
    ("RISK-208 END-110", {"risks.0": {"kind": "因意外事故"}, "measures": []}),
    ("RISK-209", {"measures": [helped("健康帮扶")]}),
    ("RISK-210", {"measures": [helped("健康帮扶"), helped("就业帮扶", "技能培训")]}),
    (
        "RISK-301",
        {
            "risks.1": {"kind": "缺劳动力"},
            f"{MOTHER}.labour": "弱劳动力或半劳动力",
        },
    ),
    # help and the fact it leaves
    (
        "MEA-101 MEA-110 LAB-108 MEA-109",
        {
            f"{HEAD}.works": [],
            "incomes.2.wage": "0",
            "incomes.2.farm": "0",
            "incomes.2.transfer": "60000",
            "incomes.2.farm_cost": "0",
        },
    ),
    ("MEA-102", {"measures.3": helped("公益岗位帮扶")}),
    (
        "MEA-103",
        {"measures.3": helped("综合保障", "临时救助"), "incomes.2.transfer": "0"},
    ),
    ("MEA-104", {"measures.3": helped("综合保障", "低保")}),
    ("MEA-105", {"measures.3": helped("综合保障", "特困供养")}),
    ("MEA-106", {"measures.3": helped("综合保障", "残疾人补贴")}),
    (
        "MEA-107 MEA-103",
        {
            f"{MOTHER}.dibao": True,
            "measures.3": helped("综合保障", "低保"),
            "incomes.2.transfer": "0",
        },
    ),
    ("MEA-108", {f"{MOTHER}.dibao": True}),
    ("MEA-109", {"incomes.2.farm": "0", "incomes.2.farm_cost": "0"}),
    ("MEA-110", {f"{HEAD}.works.0.area": "乡外县内"}),
    (
        "MEA-111",
        {"measures.3": helped("其他教育帮扶", "雨露计划"), f"{BOY}.student": "普通高中三年级"},
    ),
    ("MEA-112", {"measures.0.beneficiary": "李四、刘五"}),
    ("MEA-113", {"measures.0.done_on": None}),
    ("MEA-113 END-112", {"measures.0.state": "未落实"}),
    # money
    ("SUM-101", {"household.population_stated": 6}),
    ("SUM-102", {"incomes.1.net_stated": "50800"}),
    ("SUM-103", {"incomes.1.net_pc_stated": "9970"}),
    ("SUM-104", {"incomes.1.lines": [line("wage", "40000"), line("工资性收入", "1000")]}),
    ("SUM-105", {"incomes.1.lines": [line("奖金", "10")]}),
    ("SUM-106", {"incomes.1.assets": "-10", "incomes.1.net_stated": None, "incomes.1.net_pc_stated": None}),
    ("SUM-107", {"incomes.1.farm": None}),
    ("INC-101", {"incomes.0.wage": "80"}),
    ("INC-102", {"incomes.0.wage": "100000", "household.monitor_class": "突发严重困难户"}),
    ("INC-103", {"incomes.0.wage": "40000"}),
    ("INC-105", {"incomes.0.start": "2025-02-01"}),
    ("INC-106", {"incomes.0.start": "2023-06-01"}),
    (
        "INC-107 INC-108",
        {"incomes.0.purpose": "annual", "incomes.0.start": "2024-10-01", "incomes.0.end": "2025-09-30"},
    ),
    # living
    ("LIV-101", {"living.arable": "500"}),
    ("LIV-101", {"living.orchard": "201"}),
    ("LIV-102", {"living.road_distance": "5.5"}),
    ("LIV-103", {"living.toilet": None, "living.road": ""}),
    ("LIV-104", {"guarantees.0.danger_grade": "C级"}),
    ("LIV-105", {"living.house_grade": "D级"}),
    ("LIV-106", {"living.safe_water": False}),
]


@pytest.mark.parametrize(("codes", "changes"), ROWS)
def test_a_change_is_accused_by_its_rule_and_no_other(accuse, codes, changes):
    assert {finding.code for finding in accuse(changes)} == set(codes.split())


def test_a_monitored_household_has_an_income_at_identification(accuse):
    assert {finding.code for finding in accuse({"incomes.0": ...})} == {"INC-108"}


def test_an_unmonitored_household_below_the_line_is_named(accuse):
    bare = {
        "household.monitor_class": "",
        "household.status": "",
        "household.identified_on": "",
        "household.eliminated_on": "",
        "household.eliminate_mode": "",
        "risks": [],
        "procedures": [],
        "incomes": [
            {
                "purpose": "annual",
                "wage": "9000",
                "farm": "5",
                "assets": "0",
                "transfer": "0",
                "farm_cost": "0",
            }
        ],
    }
    assert [finding.code for finding in accuse(bare)] == ["INC-104"]


def test_a_risk_that_ended_by_itself_needs_no_help(accuse):
    assert accuse({"household.eliminate_mode": "自然消除", "measures.0": ...}) == ()


def test_help_is_not_due_in_the_month_of_entry(accuse):
    from .conftest import STILL_MONITORED

    fresh = {"procedures.0.entered_on": "2026-06-20", "procedures.0.planned_on": "2026-06-25", "measures": []}
    assert "RISK-201" not in {finding.code for finding in accuse(fresh, base=STILL_MONITORED)}


def test_income_after_the_measure_is_waited_for(accuse):
    late = {"measures.1.done_on": "2026-05-01", "incomes.2.farm": "0", "incomes.2.farm_cost": "0"}
    assert "MEA-109" not in {finding.code for finding in accuse(late)}


def test_the_shortage_of_labour_is_a_figure_of_the_policy(accuse, national):
    looser = replace(national, figures={**national.figures, "labour_shortage_share": 0.7})
    changes = {"risks.1": {"kind": "缺劳动力"}, f"{MOTHER}.labour": "弱劳动力或半劳动力"}
    assert [finding.code for finding in accuse(changes)] == ["RISK-301"]
    assert accuse(changes, policy=looser) == ()


def test_an_income_line_never_blocks(accuse):
    findings = accuse({"incomes.0.wage": "40000", "incomes.2.wage": "9000"})
    assert {(finding.code, finding.severity.value) for finding in findings} == {
        ("INC-103", "提醒"),
        ("END-105", "提醒"),
    }


def test_totals_may_be_rounded_to_whole_yuan(accuse):
    assert accuse({"incomes.1.wage": "42000.70"}) == ()
