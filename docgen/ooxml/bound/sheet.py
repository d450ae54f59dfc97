"""Tags on a copy of a workbook's blank: the text of a cell is written anew, with its tags in it."""

import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from docgen.ooxml.bound.gaps import BOX, gaps_in
from docgen.ooxml.bound.values import Binding, BindingError
from docgen.ooxml.package import Element, Package, read_package
from docgen.ooxml.runs import SPACE
from docgen.ooxml.slots import Limits
from docgen.ooxml.workbook import S, part_of_kind, sheet_parts, text_of_item
from docgen.ooxml.zipped import Packer, read_members

_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BOXES = str.maketrans(dict.fromkeys("☐◻▢❑❏", BOX))


def place(blank: bytes, bindings: Sequence[Binding]) -> bytes:
    """Return a copy of the blank with a tag for each binding."""
    package = read_package(blank, Limits())
    parts, shared = dict(sheet_parts(package)), _shared(package)
    by_place: dict[str, list[Binding]] = {}
    for binding in bindings:
        by_place.setdefault(binding.at, []).append(binding)
    lost: list[tuple[str, str]] = []
    touched = set()
    for at, here in by_place.items():
        name, _, ref = at.rpartition("!")
        part = parts.get(name)
        if part is None or not _REF.fullmatch(ref):
            lost += [(one.name, at) for one in here]
            continue
        cell = _cell(package.trees[part], ref)
        text, gone = tagged(_text(cell, shared), here)
        lost += gone
        _write(cell, text)
        touched.add(part)
    if lost:
        raise BindingError(tuple(lost))
    changed = {
        part: etree.tostring(package.trees[part], xml_declaration=True, encoding="UTF-8", standalone=True)
        for part in touched
    }
    return Packer(()).pack(
        {one.name: changed.get(one.name, one.content) for one in read_members(blank, Limits())}
    )


def proof(blank: bytes, marks: Mapping[str, tuple[str, str]], bindings: Sequence[Binding]) -> bytes:
    """Return a copy of the blank that shows a number at every place."""
    placed = place(blank, bindings)
    package = read_package(placed, Limits())
    shown = {binding.tag: f"[{marks[binding.name][0]}]" for binding in bindings}
    changed = {}
    for _, part in sheet_parts(package):
        for node in package.trees[part].iter(S + "t"):
            for tag, number in shown.items():
                node.text = (node.text or "").replace(tag, number)
        changed[part] = etree.tostring(
            package.trees[part], xml_declaration=True, encoding="UTF-8", standalone=True
        )
    return Packer(()).pack(
        {one.name: changed.get(one.name, one.content) for one in read_members(placed, Limits())}
    )


def texts(blank: bytes, places: Sequence[str]) -> dict[str, str]:
    """What is printed at places of the blank."""
    package = read_package(blank, Limits())
    parts, shared = dict(sheet_parts(package)), _shared(package)
    out = {}
    for at in places:
        name, _, ref = at.rpartition("!")
        if name in parts:
            found = next(
                (one for one in package.trees[parts[name]].iter(S + "c") if one.get("r") == ref), None
            )
            out[at] = "" if found is None else _text(found, shared).translate(_BOXES)
    return out


def tagged(text: str, bindings: Sequence[Binding]) -> tuple[str, list[tuple[str, str]]]:
    """A cell's text with its tags, and the bindings that have no blank in it."""
    shown = text.translate(_BOXES)
    gaps, boxes = gaps_in(shown), [at for at, one in enumerate(shown) if one == BOX]
    wanted, lost = list[tuple[int, int, str]](), []
    for binding in bindings:
        if binding.box >= 0 and binding.box < len(boxes):
            at = _before_box(shown, boxes, binding.box)
            wanted.append((at, at, binding.tag))
        elif 0 <= binding.gap < len(gaps):
            gap = gaps[binding.gap]
            middle = gap.start + (gap.end - gap.start) // 2
            at = gap.start if gap.kind in ("rule", "colon") else middle
            wanted.append((at, at, binding.tag))
        elif binding.box < 0 and binding.gap < 0:
            wanted.append((0, len(text), binding.tag))
        else:
            lost.append((binding.name, binding.at))
    for start, end, tag in sorted(wanted, reverse=True):
        text = text[:start] + tag + text[end:]
    return text, lost


def _before_box(text: str, boxes: Sequence[int], first: int) -> int:
    """Before a group's first box, or before the word whose box stands behind it."""
    start = boxes[first - 1] + 1 if first else 0
    before = text[start : boxes[first]]
    if (
        not before.strip()
        or before.rstrip().endswith((":", "：", "？", "?"))
        or text[boxes[-1] + 1 :].strip()
    ):
        return boxes[first]
    cut = max(before.rfind(mark) for mark in ":：？? \u3000\n") + 1
    return start + cut


def _shared(package: Package) -> list[str]:
    part = part_of_kind(package, "sharedStrings")
    return [text_of_item(item) for item in package.trees[part].iter(S + "si")] if part else []


def _text(cell: Element, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        item = cell.find(S + "is")
        return "" if item is None else text_of_item(item)
    value = cell.findtext(S + "v") or ""
    if cell.get("t") == "s" and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    return value


def _write(cell: Element, text: str) -> None:
    for node in list(cell):
        cell.remove(node)
    cell.set("t", "inlineStr")
    item = etree.SubElement(cell, S + "is")
    node = etree.SubElement(item, S + "t")
    node.set(SPACE, "preserve")
    node.text = text


def _cell(root: Element, ref: str) -> Element:
    """The cell of a sheet, made in its order where the file leaves it out."""
    letters, number = _REF.fullmatch(ref).groups()  # type: ignore[union-attr]  # the caller has matched it
    rows = root.find(S + "sheetData")
    row = _in_order(rows, S + "row", lambda node: int(node.get("r", "0")), int(number), number)
    return _in_order(row, S + "c", lambda node: _column(node.get("r", "")), _column(letters), ref)


def _column(ref: str) -> int:
    number = 0
    for letter in re.match("[A-Z]*", ref).group():  # type: ignore[union-attr]  # matches always
        number = number * 26 + ord(letter) - 64
    return number


def _in_order(parent: Element, tag: str, key: Callable[[Element], int], wanted: int, ref: str) -> Element:
    for node in parent.findall(tag):
        if key(node) == wanted:
            return node
        if key(node) > wanted:
            fresh = node.makeelement(tag, {"r": ref})
            node.addprevious(fresh)
            return fresh
    return etree.SubElement(parent, tag, {"r": ref})
