"""Word templates (ECMA-376 part 1, WordprocessingML): compiled once, filled thousands of times."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import jinja2
from lxml import etree

from docgen.ooxml import rows as record_rows
from docgen.ooxml.control import BUDGET, Controls, For, budget, can_empty, mended, statements
from docgen.ooxml.errors import Place, Problem, TemplateError, problem
from docgen.ooxml.expressions import Expressions, Filters, slot_name
from docgen.ooxml.fields import merge_fields_to_tags, without_data_source
from docgen.ooxml.flows import box_follows, boxes_behind, flows, join_rules, take_rule_behind
from docgen.ooxml.package import Element, Package, open_package, parse_xml
from docgen.ooxml.program import CLOSE, OPEN, Layout, Marks, Write, lay_out
from docgen.ooxml.properties import CORE, core_xml, read_properties
from docgen.ooxml.records import RowGroup
from docgen.ooxml.runs import P, remove_inline, set_text
from docgen.ooxml.slots import Kind, Limits, Properties, RowsSpec, Settings, Slot, Undefined
from docgen.ooxml.tags import Places, Tag, grammar_problems, isolate
from docgen.ooxml.ticks import Group, compile_group
from docgen.ooxml.values import Values, escape
from docgen.ooxml.writers import DigitsWriter, RuleWriter, Source, TextWriter, TickWriter
from docgen.ooxml.zipped import Compress, Member, Packer, deflate

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STORIES = ("document.main", "header", "footer", "footnotes", "endnotes", "comments")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class DocxTemplate:
    """A compiled Word template; ``fill`` may be called from many threads and always gives the same bytes."""

    def __init__(self, package: Package, compiled: "_Compiler", layout: Layout, compress: Compress) -> None:
        self.slots: tuple[Slot, ...] = tuple(compiled.slots)
        self._warnings = tuple(compiled.warnings)
        self._layout = layout
        self._encoded = [piece.encode() for piece in layout.body.pieces]
        self._holes = [at for at in range(len(self._encoded)) if at not in layout.body.literals]
        self._controlled = bool(compiled.controls.statements)
        self._empties = can_empty((layout.body, *layout.blocks.values(), *compiled.controls.blocks))
        changed = frozenset(layout.parts) | {CORE}
        static = [member for member in package.members if member.name not in changed]
        self.parts: Mapping[str, bytes] = {member.name: member.content for member in static}
        self._core = core_xml(compiled.properties) if compiled.properties is not None else None
        bare = Packer(static, compress)
        own = [Member(CORE, self._core, deflate(self._core))] if self._core is not None else []
        self._bare, self._packer = bare, Packer([*static, *own], compress)

    def lint(self) -> tuple[Problem, ...]:
        """What is doubtful but does not hinder filling; what hinders it was raised by ``compile_docx``."""
        return self._warnings

    def fill_parts(self, values: Values) -> dict[str, bytes]:
        """The XML parts that hold slots, filled; all other parts are in ``parts``."""
        if self._controlled:
            values = {**values, BUDGET: budget()}
        page = self._layout.body.pieces.copy()
        for write in self._layout.body.writes:
            write(page, values)
        if not self._controlled:
            chunks = self._encoded.copy()
            for at in self._holes:
                chunks[at] = page[at].encode()
            return {name: b"".join(chunks[start:end]) for name, (start, end) in self._layout.parts.items()}
        texts = {name: "".join(page[start:end]) for name, (start, end) in self._layout.parts.items()}
        return {name: mended(text, self._empties).encode() for name, text in texts.items()}

    def fill(self, values: Values, properties: Properties | None = None) -> bytes:
        """The document for these values.

        Args:
            values: slot name → text, number, date, ``Ticks``, or a list of mappings for a table of records.
            properties: title, author … of this document, when they are not the template's.

        Raises:
            FillError: a value is missing, of a wrong kind, or does not fit; nothing is cut or left out.

        """
        parts = self.fill_parts(values)
        if properties is None or self._core is None:
            return self._packer.pack(parts)
        return self._bare.pack({CORE: core_xml(properties), **parts})


def compile_docx(
    source: Path | str | bytes,
    *,
    filters: Filters | None = None,
    undefined: Undefined = "strict",
    limits: Limits | None = None,
    allow: frozenset[str] = frozenset(),
    tables: Mapping[str, RowsSpec] | None = None,
    tick: str = "☑",
    properties: Properties | None = None,
    compress: Compress = deflate,
) -> DocxTemplate:
    """Read a Word template once, so that it can be filled many times.

    Args:
        source: path or bytes of a .docx.
        filters: name → function from a value to its text, for ``{{ name | filter }}``.
        undefined: a missing value is an error (``strict``), nothing (``blank``) or its tag (``keep``).
        limits: the largest package that is read.
        allow: ``embedded`` accepts embedded Office packages.
        tables: tables of records, by the first part of their tags' names.
        tick: what a ticked □ becomes.
        properties: title, author …; else the template's own.
        compress: bytes → raw deflate stream.

    Raises:
        TemplateError: everything that is wrong with the template, at once.

    """
    package = without_data_source(open_package(source, limits or Limits(), _MAIN, allow))
    settings = Settings(undefined, tick, allow, dict(tables or {}))
    expressions = Expressions(filters or {})
    controls = Controls(expressions, undefined)
    compiler = _Compiler(settings, expressions, controls, properties or read_properties(package))
    texts = [compiler.part(package, name) for name in _story_parts(package)]
    compiler.check_tables()
    layout = lay_out([text for text in texts if OPEN in text[1]], compiler.marks, compiler.controls)
    problems = [*compiler.problems, *controls.problems] or compiler.captured(layout)
    if problems:
        raise TemplateError(problems)
    compiler.bind(layout)
    return DocxTemplate(package, compiler, layout, compress)


def lint_docx(source: Path | str | bytes, **options: Any) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful about a template; the options are those of ``compile_docx``."""
    try:
        return compile_docx(source, **options).lint()
    except TemplateError as error:
        return error.problems


