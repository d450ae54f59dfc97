"""A paragraph in ink: the page operators that draw its lines, ready to be put anywhere.

What full layout draws from HTML is drawn here directly, so the two must agree: where the baseline of a line lies, how
far apart letters stand, how text is ruled.  Operators count in CSS pixels from the upper left corner of the paragraph.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from struct import pack
from typing import NamedTuple

from docgen.pdf import fonts
from docgen.pdf.glyphs import FACES, Program, program
from docgen.pdf.lines import Piece, Tab, Text
from docgen.pdf.page.blank import PIXEL, ruling
from docgen.pdf.page.faces import InstalledFaces, MeasuredFace
from docgen.pdf.page.lineset import fill_of, strut_of
from docgen.pdf.page.looks import Look
from docgen.pdf.page.paragraph import Composed, Placed

VALUES, LABELS = "V", "L"  # what the faces of values and of fixed text are called on a page

Glyphs = Mapping[int, set[int] | frozenset[int]]  # by face

_UNITS = 1024
_FULL = 1000  # thousandths of an em
_BLANK = "\u00a0"
_FACES = InstalledFaces()

_NUMBERS = {key: number for number, key in enumerate(FACES)}


class Unstampable(ValueError):  # noqa: N818  says what is so
    """Something that only full layout draws."""


class Ink(NamedTuple):
    """The operators of one paragraph, its measures in points, and the glyphs it takes from each face."""

    operators: bytes
    height: float
    before: float
    after: float
    lines: tuple[tuple[bytes, float, str], ...]  # of each line: operators, height, how it ends
    glyphs: tuple[tuple[int, frozenset[int]], ...]


@dataclass(frozen=True, slots=True)
class _Show:
    """A piece of text to be shown: how it looks, where it stands, how far blanks are pushed."""

    face: int
    text: str
    size: str
    spacing: str
    colour: str
    place: str
    back: str


@dataclass(slots=True)
class _Pen:
    """What has been drawn of a line: text, and operators between."""

    drawn: list[str | _Show]
    ruled: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A paragraph drawn, of which only the letters may still change for others of the same measures."""

    height: float
    before: float
    after: float
    lines: tuple[tuple[tuple[str | _Show, ...], float, str], ...]

    def text(self) -> str:
        """Give all text that it shows."""
        return "".join(each.text for line, _, _ in self.lines for each in line if isinstance(each, _Show))

    def ink(self, printed: Glyphs, letters: str = "") -> Ink:
        """Write its operators; `letters` stand for the characters that stand for their like (see `alike`).

        Text that has all its glyphs in the faces of labels (`printed`) is set in them, other text in the faces of
        values.
        """
        glyphs: dict[int, set[int]] = {}
        waiting = iter(letters)
        lines = []
        for drawn, height, end in self.lines:
            operators = "\n".join(_operators(drawn, printed, glyphs, waiting if letters else None))
            lines.append((operators.encode(), height, end))
        used = tuple([(face, frozenset(found)) for face, found in sorted(glyphs.items())])
        return Ink(_stacked(lines), self.height, self.before, self.after, tuple(lines), used)


def _operators(
    drawn: Iterable[str | _Show], printed: Glyphs, glyphs: dict[int, set[int]], letters: Iterator[str] | None
) -> list[str]:
    """Write a line; the state of text is changed only where it has to be."""
    written: list[str] = []
    font, spacing, colour = ("", ""), "0", ""
    for each in drawn:
        if isinstance(each, str):
            written.append(each)
            continue
        text = each.text
        if letters is not None:
            text = _lettered(text, letters)
        codes = glyphs_in(each.face, text)
        labels = each.face in printed and printed[each.face].issuperset(codes)
        if not labels:
            glyphs.setdefault(each.face, set()).update(codes)
        if each.colour != colour:
            colour = each.colour
            written.append(f"{colour} rg")
        name = f"{LABELS if labels else VALUES}{each.face}"
        if (name, each.size) != font:
            font = name, each.size
            written.append(f"/{name} {each.size} Tf")
        if each.spacing != spacing:
            spacing = each.spacing
            written.append(f"{spacing} Tc")
        written.append(f"BT {each.place} {_codes(text, codes, each.back)} ET")
    return written


