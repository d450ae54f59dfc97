"""Tables drawn as text: one list per row, one string per cell, and what is found in them."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from docgen.ooxml.blanks import detect

CORPUS = Path(__file__).resolve().parents[3] / "benchmarks" / "blanks"


def drawn(rows, merges=(), before=(), after=()):
    """A Word file with one table; ``merges`` are (row, col, last row, last col), counted as rows and columns are."""
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for col, text in enumerate(row):
            if text:
                table.cell(number, col).text = text
    for top, left, bottom, right in merges:
        kept = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = kept
    for text in after:
        document.add_paragraph(text)
    holder = BytesIO()
    document.save(holder)
    return holder.getvalue()


def found(rows, merges=(), **more):
    """The blanks of such a file."""
    return detect(drawn(rows, merges, **more))


@pytest.fixture
def corpus(monkeypatch):
    """The modules of the corpus of blanks."""
    monkeypatch.syspath_prepend(CORPUS)
    import nasty
    import own
    import paper
    import remembered
    import score
    import seen
    import unseen

    return {one.__name__: one for one in (nasty, own, paper, remembered, score, seen, unseen)}


@pytest.fixture(scope="session")
def find():
    """Draw a table and search it."""
    return found


@pytest.fixture(scope="session")
def draw():
    """Draw a table."""
    return drawn
