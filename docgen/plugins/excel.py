"""Draw forms on Excel templates: as workbooks, and as PDF pages of their own sheets."""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from docgen import Drawn, FilledForm, Form, Misfit, Renderer, hookimpl
from docgen.plugins.cellrooms import rooms_of
from docgen.plugins.templates import (
    Opened,
    beyond_the_rows,
    draw_page,
    open_template,
    slots_of,
    template_of,
    texts_in,
    unwritable,
)

#: What stands behind a sheet's header and footer, in the order of the standard (ECMA-376 §18.3.1.99).
_AFTER_HEADER = re.compile(
    rb"<(rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|"
    rb"legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|</worksheet>"
)
_HEADER = "<headerFooter><oddHeader>&amp;C&amp;22草　稿</oddHeader></headerFooter>".encode()


def ready(form: Form, template: bytes) -> Opened:
    """Open ``template`` for ``form``; raise `FormError` with everything that is wrong."""
    from docgen.ooxml import compile_xlsx  # runs that fill no workbook do without that engine

    return open_template(form, template, compile_xlsx)


def _prepare_xlsx(form: Form) -> Any:
    """Return how to draw ``form`` as a workbook."""
    content = template_of(form)
    clean = ready(form, content)
    marked = cache(lambda: ready(form, mark_draft(content)))
    return lambda filled: Drawn((marked() if filled.draft else clean).fill(filled))


def mark_draft(template: bytes) -> bytes:
    """Return ``template`` with 草稿 at the head of every page of every sheet."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                bare = re.sub(
                    rb"<headerFooter.*?</headerFooter>|<headerFooter[^>]*/>", b"", content, flags=re.S
                )
                found = _AFTER_HEADER.search(bare)
                at = found.start() if found else len(bare)
                content = bare[:at] + _HEADER + bare[at:]
            new.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _prepare_pdf(form: Form) -> Any:
    """Return how to draw ``form`` as PDF, from its own sheet."""
    from docgen.pdf import page  # loads font tables; runs that write no PDF do without

    opened = ready(form, template_of(form))

    def draw(filled: FilledForm) -> Drawn:
        return draw_page(page.open_xlsx(opened.fill(filled)).html(), filled)

    return draw


def _measure(form: Form) -> Any:
    """Return what tells which texts of ``form`` have no room in their cells, and which tables none for their records.

    Each copy of a sheet holds as many records.
    """
    content = template_of(form)
    opened = ready(form, content)
    strange = unwritable(opened)
    measured = rooms_of(content, slots_of(opened.template))
    rows = {table.name: table.rows for table in form.tables}

    def fits(filled: FilledForm) -> tuple[Misfit, ...]:
        values = opened.values(filled)
        tight = (
            Misfit(box, "cut", len(text), measured[box].characters, row)
            for box, row, text in texts_in(values)
            if box in measured and not measured[box].holds(text)
        )
        beyond = beyond_the_rows(filled, lambda table, count: -(-count // rows[table]) - 1)
        return (*tight, *strange(values), *beyond)

    return fits


@hookimpl
def register_renderers() -> Mapping[tuple[str, str], Renderer]:
    """Bring workbooks, and PDF from workbooks."""
    return {
        ("xlsx", "xlsx"): Renderer(_prepare_xlsx, measure=_measure),
        ("xlsx", "pdf"): Renderer(_prepare_pdf),
    }
