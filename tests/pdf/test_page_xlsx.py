"""Workbooks: grids, number formats, print titles, fitting to a page."""

import itertools
from io import BytesIO

import pypdfium2
import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.pagebreak import Break

from docgen.pdf import page
from docgen.pdf.page.numfmt import formatted

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@pytest.fixture
def book():
    workbook = Workbook()
    workbook.active.title = "名单"
    return workbook


@pytest.fixture
def drawn(look_at):
    def draw(workbook, mode="word"):
        stream = BytesIO()
        workbook.save(stream)
        return look_at(page.draw(page.open_xlsx(stream.getvalue(), mode=mode).html()).pdf)

    return draw


def put(sheet, row, column, value, **more):
    cell = sheet.cell(row, column, value)
    cell.border = BOX
    for name, given in more.items():
        setattr(cell, name, given)
    return cell


def distances(values):
    return [round(b - a, 1) for a, b in itertools.pairwise(values)]


def darkest(workbook, box):
    """Give the darkest shade within a box of the first page, in points."""
    stream = BytesIO()
    workbook.save(stream)
    document = pypdfium2.PdfDocument(page.draw(page.open_xlsx(stream.getvalue()).html()).pdf)
    image = document[0].render(scale=1).to_pil().convert("L")
    document.close()
    return image.crop(box).getextrema()[0]


def test_rows_and_columns_have_their_sizes(book, drawn):
    sheet = book.active
    for row in (1, 2):
        for column in (1, 2):
            put(sheet, row, column, "甲")
        sheet.row_dimensions[row].height = 30
    sheet.column_dimensions["A"].width = 10.71
    sheet.column_dimensions["B"].width = 20.71
    (seen,) = drawn(book)
    assert distances(seen.across) == pytest.approx([30, 30], abs=0.2)
    assert distances(seen.down) == pytest.approx([56.25, 108.75], abs=0.3)


def test_merged_cells_are_one_box_with_text_in_the_middle(book, drawn):
    sheet = book.active
    for row in (1, 2):
        for column in (1, 2, 3):
            put(sheet, row, column, None)
        sheet.row_dimensions[row].height = 30
    sheet["A1"] = "题"
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells("A1:C2")
    (seen,) = drawn(book)
    assert (len(seen.across), len(seen.down)) == (2, 2)
    x, y = seen.at("题")
    assert x + 5.5 == pytest.approx(sum(seen.down) / 2, abs=0.5)
    assert seen.across[0] + 30 < y < seen.across[0] + 38


def test_numbers_dates_and_percents_are_written_by_their_formats(book, drawn):
    sheet = book.active
    sheet.column_dimensions["A"].width = 30
    for row, (value, code) in enumerate(
        [
            (7312.5, "#,##0.00"),
            (46208, 'yyyy"年"m"月"d"日"'),
            (0.125, "0.0%"),
            (3, "General"),
            ("000123", "@"),
        ],
        start=1,
    ):
        put(sheet, row, 1, value, number_format=code)
        sheet.row_dimensions[row].height = 20
    (seen,) = drawn(book)
    assert seen.text.split() == ["7,312.50", "2026年7月5日", "12.5%", "3", "000123"]


def test_wrapped_text_makes_its_row_grow(book, drawn):
    sheet = book.active
    sheet.column_dimensions["A"].width = 10
    put(sheet, 1, 1, "一二三四五六七八九十一二三四五六", alignment=Alignment(wrap_text=True))
    (seen,) = drawn(book)
    assert distances(seen.across)[0] > 35


def test_shrunk_text_fits_its_cell(book, drawn):
    sheet = book.active
    sheet.column_dimensions["A"].width = 10
    put(sheet, 1, 1, "一二三四五六七八九十末", alignment=Alignment(shrink_to_fit=True))
    (seen,) = drawn(book)
    assert seen.at("末")[0] < seen.down[-1]


def test_print_titles_are_repeated_and_pages_counted(book, drawn):
    sheet = book.active
    put(sheet, 1, 1, "表头")
    for row in range(2, 80):
        put(sheet, row, 1, f"第{row}行")
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "第 &P 页,共 &N 页"
    pages = drawn(book)
    assert len(pages) == 2
    assert all("表头" in seen.text for seen in pages)
    assert "第 2 页,共 2 页" in pages[1].text


def test_print_titles_below_a_heading_are_repeated_without_it(book, drawn):
    sheet = book.active
    put(sheet, 1, 1, "名单")
    put(sheet, 2, 1, "表头")
    for row in range(3, 80):
        put(sheet, row, 1, f"第{row}行")
    sheet.print_title_rows = "2:2"
    first, second = drawn(book)
    assert first.text.count("表头") == second.text.count("表头") == 1
    assert "名单" in first.text
    assert "名单" not in second.text


def test_a_wide_sheet_goes_on_beside_or_is_fitted(book, drawn):
    sheet = book.active
    for column in range(1, 13):
        put(sheet, 1, column, f"列{column}")
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = 12
    assert len(drawn(book)) == 2
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    assert len(drawn(book)) == 1


