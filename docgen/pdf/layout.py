"""A form laid out once: its blank pages are drawn by WeasyPrint, values are set on them with the same line breaker.

``lay_out`` learns a template; ``Layout.draw`` then turns filled parts into a PDF.  What values can change of the fixed
part of a page is its shape: rows that grow, paragraphs outside tables with more lines.  Every shape is laid out once.
Whatever else there may be goes to full layout by itself; ``Drawn.way`` says which way was gone.
"""

from __future__ import annotations

import gc
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, NamedTuple, Protocol

from docgen.ooxml import FillError, Slot, Ticks
from docgen.pdf import fonts
from docgen.pdf.glyphs import program
from docgen.pdf.holds import Growth, Learner, Shaper, grown, heights_of, rooms_of, stacked
from docgen.pdf.ink import MODELS, Ink, Sketch, Unstampable, alike, at, ink, joined, moved, printed_by, sketch
from docgen.pdf.page import Drawn, WordSheet
from docgen.pdf.page import draw as draw_in_full
from docgen.pdf.page.blank import PIXEL, BlankUnfit, Sheet, Spot, draw_blank
from docgen.pdf.page.flow import PageFlow, Pattern, Place
from docgen.pdf.page.paragraph import Composed
from docgen.pdf.page.xml import Element, W, parse
from docgen.pdf.skeleton import Parts, Skeleton, skeleton
from docgen.pdf.stack import Outlines, restacked
from docgen.pdf.stamp import Printer, Stamped

MOST_SHAPES = 64
MOST_INKS = 4096
MOST_PATTERNS = 4096
MOST_LONGER = 24  # forms with longer tables that are kept
MOST_MORE = (
    40  # rows beyond those printed; a longer list is laid out in full, for there is hardly another like it
)
_TEXT = re.compile(rb"<w:t(?: [^>]*[^/>])?>([^<]*)</w:t>")
_ROUNDING = 0.005  # points
_FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ,-./:%、。，（）年月日元☑□"


class NoSample(ValueError):  # noqa: N818  says what is so
    """A slot of a kind that no sample value is known for."""


class Template(Protocol):
    """What fills the form: the engine's compiled template."""

    @property
    def slots(self) -> Sequence[Slot]:
        """Its places for values."""

    def fill_parts(self, values: Mapping[str, Any]) -> dict[str, bytes]:
        """Give the XML parts that hold slots, filled."""


Starts = dict[
    tuple[float, float], bytes
]  # how drawing begins at a spot: height of its paragraphs, how far down


@dataclass(frozen=True, slots=True)
class _Shape:
    """The blank pages of one shape, and what their marks stand for."""

    sheets: tuple[Sheet, ...]
    printer: Printer
    marks: Mapping[int, tuple[int, int]]
    rooms: Mapping[int, float]
    risky: frozenset[int]
    spots: tuple[tuple[tuple[Spot, Starts], ...], ...] = ()  # of each sheet


Units = tuple[bytes, ...]
_Lines = tuple[
    tuple[tuple[float, str], ...], ...
]  # of each unit outside tables: heights and ends of its lines
_Stack = tuple[
    float, tuple[tuple[Ink, float], ...]
]  # a cell's height, its paragraphs and how far down they are


class _Unit(NamedTuple):
    """A unit of one household: its ink, and its lines where it stands outside tables."""

    ink: Ink
    composed: Composed | None
    alone: _Stack  # the unit as all that a cell holds
    lines: tuple[tuple[float, str], ...]


