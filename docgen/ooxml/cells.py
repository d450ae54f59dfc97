"""Cells of a worksheet (ECMA-376 part 1, 18.3.1.4): what is printed as is, what takes a value, what is computed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.ooxml.compute import Run
from docgen.ooxml.errors import Place
from docgen.ooxml.formula import CellValue, Formula
from docgen.ooxml.references import Stretch
from docgen.ooxml.writers import Source, TicksWriter

_NUMBERED = re.compile(r"__\d+__(?=\.|$)")


def plain_name(name: str) -> str:
    """A list's or slot's name as the template has it, without the numbers of records."""
    return _NUMBERED.sub("", name)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A cell that is printed as the template has it; ``rest`` is its XML behind the cell's name."""

    column: int
    rest: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a cell; ``lane`` tells whether it is a record's, else it is the document's.

    ``key`` is the name when the tag is nothing but a name without dots.
    """

    source: Source
    lane: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The tag of a tick group; the boxes behind it look up what it chose."""

    writer: TicksWriter
    lane: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A printed box, option ``number`` of the group before it."""

    number: int
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Blank:
    """The printed rule behind “其他” of the group before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """The beginning of a stretch of a cell's text with a look of its own (rich text, 18.4.4)."""

    properties: str


Piece = str | Tag | Group | Box | Blank | Look


@dataclass(frozen=True, slots=True)
class Taking:
    """A cell that takes a value: one tag alone (typed), or texts around tags.

    ``style`` is the cell's format, ``date_style`` the one for a date. ``digit`` is the number of the one character
    that the cell takes (a row of boxes), ``mark`` what it prints when its value is true (a lone tick).
    """

    column: int
    style: str
    date_style: str
    pieces: tuple[Piece, ...]
    lane: bool  # whether any of its tags is a record's
    digit: tuple[int, int] | None = None
    mark: str = ""

    key: str = field(init=False, compare=False)  # the name, without dots, that alone fills the cell

    def __post_init__(self) -> None:
        only = self.pieces[0] if len(self.pieces) == 1 else None
        plain = isinstance(only, Tag) and not (self.digit or self.mark)
        object.__setattr__(self, "key", only.key if plain and isinstance(only, Tag) else "")


@dataclass(frozen=True, slots=True)
class Computed:
    """A cell with a formula, compiled; ``own`` is the row it was written for, ``text`` how it then reads."""

    column: int
    style: str
    formula: Formula
    run: Run
    own: int
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A cell that prints its record's number (序号)."""

    column: int
    style: str


Cell = Fixed | Taking | Computed | Numbered


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the template: its number, its other attributes, its cells in order; static rows are kept as text."""

    number: int
    attributes: str
    cells: tuple[Cell, ...]
    text: str = ""
    columns: Mapping[int, Cell] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", {cell.column: cell for cell in self.cells})


@dataclass(frozen=True, slots=True)
class ListRows:
    """Printed rows of a list: ``first`` to ``last``, and the row that is repeated for more records."""

    name: str
    source: Source
    first: int
    last: int
    model: Row
    overflow: str

    def stretch(self, records: int) -> Stretch:
        """How many rows so many records add."""
        printed = self.last - self.first + 1
        return Stretch(self.first, self.last, max(0, records - printed))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A compiled worksheet: its rows and lists; ``size`` is the last row and column with a cell.

    ``title`` is its name in the template, ``name`` the one that formulas have for it.
    """

    name: str
    part: str
    rows: Mapping[int, Row]
    lists: tuple[ListRows, ...]
    size: tuple[int, int]
    title: str

    def list_of(self, row: int) -> ListRows | None:
        """The list to which a row of the template belongs."""
        return next((rows for rows in self.lists if rows.first <= row <= rows.last), None)
