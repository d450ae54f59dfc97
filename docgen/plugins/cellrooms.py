"""How much text a workbook's cells can show: the width of their columns, the height of their rows, their size of type."""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any

from docgen.ooxml import Slot

#: Points: a column's unit is a digit of 7 pixels beside a margin of 5; a cell's text keeps off its borders.
_DIGIT, _MARGIN, _INSET, _PIXEL = 7, 5, 3.0, 0.75
_LINE = 1.15  # a line's height, of the size of type
_USUAL_WIDTH, _USUAL_SIZE = 8.43, 11.0
_TALL = 409.0  # the highest row there is; a row without a height of its own grows up to it


@dataclass(frozen=True, slots=True)
class CellRoom:
    """What a cell can show: lines of a width in points, in type of a size; ``wraps`` where a line goes on below."""

    width: float
    lines: int
    size: float
    wraps: bool

    @property
    def characters(self) -> int:
        """About how many Chinese characters it shows."""
        return max(1, int(self.width * self.lines / self.size))

    def holds(self, text: str) -> bool:
        """Whether all of a text is seen."""
        if len(text) * self.size <= self.width and "\n" not in text:
            return True
        if not self.wraps:
            return _width(text, self.size) <= self.width
        return sum(map(self._lines, text.split("\n"))) <= self.lines

    def _lines(self, text: str) -> int:
        """Count the lines of a text: a line holds whole characters."""
        step = self.size if not any(one < "\x80" for one in text) else self.size / 2
        return max(1, ceil(_width(text, self.size) / (int(self.width / step) * step)))


def _width(text: str, size: float) -> float:
    """Return the width of a text in points; Latin letters and digits take half of it."""
    return (len(text) - 0.5 * sum(one < "\x80" for one in text)) * size


def rooms_of(content: bytes, slots: Mapping[str, Slot]) -> dict[str, CellRoom]:
    """Return the room of each slot that stands alone in a cell which can cut its text off.

    A cell that shrinks its type, a single line with nothing beside it, and words printed before a slot are left out.
    """
    from openpyxl import load_workbook  # runs that measure no workbook do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it cannot keep does not matter: nothing is saved
        book = load_workbook(BytesIO(content))
    found = {name: _room(book, slot) for name, slot in slots.items() if slot.kind == "text"}
    return {name: room for name, room in found.items() if room is not None}


def _room(book: Any, slot: Slot) -> CellRoom | None:
    if slot.where.sheet not in book.sheetnames or not slot.where.ref:
        return None
    sheet = book[slot.where.sheet]
    cell = sheet[slot.where.ref]
    alone = (
        isinstance(cell.value, str) and cell.value.strip().startswith("{{") and cell.value.count("{{") == 1
    )
    if not alone or not cell.value.strip().endswith("}}") or cell.alignment.shrink_to_fit:
        return None
    last_row, last_column, merged = _extent(sheet, cell)
    wraps = bool(cell.alignment.wrap_text)
    beside = sheet.cell(cell.row, last_column + 1).value
    if not wraps and not merged and beside is None:
        return None
    size = float(cell.font.sz or _USUAL_SIZE)
    width = sum(_widths(sheet, cell.column, last_column)) - _INSET
    heights = [sheet.row_dimensions[row].height for row in range(cell.row, last_row + 1)]
    grows = None in heights and not merged
    height = _TALL if grows else sum(one or sheet.sheet_format.defaultRowHeight or 15.0 for one in heights)
    lines = max(1, int(height / (size * _LINE))) if wraps else 1
    return CellRoom(width, lines, size, wraps) if width > size else None


def _extent(sheet: Any, cell: Any) -> tuple[int, int, bool]:
    """Return the last row and column of the merged range around a cell, and whether there is one."""
    for area in sheet.merged_cells.ranges:
        if cell.coordinate in area:
            return area.max_row, area.max_col, True
    return cell.row, cell.column, False


def _widths(sheet: Any, first: int, last: int) -> Iterator[float]:
    """Yield the widths of columns in points; neighbours of one width are declared together."""
    usual = sheet.sheet_format.defaultColWidth or sheet.sheet_format.baseColWidth or _USUAL_WIDTH
    declared = [one for one in sheet.column_dimensions.values() if one.width and one.min and one.max]
    for column in range(first, last + 1):
        width = next((one.width for one in declared if one.min <= column <= one.max), usual)
        yield int(width * _DIGIT + _MARGIN) * _PIXEL
