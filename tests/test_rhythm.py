"""What is due again and again comes from the pack, with its days; reminders cite the plan and decide nothing."""

from datetime import date

import pytest

from docgen import Case, load_policies, pack_folder
from docgen.assess import assess
from docgen.policy import policy_named
from docgen.rhythm import Round, duties, fallen, reminders
from docgen.village import Village

PACKS = load_policies(pack_folder())
DAY = date(2026, 6, 30)


def pack(name):
    return policy_named(name, DAY, PACKS)


def home(raw_case, **household):
    raw_case["household"] |= {"status": "在册监测", "identified_on": "2025-11"} | household
    raw_case["visits"] = []
    return raw_case


def seen(raw, name="suining", day=DAY, village=None):
    return Round((Case.model_validate(raw),), pack(name), day, village)


def due(raw, what, name="suining", day=DAY):
    return next(one for one in duties(seen(raw, name, day)) if one.what.startswith(what))


def year(ended, wage, **more):
    rows = {"wage": wage, "farm": "0", "assets": "0", "transfer": "0", "farm_cost": "0"}
    return {"purpose": "annual", "start": f"{ended - 1}-10-01", "end": f"{ended}-09-30", **rows, **more}


@pytest.mark.parametrize(
    ("household", "expected"),
    [
        ({}, date(2026, 6, 20)),
        ({"status": "风险消除", "eliminated_on": "2026-03"}, date(2026, 11, 20)),
        ({"status": "", "identified_on": "", "monitor_class": "", "kind": "一般脱贫户"}, date(2027, 5, 20)),
    ],
    ids=["monthly while monitored", "half-yearly after", "yearly for others"],
)
def test_a_visit_is_due_by_what_the_household_is(raw_case, household, expected):
    raw = home(raw_case, **household)
    raw["visits"] = [{"on": "2026-05-20"}, {"on": "2026-04-01"}]
    one = due(raw, "走访")
    assert (one.last, one.due) == (date(2026, 5, 20), expected)
    assert "篇八 行3" in one.source


def test_days_left_turn_into_days_overdue(raw_case):
    raw = home(raw_case) | {"visits": [{"on": "2026-05-20"}]}
    assert due(raw, "走访", day=date(2026, 6, 18)).time_left == "还有2天"
    assert due(raw, "走访", day=date(2026, 6, 20)).time_left == "今天到期"
    late = due(raw, "走访", day=date(2026, 6, 23))
    assert (late.time_left, late.is_overdue) == ("超期3天", True)


def test_who_was_never_visited_is_due_from_the_month_of_identification(raw_case):
    assert due(home(raw_case), "走访").due == date(2025, 12, 1)


def test_a_stable_household_nobody_ever_visited_has_no_record(raw_case):
    one = due(home(raw_case, status="", identified_on="", monitor_class="", kind="一般脱贫户"), "走访")
    assert (one.due, one.time_left, one.is_overdue) == (None, "没有记录", True)


def test_a_visit_of_tomorrow_is_none_yet(raw_case):
    raw = home(raw_case) | {"visits": [{"on": "2026-07-01"}]}
    assert due(raw, "走访").last is None


def test_incomes_are_registered_monthly_where_the_plan_says_so(raw_case):
    raw = home(raw_case)
    raw["incomes"] = [{"purpose": "month", "start": "2026-04-01", "end": "2026-04-30"}]
    assert due(raw, "收入登记", "lingshou").due == date(2026, 5, 30)
    assert not [one for one in duties(seen(raw)) if one.what == "收入登记"]


def test_a_survey_tells_how_many_households_were_visited(raw_case):
    raw = home(raw_case)
    one = due(raw, "集中排查", "hunan", date(2026, 5, 8))
    assert (one.due, one.told) == (date(2026, 6, 30), "本期已入户0户，共1户")
    raw["visits"] = [{"on": "2026-02-03"}]
    assert due(raw, "集中排查", "hunan", date(2026, 5, 8)).told == ""
    assert due(raw, "集中排查", "ankang", date(2026, 5, 8)).due == date(2026, 12, 31)


