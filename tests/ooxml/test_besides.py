"""Tags beside the cells of a workbook: page headers, sheet names, text boxes, chart titles, comments."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.chart import Reference as Cells
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from docgen.ooxml import FillError, RowsSpec, compile_xlsx, lint_xlsx
from docgen.ooxml.besides import safe_name

DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    '<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>公章处 {{ vil</a:t></a:r><a:r><a:rPr b="1"/><a:t>lage }}（{{ year }}）</a:t></a:r></a:p></xdr:txBody>'
    "</xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
)


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content, computed=False):
    return openpyxl.load_workbook(BytesIO(content), data_only=computed)


def member(content, name):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def rewritten(content, changes, added=()):
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, changes[name](text.decode()).encode() if name in changes else text)
        for name, text in dict(added).items():
            new.writestr(name, text)
    return stream.getvalue()


def with_text_box(content):
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return rewritten(
        content,
        {
            "xl/worksheets/sheet1.xml": lambda text: re.sub(
                "</worksheet>", f'<drawing xmlns:r="{relations}" r:id="rId1"/></worksheet>', text
            ),
            "[Content_Types].xml": lambda text: text.replace(
                "</Types>",
                '<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>',
            ),
        },
        {"xl/worksheets/_rels/sheet1.xml.rels": RELATION, "xl/drawings/drawing1.xml": DRAWING},
    )


def test_page_headers_take_values_and_an_ampersand_is_no_code():
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = "{{ village }} 第&P页"
    book.active.oddFooter.left.text = "填表人：{{ clerk }}"
    filled = opened(compile_xlsx(saved(book)).fill({"village": "A&B村", "clerk": "王五"})).active
    assert filled.oddHeader.center.text == "A&&B村 第&P页"
    assert filled.oddFooter.left.text == "填表人：王五"


def test_a_header_longer_than_a_page_can_hold_is_refused():
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = "{{ village }}"
    with pytest.raises(FillError, match="OOXML-088"):
        compile_xlsx(saved(book)).fill({"village": "长" * 300})


def test_text_boxes_take_values_even_when_a_tag_is_cut_into_runs_and_follow_the_rows():
    book = openpyxl.Workbook()
    book.active.append(["{{ h.name }}"])
    template = compile_xlsx(with_text_box(saved(book)), tables={"h": RowsSpec()})
    content = template.fill({"village": "石桥 & 村", "year": 2026, "h": [{"name": "甲"}, {"name": "乙"}]})
    drawing = member(content, "xl/drawings/drawing1.xml")
    assert "".join(re.findall("<a:t>(.*?)</a:t>", drawing)) == "公章处 石桥 &amp; 村（2026）"
    assert re.findall("<xdr:row>(.*?)</xdr:row>", drawing) == ["6", "9"]
    assert [slot.name for slot in template.slots] == ["h", "village", "year"]


def test_comments_and_chart_titles_take_values_and_series_take_in_the_rows():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["户", "收入"], ["{{ h.name }}", "{{ h.income }}"], ["合计", "=SUM(B2)"]):
        sheet.append(row)
    sheet["A3"].comment = Comment("{{ village }}合计", "镇")
    chart = BarChart()
    chart.title = "{{ village }}收入"
    chart.add_data(Cells(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "D5")
    template = compile_xlsx(saved(book), tables={"h": RowsSpec()})
    records = [{"name": f"户{number}", "income": number} for number in range(1, 5)]
    content = template.fill({"village": "石桥村", "h": records})
    assert opened(content).active["A6"].comment.text == "石桥村合计"
    drawn = member(content, "xl/charts/chart1.xml")
    assert "石桥村收入" in drawn
    assert re.findall(r"<(?:c:)?f>(.*?)</(?:c:)?f>", drawn) == ["'Sheet'!B1", "'Sheet'!$B$2:$B$5"]
    assert opened(content, computed=True).active["B6"].value == 10


def test_a_sheet_named_by_its_values_is_followed_by_formulas_names_and_links():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "{{ village }}名单"
    sheet["A1"] = 7
    sheet["B1"] = "='{{ village }}名单'!A1*2"
    sheet.print_area = "A1:B1"
    other = book.create_sheet("汇总")
    other["A1"] = "=SUM('{{ village }}名单'!A1:B1)"
    book.defined_names["总数"] = DefinedName("总数", attr_text="'{{ village }}名单'!$A$1")
    content = compile_xlsx(saved(book)).fill({"village": "石桥's/村"})
    filled = opened(content)
    assert filled.sheetnames == ["石桥's_村名单", "汇总"]
    assert filled["汇总"]["A1"].value == "=SUM('石桥''s_村名单'!A1:B1)"
    assert filled.defined_names["总数"].attr_text == "'石桥''s_村名单'!$A$1"
    assert filled.worksheets[0].print_area == "'石桥''s_村名单'!$A$1:$B$1"
    assert opened(content, computed=True)["汇总"]["A1"].value == 21
    assert "{{" not in member(content, "docProps/app.xml")


def test_sheet_names_are_safe_and_unlike_each_other():
    book = openpyxl.Workbook()
    book.active.title = "{{ a }}"
    book.create_sheet("{{ b }}")
    book.create_sheet("其他")
    template = compile_xlsx(saved(book))
    assert opened(template.fill({"a": "名" * 40, "b": "名" * 40})).sheetnames == [
        "名" * 31,
        "名" * 28 + "(2)",
        "其他",
    ]
    assert opened(template.fill({"a": "其他", "b": "A[1]:\\/?*"})).sheetnames == [
        "其他(2)",
        "A_1______",
        "其他",
    ]
    with pytest.raises(FillError, match="OOXML-080"):
        template.fill({"a": "''", "b": "x"})


@pytest.mark.parametrize(
    ("text", "name"), [("'a'", "a"), ("𠮷" * 20, "𠮷" * 15), ("a\tb", "a_b"), (" x ", "x")]
)
def test_a_safe_name(text, name):
    assert safe_name(text) == name


def test_a_tag_beside_the_cells_that_cannot_be_understood_is_a_problem():
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = "{{ village"
    book.active["A1"].comment = Comment("{{ a | nope }}", "镇")
    assert [problem.code for problem in lint_xlsx(saved(book))] == ["OOXML-040", "OOXML-042"]
