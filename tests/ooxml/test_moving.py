"""What stands around a list follows its rows: tables, pictures, filters, outlines, comments in the list itself."""

from io import BytesIO

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.hyperlink import Hyperlink
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


def test_a_link_to_a_cell_of_the_workbook_leads_to_where_the_cell_went():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "甲&乙"
    for row in (["户主", "去合计"], ["{{ h.name }}", "详"], ["合计", "回"]):
        sheet.append(row)
    other = book.create_sheet("目录")
    other["A1"] = "去"
    for place, target in (
        (sheet["B1"], "'甲&乙'!A3"),
        (sheet["B2"], "A3:B3"),
        (sheet["B3"], "A1"),
        (other["A1"], "'甲&乙'!$A$3"),
    ):
        place.hyperlink = Hyperlink(ref=place.coordinate, location=target)
    stream = BytesIO()
    book.save(stream)
    content = compile_xlsx(stream.getvalue(), tables={"h": RowsSpec()}).fill(
        {"h": [{"name": str(n)} for n in range(3)]}
    )
    filled = openpyxl.load_workbook(BytesIO(content))
    found = {
        f"{sheet.title}!{cell.coordinate}": cell.hyperlink.location
        for sheet in filled
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert found == {
        "甲&乙!B1": "'甲&乙'!A5",
        "甲&乙!B2": "A5:B5",
        "甲&乙!B3": "A5:B5",
        "甲&乙!B4": "A5:B5",
        "甲&乙!B5": "A1",
        "目录!A1": "'甲&乙'!$A$5",
    }
