"""Formulas that go round in a circle are found in the template."""

from io import BytesIO

import openpyxl
import pytest

from docgen.ooxml import RowsSpec, lint_xlsx


def circles(cells, tables=None):
    book = openpyxl.Workbook()
    book.active.title = "甲"
    book.create_sheet("乙")
    for place, text in cells.items():
        sheet, ref = place.split("!")
        book[sheet][ref] = text
    stream = BytesIO()
    book.save(stream)
    found = lint_xlsx(stream.getvalue(), tables=tables or {})
    return [(problem.code, str(problem.place), problem.hint) for problem in found]


@pytest.mark.parametrize(
    ("cells", "place", "way"),
    [
        ({"甲!A1": "=A1+1"}, "甲!A1", "A1 ← A1"),
        ({"甲!A1": "=B1", "甲!B1": "=C1*2", "甲!C1": "=A1"}, "甲!A1", "A1 ← B1 ← C1 ← A1"),
        ({"甲!A1": "=SUM(B1:B3)", "甲!B2": "=A1/2"}, "甲!A1", "A1 ← B2 ← A1"),
        ({"甲!A1": "=乙!A1", "乙!A1": "=SUM(甲!A:A)"}, "甲!A1", "A1 ← A1 ← A1"),
        ({"甲!A1": "=IF(B1>0,A1,0)"}, "甲!A1", "A1 ← A1"),
        ({"甲!B2": "{{ h.n }}", "甲!C2": "=B2/C3", "甲!C3": "=SUM(C2)"}, "甲!C2", "C2 ← C3 ← C2"),
    ],
)
def test_a_circle_is_a_problem_with_the_cells_on_its_way(cells, place, way):
    tables = {"h": RowsSpec()} if "甲!B2" in cells and "h.n" in str(cells["甲!B2"]) else {}
    assert circles(cells, tables) == [("OOXML-064", place, way)]


def test_two_circles_are_two_problems():
    found = circles({"甲!A1": "=A2", "甲!A2": "=A1", "乙!A1": "=A1"})
    assert [(code, place) for code, place, _ in found] == [("OOXML-064", "甲!A1"), ("OOXML-064", "乙!A1")]


def test_what_is_used_twice_or_goes_through_many_cells_is_no_circle():
    chain = {f"甲!A{row}": f"=A{row + 1}+$B$1+SUM(B1:B3)" for row in range(1, 500)}
    assert circles({**chain, "甲!A500": "1", "甲!B1": "=乙!B1", "乙!B1": "=SUM(C:C)"}) == []
