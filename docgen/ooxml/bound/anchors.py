"""Labels lead to places: bindings found again on a blank that has changed, by their anchors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docgen.ooxml.blanks import At, Blanks, detect
from docgen.ooxml.blanks.values import RepeatBlock
from docgen.ooxml.bound.values import Binding


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of bindings on another blank: those bound again, and those whose label is gone."""

    bindings: tuple[Binding, ...]
    gone: tuple[Binding, ...]


def place_of(at: At) -> str:
    """A detected cell's coordinates as a binding writes them."""
    return f"{at.sheet}!{at.ref}" if at.sheet else f"{at.table}/{at.row}/{at.tc}"


def anchored(blank: bytes, bindings: Iterable[Binding], found: Blanks | None = None) -> Moved:
    """Bind again by label and section; of what is called alike, the nearest in the old order is taken."""
    known = _spots(found if found is not None else detect(blank))
    kept, gone, taken = [], [], set[str]()
    for binding in bindings:
        key = (binding.section, binding.anchor)
        spots = known.get(key) or [
            at for (_, label), ats in known.items() if label == binding.anchor for at in ats
        ]
        choice = _nearest(spots, binding, taken)
        if choice is None:
            gone.append(binding)
        else:
            if binding.gap < 0 and binding.box < 0:
                taken.add(choice)
            kept.append(replace(binding, at=choice))
    return Moved(tuple(kept), tuple(gone))


def _nearest(spots: Sequence[str], binding: Binding, taken: set[str]) -> str | None:
    if binding.at in spots:
        return binding.at
    free = [at for at in spots if at not in taken]
    return free[0] if free else None


def _spots(found: Blanks) -> dict[tuple[str, str], list[str]]:
    known: dict[tuple[str, str], list[str]] = {}
    for one in found.fields:
        known.setdefault((one.section, one.label), []).append(place_of(one.at))
    for block in found.repeat_blocks:
        for label, at in columns_of(block):
            known.setdefault(("", label), []).append(at)
    return known


def columns_of(block: RepeatBlock) -> Iterable[tuple[str, str]]:
    """The columns of a list: each label with the place of its first blank cell."""
    for column in block.columns:
        if block.sheet:
            yield column.label, f"{block.sheet}!{column.col}{block.first_row}"
        else:
            yield column.label, f"{block.table}/{block.first_row}/c{column.col}"
