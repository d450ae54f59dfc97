"""The page of a worksheet: paper, scale, groups of columns, placed cells, texts in the margins."""

from __future__ import annotations

import re
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
            )
        )
        taken |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
    for at_row, r in enumerate(rows):
        for at_column, c in enumerate(columns):
            if (r, c) not in taken:
                value, format_ = sheet.cells.get((r, c), blank)
                beside = sheet.cells.get((r, c + 1), blank)[0].runs or (r, c + 1) in taken
                found.append(Place(at_row, at_column, 1, 1, value, format_, format_.edges, bool(beside)))
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


def column_pages(grown: Grown, paper: Paper) -> list[tuple[int, int]]:
    """Cut the columns into groups that fit the width of a page."""
    left = grown.area[1]
    groups: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for at, width in enumerate(grown.widths):
        if used and (used + width) * paper.scale > paper.room + 0.5:
            groups.append((left + start, left + at - 1))
            start, used = at, 0.0
        used += width
    return [*groups, (left + start, left + len(grown.widths) - 1)]


def margin_texts(sheet: Sheet, which: str) -> dict[str, tuple[str, float]]:
    """Turn a header or footer code into CSS content, by left, center and right."""
    found = {}
    code = sheet.setup.get(which, "")
    sections = re.split(r"&([LCR])", code if re.match(r"&[LCR]", code) else f"&C{code}")[1:]
    for letter, text in zip(sections[::2], sections[1::2], strict=False):
        size = re.search(r"&(\d+)", text)
        parts = []
        for piece in re.findall(r'&"[^"]*"|&\d+|&[A-Za-z&]|[^&]+', text):
            if piece in {"&P", "&N"}:
                parts.append("counter(page)" if piece == "&P" else "counter(pages)")
            elif piece == "&A":
                parts.append(_quoted(sheet.name))
            elif not piece.startswith("&") or piece == "&&":
                parts.append(_quoted(piece.replace("&&", "&")))
        if parts:
            part = {"L": "left", "C": "center", "R": "right"}[letter]
            found[part] = (" ".join(parts), float(size[1]) if size else 10.0)
    return found


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ").replace("<", "\\3c ")
    return f'"{escaped}"'
