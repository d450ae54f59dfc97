"""Intake workbooks: blank, filled, and read back."""

from io import BytesIO

import openpyxl
import pytest

from docgen import Case
from docgen.columns import OPTIONS, sheets
from docgen.demo import township
from docgen.merge import merge, merge_loose
from docgen.plugins.readers import read_table
from docgen.roster import export_workbook, new_workbook


@pytest.fixture(scope="module")
def blank():
    return new_workbook()


@pytest.fixture(scope="module")
def pages(blank):
    return openpyxl.load_workbook(BytesIO(blank))


@pytest.fixture
def full_case(raw_case):
    raw_case["aliases"] = []
    raw_case["household"]["members"][0]["works"] = [
        {"area": "省外", "place": "深圳市", "months": 3},
        {"area": "省外", "place": "广州市", "months": 4, "monthly_income": "3000.50"},
    ]
    raw_case["contacts"] = [
        {"role": "monitor", "name": "王五", "phone": "13800000009", "start": "2026-01-01"}
    ]
    raw_case["guarantees"] = [{"moment": "identification", "unsafe_housing": False, "unsafe_water": True}]
    raw_case["measures"] = [
        {"category": "产业帮扶", "item": "入股分红", "money": "1000.00", "planned_on": "2026-04-01"},
        {"category": "综合保障", "item": "低保"},
    ]
    raw_case["incomes"][0]["lines"] = [
        {"row": "工资性收入", "item": "务工收入", "amount": "5000.00"},
        {"row": "工资性收入", "item": "公益岗", "amount": "1000.00"},
    ]
    raw_case["visits"] = [{"on": "2026-05-01", "visitor": "王五", "method": "入户", "findings": "=1+1\n#N/A"}]
    one = raw_case["procedures"][0]
    one["review"] = {
        "on": "2026-03-10",
        "attendees": [{"name": "甲一", "role": "村民代表"}, {"name": "乙二"}],
    }
    one["notices"] = [{"level": "village", "start": "2026-03-11", "end": "2026-03-16", "objection": False}]
    one["standards"] = [{"code": "2", "met": True}]
    return Case.model_validate(raw_case)


def read(tmp_path, content):
    path = tmp_path / "采集表.xlsx"
    path.write_bytes(content)
    return read_table(path)


def test_a_blank_workbook_has_the_sheets_with_every_column(pages):
    assert pages.sheetnames == [*sheets(), OPTIONS]
    for name, sheet in sheets().items():
        assert [cell.value for cell in pages[name][1]] == [column.heading for column in sheet.columns]
        assert pages[name].freeze_panes == "B2"
        assert pages[name].print_title_rows == "$1:$1"
        assert pages[name].print_title_cols == "$A:$A"
        assert pages[name].page_setup.orientation == "landscape"
        assert all(cell.comment.text for cell in pages[name][1])
    assert pages[OPTIONS].sheet_state == "hidden"


def test_numbers_of_people_are_text_columns(pages):
    page = pages["家庭成员"]
    letters = {cell.value: cell.column_letter for cell in page[1]}
    for heading in ("本地户号", "证件号码", "残疾人证号", "联系电话"):
        assert page.column_dimensions[letters[heading]].number_format == "@"


def test_every_option_column_has_its_list(pages):
    for name, sheet in sheets().items():
        page = pages[name]
        ranges = {str(one.sqref).split("2:")[0]: one.formula1 for one in page.data_validations.dataValidation}
        for cell, column in zip(page[1], sheet.columns, strict=True):
            assert (cell.column_letter in ranges) == bool(column.box.list_id or column.box.kind == "yesno")
    start = ranges_of(pages, "家庭成员", "性别").split("!")[1]
    assert [row[0].value for row in pages[OPTIONS][start.replace("$", "")]] == ["男", "女"]


def ranges_of(pages, name, heading):
    page = pages[name]
    letter = next(cell.column_letter for cell in page[1] if cell.value == heading)
    return next(
        one.formula1
        for one in page.data_validations.dataValidation
        if str(one.sqref).startswith(f"{letter}2:")
    )


def test_the_example_row_is_passed_over(tmp_path, blank):
    reading = read(tmp_path, blank)
    assert (reading.entries, reading.findings, reading.unknown) == ((), (), ())


def test_the_same_workbook_has_the_same_bytes(blank, full_case):
    assert new_workbook() == blank
    assert export_workbook([full_case]) == export_workbook([full_case])


def test_what_was_exported_is_read_back_as_the_same_case(tmp_path, full_case):
    reading = read(tmp_path, export_workbook([full_case]))
    assert (reading.findings, reading.unknown) == ((), ())
    assert merge_loose([reading]).cases == (full_case,)
    assert merge([full_case], [reading]).changes == ()


def test_a_box_corrected_in_the_workbook_is_the_only_change(tmp_path, full_case):
    book = openpyxl.load_workbook(BytesIO(export_workbook([full_case])))
    page = book["户"]
    column = next(cell.column for cell in page[1] if cell.value == "家庭住址")
    page.cell(2, column).value = "云岭县青石镇清水村4组"
    book.save(tmp_path / "改.xlsx")
    merged = merge([full_case], [read_table(tmp_path / "改.xlsx")])
    assert [(one.box, one.new) for one in merged.changes] == [("household.address", "云岭县青石镇清水村4组")]


def test_only_what_is_missing_is_exported_when_asked(tmp_path, full_case):
    content = export_workbook([full_case], missing_only=True)
    book = openpyxl.load_workbook(BytesIO(content))
    heads = [cell.value for cell in book["家庭成员"][1]]
    assert heads == ["本地户号", "姓名", "证件号码", "参加城乡居民基本医疗保险"]
    assert book["家庭成员"].max_row == 3
    assert "走访" not in book.sheetnames
    assert "家庭住址" not in [cell.value for cell in book["户"][1]]
    assert merge([full_case], [read(tmp_path, content)]).changes == ()


def test_a_household_that_misses_nothing_is_left_out(raw_case):
    raw_case["household"]["members"] = []
    living = {
        "house_area": 80,
        "road": "水泥路",
        "fuel": "煤炭",
        "power": True,
        "safe_water": True,
        "toilet": True,
    }
    raw_case["living"] = living
    raw_case["household"]["identified_on"] = "2026-03"
    sound = {"unsafe_housing": False, "dropout": False, "unsafe_water": False, "uninsured": False}
    raw_case["guarantees"] = [{"moment": "identification"} | sound]
    raw_case["contacts"] = [
        {"role": role, "name": "王五", "phone": "13800000009"} for role in ("monitor", "helper")
    ]
    book = openpyxl.load_workbook(
        BytesIO(export_workbook([Case.model_validate(raw_case)], missing_only=True))
    )
    assert book["户"].max_row == 1


def test_a_whole_township_goes_out_and_comes_back_without_a_difference(tmp_path):
    cases = township(2026, 2, 40, 3).cases
    reading = read(tmp_path, export_workbook(cases))
    assert (reading.findings, reading.unknown) == ((), ())
    merged = merge(cases, [reading])
    assert (merged.changes, merged.findings) == ((), ())
    assert {case.number for case in merge_loose([reading]).cases} == {case.number for case in cases}
