"""What a workbook template must not carry is refused, all of it listed at once; what data may hold stays text."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from docgen.ooxml import FillError, RowsSpec, TemplateError, compile_xlsx, lint_xlsx

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def plain():
    book = openpyxl.Workbook()
    book.active["A1"] = "{{ a }}"
    return saved(book)


def carrying(*parts):
    """A workbook with parts (name, content type, relationship, XML) and a relationship of the workbook to each."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(plain())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "[Content_Types].xml":
                added = "".join(
                    f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind, _, _ in parts
                )
                text = text.replace("</Types>", f"{added}</Types>")
            if name == "xl/_rels/workbook.xml.rels":
                added = "".join(
                    f'<Relationship Id="x{number}" Type="{RELATIONS}{relation}" Target="/{part}"/>'
                    for number, (part, _, relation, _) in enumerate(parts)
                    if relation
                )
                text = text.replace("</Relationships>", f"{added}</Relationships>")
            new.writestr(name, text)
        for part, _, _, text in parts:
            new.writestr(part, text)
    return stream.getvalue()


CARRIED = {
    "external link": (
        "xl/externalLinks/externalLink1.xml",
        CONTENT + "externalLink+xml",
        "externalLink",
        "<x/>",
    ),
    "data connection": ("xl/connections.xml", CONTENT + "connections+xml", "connections", "<x/>"),
    "query table": ("xl/queryTables/queryTable1.xml", CONTENT + "queryTable+xml", "", "<x/>"),
    "old macro sheet": (
        "xl/macrosheets/sheet1.xml",
        "application/vnd.ms-excel.macrosheet+xml",
        "xlMacrosheet",
        "<x/>",
    ),
    "macros": ("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", "vbaProject", "x"),
    "power query": (
        "customXml/item1.xml",
        "application/xml",
        "",
        '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>',
    ),
}


@pytest.mark.parametrize("kind", CARRIED)
def test_what_reaches_out_of_a_workbook_is_refused(kind):
    with pytest.raises(TemplateError) as caught:
        compile_xlsx(carrying(CARRIED[kind]))
    wanted = "OOXML-021" if "macro" in kind else "OOXML-023"
    assert {problem.code for problem in caught.value.problems} == {wanted}


def test_everything_that_reaches_out_is_listed_at_once():
    problems = lint_xlsx(carrying(*CARRIED.values()))
    assert {problem.place.part for problem in problems} >= {part for part, _, _, _ in CARRIED.values()}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://example.org/x", "OOXML-020"),
        (r"\\server\share\x", "OOXML-020"),
        ("[1]Sheet!$A$1", "OOXML-023"),
        ("'C:\\[账.xlsx]表'!$A$1", "OOXML-023"),
        ("cmd|'/c calc'!A0", "OOXML-024"),
    ],
)
def test_a_name_a_rule_or_a_list_that_reaches_out_is_refused(text, code):
    book = openpyxl.Workbook()
    book.defined_names["x"] = DefinedName("x", attr_text=text)
    choice = DataValidation(type="list", formula1=text)
    choice.add("B3")
    book.active.add_data_validation(choice)
    book.active.conditional_formatting.add("A1", FormulaRule(formula=[text]))
    found = [(problem.code, problem.place.text) for problem in lint_xlsx(saved(book))]
    assert sorted(found) == [(code, "formula"), (code, "formula1"), (code, "x")]


def test_a_name_that_runs_an_old_macro_is_refused():
    book = openpyxl.Workbook()
    book.defined_names["x"] = DefinedName("x", attr_text="Sheet!$A$1", xlm=True)
    assert [problem.code for problem in lint_xlsx(saved(book))] == ["OOXML-021"]


TEXTS = [
    *('=HYPERLINK("http://example.org")', "=cmd|'/c calc'!A1", "+86 1", "-1+2", "@SUM", "\t=1", "＝1"),
    *("#N/A", "TRUE", "1E5", "00123", "2026/1/2", "1" * 18),
]


def test_texts_that_look_like_formulas_numbers_or_errors_stay_text_in_cells_and_in_lists():
    book = openpyxl.Workbook()
    book.active.append(["{{ h.x }}", "前{{ h.x }}后"])
    template = compile_xlsx(saved(book), tables={"h": RowsSpec()})
    rows = list(openpyxl.load_workbook(BytesIO(template.fill({"h": [{"x": text} for text in TEXTS]}))).active)
    assert [row[0].value for row in rows] == TEXTS
    assert [row[1].value for row in rows] == [f"前{text}后" for text in TEXTS]
    assert {cell.data_type for row in rows for cell in row} == {"s"}


@pytest.mark.parametrize("template", ["{{ a }}", "前{{ a }}"])
def test_a_text_of_40_000_characters_is_refused_not_cut(template):
    book = openpyxl.Workbook()
    book.active["A1"] = template
    compiled = compile_xlsx(saved(book))
    with pytest.raises(FillError, match="OOXML-088"):
        compiled.fill({"a": "长" * 40_000})
    assert (
        len(openpyxl.load_workbook(BytesIO(compiled.fill({"a": "长" * 32_766}))).active["A1"].value) >= 32_766
    )


def test_a_cell_in_the_last_corner_costs_nothing():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "{{ a }}", "角"
    book.active["B1"], book.active["C1"] = "=COUNTA(A:A)", '=SUMIF(A:A,"<9",$A:$A)+1'
    filled = openpyxl.load_workbook(BytesIO(compile_xlsx(saved(book)).fill({"a": 3})), data_only=True).active
    assert [filled["B1"].value, filled["C1"].value, filled["XFD1048576"].value] == [1, 4, "角"]


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(plain())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b'<dimension ref="A1:A1"', b'<dimension ref="A1:XFD1048576"')
            )
    filled = openpyxl.load_workbook(BytesIO(compile_xlsx(stream.getvalue()).fill({"a": "x"}))).active
    assert filled["A1"].value == "x"


def test_a_hidden_sheet_and_a_hidden_row_stay_hidden():
    book = openpyxl.Workbook()
    book.active.append(["{{ h.x }}"])
    book.active.append(["=SUM(A1)"])
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("暗").sheet_state = "hidden"
    filled = openpyxl.load_workbook(
        BytesIO(compile_xlsx(saved(book), tables={"h": RowsSpec()}).fill({"h": [{"x": 1}, {"x": 2}]}))
    )
    assert filled["暗"].sheet_state == "hidden"
    assert [filled.active.row_dimensions[row].hidden for row in (1, 2, 3)] == [False, False, True]