def _lettered(text: str, letters: Iterator[str]) -> str:
    """Put letters in for those that stand for their like."""
    if not text.strip(MODELS):
        return "".join(islice(letters, len(text)))
    return "".join([next(letters) if letter in MODELS else letter for letter in text])


MODELS = "国8"  # an ideograph and a digit that stand for all that are as wide, and break lines alike


@cache
def alike() -> dict[int, str]:
    """Give the characters that any paragraph is set alike with, each with its model.

    They are the ideographs that every face has, all of one width, and the digits.
    """
    faces = [program(at) for at, (family, _) in enumerate(FACES) if family != fonts.FALLBACK]
    ideographs = [chr(code) for code in range(0x4E00, 0x9FA6)]
    kept = [each for each in ideographs if all(_wide(face, each) for face in faces)]
    found = {ord(each): MODELS[0] for each in kept}
    digits = "0123456789"
    if all(len({face.advance(face.glyphs[digit]) for digit in digits}) == 1 for face in faces):
        found |= {ord(digit): MODELS[1] for digit in digits}
    return found


def _wide(face: Program, character: str) -> bool:
    glyph = face.glyphs.get(character)
    return glyph is not None and face.advance(glyph) == _FULL


def _scale(size: float) -> int:
    """Give a size in the units of Pango: 1024 to the pixel."""
    return math.floor(size / PIXEL * _UNITS)


def _em(part: float, size: float) -> float:
    """Give a part of the em in points, rounded as Pango rounds it."""
    return math.floor(part * _scale(size) + 0.5) / _UNITS * PIXEL


def _reach(item: Text) -> float:
    """Give how far half of ascent less descent is."""
    return (_em(item.face.ascent, item.size) - _em(item.face.descent, item.size)) / 2


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """Write a number shortly."""
    return f"{value:.5f}".rstrip("0").rstrip(".") if abs(value) >= 0.000005 else "0"


def ink(composed: Composed, printed: Glyphs) -> Ink:
    """Draw a paragraph; raises Unstampable when only full layout can."""
    return sketch(composed).ink(printed)


def sketch(composed: Composed) -> Sketch:
    """Draw a paragraph, but for its letters; raises Unstampable when only full layout can."""
    lines = []
    for placed in composed.lines:
        pen = _Pen([])
        if placed.line.pieces:
            _line(pen, composed, placed)
        lines.append((tuple(pen.drawn), placed.extent.height, placed.line.end))
    form = composed.form
    return Sketch(composed.height, form.before, form.after, tuple(lines))


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
    return at(x, y) + operators + b"\nQ"


def at(x: float, y: float) -> bytes:
    """Begin to draw somewhere on the page; it ends with Q."""
    return f"q 1 0 0 1 {number(x)} {number(y)} cm\n".encode()


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
    glyphs_in(face, text)  # raises what cannot be stamped
    size_, back = number(_scale(item.size) / _UNITS), number(-1000 * blank / item.size) if blank else ""
    place = f"1 0 0 -1 {number(x / PIXEL)} {number(y / PIXEL)} Tm"
    pen.drawn.append(_Show(face, text, size_, number(spacing / PIXEL), colour, place, back))
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


def _codes(text: str, glyphs: list[int], back: str) -> str:
    if not back:
        return f"<{pack(f'>{len(glyphs)}H', *glyphs).hex()}> Tj"
    return "[" + _spaced(text, glyphs, back) + "] TJ"


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
        pen.drawn.append(state)
        pen.ruled = state
    left, right = number(x / PIXEL), number((x + width) / PIXEL)
    pen.drawn.append(f"{left} {number(down)} m {right} {number(down)} l S")


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
