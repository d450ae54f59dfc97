"""Vertical text (竖排) in a cell: columns of single characters from right to left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from docgen.pdf.lines import Break, Text
from docgen.pdf.page import css
from docgen.pdf.page.css import pt
from docgen.pdf.page.inline import Reader
from docgen.pdf.page.looks import Look, look
from docgen.pdf.page.paragraph import Block, Room
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import flat, merged
from docgen.pdf.page.xml import Element, W, local

_TURNED = {"（": "︵", "）": "︶", "(": "︵", ")": "︶", "—": "︱", "…": "︙", "《": "︽", "》": "︾"}


@dataclass(frozen=True, slots=True)
class Upright:
    """The characters of a vertical cell, paragraph by paragraph, and how wide a column is."""

    paragraphs: tuple[tuple[Text, ...], ...]
    aligns: tuple[str, ...]
    column: float

    def block(self, source: Source, height: float) -> Block:
        """Set the columns in a height."""
        columns: list[tuple[str, list[tuple[str, Text]]]] = []
        for texts, align in zip(self.paragraphs, self.aligns, strict=True):
            columns += [(align, column) for column in _columns(texts, height)]
        width = self.column * len(columns)
        html = "".join(self._column(source, at, align, c, height) for at, (align, c) in enumerate(columns))
        body = f"position:relative;width:{pt(width)};height:{pt(height)};margin:0 auto"
        return Block(f"<div{source.classes.attribute(body)}>{html}</div>", height)

    def _column(
        self, source: Source, at: int, align: str, cells: list[tuple[str, Text]], height: float
    ) -> str:
        tall = sum(_step(text) for _, text in cells)
        slack = max(0.0, height - tall)
        spread = slack / (len(cells) - 1) if align == "distribute" and len(cells) > 1 else 0.0
        top = (
            0.0 if spread else slack / 2 if align == "center" else slack if align in {"right", "end"} else 0.0
        )
        outer = f"position:absolute;top:{pt(top)};right:{pt(at * self.column)};width:{pt(self.column)};text-align:center"
        inner = "".join(self._glyph(source, character, text, spread) for character, text in cells)
        return f"<div{source.classes.attribute(outer)}>{inner}</div>"

    def _glyph(self, source: Source, character: str, text: Text, spread: float) -> str:
        face = text.face
        shown = _TURNED.get(character, character)
        shown = shown if face.advance(shown) is not None else character
        step = pt(_step(text) + spread)
        style = text.mark.css(face.css, face.bold) if isinstance(text.mark, Look) else ""
        return f"<div{source.classes.attribute(f'{style};height:{step};line-height:{pt(_step(text))}')}>{css.text(shown)}</div>"


def _step(text: Text) -> float:
    return text.size + text.spacing


def _columns(texts: tuple[Text, ...], height: float) -> list[list[tuple[str, Text]]]:
    columns: list[list[tuple[str, Text]]] = [[]]
    used = 0.0
    for text in texts:
        for character in text.text:
            if used + text.size > height + 0.1 and columns[-1]:
                columns.append([])
                used = 0.0
            columns[-1].append((character, text))
            used += _step(text)
    return columns


def upright(source: Source, content: Sequence[Element], room: Room, direction: str) -> Upright | None:
    """Read a vertical cell; Latin lines and what is no plain text are left to the horizontal way, and reported."""
    paragraphs, aligns = [], []
    widest = 0.0
    for element in content:
        if local(element) != "p":
            continue
        own = flat(element.find(f"{W}pPr"))
        style = source.styles.style(own.get("pStyle"), "paragraph")
        base = merged(source.styles.default_run, dict(room.run), style.run)
        items = Reader(source, source.main, base).read(element).items
        texts = tuple(item for item in items if isinstance(item, Text) and item.text.strip())
        if any(not isinstance(item, Text | Break) for item in items):
            source.report("vertical cell", "what is not text in a vertical cell is not drawn")
        mark = look(source.styles, base)
        paragraphs.append(texts)
        aligns.append(merged(style.paragraph, own).get("jc", "left"))
        pitch = room.grid.pitch if room.grid else 0.0
        widest = max([widest, pitch, *(t.size * 1.3 for t in texts)] if texts else [widest, pitch, mark.size])
    if direction == "tbLrV":
        source.report(
            "vertical cell", "text that runs from left to right or upwards is set from right to left"
        )
    return Upright(tuple(paragraphs), tuple(aligns), widest) if any(paragraphs) else None


@dataclass(frozen=True, slots=True)
class Upward:
    """A cell whose lines run upwards (btLr): set level once its height is known, then turned."""

    stack: Callable[[Sequence[Element], Room], Block]
    content: tuple[Element, ...]
    room: Room
    share: float  # of the spare width that stands left of the lines

    def block(self, source: Source, height: float) -> Block:
        """Set the lines as long as the cell is high, the first one at its left."""
        level = self.stack(self.content, replace(self.room, width=max(height, 1.0), grid=None))
        wide = self.room.width
        left = max((wide - level.height) * self.share, 0.0)
        inner = (
            f"position:absolute;left:{pt(left)};top:{pt(height)};width:{pt(height)};"
            "transform-origin:0 0;transform:rotate(-90deg)"
        )
        outer = f"position:relative;width:{pt(wide)};height:{pt(height)}"
        html = f"<div{source.classes.attribute(inner)}>{level.html}</div>"
        return Block(f"<div{source.classes.attribute(outer)}>{html}</div>", height)
