"""What a worksheet holds that will look different (这一处会不一样)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.pdf.page import geometry
from docgen.pdf.page.drawing import content_of, kind_of
from docgen.pdf.page.gridpage import PAPERS
from docgen.pdf.page.margintext import LEFT_OUT, left_out
from docgen.pdf.page.outline import has
from docgen.pdf.page.source import Problem
from docgen.pdf.page.workbook import Sheet
from docgen.pdf.page.xml import Element, S, local, parse, relations

# An element of the sheet or of its drawings by its name → what to say of it.
SAID = {
    "picture": "the picture behind the cells is not drawn",
    "legacyDrawingHF": "a picture in the page margin is not drawn",
    "controls": "a form control is not drawn",
    "oleObjects": "an embedded object is not drawn",
    "sparklineGroups": "small charts in cells are not drawn",
    "tableParts": "the stripes of a table style are not drawn",
    "gradientFill": "a fill that changes its colour is left out",
    "chart": "a chart is drawn as an empty frame",
    "relIds": "a diagram is drawn as an empty frame",
    "gradFill": "a fill that changes its colour is drawn in one colour",
    "pattFill": "a patterned fill of a drawing is not drawn",
    "effectLst": "shadows and other effects of a drawing are not drawn",
}
SHAPE = "a shape of kind {kind} is drawn as a rectangle"
PICTURE = "a picture of a kind that cannot be drawn leaves an empty place"
HEADINGS = "the letters of columns and the numbers of rows are not printed"
COMMENTS = "comments are not printed"
GREY = "colours are printed though black and white was asked for"
PAPER = "paper of kind {kind} is printed as A4"
FORMULA = "a formula without a stored result is printed empty"
SENTENCES = (
    *dict.fromkeys((*SAID.values(), *LEFT_OUT.values())),
    SHAPE,
    PICTURE,
    HEADINGS,
    COMMENTS,
    GREY,
    PAPER,
    FORMULA,
)


def unlike(parts: Mapping[str, bytes], sheet: Sheet) -> Iterator[Problem]:
    """List what will look different on a sheet."""
    found: dict[str, None] = {}
    for element in sheet.root.iter("{*}*"):
        if local(element) in {"row", "v", "is", "t", "r"}:
            continue
        if local(element) == "c":
            bare = element.find(f"{S}f") is not None and not element.findtext(f"{S}v")
            found |= {FORMULA: None} if bare else {}
        elif local(element) in SAID and _counts(element):
            found[SAID[local(element)]] = None
    found |= dict.fromkeys(_of_setup(sheet))
    for relation in relations(parts, sheet.part).values():
        if relation.kind == "drawing" and relation.target in parts:
            found |= dict.fromkeys(_of_drawing(parts, relation.target))
    return (Problem(sheet.name, what) for what in found)


def _counts(element: Element) -> bool:
    return local(element) not in {"effectLst", "tableParts"} or len(element) > 0


def _of_setup(sheet: Sheet) -> Iterator[str]:
    setup = sheet.setup
    for name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        yield from left_out(setup.get(name, ""))
    if setup.get("headings") in {"1", "true"}:
        yield HEADINGS
    if setup.get("cellComments", "none") != "none":
        yield COMMENTS
    if setup.get("blackAndWhite") in {"1", "true"}:
        yield GREY
    if setup.get("paperSize", "9") not in PAPERS:
        yield PAPER.format(kind=setup["paperSize"])


def _of_drawing(parts: Mapping[str, bytes], part: str) -> Iterator[str]:
    known = relations(parts, part)
    for element in parse(parts[part]).iter("{*}*"):
        name = local(element)
        if name == "prstGeom" and not geometry.known(element.get("prst", "rect")):
            yield SHAPE.format(kind=element.get("prst", ""))
        elif name == "blipFill" and kind_of(content_of(parts, known.get, element.getparent())) is None:
            yield PICTURE
        elif name in SAID and _counts(element) and not (name == "picture" or has(element, "none")):
            yield SAID[name]
