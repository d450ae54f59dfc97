"""Control tags in a part's tree: found, split runs joined, and put as marks where they act.

``{%p … %}`` stands for a paragraph of its own, ``{%tr … %}`` for a table row, ``{%tc … %}`` for a cell and
``{%r … %}`` for a run; ``{% vm %}``, ``{% hm %}``, ``{% colspan n %}`` and ``{% cellbg c %}`` speak of their cell.
"""

import re
from collections.abc import Callable
from dataclasses import field
from itertools import count

from docgen.nouns import dataclass
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.expressions import Evaluate
from docgen.ooxml.fragments import Level
from docgen.ooxml.package import Element, W
from docgen.ooxml.runs import (
    PPR,
    TBL,
    TC,
    TCPR,
    TR,
    VAL,
    P,
    R,
    after,
    before,
    cell_properties,
    forget_identities,
    remove_inline,
    set_text,
    span,
    text_of,
)
from docgen.ooxml.tags import Match, Places, clean, isolate_matches

STATEMENT = re.compile(
    r"(?:\s*\{%(?P<level>p|tr|tc|r)?(?![A-Za-z])-|\{%(?P<plain>p|tr|tc|r)?(?![A-Za-z]))\+?\s*"
    r"(?P<source>.*?)\s*(?:-%\}\s*|\+?%\})",
    re.DOTALL,
)
COMMENT = re.compile(r"\{#(?P<level>p|tr|tc|r)?(?![A-Za-z])(?:(?!#\}).)*#\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_ESCAPED = re.compile(r"\{_\{|\}_\}|\{_%|%_\}|\{_#|#_\}")
_DELIMITER = re.compile(r"(\{(?=[{%#])|[}%#](?=\}))")
_JOINS_BACK, _JOINS_ON = re.compile(r"\s*\{%-"), re.compile(r".*-%\}\s*", re.DOTALL)
_CONTAINERS = {"p": P, "tr": TR, "tc": TC, "r": R}
_LEVELS: dict[str | None, Level] = {None: "text", "r": "run"}
CELL_WORDS = frozenset({"vm", "hm", "colspan", "cellbg"})
_PICTURES = ("}drawing", "}pict", "}object")


@dataclass(frozen=True, slots=True)
class Statement:
    """One control tag: its keyword, what follows it, its place and the level at which its mark stands.

    ``test`` is the condition of an ``if`` that a cell tag made; ``factor`` is what the cell spanned before.
    """

    keyword: str
    source: str
    place: Place
    level: Level = "text"
    test: Evaluate | None = None
    key: str = ""
    factor: int = 1


@dataclass(slots=True)
class Found:
    """The control tags of a template, in the order of their numbers."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    keys: "count[int]" = field(default_factory=count)
    cells: int = 0  # tags that make cells come and go
    edits: int = 0  # what was changed for good: comments, escaped braces

    def add(self, statement: Statement, mark: Callable[[int], str]) -> str:
        """Take a statement; gives its mark."""
        self.statements.append(statement)
        return mark(len(self.statements) - 1)


def statements(root: Element, places: Places, found: Found, mark: Callable[[int], str]) -> bool:
    """Replace every control tag of a part by its mark and remove comments; tells whether cells may come and go."""
    known, cells = len(found.statements), found.cells
    _join_paragraphs(root)
    for paragraph in list(root.iter(P)):
        text = text_of(paragraph)
        if "{%" in text and _RAW.search(text):
            found.edits += 1
            for raw in isolate_matches(paragraph, _RAW):
                set_text(raw.text, _DELIMITER.sub(r"\1_", raw.found.group(1)))
            text = text_of(paragraph)
        if "{#" in text:
            found.edits += 1
            _comments(paragraph)
        if "{%" in text:
            _paragraph(paragraph, places, found, mark)
    if len(found.statements) > known:
        forget_identities(root)
    return found.cells > cells


def unescape(root: Element, found: Found) -> None:
    """Print the braces that were written with ``_`` between them (``{_{ name }_}``)."""
    for paragraph in root.iter(P):
        if "_" in (text := text_of(paragraph)) and _ESCAPED.search(text):
            found.edits += 1
            for each in isolate_matches(paragraph, _ESCAPED):
                set_text(each.text, each.found.group().replace("_", ""))


def _join_paragraphs(root: Element) -> None:
    """``{%-`` at the head of a paragraph joins it to the one before, ``-%}`` at its end the one behind to it."""
    for paragraph in list(root.iter(P)):
        text = text_of(paragraph)
        if "-%}" in text and _JOINS_ON.fullmatch(text):
            _take_in(paragraph, paragraph.getnext())
        if "{%-" in text and _JOINS_BACK.match(text):
            _take_in(paragraph.getprevious(), paragraph)


def _take_in(paragraph: Element | None, other: Element | None) -> None:
    if paragraph is None or other is None or paragraph.tag != P or other.tag != P:
        return
    for node in list(other):
        if node.tag != PPR:
            paragraph.append(node)
    other.getparent().remove(other)


def _comments(paragraph: Element) -> None:
    found = isolate_matches(paragraph, COMMENT)
    for each in found:
        level = each.found.group("level")
        container = None if level in (None, "r") else next(each.text.iterancestors(_CONTAINERS[level]), None)
        remove_inline(each.text)
        if container is not None and container.getparent() is not None and _is_empty(container):
            _remove_whole(container)
    if not found and paragraph.getparent() is not None:
        _long_comment(paragraph)


def _long_comment(paragraph: Element) -> None:
    """A comment from this paragraph into a later one: all between goes, the two ends become one paragraph."""
    begin, end = re.compile(r"\{#.*", re.DOTALL), re.compile(r".*?#\}", re.DOTALL)
    last = next((node for node in paragraph.itersiblings(P) if end.match(text_of(node))), None)
    if last is None:
        return
    for node in list(paragraph.itersiblings()):
        if node is last:
            break
        _remove(node)
    for each in [*isolate_matches(paragraph, begin), *isolate_matches(last, end)]:
        remove_inline(each.text)
    _take_in(paragraph, last)


def _paragraph(paragraph: Element, places: Places, found: Found, mark: Callable[[int], str]) -> None:
    place = places.of(paragraph)
    for each in isolate_matches(paragraph, STATEMENT):
        keyword, source = _parted(clean(each.found.group("source")))
        level = each.found.group("level") or each.found.group("plain")
        if keyword in CELL_WORDS:
            _cell(each, Statement(keyword, source.strip(), place), found, mark)
        else:
            made = Statement(keyword, source.strip(), place, _LEVELS.get(level, "block"))
            found.cells += level == "tc"
            _put(each, level, keyword, found.add(made, mark))


def _parted(source: str) -> tuple[str, str]:
    """A statement's first word, and the rest (``call(u) box(a)``)."""
    keyword, _, rest = source.partition(" ")
    if keyword.startswith("call("):
        return "call", source.removeprefix("call")
    return keyword, rest


def _put(found: Match, level: str | None, keyword: str, mark: str) -> None:
    """Put a mark where its tag stood: in the text, or around the paragraph, row, cell or run that the tag names."""
    container = None if level is None else next(found.text.iterancestors(_CONTAINERS[level]), None)
    if container is None:
        set_text(found.text, mark)
    elif level == "r":
        before(container, mark)
        remove_inline(found.text)
    elif not _is_empty(container):
        remove_inline(found.text)
        behind = keyword.startswith("end") and not _ends_section(container)
        after(container, mark) if behind else before(container, mark)
    else:
        remove_inline(found.text)
        before(container, mark)
        if not any(text_of(paragraph) for paragraph in container.iter(P)):
            _remove(container)


def _ends_section(container: Element) -> bool:
    """Whether a paragraph prints nothing and only ends a section, which stays whatever a tag says."""
    return (
        container.find(f"{PPR}/{W}sectPr") is not None and not STATEMENT.sub("", text_of(container)).strip()
    )


def _is_empty(container: Element) -> bool:
    """Whether a container holds nothing to print but control tags, and no end of a section."""
    for node in container.iter():
        if isinstance(node.tag, str) and (node.tag.endswith(_PICTURES) or node.tag == W + "sectPr"):
            return False
    return all(not STATEMENT.sub("", text_of(paragraph)).strip() for paragraph in container.iter(P))


def _remove(element: Element) -> None:
    before(element, element.tail or "")
    element.getparent().remove(element)


def _remove_whole(container: Element) -> None:
    """Take a paragraph, row or cell out; its surroundings stay whole (17.4.65, 17.4.37)."""
    parent = container.getparent()
    _remove(container)
    if parent.tag == TC and parent.find(P) is None:
        parent.append(parent.makeelement(P))
    elif parent.tag == TR and parent.find(TC) is None:
        _remove_whole(parent)
    elif parent.tag == TBL and parent.find(TR) is None:
        _remove(parent)


def _cell(each: Match, said: Statement, found: Found, mark: Callable[[int], str]) -> None:
    """Put the mark of a cell tag into its cell's properties."""
    cell = next(each.text.iterancestors(TC), None)
    found.cells += said.keyword in ("colspan", "hm")
    remove_inline(each.text)
    if cell is None:
        found.problems.append(problem("OOXML-054", said.place, f"{{% {said.keyword} %}}"))
        return
    if said.keyword == "cellbg":
        shade = cell_properties(cell, "shd")
        shade.attrib.clear()
        shade.set(VAL, "clear")
        shade.set(W + "color", "auto")
        shade.set(W + "fill", found.add(said, mark))
    elif said.keyword == "colspan":
        cell_properties(cell, "gridSpan").set(VAL, found.add(said, mark))
    elif said.keyword == "hm":
        _merge_across(cell, said, found, mark)
    else:
        _merge_down(cell, said, found, mark)


def _merge_across(cell: Element, said: Statement, found: Found, mark: Callable[[int], str]) -> None:
    """The first cell of the loop, or of a group of equal values (``by``), spans all; the others are left out."""
    factor = span(cell)
    key = f"\0hm{next(found.keys)}" if said.source else ""
    made = Statement("hm", "", said.place, factor=factor, key=key)
    first, begin = Statement("if", "loop.first", said.place, "block"), ""
    if said.source:
        begin = found.add(Statement("hm", said.source, said.place, "block", key=key), mark)
        first = Statement("if", "hm", said.place, "block", test=lambda values: values.get(key, 0) > 0)
    before(cell, begin + found.add(first, mark))
    cell_properties(cell, "gridSpan").set(VAL, found.add(made, mark))
    after(cell, found.add(Statement("endif", "", said.place, "block"), mark))


def _merge_down(cell: Element, said: Statement, found: Found, mark: Callable[[int], str]) -> None:
    """The first cell of a group starts the merge and has the content, those under it go on without."""
    key = f"\0vm{next(found.keys)}"
    made = Statement("vm", said.source, said.place, key=key)
    test = Statement("if", "vm", said.place, "block", test=lambda values: values.get(key, False))
    merge = cell_properties(cell, "vMerge")
    content = [node for node in cell if node.tag != TCPR]
    begin = found.add(made, mark)
    merge.set(VAL, begin)
    before(content[0], found.add(test, mark))
    after(content[-1], found.add(Statement("endif", "", said.place, "block"), mark))
