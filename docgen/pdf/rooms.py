"""How much room the boxes of a form have, from its own layout, and which texts will not fit.

A template is set once with a sign of its own in every slot; where the sign comes to stand tells the slot's cell, its
lines, its size and how much of the page is left.  A household's texts are then measured by advance widths alone.  Only
where a form comes close to another page is it set in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal

from docgen.ooxml import Slot, Ticks
from docgen.pdf.layout import Template
from docgen.pdf.lines import Text
from docgen.pdf.page import WordSheet, draw
from docgen.pdf.page.flow import PageFlow, Place, blocks_in
from docgen.pdf.page.grid import Cell, Grid
from docgen.pdf.page.paragraph import Block, Composed, Room
from docgen.pdf.page.table import inset
from docgen.pdf.page.xml import Element, W

_SIGNS = 0xE100  # private use: a sign for each slot
_TRIALS = ((0.9, 1.005), (1.0, 1.0), (1.1, 0.995))  # a form is set in full where these do not agree
_SLACK = 0.5  # points; less is no growth
_BLANKS = " _\u3000\uff3f"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A box that does not fit: its slot, the record it stands in, characters written and those there is room for.

    ``kind``: ``cut`` where the text is cut off, ``page`` where the form gets another page for it.
    """

    slot: str
    row: int
    written: int
    room: int
    kind: Literal["cut", "page"]


@dataclass(frozen=True, slots=True)
class Held:
    """A paragraph with slots: its cell, and its measures in points; `fixed` is the width of printed words."""

    slots: tuple[str, ...]
    cell: int
    width: float
    fixed: float
    size: float
    line: float

    def lines(self, texts: Sequence[str]) -> int:
        """Count the lines of the paragraph with these texts in its slots."""
        widths = [self.fixed]
        for text in texts:
            first, *more = text.split("\n")
            widths[-1] += em(first) * self.size
            widths += [em(part) * self.size for part in more]
        return sum(max(1, ceil((width - _SLACK) / self.width)) for width in widths)


@dataclass(frozen=True, slots=True)
class CellRoom:
    """A cell with slots: what it may still grow before its row does, whether it is cut then, and where it is."""

    spare: float
    exact: bool
    row: Row
    section: int


Row = tuple[int, int]  # a table's number and a row in it; −1 and a paragraph's number outside tables


@dataclass(frozen=True, slots=True)
class SectionRoom:
    """A section of the form: what stands in it from top to bottom, by its rows and paragraphs, and a page's height."""

    units: tuple[tuple[Row, float], ...]
    page: float

    def pages(self, grown: Mapping[Row, float], more: float = 1.0, room: float = 1.0) -> int:
        """Count its pages when rows have grown; rows are not split. `more` and `room` make it harder or easier."""
        pages, used, page = 1, 0.0, self.page * room
        for row, height in self.units:
            high = height + grown.get(row, 0.0) * more
            if used and used + high > page + _SLACK:
                pages, used = pages + 1, 0.0
            used += high
            if used > page + _SLACK:
                further = ceil((used - _SLACK) / page) - 1
                pages, used = pages + further, used - further * page
        return pages

    def grows(self, grown: Mapping[Row, float], more: float = 1.0, room: float = 1.0) -> bool:
        """Tell whether it has more pages when rows have grown."""
        return self.pages(grown, more, room) > self.pages({}, more, room)


@dataclass(slots=True)
class _Finder:
    """Notes where signs stand while a section is set."""

    signs: Mapping[str, str]
    section: int
    places: dict[Element, Place] = field(default_factory=dict)
    found: list[tuple[list[Element], CellRoom]] = field(default_factory=list)
    rows: dict[str, tuple[float, float]] = field(
        default_factory=dict
    )  # slot: its row's height, what is above it
    tables: int = 0
    heights: list[tuple[Row, float]] = field(default_factory=list)  # rows of the table that was set last

    def cell(self, flow: PageFlow, elements: Sequence[Element], room: Room) -> Block | None:
        """Take no cell's place."""
        del flow, elements, room
        return None

    def paragraph(self, flow: PageFlow, element: Element, place: Place) -> Block | None:
        """Note where a paragraph with signs stands; one outside tables is a cell of its own."""
        del flow
        if self.slots(element):
            self.places[element] = place
            if not place.room.in_table:
                self.found.append(([element], CellRoom(0.0, False, (-1, len(self.found)), self.section)))
        return None

    def table(self, grid: Grid, cells: Sequence[Cell], heights: Sequence[float], room: Room) -> None:
        """Note the room of each cell with signs."""
        self.tables += 1
        if not room.in_table:
            self.heights = [((self.tables, at), height) for at, height in enumerate(heights)]
        for cell in cells:
            mine = [p for p in self.places if next(p.iterancestors(f"{W}tc"), None) is cell.element]
            if mine and cell.block is not None:
                last = cell.row + cell.rows - 1
                spare = sum(heights[cell.row : last + 1]) - inset(cell) - cell.block.height
                at = self.tables, last
                self.found.append((mine, CellRoom(max(spare, 0.0), grid.rows[last].exact, at, self.section)))
                for slot in (slot for p in mine for slot in self.slots(p)):
                    self.rows[slot] = heights[cell.row], sum(heights[: cell.row])

    def slots(self, element: Element) -> tuple[str, ...]:
        """Give the slots whose signs stand in a paragraph."""
        text = "".join(node.text or "" for node in element.iter(f"{W}t"))
        return tuple(self.signs[character] for character in text if character in self.signs)

    def held(self, flow: PageFlow, element: Element, cell: int) -> Held | None:
        """Measure a paragraph."""
        composed = flow.composed(element, self.places[element])
        return _held(composed, self.slots(element), cell, self.signs) if composed else None


