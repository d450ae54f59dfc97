"""The rules follow the policy of each procedure's own first day."""

from dataclasses import replace
from datetime import date

import pytest

from docgen import Case, Policy, load_policies, load_procedures, pack_folder
from docgen.check import check_case
from docgen.plugins.checks import register_checks
from docgen.policy import policy_named

PACKS = load_policies(pack_folder())
CHECKS = register_checks()
PROCEDURES = load_procedures(pack_folder())
DAY = date(2026, 6, 30)


def told(pack, proceeding, packs=PACKS, **more):
    base = {"number": "X1", "area": {"code": "520199001201", "village": "某村"}, "household": {"members": []}}
    case = Case.model_validate(base | {"procedures": [{"number": "P1"} | proceeding]} | more)
    found = check_case(case, policy_named(pack, DAY, packs), DAY, CHECKS, PROCEDURES)
    return {one.code: one.sentence for one in found if one.code.startswith(("DATE", "INC"))}


def entry(kind="identification", **more):
    return {"kind": kind, "application": {"signed_on": "2026-03-02"}} | more


def notice(level, start, end):
    return [{"level": level, "start": start, "end": end}]


@pytest.mark.parametrize(
    ("pack", "kind", "level", "end", "short"),
    [
        ("hunan", "identification", "village", "2026-03-15", True),
        ("hunan", "identification", "village", "2026-03-16", False),
        ("hunan", "elimination", "village", "2026-03-15", True),
        ("suining", "identification", "village", "2026-03-13", True),
        ("suining", "identification", "village", "2026-03-14", False),
        ("lingshou", "identification", "township", "2026-03-13", True),
        ("lingshou", "identification", "township", "2026-03-14", False),
    ],
)
def test_a_notice_hangs_as_long_as_its_county_and_level_ask(pack, kind, level, end, short):
    found = told(pack, entry(kind, notices=notice(level, "2026-03-10", end)))
    assert ("DATE-103" in found) is short


def test_a_short_notice_names_the_plan_that_asks_for_more():
    found = told("hunan", entry(notices=notice("village", "2026-03-10", "2026-03-15")))
    assert "少于规定的7天（篇九 行13" in found["DATE-103"]


def decided(on, lead=None):
    return entry(approvals=[{"level": "county", "on": on, "passed": True}], lead_on=lead)


@pytest.mark.parametrize(
    ("pack", "on", "lead", "late"),
    [
        ("yingkou", "2026-03-17", "2026-03-02", False),
        ("yingkou", "2026-03-18", "2026-03-02", True),
        ("yingkou", "2026-03-16", "2026-02-27", True),
        ("lingshou", "2026-03-30", "2026-03-02", False),
        ("lingshou", "2026-03-31", "2026-03-02", True),
        ("cn", "2026-04-06", "2026-02-01", False),
        ("cn", "2026-04-07", "2026-03-02", True),
    ],
)
def test_recognition_is_timed_in_the_days_of_the_county(pack, on, lead, late):
    assert ("DATE-106" in told(pack, decided(on, lead))) is late


def test_working_days_are_said_as_such():
    assert (
        "用了21个工作日，超过20个工作日（篇十二 行28"
        in told("lingshou", decided("2026-03-31", "2026-03-02"))["DATE-106"]
    )


def test_a_procedure_keeps_the_policy_of_its_application_for_life():
    newer = replace(next(one for one in PACKS if one.id == "suining"), year=2026, figures={"notice_days": 9})
    packs = [*PACKS, newer]
    short = notice("village", "2025-03-10", "2025-03-14")
    before = {"kind": "identification", "application": {"signed_on": "2025-03-01"}, "notices": short}
    assert "DATE-103" not in told("suining", before, packs)
    assert "DATE-103" in told("suining", entry(notices=notice("village", "2026-03-10", "2026-03-14")), packs)


def test_a_procedure_before_the_first_policy_is_told():
    early = {"kind": "identification", "application": {"signed_on": "2019-03-01"}}
    assert "2019 年，早于第一份政策口径 hunan@2021" in told("hunan", early)["DATE-112"]
    assert "DATE-112" not in told("cn", early)


def test_the_income_compared_is_that_of_the_county():
    rows = dict.fromkeys(("wage", "farm", "assets", "farm_cost"), 0)
    income = {
        "purpose": "identification",
        "end": "2026-02-28",
        "persons": 1,
        "transfer": 7000,
        "own_pay": 1000,
    } | rows
    more = {
        "incomes": [income],
        "household": {"monitor_class": "边缘易致贫户", "members": [{"name": "赵一"}]},
    }
    assert "INC-103" in told("hunan", entry(), **more)
    assert "INC-103" not in told("yingkou", entry(), **more)


def test_a_policy_without_others_around_it_holds_on_every_day():
    alone = Policy("x", "x", "", 2026)
    assert alone.on(date(2001, 1, 1)) is alone
