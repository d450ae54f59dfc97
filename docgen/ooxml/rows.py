"""Tables of records with a fixed number of printed rows, and what happens to more records than that.

The first printed row carries the tags (``{{ members.name }}``); the blank rows below take the next records in the
same cells. Records may stand side by side in one row (``{{ list.1.name }} … {{ list.2.name }}``).
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.ooxml.errors import FillError, Problem, problem
from docgen.ooxml.package import Element, W
from docgen.ooxml.program import Block, Layout, Marks, Page, Write
from docgen.ooxml.runs import (
    PPR,
    RPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    W14,
    P,
    R,
    after,
    before,
    new_run,
    run_of,
    show,
    text_of,
)
from docgen.ooxml.slots import RowsSpec
from docgen.ooxml.tags import TAG, Places, clean
from docgen.ooxml.values import Values
from docgen.ooxml.writers import NOTHING, Source

SCOPE = "docgen-scope"  # an attribute that rows carry while they are compiled
FIRST, NEXT = "first", "next"
_SUFFIX = "（续表）"
_MOST_HEADER_ROWS = 4


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
                self, layout.at(self.overflow_hole), block, layout.at(self.rows_hole), first, following
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


def expand(
    root: Element, tables: Mapping[str, RowsSpec], marks: Marks, places: Places, main: bool
) -> tuple[list[RowGroup], list[Problem]]:
    """Find the groups of one part, give every printed row the first row's tags, and prepare the overflow.

    The tree is changed in place; each row that takes a record carries ``SCOPE`` = number of its group : row.
    """
    groups: list[RowGroup] = []
    problems: list[Problem] = []
    found: set[str] = set()
    for row in list(root.iter(TR)):
        name = next((name for name in tables if any(True for _ in _lane_tags(row, name))), None)
        if name is None or row.get(SCOPE) is not None or name in found:
            continue
        found.add(name)
        group = _group(row, name, tables[name])
        siblings = _rows_from(row)
        if len(siblings) < group.rows:
            problems.append(
                problem(
                    "OOXML-045",
                    places.of(row),
                    f"“{name}” declares {group.rows} rows, the table has {len(siblings)}.",
                )
            )
            continue
        if group.spec.overflow == "continuation" and not main:
            problems.append(problem("OOXML-047", places.of(row), f"“{name}” cannot be continued here."))
            continue
        _prepare(group, siblings, len(groups), marks)
        groups.append(group)
    return groups, problems


def _lane_tags(row: Element, name: str) -> Iterator[tuple[int, int]]:
    """For each tag of a group in a row: its cell and its place among the records of the row."""
    prefix = re.compile(rf"\b{re.escape(name)}\.(?:(\d+)\.)?\w")
    for number, cell in enumerate(row.findall(TC)):
        for paragraph in _paragraphs(cell):
            for tag in TAG.finditer(text_of(paragraph)):
                found = prefix.search(clean(tag.group(1)))
                if found:
                    yield number, int(found.group(1) or 1) - 1


def _paragraphs(cell: Element) -> Iterator[Element]:
    for paragraph in cell.iter(P):
        if next(node for node in paragraph.iterancestors() if node.tag == TC) is cell:
            yield paragraph


def _group(row: Element, name: str, spec: RowsSpec) -> RowGroup:
    lanes = max(lane for _, lane in _lane_tags(row, name)) + 1
    rows = spec.rows if spec.rows is not None else 1 + _blank_rows_below(row, name)
    return RowGroup(name, spec, row, rows, lanes)


def _rows_from(row: Element) -> list[Element]:
    return [row, *(node for node in row.itersiblings() if node.tag == TR)]


def _shape(row: Element) -> list[int]:
    return [_span(cell) for cell in row.findall(TC)]


def _span(cell: Element) -> int:
    node = cell.find(f"{TCPR}/{W}gridSpan")
    return 1 if node is None else int(node.get(VAL, "1"))


def _cell_text(cell: Element) -> str:
    return "".join(text_of(paragraph) for paragraph in _paragraphs(cell)).strip()


def _blank_rows_below(row: Element, name: str) -> int:
    """Rows below that have the row's shape and nothing printed in the cells that take values."""
    tagged = {cell for cell, _ in _lane_tags(row, name)}
    count = 0
    for sibling in _rows_from(row)[1:]:
        cells = sibling.findall(TC)
        if _shape(sibling) != _shape(row) or any(_cell_text(cells[cell]) for cell in tagged):
            break
        count += 1
    return count


