"""The content of a paragraph as items for the line breaker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from docgen.pdf.lines import Break, Face, Item, Tab, Text, Thing, scripts
from docgen.pdf.page.asian import Made, combined, guided, turned
from docgen.pdf.page.counting import FIELDS, KNOWN, switch_of
from docgen.pdf.page.looks import Look, look
from docgen.pdf.page.mathtext import linear
from docgen.pdf.page.notes import Notes
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Properties, flat, merged, number, on
from docgen.pdf.page.symbols import is_symbol_font, symbol, translate
from docgen.pdf.page.watermark import standing
from docgen.pdf.page.xml import MC, Element, W, local, real

_TRANSPARENT = {
    "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo", "fldSimple",
}  # fmt: skip
_BRACKETS = {"round": "()", "square": "[]", "angle": "<>", "curly": "{}"}
_LOWER = re.compile(r"([a-z]+)")
_SMALL = 0.8  # of the size of capitals, as Word makes small ones
_BREAKS = {"page": "page", "column": "column"}


@dataclass(frozen=True, slots=True)
class Counter:
    """A page number: of the page, of all pages, of the section's pages; `style` is its format, "" for the section's."""

    kind: str
    look: Look
    style: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """A drawing in the line or anchored to it, by its element."""

    element: Element


@dataclass(slots=True)
class Content:
    """The items of one paragraph, and what is anchored to it."""

    items: list[Item] = field(default_factory=list)
    anchored: list[Element] = field(default_factory=list)
    hidden: bool = False  # whether some of its text is hidden


class Reader:
    """Reads the runs of one paragraph."""

    def __init__(self, source: Source, owner: str, base: Properties, notes: Notes | None = None) -> None:
        self.source = source
        self.owner = owner
        self.base = base  # run properties of everything above the run
        self.notes = notes
        self.content = Content()
        self._cjk = False
        self._codes: list[list[str]] = []  # instructions of the open fields
        self._chosen: list[str] = []  # what each open field of a form shows: a box, an entry of its list
        self._shown: list[bool] = []  # whether each open field's result is shown

    def read(self, paragraph: Element) -> Content:
        """Read a whole paragraph."""
        for child in paragraph:
            self._child(child)
        return self.content

    def numbered(self, text: str, run: Properties, ending: str) -> None:
        """Put a list label before the text, and what separates the two."""
        resolved = look(self.source.styles, merged(self.base, run))
        self._characters(self._drawable(text, resolved), resolved)
        if ending == "\t":
            self.content.items.append(Tab(replace(resolved, decoration="")))
        elif ending:
            self._characters(ending, resolved)

    def _drawable(self, label: str, resolved: Look) -> str:
        """Write enclosed numbers that no face has, such as ㊀, without what encloses them."""
        faces = self.source.faces
        named = faces.face(resolved.cjk, resolved.bold)
        if is_symbol_font(resolved.latin):
            return label
        lost = [c for c in label if named.advance(c) is None and faces.fallback(c, resolved.bold) is None]
        if lost:
            self.source.report(
                self.owner, f"a list number is written plainly, for no font has {' '.join(lost)}"
            )
        return "".join(unicodedata.normalize("NFKC", c) if c in lost else c for c in label)

    def replay(self, places: Sequence[Item | Hole], texts: Sequence[str]) -> list[Item]:
        """Put texts into the holes of a recorded paragraph."""
        waiting = iter(texts)
        for place in places:
            if isinstance(place, Hole):
                self._characters(next(waiting), place.look, place.whole)
            else:
                self.content.items.append(place)
                self._cjk = self._cjk and not isinstance(place, Break)
        return self.content.items

    def _child(self, child: Element) -> None:
        name = local(child)
        if name == "r":
            self._run(child)
        elif name == "fldSimple" and self._counter(
            child.get(f"{W}instr", ""), look(self.source.styles, self.base)
        ):
            return
        elif name in _TRANSPARENT:
            for inner in child:
                self._child(inner)
        elif name == "oMath" or name == "oMathPara":
            self._formula(child)
        elif name == "AlternateContent":
            for inner in alternative(child):
                self._child(inner)

    def _run(self, run: Element) -> None:
        direct = flat(run.find(f"{W}rPr"))
        style = self.source.styles.style(direct["rStyle"], "character").run if "rStyle" in direct else {}
        resolved = look(
            self.source.styles, merged(self.base, style, direct) if style else merged(self.base, direct)
        )
        if on(direct, "eastAsianLayout.combine") or on(direct, "eastAsianLayout.vert"):
            self._set_piece(run, direct, resolved)
            return
        for child in run:
            self._run_child(child, resolved)

    def _aside(self, elements: Iterable[Element], resolved: Look | None = None) -> list[Text]:
        """Read runs (with a look: their children) without putting them into the paragraph."""
        items, self.content.items = self.content.items, []
        for element in elements:
            if resolved is None:
                self._run(element)
            else:
                self._run_child(element, resolved)
        items, self.content.items = self.content.items, items
        return [item for item in items if isinstance(item, Text)]

    def _set_piece(self, run: Element, direct: Properties, resolved: Look) -> None:
        """Set a run as two lines in one, or on its side."""
        texts = self._aside(run, resolved)
        if not texts:
            return
        if on(direct, "eastAsianLayout.combine"):
            brackets = _BRACKETS.get(direct.get("eastAsianLayout.combineBrackets", "none"), "")
            self._made(combined(self.source.classes, texts, brackets))
        else:
            self._made(turned(self.source.classes, texts))

    def _ruby(self, child: Element) -> None:
        base = self._aside(child.iterfind(f"{W}rubyBase/{W}r"))
        guide = self._aside(child.iterfind(f"{W}rt/{W}r"))
        rise = number(flat(child.find(f"{W}rubyPr")), "hpsRaise") / 2
        if base:
            self._made(guided(self.source.classes, base, guide, rise))

    def _made(self, made: Made) -> None:
        self.content.items.append(Thing(made.width, made))
        self._cjk = True

    def _formula(self, child: Element) -> None:
        """Set the characters of a formula one after the other."""
        resolved = look(self.source.styles, merged(self.base, {"rFonts.ascii": "Cambria Math"}))
        self._characters(linear(child), resolved)

    def _run_child(self, child: Element, resolved: Look) -> None:
        name = local(child)
        if name == "fldChar":
            self._field(child.get(f"{W}fldCharType", ""), resolved, child)
        elif name == "instrText":
            if self._codes:
                self._codes[-1].append(child.text or "")
        elif resolved.hidden:
            self.content.hidden = True
        elif not all(self._shown):
            return
        elif name == "t":
            self._characters(child.text or "", resolved)
        elif name in {"tab", "ptab"}:
            self.content.items.append(Tab(resolved))
        elif name in {"br", "cr"}:
            self.content.items.append(Break(_BREAKS.get(child.get(f"{W}type", ""), "line")))
            self._cjk = False
        elif name == "sym":
            self._symbol(child, resolved)
        elif name == "noBreakHyphen":
            self._characters("-", resolved)
        elif name in {"drawing", "pict", "object"}:
            self._drawing(child)
        elif name == "AlternateContent":
            for inner in alternative(child):
                self._run_child(inner, resolved)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(name.removesuffix("Reference"), child, resolved)
        elif name in {"footnoteRef", "endnoteRef"} and self.notes is not None:
            self._characters(self.notes.own_mark(), resolved)
        elif name == "ruby":
            self._ruby(child)

    def _note(self, kind: str, child: Element, resolved: Look) -> None:
        if self.notes is None:
            self.source.report(self.owner, f"a {kind} called here is not drawn")
            return
        marked = child.get(f"{W}customMarkFollows", "0") in {"1", "true", "on"}
        mark, note = self.notes.refer(kind, child.get(f"{W}id", ""), marked)
        self._characters(mark, resolved)
        if note is not None:
            self.content.items.append(Thing(0.0, note))

    def _drawing(self, child: Element) -> None:
        if local(child) == "drawing" and child.find("{*}inline/{*}extent") is not None:
            width = real(child.find("{*}inline/{*}extent").get("cx")) / 12700
            self.content.items.append(Thing(width, Inline(child)))
        elif (width := standing(child)) > 0:
            self.content.items.append(Thing(width, Inline(child)))
        else:
            self.content.anchored.append(child)

    def _field(self, kind: str, resolved: Look, child: Element) -> None:
        if kind == "begin":
            self._codes.append([])
            self._chosen.append(chosen(child.find(f"{W}ffData")))
            self._shown.append(False)
        elif self._codes and kind == "separate":
            self._shown[-1] = not self._counter("".join(self._codes[-1]), resolved)
            self._codes[-1].clear()
        elif self._codes and kind == "end":
            code, state = "".join(self._codes.pop()), self._chosen.pop()
            self._shown.pop()
            if code and not self._counter(code, resolved) and state and all(self._shown):
                self._characters(state, resolved)

    def _counter(self, code: str, resolved: Look) -> bool:
        words = code.upper().split()
        if not words or words[0] not in FIELDS:
            return False
        if all(self._shown) or not self._shown[:-1]:
            face = self.source.faces.face(resolved.latin, resolved.bold)
            width = (face.advance("0") or 0.5) * resolved.size
            switch = switch_of(code)
            if not switch.known or switch.format not in KNOWN:
                self.source.report(self.owner, f"a page number is written in digits: {code.strip()}")
            counter = Counter(FIELDS[words[0]], resolved, switch.format)
            self.content.items.append(Thing(width, counter))
            self._cjk = False
        return True

    def _symbol(self, child: Element, resolved: Look) -> None:
        family = child.get(f"{W}font", "Wingdings")
        char = child.get(f"{W}char", "")
        code = int(char, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", char) else 0xF0A8
        found = symbol(family, code) if is_symbol_font(family) else chr(code) if code < 0xE000 else None
        if found is None:
            self.source.report(self.owner, f"symbol {code:04X} of {family} is drawn as a box")
        self._characters(found or "□", resolved, whole=True)

    def _characters(self, text: str, resolved: Look, whole: bool = False) -> None:
        if (
            is_symbol_font(resolved.latin)
            and not whole
            and any("\uf000" <= c <= "\uf0ff" or "\x80" <= c <= "\xff" for c in text)
        ):
            text, whole = translate(resolved.latin, text), True
        if resolved.small_caps and not resolved.caps:
            small = replace(resolved, size=resolved.size * _SMALL, caps=True)
            for at, part in enumerate(_LOWER.split(text)):
                self._characters(part, small if at % 2 else replace(resolved, small_caps=False), whole)
            return
        text = text.upper() if resolved.caps else text
        parts = ((text, True),) if whole else scripts(text, resolved.east_asian, self._cjk)
        for part, cjk in parts:
            self._cjk = cjk
            for piece, face in self._faced(part, cjk, resolved):
                self.content.items.append(
                    Text(piece, face, resolved.size, cjk, resolved.spacing, resolved.scale, resolved)
                )

    def _faced(self, text: str, cjk: bool, resolved: Look) -> Iterator[tuple[str, Face]]:
        """Cut text where the named face lacks a character and another one must draw it."""
        named = self.source.faces.face(resolved.cjk if cjk else resolved.latin, resolved.bold)
        start, current = 0, named
        for at, character in enumerate(text):
            face = named
            if named.advance(character) is None:
                face = self.source.faces.fallback(character, resolved.bold) or named
            if face is not current:
                if at > start:
                    yield text[start:at], current
                start, current = at, face
        yield text[start:], current


@dataclass(frozen=True, slots=True)
class Hole:
    """Where text of a look stands in a paragraph."""

    look: Look
    whole: bool


class Recorder(Reader):
    """Reads a paragraph with holes for its texts, so that others of its kind need not be read again."""

    def __init__(self, source: Source, owner: str, base: Properties) -> None:
        super().__init__(source, owner, base)
        self.places: list[Item | Hole] = []

    def recorded(self, paragraph: Element) -> tuple[Item | Hole, ...]:
        """Give the items of a paragraph, holes for text among them."""
        content = self.read(paragraph)
        self._settle(content.items)
        return tuple(self.places)

    def _characters(self, text: str, resolved: Look, whole: bool = False) -> None:
        del text
        self._settle(self.content.items)
        self.places.append(Hole(resolved, whole))

    def _settle(self, items: list[Item]) -> None:
        self.places += items
        items.clear()


def chosen(form: Element | None) -> str:
    """Give what a field of an old form shows: its box, ticked or not, or the entry chosen from its list."""
    box, entries = (form.find(f"{W}{name}") if form is not None else None for name in ("checkBox", "ddList"))
    if box is not None:
        own = flat(box)
        ticked = on(own, "checked") if "checked" in own else on(own, "default")
        return "☒" if ticked else "☐"
    if entries is None:
        return ""
    own = flat(entries)
    words = [entry.get(f"{W}val", "") for entry in entries.iterfind(f"{W}listEntry")]
    at = int(number(own, "result", number(own, "default")))
    return words[at] if 0 <= at < len(words) else ""


def alternative(element: Element) -> Element:
    """Choose what to draw of alternate content: the modern choice when it is a shape we know."""
    choice = element.find(f"{MC}Choice")
    if choice is not None and choice.get("Requires", "") in {"wps", "w14", "wpg"}:
        return choice
    fallback = element.find(f"{MC}Fallback")
    return fallback if fallback is not None else choice if choice is not None else ()


def fitted(items: list[Item]) -> list[Item]:
    """Spread the runs of one fitText group over the width they are given."""
    result = list(items)
    groups: dict[tuple[str, float], list[int]] = {}
    for at, item in enumerate(items):
        if isinstance(item, Text) and isinstance(item.mark, Look) and item.mark.fit:
            groups.setdefault((item.mark.fit_id, item.mark.fit), []).append(at)
    for (_, width), places in groups.items():
        texts = [item for at in places if isinstance(item := items[at], Text)]
        natural = sum((t.face.advance(c) or 1.0) * t.size * t.scale for t in texts for c in t.text)
        count = sum(len(t.text) for t in texts)
        for at, text in zip(places, texts, strict=True):
            extra = (width - natural) / max(count - 1, 1)
            result[at] = replace(text, spacing=extra, gaps=False)
    return result
