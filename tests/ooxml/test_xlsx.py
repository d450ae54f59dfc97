"""Workbook templates: typed cells, lists that add rows, and everything that must follow them."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from docgen.ooxml import FillError, RowsSpec, TemplateError, compile_xlsx, lint_xlsx


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content, computed=False):
    return openpyxl.load_workbook(BytesIO(content), data_only=computed)


def single(value, number_format=None):
    book = openpyxl.Workbook()
    book.active["A1"] = value
    if number_format:
        book.active["A1"].number_format = number_format
    return saved(book)


ONE = compile_xlsx(single("{{ a }}"), undefined="blank")


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "=cmd|'/c calc'!A1",
        "+86 1",
        "-1+2",
        "@SUM",
        "#N/A",
        "TRUE",
        "1E5",
        "00123",
        "2026/1/2",
        " 张三&<李四> ",
        "一\n二\t三",
        "{{7*7}}",
    ],
)
def test_text_is_always_text(value):
    cell = opened(ONE.fill({"a": value})).active["A1"]
    assert (cell.value, cell.data_type) == (value, "s")


@pytest.mark.parametrize("value", [0, 7, -1, Decimal("1234.50"), 0.1, True])
def test_numbers_stay_numbers(value):
    cell = opened(ONE.fill({"a": value})).active["A1"]
    assert cell.value == (float(value) if isinstance(value, Decimal) else value)


def test_a_date_is_a_date_in_the_cells_own_format_or_in_iso():
    own = compile_xlsx(single("{{ a }}", 'yyyy"年"m"月"d"日"'))
    cell = opened(own.fill({"a": date(2026, 7, 5)})).active["A1"]
    assert (cell.value.date(), cell.number_format) == (date(2026, 7, 5), 'yyyy"年"m"月"d"日"')
    plain = opened(ONE.fill({"a": date(2026, 7, 5)})).active["A1"]
    assert (plain.value.date(), plain.is_date) == (date(2026, 7, 5), True)
    assert opened(ONE.fill({"a": 5})).active["A1"].is_date is False


def test_a_workbook_that_counts_from_1904_gets_its_own_dates():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = "{{ a }}"
    cell = opened(compile_xlsx(saved(book)).fill({"a": date(2026, 7, 5)})).active["A1"]
    assert cell.value.date() == date(2026, 7, 5)


def test_a_tag_among_other_text_makes_text():
    template = compile_xlsx(single("{{ year }}年度第{{ n }}号"))
    assert opened(template.fill({"year": 2026, "n": "7"})).active["A1"].value == "2026年度第7号"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("长" * 32_768, "OOXML-088"),
        ("\x0b", "OOXML-083"),
        (["x"], "OOXML-082"),
        (float("inf"), "OOXML-090"),
        (10**17 + 1, "OOXML-090"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused(value, code):
    with pytest.raises(FillError) as caught:
        ONE.fill({"a": value})
    assert (caught.value.code, str(caught.value.place)) == (code, "Sheet!A1")


def test_an_empty_value_is_an_empty_cell():
    assert opened(ONE.fill({})).active["A1"].value is None
    assert opened(ONE.fill({"a": ""})).active["A1"].value is None


def test_an_unfilled_tag_can_be_kept():
    template = compile_xlsx(single("第{{ n }}号"), undefined="keep")
    assert opened(template.fill({})).active["A1"].value == "第{{ n }}号"
    assert opened(compile_xlsx(single("{{ n }}"), undefined="keep").fill({})).active["A1"].value == "{{ n }}"


def roster(rows=1):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单 表"
    sheet.append(["{{ village }}拟纳入监测对象名单"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "姓名", "人口", "收入", "人均"])
    sheet.append([1, "{{ h.name }}", "{{ h.people }}", "{{ h.income }}", "=ROUND(D3/C3,2)"])
    for number in range(2, rows + 1):
        sheet.append([number])
    last = 2 + rows
    sheet.append(
        [
            "合计",
            None,
            f"=SUM(C3:C{last})",
            f"=SUM(D3:D{last})",
            f'=IF(COUNT(C3:C{last})=0,"无",D{last + 1}/C{last + 1})',
        ]
    )
    sheet.append(["填表人", "{{ clerk }}"])
    sheet.merge_cells(f"B{last + 2}:C{last + 2}")
    sheet["B3"].font = Font(bold=True)
    sheet.row_dimensions[3].height = 31
    sheet.row_dimensions[last + 1].height = 41
    sheet.print_area = f"A1:E{last + 2}"
    sheet.print_title_rows = "1:2"
    return book


def households(count):
    return [
        {"name": f"户{number}", "people": number, "income": Decimal(number * 100)}
        for number in range(1, count + 1)
    ]


def fill(template, count):
    return template.fill({"village": "石桥村", "clerk": "王五", "h": households(count)})


@pytest.mark.parametrize("count", [1, 2, 50])
def test_a_list_adds_rows_and_everything_below_follows(count):
    content = fill(compile_xlsx(saved(roster()), tables={"h": RowsSpec()}), count)
    sheet, values = opened(content).active, opened(content, computed=True).active
    names = [sheet.cell(3 + number, 2).value for number in range(count)]
    assert names == [f"户{number}" for number in range(1, count + 1)]
    assert [sheet.cell(3 + number, 1).value for number in range(count)] == list(range(1, count + 1))
    assert {sheet.row_dimensions[3 + number].height for number in range(count)} == {31}
    assert sheet.cell(2 + count, 5).value == f"=ROUND(D{2 + count}/C{2 + count},2)"
    total = 3 + count
    assert [sheet.cell(total, column).value for column in (3, 4)] == [
        f"=SUM(C3:C{total - 1})",
        f"=SUM(D3:D{total - 1})",
    ]
    assert [values.cell(total, column).value for column in (3, 4, 5)] == [
        count * (count + 1) // 2,
        count * (count + 1) * 50,
        100,
    ]
    assert values.cell(2 + count, 5).value == 100
    assert sheet.cell(total + 1, 2).value == "王五"
    assert sheet.row_dimensions[total].height == 41
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:E1", f"B{total + 1}:C{total + 1}"]
    assert sheet.print_area == f"'名单 表'!$A$1:$E${total + 1}"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.dimensions == f"A1:E{total + 1}"


def test_an_empty_list_leaves_one_blank_row():
    content = fill(compile_xlsx(saved(roster()), tables={"h": RowsSpec()}), 0)
    values = opened(content, computed=True).active
    assert [values.cell(3, column).value for column in range(2, 6)] == [None] * 4
    assert [values.cell(4, column).value for column in (3, 4, 5)] == [0, 0, "无"]


@pytest.mark.parametrize("count", [0, 3, 5, 8])
def test_printed_rows_are_filled_first(count):
    content = fill(compile_xlsx(saved(roster(5)), tables={"h": RowsSpec(rows=5)}), count)
    sheet, values = opened(content).active, opened(content, computed=True).active
    height = max(5, count)
    assert [values.cell(2 + number, 1).value for number in range(1, height + 1)] == list(range(1, height + 1))
    assert [values.cell(2 + number, 2).value for number in range(1, height + 1)] == [
        f"户{number}" if number <= count else None for number in range(1, height + 1)
    ]
    assert sheet.cell(3 + height, 3).value == f"=SUM(C3:C{2 + height})"
    assert values.cell(3 + height, 3).value == count * (count + 1) // 2


def test_more_records_than_rows_can_be_an_error():
    template = compile_xlsx(saved(roster(5)), tables={"h": RowsSpec(rows=5, overflow="error")})
    with pytest.raises(FillError, match="OOXML-086"):
        fill(template, 6)


def test_rules_lists_comments_breaks_names_and_links_follow():
    book = roster()
    sheet = book.active
    sheet.conditional_formatting.add(
        "D3:D3", FormulaRule(formula=["D3<$D$4"], fill=PatternFill("solid", bgColor="FF0000"))
    )
    sheet.conditional_formatting.add(
        "D4", FormulaRule(formula=["$D$4>0"], fill=PatternFill("solid", bgColor="FF0000"))
    )
    choice = DataValidation(type="list", formula1="$A$4:$A$5")
    choice.add("B3")
    sheet.add_data_validation(choice)
    sheet["A5"].comment = Comment("批注", "镇")
    sheet["B5"].hyperlink = "https://www.gov.cn/"
    sheet.row_breaks.append(Break(id=4))
    book.defined_names["总收入"] = DefinedName("总收入", attr_text="'名单 表'!$D$4")
    other = book.create_sheet("汇总")
    other["A1"] = "='名单 表'!D4*2"
    other["A2"] = "=SUM('名单 表'!D3)"
    content = fill(compile_xlsx(saved(book), tables={"h": RowsSpec()}), 10)
    filled = opened(content)
    sheet = filled["名单 表"]
    rules = {
        str(area.sqref): [rule.formula for rule in found]
        for area, found in sheet.conditional_formatting._cf_rules.items()
    }
    assert rules == {"D3:D12": [["D3<$D$13"]], "D13": [["$D$13>0"]]}
    assert [(str(each.sqref), each.formula1) for each in sheet.data_validations.dataValidation] == [
        ("B3:B12", "$A$13:$A$14")
    ]
    assert sheet["A14"].comment.text == "批注"
    assert sheet["B14"].hyperlink.target == "https://www.gov.cn/"
    assert [each.id for each in sheet.row_breaks.brk] == [13]
    assert filled.defined_names["总收入"].attr_text == "'名单 表'!$D$13"
    assert [filled["汇总"][name].value for name in ("A1", "A2")] == [
        "='名单 表'!D13*2",
        "=SUM('名单 表'!D3:D12)",
    ]
    computed = opened(content, computed=True)["汇总"]
    assert [computed[name].value for name in ("A1", "A2")] == [11000, 5500]


def test_merges_of_the_lists_row_are_made_for_every_record():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "{{ h.name }}"
    sheet.merge_cells("A1:C1")
    sheet["A2"] = "完"
    sheet.merge_cells("A2:C2")
    template = compile_xlsx(saved(book), tables={"h": RowsSpec()})
    sheet = opened(template.fill({"h": [{"name": "x"}] * 3})).active
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:C1", "A2:C2", "A3:C3", "A4:C4"]


def test_two_lists_stand_on_one_sheet():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["{{ a.x }}"], ["=SUM(A1:A1)"], ["{{ b.x }}"], ["=SUM(A3:A3)+A2"]):
        sheet.append(row)
    template = compile_xlsx(saved(book), tables={"a": RowsSpec(), "b": RowsSpec()})
    content = template.fill({"a": [{"x": 1}, {"x": 2}], "b": [{"x": 10}, {"x": 20}, {"x": 30}]})
    assert [row[0].value for row in opened(content).active] == [
        1,
        2,
        "=SUM(A1:A2)",
        10,
        20,
        30,
        "=SUM(A4:A6)+A3",
    ]
    assert opened(content, computed=True).active["A7"].value == 63


def test_running_totals_and_shares_follow_each_record():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["{{ h.x }}", "=SUM(A$1:A1)", "=A1/SUM(A$1:A$1)", "=A1/A$2"])
    sheet.append(["=SUM(A1:A1)"])
    content = compile_xlsx(saved(book), tables={"h": RowsSpec()}).fill({"h": [{"x": 1}, {"x": 3}]})
    assert [cell.value for cell in opened(content).active[2]] == [
        3,
        "=SUM(A$1:A2)",
        "=A2/SUM(A$1:A$2)",
        "=A2/A$3",
    ]
    assert [cell.value for cell in opened(content, computed=True).active[2]] == [3, 4, 0.75, 0.75]


def test_a_formula_that_cannot_be_computed_names_its_cell():
    book = openpyxl.Workbook()
    book.active["A1"] = "{{ a }}"
    book.active["B1"] = "=1/A1"
    template = compile_xlsx(saved(book))
    assert opened(template.fill({"a": 4}), computed=True).active["B1"].value == 0.25
    for value in (0, "字"):
        with pytest.raises(FillError) as caught:
            template.fill({"a": value})
        assert (caught.value.code, str(caught.value.place)) == ("OOXML-091", "Sheet!B1")


def test_unknown_functions_and_other_problems_are_listed_at_once():
    book = openpyxl.Workbook()
    for name, text in {
        "A1": "=VLOOKUP(1,B1:C2,2)",
        "A2": "=NOW()",
        "A3": "=1+",
        "A4": "{{ a",
        "A5": "{{ a | nope }}",
        "A6": "=[1]外部!A1",
        "A7": "{{ x | ticks }}无框",
    }.items():
        book.active[name] = text
    found = [(problem.code, str(problem.place)) for problem in lint_xlsx(saved(book))]
    assert found == [
        ("OOXML-060", "Sheet!A1"),
        ("OOXML-060", "Sheet!A2"),
        ("OOXML-061", "Sheet!A3"),
        ("OOXML-040", "Sheet!A4"),
        ("OOXML-042", "Sheet!A5"),
        ("OOXML-061", "Sheet!A6"),
        ("OOXML-043", "Sheet!A7"),
    ]


def test_two_lists_in_one_row_and_a_missing_list_are_problems():
    book = openpyxl.Workbook()
    book.active.append(["{{ a.x }}", "{{ b.x }}"])
    found = [
        problem.code
        for problem in lint_xlsx(saved(book), tables={"a": RowsSpec(), "b": RowsSpec(), "c": RowsSpec()})
    ]
    assert found[0] == "OOXML-062"
    with pytest.raises(TemplateError):
        compile_xlsx(saved(book), tables={"a": RowsSpec(), "b": RowsSpec()})


def test_the_output_is_the_same_every_time_and_holds_no_tag():
    template = compile_xlsx(saved(roster()), tables={"h": RowsSpec()})
    first = fill(template, 3)
    fill(template, 9)
    assert fill(template, 3) == first == fill(compile_xlsx(saved(roster()), tables={"h": RowsSpec()}), 3)
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert not any(b"{{" in archive.read(name) for name in archive.namelist())
        assert "xl/calcChain.xml" not in archive.namelist()


def test_a_slot_knows_its_cell():
    template = compile_xlsx(saved(roster()), tables={"h": RowsSpec()})
    assert [(slot.name, slot.kind, str(slot.where)) for slot in template.slots] == [
        ("village", "text", "名单 表!A1"),
        ("h", "rows", "名单 表!B3") if template.slots[1].where.ref == "B3" else ("h", "rows", "名单 表!A3"),
        ("clerk", "text", "名单 表!B5"),
    ]
    assert [column.name for column in template.slots[1].columns] == ["h.name", "h.people", "h.income"]


S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)


@settings(max_examples=200, deadline=None)
@given(PRINTABLE)
def test_any_printable_text_comes_back_character_for_character(text):
    root = etree.fromstring(ONE.fill_parts({"a": text})["xl/worksheets/sheet1.xml"])
    assert (root.findtext(f".//{S}t") or "") == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("_x0041_", "_x005F_x0041_"), ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"), ("_x41_", "_x41_")],
)
def test_text_that_looks_like_a_character_code_is_kept_apart(text, written):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "{{ a }}", '=A1&""'
    root = etree.fromstring(compile_xlsx(saved(book)).fill_parts({"a": text})["xl/worksheets/sheet1.xml"])
    assert root.findtext(f".//{S}t") == written
    assert root.find(f".//{S}c[2]").findtext(f"{S}v") == written