class Layout:
    """A form ready to be stamped."""

    def __init__(
        self,
        sheet: WordSheet,
        bones: Skeleton,
        learnt: Learner,
        empty: Units,
        full: Units,
        template: Template | None = None,
    ) -> None:
        self._template = template
        self._longer: OrderedDict[tuple[tuple[str, int], ...], Layout | None] = OrderedDict()
        self._sheet = sheet
        self._bones = bones
        self._learnt = learnt
        self._empty = empty
        self._flows = {owner: sheet.flow(owner) for owner in bones.owners}
        self._kinds = _kinds([learnt.places[unit] for unit in range(len(bones.owners))], bones.owners)
        self._patterns: dict[tuple[int, bytes], Pattern | None] = {}
        self._units: dict[tuple[int, bytes], _Unit | None] = {}
        self._models: dict[tuple[int, bytes, tuple[str, ...]], tuple[Sketch, Composed | None] | None] = {}
        self._labels = self._printed_glyphs((empty, full))
        self._fixed = {
            (cell, at): ink(entry.fixed, self._labels)
            for cell, free in enumerate(learnt.cells)
            for at, entry in enumerate(free.entries)
            if entry.fixed
        }
        plans = [
            [
                entry.unit if entry.fixed is None else self._fixed[cell, at]
                for at, entry in enumerate(free.entries)
            ]
            for cell, free in enumerate(learnt.cells)
        ]
        still = {cell: [each for each in plan if isinstance(each, Ink)] for cell, plan in enumerate(plans)}
        self._still = {cell: stacked(inks) for cell, inks in still.items() if len(inks) == len(plans[cell])}
        self._alone = [
            (cell, unit)
            for cell, plan in enumerate(plans)
            if len(plan) == 1
            for unit in plan
            if isinstance(unit, int)
        ]
        single = dict(self._alone)
        self._plans = {
            cell: plan for cell, plan in enumerate(plans) if cell not in self._still and cell not in single
        }
        self._set_units = [unit for _, unit in self._alone]
        self._set_units += [each for plan in self._plans.values() for each in plan if isinstance(each, int)]
        self._set_units += learnt.bodies
        self._heights = {cell: high for cell, (high, _) in self._still.items()}
        self._pages: dict[object, Sheet | None] = {}
        self._outlines: Outlines = {}
        self._lowest = self._growth(self._contents([self._unit(*each) for each in enumerate(empty)]))
        self._bases: dict[_Lines, _Shape | None] = {}
        self._shapes: dict[tuple[Growth, _Lines], _Shape | None] = {}

    def draw(
        self,
        parts: Parts,
        *,
        title: str = "",
        author: str = "",
        lang: str = "zh-CN",
        rows: Mapping[str, int] | None = None,
    ) -> Drawn:
        """Draw filled parts, stamped where that gives the picture of full layout, else laid out in full."""
        drawn = self.stamped(parts, title, author, rows) if lang == "zh-CN" else None
        if drawn is not None:
            return drawn
        return draw_in_full(self._sheet.html(parts), title=title, author=author, lang=lang)

    def stamped(
        self, parts: Parts, title: str = "", author: str = "", rows: Mapping[str, int] | None = None
    ) -> Drawn | None:
        """Set the values on the blank pages; None when only full layout can."""
        set_pages = self.stamped_pages(parts, rows)
        return (
            None
            if set_pages is None
            else Drawn(set_pages.file(title, author), len(set_pages.sheets), "stamp")
        )

    def stamped_pages(self, parts: Parts, rows: Mapping[str, int] | None = None) -> Stamped | None:
        """Set the values on the blank pages without making a file of them; None when only full layout can.

        `rows` tells how many records each table has: where they are more than its printed rows, the form has other
        pages, which are laid out once as well.
        """
        found = self._bones.cut(parts)
        if found is None:
            for longer in self._with_rows(rows or {}):
                drawn = longer.stamped_pages(parts)
                if drawn is not None:
                    return drawn
            return None
        known = self._units
        units = [
            known.get(key) or self._unit(number, key[1])
            for number, key in enumerate(zip(self._kinds, found, strict=True))
        ]
        try:
            contents = self._contents(units)
            shape = self._shape(
                self._growth(contents), {unit: _sure(units[unit]) for unit in self._learnt.bodies}
            )
            return self._printed(shape, units, contents)
        except Unstampable:
            return None

    def _with_rows(self, rows: Mapping[str, int]) -> Iterator[Layout]:
        """Give the form with longer tables, or with continuation pages."""
        slots = self._template.slots if self._template else ()
        for counts in _counts(slots, rows):
            key = tuple(sorted(counts.items()))
            if key not in self._longer and self._template:
                self._longer[key] = lay_out(self._sheet, self._template, counts)
                if len(self._longer) > MOST_LONGER:
                    self._longer.popitem(last=False)
            self._longer.move_to_end(key)
            longer = self._longer[key]
            if longer:
                yield longer

    def _printed_glyphs(self, fillings: Sequence[Units]) -> dict[int, set[int]]:
        """Find the glyphs of every document: fixed text, what stands around values, figures and their signs."""
        fixed = [entry.fixed for free in self._learnt.cells for entry in free.entries if entry.fixed]
        around = [self._composed(number, text) for units in fillings for number, text in enumerate(units)]
        found = joined(printed_by(composed).items() for composed in (*fixed, *around) if composed)
        for face, glyphs in found.items():
            known = program(face).glyphs
            glyphs |= {known[each] for each in _FIGURES if each in known}
        return found

    def _contents(self, units: Sequence[_Unit | None]) -> dict[int, _Stack]:
        """Set the paragraphs of each cell with units under each other."""
        contents = {cell: _sure(units[unit]).alone for cell, unit in self._alone}
        for cell, plan in self._plans.items():
            contents[cell] = stacked(
                [_sure(units[each]).ink if isinstance(each, int) else each for each in plan]
            )
        return contents

    def _growth(self, contents: Mapping[int, _Stack]) -> Growth:
        return grown(self._learnt, {**self._heights, **{cell: high for cell, (high, _) in contents.items()}})

    def _unit(self, number: int, text: bytes) -> _Unit | None:
        key = (self._kinds[number], text)
        if key in self._units:
            return self._units[key]
        if len(self._units) >= MOST_INKS:
            del self._units[next(iter(self._units))]
        unit = self._units[key] = self._drawn(number, text)
        return unit

    def _drawn(self, number: int, text: bytes) -> _Unit | None:
        """Draw a paragraph, by what is known of another one of the same measures."""
        *fixed, last = _TEXT.split(text)
        if b"&" in text:
            model = self._model(number, text)
            letters = ""
        else:
            models = alike()
            texts = [each.decode() for each in fixed[1::2]]
            like = [each.translate(models) for each in texts]
            letters = "".join(
                [
                    each if not model.strip(MODELS) else "".join([c for c in each if ord(c) in models])
                    for each, model in zip(texts, like, strict=True)
                ]
            )
            key = self._kinds[number], b"".join(fixed[::2]) + last, tuple(like)
            if key not in self._models:
                if len(self._models) >= MOST_PATTERNS:
                    del self._models[next(iter(self._models))]
                spans = iter(like)
                found = self._model(number, _TEXT.sub(lambda each: _with(each, next(spans)), text))
                shown = found[0].text() if found else ""
                true = sum(letter in MODELS for letter in shown) == len(letters)
                self._models[key] = found if true else None
            model = self._models[key]
            if model is None:
                model, letters = self._model(number, text), ""
        try:
            if model is None:
                return None
            drawn = model[0].ink(self._labels, letters)
            lines = tuple([(round(height, 3), end) for _, height, end in drawn.lines])
            return _Unit(drawn, model[1], stacked([drawn]), lines)
        except Unstampable:
            return None

    def _model(self, number: int, text: bytes) -> tuple[Sketch, Composed | None] | None:
        composed = self._composed(number, text)
        try:
            if composed is None:
                return None
            return sketch(composed), composed if number in self._learnt.bodies else None
        except Unstampable:
            return None

    def _composed(self, number: int, text: bytes) -> Composed | None:
        """Set a paragraph in lines, by the pattern of its kind when there is one."""
        flow: PageFlow = self._flows[self._bones.owners[number]]
        *fixed, last = _TEXT.split(text)
        key = self._kinds[number], b"".join(fixed[::2]) + last
        if key not in self._patterns:
            if len(self._patterns) >= MOST_PATTERNS:
                self._patterns.clear()
            pattern = flow.pattern(self._element(number, text), self._learnt.places[number])
            self._patterns[key] = pattern if pattern and pattern.holes == len(fixed) // 2 else None
        pattern = self._patterns[key]
        if pattern is None or b"&#" in text:
            return flow.composed(self._element(number, text), self._learnt.places[number])
        return flow.patterned(pattern, [unescape(each.decode()) for each in fixed[1::2]])

    def _element(self, number: int, text: bytes) -> Element:
        return parse(self._bones.alone(number, text)).find(f"{W}p")

    def _shape(self, growth: Growth, bodies: Mapping[int, _Unit]) -> _Shape:
        lines = tuple([unit.lines for unit in bodies.values()])
        key = growth, lines
        if key not in self._shapes:
            if len(self._shapes) >= MOST_SHAPES:
                del self._shapes[next(iter(self._shapes))]
            try:
                new = self._new_shape(growth, lines, {n: u.composed for n, u in bodies.items() if u.composed})
            except Unstampable:
                new = None
            self._shapes[key] = new
        shape = self._shapes[key]
        if shape is None:
            raise Unstampable
        return shape

    def _new_shape(self, growth: Growth, lines: _Lines, bodies: Mapping[int, Composed]) -> _Shape | None:
        """Move the rows of the shape that the form has when it is empty; draw anew what cannot be moved."""
        if lines not in self._bases:
            self._bases[lines] = self._drawn_blank(self._lowest, bodies)
        base = self._bases[lines]
        if base is None:
            return None
        if growth == self._lowest:
            return self._finished(base)
        before, after = heights_of(self._learnt, self._lowest), heights_of(self._learnt, growth)
        sheets = restacked(base.sheets, self._learnt, before, after, self._pages, self._outlines)
        if sheets is None:
            drawn = self._drawn_blank(growth, bodies)
            return drawn and self._finished(drawn)
        return self._finished(
            _Shape(sheets, base.printer, base.marks, rooms_of(self._learnt, growth), base.risky)
        )

    def _finished(self, shape: _Shape) -> _Shape:
        """Put the fixed text in, which is where it is for every household of the shape."""
        for cell, (high, placed) in self._still.items():
            lines = sum(len(drawn.lines) for drawn, _ in placed)
            if high > shape.rooms[cell] + _ROUNDING or (cell in shape.risky and lines > 1):
                raise Unstampable
        sheets = tuple(
            replace(sheet, pieces=tuple(self._printed_pieces(sheet, shape))) for sheet in shape.sheets
        )
        spots: tuple[tuple[tuple[Spot, Starts], ...], ...] = tuple(
            tuple((piece, {}) for piece in sheet.pieces if isinstance(piece, Spot)) for sheet in sheets
        )
        return replace(shape, sheets=sheets, risky=shape.risky - self._still.keys(), spots=spots)

    def _printed_pieces(self, sheet: Sheet, shape: _Shape) -> Iterator[bytes | Spot]:
        text: list[bytes] = []
        for piece in sheet.pieces:
            if isinstance(piece, bytes):
                text.append(piece)
            elif piece.mark in self._still:
                text.append(self._set(piece, shape, self._still[piece.mark], {}))
            else:
                yield from (b"".join(text), piece)
                text = []
        yield b"".join(text)

    def _set(self, spot: Spot, shape: _Shape, stack: _Stack, starts: Starts) -> bytes:
        """Set the paragraphs of a cell at its place."""
        high, placed = stack
        text: list[bytes] = []
        for drawn, down in placed:
            if drawn.operators:
                start = starts.get((high, down))
                if start is None:
                    spare = self._learnt.cells[spot.mark].align * (shape.rooms[spot.mark] - high)
                    start = starts[high, down] = at(spot.x, spot.y + (spare + down) / PIXEL)
                text += (start, drawn.operators, b"\nQ\n")
        return b"".join(text)

    def _drawn_blank(self, growth: Growth, bodies: Mapping[int, Composed]) -> _Shape | None:
        shaper = Shaper(self._learnt, rooms_of(self._learnt, growth), bodies)
        try:
            blank = draw_blank(self._sheet.written(self._bones.marked(self._empty), shaper))
        except (BlankUnfit, fonts.FontError):
            return None
        gc.collect(1)  # a page tree hangs together in circles: tens of megabytes, let go while they are young
        seen = {
            piece.mark for sheet in blank.sheets for piece in sheet.pieces if not isinstance(piece, bytes)
        }
        if seen != {*range(len(self._learnt.cells)), *shaper.marks}:
            return None
        return _Shape(blank.sheets, Printer(blank, self._labels), shaper.marks, shaper.rooms, blank.risky)

    def _printed(
        self, shape: _Shape, units: Sequence[_Unit | None], contents: Mapping[int, _Stack]
    ) -> Stamped:
        rooms = shape.rooms
        for number, (high, _) in contents.items():
            if high > rooms[number] + _ROUNDING:
                raise Unstampable
        for number in shape.risky:
            if sum(len(drawn.lines) for drawn, _ in contents[number][1]) > 1:
                raise Unstampable
        values = tuple(
            [
                tuple(
                    [
                        self._set(spot, shape, contents[spot.mark], starts)
                        if spot.mark in contents
                        else self._line(spot, shape, units)
                        for spot, starts in sheet
                    ]
                )
                for sheet in shape.spots
            ]
        )
        inks = [_sure(units[unit]).ink for unit in self._set_units]
        return Stamped(
            shape.printer, shape.sheets, values, joined([drawn.glyphs for drawn in inks if drawn.glyphs])
        )

    def _line(self, spot: Spot, shape: _Shape, units: Sequence[_Unit | None]) -> bytes:
        """Set a line of a paragraph outside tables."""
        unit, line = shape.marks[spot.mark]
        operators = _sure(units[unit]).ink.lines[line][0]
        return moved(operators, spot.x, spot.y) + b"\n" if operators else b""


