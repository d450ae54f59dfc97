"""The case: what is computed is computed from what is there now, and what is posted in public tells nothing."""

from docgen.case import redacted
from docgen.demo import township

CASE = township(2026, 1, 3, 1).cases[0]


def test_the_head_of_a_changed_household_is_the_head_it_has_now():
    assert CASE.household.head is CASE.household.members[0]
    nobody = CASE.household.model_copy(update={"members": CASE.household.members[1:]})
    assert nobody.head is None


def test_a_case_looked_at_before_is_redacted_like_any_other():
    assert CASE.household.head is not None
    head = redacted(CASE).household.head
    assert head is not None
    assert (head.name, head.id_no, head.phone) == (CASE.household.members[0].name, "", "")
