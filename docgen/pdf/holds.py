"""The free places of a form: which paragraphs they hold, and how their heights make the rows of its tables.

A blank page is set twice over: once to learn where the units stand (`Learner`), then for each shape of the form, with
places of the heights that the shape says (`Shaper`).  A shape is what makes the fixed part of a form look different:
the heights of rows that values made grow, and the lines of paragraphs outside tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from docgen.pdf.ink import Unstampable, ink
from docgen.pdf.page.blank import mark_html
from docgen.pdf.page.css import pt
from docgen.pdf.page.flow import PageFlow, Place
from docgen.pdf.page.grid import Cell, Grid
from docgen.pdf.page.lineset import block_of
from docgen.pdf.page.paragraph import Block, Composed, Room
from docgen.pdf.page.table import inset
from docgen.pdf.page.xml import Element, W, local
from docgen.pdf.skeleton import MARK

_SLACK = 0.005  # points; less is no growth


@dataclass(frozen=True, slots=True)
class Held(Block):
    """What stands for the content of a cell that holds units."""

    cell: int = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of a cell: a unit by its number, or fixed ink."""

    unit: int = -1
    fixed: Composed | None = None


@dataclass(slots=True)
class Free:
    """A cell whose text is not on the blank page: its paragraphs, and how they stand in it."""

    entries: tuple[Entry, ...]
    align: float = 0.0  # share of spare height above the text
    table: int = -1

    @property
    def least(self) -> float:
        """Give the height of fixed text, nought for a cell that holds units."""
        fixed = [entry.fixed for entry in self.entries if entry.fixed]
        return stacked(fixed)[0] if len(fixed) == len(self.entries) else 0.0


@dataclass(slots=True)
class Rows:
    """How a table's rows get their heights from the cells that may grow."""

    floors: list[float]
    exact: list[bool]
    nested: bool = False
    singles: list[tuple[int, int, float]] = field(default_factory=list)  # cell, row, inset
    spans: list[tuple[int, int, int, float]] = field(
        default_factory=list
    )  # cell or -1, row, rows, inset or need
    growing: list[tuple[int, int, float]] = field(default_factory=list)  # those of singles that hold units
    stiff: list[tuple[int, int]] = field(default_factory=list)  # rows of cells that stay on the blank page

    def heights(self, contents: Mapping[int, float]) -> list[float]:
        """Give the heights of rows; the arithmetic is that of the table's own setting."""
        heights = self.floors.copy()
        for cell, row, inset_ in self.growing:
            if not self.exact[row]:
                heights[row] = max(heights[row], contents[cell] + inset_)
        for cell, row, rows, more in self.spans:
            last = row + rows - 1
            if not self.exact[last]:
                need = more + (contents[cell] if cell >= 0 else 0.0)
                heights[last] += max(0.0, need - sum(heights[row : last + 1]))
        return heights


