"""Where a household stands: the step taken, the next ones, the last day, and what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from docgen import (
    Application,
    Approval,
    Comparison,
    Measure,
    Notice,
    OnSiteCheck,
    PolicyError,
    Proceeding,
    Review,
    Risk,
    load_policies,
    load_procedures,
    pack_folder,
)
from docgen.calendar_cn import Calendar
from docgen.plugins.filters import register_filters
from docgen.procedure import Need, procedure_for
from docgen.standing import Progress

PACK = {one.id: one for one in load_procedures(pack_folder())}
CN = next(one for one in load_policies(pack_folder()) if one.id == "cn")
NOTICE = Notice(level="village", start=date(2026, 3, 11), end=date(2026, 3, 17), objection=False)
FULL = Proceeding(
    number="1",
    kind="identification",
    lead_on=date(2026, 3, 2),
    application=Application(signed_on=date(2026, 3, 3)),
    check=OnSiteCheck(on=date(2026, 3, 6), people=("王五", "赵六")),
    review=Review(on=date(2026, 3, 10), present=12, agree=11, oppose=0, abstain=1),
    notices=(NOTICE,),
    reported_on=date(2026, 3, 18),
    approvals=(Approval(level="township", on=date(2026, 3, 23), passed=True),),
)


def standing(case, day, *, policy="cn", number=None, figures=None, calendar=None, **changed):
    """Return how a case with one proceeding stands under a county's policy."""
    proceeding = FULL.model_copy(update=changed)
    case = case.model_copy(update={"procedures": (proceeding,)})
    named = replace(CN, id=policy, figures={**CN.figures, **(figures or {})})
    progress = Progress(PACK.values(), register_filters(), calendar or Calendar())
    (found,) = progress.standings(case, named, date.fromisoformat(day))
    return found


def titles(found):
    return [step.id for step in found.next_steps]


@pytest.mark.parametrize(
    ("day", "step", "after"),
    [
        ("2026-03-02", "lead", "application"),
        ("2026-03-03", "application", "check"),
        ("2026-03-06", "check", "review"),
        ("2026-03-10", "review", "village_notice"),
        ("2026-03-17", "review", "village_notice"),
        ("2026-03-18", "report", "township"),
        ("2026-03-23", "township", "comparison"),
    ],
)
def test_the_next_step_follows_the_last_one_taken(case, day, step, after):
    found = standing(case, day)
    assert (found.step.id, titles(found)) == (step, [after])


def test_the_next_papers_and_who_signs_them_are_told(case):
    found = standing(case, "2026-03-18")
    assert [paper.key for paper in found.next_papers] == ["F03", "F07"]
    assert found.signers == ("乡镇党政主要负责人",)
    assert found.since == date(2026, 3, 18)


def test_a_notice_hangs_until_its_last_day_is_over(case):
    found = standing(case, "2026-03-17")
    assert found.posted_until.on == date(2026, 3, 17)
    assert standing(case, "2026-03-18").posted_until is None


def test_a_notice_without_a_last_day_hangs_as_long_as_the_policy_says(case):
    notice = NOTICE.model_copy(update={"end": None})
    running = standing(case, "2026-03-12", notices=(notice,), reported_on=None, approvals=())
    assert running.posted_until.on == date(2026, 3, 15)
    late = standing(
        case,
        "2026-03-12",
        notices=(notice,),
        figures={"notice_days": 7, "notice_counts_first_day": False},
    )
    assert late.posted_until.on == date(2026, 3, 18)
    assert titles(standing(case, "2026-03-16", notices=(notice,), reported_on=None, approvals=())) == [
        "report"
    ]


def test_days_left_are_counted_and_a_missed_day_is_overdue(case):
    open_still = standing(case, "2026-03-24")
    assert (open_still.due.step.id, open_still.due.on, open_still.days_left) == (
        "county",
        date(2026, 4, 7),
        14,
    )
    assert not open_still.overdue
    late = standing(case, "2026-04-08")
    assert (late.days_left, late.overdue) == (-1, True)


def test_lingshou_counts_twenty_working_days_from_the_lead_over_the_holidays(case):
    figures = {"identify_days": 20, "identify_unit": "working"}
    found = standing(
        case,
        "2025-09-28",
        policy="lingshou",
        figures=figures,
        lead_on=date(2025, 9, 26),
        application=Application(signed_on=date(2025, 9, 27)),
        check=OnSiteCheck(),
        review=Review(),
        notices=(),
        reported_on=None,
        approvals=(),
    )
    assert found.due.on == date(2025, 10, 30)  # 28 September is worked, 1 to 8 October are off
    assert titles(found) == ["review"]
    assert not found.provisional


def test_a_day_beyond_the_published_holidays_is_provisional(case):
    found = standing(
        case,
        "2026-12-28",
        policy="lingshou",
        figures={"identify_days": 20, "identify_unit": "working"},
        lead_on=date(2026, 12, 25),
    )
    assert found.due.provisional == found.provisional == (not Calendar().is_known(date(2027, 1, 22)))
    settled = Calendar(years=frozenset({2027}))
    again = standing(
        case,
        "2026-12-28",
        policy="lingshou",
        figures={"identify_days": 20, "identify_unit": "working"},
        lead_on=date(2026, 12, 25),
        calendar=settled,
    )
    assert not again.provisional


