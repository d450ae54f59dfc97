"""A table as one grid, whatever file it comes from: cells with their spans, edges and text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from docgen.ooxml.blanks.values import At, TableId

#: Stands in a cell's text for a content control or a merge field that takes a text.
CONTROL = "\ue000"
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Control:
    """A content control or merge field: what it takes, and the title or the name it carries."""

    kind: str  # "text", "list", "date", "field"
    title: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid; merged cells are one. ``left`` and ``right`` are physical, ``row`` counts grid rows.

    In ``text`` underlined spaces read as ``_``, boxes as ``□`` and controls as CONTROL.
    ``faint``: printed in grey or italics throughout, as hints are. ``open``: no line around it at all.
    """

    at: At
    row: int
    left: float
    right: float
    rows: int = 1
    text: str = ""
    controls: tuple[Control, ...] = ()
    faint: bool = False
    lines: int = 1
    picture: bool = False
    nested: bool = False
    open: bool = False

    @property
    def end(self) -> int:
        """The row behind the cell's last one."""
        return self.row + self.rows

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    def covers(self, row: int) -> bool:
        """Whether the cell stands in this row or reaches down into it."""
        return self.row <= row < self.end

    def over(self, other: "Cell") -> float:
        """The share of the narrower cell's width that both have in common."""
        common = min(self.right, other.right) - max(self.left, other.left)
        return common / max(min(self.width, other.width), 1e-9)

    def stands_on(self, other: "Cell") -> bool:
        """Whether both share at least half a width."""
        return self.over(other) >= _SHARE


@dataclass(slots=True)
class Grid:
    """A table: its cells in reading order, and how its rows are numbered in the file."""

    table: TableId
    sheet: str
    cells: tuple[Cell, ...]
    numbers: tuple[int, ...]
    heights: tuple[float, ...] = ()
    em: float = 210.0
    _rows: dict[int, tuple[Cell, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        rows: dict[int, list[Cell]] = {row: [] for row in range(len(self.numbers))}
        for cell in self.cells:
            for row in range(cell.row, min(cell.end, len(self.numbers))):
                rows[row].append(cell)
        self._rows = {row: tuple(sorted(cells, key=lambda c: c.left)) for row, cells in rows.items()}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.numbers)

    @property
    def right(self) -> float:
        """The table's right edge."""
        return max((cell.right for cell in self.cells), default=0.0)

    @property
    def width(self) -> float:
        """The table's width."""
        return self.right - min((cell.left for cell in self.cells), default=0.0)

    def row(self, row: int) -> tuple[Cell, ...]:
        """The cells that stand in a row or reach down into it, from left to right."""
        return self._rows.get(row, ())

    def before(self, cell: Cell) -> Cell | None:
        """The cell that touches this one's left edge in its first row."""
        found = [one for one in self.row(cell.row) if one.left < cell.left and one is not cell]
        return found[-1] if found else None

    def after(self, cell: Cell) -> Cell | None:
        """The cell that follows in the cell's first row."""
        found = [one for one in self.row(cell.row) if one.left > cell.left and one is not cell]
        return found[0] if found else None

    def above(self, cell: Cell) -> Cell | None:
        """The cell that ends right above this one and shares most of its width."""
        return _nearest((one for one in self.row(cell.row - 1) if one is not cell), cell)

    def below(self, cell: Cell) -> Cell | None:
        """The cell right under this one that shares most of its width."""
        return _nearest((one for one in self.row(cell.end) if one is not cell), cell)

    def full(self, cell: Cell) -> bool:
        """Whether the cell has its row for itself."""
        return len(self.row(cell.row)) == 1 and cell.width >= 0.4 * self.width

    def number(self, row: int) -> int:
        """The row's number in the file."""
        return self.numbers[row]


def _nearest(candidates: Iterable[Cell], cell: Cell) -> Cell | None:
    found = [one for one in candidates if one.stands_on(cell)]
    return max(found, key=lambda one: min(one.right, cell.right) - max(one.left, cell.left), default=None)
