"""Headers and footers of a worksheet (页眉页脚), which are written in codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.pdf.page.css import pt
from docgen.pdf.page.source import Faces

_PIECE = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&[A-Za-z&]|[^&]+|&')
LEFT_OUT = {
    "D": "the date of printing is left out of the page margin",
    "T": "the date of printing is left out of the page margin",
    "G": "a picture in the page margin is not drawn",
    "F": "the name of the file is left out of the page margin",
    "Z": "the name of the file is left out of the page margin",
}


@dataclass(frozen=True, slots=True)
class MarginText:
    """What stands at one place of the margin: CSS content, and how it looks."""

    content: str
    look: str


def margin_texts(code: str, sheet: str, faces: Faces) -> dict[str, MarginText]:
    """Turn a header or footer code into CSS content, by left, center and right; its first look holds for all of it."""
    found = {}
    sections = re.split(r"&([LCR])", code if re.match(r"&[LCR]", code) else f"&C{code}")[1:]
    for letter, text in zip(sections[::2], sections[1::2], strict=False):
        parts = []
        for piece in _PIECE.findall(text):
            if piece in {"&P", "&N"}:
                parts.append("counter(page)" if piece == "&P" else "counter(pages)")
            elif piece == "&A":
                parts.append(_quoted(sheet))
            elif not piece.startswith("&") or piece == "&&":
                parts.append(_quoted(piece.replace("&&", "&")))
        if parts:
            part = {"L": "left", "C": "center", "R": "right"}[letter]
            found[part] = MarginText(" ".join(parts), _look(text, faces))
    return found


def _look(text: str, faces: Faces) -> str:
    size = re.search(r"&(\d+)", text)
    named = re.search(r'&"([^",]*)(?:,([^"]*))?"', text)
    family = named[1] if named and named[1] not in {"-", ""} else "宋体"
    style = (named[2] or "") if named else ""
    bold = "&B" in text or "Bold" in style or "粗" in style
    italic = "&I" in text or "Italic" in style or "斜" in style
    face = faces.face(family, bold)
    ink = re.search(r"&K([0-9A-Fa-f]{6})", text)
    lines = [
        name
        for code, name in (("&U", "underline"), ("&E", "underline"), ("&S", "line-through"))
        if code in text
    ]
    look = f"font:{'italic ' if italic else ''}{'700 ' if bold else ''}{pt(float(size[1]) if size else 10.0)} '{face.css}'"
    look += f";color:#{ink[1]}" if ink else ""
    return look + (f";text-decoration:{' '.join(dict.fromkeys(lines))}" if lines else "")


def left_out(code: str) -> Iterator[str]:
    """Name what a code asks for that is not drawn."""
    for piece in _PIECE.findall(code):
        if piece[1:] in LEFT_OUT and piece.startswith("&"):
            yield LEFT_OUT[piece[1:]]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ").replace("<", "\\3c ")
    return f'"{escaped}"'