def test_over_a_weekend_a_term_in_working_days_is_overdue_at_once(case):
    figures = {"identify_days": 3, "identify_unit": "working"}
    assert standing(case, "2026-03-07", figures=figures).days_left == -1  # a Saturday; due the day before


def test_yingkou_reports_compares_and_plans_side_by_side_after_the_notice(case):
    found = standing(
        case, "2026-03-18", policy="yingkou", reported_on=None, approvals=(), figures={"identify_days": 15}
    )
    assert titles(found) == ["comparison", "plan", "report"]
    assert found.due.on == date(2026, 3, 17)  # fifteen days from the lead
    assert found.overdue
    compared = standing(
        case,
        "2026-03-18",
        policy="yingkou",
        reported_on=None,
        approvals=(),
        comparison=Comparison(on=date(2026, 3, 18)),
    )
    assert titles(compared) == ["plan", "report"]


def test_the_green_channel_is_told_for_illness_only(case):
    ill = case.model_copy(update={"risks": (Risk(kind="因病"),)})
    idle = case.model_copy(update={"risks": (Risk(kind="因学"),)})
    assert "先落实帮扶" in standing(ill, "2026-03-18", policy="yingkou").green
    assert standing(idle, "2026-03-18", policy="yingkou").green == ""
    assert standing(ill, "2026-03-18").green == ""


def test_suining_waits_for_the_announcement_after_the_comparison(case):
    found = standing(case, "2026-03-30", policy="suining", comparison=Comparison(on=date(2026, 3, 30)))
    assert titles(found) == ["announcement"]
    assert found.signers == ("市农村工作领导小组",)


def test_what_does_not_hold_is_missing(case):
    one = OnSiteCheck(on=date(2026, 3, 6), people=("王五",))
    assert standing(case, "2026-03-07", check=one).missing == ("入户核实人数不够规定人数",)
    objected = NOTICE.model_copy(update={"objection": True})
    assert (
        "异议" in standing(case, "2026-03-18", notices=(objected,), reported_on=None, approvals=()).missing[0]
    )
    unsigned = standing(case, "2026-03-24", application=Application())
    assert "农户还没签授权，不能查询财产信息" in unsigned.missing


def test_a_step_left_out_is_told_and_not_asked_for_again(case):
    found = standing(case, "2026-03-24", check=OnSiteCheck())
    assert [step.id for step in found.skipped] == ["check"]
    assert titles(found) == ["comparison"]


def test_nothing_is_next_once_a_level_has_refused(case):
    refusal = Approval(level="township", on=date(2026, 3, 23), passed=False)
    found = standing(case, "2026-03-24", approvals=(refusal,))
    assert (found.refused, found.next_steps, found.due) == ("township", (), None)


def test_a_day_before_the_first_step_is_told(case):
    found = standing(case, "2026-02-01")
    assert found.early
    assert found.step is None
    assert not standing(case, "2026-03-02").early


def test_an_elimination_waits_until_the_household_was_watched_long_enough(case):
    home = case.household.model_copy(update={"identified_on": "2026-01"})
    watched = case.model_copy(update={"household": home, "measures": (Measure(category="健康帮扶"),)})
    bare = {"kind": "elimination", "lead_on": None, "application": Application(), "check": OnSiteCheck()}
    bare |= {"review": Review(), "notices": (), "reported_on": None, "approvals": ()}
    found = standing(watched, "2026-03-24", **bare)
    assert found.not_before == date(2026, 7, 1)
    assert standing(watched, "2026-07-01", **bare).not_before is None
    assert standing(watched, "2026-03-24", figures={"min_monitor_months": 2}, **bare).not_before is None
    assert found.missing == ()
    assert standing(case, "2026-07-01", **bare).missing == ("没有登记帮扶措施",)


def test_a_figure_that_nobody_states_is_a_fault_that_names_the_step(case):
    figures = dict(CN.figures)
    del figures["identify_days"]
    progress = Progress(PACK.values(), register_filters(), Calendar())
    with pytest.raises(PolicyError, match="identify_days") as raised:
        progress.standing(
            case, FULL, PACK["cn.identification"], replace(CN, figures=figures), date(2026, 3, 24)
        )
    assert raised.value.code == "PROC-103"


def test_a_misspelt_condition_is_told_before_the_first_case():
    national = PACK["cn.identification"]
    step = replace(national.step("review"), needs=(Need("check.poeple | count", "—"),))
    with pytest.raises(PolicyError, match="是不是想写 people"):
        Progress([replace(national, steps=(step,))], register_filters(), Calendar())


def test_a_kind_without_a_procedure_still_has_its_standing(case):
    found = Progress((), register_filters(), Calendar()).standings(
        case.model_copy(update={"procedures": (FULL,)}), CN, date(2026, 3, 24)
    )
    assert [(one.procedure, one.next_step) for one in found] == [(None, None)]
    assert procedure_for("identification", case, CN, ()) is None
