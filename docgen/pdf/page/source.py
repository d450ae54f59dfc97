"""A docx opened once: what its styles, numbering, theme, settings and pictures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from docgen.pdf.lines import Face
from docgen.pdf.page.css import Classes
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.numbering import Numbering
from docgen.pdf.page.palette import Palette
from docgen.pdf.page.styles import Styles, number
from docgen.pdf.page.xml import Relation, W, main_part, parse, relations


class Faces(Protocol):
    """Where faces come from: the fonts of the system, or a test's own."""

    def face(self, family: str, bold: bool) -> Face:
        """Give the face that draws a family."""

    def fallback(self, character: str, bold: bool) -> Face | None:
        """Give a face that has a character which the named one lacks."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A place that will look different, and why."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What word/settings.xml says about layout."""

    tab: float = 21.0
    grid_in_tables: bool = False
    compatibility: int = 15
    even_headers: bool = False


@dataclass(eq=False, slots=True)
class Source:
    """Everything of a document that does not change from household to household."""

    parts: Mapping[str, bytes]
    main: str
    mode: Mode
    faces: Faces
    styles: Styles
    numbering: Numbering
    settings: Settings
    palette: Palette
    classes: Classes = field(default_factory=Classes)
    problems: dict[Problem, None] = field(default_factory=dict)
    relations: dict[str, Mapping[str, Relation]] = field(default_factory=dict)

    def report(self, place: str, what: str) -> None:
        """Note a place that will look different, once."""
        self.problems.setdefault(Problem(place, what))

    def relation(self, owner: str, id_: str) -> Relation | None:
        """Follow a relationship of a part."""
        if owner not in self.relations:
            self.relations[owner] = relations(self.parts, owner)
        return self.relations[owner].get(id_)


def open_source(parts: Mapping[str, bytes], mode: Mode, faces: Faces) -> Source:
    """Read what is the same for every filling of a template."""
    main = main_part(parts, "word/document.xml")
    named = {r.kind: parts.get(r.target) for r in relations(parts, main).values() if not r.external}
    return Source(
        parts,
        main,
        mode,
        faces,
        Styles(named.get("styles"), named.get("theme")),
        Numbering(named.get("numbering")),
        _settings(named.get("settings")),
        Palette(named.get("theme")),
    )


def _settings(part: bytes | None) -> Settings:
    if not part:
        return Settings()
    root = parse(part)
    tab = root.find(f"{W}defaultTabStop")
    compat = root.find(f"{W}compat")
    level = "12"
    for setting in root.iterfind(f"{W}compat/{W}compatSetting"):
        if setting.get(f"{W}name") == "compatibilityMode":
            level = setting.get(f"{W}val", "15")
    at = number({"v": tab.get(f"{W}val", "420")}, "v", 420.0) if tab is not None else 720.0
    return Settings(
        tab=(at or 420.0) / 20,
        grid_in_tables=compat is not None and compat.find(f"{W}adjustLineHeightInTable") is not None,
        compatibility=int(level) if level.isdigit() else 15,
        even_headers=root.find(f"{W}evenAndOddHeaders") is not None,
    )
