"""A room: from laid-out papers to a bound volume (案卷): true page numbers, outline, page labels, 归档章.

A volume is printed on both sides: every paper begins on a front, fronts carry their number at the upper right,
backs at the upper left, and empty backs are not counted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .document import Leaves

_MM = 72 / 25.4
_NUMBER = 10.5
_SMALL = 6.5
_RED = "#c00000"

#: 归档章, DA/T 22: 45 × 16 mm, six cells in two rows.
_SEAL = (45 * _MM, 16 * _MM)
_CELLS = ("全宗号", "年度", "件号", "机构（问题）", "保管期限", "页数")


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together in a volume, laid out one behind the other.

    ``first`` is the number of the first page, nought where pages are not counted. ``label`` goes before the number
    in a viewer; ``seal`` are the six cells of the 归档章; ``codes`` are what a person reads of each page's code.
    """

    leaves: tuple[Leaves, ...]
    at: tuple[str, ...] = ()
    first: int = 0
    label: str = ""
    seal: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it has, without an empty back."""
        return sum(one.pages for one in self.leaves)

    @property
    def sides(self) -> int:
        """How many sides of paper it takes: an even number."""
        return self.pages + self.pages % 2


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound volume: its bytes, and all its sides."""

    content: bytes
    sides: int


def bind(parts: Iterable[Part], *, title: str, author: str = "", foot: bool = False) -> Bound:
    """Bind ``parts``; with ``foot`` every page also tells its side in this file (册内页)."""
    from docgen.pdf.book import Book, Empty  # loads font tables; runs that bind nothing do without

    out = BytesIO()
    with Book(out, title=title, author=author) as book:
        for part in parts:
            before = 0
            for leaves in part.leaves:
                book.add(
                    leaves.document,
                    at=() if before else part.at,
                    label=part.label,
                    start=(part.first or 1) + before,
                    overlay=_marking(part, before, foot=foot),
                )
                before += leaves.pages
            if part.pages % 2:
                book.add(Empty(), label="空白")
        sides = book.pages
    return Bound(out.getvalue(), sides)


def _marking(part: Part, before: int, *, foot: bool) -> Callable[[Any], Iterator[Any]]:
    from docgen.pdf.book import Words

    def marks(leaf: Any) -> Iterator[Any]:
        at = before + leaf.at
        if part.first:
            front = leaf.number % 2 == 1
            x = leaf.width - 10 * _MM if front else 10 * _MM
            number = str(part.first + at - 1)
            yield Words(number, x, 10 * _MM, _NUMBER, "SimSun", align="right" if front else "left")
        if part.seal and at == 1:
            yield from _seal(part.seal, (leaf.width - _SEAL[0]) / 2, 3.5 * _MM)
        if at <= len(part.codes):
            yield Words(part.codes[at - 1], 10 * _MM, leaf.height - 6 * _MM, _SMALL, "FangSong")
        if foot:
            x, y = leaf.width - 10 * _MM, leaf.height - 6 * _MM
            yield Words(f"册内第 {leaf.number} 页", x, y, _SMALL, "FangSong", align="right")

    return marks


def _seal(cells: tuple[str, ...], left: float, top: float) -> Iterator[Any]:
    """Draw the 归档章: what a cell is for in small, what stands in it below."""
    from docgen.pdf.book import Box, Line, Words

    wide, high = _SEAL
    yield Box(left, top, wide, high, fill="#ffffff", rule=0.8, colour=_RED)
    yield Line(left, top + high / 2, left + wide, top + high / 2, 0.5, _RED)
    for column in (1, 2):
        x = left + wide * column / 3
        yield Line(x, top, x, top + high, 0.5, _RED)
    for at, (name, value) in enumerate(zip(_CELLS, cells, strict=True)):
        x, y = left + wide * (at % 3 + 0.5) / 3, top + high / 2 * (at // 3)
        yield Words(name, x, y + 7, 5, "FangSong", align="center", colour=_RED)
        yield Words(value, x, y + 18, 9 if len(value) < 8 else 7, "SimSun", align="center", colour=_RED)
