"""A paragraph is measured and broken into lines, each with its height and the place of its baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate

from docgen.pdf.lines import (
    Item,
    Line,
    Rules,
    Stop,
    Text,
    Thing,
    break_lines,
    stretch,
    stretchable,
)
from docgen.pdf.page.asian import Made
from docgen.pdf.page.boxed import box_height
from docgen.pdf.page.drawing import drawn_inline
from docgen.pdf.page.inline import Counter, Inline, fitted
from docgen.pdf.page.looks import Look
from docgen.pdf.page.metrics import metrics_of
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Properties, number, on
from docgen.pdf.page.xml import real

_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}


@dataclass(frozen=True, slots=True)
class Grid:
    """The document grid (文档网格): line pitch in points, and what each CJK character is widened by."""

    pitch: float
    characters: float = 0.0


@dataclass(frozen=True, slots=True)
class Room:
    """Where paragraphs stand: the width, the grid, and what the table around them says."""

    width: float
    grid: Grid | None = None
    in_table: bool = False
    lines_unit: float = 12.0  # one 行 of beforeLines and afterLines
    page_left: float = 0.0  # where the text area stands on the page
    page_top: float = 0.0
    paragraph: tuple[tuple[str, str], ...] = ()  # what the table style says
    run: tuple[tuple[str, str], ...] = ()
    columned: bool = False  # whether these are newspaper columns
    depth: float | None = None  # what lies deeper is not seen, in a row of exact height


@dataclass(frozen=True, slots=True)
class Block:
    """Some HTML with its height; `before` and `after` are the margins that collapse with the neighbours'."""

    html: str
    height: float
    before: float = 0.0
    after: float = 0.0
    closing: float = 0.0  # what it takes in addition at the end of a cell


@dataclass(frozen=True, slots=True)
class Shape:
    """A paragraph's own measures, in points."""

    left: float
    right: float
    first: float
    before: float
    after: float
    rule: str
    line: float
    grid: Grid | None
    align: str
    squeeze: bool = False


def shape(source: Source, own: Properties, room: Room, size: float) -> Shape:
    """Resolve the paragraph's indents and spacing; `size` is that of its first characters."""
    base = _plain_size(source)
    grid = room.grid if on(own, "snapToGrid", default=True) else None
    if room.in_table and grid and source.mode.own_metrics and not source.settings.grid_in_tables:
        grid = None
    if "ind.hanging" in own or "ind.hangingChars" in own:
        first = -_indent(own, "hanging", size)
    else:
        first = _indent(own, "firstLine", size)
    rule = own.get("spacing.lineRule", "auto")
    line = number(own, "spacing.line", 240.0)
    return Shape(
        _indent(own, "left", base) or _indent(own, "start", base),
        _indent(own, "right", base) or _indent(own, "end", base),
        first,
        _space(own, "before", room),
        _space(own, "after", room),
        rule if rule in {"exact", "atLeast"} else "auto",
        line / 20 if rule in {"exact", "atLeast"} else line / 240,
        grid,
        {"start": "left", "end": "right"}.get(own.get("jc", "left"), own.get("jc", "left")),
    )


def _plain_size(source: Source) -> float:
    """Give the size of the default style's text."""
    plain = source.styles.style(None, "paragraph").run
    return number(plain, "sz", number(source.styles.default_run, "sz", 20.0)) / 2


_CLOSING = 0.145  # em below a widely spaced paragraph, as measured of LibreOffice


def _indent(own: Properties, name: str, size: float) -> float:
    """Read an indent: hundredths of a character win over twips, as in Word, unless they are nought."""
    characters = number(own, f"ind.{name}Chars") / 100
    return characters * size if characters else number(own, f"ind.{name}") / 20


def _space(own: Properties, name: str, room: Room) -> float:
    if on(own, f"spacing.{name}Autospacing"):
        return 0.0 if room.in_table else 14.0
    lines = number(own, f"spacing.{name}Lines") / 100
    return lines * room.lines_unit if lines else number(own, f"spacing.{name}") / 20


