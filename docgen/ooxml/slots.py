"""The values that go in and out of a template: slots, ticks, row declarations, properties, limits."""

from dataclasses import field
from typing import Literal

from docgen.nouns import dataclass
from docgen.ooxml.errors import Place

Kind = Literal["text", "tick", "digits", "rows", "image"]
Undefined = Literal["strict", "blank", "keep"]
Overflow = Literal["continuation", "grow", "error"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a template that takes a value.

    ``options`` are a tick group's texts in the template's order; ``columns`` are the slots of one record of a
    rows slot; ``capacity`` is the number of boxes of a digits slot, or of printed records of a rows slot.
    """

    name: str
    kind: Kind
    where: Place
    options: tuple[str, ...] = ()
    columns: tuple["Slot", ...] = ()
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Ticks:
    """The chosen options of a tick group, by text or printed code, and the text for its “其他____”."""

    chosen: frozenset[str] = frozenset()
    other: str = ""

    @classmethod
    def of(cls, *chosen: str, other: str = "") -> "Ticks":
        """Ticks for these options."""
        return cls(frozenset(chosen), other)


@dataclass(frozen=True, slots=True)
class RowsSpec:
    """How a table of records behaves.

    ``rows``: printed records (None: all blank rows of the first one's shape). ``overflow``: what happens to more
    records than that. ``caption``: title of the 续表, which may hold tags (whose household it is), else the heading
    over the rows. ``header``: rows of heading
    to repeat, else those marked as repeated heading, else the row above. ``order``: how records that stand side
    by side in one row are counted, ``across`` the row or ``down`` the first column of records first.
    """

    rows: int | None = None
    overflow: Overflow = "continuation"
    caption: str = ""
    header: int | None = None
    order: Literal["across", "down"] = "across"


@dataclass(frozen=True, slots=True)
class Properties:
    """Document properties (docProps/core.xml); dates are fixed texts, never the clock."""

    title: str = ""
    creator: str = ""
    subject: str = ""
    language: str = "zh-CN"
    created: str = "2000-01-01T00:00:00Z"
    keywords: str = ""
    category: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest package that is read: bytes of the file, members, unpacked bytes of one and of all, packing ratio."""

    file_bytes: int = 64 * 2**20
    members: int = 4_000
    member_bytes: int = 64 * 2**20
    total_bytes: int = 192 * 2**20
    ratio: int = 400


@dataclass(frozen=True, slots=True)
class Settings:
    """What a compilation was asked for."""

    undefined: Undefined = "strict"
    tick: str = "☑"
    allow: frozenset[str] = frozenset()
    tables: dict[str, RowsSpec] = field(default_factory=dict)

    @property
    def tick_alone(self) -> str:
        """The mark that stands alone in an empty place: no box is printed there, so none is drawn."""
        return "√" if self.tick == "☑" else self.tick
