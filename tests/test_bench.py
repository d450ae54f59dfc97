"""The bench is honest: its form compiles, every figure has its row, and the text is what was given."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen.ooxml import RowsSpec, compile_docx, compile_xlsx

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
ROWS = {"members": RowsSpec(6)}


@pytest.fixture
def bench_form(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import bench_form

    return bench_form


@pytest.fixture
def bound(bench_form, tmp_path):
    households = bench_form.cases(2)
    return households, bench_form.values_of(bench_form.declare(tmp_path), households)


def slots_of(template):
    return [slot for slot in template.slots if slot.kind != "rows"] + [
        column for slot in template.slots for column in slot.columns
    ]


def test_the_form_has_120_slots_of_which_30_are_ticks(bench_form):
    slots = slots_of(compile_docx(bench_form.docx_template(bench_form.DOCGEN), tables=ROWS))
    assert len(slots) == 120
    assert sum(slot.kind == "tick" for slot in slots) == 30


def test_a_filled_form_has_the_text_that_was_worked_out_without_an_engine(bench_form, bound):
    template = compile_docx(bench_form.docx_template(bench_form.DOCGEN), tables=ROWS)
    for values in bound[1]:
        expected = bench_form.expected_text(bench_form.plain(values))
        assert bench_form.text_of(template.fill(values)) == expected
        assert "" not in {expected[1], expected[-1]}


def test_docxtpls_own_template_gives_the_same_text(bench_form, bound):
    template = compile_docx(bench_form.docx_template(bench_form.DOCXTPL))
    context = bench_form.plain(bound[1][0])
    assert bench_form.text_of(template.fill(context)) == bench_form.expected_text(context)


def test_the_workbook_takes_141_values_on_110_merged_ranges(bench_form, bound):
    template = compile_xlsx(bench_form.xlsx_template(), tables=ROWS)
    households, values = bound
    given = bench_form.sheet_values(households[0], values[0])
    sheet = load_workbook(BytesIO(template.fill(given))).active
    assert len(sheet.merged_cells.ranges) == 110
    boxes = bench_form.sheet_boxes()
    assert len(boxes) + len(bench_form.member_cells()) == 141
    for box in boxes:
        assert str(sheet.cell(box.row, box.column + 2).value or "").rstrip("0.") == str(
            given[box.name]
        ).rstrip("0.")
    for record, name, row, column in bench_form.member_cells():
        assert (sheet.cell(row, column).value or "") == str(given["members"][record][name])


def test_results_hold_every_row_of_the_bench(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import run

    results = json.loads((BENCHMARKS / "results.json").read_text(encoding="utf-8"))
    assert {"machine", "versions", "method", "rows"} <= results.keys()
    assert list(results["rows"]) == [key for bench in run.BENCHES for key in bench.keys]
    for row in results["rows"].values():
        assert row["met"] in ("", "yes", "stretch", "NO", "not measured")
        assert (row["value"] is None) == (row["met"] == "not measured")


def test_the_page_on_performance_has_every_row_of_the_results():
    results = json.loads((BENCHMARKS / "results.json").read_text(encoding="utf-8"))
    page = (BENCHMARKS.parent / "docs" / "performance.md").read_text(encoding="utf-8")
    assert [row["title"] for row in results["rows"].values() if row["title"] not in page] == []
