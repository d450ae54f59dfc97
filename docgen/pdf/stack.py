"""Rows that grow are stacked by arithmetic: what stands below them on a page is moved, nothing is laid out anew.

It works while every page keeps its content: rows grow into the empty foot of the page.  Where they would push
something over its end, the shape is drawn anew instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.pdf.holds import Learner
from docgen.pdf.page.blank import PIXEL, Sheet, Spot

MOST_PAGES = 64
_NEAR = 2.0  # pixels; edges of rows and the ends of their rule lines are nearer to each other
_EPSILON = 0.01
_HIGH = re.compile(
    rb"^(?P<point>[-\d.]+ )(?P<y>[-\d.]+)(?P<to> [ml])$"
    rb"|^(?P<text>1 0 0 -1 [-\d.]+ )(?P<base>[-\d.]+)(?P<tm> Tm)$"
    rb"|^(?P<left>[-\d.]+ )(?P<top>[-\d.]+)(?P<wide> [-\d.]+ )(?P<tall>[-\d.]+)(?P<re> re)$",
    re.MULTILINE,
)
_OTHER = re.compile(rb" (?:c|v|y|Do|sh)$| cm$", re.MULTILINE)
_OPENING = re.compile(rb"\A1 0 0 -1 0 [\d.]+ cm\nq\n0\.75 0 0 0\.75 0 0 cm\n")

Heights = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class _Outlined:
    """Operators cut at the numbers that say how high something is: tops, and tops with bottoms."""

    fixed: tuple[bytes, ...]
    heights: tuple[tuple[float, float | None], ...]


Outline = tuple[_Outlined | Spot, ...] | None
Outlines = dict[int, tuple[Sheet, Outline]]


@dataclass(frozen=True, slots=True)
class _Moves:
    """By how much what is below each edge moves; edges from the top down.

    What stands below the `floor` is the foot of the page (页脚), which stays where it is.
    """

    edges: tuple[tuple[float, float], ...]
    floor: float

    def at(self, y: float) -> float:
        """Give where a height of the page comes to stand."""
        if y > self.floor:
            return y
        place = y
        for edge, move in self.edges:
            if edge > y + _NEAR:
                break
            place += move
        return place

    @property
    def total(self) -> float:
        return sum(move for _, move in self.edges)


def restacked(
    sheets: Sequence[Sheet],
    learnt: Learner,
    before: Heights,
    after: Heights,
    known: dict[object, Sheet | None],
    outlines: Outlines,
) -> tuple[Sheet, ...] | None:
    """Give the pages with rows of other heights; None where they cannot keep what they hold.

    `known` keeps pages, for those of a document change independently; `outlines` keeps what is found out of each page.
    """
    grown = {
        (table, row): (after[table][row] - before[table][row]) / PIXEL
        for table in range(len(after))
        for row in range(len(after[table]))
        if abs(after[table][row] - before[table][row]) > _EPSILON
    }
    result = []
    for sheet in sheets:
        here = _moves(sheet, learnt, grown)
        if here is None:
            return None
        key = id(sheet), here
        if key not in known:
            if len(known) >= MOST_PAGES:
                known.clear()
            known[key] = _moved(sheet, here, _known_outline(sheet, outlines), last=sheet is sheets[-1])
        moved = known[key]
        if moved is None:
            return None
        result.append(moved)
    return None if grown else tuple(result)  # what is left stands on no page, or in repeated headers


def _moves(sheet: Sheet, learnt: Learner, grown: dict[tuple[int, int], float]) -> _Moves | None:
    """Find the rows of a page that grow, and take them off the list."""
    edges = []
    for box in sheet.rows:
        table = learnt.cells[box.table].table
        rows = learnt.tables[table]
        if rows.nested:
            continue
        move = grown.pop((table, box.row), 0.0)
        if move:
            edges.append((box.bottom, move))
        shifted = bool(edges)
        if shifted and any(last == box.row for _, last in rows.stiff):
            return None
    return _Moves(tuple(sorted(edges)), max(sheet.bottom, sheet.used) + _NEAR)


def _known_outline(sheet: Sheet, outlines: Outlines) -> Outline:
    if id(sheet) not in outlines:
        outlines[id(sheet)] = sheet, _outline(sheet)
    return outlines[id(sheet)][1]


def _moved(sheet: Sheet, moves: _Moves, outline: Outline, *, last: bool) -> Sheet | None:
    if not moves.edges:
        return sheet
    total = moves.total
    if outline is None or sheet.used + total > sheet.bottom + _EPSILON or (total < -_EPSILON and not last):
        return None
    written = _Writer(moves)
    pieces = tuple(
        Spot(piece.mark, piece.x, moves.at(piece.y)) if isinstance(piece, Spot) else written.of(piece)
        for piece in outline
    )
    return replace(sheet, pieces=pieces, used=sheet.used + total)


def _outline(sheet: Sheet) -> Outline:
    """Cut the contents of a page at its heights; None where something has a height that is not known."""
    result: list[_Outlined | Spot] = []
    for number, piece in enumerate(sheet.pieces):
        if isinstance(piece, Spot):
            result.append(piece)
            continue
        if _OTHER.search(_OPENING.sub(b"", piece) if number == 0 else piece):
            return None
        result.append(_outlined(piece))
    return tuple(result)


def _outlined(piece: bytes) -> _Outlined:
    fixed, heights, end, before = list[bytes](), list[tuple[float, float | None]](), 0, b""
    for found in _HIGH.finditer(piece):
        fixed.append(before + piece[end : found.start()])
        if found["to"]:
            fixed[-1] += found["point"]
            heights.append((float(found["y"]), None))
            before = found["to"]
        elif found["tm"]:
            fixed[-1] += found["text"]
            heights.append((float(found["base"]), None))
            before = found["tm"]
        else:
            top = float(found["top"])
            fixed[-1] += found["left"]
            fixed.append(found["wide"])
            heights += [(top, None), (top, top + float(found["tall"]))]
            before = found["re"]
        end = found.end()
    return _Outlined((*fixed, before + piece[end:]), tuple(heights))


class _Writer:
    """Writes operators anew with their heights moved; what is asked for often is worked out once."""

    def __init__(self, moves: _Moves) -> None:
        self._moves = moves
        self._known: dict[tuple[float, float | None], bytes] = {}

    def of(self, outlined: _Outlined) -> bytes:
        """Write operators."""
        known = self._known
        text: list[bytes] = []
        for fixed, height in zip(outlined.fixed, outlined.heights, strict=False):
            written = known.get(height)
            if written is None:
                written = known[height] = self._written(*height)
            text += (fixed, written)
        text.append(outlined.fixed[-1])
        return b"".join(text)

    def _written(self, top: float, bottom: float | None) -> bytes:
        high = self._moves.at(top)
        return _number(high if bottom is None else self._moves.at(bottom) - high)


def _number(value: float) -> bytes:
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()
