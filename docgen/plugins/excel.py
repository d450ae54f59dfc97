"""Draw forms on Excel templates: as workbooks, and as PDF pages of their own sheets."""

from collections.abc import Mapping
from typing import Any

from docgen import Drawn, FilledForm, Form, FormError, Renderer, RenderError, hookimpl
from docgen.ooxml import FillError, Properties, RowsSpec, TemplateError, XlsxTemplate, compile_xlsx


def ready(form: Form) -> XlsxTemplate:
    """Compile the template of ``form`` and check it against the declaration; raise `FormError`."""
    tables = {one.name: RowsSpec(one.rows, one.overflow, one.caption) for one in form.tables}
    try:
        template = compile_xlsx(form.template.read_bytes(), tables=tables)
    except TemplateError as error:
        details = [str(problem) for problem in error.problems]
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
            "RENDER-101", where=str(error.place), form=form.title, trouble=f"{label} {error.code}"
        ) from error


def _prepare_xlsx(form: Form) -> Any:
    """Return how to draw ``form`` as a workbook."""
    template = ready(form)
    return lambda filled: Drawn(_filled(template, form, filled))


def _prepare_pdf(form: Form) -> Any:
    """Return how to draw ``form`` as PDF, from its own sheet."""
    from docgen.pdf import fonts, page  # loads font tables; runs that write no PDF do without

    template = ready(form)

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
            raise RenderError("RENDER-102", where=filled.village, form=form.title, characters=characters) from error
        return Drawn(drawn.pdf, drawn.pages)

    return draw


@hookimpl
def register_renderers() -> Mapping[tuple[str, str], Renderer]:
    """Bring workbooks, and PDF from workbooks."""
    return {("xlsx", "xlsx"): Renderer(_prepare_xlsx), ("xlsx", "pdf"): Renderer(_prepare_pdf)}
