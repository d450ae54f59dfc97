"""The corridor of the year's end: names that no disk confuses, keys that change with what a paper says."""

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

import pytest

from docgen.pipeline import Job, bound_forms, open_office
from docgen.plugins import BUILTINS
from docgen.registry import load
from docgen.store.names import folded
from docgen.yearly import folder_names, paper_key

STRANGE = [
    "..", ".", "", "/", "\\", "CON", "nul.txt", "a:b", "a.", "a ", "-x", "~x", "a\nb", "\u202eabc", "村" * 90,
    "h1", "H1", "\u00e9", "e\u0301", "100%", "_村级",
]  # fmt: skip


def test_households_of_any_number_get_names_of_their_own_inside_the_bag():
    names = folder_names(STRANGE)
    assert len({folded(name) for name in names.values()} | {folded("_村级")}) == len(STRANGE) + 1
    for name in names.values():
        assert PurePosixPath(name).name == name
        assert not set(name) & set('%\\/:"\n\u202e')
        assert len(f"{name}.json".encode()) <= 255


@pytest.fixture(scope="module")
def office():
    return open_office(
        load(BUILTINS, installed=False), Job(date(2026, 12, 31), ("cn.identification.application",))
    )


def test_a_papers_key_changes_with_what_it_says_and_with_nothing_else(office, case):
    ((filled, _),) = bound_forms(case, office, ())
    ((again, _),) = bound_forms(case, office, ())
    assert paper_key(filled, "docx") == paper_key(again, "docx") != paper_key(filled, "pdf")
    moved = case.model_copy(update={"household": case.household.model_copy(update={"address": "别处"})})
    ((other, _),) = bound_forms(moved, office, ())
    assert paper_key(other, "docx") != paper_key(filled, "docx")
    assert paper_key(replace(filled, draft=True), "docx") != paper_key(filled, "docx")
