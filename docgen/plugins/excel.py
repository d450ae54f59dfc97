"""Draw forms on Excel templates: as workbooks, and as PDF pages of their own sheets."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from docgen import Drawn, FilledForm, Form, FormError, Renderer, RenderError, hookimpl
from docgen.ooxml import FillError, Properties, RowsSpec, TemplateError, XlsxTemplate, compile_xlsx
from docgen.plugins.speaking import place, sentence, told

#: What stands before and behind a sheet's header and footer, in the order of the standard (ECMA-376 §18.3.1.99).
_AFTER_HEADER = re.compile(
    rb"<(rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|"
    rb"legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|</worksheet>"
)
_HEADER = "<headerFooter><oddHeader>&amp;C&amp;22草　稿</oddHeader></headerFooter>".encode()


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


def ready(form: Form, content: bytes) -> XlsxTemplate:
    """Compile ``content`` as the template of ``form`` and check both against each other; raise `FormError`."""
    tables = {one.name: RowsSpec(one.rows, one.overflow, one.caption) for one in form.tables}
    try:
        template = compile_xlsx(content, tables=tables)
    except TemplateError as error:
        details = [told(problem) for problem in error.problems]
        raise FormError("FORM-104", where=str(form.template), details=details, form=form.title) from error
    placed = {slot.name for slot in template.slots if slot.kind != "rows"}
    placed |= {column.name for slot in template.slots for column in slot.columns}
    declared = {field.name for field in form.fields}
    declared |= {f"{table.name}.{column.name}" for table in form.tables for column in table.columns}
    if placed != declared:
        raise FormError(
            "FORM-103",
            where=str(form.template),
            form=form.title,
            undeclared="、".join(sorted(placed - declared)) or "无",
            unplaced="、".join(sorted(declared - placed)) or "无",
        )
    return template


def _filled(template: XlsxTemplate, form: Form, filled: FilledForm) -> bytes:
    properties = Properties(
        title=filled.properties.get("title", ""), creator=filled.properties.get("author", "")
    )
    try:
        return template.fill(filled.values, properties)
    except FillError as error:
        label = {field.name: field.label for field in form.fields}.get(error.slot, error.slot)
        raise RenderError(
            "RENDER-101",
            where=place(error.place),
            form=form.title,
            trouble=f"{label}：{sentence(error.code)}",
        ) from error


def _prepare_xlsx(form: Form) -> Any:
    """Return how to draw ``form`` as a workbook."""
    clean, marked = _both(form)
    return lambda filled: Drawn(_filled(marked() if filled.draft else clean, form, filled))


def _both(form: Form) -> tuple[XlsxTemplate, Callable[[], XlsxTemplate]]:
    """Return the template of ``form``, and how to get the one marked as a draft, made when first wanted."""
    content = form.template.read_bytes()
    return ready(form, content), cache(lambda: ready(form, mark_draft(content)))


def _prepare_pdf(form: Form) -> Any:
    """Return how to draw ``form`` as PDF, from its own sheet."""
    from docgen.pdf import fonts, page  # loads font tables; runs that write no PDF do without

    template = ready(form, form.template.read_bytes())

    def draw(filled: FilledForm) -> Drawn:
        sheet = page.open_xlsx(_filled(template, form, filled))
        try:
            drawn = page.draw(
                sheet.html(),
                title=filled.properties.get("title", ""),
                author=filled.properties.get("author", ""),
                draft=filled.draft,
            )
        except fonts.GlyphMissing as error:
            characters = "、".join(error.characters)
            raise RenderError(
                "RENDER-102", where=filled.village, form=form.title, characters=characters
            ) from error
        return Drawn(drawn.pdf, drawn.pages)

    return draw


@hookimpl
def register_renderers() -> Mapping[tuple[str, str], Renderer]:
    """Bring workbooks, and PDF from workbooks."""
    return {("xlsx", "xlsx"): Renderer(_prepare_xlsx), ("xlsx", "pdf"): Renderer(_prepare_pdf)}