def rules_of(source: Source, own: Properties) -> Rules:
    """Read what the paragraph asks of the breaker."""
    stops = [
        Stop(real(name[4:]) / 20, value.split()[0], _LEADERS.get(value.split()[1], ""))
        for name, value in own.items()
        if name.startswith("tab.") and value.split()[0] not in {"clear", "bar", "num"}
    ]
    kinds = {"start": "left", "end": "right"}
    return Rules(
        kinsoku=on(own, "kinsoku", default=True),
        hang=on(own, "overflowPunct", default=True),
        words=source.mode.libreoffice or on(own, "wordWrap", default=True),  # which LibreOffice never breaks
        blanks=source.mode.blanks,
        gap=source.mode.gap if on(own, "autoSpaceDE", default=True) else 0.0,
        tab=source.settings.tab,
        stops=tuple(sorted((replace(s, kind=kinds.get(s.kind, s.kind)) for s in stops), key=lambda s: s.at)),
    )


@dataclass(frozen=True, slots=True)
class Height:
    """A line's extent: its height and where its baseline lies below its top."""

    height: float
    baseline: float


def line_height(source: Source, line: Line, mark: Look, form: Shape) -> Height:
    """Give the extent of a line from the fonts in it (those of the paragraph mark when it is empty)."""
    mode = source.mode
    above = below = single = 0.0
    for piece in line.pieces:
        if isinstance(piece.item, Text) and piece.text.strip(" ") and isinstance(piece.item.mark, Look):
            up, down, whole = _extent(source, piece.item.mark, piece.item)
            above, below, single = max(above, up), max(below, down), max(single, whole)
        elif isinstance(piece.item, Thing) and isinstance(piece.item.mark, Inline):
            tall = drawn_inline(source, "", piece.item.mark.element).height
            above, single = max(above, tall), max(single, tall)
        elif isinstance(piece.item, Thing) and isinstance(piece.item.mark, Made):
            made = piece.item.mark
            above, below = max(above, made.above), max(below, made.below)
            single = max(single, made.above + made.below)
        elif isinstance(piece.item, Thing) and isinstance(piece.item.mark, Counter):
            up, down, whole = _extent(source, piece.item.mark.look, None)
            above, below, single = max(above, up), max(below, down), max(single, whole)
    if not single:
        blank = next((p.item.mark for p in line.pieces if isinstance(p.item, Text)), mark)
        above, below, single = _extent(source, blank if isinstance(blank, Look) else mark, None)
    return _ruled(mode, above, below, max(single, above + below), form, line.end)


def _extent(source: Source, look: Look, text: Text | None) -> tuple[float, float, float]:
    size = look.full_size
    if source.mode.own_metrics:
        cjk = text.cjk if text is not None else True
        found = metrics_of(look.cjk if cjk else look.latin, cjk)
        return found.ascent * size + max(look.rise, 0.0), found.descent * size, found.single * size
    face = text.face if text is not None else source.faces.face(look.cjk, look.bold)
    return face.ascent * size, face.descent * size, (face.ascent + face.descent) * size


