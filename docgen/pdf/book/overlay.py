"""What is put over a finished page: words in the faces of docgen, lines, boxes, the squares of a page code.

Lengths are points from the upper left corner of the page as it is looked at, whichever way it is turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from docgen.pdf import fonts
from docgen.pdf.glyphs import FACES, program
from docgen.pdf.ink import number

_NUMBERS = {key: at for at, key in enumerate(FACES)}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that is being put into a book: its number there, its place in its document, how large it looks."""

    number: int
    at: int
    of: int
    width: float
    height: float
    back: bool = False  # an empty back, or an empty page


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `y` is its baseline, `x` its left end, middle or right end."""

    text: str
    x: float
    y: float
    size: float = 9.0
    family: str = fonts.SONG
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.5
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled or ruled."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    rule: float = 0.0
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Modules:
    """The dark squares of a page code (二维码), row by row; the quiet zone is the caller's."""

    x: float
    y: float
    side: float
    rows: Sequence[Sequence[object]]


Mark = Words | Line | Box | Modules


@cache
def _chain(family: str, bold: bool) -> tuple[int, ...]:
    return tuple(_NUMBERS[face.family, face.bold] for face in fonts.chain(family, bold=bold))


def _runs(words: Words) -> Iterator[tuple[int, list[int]]]:
    """Cut a text where the face changes: face, glyphs."""
    face, glyphs = -1, list[int]()
    for character in words.text:
        found = next(
            (each for each in _chain(words.family, words.bold) if character in program(each).glyphs), -1
        )
        if found < 0:
            raise fonts.GlyphMissing(character)
        if found != face and glyphs:
            yield face, glyphs
            glyphs = []
        face = found
        glyphs.append(program(face).glyphs[character])
    if glyphs:
        yield face, glyphs


def width_of(words: Words) -> float:
    """Give the width of a line of text in points."""
    return sum(_width(face, glyphs) for face, glyphs in _runs(words)) * words.size / 1000


def _width(face: int, glyphs: Iterable[int]) -> int:
    return sum(program(face).advance(glyph) for glyph in glyphs)


class Overlay:
    """Writes marks as page operators, and notes the glyphs they take."""

    def __init__(self, faces: str) -> None:
        self._faces = faces  # what the resources call the faces, before their numbers
        self.glyphs: dict[int, set[int]] = {}

    def operators(self, marks: Iterable[Mark], matrix: str) -> bytes:
        """Write marks; the matrix leads from the page as it is looked at to its own space."""
        written = [line for mark in marks for line in self._written(mark)]
        return "\n".join(("q", f"{matrix} cm", *written, "Q\n")).encode() if written else b""

    def _written(self, mark: Mark) -> Iterator[str]:
        if isinstance(mark, Words):
            return self._words(mark)
        if isinstance(mark, Line):
            return _line(mark)
        return _box(mark) if isinstance(mark, Box) else _modules(mark)

    def _words(self, words: Words) -> Iterator[str]:
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[words.align]
        x = words.x - share * width_of(words)
        yield f"{_colour(words.colour)} rg"
        for face, glyphs in _runs(words):
            self.glyphs.setdefault(face, set()).update(glyphs)
            codes = "".join(f"{glyph:04x}" for glyph in glyphs)
            place = f"1 0 0 -1 {number(x)} {number(words.y)} Tm"
            yield f"BT /{self._faces}{face} {number(words.size)} Tf {place} <{codes}> Tj ET"
            x += _width(face, glyphs) * words.size / 1000


def _line(line: Line) -> Iterator[str]:
    yield f"{_colour(line.colour)} RG {number(line.width)} w"
    yield f"{number(line.x)} {number(line.y)} m {number(line.to_x)} {number(line.to_y)} l S"


def _box(box: Box) -> Iterator[str]:
    place = " ".join(number(length) for length in (box.x, box.y, box.width, box.height))
    if box.fill:
        yield f"{_colour(box.fill)} rg {place} re f"
    if box.rule:
        yield f"{_colour(box.colour)} RG {number(box.rule)} w {place} re S"


def _modules(modules: Modules) -> Iterator[str]:
    """Draw what is dark and lies side by side as one rectangle, counted in modules."""
    each = modules.side / max(1, len(modules.rows))
    squares = " ".join(
        f"{start} {down} {length} 1 re"
        for down, row in enumerate(modules.rows)
        for start, length in _dark(row)
    )
    yield f"q 0 g {each:.4f} 0 0 {each:.4f} {number(modules.x)} {number(modules.y)} cm {squares} f Q"


def _dark(row: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield where each dark stretch of a row begins, and how long it is."""
    at = 0
    for is_dark, squares in groupby(row, key=bool):
        length = len(list(squares))
        if is_dark:
            yield at, length
        at += length


def _colour(value: str) -> str:
    return " ".join(number(int(value[at : at + 2], 16) / 255) for at in (1, 3, 5))


def seen(box: tuple[float, float, float, float], turn: int) -> tuple[float, float, str]:
    """Give the size of a page as it is looked at, and the matrix from there to its own space."""
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    numbers = {
        0: (1, 0, 0, -1, left, top),
        90: (0, 1, 1, 0, left, bottom),
        180: (-1, 0, 0, 1, right, bottom),
        270: (0, -1, -1, 0, right, top),
    }[turn % 360]
    matrix = " ".join(number(each) for each in numbers)
    return (wide, high, matrix) if turn % 180 == 0 else (high, wide, matrix)
