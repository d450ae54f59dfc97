"""Draw forms on Word templates: as Word files, and as PDF pages of the same template."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from docgen import Drawn, FilledForm, Form, FormError, Renderer, RenderError, hookimpl
from docgen.ooxml import (
    DocxTemplate,
    FillError,
    Properties,
    RowsSpec,
    Slot,
    TemplateError,
    Ticks,
    compile_docx,
)
from docgen.plugins.speaking import place, sentence, told

_PLAIN = re.compile(r"[\s:：_＿（）()“”\"]+")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A template checked against its declaration, with the paper's own words for each option."""

    template: DocxTemplate
    words: Mapping[str, Mapping[str, str]]

    def values(self, filled: FilledForm) -> dict[str, Any]:
        """Return the form's values with ticks in the words printed beside the boxes."""
        values = dict(filled.values)
        for name in self.words.keys() & values.keys():
            values[name] = _spoken(values[name], self.words[name])
        for table in filled.form.tables:
            values[table.name] = [self._row(table.name, row) for row in values[table.name]]
        return values

    def _row(self, table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        spoken = {
            column: _spoken(value, self.words[f"{table}.{column}"])
            for column, value in row.items()
            if f"{table}.{column}" in self.words
        }
        return {**row, **spoken} if spoken else row


def _spoken(ticks: Ticks, words: Mapping[str, str]) -> Ticks:
    return replace(ticks, chosen=frozenset(words.get(label, label) for label in ticks.chosen))


def ready(form: Form, template: bytes) -> _Ready:
    """Compile ``template`` for ``form`` and check both against each other; raise `FormError`."""
    tables = {one.name: RowsSpec(one.rows, one.overflow, one.caption) for one in form.tables}
    try:
        compiled = compile_docx(template, tables=tables)
    except TemplateError as error:
        details = [told(problem) for problem in error.problems]
        raise FormError("FORM-104", where=str(form.template), details=details, form=form.title) from error
    _both_ways(form, compiled)
    return _Ready(compiled, _words(form, compiled))


def _both_ways(form: Form, template: DocxTemplate) -> None:
    placed = set(_slots(template))
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


def _slots(template: DocxTemplate) -> dict[str, Slot]:
    found = {slot.name: slot for slot in template.slots if slot.kind != "rows"}
    for rows in (slot for slot in template.slots if slot.kind == "rows"):
        found |= {_full(rows.name, column.name): column for column in rows.columns}
    return found


def _full(table: str, column: str) -> str:
    return column if column.startswith(f"{table}.") else f"{table}.{column}"


def _words(form: Form, template: DocxTemplate) -> dict[str, dict[str, str]]:
    """Pair every declared option with the words beside its box on this paper."""
    slots = _slots(template)
    fields = {field.name: field for field in form.fields}
    fields |= {f"{table.name}.{column.name}": column for table in form.tables for column in table.columns}
    words: dict[str, dict[str, str]] = {}
    for name, field in fields.items():
        if field.kind != "ticks":
            continue
        printed = {_PLAIN.sub("", text): text for text in slots[name].options}
        spelt = {
            _PLAIN.sub("", text): option
            for option in field.options
            for text in (option.label, *option.aliases)
        }
        strange = sorted(text for plain, text in printed.items() if plain not in spelt)
        if strange:
            trouble = f"{field.label}：{'、'.join(strange)}"
            raise FormError("FORM-109", where=str(form.template), form=form.title, options=trouble)
        words[name] = {spelt[plain].label: text for plain, text in printed.items()}
    return words


def _prepare_docx(form: Form) -> Any:
    """Return how to draw ``form`` as a Word file."""
    content = form.template.read_bytes()
    clean = ready(form, content)
    marked = cache(lambda: ready(form, mark_draft(content)))

    def draw(filled: FilledForm) -> Drawn:
        chosen = marked() if filled.draft else clean
        properties = Properties(
            title=filled.properties.get("title", ""), creator=filled.properties.get("author", "")
        )
        try:
            return Drawn(chosen.template.fill(chosen.values(filled), properties))
        except FillError as error:
            raise _unfilled(form, error) from error

    return draw


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
    """Return how to draw ``form`` as PDF: its template becomes a page once, households are set on it."""
    from docgen.pdf import fonts, page  # loads font tables; runs that write no PDF do without

    one = ready(form, form.template.read_bytes())
    sheet = page.open_docx(form.template.read_bytes())

    def draw(filled: FilledForm) -> Drawn:
        try:
            parts = one.template.fill_parts(one.values(filled))
        except FillError as error:
            raise _unfilled(form, error) from error
        try:
            drawn = page.draw(
                sheet.html(parts),
                title=filled.properties.get("title", ""),
                author=filled.properties.get("author", ""),
                draft=filled.draft,
            )
        except fonts.GlyphMissing as error:
            characters = "、".join(error.characters)
            raise RenderError(
                "RENDER-102", where=_who(filled), form=form.title, characters=characters
            ) from error
        return Drawn(drawn.pdf, drawn.pages)

    return draw


def _unfilled(form: Form, error: FillError) -> RenderError:
    label = {field.name: field.label for field in form.fields}.get(error.slot, error.slot)
    return RenderError(
        "RENDER-101", where=place(error.place), form=form.title, trouble=f"{label}：{sentence(error.code)}"
    )


def _who(filled: FilledForm) -> str:
    return f"{filled.village} {filled.household}".strip()


@hookimpl
def register_renderers() -> Mapping[tuple[str, str], Renderer]:
    """Bring Word files, and PDF from Word templates."""
    return {("docx", "docx"): Renderer(_prepare_docx), ("docx", "pdf"): Renderer(_prepare_pdf)}
