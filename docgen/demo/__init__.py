"""A room: a realistic township of invented people (演示乡镇), to try everything on.

Chance is allowed here because a maker of samples needs variety; it comes from one seeded generator,
so the same arguments always give the same township.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from docgen.case import Case

from .faults import FAULTS, Fault
from .further import villages_of, with_more
from .office import Village, village
from .people import Registrar
from .story import Setting, Story, case_of, stories

__all__ = ["Seeded", "Township", "township", "villages_of"]

#: How many people live together, as often as each number stands here.
_SIZES = (1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8)
#: One household in so many has a fault.
_FAULTY = 20
#: Sizes that a township shows early, and which parts they suit.
_EXTREMES = ((12, "monitored"), (1, "monitored"), (9, ""), (11, "poverty2014"))


@dataclass(frozen=True, slots=True)
class Seeded:
    """A fault put into a sample household: the rule that finds it and what was done."""

    village: str
    household: str
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Township:
    """A sample township: its cases by village, and the faults seeded into a few of them."""

    cases: tuple[Case, ...]
    seeded: tuple[Seeded, ...]
    as_of: date


def township(year: int, villages: int, households: int, seed: int) -> Township:
    """Return a township of ``households`` in all, as it stands at the middle of ``year``.

    At most one household in twenty has a fault; the others have no finding at all.
    """
    rng = Random(seed)  # noqa: S311 - sample people, not secrets
    registrar = Registrar(rng)
    homes = [village(number, registrar) for number in range(villages)]
    dealt = _dealt(households, rng)
    sizes = _sized(dealt, rng)
    sound = []
    for serial, (story, size) in enumerate(zip(dealt, sizes, strict=True), 1):
        home, group = _place(serial, homes, households)
        setting = Setting(f"{serial:06d}", serial, home, group, year, size)
        sound.append(with_more(case_of(story, setting, registrar), serial))
    cases, seeded = _spoilt(tuple(sound), rng)
    return Township(cases, seeded, date(year, 6, 30))


def _dealt(households: int, rng: Random) -> list[Story]:
    """Deal the parts over the households: every part once before any part twice."""
    parts: list[Story] = []
    while len(parts) < households:
        deck = list(stories())
        rng.shuffle(deck)
        parts += deck
    return parts[:households]


def _sized(dealt: list[Story], rng: Random) -> list[int]:
    """Return how many people live in each household; the extremes go to the first parts they suit."""
    sizes = [rng.choice(_SIZES) for _ in dealt]
    left = list(_EXTREMES)
    for row, story in enumerate(dealt):
        if left and story.kind == left[0][1] and story.risk not in ("缺劳动力", "因学"):
            sizes[row] = left.pop(0)[0]
    return sizes


def _place(serial: int, homes: list[Village], households: int) -> tuple[Village, str]:
    """Return the village and group of a household: they follow one another and are alike in size."""
    village_at, left = divmod((serial - 1) * len(homes), households)
    home = homes[village_at]
    return home, home.groups[left * len(home.groups) // households]


def _spoilt(cases: tuple[Case, ...], rng: Random) -> tuple[tuple[Case, ...], tuple[Seeded, ...]]:
    """Return the cases with a fault in one of twenty, every kind of fault in its turn."""
    left = rng.sample(range(len(cases)), len(cases) // _FAULTY)
    spoilt, seeded = list(cases), []
    for order in range(len(left)):
        turn = order % len(FAULTS)
        row, made, code, what = _next_fault(cases, left, (*FAULTS[turn:], *FAULTS[:turn]))
        left.remove(row)
        spoilt[row] = made
        seeded.append(Seeded(made.area.code, made.number, code, what))
    return tuple(spoilt), tuple(sorted(seeded, key=lambda one: one.household))


def _next_fault(
    cases: tuple[Case, ...], rows: list[int], faults: tuple[Fault, ...]
) -> tuple[int, Case, str, str]:
    """Return the first fault in its turn that suits one of these households."""
    return next(
        (row, made, code, what)
        for code, what, spoil in faults
        for row in rows
        if (made := spoil(cases[row])) is not None
    )
