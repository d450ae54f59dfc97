"""What stands behind a tag: paragraphs read together, boxes, printed rules, empty cells."""

from collections.abc import Iterable

from docgen.ooxml.package import Element, W
from docgen.ooxml.program import Marks
from docgen.ooxml.runs import (
    TBL,
    TC,
    Inline,
    P,
    inlines,
    new_run,
    properties_of,
    remove_inline,
    set_text,
    text_of,
)
from docgen.ooxml.tags import Tag
from docgen.ooxml.ticks import BOXES, Rule, rule_at, take_rule

_BOX_KINDS = frozenset({"symbol", "control", "field"})


def flows(root: Element) -> Iterable[list[Element]]:
    """Paragraphs that are read together: those of one cell, else each alone."""
    cells: dict[Element, list[Element]] = {}
    for paragraph in root.iter(P):
        box = next(
            (node for node in paragraph.iterancestors() if node.tag in (TC, W + "txbxContent", TBL)), None
        )
        if box is None or box.tag != TC:
            cells[paragraph] = [paragraph]
        else:
            cells.setdefault(box, []).append(paragraph)
    return list(cells.values())


def box_follows(tag: Tag) -> bool:
    """Whether a box stands directly behind a tag."""
    behind = _inline_behind(tag)
    return behind is not None and (behind.kind in _BOX_KINDS or behind.text[:1] in tuple(BOXES))


def _inline_behind(tag: Tag) -> Inline | None:
    paragraph = next(tag.text.iterancestors(P))
    following = iter(inlines(paragraph))
    for inline in following:
        if inline.element is tag.text:
            return next((each for each in following if each.text), None)
    return None


def take_rule_behind(tag: Tag, marks: Marks) -> Rule | None:
    """The printed blank directly behind a tag, made into holes; None when there is none."""
    behind = _inline_behind(tag)
    return take_rule(behind.element, 0, marks) if behind is not None and behind.kind == "text" else None


def boxes_behind(tag: Tag) -> list[Element]:
    """A text for each empty cell behind a digit tag's cell."""
    cell = next(tag.text.iterancestors(TC), None)
    if cell is None or text_of(next(tag.text.iterancestors(P))) != tag.text.text:
        return []
    properties_of(tag.run)
    texts = []
    for node in cell.itersiblings(TC):
        paragraphs = node.findall(P)
        if len(paragraphs) != 1 or text_of(paragraphs[0]).strip():
            break
        texts.append(new_run(paragraphs[0], tag.run, ""))
    return texts


def join_rules(paragraph: Element) -> None:
    """Put a printed rule that was cut into several runs together in the first of them."""
    texts = [inline for inline in inlines(paragraph) if inline.text]
    for number in range(len(texts) - 1, 0, -1):
        one, other = texts[number - 1 : number + 1]
        begin = None if other.kind != "text" else rule_at(other.element, 0)
        if begin is None or one.kind != "text" or not _ends_with_rule(one.element):
            continue
        set_text(one.element, one.element.text + begin.group())
        rest = other.element.text[begin.end() :]
        if rest:
            set_text(other.element, rest)
        else:
            remove_inline(other.element)


def _ends_with_rule(text: Element) -> bool:
    return any(
        found.end() == len(text.text)
        for offset in range(len(text.text))
        if (found := rule_at(text, offset)) is not None
    )
