"""Slots that are no text in a paragraph: pictures, content controls, places between paragraphs (ECMA-376 part 1)."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from docgen.nouns import dataclass
from docgen.ooxml.errors import Place
from docgen.ooxml.fragments import Spot
from docgen.ooxml.package import Element, W
from docgen.ooxml.runs import PPR, RPR, TC, VAL, W14, P, R, after, before, remove_inline, run_of, text_of
from docgen.ooxml.tags import TAG, Tag, clean

_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMBED, _ID = _R + "embed", _R + "id"
_VML, _OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_SAID = ("name", "title", "descr")
_CONTROLS = ("text", "date", "dropDownList", "comboBox", "richText")


def bare(element: Element | None) -> str:
    """An element's XML, without the namespaces that the part's root declares; nothing for none."""
    if element is None:
        return ""
    return _DECLARED.sub("", str(etree.tostring(element, encoding="unicode", with_tail=False)))


def spot_of(tag: Tag, name: str, place: Place) -> Spot:
    """The place of a tag in the text, with the look of its paragraph and run."""
    paragraph = next(tag.text.iterancestors(P))
    return Spot(name, place, "text", _look(paragraph.find(PPR)), bare(tag.run.find(RPR)))


def _look(properties: Element | None) -> str:
    """A paragraph's properties, without the end of a section."""
    text = bare(properties)
    return re.sub(r"<w:sectPr\b.*?</w:sectPr>|<w:sectPr\b[^>]*/>", "", text, flags=re.DOTALL)


def take_place(tag: Tag, name: str, place: Place, mark: str) -> Spot:
    """Put a mark in place of the run or paragraph of a tag; a paragraph that holds more is kept before it."""
    spot = spot_of(tag, name, place)
    run = run_of(tag.text)
    paragraph = next(run.iterancestors(P))
    if tag.level == "r":
        before(run, mark)
        remove_inline(tag.text)
        return Spot(name, place, "run", spot.paragraph, spot.run)
    remove_inline(tag.text)
    last = paragraph.getnext() is None or (
        paragraph.getparent().tag == TC and not any(node.tag == P for node in paragraph.itersiblings())
    )
    if (
        text_of(paragraph).strip()
        or any(node.tag != PPR for node in paragraph)
        or paragraph.find(f"{PPR}/{W}sectPr") is not None
    ):
        after(paragraph, mark)
    else:
        before(paragraph, mark)
        before(paragraph, paragraph.tail or "")
        paragraph.getparent().remove(paragraph)
    return Spot(name, place, "block", spot.paragraph, spot.run, last)


@dataclass(slots=True)
class Frame:
    """A picture's frame: the node and attribute that name the picture, its names, the tag in its description."""

    node: Element
    attribute: str
    names: frozenset[str]
    source: str

    def mark(self, mark: str) -> None:
        """Put a mark where the picture is named."""
        self.node.set(self.attribute, mark)

    @property
    def embedded(self) -> str:
        """The relationship of the printed picture."""
        return str(self.node.get(self.attribute))


def frames(root: Element) -> Iterator[Frame]:
    """The pictures of a part that have a name, a title or a description; a tag in one of these is taken out."""
    for blip in root.iter(_A + "blip"):
        if blip.get(_EMBED) is not None:
            owners = [
                node
                for up in blip.iterancestors()
                if up.tag in (_PIC + "pic", _WP + "inline", _WP + "anchor")
                for node in (up.find(f"{_PIC}nvPicPr/{_PIC}cNvPr"), up.find(_WP + "docPr"))
                if node is not None
            ]
            yield _framed(blip, _EMBED, [(node, _SAID) for node in owners])
    for image in root.iter(_VML + "imagedata"):
        if image.get(_ID) is not None:
            shape = ("alt", "title", "id", _OFFICE + "title")
            yield _framed(image, _ID, [(image, (_OFFICE + "title",)), (image.getparent(), shape)])


def _framed(picture: Element, attribute: str, said_in: Sequence[tuple[Element, Sequence[str]]]) -> Frame:
    names, source = set(), ""
    for node, attributes in said_in:
        for name in attributes:
            said = node.get(name, "")
            found = TAG.fullmatch(said.strip())
            if found:
                source = clean(found.group(1))
                node.set(name, "")
            elif said:
                names.add(said)
    return Frame(picture, attribute, frozenset(names), source)


@dataclass(slots=True)
class Control:
    """A content control that is a slot: its tag or title reads ``{{ name }}``."""

    element: Element
    source: str
    choices: dict[str, str] | None
    date: Element | None

    @property
    def content(self) -> Element:
        """What the control shows."""
        return self.element.find(W + "sdtContent")


def controls(root: Element) -> Iterator[Control]:
    """The content controls of a part that are slots; the tag in their properties is made a plain name."""
    for element in root.iter(W + "sdt"):
        properties = element.find(W + "sdtPr")
        if (
            properties is None
            or element.find(W + "sdtContent") is None
            or properties.find(W14 + "checkbox") is not None
        ):
            continue
        for node in (properties.find(W + "tag"), properties.find(W + "alias")):
            found = None if node is None else TAG.fullmatch(node.get(VAL, "").strip())
            if found:
                source = clean(found.group(1))
                node.set(VAL, source)
                yield Control(element, source, _choices(properties), properties.find(W + "date"))
                break


def _choices(properties: Element) -> dict[str, str] | None:
    """What may be chosen, by the value and by the text that is shown; None for a control that takes any text."""
    listed = properties.find(W + "dropDownList")
    if listed is None:
        return None
    found: dict[str, str] = {}
    for item in listed.iter(W + "listItem"):
        shown = item.get(W + "displayText") or item.get(W + "value", "")
        found.setdefault(item.get(W + "value", ""), shown)
        found[shown] = shown
    return found


def take_content(control: Control, name: str, place: Place) -> tuple[Element, str, Spot]:
    """The first run of a control, the XML that it and its paragraph's other runs print, and the look of a value there."""
    content = control.content
    paragraph = next(content.iter(P), content)
    runs = [node for node in paragraph if node.tag == R]
    first = runs[0] if runs else etree.SubElement(paragraph, R)
    look = control.element.find(f"{W}sdtPr/{RPR}")
    if look is None:
        look = first.find(RPR)
        style = None if look is None else look.find(W + "rStyle")
        if style is not None and "laceholder" in style.get(VAL, ""):
            look.remove(style)
    printed = "".join(map(bare, runs))
    for node in runs[1:]:
        paragraph.remove(node)
    return first, printed, Spot(name, place, "run", "", bare(look))
