"""Files that lie: absurd numbers, huge spans, missing parts. Nothing but BadDocument is raised, and quickly."""

import re
from io import BytesIO

import pytest
from openpyxl import Workbook

from docgen.pdf import page

JUNK = ("nan", "-1", "99999999999999999999", "", "abc", "inf", "1e308")


@pytest.fixture
def form(word):
    """Build a document with most things that carry numbers."""
    numbering = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="3000"/></w:tabs><w:spacing w:before="100" w:line="300"/><w:ind w:leftChars="100" w:firstLine="200"/><w:jc w:val="both"/>'
    run = '<w:sz w:val="24"/><w:spacing w:val="20"/><w:w w:val="80"/><w:position w:val="6"/><w:fitText w:val="2000"/>'
    table = word.table(
        [1000, 1000],
        word.row(
            word.cell("甲", 1000, '<w:gridSpan w:val="2"/><w:tcMar><w:left w:w="100"/></w:tcMar>'), height=400
        ),
        word.row(
            word.cell("乙", 1000, '<w:vMerge w:val="restart"/>'), word.cell("丙"), height=400, rule="exact"
        ),
        properties='<w:tblW w:w="5000" w:type="pct"/><w:tblInd w:w="10" w:type="dxa"/>',
    )
    return word.file(
        word.paragraph("一二三", properties, run) + table,
        numbering=numbering,
        section='<w:docGrid w:type="linesAndChars" w:linePitch="312" w:charSpace="100"/>',
    )


@pytest.mark.parametrize("junk", JUNK)
def test_absurd_numbers_do_not_stop_a_docx(form, junk):
    parts = page.parts_of(form)
    names = ("word/document.xml", "word/numbering.xml", "word/styles.xml")
    content = {name: parts[name].decode() for name in names}
    for name in names:
        for found in re.finditer(r'="(-?\d+)"', content[name]):
            changed = content[name][: found.start(1)] + junk + content[name][found.end(1) :]
            html = page.open_docx({**parts, name: changed.encode()}).html()
            assert "nanpt" not in html
            assert "infpt" not in html


@pytest.mark.parametrize("junk", JUNK)
def test_absurd_numbers_do_not_stop_an_xlsx(junk):
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["B2"] = 12.5, "文字"
    sheet.column_dimensions["A"].width = 20
    sheet.row_dimensions[1].height = 20
    sheet.merge_cells("B2:C3")
    stream = BytesIO()
    book.save(stream)
    parts = page.parts_of(stream.getvalue())
    for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml"):
        text = parts[name].decode()
        for found in re.finditer(r'="(-?[\d.]+)"', text):
            changed = text[: found.start(1)] + junk + text[found.end(1) :]
            html = page.open_xlsx({**parts, name: changed.encode()}).html()
            assert "nanpt" not in html


def test_a_merged_range_over_the_whole_sheet_ends_with_the_cells():
    book = Workbook()
    book.active["A1"] = "甲"
    book.active["B9"] = "乙"
    book.active.merge_cells("D4:E5")
    book.active.print_area = "A1:XFD1048576"
    stream = BytesIO()
    book.save(stream)
    parts = page.parts_of(stream.getvalue())
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"D4:E5", b"D4:XFD1048576")
    assert page.open_xlsx(parts).html().count("<tr") <= 9


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"])
def test_a_part_that_is_missing_is_done_without(form, name):
    parts = page.parts_of(form)
    del parts[name]
    assert "乙" in page.open_docx(parts).html()


def test_a_style_based_on_itself_ends(word):
    styles = '<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:basedOn w:val="b"/></w:style><w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    assert "甲" in page.open_docx(word.file(word.paragraph("甲"), styles=styles)).html()


def test_text_cannot_leave_its_place(word):
    nasty = "&lt;/div&gt;&lt;style&gt;@import url(http://127.0.0.1)&lt;/style&gt;"
    cell = word.cell(
        nasty,
        properties='<w:shd w:val="clear" w:fill="}b{a:b"/><w:tcBorders><w:top w:val="single" w:sz="4" w:color=";}a{x:"/></w:tcBorders>',
    )
    html = page.open_docx(word.file(word.table([1000], word.row(cell)))).html()
    assert "<style>@import" not in html
    assert "}b{a:b" not in html
    assert ";}a{x:" not in html
