"""The packs say what their plans say: every difference between the plans, figure by figure."""

import re
from datetime import date

import pytest

from docgen import load_policies, pack_folder
from docgen.case import Area
from docgen.demo import township
from docgen.policy import differing, policy_for, policy_named

PACKS = load_policies(pack_folder())
LATER = date(2026, 6, 30)


def of(name):
    return policy_named(name, LATER, PACKS)


STATED = [
    # what the plan says of income
    ("hunan", "income_line", 6500),
    ("hunan", "elimination_floor", 5000),
    ("suining", "income_line", 6000),
    ("yingkou", "income_line", 7260),
    ("yingkou", "income_line_keep", 6600),
    ("lingshou", "income_line", 6000),
    ("ankang", "income_line", 7245),
    ("ankang", "income_line_urban", 915),
    ("jingxi", "income_line", 2736),
    ("hunan", "income_concept", "net"),
    ("suining", "income_concept", "net"),
    ("yingkou", "income_concept", "reference"),
    ("lingshou", "income_concept", "disposable"),
    ("hunan", "income_denominator", "registered"),
    ("yingkou", "income_denominator", "population"),
    ("ankang", "income_denominator", "cohabiting"),
    ("hunan", "income_line_decides", False),
    ("hunan", "income_period", "past_year"),
    ("yingkou", "income_period_start", "05-01"),
    ("yingkou", "income_period_end", "04-30"),
    ("jingxi", "income_period", "calendar_year"),
    # of notices
    ("hunan", "notice_days", 7),
    ("hunan", "elimination_notice_days", 7),
    ("suining", "notice_days", 5),
    ("lingshou", "notice_days", 5),
    ("lingshou", "notice_days_township", 5),
    ("lingshou", "notice_levels", ("village", "township")),
    ("jingxi", "notice_days", 7),
    ("jingxi", "notice_days_township", 7),
    ("jingxi", "notice_levels", ("village", "township")),
    ("ankang", "notice_levels", ("township",)),
    ("ankang", "notice_standing", "县政府网站长期公示"),
    # of deadlines
    ("yingkou", "identify_days", 15),
    ("yingkou", "identify_unit", "calendar"),
    ("yingkou", "identify_from", "lead"),
    ("yingkou", "compare_days", 10),
    ("yingkou", "plan_days_after_entry", 10),
    ("lingshou", "identify_days", 20),
    ("lingshou", "identify_unit", "working"),
    ("lingshou", "identify_until", "county"),
    # of who decides
    ("hunan", "township_signer", "乡镇党政主要负责人"),
    ("hunan", "check_people", 2),
    ("suining", "announced_by", "市农村工作领导小组"),
    ("suining", "survey_items", "1至5项"),
    ("suining", "authorisation_form", "F02"),
    ("hunan", "authorisation_form", "F01"),
    ("lingshou", "application_form", "F10"),
    ("jingxi", "review_group", ("村民代表大会",)),
    ("yingkou", "parallel_after_notice", ("信息比对", "拟定帮扶计划")),
    ("yingkou", "green_channel", ("因病", "因灾", "因意外事故等突发性变故")),
    ("yingkou", "clearance_by", "县（市）区向省乡村振兴局申请，省审核把关后统一实施系统操作"),
    ("suining", "negative_override", "村（社区）民主评议"),
    ("lingshou", "negative_override", "村民代表会议评议，通过后予以公示，无异议的可按程序识别"),
    ("lingshou", "scale_percent", 5),
    ("hunan", "scale_percent", 0),
    ("jingxi", "scale_limited", True),
    # of monitoring
    ("hunan", "min_monitor_months", 3),
    ("yingkou", "min_monitor_months", 6),
    ("yingkou", "min_monitor_from", "measures"),
    ("lingshou", "min_monitor_months", 12),
    ("lingshou", "min_monitor_from", "stable_income"),
    ("hunan", "surveys_per_year", 2),
    ("hunan", "effect_review_months", 3),
    ("ankang", "surveys_per_year", 1),
    ("ankang", "compare_every_months", 1),
    ("suining", "visit_months_stable", 12),
    ("suining", "visit_months_eliminated", 6),
    ("suining", "visit_months_monitored", 1),
    ("suining", "ledger_every_months", 1),
    ("suining", "work_survey_months", 3),
    ("funan", "visit_months_monitored", 1),
    ("funan", "responsibility", "谁签字、谁负责"),
    ("lingshou", "income_register_months", 1),
    ("lingshou", "meeting_every_months", 3),
    ("yingkou", "survey_coverage", 100),
    ("yingkou", "spot_check_percent", 5),
    ("yingkou", "mass_risk_percent", 2),
    ("cn", "income_period_start", "10-01"),
    ("cn", "income_period_end", "09-30"),
    ("yingkou", "notice_levels", ("village",)),
    ("yingkou", "compare_exempt", ("已开展过信息比对的新纳入低保对象",)),
    ("jingxi", "income_period_start", "01-01"),
    ("jingxi", "income_period_end", "12-31"),
    ("funan", "deciding_office", "县级审核"),
    ("ankang", "dibao_line", 4830),
    ("cn", "income_growth_goal", 10),
    ("cn", "income_drop_households", 5),
]


