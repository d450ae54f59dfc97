"""Hidden tags on a copy of a Word blank: in empty cells, before boxes, on rules and in gaps of printed text."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from docgen.ooxml.blanks.word import children
from docgen.ooxml.bound.gaps import BOX, CONTROL, Gap, gaps_in
from docgen.ooxml.bound.values import Binding, BindingError
from docgen.ooxml.package import Element, W, read_package
from docgen.ooxml.runs import (
    PPR,
    RPR,
    TBL,
    TC,
    TR,
    VAL,
    W14,
    P,
    R,
    T,
    cell_properties,
    cut_before,
    set_text,
    underline_of,
)
from docgen.ooxml.slots import Limits
from docgen.ooxml.zipped import Packer, read_members

_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo", "hyperlink"})
_SPACES = " \u3000\u00a0"
_BOXES = str.maketrans(dict.fromkeys("☐◻▢❑❏", BOX))
_SEPARATORS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "ptab": "\t"}
_MERGE = re.compile(r"^\s*MERGEFIELD\s")
_UNITS = re.compile(r"^[（(]?(元|万元|亩|平方米|公里|米|人|户|岁|月|个月|%|％)[)）]?$")


@dataclass(slots=True)
class _Atom:
    """A stretch of printed text and the element it stands in; a box or a control is an atom of its own."""

    text: str
    element: Element
    kind: str = "text"  # "text", "box", "control", "other"


@dataclass(slots=True)
class _Story:
    """What one place prints: its atoms, with line ends between paragraphs."""

    paragraphs: list[Element]
    make: "Make"
    atoms: list[_Atom] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(atom.text for atom in self.atoms)


#: Makes the run that is put at a place: like which element, with which look, for which binding.
Make = Callable[[Element, Element | None, Binding], Element]


def place(blank: bytes, bindings: Sequence[Binding]) -> bytes:
    """Return a copy of the blank with a hidden tag for each binding."""
    return _changed(blank, bindings, _hidden)


def proof(blank: bytes, marks: Mapping[str, tuple[str, str]], bindings: Sequence[Binding]) -> bytes:
    """Return a copy of the blank with every place framed, numbered and coloured; ``marks`` by the bindings' names."""

    def make(like: Element, look: Element | None, binding: Binding) -> Element:
        return _shown_mark(like, look, *marks[binding.name])

    return _changed(blank, bindings, make, {name: colour for name, (_, colour) in marks.items()})


