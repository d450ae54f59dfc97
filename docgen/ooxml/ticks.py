"""Tick groups: the boxes behind a tag, their options, and the marks that tick them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from docgen.nouns import dataclass
from docgen.ooxml.package import Element, W
from docgen.ooxml.program import Layout, Marks
from docgen.ooxml.runs import (
    VAL,
    W14,
    Inline,
    T,
    cut_after,
    cut_before,
    inlines,
    set_text,
    set_underline,
    underline_of,
)
from docgen.ooxml.values import escape
from docgen.ooxml.writers import Option, Source, TicksWriter, columns, option_key

BOXES = "□☐◻▢"
_WINGDINGS_BOXES = frozenset({"F0A8", "F06F", "00A8", "006F", "A8", "6F", "F071", "71", "F072", "72"})
_WINGDINGS_TICKS = {"☑": "F0FE", "√": "F0FC", "■": "F06E", "☒": "F0FD"}
RULE = re.compile(r"[_＿]+")
_SPACES = re.compile(r"[ \u00a0\u3000]+")
_CODED = re.compile(r"\s*[(（]?([0-9A-Za-z]{1,4})\s*[)）.．、:：\-]\s*(\S.*)", re.DOTALL)
_OTHERS = ("其他", "其它")


@dataclass(slots=True)
class Rule:
    """A printed blank (``____`` or underlined space) that takes a text; holes for its underline and its text."""

    underline: int
    text: int
    width: int

    def at(self, layout: Layout) -> tuple[int, int, int]:
        """The holes' places and the width, for the writer."""
        return layout.at(self.underline), layout.at(self.text), self.width


@dataclass(slots=True)
class _Box:
    inline: Inline
    offset: int
    label: str = ""
    holes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """A compiled tick group, before its holes have places."""

    options: tuple[str, ...]
    holes: tuple[tuple[tuple[int, str], ...], ...]
    aliases: dict[str, int]
    other: int
    rule: Rule | None

    def first_hole(self) -> int:
        """A hole of the group, which tells its block."""
        return self.holes[0][0][0]

    def writer(self, source: Source, layout: Layout) -> TicksWriter:
        """The writer of this group."""
        options = tuple(
            Option(text, tuple((layout.at(hole), mark) for hole, mark in holes))
            for text, holes in zip(self.options, self.holes, strict=True)
        )
        return TicksWriter(
            source, options, self.aliases, self.other, self.rule.at(layout) if self.rule else None
        )


def take_rule(text: Element, offset: int, marks: Marks) -> Rule | None:
    """Make a hole of the blank that begins at this character of a text, if one does."""
    found = rule_at(text, offset)
    if found is None:
        return None
    rest = cut_before(text, found.start())
    cut_after(rest, len(found.group()))
    underline = underline_of(rest.getparent())
    underline_hole, underline_mark = marks.hole(escape(underline))
    text_hole, text_mark = marks.hole(escape(found.group()))
    set_underline(rest.getparent(), underline_mark)
    set_text(rest, text_mark)
    return Rule(underline_hole, text_hole, columns(found.group()))


def rule_at(text: Element, offset: int) -> re.Match[str] | None:
    """The blank that begins at a character of a text: underscores, or underlined spaces."""
    content = text.text or ""
    found = RULE.match(content, offset)
    if found is None and underline_of(text.getparent()) != "none":
        found = _SPACES.match(content, offset)
    return found


def compile_group(
    flow: Sequence[Element], start: Element, stops: Sequence[Element], marks: Marks, tick: str
) -> Group | None:
    """The tick group behind a tag's text, up to the next tick tag or the end of the flow; None without boxes."""
    spans = _spans(flow, start, stops)
    boxes = _boxes(spans)
    if not boxes:
        return None
    trailing = _labels(spans, boxes)
    other = next((index for index, box in enumerate(boxes) if is_other(box.label)), -1)
    rule = None if trailing else _blank(spans, boxes, other, marks)
    _mark(boxes, marks, tick)
    options = tuple(option_key(box.label) for box in boxes)
    if rule is None:
        other = -1
    elif other < 0:
        other = len(boxes) - 1
    return Group(
        options,
        tuple(tuple(box.holes) for box in boxes),
        option_aliases([box.label for box in boxes]),
        other,
        rule,
    )


def _spans(flow: Sequence[Element], start: Element, stops: Sequence[Element]) -> list[Inline]:
    """What stands between the tag and the group's end; other tags are left out."""
    ends = frozenset(map(id, stops))
    spans: list[Inline] = []
    inside = False
    for paragraph in flow:
        for inline in inlines(paragraph):
            if inline.element is start:
                inside = True
            elif id(inline.element) in ends and inside:
                return spans
            elif inside and not (inline.text.startswith("{{") or "\uf8f0" in inline.text):
                spans.append(inline)
        if inside:
            spans.append(Inline("separator", paragraph, "\n"))
    return spans


def _boxes(spans: Sequence[Inline]) -> list[_Box]:
    boxes = []
    for inline in spans:
        if inline.kind in ("control", "field") or (inline.kind == "symbol" and _is_box(inline.element)):
            boxes.append(_Box(inline, 0))
        elif inline.kind == "text":
            boxes += [
                _Box(inline, offset) for offset, character in enumerate(inline.text) if character in BOXES
            ]
    return boxes


def _is_box(symbol: Element) -> bool:
    return (
        str(symbol.get(W + "font", "")).startswith("Wingdings")
        and str(symbol.get(W + "char", "")).upper() in _WINGDINGS_BOXES
    )


