"""Defects of every kind put into a township are all found, and no sound household is accused."""

from collections import Counter
from pathlib import Path

import pytest

from docgen import Severity
from docgen.pipeline import Job, open_office, over_the_roster, run
from docgen.plugins import BUILTINS
from docgen.registry import load

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def defects(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import defects

    return defects


def test_all_defects_are_found_and_nothing_sound_is_accused(defects):
    cases, as_of = defects.sound(110)
    office = open_office(load(BUILTINS, installed=False), Job(as_of, forms=defects.FORMS, look=True))

    def told(these):
        outcomes = run(these, office, over_the_roster(these, office))
        return [finding for one in outcomes for finding in one.findings]

    before = told(cases)
    assert {one.code for one in before} == {"FIT-103"}
    assert not [one for one in before if one.severity is Severity.ERROR]
    bad, seeded = defects.spoilt(cases, len(defects.KINDS) * 2)
    assert set(Counter(one.code for one in seeded).values()) == {2}
    found = [(one.household, one.code) for one in told(bad)]
    hits, false = defects.judged(seeded, found, [(one.household, one.code) for one in before])
    missed = [one for one in seeded if (one.household, one.code) not in found]
    assert missed == []
    assert hits == len(seeded)
    assert false == []
