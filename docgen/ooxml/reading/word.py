"""A filled Word file against its template: tables, rows and cells in their order, paragraphs between the tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.ooxml.package import Element, W, read_package
from docgen.ooxml.reading import MISSING, Reading
from docgen.ooxml.reading.assembling import Record, reading_of, record_of
from docgen.ooxml.reading.patterns import (
    Found,
    Hole,
    Piece,
    pieces_of,
    read_lines,
    same_print,
)
from docgen.ooxml.runs import TBL, TC, TR, VAL, W14, Inline, P, inlines, text_of
from docgen.ooxml.slots import Limits, RowsSpec, Slot
from docgen.ooxml.tags import TAG

_CONTINUED = "（续表）"
_UNMARKED, _MARKED = "□", "☑"
_SYMBOLS = {
    **dict.fromkeys(("A8", "6F", "71", "72", "A3", "30"), _UNMARKED),
    **dict.fromkeys(("FE", "FC", "6E", "FD", "52", "50", "54", "53"), _MARKED),
}


def read_docx(
    template: bytes,
    filled: bytes,
    slots: Sequence[Slot],
    tables: Mapping[str, RowsSpec],
    limits: Limits,
) -> Reading:
    """What a filled file says in the slots of its template; raises TemplateError for a file that is none."""
    blank, written = read_package(template, limits), read_package(filled, limits)
    reader = _Reader({slot.name: slot for slot in slots if slot.kind == "rows"}, tables, _capacities(slots))
    reader.body(blank.trees[blank.main], written.trees[written.main])
    heads = [sorted(_running(package.types)) for package in (blank, written)]
    for own, other in zip(*heads, strict=False):
        reader.blocks(blank.trees[own], written.trees[other], in_cell=False)
    return reading_of(slots, reader.single, reader.records)


def _capacities(slots: Sequence[Slot]) -> Mapping[str, int]:
    columns = [column for slot in slots for column in slot.columns]
    return {slot.name: slot.capacity for slot in (*slots, *columns) if slot.kind == "digits"}


def _running(types: Mapping[str, str]) -> Iterator[str]:
    for name, kind in types.items():
        if kind.endswith((".header+xml", ".footer+xml")):
            yield name


@dataclass(slots=True)
class _Group:
    """A table of records as the template prints it: its rows, and what its first row says of a record."""

    slot: Slot
    spec: RowsSpec
    rows: int
    lanes: int
    cells: Mapping[int, tuple[Piece, ...]]
    heading: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    rows: Mapping[str, Slot]
    specs: Mapping[str, RowsSpec]
    digits: Mapping[str, int]
    single: Found = field(default_factory=Found)
    records: dict[str, list[Record]] = field(default_factory=dict)
    groups: list[_Group] = field(default_factory=list)

    def body(self, template: Element, filled: Element) -> None:
        """Read the main story: further sheets of records (续表) are read after the tables that they continue."""
        own, written = list(_blocks(template.find(W + "body"))), list(_blocks(filled.find(W + "body")))
        surplus = _count(written) - _count(own)
        rest, continued = _without_continuations(written, surplus)
        self._aligned(own, rest, in_cell=False)
        for table in continued:
            self._continuation(table)

    def blocks(self, template: Element, filled: Element, *, in_cell: bool) -> None:
        """Read paragraphs and tables against those of the template."""
        self._aligned(list(_blocks(template)), list(_blocks(filled)), in_cell=in_cell)

    def _aligned(self, own: Sequence[Element], written: Sequence[Element], *, in_cell: bool) -> None:
        theirs, ours = list(_stretches(written)), list(_stretches(own))
        for number, (paragraphs, table) in enumerate(ours):
            lines, other = theirs[number] if number < len(theirs) else ([], None)
            self._paragraphs(paragraphs, lines, in_cell=in_cell)
            if table is not None and other is not None:
                self._table(table, other)

    def _paragraphs(self, own: Sequence[Element], written: Sequence[Element], *, in_cell: bool) -> None:
        text = "\n".join(text_of(paragraph) for paragraph in own)
        if "{{" in text:
            lines = [printed(paragraph) for paragraph in written]
            read_lines(pieces_of(_boxed(own), ends_with_line=not in_cell), lines, self.single)

    def _table(self, own: Element, written: Element) -> None:
        rows, theirs = list(_own(own, TR)), list(_own(written, TR))
        at = there = 0
        while at < len(rows):
            group = self._group(rows, at)
            if group is None:
                if there < len(theirs):
                    self._row(rows[at], theirs[there])
                at, there = at + 1, there + 1
                continue
            at += group.rows
            end = _end_of_records(rows, at, theirs, there, group.rows)
            self.groups.append(group)
            self.records[group.slot.name] = self._read_records(group, theirs[there:end])
            there = end

    def _row(self, own: Element, written: Element) -> None:
        cells, theirs = list(_own(own, TC)), list(_own(written, TC))
        for number, cell in enumerate(cells):
            hole = _lone(cell)
            if hole is not None and hole.shape == "digits":
                span = theirs[number : number + self.digits.get(hole.name, 1)]
                self.single.texts[hole.name, 0] = "".join(map(_joined, span))
            elif number < len(theirs):
                self.blocks(cell, theirs[number], in_cell=True)

    def _group(self, rows: Sequence[Element], at: int) -> _Group | None:
        """The records that begin in a row of the template, if any do."""
        cells = {
            number: pieces_of(_boxed(_paragraphs_in(cell)), ends_with_line=False)
            for number, cell in enumerate(_own(rows[at], TC))
        }
        holes = [hole for pieces in cells.values() for hole in _holes(pieces)]
        names = {hole.name.rpartition(".")[0] for hole in holes} & self.rows.keys()
        name = next((name for name in self.rows if name in names and name not in self.records), None)
        if name is None:
            return None
        lanes = max(hole.lane for hole in holes) + 1
        heading = tuple(_row_text(row) for row in rows[:at])
        slot = self.rows[name]
        return _Group(
            slot,
            self.specs.get(name, RowsSpec()),
            max(1, slot.capacity // lanes),
            lanes,
            {number: pieces for number, pieces in cells.items() if _holes(pieces)},
            heading,
        )

    def _read_records(self, group: _Group, rows: Sequence[Element]) -> list[Record]:
        """The records of rows: across a row, or down the first of those side by side."""
        read = [self._lanes(group, row) for row in rows]
        if group.spec.order == "down":
            return [lanes[lane] for lane in range(group.lanes) for lanes in read]
        return [record for lanes in read for record in lanes]

    def _lanes(self, group: _Group, row: Element) -> list[Record]:
        found = Found()
        cells = list(_own(row, TC))
        for number, pieces in group.cells.items():
            holes = _holes(pieces)
            if len(holes) == 1 and holes[0].shape == "digits":
                span = cells[number : number + self.digits.get(holes[0].name, 1)]
                found.texts[holes[0].name, holes[0].lane] = "".join(map(_joined, span))
            elif number < len(cells):
                read_lines(pieces, [printed(one) for one in _paragraphs_in(cells[number])], found)
        return [record_of(group.slot, found, lane) for lane in range(group.lanes)]

    def _continuation(self, table: Element) -> None:
        """Read a 续表: its heading tells which records it continues."""
        rows = list(_own(table, TR))
        texts = [_row_text(row) for row in rows]
        for group in self.groups:
            known = [one for one in group.heading if one]
            if not known or not texts or not any(same_print(texts[0], one) for one in known):
                continue
            below = next(
                (at for at, text in enumerate(texts) if not any(same_print(text, one) for one in known)),
                len(rows),
            )
            self.records[group.slot.name] += self._read_records(group, rows[below:])
            return
        self.single.unread |= {group.slot.name: MISSING for group in self.groups[-1:]}


def _end_of_records(
    rows: Sequence[Element], at: int, theirs: Sequence[Element], there: int, printed_rows: int
) -> int:
    """Where the rows of records end in the filled table: before the row that the template prints behind them."""
    if len(rows) == len(theirs):
        return there + printed_rows
    following = next((_row_text(row) for row in rows[at : at + 1] if TAG.sub("", _row_text(row))), "")
    if not following:
        return len(theirs) - (len(rows) - at)
    label = TAG.split(following)[0].strip() or following
    for number in range(there, len(theirs)):
        if same_print(_row_text(theirs[number])[: len(label)], label):
            return number
    return len(theirs)


def _stretches(blocks: Sequence[Element]) -> Iterator[tuple[list[Element], Element | None]]:
    """The paragraphs before each table with the table, and those behind the last."""
    paragraphs: list[Element] = []
    for block in blocks:
        if block.tag == TBL:
            yield paragraphs, block
            paragraphs = []
        else:
            paragraphs.append(block)
    yield paragraphs, None


def _without_continuations(blocks: Sequence[Element], surplus: int) -> tuple[list[Element], list[Element]]:
    """The blocks without the sheets that continue a table, and the tables of those sheets."""
    rest: list[Element] = []
    found: list[Element] = []
    at = 0
    while at < len(blocks):
        block, following = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        head = block.tag == P and text_of(block).strip().endswith(_CONTINUED)
        if head and following is not None and following.tag == TBL and len(found) < surplus:
            found.append(following)
            closing = blocks[at + 2] if at + 2 < len(blocks) else None
            at += 3 if closing is not None and closing.tag == P and not text_of(closing).strip() else 2
            continue
        rest.append(block)
        at += 1
    return rest, found


def _count(blocks: Sequence[Element]) -> int:
    return sum(block.tag == TBL for block in blocks)


def _blocks(within: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those in content controls and marked insertions."""
    for node in within:
        if node.tag in (P, TBL):
            yield node
        elif isinstance(node.tag, str) and node.tag != W + "tcPr":
            yield from _blocks(node)


