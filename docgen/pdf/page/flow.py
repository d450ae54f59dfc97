"""Block-level content: paragraphs and tables under each other, with list numbers, converted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from docgen.pdf.page.inline import Reader
from docgen.pdf.page.looks import look
from docgen.pdf.page.numbering import Counters, Label
from docgen.pdf.page.paragraph import Block, Room, set_paragraph
from docgen.pdf.page.shapes import anchored
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Style, flat, merged, number, on
from docgen.pdf.page.table import set_table
from docgen.pdf.page.xml import Element, W, local

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


class PageFlow:
    """Sets the content of one part; the cache outlives it."""

    def __init__(self, source: Source, owner: str, cache: Cache) -> None:
        self.source = source
        self.owner = owner
        self.counters: Counters = source.numbering.counters()
        self._cache = cache
        self._counted = 0  # numbered paragraphs so far

    def stack(self, elements: Sequence[Element], room: Room) -> Block:
        """Set elements under each other; margins between them collapse to the larger."""
        html, height, margin = [], 0.0, 0.0
        for block in self.blocks(elements, room):
            html.append(block.html)
            height += max(margin, block.before) + block.height
            margin = block.after
        return Block("".join(html), height + margin)

    def blocks(self, elements: Sequence[Element], room: Room) -> Iterator[Block]:
        """Set each paragraph and table."""
        found = list(blocks_in(elements))
        styles = [self._contextual(e) for e in found] if len(found) > 1 else [""]
        for at, element in enumerate(found):
            if local(element) == "tbl":
                yield self._table(element, room)
                continue
            above = bool(styles[at]) and at > 0 and styles[at - 1] == styles[at]
            below = bool(styles[at]) and at + 1 < len(found) and styles[at + 1] == styles[at]
            yield self.paragraph(element, room, above, below)

    def _contextual(self, element: Element) -> str:
        """Give the style of a paragraph that has no space to its like, nothing for others."""
        if local(element) != "p":
            return ""
        own = flat(element.find(f"{W}pPr"))
        style = self.source.styles.style(own.get("pStyle"), "paragraph")
        return style.id if on(merged(style.paragraph, own), "contextualSpacing") else ""

    def _table(self, element: Element, room: Room) -> Block:
        """Set a table, or find it set already; one with list numbers in it is always set anew."""
        key = ("tbl", etree.tostring(element, with_tail=False), room, self.owner)
        block = self._cache.get(key)
        if block is None:
            counted = self._counted
            block = set_table(self, element, room)
            if self._counted == counted and self._cache.opening:
                self._cache.put(key, block)
        return block

    def paragraph(self, element: Element, room: Room, above: bool = False, below: bool = False) -> Block:
        """Set one paragraph, or find it set already."""
        key = (etree.tostring(element, with_tail=False), room, above, below, self.owner)
        block = self._cache.get(key)
        if block is not None:
            return block
        direct = flat(element.find(f"{W}pPr"))
        style = self.source.styles.style(direct.get("pStyle"), "paragraph")
        label = self._label(merged(style.paragraph, direct))
        block = self._set(element, direct, style, label, room, above, below)
        if label is None:
            self._cache.put(key, block)
        return block

    def _label(self, properties: dict[str, str]) -> Label | None:
        id_ = properties.get("numId", "0")
        if id_ == "0":
            return None
        self._counted += 1
        return self.counters.next(id_, int(number(properties, "ilvl")))

    def _set(
        self,
        element: Element,
        direct: dict[str, str],
        style: Style,
        label: Label | None,
        room: Room,
        above: bool,
        below: bool,
    ) -> Block:
        styles = self.source.styles
        listed = label.level.paragraph if label else {}
        own = merged(styles.default_paragraph, dict(room.paragraph), style.paragraph, listed, direct)
        if above:
            own = merged(own, {"spacing.before": "0", "spacing.beforeLines": "0"})
        if below:
            own = merged(own, {"spacing.after": "0", "spacing.afterLines": "0"})
        base = merged(styles.default_run, dict(room.run), style.run)
        own_mark = flat(element.find(f"{W}pPr/{W}rPr"))
        mark = look(styles, merged(base, own_mark))
        reader = Reader(self.source, self.owner, base)
        if label:
            ending = {"space": " ", "nothing": ""}.get(label.level.suffix, "\t")
            reader.numbered(label.text, merged(own_mark, label.level.run), ending)
        content = reader.read(element)
        gone = mark.hidden or (content.hidden and self.source.mode.hides_paragraphs)
        if gone and not content.items and not content.anchored:
            return Block("", 0.0)
        floats = "".join(anchored(self, drawing, room) for drawing in content.anchored)
        return set_paragraph(self.source, self.owner, content.items, own, mark, room, floats)
