"""The rule lines of a table: who draws the edge between two cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docgen.pdf.page.css import pt
from docgen.pdf.page.looks import colour as colour_of
from docgen.pdf.page.xml import real

_STYLES = {
    "double": "double", "dashed": "dashed", "dashSmallGap": "dashed", "dotted": "dotted", "dotDash": "dashed",
    "dotDotDash": "dashed", "triple": "double", "thinThickSmallGap": "double", "thickThinSmallGap": "double",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edge:
    """A border line; width in points, nought for none."""

    width: float = 0.0
    style: str = "solid"
    colour: str = "#000"
    own: bool = False  # said by the cell itself, not by its table

    def css(self, side: str) -> str:
        """Write one side."""
        return f"border-{side}:{pt(self.width)} {self.style} {self.colour}" if self.width else ""


NONE = Edge()


@lru_cache(maxsize=1024)
def edge(text: str, own: bool = False) -> Edge:
    """Read a border as the styles module writes it."""
    kind, size, colour, _ = text.split()
    if kind in {"nil", "none"}:
        return Edge(own=own)
    style = _STYLES.get(kind, "solid")
    width = min(max(real(size, 4.0), 2.0), 96.0) / 8
    return Edge(width * (3 if style == "double" else 1), style, colour_of(colour) or "#000", own)


@dataclass(frozen=True, slots=True)
class Framed:
    """A cell's place in the grid and the borders it asks for."""

    row: int
    column: int
    rows: int
    columns: int
    edges: Mapping[str, Edge]


def stronger(one: Edge | None, other: Edge | None) -> Edge:
    """Decide between the two cells at an edge: a cell's own word beats the table's, a line beats none, wide beats thin."""
    if one is None or other is None:
        return one or other or NONE
    if one.own != other.own:
        return one if one.own else other
    return one if one.width >= other.width else other


def resolve(cells: Sequence[Framed], rows: int, columns: int) -> list[dict[str, Edge]]:
    """Give the four edges of every cell such that both neighbours name the same one.

    Where the neighbours along a side differ, the cell leaves the side to them.
    """
    owner = {
        (row, column): cell
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }

    def at(row: int, column: int, side: str) -> Edge | None:
        cell = owner.get((row, column))
        return cell.edges.get(side, NONE) if cell else None

    def across(row: int, column: int) -> Edge:
        return stronger(at(row - 1, column, "bottom"), at(row, column, "top"))

    def along(row: int, column: int) -> Edge:
        return stronger(at(row, column - 1, "right"), at(row, column, "left"))

    del rows, columns
    return [
        {
            "top": _one([across(c.row, k) for k in range(c.column, c.column + c.columns)]),
            "bottom": _one([across(c.row + c.rows, k) for k in range(c.column, c.column + c.columns)]),
            "left": _one([along(k, c.column) for k in range(c.row, c.row + c.rows)]),
            "right": _one([along(k, c.column + c.columns) for k in range(c.row, c.row + c.rows)]),
        }
        for c in cells
    ]


def _one(edges: list[Edge]) -> Edge:
    first = edges[0]
    same = all((e.width, e.style, e.colour) == (first.width, first.style, first.colour) for e in edges)
    return first if same else NONE


def diagonal(down: Edge | None, up: Edge | None) -> str:
    """Write diagonal lines as a background that stretches with the cell."""
    lines = ""
    for line, ends in ((down, "x1='0' y1='0' x2='100' y2='100'"), (up, "x1='0' y1='100' x2='100' y2='0'")):
        if line and line.width:
            colour = line.colour.replace("#", "%23")
            lines += f"<line {ends} stroke='{colour}' stroke-width='{line.width:g}' vector-effect='non-scaling-stroke'/>"
    if not lines:
        return ""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' preserveAspectRatio='none'>{lines}</svg>"
    return f'background:url("data:image/svg+xml,{svg.replace("<", "%3C").replace(">", "%3E")}") 0 0/100% 100% no-repeat'
