"""A Word document as a value: its text, styles, lists, pictures and links go into the place of ``{{p x }}``."""

import copy
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path

from lxml import etree

from docgen.nouns import dataclass
from docgen.ooxml.errors import TemplateError, problem
from docgen.ooxml.fragments import Fragment, Spot
from docgen.ooxml.package import Element, Package, W, open_package, parse_xml
from docgen.ooxml.relating import Additions
from docgen.ooxml.runs import PPR, VAL, P, forget_identities
from docgen.ooxml.slots import Limits
from docgen.ooxml.underway import Related, Underway, underway

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_LISTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NOTES = ("footnoteReference", "endnoteReference", "commentReference")
_STYLE_USES = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}
_STYLE_LINKS = (W + "basedOn", W + "next", W + "link")
_BEFORE_LISTS = tuple(
    W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
_DEPTH = 8


@dataclass(frozen=True)
class SubDocument(Fragment):
    """A document (bytes of a .docx, or a file's path) to put into another; sections and headers stay behind."""

    source: bytes | str | Path = field(repr=False)

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        return spot.blocks(_Copy(self._package, underway()).xml())

    @cached_property
    def _package(self) -> Package:
        package = open_package(self.source, Limits(), _MAIN, frozenset({"embedded"}))
        root = package.trees[package.main]
        if any(root.find(f".//{W}{name}") is not None for name in _NOTES):
            raise TemplateError([problem("OOXML-055", package.main)])
        return package


class _Copy:
    """The body of one document while it is copied into another."""

    def __init__(self, package: Package, under_way: Underway) -> None:
        self._package, self._under_way = package, under_way
        self._styles = _style_elements(_part(package, _STYLES))
        self._ids: dict[str, str] = {}
        self._lists: dict[str, str] = {}

    def xml(self) -> str:
        """The blocks of the body, with ids that the other document knows."""
        body = copy.deepcopy(self._package.trees[self._package.main].find(W + "body"))
        for section in list(body.iter(W + "sectPr")):
            section.getparent().remove(section)
        forget_identities(body)
        for name in ("bookmarkStart", "bookmarkEnd", "proofErr"):
            for node in list(body.iter(W + name)):
                node.getparent().remove(node)
        self._default_style(body)
        self._own_lists(body)
        self._rename(body)
        self._relate(body)
        return "".join(_declared(node) for node in body)

    def _default_style(self, body: Element) -> None:
        """Paragraphs without a style have this document's own default one."""
        own = next(
            (
                key
                for key, node in self._styles.items()
                if node.get(W + "type") == "paragraph" and node.get(W + "default") == "1"
            ),
            None,
        )
        if own is None:
            return
        for paragraph in body.iter(P):
            properties = paragraph.find(PPR)
            if properties is None:
                properties = paragraph.makeelement(PPR)
                paragraph.insert(0, properties)
            if properties.find(W + "pStyle") is None:
                properties.insert(0, properties.makeelement(W + "pStyle", {VAL: own}))

    def _own_lists(self, body: Element) -> None:
        """Numbered paragraphs whose number comes from their style count for themselves, not on from the other text."""
        for properties in [*body.iter(PPR)]:
            style = properties.find(W + "pStyle")
            if style is None or properties.find(W + "numPr") is not None:
                continue
            number = self._number_of(style.get(VAL, ""))
            if number:
                listed = properties.makeelement(W + "numPr")
                listed.append(listed.makeelement(W + "ilvl", {VAL: "0"}))
                listed.append(listed.makeelement(W + "numId", {VAL: number}))
                later = [node for node in properties if node.tag in _BEFORE_LISTS]
                properties.insert(properties.index(later[-1]) + 1, listed)

    def _number_of(self, key: str) -> str:
        """The numbered list that a style or one below it brings; nothing for bullets."""
        root = _part(self._package, _LISTS)
        for _ in range(_DEPTH):
            style = self._styles.get(key)
            if style is None or root is None:
                return ""
            found = style.find(f"{PPR}/{W}numPr/{W}numId")
            if found is not None:
                number = str(found.get(VAL))
                return number if _format(root, number) not in ("bullet", "none", "") else ""
            below = style.find(W + "basedOn")
            key = "" if below is None else str(below.get(VAL))
        return ""

    def _rename(self, root: Element) -> None:
        for node in list(root.iter(*_STYLE_USES)):
            node.set(VAL, self._style(node.get(VAL, "")))
        for node in root.iter(W + "numId"):
            node.set(VAL, self._list(node.get(VAL, "0")))

    def _style(self, key: str) -> str:
        """The id under which a style is known in the other document; one that it lacks is brought along."""
        if key in self._ids or key not in self._styles:
            return self._ids.get(key, key)
        style = self._styles[key]
        kind = style.get(W + "type", "paragraph")
        name = _name(style)
        under_way = self._under_way
        known = under_way.styles.get((kind, name)) or under_way.added_styles.get((kind, name), ("",))[0]
        if known:
            self._ids[key] = known
            return known
        taken = {*under_way.styles.values(), *(each for each, _ in under_way.added_styles.values())}
        fresh = key
        while fresh in taken:
            fresh += "0"
        self._ids[key] = fresh
        under_way.added_styles[kind, name] = (fresh, "")
        made = copy.deepcopy(style)
        made.attrib.pop(W + "default", None)
        made.set(W + "styleId", fresh)
        for node in made.iter(*_STYLE_LINKS):
            node.set(VAL, self._style(node.get(VAL, "")))
        for node in made.iter(W + "numId"):
            node.set(VAL, self._list(node.get(VAL, "0")))
        under_way.added_styles[kind, name] = (fresh, _declared(made))
        return fresh

    def _list(self, number: str) -> str:
        """The number of a list of its own in the other document."""
        if number in self._lists or number == "0":
            return self._lists.get(number, number)
        root = _part(self._package, _LISTS)
        if root is None:
            return "0"
        use = root.find(f"{W}num[@{W}numId='{number}']")
        abstract = None if use is None else use.find(W + "abstractNumId")
        found = (
            None
            if abstract is None
            else root.find(f"{W}abstractNum[@{W}abstractNumId='{abstract.get(VAL)}']")
        )
        if use is None or found is None:
            return "0"
        under_way = self._under_way
        fresh = str(under_way.first_list + len(under_way.added_lists))
        self._lists[number] = fresh
        position = len(under_way.added_lists)
        under_way.added_lists.append(("", ""))
        definition, used = copy.deepcopy(found), copy.deepcopy(use)
        definition.set(W + "abstractNumId", fresh)
        for node in [*definition.findall(W + "nsid"), *definition.iter(W + "lvlPicBulletId")]:
            node.getparent().remove(node)
        used.set(W + "numId", fresh)
        used.find(W + "abstractNumId").set(VAL, fresh)
        for node in definition.iter(W + "pStyle", W + "styleLink", W + "numStyleLink"):
            node.set(VAL, self._style(node.get(VAL, "")))
        under_way.added_lists[position] = (_declared(definition), _declared(used))
        return fresh

    def _relate(self, body: Element) -> None:
        """Every relationship that the body names becomes one of the other document."""
        related = dict(_related(self._package, self._package.main, _DEPTH))
        for node in body.iter():
            for attribute, value in list(node.attrib.items()) if isinstance(node.tag, str) else ():
                if attribute.startswith(_R) and value in related:
                    node.set(attribute, self._token(related[value]))

    def _token(self, related: Related) -> str:
        return self._under_way.relate(related).replace("<#", "\ue000#").replace("#>", "#\ue001")


def _related(package: Package, source: str, depth: int) -> Iterator[tuple[str, Related]]:
    """The relationships of a part by id, with what they lead to."""
    folder, name = posixpath.split(source)
    root = package.trees.get(posixpath.join(folder, "_rels", name + ".rels"))
    for node in () if root is None or not depth else root.iter(_RELS + "Relationship"):
        kind, target = str(node.get("Type")), str(node.get("Target"))
        if node.get("TargetMode") == "External":
            yield str(node.get("Id")), Related(kind, link=target)
            continue
        part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if part in package.types and not _kept_out(package.types[part]):
            own = tuple(_related(package, part, depth - 1))
            suffix = part.rpartition(".")[2].lower()
            kind = "image" if kind.endswith("/image") else kind
            yield (
                str(node.get("Id")),
                Related(kind, package.content(part), suffix, package.types[part], own=own),
            )


def _kept_out(content_type: str) -> bool:
    """Parts that every document has of its own."""
    return "wordprocessingml" in content_type or content_type.endswith("theme+xml")


def _format(lists: Element, number: str) -> str:
    """How the first level of a list is numbered."""
    use = lists.find(f"{W}num[@{W}numId='{number}']/{W}abstractNumId")
    if use is None:
        return ""
    level = lists.find(f"{W}abstractNum[@{W}abstractNumId='{use.get(VAL)}']/{W}lvl/{W}numFmt")
    return "" if level is None else str(level.get(VAL))


def _declared(element: Element) -> str:
    """An element's XML with the namespaces that it needs itself, and tokens as a story holds them."""
    text = str(etree.tostring(element, encoding="unicode", with_tail=False))
    return text.replace("\ue000#", "<#").replace("#\ue001", "#>")


def _part(package: Package, content_type: str) -> Element | None:
    return next((package.trees[name] for name, kind in package.types.items() if kind == content_type), None)


def _style_elements(root: Element | None) -> dict[str, Element]:
    return {} if root is None else {node.get(W + "styleId", ""): node for node in root.iter(W + "style")}


def _name(style: Element) -> str:
    node = style.find(W + "name")
    return "" if node is None else str(node.get(VAL, "")).lower()


def style_ids(package: Package) -> Mapping[tuple[str, str], str]:
    """The ids of a document's styles by type and name."""
    styles = _style_elements(_part(package, _STYLES))
    return {(node.get(W + "type", "paragraph"), _name(node)): key for key, node in styles.items()}


def first_free_list(package: Package) -> int:
    """A number above those of all lists of a document."""
    root = _part(package, _LISTS)
    if root is None:
        return 1
    numbers = [node.get(W + "numId") for node in root.iter(W + "num")]
    numbers += [node.get(W + "abstractNumId") for node in root.iter(W + "abstractNum")]
    return 1 + max((int(number) for number in numbers if number), default=0)


def add_styles(additions: Additions, under_way: Underway) -> None:
    """Bring the styles of sub-documents into the template's."""
    written = [xml for _, xml in under_way.added_styles.values() if xml]
    if written:
        name, root = _changeable(additions, _STYLES, "styles")
        for xml in written:
            root.append(parse_xml(xml.encode()))
        additions.add_part(name, _xml(root), _STYLES)


def add_lists(additions: Additions, under_way: Underway) -> None:
    """Bring the lists of sub-documents into the template's; all definitions stand before all uses (17.9.15)."""
    if not under_way.added_lists:
        return
    name, root = _changeable(additions, _LISTS, "numbering")
    uses = root.findall(W + "num")
    for definition, use in under_way.added_lists:
        if not definition:
            continue
        made = parse_xml(definition.encode())
        uses[0].addprevious(made) if uses else root.append(made)
        last = root.findall(W + "num")
        node = parse_xml(use.encode())
        last[-1].addnext(node) if last else root.append(node)
        uses = root.findall(W + "num")
    additions.add_part(name, _xml(root), _LISTS)


def _changeable(additions: Additions, content_type: str, word: str) -> tuple[str, Element]:
    """A part of the template to change, or a new one that its main part points to."""
    package = additions.package
    found = next((name for name, kind in package.types.items() if kind == content_type), None)
    if found is not None:
        return found, parse_xml(package.content(found))
    root = etree.Element(W + word, nsmap={"w": W[1:-1]})
    related = Related(word, suffix="xml", content_type=content_type)
    name = f"word/{word}.xml"
    additions.name(related, name)
    additions.point(package.main, related)
    return name, root


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
