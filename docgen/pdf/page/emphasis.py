"""Emphasis marks (着重号): a dot under every character, or what else stands over or under it."""

from __future__ import annotations

from docgen.pdf.lines import Piece, Text
from docgen.pdf.page.css import pt
from docgen.pdf.page.looks import Look
from docgen.pdf.page.svg import as_uri, short

_MARKS = {
    "dot": "<circle cx='0' cy='0' r='.055'/>",
    "underDot": "<circle cx='0' cy='0' r='.055'/>",
    "circle": "<circle cx='0' cy='0' r='.07' fill='none' stroke='black' stroke-width='.025'/>",
    "comma": "<path d='M-.06-.06Q.06-.04.05.08Q0 0-.06-.06Z'/>",
}
_ROOM = 0.22  # em that the marks take above or below the characters


def emphasised(piece: Piece, look: Look, letter: float) -> str:
    """Write the background that marks the characters of a piece, in steps of their mean width."""
    item = piece.item
    if not isinstance(item, Text):
        return ""
    size = item.size
    step = piece.width / max(len(piece.text), 1) + letter
    advance = step - item.spacing - letter
    mark = _MARKS.get(look.emphasis, _MARKS["dot"]).replace("black", look.colour or "#000")
    scale = f"translate({short(advance / 2)} {short(_ROOM * size / 2)}) scale({short(size)})"
    picture = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {short(step)} {short(_ROOM * size)}'>"
        f"<g transform='{scale}' fill='{look.colour or '#000'}'>{mark}</g></svg>"
    )
    side, at = ("top", "0") if look.emphasis in {"comma", "circle"} else ("bottom", "100%")
    return f';padding-{side}:{pt(_ROOM * size)};background:url("{as_uri(picture)}") 0 {at}/{pt(step)} {pt(_ROOM * size)} repeat-x'
