"""What a village's papers see of its households."""

from datetime import date

import pytest

from docgen import Case, Roster
from docgen.listing import listing

DAY = date(2026, 7, 5)


def step(number, *, kind="identification", closed=False, **steps):
    return {"number": number, "kind": kind, "closed": closed, **steps}


def posted(start, end, level="village"):
    return {"level": level, "start": start, "end": end}


@pytest.fixture
def village(raw_case):
    """Return the listing of a village whose households have these procedures and these household values."""

    def make(*homes):
        cases = []
        for number, (procedures, household) in enumerate(homes, 1):
            changed = raw_case | {"number": f"H{number}", "procedures": procedures}
            cases.append(Case.model_validate(changed | {"household": raw_case["household"] | household}))
        return listing(Roster(cases[0].area, tuple(cases)), DAY)

    return make


def numbers(households):
    return [one.number for one in households]


def test_households_under_way_are_those_with_an_open_procedure_of_the_kind(village):
    roster = village(
        ([step("a")], {}),
        ([step("b", kind="elimination")], {}),
        ([step("c", closed=True)], {}),
        ([step("d", kind="reidentification")], {}),
    )
    assert numbers(roster.entering.households) == ["H1", "H4"]
    assert numbers(roster.leaving.households) == ["H2"]


def test_a_meeting_is_of_those_reviewed_on_the_latest_day(village):
    roster = village(
        ([step("a", review={"on": "2026-06-01"})], {}),
        ([step("b", review={"on": "2026-06-20"})], {}),
        ([step("c", review={"on": "2026-06-20"})], {}),
        ([step("d", review={"on": "2026-08-01"})], {}),
        ([step("e")], {}),
    )
    assert numbers(roster.entering.reviewed) == ["H2", "H3"]


def test_a_notice_is_of_those_posted_over_the_same_days(village):
    roster = village(
        ([step("a", notices=[posted("2026-06-21", "2026-06-27")])], {}),
        ([step("b", notices=[posted("2026-06-21", "2026-06-25")])], {}),
        ([step("c", notices=[posted("2026-06-21", "2026-06-27")])], {}),
        ([step("d", notices=[posted("2026-06-28", "2026-07-02", "township")])], {}),
    )
    assert numbers(roster.entering.noticed) == ["H1", "H3"]
    assert numbers(roster.entering.noticed_by_township) == ["H4"]


def test_no_step_is_taken_where_nobody_has_a_date(village):
    underway = village(([step("a")], {})).entering
    assert (underway.reviewed, underway.noticed, underway.proposed) == ((), (), ())


def test_a_list_goes_on_only_with_who_was_agreed_to(village):
    def opinion(level, passed):
        return [{"level": level, "passed": passed, "on": "2026-07-01"}]

    notice = [posted("2026-06-21", "2026-06-27")]
    roster = village(
        ([step("a", notices=notice)], {}),
        ([step("b", notices=notice, approvals=opinion("village", False))], {}),
        ([step("c", approvals=opinion("township", True))], {}),
        ([step("d", approvals=opinion("township", False))], {}),
        ([step("e", approvals=opinion("county", True))], {}),
    )
    underway = roster.entering
    assert numbers(underway.proposed) == ["H1"]
    assert numbers(underway.examined) == ["H3"]
    assert numbers(underway.decided) == ["H5"]


def test_monitored_is_by_the_state_else_by_the_dates(village):
    roster = village(
        ([], {"status": "在册监测"}),
        ([], {"status": "风险消除", "identified_on": "2024-05"}),
        ([], {"identified_on": "2024-05"}),
        ([], {"identified_on": "2024-05", "eliminated_on": "2025-05"}),
        ([], {}),
    )
    assert numbers(roster.monitored) == ["H1", "H3"]


def test_the_households_of_2014_are_seen_with_that_procedure(village):
    old = step("old", kind="poverty2014", closed=True)
    roster = village(([old, step("new")], {}), ([step("c")], {}))
    assert [one.procedure.number for one in roster.registered.households] == ["old"]


def test_work_and_posts_are_lines_of_their_member(village):
    roster = village(([], {}))
    assert [line.member.name for line in roster.people] == ["张三", "李四"]
    assert (roster.works, roster.posts) == ((), ())


def test_the_year_before_is_the_last_annual_income_but_one(village, raw_case):
    assert village(([], {})).households[0].earlier is None
    raw_case["incomes"] = [
        {"purpose": "annual", "start": f"{year - 1}-10-01", "end": f"{year}-09-30", "wage": str(year)}
        for year in (2025, 2023, 2024)
    ]
    assert village(([], {})).households[0].earlier.income.wage == 2024


def test_who_came_and_went_this_month_is_told_by_the_month(village):
    roster = village(
        ([], {"identified_on": "2026-07"}),
        ([], {"identified_on": "2025-07", "eliminated_on": "2026-07"}),
        ([], {"identified_on": "2025-07", "eliminated_on": "2026-05"}),
    )
    assert numbers(roster.entered) == ["H1"]
    assert numbers(roster.left) == ["H2"]
    assert numbers(roster.past) == ["H2", "H3"]
