"""Mail merge fields (邮件合并): a MERGEFIELD of Word or WPS is a slot of its name (ECMA-376 part 1, 17.16.5.35)."""

import copy
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from docgen.ooxml.package import MAIL_MERGE, TYPES, Element, Package, W
from docgen.ooxml.runs import RPR, P, R, T, new_run, set_text
from docgen.ooxml.zipped import Member, deflate

_MERGEFIELD = re.compile(r'\s*MERGEFIELD\s+(?:"([^"]+)"|(\S+))(.*)', re.IGNORECASE | re.DOTALL)
_KIND = W + "fldCharType"


def merge_fields_to_tags(root: Element) -> None:
    """Turn every merge field into a tag, in the look of its result; other fields stay as they are.

    What cannot stand in a name (spaces, brackets) becomes ``_``, as Word itself does with a column's title.
    """
    for field in list(root.iter(W + "fldSimple")):
        name = _name(field.get(W + "instr", ""))
        if name:
            _simple(field, name)
    for paragraph in root.iter(P):
        for runs in list(_complex_fields(paragraph)):
            name = _name("".join(node.text or "" for run in runs for node in run.iter(W + "instrText")))
            if name:
                _complex(runs, name)


def without_data_source(package: Package) -> Package:
    """Take out where a mail merge template reads its records, and the people it chose, so that no copy carries them."""
    changed: dict[str, Element] = {}
    left: set[str] = set()
    for name, tree in package.trees.items():
        merge = tree.find(W + "mailMerge") if tree.tag == W + "settings" else None
        if merge is None and not any(map(_is_data_source, tree)):
            continue
        changed[name] = copy.deepcopy(tree)
        for node in [each for each in changed[name] if each.tag == W + "mailMerge" or _is_data_source(each)]:
            left |= {_target(name, node)} if _is_data_source(node) else set()
            changed[name].remove(node)
    if not changed:
        return package
    orphans = left & package.types.keys() - _pointed_at({**package.trees, **changed})
    changed[TYPES] = _types_without(package.trees[TYPES], orphans)
    contents = {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, tree in changed.items()
    }
    members = tuple(
        Member(member.name, contents[member.name], deflate(contents[member.name]))
        if member.name in contents
        else member
        for member in package.members
        if member.name not in orphans
    )
    kept = {name: tree for name, tree in {**package.trees, **changed}.items() if name not in orphans}
    types = {name: kind for name, kind in package.types.items() if name not in orphans}
    return replace(package, members=members, trees=kept, types=types)


def _target(relations: str, relation: Element) -> str:
    """The part that a relationship of a part leads to; nothing for one that leads outside."""
    if relation.get("TargetMode") == "External":
        return ""
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target")))).lstrip("/")


def _pointed_at(trees: Mapping[str, Element]) -> set[str]:
    return {_target(name, node) for name, tree in trees.items() if name.endswith(".rels") for node in tree}


def _types_without(types: Element, orphans: set[str]) -> Element:
    kept = copy.deepcopy(types)
    for node in list(kept):
        if str(node.get("PartName", "")).lstrip("/") in orphans:
            kept.remove(node)
    return kept


def _is_data_source(relation: Element) -> bool:
    return str(relation.get("Type", "")).rpartition("/")[2] in MAIL_MERGE


def _name(instruction: str) -> str:
    found = _MERGEFIELD.fullmatch(instruction)
    return re.sub(r"\W+", "_", (found.group(1) or found.group(2)).strip()) if found else ""


def _simple(field: Element, name: str) -> None:
    parent = field.getparent()
    like = next(field.iter(R), None)
    text = new_run(parent, like, f"{{{{ {name} }}}}")
    field.addprevious(text.getparent())
    parent.remove(field)


def _complex_fields(paragraph: Element) -> Iterator[list[Element]]:
    """The runs of each field of a paragraph, from its begin to its end; fields within fields are left alone."""
    runs: list[Element] = []
    depth = 0
    nested = False
    for run in paragraph.iterchildren(R):
        kinds = [node.get(_KIND) for node in run.findall(W + "fldChar")]
        depth += kinds.count("begin")
        nested = nested or depth > 1
        if depth:
            runs.append(run)
        depth -= kinds.count("end")
        if not depth and runs:
            if not nested:
                yield runs
            runs, nested = [], False


def _complex(runs: list[Element], name: str) -> None:
    """Put the tag into the first run of the field's result (or the first run), and take the others out."""
    result = next((run for run in runs if run.find(T) is not None), runs[0])
    for node in [node for node in result if node.tag != RPR]:
        result.remove(node)
    text = result.makeelement(T)
    set_text(text, f"{{{{ {name} }}}}")
    result.append(text)
    for run in runs:
        if run is not result:
            run.getparent().remove(run)
