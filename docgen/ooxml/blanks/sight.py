"""A grid whose cells were read: roles, the groups that stand beside several rows, and the rows cut at them."""

import re
from dataclasses import dataclass, field

from docgen.ooxml.blanks.grid import Cell, Grid
from docgen.ooxml.blanks.roles import BLANK, FILLED_IN, Reading, Role, read_cell
from docgen.ooxml.blanks.values import At, squeezed

Segment = tuple[Cell, ...]

_SHORT = 16


@dataclass(slots=True)
class Sight:
    """A table being read: what each cell is, and which cells are spoken for."""

    grid: Grid
    readings: dict[At, Reading] = field(default_factory=dict)
    groups: frozenset[At] = frozenset()
    taken: set[At] = field(default_factory=set)

    def role(self, cell: Cell) -> Role:
        """The cell's role."""
        return self.readings[cell.at].role

    def is_blank(self, cell: Cell | None) -> bool:
        """Whether a value can be written into the whole cell."""
        return cell is not None and self.role(cell) in BLANK and not cell.open

    def is_fillable(self, cell: Cell | None) -> bool:
        """Whether something is filled in here: blank, boxes or gaps."""
        return cell is not None and self.role(cell) in FILLED_IN and not cell.open

    def is_label(self, cell: Cell | None) -> bool:
        """Whether the cell prints words that can name another."""
        if cell is None:
            return False
        role = self.role(cell)
        if role is Role.SIGN:
            return is_short_line(cell)
        return role in (Role.LABEL, Role.COLON) or (role is Role.PHOTO and len(squeezed(cell.text)) <= _SHORT)

    def takes_label(self, cell: Cell | None) -> bool:
        """Whether a cell waits for a label from outside: it is filled in, and names nothing itself."""
        if cell is None or not self.is_fillable(cell):
            return False
        marks = self.readings[cell.at].marks
        return not marks or not marks[0].label

    def is_group(self, cell: Cell) -> bool:
        """Whether the cell is a heading beside several rows."""
        return cell.at in self.groups

    def segments(self, row: int) -> list[Segment]:
        """The cells over a row, cut at group headings and at spacers that no line surrounds."""
        out: list[list[Cell]] = [[]]
        for cell in self.grid.row(row):
            if self.is_group(cell) or (cell.open and not cell.text.strip()):
                out.append([])
            else:
                out[-1].append(cell)
        return [tuple(one) for one in out if one]


def is_short_line(cell: Cell) -> bool:
    """Whether a text is one short line, as labels are."""
    text = cell.text.strip("\n")
    return len(squeezed(text)) <= _SHORT and not re.search(r"[ \u3000]{4,}|____|年[ \u3000_]+月", text)


def see(grid: Grid) -> Sight:
    """Read every cell of a grid, then find its group headings."""
    sight = Sight(grid, {cell.at: read_cell(cell) for cell in grid.cells})
    sight.groups = frozenset(cell.at for cell in grid.cells if _is_group(sight, cell))
    return sight


def _is_group(sight: Sight, cell: Cell) -> bool:
    """A merged label with rows of its own beside it, in which there are labels or heads and something to fill."""
    if cell.rows < 2 or sight.role(cell) not in (Role.LABEL, Role.COLON):
        return False
    beside = [_beside(sight.grid, cell, row) for row in range(cell.row, cell.end)]
    if not all(beside) or not any(len(cells) > 1 for cells in beside):
        return False
    inner = {one.at: one for cells in beside for one in cells if one.row >= cell.row and one.end <= cell.end}
    words = [one for one in inner.values() if sight.is_label(one) or sight.role(one) is Role.SERIAL]
    fill = [one for one in inner.values() if sight.is_fillable(one) or sight.role(one) is Role.SIGN]
    first = beside[0][0]
    alone = sight.is_blank(first) and first.rows == cell.rows
    return bool(words) and bool(fill) and not alone and _starts_rows(beside, cell)


def _beside(grid: Grid, cell: Cell, row: int) -> list[Cell]:
    return [one for one in grid.row(row) if one.left >= cell.right - 1e-6]


def _starts_rows(beside: list[list[Cell]], cell: Cell) -> bool:
    """Whether the rows beside begin anew: more than one cell starts within the group's rows."""
    return any(one.row > cell.row for cells in beside for one in cells[:2])
