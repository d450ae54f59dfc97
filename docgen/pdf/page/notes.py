"""Footnotes (脚注) at the bottom of their page, endnotes (尾注) after the last line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from docgen.pdf.page.css import pt
from docgen.pdf.page.numbering import write
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import flat
from docgen.pdf.page.xml import Element, W, local, parse, relations, whole

RULE = 144.0  # points; Word's line above the notes
CSS = (
    ".fn{float:footnote;footnote-display:block;letter-spacing:0;word-spacing:0;text-align:left;text-decoration:none;"
    "font-weight:400;font-style:normal;color:#000;line-height:0}"
    ".fn::footnote-call,.fn::footnote-marker{content:none}"
    "@page{@footnote{padding-top:8pt;background:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'"
    " viewBox='0 0 2 2' preserveAspectRatio='none'%3E%3Crect width='2' height='2'/%3E%3C/svg%3E\")"
    f" 0 4pt/{pt(RULE)} 0.5pt no-repeat}}}}"
)


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a note, to be set at the bottom of the page where it is called."""

    html: str


@dataclass(frozen=True, slots=True)
class _Kind:
    part: str
    notes: dict[str, Element]
    format: str
    start: int


Stack = Callable[[str, "Notes", list[Element]], str]


class Notes:
    """The notes of one filling, numbered in the order in which they are called."""

    def __init__(self, source: Source, stack: Stack) -> None:
        self._source = source
        self._stack = stack
        self._counts = {"footnote": 0, "endnote": 0}
        self._ends: list[str] = []
        self.mark = ""  # of the note that is being set
        self.used = 0  # how often a note or its mark was asked for: what has one is set anew every time

    def refer(self, kind: str, id_: str, marked: bool) -> tuple[str, Footnote | None]:
        """Call a note: its mark (none when the text has its own), and what goes to the bottom of the page."""
        self.used += 1
        known = self._kinds.get(kind)
        if known is None or id_ not in known.notes:
            return "", None
        self._counts[kind] += not marked
        mark = "" if marked else write(known.start + self._counts[kind] - 1, known.format)
        before, self.mark = self.mark, mark
        html = self._stack(known.part, self, list(known.notes[id_]))
        self.mark = before
        if kind == "endnote":
            self._ends.append(html)
            return mark, None
        return mark, Footnote(f'<span class="fn">{html}</span>')

    def own_mark(self) -> str:
        """Give the mark of the note that is being set."""
        self.used += 1
        return self.mark

    def ends(self) -> str:
        """Write the endnotes called so far, below a line."""
        if not self._ends:
            return ""
        body = f"width:{pt(RULE)};border-top:0.5pt solid #000;margin:4pt 0"
        rule = f"<div{self._source.classes.attribute(body)}></div>"
        return rule + "".join(self._ends)

    @cached_property
    def _kinds(self) -> dict[str, _Kind]:
        parts = self._source.parts
        targets = {r.kind: r.target for r in relations(parts, self._source.main).values() if not r.external}
        found = {}
        for kind, usual in (("footnote", "decimal"), ("endnote", "lowerRoman")):
            part = targets.get(f"{kind}s", "")
            if part not in parts:
                continue
            root = parse(parts[part])
            notes = {
                note.get(f"{W}id", ""): note
                for note in root
                if local(note) == kind and note.get(f"{W}type", "normal") == "normal"
            }
            own = self._properties(targets.get("settings", ""), kind)
            found[kind] = _Kind(part, notes, own.get("numFmt", usual), whole(own.get("numStart"), 1))
            if own.get("numRestart", "continuous") != "continuous":
                self._source.report(part, "notes are numbered through the whole document")
        return found

    def _properties(self, settings: str, kind: str) -> dict[str, str]:
        """Read what the settings and the last section say of the notes."""
        own: dict[str, str] = {}
        for part, path in ((settings, f"{W}{kind}Pr"), (self._source.main, f"{W}body/{W}sectPr/{W}{kind}Pr")):
            content = self._source.parts.get(part)
            if content:
                own |= flat(parse(content).find(path))
        return own
