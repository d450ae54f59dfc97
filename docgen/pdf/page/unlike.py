"""What a Word file holds that will look different (这一处会不一样), each with its place.

Every element that a page could show is either drawn, or without any look of its own, or named here; one that nobody
has heard of is named too, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.pdf.page import geometry, vml
from docgen.pdf.page.backdrop import page_borders
from docgen.pdf.page.drawing import content_of, kind_of
from docgen.pdf.page.inline import alternative
from docgen.pdf.page.outline import has
from docgen.pdf.page.source import Problem, Source
from docgen.pdf.page.watermark import is_word_art
from docgen.pdf.page.xml import Element, V, W, local, parse, relations

_HELD = {"header", "footer", "footnotes", "endnotes"}

# A property or a content element by its name → what to say of it, when it is switched on.
SAID = {
    "outline": "hollow characters are drawn filled",
    "shadow": "the shadow of characters is not drawn",
    "emboss": "raised or sunken characters are drawn flat",
    "imprint": "raised or sunken characters are drawn flat",
    "effect": "the animation of characters is not drawn",
    "rtl": "text from right to left is set from left to right",
    "bidi": "text from right to left is set from left to right",
    "bidiVisual": "a table from right to left is set from left to right",
    "rtlGutter": "the gutter on the right is set on the left",
    "framePr": "a text frame is set as plain paragraphs",
    "textAlignment": "characters of unlike sizes stand on one baseline",
    "tblCellSpacing": "the space between cells is left out",
    "tcFitText": "text is not fitted to its cell",
    "lnNumType": "line numbers are not drawn",
    "ptab": "a tab that aligns to the margin goes to the next stop",
    "altChunk": "an imported document is not drawn",
    "subDoc": "an imported document is not drawn",
    "oMath": "a formula (OMML) is set as a line of characters",
    "lvlPicBulletId": "a picture before a list is not drawn",
    "control": "a form control is not drawn",
    "movie": "a film is not drawn",
    "commentReference": "a comment is not printed",
    "ins": "tracked changes are set as if they were accepted",
    "del": "tracked changes are set as if they were accepted",
    "moveFrom": "tracked changes are set as if they were accepted",
    "moveTo": "tracked changes are set as if they were accepted",
    "mirrorMargins": "margins of even pages are not mirrored",
    "gutterAtTop": "the gutter at the top is set on the left",
    "bookFoldPrinting": "pages are not folded into a booklet",
    "autoHyphenation": "words are not hyphenated",
    "effectLst": "shadows and other effects of a drawing are not drawn",
    "effectDag": "shadows and other effects of a drawing are not drawn",
    "scene3d": "shadows and other effects of a drawing are not drawn",
    "gradFill": "a fill that changes its colour is drawn in one colour",
    "pattFill": "a patterned fill of a drawing is not drawn",
    "grayscl": "the colours of a picture are left as they are",
    "lum": "the colours of a picture are left as they are",
    "duotone": "the colours of a picture are left as they are",
    "clrChange": "the colours of a picture are left as they are",
    "wrapSquare": "text does not flow around a drawing",
    "wrapTight": "text does not flow around a drawing",
    "wrapThrough": "text does not flow around a drawing",
    "wrapTopAndBottom": "text does not flow around a drawing",
    "chart": "a chart is drawn as an empty frame",
    "relIds": "a diagram is drawn as an empty frame",
    "OLEObject": "an embedded object is drawn as its picture",
    "linkedTxbx": "text that goes on in a second box is not drawn",
}
FIELD = "a field without a stored result is left out: {code}"
PICTURE = "a picture of a kind that cannot be drawn leaves an empty place"
SHAPE = "a shape of kind {kind} is drawn as a rectangle"
DRAWN = "a shape drawn by hand is drawn as a rectangle"
SIDEWAYS = "text on its side in a box is set level"
VALIGN = "text in the middle or at the foot of the page is set at its top"
VERTICAL = "a page of vertical text is set level"
BAR = "the bar of a tab stop is not drawn"
DASHES = "an underline of dots and dashes is drawn in dashes"
BETWEEN = "the line between framed paragraphs is not drawn"
BORDER = "page borders of pictures are drawn as lines"
UNKNOWN = "something unknown is not drawn: {name}"
SENTENCES = (
    *dict.fromkeys(SAID.values()),
    FIELD,
    PICTURE,
    SHAPE,
    DRAWN,
    SIDEWAYS,
    VALIGN,
    VERTICAL,
    BAR,
    DASHES,
    BETWEEN,
    BORDER,
    UNKNOWN,
)

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GLOW = {"glow", "shadow", "reflection", "textOutline", "textFill", "scene3d", "props3d"}
_SKIPPED = {
    "sdtPr", "sdtEndPr", "rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange",
    "tblGridChange", "tblPrExChange", "numberingChange", "ffData", "nvPicPr", "cNvPr", "docPr", "extLst", "instrText",
    "delText", "delInstrText", "Fallback", "shapetype", "style",
}  # fmt: skip
_NAMES = """
    document body p r t tbl tr tc sdt sdtContent hdr ftr footnotes footnote endnotes endnote pPr rPr tblPr trPr
    tcPr tblPrEx tblGrid gridCol sectPr txbxContent hyperlink smartTag customXml customXmlPr smartTagPr
    fldSimple fldChar tab br cr sym noBreakHyphen softHyphen drawing pict object lastRenderedPageBreak
    footnoteReference endnoteReference footnoteRef endnoteRef separator continuationSeparator annotationRef ruby
    rubyPr rt rubyBase rubyAlign hps hpsRaise hpsBaseText lid dirty dir bdo proofErr permStart permEnd
    bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd moveFromRangeStart moveFromRangeEnd
    moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart
    customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart
    customXmlMoveToRangeEnd pStyle keepNext keepLines pageBreakBefore widowControl numPr ilvl numId
    suppressLineNumbers pBdr top left bottom right between bar start end shd tabs suppressAutoHyphens kinsoku
    wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind
    contextualSpacing mirrorIndents suppressOverlap jc outlineLvl divId cnfStyle rStyle rFonts b bCs i iCs caps
    smallCaps strike dstrike noProof vanish webHidden color w kern position sz szCs highlight u bdr fitText
    vertAlign em lang eastAsianLayout specVanish cs tblStyle tblpPr tblOverlap tblStyleRowBandSize
    tblStyleColBandSize tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription insideH
    insideV gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader hidden tcW gridSpan hMerge vMerge
    tcBorders noWrap tcMar textDirection vAlign hideMark tl2br tr2bl headerReference footerReference footnotePr
    endnotePr type pgSz pgMar paperSrc pgBorders pgNumType cols col formProt noEndnote titlePg docGrid
    printerSettings pos numFmt numStart numRestart background
