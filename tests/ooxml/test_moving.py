"""What stands around a list follows its rows: tables, pictures, filters, outlines, comments in the list itself."""

from io import BytesIO

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from docgen.ooxml import RowsSpec, compile_xlsx


def filled(book, count=4):
    stream = BytesIO()
    book.save(stream)
    template = compile_xlsx(stream.getvalue(), tables={"h": RowsSpec()})
    content = template.fill({"h": [{"name": f"户{number}", "n": number} for number in range(1, count + 1)]})
    return openpyxl.load_workbook(BytesIO(content)).active


def listed():
    book = openpyxl.Workbook()
    for row in (["户", "数"], ["{{ h.name }}", "{{ h.n }}"], ["合计", "=SUM(B2)"]):
        book.active.append(row)
    return book


def test_a_table_takes_in_the_rows():
    book = listed()
    book.active.add_table(Table(displayName="户表", ref="A1:B2"))
    sheet = filled(book)
    assert (sheet.tables["户表"].ref, sheet.tables["户表"].autoFilter.ref) == ("A1:B5", "A1:B5")
    assert sheet["B6"].value == "=SUM(B2:B5)"


def test_a_table_below_a_list_moves_as_a_whole():
    book = listed()
    book.active["A5"], book.active["B5"], book.active["A6"] = "甲", "乙", 1
    book.active.add_table(Table(displayName="下表", ref="A5:B6"))
    assert filled(book).tables["下表"].ref == "A8:B9"


def test_a_picture_keeps_its_place_beside_the_rows():
    book = listed()
    for anchor in ("D1", "D3"):
        picture = BytesIO()
        Picture.new("RGB", (9, 9), "red").save(picture, "PNG")
        book.active.add_image(Image(picture), anchor)
    sheet = filled(book)
    assert [image.anchor._from.row for image in sheet._images] == [0, 5]


def test_a_filter_frozen_panes_and_outline_levels_are_kept():
    book = listed()
    book.active.auto_filter.ref = "A1:B2"
    book.active.freeze_panes = "A2"
    book.active.row_dimensions[2].outlineLevel = 1
    sheet = filled(book)
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:B5", "A2")
    assert [sheet.row_dimensions[row].outlineLevel for row in range(1, 7)] == [0, 1, 1, 1, 1, 0]


def test_a_comment_in_a_lists_row_stays_in_one_cell():
    book = listed()
    book.active["A2"].comment = Comment("按户口本", "镇")
    sheet = filled(book)
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["A2"]


def test_a_picture_of_the_template_is_kept_byte_for_byte():
    book = listed()
    picture = BytesIO()
    Picture.new("RGB", (9, 9), "blue").save(picture, "PNG")
    book.active.add_image(Image(BytesIO(picture.getvalue())), "D1")
    assert filled(book)._images[0]._data() == picture.getvalue()
