"""A table read: its rows, its cells with their spans, its column widths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.pdf.page.borders import Edge
from docgen.pdf.page.paragraph import Block, Room
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Properties, Style, borders_of, flat, margins_of, merged, number, on
from docgen.pdf.page.upright import Upright, Upward
from docgen.pdf.page.xml import Element, W, local, real

MOST_COLUMNS = 63  # Word knows no more


@dataclass(slots=True)
class Cell:
    """A cell on its way: its element, its place and what is known of it."""

    element: Element
    row: int
    column: int
    columns: int
    properties: Properties
    rows: int = 1
    block: Block | None = None
    upright: Upright | Upward | None = None
    edges: Mapping[str, Edge] = field(default_factory=dict)
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # top right bottom left
    room: Room = field(default_factory=lambda: Room(1.0))


@dataclass(slots=True)
class Row:
    """A row: its rule and the cells that begin in it."""

    element: Element
    height: float
    exact: bool
    header: bool
    whole: bool
    cells: list[Cell] = field(default_factory=list)
    borders: Mapping[str, str] = field(default_factory=dict)
    margins: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Grid:
    """A table read and placed."""

    properties: Properties
    style: Style
    rows: list[Row]
    columns: list[float]
    borders: Mapping[str, str]
    margins: Mapping[str, str]
    look: Properties


def read(source: Source, element: Element, room: Room) -> Grid:
    """Read the grid of a table: rows, cells with their spans, column widths."""
    own = element.find(f"{W}tblPr")
    properties = flat(own)
    style = source.styles.style(properties.get("tblStyle"), "table")
    rows = [_row(tr, number_) for number_, tr in enumerate(_rows(element))]
    count = max((c.column + c.columns for row in rows for c in row.cells), default=0)
    gridcols = [real(col.get(f"{W}w")) / 20 for col in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    columns = _widths(source, rows, gridcols, count, properties, room)
    _join(rows)
    return Grid(
        merged(style.table, properties),
        style,
        rows,
        columns,
        {**style.borders, **borders_of(own, "tblBorders")},
        {**style.margins, **margins_of(own, "tblCellMar")},
        properties,
    )


def _rows(element: Element) -> list[Element]:
    found = []
    for child in element:
        name = local(child)
        if name == "tr":
            found.append(child)
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            found.extend(_rows(child))
    return found


def _cells(element: Element) -> list[Element]:
    found = []
    for child in element:
        name = local(child)
        if name == "tc":
            found.append(child)
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            found.extend(_cells(child))
    return found


def _row(element: Element, at: int) -> Row:
    own = flat(element.find(f"{W}trPr"))
    exceptions = element.find(f"{W}tblPrEx")
    row = Row(
        element,
        number(own, "trHeight") / 20,
        own.get("trHeight.hRule") == "exact",
        on(own, "tblHeader"),
        on(own, "cantSplit"),
        borders=borders_of(exceptions, "tblBorders"),
        margins=margins_of(exceptions, "tblCellMar"),
    )
    column = min(int(number(own, "gridBefore")), MOST_COLUMNS)
    for tc in _cells(element):
        properties = flat(tc.find(f"{W}tcPr"))
        span = min(max(1, int(number(properties, "gridSpan", 1.0))), MOST_COLUMNS)
        row.cells.append(Cell(tc, at, column, span, properties))
        column += span
    return row


def _join(rows: list[Row]) -> None:
    """Join vertically merged cells: the first one grows, the others go."""
    open_: dict[int, Cell] = {}
    for row in rows:
        kept = []
        for cell in row.cells:
            merge = cell.properties.get("vMerge")
            above = open_.get(cell.column)
            if merge is not None and merge != "restart" and above and above.columns == cell.columns:
                above.rows += 1
                continue
            kept.append(cell)
            for column in range(cell.column, cell.column + cell.columns):
                open_.pop(column, None)
            if merge is not None:
                open_[cell.column] = cell
        present = {cell.column for cell in row.cells}
        open_ = {column: cell for column, cell in open_.items() if column in present}
        row.cells = kept


def _widths(
    source: Source, rows: list[Row], grid: list[float], count: int, properties: Properties, room: Room
) -> list[float]:
    """Find the column widths: the cells' own where they fix a column, else the grid's, else equal shares."""
    widths = grid[:count] + [0.0] * (count - len(grid))
    total = number(properties, "tblW") / 20 if properties.get("tblW.type", "dxa") == "dxa" else 0.0
    if source.mode.cell_widths or not all(w > 0 for w in widths):
        widths = _from_cells(rows, widths, count)
    missing = [at for at, width in enumerate(widths) if width <= 0]
    if missing:
        spare = max((total or room.width) - sum(widths), 0.0)
        for at in missing:
            widths[at] = spare / len(missing)
    if properties.get("tblW.type") == "pct" and sum(widths) > 0:
        raw = properties.get("tblW.w", properties.get("tblW", "5000"))
        share = real(raw[:-1], 100.0) / 100 if raw.endswith("%") else real(raw, 5000.0) / 5000
        widths = [w * share * room.width / sum(widths) for w in widths]
    return widths


def _from_cells(rows: list[Row], grid: list[float], count: int) -> list[float]:
    """Take each column's width from the cells that span it alone, when all agree with themselves."""
    widths = list(grid)
    known: set[int] = set()
    for span in range(1, 4):
        for row in rows:
            for cell in row.cells:
                width = number(cell.properties, "tcW.w") / 20
                if cell.columns != span or not width or cell.properties.get("tcW.type", "dxa") != "dxa":
                    continue
                places = range(cell.column, min(cell.column + span, count))
                unknown = [at for at in places if at not in known]
                if len(unknown) != 1:
                    continue
                own = width - sum(widths[at] for at in places if at in known)
                if own > 0:
                    widths[unknown[0]] = own
                    known.add(unknown[0])
    if len(known) < count and any(grid):
        return widths if sum(abs(a - b) for a, b in zip(widths, grid, strict=True)) < 1.0 else list(grid)
    return widths
