"""The lines of a paragraph written as HTML, each a block of its own, with every baseline where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.pdf.lines import Face, Item, Piece, Tab, Text, Thing
from docgen.pdf.page import css
from docgen.pdf.page.asian import Made
from docgen.pdf.page.boxed import box
from docgen.pdf.page.counting import counter_class
from docgen.pdf.page.css import pt
from docgen.pdf.page.drawing import drawn_inline
from docgen.pdf.page.emphasis import emphasised
from docgen.pdf.page.inline import Counter, Inline
from docgen.pdf.page.looks import Look
from docgen.pdf.page.notes import Footnote
from docgen.pdf.page.paragraph import Block, Composed, Height, Placed, Room, compose
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import Properties, on

_BLANK = "\u00a0"


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
    body = box(own)
    if on(own, "keepLines"):
        body += ";break-inside:avoid"
    if on(own, "keepNext"):
        body += ";break-after:avoid"
    if last in {"page", "column"}:
        body += f";break-after:{_forced(composed, last)}"
    if on(own, "pageBreakBefore"):
        body += ";break-before:page"
    body += f";margin-top:{pt(form.before)}" if form.before else ""
    body += f";margin-bottom:{pt(form.after)}" if form.after else ""
    if body or len(composed.lines) > 1 or floats:
        html = f"<div{source.classes.attribute(body.lstrip(';'))}>{floats}{html}</div>"
    return Block(html, composed.height, form.before, form.after, composed.closing)


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
        if placed.line.end in {"page", "column"} and at < count - 1:
            body += f";break-after:{_forced(self.composed, placed.line.end)}"
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
        body += emphasised(piece, look, letter) if look.emphasis else ""
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
            number = counter_class(item.mark.kind, item.mark.style)
            return f'<span class="{self.source.classes.name(body)} {number}"></span>'
        if isinstance(item.mark, Footnote | Made):
            return item.mark.html
        if isinstance(item.mark, Inline):
            return drawn_inline(self.source, self.owner, item.mark.element).html
        return ""


def _forced(composed: Composed, end: str) -> str:
    """Name what begins anew after a forced break: where there are no columns, their breaks begin pages."""
    return end if composed.columned else "page"


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
