"""Many households, many processes: each worker opens its own office once, and only fills.

A worker gets a `Recipe` of plain values; tasks carry cases, results are outcomes. A worker that dies
(a crash, no memory, a hang) breaks the whole pool: the pool is built anew and what was unfinished is
done again one household at a time, which names the culprit; it costs that household and no other.
"""

import faulthandler
import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import groupby, islice
from multiprocessing import get_context
from pathlib import Path

from .case import Case, Roster
from .deliver import Draft, Packet, PacketJob, lost_village, open_packets, print_village
from .document import Outcome
from .errors import Finding, fields
from .pipeline import Above, Job, Office, open_office, process, process_village
from .registry import load

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

#: Makes an executor whose workers have run the initializer; the process pool is the usual one.
ExecutorFactory = Callable[[Callable[..., None], tuple[object, ...]], Executor]

Findings = Mapping[str, tuple[Finding, ...]]

#: Households that one task carries at most; those of a smaller village are shared out among all workers.
BATCH = 50

#: Seconds a household may take before its worker is ended.
LIMIT = 60.0

#: Bytes of address space that a worker may have; a form takes a tenth of that.
MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a worker needs to open the same office: plain values only."""

    job: Job
    builtins: tuple[str, ...]
    folders: tuple[Path, ...] = ()
    installed: bool = True
    seconds: float = LIMIT
    memory: int = MEMORY

    def open(self) -> Office:
        """Return the office this recipe describes."""
        return open_office(load(self.builtins, installed=self.installed, folders=self.folders), self.job)


def processes(count: int) -> ExecutorFactory:
    """Return how to make a pool of ``count`` fresh processes."""

    def make(initializer: Callable[..., None], arguments: tuple[object, ...]) -> Executor:
        return ProcessPoolExecutor(count, get_context("spawn"), initializer, arguments)

    return make


def heirs(count: int) -> ExecutorFactory:
    """Return how to make a pool of ``count`` processes that begin with this one's open office.

    For work that writes nothing. Where a process cannot be doubled (not on Linux, or another thread is at work),
    they are fresh ones.
    """

    def make(initializer: Callable[..., None], arguments: tuple[object, ...]) -> Executor:
        if sys.platform != "linux" or threading.active_count() > 1:
            return processes(count)(initializer, arguments)
        gc.freeze()  # what is open stays, and stays shared
        return ProcessPoolExecutor(count, get_context("fork"), initializer, arguments)

    return make


_OFFICE: list[tuple[Office, float]] = []

#: This process's own open office, which processes doubled from it need not open again.
_OWN: list[tuple[Recipe, Office]] = []


def _open(recipe: Recipe) -> None:
    gc.set_threshold(100_000, 50, 50)  # cases and page trees are large and hold no cycles
    _limit(recipe.memory)
    office = next((office for mine, office in _OWN if mine is recipe), None)
    _OFFICE[:] = [(office or recipe.open(), recipe.seconds)]


def _limit(memory: int) -> None:
    """Let this process have so much memory and no more, so that it is not the whole machine that stands still."""
    if resource is not None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _work(batch: tuple[tuple[Case, tuple[Finding, ...]], ...]) -> list[Outcome]:
    """Fill the forms of some households; a hang ends the process, which the parent notices."""
    office, seconds = _OFFICE[0]
    done = []
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        for case, roster in batch:
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                done.append(process(case, office, {case.number: roster}))
            except MemoryError:
                done.append(_lost(case))
            finally:
                faulthandler.cancel_dump_traceback_later()
    return done


def run(
    cases: Iterable[Case],
    office: Office,
    recipe: Recipe,
    roster: Findings,
    factory: ExecutorFactory,
    *,
    ahead: int = 4,
) -> Iterator[Outcome]:
    """Yield the outcome of each household, in order, and of each village after its households.

    ``office`` is this process's own, for the villages' papers. At most ``ahead`` batches are under way.
    """
    _OWN[:] = [(recipe, office)]
    crew = _Crew(recipe, factory)
    above = Above(office)
    try:
        for _, group in groupby(cases, key=lambda case: case.area.code):
            village = tuple(group)
            yield from _households(village, roster, crew, ahead)
            area = village[0].area.model_copy(update={"group": ""})
            yield process_village(Roster(area, village), office)
            above.take(village)
        yield from above.outcomes()
    finally:
        crew.leave()
        _OWN.clear()


def _households(village: tuple[Case, ...], roster: Findings, crew: "_Crew", ahead: int) -> Iterator[Outcome]:
    tasks = [tuple((case, roster.get(case.number, ())) for case in part) for part in _batches(village, ahead)]
    waiting = deque(tasks)
    under_way: deque[tuple[tuple[tuple[Case, tuple[Finding, ...]], ...], Future[list[Outcome]]]] = deque()
    while waiting or under_way:
        while waiting and len(under_way) < ahead:
            task = waiting.popleft()
            under_way.append((task, crew.submit(task)))
        task, future = under_way.popleft()
        try:
            yield from future.result()
        except BrokenProcessPool:
            unfinished = [task, *(other for other, _ in under_way)]
            under_way.clear()
            crew.renew()
            for one in (one for part in unfinished for one in part):
                yield crew.alone(one)


def _lost(case: Case) -> Outcome:
    """Say whose forms were not made because the worker could not go on."""
    where = f"{case.area.village} {case.number}"
    finding = Finding(case.area.code, case.number, where, "RENDER-104", fields(household=case.number))
    return Outcome(case.area.code, case.number, findings=(finding,))


def _batches(village: tuple[Case, ...], ahead: int) -> Iterator[tuple[Case, ...]]:
    size = min(BATCH, -(-len(village) // ahead))
    remaining = iter(village)
    while part := tuple(islice(remaining, size)):
        yield part


class _Crew:
    """The workers of one run; built anew when one of them dies."""

    def __init__(self, recipe: Recipe, factory: ExecutorFactory) -> None:
        self._recipe = recipe
        self._factory = factory
        self._executor = factory(_open, (recipe,))

    def submit(self, task: tuple[tuple[Case, tuple[Finding, ...]], ...]) -> "Future[list[Outcome]]":
        """Give a task to the workers, to new ones where the pool was found broken."""
        try:
            return self._executor.submit(_work, task)
        except BrokenProcessPool:
            self.renew()
            return self._executor.submit(_work, task)

    def alone(self, one: tuple[Case, tuple[Finding, ...]]) -> Outcome:
        """Do one household by itself; where its worker dies, say whose it was."""
        try:
            return self.submit((one,)).result()[0]
        except BrokenProcessPool:
            self.renew()
            return _lost(one[0])

    def renew(self) -> None:
        """Replace a broken pool."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._factory(_open, (self._recipe,))

    def leave(self) -> None:
        """Let the workers go."""
        self._executor.shutdown(wait=True, cancel_futures=True)


