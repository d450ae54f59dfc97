"""The borders and the shading of a paragraph."""

from __future__ import annotations

from docgen.pdf.page.css import pt
from docgen.pdf.page.looks import colour, shade
from docgen.pdf.page.styles import Properties
from docgen.pdf.page.xml import real


def is_boxed(own: Properties) -> bool:
    """Tell whether a paragraph has borders or a shading."""
    return bool(box(own))


def box(own: Properties) -> str:
    """Write the borders and the shading of a paragraph."""
    fill = shade(own)
    body = f";background:{fill}" if fill else ""
    for side in ("top", "bottom", "left", "right"):
        border = own.get(f"pBdr.{side}", "nil").split()
        if border[0] not in {"nil", "none"}:
            style = {"double": "double", "dashed": "dashed", "dotted": "dotted"}.get(border[0], "solid")
            ink = colour(border[2]) or "#000"
            body += f";border-{side}:{pt(_width(border))} {style} {ink};padding-{side}:{pt(real(border[3]))}"
    if ";border-left" in body:
        body += f";margin-left:{pt(-real(own['pBdr.left'].split()[3]))}"
    if ";border-right" in body:
        body += f";margin-right:{pt(-real(own['pBdr.right'].split()[3]))}"
    return body


def box_height(own: Properties) -> float:
    """Give the height that borders and their distance add."""
    total = 0.0
    for side in ("top", "bottom"):
        border = own.get(f"pBdr.{side}", "nil").split()
        if border[0] not in {"nil", "none"}:
            total += _width(border) + real(border[3])
    return total


def _width(border: list[str]) -> float:
    """Give the width of a border; a double one is two lines and the gap between them."""
    return real(border[1]) / 8 * (3 if border[0] == "double" else 1)
