"""What a filled part may need before it is valid again: cells and tables not empty, grids counted, drawings numbered."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from docgen.ooxml.package import Element, W, parse_xml
from docgen.ooxml.program import Block
from docgen.ooxml.runs import TBL, TC, TCPR, TR, TRPR, VAL, cell_properties, span

_NO_ROWS = re.compile(r"<w:tbl>(?:(?!<w:tr[ >/]|<w:tbl>).)*?</w:tbl>", re.DOTALL)
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+')
_EMPTY = (b"</w:tblGrid></w:tbl>", b"</w:tcPr></w:tc>", b"<w:tc></w:tc>")
_GRID, _COLUMN, _WIDTH = W + "tblGrid", W + "gridCol", W + "w"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def can_empty(blocks: Iterable[Block]) -> bool:
    """Whether a control tag stands first in a cell or table, so that nothing may be left in it."""
    firsts = ("</w:tcPr>", "<w:tc>", "</w:tblGrid>")
    return any(piece.endswith(firsts) for block in blocks for piece in block.pieces)


def to_mend(content: bytes, *, empties: bool) -> bool:
    """Whether a part has drawings to number, or cells and tables that may be empty; seen without reading it as text."""
    return b"<wp:docPr" in content or (empties and any(mark in content for mark in _EMPTY))


def numbered(text: str, numbers: Iterator[int]) -> str:
    """A part whose drawings are numbered anew (ECMA-376 part 1, 20.4.2.5)."""
    if "<wp:docPr" not in text:
        return text
    return _DRAWING_ID.sub(lambda found: f"{found.group(1)}{next(numbers)}", text)


def filled_cells(text: str) -> str:
    """A part with no cell without a paragraph and no table without a row (17.4.65, 17.4.37)."""
    if "</w:tblGrid></w:tbl>" in text:
        text = _NO_ROWS.sub("", text)
    return text.replace("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>").replace(
        "<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"
    )


def with_true_grids(text: str) -> str:
    """A part whose tables have as many grid columns as their rows have (17.4.48), in the table's old width."""
    root = parse_xml(text.encode())
    for table in root.iter(TBL):
        _mend_grid(table)
    return _HEAD + str(etree.tostring(root, encoding="unicode"))


def _mend_grid(table: Element) -> None:
    grid = table.find(_GRID)
    rows = [[cell for cell in row.iter(TC) if _own(cell, row)] for row in table.findall(TR)]
    needed = max(
        (_skipped(row) + sum(map(span, cells)) for row, cells in zip(table.findall(TR), rows, strict=True)),
        default=0,
    )
    if grid is None or not needed:
        return
    widths = [int(float(column.get(_WIDTH, "0"))) for column in grid.findall(_COLUMN)]
    if len(widths) == needed or not widths:
        return
    total = sum(widths)
    kept = _widths_of(rows, needed) or widths[:needed] + [total // len(widths)] * (needed - len(widths))
    scaled = [width * total // max(1, sum(kept)) for width in kept]
    for column in list(grid):
        grid.remove(column)
    for width in scaled:
        grid.append(grid.makeelement(_COLUMN, {_WIDTH: str(width)}))
    for row, cells in zip(table.findall(TR), rows, strict=True):
        _set_widths(cells, scaled[_skipped(row) :])


def _widths_of(rows: list[list[Element]], needed: int) -> list[int]:
    """The columns' widths as the cells of a full row say them; nothing when none does."""
    for cells in rows:
        said = [cell.find(f"{TCPR}/{W}tcW") for cell in cells]
        if sum(map(span, cells)) != needed or any(each is None for each in said):
            continue
        numbers = [each.get(_WIDTH, "0") for each in said]
        if all(number.isdigit() and int(number) for number in numbers):
            pairs = zip(cells, numbers, strict=True)
            return [int(number) // span(cell) for cell, number in pairs for _ in range(span(cell))]
    return []


def _own(cell: Element, row: Element) -> bool:
    return next(cell.iterancestors(TR)) is row


def _skipped(row: Element) -> int:
    node = row.find(f"{TRPR}/{W}gridBefore")
    return 0 if node is None else int(node.get(VAL, "0"))


def _set_widths(cells: list[Element], widths: list[int]) -> None:
    """Give each cell the width of its columns, where the template gave it one in twentieths of a point."""
    at = 0
    for cell in cells:
        over = span(cell)
        width = cell.find(f"{TCPR}/{W}tcW")
        if width is not None and width.get(W + "type", "dxa") == "dxa":
            cell_properties(cell, "tcW").set(_WIDTH, str(sum(widths[at : at + over])))
        at += over
