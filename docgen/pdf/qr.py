"""QR symbols (ISO/IEC 18004): drawn as PDF operators, and read back from pictures of scanned pages."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import segno

if TYPE_CHECKING:
    from PIL.Image import Image

#: Empty modules that a symbol needs on every side (ISO/IEC 18004, 6.3.8).
QUIET = 4

#: The least side that scanners of offices read at 150 dpi, without the quiet zone; millimetres.
LEAST_SIDE = 15.0

#: The mask pattern of every symbol: a chequered one, which leaves no large dark or light field.
_MASK = 4

#: How much of a page's width and height a corner takes that is looked at first.
_CORNER = 0.35


class Symbol(NamedTuple):
    """A symbol as dark stretches: ``modules`` to a side, each stretch (column, row from below, length)."""

    modules: int
    dark: tuple[tuple[int, int, int], ...]

    def operators(self, x: float, y: float, side: float) -> bytes:
        """Return what fills the symbol, ``side`` points wide, its lower left corner at (x, y), without quiet zone."""
        scale = side / self.modules
        boxes = "".join(f"{column} {row} {length} 1 re " for column, row, length in self.dark)
        return f"q 0 g {scale:.4f} 0 0 {scale:.4f} {x:.3f} {y:.3f} cm {boxes}f Q\n".encode()

    def quiet(self, side: float) -> float:
        """Return the width of the empty margin around a symbol ``side`` wide, in its unit."""
        return QUIET * side / self.modules


@lru_cache(maxsize=256)
def symbol(payload: str) -> Symbol:
    """Return the symbol for ``payload`` at error correction M, in the smallest size that holds it.

    The mask pattern is always the same one: to weigh all eight costs ten times as much, and readers do not mind.
    """
    code = segno.make(payload, error="m", micro=False, boost_error=False, mask=_MASK)
    rows = [bytes(row) for row in code.matrix]
    return Symbol(len(rows), tuple(_stretches(rows)))


def _stretches(rows: list[bytes]) -> Iterator[tuple[int, int, int]]:
    for from_above, row in enumerate(rows):
        column = 0
        while (column := row.find(1, column)) >= 0:
            end = row.find(0, column)
            end = len(row) if end < 0 else end
            yield column, len(rows) - 1 - from_above, end - column
            column = end


def read(page: "Image") -> tuple[str, ...]:
    """Return what the QR symbols of a page's picture say: its corners first, also enlarged, then all of it.

    The first look that finds any ends the search. Raises `ImportError` where zxing-cpp is not installed.
    """
    import zxingcpp  # an extra of its own: only scanned pages need it

    gray = page.convert("L")
    for part in _looks(gray):
        found = zxingcpp.read_barcodes(part, formats=zxingcpp.barcode_formats_from_str("QRCode"))
        if texts := tuple(sorted({one.text for one in found})):
            return texts
    return ()


def _looks(gray: "Image") -> Iterator["Image"]:
    width, height = gray.size
    wide, high = int(width * _CORNER), int(height * _CORNER)
    corners = [
        gray.crop((left, top, left + wide, top + high))
        for top, left in product((0, height - high), (width - wide, 0))
    ]
    for corner in corners:
        yield corner
        yield corner.resize((wide * 2, high * 2))
    yield gray
    yield gray.resize((width * 2, height * 2))
