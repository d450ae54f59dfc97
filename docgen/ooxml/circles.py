"""Formulas that go round in a circle, found in the template, before any value."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.ooxml.cells import Computed, Sheet
from docgen.ooxml.errors import Problem, problem
from docgen.ooxml.references import LAST_ROW, Area

_Key = tuple[str, int, int]  # the name of a sheet, a row and a column


def circles(sheets: Sequence[Sheet]) -> list[Problem]:
    """A problem for every circle, at the formula at which it closes; the hint names the cells on the way."""
    formulas = _Formulas.of(sheets)
    done: set[_Key] = set()
    return [formulas.told(way) for start in formulas.cells for way in formulas.ways_round(start, done)]


@dataclass(slots=True)
class _Formulas:
    """The formulas of a workbook, and for each column of a sheet the rows that have one."""

    cells: Mapping[_Key, Computed]
    rows: dict[str, dict[int, list[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> "_Formulas":
        found = cls(
            {
                (sheet.name, row.number, cell.column): cell
                for sheet in sheets
                for row in sheet.rows.values()
                for cell in row.cells
                if isinstance(cell, Computed)
            }
        )
        for sheet, row, column in sorted(found.cells):
            found.rows.setdefault(sheet, {}).setdefault(column, []).append(row)
        return found

    def ways_round(self, start: _Key, done: set[_Key]) -> Iterator[list[_Key]]:
        """The circles that can be reached from a formula, each as the cells on its way; ``done`` are known."""
        if start in done:
            return
        way = {start: self.read_by(start)}  # in the order of the way
        while way:
            last = next(reversed(way))
            key = next(way[last], None)
            if key is None:
                done.add(last)
                del way[last]
            elif key in way:
                cells = list(way)
                yield cells[cells.index(key) :]
            elif key not in done:
                way[key] = self.read_by(key)

    def read_by(self, key: _Key) -> Iterator[_Key]:
        """The formulas that a formula reads."""
        for area in self.cells[key].formula.areas:
            sheet = area.sheet or key[0]
            if area.last is not None:
                yield from self._within(sheet, area, area.last.row or LAST_ROW)
            elif (one := (sheet, area.first.row, area.first.column)) in self.cells:
                yield one

    def _within(self, sheet: str, area: Area, last_row: int) -> Iterator[_Key]:
        for column, rows in self.rows.get(sheet, {}).items():
            if area.has_column(column):
                for row in rows[bisect_left(rows, area.first.row) : bisect_right(rows, last_row)]:
                    yield sheet, row, column

    def told(self, way: Sequence[_Key]) -> Problem:
        """What to tell of a circle."""
        places = [self.cells[key].place for key in (*way, way[0])]
        return problem("OOXML-064", places[0], " ← ".join(place.ref for place in places))
