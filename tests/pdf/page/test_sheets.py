"""Worksheets: turned text, drawings, conditional formats, the order of pages, headers of their own."""

from io import BytesIO

import pypdfium2
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as Picture
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.pagebreak import Break, ColBreak
from PIL import Image

from docgen.cli.pdf import told
from docgen.pdf import page
from docgen.pdf.page import bookunlike
from docgen.pdf.page.numfmt import formatted, ink_of, written

YELLOW = PatternFill(bgColor="FFFF00", fill_type="solid")


@pytest.fixture
def book():
    workbook = Workbook()
    workbook.active.title = "名单"
    return workbook


def saved(workbook):
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.fixture
def drawn(look_at):
    return lambda workbook: look_at(page.draw(page.open_xlsx(saved(workbook)).html()).pdf)


def picture(workbook):
    document = pypdfium2.PdfDocument(page.draw(page.open_xlsx(saved(workbook)).html()).pdf)
    image = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    return image


@pytest.mark.parametrize(("rotation", "way"), [(90, (0, -1)), (180, (0, 1)), (45, (1, -1)), (135, (1, 1))])
def test_turned_text_runs_its_way(book, drawn, rotation, way):
    sheet = book.active
    sheet["A1"] = "甲乙"
    sheet["A1"].alignment = Alignment(text_rotation=rotation, horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 100
    sheet.column_dimensions["A"].width = 20
    (seen,) = drawn(book)
    (x1, y1), (x2, y2) = seen.at("甲"), seen.at("乙")
    steps = (x2 - x1, y2 - y1)
    assert [(step > 3) - (step < -3) for step in steps] == list(way)


def test_a_row_grows_for_turned_text(book, drawn):
    sheet = book.active
    sheet["A1"] = "一二三四五六七八"
    sheet["A1"].alignment = Alignment(text_rotation=90)
    sheet["A2"] = "下"
    (seen,) = drawn(book)
    assert seen.at("下")[1] - seen.at("八")[1] > 85


def test_a_picture_hangs_from_its_cell(book):
    stream = BytesIO()
    Image.new("RGB", (40, 20), (255, 0, 0)).save(stream, "PNG")
    stream.seek(0)
    book.active["A1"] = "甲"
    book.active.add_image(Picture(stream), "B3")
    book.active.column_dimensions["A"].width = 10.71
    for row in (1, 2):
        book.active.row_dimensions[row].height = 15
    left, top = 54 + 56.25, 72 + 30
    image = picture(book)
    spot = image.getpixel((int(left + 15), int(top + 7)))
    assert spot == (255, 0, 0)
    assert image.getpixel((int(left - 5), int(top + 7))) != (255, 0, 0)


def test_a_chart_keeps_its_place_and_is_named(book, drawn):
    book.active["A1"] = 1
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=1))
    book.active.add_chart(chart, "B2")
    assert "图表" in drawn(book)[0].text
    assert [str(p) for p in page.open_xlsx(saved(book)).problems] == [
        "名单: a chart is drawn as an empty frame"
    ]


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        (CellIsRule(operator="greaterThan", formula=["40"], fill=YELLOW), "BD"),
        (CellIsRule(operator="between", formula=["5", "50"], fill=YELLOW), "AB"),
        (FormulaRule(formula=["AND(A1>9,A1<99)"], fill=YELLOW), "B"),
        (Rule(type="duplicateValues", dxf=DifferentialStyle(fill=YELLOW)), ""),
        (Rule(type="containsText", text="是", dxf=DifferentialStyle(fill=YELLOW)), "C"),
    ],
)
def test_conditional_formats_hold_for_their_cells(book, rule, held):
    sheet = book.active
    for column, value in zip("ABCD", (5, 50, "是", 500), strict=True):
        sheet[f"{column}1"] = value
        sheet.column_dimensions[column].width = 10.71
    sheet.conditional_formatting.add("A1:D1", rule)
    image = picture(book)
    yellow = [image.getpixel((int(54 + 56.25 * at + 20), 75)) == (255, 255, 0) for at in range(4)]
    expected = [column in held for column in "ABCD"]
    if rule.type == "cellIs" and rule.operator == "greaterThan":
        expected[2] = True  # a text is greater than any number, as in Excel
    assert yellow == expected


def test_a_rule_s_font_is_laid_over_the_cell_s(book):
    book.active["A1"] = 7
    book.active.conditional_formatting.add(
        "A1", CellIsRule(operator="equal", formula=["7"], font=Font(color="FF0000"))
    )
    assert "color:#ff0000" in page.open_xlsx(saved(book)).html()


def test_rules_that_are_not_known_are_named(book):
    book.active["A1"] = 1
    rule = ColorScaleRule(start_type="min", start_color="FF0000", end_type="max", end_color="00FF00")
    book.active.conditional_formatting.add("A1:A3", rule)
    problems = page.open_xlsx(saved(book))
    problems.html()
    assert [p.what for p in problems.problems] == ["a conditional format of kind colorScale is not drawn"]


