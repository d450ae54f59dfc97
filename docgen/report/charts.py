"""Charts as SVG: bars with their labels and numbers, nothing that needs a script."""

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from markupsafe import Markup

_ROW, _BAR, _WIDTH, _SIZE = 20, 13, 480, 11
_NUMBER = 84
#: A label wider than this is cut.
_LABEL = 16


class Bar(NamedTuple):
    """A bar: its label, its number, its colour, and a first part of it in another colour."""

    label: str
    number: int
    colour: str
    part: int = 0
    part_colour: str = ""


def bars(rows: Sequence[Bar]) -> Markup:
    """Return horizontal bars as an SVG drawing; nothing where there are none."""
    if not rows:
        return Markup("")
    label_width = max(_ems(_short(row.label)) for row in rows) * _SIZE + 10
    most = max(*(row.number for row in rows), 1)
    room = _WIDTH - label_width - _NUMBER
    height = _ROW * len(rows) + 4
    drawn = Markup("").join(_bar(row, at, label_width, room / most) for at, row in enumerate(rows))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img">{drawn}</svg>'
    ).format(w=_WIDTH, h=height, drawn=drawn)


def _bar(row: Bar, at: int, left: float, scale: float) -> Markup:
    top = at * _ROW + 4
    baseline = top + _BAR - 3
    parts = [
        Markup('<text x="{x:.1f}" y="{y}" text-anchor="end" font-size="{size}">{label}</text>').format(
            x=left - 6, y=baseline, size=_SIZE, label=_short(row.label)
        ),
        _rectangle(left, top, row.number * scale, row.colour),
        _rectangle(left, top, row.part * scale, row.part_colour),
        Markup('<text x="{x:.1f}" y="{y}" font-size="{size}">{told}</text>').format(
            x=left + row.number * scale + 5, y=baseline, size=_SIZE, told=_told(row)
        ),
    ]
    return Markup("").join(parts)


def _rectangle(left: float, top: int, width: float, colour: str) -> Markup:
    if width <= 0:
        return Markup("")
    return Markup('<rect x="{x:.1f}" y="{y}" width="{w:.1f}" height="{h}" fill="{c}"/>').format(
        x=left, y=top, w=width, h=_BAR, c=colour
    )


def _told(row: Bar) -> str:
    return f"{row.number}（超期{row.part}）" if row.part else str(row.number)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"


def _ems(text: str) -> float:
    return sum(1 if east_asian_width(character) in "WF" else 0.55 for character in text)
