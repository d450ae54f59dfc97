"""What Word and Excel forms share: a template opened for its form, and faults in the words of the office."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from docgen import Drawn, Field, FilledForm, Form, FormError, Misfit, RenderError, fields, say
from docgen.ooxml import (
    DocxTemplate,
    FillError,
    Place,
    Problem,
    Properties,
    RowsSpec,
    Slot,
    TemplateError,
    Ticks,
    compare,
    renamed,
)

if TYPE_CHECKING:
    from docgen.ooxml import XlsxTemplate  # runs that fill no workbook do without that engine
    from docgen.ooxml.bound import Binding

    Template = DocxTemplate | XlsxTemplate

_IN_CHINESE = re.compile(r"did you mean(?= “)", re.IGNORECASE)
_HINTS = {
    "A pivot table stands on the sheet of a list.": "清单所在的工作表上有数据透视表",
    "A sheet with a pivot table cannot be repeated.": "有数据透视表的工作表不能重复",
}
_STORIES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_STORY = re.compile(rf"word/({'|'.join(_STORIES)})\d*\.xml")
_PLAIN = re.compile(r"[\s:：_＿（）()“”\"]+")


@dataclass(frozen=True, slots=True)
class Opened:
    """A template checked against its declaration, with the paper's own words for each option."""

    form: Form
    template: "Template"
    words: Mapping[str, Mapping[str, str]]

    def fill(self, filled: FilledForm) -> bytes:
        """Return the document; raise `RenderError` naming the box that cannot be filled."""
        told = filled.properties
        properties = Properties(title=told.get("title", ""), creator=told.get("author", ""))
        try:
            return self.template.fill(self.values(filled), properties)
        except FillError as error:
            raise self._unfilled(error) from error

    def parts(self, filled: FilledForm) -> dict[str, bytes]:
        """Return the XML parts that change; raise `RenderError` naming the box that cannot be filled."""
        try:
            return self.template.fill_parts(self.values(filled))
        except FillError as error:
            raise self._unfilled(error) from error

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

    def _unfilled(self, error: FillError) -> RenderError:
        boxes = boxes_of(self.form)
        label = boxes[error.slot].label if error.slot in boxes else error.slot
        return RenderError(
            "RENDER-101",
            where=place(error.place),
            form=self.form.title,
            trouble=f"{label}：{say(error.code)}",
        )


def _spoken(ticks: Ticks, words: Mapping[str, str]) -> Ticks:
    return replace(ticks, chosen=frozenset(words.get(label, label) for label in ticks.chosen))


def template_of(form: Form) -> bytes:
    """Return the template of ``form``, under the title by which the county calls it.

    The tags of a form that is bound to an untouched blank are put on a copy of it in memory.
    """
    content = with_tags(form, form.template.read_bytes())
    if not form.printed_title:
        return content
    changed = renamed(content, form.printed_title, form.title)
    if changed is None:
        raise FormError("FORM-111", where=str(form.template), form=form.printed_title, title=form.title)
    return changed


def with_tags(form: Form, content: bytes) -> bytes:
    """Return a blank with the tags of its form; a template that carries its own is returned as it is.

    Where the file is not the one that the form was bound to, the boxes are found again by their labels.
    Raises `FormError` naming the boxes that have no place on it.
    """
    bindings = bindings_of(form)
    if not bindings:
        return content
    from docgen.ooxml import bound  # templates with tags of their own do without

    if form.issued and sha256(content).hexdigest() != form.issued:
        moved = bound.anchored(content, bindings)
        if moved.gone:
            raise _unbound(form, [(one.name, one.at) for one in moved.gone])
        bindings = moved.bindings
    try:
        return bound.place(content, bindings)
    except bound.BindingError as error:
        raise _unbound(form, error.lost) from error


def _unbound(form: Form, lost: Iterable[tuple[str, str]]) -> FormError:
    boxes = boxes_of(form)
    details = [f"{boxes[name].label if name in boxes else name}（{at}）" for name, at in lost]
    return FormError("FORM-131", where=str(form.template), details=details, form=form.title)