@pytest.mark.parametrize(("pack", "figure", "value"), STATED)
def test_a_plan_says(pack, figure, value):
    policy = of(pack)
    assert (policy[figure], policy.mark(figure)) == (value, "")


#: Days of the year that a plan names, and what it wants reported how often.
DAYS = [
    ("yingkou", ["04-25", "04-26", "05-25", "05-27", "05-31", "06-05", "06-12"]),
    ("jingxi", ["08-25", "12", "01", "02", "06", "12"]),
    ("ankang", ["06", "12"]),
]
REPORTS = [("lingshou", 1, 20), ("ankang", 6, None), ("jingxi", 6, None)]


@pytest.mark.parametrize(("pack", "days"), DAYS)
def test_a_plan_names_its_days_of_the_year(pack, days):
    assert [one["on"] for one in of(pack)["yearly_dates"]] == days


@pytest.mark.parametrize(("pack", "months", "day"), REPORTS)
def test_a_plan_wants_its_reports_on_their_day(pack, months, day):
    (one,) = of(pack)["reports"]
    assert (one["every_months"], one.get("day")) == (months, day)


@pytest.mark.parametrize(
    ("pack", "looks"), [("ankang", [("红色", "sharp"), ("橙色", "between"), ("黄色", "watched")])]
)
def test_colours_are_told_by_what_the_plan_looks_at(pack, looks):
    assert [(one["colour"], *one["looks"]) for one in of(pack)["warning_colours"]] == looks


COUNTS = [
    ("suining", "negative_items", 7),
    ("lingshou", "negative_items", 6),
    ("hunan", "elimination_standards", 4),
    ("hunan", "elimination_vetoes", 4),
    ("hunan", "classes", 3),
    ("hunan", "risk_kinds", 8),
    ("yingkou", "focus_groups", 10),
    ("ankang", "warning_colours", 3),
    ("cn", "income_drop_causes", 10),
]


@pytest.mark.parametrize(("pack", "figure", "count"), COUNTS)
def test_a_plan_lists_so_many(pack, figure, count):
    assert (len(of(pack)[figure]), of(pack).mark(figure)) == (count, "")


UNSAID = [
    ("hunan", "negative_items"),
    ("hunan", "identify_days"),
    ("hunan", "visit_months_monitored"),
    ("suining", "identify_days"),
    ("suining", "min_monitor_months"),
    ("yingkou", "notice_days"),
    ("yingkou", "negative_items"),
    ("funan", "income_line"),
    ("funan", "notice_days"),
    ("funan", "min_monitor_months"),
    ("ankang", "notice_days"),
    ("ankang", "identify_days"),
    ("jingxi", "min_monitor_months"),
    ("lingshou", "elimination_notice_days"),
]


@pytest.mark.parametrize(("pack", "figure"), UNSAID)
def test_what_no_plan_says_is_the_default_and_marked_so(pack, figure):
    policy = of(pack)
    assert (policy[figure], policy.mark(figure)) == (of("cn")[figure], "缺省")


@pytest.mark.parametrize(
    ("code", "pack"),
    [
        ("130126100201", "lingshou"),
        ("341225100201", "funan"),
        ("210882100201", "yingkou"),
        ("430623100201", "cn"),
        ("510903100201", "cn"),
        ("610921100201", "cn"),
        ("451081100201", "cn"),
    ],
)
def test_a_pack_holds_of_itself_only_where_its_place_is_certain(code, pack):
    (case, *_) = township(2026, 1, 1, 1).cases
    there = case.model_copy(update={"area": Area(code=code, village="某村")})
    assert policy_for(there, LATER, PACKS).id == pack


@pytest.mark.parametrize("name", ["hunan", "suining", "yingkou", "lingshou", "funan", "ankang"])
def test_a_masked_year_is_marked_as_inferred(name):
    assert of(name).inferred


def test_the_year_of_jingxi_is_written_in_its_plan():
    assert (of("jingxi").year, of("jingxi").inferred) == (2014, False)


@pytest.mark.parametrize("policy", [one for one in PACKS if one.year], ids=lambda one: one.key)
def test_every_figure_of_a_plan_cites_its_line_and_words(policy):
    plan = policy.plan.partition("：")[0]
    cited = re.compile(rf"{plan} 行\d+((、|至)\d+)*“.+”")
    assert {name: text for name, text in policy.sources.items() if not cited.match(text)} == {}


def test_two_plans_differ_only_where_one_of_them_speaks():
    one, other = of("hunan"), of("lingshou")
    found = differing(one, other)
    assert {"income_line", "notice_levels", "min_monitor_months"} <= set(found)
    assert "check_people" not in found
    assert all(name in one.own | other.own for name in found)


def test_attachment_numbers_belong_to_the_plan():
    assert of("hunan")["attachments"]["F80"] == of("yingkou")["attachments"]["F32"] == "附件4"
