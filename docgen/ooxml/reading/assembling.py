"""What was read of the cells and lines of a document, put together as the values of its slots."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docgen.ooxml.reading import COMPUTED, MISSING, Reading
from docgen.ooxml.reading.patterns import MARKED, Found, Key
from docgen.ooxml.slots import Slot, Ticks

Record = Mapping[str, Any]


def reading_of(slots: Sequence[Slot], single: Found, records: Mapping[str, Sequence[Record]]) -> Reading:
    """The values by slot; a slot that nothing was read of is named with the reason."""
    values: dict[str, Any] = {}
    unread = dict(single.unread)
    for slot in slots:
        if slot.kind == "rows":
            if slot.name in records:
                values[slot.name] = without_empty_end(records[slot.name])
            else:
                unread.setdefault(slot.name, MISSING)
            continue
        value = value_of(slot, slot.name, single, 0)
        if slot.name in unread:
            continue
        if value is None:
            unread[slot.name] = COMPUTED if slot.kind == "image" else MISSING
        else:
            values[slot.name] = value
    names = {slot.name for slot in slots}
    return Reading(values, {name: why for name, why in unread.items() if name in names})


def record_of(slot: Slot, found: Found, lane: int) -> Record:
    """The values of one record, by column; what could not be read is left out."""
    out: dict[str, Any] = {}
    for column in slot.columns:
        full = column.name if column.name.startswith(f"{slot.name}.") else f"{slot.name}.{column.name}"
        value = None if full in found.unread else value_of(column, full, found, lane)
        if value is not None:
            out[full.removeprefix(f"{slot.name}.")] = value
    return out


def value_of(slot: Slot, name: str, found: Found, lane: int) -> Any:
    """The value of a slot, or nothing when it was not found."""
    key: Key = (name, lane)
    if slot.options:
        return _ticks(slot, key, found)
    if key not in found.texts:
        return None
    text = found.texts[key]
    if slot.kind == "tick":
        return bool(set(str(text)) & set(MARKED)) or text == "是"
    return text


def _ticks(slot: Slot, key: Key, found: Found) -> Ticks | None:
    if key not in found.marks:
        return None
    chosen = frozenset(slot.options[number] for number in found.marks[key] if number < len(slot.options))
    return Ticks(chosen, found.others.get(key, ""))


def without_empty_end(records: Iterable[Record]) -> list[Record]:
    """The records up to the last in which anything is written."""
    out = list(records)
    while out and not any(_written(value) for value in out[-1].values()):
        out.pop()
    return out


def _written(value: Any) -> bool:
    return bool(value.chosen or value.other) if isinstance(value, Ticks) else value not in ("", None, False)