def bindings_of(form: Form) -> "tuple[Binding, ...]":
    """Return where the boxes of a form stand on its untouched blank; none for a template with tags of its own."""
    named = [("", one) for one in form.fields]
    named += [(f"{table.name}.", one) for table in form.tables for one in table.columns]
    if not any(one.at for _, one in named):
        return ()
    from docgen.ooxml.bound import Binding

    return tuple(
        Binding(
            f"{before}{f'{lane}.' if len(one.at) > 1 else ''}{one.name}",
            at,
            {"text": "text", "ticks": "ticks" if one.options else "tick", "digits": "digits"}[one.kind],
            one.gap,
            one.box,
            one.anchor or one.label,
            one.section,
        )
        for before, one in named
        for lane, at in enumerate(one.at, 1)
    )


def open_template(form: Form, content: bytes, compile_template: "Callable[..., Template]") -> Opened:
    """Compile ``content`` as the template of ``form`` and check both against each other.

    Raises `FormError` with everything that is wrong.
    """
    tables = {one.name: RowsSpec(one.rows, one.overflow, one.caption) for one in form.tables}
    try:
        template = compile_template(content, tables=tables)
    except TemplateError as error:
        details = [told(problem) for problem in error.problems]
        raise FormError("FORM-104", where=str(form.template), details=details, form=form.title) from error
    slots = slots_of(template)
    declared = boxes_of(form)
    if slots.keys() != declared.keys():
        raise FormError(
            "FORM-103",
            where=str(form.template),
            form=form.title,
            undeclared="、".join(sorted(slots.keys() - declared.keys())) or "无",
            unplaced="、".join(sorted(declared.keys() - slots.keys())) or "无",
        )
    ticks = {name: box for name, box in declared.items() if box.kind == "ticks"}
    return Opened(form, template, {name: _words(form, box, slots[name]) for name, box in ticks.items()})


