"""One fill of a workbook: records, where the rows went, and the values that formulas ask for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from docgen.ooxml.cells import Cell, Computed, Fixed, ListRows, Numbered, Row, Sheet, Taking
from docgen.ooxml.compute import compute
from docgen.ooxml.errors import FillError
from docgen.ooxml.formula import CellValue, Fault
from docgen.ooxml.quantities import REFERENCE, Block, number_text
from docgen.ooxml.references import Area, RowMap, column_letters
from docgen.ooxml.typed import taken, uncoded
from docgen.ooxml.values import Values, escape

_MANY = 10_000  # rows of a range from which on empty ones are left out
_Key = tuple[str, int, int]

# An output row: the template's row, the list it belongs to, the record's number (from 0) and the record, or None;
# outside lists the document's values.
Spot = tuple[Row | None, ListRows | None, int, Values | None]


@dataclass(slots=True)
class Filling:
    """One fill: what each output cell is made of, asked for by row and column of the output."""

    sheets: Mapping[str, Sheet]
    values: Values
    records: dict[tuple[str, str], Sequence[Values]]
    maps: dict[str, RowMap]
    since_1904: bool = False
    show_faults: bool = False
    moved: bool = False
    known: dict[_Key, CellValue] = field(default_factory=dict)
    asked: set[_Key] = field(default_factory=set)
    spots: dict[tuple[str, int], Spot] = field(default_factory=dict)

    def spot(self, sheet: Sheet, row: int) -> Spot:
        """What an output row is made of."""
        key = (sheet.name, row)
        found = self.spots.get(key)
        if found is None:
            found = self.spots[key] = self._spot(sheet, row)
        return found

    def _spot(self, sheet: Sheet, row: int) -> Spot:
        origin, added = self.maps[sheet.name].origin(row)
        rows = sheet.list_of(origin)
        if rows is None:
            return sheet.rows.get(origin), None, -1, self.values
        number = origin - rows.first + added
        records = self.records[sheet.name, rows.name]
        template = rows.model if added else sheet.rows.get(origin)
        return template, rows, number, records[number] if number < len(records) else None

    def record(self, sheet: Sheet, row: int) -> Values | None:
        """The record of an output row: None when the row has none, the document's values outside lists."""
        return self.spot(sheet, row)[3]

    def rows_of(self, sheet: Sheet) -> list[int]:
        """The output's rows that hold anything."""
        rows = self.maps[sheet.name]
        added = [range(rows.row(one.last) + 1, rows.end(one.last) + 1) for one in rows.stretches]
        return sorted({*map(rows.row, sheet.rows), *(row for each in added for row in each)})

    def value_at(self, sheet: Sheet, row: int, column: int) -> CellValue:
        """The value of an output cell, computed when it is a formula."""
        template, rows, number, record = self.spot(sheet, row)
        cell = None if template is None else template.columns.get(column)
        if cell is None:
            return None
        if isinstance(cell, Fixed):
            return cell.value
        if isinstance(cell, Computed):
            return None if record is None else self.compute(sheet, row, cell)
        if isinstance(cell, Numbered):
            return None if rows is None else Decimal(number + 1)
        if cell.key:
            scope = record if cell.lane else self.values
            value = None if scope is None else scope.get(cell.key)
            if type(value) is Decimal or (type(value) is str and value):
                return value  # what may not be written is found where it is written
        key = (sheet.name, row, column)
        if key not in self.known:
            self.known[key] = self.take(sheet, row, cell)[0]
        return self.known[key]

    def take(self, sheet: Sheet, row: int, cell: Taking) -> tuple[CellValue, str]:
        """The value that goes into a cell, and the cell's XML behind its name."""
        record = self.record(sheet, row)
        if record is None:
            if cell.lane:
                return None, f"{cell.style}/>"
            record = self.values
        return taken(cell, record, self.values, self.since_1904)

    def compute(self, sheet: Sheet, row: int, cell: Computed) -> CellValue:
        """The value of a formula, which may be an error value; a FillError names a circle."""
        key = (sheet.name, row, cell.column)
        if key in self.known:
            return self.known[key]
        if key in self.asked:
            raise FillError("OOXML-091", "formula", cell.place, "(a circle)")
        self.asked.add(key)
        try:
            value = compute(cell.run, self.areas(sheet, row, cell), _SheetCells(self, sheet))
        except RecursionError:
            self.asked.discard(key)  # it is asked again when what it reads is known
            raise
        self.known[key] = value
        return value

    def compute_deep(self, sheet: Sheet, row: int, cell: Computed) -> CellValue:
        """The value of a formula at the head of a long chain: what it reads is computed first, the furthest first."""
        way, opened = [(sheet, row, cell)], set()
        while way:
            key = (way[-1][0].name, way[-1][1], way[-1][2].column)
            unknown = [] if key in self.known else list(self._unknown(*way[-1]))
            if not unknown:
                self.compute(*way.pop())
            elif key in opened:
                raise FillError("OOXML-091", "formula", way[-1][2].place, "(a circle)")
            else:
                opened.add(key)
                way += unknown
        return self.known[sheet.name, row, cell.column]

    def _unknown(self, sheet: Sheet, row: int, cell: Computed) -> Iterator[tuple[Sheet, int, Computed]]:
        """The formulas that a formula reads and that are not computed yet."""
        for area in self.areas(sheet, row, cell):
            other = self.sheets.get(area.sheet) if area.sheet else sheet
            if other is None:
                continue
            for number in self.rows_in(other, area):
                template, _, _, record = self.spot(other, number)
                for one in () if template is None or record is None else template.cells:
                    if isinstance(one, Computed) and area.has_column(one.column):
                        key = (other.name, number, one.column)
                        yield from () if key in self.known else ((other, number, one),)

    def rows_in(self, sheet: Sheet, area: Area) -> Sequence[int]:
        """The output rows of an area; of a very long one those that hold anything."""
        end = self.maps[sheet.name].end
        top, last = area.first.row or 1, area.last or area.first
        bottom = min(last.row or end(sheet.size[0]), end(max(sheet.size[0], top)))
        if bottom - top < _MANY:
            return range(top, bottom + 1)
        return [row for row in self.rows_of(sheet) if top <= row <= bottom]

    def areas(self, sheet: Sheet, row: int, cell: Computed) -> tuple[Area, ...]:
        """A formula's areas where the rows went; in a list's row they follow the record."""
        if row == cell.own and not self.moved:
            return cell.formula.areas
        origin, added = self.maps[sheet.name].origin(row)
        rows = sheet.list_of(origin)
        return tuple(
            self._moved(sheet, area, number in cell.formula.alone, rows, cell.own, origin + added)
            for number, area in enumerate(cell.formula.areas)
        )

    def formula(self, sheet: Sheet, row: int, cell: Computed) -> str:
        """A formula's text where the rows went."""
        if row == cell.own and not self.moved:
            return cell.text
        return cell.formula.text(self.areas(sheet, row, cell))

    def _moved(
        self, sheet: Sheet, area: Area, spread: bool, rows: ListRows | None, own: int, row: int
    ) -> Area:
        rows_map = self.maps.get(area.sheet or sheet.name)
        if rows_map is None:
            return area
        if rows is None or (area.sheet and area.sheet != sheet.name):
            return rows_map.area(area, spread)
        return _beside(area, rows_map, rows, row - own)


