import sys
import threading
from dataclasses import replace

import pytest

from docgen import Case
from docgen.pipeline import Job
from docgen.pipeline import run as in_one
from docgen.plugins import BUILTINS
from docgen.workers import Recipe, heirs, processes, run


@pytest.fixture
def recipe(as_of):
    return Recipe(Job(as_of, forms=("cn.identification.application",)), BUILTINS, installed=False)


@pytest.fixture
def cases(raw_case):
    return [Case.model_validate(raw_case | {"number": f"H{number:03d}"}) for number in range(6)]


def test_several_processes_give_the_same_as_one(recipe, cases):
    office = recipe.open()
    alone = list(in_one(cases, office, {}))
    assert list(run(cases, office, recipe, {}, processes(2))) == alone
    assert [one.household for one in alone] == ["H000", "H001", "H002", "H003", "H004", "H005", ""]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process is doubled")
def test_heirs_work_in_the_office_that_is_open_already(recipe, cases):
    office = recipe.open()
    nowhere = replace(recipe, builtins=("no.such.plugin",))
    assert list(run(cases, office, nowhere, {}, heirs(2))) == list(in_one(cases, office, {}))


def test_heirs_are_fresh_processes_beside_other_threads(recipe, cases):
    office, leave = recipe.open(), threading.Event()
    beside = threading.Thread(target=leave.wait)
    beside.start()
    try:
        assert list(run(cases, office, recipe, {}, heirs(1))) == list(in_one(cases, office, {}))
    finally:
        leave.set()
        beside.join()


DEATHS = {
    "segmentation fault": "os.kill(os.getpid(), signal.SIGSEGV)",
    "abort": "os.abort()",
    "hang": "time.sleep(60)",
    "no memory": "bytearray(3 << 30)",
    "killed for memory": "os.kill(os.getpid(), signal.SIGKILL)",
}


@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS.keys())
def test_a_worker_that_dies_costs_one_household_and_names_it(recipe, cases, death, tmp_path, monkeypatch):
    plugin = tmp_path / "deadly.py"
    plugin.write_text(
        "import os, signal, time\n"
        "from docgen import Check, hookimpl\n"
        "def run(case, policy, as_of):\n"
        f"    if case.number == 'H003': {death}\n"
        "    return ()\n"
        "@hookimpl\n"
        "def register_checks():\n"
        "    return {'TEST-001': Check('case', run, 'x', 'x')}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    deadly = replace(recipe, builtins=(*BUILTINS, "deadly"), seconds=3.0, memory=2 << 30)
    outcomes = {
        one.household: one for one in run(cases, recipe.open(), deadly, {}, processes(2)) if one.household
    }
    assert sorted(outcomes) == ["H000", "H001", "H002", "H003", "H004", "H005"]
    assert [one.code for one in outcomes["H003"].findings] == ["RENDER-104"]
    assert all(len(one.documents) == 1 for number, one in outcomes.items() if number != "H003")
