"""Tags: ``{{ name }}``, ``{{ name | filter }}``, split over runs, hidden or not; each gets a run of its own."""

import re
from collections.abc import Iterator
from itertools import accumulate

from docgen.nouns import dataclass
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.package import Element
from docgen.ooxml.program import MARK
from docgen.ooxml.runs import (
    TBL,
    TC,
    TR,
    P,
    cut_after,
    cut_before,
    inlines,
    remove_inline,
    run_of,
    set_text,
    show,
    text_of,
)

TAG = re.compile(r"(?:\s*\{\{-(?=\s)|\{\{)(.*?)(?:(?<=\s)-\}\}\s*|\}\})", re.DOTALL)
_LEVEL = re.compile(r"(p|tr|tc|r)\s+(?=[\w\"'“‘])(?!(?:if|and|or|not|in|is|else)\b)")
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u3000": " ", "｜": "|", "\t": " ", "\n": " "}
)
_STRUCTURAL = re.compile(r"(.*?)\s*\|\s*(ticks|tick|digits)\s*", re.DOTALL)
_AROUND = 12


@dataclass(slots=True)
class Tag:
    """A tag that stands in a run of its own; ``shape`` is text, ticks, tick or digits."""

    source: str
    shape: str
    text: Element
    hidden: bool
    level: str = ""  # p, tr, tc or r when the value stands for its paragraph, row, cell or run

    @property
    def run(self) -> Element:
        """The tag's run."""
        return run_of(self.text)


def sources(text: str) -> list[str]:
    """What stands in the tags of a text, made plain."""
    return [clean(found.group(1)) for found in TAG.finditer(text)]


def clean(inner: str) -> str:
    """A tag's inside with typographic quotes, spaces and bars made plain."""
    return inner.translate(_QUOTES).strip()


@dataclass(slots=True)
class Match:
    """A stretch of a paragraph's text that was given a run of its own."""

    found: re.Match[str]
    text: Element
    hidden: bool


def isolate(paragraph: Element) -> list[Tag]:
    """Give each tag of a paragraph its own visible run, with the properties of the tag's first character."""
    tags = []
    for match in isolate_matches(paragraph, TAG):
        inner = match.found.group(1)
        level = _LEVEL.match(inner)
        source, shape = _shape(clean(inner[level.end() :] if level else inner))
        tags.append(Tag(source, shape, match.text, match.hidden, level.group(1) if level else ""))
    return tags


def isolate_matches(paragraph: Element, pattern: re.Pattern[str]) -> list[Match]:
    """Give each match in a paragraph's text its own visible run; in the paragraph's order."""
    atoms = inlines(paragraph)
    found = list(pattern.finditer("".join(atom.text for atom in atoms)))
    if not found:
        return []
    starts = [0, *accumulate(len(atom.text) for atom in atoms)]
    matches = []
    for match in reversed(found):  # from the back, so that offsets before a cut stay true
        covered = [
            index
            for index, atom in enumerate(atoms)
            if starts[index] < match.end() and starts[index + 1] > match.start()
        ]
        first, last = covered[0], covered[-1]
        if atoms[last].kind == "text":
            cut_after(atoms[last].element, match.end() - starts[last])
        for index in reversed(covered[1:]):
            remove_inline(atoms[index].element)
        text = cut_before(atoms[first].element, match.start() - starts[first])
        cut_after(text, len(text.text))
        set_text(text, match.group())
        matches.append(Match(match, text, show(run_of(text))))
    return matches[::-1]


def _shape(source: str) -> tuple[str, str]:
    structural = _STRUCTURAL.fullmatch(source)
    return (structural.group(1), structural.group(2)) if structural else (source, "text")


def grammar_problems(paragraph: Element, place: Place) -> Iterator[Problem]:
    """What is wrong with the braces of a paragraph."""
    rest = TAG.sub("", text_of(paragraph))
    if "{%" in rest or "%}" in rest:
        yield problem("OOXML-049", place)
    if "{{" in rest or "}}" in rest:
        yield problem("OOXML-040", place, "Write {{ name }}.")
    if "｛｛" in rest or "｝｝" in rest:
        yield problem("OOXML-041", place, "Use the plain braces {{ }}, not the full-width ones ｛｛ ｝｝.")
    for source in sources(text_of(paragraph)):
        if not source:
            yield problem("OOXML-041", place, "A tag needs a name.")


class Places:
    """Says where a paragraph was when the template was opened."""

    def __init__(self, part: str, root: Element) -> None:
        self._part = part
        self._cells: dict[Element, tuple[int, int, int]] = {}
        for number, table in enumerate(root.iter(TBL), 1):
            for row_number, row in enumerate(_own(table, TR), 1):
                for cell_number, cell in enumerate(_own(row, TC), 1):
                    self._cells[cell] = (number, row_number, cell_number)

    def of(self, element: Element) -> Place:
        """The place of a paragraph (or of what stands in it), with the text around."""
        chain = [element, *element.iterancestors()]
        paragraph = next((node for node in chain if node.tag == P), None)
        around = (
            ""
            if paragraph is None
            else _shorten(TAG.sub(lambda found: "{{" + found.group(1) + "}}", text_of(paragraph)))
        )
        cell = next((node for node in chain if node.tag in (TC, TR)), None)
        if cell is not None and cell.tag == TR:
            cell = cell.find(TC)
        return Place(self._part, *self._cells.get(cell, (0, 0, 0)), text=around)


class Nowhere(Places):
    """The place of what is no text of a story: only its part is known."""

    def __init__(self, part: str) -> None:
        self._name = part

    def of(self, element: Element) -> Place:  # noqa: ARG002 - as its base
        """The part."""
        return Place(self._name)


def _own(within: Element, tag: str) -> list[Element]:
    """The rows of a table, or the cells of a row, without those of tables inside."""
    return [
        node
        for node in within.iter(tag)
        if next(up for up in node.iterancestors() if up.tag == within.tag) is within
    ]


def _shorten(text: str) -> str:
    text = " ".join(MARK.sub("", text).split())
    return text if len(text) <= 2 * _AROUND else text[: 2 * _AROUND] + "…"
