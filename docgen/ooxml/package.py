"""An Office package (ECMA-376 part 2): its parts, and what a template must not carry."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from docgen.nouns import dataclass
from docgen.ooxml.errors import Place, Problem, TemplateError, problem
from docgen.ooxml.slots import Limits
from docgen.ooxml.zipped import Member, read_members

Element = Any  # an lxml element: lxml brings no types

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
TYPES = "[Content_Types].xml"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_XML_NAMES = (".xml", ".rels", ".vml")
_SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_RUNS_SOMETHING = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|IMPORT|RD|DATABASE|EMBED)\b", re.IGNORECASE
)
_FORBIDDEN_RELATIONS = {
    "vbaProject": "OOXML-021",
    "wordVbaData": "OOXML-021",
    "xlMacrosheet": "OOXML-021",
    "oleObject": "OOXML-022",
    "control": "OOXML-022",
    "activeXControlBinary": "OOXML-022",
    "aFChunk": "OOXML-023",
    "attachedTemplate": "OOXML-023",
    "subDocument": "OOXML-023",
    "externalLink": "OOXML-023",
    "externalLinkPath": "OOXML-023",
    "connections": "OOXML-023",
    "queryTable": "OOXML-023",
}
_FORBIDDEN_TYPES = {
    "externalLink": "OOXML-023",
    "connections": "OOXML-023",
    "queryTable": "OOXML-023",
    "macrosheet": "OOXML-021",
    "intlmacrosheet": "OOXML-021",
}
_FORMULAS = frozenset({"definedName", "formula", "formula1", "formula2", "f"})
_REACHES_OUT = {
    re.compile(r"https?:|ftp:|file:|\\\\", re.IGNORECASE): "OOXML-020",
    re.compile(r"\[\d+\]|\[[^\[\]]+\.xl\w+\]", re.IGNORECASE): "OOXML-023",
    re.compile(r"\w\|\s*'"): "OOXML-024",  # DDE: program|'topic'!item
}
MAIL_MERGE = frozenset({"mailMergeSource", "mailMergeHeaderSource", "mailMergeRecipientData"})
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read and found harmless."""

    members: tuple[Member, ...]
    main: str
    types: Mapping[str, str]
    trees: Mapping[str, Element]

    def content(self, name: str) -> bytes:
        """The bytes of one part."""
        return next(member.content for member in self.members if member.name == name)