def _with(found: re.Match[bytes], text: str) -> bytes:
    """Put another text into an element of text."""
    start, end = found.start(1) - found.start(), found.end(1) - found.start()
    return found[0][:start] + text.encode() + found[0][end:]


def _sure(unit: _Unit | None) -> _Unit:
    if unit is None:
        raise Unstampable
    return unit


def _kinds(places: Sequence[Place], owners: Sequence[str]) -> list[int]:
    """Give alike places the same number, so that what is set in one serves for all of its kind."""
    known: list[tuple[Place, str]] = []
    kinds = []
    for pair in zip(places, owners, strict=True):
        if pair not in known:
            known.append(pair)
        kinds.append(known.index(pair))
    return kinds


def _counts(slots: Sequence[Slot], rows: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Give the numbers of rows whose pages may be those of this document; none where too much is more than printed.

    First as many again as are printed, for a continuation page has that many, then just so many.  It depends on the
    numbers alone which way a document goes, never on those that went before.
    """
    printed = {slot.name: slot.capacity for slot in slots if slot.kind == "rows"}
    found = {name: rows[name] for name, capacity in printed.items() if rows.get(name, 0) > capacity}
    if not found or sum(count - printed[name] for name, count in found.items()) > MOST_MORE:
        return
    doubled = {name: max(count, 2 * printed[name]) for name, count in found.items()}
    yield doubled
    if doubled != found:
        yield found


def lay_out(sheet: WordSheet, template: Template, rows: Mapping[str, int] | None = None) -> Layout | None:
    """Learn a form from an empty and a full filling of its template; None when it cannot be stamped.

    `rows` are for a form with more rows than are printed on its blank.
    """
    try:
        empty, full = (
            template.fill_parts(sample(template.slots, full=full, rows=rows)) for full in (False, True)
        )
        bones = skeleton(empty, full)
        units = bones.cut(empty) if bones else None
        if bones is None or units is None:
            return None
        learnt = Learner()
        sheet.written(bones.marked(units), learnt)
        complete = learnt.places.keys() == set(range(len(units)))
        filled = bones.cut(full)
        if not complete or not filled:
            return None
        return Layout(sheet, bones, learnt, units, filled, None if rows else template)
    except (FillError, Unstampable, NoSample):
        return None


def sample(slots: Sequence[Slot], *, full: bool, rows: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Give values that leave every slot empty, or fill every one; `rows` are the records of tables that have more."""
    return {slot.name: _value(slot, full, (rows or {}).get(slot.name)) for slot in slots}


def _value(slot: Slot, full: bool, rows: int | None = None) -> Any:
    if slot.kind == "rows":
        columns = [replace(column, name=column.name.removeprefix(f"{slot.name}.")) for column in slot.columns]
        count = rows if rows is not None else slot.capacity if full else 0
        return [sample(columns, full=full)] * count
    if slot.kind == "tick":
        return (Ticks.of(*slot.options) if full else Ticks()) if slot.options else full
    if slot.kind in {"text", "digits"}:
        return "1" * max(slot.capacity, 1) if full else ""
    raise NoSample(slot.name)
