"""How the bench measures: CPU time on one core, variants interleaved round by round, medians of ratios."""

import gc
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_STAT = Path("/proc/stat")

Times = Mapping[str, list[float]]  # variant → seconds per document, one figure per round


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of doing a job; ``run(n)`` does it n times and returns the CPU seconds that took."""

    name: str
    run: Callable[[int], float]
    times: int


@dataclass(slots=True)
class Row:
    """A row of the table: a figure, what it must be, and what it was worked out from."""

    key: str
    title: str
    value: float | None
    unit: str = "×"
    must: float | None = None
    stretch: float | None = None
    at_most: bool = False
    note: str = ""
    detail: dict[str, object] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Whether the figure meets what it must be, and the stretch."""
        if self.value is None:
            return "not measured"
        if self.must is None:
            return ""
        if self.stretch is not None and self._meets(self.stretch):
            return "stretch"
        return "yes" if self._meets(self.must) else "NO"

    def _meets(self, goal: float) -> bool:
        return self.value is not None and (self.value <= goal if self.at_most else self.value >= goal)


def pinned() -> int | None:
    """Keep this process and its children on the core with the least work; None where that is not possible."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    cores = sorted(os.sched_getaffinity(0))
    before = _idle_by_core()
    time.sleep(0.5)
    after = _idle_by_core()
    core = max(cores, key=lambda number: after.get(number, 0) - before.get(number, 0))
    os.sched_setaffinity(0, {core})
    return core


@contextmanager
def every_core() -> Iterator[None]:
    """Let this process and the children it starts use the whole machine, for a while."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _idle_by_core() -> dict[int, int]:
    lines = [line.split() for line in _STAT.read_text(encoding="ascii").splitlines()]
    return {int(line[0][3:]): int(line[4]) for line in lines if re.fullmatch(r"cpu\d+", line[0])}


def idle_share(seconds: float = 1.0) -> float:
    """Return how idle the whole machine is, from 0 to 1."""

    def read() -> tuple[int, int]:
        figures = [int(part) for part in _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:]]
        return figures[3] + figures[4], sum(figures[:8])

    idle, total = read()
    time.sleep(seconds)
    idle_after, total_after = read()
    return (idle_after - idle) / max(1, total_after - total)


def here(name: str, job: Callable[[int], object], times: int) -> Variant:
    """Return a variant that runs in this process; ``job(k)`` makes the k-th document."""
    made = 0

    def run(count: int) -> float:
        nonlocal made
        first, made = made, made + count
        gc.collect()
        start = time.process_time()
        for number in range(first, first + count):
            job(number)
        return time.process_time() - start

    return Variant(name, run, times)


def interleaved(variants: list[Variant], rounds: int) -> dict[str, list[float]]:
    """Run every variant once a round, after a round for warming up; seconds per document."""
    for variant in variants:
        variant.run(max(1, variant.times // 2))
    times: dict[str, list[float]] = {variant.name: [] for variant in variants}
    for _ in range(rounds):
        for variant in variants:
            times[variant.name].append(variant.run(variant.times) / variant.times)
    return times


def ratio(times: Times, over: str, under: str) -> float:
    """Return the median of the rounds' ratios."""
    return median(a / b for a, b in zip(times[over], times[under], strict=True))


def spread(times: Times, over: str, under: str) -> list[float]:
    """Return the smallest and the largest of the rounds' ratios."""
    ratios = [a / b for a, b in zip(times[over], times[under], strict=True)]
    return [round(min(ratios), 3), round(max(ratios), 3)]


def milliseconds(times: Times) -> dict[str, float]:
    """Return each variant's median per document in ms."""
    return {name: round(median(taken) * 1000, 4) for name, taken in times.items()}