_PACKETS: list[tuple[Office, PacketJob]] = []


def _open_packets(recipe: Recipe, wanted: PacketJob) -> None:
    gc.set_threshold(100_000, 50, 50)
    _limit(recipe.memory)
    registry = load(recipe.builtins, installed=recipe.installed, folders=recipe.folders)
    _PACKETS[:] = [(open_packets(registry, wanted), wanted)]


def _print(draft: Draft, seconds: float) -> Packet:
    """Draw one village's packet; a hang ends the process, which the parent notices."""
    office, wanted = _PACKETS[0]
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return print_village(draft, office, wanted)
        except MemoryError:
            return lost_village(draft)
        finally:
            faulthandler.cancel_dump_traceback_later()


def print_villages(
    drafts: Iterable[Draft], recipe: Recipe, wanted: PacketJob, factory: ExecutorFactory, *, ahead: int = 3
) -> Iterator[tuple[Draft, Packet]]:
    """Yield each village's packet, in order, drawn by several processes; one that dies costs its village.

    At most ``ahead`` villages are under way. A village may take as long as its households together.
    """

    def pool() -> Executor:
        return factory(_open_packets, (recipe, wanted))

    def submit(draft: Draft) -> "Future[Packet]":
        return executor.submit(_print, draft, recipe.seconds + len(draft.cases) * recipe.seconds / 10)

    executor = pool()
    under_way: deque[tuple[Draft, Future[Packet] | None]] = deque()
    coming = iter(drafts)
    try:
        while True:
            for draft in islice(coming, ahead - len(under_way)):
                try:
                    under_way.append((draft, submit(draft)))
                except BrokenProcessPool:
                    under_way.append((draft, None))
            if not under_way:
                return
            draft, future = under_way.popleft()
            try:
                yield draft, future.result() if future else submit(draft).result()
            except BrokenProcessPool:
                executor.shutdown(wait=False, cancel_futures=True)
                executor = pool()
                under_way = deque((other, None) for other, _ in under_way)
                try:
                    yield draft, submit(draft).result()
                except BrokenProcessPool:
                    executor.shutdown(wait=False, cancel_futures=True)
                    executor = pool()
                    yield draft, lost_village(draft)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
