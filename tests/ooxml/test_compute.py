"""Formulas are computed as a spreadsheet computes them, in decimals, and end in its error values."""

import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from docgen.ooxml import FillError, compile_xlsx, lint_xlsx

CELLS = {
    "A1": 1, "A2": 2.5, "A3": "甲", "A4": True, "A6": -3,
    "B1": "甲", "B2": "乙", "B3": "甲乙", "B6": "a*c",
    "C1": 10, "C2": 20, "C3": 30, "C4": 40, "C6": 60,
    "D1": "12", "D2": "1,234.5", "D3": "8%", "D4": "3元",
}  # fmt: skip


def computed(formula, faults="show", **options):
    book = openpyxl.Workbook()
    for name, value in CELLS.items():
        book.active[name] = value
    book.active["F1"] = f"={formula}"
    content = compile_xlsx(_saved(book), faults=faults, **options).fill({})
    return openpyxl.load_workbook(BytesIO(content), data_only=True).active["F1"].value


def shown(content):
    return openpyxl.load_workbook(BytesIO(content), data_only=True).active


def _saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3^2", 19),
        ("-2^2", 4),
        ("2^3^2", 64),
        ("0.1+0.2", 0.3),
        ("1/3", 0.333333333333333),
        ("2^0.5", 1.4142135623731),
        ("50%*8", 4),
        ('"共"&A2&"元"', "共2.5元"),
        ('"A"="a"', True),
        ('1<"a"', True),
        ("A5=0", True),
        ('A5=""', True),
        ("1<>1", False),
        ("D1*2", 24),
        ("D2+0", 1234.5),
        ("D3*100", 8),
        ("SUM(A1:A6)", 0.5),
        ("SUM(A:A)", 0.5),
        ("SUM(A1:A6,C1,2)", 12.5),
        ("SUM(2:2)", 22.5),
        ("COUNT(A1:D6)", 8),
        ("COUNTA(A1:B6)", 9),
        ("COUNTBLANK(A1:A6)", 1),
        ("AVERAGE(C1:C4)", 25),
        ("MIN(A1:A6)", -3),
        ("MAX(A1:A6,7)", 7),
        ("ROUND(2.675,2)", 2.68),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(1250,-2)", 1300),
        ("ROUNDUP(1.21,1)", 1.3),
        ("ROUNDDOWN(-1.29,1)", -1.2),
        ("INT(-1.5)", -2),
        ("ABS(A6)", 3),
        ('SUMIF(B1:B6,"甲",C1:C6)', 10),
        ('SUMIF(B1:B6,"甲*",C1:C6)', 40),
        ('SUMIF(B1:B6,"?乙",C1:C6)', 30),
        ('SUMIF(B1:B6,"a~*c",C1:C6)', 60),
        ('SUMIF(C1:C6,">=30")', 130),
        ('SUMIFS(C1:C6,B1:B6,"<>甲",C1:C6,"<40")', 50),
        ('COUNTIF(C1:C6,"<>20")', 5),
        ("COUNTIF(A1:A6,1)", 1),
        ("COUNTIF(A1:A6,TRUE)", 1),
        ('COUNTIFS(B1:B6,"*乙",C1:C6,">20")', 1),
        ('AVERAGEIF(C1:C6,">20")', 130 / 3),
        ('AVERAGEIFS(C1:C6,C1:C6,">20",B1:B6,"甲乙")', 30),
        ("SUMPRODUCT(A1:A2,C1:C2)", 60),
        ("AND(A1:A4)", True),
        ("OR(1>2,A4)", True),
        ("NOT(A1)", False),
        ('IF(A1>0,"有","无")', "有"),
        ("IF(A1>5,1)", False),
        ("IF(A1,2,1/0)", 2),
        ("IFERROR(1/0,9)", 9),
        ("IFERROR(A3*1,-1)", -1),
        ("SUM($C$1:C$2)", 30),
    ],
)  # fmt: skip
def test_a_formula_has_the_value_that_a_spreadsheet_gives(formula, value):
    found = computed(formula)
    assert found == (pytest.approx(value, rel=1e-14) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("1/0", "#DIV/0!"),
        ("AVERAGE(B1:B2)", "#DIV/0!"),
        ("A3+1", "#VALUE!"),
        ("D4*1", "#VALUE!"),
        ("C1:C2+1", "#VALUE!"),
        ("SUM(无此表!A1)", "#REF!"),
        ("10^400", "#NUM!"),
        ("(-8)^0.5", "#NUM!"),
        ("SUMIFS(C1:C6,B1:B2,1)", "#VALUE!"),
        ("SUM(1/0,2)", "#DIV/0!"),
    ],
)
def test_an_error_is_shown_as_a_spreadsheet_shows_it_or_refused(formula, error):
    assert computed(formula) == error
    with pytest.raises(FillError) as caught:
        computed(formula, faults="refuse")
    assert (caught.value.code, caught.value.detail, str(caught.value.place)) == (
        "OOXML-091",
        f"({error})",
        "Sheet!F1",
    )


