"""Print files: runs that split no household, fronts on fronts, copies in order."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from docgen.case import Area
from docgen.document import Leaves
from docgen.form import Form
from docgen.pack import Bundle, Order, Piece, bound, print_files, sheets_of, trial_sheet
from docgen.paper import Content, Paper
from docgen.pdf.book import Book, Empty, Words

AREA = Area(code="520199001201", county="云岭县", township="青石镇", village="清水村", group="3组")


def form(name, order):
    return Form(f"cn.try.{name}", f"{name}表", "2021", Path("try.docx"), (), order=order)


FIRST, SECOND = form("甲", 10), form("乙", 20)


def pages(count, text="页"):
    out = BytesIO()
    with Book(out) as book:
        for number in range(1, count + 1):
            told = f"{text}{number}"
            book.add(Empty(), overlay=lambda leaf, told=told: [Words(told, 100, 300)])
    return Leaves(out.getvalue(), count)


def piece(of, count, holders=("村委会", "乡镇"), household="H00001"):
    content = Content("520199001201", household, of.key, of.title, {"a": household})
    return Piece(of, pages(count, of.title), holders, Paper(content, 1, "2026-07-05"))


def bundle(number, *pieces):
    return Bundle(AREA, number, "张三", pieces)


def texts(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_every_form_begins_on_a_front_side():
    (made,) = print_files([bundle("H00001", piece(FIRST, 3), piece(SECOND, 1))], Order(), title="试")
    found = texts(made.content)
    assert [index for index, text in enumerate(found) if "甲表1" in text] == [0, 4]
    assert [index for index, text in enumerate(found) if "乙表1" in text] == [8, 10]
    assert ["（此页空白）" in text for text in found] == [False, False, False, True] * 2 + [False, True] * 2
    assert (made.pages, made.sheets) == (12, 6)


def test_on_one_side_only_there_are_no_blank_backs():
    (made,) = print_files([bundle("H00001", piece(FIRST, 3))], Order(duplex=False), title="试")
    assert (made.pages, made.sheets) == (6, 6)


def test_by_form_all_papers_of_a_form_lie_together():
    bundles = [
        bundle("H00001", piece(FIRST, 1, ("村",)), piece(SECOND, 1, ("村",))),
        bundle("H00002", piece(FIRST, 1, ("村",), "H00002"), piece(SECOND, 1, ("村",), "H00002")),
    ]
    order = Order(duplex=False, collate="form", codes=False)
    (made,) = print_files(bundles, order, title="试")
    assert texts(made.content) == ["甲表1", "甲表1", "乙表1", "乙表1"]


def test_a_run_ends_before_the_household_that_would_be_split():
    bundles = [bundle(f"H{n:05d}", piece(FIRST, 4, ("村",), f"H{n:05d}")) for n in range(5)]
    made = list(print_files(bundles, Order(run=5), title="试"))
    assert [one.households for one in made] == [("H00000", "H00001"), ("H00002", "H00003"), ("H00004",)]


def test_a_household_longer_than_a_run_has_a_file_of_its_own():
    bundles = [bundle(f"H{n}", piece(FIRST, 20, ("村",), f"H{n}")) for n in range(2)]
    assert [one.sheets for one in print_files(bundles, Order(run=5), title="试")] == [10, 10]


def test_a_separator_names_the_household_and_has_a_back_of_its_own():
    (made,) = print_files([bundle("H00001", piece(FIRST, 1, ("村",)))], Order(separators=True), title="试")
    found = texts(made.content)
    assert "H00001张三" in found[0]
    assert found[2].startswith("甲表1")
    assert made.sheets == sheets_of(bundle("H00001", piece(FIRST, 1, ("村",))), Order(separators=True)) == 2


def test_a_paper_without_a_number_carries_no_code():
    slip = Piece(FIRST, pages(1, "单"), ("",))
    (made,) = print_files([bundle("H00001", slip)], Order(duplex=False), title="试")
    assert texts(made.content) == ["单1"]


def test_each_holder_is_named_on_his_copy():
    (made,) = print_files([bundle("H00001", piece(FIRST, 1))], Order(duplex=False), title="试")
    first, second = texts(made.content)
    assert "村委会存" in first
    assert "乡镇存" in second


def test_bound_pages_are_counted_at_their_foot():
    content, count = bound([pages(2), pages(1)], title="试")
    assert count == 3
    assert [f"第{n}页共3页" in text for n, text in enumerate(texts(content), 1)] == [True] * 3


def test_the_trial_sheet_says_its_offset():
    (text,) = texts(trial_sheet(Order(offset=(1.5, -2.0)), title="打印机测试页"))
    assert "本页的--offset是1.5,-2" in text


@pytest.mark.parametrize("order", [Order(), Order(duplex=False), Order(separators=True)])
def test_sheets_are_counted_before_they_are_printed_as_they_are_printed(order):
    one = bundle("H00001", piece(FIRST, 3), piece(SECOND, 2))
    (made,) = print_files([one], order, title="试")
    assert made.sheets == sheets_of(one, order)
