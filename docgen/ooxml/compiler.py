"""The compilation of a Word template: its parts become pieces with holes, its tags become slots with writers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from html import unescape as unescape_xml

import jinja2
from lxml import etree

from docgen.nouns import dataclass
from docgen.ooxml import rows as record_rows
from docgen.ooxml.branches import For
from docgen.ooxml.control import Controls
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.expressions import Expressions, slot_name
from docgen.ooxml.fields import merge_fields_to_tags
from docgen.ooxml.flows import box_follows, boxes_behind, flows, join_rules, take_rule_behind
from docgen.ooxml.fragments import Spot
from docgen.ooxml.package import Element, Package, W, parse_xml
from docgen.ooxml.placing import Control, Frame, controls, frames, spot_of, take_content, take_place
from docgen.ooxml.program import CLOSE, OPEN, Layout, Marks, Write
from docgen.ooxml.properties import CORE
from docgen.ooxml.records import RowGroup
from docgen.ooxml.runs import P, before, remove_inline, set_text
from docgen.ooxml.slots import Kind, Properties, Settings, Slot
from docgen.ooxml.statements import Found, statements, unescape
from docgen.ooxml.tags import TAG, Nowhere, Places, Tag, clean, grammar_problems, isolate
from docgen.ooxml.ticks import Group, compile_group
from docgen.ooxml.values import escape
from docgen.ooxml.writers import (
    ControlWriter,
    DigitsWriter,
    PictureWriter,
    PlaceWriter,
    PlainWriter,
    RuleWriter,
    Source,
    TextWriter,
    TickWriter,
)

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FULL_DATE = W + "fullDate"

Scope = tuple[RowGroup, str, int] | None  # a record's group, row and place in the row


@dataclass(slots=True)
class Bound:
    """A slot whose writer can be made once the holes have places."""

    hole: int
    scope: Scope
    make: Callable[[Layout], Write]
    slot: Slot


@dataclass(slots=True)
class Compiler:
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
    bound: list[Bound] = field(default_factory=list)
    columns: dict[str, list[Slot]] = field(default_factory=dict)
    found: Found = field(default_factory=Found)
    edited: set[str] = field(default_factory=set)  # parts that are not as the template has them
    moving: set[str] = field(default_factory=set)  # parts whose cells may come and go
    pictures: set[str] = field(default_factory=set)  # names of the pictures that can be replaced
    unnamed: list[tuple[int, Callable[[Layout], Write]]] = field(
        default_factory=list
    )  # pictures without a tag

    def part(self, package: Package, name: str) -> tuple[str, str]:
        """The marked text of one part."""
        root = parse_xml(package.content(name))
        merge_fields_to_tags(root)
        places = Places(name, root)
        if any(mark in package.content(name).decode("utf-8", "replace") for mark in (OPEN, CLOSE)):
            self.problems.append(problem("OOXML-050", name))
        edits = self.found.edits
        if statements(root, places, self.found, self.marks.control):
            self.moving.add(name)
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
        for frame in frames(root):
            self._frame(frame, groups, places)
        for control in list(controls(root)):
            self._control(control, groups, places)
        for flow in flows(root):
            self._flow(flow, groups, places)
        record_rows.forget_scopes(root)
        unescape(root, self.found)
        self.edited |= {name} if self.found.edits > edits else set()
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
        for hole, make in self.unnamed:
            layout.block_of(hole).place(layout.at(hole), make(layout))
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
        if tag.level:
            self._placed(tag, source, scope)
            return
        rule = take_rule_behind(tag, self.marks) if tag.shape == "text" else None
        hole, mark = self.marks.hole()
        original = escape(tag.text.text)
        spot = spot_of(tag, source.name, source.place)
        set_text(tag.text, mark)
        if tag.shape == "tick":
            mark = self.settings.tick_alone
            self._bind(source, "tick", hole, scope, lambda layout: TickWriter(source, layout.at(hole), mark))
        elif rule is not None:
            remove_inline(tag.text)
            self._bind(source, "text", rule.text, scope, lambda layout: RuleWriter(source, *rule.at(layout)))
        else:
            keep = original if self.settings.undefined == "keep" else ""
            self._bind(
                source, "text", hole, scope, lambda layout: TextWriter(source, layout.at(hole), keep, spot)
            )

    def _placed(self, tag: Tag, source: Source, scope: Scope) -> None:
        """A value that stands for its run or its paragraph."""
        hole, mark = self.marks.hole()
        original = escape(tag.text.text)
        spot = take_place(tag, source.name, source.place, mark)
        empty = (
            spot.text(original) if self.settings.undefined == "keep" else spot.blocks("") if spot.last else ""
        )
        self._bind(
            source, "text", hole, scope, lambda layout: PlaceWriter(source, layout.at(hole), spot, empty)
        )

    def _frame(self, frame: Frame, groups: Sequence[RowGroup], places: Places) -> None:
        """A picture that another may take the place of."""
        tag = Tag(frame.source, "image", frame.node, hidden=False)
        found = self._source(tag, groups, places) if frame.source else None
        if found is None and not frame.names:
            return
        source, scope = found or (None, None)
        hole, mark = self.marks.hole(escape(frame.embedded))
        frame.mark(mark)
        self.pictures |= frame.names
        name = source.name if source else min(frame.names)
        spot = Spot(name, source.place if source else places.of(frame.node))

        def make(layout: Layout) -> Write:
            return PictureWriter(source, frame.names, layout.at(hole), spot)

        if source is not None:
            self._bind(source, "image", hole, scope, make)
        else:
            self.unnamed.append((hole, make))

    def _control(self, control: Control, groups: Sequence[RowGroup], places: Places) -> None:
        """A content control of text, date or drop-down kind."""
        found = self._source(Tag(control.source, "text", control.element, hidden=False), groups, places)
        if found is None:
            return
        source, scope = found
        first, printed, spot = take_content(control, source.name, source.place)
        hole, mark = self.marks.hole(printed)
        before(first, mark)
        first.getparent().remove(first)
        date_hole = -1
        if control.date is not None:
            date_hole, date_mark = self.marks.hole(
                escape(control.date.get(FULL_DATE, "2000-01-01T00:00:00Z"))
            )
            control.date.set(FULL_DATE, date_mark)
        choices = control.choices
        options = tuple(dict.fromkeys(choices.values())) if choices is not None else ()
        self._bind(
            source,
            "text",
            hole,
            scope,
            lambda layout: ControlWriter(
                source, layout.at(hole), layout.at(date_hole) if date_hole >= 0 else -1, choices, spot
            ),
            options=options,
        )

    def properties_part(self, xml: str) -> tuple[str, str]:
        """The marked text of the document's properties, when they hold tags."""

        def hole(found: re.Match[str]) -> str:
            source = clean(unescape_xml(found.group(1)))
            made = self._source(Tag(source, "text", None, hidden=False), (), Nowhere(CORE))
            if made is None:
                return ""
            number, mark = self.marks.hole()
            self._bind(made[0], "text", number, None, lambda layout: PlainWriter(made[0], layout.at(number)))
            return mark

        return CORE, TAG.sub(hole, xml)

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
        self.bound.append(Bound(hole, scope, make, slot))

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
        if first in self.controls.named and not any(first in loop.names for loop in loops):
            self.slots = [other for other in self.slots if other.name != slot.name]
            return
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
        row = None if tag.text is None else record_rows.scope_of(tag.text)
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