def test_the_print_area_and_row_breaks_are_kept(book, drawn):
    sheet = book.active
    for row in range(1, 5):
        put(sheet, row, 1, f"第{row}行")
        put(sheet, row, 2, "外")
    sheet.print_area = "A1:A4"
    sheet.row_breaks.append(Break(id=2))
    first, second = drawn(book)
    assert (first.text.split(), second.text.split()) == (["第1行", "第2行"], ["第3行", "第4行"])


def test_hidden_rows_columns_and_sheets_are_not_printed(book, drawn):
    sheet = book.active
    for row in (1, 2):
        for column in (1, 2):
            put(sheet, row, column, f"{row}{column}")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("藏")
    other["A1"] = "不见"
    other.sheet_state = "hidden"
    (seen,) = drawn(book)
    assert seen.text.strip() == "11"


def test_filled_parts_stand_in_for_the_workbooks_own(book, look_at):
    book.active["A1"] = "模板"
    book.active["A1"].font = Font(name="仿宋_GB2312", size=12)
    stream = BytesIO()
    book.save(stream)
    parts = page.parts_of(stream.getvalue())
    sheet = page.open_xlsx(parts)
    name = "xl/worksheets/sheet1.xml"
    filled = {name: parts[name].replace(b"&#27169;&#26495;", "张三".encode())}
    assert look_at(page.draw(sheet.html(filled)).pdf)[0].text.strip() == "张三"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1234.567", "0", "1235"),
        ("0.005", "0.00", "0.01"),
        ("-12", "#,##0.00;(#,##0.00)", "(12.00)"),
        ("0", '0;-0;"—"', "—"),
        ("1234567", "#,##0,", "1,235"),
        ("0.5", "#.##", ".5"),
        ("46208", "yyyy-mm-dd", "2026-07-05"),
        ("46208.75", "h:mm", "18:00"),
        ("46208", "[$-804]aaaa", "星期日"),
        ("46208", 'yyyy"年"m"月"', "2026年7月"),
        ("12", "[DBNum1]0", "十二"),
        ("1.5", "0.0_ ", "1.5 "),
        ("3", "第0户", "第3户"),
        ("520199198001010000", "0", "520199198001010000"),
        ("text", "0.00", "text"),
        ("1E-7", "General", "0.0000001"),
    ],
)
def test_number_formats(value, code, text):
    assert formatted(value, code) == text


def test_a_row_is_as_high_as_it_says_though_its_text_is_cut(book, drawn):
    sheet = book.active
    for row in (1, 2, 3):
        put(sheet, row, 1, "一二三四五六七八九十" * 3, alignment=Alignment(wrap_text=True, vertical="center"))
        sheet.row_dimensions[row].height = 20.25
    for mode in ("word", "libreoffice"):
        (seen,) = drawn(book, mode=mode)
        assert distances(seen.across) == pytest.approx([20.25] * 3, abs=0.06)


def test_libreoffice_writes_hashes_for_a_number_that_is_too_wide(book, drawn):
    sheet = book.active
    sheet.column_dimensions["A"].width = 4
    put(sheet, 1, 1, 1234567.5, number_format="#,##0.00")
    assert "###" in drawn(book, mode="libreoffice")[0].text
    assert "1,234,567.50" in drawn(book, mode="word")[0].text


@pytest.mark.parametrize("align", ["center", "right"])
def test_text_that_is_too_wide_is_cut_where_its_left_neighbour_has_content(book, align):
    sheet = book.active
    for column, letter in enumerate("ABC", 1):
        sheet.column_dimensions[letter].width = 8
        put(sheet, 1, column, None)
    put(sheet, 1, 2, "一二三四五六七八九十", alignment=Alignment(horizontal=align))
    assert darkest(book, (58, 74, 94, 84)) < 100
    put(sheet, 1, 1, "1", font=Font(color="FFFFFFFF"))
    assert darkest(book, (58, 74, 94, 84)) > 200


def test_libreoffice_makes_a_sheet_a_little_smaller_where_that_saves_a_page(book, drawn):
    sheet = book.active
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for row, height in enumerate((400, 270, 30), 1):  # of 698 points that a page holds
        put(sheet, row, 1, "甲")
        sheet.row_dimensions[row].height = height
    assert [len(drawn(book, mode=mode)) for mode in ("word", "libreoffice")] == [2, 1]
    sheet.row_dimensions[3].height = 60
    assert len(drawn(book, mode="libreoffice")) == 2


def test_libreoffice_prints_the_columns_that_text_runs_into(book, drawn):
    sheet = book.active
    sheet.page_setup.orientation = "portrait"
    sheet.print_options.horizontalCentered = True
    for column in (1, 2):
        put(sheet, 1, column, None)
    put(sheet, 2, 2, "填报时间：二〇二六年三月二十五日下午五时")
    places = [drawn(book, mode=mode)[0].down[0] for mode in ("word", "libreoffice")]
    assert places[1] < places[0] - 20
