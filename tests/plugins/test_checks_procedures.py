"""Rules about procedures, dates, elimination and contacts: each row names the rules that must speak."""

from dataclasses import replace

import pytest

from docgen import PolicyError

from .conftest import CHECKS, STILL_MONITORED

ENTRY, EXIT = "procedures.0", "procedures.1"

ROWS = [
    ("DATE-101", {f"{ENTRY}.check.on": "2025-02-18"}),
    ("DATE-101", {f"{ENTRY}.application.signed_on": "2025-02-12"}),
    ("DATE-101", {f"{ENTRY}.notices.0.end": "2025-02-28"}),
    ("DATE-101", {f"{EXIT}.approvals.1.on": "2026-04-20"}),
    ("DATE-102", {f"{ENTRY}.review.on": "2025-02-18"}),
    ("DATE-103", {f"{ENTRY}.notices.0.start": "2025-02-21"}),
    ("DATE-104", {"visits.0.on": "2026-07-01"}),
    ("DATE-104", {"measures.0.done_on": "2026-07-01"}),
    (
        "DATE-114",
        {
            "visits.0.on": "2024-06-10",
            "household.monitor_class": "突发严重困难户",
            "household.kind": "一般农户",
        },
    ),
    ("DATE-105", {f"{ENTRY}.comparison.on": "2025-02-09"}),
    (
        "DATE-106",
        {f"{ENTRY}.application.signed_on": "2025-01-20", f"{ENTRY}.lead_on": "2025-01-20"},
    ),
    ("DATE-107", {f"{ENTRY}.planned_on": "2025-03-28"}),
    ("DATE-107", {f"{ENTRY}.planned_on": "2025-03-10"}),
    ("DATE-108", {"household.identified_on": "2025-02"}),
    ("DATE-109 DATE-108", {"household.eliminated_on": "2025-02"}),
    ("DATE-110", {f"{EXIT}.check.on": "2025-03-09"}),
    (
        "DATE-111",
        {f"{ENTRY}.notices.1": {"level": "township", "start": "2025-02-24", "end": "2025-03-02"}},
    ),
    ("STEP-101", {f"{ENTRY}.check.people": ["赵一", "赵一"]}),
    ("STEP-102", {f"{ENTRY}.check.people": []}),
    ("STEP-103", {f"{ENTRY}.review.agree": 15}),
    ("STEP-103", {f"{ENTRY}.review.agree": 19, f"{ENTRY}.review.oppose": None}),
    ("STEP-104", {f"{ENTRY}.review.due": 17}),
    ("STEP-105", {f"{ENTRY}.review.attendees": [{"name": f"代表{one}"} for one in range(19)]}),
    (
        "STEP-106",
        {f"{ENTRY}.review.agree": 9, f"{ENTRY}.review.oppose": 8},
    ),
    ("STEP-107", {f"{ENTRY}.notices.0.objection": True}),
    ("STEP-108", {f"{ENTRY}.approvals.0.passed": False}),
    ("STEP-109", {f"{ENTRY}.review.on": None}),
    ("STEP-109", {f"{ENTRY}.notices": []}),
    ("STEP-109 STEP-110", {f"{EXIT}.approvals.2": ..., f"{EXIT}.approvals.1": ...}),
    ("STEP-111", {f"{EXIT}.number": "SB2025-1"}),
    (
        "STEP-112",
        {f"{ENTRY}.closed": False, "procedures.2": {"number": "SB3", "kind": "identification"}},
    ),
    ("END-101 DATE-108", {"household.identified_on": "2025-11"}),
    ("END-102 FAM-203 FAM-205", {"household.no_labour": True}),
    ("END-103", {"guarantees.1.unsafe_water": True}),
    ("END-104", {"guarantees.1": ...}),
    ("END-104", {"incomes.2": ...}),
    ("END-105", {"incomes.2.wage": "10000"}),
    ("END-106", {"incomes.2.wage": "20000"}),
    ("END-107", {"contacts.0.phone": ""}),
    ("END-107", {"contacts.0": ...}),
    ("END-108", {"household.eliminate_mode": ""}),
    ("END-109", {f"{EXIT}.standards.2.met": False}),
    (
        "END-110",
        {
            f"measures.{row}.{box}": value
            for row in range(3)
            for box, value in (("done_on", None), ("state", "正在落实"))
        },
    ),
    ("END-111", {"household.status": "在册监测"}),
    ("END-112", {"measures.2.done_on": None, "measures.2.state": "未落实"}),
    ("CON-101", {"contacts.1.end": None}),
    ("CON-102", {"contacts.1.end": "2025-03-01"}),
]


