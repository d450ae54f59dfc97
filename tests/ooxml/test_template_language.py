"""The examples of docs/template_language.md are what the engine does."""

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from docgen.ooxml import CODES, RowsSpec, Ticks, compile_docx

TEXT = (Path(__file__).parents[2] / "docs" / "template_language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```template\n(.*?)```\n```values\n(.*?)```\n```printed\n(.*?)```", TEXT, re.DOTALL)


def cells(line):
    return [
        cell.strip().replace("\\|", "|")
        for cell in re.split(r"(?<!\\)(?<!\w )\|(?! \w+ \}\})", line.strip()[1:-1])
    ]


def built(template):
    document = docx.Document()
    table = None
    for line in template.splitlines():
        if not line.startswith("|"):
            table = None
            document.add_paragraph(line)
            continue
        row = cells(line)
        table = table or document.add_table(0, len(row))
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def value(each):
    if isinstance(each, dict) and "chosen" in each:
        return Ticks(frozenset(each["chosen"]), each["other"])
    if isinstance(each, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", each):
        return date.fromisoformat(each)
    return each


def printed(content):
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from ("|" + "|".join(cell.text for cell in row.cells) + "|" for row in block.rows)


@pytest.mark.parametrize(("template", "values", "expected"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_prints_what_the_page_says(template, values, expected):
    given = {name: value(each) for name, each in json.loads(values).items()}
    tables = {name: RowsSpec() for name in given if f"{{{{ {name}." in template}
    tables = {name: spec for name, spec in tables.items() if isinstance(given[name], list)}
    lines = [line for line in printed(compile_docx(built(template), tables=tables).fill(given)) if line]
    assert [line.replace("\u00a0", "　") for line in lines] == [
        line for line in expected.splitlines() if line
    ]


def test_the_page_has_examples_and_names_only_known_codes():
    assert len(EXAMPLES) == 10
    assert set(re.findall(r"OOXML-\d{3}", TEXT)) <= set(CODES)