def _changed(
    blank: bytes, bindings: Sequence[Binding], make: Make, shades: Mapping[str, str] | None = None
) -> bytes:
    package = read_package(blank, Limits())
    root = package.trees[package.main]
    found = _Places(root)
    lost, by_place = [], dict[str, list[Binding]]()
    for binding in bindings:
        by_place.setdefault(binding.at, []).append(binding)
    for at, here in by_place.items():
        where = found.paragraphs(at)
        lost += [(one.name, at) for one in here] if where is None else _fill(_Story(where, make), here)
        if where and shades:
            _shade(where[0], [one for one in here if one.gap < 0 and one.box < 0], shades)
    if lost:
        raise BindingError(tuple(lost))
    changed = {package.main: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    return Packer(()).pack(
        {one.name: changed.get(one.name, one.content) for one in read_members(blank, Limits())}
    )


def texts(blank: bytes, places: Sequence[str]) -> dict[str, str]:
    """What is printed at places of the blank."""
    package = read_package(blank, Limits())
    found = _Places(package.trees[package.main])
    out = {}
    for at in places:
        where = found.paragraphs(at)
        if where is not None:
            out[at] = _read(_Story(where, _hidden)).text
    return out


class _Places:
    """Finds the paragraphs of a place by its coordinates."""

    def __init__(self, root: Element) -> None:
        self._body = root.find(W + "body")
        self._running: list[Element] | None = None

    def paragraphs(self, at: str) -> list[Element] | None:
        if at.startswith("p"):
            if self._running is None:
                self._running = list(running(self._body))
            number = int(at[1:]) if at[1:].isdigit() else -1
            return [self._running[number]] if 0 <= number < len(self._running) else None
        cell = self._cell(at.split("/"))
        return None if cell is None else list(children(cell, P))

    def _cell(self, path: Sequence[str]) -> Element | None:
        """The cell at table, row and cell; the last may be a grid column (``c3``)."""
        if not all(part.removeprefix("c").isdigit() for part in path):
            return None
        holder, steps = self._body, list(path)
        while len(steps) >= 3:
            table = _nth(children(holder, TBL), int(steps.pop(0)))
            row = None if table is None else _nth(children(table, TR), int(steps.pop(0)))
            if row is None:
                return None
            if len(steps) == 1:
                last = steps[0]
                return (
                    _at_column(row, int(last[1:]))
                    if last.startswith("c")
                    else _nth(children(row, TC), int(last))
                )
            holder = _at_column(row, int(steps.pop(0)))
            if holder is None:
                return None
        return None


def running(body: Element) -> Iterator[Element]:
    """The paragraphs outside tables, those in floating boxes after the paragraph that anchors them."""
    for node in body:
        kind = _local(node)
        if node.tag == P:
            yield node
        elif kind in _THROUGH:
            yield from running(node)
            continue
        elif node.tag != TBL:
            continue
        for box in node.iter(W + "txbxContent"):
            if not any(_local(up) == "Fallback" for up in box.iterancestors()):
                yield from box.iter(P)


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _nth(nodes: Iterator[Element], number: int) -> Element | None:
    return next((node for at, node in enumerate(nodes) if at == number), None)


def _at_column(row: Element, column: int) -> Element | None:
    before = row.find(f"{W}trPr/{W}gridBefore")
    at = int(before.get(VAL, "0")) if before is not None else 0
    for cell in children(row, TC):
        if at == column:
            return cell
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        at += int(span.get(VAL, "1")) if span is not None else 1
    return None


def _read(story: _Story) -> _Story:
    """Read what the paragraphs print into atoms."""
    for number, paragraph in enumerate(story.paragraphs):
        if number:
            story.atoms.append(_Atom("\n", paragraph, "other"))
        _gather(paragraph, story.atoms)
    return story


def _gather(node: Element, atoms: list[_Atom]) -> None:
    for child in node:
        kind = _local(child)
        if kind == "r":
            _gather_run(child, atoms)
        elif kind == "sdt":
            _gather_control(child, atoms)
        elif kind == "fldSimple" and _MERGE.match(child.get(W + "instr", "")):
            atoms.append(_Atom(CONTROL, child, "control"))
        elif kind in _THROUGH or kind == "fldSimple":
            _gather(child, atoms)


def _gather_run(run: Element, atoms: list[_Atom]) -> None:
    if run.find(f"{RPR}/{W}vanish") is not None:
        return
    ruled = underline_of(run) != "none"
    for child in run:
        if child.tag == T:
            atoms.append(_Atom(_shown(child.text or "", ruled), child))
        elif child.tag in _SEPARATORS:
            text = "_" if ruled and child.tag == W + "tab" else _SEPARATORS[child.tag]
            atoms.append(_Atom(text, child, "other"))
        elif child.tag == W + "sym" or child.find(f"{W}ffData/{W}checkBox") is not None:
            atoms.append(_Atom(BOX, child, "box"))


def _shown(text: str, ruled: bool) -> str:
    shown = text.translate(_BOXES)
    if not ruled:
        return shown
    if not shown.strip(_SPACES):
        return "_" * len(shown)
    return re.sub(f"[{_SPACES}]{{2,}}", lambda found: "_" * len(found.group()), shown)


def _gather_control(sdt: Element, atoms: list[_Atom]) -> None:
    properties, content = sdt.find(W + "sdtPr"), sdt.find(W + "sdtContent")
    if properties is None or content is None:
        return
    if properties.find(W14 + "checkbox") is not None:
        atoms.append(_Atom(BOX, sdt, "box"))
    elif properties.find(W + "showingPlcHdr") is not None or not "".join(content.itertext()).strip():
        atoms.append(_Atom(CONTROL, sdt, "control"))
    else:
        _gather(content, atoms)


def _fill(story: _Story, bindings: Sequence[Binding]) -> list[tuple[str, str]]:
    """Put the tags of one place; those that have no blank there are given back."""
    _read(story)
    text = story.text
    gaps = gaps_in(text)
    boxes = [at for at, character in enumerate(text) if character == BOX]
    groups = sorted(one.box for one in bindings if one.box >= 0)
    lost, wanted = [], list[tuple[int, Gap | None, Binding]]()
    for binding in bindings:
        if binding.box >= 0:
            if binding.box >= len(boxes):
                lost.append((binding.name, binding.at))
                continue
            wanted.append((_before_group(text, boxes, binding.box, groups), None, binding))
        elif binding.gap >= 0:
            if binding.gap >= len(gaps):
                lost.append((binding.name, binding.at))
                continue
            wanted.append((gaps[binding.gap].start, gaps[binding.gap], binding))
        else:
            _whole(story, binding)
    for offset, gap, binding in sorted(wanted, key=lambda one: one[0], reverse=True):
        if gap is None:
            _insert(story, offset, binding)
        else:
            _into_gap(story, gap, binding)
    return lost


def _before_group(text: str, boxes: Sequence[int], first: int, groups: Sequence[int]) -> int:
    """Where a group's tag goes: before its first box, or before the word whose box stands behind it."""
    later = [box for box in groups if box > first]
    last = (later[0] if later else len(boxes)) - 1
    start = max(text.rfind("\n", 0, boxes[first]), boxes[first - 1] if first else -1) + 1
    before = text[start : boxes[first]]
    after = re.split(r"\n", text[boxes[last] + 1 :])[0]
    words = before.rstrip()
    if (
        not words.strip()
        or words.endswith((":", "：", "？", "?", "（", "("))
        or after.strip(" \u3000\u00a0，。；;,)）")
    ):
        return boxes[first]
    cut = max(before.rfind(mark) for mark in ":：？?")
    rest = before[cut + 1 :]
    word = re.search(r"\S+\s*$", rest)
    return start + cut + 1 + (word.start() if word else 0)


def _insert(story: _Story, offset: int, binding: Binding) -> None:
    """Put a hidden run with a tag before the character at ``offset``."""
    atom, inside = _atom_at(story, offset)
    if atom is None:
        last = story.paragraphs[-1]
        runs = last.findall(R)
        last.append(story.make(last, runs[-1].find(RPR) if runs else None, binding))
    elif atom.kind == "text":
        run = cut_before(atom.element, inside).getparent()
        run.addprevious(story.make(run, run.find(RPR), binding))
    elif atom.element.tag == P:  # a line's end: the tag closes the paragraph before
        before = story.paragraphs[story.paragraphs.index(atom.element) - 1]
        runs = before.findall(R)
        before.append(story.make(before, runs[-1].find(RPR) if runs else None, binding))
    else:
        holder = atom.element if _local(atom.element) in ("sdt", "fldSimple") else _run_of(atom.element)
        holder.addprevious(story.make(holder, holder.find(RPR), binding))


def _atom_at(story: _Story, offset: int) -> tuple[_Atom | None, int]:
    at = 0
    for atom in story.atoms:
        if at <= offset < at + len(atom.text):
            return atom, offset - at
        at += len(atom.text)
    return None, 0


def _run_of(element: Element) -> Element:
    """The run of a box or separator, cut so that it begins with it."""
    run = element.getparent()
    before = [child for child in run[: run.index(element)] if child.tag != RPR]
    if not before:
        return run
    fresh = run.makeelement(R)
    if run.find(RPR) is not None:
        fresh.append(copy.deepcopy(run.find(RPR)))
    fresh.extend(run[run.index(element) :])
    run.addnext(fresh)
    return fresh


def _into_gap(story: _Story, gap: Gap, binding: Binding) -> None:
    """Put a tag into a gap: on a rule, in place of a control, in the middle of spaces."""
    if gap.kind == "control":
        atom, _ = _atom_at(story, gap.start)
        if atom is not None:
            _replace(atom.element, binding, story.make)
        return
    if gap.kind in ("rule", "colon"):
        _insert(story, gap.start, binding)
        return
    _insert(story, gap.start + (gap.end - gap.start) // 2, binding)


def _replace(control: Element, binding: Binding, make: Make) -> None:
    """Put a tag where a content control or merge field stands."""
    inner = next(control.iter(R), None)
    look = None if inner is None else inner.find(RPR)
    look = None if look is None else _without_placeholder(look)
    paragraph = next(control.iter(P), None)
    if paragraph is not None:  # a control around whole paragraphs
        for node in [node for node in paragraph if node.tag != PPR]:
            paragraph.remove(node)
        paragraph.append(make(control, look, binding))
        control.addprevious(paragraph)
        control.getparent().remove(control)
        return
    control.addprevious(make(control, look, binding))
    tail = control.tail
    control.tail = None
    control.getparent().remove(control)
    del tail


def _without_placeholder(look: Element) -> Element:
    fresh = copy.deepcopy(look)
    for name in ("rStyle", "color"):
        for node in fresh.findall(W + name):
            fresh.remove(node)
    return fresh


def _whole(story: _Story, binding: Binding) -> None:
    """Put a tag into an empty cell, before a printed unit, or in place of a hint."""
    text = story.text.strip()
    control = next((atom for atom in story.atoms if atom.kind == "control"), None)
    if control is not None:
        _replace(control.element, binding, story.make)
        return
    paragraph = next(
        (one for one in story.paragraphs if not _paragraph_text(one).strip()), story.paragraphs[0]
    )
    if text and _UNITS.match(text):
        first = next(atom for atom in story.atoms if atom.kind == "text" and atom.text.strip())
        run = first.element.getparent()
        run.addprevious(story.make(run, run.find(RPR), binding))
        return
    alone = binding.shape == "digits"  # a digit's box holds nothing else, no blanks either
    if alone or (text and not any(_BOXES_OR_RULES.search(atom.text) for atom in story.atoms)):
        look = _look_of(paragraph)
        for run in [run for one in story.paragraphs for run in one.findall(R)]:
            run.getparent().remove(run)
        paragraph.append(story.make(paragraph, look, binding))
        return
    paragraph.append(story.make(paragraph, _look_of(paragraph), binding))


_BOXES_OR_RULES = re.compile(f"[{BOX}_＿]")


def _paragraph_text(paragraph: Element) -> str:
    atoms: list[_Atom] = []
    _gather(paragraph, atoms)
    return "".join(atom.text for atom in atoms)


def _look_of(paragraph: Element) -> Element | None:
    """The look of a value in an empty cell: its paragraph's, else that of the words nearest before it."""
    own = paragraph.find(f"{PPR}/{RPR}")
    if own is not None and any(own.find(W + name) is not None for name in ("sz", "rFonts")):
        return _plain(own)
    runs = [run for run in paragraph.findall(R) if run.find(RPR) is not None]
    if runs:
        return _plain(runs[0].find(RPR))
    row = next(paragraph.iterancestors(TR), None)
    while row is not None:
        looks = [run.find(RPR) for run in row.iter(R) if run.find(RPR) is not None]
        if looks:
            return _plain(looks[-1])
        row = row.getprevious() if row.getprevious() is not None and row.getprevious().tag == TR else None
    return None if own is None else _plain(own)


def _plain(look: Element) -> Element:
    """A look without what belongs to printed labels: bold, spacing, colour, marks of revisions."""
    fresh = copy.deepcopy(look)
    for node in list(fresh):
        if _local(node) in ("b", "bCs", "spacing", "fitText", "color", "ins", "del", "u", "vanish"):
            fresh.remove(node)
    return fresh


_AFTER_VANISH = frozenset(
    [
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
        "oMath",
        "rPrChange",
    ]
)


def _hidden(like: Element, look: Element | None, binding: Binding) -> Element:
    """A hidden run with a tag; the look is the value's."""
    run = like.makeelement(R)
    properties = copy.deepcopy(look) if look is not None else like.makeelement(RPR)
    properties.tail = None
    properties.tag = RPR
    for node in properties.findall(W + "vanish"):
        properties.remove(node)
    vanish = properties.makeelement(W + "vanish")
    first = next((node for node in properties if _local(node) in _AFTER_VANISH), None)
    if first is None:
        properties.append(vanish)
    else:
        first.addprevious(vanish)
    run.append(properties)
    text = run.makeelement(T)
    set_text(text, binding.tag)
    run.append(text)
    return run


def _shown_mark(like: Element, look: Element | None, text: str, colour: str) -> Element:
    """A run that shows a number in a frame of a colour."""
    run = like.makeelement(R)
    properties = etree.SubElement(run, RPR)
    fonts = None if look is None else look.find(W + "rFonts")
    if fonts is not None:
        properties.append(copy.deepcopy(fonts))
    for name, attributes in (
        ("b", {}),
        ("sz", {VAL: "15"}),
        ("shd", {VAL: "clear", W + "color": "auto", W + "fill": colour}),
    ):
        etree.SubElement(properties, W + name, attributes)
    node = etree.SubElement(run, T)
    set_text(node, text)
    return run


def _shade(paragraph: Element, bindings: Sequence[Binding], shades: Mapping[str, str]) -> None:
    """Colour and frame the cell of a binding that takes it whole."""
    cell = next((node for node in paragraph.iterancestors() if node.tag == TC), None)
    if cell is None or not bindings:
        return
    shade = cell_properties(cell, "shd")
    shade.attrib.clear()
    shade.set(VAL, "clear")
    shade.set(W + "color", "auto")
    shade.set(W + "fill", shades[bindings[0].name])
