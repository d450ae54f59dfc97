"""A paragraph becomes lines of fixed height, each a block of its own, with every baseline where it belongs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.pdf.lines import (
    Face,
    Item,
    Line,
    Piece,
    Rules,
    Stop,
    Tab,
    Text,
    Thing,
    break_lines,
    stretch,
    stretchable,
)
from docgen.pdf.page import css
from docgen.pdf.page.css import pt
from docgen.pdf.page.drawing import drawn_inline
from docgen.pdf.page.inline import Counter, Inline, fitted
from docgen.pdf.page.looks import Look, colour, shade
from docgen.pdf.page.metrics import metrics_of
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Properties, number, on
from docgen.pdf.page.xml import real

_BLANK = "\u00a0"
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


@dataclass(frozen=True, slots=True)
class Block:
    """Some HTML with its height; `before` and `after` are the margins that collapse with the neighbours'."""

    html: str
    height: float
    before: float = 0.0
    after: float = 0.0


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
    base = (
        number(
            source.styles.style(None, "paragraph").run, "sz", number(source.styles.default_run, "sz", 20.0)
        )
        / 2
    )
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
        elif isinstance(piece.item, Thing) and isinstance(piece.item.mark, Counter):
            up, down, whole = _extent(source, piece.item.mark.look, None)
            above, below, single = max(above, up), max(below, down), max(single, whole)
    if not single:
        blank = next((p.item.mark for p in line.pieces if isinstance(p.item, Text)), mark)
        above, below, single = _extent(source, blank if isinstance(blank, Look) else mark, None)
    return _ruled(mode, above, below, max(single, above + below), form)


def _extent(source: Source, look: Look, text: Text | None) -> tuple[float, float, float]:
    size = look.full_size
    if source.mode.own_metrics:
        cjk = text.cjk if text is not None else True
        found = metrics_of(look.cjk if cjk else look.latin, cjk)
        return found.ascent * size + max(look.rise, 0.0), found.descent * size, found.single * size
    face = text.face if text is not None else source.faces.face(look.cjk, look.bold)
    return face.ascent * size, face.descent * size, (face.ascent + face.descent) * size


def _ruled(mode: Mode, above: float, below: float, single: float, form: Shape) -> Height:
    """Apply the spacing rule and the grid to a natural line."""
    tall = above + below
    if form.grid and (form.rule == "auto" or not mode.obeys_exact):
        cells = form.grid.pitch * max(1, math.ceil(tall / form.grid.pitch - 0.02))
        factor = form.line if form.rule == "auto" else 1.0
        baseline = (cells - tall) / 2 + above
        if mode.centres_grid:
            return Height(cells + max(0.0, factor - 1) * tall, baseline)
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

    @property
    def height(self) -> float:
        """Give the height without margins."""
        return sum(placed.extent.height for placed in self.lines) + _box_height(self.own)

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
            replace(i, spacing=i.spacing + form.grid.characters) if isinstance(i, Text) and i.cjk else i
            for i in items
        ]
    width = max(room.width - form.left - form.right, 1.0)
    rules = rules_of(source, own)
    if form.first < 0:
        rules = replace(rules, stops=tuple(sorted((*rules.stops, Stop(form.left)), key=lambda s: s.at)))
    lines = break_lines(items, width, max(width - form.first, 1.0), rules, form.left)
    placed = tuple(
        _place(line, line_height(source, line, mark, form), form, width, at, len(lines))
        for at, line in enumerate(lines)
    )
    keeps = on(own, "widowControl", default=True) and not room.in_table
    return Composed(placed, form, own, mark, width, keeps)


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


def set_paragraph(
    source: Source, owner: str, items: list[Item], own: Properties, mark: Look, room: Room, floats: str = ""
) -> Block:
    """Set the items of a paragraph in a room."""
    return block_of(source, owner, compose(source, items, own, mark, room), floats)


