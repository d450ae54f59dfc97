"""Tables: the grid, merged cells, row heights and borders, written so that WeasyPrint draws them as Word does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from docgen.pdf.page.borders import Edge, Framed, diagonal, edge, resolve
from docgen.pdf.page.css import pt
from docgen.pdf.page.grid import Cell, Grid, Row, read
from docgen.pdf.page.looks import shade
from docgen.pdf.page.paragraph import Block, Room
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import (
    Style,
    borders_of,
    conditions,
    flat,
    margins_of,
    merged,
    number,
    on,
)
from docgen.pdf.page.upright import Upward, upright
from docgen.pdf.page.xml import Element, W, local

_NARROW = 13.3  # points that a floating table must leave beside itself
MARGIN = 108.0  # twips left and right in a cell, unless somebody says otherwise


class Holds(Protocol):
    """Who keeps the places of values free."""

    def table(self, grid: Grid, cells: Sequence[Cell], heights: Sequence[float], room: Room) -> None:
        """Take notice of a table whose rows have their heights."""


class Flow(Protocol):
    """What sets the content of a cell."""

    source: Source

    @property
    def holds(self) -> Holds | None:
        """Who keeps places free, if anybody does."""

    def stack(self, elements: Sequence[Element], room: Room) -> Block:
        """Set block-level elements under each other."""


def set_table(flow: Flow, element: Element, room: Room) -> Block:
    """Set a whole table in a room."""
    grid = read(flow.source, element, room)
    if not grid.rows or not grid.columns:
        return Block("", 0.0)
    cells = [cell for row in grid.rows for cell in row.cells]
    _frame(grid, cells)
    for cell in cells:
        _fill(flow, grid, cell, room)
    heights = _heights(grid, cells)
    for cell in cells:
        if cell.upright:
            cell.block = cell.upright.block(
                flow.source, sum(heights[cell.row : cell.row + cell.rows]) - inset(cell)
            )
    if flow.holds is not None:
        flow.holds.table(grid, cells, heights, room)
    html = _html(flow.source, grid, heights, room)
    return Block(html, sum(heights))


def _frame(grid: Grid, cells: list[Cell]) -> None:
    """Resolve the edges of all cells."""
    rows, columns = len(grid.rows), len(grid.columns)
    framed = [
        Framed(cell.row, cell.column, cell.rows, cell.columns, _asked(grid, cell, rows, columns))
        for cell in cells
    ]
    for cell, frame, edges in zip(cells, framed, resolve(framed, rows, columns), strict=True):
        diagonals = {side: frame.edges[side] for side in ("tl2br", "tr2bl") if side in frame.edges}
        cell.edges = {**edges, **diagonals}


def _formats(grid: Grid, cell: Cell) -> list[Style]:
    """Give the conditional formats of the table style that hold for a cell."""
    if not grid.style.parts:
        return []
    names = conditions(grid.look, cell.row, len(grid.rows), cell.column, len(grid.columns))
    return [grid.style.parts[name] for name in names if name in grid.style.parts]


def _asked(grid: Grid, cell: Cell, rows: int, columns: int) -> dict[str, Edge]:
    """Give the edges a cell asks for, from the table, the style and itself."""
    borders = {**grid.borders, **grid.rows[cell.row].borders}
    bottom = cell.row + cell.rows >= rows
    right = cell.column + cell.columns >= columns
    names = {
        "top": "insideH" if cell.row else "top",
        "bottom": "bottom" if bottom else "insideH",
        "left": "insideV" if cell.column else "left",
        "right": "right" if right else "insideV",
    }
    edges = {side: edge(borders[name]) for side, name in names.items() if name in borders}
    for part in _formats(grid, cell):
        edges |= {
            side: edge(text, own=True) for side, text in part.borders.items() if not side.startswith("inside")
        }
    own = borders_of(cell.element.find(f"{W}tcPr"), "tcBorders")
    return edges | {side: edge(text, own=True) for side, text in own.items()}


def _fill(flow: Flow, grid: Grid, cell: Cell, room: Room) -> None:
    """Set the content of a cell."""
    margins = {
        **grid.margins,
        **grid.rows[cell.row].margins,
        **margins_of(cell.element.find(f"{W}tcPr"), "tcMar"),
    }
    top, bottom = (number(margins, side) / 20 for side in ("top", "bottom"))
    left, right = (number(margins, side, MARGIN) / 20 for side in ("left", "right"))
    cell.margins = (top, right, bottom, left)
    width = sum(grid.columns[cell.column : cell.column + cell.columns]) - left - right
    formats = _formats(grid, cell)
    rows = grid.rows[cell.row : cell.row + cell.rows]
    clipped = flow.holds is None and all(row.exact for row in rows)
    cell.room = replace(
        room,
        width=max(width, 1.0),
        in_table=True,
        depth=max(sum(row.height for row in rows) - inset(cell), 1.0) if clipped else None,
        paragraph=tuple(merged(grid.style.paragraph, *(part.paragraph for part in formats)).items()),
        run=tuple(merged(grid.style.run, *(part.run for part in formats)).items()),
    )
    content = [child for child in cell.element if local(child) != "tcPr"]
    direction = cell.properties.get("textDirection", "lrTb")
    if direction == "btLr":
        share = {"center": 0.5, "bottom": 1.0}.get(cell.properties.get("vAlign", ""), 0.0)
        if any(local(child) == "tbl" or child.find(f".//{W}r") is not None for child in content):
            cell.upright = Upward(flow.stack, tuple(content), cell.room, share)
    elif direction in {"tbRlV", "tbRl", "tbLrV"}:
        cell.upright = upright(flow.source, content, cell.room, direction)
    if cell.upright is None:
        cell.block = flow.stack(content, cell.room)


def inset(cell: Cell) -> float:
    """Give what margins and half borders take of a cell's height."""
    top, _, bottom, _ = cell.margins
    return top + bottom + (cell.edges["top"].width + cell.edges["bottom"].width) / 2


