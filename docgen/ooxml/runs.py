"""Runs of a WordprocessingML paragraph (ECMA-376 part 1, 17.3): what they read, how they are cut."""

import copy
from collections.abc import Iterator

from docgen.nouns import dataclass
from docgen.ooxml.package import Element, W

P, R, T, RPR, PPR = W + "p", W + "r", W + "t", W + "rPr", W + "pPr"
TBL, TR, TC, TCPR, TRPR = W + "tbl", W + "tr", W + "tc", W + "tcPr", W + "trPr"
VAL = W + "val"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

_RPR_AFTER_UNDERLINE = (
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
)
_SEPARATORS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_SYMBOL, _FIELD, _CONTROL = W + "sym", W + "fldChar", W + "sdt"
_NOT_INLINE = frozenset({P, TBL, PPR, RPR, W + "instrText", W + "delText", W + "sdtPr"})


@dataclass(slots=True)
class Inline:
    """One thing that a paragraph prints: a text (``w:t``), a separator, or a box that can be ticked."""

    kind: str  # "text", "separator", "symbol", "control", "field"
    element: Element
    text: str


def inlines(paragraph: Element) -> list[Inline]:
    """What the paragraph itself prints, in order; paragraphs inside it (text boxes) are left out."""
    found: list[Inline] = []
    _gather(paragraph, found)
    return found


def _gather(parent: Element, found: list[Inline]) -> None:
    for child in parent:
        kind = child.tag
        if kind == T:
            found.append(Inline("text", child, child.text or ""))
        elif kind in _SEPARATORS:
            found.append(Inline("separator", child, _SEPARATORS[kind]))
        elif kind == _SYMBOL:
            found.append(Inline("symbol", child, "\ufffc"))
        elif kind == _FIELD and child.find(f"{W}ffData/{W}checkBox") is not None:
            found.append(Inline("field", child, "\ufffc"))
        elif kind == _CONTROL and child.find(f"{W}sdtPr/{W14}checkbox") is not None:
            found.append(Inline("control", child, "\ufffc"))
        elif kind not in _NOT_INLINE and isinstance(kind, str):
            _gather(child, found)


def text_of(paragraph: Element) -> str:
    """The paragraph's own text, hidden runs included."""
    return "".join([inline.text for inline in inlines(paragraph)])


def run_of(text: Element) -> Element:
    """The run in which a text stands."""
    return text.getparent()


def cut_before(text: Element, offset: int) -> Element:
    """Cut so that the characters from ``offset`` on begin a run of their own; gives their ``w:t``."""
    run = run_of(text)
    whole = text.text or ""
    before = [child for child in run[: run.index(text)] if child.tag != RPR]
    if offset == 0 and not before:
        return text
    fresh = _shell(run)
    following = run[run.index(text) + 1 :]
    if offset == 0:
        fresh.append(text)
        rest = text
    else:
        set_text(text, whole[:offset])
        rest = fresh.makeelement(T)
        set_text(rest, whole[offset:])
        fresh.append(rest)
    fresh.extend(following)
    run.addnext(fresh)
    return rest


def cut_after(text: Element, offset: int) -> None:
    """Cut so that everything behind ``offset`` is in another run."""
    run = run_of(text)
    whole = text.text or ""
    following = run[run.index(text) + 1 :]
    if offset == len(whole) and not following:
        return
    fresh = _shell(run)
    if offset < len(whole):
        rest = fresh.makeelement(T)
        set_text(rest, whole[offset:])
        fresh.append(rest)
        set_text(text, whole[:offset])
    fresh.extend(following)
    run.addnext(fresh)