def block_of(
    source: Source, owner: str, composed: Composed, floats: str = "", stead: Sequence[str] = ()
) -> Block:
    """Write a composed paragraph; `stead` is what stands in the place of each line's text."""
    own, form = composed.own, composed.form
    setter = _Setter(source, owner, composed)
    html = "".join(
        setter.held(at, stead[at]) if stead else setter.line(at) for at in range(len(composed.lines))
    )
    last = composed.lines[-1].line.end
    body = _box(own)
    if on(own, "keepLines"):
        body += ";break-inside:avoid"
    if on(own, "keepNext"):
        body += ";break-after:avoid"
    if last in {"page", "column"}:
        body += ";break-after:page"
    if on(own, "pageBreakBefore"):
        body += ";break-before:page"
    body += f";margin-top:{pt(form.before)}" if form.before else ""
    body += f";margin-bottom:{pt(form.after)}" if form.after else ""
    if body or len(composed.lines) > 1 or floats:
        html = f"<div{source.classes.attribute(body.lstrip(';'))}>{floats}{html}</div>"
    return Block(html, composed.height, form.before, form.after)


def is_boxed(own: Properties) -> bool:
    """Tell whether a paragraph has borders or a shading."""
    return bool(_box(own))


def _box(own: Properties) -> str:
    """Write the borders and the shading of a paragraph."""
    fill = shade(own)
    body = f";background:{fill}" if fill else ""
    for side in ("top", "bottom", "left", "right"):
        border = own.get(f"pBdr.{side}", "nil").split()
        if border[0] not in {"nil", "none"}:
            style = {"double": "double", "dashed": "dashed", "dotted": "dotted"}.get(border[0], "solid")
            ink = colour(border[2]) or "#000"
            body += (
                f";border-{side}:{pt(real(border[1]) / 8)} {style} {ink};padding-{side}:{pt(real(border[3]))}"
            )
    if ";border-left" in body:
        body += f";margin-left:{pt(-real(own['pBdr.left'].split()[3]))}"
    if ";border-right" in body:
        body += f";margin-right:{pt(-real(own['pBdr.right'].split()[3]))}"
    return body


def _box_height(own: Properties) -> float:
    total = 0.0
    for side in ("top", "bottom"):
        border = own.get(f"pBdr.{side}", "nil").split()
        if border[0] not in {"nil", "none"}:
            total += real(border[1]) / 8 + real(border[3])
    return total


