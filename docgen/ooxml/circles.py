"""Formulas that go round in a circle, found in the template, before any value."""

from collections.abc import Iterator, Mapping, Sequence

from docgen.ooxml.cells import Computed, Sheet
from docgen.ooxml.errors import Problem, problem
from docgen.ooxml.references import LAST_COLUMN, LAST_ROW, Area

_Key = tuple[str, int, int]
_Formulas = Mapping[_Key, Computed]


def circles(sheets: Sequence[Sheet]) -> list[Problem]:
    """A problem for every circle, at the formula at which it closes; the hint names the cells on the way."""
    formulas = {
        (sheet.name, row.number, cell.column): cell
        for sheet in sheets
        for row in sheet.rows.values()
        for cell in row.cells
        if isinstance(cell, Computed)
    }
    done: set[_Key] = set()
    found: list[Problem] = []
    for start in formulas:
        found += [_told(formulas, way) for way in _ways_round(formulas, start, done)]
    return found


def _ways_round(formulas: _Formulas, start: _Key, done: set[_Key]) -> Iterator[list[_Key]]:
    """The circles that can be reached from a formula, each as the cells on its way; what was seen is ``done``."""
    if start in done:
        return
    way: list[_Key] = [start]
    open_ends = [_precedents(formulas, start)]
    while way:
        key = next(open_ends[-1], None)
        if key is None:
            done.add(way.pop())
            open_ends.pop()
        elif key in way:
            yield way[way.index(key) :]
        elif key not in done:
            way.append(key)
            open_ends.append(_precedents(formulas, key))


def _precedents(formulas: _Formulas, key: _Key) -> Iterator[_Key]:
    """The formulas that a formula reads."""
    for area in formulas[key].formula.areas:
        sheet = area.sheet or key[0]
        if area.last is None:
            one = (sheet, area.first.row, area.first.column)
            yield from (one,) if one in formulas else ()
        else:
            yield from (other for other in formulas if other[0] == sheet and _inside(area, *other[1:]))


def _inside(area: Area, row: int, column: int) -> bool:
    last = area.last or area.first
    return area.first.row <= row <= (last.row or LAST_ROW) and area.first.column <= column <= (
        last.column or LAST_COLUMN
    )


def _told(formulas: _Formulas, way: Sequence[_Key]) -> Problem:
    refs = [formulas[key].place.ref for key in (*way, way[0])]
    return problem("OOXML-064", formulas[way[0]].place, " ← ".join(refs))
