"""The sample township: the same every time, sound but for what is seeded, and full of variety."""

from collections import Counter
from datetime import date

import pytest

from docgen import LISTS, load_policies, load_procedures, pack_folder
from docgen.check import check_case, check_roster, roster_keys
from docgen.demo import township
from docgen.demo.faults import FAULTS
from docgen.plugins.checks import register_checks

CHECKS = register_checks()
PROCEDURES = load_procedures(pack_folder())
NATIONAL = next(one for one in load_policies(pack_folder()) if one.id == "cn")
DECK = township(2026, 3, 60, 1)


def accused(made, day):
    own = {
        (one.household, one.code)
        for case in made.cases
        for one in check_case(case, NATIONAL, day, CHECKS, PROCEDURES)
    }
    keys = (key for case in made.cases for key in roster_keys(case, b"key"))
    return own | {(one.household, one.code) for one in check_roster(keys, CHECKS)}


@pytest.mark.parametrize("seed", [1, 2, 3, 77])
def test_only_the_seeded_households_are_accused_and_of_that_fault_only(seed):
    made = township(2026, 3, 60, seed)
    seeded = {(one.household, one.code) for one in made.seeded}
    assert len(seeded) == 3
    assert accused(made, made.as_of) == seeded


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 6, 29)])
def test_the_sample_stays_sound_for_a_year(day):
    assert accused(DECK, day) == {(one.household, one.code) for one in DECK.seeded}


def test_a_large_township_has_every_kind_of_fault_and_no_other():
    made = township(2025, 5, 300, 4)
    assert accused(made, made.as_of) == {(one.household, one.code) for one in made.seeded}
    assert {one.code for one in made.seeded} == {code for code, _, _ in FAULTS}
    assert len(made.seeded) == 15


def test_the_same_arguments_give_the_same_township():
    assert township(2026, 3, 60, 1) == DECK
    assert township(2026, 3, 60, 2) != DECK


def test_every_risk_every_stage_and_every_procedure_is_there():
    risks = Counter(risk.kind for case in DECK.cases for risk in case.risks)
    assert set(risks) == set(LISTS["risk"].labels)
    kinds = {one.kind for case in DECK.cases for one in case.procedures}
    assert kinds == {option.code for option in LISTS["procedure_kind"].options}
    for kind, stages in (("identification", 9), ("elimination", 7)):
        reached = {
            (
                one.application.signed_on is not None,
                one.check.on is not None,
                one.review.on is not None,
                bool(one.notices),
                len(one.approvals),
                one.comparison.on is not None,
                one.announced_on is not None,
                one.entered_on is not None,
            )
            for case in DECK.cases
            for one in case.procedures
            if one.kind == kind
        }
        assert len(reached) >= stages, kind
    assert {"脱贫不稳定户", "边缘易致贫户", "突发严重困难户"} <= {
        case.household.monitor_class for case in DECK.cases
    }


def test_households_are_of_every_size_and_villages_alike():
    sizes = {case.household.population for case in DECK.cases}
    assert min(sizes) == 1
    assert max(sizes) == 12
    assert set(Counter(case.area.code for case in DECK.cases).values()) == {20}
    assert [case.number for case in DECK.cases] == sorted({case.number for case in DECK.cases})


def test_names_hold_rare_characters_and_dots():
    names = "".join(
        member.name for case in township(2026, 3, 200, 1).cases for member in case.household.members
    )
    assert set("玥喆堃昇䶮𠮷·") <= set(names)


def test_numbers_are_true_by_themselves_and_nobodys():
    bad = {one.household for one in DECK.seeded if one.code == "ID-103"}
    for case in DECK.cases:
        for member in case.household.members:
            assert member.id_no.startswith("529926")
            assert member.id_no.is_valid or case.number in bad


def test_contacts_keep_their_history():
    former = [contact for case in DECK.cases for contact in case.contacts if contact.end]
    assert former
    assert all(contact.role == "helper" for contact in former)


def test_a_tiny_township_has_no_fault():
    made = township(2026, 1, 1, 1)
    assert len(made.cases) == 1
    assert made.seeded == ()
