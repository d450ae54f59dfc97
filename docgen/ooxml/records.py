"""Tables of records while they are filled: printed rows, and the word for more records than those."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError
from docgen.ooxml.package import Element, W
from docgen.ooxml.program import Block, Layout, Marks, Page, Write
from docgen.ooxml.runs import TC
from docgen.ooxml.slots import RowsSpec
from docgen.ooxml.underway import underway
from docgen.ooxml.values import Values
from docgen.ooxml.writers import NOTHING, Source

FIRST, NEXT = "first", "next"


@dataclass(slots=True)
class RowGroup:
    """A table of records while it is compiled; ``bound`` keeps the writers by row and by record in the row."""

    name: str
    spec: RowsSpec
    row: Element
    rows: int
    lanes: int
    numbers: dict[int, int] = field(
        default_factory=dict
    )  # cell → the record in the row whose number it prints
    row_blocks: dict[str, int] = field(default_factory=dict)
    number_holes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    overflow_hole: int = -1
    rows_hole: int = -1
    continuation_block: int = -1
    break_hole: int = -1
    section: int = 0
    bound: dict[tuple[str, int], list[Write]] = field(default_factory=dict)

    @property
    def capacity(self) -> int:
        """Records that the printed rows take."""
        return self.rows * self.lanes

    def record(self, row: int, lane: int, rows: int) -> int:
        """The number (from 0) of the record at a row and place in the row, of so many rows."""
        return lane * rows + row if self.spec.order == "down" else row * self.lanes + lane

    def printed(self) -> tuple[tuple[Write, ...], ...]:
        """The writers of each printed record, in the records' order."""
        places = {
            self.record(row, lane, self.rows): (str(row), lane)
            for row in range(self.rows)
            for lane in range(self.lanes)
        }
        return tuple(tuple(self.bound.get(places[number], ())) for number in range(self.capacity))

    def writer(self, source: Source, layout: Layout) -> "RowsWriter":
        """The writer of the whole group."""
        more: Overflow | None = None
        if self.spec.overflow == "grow":
            more = Grow(self, layout.at(self.overflow_hole), self._row_block(NEXT, layout))
        elif self.spec.overflow == "continuation":
            first, following = self._row_block(FIRST, layout), self._row_block(NEXT, layout)
            block = layout.blocks[self.continuation_block]
            more = Continuation(
                self,
                layout.at(self.overflow_hole),
                block,
                layout.at(self.rows_hole),
                layout.at(self.break_hole),
                first,
                following,
            )
        return RowsWriter(source, self.printed(), self.capacity, more)

    def _row_block(self, key: str, layout: Layout) -> "RowBlock":
        lanes = tuple(tuple(self.bound.get((key, lane), ())) for lane in range(self.lanes))
        numbers = tuple((layout.at(hole), lane) for hole, lane in self.number_holes.get(key, ()))
        return RowBlock(layout.blocks[self.row_blocks[key]], lanes, numbers)


@dataclass(frozen=True, slots=True)
class RowBlock:
    """A row that can be written any number of times."""

    block: Block
    lanes: tuple[tuple[Write, ...], ...]
    numbers: tuple[tuple[int, int], ...]

    def render(
        self, values: Values, records: Sequence[Values], first: int, group: RowGroup, place: tuple[int, int]
    ) -> str:
        """The XML of row ``place[0]`` of ``place[1]``; a record beyond the last leaves its place blank."""
        page = self.block.pieces.copy()
        for write in self.block.writes:
            write(page, values)
        for lane, writes in enumerate(self.lanes):
            number = group.record(place[0], lane, place[1])
            if number < len(records):
                _write_record(page, writes, records[number], first + number)
        for at, lane in self.numbers:
            page[at] = str(first + group.record(place[0], lane, place[1]) + 1)
        return "".join(page)


@dataclass(frozen=True, slots=True)
class Grow:
    """More records lengthen the table in its place."""

    group: RowGroup
    at: int
    row: RowBlock

    def write(self, page: Page, values: Values, records: Sequence[Values]) -> None:
        """Write rows for these further records."""
        rows = -(-len(records) // self.group.lanes)
        page[self.at] = "".join(
            self.row.render(values, records, self.group.capacity, self.group, (row, rows))
            for row in range(rows)
        )


@dataclass(frozen=True, slots=True)
class Continuation:
    """More records go to a table with the same heading at the section's end (续表)."""

    group: RowGroup
    at: int
    block: Block
    rows_at: int
    break_at: int
    first: RowBlock
    following: RowBlock

    def write(self, page: Page, values: Values, records: Sequence[Values]) -> None:
        """Write the continuation; it has at least as many rows as the blank prints."""
        group = self.group
        rows = max(group.rows, -(-len(records) // group.lanes))
        inner = self.block.pieces.copy()
        for write in self.block.writes:
            write(inner, values)
        inner[self.rows_at] = "".join(
            (self.following if row else self.first).render(
                values, records, group.capacity, group, (row, rows)
            )
            for row in range(rows)
        )
        inner[self.break_at] = underway().new_page(group.section)
        page[self.at] = "".join(inner)


Overflow = Grow | Continuation


@dataclass(frozen=True, slots=True)
class RowsWriter:
    """Writes records into printed rows, and the rest by the group's word."""

    source: Source
    printed: tuple[tuple[Write, ...], ...]
    capacity: int
    overflow: Overflow | None

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        records = self.source.value(values)
        if records is NOTHING:
            return
        if not isinstance(records, list | tuple) or not all(
            isinstance(record, Mapping) for record in records
        ):
            raise FillError(
                "OOXML-082", self.source.name, self.source.place, "(a list of mappings is needed)"
            )
        for number, record in enumerate(records[: self.capacity]):
            _write_record(page, self.printed[number], record, number)
        if len(records) <= self.capacity:
            return
        if self.overflow is None:
            raise FillError(
                "OOXML-086",
                self.source.name,
                self.source.place,
                f"({len(records)} records, {self.capacity} rows)",
            )
        self.overflow.write(page, values, records[self.capacity :])


def _write_record(page: Page, writes: Iterable[Write], record: Values, number: int) -> None:
    try:
        for write in writes:
            write(page, record)
    except FillError as error:
        raise FillError(
            error.code, error.slot, error.place, f"(record {number + 1}) {error.detail}".rstrip()
        ) from None


def row_block(group: RowGroup, key: str, row: Element, marks: Marks) -> tuple[str, str]:
    """Make a block of a row, with holes for its printed numbers; gives the marks of its two ends."""
    number, begin, end = marks.block()
    group.row_blocks[key] = number
    holes = []
    for cell, lane in group.numbers.items():
        hole, mark = marks.hole()
        _number_text(row.findall(TC)[cell], mark)
        holes.append((hole, lane))
    group.number_holes[key] = holes
    return begin, end


def _number_text(cell: Element, mark: str) -> None:
    texts = list(cell.iter(W + "t"))
    texts[0].text = mark
    for text in texts[1:]:
        text.text = ""
