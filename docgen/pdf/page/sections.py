"""Sections of a document as named pages, with headers and footers in the page margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.pdf.page.backdrop import PageBorders, page_borders, placed
from docgen.pdf.page.css import pt
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.paragraph import Grid, Room
from docgen.pdf.page.styles import twips
from docgen.pdf.page.xml import Element, R, W, local, whole


@dataclass(frozen=True, slots=True)
class Columns:
    """Newspaper columns (分栏): how many, the gap between them, whether a line stands there, whether all are alike."""

    count: int = 1
    gap: float = 36.0
    ruled: bool = False
    alike: bool = True

    def width(self, whole: float) -> float:
        """Give the width of one column."""
        return max((whole - self.gap * (self.count - 1)) / self.count, 1.0)


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
    number_format: str = ""
    columns: Columns = Columns()
    borders: PageBorders | None = None
    references: tuple[tuple[str, str, str], ...] = ()  # header or footer, type, relationship id

    @property
    def grid(self) -> Grid | None:
        """Give the document grid."""
        return Grid(self.pitch, self.characters) if self.pitch else None


@dataclass(slots=True)
class Strip:
    """What stands on the pages of a section in columns of its own: all of it, or one of several joined ones."""

    section: Section
    elements: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A section with its content."""

    section: Section
    strips: list[Strip]


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
            parts.append(_part(_section(own, parts[-1].section if parts else None), elements))
            elements = []
    last = body.find(f"{W}sectPr")
    previous = parts[-1].section if parts else None
    if elements or not parts:
        parts.append(_part(_section(last, previous) if last is not None else Section(), elements))
    return _joined(parts)


def _part(section: Section, elements: list[Element]) -> Part:
    return Part(section, [Strip(section, elements)])


def _continues(properties: Element) -> bool:
    kind = properties.find(f"{W}type")
    return kind is not None and kind.get(f"{W}val") == "continuous"


def _joined(parts: Sequence[Part]) -> list[Part]:
    result: list[Part] = []
    for part in parts:
        if result and part.section.kind == "continuous" and _same_page(result[-1].section, part.section):
            _continue(result[-1], part)
        else:
            result.append(part)
    return result


def _continue(before: Part, part: Part) -> None:
    """Let a section go on upon the same page, as one with what is above where their columns are alike."""
    above, below = before.strips[-1], part.strips[0]
    if _shape(above.section) == _shape(below.section):
        above.elements.extend(below.elements)
    else:
        before.strips.append(below)


def _shape(section: Section) -> tuple[object, ...]:
    return section.columns, round(section.left), round(section.right)


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
        numbers.get(f"{W}fmt", "") if numbers is not None else "",
        _columns(columns),
        page_borders(element.find(f"{W}pgBorders")),
        own + inherited,
    )


def _columns(element: Element | None) -> Columns:
    if element is None:
        return Columns()
    given = [_length(col, "w", 0.0) for col in element.iterfind(f"{W}col")]
    even = element.get(f"{W}equalWidth", "1") in {"1", "true", "on"} or not given
    count = whole(element.get(f"{W}num"), 1) if even else len(given)
    gaps = [_length(col, "space", 0.0) for col in element.iterfind(f"{W}col")]
    gap = _length(element, "space", 36.0) if even or len(gaps) < 2 else gaps[0]
    ruled = element.get(f"{W}sep", "0") in {"1", "true", "on"}
    return Columns(max(1, min(count, 45)), gap, ruled, even or max(given) - min(given) < 1)


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
    marks: tuple[str, ...] = ()  # watermarks that it brings, as SVG


def room_of(section: Section, top: float | None = None) -> Room:
    """Give the room of a section's text."""
    whole_width = section.width - section.left - section.right
    return Room(
        section.columns.width(whole_width),
        section.grid,
        columned=section.columns.count > 1,
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


def page_css(
    name: str,
    section: Section,
    margins: Sequence[Margin],
    mode: Mode,
    named: bool,
    backdrops: Mapping[str, str],
) -> str:
    """Write the @page rules of a section; running elements are named after it.

    The first section's page has no name, for WeasyPrint takes every break to a named page as a forced one and then
    keeps the margins at the top of the page.
    """
    top, bottom = body_edges(section, margins, mode)
    size = f"size:{pt(section.width)} {pt(section.height)}"
    edges = f"margin:{pt(top)} {pt(section.right)} {pt(bottom)} {pt(section.left)}"
    page = f"@page {name}" if named else "@page"
    paper = {
        kind: placed(uri, (section.width, section.height), (section.left, top))
        for kind, uri in backdrops.items()
    }
    rules = f"{page}{{{size};{edges};{_boxes(name, section, margins, 'default')}{paper.get('default', '')}}}"
    even = any(m.kind == "even" for m in margins)
    if even or "even" in paper:
        boxes = _boxes(name, section, margins, "even") if even else ""
        rules += f"{page}:left{{{boxes}{paper.get('even', '')}}}"
    if section.title or "first" in paper:
        first = f"@page {name}:nth(1 of {name})" if named else "@page :first"
        boxes = _boxes(name, section, margins, "first") if section.title else ""
        rules += f"{first}{{{boxes}{paper.get('first', '')}}}"
    return rules


def page_counters(name: str, section: Section, counts: bool) -> str:
    """Write where page numbers begin anew, and, if the section `counts` its own pages, a counter for them."""
    page, first = (
        ("@page", "@page :first") if name == "s0" else (f"@page {name}", f"@page {name}:nth(1 of {name})")
    )
    rules = f"{page}{{counter-increment:page in-{name}}}" if counts else ""
    if section.start is not None:
        own = f"in-{name}" if counts else "none"
        rules += f"{first}{{counter-reset:page {section.start};counter-increment:{own}}}"
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
