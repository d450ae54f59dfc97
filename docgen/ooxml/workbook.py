"""A workbook's own tables (ECMA-376 part 1, 18.2–18.8): sheets, shared texts, formats."""

import copy
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from docgen.ooxml.package import Element, Package
from docgen.ooxml.values import escape

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_A_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_OWN_DATE = 'yyyy"-"mm"-"dd'
_FIRST_OWN_FORMAT = 164


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's inner relationships: id → (kind, part)."""
    folder, name = posixpath.split(part)
    root = package.trees.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if root is None:
        return {}
    return {
        node.get("Id"): (str(node.get("Type")).rpartition("/")[2], _resolve(folder, node.get("Target")))
        for node in root.iter(_RELS + "Relationship")
        if node.get("TargetMode") != "External"
    }


def _resolve(folder: str, target: str) -> str:
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )


def sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """Each worksheet's name and part, in the workbook's order."""
    related = relations(package, package.main)
    for node in package.trees[package.main].iter(S + "sheet"):
        kind, part = related.get(node.get(_R + "id"), ("", ""))
        if kind == "worksheet" and part in package.trees:
            yield node.get("name"), part


def sheet_names(package: Package) -> list[str]:
    """The names of all sheets, in the order that ``localSheetId`` counts."""
    return [node.get("name") for node in package.trees[package.main].iter(S + "sheet")]


def since_1904(package: Package) -> bool:
    """Whether the workbook counts its days from 1904."""
    node = package.trees[package.main].find(S + "workbookPr")
    return node is not None and node.get("date1904", "0") in ("1", "true")


def part_of_kind(package: Package, kind: str) -> str:
    """The part that the workbook relates to in this way, or nothing."""
    return next(
        (
            part
            for each, part in relations(package, package.main).values()
            if each == kind and part in package.trees
        ),
        "",
    )


def text_of_item(item: Element) -> str:
    """The text of a shared or inline string, without its phonetic guide."""
    return "".join(
        node.text or ""
        for node in item.iter(S + "t")
        if not any(up.tag == S + "rPh" for up in node.iterancestors())
    )


@dataclass(frozen=True, slots=True)
class Item:
    """A shared or inline string: stretches of text, each with the XML of its look (empty for the cell's own)."""

    stretches: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(text for _, text in self.stretches)


def read_item(item: Element) -> Item:
    """A string with the looks of its runs (18.4.4)."""
    root = item.getroottree().getroot()
    stretches = []
    for node in item:
        if node.tag == S + "t":
            stretches.append(("", node.text or ""))
        elif node.tag == S + "r":
            look = node.find(S + "rPr")
            stretches.append(("" if look is None else inner_xml(look, root), node.findtext(S + "t") or ""))
    return Item(tuple(stretches))


@dataclass(slots=True)
class Formats:
    """The workbook's cell formats; finds or makes the date twin of a format."""

    root: Element | None
    changed: bool = False
    _twins: dict[str, str] = field(default_factory=dict)

    def date_twin(self, style: str) -> str:
        """The format of a cell for a date: its own when it shows dates, else a copy that does."""
        if self.root is None:
            return style
        if style not in self._twins:
            formats = self.root.find(S + "cellXfs")
            number = int(style or "0")
            own = formats[number] if formats is not None and number < len(formats) else None
            self._twins[style] = style if own is None or self._shows_dates(own) else self._copy(formats, own)
        return self._twins[style]

    def shows_dates(self, style: str) -> bool:
        """Whether the cells of a format show dates."""
        formats = None if self.root is None else self.root.find(S + "cellXfs")
        number = int(style or "0")
        return formats is not None and number < len(formats) and self._shows_dates(formats[number])

    def _shows_dates(self, own: Element) -> bool:
        number = int(own.get("numFmtId", "0"))
        code = self._codes().get(number)
        if code is None:
            return number in _DATE_FORMATS
        return bool(re.search("[ymdhs]", _NOT_A_CODE.sub("", code).lower()))

    def _codes(self) -> Mapping[int, str]:
        if self.root is None:
            return {}
        return {
            int(node.get("numFmtId")): node.get("formatCode", "") for node in self.root.iter(S + "numFmt")
        }

    def _copy(self, formats: Element, own: Element) -> str:
        fresh = copy.deepcopy(own)
        fresh.set("numFmtId", str(self._date_format()))
        fresh.set("applyNumberFormat", "1")
        formats.append(fresh)
        formats.set("count", str(len(formats)))
        self.changed = True
        return str(len(formats) - 1)

    def _date_format(self) -> int:
        codes = self._codes()
        known = next((number for number, code in codes.items() if code == _OWN_DATE), None)
        if known is not None or self.root is None:
            return known or 14
        number = max([_FIRST_OWN_FORMAT - 1, *codes]) + 1
        holder = self.root.find(S + "numFmts")
        if holder is None:
            holder = self.root.makeelement(S + "numFmts")
            self.root.insert(0, holder)
        holder.append(holder.makeelement(S + "numFmt", {"numFmtId": str(number), "formatCode": _OWN_DATE}))
        holder.set("count", str(len(holder)))
        return number


def attributes_text(node: Element, leave: frozenset[str]) -> str:
    """An element's attributes as text, but for some; foreign ones stay when the part's root knows their prefix."""
    known = _declared(node.getroottree().getroot())
    out = []
    for name, value in node.attrib.items():
        uri, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
        if name not in leave and (not uri or uri in known):
            out.append(f' {known[uri] + ":" if uri else ""}{local}="{escape(value)}"')
    return "".join(out)


def inner_xml(node: Element, within: Element) -> str:
    """An element as it is written inside another, which already declares its prefixes."""
    text = etree.tostring(node, encoding="unicode", with_tail=False)
    head, close, rest = text.partition(">")
    for prefix, uri in within.nsmap.items():
        head = head.replace(f' xmlns{":" + prefix if prefix else ""}="{uri}"', "")
    return str(head + close + rest)


def _declared(root: Element) -> dict[str, str]:
    return {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
