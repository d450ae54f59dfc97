"""East Asian set pieces in a line: phonetic guides (拼音指南), two lines in one (双行合一), turned digits (纵横混排)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.pdf.lines import Text, advance_of
from docgen.pdf.page import css
from docgen.pdf.page.css import Classes, pt
from docgen.pdf.page.looks import Look


@dataclass(frozen=True, slots=True)
class Made:
    """A set piece: its HTML, and how far it reaches above and below the baseline."""

    html: str
    width: float
    above: float
    below: float


def guided(classes: Classes, base: Sequence[Text], guide: Sequence[Text], rise: float) -> Made:
    """Set text with small text above its middle; `rise` is from baseline to baseline."""
    rise = rise or _up(base)
    width = max(_width(base), _width(guide))
    rows = _row(classes, base, (width - _width(base)) / 2, 0.0) + _row(
        classes, guide, (width - _width(guide)) / 2, rise
    )
    return Made(_held(classes, rows, width), width, max(_up(base), rise + _up(guide)), _down(base))


def combined(classes: Classes, texts: Sequence[Text], brackets: str) -> Made:
    """Set text in two rows of half its size, between brackets."""
    whole = "".join(text.text for text in texts)
    half = (len(whole) + 1) // 2
    small = [_scaled(text, 0.5) for text in texts]
    rows = (_cut(small, 0, half), _cut(small, half, len(whole)))
    size = texts[0].size
    width = max(_width(row) for row in rows)
    left = right = ""
    indent = 0.0
    if brackets:
        opened, closed = (_with(texts[0], character) for character in brackets)
        indent = advance_of(opened, brackets[0])
        left = _row(classes, [opened], 0.0, 0.0)
        right = _row(classes, [closed], indent + width, 0.0)
    above, below = 0.42 * size, -0.08 * size
    html = left + _row(classes, rows[0], indent, above) + _row(classes, rows[1], indent, below) + right
    return Made(_held(classes, html, width + 2 * indent), width + 2 * indent, _up(texts), _down(texts))


def turned(classes: Classes, texts: Sequence[Text]) -> Made:
    """Set text on its side, read upwards, in the width of one character."""
    long, wide = _width(texts), max(text.size for text in texts)
    low = 0.12 * wide
    body = (
        f"position:absolute;left:{pt(wide - low)};top:{pt(low)};transform:rotate(-90deg);transform-origin:0 0"
    )
    html = f"<span{classes.attribute(body)}>{_spans(classes, texts)}</span>"
    return Made(_held(classes, html, wide), wide, max(long - low, _up(texts)), low)


def _held(classes: Classes, html: str, width: float) -> str:
    body = f"display:inline-block;position:relative;width:{pt(width)};height:0;line-height:0;text-align:left"
    body += ";letter-spacing:0;word-spacing:0"
    return f"<span{classes.attribute(body)}>{html}</span>"


def _row(classes: Classes, texts: Sequence[Text], left: float, rise: float) -> str:
    """Place a row by its baseline: a block without height has it half of ascent less descent below its top."""
    if not texts:
        return ""
    face, size = texts[0].face, texts[0].size
    top = -rise - (face.ascent - face.descent) / 2 * size
    first = texts[0].mark
    strut = first.css(face.css, face.bold) if isinstance(first, Look) else ""
    body = f"position:absolute;left:{pt(left)};top:{pt(top)};{strut}"
    return f"<span{classes.attribute(body)}>{_spans(classes, texts)}</span>"


def _spans(classes: Classes, texts: Sequence[Text]) -> str:
    spans = ""
    for text in texts:
        look = text.mark
        body = look.css(text.face.css, text.face.bold) if isinstance(look, Look) else ""
        spans += f"<span{classes.attribute(body)}>{css.text(text.text)}</span>"
    return spans


def _width(texts: Sequence[Text]) -> float:
    return sum(advance_of(text, character) for text in texts for character in text.text)


def _up(texts: Sequence[Text]) -> float:
    return max((text.face.ascent * text.size for text in texts), default=0.0)


def _down(texts: Sequence[Text]) -> float:
    return max((text.face.descent * text.size for text in texts), default=0.0)


def _scaled(text: Text, factor: float) -> Text:
    mark = text.mark
    if isinstance(mark, Look):
        mark = replace(mark, size=mark.size * factor)
    return replace(text, size=text.size * factor, spacing=0.0, mark=mark)


def _with(text: Text, characters: str) -> Text:
    return replace(text, text=characters)


def _cut(texts: Sequence[Text], start: int, end: int) -> list[Text]:
    found, at = [], 0
    for text in texts:
        piece = text.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            found.append(_with(text, piece))
        at += len(text.text)
    return found
