"""What control tags say of their cell when they run: merged with others, spanning columns, coloured."""

from itertools import takewhile

from docgen.nouns import dataclass
from docgen.ooxml.branches import (
    MEMORY,
    SCOPES,
    Call,
    FilterBlock,
    For,
    If,
    Macro,
    Set,
    SetBlock,
    SetPart,
    With,
    name_value,
)
from docgen.ooxml.errors import FillError
from docgen.ooxml.fragments import Spot
from docgen.ooxml.program import Page
from docgen.ooxml.rich import colour
from docgen.ooxml.values import Values
from docgen.ooxml.writers import Source


@dataclass(slots=True)
class MergeDown:
    """``{% vm %}``: a group's first cell starts the merge; the group is the loop's, or that of a value (``by``)."""

    key: str
    by: Source | None
    source: Source
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:
        """Write whether the merge starts or goes on, and remember it for the cell's content."""
        memory = values[MEMORY]
        value = None if self.by is None else self.by.given(values)
        starts = self.key not in memory or memory[self.key] != value
        memory[self.key] = value
        name_value(values, (self.key,), starts, self.source)
        page[self.at] = "restart" if starts else "continue"


@dataclass(slots=True)
class MergeAcross:
    """``{% hm by x %}``: tells at each cell of a column loop how many it spans, 0 when it goes on with a group."""

    key: str
    by: Source
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:  # noqa: ARG002 - every writer has this signature
        """Count the cells of the group that starts here."""
        scopes, number = values[MEMORY][SCOPES], values["loop"]["index0"]
        value = self.by.given(values)
        goes_on = number > 0 and self.by.given(scopes[number - 1]) == value
        same = takewhile(lambda scope: self.by.given(scope) == value, scopes[number + 1 :])
        name_value(values, (self.key,), 0 if goes_on else 1 + len(list(same)), self.by)


@dataclass(slots=True)
class CellNumber:
    """``{% colspan n %}`` and ``{% hm %}``: how many columns the cell spans."""

    source: Source
    factor: int = 1
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:
        """Write the number."""
        value = self.source.given(values)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
            raise FillError(
                "OOXML-082", self.source.name, self.source.place, "(a number of columns is needed)"
            )
        page[self.at] = str(value * self.factor)


@dataclass(slots=True)
class CellColour:
    """``{% cellbg c %}``: the cell's background."""

    source: Source
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:
        """Write the colour."""
        value = self.source.given(values)
        page[self.at] = colour("" if value is None else value, Spot(self.source.name, self.source.place))


Node = (
    If
    | For
    | Set
    | SetPart
    | SetBlock
    | With
    | FilterBlock
    | Call
    | Macro
    | MergeDown
    | MergeAcross
    | CellNumber
    | CellColour
)
LEAVES = (Set, SetPart, MergeDown, MergeAcross, CellNumber, CellColour)