def _held(composed: Composed, slots: tuple[str, ...], cell: int, signs: Mapping[str, str]) -> Held:
    """Measure a paragraph; the blanks that are printed for writing on give way to what is written."""
    texts = [
        (piece.item.size, placed.extent.height, piece.text)
        for placed in composed.lines
        for piece in placed.line.pieces
        if isinstance(piece.item, Text)
    ]
    marked = (one for one in texts if any(character in signs for character in one[2]))
    size, line, _ = next(marked, (10.5, composed.height, ""))
    fixed = sum(
        em("".join(c for c in text if c not in signs and c not in _BLANKS)) * size for size, _, text in texts
    )
    return Held(slots, cell, composed.width, fixed, size, line)


class Rooms:
    """The rooms of one form, ready to measure households."""

    def __init__(self, sheet: WordSheet, template: Template) -> None:
        self._sheet = sheet
        self._template = template
        self._signs: dict[str, str] = {}
        self._capacity = {slot.name: slot.capacity for slot in template.slots if slot.kind == "rows"}
        self._digits = {slot.name: slot.capacity for slot in template.slots if slot.kind == "digits"}
        parts = template.fill_parts({slot.name: self._sign(slot, slot.name) for slot in template.slots})
        self._held: dict[int, list[Held]] = {}
        self._cells: list[CellRoom] = []
        self._sections: list[SectionRoom] = []
        self._rows: dict[str, tuple[float, float]] = {}
        for strips, page in sheet.sections(parts):
            self._learn(strips, page)
        self._safe = self._least()

    def _sign(self, slot: Slot, name: str) -> Any:
        if slot.kind == "rows":
            columns = {column.name.removeprefix(f"{name}."): column for column in slot.columns}
            return [{short: self._sign(column, f"{name}.{short}") for short, column in columns.items()}]
        if slot.kind == "tick":
            return Ticks() if slot.options else False
        if slot.kind == "digits":
            return ""
        sign = chr(_SIGNS + len(self._signs))
        self._signs[sign] = name
        return sign

    def _learn(self, strips: Sequence[tuple[Sequence[Element], Room, int]], page: float) -> None:
        """Set a section once, and note the rooms in it."""
        finder = _Finder(self._signs, len(self._sections))
        flow = self._sheet.flow(self._sheet.main, finder)
        units = [
            (row, height / columns)
            for elements, room, columns in strips
            for row, height in _units(flow, finder, elements, room)
        ]
        self._sections.append(SectionRoom(tuple(units), page))
        self._rows |= finder.rows
        for paragraphs, cell in finder.found:
            number = len(self._cells)
            self._cells.append(cell)
            self._held[number] = [one for p in paragraphs if (one := finder.held(flow, p, number))]

    def _least(self) -> dict[str, int]:
        """Give the characters that each slot takes whatever stands beside it."""
        least: dict[str, int] = {}
        for number, held in self._held.items():
            slots = sum(len(one.slots) for one in held)
            for one in held:
                lines = 1 + int(self._cells[number].spare / one.line)
                free = (lines * one.width - one.fixed) / one.size / slots
                least |= {slot: max(0, int(free) - 1) for slot in one.slots}
        return least

    def sheets(self, table: str, count: int) -> int:
        """Give how many sheets of 续表 the records beyond the printed rows take."""
        more = count - self._capacity.get(table, count)
        high, above = next(
            (room for slot, room in self._rows.items() if slot.startswith(f"{table}.")), (20.0, 0.0)
        )
        page = max((one.page for one in self._sections), default=700.0)
        heading = min(above, 4 * high)
        return max(0, ceil(more / max(1, int((page - heading - 2 * high) / high)))) if high else 0

    def misfits(self, values: Mapping[str, Any]) -> tuple[Misfit, ...]:
        """Give the texts of a household that do not fit, the worst of a page first."""
        long = tuple(self._long(values))
        if not long:
            return ()
        grown = [one for one in map(self._growth, long) if one is not None]
        cut = [one.misfit("cut") for one in grown if one.cell.exact]
        return (*cut, *self._overflowing(values, [one for one in grown if not one.cell.exact]))

    def _long(self, values: Mapping[str, Any]) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
        """Give the cells, with the record they are of, that hold a text longer than is safe."""
        seen = set()
        safe = self._safe
        for name, value in values.items():
            if isinstance(value, str):
                if len(value) > safe.get(name, len(value)) and (key := (self._cell_of(name), 0)) not in seen:
                    seen.add(key)
                    yield *key, values
            elif isinstance(value, list):
                for row, record in enumerate(value[: self._capacity.get(name, 0)], 1):
                    for column, text in record.items():
                        slot = f"{name}.{column}"
                        if isinstance(text, str) and len(text) > safe.get(slot, len(text)):
                            key = self._cell_of(slot), row
                            if key not in seen:
                                seen.add(key)
                                yield *key, {f"{name}.{short}": one for short, one in record.items()}

    def _cell_of(self, slot: str) -> int:
        return next(number for number, held in self._held.items() for one in held if slot in one.slots)

    def _growth(self, long: tuple[int, int, Mapping[str, Any]]) -> _Growth | None:
        """Give how much a cell grows, None where its texts find room after all."""
        number, row, values = long
        cell, extra = self._cells[number], -self._cells[number].spare
        told: list[tuple[float, str, int, int]] = []
        for held in self._held[number]:
            texts = [_text(values.get(slot)) for slot in held.slots]
            extra += (held.lines(texts) - held.lines([""] * len(texts))) * held.line
            lines = 1 + int(cell.spare / held.line)
            room = max(1, int((lines * held.width - held.fixed) / held.size))
            told += [(em(text), slot, len(text), room) for slot, text in zip(held.slots, texts, strict=True)]
        _, slot, written, room = max(told)
        return _Growth(cell, row, extra, slot, written, room) if extra > _SLACK else None

    def _overflowing(self, values: Mapping[str, Any], grown: Sequence[_Growth]) -> Iterator[Misfit]:
        """Give the texts for which the form gets another page, section by section, the longest first."""
        for number, section in enumerate(self._sections):
            worst = _by_row(one for one in grown if one.cell.section == number)
            if not worst:
                continue
            rows = {one.at: one.extra for one in worst}
            told = {section.grows(rows, *how) for how in _TRIALS}
            if told == {False} or (len(told) > 1 and not self._takes_a_page(values, worst)):
                continue
            for one in worst:
                yield one.misfit("page")
                rows.pop(one.at, None)
                if not section.grows(rows):
                    break

    def _takes_a_page(self, values: Mapping[str, Any], grown: Sequence[_Growth]) -> bool:
        """Tell, by setting the form in full, whether it has more pages than without the texts that grow it."""
        short = dict(values)
        for one in grown:
            table, _, column = one.slot.rpartition(".")
            if table:
                short[table] = [
                    {**record, column: ""} if row == one.row else record
                    for row, record in enumerate(short[table], 1)
                ]
            else:
                short[one.slot] = ""
        return self._pages(values) > self._pages(short)

    def _pages(self, values: Mapping[str, Any]) -> int:
        return draw(self._sheet.html(self._template.fill_parts(values))).pages


