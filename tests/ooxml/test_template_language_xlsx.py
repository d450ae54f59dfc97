"""The workbook examples of docs/template_language.md are what the engine does."""

import json
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from docgen.ooxml import RowsSpec, Ticks, compile_xlsx
from docgen.ooxml.formula import FUNCTIONS

TEXT = (Path(__file__).parents[2] / "docs" / "template_language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sheet\n(.*?)```\n```values\n(.*?)\n```\n```filled\n(.*?)```", TEXT, re.DOTALL)


def row(line):
    return [cell.strip(" ") for cell in re.split(r"\|(?!\s*\w+ \}\})", line[1:-1])]


def built(sheet):
    book = openpyxl.Workbook()
    names = re.findall(r"^\[(.*)\]$", sheet, re.MULTILINE)
    current = book.active
    current.title = names[0] if names else "Sheet"
    for line in sheet.splitlines():
        if line.startswith("["):
            current = current if line[1:-1] == current.title else book.create_sheet(line[1:-1])
        else:
            current.append([int(cell) if cell.isdigit() else cell or None for cell in row(line)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def lists(value, prefix=""):
    for name, each in value.items():
        if isinstance(each, list):
            yield prefix + name
            yield from lists(each[0], f"{prefix}{name}.")


def value(each):
    return Ticks(frozenset(each["chosen"]), each["other"]) if isinstance(each, dict) else each


def filled(content):
    formulas = openpyxl.load_workbook(BytesIO(content))
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    for sheet in formulas:
        yield [f"[{sheet.title}]"]
        for cells in sheet:
            yield [
                f"{cell.value} → {values[sheet.title][cell.coordinate].value}"
                if cell.data_type == "f"
                else str("" if cell.value is None else cell.value)
                for cell in cells
            ]


@pytest.mark.parametrize(("sheet", "values", "expected"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_a_workbook_example_gives_what_the_page_says(sheet, values, expected):
    given = json.loads(values)
    tables = {name: RowsSpec() for name in lists(given)}
    found = list(
        filled(compile_xlsx(built(sheet), tables=tables).fill({k: value(v) for k, v in given.items()}))
    )
    wanted = [[line] if line.startswith("[") else row(line) for line in expected.splitlines()]
    assert [cells for cells in found if cells != ["[Sheet]"]] == wanted


def test_the_page_has_examples_and_names_every_function():
    assert len(EXAMPLES) == 5
    table = TEXT[TEXT.index("| sums |") : TEXT.index("Any other function")]
    assert set(re.findall(r"[A-Z]{2,}", table)) == set(FUNCTIONS)
