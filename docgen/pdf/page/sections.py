"""Sections of a document as named pages, with headers and footers in the page margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docgen.pdf.page.css import pt
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.paragraph import Grid, Room
from docgen.pdf.page.styles import number, twips
from docgen.pdf.page.xml import Element, R, W, local


@dataclass(frozen=True, slots=True)
class Section:
    """The page of a section in points, and which parts are its headers and footers."""

    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    right: float = 90.0
    bottom: float = 72.0
    left: float = 90.0
    header: float = 42.55
    footer: float = 49.6
    pitch: float = 0.0
    characters: float = 0.0
    line_pitch: float = 12.0
    kind: str = "nextPage"
    title: bool = False
    start: int | None = None
    columns: int = 1
    references: tuple[tuple[str, str, str], ...] = ()  # header or footer, type, relationship id

    @property
    def grid(self) -> Grid | None:
        """Give the document grid."""
        return Grid(self.pitch, self.characters) if self.pitch else None


@dataclass(slots=True)
class Part:
    """A section with its content."""

    section: Section
    elements: list[Element] = field(default_factory=list)


def split(body: Element) -> list[Part]:
    """Cut a body into its sections; continuous ones of the same page are joined to the one before."""
    parts: list[Part] = []
    elements: list[Element] = []
    for child in body:
        if local(child) == "sectPr":
            break
        own = child.find(f"{W}pPr/{W}sectPr") if local(child) == "p" else None
        if own is None or elements == [] or child.find(f".//{W}r") is not None or _continues(own):
            elements.append(child)  # an empty paragraph before a new page could only give a blank one
        if own is not None:
            parts.append(Part(_section(own, parts[-1].section if parts else None), elements))
            elements = []
    last = body.find(f"{W}sectPr")
    previous = parts[-1].section if parts else None
    if elements or not parts:
        parts.append(Part(_section(last, previous) if last is not None else Section(), elements))
    return _joined(parts)


def _continues(properties: Element) -> bool:
    kind = properties.find(f"{W}type")
    return kind is not None and kind.get(f"{W}val") == "continuous"


def _joined(parts: Sequence[Part]) -> list[Part]:
    result: list[Part] = []
    for part in parts:
        if result and part.section.kind == "continuous" and _same_page(result[-1].section, part.section):
            result[-1].elements.extend(part.elements)
        else:
            result.append(part)
    return result


def _same_page(one: Section, other: Section) -> bool:
    return abs(one.width - other.width) < 1 and abs(one.height - other.height) < 1


def _section(element: Element, previous: Section | None) -> Section:
    size, margin, grid = (element.find(f"{W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
    kind = element.find(f"{W}type")
    numbers = element.find(f"{W}pgNumType")
    columns = element.find(f"{W}cols")
    default = Section()
    pitch = _length(grid, "linePitch", 0.0)
    gridded = grid is not None and grid.get(f"{W}type") in {"lines", "linesAndChars", "snapToChars"}
    in_characters = grid is not None and grid.get(f"{W}type") in {"linesAndChars", "snapToChars"}
    own = tuple(
        (local(ref)[:6], ref.get(f"{W}type", "default"), ref.get(f"{R}id", ""))
        for ref in element
        if local(ref) in {"headerReference", "footerReference"}
    )
    given = {(which, kind_) for which, kind_, _ in own}
    inherited = tuple(ref for ref in (previous.references if previous else ()) if ref[:2] not in given)
    start = numbers.get(f"{W}start") if numbers is not None else None
    return Section(
        _length(size, "w", default.width),
        _length(size, "h", default.height),
        abs(_length(margin, "top", default.top)),
        _length(margin, "right", default.right),
        abs(_length(margin, "bottom", default.bottom)),
        _length(margin, "left", default.left) + _length(margin, "gutter", 0.0),
        _length(margin, "header", default.header),
        _length(margin, "footer", default.footer),
        pitch if gridded else 0.0,
        twips(grid.get(f"{W}charSpace", "0")) / 4096 if in_characters and grid is not None else 0.0,
        pitch if gridded else 12.0,
        kind.get(f"{W}val", "nextPage") if kind is not None else "nextPage",
        element.find(f"{W}titlePg") is not None,
        int(start) if start and start.isdigit() else None,
        int(number({"v": columns.get(f"{W}num", "1")}, "v", 1.0)) if columns is not None else 1,
        own + inherited,
    )


def _length(element: Element | None, name: str, default: float) -> float:
    value = element.get(f"{W}{name}") if element is not None else None
    return twips(value, default * 20) / 20 if value is not None else default


@dataclass(frozen=True, slots=True)
class Margin:
    """A header or footer that is set: its HTML, its height, on which pages it stands."""

    which: str  # header | footer
    kind: str  # default | first | even
    html: str
    height: float


def room_of(section: Section, top: float | None = None) -> Room:
    """Give the room of a section's text."""
    return Room(
        section.width - section.left - section.right,
        section.grid,
        lines_unit=section.line_pitch,
        page_left=section.left,
        page_top=section.top if top is None else top,
    )


def body_edges(section: Section, margins: Sequence[Margin], mode: Mode) -> tuple[float, float]:
    """Give the top and bottom margins, pushed by tall headers and footers, and shared out on the grid."""
    head = max((m.height for m in margins if m.which == "header"), default=0.0)
    foot = max((m.height for m in margins if m.which == "footer"), default=0.0)
    top = max(section.top, section.header + head) if head else section.top
    bottom = max(section.bottom, section.footer + foot) if foot else section.bottom
    if mode.centres_grid and section.pitch:
        rest = (section.height - top - bottom) % section.pitch / 2
        top, bottom = top + rest, bottom + max(rest - 0.05, 0.0)
    return top, bottom


def page_css(name: str, section: Section, margins: Sequence[Margin], mode: Mode, named: bool) -> str:
    """Write the @page rules of a section; running elements are named after it.

    The first section's page has no name, for WeasyPrint takes every break to a named page as a forced one and then
    keeps the margins at the top of the page.
    """
    top, bottom = body_edges(section, margins, mode)
    size = f"size:{pt(section.width)} {pt(section.height)}"
    edges = f"margin:{pt(top)} {pt(section.right)} {pt(bottom)} {pt(section.left)}"
    page = f"@page {name}" if named else "@page"
    rules = f"{page}{{{size};{edges};{_boxes(name, section, margins, 'default')}}}"
    if section.title:
        first = f"@page {name}:nth(1 of {name})" if named else "@page :first"
        rules += f"{first}{{{_boxes(name, section, margins, 'first')}}}"
    if any(m.kind == "even" for m in margins):
        rules += f"{page}:left{{{_boxes(name, section, margins, 'even')}}}"
    return rules


def _boxes(name: str, section: Section, margins: Sequence[Margin], kind: str) -> str:
    text = ""
    for which, box, side, distance in (
        ("header", "@top-left", "top", section.header),
        ("footer", "@bottom-left", "bottom", section.footer),
    ):
        found = any(m.which == which and m.kind == kind for m in margins)
        content = f"element({name}-{which}-{kind})" if found else "none"
        text += (
            f"{box}{{content:{content};width:100%;text-align:left;vertical-align:{side};"
            f"margin-{side}:{pt(distance)};white-space:pre}}"
        )
    return text
