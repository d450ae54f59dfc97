"""The page of a worksheet: paper, scale, groups of columns, placed cells, texts in the margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.pdf.page.borders import Edge
from docgen.pdf.page.workbook import Format, Sheet, Value
from docgen.pdf.page.xml import real, whole

PAPERS = {
    "8": (841.9, 1190.55),
    "9": (595.3, 841.9),
    "11": (419.55, 595.3),
    "1": (612.0, 792.0),
    "13": (515.9, 728.5),
}
Area = tuple[int, int, int, int]
SQUEEZED = 0.98  # a scale at which nobody sees that a sheet was made smaller


@dataclass(frozen=True, slots=True)
class Paper:
    """The page of a sheet in points, and what everything on it is scaled by."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header: float
    footer: float
    scale: float = 1.0

    @property
    def room(self) -> float:
        """Give the width between the margins."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """Give the height between the margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Grown:
    """The rows and columns of one sheet as they are printed."""

    sheet: Sheet
    area: Area
    widths: tuple[float, ...]
    heights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell in the printed grid."""

    row: int
    column: int
    rows: int
    columns: int
    value: Value
    format: Format
    edges: Mapping[str, Edge]
    crowded: bool  # whether its neighbour has content, so that long text is cut
    pressed: bool = False  # the same of its neighbour on the left


def places(sheet: Sheet, rows: list[int], columns: list[int]) -> list[Place]:
    """Place the cells of a group of columns; merged cells take the edges of their outer cells."""
    row_at = {r: at for at, r in enumerate(rows)}
    column_at = {c: at for at, c in enumerate(columns)}
    blank = (Value(), Format())
    taken: set[tuple[int, int]] = set()
    found = []
    for r1, c1, r2, c2 in sheet.merges:
        inside_rows = [row_at[r] for r in range(r1, r2 + 1) if r in row_at]
        inside_columns = [column_at[c] for c in range(c1, c2 + 1) if c in column_at]
        if not inside_rows or not inside_columns:
            continue
        value, format_ = sheet.cells.get((r1, c1), blank)
        last = sheet.cells.get((r2, c2), blank)[1]
        edges = dict(format_.edges)
        for side, source in (("right", last), ("bottom", last)):
            edges.pop(side, None)
            if side in source.edges:
                edges[side] = source.edges[side]
        found.append(
            Place(
                inside_rows[0],
                inside_columns[0],
                len(inside_rows),
                len(inside_columns),
                value,
                format_,
                edges,
                True,
                True,
            )
        )
        taken |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
    for at_row, r in enumerate(rows):
        for at_column, c in enumerate(columns):
            if (r, c) not in taken:
                value, format_ = sheet.cells.get((r, c), blank)
                beside = sheet.cells.get((r, c + 1), blank)[0].runs or (r, c + 1) in taken
                left = sheet.cells.get((r, c - 1), blank)[0].runs or (r, c - 1) in taken
                found.append(
                    Place(at_row, at_column, 1, 1, value, format_, format_.edges, bool(beside), bool(left))
                )
    return sorted(found, key=lambda place: (place.row, place.column))


def paper_of(sheet: Sheet) -> Paper:
    """Read the paper, its margins and the distances of header and footer."""
    setup = sheet.setup
    width, height = PAPERS.get(setup.get("paperSize", "9"), PAPERS["9"])
    if setup.get("orientation") == "landscape":
        width, height = height, width
    inches = {"top": 0.75, "right": 0.7, "bottom": 0.75, "left": 0.7, "header": 0.3, "footer": 0.3}
    edges = {name: real(setup.get(name), default) * 72 for name, default in inches.items()}
    return Paper(width, height, **edges)


def scale_of(sheet: Sheet, paper: Paper, grown: Grown) -> float:
    """Work out the scale: as set, or such that the sheet fits the pages it is given."""
    if "fitToPage" not in sheet.setup:
        return max(0.1, real(sheet.setup.get("scale"), 100.0) / 100)
    wide, tall = (whole(sheet.setup.get(name), 1) for name in ("fitToWidth", "fitToHeight"))
    scales = [1.0]
    if wide:
        scales.append(paper.room * wide / max(sum(grown.widths), 1.0))
    if tall:
        scales.append((paper.depth * tall - 1.0) / max(sum(grown.heights), 1.0))
    return max(0.1, int(min(scales) * 100) / 100)


def squeezed(paper: Paper, grown: Grown) -> float:
    """Give the scale of a sheet that is fitted to a width alone: LibreOffice takes 98 % where that saves a second page."""
    tall, room = sum(grown.heights), paper.depth - 1.0
    return SQUEEZED if paper.scale == 1.0 and room < tall <= room / SQUEEZED else paper.scale


def column_pages(grown: Grown, paper: Paper) -> list[tuple[int, ...]]:
    """Cut the columns into groups that fit the width of a page; title columns stand before each later group."""
    left, sheet = grown.area[1], grown.sheet
    groups: list[list[int]] = [[]]
    titles: list[int] = []
    used = 0.0
    for at, width in enumerate(grown.widths):
        column = left + at
        full = used and (used + width) * paper.scale > paper.room + 0.5
        broken = column in sheet.column_breaks and "fitToPage" not in sheet.setup
        if groups[-1] and (full or broken):
            first, last = sheet.title_columns or (0, -1)
            titles = [c for c in range(first, last + 1) if left <= c < column]
            groups.append([])
            used = sum(grown.widths[c - left] for c in titles)
        groups[-1].append(column)
        used += width
    return [
        tuple(group if not at else [*(c for c in titles if c not in group), *group])
        for at, group in enumerate(groups)
    ]


def row_pages(grown: Grown, paper: Paper) -> list[tuple[int, ...]]:
    """Cut the rows into groups that fit the height of a page, print titles before each later one."""
    top, sheet = grown.area[0], grown.sheet
    first, last = sheet.title_rows or (0, -1)
    groups: list[list[int]] = [[]]
    used = 0.0
    for at, height in enumerate(grown.heights):
        row = top + at
        full = used and (used + height) * paper.scale > paper.depth + 0.5
        if groups[-1] and (full or row in sheet.breaks):
            groups.append([r for r in range(first, last + 1) if top <= r < row])
            used = sum(grown.heights[r - top] for r in groups[-1])
        groups[-1].append(row)
        used += height
    return [tuple(group) for group in groups]