def _shell(run: Element) -> Element:
    fresh = run.makeelement(R, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(RPR)
    if properties is not None:
        fresh.append(copy.deepcopy(properties))
    tail, run.tail = run.tail, None
    fresh.tail = tail
    return fresh


def set_text(text: Element, content: str) -> None:
    """Write a ``w:t``; its spaces count."""
    text.text = content
    text.set(SPACE, "preserve")


def remove_inline(element: Element) -> None:
    """Take something out of its run, and the run too when nothing is left in it."""
    run = element.getparent()
    run.remove(element)
    if all(child.tag == RPR for child in run) and run.getparent() is not None:
        before(run, run.tail or "")
        run.getparent().remove(run)


def show(run: Element) -> bool:
    """Make a hidden run (``w:vanish``) visible; tells whether it was hidden."""
    properties = run.find(RPR)
    hidden = [] if properties is None else properties.findall(W + "vanish")
    for node in hidden:
        properties.remove(node)
    return any(node.get(VAL, "1") not in ("0", "false", "off") for node in hidden)


def properties_of(run: Element) -> Element:
    """The run's properties, made when it has none."""
    properties = run.find(RPR)
    if properties is None:
        properties = run.makeelement(RPR)
        run.insert(0, properties)
    return properties


def underline_of(run: Element) -> str:
    """The run's underline (``single``, ``none`` …)."""
    node = run.find(f"{RPR}/{W}u")
    return "none" if node is None else str(node.get(VAL, "none"))


def set_underline(run: Element, value: str) -> None:
    """Set the run's underline, in the place that the schema's order gives it."""
    properties = properties_of(run)
    node = properties.find(W + "u")
    if node is None:
        node = properties.makeelement(W + "u")
        later = (child for child in properties if child.tag in {W + name for name in _RPR_AFTER_UNDERLINE})
        first = next(later, None)
        if first is None:
            properties.append(node)
        else:
            first.addprevious(node)
    node.set(VAL, value)


def new_run(paragraph: Element, like: Element | None, content: str) -> Element:
    """A run at the paragraph's end, with the properties of another; gives its ``w:t``."""
    run = paragraph.makeelement(R)
    if like is not None and like.find(RPR) is not None:
        run.append(copy.deepcopy(like.find(RPR)))
    text = run.makeelement(T)
    set_text(text, content)
    run.append(text)
    paragraph.append(run)
    return text


def before(element: Element, text: str) -> None:
    """Put text between an element and what stands before it."""
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = (element.getparent().text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def after(element: Element, text: str) -> None:
    """Put text directly behind an element."""
    element.tail = text + (element.tail or "")


def clone(element: Element) -> Element:
    """A copy without the identities that must be unique in a document."""
    fresh = copy.deepcopy(element)
    fresh.tail = None
    forget_identities(fresh)
    for node in [*fresh.iter(W + "bookmarkStart"), *fresh.iter(W + "bookmarkEnd")]:
        node.getparent().remove(node)
    return fresh


def forget_identities(element: Element) -> None:
    """Take out the numbers of paragraphs (MS-DOCX 2.2.4), which Word gives anew."""
    for node in element.iter(P, TR):
        for name in (W14 + "paraId", W14 + "textId"):
            node.attrib.pop(name, None)


def span(cell: Element) -> int:
    """The grid columns that a cell takes."""
    node = cell.find(f"{TCPR}/{W}gridSpan")
    return 1 if node is None else int(node.get(VAL, "1"))


def cell_text(cell: Element) -> str:
    """What a cell prints, without nested tables."""
    return "".join(text_of(paragraph) for paragraph in paragraphs_of(cell)).strip()


def paragraphs_of(cell: Element) -> Iterator[Element]:
    """The paragraphs of a cell, without those of nested tables."""
    for paragraph in cell.iter(P):
        if next(node for node in paragraph.iterancestors() if node.tag == TC) is cell:
            yield paragraph


_CELL_ORDER = tuple(
    W + name
    for name in (
        "cnfStyle",
        "tcW",
        "gridSpan",
        "hMerge",
        "vMerge",
        "tcBorders",
        "shd",
        "noWrap",
        "tcMar",
        "textDirection",
        "tcFitText",
        "vAlign",
        "hideMark",
    )
)  # the schema's order (17.4.70)


def cell_properties(cell: Element, name: str) -> Element:
    """One property of a cell, made in the schema's place when the cell has none."""
    properties = cell.find(TCPR)
    if properties is None:
        properties = cell.makeelement(TCPR)
        cell.insert(0, properties)
    found = properties.find(W + name)
    if found is None:
        found = properties.makeelement(W + name)
        rank = _CELL_ORDER.index(W + name)
        earlier = [node for node in properties if node.tag in _CELL_ORDER[:rank]]
        properties.insert(properties.index(earlier[-1]) + 1 if earlier else 0, found)
    return found
