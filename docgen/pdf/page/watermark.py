"""Watermarks (水印): the large pale words that headers put behind every page."""

from __future__ import annotations

import re
from typing import Protocol

from docgen.pdf.page.looks import colour
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import twips
from docgen.pdf.page.svg import text_in
from docgen.pdf.page.xml import Element, V, local, real


class Page(Protocol):
    """The measures of a page, in points."""

    @property
    def width(self) -> float:
        """The paper's width."""

    @property
    def height(self) -> float:
        """The paper's height."""

    @property
    def left(self) -> float:
        """The left margin."""

    @property
    def right(self) -> float:
        """The right margin."""

    @property
    def top(self) -> float:
        """The upper margin."""

    @property
    def bottom(self) -> float:
        """The lower margin."""


_NAMED = {"silver": "#c0c0c0", "gray": "#808080", "red": "#ff0000", "black": "#000000", "blue": "#0000ff"}


def style_of(element: Element) -> dict[str, str]:
    """Read the style attribute of a VML shape."""
    return dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", element.get("style", "")))


def points(value: str) -> float:
    """Read a length of VML; a bare number counts pixels, which we take for points."""
    value = value.strip()
    return twips(value if value.endswith(("pt", "in", "cm", "mm")) else value.removesuffix("px") + "pt") / 20


def standing(element: Element) -> float:
    """Give the width of a VML drawing that stands in the line like a character, nought for one that hangs free."""
    for shape in element:
        style = style_of(shape)
        if (
            local(shape) in {"shape", "rect", "roundrect", "oval", "group"}
            and style.get("position") != "absolute"
        ):
            return points(style.get("width", "0"))
    return 0.0


def is_word_art(shape: Element) -> bool:
    """Tell whether a VML shape is words stretched to its size (艺术字)."""
    path = shape.find(f"{V}textpath")
    return path is not None and bool(path.get("string"))


def word_art(source: Source, shape: Element, centre: tuple[float, float], turn: float) -> str:
    """Draw the words of a VML shape as SVG around a point, turned by degrees."""
    style = style_of(shape)
    path = shape.find(f"{V}textpath")
    family = style_of(path).get("font-family", "宋体").strip("\"' ").replace("&quot;", "")
    face = source.faces.face(family, "bold" in style_of(path).get("font-weight", ""))
    words = path.get("string", "")
    if any(face.advance(c) is None for c in words):
        face = next((f for c in words if (f := source.faces.fallback(c, False)) is not None), face)
    box = (points(style.get("width", "0")), points(style.get("height", "0")))
    return text_in(words, face, box, centre, turn, _ink(shape))


def watermarks(source: Source, header: Element, section: Page) -> tuple[str, ...]:
    """Draw the watermarks of a header, placed on the page."""
    return tuple(
        word_art(source, shape, _centre(style_of(shape), section), real(style_of(shape).get("rotation")))
        for shape in header.iter(f"{V}shape")
        if is_word_art(shape)
    )


def _centre(style: dict[str, str], section: Page) -> tuple[float, float]:
    across = _middle(
        style,
        "horizontal",
        "left",
        points(style.get("width", "0")),
        section.left,
        section.width - section.right,
    )
    down = _middle(
        style,
        "vertical",
        "top",
        points(style.get("height", "0")),
        section.top,
        section.height - section.bottom,
    )
    return across, down


def _middle(style: dict[str, str], way: str, edge: str, length: float, near: float, far: float) -> float:
    """Find the middle of a shape along one way of the page."""
    whole_page = style.get(f"mso-position-{way}-relative", "") == "page"
    place = style.get(f"mso-position-{way}", "absolute")
    start, end = (0.0, near + far) if whole_page else (near, far)
    if place == "center":
        return (start + end) / 2
    if place in {"right", "bottom"}:
        return end - length / 2
    return start + points(style.get(f"margin-{edge}", "0")) + length / 2


def _ink(shape: Element) -> str:
    """Mix the colour with the white of the paper, as half-transparent words show."""
    name = shape.get("fillcolor", "silver").split()[0]
    ink = _NAMED.get(name) or (colour(name.lstrip("#")) or "#c0c0c0" if len(name) == 7 else "#c0c0c0")
    fill = shape.find(f"{V}fill")
    opacity = fill.get("opacity", "1") if fill is not None else "1"
    share = real(opacity[:-1]) / 65536 if opacity.endswith("f") else real(opacity, 1.0)
    mixed = (round(255 + (int(ink[at : at + 2], 16) - 255) * min(max(share, 0.0), 1.0)) for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
