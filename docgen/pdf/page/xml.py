"""Reads the parts of a package: namespaces, safe parsing, relationships."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

Element = Any  # lxml has no types of its own

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", S[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
)
MAX_PART = 64 << 20
MAX_PACKAGE = 256 << 20


class PageError(ValueError):
    """A file that cannot be laid out, and why."""


class BadDocument(PageError):  # noqa: N818  says what is so
    """Not a document of the kind that was asked for, or a broken one."""


def parts_of(document: bytes | Mapping[str, bytes]) -> dict[str, bytes]:
    """Give every part of a package by name; refuses what is no zip and what would unpack to a flood."""
    if isinstance(document, Mapping):
        return dict(document)
    try:
        with zipfile.ZipFile(BytesIO(document)) as package:
            members = [member for member in package.infolist() if not member.is_dir()]
            sizes = [member.file_size for member in members]
            if max(sizes, default=0) > MAX_PART or sum(sizes) > MAX_PACKAGE:
                raise BadDocument("the package unpacks to more than a form can be")
            return {member.filename: package.read(member) for member in members}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadDocument(f"not a readable package: {error}") from error


def parse(part: bytes) -> Element:
    """Parse a part without entities, network or DTD."""
    for strict, usual in _STRICT:
        if strict in part:
            part = part.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadDocument(f"a part is not well-formed XML: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise BadDocument("a part has a document type declaration")
    return root


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relationship points and of what kind it is."""

    target: str
    kind: str
    external: bool


def relations(parts: Mapping[str, bytes], owner: str) -> dict[str, Relation]:
    """Give the relationships of a part by id, targets as part names."""
    folder, name = posixpath.split(owner)
    part = parts.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if part is None:
        return {}
    found = {}
    for element in parse(part):
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            target = posixpath.normpath(joined)
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        found[element.get("Id", "")] = Relation(target, kind, external)
    return found


def main_part(parts: Mapping[str, bytes], usual: str) -> str:
    """Give the name of the package's main part."""
    for relation in relations(parts, "").values():
        if relation.kind == "officeDocument" and relation.target in parts:
            return relation.target
    if usual in parts:
        return usual
    raise BadDocument(f"the package has no {usual}")


def real(text: str | None, default: float = 0.0) -> float:
    """Read a number of a file, the default when there is none or an absurd one."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    return value if abs(value) < 1e9 else default  # also false for nan


def whole(text: str | None, default: int = 0) -> int:
    """Read a whole number of a file, the default when there is none or an absurd one."""
    return int(real(text, default))


def local(element: Element) -> str:
    """Give an element's name without its namespace; comments and instructions have none."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