def _beside(area: Area, rows_map: RowMap, rows: ListRows, distance: int) -> Area:
    """An area seen from a list's row: what lies in the list follows the record unless it is fixed."""

    def inside(row: int) -> bool:
        return rows.first <= row <= rows.last

    moved = rows_map.area(area)
    first, last = moved.first, moved.last
    if inside(area.first.row):
        first = area.first.on(rows_map.row(area.first.row) + (0 if area.first.fixed_row else distance))
    if area.last is not None and last is not None and inside(area.last.row) and not area.last.fixed_row:
        last = area.last.on(rows_map.row(area.last.row) + distance)
    return area.between(first, last)


@dataclass(frozen=True, slots=True)
class _SheetCells:
    """The cells that a formula of one sheet sees."""

    filling: Filling
    sheet: Sheet

    def cell(self, area: Area) -> CellValue:
        sheet = self.filling.sheets.get(area.sheet) if area.sheet else self.sheet
        return REFERENCE if sheet is None else self.filling.value_at(sheet, area.first.row, area.first.column)

    def block(self, area: Area) -> Block:
        sheet = self.filling.sheets.get(area.sheet) if area.sheet else self.sheet
        if sheet is None:
            return [[REFERENCE]]
        last, left = area.last or area.first, area.first.column or 1
        right = min(last.column or sheet.size[1], max(sheet.size[1], left))
        value, rows = self.filling.value_at, self.filling.rows_in(sheet, area)
        return [[value(sheet, row, column) for column in range(left, right + 1)] for row in rows]


def computed_xml(cell: Computed, text: str, value: CellValue, show_faults: bool) -> str:
    """A formula cell's XML behind its name, with its computed value; an error value is refused unless shown."""
    formula = f"<f>{escape(text)}</f>"
    if isinstance(value, Fault):
        if not show_faults:
            raise FillError("OOXML-091", "formula", cell.place, f"({value.text})")
        return f'{cell.style} t="e">{formula}<v>{value.text}</v></c>'
    if isinstance(value, bool):
        return f'{cell.style} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'{cell.style} t="str">{formula}<v>{escape(uncoded(value))}</v></c>'
    return f"{cell.style}>{formula}<v>{number_text(value or Decimal(0))}</v></c>"


def row_xml(filling: Filling, sheet: Sheet, row: Row, number: int) -> str:
    """A row of the output."""
    out = [f'<row r="{number}"{row.attributes}>']
    for cell in row.cells:
        out.append(f'<c r="{column_letters(cell.column)}{number}"')
        out.append(cell_xml(filling, sheet, cell, number))
    out.append("</row>")
    return "".join(out)


def cell_xml(filling: Filling, sheet: Sheet, cell: Cell, number: int) -> str:
    """A cell's XML behind its name, in an output row."""
    if isinstance(cell, Fixed):
        return cell.rest
    if isinstance(cell, Taking):
        return filling.take(sheet, number, cell)[1]
    if isinstance(cell, Numbered):
        return f"{cell.style}><v>{filling.spot(sheet, number)[2] + 1}</v></c>"
    if filling.record(sheet, number) is None:
        return f"{cell.style}/>"
    try:
        value = filling.compute(sheet, number, cell)
    except RecursionError:
        value = filling.compute_deep(sheet, number, cell)
    return computed_xml(cell, filling.formula(sheet, number, cell), value, filling.show_faults)