def _prepare(group: RowGroup, siblings: list[Element], number: int, marks: Marks) -> None:
    tagged = sorted({cell for cell, _ in _lane_tags(group.row, group.name)})
    printed = siblings[: group.rows]
    group.numbers = _number_cells(group, printed)
    for row in printed[1:]:
        _copy_cells(group.row, row, tagged)
    model = printed[1] if group.rows > 1 else group.row
    first, following = _clone(group.row), _clone(model)
    for index, row in enumerate(printed):
        row.set(SCOPE, f"{number}:{index}")
    first.set(SCOPE, f"{number}:{FIRST}")
    following.set(SCOPE, f"{number}:{NEXT}")
    if group.spec.overflow == "grow":
        group.overflow_hole, mark = marks.hole()
        begin, end = _row_block(group, NEXT, following, marks)
        last = printed[-1]
        last.addnext(following)
        before(following, mark + begin)
        after(following, end)
    elif group.spec.overflow == "continuation":
        _continue(group, printed[0], (first, following), marks)


def _number_cells(group: RowGroup, printed: list[Element]) -> dict[int, int]:
    """Cells whose printed texts are the numbers of the records in their rows (序号)."""
    texts = [[_cell_text(cell) for cell in row.findall(TC)] for row in printed]
    numbers = {}
    for cell in range(len(texts[0])):
        for lane in range(group.lanes):
            expected = [str(group.record(row, lane, group.rows) + 1) for row in range(group.rows)]
            if [row[cell] if cell < len(row) else "" for row in texts] == expected:
                numbers[cell] = lane
    return numbers


def _copy_cells(source: Element, target: Element, cells: Sequence[int]) -> None:
    """Give cells of a row the content of another row's, each keeping its own properties."""
    theirs, ours = source.findall(TC), target.findall(TC)
    for number in cells:
        own = ours[number].find(f"{P}/{PPR}")
        for node in [node for node in ours[number] if node.tag != TCPR]:
            ours[number].remove(node)
        for node in theirs[number]:
            if node.tag != TCPR:
                ours[number].append(_clone(node))
        if own is not None:
            _set_paragraph_properties(ours[number].find(P), own)


def _set_paragraph_properties(paragraph: Element, properties: Element) -> None:
    old = paragraph.find(PPR)
    if old is not None:
        paragraph.remove(old)
    paragraph.insert(0, properties)


def _clone(element: Element) -> Element:
    """A copy without the identities that must be unique in a document."""
    fresh = copy.deepcopy(element)
    fresh.tail = None
    for node in fresh.iter():
        for name in (W14 + "paraId", W14 + "textId"):
            node.attrib.pop(name, None)
    for node in [*fresh.iter(W + "bookmarkStart"), *fresh.iter(W + "bookmarkEnd")]:
        node.getparent().remove(node)
    return fresh


def _row_block(group: RowGroup, key: str, row: Element, marks: Marks) -> tuple[str, str]:
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


def _continue(group: RowGroup, row: Element, rows: tuple[Element, Element], marks: Marks) -> None:
    """Build the 续表 at the end of the table's section, as a block that is written only when it is needed."""
    table = row.getparent()
    header = _header_rows(row, group.spec.header)
    caption = _caption(table, row, header, group.spec.caption)
    fresh = _empty_copy(table)
    for node in header:
        copied = _clone(node)
        _repeat_as_heading(copied)
        fresh.append(copied)
    fresh.extend(rows)
    _restart_merges(fresh, header[0] if header else row)
    anchor = _section_end(table)
    closing = _closing_paragraph(table)
    for node in (caption, fresh, closing):
        anchor.addprevious(node)
    group.overflow_hole, overflow_mark = marks.hole()
    group.continuation_block, begin, end = marks.block()
    group.rows_hole, rows_mark = marks.hole()
    first_begin, first_end = _row_block(group, FIRST, rows[0], marks)
    next_begin, next_end = _row_block(group, NEXT, rows[1], marks)
    before(rows[0], rows_mark + first_begin)
    after(rows[0], first_end + next_begin)
    after(rows[1], next_end)
    before(caption, overflow_mark + begin)
    after(closing, end)


def _header_rows(row: Element, wanted: int | None) -> list[Element]:
    """The heading over the records: as many rows as wanted, or those marked, or the one above with its merges."""
    above = [node for node in row.itersiblings(preceding=True) if node.tag == TR]
    if wanted is not None:
        return above[:wanted][::-1]
    marked = [node for node in above if node.find(f"{TRPR}/{W}tblHeader") is not None]
    if marked:
        return marked[::-1]
    header = above[:1]
    while (
        header
        and len(header) < min(len(above), _MOST_HEADER_ROWS)
        and any(_continues(cell) for cell in header[-1].findall(TC))
    ):
        header.append(above[len(header)])
    return header[::-1]


def _continues(cell: Element) -> bool:
    node = cell.find(f"{TCPR}/{W}vMerge")
    return node is not None and node.get(VAL, "continue") == "continue"