def test_pages_go_over_then_down_with_titles_on_every_one(book, drawn):
    sheet = book.active
    for row in range(1, 70):
        for column in range(1, 14):
            sheet.cell(row, column, f"{row}.{column}")
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:A"
    pages = [seen.text.split() for seen in drawn(book)]
    assert [texts[0] for texts in pages] == ["1.1"] * 4
    assert "2.13" in pages[1]
    assert "2.1" in pages[1]
    assert "69.2" in pages[2]


def test_column_breaks_and_several_print_areas_begin_new_pages(book, drawn):
    sheet = book.active
    for row in range(1, 9):
        for column in range(1, 5):
            sheet.cell(row, column, f"{row}.{column}")
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=2))
    assert [seen.text.split()[0] for seen in drawn(book)] == ["1.1", "1.3"]
    sheet.col_breaks = ColBreak()
    sheet.print_area = "A1:B2,C5:D6"
    assert [seen.text.split() for seen in drawn(book)] == [
        ["1.1", "1.2", "2.1", "2.2"],
        ["5.3", "5.4", "6.3", "6.4"],
    ]


def test_first_and_even_pages_have_headers_of_their_own(book, drawn):
    sheet = book.active
    for row in range(1, 120):
        sheet.cell(row, 1, "行")
    sheet.HeaderFooter.differentFirst = sheet.HeaderFooter.differentOddEven = True
    sheet.firstHeader.center.text = "首"
    sheet.evenHeader.center.text = "偶"
    sheet.oddHeader.center.text = '&"黑体,Bold"&14奇&D'
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 7, True
    sheet.oddFooter.center.text = sheet.evenFooter.center.text = "第&P页"
    sheet.firstFooter.center.text = "第&P页"
    pages = [seen.text for seen in drawn(book)]
    assert [next(c for c in text if c in "首偶奇") for text in pages] == ["首", "偶", "奇"]
    assert [f"第{number}页" in text for number, text in zip((7, 8, 9), pages, strict=True)] == [True] * 3


def test_grid_lines_are_printed_when_asked_for(book, drawn):
    book.active["A1"], book.active["B2"] = "甲", "乙"
    assert drawn(book)[0].across == ()
    book.active.print_options.gridLines = True
    (seen,) = drawn(book)
    assert (len(seen.across), len(seen.down)) == (3, 3)


def test_diagonals_and_patterns_of_cells_are_drawn(book):
    side = Side(style="thin")
    book.active["A1"].border = Border(diagonal=side, diagonalDown=True, left=side)
    book.active["B1"].fill = PatternFill(patternType="mediumGray", fgColor="FF0000")
    html = page.open_xlsx(saved(book)).html()
    assert "svg+xml" in html
    assert "#ff8080" in html or "#ff7f7f" in html


def test_what_is_not_drawn_of_a_sheet_is_named(book):
    sheet = book.active
    sheet["A1"] = "=1+1"
    sheet.print_options.headings = True
    sheet.page_setup.paperSize = 70
    sheet.page_setup.blackAndWhite = True
    sheet.page_setup.cellComments = "atEnd"
    sheet.oddHeader.left.text = "&D&F"
    opened = page.open_xlsx(saved(book))
    opened.html()
    assert {problem.place for problem in opened.problems} == {"名单"}
    assert {problem.what for problem in opened.problems} == {
        "a formula without a stored result is printed empty",
        "the letters of columns and the numbers of rows are not printed",
        "paper of kind 70 is printed as A4",
        "colours are printed though black and white was asked for",
        "comments are not printed",
        "the date of printing is left out of the page margin",
        "the name of the file is left out of the page margin",
    }


def test_every_sentence_of_a_sheet_has_its_chinese():
    spoken = [told(text.format(kind="x")) for text in bookunlike.SENTENCES]
    assert [text for text in spoken if text.startswith("有一处")] == []


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("46208", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二六年七月五日"),
        ("46208", "[DBNum2]yyyy年m月d日", "贰零贰陆年柒月伍日"),
        ("12345", "[DBNum2]General", "壹万贰仟叁佰肆拾伍"),
        ("12345.6", "[DBNum2]#,##0.00", "壹万贰仟叁佰肆拾伍.陆零"),
        ("100000000", "[DBNum1]0", "一亿"),
        ("20010", "[DBNum1]0", "二万零一十"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("150", '[>100]"多";[<=100]"少"', "多"),
        ("50", '[>100]"多";[<=100]"少"', "少"),
        ("1.75", "# ?/?", "1 3/4"),
        ("1.5", "[h]:mm", "36:00"),
        ("13812345678", "000 0000 0000", "138 1234 5678"),
        ("7", '@"元"', "7元"),
        ("46208", "mmmm d, yyyy", "July 5, 2026"),
    ],
)
def test_chinese_and_rare_number_formats(value, code, text):
    assert formatted(value, code) == text


def test_texts_and_colours_of_number_formats():
    assert written("三", '0;0;0;@"户"') == "三户"
    assert written("三", "0.00") == "三"
    assert ink_of("-1", "0;[Red]-0") == "#ff0000"
    assert ink_of("1", "0;[Red]-0") == ""
