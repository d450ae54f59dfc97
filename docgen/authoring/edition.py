"""Next year's blank: boxes bound again wherever their labels moved; what is new, gone or renamed is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from docgen.authoring.declare import Draft, Spot
from docgen.authoring.match import normal

_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Edition:
    """A new edition: its draft, and how its boxes differ from the old one's."""

    draft: Draft
    kept: tuple[Spot, ...]
    moved: tuple[tuple[Spot, Spot], ...]
    renamed: tuple[tuple[Spot, Spot], ...]
    added: tuple[Spot, ...]
    gone: tuple[Spot, ...]


def edition(old: Draft, new: Draft) -> Edition:
    """Return the new draft with what the old one says of the same boxes."""
    left = list(old.spots)
    taken: dict[str, Spot] = {}
    for exact in (True, False):
        for spot in new.spots:
            if spot.slot not in taken:
                match = next((one for one in left if _same(one, spot, exact)), None)
                if match is not None:
                    taken[spot.slot] = match
                    left.remove(match)
    renamed = _renamed(left, [spot for spot in new.spots if spot.slot not in taken])
    for before, after in renamed:
        left.remove(before)
        taken[after.slot] = before
    spots = _named(tuple(_carried(spot, taken.get(spot.slot)) for spot in new.spots))
    again = {id(after): after for _, after in renamed}
    same = [(taken[spot.slot], spot) for spot in new.spots if spot.slot in taken and id(spot) not in again]
    return Edition(
        replace(new, spots=spots),
        tuple(after for before, after in same if before.at == after.at),
        tuple((before, after) for before, after in same if before.at != after.at),
        tuple(renamed),
        tuple(spot for spot in new.spots if spot.slot not in taken),
        tuple(left),
    )


def _same(old: Spot, new: Spot, exact: bool) -> bool:
    """Whether two boxes carry the same label; exactly: under the same heading, at the same gap."""
    alike = (
        normal(old.label) == normal(new.label) and old.kind == new.kind and bool(old.table) == bool(new.table)
    )
    if old.table and old.table != new.table:
        return False
    return alike and (not exact or old.table != "" or (old.section == new.section and old.gap == new.gap))


def _renamed(old: Sequence[Spot], new: Sequence[Spot]) -> list[tuple[Spot, Spot]]:
    """Pairs of a box that is gone and one that is new which mean the same."""
    pairs, rest = [], list(old)
    for spot in new:
        alike = [
            one for one in rest if one.kind == spot.kind and one.table == spot.table and _means(one, spot)
        ]
        if alike:
            pairs.append((alike[0], spot))
            rest.remove(alike[0])
    return pairs


def _means(old: Spot, new: Spot) -> bool:
    if old.source == new.source and "facts" not in old.source:
        return True
    return SequenceMatcher(None, normal(old.label), normal(new.label)).ratio() >= _ALIKE


def _carried(new: Spot, old: Spot | None) -> Spot:
    """The new box with the old one's name, expression and options, where these still name all that is printed."""
    if old is None:
        return new
    carried = replace(
        new, name=old.name, source=old.source, confidence=1.0, why="沿用上一版", extra=old.extra
    )
    if new.kind != "ticks" or isinstance(old.options, str) or isinstance(new.options, str):
        return carried
    spelt = {normal(text): pair for pair in old.options for text in pair}
    pairs = tuple(spelt.get(normal(own[-1]), own) for own in new.options)
    return replace(carried, options=pairs)


def _named(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Give boxes that share a name names of their own."""
    seen: set[str] = set()
    out = []
    for spot in spots:
        name, number = spot.name, 2
        while (f"{spot.table}.{name}" if spot.table else name) in seen:
            name, number = f"{spot.name}_{number}", number + 1
        seen.add(f"{spot.table}.{name}" if spot.table else name)
        out.append(replace(spot, name=name))
    return tuple(out)
