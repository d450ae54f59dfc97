"""Block-level content: paragraphs and tables under each other, with list numbers, converted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from lxml import etree

from docgen.pdf.lines import Item, Thing
from docgen.pdf.page import shapes, vml
from docgen.pdf.page.boxed import is_boxed
from docgen.pdf.page.css import pt
from docgen.pdf.page.grid import Cell, Grid
from docgen.pdf.page.inline import Content, Hole, Inline, Reader, Recorder
from docgen.pdf.page.lineset import set_paragraph
from docgen.pdf.page.looks import Look, look
from docgen.pdf.page.notes import Notes
from docgen.pdf.page.numbering import Counters, Label
from docgen.pdf.page.paragraph import Block, Composed, Room, compose
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Properties, flat, merged, number, on
from docgen.pdf.page.table import set_table
from docgen.pdf.page.xml import A, Element, W, local

_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
RECENT = 4096  # paragraphs of fillings that are kept at most


class Cache:
    """Blocks set already: the template's own for good, those of fillings for a while, so that memory stays flat."""

    def __init__(self) -> None:
        self._own: dict[Any, Block] = {}
        self._recent: dict[Any, Block] = {}
        self.opening = True

    def get(self, key: Any) -> Block | None:
        """Find a block."""
        return self._own.get(key) or self._recent.get(key)

    def put(self, key: Any, block: Block) -> None:
        """Keep a block."""
        if self.opening:
            self._own[key] = block
            return
        if len(self._recent) >= RECENT:
            del self._recent[next(iter(self._recent))]
        self._recent[key] = block


def blocks_in(elements: Sequence[Element]) -> Iterator[Element]:
    """Give paragraphs and tables, whatever wraps them."""
    for element in elements:
        name = local(element)
        if name in {"p", "tbl"}:
            yield element
        elif name in _WRAPPERS:
            yield from blocks_in(element)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its room, whether its like is above and below, its list label."""

    room: Room
    above: bool = False
    below: bool = False
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A paragraph read, before it is set."""

    content: Content
    own: Properties
    mark: Look
    base: Properties

    def gone(self, hides: bool) -> bool:
        """Tell whether nothing of the paragraph shows."""
        hidden = self.mark.hidden or (self.content.hidden and hides)
        return hidden and not self.content.items and not self.content.anchored


@dataclass(frozen=True, slots=True)
class Pattern:
    """A paragraph read but for its texts."""

    places: tuple[Item | Hole, ...]
    base: Properties
    own: Properties
    mark: Look
    room: Room

    @property
    def holes(self) -> int:
        """Count the texts."""
        return sum(isinstance(place, Hole) for place in self.places)


class Holds(Protocol):
    """Keeps the places of values free while a blank page is set."""

    def cell(self, flow: PageFlow, elements: Sequence[Element], room: Room) -> Block | None:
        """Give what stands for the content of a cell; None for a cell without values."""

    def paragraph(self, flow: PageFlow, element: Element, place: Place) -> Block | None:
        """Give what stands for a paragraph; None for one without values."""

    def table(self, grid: Grid, cells: Sequence[Cell], heights: Sequence[float], room: Room) -> None:
        """Take notice of a table whose rows have their heights."""


def _counted_in_points(own: Properties, direct: Properties) -> dict[str, str]:
    """Do as LibreOffice with spaces in lines: a line is 12 points, of styles they are left out, points win."""
    points = {name: value for name, value in own.items() if not name.endswith(("beforeLines", "afterLines"))}
    for side in ("before", "after"):
        if f"spacing.{side}Lines" in direct and f"spacing.{side}" not in direct:
            points[f"spacing.{side}"] = str(number(direct, f"spacing.{side}Lines") * 2.4)
    return points