def examine(
    content: bytes, form: Form | None, compile_template: "Callable[..., Template]"
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a template, alone or against the declaration of its form."""
    tables = {
        one.name: RowsSpec(one.rows, one.overflow, one.caption) for one in (form.tables if form else ())
    }
    try:
        template = compile_template(content, tables=tables)
    except TemplateError as error:
        return error.problems
    declared = compare(template.slots, boxes_of(form)) if form else ()
    return (*template.lint(), *declared)


def boxes_of(form: Form) -> dict[str, Field]:
    """Return every box of a form by the name of its slot; a table's are ``table.column``."""
    boxes = {field.name: field for field in form.fields}
    return boxes | {
        f"{table.name}.{column.name}": column for table in form.tables for column in table.columns
    }


def slots_of(template: "Template") -> dict[str, Slot]:
    """Return every slot of a template by its name; a table's are ``table.column``."""
    found = {slot.name: slot for slot in template.slots if slot.kind != "rows"}
    for rows in (slot for slot in template.slots if slot.kind == "rows"):
        found |= {_full(rows.name, column.name): column for column in rows.columns}
    return found


def _full(table: str, column: str) -> str:
    return column if column.startswith(f"{table}.") else f"{table}.{column}"


def beyond_the_rows(filled: FilledForm, sheets: Callable[[str, int], int]) -> Iterator[Misfit]:
    """Yield the tables with more records than printed rows; ``sheets`` tells how many sheets of 续表 they take."""
    for table in filled.form.tables:
        count = len(filled.values[table.name])
        if count <= table.rows or table.overflow == "grow":
            continue
        if table.overflow == "error":
            yield Misfit(table.name, "rows", count, table.rows)
        else:
            yield Misfit(table.name, "sheets", count, table.rows, more=sheets(table.name, count))


def unwritable(opened: Opened) -> Callable[[Mapping[str, Any]], Iterator[Misfit]]:
    """Return what tells the texts of a form with more characters than boxes, or with characters that no font has."""
    from docgen.pdf import fonts  # loads font tables; runs that measure nothing do without

    boxes = {name: slot.capacity for name, slot in slots_of(opened.template).items() if slot.kind == "digits"}
    known: set[str] = set()

    def lacking(text: str) -> str:
        if known.issuperset(text):
            return ""
        missing = fonts.uncovered(text)
        known.update(set(text) - set(missing))
        return missing

    def find(values: Mapping[str, Any]) -> Iterator[Misfit]:
        texts = list(texts_in(values))
        for box, row, text in texts if boxes else ():
            if len(text) > boxes.get(box, len(text)):
                yield Misfit(box, "digits", len(text), boxes[box], row)
        if lacking("".join(text for _, _, text in texts)):
            for box, row, text in texts:
                if characters := lacking(text):
                    yield Misfit(box, "glyphs", len(text), 0, row, characters=characters)

    return find


def texts_in(values: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Yield the texts of a filled form: their box, the number of their record, and the text."""
    for name, value in values.items():
        if isinstance(value, str):
            yield name, 0, value
        elif isinstance(value, list | tuple):
            for row, record in enumerate(value, 1):
                for column, text in record.items() if isinstance(record, Mapping) else ():
                    if isinstance(text, str):
                        yield f"{name}.{column}", row, text


def _words(form: Form, box: Field, slot: Slot) -> dict[str, str]:
    """Pair every option printed on this paper with the words beside its box."""
    printed = {_PLAIN.sub("", text): text for text in slot.options}
    spelt = {
        _PLAIN.sub("", text): option for option in box.options for text in (option.label, *option.aliases)
    }
    strange = sorted(text for plain, text in printed.items() if plain not in spelt)
    if strange:
        trouble = f"{box.label}：{'、'.join(strange)}"
        raise FormError("FORM-109", where=str(form.template), form=form.title, options=trouble)
    return {spelt[plain].label: text for plain, text in printed.items()}


def draw_page(html: str, filled: FilledForm) -> Drawn:
    """Draw a page as PDF; raise `RenderError` naming the characters that no font has."""
    from docgen.pdf import fonts, page  # loads font tables; runs that write no PDF do without

    title, author = filled.properties.get("title", ""), filled.properties.get("author", "")
    try:
        drawn = page.draw(html, title=title, author=author, draft=filled.draft)
    except fonts.GlyphMissing as error:
        characters = "、".join(f"{one}（U+{ord(one):04X}）" for one in error.characters)
        raise RenderError("RENDER-102", where="", form=filled.form.title, characters=characters) from error
    except fonts.FontError as error:
        raise RenderError("RENDER-103", where="", form=filled.form.title, trouble=error) from error
    return Drawn(drawn.pdf, drawn.pages, drawn.way)


def told(problem: Problem) -> str:
    """Return a template's problem as one sentence: what, where, what to do."""
    hint = f"，{said}" if (said := _hint(problem)) else ""
    what, remedy = say(problem.code, fields()), say(problem.code, fields(), "do")
    return f"{problem.code} {what}（{place(problem.place)}{hint}）{remedy}"


def _hint(problem: Problem) -> str:
    """What else there is to say of a problem; the grammar's own words, which are English, are left out."""
    if problem.code in ("OOXML-040", "OOXML-041") and "“" not in problem.hint and "{" not in problem.hint[:1]:
        return ""
    return _HINTS.get(problem.hint) or _IN_CHINESE.sub("是不是想写", problem.hint)


def place(where: Place) -> str:
    """Return where in a template something is, as a clerk would point at it."""
    if where.sheet:
        return f"工作表「{where.sheet}」{where.ref}"
    grid = f"第{where.table}个表第{where.row}行第{where.cell}格" if where.table else _story(where.part)
    return (f"{grid}「{where.text}」附近" if where.text else grid) or "整个模板"


def _story(part: str) -> str:
    """Return what a part of a Word file is called on paper; other parts have no such name."""
    found = _STORY.fullmatch(part)
    return _STORIES[found.group(1)] if found else part