def _own(within: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for node in within:
        if node.tag == tag:
            yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _own(node, tag)


def _paragraphs_in(cell: Element) -> list[Element]:
    return [block for block in _blocks(cell) if block.tag == P]


def _holes(pieces: Sequence[Piece]) -> list[Hole]:
    """The holes of slots, and one for each group of ticks."""
    found = [piece for piece in pieces if isinstance(piece, Hole)]
    ticks = {(one.ticks, one.lane) for one in pieces if not isinstance(one, (str, Hole))}
    return [*found, *(Hole(name, "ticks", lane) for name, lane in sorted(ticks))]


def _lone(cell: Element) -> Hole | None:
    text = "".join(text_of(paragraph) for paragraph in _paragraphs_in(cell)).strip()
    if not TAG.fullmatch(text):
        return None
    holes = _holes(pieces_of(text, ends_with_line=False))
    return holes[0] if holes else None


def _joined(cell: Element) -> str:
    return "".join("".join(printed(paragraph).split()) for paragraph in _paragraphs_in(cell))


def _row_text(row: Element) -> str:
    return "".join(text_of(one) for cell in _own(row, TC) for one in _paragraphs_in(cell))


def _boxed(paragraphs: Sequence[Element]) -> str:
    return "\n".join(printed(paragraph, blank=True).replace("\n", " ") for paragraph in paragraphs)


def printed(paragraph: Element, *, blank: bool = False) -> str:
    """What a paragraph prints, with symbols and controls as boxes: □ or ☑ (of a template always □)."""
    return "".join(_shown(inline, blank=blank) for inline in inlines(paragraph))


def _shown(inline: Inline, *, blank: bool) -> str:
    if inline.kind in ("text", "separator"):
        return inline.text
    marked = not blank and _is_marked(inline)
    if inline.kind == "symbol" and _symbol(inline.element) is None:
        return ""
    return _MARKED if marked else _UNMARKED


def _symbol(symbol: Element) -> str | None:
    named = str(symbol.get(W + "font", "")).startswith("Wingdings")
    return _SYMBOLS.get(str(symbol.get(W + "char", "")).upper()[-2:]) if named else None


def _is_marked(inline: Inline) -> bool:
    if inline.kind == "symbol":
        return _symbol(inline.element) == _MARKED
    path, name = (
        (f"{W}sdtPr/{W14}checkbox/{W14}checked", W14 + "val")
        if inline.kind == "control"
        else (f"{W}ffData/{W}checkBox/{W}checked", VAL)
    )
    state: Any = inline.element.find(path)
    return state is not None and state.get(name, "1") in ("1", "true", "on")
