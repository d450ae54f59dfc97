"""Cell references of SpreadsheetML (ECMA-376 part 1, 18.17.2.3) and where they go when rows are added."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})")
_ROW = re.compile(r"(\$?)([0-9]{1,7})")


@cache
def column_letters(column: int) -> str:
    """Name a column: 1 is A."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number a column: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def split_cell(reference: str) -> tuple[int, int]:
    """Row and column of a plain cell name."""
    found = _CORNER.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return int(found.group(4)), column_number(found.group(2))


@dataclass(frozen=True, slots=True)
class Corner:
    """A cell of a reference; row or column 0 means all of them."""

    row: int
    column: int
    fixed_row: bool = False
    fixed_column: bool = False

    def on(self, row: int) -> "Corner":
        """The corner in another row."""
        return Corner(row, self.column, self.fixed_row, self.fixed_column)

    def __str__(self) -> str:
        letters = ("$" if self.fixed_column else "") + column_letters(self.column) if self.column else ""
        return letters + (("$" if self.fixed_row else "") + str(self.row) if self.row else "")


@dataclass(frozen=True, slots=True)
class Area:
    """A cell or a range, on a named sheet or (empty) the sheet it stands on; ``prefix`` is how the sheet is written."""

    first: Corner
    last: Corner | None = None
    sheet: str = ""
    prefix: str = ""

    def __str__(self) -> str:
        return self.prefix + str(self.first) + (f":{self.last}" if self.last is not None else "")

    def has_column(self, column: int) -> bool:
        """Whether a column goes through the area."""
        last = self.first.column if self.last is None else self.last.column
        return self.first.column <= column <= (last or LAST_COLUMN)

    def between(self, first: Corner, last: Corner | None) -> "Area":
        """The area with other corners."""
        return Area(first, last, self.sheet, self.prefix)

    def translated(self, rows: int, columns: int = 0) -> "Area":
        """The area as it is copied by so many rows and columns; fixed parts stay."""
        last = None if self.last is None else _translated(self.last, rows, columns)
        return self.between(_translated(self.first, rows, columns), last)


def _translated(corner: Corner, rows: int, columns: int) -> Corner:
    row = corner.row if corner.fixed_row or not corner.row else corner.row + rows
    column = corner.column if corner.fixed_column or not corner.column else corner.column + columns
    return Corner(row, column, corner.fixed_row, corner.fixed_column)


def parse_area(text: str, sheet: str = "", prefix: str = "") -> Area | None:
    """The area a text names (``A1``, ``$A$1:B2``, ``A:B``, ``$1:$3``), else None."""
    first, colon, last = text.partition(":")
    one = _corner(first, bool(colon))
    two = _corner(last, bool(colon)) if colon else None
    if one is None or (colon and two is None):
        return None
    return Area(one, two, sheet, prefix)


def _corner(text: str, in_range: bool) -> Corner | None:
    found = _CORNER.fullmatch(text)
    if found:
        row, column = int(found.group(4)), column_number(found.group(2))
        if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
            return None
        return Corner(row, column, bool(found.group(3)), bool(found.group(1)))
    if not in_range:
        return None
    found = _COLUMN.fullmatch(text)
    if found:
        return Corner(0, column_number(found.group(2)), False, bool(found.group(1)))
    found = _ROW.fullmatch(text)
    return Corner(int(found.group(2)), 0, bool(found.group(1)), False) if found else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Printed rows ``first`` to ``last`` of a list, and how many rows were added behind them."""

    first: int
    last: int
    added: int


@dataclass(frozen=True, slots=True)
class RowMap:
    """Where the rows of one sheet went; stretches in the sheet's order."""

    stretches: tuple[Stretch, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether any row was added."""
        return any(stretch.added for stretch in self.stretches)

    def row(self, row: int) -> int:
        """Where a row of the template went."""
        return row + sum(stretch.added for stretch in self.stretches if stretch.last < row)

    def end(self, row: int) -> int:
        """Where the last row of a range went: a range that ends with a list takes in the added rows."""
        return min(row + sum(stretch.added for stretch in self.stretches if stretch.last <= row), LAST_ROW)

    def origin(self, row: int) -> tuple[int, int]:
        """The template's row of an output row, and its number among the added rows (0 when it is not one of them)."""
        for stretch in self.stretches:
            if row <= stretch.last:
                return row, 0
            if row <= stretch.last + stretch.added:
                return stretch.last, row - stretch.last
            row -= stretch.added
        return row, 0

    def area(self, area: Area, spread: bool = False) -> Area:
        """Where an area went; ``spread`` makes one cell of a one-row list the column of all its records."""
        first = _moved(area.first, self.row(area.first.row))
        if area.last is not None:
            return area.between(first, _moved(area.last, self.end(area.last.row)))
        if spread and any(
            stretch.first == stretch.last == area.first.row and stretch.added for stretch in self.stretches
        ):
            return area.between(first, _moved(area.first, self.end(area.first.row)))
        return area.between(first, None)

    def copies(self, area: Area) -> Sequence[Area]:
        """Where a merge or a link went, and its copies."""
        return (self.area(area),)


@dataclass(frozen=True, slots=True)
class Areas:
    """Several areas in the place of one."""

    areas: tuple[Area, ...]

    def __str__(self) -> str:
        return ",".join(map(str, self.areas))


@dataclass(frozen=True, slots=True)
class BlockMap(RowMap):
    """Where the rows went when a block of rows was repeated as a whole; its copies follow it directly."""

    first: int = 1
    last: int = 1
    count: int = 1

    @classmethod
    def of(cls, first: int, last: int, count: int) -> "BlockMap":
        """The map for rows ``first`` to ``last`` that stand there ``count`` times."""
        return cls((Stretch(first, last, (count - 1) * (last - first + 1)),), first, last, count)

    def inside(self, area: Area) -> bool:
        """Whether an area lies in the block."""
        end = (area.last or area.first).row
        return self.first <= area.first.row and end <= self.last and end > 0

    def area(self, area: Area, spread: bool = False) -> Area:
        """Where an area went; one in the block stays with the first copy."""
        return area if self.inside(area) else RowMap.area(self, area, spread)

    def copies(self, area: Area) -> Sequence[Area]:
        """All copies of an area in the block; where one outside it went."""
        if not self.inside(area):
            return (self.area(area),)
        return tuple(self.copy(area, number) for number in range(self.count))

    def copy(self, area: Area, number: int) -> Area:
        """An area of the block as it stands in one of the copies, fixed or not."""
        rows = number * (self.last - self.first + 1)

        last = area.last
        return area.between(
            area.first.on(area.first.row + rows), None if last is None else last.on(last.row + rows)
        )

    def spread(self, area: Area) -> "Area | Areas":
        """All copies of an area, as an argument of a function or a list of ranges has them."""
        copies = self.copies(area)
        return copies[0] if len(copies) == 1 else Areas(tuple(copies))


def _moved(corner: Corner, row: int) -> Corner:
    return corner.on(row) if corner.row else corner


Maps = Mapping[str, RowMap]


def parse_ranges(text: str) -> Sequence[Area]:
    """The areas of a list of ranges."""
    return [area for part in text.split() if (area := parse_area(part))]