@pytest.mark.parametrize(("codes", "changes"), ROWS)
def test_a_change_is_accused_by_its_rule_and_no_other(accuse, codes, changes):
    assert {finding.code for finding in accuse(changes)} == set(codes.split())


def test_a_monitored_household_is_not_accused(accuse):
    assert accuse({}, base=STILL_MONITORED) == ()


def test_a_monitored_household_has_somebody_to_answer_for_it(accuse):
    ended = {f"contacts.{row}.end": "2026-05-31" for row in (0, 2)}
    assert [one.code for one in accuse(ended, base=STILL_MONITORED)] == ["CON-103"]


def test_a_mode_without_an_elimination_is_named(accuse):
    changes = {"household.eliminate_mode": "帮扶消除"}
    assert [one.code for one in accuse(changes, base=STILL_MONITORED)] == ["END-108"]


def test_a_natural_end_needs_no_months(accuse):
    changes = {"household.eliminate_mode": "自然消除", "household.identified_on": "2025-11"}
    assert "END-101" not in {one.code for one in accuse(changes)}


def test_the_days_of_a_notice_are_a_figure_of_the_policy(accuse, national):
    week = replace(national, figures={**national.figures, "notice_days": 7})
    without_first = replace(week, figures={**week.figures, "notice_counts_first_day": False})
    assert accuse({}, policy=week) == ()
    assert {one.code for one in accuse({}, policy=without_first)} == {"DATE-103"}


def test_a_policy_that_lacks_a_figure_is_a_fault_that_names_it(accuse, national):
    figures = {name: value for name, value in national.figures.items() if name != "income_line"}
    with pytest.raises(PolicyError) as caught:
        accuse({}, policy=replace(national, figures=figures))
    assert caught.value.fields == (("figure", "income_line"),)


def test_a_running_notice_may_end_tomorrow(accuse):
    running = {
        "procedures.1": {
            "number": "XC1",
            "kind": "elimination",
            "check": {"on": "2026-06-20", "people": ["赵一", "钱二"]},
            "review": {"on": "2026-06-24"},
            "notices": [{"level": "village", "start": "2026-06-26", "end": "2026-07-02"}],
        }
    }
    base = {name: value for name, value in STILL_MONITORED.items() if name != "procedures.1"}
    assert accuse(running, base=base) == ()


def test_every_rule_is_tested():
    from . import test_checks_help, test_checks_people

    named = {
        code
        for rows in (ROWS, test_checks_help.ROWS, test_checks_people.ROWS)
        for codes, _ in rows
        for code in codes.split()
    }
    elsewhere = {"ID-201", "TEL-201", "CON-103", "INC-104", "DATE-112", "DATE-113"}
    assert set(CHECKS) - named == elsewhere


def test_every_figure_of_the_national_policy_has_a_source(national):
    assert set(national.figures) == set(national.sources)


def test_an_elimination_under_way_may_state_its_mode(accuse):
    changes = {
        "household.eliminate_mode": "自然消除",
        "procedures.1": {
            "number": "XC1",
            "kind": "elimination",
            "check": {"on": "2026-06-20", "people": ["甲", "乙"]},
        },
    }
    base = {name: value for name, value in STILL_MONITORED.items() if name != "procedures.1"}
    assert accuse(changes, base=base) == ()


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_every_sentence_has_all_its_words(accuse, monkeypatch, spoken):
    from . import test_checks_help, test_checks_people

    monkeypatch.setenv("DOCGEN_LANG", spoken)
    for rows in (ROWS, test_checks_help.ROWS, test_checks_people.ROWS):
        for _, changes in rows:
            for finding in accuse(changes):
                assert "—" not in finding.sentence + finding.remedy, finding.code


def test_every_box_in_doubt_is_a_place_in_the_case(accuse):
    from docgen.columns import any_place, boxes

    from . import test_checks_help, test_checks_people

    lists = {"risks", "measures", "incomes", "guarantees", "contacts", "household.members"}
    lists |= {f"household.members[].{name}" for name in ("works", "posts")}
    lists |= {"procedures[]", "procedures[].review.attendees"}
    for rows in (ROWS, test_checks_help.ROWS, test_checks_people.ROWS):
        for _, changes in rows:
            for finding in accuse(changes):
                assert {any_place(box) for box in finding.boxes} <= set(boxes()) | lists, finding.code


def test_every_rule_has_its_name_and_where_it_comes_from():
    assert [code for code, check in CHECKS.items() if not (check.title and check.source)] == []
