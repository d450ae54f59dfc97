"""Where on a finished page there is room for a page code: white, beside or above what may be filled.

Lengths are points from the upper left corner of the page.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import NamedTuple

from docgen.pdf.book import Book
from docgen.pdf.page.blank import PIXEL, RowBox
from docgen.pdf.stamp import Stamped

#: Where a code may be wanted; the first is where offices look for one.
CORNERS = ("top-right", "top-left", "bottom-right", "bottom-left")

_MM = 72 / 25.4

#: What office printers leave white at every edge.
EDGE = 4.3 * _MM

#: Pictures of pages are looked at in so many dots to the inch: half a millimetre each.
_DPI = 50.8
_DOT = 72 / _DPI

#: What is darker counts as printed.
_WHITE = 250


class Room(NamedTuple):
    """A free square: its upper left corner, its side, the corner of the page it is near.

    ``words`` is where lines of text can stand beside it, towards the middle of the page; None where nothing can.
    """

    x: float
    y: float
    side: float
    corner: str
    words: float | None = None

    @property
    def on_the_right(self) -> bool:
        """Whether it stands at the right edge, so that words stand left of it."""
        return self.corner.endswith("right")


class Leaf(NamedTuple):
    """A page to look at: its size, its rows in points from above, its picture in grey, a dot to half a millimetre."""

    width: float
    height: float
    rows: tuple[tuple[float, float], ...]
    picture: bytes
    across: int


def leaves(document: object) -> tuple[Leaf, ...]:
    """Return the pages of what a book takes, as they can be looked at."""
    import pypdfium2

    out = BytesIO()
    with Book(out) as book:
        book.add(document)  # type: ignore[arg-type]  # whatever a renderer gives
    rows = [sheet.rows for sheet in document.sheets] if isinstance(document, Stamped) else []
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        return tuple(_leaf(page, rows[at] if at < len(rows) else ()) for at, page in enumerate(pdf))


def _leaf(page: object, rows: Iterable[RowBox]) -> Leaf:
    width, height = page.get_size()  # type: ignore[attr-defined]
    picture = page.render(scale=_DPI / 72, grayscale=True).to_pil()  # type: ignore[attr-defined]
    edges = tuple((row.top * PIXEL, row.bottom * PIXEL) for row in rows)
    return Leaf(width, height, edges, picture.tobytes(), picture.width)


def find_room(
    leaf: Leaf, side: float, words: tuple[float, float] = (0.0, 0.0), wanted: str = ""
) -> Room | None:
    """Return the free square of ``side`` nearest to a corner, the ``wanted`` one first; None where there is none.

    Free is what is white and no part of a table: an empty cell waits for a pen. ``words`` are the width and height
    of what should stand beside it.
    """
    for corner in sorted(CORNERS, key=lambda corner: corner != wanted):
        for x, y in _tries(leaf, side, corner):
            if _is_outside(leaf, x, y, side) and _is_white(leaf, x, y, side, side):
                found = Room(x, y, side, corner)
                return found._replace(words=_room_for_words(leaf, found, *words))
    return None


def _room_for_words(leaf: Leaf, room: Room, width: float, height: float) -> float | None:
    x = room.x - width if room.on_the_right else room.x + room.side
    down = 0.0
    while down + height <= room.side:
        if _is_white(leaf, x, room.y + down, width, height):
            return room.y + down
        down += _DOT
    return None


def _tries(leaf: Leaf, side: float, corner: str) -> Iterator[tuple[float, float]]:
    """Yield upper left corners of squares: in the page's corner first, then inwards, half a millimetre at a time."""
    down, across = corner.split("-")
    steps = int(12 * _MM / _DOT)
    for step in range(steps):
        for x_step, y_step in ((0, step), (step, 0), (step, step)):
            x = EDGE + x_step * _DOT
            y = EDGE + y_step * _DOT
            yield (
                x if across == "left" else leaf.width - x - side,
                y if down == "top" else leaf.height - y - side,
            )


def _is_outside(leaf: Leaf, x: float, y: float, side: float) -> bool:
    """Whether a square lies beside or above every row of a table."""
    if not leaf.rows:
        return True
    first = min(top for top, _ in leaf.rows)
    last = max(bottom for _, bottom in leaf.rows)
    return y + side <= first or y >= last or _beside(leaf, x, side, first, last)


def _beside(leaf: Leaf, x: float, side: float, first: float, last: float) -> bool:
    """Whether a square stands left or right of all that is printed between two heights."""
    height = len(leaf.picture) // leaf.across
    top, bottom = max(0, int(first / _DOT)), min(height, int(last / _DOT) + 1)
    rows = [leaf.picture[at * leaf.across : (at + 1) * leaf.across] for at in range(top, bottom)]
    darkest = bytes(map(min, zip(*rows, strict=True))) if rows else b""
    printed = [at for at, dot in enumerate(darkest) if dot < _WHITE]
    return not printed or x + side <= printed[0] * _DOT or x >= (printed[-1] + 1) * _DOT


def _is_white(leaf: Leaf, x: float, y: float, width: float, height: float) -> bool:
    left, right = int(x / _DOT), int((x + width) / _DOT) + 1
    if x < 0 or y < 0 or right > leaf.across:
        return False
    rows = range(int(y / _DOT), int((y + height) / _DOT) + 1)
    return all(
        min(leaf.picture[row * leaf.across + left : row * leaf.across + right], default=0) >= _WHITE
        for row in rows
    )
