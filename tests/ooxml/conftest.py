"""Every workbook that a test fills is filled both ways: the short one of a fill, and cell by cell."""

import pytest

from docgen.ooxml import XlsxTemplate
from docgen.ooxml.flat import plain_rows

FILL_PARTS = XlsxTemplate.fill_parts


@pytest.fixture(autouse=True)
def both_ways(monkeypatch):
    def fill_parts(template, values):
        parts = FILL_PARTS(template, values)
        for _, rows in () if template.unfolding else template.rows:
            short, long = template.filling(values), template.filling(values)
            assert rows.text(short) == plain_rows(long, rows.sheet)
        return parts

    monkeypatch.setattr(XlsxTemplate, "fill_parts", fill_parts)
