"""The list comes back: what a clerk wrote into it becomes part of the declaration, the rest of which stays as it is."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docgen.authoring.declare import Options, Spot, options_for, written
from docgen.authoring.list import HEADINGS, KEY_CELL
from docgen.authoring.match import Known, known_by_source, matches, matches_in, record_lists
from docgen.authoring.toml import written_value
from docgen.expression import ExpressionError, compile_expression
from docgen.expression import Known as Seen
from docgen.view import HOUSEHOLD_NAMES

#: What a clerk writes for a box that is left to the pen.
BY_HAND = ("手填", "空", "不填", "留空")
_EXTRA = re.compile(r"^附加[栏目]*[:：](.+)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: the slot, what is in the field's cell now, how sure that was and why."""

    number: int
    slot: str
    label: str
    source: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """A box that the list changes: its new expression and options; no expression takes it away."""

    slot: str
    label: str
    old: str
    new: str
    options: Options | None = None


class UnclearError(Exception):
    """A cell that is neither an expression nor the name of a box."""

    def __init__(self, row: Row) -> None:
        self.row = row
        super().__init__(row.source)


def read_list(content: bytes) -> tuple[str, tuple[Row, ...]]:
    """Return the form's key and the lines of a list; raises ValueError where it is none."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise ValueError("not a workbook") from error
    sheet = book.worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    key = sheet[KEY_CELL].value
    if not lines or tuple(lines[0][: len(HEADINGS)]) != HEADINGS or not isinstance(key, str):
        raise ValueError("not a list of slots")
    return key, tuple(_rows(lines[1:]))


def _rows(lines: Sequence[Sequence[object]]) -> Iterator[Row]:
    for number, _, label, source, sure, _, why, _, slot, *_ in lines:
        if slot:
            confidence = float(sure) if isinstance(sure, (int, float)) else 0.0
            text = "" if source is None else str(source).strip()
            yield Row(int(str(number or 0)), str(slot), str(label or ""), text, confidence, str(why or ""))


def changes(rows: Sequence[Row], spots: Mapping[str, Spot], filters: Sequence[str]) -> tuple[Change, ...]:
    """Return what the list changes; raises UnclearError for a cell that says nothing known."""
    out = []
    for row in rows:
        spot = spots.get(row.slot)
        if spot is None or row.source == spot.source:
            continue
        if not row.source or row.source in BY_HAND:
            out.append(Change(row.slot, row.label, spot.source, ""))
            continue
        source, known = _meant(row, spot, filters)
        options = options_for(known, spot.printed) if spot.kind == "ticks" and known is not None else None
        if spot.kind == "ticks" and known is None and "facts" in source:
            options = tuple((one, one) for one in spot.printed)
        out.append(Change(row.slot, row.label, spot.source, source, options))
    return tuple(out)


def _meant(row: Row, spot: Spot, filters: Sequence[str]) -> tuple[str, Known | None]:
    """The expression that a cell asks for: as written, by a label, or a new extra box."""
    extra = _EXTRA.match(row.source)
    if extra is not None:
        return f"facts[{extra.group(1).strip()!r}]", None
    if spot.table:
        listed = next((one for one in record_lists() if one.name == spot.table), None)
        found = matches_in(listed, row.source) if listed is not None else None
    else:
        found = matches(row.source)
    if found is not None and found.known is not None and found.confidence >= 0.9:
        raw = found.known.source if spot.kind != "text" else written(found.known, spot.label)
        return raw, found.known
    names = {**HOUSEHOLD_NAMES, **({"row": Seen(Any), "index": Seen(int)} if spot.table else {})}
    try:
        compile_expression(row.source, names, filters)
    except ExpressionError as error:
        raise UnclearError(row) from error
    return row.source, _read(row.source)


def _read(source: str) -> Known | None:
    """The box of the case that a plain expression reads, for its options."""
    return known_by_source().get(source.split("|")[0].strip())


def corrected(text: str, wanted: Sequence[Change]) -> str:
    """Return the declaration with the changes made; every other line stays as it is."""
    by_slot = {one.slot: one for one in wanted}
    out, table = list[str](), ""
    for block in re.split(r"(?m)^(?=\[)", text):
        name = re.search(r'(?m)^name = "((?:[^"\\]|\\.)*)"', block)
        own = json.loads(f'"{name.group(1)}"') if name else ""
        if block.startswith("[[table]]"):
            table = own
        slot = f"{table}.{own}" if block.startswith("[[table.column]]") else own
        boxed = block.startswith(("[[field]]", "[[table.column]]"))
        change = by_slot.get(slot) if boxed else None
        if change is None:
            out.append(block)
        elif change.new:
            out.append(_rewritten(block, change))
    return "".join(out)


def _rewritten(block: str, change: Change) -> str:
    told = json.dumps(change.new, ensure_ascii=False)
    block = re.sub(r"(?m)^from = .*$", lambda _: f"from = {told}", block)
    if change.options is not None:
        options = written_value(change.options)
        block = re.sub(r"(?m)^options = .*$", lambda _: f"options = {options}", block)
    return block