def _empty_copy(table: Element) -> Element:
    fresh = table.makeelement(TBL, nsmap=table.nsmap)
    for node in table:
        if node.tag in (W + "tblPr", W + "tblGrid"):
            fresh.append(copy.deepcopy(node))
    floating = fresh.find(f"{W}tblPr/{W}tblpPr")
    if floating is not None:
        floating.getparent().remove(floating)
    return fresh


def _repeat_as_heading(row: Element) -> None:
    properties = row.find(TRPR)
    if properties is None:
        properties = row.makeelement(TRPR)
        row.insert(1 if row.find(W + "tblPrEx") is not None else 0, properties)
    if properties.find(W + "tblHeader") is None:
        properties.append(properties.makeelement(W + "tblHeader"))


def _restart_merges(fresh: Element, original: Element) -> None:
    """A vertical merge that began above the copied rows begins anew in the first of them, with its text."""
    first = fresh.find(TR)
    for column, cell in _columns(first):
        if not _continues(cell):
            continue
        cell.find(f"{TCPR}/{W}vMerge").set(VAL, "restart")
        origin = _merge_origin(original, column)
        if origin is not None:
            for node in [node for node in cell if node.tag != TCPR]:
                cell.remove(node)
            cell.extend(_clone(node) for node in origin if node.tag != TCPR)


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    """The row's cells with the grid column where each begins."""
    skipped = row.find(f"{TRPR}/{W}gridBefore")
    column = 0 if skipped is None else int(skipped.get(VAL, "0"))
    for cell in row.findall(TC):
        yield column, cell
        column += _span(cell)


def _merge_origin(row: Element, column: int) -> Element | None:
    for above in row.itersiblings(TR, preceding=True):
        cell = next((cell for at, cell in _columns(above) if at == column), None)
        if cell is None:
            return None
        if not _continues(cell):
            return cell
    return None


def _section_end(table: Element) -> Element:
    """The body's child before which a continuation stands: the end of the table's section."""
    top = table
    while top.getparent().tag != W + "body":
        top = top.getparent()
    for node in top.itersiblings():
        if node.tag == W + "sectPr" or (node.tag == P and node.find(f"{PPR}/{W}sectPr") is not None):
            return node
    last = top.getparent()[-1]
    end = last.makeelement(W + "sectPr")
    last.addnext(end)
    return end


def _caption(table: Element, row: Element, header: Sequence[Element], wanted: str) -> Element:
    """The 续表's title paragraph, in the heading's typeface, on a new page."""
    paragraph = table.makeelement(P)
    properties = paragraph.makeelement(PPR)
    paragraph.append(properties)
    for name, value in (("keepNext", None), ("pageBreakBefore", None), ("jc", "center")):
        node = properties.makeelement(W + name)
        if value:
            node.set(VAL, value)
        properties.append(node)
    like = next((run for node in (*header, row) for run in node.iter(R) if run.find(RPR) is not None), None)
    title = new_run(paragraph, like, (wanted or _heading_text(table, header[0] if header else row)) + _SUFFIX)
    show(run_of(title))  # the likeness may be a slot's hidden run
    return paragraph


def _heading_text(table: Element, row: Element) -> str:
    """The nearest row above that is one cell, else the last text before the table."""
    for above in row.itersiblings(TR, preceding=True):
        cells = above.findall(TC)
        if len(cells) == 1 and _cell_text(cells[0]):
            return _cell_text(cells[0])
    for paragraph in table.itersiblings(P, preceding=True):
        text = TAG.sub("", text_of(paragraph)).strip()
        if text:
            return text
    return ""


def _closing_paragraph(table: Element) -> Element:
    """Word needs a paragraph behind a table; this one takes no room."""
    paragraph = table.makeelement(P)
    properties = paragraph.makeelement(PPR)
    spacing = properties.makeelement(
        W + "spacing", {W + "before": "0", W + "after": "0", W + "line": "20", W + "lineRule": "exact"}
    )
    properties.append(spacing)
    paragraph.append(properties)
    return paragraph


def scope_of(element: Element) -> tuple[int, str] | None:
    """The group's number and the row's key when an element stands in a row of records."""
    for node in element.iterancestors(TR):
        scope = node.get(SCOPE)
        if scope is not None:
            number, _, key = scope.partition(":")
            return int(number), key
    return None


def within_record(source: str, name: str) -> tuple[str, int | None]:
    """A tag's source as seen from one record, and the record's place in the row; None for a tag of the document."""
    prefix = re.compile(rf"\b{re.escape(name)}\.(?:(\d+)\.)?")
    found = prefix.search(source)
    if found is None:
        return source, None
    return prefix.sub("", source), int(found.group(1) or 1) - 1


def forget_scopes(root: Element) -> None:
    """Take the compile-time attributes off the rows again."""
    for row in root.iter(TR):
        row.attrib.pop(SCOPE, None)
