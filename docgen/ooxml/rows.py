"""Tables of records with a fixed number of printed rows, and what happens to more records than that.

The first printed row carries the tags (``{{ members.name }}``); the blank rows below take the next records in the
same cells. Records may stand side by side in one row (``{{ list.1.name }} … {{ list.2.name }}``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from docgen.ooxml.continuation import add_continuation
from docgen.ooxml.errors import Problem, problem
from docgen.ooxml.package import Element
from docgen.ooxml.program import Marks
from docgen.ooxml.records import FIRST, NEXT, RowGroup, row_block
from docgen.ooxml.runs import (
    PPR,
    TC,
    TCPR,
    TR,
    P,
    after,
    before,
    cell_text,
    clone,
    paragraphs_of,
    span,
    text_of,
)
from docgen.ooxml.slots import RowsSpec
from docgen.ooxml.tags import TAG, Places, clean

SCOPE = "docgen-scope"  # an attribute that rows carry while they are compiled


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
        needed = max(cell for cell, _ in _lane_tags(row, name))
        ragged = next((one for one in siblings[: group.rows] if len(one.findall(TC)) <= needed), None)
        if ragged is not None:
            hint = f"A row of “{name}” has fewer cells than its first row."
            problems.append(problem("OOXML-045", places.of(ragged), hint))
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
        for paragraph in paragraphs_of(cell):
            for tag in TAG.finditer(text_of(paragraph)):
                found = prefix.search(clean(tag.group(1)))
                if found:
                    yield number, int(found.group(1) or 1) - 1


def _group(row: Element, name: str, spec: RowsSpec) -> RowGroup:
    lanes = max(lane for _, lane in _lane_tags(row, name)) + 1
    rows = spec.rows if spec.rows is not None else 1 + _blank_rows_below(row, name)
    return RowGroup(name, spec, row, rows, lanes)


def _rows_from(row: Element) -> list[Element]:
    return [row, *(node for node in row.itersiblings() if node.tag == TR)]


def _shape(row: Element) -> list[int]:
    return [span(cell) for cell in row.findall(TC)]


def _blank_rows_below(row: Element, name: str) -> int:
    """Rows below that have the row's shape and nothing printed in the cells that take values."""
    tagged = {cell for cell, _ in _lane_tags(row, name)}
    count = 0
    for sibling in _rows_from(row)[1:]:
        cells = sibling.findall(TC)
        if _shape(sibling) != _shape(row) or any(cell_text(cells[cell]) for cell in tagged):
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
    first, following = clone(group.row), clone(model)
    for index, row in enumerate(printed):
        row.set(SCOPE, f"{number}:{index}")
    first.set(SCOPE, f"{number}:{FIRST}")
    following.set(SCOPE, f"{number}:{NEXT}")
    if group.spec.overflow == "grow":
        group.overflow_hole, mark = marks.hole()
        begin, end = row_block(group, NEXT, following, marks)
        last = printed[-1]
        last.addnext(following)
        before(following, mark + begin)
        after(following, end)
    elif group.spec.overflow == "continuation":
        add_continuation(group, printed[0], (first, following), marks)


def _number_cells(group: RowGroup, printed: list[Element]) -> dict[int, int]:
    """Cells whose printed texts are the numbers of the records in their rows (序号)."""
    texts = [[cell_text(cell) for cell in row.findall(TC)] for row in printed]
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
                ours[number].append(clone(node))
        if own is not None:
            _set_paragraph_properties(ours[number].find(P), own)


def _set_paragraph_properties(paragraph: Element, properties: Element) -> None:
    old = paragraph.find(PPR)
    if old is not None:
        paragraph.remove(old)
    paragraph.insert(0, properties)


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
