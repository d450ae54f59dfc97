"""A paragraph in ink: the page operators that draw its lines, ready to be put anywhere.

What full layout draws from HTML is drawn here directly, so the two must agree: where the baseline of a line lies, how
far apart letters stand, how text is ruled.  Operators count in CSS pixels from the upper left corner of the paragraph.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from docgen.pdf.glyphs import FACES, program
from docgen.pdf.lines import Piece, Tab, Text
from docgen.pdf.page.blank import PIXEL, ruling
from docgen.pdf.page.faces import InstalledFaces, MeasuredFace
from docgen.pdf.page.lineset import fill_of, strut_of
from docgen.pdf.page.looks import Look
from docgen.pdf.page.paragraph import Composed, Placed

VALUES, LABELS = "V", "L"  # what the faces of values and of fixed text are called on a page

Glyphs = Mapping[int, Set[int]]  # by face

_UNITS = 1024
_BLANK = "\u00a0"
_FACES = InstalledFaces()

_NUMBERS = {key: number for number, key in enumerate(FACES)}


class Unstampable(ValueError):  # noqa: N818  says what is so
    """Something that only full layout draws."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The operators of one paragraph, its measures in points, and the glyphs it takes from each face."""

    operators: bytes
    height: float
    before: float
    after: float
    lines: tuple[tuple[bytes, float, str], ...]  # of each line: operators, height, how it ends
    glyphs: tuple[tuple[int, frozenset[int]], ...]


@dataclass(slots=True)
class _Pen:
    """Where the drawing stands: operators so far, and what the text state is."""

    operators: list[str]
    glyphs: dict[int, set[int]]
    printed: Glyphs
    font: tuple[str, str] | None = None
    spacing: str = "0"
    colour: str = ""
    ruled: str = ""

    def text(self, face: int, glyphs: list[int], size: float, spacing: float, colour: str) -> None:
        """Choose the face, the distance of letters and the colour."""
        if self.printed.get(face, frozenset()) >= set(glyphs):
            name = f"{LABELS}{face}"
        else:
            name = f"{VALUES}{face}"
            self.glyphs.setdefault(face, set()).update(glyphs)
        if colour != self.colour:
            self.operators.append(f"{colour} rg")
            self.colour = colour
        font = (name, number(_scale(size) / _UNITS))
        if font != self.font:
            self.operators.append(f"/{name} {font[1]} Tf")
            self.font = font
        if (space := number(spacing / PIXEL)) != self.spacing:
            self.operators.append(f"{space} Tc")
            self.spacing = space


def _scale(size: float) -> int:
    """Give a size in the units of Pango: 1024 to the pixel."""
    return math.floor(size / PIXEL * _UNITS)


def _em(part: float, size: float) -> float:
    """Give a part of the em in points, rounded as Pango rounds it."""
    return math.floor(part * _scale(size) + 0.5) / _UNITS * PIXEL


def _reach(item: Text) -> float:
    """Give how far half of ascent less descent is."""
    return (_em(item.face.ascent, item.size) - _em(item.face.descent, item.size)) / 2


def number(value: float) -> str:
    """Write a number shortly."""
    return f"{value:.5f}".rstrip("0").rstrip(".") if abs(value) >= 0.000005 else "0"


def ink(composed: Composed, printed: Glyphs) -> Ink:
    """Draw a paragraph; raises Unstampable when only full layout can.

    Text that has all its glyphs in the faces of labels (`printed`) is set in them, other text in the faces of values.
    """
    glyphs: dict[int, set[int]] = {}
    lines = []
    for placed in composed.lines:
        pen = _Pen([], glyphs, printed)
        if placed.line.pieces:
            _line(pen, composed, placed)
        text = "\n".join(pen.operators)
        lines.append((text.encode(), placed.extent.height, placed.line.end))
    form = composed.form
    used = tuple((face, frozenset(found)) for face, found in sorted(glyphs.items()))
    return Ink(_stacked(lines), composed.height, form.before, form.after, tuple(lines), used)


def _stacked(lines: list[tuple[bytes, float, str]]) -> bytes:
    if len(lines) == 1:
        return lines[0][0]
    down, text = 0.0, []
    for operators, height, _ in lines:
        if operators:
            text.append(moved(operators, 0.0, down))
        down += height / PIXEL
    return b"\n".join(text)


def moved(operators: bytes, x: float, y: float) -> bytes:
    """Put operators somewhere on the page, in pixels."""
    return f"q 1 0 0 1 {number(x)} {number(y)} cm\n".encode() + operators + b"\nQ"


def _line(pen: _Pen, composed: Composed, placed: Placed) -> None:
    baseline = _baseline(placed)
    x = placed.x
    for piece in placed.line.pieces:
        item = piece.item
        if piece.before and isinstance(item, Text) and isinstance(item.mark, Look) and item.mark.decoration:
            _filler(pen, item.mark, _BLANK, x, piece.before, baseline - item.mark.rise)
        x += piece.before
        x += _piece(pen, composed, placed, piece, x, baseline)


def _baseline(placed: Placed) -> float:
    """Find where WeasyPrint puts the baseline: spans of no height may still push it down."""
    strut = strut_of(placed)
    reach = _reach(strut) if strut else 0.0
    pad, high = fill_of(placed)
    best = high / 2 + reach
    for piece in placed.line.pieces:
        if isinstance(piece.item, Text) and isinstance(piece.item.mark, Look):
            best = max(best, _reach(piece.item) + piece.item.mark.rise)
    return pad + best