def _heights(grid: Grid, cells: list[Cell]) -> list[float]:
    """Work out the row heights: single cells first, then what merged ones still need goes to their last row."""
    heights = [row.height for row in grid.rows]
    for cell in cells:
        if cell.rows == 1 and cell.block and not grid.rows[cell.row].exact:
            heights[cell.row] = max(heights[cell.row], cell.block.height + inset(cell))
    for cell in cells:
        last = cell.row + cell.rows - 1
        if cell.rows > 1 and cell.block and not grid.rows[last].exact:
            wanting = cell.block.height + inset(cell) - sum(heights[cell.row : last + 1])
            heights[last] += max(0.0, wanting)
    return heights


def _html(source: Source, grid: Grid, heights: list[float], room: Room) -> str:
    columns = "".join(f"<col{source.classes.attribute(f'width:{pt(w)}')}>" for w in grid.columns)
    hollow = any(
        (row.cells and all(cell.rows > 1 for cell in row.cells)) or not row.cells for row in grid.rows
    )
    if hollow:
        columns += f"<col{source.classes.attribute('width:0')}>"
    headers = 0
    while headers < len(grid.rows) and grid.rows[headers].header:
        headers += 1
    if any(cell.row < headers < cell.row + cell.rows for row in grid.rows for cell in row.cells):
        headers = 0
    rows = [_row_html(source, grid, at, heights, hollow) for at in range(len(grid.rows))]
    head = f"<thead>{''.join(rows[:headers])}</thead>" if 0 < headers < len(rows) else ""
    body = "".join(rows[headers:] if head else rows)
    style = _placed(source, grid, room)
    table = f"<table{source.classes.attribute(style)}><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>"
    return _floating(source, grid, room, table)


def _placed(source: Source, grid: Grid, room: Room) -> str:
    total = sum(grid.columns)
    left = _offset(source, grid, room, total)
    return f"width:{pt(total)};margin-left:{pt(left - _half(grid))}"


def _half(grid: Grid) -> float:
    """Give half the width of the widest left border."""
    outer = (c.edges["left"].width for row in grid.rows for c in row.cells if c.column == 0)
    return max(outer, default=0.0) / 2


def _offset(source: Source, grid: Grid, room: Room, total: float) -> float:
    """Find where the table's first column begins, from the left edge of the text area."""
    own = grid.properties
    margin = number(grid.margins, "left", MARGIN) / 20
    old = source.settings.compatibility < 15 and not room.in_table
    if "tblpPr.horzAnchor" in own or "tblpPr.tblpX" in own or "tblpPr.tblpXSpec" in own:
        place = own.get("tblpPr.tblpXSpec", "")
        if place in {"center", "right"}:
            return (room.width - total) / (2 if place == "center" else 1)
        page = own.get("tblpPr.horzAnchor") == "page"
        left = number(own, "tblpPr.tblpX") / 20 - (room.page_left if page else 0.0)
        return left if page else left - margin
    justify = own.get("jc", "")
    if not justify and grid.rows:
        justify = flat(grid.rows[0].element.find(f"{W}trPr")).get("jc", "")
    if justify == "center":
        return (room.width - total) / 2
    if justify in {"right", "end"}:
        return room.width - total
    indent = number(own, "tblInd.w") / 20 if own.get("tblInd.type", "dxa") == "dxa" else 0.0
    if old:
        return indent - margin
    return indent + (_half(grid) if source.mode.libreoffice else 0.0)


