"""The bench form as PDF: set on pages laid out once, against WeasyPrint laying out every document."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bench_form as form
from timing import Row, Variant, here, interleaved, milliseconds, ratio, spread

from docgen.ooxml import RowsSpec, compile_docx
from docgen.pdf import layout, page

TABLES = {"members": RowsSpec(form.MEMBER_ROWS)}
STAMPS = 30  # documents a round


def rows(rounds: int) -> list[Row]:
    """Measure the rows about PDF; every household is stamped once, for what was set before is kept."""
    with tempfile.TemporaryDirectory() as name:
        declared = form.declare(Path(name) / "pack")
        values = form.values_of(declared, form.cases(STAMPS * (rounds + 1)))
    source = form.docx_template(form.DOCGEN)
    template, sheet = compile_docx(source, tables=TABLES), page.open_docx(source)
    laid_out = layout.lay_out(sheet, template)
    assert laid_out is not None
    first = template.fill_parts(values[0])
    stamped, full = laid_out.draw(first, title=form.TITLE), page.draw(sheet.html(first), title=form.TITLE)
    stock = stock_job([sheet.html(template.fill_parts(each)) for each in values[:8]])
    times = interleaved(
        [
            here("stamp", stamp_job(laid_out, template, values), STAMPS),
            Variant("stock", here("stock", stock, 2).run, 2),
            Variant("full", here("full", full_job(sheet, template, values), 2).run, 2),
        ],
        rounds,
    )
    detail: dict[str, object] = {
        "ms": milliseconds(times),
        "spread": spread(times, "stock", "stamp"),
        "bytes": {"stamp": len(stamped.pdf), "full": len(full.pdf)},
        "ways": stamped.way,
    }
    return [
        Row("pdf_stamp", "one PDF per household, against WeasyPrint's full layout of the same page",
            ratio(times, "stock", "stamp"), must=50, stretch=75, detail=detail),
        Row("pdf_size", "its size, against full layout's", len(stamped.pdf) / len(full.pdf), at_most=True),
    ]  # fmt: skip


def stamp_job(laid_out: layout.Layout, template: Any, values: list[dict[str, Any]]) -> Callable[[int], bytes]:
    """Return how the k-th document is stamped, from values to bytes."""
    many = len(values)
    return lambda k: laid_out.draw(template.fill_parts(values[k % many]), title=form.TITLE).pdf


def full_job(sheet: page.WordSheet, template: Any, values: list[dict[str, Any]]) -> Callable[[int], bytes]:
    """Return how the k-th document is laid out in full, from values to bytes."""
    return lambda k: page.draw(sheet.html(template.fill_parts(values[k % len(values)])), title=form.TITLE).pdf


def stock_job(pages: list[str]) -> Callable[[int], bytes]:
    """Return how WeasyPrint itself draws the k-th page, which is given to it ready-made."""
    from weasyprint import HTML  # after the faces are the only ones

    return lambda k: bytes(HTML(string=pages[k % len(pages)]).write_pdf() or b"")
