"""Which policy holds where, and what it leaves to the policies around it."""

from datetime import date

import pytest

from docgen import Policy, PolicyError
from docgen.demo import township
from docgen.policy import policy_for, policy_named

CASE = township(2026, 1, 1, 1).cases[0]
DAY = date(2026, 6, 30)
NATION = Policy("cn", "全国", "", 0, {"income_line": 6000, "notice_days": 5}, {"notice_days": "各地方案"})
PROVINCE = Policy("gz", "省", "52", 2025, {"income_line": 7300}, {"income_line": "省定"})
COUNTY = Policy("qy", "县", "529926", 2024, {"notice_days": 7})
LATER = Policy("qy", "县", "529926", 2027, {"notice_days": 10})
ALL = (LATER, COUNTY, NATION, PROVINCE)


def test_a_county_states_only_what_differs():
    policy = policy_for(CASE, DAY, ALL)
    assert policy.key == "qy@2024"
    assert policy.figures == {"income_line": 7300, "notice_days": 7}
    assert policy.sources == {"notice_days": "各地方案", "income_line": "省定"}


def test_a_policy_of_a_later_year_does_not_hold_yet():
    assert policy_for(CASE, date(2027, 1, 1), ALL)["notice_days"] == 10


def test_a_policy_named_leans_on_those_around_its_own_area():
    policy = policy_named("gz", DAY, ALL)
    assert policy.figures == {"income_line": 7300, "notice_days": 5}


def test_a_policy_is_named_by_its_key_as_well():
    assert policy_named("qy@2024", DAY, ALL).year == 2024


def test_a_policy_that_is_not_there_is_a_fault_that_names_the_others():
    with pytest.raises(PolicyError) as caught:
        policy_named("nowhere", DAY, ALL)
    assert "cn@0" in str(caught.value)


def test_where_no_policy_holds_is_a_fault():
    with pytest.raises(PolicyError) as caught:
        policy_for(CASE, DAY, (Policy("x", "别处", "45", 0),))
    assert caught.value.code == "POLICY-101"
