"""Text of a cell that is turned by an angle (文字方向)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from docgen.pdf.page.css import Classes, pt

GAP = 1.5  # points between the turned text and the edges of its cell


@dataclass(frozen=True, slots=True)
class Turn:
    """A block of lines turned in its cell; lengths in points, the angle in degrees against the clock."""

    width: float
    height: float
    angle: float

    @property
    def across(self) -> float:
        """Give the width that the turned block takes."""
        return self.width * abs(self._cos) + self.height * abs(self._sin)

    @property
    def down(self) -> float:
        """Give the height that the turned block takes."""
        return self.width * abs(self._sin) + self.height * abs(self._cos)

    @property
    def _cos(self) -> float:
        return math.cos(math.radians(self.angle))

    @property
    def _sin(self) -> float:
        return math.sin(math.radians(self.angle))


def angle_of(rotation: int) -> int:
    """Read a cell's rotation: up to 90 against the clock, above that with it."""
    return rotation if rotation <= 90 else 90 - rotation


def turned(
    classes: Classes, lines: str, turn: Turn, cell: tuple[float, float], align: str, vertical: str
) -> str:
    """Place turned lines in a cell of a width and a height."""
    width, height = cell
    x = {"left": turn.across / 2 + GAP, "right": width - turn.across / 2 - GAP}.get(align, width / 2)
    y = {"top": turn.down / 2 + GAP, "bottom": height - turn.down / 2 - GAP}.get(vertical, height / 2)
    outer = f"position:relative;width:{pt(width)};height:{pt(height)};overflow:hidden"
    inner = (
        f"position:absolute;left:{pt(x - turn.width / 2)};top:{pt(y - turn.height / 2)};width:{pt(turn.width)};"
        f"transform:rotate({-turn.angle}deg)"
    )
    return f"<div{classes.attribute(outer)}><div{classes.attribute(inner)}>{lines}</div></div>"