class PageFlow:
    """Sets the content of one part; the cache outlives it."""

    def __init__(
        self, source: Source, owner: str, cache: Cache, holds: Holds | None = None, notes: Notes | None = None
    ) -> None:
        self.source = source
        self.owner = owner
        self.counters: Counters = source.numbering.counters()
        self.holds = holds
        self.notes = notes or Notes(source, self._note)
        self.note_room = Room(1.0)
        self._cache = cache
        self._counted = 0  # numbered paragraphs so far

    def stack(self, elements: Sequence[Element], room: Room) -> Block:
        """Set elements under each other; margins between them collapse to the larger."""
        held = self.holds.cell(self, elements, room) if self.holds and room.in_table else None
        if held is not None:
            return held
        html, height, margin, closing = [], 0.0, 0.0, 0.0
        for element, above, below in self.neighbours(elements):
            if room.depth is not None and height >= room.depth:
                break
            inner = room if room.depth is None else replace(room, depth=room.depth - height)
            if local(element) == "tbl":
                block = self._table(element, inner)
            else:
                block = self.paragraph(element, inner, above, below)
            html.append(block.html)
            height += max(margin, block.before) + block.height
            margin, closing = block.after, block.closing
        if closing:
            html.append(f"<div{self.source.classes.attribute(f'height:{pt(closing)}')}></div>")
        return Block("".join(html), height + margin + closing)

    def neighbours(self, elements: Sequence[Element]) -> Iterator[tuple[Element, bool, bool]]:
        """Give each paragraph and table, and whether its like stands right above and below."""
        found = list(blocks_in(elements))
        styles = [self._contextual(e) for e in found] if len(found) > 1 else [""]
        for at, element in enumerate(found):
            above = bool(styles[at]) and at > 0 and styles[at - 1] == styles[at]
            below = bool(styles[at]) and at + 1 < len(found) and styles[at + 1] == styles[at]
            yield element, above, below

    def _contextual(self, element: Element) -> str:
        """Give the style of a paragraph that has no space to its like, nothing for others."""
        if local(element) != "p":
            return ""
        own = flat(element.find(f"{W}pPr"))
        style = self.source.styles.style(own.get("pStyle"), "paragraph")
        return style.id if on(merged(style.paragraph, own), "contextualSpacing") else ""

    def _table(self, element: Element, room: Room) -> Block:
        """Set a table, or find it set already; one with list numbers in it is always set anew."""
        if self.holds is not None:
            return set_table(self, element, room)
        key = ("tbl", etree.tostring(element, with_tail=False), room, self.owner)
        block = self._cache.get(key)
        if block is None:
            counted = self._counted + self.notes.used
            block = set_table(self, element, room)
            if self._counted + self.notes.used == counted and self._cache.opening:
                self._cache.put(key, block)
        return block

    def paragraph(self, element: Element, room: Room, above: bool = False, below: bool = False) -> Block:
        """Set one paragraph, or find it set already."""
        if self.holds is not None:
            held = self.holds.paragraph(self, element, Place(room, above, below))
            if held is not None:
                return held
        key = (etree.tostring(element, with_tail=False), room, above, below, self.owner)
        block = self._cache.get(key)
        if block is not None:
            return block
        place = self.labelled(element, Place(room, above, below))
        called = self.notes.used
        block = self._set(element, place)
        if place.label is None and self.notes.used == called:
            self._cache.put(key, block)
        return block

    def _note(self, part: str, notes: Notes, elements: list[Element]) -> str:
        """Set the text of a note as wide as the page's text."""
        return PageFlow(self.source, part, self._cache, None, notes).stack(elements, self.note_room).html

    def labelled(self, element: Element, place: Place) -> Place:
        """Count a paragraph where it is one of a list."""
        direct = flat(element.find(f"{W}pPr"))
        style = self.source.styles.style(direct.get("pStyle"), "paragraph")
        label = self._label(merged(style.paragraph, direct))
        return Place(place.room, place.above, place.below, label) if label else place

    def _label(self, properties: dict[str, str]) -> Label | None:
        id_ = properties.get("numId", "0")
        if id_ == "0":
            return None
        self._counted += 1
        return self.counters.next(id_, int(number(properties, "ilvl")))

    def composed(self, element: Element, place: Place) -> Composed | None:
        """Set a paragraph in lines; None when there is more to it than lines of text."""
        reading = self._read(element, place)
        items = reading.content.items
        if reading.content.anchored or reading.gone(self.source.mode.hides_paragraphs):
            return None
        if is_boxed(reading.own) or any(isinstance(item, Thing) for item in items):
            return None
        return compose(self.source, items, reading.own, reading.mark, place.room)

    def pattern(self, element: Element, place: Place) -> Pattern | None:
        """Read a paragraph but for its texts; None when there is more to it than lines of text."""
        reading = self._read(element, place)
        if place.label or reading.content.anchored or reading.content.hidden or reading.mark.hidden:
            return None
        if is_boxed(reading.own) or any(isinstance(item, Thing) for item in reading.content.items):
            return None
        recorder = Recorder(self.source, self.owner, reading.base)
        return Pattern(recorder.recorded(element), reading.base, reading.own, reading.mark, place.room)

    def patterned(self, pattern: Pattern, texts: Sequence[str]) -> Composed:
        """Set a paragraph of a pattern with these texts."""
        items = Reader(self.source, self.owner, pattern.base).replay(pattern.places, texts)
        return compose(self.source, items, pattern.own, pattern.mark, pattern.room)

    def _set(self, element: Element, place: Place) -> Block:
        reading = self._read(element, place)
        if reading.gone(self.source.mode.hides_paragraphs):
            return Block("", 0.0)
        content = reading.content
        floats = "".join(self._anchored(drawing, place.room) for drawing in content.anchored)
        return set_paragraph(
            self.source, self.owner, content.items, reading.own, reading.mark, place.room, floats
        )

    def _anchored(self, element: Element, room: Room) -> str:
        """Draw what hangs from a paragraph."""
        anchor = element.find("{*}anchor")
        if anchor is not None:
            return shapes.anchored(self, anchor, room)
        return vml.anchored(self, element, room, header=self.owner.startswith("word/header"))

    def _drawn(self, item: Item, room: Room) -> Item:
        """Draw a shape that stands in the line; pictures are drawn with it."""
        if isinstance(item, Thing) and isinstance(item.mark, Inline):
            if item.mark.element.find("{*}inline") is None:
                return Thing(item.width, vml.inline(self, item.mark.element, room))
            inside = item.mark.element.find(f"{{*}}inline/{A}graphic/{A}graphicData")
            if inside is not None and len(inside) and local(inside[0]) != "pic":
                return Thing(item.width, shapes.inline(self, item.mark.element, room))
        return item

    def _read(self, element: Element, place: Place) -> _Reading:
        styles, label, room = self.source.styles, place.label, place.room
        direct = flat(element.find(f"{W}pPr"))
        style = styles.style(direct.get("pStyle"), "paragraph")
        listed = label.level.paragraph if label else {}
        own = merged(styles.default_paragraph, dict(room.paragraph), style.paragraph, listed, direct)
        if not self.source.mode.counts_lines:
            own = _counted_in_points(own, direct)
        if place.above:
            own = merged(own, {"spacing.before": "0", "spacing.beforeLines": "0"})
        if place.below:
            own = merged(own, {"spacing.after": "0", "spacing.afterLines": "0"})
        base = merged(styles.default_run, dict(room.run), style.run)
        own_mark = flat(element.find(f"{W}pPr/{W}rPr"))
        reader = Reader(self.source, self.owner, base, self.notes)
        if label:
            ending = {"space": " ", "nothing": ""}.get(label.level.suffix, "\t")
            reader.numbered(label.text, merged(own_mark, label.level.run), ending)
        content = reader.read(element)
        content.items = [self._drawn(item, room) for item in content.items]
        return _Reading(content, own, look(styles, merged(base, own_mark)), base)
