"""QR symbols (ISO/IEC 18004): made for a page, and read back from pictures of scanned pages."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import product
from typing import TYPE_CHECKING

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


@lru_cache(maxsize=256)
def symbol(payload: str) -> tuple[bytes, ...]:
    """Return the rows of the symbol for ``payload``, 1 for dark, at error correction M in the smallest size.

    The mask pattern is always the same one: to weigh all eight costs ten times as much, and readers do not mind.
    """
    code = segno.make(payload, error="m", micro=False, boost_error=False, mask=_MASK)
    return tuple(bytes(row) for row in code.matrix)


def quiet_zone(rows: tuple[bytes, ...], side: float) -> float:
    """Return the width of the empty margin around a symbol ``side`` wide, in its unit."""
    return QUIET * side / len(rows)


def can_read() -> bool:
    """Whether symbols can be read back on this machine: zxing-cpp is an extra of its own."""
    return find_spec("zxingcpp") is not None


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
