"""Rules about proceedings speak of the steps the household's own county declares, with their source."""

from datetime import date

import pytest

from docgen import (
    Application,
    Approval,
    Case,
    Comparison,
    Notice,
    OnSiteCheck,
    Proceeding,
    Review,
    load_policies,
    load_procedures,
    pack_folder,
)
from docgen.calendar_cn import Calendar
from docgen.check import check_case
from docgen.plugins.checks import courses
from docgen.plugins.checks.rule import rules_of
from docgen.policy import policy_named

RULES = rules_of(courses)
POLICIES = load_policies(pack_folder())
PROCEDURES = load_procedures(pack_folder())
DAY = date(2025, 12, 31)


def day(text):
    return date.fromisoformat(f"2025-{text}")


def notice(level, start, end):
    return Notice(level=level, start=day(start), end=day(end), objection=False)


def opinions(**levels):
    return tuple(Approval(level=level, on=day(on), passed=True) for level, on in levels.items())


#: In order for every county: a week of notice at the village and one at the township.
SOUND = {
    "number": "1",
    "kind": "identification",
    "lead_on": day("09-01"),
    "application": Application(signed_on=day("09-01")),
    "check": OnSiteCheck(on=day("09-02"), people=("王五", "赵六")),
    "review": Review(on=day("09-02")),
    "notices": (notice("village", "09-03", "09-09"), notice("township", "09-11", "09-15")),
    "reported_on": day("09-10"),
    "approvals": opinions(village="09-10", township="09-10", county="09-16"),
    "comparison": Comparison(on=day("09-15")),
    "announced_on": day("09-17"),
    "entered_on": day("09-18"),
    "planned_on": day("09-25"),
}


@pytest.fixture
def accused(raw_case):
    """Return the codes of the findings about one proceeding under a county's policy."""

    def look(county, calendar=None, **changed):
        one = Proceeding.model_validate({**SOUND, **changed})
        case = Case.model_validate(raw_case | {"procedures": []}).model_copy(update={"procedures": (one,)})
        policy = policy_named(county, DAY, POLICIES)
        return check_case(case, policy, DAY, RULES, PROCEDURES, calendar or Calendar())

    return look


def codes(findings):
    return [one.code for one in findings]


@pytest.mark.parametrize("county", ["cn", "hunan", "suining", "yingkou", "lingshou"])
def test_what_is_in_order_is_not_accused(accused, county):
    assert codes(accused(county)) == []


@pytest.mark.parametrize(
    ("county", "found"), [("lingshou", []), ("cn", ["DATE-101"]), ("hunan", ["DATE-101"])]
)
def test_only_lingshou_reviews_before_it_checks(accused, county, found):
    assert codes(accused(county, review=Review(on=day("09-01")))) == found


@pytest.mark.parametrize(("county", "found"), [("lingshou", ["DATE-101"]), ("cn", [])])
def test_elsewhere_the_check_comes_first(accused, county, found):
    assert codes(accused(county, check=OnSiteCheck(on=day("09-01"), people=("王五", "赵六")))) == found


@pytest.mark.parametrize(
    ("county", "found"), [("cn", []), ("yingkou", []), ("hunan", ["DATE-101"]), ("suining", ["DATE-101"])]
)
def test_a_comparison_before_the_township_is_late_only_where_the_plan_says_so(accused, county, found):
    early = {"reported_on": day("09-11"), "approvals": opinions(township="09-12", county="09-16")}
    assert (
        codes(accused(county, comparison=Comparison(on=day("09-10")), notices=SOUND["notices"][:1], **early))
        == found
    )


@pytest.mark.parametrize(
    ("county", "found"), [("yingkou", []), ("cn", ["DATE-107"]), ("hunan", ["DATE-107"])]
)
def test_a_plan_before_the_entry_is_right_in_yingkou_only(accused, county, found):
    assert codes(accused(county, planned_on=day("09-17"))) == found


