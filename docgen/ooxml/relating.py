"""Relationships that a fill adds: pictures, links and parts of sub-documents get ids, parts and types (ECMA-376 part 2)."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import field

from lxml import etree

from docgen.nouns import dataclass
from docgen.ooxml.package import TYPES, Element, Package, parse_xml
from docgen.ooxml.underway import Related

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS = f"{{{_RELS_NS}}}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TOKEN = re.compile(r"<#(\d+)#>")
_FOLDERS = {"image": "media", "chart": "charts"}


@dataclass(slots=True)
class Additions:
    """The parts that one fill adds to a package."""

    package: Package
    parts: dict[str, bytes] = field(default_factory=dict)
    _names: dict[Related, str] = field(default_factory=dict)
    _relations: dict[str, Element] = field(default_factory=dict)
    _types: Element = None

    def resolve(self, name: str, text: str, related: list[Related]) -> str:
        """A story's text with the ids of what it points to."""
        if not related or "<#" not in text:
            return text
        ids: dict[int, str] = {}

        def identify(found: re.Match[str]) -> str:
            number = int(found.group(1))
            if number not in ids:
                ids[number] = self.point(name, related[number])
            return ids[number]

        return _TOKEN.sub(identify, text)

    def point(self, source: str, related: Related, wanted: str = "") -> str:
        """Make a part point to another part or an address; gives the relationship's id."""
        root = self._relations_of(source)
        taken = {node.get("Id") for node in root}
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        relation = etree.SubElement(root, _RELS + "Relationship", Id=wanted or f"rId{number}")
        relation.set("Type", related.kind if "/" in related.kind else f"{_OFFICE}/{related.kind}")
        if related.link:
            relation.set("Target", related.link)
            relation.set("TargetMode", "External")
        else:
            relation.set("Target", "/" + self._part(related))
        return str(relation.get("Id"))

    def add_part(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part with a type of its own."""
        self.parts[name] = content
        known = self._all_types()
        if not any(node.get("PartName") == "/" + name for node in known):
            etree.SubElement(known, _TYPES + "Override", PartName="/" + name, ContentType=content_type)

    def name(self, related: Related, name: str) -> None:
        """Say under which name a related part is added by others."""
        self._names[related] = name

    def finished(self) -> Mapping[str, bytes]:
        """All parts that are new or changed."""
        written = {_relations_name(source): _xml(root) for source, root in self._relations.items()}
        types = {TYPES: _xml(self._types)} if self._types is not None else {}
        return {**self.parts, **written, **types}

    def _relations_of(self, source: str) -> Element:
        if source not in self._relations:
            name = _relations_name(source)
            known = name in self.package.trees
            self._relations[source] = (
                parse_xml(self.package.content(name))
                if known
                else etree.Element(_RELS + "Relationships", nsmap={None: _RELS_NS})
            )
        return self._relations[source]

    def _part(self, related: Related) -> str:
        """The name of a related part, which is added when it is new."""
        if related in self._names:
            return self._names[related]
        folder = _FOLDERS.get(related.kind.rpartition("/")[2], "parts")
        name = f"word/{folder}/added{len(self._names) + 1}.{related.suffix}"
        self._names[related] = name
        if folder == "media":
            self.parts[name] = related.content
            self._default(related.suffix, related.content_type)
        else:
            self.add_part(name, related.content, related.content_type)
        for wanted, each in related.own:
            self.point(name, each, wanted)
        return name

    def _default(self, suffix: str, content_type: str) -> None:
        known = self._all_types()
        if not any(node.get("Extension", "").lower() == suffix for node in known):
            known.insert(0, known.makeelement(_TYPES + "Default", Extension=suffix, ContentType=content_type))

    def _all_types(self) -> Element:
        if self._types is None:
            self._types = parse_xml(self.package.content(TYPES))
        return self._types


def _relations_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", name + ".rels")


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
