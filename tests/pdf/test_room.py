"""Where a page has room for its code: in white corners, beside and above tables, never in a cell."""

from io import BytesIO

import pypdfium2
import pytest

from docgen.pdf.book import Book, Box, Empty, Line, Words
from docgen.pdf.room import CORNERS, find_room, look_at

MM = 72 / 25.4
SIDE = 19.8 * MM


def leaf(*marks, tables=None):
    """A page with marks on it, and tables between these heights."""
    out = BytesIO()
    with Book(out) as book:
        book.add(Empty(), overlay=lambda _: marks)
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        picture = pdf[0].render(scale=50.8 / 72, grayscale=True).to_pil()
        return look_at(picture, pdf[0].get_size(), tables)


def test_an_empty_page_has_room_in_its_upper_right_corner():
    room = find_room(leaf(), SIDE)
    assert room.corner == "top-right"
    assert room.x + SIDE < 595 - 4 * MM
    assert room.y > 4 * MM


@pytest.mark.parametrize("corner", CORNERS)
def test_the_corner_that_the_form_wants_comes_first(corner):
    assert find_room(leaf(), SIDE, wanted=corner).corner == corner


def test_what_is_printed_is_never_covered():
    room = find_room(leaf(Words("附件3", 560, 40, 14, align="right")), SIDE)
    assert room.y > 42 or room.x + SIDE < 518, "below 附件3, or left of it"


def test_beside_the_code_there_is_room_for_words_or_none_is_claimed():
    assert find_room(leaf(), SIDE, (170, 20)).words is not None
    crossed = leaf(*(Line(20, y, 400, y) for y in range(10, 90, 4)))
    assert find_room(crossed, SIDE, (170, 20)).words is None


def test_the_empty_cells_of_a_table_are_left_for_the_pen():
    table = [Box(8, 8, 579, 826, rule=1)]
    assert find_room(leaf(*table, tables=(8, 834)), SIDE) is None


def test_a_margin_beside_a_table_is_room():
    table = [Box(8, 8, 480, 826, rule=1)]
    room = find_room(leaf(*table, tables=(8, 834)), SIDE)
    assert room.corner == "top-right"
    assert room.x > 488


def test_the_head_above_a_table_is_room():
    room = find_room(leaf(Box(8, 80, 579, 750, rule=1), tables=(80, 830)), SIDE)
    assert room.y + SIDE <= 80
