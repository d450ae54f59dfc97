"""Draw forms on Word templates: as Word files, and as PDF pages of the same template."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from docgen import Drawn, FilledForm, Form, Leaves, Misfit, Renderer, hookimpl
from docgen.ooxml import compile_docx
from docgen.plugins.templates import (
    Opened,
    beyond_the_rows,
    draw_page,
    open_template,
    template_of,
    unwritable,
)


def ready(form: Form, template: bytes) -> Opened:
    """Open ``template`` for ``form``; raise `FormError` with everything that is wrong."""
    return open_template(form, template, compile_docx)


def _prepare_docx(form: Form) -> Any:
    """Return how to draw ``form`` as a Word file."""
    content = template_of(form)
    clean = ready(form, content)
    marked = cache(lambda: ready(form, mark_draft(content)))
    return lambda filled: Drawn((marked() if filled.draft else clean).fill(filled))


def mark_draft(template: bytes) -> bytes:
    """Return ``template`` with 草稿 at the head of every page."""
    import docx  # python-docx loads half a second of parts; only drafts need it
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    document = docx.Document(io.BytesIO(template))
    for section in document.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            if header.is_linked_to_previous and header is not section.header:
                continue
            paragraph = header.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run("草　稿")
            run.font.size, run.font.color.rgb = Pt(22), RGBColor(0xA0, 0xA0, 0xA0)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _prepare_pdf(form: Form) -> Any:
    """Return how to draw ``form`` as PDF: its template is laid out once, values are set on its pages."""
    leaves = _prepare_leaves(form)

    def draw(filled: FilledForm) -> Drawn:
        made = leaves(filled)
        if isinstance(made.document, bytes):
            return Drawn(made.document, made.pages, made.way)
        told = filled.properties
        return Drawn(made.document.file(told.get("title", ""), told.get("author", "")), made.pages, made.way)

    return draw


def _prepare_leaves(form: Form) -> Any:
    """Return how to make pages of ``form`` that can be bound: stamped where that is exact, else a PDF."""
    from docgen.pdf import layout, page  # loads font tables; runs that write no PDF do without

    content = template_of(form)
    opened = ready(form, content)
    sheet = page.open_docx(content)
    laid_out = cache(lambda: layout.lay_out(sheet, opened.template))

    def leaves(filled: FilledForm) -> Leaves:
        parts = opened.parts(filled)
        form_layout = None if filled.draft or filled.properties.get("layout") == "full" else laid_out()
        rows = {table.name: len(filled.values[table.name]) for table in filled.form.tables}
        stamped = form_layout and form_layout.stamped_pages(parts, rows)
        if stamped:
            return Leaves(stamped, len(stamped.sheets), "stamp")
        drawn = draw_page(sheet.html(parts), filled)
        return Leaves(drawn.content, drawn.pages or 0, drawn.way)

    return leaves


def _measure(form: Form) -> Any:
    """Return what tells which boxes of ``form`` have no room: measured on its own layout."""
    from docgen.pdf import page, rooms  # loads font tables; runs that measure nothing do without

    content = template_of(form)
    opened = ready(form, content)
    measured = rooms.Rooms(page.open_docx(content), opened.template)

    strange = unwritable(opened)

    def fits(filled: FilledForm) -> tuple[Misfit, ...]:
        values = opened.values(filled)
        tight = measured.misfits(values)
        texts = (Misfit(one.slot, one.kind, one.written, one.room, one.row) for one in tight)
        return (*texts, *strange(values), *beyond_the_rows(filled, measured.sheets))

    return fits


@hookimpl
def register_renderers() -> Mapping[tuple[str, str], Renderer]:
    """Bring Word files, and PDF from Word templates."""
    return {
        ("docx", "docx"): Renderer(_prepare_docx, measure=_measure),
        ("docx", "pdf"): Renderer(_prepare_pdf, _prepare_leaves),
    }
