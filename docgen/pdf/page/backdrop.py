"""What stands behind the text of every page: page borders (页面边框) and watermarks (水印), as one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.pdf.page.css import pt
from docgen.pdf.page.looks import colour
from docgen.pdf.page.svg import as_uri, line, size_of
from docgen.pdf.page.xml import Element, W, local, real

_DASHES = {
    "dashed": "4 2",
    "dashSmallGap": "4 1",
    "dotted": "1 2",
    "dotDash": "4 2 1 2",
    "dotDotDash": "4 2 1 2 1 2",
}
_PLAIN = {"single", "thick", "double", "triple", "thinThickSmallGap", "thickThinSmallGap", *_DASHES}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a page border; lengths in points."""

    kind: str
    width: float
    ink: str
    space: float


@dataclass(frozen=True, slots=True)
class PageBorders:
    """The borders of a page: its sides, whether they are measured from the paper's edge, and on which pages they are."""

    sides: tuple[tuple[str, Side], ...]
    from_page: bool
    shown: str  # allPages | firstPage | notFirstPage

    @property
    def unlike(self) -> bool:
        """Tell whether a side is of a kind that is drawn as a plain line."""
        return any(side.kind not in _PLAIN for _, side in self.sides)

    def on(self, kind: str) -> bool:
        """Tell whether pages of a kind (default, first, even) have them."""
        return self.shown == "allPages" or (self.shown == "firstPage") == (kind == "first")


def page_borders(element: Element | None) -> PageBorders | None:
    """Read the page borders of a section."""
    sides = tuple(
        (local(side), _side(side))
        for side in (element if element is not None else ())
        if side.get(f"{W}val", "nil") not in {"nil", "none"}
    )
    if element is None or not sides:
        return None
    from_page = element.get(f"{W}offsetFrom", "text") == "page"
    return PageBorders(sides, from_page, element.get(f"{W}display", "allPages"))


def _side(side: Element) -> Side:
    width = real(side.get(f"{W}sz"), 4.0) / 8
    ink = colour(side.get(f"{W}color", "")) or "#000"
    return Side(side.get(f"{W}val", "single"), width, ink, real(side.get(f"{W}space")))


def framed(borders: PageBorders, size: tuple[float, float], edges: tuple[float, float, float, float]) -> str:
    """Draw page borders on a page; `edges` are its margins (top right bottom left)."""
    width, height = size
    at = {}
    for (name, margin), far in zip(zip(("top", "right", "bottom", "left"), edges, strict=True),
                                   (0.0, width, height, 0.0), strict=True):  # fmt: skip
        side = dict(borders.sides).get(name)
        inwards = -1 if name in {"right", "bottom"} else 1
        away = (side.space + side.width / 2) if side else 0.0
        at[name] = far + inwards * (away if borders.from_page else margin - away)
    drawn = ""
    for name, side in borders.sides:
        across = name in {"top", "bottom"}
        ends = (
            (at["left"], at[name], at["right"], at[name])
            if across
            else (at[name], at["top"], at[name], at["bottom"])
        )
        drawn += _strokes(side, ends, across)
    return drawn


def _strokes(side: Side, ends: tuple[float, float, float, float], across: bool) -> str:
    if side.kind not in {"double", "triple", "thinThickSmallGap", "thickThinSmallGap"}:
        return line(ends, side.width, side.ink, _DASHES.get(side.kind, ""))
    x1, y1, x2, y2 = ends
    drawn = ""
    for shift in (-side.width, side.width):
        dx, dy = (0.0, shift) if across else (shift, 0.0)
        drawn += line((x1 + dx, y1 + dy, x2 + dx, y2 + dy), side.width, side.ink)
    return drawn


def page_picture(drawings: Sequence[str], size: tuple[float, float]) -> str:
    """Put drawings of the whole page into one picture; nothing when there are none."""
    content = "".join(drawings)
    return as_uri(f"<svg {size_of(*size)}>{content}</svg>") if content else ""


def placed(uri: str, size: tuple[float, float], corner: tuple[float, float]) -> str:
    """Write the background of a page whose text area begins at `corner`."""
    left, top = corner
    if not uri:
        return ";background:none"
    return f';background:url("{uri}") {pt(-left)} {pt(-top)}/{pt(size[0])} {pt(size[1])} no-repeat'