def _story_parts(package: Package) -> list[str]:
    return [
        name
        for name, kind in package.types.items()
        if name in package.trees and any(f"wordprocessingml.{story}+xml" in kind for story in _STORIES)
    ]


Scope = tuple[RowGroup, str, int] | None  # a record's group, row and place in the row


@dataclass(slots=True)
class _Bound:
    """A slot whose writer can be made once the holes have places."""

    hole: int
    scope: Scope
    make: Callable[[Layout], Write]
    slot: Slot


@dataclass(slots=True)
class _Compiler:
    """Collects slots, problems and writers over the parts of one template."""

    settings: Settings
    expressions: Expressions
    controls: Controls
    properties: Properties | None
    marks: Marks = field(default_factory=Marks)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    groups: list[tuple[RowGroup, Source]] = field(default_factory=list)
    bound: list[_Bound] = field(default_factory=list)
    columns: dict[str, list[Slot]] = field(default_factory=dict)

    def part(self, package: Package, name: str) -> tuple[str, str]:
        """The marked text of one part."""
        root = parse_xml(package.content(name))
        merge_fields_to_tags(root)
        places = Places(name, root)
        if any(mark in package.content(name).decode("utf-8", "replace") for mark in (OPEN, CLOSE)):
            self.problems.append(problem("OOXML-050", name))
        statements(root, places, self.controls.statements, self.marks.control)
        for paragraph in root.iter(P):
            found = list(grammar_problems(paragraph, Place()))
            self.problems += [replace(each, place=places.of(paragraph)) for each in found]
        groups, problems = record_rows.expand(
            root, self.settings.tables, self.marks, places, name == package.main
        )
        self.problems += problems
        for group in groups:
            source = Source(
                group.name,
                self.expressions.compile(group.name),
                places.of(group.row),
                self.settings.undefined,
            )
            self.groups.append((group, source))
            self._add(Slot(group.name, "rows", source.place, capacity=group.capacity))
        for flow in flows(root):
            self._flow(flow, groups, places)
        record_rows.forget_scopes(root)
        return name, _HEAD + etree.tostring(root, encoding="unicode")

    def check_tables(self) -> None:
        """List declared tables that no row carries."""
        known = {group.name for group, _ in self.groups}
        short = any(each.code == "OOXML-045" for each in self.problems)
        if not short:
            self.problems += [
                problem("OOXML-046", Place(), f"“{name}”")
                for name in self.settings.tables
                if name not in known
            ]

    def captured(self, layout: Layout) -> list[Problem]:
        """List tables of records that stand inside a control tag: they cannot be written twice or left out."""
        inside = [
            each.scope[0]
            for each in self.bound
            if each.scope and each.scope[1].isdigit() and layout.block_of(each.hole) is not layout.body
        ]
        return [
            problem("OOXML-047", source.place, f"“{group.name}”")
            for group, source in self.groups
            if group in inside
        ]

    def bind(self, layout: Layout) -> None:
        """Give every writer its place."""
        for each in self.bound:
            write: Write = each.make(layout)
            if each.scope is None:
                block = layout.block_of(each.hole)
                block.place(layout.at(each.hole), write)
                self._in_loop(each.slot, self.controls.loops_of(block))
            else:
                group, key, lane = each.scope
                group.bound.setdefault((key, lane), []).append(write)
        for group, source in self.groups:
            layout.body.place(0, group.writer(source, layout))
        layout.settle()
        for block in self.controls.blocks:
            block.settle()
        self.slots = [
            replace(slot, columns=tuple(self.columns.get(slot.name, ()))) if slot.kind == "rows" else slot
            for slot in self.slots
        ]

    def _flow(self, flow: Sequence[Element], groups: Sequence[RowGroup], places: Places) -> None:
        tags = [tag for paragraph in flow for tag in isolate(paragraph)]
        for paragraph in flow if tags else ():
            join_rules(paragraph)
        for tag in tags:
            if tag.shape == "text" and box_follows(tag):
                tag.shape = "ticks"
        ticks = [tag for tag in tags if tag.shape == "ticks"]
        for tag in tags:
            if tag.shape != "ticks":
                self._single(tag, groups, places)
        for number, tag in enumerate(ticks):
            self._ticks(tag, flow, [later.text for later in ticks[number + 1 :]], groups, places)
        for tag in ticks:
            remove_inline(tag.text)

    def _single(self, tag: Tag, groups: Sequence[RowGroup], places: Places) -> None:
        found = self._source(tag, groups, places)
        if found is None:
            return
        source, scope = found
        if tag.shape == "digits":
            self._digits(tag, source, scope)
            return
        rule = take_rule_behind(tag, self.marks) if tag.shape == "text" else None
        hole, mark = self.marks.hole()
        original = escape(tag.text.text)
        set_text(tag.text, mark)
        if tag.shape == "tick":
            mark = self.settings.tick_alone
            self._bind(source, "tick", hole, scope, lambda layout: TickWriter(source, layout.at(hole), mark))
        elif rule is not None:
            remove_inline(tag.text)
            self._bind(source, "text", rule.text, scope, lambda layout: RuleWriter(source, *rule.at(layout)))
        else:
            keep = original if self.settings.undefined == "keep" else ""
            self._bind(source, "text", hole, scope, lambda layout: TextWriter(source, layout.at(hole), keep))

    def _bind(
        self,
        source: Source,
        kind: Kind,
        hole: int,
        scope: Scope,
        make: Callable[[Layout], Write],
        options: tuple[str, ...] = (),
        capacity: int = 0,
    ) -> None:
        slot = Slot(source.name, kind, source.place, options, (), capacity)
        self._add(slot, scope)
        self.bound.append(_Bound(hole, scope, make, slot))

    def _digits(self, tag: Tag, source: Source, scope: Scope) -> None:
        texts = [tag.text, *boxes_behind(tag)]
        if len(texts) == 1:
            self.problems.append(problem("OOXML-051", source.place))
            return
        holes = []
        for text in texts:
            hole, mark = self.marks.hole()
            set_text(text, mark)
            holes.append(hole)
        boxes = len(holes)
        self._bind(
            source,
            "digits",
            holes[0],
            scope,
            lambda layout: DigitsWriter(source, tuple(map(layout.at, holes))),
            capacity=boxes,
        )

    def _ticks(
        self,
        tag: Tag,
        flow: Sequence[Element],
        stops: Sequence[Element],
        groups: Sequence[RowGroup],
        places: Places,
    ) -> None:
        found = self._source(tag, groups, places)
        if found is None:
            return
        source, scope = found
        group = compile_group(flow, tag.text, stops, self.marks, self.settings.tick)
        if group is None:
            self.problems.append(problem("OOXML-043", source.place, f"“{source.name}”"))
            return
        self._check_options(group, source)
        self._bind(
            source,
            "tick",
            group.first_hole(),
            scope,
            lambda layout: group.writer(source, layout),
            options=group.options,
        )

    def _in_loop(self, slot: Slot, loops: Sequence[For]) -> None:
        """A slot that a loop's name leads to is a column of what is looped over."""
        first, _, rest = slot.name.partition(".")
        loop = next((loop for loop in loops if first in loop.names), None)
        if loop is None:
            return
        self.slots = [other for other in self.slots if other.name != slot.name]
        name = loop.items.name
        columns = self.columns.setdefault(name, [])
        if rest and not any(column.name == f"{name}.{rest}" for column in columns):
            columns.append(replace(slot, name=f"{name}.{rest}"))
        if not any(other.name == name for other in self.slots):
            self.slots.append(Slot(name, "rows", loop.items.place))

    def _check_options(self, group: Group, source: Source) -> None:
        twice = sorted({option for option in group.options if group.options.count(option) > 1})
        if twice:
            self.problems.append(problem("OOXML-044", source.place, "、".join(twice)))

    def _source(self, tag: Tag, groups: Sequence[RowGroup], places: Places) -> tuple[Source, Scope] | None:
        """The source of a tag and the record it belongs to; None when the tag cannot be understood."""
        if not tag.source:
            return None  # listed already, with the grammar
        place = places.of(tag.text)
        expression, scope = tag.source, None
        row = record_rows.scope_of(tag.text)
        if row is not None:
            group = groups[row[0]]
            expression, lane = record_rows.within_record(tag.source, group.name)
            scope = None if lane is None else (group, row[1], lane)
        try:
            evaluate = self.expressions.compile(expression)
        except jinja2.TemplateError as error:
            self.problems.append(self.expressions.problem(error, place))
            return None
        name = slot_name(expression)
        full = f"{scope[0].name}.{name}" if scope else name
        return Source(full, evaluate, place, self.settings.undefined), scope

    def _add(self, slot: Slot, scope: Scope = None) -> None:
        target = self.slots if scope is None else self.columns.setdefault(scope[0].name, [])
        same = [other for other in target if other.name == slot.name]
        if any(_conflict(other.kind, slot.kind) for other in same):
            self.problems.append(problem("OOXML-048", slot.where, f"“{slot.name}”"))
        if not any(other.kind == slot.kind for other in same):
            target.append(slot)


def _conflict(one: Kind, other: Kind) -> bool:
    texts = {"text", "digits"}
    return one != other and not {one, other} <= texts