@dataclass(frozen=True, slots=True)
class _Setter:
    """Writes the lines of one paragraph."""

    source: Source
    owner: str
    composed: Composed

    @property
    def mark(self) -> Look:
        return self.composed.mark

    def line(self, at: int) -> str:
        placed, body = self.composed.lines[at], self._body(at)
        if not placed.line.pieces:
            return f"<div{self.source.classes.attribute(body)}></div>"
        return self._full(placed, body)

    def held(self, at: int, stead: str) -> str:
        """Write the place of a line with something else in it."""
        return f"<div{self.source.classes.attribute('line-height:0;' + self._body(at))}>{stead}</div>"

    def _body(self, at: int) -> str:
        count, placed = len(self.composed.lines), self.composed.lines[at]
        body = f"height:{pt(placed.extent.height)}"
        if self.composed.keeps and (at == 0 < count - 1 or (count > 2 and at == count - 2)):
            body += ";break-after:avoid"
        if placed.line.end == "page" and at < count - 1:
            body += ";break-after:page"
        return body

    def _full(self, placed: Placed, body: str) -> str:
        line, extent, align = placed.line, placed.extent, self.composed.form.align
        counted = any(isinstance(p.item, Thing) and isinstance(p.item.mark, Counter) for p in line.pieces)
        if counted and align in {"center", "right"}:
            body += f";text-align:{align}"
        elif abs(x := placed.x) > 0.0005:
            body += f";{'padding-left' if x > 0 else 'margin-left'}:{pt(x)}"
        strut = strut_of(placed)
        face = strut.face if strut else self.source.faces.face(self.mark.cjk, self.mark.bold)
        size = strut.size if strut else self.mark.size
        body = f"{_baseline(extent, face, size)}{body}"
        if strut is not None and isinstance(strut.mark, Look):
            body += ";" + self._plain(strut.mark, face)
        inner = "".join(self._piece(piece, strut, placed.letter, placed.blank) for piece in line.pieces)
        return f"<div{self.source.classes.attribute(body)}>{inner}</div>"

    def _plain(self, look: Look, face: Face) -> str:
        return replace(look, decoration="", background="", border="").css(face.css, face.bold)

    def _piece(self, piece: Piece, strut: Text | None, letter: float, blank: float) -> str:
        item = piece.item
        if isinstance(item, Tab):
            return self._tab(piece)
        if isinstance(item, Thing):
            return self._thing(item)
        look = item.mark if isinstance(item.mark, Look) else self.mark
        if piece.before and look.decoration:  # the rule under a value does not break between two scripts
            unbroken = replace(piece, before=0.0)
            return self._filler(look, _BLANK, piece.before) + self._piece(unbroken, strut, letter, blank)
        body = self._text_style(piece, item, look, letter, blank)
        same = strut is not None and look == strut.mark and item.face is strut.face
        if same and not body and not (look.decoration or look.background or look.border):
            return css.text(piece.text)
        if same:
            extras = f";text-decoration:{look.decoration}" if look.decoration else ""
            extras += f";background:{look.background}" if look.background else ""
            extras += f";border:{look.border}" if look.border else ""
            body = "line-height:0" + extras + body
        else:
            body = "line-height:0;" + look.css(item.face.css, item.face.bold) + body
        return f"<span{self.source.classes.attribute(body)}>{css.text(piece.text)}</span>"

    def _text_style(self, piece: Piece, item: Text, look: Look, letter: float, blank: float) -> str:
        spacing = item.spacing
        every = self.composed.form.align == "distribute"
        body = ""
        if letter and (item.cjk or every):
            spacing += letter
        elif blank:
            body += f";word-spacing:{pt(blank)}"
        if abs(spacing) > 0.0005:
            body += f";letter-spacing:{pt(spacing / item.scale)}"
        if piece.before:
            body += f";margin-left:{pt(piece.before)}"
        if look.rise:
            body += f";vertical-align:{pt(look.rise)}"
        if item.scale != 1.0:
            body += f";display:inline-block;width:{pt(piece.width)};transform-origin:0 50%;transform:scaleX({item.scale:g})"
        return body

    def _tab(self, piece: Piece) -> str:
        look = (
            piece.item.mark
            if isinstance(piece.item, Tab) and isinstance(piece.item.mark, Look)
            else self.mark
        )
        fill = piece.leader or (_BLANK if look.decoration else "")
        if not fill or piece.width < 0.01:
            body = f"line-height:0;display:inline-block;width:{pt(piece.width)}"
            return f"<span{self.source.classes.attribute(body)}></span>"
        return self._filler(look, fill, piece.width)

    def _filler(self, look: Look, fill: str, width: float) -> str:
        """Write ``width`` points of ``fill``: a tab's leader, or a blank that a rule runs through."""
        face = self.source.faces.face(look.latin, look.bold)
        each = (face.advance(fill) or 0.5) * look.size
        count = max(1, int(width / each))
        spread = pt((width - count * each) / count)
        body = f"line-height:0;{look.css(face.css, face.bold)};letter-spacing:{spread}"
        return f"<span{self.source.classes.attribute(body)}>{fill * count}</span>"

    def _thing(self, item: Thing) -> str:
        if isinstance(item.mark, Counter):
            look = item.mark.look
            face = self.source.faces.face(look.latin, look.bold)
            body = "line-height:0;" + look.css(face.css, face.bold)
            return f'<span class="{self.source.classes.name(body)} n-{item.mark.kind}"></span>'
        if isinstance(item.mark, Inline):
            return drawn_inline(self.source, self.owner, item.mark.element).html
        return ""


def _aligned(align: str, slack: float) -> float:
    if slack <= 0:
        return 0.0
    return slack / 2 if align == "center" else slack if align == "right" else 0.0


def strut_of(placed: Placed) -> Text | None:
    """Give the text whose look is that of the line's own box."""
    return next((piece.item for piece in placed.line.pieces if isinstance(piece.item, Text)), None)


def fill_of(placed: Placed) -> tuple[float, float]:
    """Give padding and line height that bring the strut's baseline where the line wants it."""
    strut = strut_of(placed)
    return _filled(placed.extent, strut.face, strut.size) if strut else (0.0, 0.0)


def _filled(extent: Height, face: Face, size: float) -> tuple[float, float]:
    wanted = 2 * extent.baseline - (face.ascent - face.descent) * size
    if wanted <= extent.height:
        return 0.0, max(0.0, wanted)
    pad = min(wanted - extent.height, extent.height)
    return pad, extent.height - pad


def _baseline(extent: Height, face: Face, size: float) -> str:
    """Write the line height (and padding) of a line."""
    pad, high = _filled(extent, face, size)
    return (
        f"box-sizing:border-box;padding-top:{pt(pad)};line-height:{pt(high)};"
        if pad
        else f"line-height:{pt(high)};"
    )
