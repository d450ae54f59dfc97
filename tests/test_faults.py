"""A small part of `scripts/faults`: runs killed, effects that fail, archives damaged."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
faults = import_module("faults")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return faults.Bench(tmp_path_factory.mktemp("faults"), 2, ("fill",))


def test_a_run_killed_at_any_moment_is_finished_by_the_next_one(bench):
    (row,) = faults.kills(bench, 2, seed=1)
    assert (row.tries, row.sound, row.told) == (2, True, [])


def test_a_run_on_a_failing_disk_is_finished_by_the_next_one(bench):
    (row,) = faults.disks(bench, stride=25)
    assert row.tries > 1
    assert (row.sound, row.told) == (True, [])


def test_every_damage_is_found_and_named(tmp_path):
    bench = faults.Bench(tmp_path, 2, ("archive",))
    row = faults.damages(bench, 15, seed=2)
    assert (row.tries, row.lost, row.other, row.told) == (15, 0, 0, [])


def test_a_table_says_what_was_lost():
    rows = [faults.Row("a", 3, lost=1), faults.Row("b", note="not here")]
    assert not rows[0].sound
    assert "| a | 3 | 1 | 0 | yes |  |" in faults.table(rows)
    assert "| b | - | - | - | - | not here |" in faults.table(rows)