"""  # elements of WordprocessingML that are drawn, or have no look of their own
_KNOWN = frozenset(_NAMES.split())


@dataclass(frozen=True, slots=True)
class _Where:
    """A place in a part, from the outside in: the first table, row and cell, or the paragraph outside tables."""

    part: str
    steps: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return " ".join((self.part, *(f"{name} {number}" for name, number in self.steps)))


def unlike(source: Source) -> tuple[Problem, ...]:
    """List what will look different, in the order of the document."""
    found: dict[Problem, None] = {}
    targets = relations(source.parts, source.main).values()
    parts = [source.main, *(r.target for r in targets if r.kind in _HELD and not r.external)]
    for part in dict.fromkeys(parts):
        if part in source.parts:
            found |= dict.fromkeys(_Walk(source, part).through(parse(source.parts[part]), _Where(part)))
    for relation in targets:
        if relation.kind in {"settings", "numbering"} and relation.target in source.parts:
            for element in parse(source.parts[relation.target]).iter("{*}*"):
                if relation.kind == "numbering" and local(element) != "lvlPicBulletId":
                    continue
                if local(element) in SAID and _is_on(element):
                    found[Problem(relation.target, SAID[local(element)])] = None
    return tuple(found)


def _is_on(element: Element) -> bool:
    value = element.get(f"{W}val", "1")
    if local(element) == "textAlignment":
        return value not in {"auto", "baseline"}
    if local(element) == "effectLst":
        return len(element) > 0
    return value not in {"0", "false", "off", "none"}


class _Walk:
    """Goes through one part, with the count of what it has met."""

    def __init__(self, source: Source, part: str) -> None:
        self._source = source
        self._part = part
        self._counts = {"table": 0, "paragraph": 0}
        self._codes: list[tuple[str, bool]] = []  # the code of every open field, whether it has a result

    def through(self, element: Element, where: _Where) -> Iterator[Problem]:
        """Look at everything below an element."""
        numbers = {"tr": 0, "tc": 0}
        for child in element:
            name = local(child)
            if not isinstance(child.tag, str) or name in _SKIPPED:
                if name == "instrText" and self._codes:
                    self._codes[-1] = (self._codes[-1][0] + (child.text or ""), self._codes[-1][1])
                continue
            at = where
            if name in {"tbl", "p"} and not where.steps:
                kind = "table" if name == "tbl" else "paragraph"
                self._counts[kind] += 1
                at = replace(where, steps=((kind, self._counts[kind]),))
            elif name in numbers and len(where.steps) == {"tr": 1, "tc": 2}[name]:
                numbers[name] += 1
                kind = "row" if name == "tr" else "cell"
                at = replace(where, steps=(*where.steps, (kind, numbers[name])))
            if name == "AlternateContent":
                yield from self.through(alternative(child), at)
                continue
            yield from (Problem(str(at), what) for what in self._of(child, name))
            if name not in {"oMath", "oMathPara"}:
                yield from self.through(child, at)

    def _of(self, child: Element, name: str) -> Iterator[str]:
        if child.tag.startswith(W):
            yield from self._of_word(child, name)
        elif child.tag.startswith(_W14):
            if name in _GLOW:
                yield SAID["shadow"]
        elif name in SAID and _is_on(child):
            yield SAID[name]
        else:
            yield from self._of_drawing(child, name)

    def _of_word(self, child: Element, name: str) -> Iterator[str]:
        value = child.get(f"{W}val", "")
        match name:
            case "fldChar":
                yield from self._of_field(child.get(f"{W}fldCharType", ""))
            case "tab" if value == "bar":
                yield BAR
            case "u" if value.lower().startswith(("dotda", "dotdotda", "dashdot")):
                yield DASHES
            case "between" if value not in {"nil", "none", ""}:
                yield BETWEEN
            case "vAlign" if local(child.getparent()) == "sectPr":
                if value not in {"top", ""}:
                    yield VALIGN
            case "textDirection" if local(child.getparent()) in {"sectPr", "pPr"}:
                if value not in {"lrTb", ""}:
                    yield VERTICAL
            case "pgBorders":
                borders = page_borders(child)
                if borders is not None and borders.unlike:
                    yield BORDER
            case _ if name in SAID:
                if _is_on(child):
                    yield SAID[name]
            case _ if name not in _KNOWN:
                yield UNKNOWN.format(name=name)

    def _of_field(self, kind: str) -> Iterator[str]:
        if kind == "begin":
            self._codes.append(("", False))
        elif kind == "separate" and self._codes:
            self._codes[-1] = (self._codes[-1][0], True)
        elif kind == "end" and self._codes:
            code, shown = self._codes.pop()
            word = (code.split() or [""])[0].upper()
            if not shown and word not in {
                "PAGE",
                "NUMPAGES",
                "SECTIONPAGES",
                "FORMCHECKBOX",
                "FORMDROPDOWN",
                "TC",
                "XE",
                "",
            }:
                yield FIELD.format(code=word)

    def _of_drawing(self, child: Element, name: str) -> Iterator[str]:
        if name == "prstGeom" and not geometry.known(child.get("prst", "rect")):
            yield SHAPE.format(kind=child.get("prst", ""))
        elif name == "custGeom" and geometry.custom(child, 1.0, 1.0) is None:
            yield DRAWN
        elif name == "bodyPr" and child.get("vert", "horz") != "horz":
            yield SIDEWAYS
        elif name in {"blip", "imagedata"}:
            holder = child.getparent()
            content = content_of(
                self._source.parts, lambda id_: self._source.relation(self._part, id_), holder
            )
            if kind_of(content) is None:
                yield PICTURE
        elif child.tag == f"{V}shape" and not (is_word_art(child) or has(child, "imagedata")):
            if not vml.kind_of(child):
                yield SHAPE.format(kind=child.get("type", "").lstrip("#") or "path")
        elif name == "wrap" and child.get("type", "none") not in {"none", ""}:
            yield SAID["wrapSquare"]
        elif child.tag == f"{V}shadow" and child.get("on", "t") not in {"f", "false"}:
            yield SAID["effectLst"]
