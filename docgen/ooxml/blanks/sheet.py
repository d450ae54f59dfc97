"""Worksheets as grids: each island of cells is a table; hidden rows and columns are left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.ooxml.blanks.grid import Cell, Grid
from docgen.ooxml.blanks.values import At
from docgen.ooxml.package import Element, Package
from docgen.ooxml.workbook import S, part_of_kind, sheet_parts, text_of_item

_REF = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_USUAL_WIDTH = 8.43
_EM = 2.0
_MOST_ROWS = 3000
_MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class _Spot:
    text: str
    lined: bool
    faint: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    spots: Mapping[tuple[int, int], _Spot]
    merges: Mapping[tuple[int, int], tuple[int, int]]
    inside: frozenset[tuple[int, int]]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    lined: bool
    sparse: bool


def letters(column: int) -> str:
    """The letters of a column, counted from 1."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def column_number(name: str) -> int:
    """The number of a column's letters, counted from 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def read_sheets(package: Package) -> Iterator[Grid]:
    """The tables of every visible worksheet, in reading order."""
    texts = _shared(package)
    lined, faint = _looks(package)
    hidden = _hidden_sheets(package)
    for name, part in sheet_parts(package):
        if name not in hidden:
            yield from _islands(_read(name, package.trees[part], texts, lined, faint))


def _shared(package: Package) -> list[str]:
    part = part_of_kind(package, "sharedStrings")
    return [text_of_item(item) for item in package.trees[part].iter(S + "si")] if part else []


def _hidden_sheets(package: Package) -> set[str]:
    sheets = package.trees[package.main].iter(S + "sheet")
    return {node.get("name") for node in sheets if node.get("state") in ("hidden", "veryHidden")}


def _looks(package: Package) -> tuple[list[bool], list[bool]]:
    """Of each cell format: whether it draws a line, and whether it prints grey."""
    part = part_of_kind(package, "styles")
    if not part:
        return [], []
    root = package.trees[part]
    borders = [
        any(side.get("style", "none") != "none" for side in border) for border in _items(root, "borders")
    ]
    fonts = [_grey(font.find(S + "color")) for font in _items(root, "fonts")]
    formats = _items(root, "cellXfs")
    return (
        [_at(borders, one.get("borderId")) for one in formats],
        [_at(fonts, one.get("fontId")) for one in formats],
    )


def _items(root: Element, name: str) -> list[Element]:
    node = root.find(S + name)
    return [] if node is None else list(node)


def _at(values: list[bool], number: str | None) -> bool:
    text = number or "0"
    return text.isdigit() and int(text) < len(values) and values[int(text)]


def _grey(color: Element | None) -> bool:
    value = "" if color is None else str(color.get("rgb", "")).upper()[-6:]
    return len(value) == 6 and value[:2] == value[2:4] == value[4:] and "50" <= value[:2] < "FF"


def _read(name: str, root: Element, texts: list[str], lined: list[bool], faint: list[bool]) -> _Sheet:
    spots: dict[tuple[int, int], _Spot] = {}
    heights: dict[int, float] = {}
    hidden_rows = set()
    for row in root.iter(S + "row"):
        number = int(row.get("r", "0") or 0)
        if row.get("hidden") in ("1", "true"):
            hidden_rows.add(number)
        if row.get("ht"):
            heights[number] = float(row.get("ht"))
        for cell in row.iter(S + "c"):
            spot = _REF.match(cell.get("r", ""))
            if spot:
                key = int(spot.group(2)), column_number(spot.group(1))
                style = cell.get("s")
                spots[key] = _Spot(_text(cell, texts), _at(lined, style), _at(faint, style))
    merges = _merges(root)
    widths, hidden_columns = _columns(root)
    used = [(row, col) for row, col in spots if row <= _MOST_ROWS and col <= _MOST_COLUMNS]
    used += [key for key in merges if key[0] <= _MOST_ROWS]
    rows = range(min((row for row, _ in used), default=1), max((row for row, _ in used), default=0) + 1)
    rightmost = max([col for _, col in used] + [end for (_, end) in merges.values()], default=0)
    inside = frozenset(
        (row, col)
        for (top, left), (bottom, right) in merges.items()
        for row in range(top, min(bottom, _MOST_ROWS) + 1)
        for col in range(left, min(right, _MOST_COLUMNS) + 1)
        if (row, col) != (top, left)
    )
    return _Sheet(
        name,
        spots,
        merges,
        inside,
        widths,
        heights,
        tuple(row for row in rows if row not in hidden_rows),
        tuple(col for col in range(1, min(rightmost, _MOST_COLUMNS) + 1) if col not in hidden_columns),
        any(spot.lined for spot in spots.values()),
        not any(not spot.text.strip() for key, spot in spots.items() if key not in inside),
    )


def _text(cell: Element, texts: list[str]) -> str:
    kind = cell.get("t", "n")
    if cell.find(S + "f") is not None:
        return "="  # a formula is printed: nobody fills it
    value = cell.findtext(S + "v") or ""
    if kind == "s":
        return texts[int(value)] if value.isdigit() and int(value) < len(texts) else ""
    if kind == "inlineStr":
        item = cell.find(S + "is")
        return "" if item is None else text_of_item(item)
    return value.removesuffix(".0")


def _merges(root: Element) -> dict[tuple[int, int], tuple[int, int]]:
    out = {}
    for node in root.iter(S + "mergeCell"):
        first, _, last = str(node.get("ref", "")).partition(":")
        start, end = _REF.match(first), _REF.match(last)
        if start and end:
            key = int(start.group(2)), column_number(start.group(1))
            out[key] = int(end.group(2)), column_number(end.group(1))
    return out


def _columns(root: Element) -> tuple[dict[int, float], set[int]]:
    widths: dict[int, float] = {}
    hidden = set()
    for node in root.iter(S + "col"):
        for number in range(int(node.get("min", "1")), min(int(node.get("max", "1")), _MOST_COLUMNS) + 1):
            widths[number] = float(node.get("width", _USUAL_WIDTH))
            if node.get("hidden") in ("1", "true") or widths[number] == 0:
                hidden.add(number)
    return widths, hidden


def _alive(sheet: _Sheet, row: int, col: int) -> bool:
    """Whether a spot belongs to a table: it prints something, draws a line, or is part of a merge."""
    if (row, col) in sheet.merges or (row, col) in sheet.inside:
        return True
    spot = sheet.spots.get((row, col))
    if spot is None:
        return False
    return bool(spot.text.strip()) or spot.lined or not sheet.lined


def _islands(sheet: _Sheet) -> Iterator[Grid]:
    """Cut the sheet at rows and then at columns in which nothing stands."""
    alive = {(row, col) for row in sheet.rows for col in sheet.columns if _alive(sheet, row, col)}
    for rows in _runs(sheet.rows, {row for row, _ in alive}):
        within = set(rows)
        for cols in _runs(sheet.columns, {col for row, col in alive if row in within}):
            yield _grid(sheet, rows, cols)


def _runs(numbers: tuple[int, ...], alive: set[int]) -> list[tuple[int, ...]]:
    out: list[list[int]] = [[]]
    for number in numbers:
        if number in alive:
            out[-1].append(number)
        elif out[-1]:
            out.append([])
    return [tuple(run) for run in out if run]


def _grid(sheet: _Sheet, rows: tuple[int, ...], cols: tuple[int, ...]) -> Grid:
    edges = {}
    left = 0.0
    for col in cols:
        edges[col] = left
        left += sheet.widths.get(col, _USUAL_WIDTH)
    place = {row: number for number, row in enumerate(rows)}
    cells = []
    for row in rows:
        for col in cols:
            if (row, col) in sheet.inside:
                continue
            bottom, right = sheet.merges.get((row, col), (row, col))
            depth = sum(1 for one in rows if row <= one <= bottom)
            end = max(edges[one] + sheet.widths.get(one, _USUAL_WIDTH) for one in cols if col <= one <= right)
            cell = _cell(sheet, row, col, place[row], edges[col], end, depth)
            if cell.text.strip() or not cell.open:
                cells.append(cell)
    heights = tuple(sheet.heights.get(row, 0.0) * 20 for row in rows)
    return Grid(0, sheet.name, tuple(cells), rows, heights, _EM)


def _cell(sheet: _Sheet, row: int, col: int, place: int, left: float, right: float, depth: int) -> Cell:
    spot = sheet.spots.get((row, col), _Spot("", False, False))
    drawn = (
        spot.lined or (row, col) in sheet.merges if sheet.lined else (row, col) in sheet.spots or sheet.sparse
    )
    return Cell(
        At(sheet=sheet.name, ref=f"{letters(col)}{row}", row=row, col=col),
        place,
        left,
        right,
        depth,
        spot.text,
        faint=spot.faint,
        open=not drawn,
    )
