"""A worklist goes out, comes back with corrected values, and reaches the boxes it names."""

from io import BytesIO

import openpyxl

from docgen import Finding, fields
from docgen.columns import corrections
from docgen.merge import merge
from docgen.plugins.readers import read_table
from docgen.worklist import worklist


def test_a_corrected_value_reaches_its_box(tmp_path, case):
    box = "household.members.1.phone"
    finding = Finding(
        case.area.code,
        case.number,
        "家庭成员第2行 联系电话",
        "INTAKE-123",
        fields(title="联系电话"),
        boxes=(box,),
    )
    book = openpyxl.load_workbook(BytesIO(worklist([finding], [case])))
    page = next(
        sheet
        for sheet in book
        if any(corrections().value in [cell.value for cell in row] for row in sheet["A1:Z5"])
    )
    head = next(row for row in page["A1:Z5"] if corrections().value in [cell.value for cell in row])
    column = next(cell.column for cell in head if cell.value == corrections().value)
    page.cell(head[0].row + 1, column).value = "13900000008"
    book.save(tmp_path / "核查清单.xlsx")
    merged = merge([case], [read_table(tmp_path / "核查清单.xlsx")])
    assert [(change.box, change.new) for change in merged.changes] == [(box, "139****0008")]
    assert merged.cases[0].household.members[1].phone == "13900000008"
    assert merged.findings == ()


def test_a_worklist_left_blank_changes_nothing(tmp_path, case):
    finding = Finding(
        case.area.code,
        case.number,
        "户联系电话",
        "INTAKE-123",
        fields(title="电话"),
        boxes=("household.phone",),
    )
    (tmp_path / "核查清单.xlsx").write_bytes(worklist([finding], [case]))
    reading = read_table(tmp_path / "核查清单.xlsx")
    assert (reading.entries, reading.findings, reading.unknown) == ((), (), ())