@pytest.mark.parametrize(
    ("county", "end", "found"),
    [
        ("hunan", "09-09", []),
        ("hunan", "09-08", ["DATE-103"]),
        ("suining", "09-07", []),
        ("suining", "09-06", ["DATE-103"]),
    ],
)
def test_a_notice_is_as_long_as_the_county_says(accused, county, end, found):
    assert codes(accused(county, notices=(notice("village", "09-03", end),))) == found


def test_the_townships_notice_counts_too_where_there_is_one(accused):
    short = (SOUND["notices"][0], notice("township", "09-11", "09-13"))
    (found,) = accused("lingshou", notices=short)
    assert (found.code, found.boxes[0]) == ("DATE-103", "procedures.0.notices.1.end")
    assert "只有3天，少于规定的5天（篇十二" in found.sentence
    assert codes(accused("hunan", notices=short)) == []


def test_lingshou_leaves_out_no_township_notice(accused):
    (found,) = accused("lingshou", notices=SOUND["notices"][:1])
    assert found.code == "STEP-109"
    assert "乡镇公示" in found.sentence
    assert "篇十二" in found.remedy
    assert codes(accused("suining", notices=SOUND["notices"][:1])) == []


def test_twenty_working_days_go_over_the_national_day(accused):
    october = {
        "lead_on": day("09-18"),
        "application": Application(signed_on=day("09-18")),
        "review": Review(on=day("09-19")),
        "check": OnSiteCheck(on=day("09-19"), people=("王五", "赵六")),
        "notices": (notice("village", "09-20", "09-26"), notice("township", "09-27", "10-10")),
        "reported_on": day("09-27"),
        "comparison": Comparison(on=day("10-11")),
        "announced_on": day("10-25"),
        "entered_on": day("10-26"),
        "planned_on": day("10-27"),
    }
    # from 18 September twenty working days end on 22 October: 28 September and 11 October are worked
    assert codes(accused("lingshou", **october, approvals=opinions(township="09-27", county="10-22"))) == []
    (found,) = accused("lingshou", **october, approvals=opinions(township="09-27", county="10-23"))
    assert found.code == "DATE-106"
    assert "从排查、筛查发现到县级扶贫部门审定用了21个工作日，超过20个工作日（篇十二" in found.sentence
    local = Calendar(local={day("10-13"): False})
    assert (
        codes(accused("lingshou", local, **october, approvals=opinions(township="09-27", county="10-23")))
        == []
    )


def test_yingkou_counts_fifteen_days_from_the_lead(accused):
    (late,) = accused("yingkou", lead_on=day("08-31"))
    assert late.code == "DATE-106"
    assert "超过15天（篇二" in late.sentence
    assert codes(accused("cn", lead_on=day("08-31"))) == []


def test_ankang_closes_without_a_county_decision(accused):
    own = {
        "notices": (notice("township", "09-03", "09-09"),),
        "approvals": opinions(township="09-10"),
        "closed": True,
    }
    own |= {
        "reported_on": day("09-22"),
        "review": Review(),
        "comparison": Comparison(),
        "announced_on": day("09-23"),
    }
    assert codes(accused("ankang", **own)) == []
    assert "STEP-110" in codes(accused("cn", **own))


@pytest.mark.parametrize(("entered", "found"), [("05-31", []), ("06-01", ["DATE-113"])])
def test_yingkou_enters_what_began_in_spring_by_the_end_of_may(accused, entered, found):
    spring = {
        "lead_on": day("05-10"),
        "application": Application(signed_on=day("05-10")),
        "check": OnSiteCheck(on=day("05-11"), people=("王五", "赵六")),
        "review": Review(on=day("05-11")),
        "notices": (notice("village", "05-12", "05-16"),),
        "reported_on": day("05-17"),
        "comparison": Comparison(on=day("05-20")),
        "approvals": opinions(township="05-18", county="05-22"),
        "announced_on": None,
        "planned_on": day("06-02"),
    }
    assert codes(accused("yingkou", **spring, entered_on=day(entered))) == found
