"""Filling one workbook: docgen against openpyxl and XlsxWriter, on the xlsx twin of the bench form."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import bench_form as form
from bench_docx import floor_job, form_deflate, isal_deflate
from openpyxl import Workbook, load_workbook
from timing import Row, here, interleaved, milliseconds, ratio, spread

from docgen.ooxml import RowsSpec, compile_xlsx

Values = dict[str, Any]
TABLES = {"members": RowsSpec(form.MEMBER_ROWS)}


def _put(book: Workbook, values: Values) -> bytes:
    sheet = book.active
    for box in form.sheet_boxes():
        sheet.cell(box.row, box.column + 2).value = values[box.name]
    for record, name, row, column in form.member_cells():
        sheet.cell(row, column).value = values["members"][record][name]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(values: Values) -> bytes:
    """Return the same sheet made from nothing by XlsxWriter."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("采集表")
    look = {"border": 1, "font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "vcenter"}
    plain, money = book.add_format(look), book.add_format({**look, "num_format": "#,##0.00"})
    sheet.set_column(0, 11, 9)
    sheet.merge_range(0, 0, 0, 11, form.TITLE, plain)
    for column in range(12):  # the rows that only have borders
        sheet.write_blank(1, column, None, plain)
        sheet.write_blank(form.MEMBER_ROW - 2, column, None, plain)
    amounts = {name for name, _, _ in form.AMOUNTS}
    for box in form.sheet_boxes():
        row, column, shape = box.row - 1, box.column - 1, money if box.name in amounts else plain
        if box.wide:
            sheet.merge_range(row, column, row, column + 1, box.label, plain)
        else:
            sheet.write_string(row, column, box.label, plain)
            sheet.write_blank(row, column + 1, None, plain)
        value = values[box.name]
        sheet.merge_range(row, column + 2, row, column + 3, "", shape)
        if box.name in amounts and value != "":
            sheet.write_number(row, column + 2, value, shape)
        else:
            sheet.write_string(row, column + 2, str(value), shape)
    for column, (_, label, _) in enumerate(form.COLUMNS):
        sheet.write_string(form.MEMBER_ROW - 1, column, label, plain)
    for record, name, row, column in form.member_cells():
        sheet.write_string(row - 1, column - 1, str(values["members"][record][name]), plain)
    book.close()
    return stream.getvalue()


def cells_of(book: bytes) -> dict[str, str]:
    """Return what stands in the cells, empty ones left out."""
    sheet = load_workbook(BytesIO(book)).active
    return {
        cell.coordinate: _number(cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float | int) else str(value)


def rows(rounds: int) -> list[Row]:
    """Measure the rows about workbooks."""
    with tempfile.TemporaryDirectory() as name:
        households = form.cases(20)
        bound = form.values_of(form.declare(Path(name)), households)
    values = [form.sheet_values(case, each) for case, each in zip(households, bound, strict=True)]
    source = form.xlsx_template()
    template, fast = (
        compile_xlsx(source, tables=TABLES),
        compile_xlsx(source, tables=TABLES, compress=isal_deflate),
    )
    kept = load_workbook(BytesIO(source))
    many = len(values)
    jobs: dict[str, tuple[Callable[[int], bytes], int]] = {
        "docgen": (lambda k: template.fill(values[k % many]), 60),
        "docgen isal": (lambda k: fast.fill(values[k % many]), 80),
        "openpyxl load+fill+save": (lambda k: _put(load_workbook(BytesIO(source)), values[k % many]), 2),
        "openpyxl refill+save": (lambda k: _put(kept, values[k % many]), 6),
        "XlsxWriter": (lambda k: written(values[k % many]), 8),
    }
    _assert_same_cells({name: job for name, (job, _) in jobs.items()})
    made = template.fill(values[0])
    changed = frozenset(template.fill_parts(values[0]))
    jobs["floor"] = floor_job(made, changed, form_deflate), 150
    times = interleaved([here(name, job, count) for name, (job, count) in jobs.items()], rounds)
    detail = {"ms": milliseconds(times), "bytes": len(made), "rounds": rounds}

    def row(key: str, title: str, over: str, under: str, **more: Any) -> Row:
        span = {"spread": spread(times, over, under)}
        return Row(key, title, ratio(times, over, under), detail={**detail, **span}, **more)

    load, refill = "openpyxl load+fill+save", "openpyxl refill+save"
    return [
        row("xlsx_openpyxl", "xlsx vs openpyxl load+fill+save", load, "docgen", must=100, stretch=200),
        row("xlsx_refill", "xlsx vs openpyxl refill+save", refill, "docgen", must=15),
        row("xlsx_xlsxwriter", "xlsx vs XlsxWriter from scratch", "XlsxWriter", "docgen", must=10),
        row("xlsx_openpyxl_isal", "xlsx vs openpyxl load+fill+save, isal", load, "docgen isal"),
        row("xlsx_floor", "xlsx vs the floor, zlib 6", "docgen", "floor", at_most=True),
    ]


def _assert_same_cells(jobs: dict[str, Callable[[int], bytes]]) -> None:
    for number in range(2):
        expected = cells_of(jobs["openpyxl load+fill+save"](number))
        for name, job in jobs.items():
            got = cells_of(job(number))
            if got != expected:
                wrong = {
                    key: (got.get(key), expected.get(key))
                    for key in got.keys() | expected
                    if got.get(key) != expected.get(key)
                }
                raise AssertionError(f"{name}: the cells differ: {dict(sorted(wrong.items())[:3])}")