@dataclass(slots=True)
class Learner:
    """Finds out where units stand while the form is set with nothing in them."""

    places: dict[int, Place] = field(default_factory=dict)
    cells: list[Free] = field(default_factory=list)
    met: list[bool] = field(default_factory=list)  # of every cell in order: whether it is free
    bodies: list[int] = field(default_factory=list)  # units outside tables
    tables: list[Rows] = field(default_factory=list)
    _holding: dict[Element, bool] = field(default_factory=dict)
    _fixed: dict[int, float] = field(default_factory=dict)
    _least: list[list[float]] = field(default_factory=list)

    def cell(self, flow: PageFlow, elements: Sequence[Element], room: Room) -> Block | None:
        """Note the paragraphs of a cell, in a table that holds units."""
        found = list(flow.neighbours(elements))
        units = any(element.get(MARK) for element, _, _ in found)
        tables = any(local(element) == "tbl" for element, _, _ in found)
        if units and tables:
            raise Unstampable
        self.met.append(units or (not tables and self._movable(flow, found, room)))
        if not self.met[-1]:
            return None
        entries = [
            self._entry(flow, element, flow.labelled(element, Place(room, above, below)))
            for element, above, below in found
        ]
        self.cells.append(Free(tuple(entries)))
        return Held("", self.cells[-1].least, cell=len(self.cells) - 1)

    def _movable(self, flow: PageFlow, found: Sequence[tuple[Element, bool, bool]], room: Room) -> bool:
        """Tell whether fixed text can be taken off the blank page, and should, for its table holds units."""
        table = next(found[0][0].iterancestors(f"{W}tbl"), None) if found else None
        if table is None:
            return False
        if table not in self._holding:
            self._holding[table] = any(p.get(MARK) for p in table.iter(f"{W}p"))
        if not self._holding[table]:
            return False
        try:
            return all(_drawn(flow, element, Place(room)) for element, _, _ in found)
        except Unstampable:
            return False

    def _entry(self, flow: PageFlow, element: Element, place: Place) -> Entry:
        number = element.get(MARK)
        drawn = _drawn(flow, element, place)
        if number is None:
            return Entry(fixed=drawn)
        self.places[int(number)] = place
        return Entry(unit=int(number))

    def paragraph(self, flow: PageFlow, element: Element, place: Place) -> Block | None:
        """Note a unit outside tables."""
        if element.get(MARK) is None:
            return None
        entry = self._entry(flow, element, flow.labelled(element, place))
        self.bodies.append(entry.unit)
        return Block("", 0.0)

    def table(self, grid: Grid, cells: Sequence[Cell], heights: Sequence[float], room: Room) -> None:
        """Note how the rows of a table get their heights."""
        del heights
        rows = Rows([row.height for row in grid.rows], [row.exact for row in grid.rows], room.in_table)
        for cell in cells:
            if isinstance(cell.block, Held):
                self._free(rows, cell, cell.block)
            else:
                _fixed(rows, cell)
        self.tables.append(rows)

    def _free(self, rows: Rows, cell: Cell, held: Held) -> None:
        free = self.cells[held.cell]
        free.align = {"center": 0.5, "both": 0.5, "bottom": 1.0}.get(cell.properties.get("vAlign", ""), 0.0)
        free.table = len(self.tables)
        if cell.rows > 1:
            rows.spans.append((held.cell, cell.row, cell.rows, inset(cell)))
            return
        rows.singles.append((held.cell, cell.row, inset(cell)))
        if any(entry.fixed is None for entry in free.entries):
            rows.growing.append(rows.singles[-1])
        elif not rows.exact[cell.row]:
            rows.floors[cell.row] = max(rows.floors[cell.row], held.height + inset(cell))

    def fixed(self) -> dict[int, float]:
        """Give the heights of all free cells while units are empty."""
        if len(self._fixed) < len(self.cells):
            self._fixed = {number: free.least for number, free in enumerate(self.cells)}
        return self._fixed

    def least(self, table: int) -> list[float]:
        """Give the heights of a table's rows while units are empty."""
        if len(self._least) < len(self.tables):
            self._least = [rows.heights(self.fixed()) for rows in self.tables]
        return self._least[table]


def _drawn(flow: PageFlow, element: Element, place: Place) -> Composed:
    composed = flow.composed(element, place)
    if composed is None:
        raise Unstampable
    ink(composed, {})  # raises what cannot be stamped
    return composed


def _fixed(rows: Rows, cell: Cell) -> None:
    rows.stiff.append((cell.row, cell.row + cell.rows - 1))
    if cell.block is None:
        return
    if cell.rows > 1:
        rows.spans.append((-1, cell.row, cell.rows, inset(cell) + cell.block.height))
    elif not rows.exact[cell.row]:
        rows.floors[cell.row] = max(rows.floors[cell.row], cell.block.height + inset(cell))


class Set(Protocol):
    """A paragraph that is set: its height and the margins that collapse with its neighbours'."""

    @property
    def height(self) -> float:
        """Give the height without margins."""

    @property
    def before(self) -> float:
        """Give the margin above."""

    @property
    def after(self) -> float:
        """Give the margin below."""