def test_an_error_of_the_template_goes_through_what_is_computed_from_it():
    book = openpyxl.Workbook()
    book.active["A1"] = "#N/A"
    book.active["A1"].data_type = "e"
    book.active["B1"] = "=A1+1"
    book.active["C1"] = "=COUNT(A1,1)"
    content = compile_xlsx(_saved(book), faults="show").fill({})
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True).active
    assert [sheet["B1"].value, sheet["C1"].value] == ["#N/A", 1]


def test_shared_formulas_are_computed_each_for_its_own_row():
    book = openpyxl.Workbook()
    for row in range(1, 4):
        book.active.cell(row, 1, row)
        book.active.cell(row, 2, "=A1*$A$3")
    content = _shared(_saved(book))
    filled = compile_xlsx(content).fill({})
    sheet = openpyxl.load_workbook(BytesIO(filled)).active
    assert [sheet.cell(row, 2).value for row in range(1, 4)] == ["=A1*$A$3", "=A2*$A$3", "=A3*$A$3"]
    sheet = openpyxl.load_workbook(BytesIO(filled), data_only=True).active
    assert [sheet.cell(row, 2).value for row in range(1, 4)] == [3, 6, 9]


def _shared(content):
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                first, *rest = text.split(b"<f>A1*$A$3</f>")
                text = first + b'<f t="shared" ref="B1:B3" si="0">A1*$A$3</f>'
                text += b'<f t="shared" si="0"/>'.join(rest)
            new.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("VLOOKUP(1,A1:B2,2)", "OOXML-060"),
        ("INDIRECT(A1)", "OOXML-060"),
        ("WEBSERVICE(A1)", "OOXML-060"),
        ("TODAY()", "OOXML-060"),
        ("cmd|'/c calc'!A1", "OOXML-061"),
        ("[1]表!A1", "OOXML-061"),
        ("SUM(1", "OOXML-061"),
        ("ROUND(1)", "OOXML-061"),
        ("{1,2}", "OOXML-061"),
    ],
)
def test_what_cannot_be_computed_is_a_problem_of_the_template(formula, code):
    book = openpyxl.Workbook()
    book.active["A1"] = f"={formula}"
    assert [problem.code for problem in lint_xlsx(_saved(book))] == [code]


def test_amounts_are_added_exactly():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = "{{ a }}", "{{ b }}", "=SUM(A1:A2)*100"
    content = compile_xlsx(_saved(book)).fill({"a": Decimal("0.1"), "b": Decimal("0.7")})
    assert openpyxl.load_workbook(BytesIO(content), data_only=True).active["A3"].value == 80


def test_a_chain_of_formulas_may_be_long_and_lead_down_the_sheet():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["余额", "=C600"])
    sheet.append(["{{ first }}", 1, "=A2-B2"])
    for row in range(3, 601):
        sheet.append([None, 1, f"=C{row - 1}-B{row}+SUM(D1:D3)"])
    for row in range(1, 600):
        sheet.cell(row, 6, f"=F{row + 1}+1")
    sheet.cell(600, 6, "=B2")
    filled = shown(compile_xlsx(_saved(book)).fill({"first": 2000}))
    assert (filled["B1"].value, filled["C600"].value, filled["F1"].value) == (1401, 1401, 600)