def _piece(pen: _Pen, composed: Composed, placed: Placed, piece: Piece, x: float, baseline: float) -> float:
    """Draw a piece; gives its width."""
    item = piece.item
    if isinstance(item, Tab):
        return _tab(pen, composed, piece, x, baseline)
    if not isinstance(item, Text) or item.scale != 1.0 or not isinstance(item.mark, Look):
        raise Unstampable
    every = composed.form.align == "distribute"
    spacing, blank = item.spacing, 0.0
    if placed.letter and (item.cjk or every):
        spacing += placed.letter
    else:
        blank = placed.blank
    y = baseline - item.mark.rise
    return _text(pen, item, piece.text, spacing, blank, x, y)


def _tab(pen: _Pen, composed: Composed, piece: Piece, x: float, baseline: float) -> float:
    mark = piece.item.mark if isinstance(piece.item, Tab) else None
    look = mark if isinstance(mark, Look) else composed.mark
    if (piece.leader or look.decoration) and piece.width >= 0.01:
        _filler(pen, look, piece.leader or _BLANK, x, piece.width, baseline - look.rise)
    return piece.width


def _filler(pen: _Pen, look: Look, fill: str, x: float, width: float, y: float) -> None:
    """Draw a tab's leader, or a blank that a rule runs through."""
    face = _FACES.face(look.latin, look.bold)
    each = (face.advance(fill) or 0.5) * look.size
    count = max(1, int(width / each))
    item = Text(fill * count, face, look.size, mark=look)
    _text(pen, item, item.text, (width - count * each) / count, 0.0, x, y)


def _text(pen: _Pen, item: Text, text: str, spacing: float, blank: float, x: float, y: float) -> float:
    look = item.mark
    if not isinstance(look, Look) or look.background or look.border or look.emphasis:
        raise Unstampable
    face = _number(item)
    advances = sum(_em(item.face.advance(c) or 0.0, item.size) + spacing for c in text)
    width = advances + blank * text.count(" ")
    colour = _colour(look.colour)
    if look.decoration:
        _rule(pen, item, look, colour, x, width, y)
    if not text.strip():
        return width
    glyphs = glyphs_in(face, text)
    pen.text(face, glyphs, item.size, spacing, colour)
    codes = _codes(text, glyphs, blank, item.size)
    place = f"1 0 0 -1 {number(x / PIXEL)} {number(y / PIXEL)} Tm"
    pen.operators.append(f"BT {place} {codes} ET")
    return width


def _number(item: Text) -> int:
    face = item.face
    if not isinstance(face, MeasuredFace):
        raise Unstampable
    found = _NUMBERS.get((face.css, face.bold))
    return _NUMBERS[face.css, False] if found is None else found


def glyphs_in(face: int, text: str) -> list[int]:
    """Give the glyphs of a text; raises Unstampable when it is not one glyph to a character."""
    known = program(face).glyphs
    try:
        return [known[character] for character in text]
    except KeyError as missing:
        raise Unstampable from missing


def _codes(text: str, glyphs: list[int], blank: float, size: float) -> str:
    if not blank:
        return f"<{''.join([f'{glyph:04x}' for glyph in glyphs])}> Tj"
    return "[" + _spaced(text, glyphs, number(-1000 * blank / size)) + "] TJ"


def printed_by(composed: Composed) -> dict[int, set[int]]:
    """Give the glyphs of a paragraph by face, without drawing it."""
    found: dict[int, set[int]] = {}
    for placed in composed.lines:
        for piece in placed.line.pieces:
            if isinstance(piece.item, Text):
                face = _number(piece.item)
                found.setdefault(face, set()).update(glyphs_in(face, piece.text))
    return found


def _spaced(text: str, glyphs: list[int], back: str) -> str:
    parts = (
        f"<{glyph:04x}>{back}" if character == " " else f"<{glyph:04x}>"
        for character, glyph in zip(text, glyphs, strict=True)
    )
    return "".join(parts)


def _rule(pen: _Pen, item: Text, look: Look, colour: str, x: float, width: float, y: float) -> None:
    """Draw the lines under text, or through it."""
    if look.decoration not in {"underline", "line-through"}:
        raise Unstampable
    face = item.face
    rules = ruling(face.css, face.bold, item.size)
    under = look.decoration == "underline"
    thickness = rules.thickness if under else rules.through_thickness
    down = y / PIXEL + (rules.under if under else rules.through)
    state = f"{colour} RG {number(thickness)} w"
    if state != pen.ruled:
        pen.operators.append(state)
        pen.ruled = state
    left, right = number(x / PIXEL), number((x + width) / PIXEL)
    pen.operators.append(f"{left} {number(down)} m {right} {number(down)} l S")


def _colour(value: str) -> str:
    if not value:
        return "0 0 0"
    return " ".join(number(int(value[at : at + 2], 16) / 255) for at in (1, 3, 5))


def joined(sets: Iterable[Iterable[tuple[int, Iterable[int]]]]) -> dict[int, set[int]]:
    """Join the glyphs of many paragraphs, by face."""
    result: dict[int, set[int]] = {}
    for each in sets:
        for face, found in each:
            result.setdefault(face, set()).update(found)
    return result
