"""Which policy holds where, and what it leaves to the policies around it."""

from dataclasses import replace
from datetime import date

import pytest

from docgen import Application, Policy, PolicyError, Proceeding
from docgen.demo import township
from docgen.policy import first_day, policy_for, policy_named

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


def test_a_policy_of_an_earlier_year_is_carried_over():
    policy = policy_for(CASE, DAY, ALL)
    assert (policy.carried_over(2024), policy.carried_over(2026)) == (False, True)
    assert not NATION.carried_over(2026)


def test_a_procedure_keeps_the_policy_of_its_first_day():
    today = policy_for(CASE, date(2028, 1, 1), ALL)
    assert (today.key, today.on(DAY).key, today.on(date(2029, 1, 1)).key) == ("qy@2027", "qy@2024", "qy@2027")


def test_a_day_before_the_first_policy_is_a_fault_that_names_it():
    with pytest.raises(PolicyError) as caught:
        policy_for(CASE, date(2020, 1, 1), ALL)
    assert (caught.value.code, dict(caught.value.fields)["first"]) == ("POLICY-105", "qy@2024")


def test_a_policy_named_before_its_first_year_is_a_fault():
    with pytest.raises(PolicyError) as caught:
        policy_named("qy", date(2020, 1, 1), ALL)
    assert caught.value.code == "POLICY-105"


def test_a_policy_named_by_its_key_holds_on_every_day():
    policy = policy_named("qy@2024", DAY, ALL)
    assert policy.on(date(2019, 1, 1)).key == policy.on(date(2028, 1, 1)).key == "qy@2024"


def test_where_a_wider_policy_held_before_the_county_had_its_own_that_one_holds():
    known = (NATION, replace(PROVINCE, year=2020), COUNTY)
    assert policy_for(CASE, date(2021, 1, 1), known).key == "gz@2020"
    with pytest.raises(PolicyError):
        policy_for(CASE, date(2019, 1, 1), known)


def test_a_policy_that_holds_where_named_holds_nowhere_else():
    somewhere = Policy("xx", "某县", "52", 2024, {"income_line": 9000}, named=True)
    assert policy_for(CASE, DAY, (NATION, somewhere)).key == "cn@0"
    assert policy_named("xx", DAY, (NATION, PROVINCE, somewhere)).figures == {
        "income_line": 9000,
        "notice_days": 5,
    }


def test_a_later_year_inherits_only_from_what_it_extends():
    older = replace(COUNTY, figures={"notice_days": 7, "check_people": 3})
    alone = replace(COUNTY, year=2025, figures={"notice_days": 10})
    assert "check_people" not in policy_for(CASE, DAY, (older, alone)).figures
    assert policy_for(CASE, DAY, (older, replace(alone, extends="qy")))["check_people"] == 3


def test_a_figure_tells_where_it_stands():
    policy = policy_for(CASE, DAY, ALL)
    nation = replace(NATION, figures={**NATION.figures, "check_people": 2})
    assert (policy.mark("notice_days"), policy.mark("income_line")) == ("", "上级")
    assert policy_for(CASE, DAY, (nation, COUNTY)).mark("check_people") == "缺省"


def test_the_day_of_a_procedure_is_that_of_its_application():
    one = Proceeding(number="1", kind="identification", lead_on=date(2024, 12, 30))
    signed = one.model_copy(update={"application": Application(signed_on=date(2025, 1, 2))})
    bare = Proceeding(number="1", kind="identification")
    assert [first_day(each, DAY) for each in (signed, one, bare)] == [
        date(2025, 1, 2),
        date(2024, 12, 30),
        DAY,
    ]


def test_a_procedure_before_the_first_policy_is_seen_under_the_present_one():
    early = Proceeding(number="1", kind="identification", lead_on=date(2019, 1, 1))
    policy = policy_for(CASE, DAY, ALL)
    assert policy.during(early, DAY) is policy
