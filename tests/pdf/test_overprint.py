"""Printing onto a signed sheet: only what is new, where it belongs, and never where the paper cannot follow."""

from io import BytesIO

import pytest

from docgen.pdf.book import Book, Empty, Words
from docgen.pdf.overprint import Moved, additions


def sheet(*words, pages=1):
    """A page with words at places: (text, x, y)."""
    out = BytesIO()
    with Book(out) as book:
        for _ in range(pages):
            book.add(Empty(), overlay=lambda leaf: [Words(text, x, y, 12) for text, x, y in words])
    return out.getvalue()


def said(added):
    return [(one.text, round(one.x), round(one.y)) for page in added for one in page.letters]


def test_only_new_letters_are_printed_where_they_belong():
    before = sheet(("户主：", 100, 100))
    after = sheet(("户主：", 100, 100), ("张三", 140, 100))
    assert said(additions(before, after)) == [("张", 140, 100), ("三", 152, 100)]


def test_nothing_new_is_nothing():
    page = sheet(("户主：张三", 100, 100))
    (added,) = additions(page, page)
    assert added.letters == ()
    assert (round(added.width), round(added.height)) == (595, 842)


def test_a_tick_is_printed_over_its_empty_box():
    before = sheet(("□因病　□因学", 100, 100))
    after = sheet(("☑因病　□因学", 100, 100))
    assert said(additions(before, after)) == [("☑", 100, 100)]


def test_the_parts_of_a_date_stand_before_the_signs_that_are_printed():
    before = sheet(("年", 140, 100), ("月", 170, 100), ("日", 200, 100))
    after = sheet(("2026年7月5日", 100, 100))
    places = {text: x for text, x, _ in said(additions(before, after))}
    assert set(places) == {"2", "0", "6", "7", "5"}
    assert 140 < places["7"] < 170
    assert 170 < places["5"] < 200
    assert places["6"] < 140


def test_a_letter_that_would_have_to_move_is_refused():
    before = sheet(("户主：", 100, 100))
    after = sheet(("户主：", 100, 130), ("张三", 140, 130))
    with pytest.raises(Moved) as refused:
        additions(before, after)
    assert refused.value.page == 1


def test_another_number_of_pages_is_refused():
    with pytest.raises(Moved) as refused:
        additions(sheet(("一", 100, 100)), sheet(("一", 100, 100), pages=2))
    assert refused.value.page == 2


def test_all_can_be_moved_by_what_the_printer_is_off():
    before, after = sheet(), sheet(("张", 100, 100))
    (mark,) = additions(before, after)[0].marks(2.5, -1.5)
    assert (round(mark.x, 1), round(mark.y, 1)) == (102.5, 98.5)
