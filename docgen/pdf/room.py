"""Where on a finished page there is room for a page code: white, beside or above what may be filled.

Lengths are points from the upper left corner of the page.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

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
    """A page to look at: its size, the stretch of its tables from above, its picture in grey, a dot to half a millimetre.

    ``printed`` are the left and right edge of what stands between the upper and lower edge of its tables.
    """

    width: float
    height: float
    tables: tuple[float, float] | None
    printed: tuple[float, float]
    picture: bytes
    across: int


def leaves(document: Any) -> tuple[Leaf, ...]:
    """Return the pages of what a book takes, as they can be looked at."""
    import pypdfium2

    out = BytesIO()
    with Book(out) as book:
        book.add(document)
    rows = [sheet.rows for sheet in document.sheets] if isinstance(document, Stamped) else []
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        return tuple(_leaf(page, rows[at] if at < len(rows) else ()) for at, page in enumerate(pdf))


def _leaf(page: Any, rows: Iterable[RowBox]) -> Leaf:
    edges = [edge * PIXEL for row in rows for edge in (row.top, row.bottom)]
    tables = (min(edges), max(edges)) if edges else None
    return look_at(page.render(scale=_DPI / 72, grayscale=True).to_pil(), page.get_size(), tables)


def look_at(picture: Any, size: tuple[float, float], tables: tuple[float, float] | None) -> Leaf:
    """Return a page by its picture in grey, of ``_DPI``; ``tables`` is the stretch that they take from above."""
    printed = (0.0, size[0])
    if tables:
        dark = picture.crop((0, int(tables[0] / _DOT), picture.width, int(tables[1] / _DOT) + 1))
        box = dark.point(lambda value: 255 if value < _WHITE else 0).getbbox()
        printed = (box[0] * _DOT, box[2] * _DOT) if box else (size[0], 0.0)
    return Leaf(*size, tables, printed, picture.tobytes(), picture.width)


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
    """Whether a square lies above, below or beside everything between the edges of the tables."""
    if leaf.tables is None:
        return True
    first, last = leaf.tables
    left, right = leaf.printed
    return y + side <= first or y >= last or x + side <= left or x >= right


def _is_white(leaf: Leaf, x: float, y: float, width: float, height: float) -> bool:
    left, right = int(x / _DOT), int((x + width) / _DOT) + 1
    if x < 0 or y < 0 or right > leaf.across:
        return False
    rows = range(int(y / _DOT), int((y + height) / _DOT) + 1)
    return all(
        min(leaf.picture[row * leaf.across + left : row * leaf.across + right], default=0) >= _WHITE
        for row in rows
    )
