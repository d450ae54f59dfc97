"""A copy of a workbook template says in cell notes what is wrong with it."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment

from docgen.ooxml import TemplateError, annotate_xlsx, lint_xlsx


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def notes(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def wrong():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"], sheet["C3"], sheet["A1"] = "{{ a", "=VLOOKUP(1,A1:B2,2)", "题"
    sheet["C3"].comment = Comment("镇里的批注", "镇")
    sheet["E5"].comment = Comment("别的批注", "镇")
    book.create_sheet("二")["A2"] = "{{ x | nope }}和{{ y | nope }}"
    return saved(book)


def test_each_problem_has_a_note_at_its_cell_and_other_notes_stay():
    template = wrong()
    found = notes(annotate_xlsx(template, lint_xlsx(template), lambda each: each.code))
    assert found == {
        "Sheet!B2": "OOXML-040",
        "Sheet!C3": "镇里的批注\nOOXML-060",
        "Sheet!E5": "别的批注",
        "二!A2": "OOXML-042\nOOXML-042",
    }


def test_a_problem_in_no_cell_stands_at_the_first_one():
    book = openpyxl.Workbook()
    book.active["D4"] = "x"
    book.active.oddHeader.center.text = "{{ a"
    template = saved(book)
    found = notes(annotate_xlsx(template, lint_xlsx(template)))
    assert list(found) == ["Sheet!A1"]
    assert found["Sheet!A1"].startswith("OOXML-040: A tag is not closed")


def test_the_copy_is_sound_and_has_its_boxes():
    template = wrong()
    content = annotate_xlsx(template, lint_xlsx(template))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        boxes = [archive.read(name) for name in archive.namelist() if name.endswith(".vml")]
    shape = "{urn:schemas-microsoft-com:vml}shape"
    assert sorted(len(list(etree.fromstring(box).iter(shape))) for box in boxes) == [1, 3]


def test_what_is_no_workbook_cannot_be_annotated():
    with pytest.raises(TemplateError):
        annotate_xlsx(b"x", ())