def parse_xml(content: bytes) -> Element:
    """The root of an XML part: no entities, no network, no recovery."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_blank_text=False,
    )
    return etree.fromstring(content, parser)


def open_package(
    source: Path | str | bytes, limits: Limits, main_type: str, allow: frozenset[str] = frozenset()
) -> Package:
    """The package, or a TemplateError that lists everything suspicious in it."""
    package = source if isinstance(source, bytes) else Path(source).read_bytes()
    members = read_members(package, limits)
    trees, problems = _parse_all(members)
    types, main = _content_types(trees, members)
    problems += _wrong_kind(types, main, main_type)
    problems += _suspicious(trees, types, allow)
    if problems:
        raise TemplateError(problems)
    return Package(members, main, types, trees)


def read_package(package: bytes, limits: Limits) -> Package:
    """A package whose content nobody looked into; a TemplateError when it cannot be read."""
    members = read_members(package, limits)
    trees, problems = _parse_all(members)
    types, main = _content_types(trees, members)
    if problems or main not in types:
        raise TemplateError(problems or [problem("OOXML-009", "_rels/.rels", "The main part is not named.")])
    return Package(members, main, types, trees)


def _parse_all(members: Iterable[Member]) -> tuple[dict[str, Element], list[Problem]]:
    trees: dict[str, Element] = {}
    problems = []
    for member in members:
        if not member.name.lower().endswith(_XML_NAMES):
            continue
        try:
            root = parse_xml(member.content)
        except etree.XMLSyntaxError as error:
            problems.append(problem("OOXML-007", member.name, f"Line {error.lineno}."))
            continue
        if root.getroottree().docinfo.internalDTD is not None:
            problems.append(problem("OOXML-008", member.name))
        trees[member.name] = root
    return trees, problems


def _content_types(trees: Mapping[str, Element], members: Iterable[Member]) -> tuple[dict[str, str], str]:
    root = trees.get(TYPES)
    if root is None:
        return {}, ""
    defaults = {
        node.get("Extension", "").lower(): node.get("ContentType", "")
        for node in root.iter(_TYPES + "Default")
    }
    overrides = {
        node.get("PartName", "").lstrip("/"): node.get("ContentType", "")
        for node in root.iter(_TYPES + "Override")
    }
    names = [member.name for member in members]
    types = {name: overrides.get(name, defaults.get(name.rpartition(".")[2].lower(), "")) for name in names}
    return types, _main_part(trees)


def _main_part(trees: Mapping[str, Element]) -> str:
    root = trees.get("_rels/.rels")
    if root is None:
        return ""
    for relation in root.iter(_RELS + "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return ""


def _wrong_kind(types: Mapping[str, str], main: str, main_type: str) -> list[Problem]:
    if not main or main not in types:
        return [problem("OOXML-009", "_rels/.rels", "The main part is not named.")]
    if types[main] != main_type:
        return [problem("OOXML-006", main, f"Its type is {types[main] or 'unknown'}.")]
    return []


def _suspicious(
    trees: Mapping[str, Element], types: Mapping[str, str], allow: frozenset[str]
) -> list[Problem]:
    problems = []
    for name, kind in types.items():
        if "vbaProject" in kind or "macroEnabled" in kind:
            problems.append(problem("OOXML-021", name))
        elif "oleObject" in kind or "activeX" in kind:
            problems.append(problem("OOXML-022", name))
        problems += [
            problem(code, name, f"Part of kind {forbidden}.")
            for forbidden, code in _FORBIDDEN_TYPES.items()
            if kind.endswith(f".{forbidden}+xml")
        ]
    for name, root in trees.items():
        problems += _bad_relations(name, root, allow) if name.endswith(".rels") else _bad_markup(name, root)
    return problems


def _bad_relations(name: str, root: Element, allow: frozenset[str]) -> Iterable[Problem]:
    for relation in root.iter(_RELS + "Relationship"):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        target = str(relation.get("Target", ""))
        if kind in _FORBIDDEN_RELATIONS:
            yield problem(_FORBIDDEN_RELATIONS[kind], name, f"Relationship {kind}.")
        elif kind == "package" and "embedded" not in allow:
            yield problem("OOXML-022", name, "Allow it with allow={'embedded'}.")
        elif kind in MAIL_MERGE:
            continue  # a Word template's own data source is taken out when it is compiled
        elif relation.get("TargetMode") == "External" and not (
            kind == "hyperlink" and _SAFE_LINK.match(target)
        ):
            yield problem("OOXML-020", name, f"Relationship {kind}.")


def _bad_formulas(name: str, root: Element) -> Iterable[Problem]:
    """Names, rules and validations of a workbook that reach outside it; a query that loads data (Power Query)."""
    if root.tag.rpartition("}")[2] == "DataMashup":
        yield problem("OOXML-023", name, "Power Query.")
    if not root.tag.startswith((_SHEET, _CHART)):
        return
    for node in root.iter():
        local = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if local not in _FORMULAS or (node.tag == _SHEET + "f"):
            continue
        place = Place(name, text=node.get("name", "") or local)
        if local == "definedName" and {"xlm", "vbProcedure", "function"} & set(node.attrib):
            yield problem("OOXML-021", place)
        for pattern, code in _REACHES_OUT.items():
            if pattern.search(node.text or ""):
                yield problem(code, place)


def _bad_markup(name: str, root: Element) -> Iterable[Problem]:
    yield from _bad_formulas(name, root)
    if root.find(f".//{W}altChunk") is not None:
        yield problem("OOXML-023", name, "altChunk")
    for paragraph in root.iter(W + "p"):
        instruction = "".join(node.text or "" for node in paragraph.iter(W + "instrText"))
        simple = [str(node.get(W + "instr", "")) for node in paragraph.iter(W + "fldSimple")]
        pieces = [*re.split(r"(?=\bDDE|\bINCLUDE)", instruction, flags=re.IGNORECASE), *simple]
        if any(_RUNS_SOMETHING.match(piece) for piece in pieces):
            yield problem("OOXML-024", name)
