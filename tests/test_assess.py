"""What speaks for and against: reasons with their sources, and never a decision."""

from datetime import date
from decimal import Decimal

import pytest

from docgen import Case, PolicyError, load_policies, pack_folder
from docgen.assess import assess
from docgen.policy import policy_named

PACKS = load_policies(pack_folder())
DAY = date(2026, 6, 30)
HOUSEHOLD = {
    "number": "X1",
    "area": {"code": "520199001201", "village": "某村"},
    "household": {
        "kind": "一般农户",
        "identified_on": "2026-04",
        "no_labour": False,
        "members": [
            {"name": "赵一", "relation": "户主", "labour": "普通劳动力"},
            {"name": "赵二", "labour": "无劳动力"},
        ],
    },
    "risks": [{"kind": "因病"}],
}


def income(purpose, per_person, end, own_pay=None):
    rows = dict.fromkeys(("wage", "farm", "assets", "farm_cost"), Decimal(0))
    return {"purpose": purpose, "end": end, "transfer": Decimal(per_person) * 2, "own_pay": own_pay} | rows


def reasons(pack, day=DAY, **changes):
    case = Case.model_validate(HOUSEHOLD | changes)
    return assess(case, policy_named(pack, day, PACKS), day)


def verdict(found, topic, item, code=None):
    (one,) = [one for one in found if (one.topic, one.item) == (topic, item) and code in (None, one.code)]
    return one.verdict


def test_a_class_fits_by_kind_income_and_risk():
    found = reasons("hunan", incomes=[income("identification", 6000, "2026-03-31")])
    assert verdict(found, "class", "边缘易致贫户", "ASSESS-100") == "符合"
    assert verdict(found, "class", "脱贫不稳定户", "ASSESS-100") == "不符合"
    assert verdict(found, "class", "脱贫不稳定户", "ASSESS-101") == "不符合"


def test_an_income_above_the_line_is_a_reminder_and_decides_nothing():
    found = reasons("hunan", incomes=[income("identification", 7000, "2026-03-31")])
    assert verdict(found, "class", "边缘易致贫户", "ASSESS-102") == "不符合"
    assert verdict(found, "class", "边缘易致贫户", "ASSESS-100") == "待核"
    assert verdict(found, "class", "突发严重困难户", "ASSESS-100") == "符合"


def test_the_same_household_stands_otherwise_under_another_county():
    incomes = [income("identification", 7000, "2026-03-31")]
    assert verdict(reasons("yingkou", incomes=incomes), "class", "边缘易致贫户", "ASSESS-102") == "符合"
    paid = [income("identification", 7400, "2026-03-31", own_pay=1000)]
    assert verdict(reasons("yingkou", incomes=paid), "class", "边缘易致贫户", "ASSESS-102") == "符合"
    assert verdict(reasons("hunan", incomes=paid), "class", "边缘易致贫户", "ASSESS-102") == "不符合"


def test_without_an_income_a_class_is_left_open():
    assert verdict(reasons("hunan"), "class", "边缘易致贫户", "ASSESS-100") == "待核"


def test_a_class_of_another_plan_is_told():
    household = HOUSEHOLD["household"] | {"monitor_class": "边缘易致贫户"}
    found = reasons("funan", household=household)
    assert verdict(found, "class", "边缘易致贫户", "ASSESS-104") == "待核"


def compared(**found):
    return [{"number": "P1", "kind": "identification", "comparison": found}]


def test_a_negative_item_is_hit_by_the_comparison():
    found = reasons("suining", procedures=compared(vehicle=True, payroll=False, company=False))
    assert verdict(found, "negative", "2") == "触及"
    assert verdict(found, "negative", "1") == "待核"
    override = [one for one in found if one.code == "ASSESS-204"]
    assert "村（社区）民主评议" in override[0].sentence


def test_a_negative_item_is_hit_by_a_fact_and_missed_by_a_denial():
    found = reasons("lingshou", facts={"村书记主任": "是", "高费就学留学": "否"})
    assert (verdict(found, "negative", "2"), verdict(found, "negative", "6")) == ("触及", "未触及")


def test_where_the_plan_lists_no_negative_items_the_default_says_so():
    found = reasons("hunan", procedures=compared(housing=True))
    sources = {one.source for one in found if one.topic == "negative" and one.code == "ASSESS-201"}
    assert [source.endswith("（缺省）") for source in sources] == [True]


def leaving(per_person, own_pay=0, **more):
    incomes = [
        income("identification", 5500, "2026-03-31"),
        income("elimination", per_person, "2026-06-01", own_pay),
    ]
    sound = dict.fromkeys(("unsafe_housing", "dropout", "unsafe_water", "uninsured"), False)
    guarantees = [{"moment": "elimination"} | sound]
    measures = [{"category": "健康帮扶", "done_on": "2026-04-20", "state": "已落实"}]
    return {"incomes": incomes, "guarantees": guarantees, "measures": measures} | more


def test_the_four_standards_are_met():
    found = reasons("hunan", **leaving(8000))
    assert [one.verdict for one in found if one.topic == "standard"] == ["达标"] * 4


def test_a_standard_with_a_problem_is_not_met():
    state = {"moment": "elimination", "unsafe_housing": True}
    found = reasons("hunan", **leaving(8000, guarantees=[state]))
    assert verdict(found, "standard", "2") == "未达标"


def test_what_the_office_registered_answers_what_the_file_leaves_open():
    judged = [{"number": "P2", "kind": "elimination", "standards": [{"code": "4", "met": True}]}]
    assert verdict(reasons("hunan", **leaving(8000, own_pay=900)), "standard", "4") == "待核"
    assert (
        verdict(reasons("hunan", **leaving(8000, own_pay=900, procedures=judged)), "standard", "4") == "达标"
    )


@pytest.mark.parametrize(
    ("pack", "item", "changes", "told"),
    [
        ("hunan", "1", {"household": HOUSEHOLD["household"] | {"no_labour": True}}, "触及"),
        ("hunan", "2", leaving(4999), "触及"),
        ("hunan", "2", leaving(5000), "未触及"),
        ("hunan", "3", leaving(5400), "触及"),
        ("hunan", "4", leaving(8000, own_pay=0), "未触及"),
        ("yingkou", "1", leaving(6600), "触及"),
        ("yingkou", "1", leaving(6601), "未触及"),
        ("yingkou", "3", leaving(8000), "触及"),
        ("cn", "3", leaving(8000), "触及"),
    ],
)
def test_a_veto(pack, item, changes, told):
    assert verdict(reasons(pack, **changes), "veto", item) == told


def test_nobody_asks_a_household_that_is_not_monitored_how_its_risk_ended():
    household = {"members": [{"name": "赵一", "relation": "户主"}]}
    assert {one.topic for one in reasons("hunan", household=household)} == {"class", "negative"}


def test_every_reason_cites_its_source():
    for pack in PACKS:
        assert [one for one in reasons(pack.id, **leaving(8000)) if not one.source] == []


def test_a_procedure_is_seen_under_the_policy_of_its_first_day():
    early = [{"number": "P1", "kind": "identification", "application": {"signed_on": "2019-05-01"}}]
    with pytest.raises(PolicyError):
        reasons("hunan", procedures=early)
    assert reasons("hunan@2021", procedures=early)