S = TypeVar("S", bound=Set)


def stacked(drawn: Sequence[S]) -> tuple[float, tuple[tuple[S, float], ...]]:
    """Set paragraphs under each other: the height, and each with its distance from the top."""
    height, margin = 0.0, 0.0
    placed = []
    for each in drawn:
        height += max(margin, each.before)
        placed.append((each, height))
        height += each.height
        margin = each.after
    return height + margin, tuple(placed)


@dataclass(slots=True)
class Shaper:
    """Keeps places free in the heights of one shape; its marks are cells first, then lines of paragraphs."""

    learnt: Learner
    contents: Mapping[int, float]
    bodies: Mapping[int, Composed]
    marks: dict[int, tuple[int, int]] = field(default_factory=dict)  # mark → unit, line
    rooms: dict[int, float] = field(default_factory=dict)  # cell → height of its place
    _met: int = 0
    _freed: int = 0

    def cell(self, flow: PageFlow, elements: Sequence[Element], room: Room) -> Block | None:
        """Give a place of the height that the shape says."""
        self._met += 1
        if not self.learnt.met[self._met - 1]:
            return None
        for element, _, _ in flow.neighbours(elements):
            flow.labelled(element, Place(room))
        self._freed += 1
        return Held("", self.contents[self._freed - 1], cell=self._freed - 1)

    def paragraph(self, flow: PageFlow, element: Element, place: Place) -> Block | None:
        """Give the lines of a unit outside tables, with marks for text."""
        if element.get(MARK) is None:
            return None
        flow.labelled(element, place)
        unit = int(element.get(MARK))
        composed = self.bodies[unit]
        marks = []
        for line in range(len(composed.lines)):
            mark = len(self.learnt.cells) + len(self.marks)
            self.marks[mark] = unit, line
            marks.append(mark_html(mark))
        return block_of(flow.source, flow.owner, composed, stead=marks)

    def table(self, grid: Grid, cells: Sequence[Cell], heights: Sequence[float], room: Room) -> None:
        """Fill each free cell with its place."""
        del grid, room
        for cell in cells:
            if isinstance(cell.block, Held):
                high = max(0.0, sum(heights[cell.row : cell.row + cell.rows]) - inset(cell))
                self.rooms[cell.block.cell] = high
                html = f'<div style="height:{pt(high)};line-height:0">{mark_html(cell.block.cell)}</div>'
                cell.block = Held(html, high, cell=cell.block.cell)


Growth = tuple[tuple[int, int, float], ...]


def grown(learnt: Learner, contents: Mapping[int, float]) -> Growth:
    """Say which rows are higher than with empty places: table, row, height."""
    result = []
    for at, rows in enumerate(learnt.tables):
        base = learnt.least(at)
        for row, (height, low) in enumerate(zip(rows.heights(contents), base, strict=True)):
            if height > low + _SLACK:
                if rows.nested:
                    raise Unstampable
                result.append((at, row, round(height, 3)))
    return tuple(result)


def heights_of(learnt: Learner, growth: Growth) -> list[list[float]]:
    """Give the heights of all rows of all tables."""
    heights = [learnt.least(table).copy() for table in range(len(learnt.tables))]
    for table, row, height in growth:
        heights[table][row] = height
    return heights


def rooms_of(learnt: Learner, growth: Growth) -> dict[int, float]:
    """Give the heights of places that make the rows just so high; they follow from the growth alone."""
    rooms: dict[int, float] = {}
    for rows, heights in zip(learnt.tables, heights_of(learnt, growth), strict=True):
        rooms |= {cell: heights[row] - inset_ for cell, row, inset_ in rows.singles}
        for cell, row, count, inset_ in rows.spans:
            if cell >= 0:
                rooms[cell] = sum(heights[row : row + count]) - inset_
    return rooms