def _labels(spans: Sequence[Inline], boxes: Sequence[_Box]) -> bool:
    """Give each box its text; tells whether the texts stand before their boxes (是□ 否□)."""
    pieces = list(_between(spans, boxes))
    trailing = bool(option_key(pieces[0])) and not option_key(pieces[-1])
    for box, label in zip(boxes, pieces[:-1] if trailing else pieces[1:], strict=True):
        box.label = label
    return trailing


def _between(spans: Sequence[Inline], boxes: Sequence[_Box]) -> Iterator[str]:
    """The texts before, between and after the boxes."""
    at = {(id(box.inline), box.offset) for box in boxes}
    piece = ""
    for inline in spans:
        for offset, character in enumerate(inline.text):
            if (id(inline), offset) in at:
                yield piece
                piece = ""
            elif character != "\ufffc":
                piece += character
    yield piece


def _blank(spans: list[Inline], boxes: list[_Box], other: int, marks: Marks) -> Rule | None:
    """The blank behind “其他”, or the last blank of the group."""
    if other < 0:
        return None
    first = spans.index(boxes[other].inline)
    last = spans.index(boxes[other + 1].inline) if other + 1 < len(boxes) else len(spans) - 1
    for number in range(first, last + 1):
        inline = spans[number]
        if inline.kind != "text":
            continue
        begin = boxes[other].offset + 1 if number == first else 0
        end = boxes[other + 1].offset if other + 1 < len(boxes) and number == last else len(inline.text)
        for offset in range(begin, end):
            if rule_at(inline.element, offset):
                return _take_inside(inline, offset, boxes, marks)
    return None


def _take_inside(inline: Inline, offset: int, boxes: list[_Box], marks: Marks) -> Rule | None:
    """Take the blank out of a text that may hold boxes; those behind it move to the run behind it."""
    width = len(found.group()) if (found := rule_at(inline.element, offset)) else 0
    behind = [box for box in boxes if box.inline is inline and box.offset > offset]
    cut_after(inline.element, offset + width)
    if behind:
        rest = inline.element.getparent().getnext().find(T)
        moved = Inline("text", rest, rest.text)
        for box in behind:
            box.inline, box.offset = moved, box.offset - offset - width
    inline.text = inline.text[:offset]
    return take_rule(inline.element, offset, marks)


def _mark(boxes: Sequence[_Box], marks: Marks, tick: str) -> None:
    for box in reversed(boxes):  # from the back, so that offsets before a mark stay true
        element = box.inline.element
        if box.inline.kind == "text":
            content = element.text
            number, mark = marks.hole(content[box.offset])
            set_text(element, content[: box.offset] + mark + content[box.offset + 1 :])
            box.holes.append((number, escape(tick)))
        elif box.inline.kind == "symbol":
            number, mark = marks.hole(escape(element.get(W + "char")))
            element.set(W + "char", mark)
            box.holes.append((number, _WINGDINGS_TICKS.get(tick, "F0FE")))
        elif box.inline.kind == "field":
            box.holes.append((_field_hole(element, marks), "1"))
        else:
            box.holes += _control_holes(element, marks, tick)


def _field_hole(field_char: Element, marks: Marks) -> int:
    """The state of a legacy FORMCHECKBOX (17.16.8)."""
    box = field_char.find(f"{W}ffData/{W}checkBox")
    state = box.find(W + "checked")
    if state is None:
        state = box.makeelement(W + "checked")
        box.append(state)
        default = "0"
    else:
        default = state.get(VAL, "1")
    number, mark = marks.hole(escape(default))
    state.set(VAL, mark)
    return number


def _control_holes(control: Element, marks: Marks, tick: str) -> Iterator[tuple[int, str]]:
    """The state and the glyph of a checkbox content control (MS-DOCX 2.5.1.3)."""
    box = control.find(f"{W}sdtPr/{W14}checkbox")
    state = box.find(W14 + "checked")
    if state is None:
        state = box.makeelement(W14 + "checked")
        box.insert(0, state)
    number, mark = marks.hole(escape(state.get(W14 + "val", "0")))
    state.set(W14 + "val", mark)
    yield number, "1"
    text = next(control.iter(T), None)
    if text is not None:
        number, mark = marks.hole(escape(text.text or ""))
        text.text = mark
        yield number, _checked_glyph(box, tick)


def _checked_glyph(box: Element, tick: str) -> str:
    declared = box.find(W14 + "checkedState")
    code = None if declared is None else declared.get(W14 + "val")
    return escape(chr(int(code, 16)) if code else tick)


def is_other(label: str) -> bool:
    """Whether an option is “其他”, with or without a printed code."""
    coded = _CODED.fullmatch(label.strip())
    return option_key(coded.group(2) if coded else label).startswith(_OTHERS)


def option_aliases(labels: Sequence[str]) -> dict[str, int]:
    """Everything that names one option and no other: its text, its printed code, its text without the code."""
    aliases: dict[str, int] = {}
    doubtful: set[str] = set()
    for index, label in enumerate(labels):
        coded = _CODED.fullmatch(label.strip())
        names = {
            label.strip(),
            option_key(label),
            *(map(option_key, coded.groups()) if coded else ()),
        }
        for name in names - {""}:
            if aliases.setdefault(name, index) != index:
                doubtful.add(name)
    return {name: index for name, index in aliases.items() if name not in doubtful}
