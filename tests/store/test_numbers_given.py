"""Numbers that a merge gives out through the store."""

from collections.abc import Callable
from datetime import datetime

from docgen.case import Case
from docgen.intake import Entry, Origin, Reading
from docgen.merge import merge
from docgen.store import CaseStore
from docgen.workspace import Workspace


def entry(case: Case, row: int, *, number: str = "") -> Entry:
    content = case.model_dump(mode="json", exclude_defaults=True)
    content.pop("number")
    head = case.household.members[0]
    keys = {"head_id": str(head.id_no), "village": case.area.code} | ({"number": number} if number else {})
    return Entry(Origin("花名册.xlsx", "户", row), keys, content | ({"number": number} if number else {}))


def test_a_number_that_a_roster_brings_is_given_to_nobody_else(
    workspace: Workspace, case: Callable[..., Case], at: datetime
) -> None:
    reading = Reading((entry(case("7"), 1), entry(case("8"), 2, number="000001"), entry(case("9"), 3)))
    with CaseStore(workspace.store) as store:
        merged = merge(store.load(), [reading], number=store.next_number)
        assert store.save(merged.cases, command="roster import", at=at) == 3
        assert sorted(one.number for one in store.load()) == ["000001", "000002", "000003"]