def _ruled(mode: Mode, above: float, below: float, single: float, form: Shape, end: str) -> Height:
    """Apply the spacing rule and the grid to a natural line."""
    tall = above + below
    if form.grid and (form.rule == "auto" or not mode.obeys_exact):
        cells = form.grid.pitch * max(1, math.ceil(tall / form.grid.pitch - 0.02))
        factor = form.line if form.rule == "auto" else 1.0
        baseline = (cells - tall) / 2 + above
        if (
            mode.centres_grid
        ):  # LibreOffice widens whole lines within a paragraph, the font's height at its end
            more = max(0.0, int(factor * 100) / 100 - 1)
            return Height(cells + more * (tall if end == "last" else cells), baseline)
        return Height(cells * factor, baseline if factor >= 1 else baseline - cells * (1 - factor))
    if form.rule == "exact":
        return Height(form.line, form.line * 0.8)
    if form.rule == "atLeast":
        whole = max(form.line, single)
        return Height(whole, whole - (single - tall) / 2 - below)
    extra = single - tall
    return Height(
        single * form.line, extra / 2 + above if form.line >= 1 else above - single * (1 - form.line)
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its place: where its text begins, its extent, and what justified text is widened by."""

    line: Line
    extent: Height
    x: float
    letter: float  # after each CJK character (or every one)
    blank: float  # at blanks


@dataclass(frozen=True, slots=True)
class Composed:
    """A paragraph set in lines; `own` are its properties, `mark` the look of its end."""

    lines: tuple[Placed, ...]
    form: Shape
    own: Properties
    mark: Look
    width: float
    keeps: bool  # whether a lone first or last line is kept with its neighbour
    columned: bool = False  # whether it stands in newspaper columns
    closing: float = 0.0  # what it takes in addition at the end of a cell

    @property
    def height(self) -> float:
        """Give the height without margins."""
        return sum(placed.extent.height for placed in self.lines) + box_height(self.own)

    @property
    def before(self) -> float:
        """Give the margin above."""
        return self.form.before

    @property
    def after(self) -> float:
        """Give the margin below."""
        return self.form.after


def compose(source: Source, items: list[Item], own: Properties, mark: Look, room: Room) -> Composed:
    """Break the items of a paragraph into lines and place them."""
    items = fitted(items)
    first = next((item for item in items if isinstance(item, Text)), None)
    form = shape(source, own, room, first.size if first else mark.size)
    if form.grid and form.grid.characters:
        items = [
            _on_grid(source, i, form.grid.characters) if isinstance(i, Text) and i.cjk else i for i in items
        ]
    width = max(room.width - form.left - form.right, 1.0)
    rules = rules_of(source, own)
    if room.in_table and source.mode.libreoffice:  # which lets nothing hang out of a cell
        rules = replace(rules, hang=False)
    if form.first < 0:
        rules = replace(rules, stops=tuple(sorted((*rules.stops, Stop(form.left)), key=lambda s: s.at)))
    lines = break_lines(items, width, max(width - form.first, 1.0), rules, form.left)
    placed = tuple(
        _place(line, line_height(source, line, mark, form), form, width, at, len(lines))
        for at, line in enumerate(lines)
    )
    keeps = on(own, "widowControl", default=True) and not room.in_table
    wide = source.mode.libreoffice and room.in_table and form.grid and form.rule == "auto" and form.line > 1
    closing = _CLOSING * (form.line - 1) * mark.full_size if wide else 0.0
    return Composed(_seen(placed, room.depth), form, own, mark, width, keeps, room.columned, closing)


def _on_grid(source: Source, text: Text, more: float) -> Text:
    """Widen characters by the grid as Word does, or to whole cells of it as LibreOffice does."""
    if source.mode.libreoffice:
        cell = _plain_size(source) + more
        more = math.ceil(text.size * text.scale / cell - 0.01) * cell - text.size * text.scale
    return replace(text, spacing=text.spacing + more)


def _seen(lines: tuple[Placed, ...], depth: float | None) -> tuple[Placed, ...]:
    """Leave out the lines that lie below what is seen of an exact row."""
    if depth is None:
        return lines
    tops = accumulate((line.extent.height for line in lines), initial=0.0)
    return tuple(line for line, top in zip(lines, tops, strict=False) if top < depth) or lines[:1]


def _place(line: Line, extent: Height, form: Shape, width: float, at: int, count: int) -> Placed:
    indent = form.first if at == 0 else 0.0
    room = width - indent
    letter, blank = _stretch(line, form.align, room, at == count - 1)
    filled = line.width
    if letter:
        filled += letter * stretchable(line, every=form.align == "distribute")
    x = form.left + indent + _aligned(form.align, room - filled)
    return Placed(line, extent, round(x * 20) / 20, letter, blank)  # twentieths, so that equal looks are many


def _stretch(line: Line, align: str, room: float, last: bool) -> tuple[float, float]:
    """Give what is added after each CJK character (or every one) and at blanks."""
    if align == "distribute":
        return stretch(line, room, every=True), 0.0
    if align == "both" and not last and not line.end:
        extra = stretch(line, room)
        return extra, extra
    return 0.0, 0.0


def _aligned(align: str, slack: float) -> float:
    if slack <= 0:
        return 0.0
    return slack / 2 if align == "center" else slack if align == "right" else 0.0
