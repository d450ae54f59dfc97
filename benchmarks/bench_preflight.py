"""The pre-flight: a thousand households by ten forms, 200 defects seeded, found, and nothing sound accused."""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import defects
from bench_line import docgen, ran
from timing import Row, every_core

from docgen.case import Case
from docgen.store import CaseStore, init_workspace
from docgen.workspace import Workspace

HOUSEHOLDS = 1000
DEFECTS = 200


def rows(households: int = HOUSEHOLDS) -> list[Row]:
    """Measure the pre-flight of a township, and hold what it tells against what was seeded."""
    made, as_of = defects.sound(households + households // 10)
    sound = made[:households]
    bad, seeded = defects.spoilt(sound, DEFECTS)
    names = [part for each in defects.FORMS for part in ("--form", each)]
    with tempfile.TemporaryDirectory() as name, every_core():
        told = {}
        for which, cases in (("sound", sound), ("bad", bad)):
            place = _saved(Path(name) / which, cases)
            command = docgen("check", place, *names, "--today", as_of.isoformat())
            done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
            told[which] = {(one["household"], one["code"]) for one in json.loads(done.stdout)}
        cost = ran([*command, "--worklist", str(Path(name) / "worklist.xlsx")])
    hits, false = defects.judged(seeded, told["bad"], told["sound"])
    detail = {
        "households": len(sound),
        "forms": len(defects.FORMS),
        "cpu_s": round(cost.cpu, 2),
        "peak_mb": round(cost.peak, 1),
        "seeded": len(seeded),
        "found": hits,
        "false": len(false),
    }
    title = f"`docgen check`, {len(sound):,} households, {len(defects.FORMS)} forms, with its worklist"
    verdict = f"{len(seeded)} defects seeded, {hits} found, {len(false)} false"
    return [
        Row("preflight", title, cost.wall, "s", must=10, at_most=True, note=verdict, detail=detail),
        Row("preflight_memory", "peak memory of that run", cost.peak, "MB", detail=detail),
        Row("preflight_missed", "defects missed, or told of sound households",
            len(seeded) - hits + len(false), "", must=0, at_most=True, detail=detail),
    ]  # fmt: skip


def _saved(folder: Path, cases: Iterable[Case]) -> Path:
    """Keep the cases in a workspace of their own."""
    made = init_workspace(Workspace(folder))
    with CaseStore(made.store) as store:
        store.save(cases, command="bench", at=datetime(2026, 6, 30, tzinfo=UTC))
    return folder