def _floating(source: Source, grid: Grid, room: Room, table: str) -> str:
    """Take a floating table out of the flow where text could stand beside it or it hangs from the page."""
    own = grid.properties
    if not any(name.startswith("tblpPr") for name in own):
        return table
    anchor = own.get("tblpPr.vertAnchor", "margin")
    down = number(own, "tblpPr.tblpY") / 20
    wide = sum(grid.columns) > room.width - _NARROW and own.get("tblpPr.horzAnchor") != "page"
    if wide and source.mode.libreoffice:  # LibreOffice leaves it in the text
        return table
    if anchor == "text":
        style = f"margin-top:{pt(down)}"
        if sum(grid.columns) < 0.75 * room.width:
            style += ";position:absolute"
        return f"<div{source.classes.attribute(style)}>{table}</div>"
    if "tblpPr.tblpY" not in own:
        return table
    top = down - (room.page_top if anchor == "page" else 0.0)
    return f"<div{source.classes.attribute(f'position:absolute;left:0;top:{pt(top)}')}>{table}</div>"


def _row_html(source: Source, grid: Grid, at: int, heights: list[float], hollow: bool) -> str:
    row = grid.rows[at]
    column = 0
    cells = []
    taken = sorted(
        (cell.column, cell.columns, cell)
        for r in grid.rows[: at + 1]
        for cell in r.cells
        if cell.row + cell.rows > at
    )
    for start, span, cell in ((s, n, c) for s, n, c in taken):
        if start > column:
            cells.append(f'<td colspan="{start - column}"></td>')
        if cell.row == at:
            cells.append(_cell_html(source, grid, cell, heights))
        column = start + span
    if hollow:
        if column < len(grid.columns):
            cells.append(f'<td colspan="{len(grid.columns) - column}"></td>')
        cells.append(f"<td{source.classes.attribute(f'height:{pt(heights[at])}')}></td>")
    rigid = row.whole or row.exact or any(cell.upright for cell in row.cells)
    style = ["break-inside:avoid"] if rigid else []
    style += ["break-after:avoid"] if _keeps_next(source, row) else []
    return f"<tr{source.classes.attribute(';'.join(style))}>{''.join(cells)}</tr>"


def _keeps_next(source: Source, row: Row) -> bool:
    """Tell whether a row stays with the next one: when its first paragraph says so, as in Word."""
    paragraph = row.element.find(f"{W}tc/{W}p")
    own = flat(paragraph.find(f"{W}pPr")) if paragraph is not None else {}
    style = source.styles.style(own.get("pStyle"), "paragraph")
    return on(merged(style.paragraph, own), "keepNext")


def _cell_html(source: Source, grid: Grid, cell: Cell, heights: list[float]) -> str:
    row = grid.rows[cell.row]
    top, right, bottom, left = cell.margins
    sides = cell.edges
    body = ";".join(filter(None, (sides[side].css(side) for side in ("top", "right", "bottom", "left"))))
    padding = " ".join(
        pt(max(0.0, margin - (sides[side].width / 2 if side in {"left", "right"} else 0.0)))
        for margin, side in ((top, "top"), (right, "right"), (bottom, "bottom"), (left, "left"))
    )
    body += f";padding:{padding}" if padding != "0 0 0 0" else ""
    high = sum(heights[cell.row : cell.row + cell.rows]) - inset(cell)
    least = row.height - inset(cell)
    if cell.rows == 1 and least > 0 and (row.exact or heights[cell.row] <= row.height + 0.001):
        body += f";height:{pt(least)}"
    align = {"center": "middle", "both": "middle", "bottom": "bottom"}.get(
        cell.properties.get("vAlign", ""), "top"
    )
    body += f";vertical-align:{align}"
    fill = shade(cell.properties) or next(
        (shade(p.cell) for p in reversed(_formats(grid, cell)) if shade(p.cell)), ""
    )
    body += f";background:{fill}" if fill else ""
    lines = diagonal(sides.get("tl2br"), sides.get("tr2bl"))
    body += f";{lines}" if lines else ""
    inner = cell.block.html if cell.block else ""
    exact = all(r.exact for r in grid.rows[cell.row : cell.row + cell.rows])
    if exact and cell.block and cell.block.height > high:  # out of the flow, or it would push the row down
        inner = f"<div{source.classes.attribute('position:absolute;top:0;left:0;width:100%')}>{inner}</div>"
        cut = f"position:relative;height:{pt(max(high, 0.0))};overflow:hidden"
        inner = f"<div{source.classes.attribute(cut)}>{inner}</div>"
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<td{spans}{source.classes.attribute(body.lstrip(';'))}>{inner}</td>"
