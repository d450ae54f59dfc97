"""Bits of SVG: what borders of boxes cannot draw."""

from __future__ import annotations

from html import escape

from docgen.pdf.lines import Face

_ESCAPES = {ord(c): f"%{ord(c):02X}" for c in '%<>#"{}\n'}


def short(value: float) -> str:
    """Write a number shortly."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.0005 else "0"


def as_uri(picture: str) -> str:
    """Write a picture as a data URI that may stand between double quotes."""
    return "data:image/svg+xml," + picture.translate(_ESCAPES)


def size_of(width: float, height: float) -> str:
    """Write the attributes of a picture's root; its units are points."""
    return f"xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {short(width)} {short(height)}'"


def line(ends: tuple[float, float, float, float], width: float, ink: str, dash: str = "") -> str:
    """Draw a straight line."""
    x1, y1, x2, y2 = (short(value) for value in ends)
    dashes = f" stroke-dasharray='{dash}'" if dash else ""
    return f"<line x1='{x1}' y1='{y1}' x2='{x2}' y2='{y2}' stroke='{ink}' stroke-width='{short(width)}'{dashes}/>"


def text_in(
    words: str, face: Face, box: tuple[float, float], centre: tuple[float, float], turn: float, ink: str
) -> str:
    """Draw words stretched to fill a box that is turned around its centre (艺术字)."""
    wide, high = box
    natural = sum(face.advance(character) or 1.0 for character in words) or 1.0
    rows = f"scale({short(wide / natural)} {short(high / (face.ascent + face.descent))})"
    middle = (face.ascent - face.descent) / 2
    weight = " font-weight='700'" if face.bold else ""
    return (
        f"<g transform='translate({short(centre[0])} {short(centre[1])}) rotate({short(turn)}) {rows}'>"
        f"<text x='{short(-natural / 2)}' y='{short(middle)}' font-family='{face.css}' font-size='1'{weight} fill='{ink}'>"
        f"{escape(words, quote=True)}</text></g>"
    )
