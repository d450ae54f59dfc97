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
class _Moves:
    """By how much what is below each edge moves; edges from the top down."""

    edges: tuple[tuple[float, float], ...]

    def at(self, y: float) -> float:
        """Give where a height of the page comes to stand."""
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
) -> tuple[Sheet, ...] | None:
    """Give the pages with rows of other heights; None where they cannot keep what they hold.

    `known` keeps pages, for those of a document change independently.
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
            known[key] = _moved(sheet, here, last=sheet is sheets[-1])
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
    return _Moves(tuple(sorted(edges)))


def _moved(sheet: Sheet, moves: _Moves, *, last: bool) -> Sheet | None:
    if not moves.edges:
        return sheet
    total = moves.total
    if sheet.used + total > sheet.bottom + _EPSILON or (total < -_EPSILON and not last):
        return None
    pieces: list[bytes | Spot] = []
    for number, piece in enumerate(sheet.pieces):
        if isinstance(piece, bytes):
            plain = _OPENING.sub(b"", piece) if number == 0 else piece
            if _OTHER.search(plain):
                return None
            pieces.append(_HIGH.sub(lambda found: _remade(found, moves), piece))
        else:
            pieces.append(Spot(piece.mark, piece.x, moves.at(piece.y)))
    return replace(sheet, pieces=tuple(pieces), used=sheet.used + total)


def _remade(found: re.Match[bytes], moves: _Moves) -> bytes:
    if found["to"]:
        return found["point"] + _number(moves.at(float(found["y"]))) + found["to"]
    if found["tm"]:
        return found["text"] + _number(moves.at(float(found["base"]))) + found["tm"]
    top, bottom = float(found["top"]), float(found["top"]) + float(found["tall"])
    high = moves.at(top)
    tall = moves.at(bottom) - high
    return found["left"] + _number(high) + found["wide"] + _number(tall) + found["re"]


def _number(value: float) -> bytes:
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()
