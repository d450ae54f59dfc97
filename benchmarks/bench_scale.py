"""Many documents: cost and memory at 5,000 against 100, and two processes against one.

Run as a script it is the child process of the first: ``bench_scale.py COUNT`` fills 100 documents, then COUNT,
and prints the CPU seconds of each and how the memory grew.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import bench_form as form
from timing import Row, every_core, idle_share

from docgen.ooxml import DocxTemplate, RowsSpec, compile_docx

_IDLE_ENOUGH = 0.88
#: Seconds that a round may wait for the machine to have nothing else to do.
_PATIENCE = 30.0
_DOCUMENTS = 1000
_BATCH = 50


class Desk:
    """What a process needs to bind households and fill the form."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            self.form = form.declare(Path(name))
        self.binder, self.day, self.cases = form.binder(self.form), form.occasion(), form.cases(100)
        self.template: DocxTemplate = compile_docx(
            form.docx_template(form.DOCGEN), tables={"members": RowsSpec(form.MEMBER_ROWS)}
        )

    def make(self, number: int) -> bytes:
        """Bind a household, fill the form."""
        filled = self.binder.bind(self.form, self.cases[number % len(self.cases)], self.day)
        return self.template.fill(filled.values)


def resident() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def child(count: int) -> dict[str, float]:
    """Fill 100 documents, then ``count``; CPU ms per document of both, and the growth of memory in MB."""
    desk = Desk()
    for number in range(40):
        desk.make(number)
    figures = {}
    for name, documents in (("few", 100), ("many", count)):
        start = time.process_time()
        for number in range(documents):
            desk.make(number)
        figures[name] = (time.process_time() - start) / documents * 1000
        figures[f"{name}_mb"] = resident()
    return figures


def scaling(rounds: int, count: int) -> list[Row]:
    """Measure cost and memory at many documents against few, each round in a fresh process."""
    found = []
    for _ in range(rounds):
        command = [sys.executable, __file__, str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    growth = [each["many_mb"] - each["few_mb"] for each in found]
    detail: dict[str, Any] = {
        "rounds": rounds,
        "ms_at_100": round(median(each["few"] for each in found), 4),
        f"ms_at_{count}": round(median(each["many"] for each in found), 4),
        "mb_at_100": round(median(each["few_mb"] for each in found), 1),
    }
    cost = median(each["many"] / each["few"] for each in found)
    title = f"cost per document at {count:,} vs at 100, bind + fill"
    return [
        Row("scale_cost", title, cost, must=1.15, at_most=True, detail=detail),
        Row("scale_memory", f"memory growth from 100 to {count:,} documents", median(growth), "MB", must=10,
            at_most=True, detail=detail),
    ]  # fmt: skip


_desk: Desk | None = None


def _open() -> None:
    global _desk
    _desk = Desk()


def _batch(first: int) -> int:
    return sum(len(_desk.make(number)) for number in range(first, first + _BATCH))  # type: ignore[union-attr]


def _wall(workers: int) -> float:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_open) as pool:
        list(pool.map(_batch, [0] * workers * 2))  # every worker has opened
        start = time.perf_counter()
        list(pool.map(_batch, range(0, _DOCUMENTS, _BATCH)))
        return time.perf_counter() - start


def two_processes(rounds: int) -> list[Row]:
    """Measure two workers that fill documents against one."""
    return [against_one("two_processes", f"2 processes, {_DOCUMENTS:,} documents", _wall, 1.5, rounds)]


def against_one(key: str, title: str, wall: Callable[[int], float], must: float, rounds: int) -> Row:
    """Measure two workers against one in wall time, only while the machine has nothing else to do."""
    cores = os.cpu_count() or 1
    ratios, idle = [], []
    until = time.monotonic() + _PATIENCE * rounds
    while cores > 1 and len(ratios) < rounds and time.monotonic() < until:
        idle.append(round(idle_share(), 2))
        if idle[-1] >= _IDLE_ENOUGH:
            with every_core():
                ratios.append(wall(1) / wall(2))
    detail: dict[str, Any] = {"idle_before": idle, "ratios": [round(each, 2) for each in ratios]}
    if len(ratios) < rounds:
        note = f"the machine was never idle enough ({max(idle, default=0):.0%}; {_IDLE_ENOUGH:.0%} needed)"
        if ratios:
            note = f"only {len(ratios)} of {rounds} rounds found the machine idle"
        return Row(key, title, None, must=must, note=note, detail=detail)
    return Row(key, title, median(ratios), must=must, detail=detail)


if __name__ == "__main__":
    print(json.dumps(child(int(sys.argv[1]))))
