"""How a shape is drawn: its fill, its line, the heads of arrows, as a picture that stands over its place."""

from __future__ import annotations

import math
from dataclasses import dataclass

from docgen.pdf.page import geometry
from docgen.pdf.page.css import Classes, pt
from docgen.pdf.page.geometry import Point
from docgen.pdf.page.svg import as_uri, short
from docgen.pdf.page.xml import Element, local

_DASHES = {
    "dash": (4, 3), "sysDash": (3, 1), "dot": (1, 3), "sysDot": (1, 1), "lgDash": (8, 3), "dashDot": (4, 3, 1, 3),
    "sysDashDot": (3, 1, 1, 1), "lgDashDot": (8, 3, 1, 3), "lgDashDotDot": (8, 3, 1, 3, 1, 3),
    "longDash": (8, 3), "shortDash": (3, 1), "1 1": (1, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: its width in points, its colour, its dashes, what its ends carry."""

    width: float = 0.75
    ink: str = "#000"
    dash: str = ""
    head: str = "none"
    tail: str = "none"


@dataclass(frozen=True, slots=True)
class Form:
    """A shape: its size, its outline, whether it is mirrored."""

    kind: str
    width: float
    height: float
    path: str
    across: bool = False
    down: bool = False


def drawn(classes: Classes, form: Form, fill: str, stroke: Stroke | None) -> str:
    """Draw a shape as a picture at the upper left corner of its place."""
    if not fill and stroke is None:
        return ""
    spare = 2 + (stroke.width * 6 if stroke else 0)
    flips = f"scale({-1 if form.across else 1} {-1 if form.down else 1})"
    middle = f"{short(form.width / 2)} {short(form.height / 2)}"
    back = f"{short(-form.width / 2)} {short(-form.height / 2)}"
    turn = f" transform='translate({middle}) {flips} translate({back})'" if form.across or form.down else ""
    inner = f"<g{turn}><path d='{form.path}' fill='{fill if form.kind not in geometry.OPEN and fill else 'none'}'{_line(stroke)}/>"
    inner += _heads(form, stroke) if stroke else ""
    box = f"{short(-spare)} {short(-spare)} {short(form.width + 2 * spare)} {short(form.height + 2 * spare)}"
    uri = as_uri(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}'>{inner}</g></svg>")
    body = (
        f"position:absolute;left:{pt(-spare)};top:{pt(-spare)};"
        f"width:{pt(form.width + 2 * spare)};height:{pt(form.height + 2 * spare)}"
    )
    return f'<img{classes.attribute(body)} src="{uri}" alt="">'


def _line(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    dashes = _DASHES.get(stroke.dash, ())
    dash = " ".join(short(each * stroke.width) for each in dashes)
    more = f" stroke-dasharray='{dash}'" if dash else ""
    return f" stroke='{stroke.ink}' stroke-width='{short(stroke.width)}'{more}"


def _heads(form: Form, stroke: Stroke) -> str:
    stretches = geometry.ends(form.kind, form.width, form.height)
    if stretches is None:
        return ""
    return "".join(
        _head(kind, inside, end, stroke)
        for kind, (inside, end) in zip((stroke.head, stroke.tail), stretches, strict=True)
        if kind not in {"none", ""}
    )


def _head(kind: str, inside: Point, end: Point, stroke: Stroke) -> str:
    """Draw what one end of a line carries, three lines wide and at least six points."""
    size = max(stroke.width * 3, 6.0)
    angle = math.degrees(math.atan2(end[1] - inside[1], end[0] - inside[0]))
    place = (
        f"transform='translate({short(end[0])} {short(end[1])}) rotate({short(angle)}) scale({short(size)})'"
    )
    match kind:
        case "oval":
            return f"<circle {place} r='.5' fill='{stroke.ink}'/>"
        case "diamond":
            return f"<path {place} d='M-.5 0L0-.5L.5 0L0 .5Z' fill='{stroke.ink}'/>"
        case "arrow" | "open":
            return f"<path {place} d='M-1-.5L0 0L-1 .5' fill='none' stroke='{stroke.ink}' stroke-width='.2'/>"
        case "stealth" | "classic":
            return f"<path {place} d='M-1-.5L0 0L-1 .5L-.7 0Z' fill='{stroke.ink}'/>"
        case _:
            return f"<path {place} d='M-1-.5L0 0L-1 .5Z' fill='{stroke.ink}'/>"


def has(element: Element | None, name: str) -> bool:
    """Tell whether an element has a child of a name."""
    return element is not None and any(local(child) == name for child in element)
