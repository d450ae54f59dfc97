"""A filled workbook against its template: typed cells, and lists with the rows that were added to them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from docgen.ooxml.package import Element, Package, read_package
from docgen.ooxml.reading import Reading
from docgen.ooxml.reading.assembling import Record, reading_of, record_of
from docgen.ooxml.reading.patterns import Found, Hole, Piece, pieces_of, read_text, same_print
from docgen.ooxml.slots import Limits, RowsSpec, Slot
from docgen.ooxml.workbook import Formats, S, part_of_kind, sheet_parts, since_1904, text_of_item

_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Cells = Mapping[int, Mapping[str, Any]]


def read_xlsx(
    template: bytes,
    filled: bytes,
    slots: Sequence[Slot],
    tables: Mapping[str, RowsSpec],
    limits: Limits,
) -> Reading:
    """What a filled workbook says in the slots of its template; raises TemplateError for a file that is none."""
    blank, written = read_package(template, limits), read_package(filled, limits)
    theirs = dict(_sheets(written))
    reader = _Reader({slot.name: slot for slot in slots if slot.kind == "rows"}, tables)
    for number, (name, cells) in enumerate(_sheets(blank)):
        other = theirs.get(name) or (list(theirs.values())[number] if number < len(theirs) else {})
        reader.sheet(cells, other)
    return reading_of(slots, reader.single, reader.records)


@dataclass(slots=True)
class _Reader:
    rows: Mapping[str, Slot]
    specs: Mapping[str, RowsSpec]
    single: Found = field(default_factory=Found)
    records: dict[str, list[Record]] = field(default_factory=dict)

    def sheet(self, own: Cells, written: Cells) -> None:
        """Read a sheet row by row; rows that a list has more or fewer than printed move what stands below."""
        moved = done = 0
        for row in sorted(own):
            if row <= done:
                continue
            tagged = {column: text for column, text in own[row].items() if "{{" in str(text)}
            name = self._list(tagged.values())
            if name is None:
                self._cells(tagged, written.get(row + moved, {}), self.single)
                continue
            end = row + max(1, self.specs.get(name, RowsSpec()).rows or 1)
            stop = self._below(own, end, written, row + moved)
            self.records[name] = [
                self._record(name, tagged, written.get(number, {})) for number in range(row + moved, stop)
            ]
            moved, done = stop - end, end - 1

    def _list(self, texts: Any) -> str | None:
        names = {
            piece.name.rpartition(".")[0]
            for text in texts
            for piece in _pieces(text)
            if isinstance(piece, Hole)
        }
        return next((name for name in self.rows if name in names and name not in self.records), None)

    def _record(self, name: str, tagged: Mapping[str, Any], written: Mapping[str, Any]) -> Record:
        found = Found()
        self._cells(tagged, written, found)
        return record_of(self.rows[name], found, 0)

    def _cells(self, tagged: Mapping[str, Any], written: Mapping[str, Any], found: Found) -> None:
        for column, text in tagged.items():
            pieces, value = _pieces(text), written.get(column, "")
            alone = [piece for piece in pieces if not isinstance(piece, str) or piece.strip()]
            if len(alone) == 1 and isinstance(alone[0], Hole):
                if alone[0].name:
                    found.texts[alone[0].name, alone[0].lane] = (
                        value.strip() if isinstance(value, str) else value
                    )
            else:
                read_text(pieces, _as_text(value), found)

    def _below(self, own: Cells, end: int, written: Cells, start: int) -> int:
        """The first row behind a list's records: where the next print of the template stands."""
        last = max(written, default=start - 1) + 1
        for below in range(end, max(own, default=0) + 1):
            label = _row_text(own.get(below, {}))
            if not label or "{{" in label:
                continue
            for row in range(start, last):
                if same_print(_row_text(written.get(row, {})), label):
                    return row - (below - end)
        return max(last, start)


def _pieces(text: Any) -> tuple[Piece, ...]:
    return pieces_of(str(text), ends_with_line=False)


def _row_text(cells: Mapping[str, Any]) -> str:
    """The texts of a row; numbers do not count, for they follow what is written above them."""
    return "".join(value for value in cells.values() if isinstance(value, str))


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _sheets(package: Package) -> Iterator[tuple[str, Cells]]:
    part = part_of_kind(package, "sharedStrings")
    texts = [text_of_item(item) for item in package.trees[part].iter(S + "si")] if part else []
    styles = part_of_kind(package, "styles")
    kinds = Formats(package.trees[styles] if styles else None)
    first = date(1904, 1, 1) if since_1904(package) else date(1899, 12, 30)
    for name, sheet in sheet_parts(package):
        yield name, _rows(package.trees[sheet], texts, kinds, first)


def _rows(root: Element, texts: Sequence[str], kinds: Formats, first: date) -> Cells:
    rows: dict[int, dict[str, Any]] = {}
    for cell in root.iter(S + "c"):
        found = _REF.fullmatch(cell.get("r", ""))
        value = _value(cell, texts, kinds, first)
        if found is not None and value not in ("", None):
            rows.setdefault(int(found.group(2)), {})[found.group(1)] = value
    return rows


def _value(cell: Element, texts: Sequence[str], kinds: Formats, first: date) -> Any:
    kind, text = cell.get("t", "n"), cell.findtext(S + "v")
    if kind == "inlineStr":
        inline = cell.find(S + "is")
        return "" if inline is None else text_of_item(inline)
    if text is None:
        return None
    if kind == "s":
        return texts[int(text)] if text.isdigit() and int(text) < len(texts) else ""
    if kind == "b":
        return text == "1"
    if kind == "d":
        return datetime.fromisoformat(text).date()
    if kind != "n":
        return text
    return _number(text, kinds.shows_dates(cell.get("s", "0")), first)


def _number(text: str, is_date: bool, first: date) -> Any:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if is_date and 0 < number < 3_000_000:
        return first + timedelta(days=int(number))
    return int(number) if number == number.to_integral_value() else number
