"""A copy of a Word template with a comment at each problem (ECMA-376 part 1, 17.13.4), for the person who mends it."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from lxml import etree

from docgen.ooxml.errors import Place, Problem, TemplateError, problem
from docgen.ooxml.package import Element, Package, W, parse_xml, read_package
from docgen.ooxml.relating import Additions
from docgen.ooxml.runs import PPR, TBL, TC, TR, P, R
from docgen.ooxml.slots import Limits, Slot
from docgen.ooxml.statements import STATEMENT
from docgen.ooxml.tags import Places
from docgen.ooxml.underway import Related
from docgen.ooxml.zipped import Packer

_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AUTHOR = "docgen"


def annotate(template: bytes, problems: Iterable[Problem], say: Callable[[Problem], str] = str) -> bytes:
    """A copy of a Word template with a comment at the place of each problem.

    Args:
        template: the .docx, also one that ``compile_docx`` refuses.
        problems: what ``lint_docx`` found; one that is no place of the text stands at the first paragraph.
        say: a problem's words, English when it is not given.

    Raises:
        TemplateError: the package cannot be read at all, or is no Word document.

    """
    package = read_package(template, Limits())
    root = parse_xml(package.content(package.main))
    body = root.find(W + "body")
    if body is None:
        raise TemplateError([problem("OOXML-006", package.main)])
    if body.find(f".//{P}") is None:
        body.insert(0, body.makeelement(P))
    places = Places(package.main, root)
    additions = Additions(package)
    name, comments = _comments(package, additions)
    taken = [int(node.get(W + "id", "0")) for node in comments]
    for number, each in enumerate(problems, max(taken, default=-1) + 1):
        _point(_paragraph(root, places, each.place), number)
        comments.append(_comment(comments, number, say(each)))
    additions.add_part(name, _xml(comments), _COMMENTS)
    changed = {package.main: _xml(root), **additions.finished()}
    return Packer([member for member in package.members if member.name not in changed]).pack(changed)


def _comments(package: Package, additions: Additions) -> tuple[str, Element]:
    found = next((name for name, kind in package.types.items() if kind == _COMMENTS), None)
    if found is not None:
        return found, parse_xml(package.content(found))
    related = Related("comments", suffix="xml", content_type=_COMMENTS)
    additions.name(related, "word/comments.xml")
    additions.point(package.main, related)
    return "word/comments.xml", etree.Element(W + "comments", nsmap={"w": W[1:-1]})


def _paragraph(root: Element, places: Places, place: Place) -> Element:
    """The paragraph that a place means, else the nearest that can be told: its cell, its words, the first of all."""
    paragraphs = list(root.iter(P))
    for paragraph in paragraphs:
        if places.of(paragraph) == place:
            return paragraph
    cell = _cell(root, place)
    within = list(cell.iter(P)) if cell is not None else paragraphs
    words = _words(place.text)
    same = [node for node in within if words and _words(places.of(node).text).startswith(words.rstrip("…"))]
    return (same or within if cell is not None else same or paragraphs)[0]


def _words(text: str) -> str:
    return re.sub(r"\s", "", STATEMENT.sub("", text))


def _cell(root: Element, place: Place) -> Element | None:
    if not place.table:
        return None
    tables: Sequence[Element] = list(root.iter(TBL))
    try:
        row = tables[place.table - 1].findall(TR)[place.row - 1]
        return row.findall(TC)[place.cell - 1]
    except IndexError:
        return None


def _point(paragraph: Element, number: int) -> None:
    """Let a comment span a paragraph's text."""
    key = {W + "id": str(number)}
    first = 1 if len(paragraph) and paragraph[0].tag == PPR else 0
    paragraph.insert(first, paragraph.makeelement(W + "commentRangeStart", key))
    paragraph.append(paragraph.makeelement(W + "commentRangeEnd", key))
    run = etree.SubElement(paragraph, R)
    run.append(run.makeelement(W + "commentReference", key))


def _comment(comments: Element, number: int, words: str) -> Element:
    comment = comments.makeelement(
        W + "comment", {W + "id": str(number), W + "author": _AUTHOR, W + "initials": _AUTHOR[:2]}
    )
    for line in words.splitlines() or [""]:
        text = etree.SubElement(etree.SubElement(etree.SubElement(comment, P), R), W + "t")
        text.text = line
    return comment


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def compare(slots: Iterable[Slot], names: Iterable[str]) -> tuple[Problem, ...]:
    """How the slots of a template differ from the names that a form declares; both name a record's as ``table.name``."""
    placed = {slot.name: slot for slot in _leaves(slots)}
    declared = sorted(set(names))
    strange = [
        problem("OOXML-056", slot.where, _near(name, [each for each in declared if each not in placed]))
        for name, slot in placed.items()
        if name not in declared
    ]
    return (
        *strange,
        *(problem("OOXML-057", Place(), f"“{name}”") for name in declared if name not in placed),
    )


def _leaves(slots: Iterable[Slot]) -> Iterable[Slot]:
    for slot in slots:
        if slot.kind != "rows":
            yield slot
        for column in slot.columns:
            full = column.name if column.name.startswith(f"{slot.name}.") else f"{slot.name}.{column.name}"
            yield replace(column, name=full)


def _near(name: str, others: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, others, 1)
    return f"“{name}”" + (f"; did you mean “{near[0]}”?" if near else "")