def test_quarters_months_and_reports_end_on_their_last_days(raw_case):
    raw, day = home(raw_case), date(2026, 5, 21)
    assert due(raw, "帮扶效果评估", "hunan", day).due == date(2026, 6, 30)
    assert due(raw, "部门数据比对", "ankang", day).due == date(2026, 5, 31)
    assert due(raw, "报送工作落实情况", "ankang", day).due == date(2026, 6, 30)
    assert due(raw, "报送防贫监测月报", "lingshou", day).due == date(2026, 6, 20)
    assert due(raw, "报送防贫监测月报", "lingshou", date(2026, 5, 20)).due == date(2026, 5, 20)


def test_days_of_a_campaign_come_again_next_year(raw_case):
    raw = home(raw_case)
    assert due(raw, "现场排查完成", "yingkou", date(2026, 5, 27)).due == date(2026, 5, 27)
    assert due(raw, "现场排查完成", "yingkou", date(2026, 5, 28)).due == date(2027, 5, 27)
    assert due(raw, "脱贫管理", "jingxi").due == date(2026, 12, 31)


def test_what_the_plan_does_not_say_is_marked_as_default(raw_case):
    assert due(home(raw_case), "走访", "hunan").source.endswith("（缺省）")


@pytest.mark.parametrize(
    ("now", "what"), [("9000", "减收"), ("10000", "增收不足"), ("10999", "增收不足"), ("11000", "")]
)
def test_an_income_is_held_against_last_year_and_the_goal_of_ten_percent(raw_case, now, what):
    raw = home(raw_case)
    raw["incomes"] = [year(2024, "10000"), year(2025, now, drop_causes=["务工就业"])]
    found = [one for one in reminders(seen(raw)) if one.number]
    assert [one.what for one in found] == ([what] if what else [])


def test_a_fall_names_its_causes_and_its_passage(raw_case):
    raw = home(raw_case)
    raw["incomes"] = [year(2024, "10000"), year(2025, "8000", drop_causes=["务工就业", "自然灾害"])]
    (one,) = reminders(seen(raw))
    assert "少 2000.00 元（20.0%）" in one.text
    assert "务工就业、自然灾害" in one.text
    assert one.source.startswith("篇一 行7至16")


def test_five_households_that_fell_count_for_the_yearly_review(raw_case):
    raw = home(raw_case)
    raw["incomes"] = [year(2024, "10000"), year(2025, "8000")]
    one = reminders(seen(raw))
    assert fallen(one * 4, pack("cn")) == ()
    (told,) = fallen(one * 5, pack("cn"))
    assert "行36" in told.source


@pytest.mark.parametrize(
    ("rural", "delisted", "says"),
    [(99, True, "出列村未消除风险 2 人"), (99, None, "是否出列村没有登记"), (99, False, ""), (100, True, "")],
)
def test_more_than_two_percent_at_risk_in_a_delisted_village_is_told(raw_case, rural, delisted, says):
    village = Village("520199001201", rural_persons=rural, delisted=delisted)
    found = reminders(seen(home(raw_case), "yingkou", village=village))
    mass = [one for one in found if one.what == "规模性返贫风险"]
    assert [says in one.text for one in mass] == ([True] if says else [])
    assert all(one.source.startswith("篇二 行44") for one in mass)


def colours(raw):
    reasons = assess(Case.model_validate(raw), pack("ankang"), DAY)
    return {one.item: one.answer for one in reasons if one.topic == "warning"}


def test_red_orange_and_yellow_are_told_by_their_reasons(raw_case):
    raw = home(raw_case)
    for member in raw["household"]["members"]:
        member |= {"dibao": False, "tekun": False}
    many = len(raw["household"]["members"])
    raw["incomes"] = [year(2024, str(9000 * many)), year(2025, str(6000 * many))]
    assert colours(raw) == {"红色": True, "橙色": True, "黄色": True}
    raw["incomes"] = [year(2024, str(9000 * many)), year(2025, str(8900 * many))]
    raw["household"]["monitor_class"] = ""
    assert colours(raw) == {"红色": False, "橙色": False, "黄色": False}
    raw["incomes"] = raw["incomes"][:1]
    assert colours(raw)["红色"] is None


def test_who_is_in_social_security_has_no_colour_and_no_other_plan_has_any(raw_case):
    raw = home(raw_case)
    raw["household"]["members"][0]["dibao"] = True
    assert colours(raw) == {}
    reasons = assess(Case.model_validate(raw), pack("cn"), DAY)
    assert not [one for one in reasons if one.topic == "warning"]