def _units(
    flow: PageFlow, finder: _Finder, elements: Sequence[Element], room: Room
) -> Iterator[tuple[Row, float]]:
    """Set elements under each other: paragraphs and rows of tables with their heights."""
    for number, element in enumerate(blocks_in(elements)):
        height = flow.stack([element], room).height
        if finder.heights:
            yield from finder.heights
            finder.heights = []
        else:
            row = finder.found[-1][1].row if finder.found else (0, 0)
            yield row if row[0] < 0 else (0, number), height


def _by_row(grown: Iterable[_Growth]) -> list[_Growth]:
    """Give what makes each row grow most, the worst first."""
    rows: dict[Row, _Growth] = {}
    for one in sorted(grown, key=lambda one: one.extra):
        rows[one.at] = one
    return sorted(rows.values(), key=lambda one: one.extra, reverse=True)


@dataclass(frozen=True, slots=True)
class _Growth:
    """A cell that grows: by how many points, and its longest text."""

    cell: CellRoom
    row: int
    extra: float
    slot: str
    written: int
    room: int

    @property
    def at(self) -> Row:
        """The row that grows: that of the record."""
        table, row = self.cell.row
        return table, row + max(0, self.row - 1)

    def misfit(self, kind: Literal["cut", "page"]) -> Misfit:
        """Say so."""
        return Misfit(self.slot, self.row, self.written, self.room, kind)


def em(text: str) -> float:
    """Give the width of a text in em: half for Latin letters and digits."""
    return len(text) - 0.5 * sum(character < "\x80" for character in text)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
