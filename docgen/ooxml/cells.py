"""Cells of a worksheet (ECMA-376 part 1, 18.3.1.4): what is printed as is, what takes a value, what is computed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from docgen.ooxml.compute import Block, compute, number_text
from docgen.ooxml.errors import FillError, Place
from docgen.ooxml.formula import CellValue, Formula, FormulaError
from docgen.ooxml.references import Area, RowMap, Stretch, column_letters
from docgen.ooxml.values import Values, checked, escape, plain
from docgen.ooxml.writers import NOTHING, Source

LONGEST = 32_767
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_DIGITS = 15
_ORDINARY = re.compile(r"[^\x00-\x1f&<>\"_\ud800-\udfff\ufffe\uffff]*")
_CODED = re.compile(r"_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A cell that is printed as the template has it; ``rest`` is its XML behind the cell's name."""

    column: int
    rest: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class Taking:
    """A cell that takes a value: one source alone (typed), or texts around sources.

    ``style`` is the cell's format, ``date_style`` the one for a date.
    """

    column: int
    style: str
    date_style: str
    pieces: tuple[str | Source, ...]
    lane: bool  # whether the sources are a record's


@dataclass(frozen=True, slots=True)
class Computed:
    """A cell with a formula; ``own`` is the row it was written for."""

    column: int
    style: str
    formula: Formula
    own: int
    place: Place


@dataclass(frozen=True, slots=True)
class Numbered:
    """A cell that prints its record's number (序号)."""

    column: int
    style: str


Cell = Fixed | Taking | Computed | Numbered


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the template: its number, its other attributes, its cells in order; static rows are kept as text."""

    number: int
    attributes: str
    cells: tuple[Cell, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListRows:
    """Printed rows of a list: ``first`` to ``last``, and the row that is repeated for more records."""

    name: str
    source: Source
    first: int
    last: int
    model: Row
    overflow: str

    def stretch(self, records: int) -> Stretch:
        """How many rows so many records add."""
        printed = self.last - self.first + 1
        return Stretch(self.first, self.last, max(0, records - printed))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A compiled worksheet: its rows and lists; ``size`` is the last row and column with a cell."""

    name: str
    part: str
    rows: Mapping[int, Row]
    lists: tuple[ListRows, ...]
    size: tuple[int, int]

    def list_of(self, row: int) -> ListRows | None:
        """The list to which a row of the template belongs."""
        return next((rows for rows in self.lists if rows.first <= row <= rows.last), None)


@dataclass(slots=True)
class Filling:
    """One fill of a workbook: records, row maps, and the values that formulas ask for."""

    sheets: Mapping[str, Sheet]
    values: Values
    records: dict[tuple[str, str], Sequence[Values]]
    maps: dict[str, RowMap]
    since_1904: bool = False
    taken: dict[tuple[str, int, int], CellValue] = field(default_factory=dict)
    computed: dict[tuple[str, int, int], CellValue] = field(default_factory=dict)
    asked: set[tuple[str, int, int]] = field(default_factory=set)
    scopes: dict[tuple[str, int], Values | None] = field(default_factory=dict)

    def record_number(self, sheet: Sheet, row: int) -> tuple[ListRows, int] | None:
        """The list and the record's number (from 0) of an output row."""
        origin, added = self.maps[sheet.name].origin(row)
        rows = sheet.list_of(origin)
        return None if rows is None else (rows, origin - rows.first + added)

    def template_row(self, sheet: Sheet, row: int) -> Row | None:
        """The template's row that an output row is made of."""
        origin, added = self.maps[sheet.name].origin(row)
        rows = sheet.list_of(origin)
        return rows.model if added and rows is not None else sheet.rows.get(origin)

    def scope(self, sheet: Sheet, row: int) -> Values | None:
        """The record of an output row: None when the row has no record, the document's values outside lists."""
        key = (sheet.name, row)
        if key not in self.scopes:
            self.scopes[key] = self._scope(sheet, row)
        return self.scopes[key]

    def _scope(self, sheet: Sheet, row: int) -> Values | None:
        found = self.record_number(sheet, row)
        if found is None:
            return self.values
        rows, number = found
        records = self.records[sheet.name, rows.name]
        return records[number] if number < len(records) else None

    def value_at(self, sheet: Sheet, row: int, column: int) -> CellValue:
        """The value of an output cell, computed when it is a formula."""
        key = (sheet.name, row, column)
        if key in self.taken:
            return self.taken[key]
        template = self.template_row(sheet, row)
        cell = (
            None
            if template is None
            else next((cell for cell in template.cells if cell.column == column), None)
        )
        if isinstance(cell, Fixed):
            return cell.value
        if isinstance(cell, Computed):
            return None if self.scope(sheet, row) is None else self.compute(sheet, row, cell)
        if isinstance(cell, Numbered):
            found = self.record_number(sheet, row)
            return None if found is None else Decimal(found[1] + 1)
        return self.take(sheet, row, cell)[0] if isinstance(cell, Taking) else None

    def take(self, sheet: Sheet, row: int, cell: Taking) -> tuple[CellValue, str]:
        """The value that goes into a cell, and the cell's XML behind its name."""
        scope = self.scope(sheet, row) if cell.lane else self.values
        if scope is None:
            return None, f"{cell.style}/>"
        if len(cell.pieces) == 1 and isinstance(cell.pieces[0], Source):
            value, text = _typed(cell, cell.pieces[0], scope, self.since_1904)
        else:
            value, text = _mixed(cell, scope)
        self.taken[sheet.name, row, cell.column] = value
        return value, text

    def compute(self, sheet: Sheet, row: int, cell: Computed) -> CellValue:
        """The value of a formula; a FillError names a circle or what it cannot compute."""
        key = (sheet.name, row, cell.column)
        if key in self.computed:
            return self.computed[key]
        if key in self.asked:
            raise FillError("OOXML-091", "formula", cell.place, "(a circle)")
        self.asked.add(key)
        try:
            value = compute(cell.formula, self.areas(sheet, row, cell), _SheetCells(self, sheet))
        except FormulaError as error:
            raise FillError(error.code, "formula", cell.place, error.detail) from None
        except RecursionError:
            raise FillError("OOXML-091", "formula", cell.place, "(too deep)") from None
        self.computed[key] = value
        return value

    def areas(self, sheet: Sheet, row: int, cell: Computed) -> tuple[Area, ...]:
        """A formula's areas where the rows went; in a list's row they follow the record."""
        origin, added = self.maps[sheet.name].origin(row)
        rows = sheet.list_of(origin)
        return tuple(
            self._moved(sheet, area, number in cell.formula.alone, rows, cell.own, origin + added)
            for number, area in enumerate(cell.formula.areas)
        )

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
        first = replace(
            area.first, row=rows_map.row(area.first.row) + (0 if area.first.fixed_row else distance)
        )
    if area.last is not None and last is not None and inside(area.last.row) and not area.last.fixed_row:
        last = replace(area.last, row=rows_map.row(area.last.row) + distance)
    return replace(area, first=first, last=last)


@dataclass(frozen=True, slots=True)
class _SheetCells:
    """The cells that a formula of one sheet sees."""

    filling: Filling
    sheet: Sheet

    def cell(self, area: Area) -> CellValue:
        sheet = self._sheet(area)
        return self.filling.value_at(sheet, area.first.row, area.first.column)

    def block(self, area: Area) -> Block:
        sheet = self._sheet(area)
        last = area.last or area.first
        rows_map = self.filling.maps[sheet.name]
        top, left = area.first.row or 1, area.first.column or 1
        bottom = min(last.row or rows_map.end(sheet.size[0]), rows_map.end(max(sheet.size[0], top)))
        right = min(last.column or sheet.size[1], max(sheet.size[1], left))
        value = self.filling.value_at
        return [
            [value(sheet, row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)
        ]

    def _sheet(self, area: Area) -> Sheet:
        if not area.sheet:
            return self.sheet
        found = self.filling.sheets.get(area.sheet)
        if found is None:
            raise FormulaError("OOXML-091", "(no such sheet)")
        return found


def _typed(cell: Taking, source: Source, scope: Values, since_1904: bool) -> tuple[CellValue, str]:
    value = source.value(scope)
    if type(value) is str and value:  # the most frequent kind, asked for first
        return value, _inline(cell, value, source)
    if value is NOTHING and source.undefined == "keep":
        value = _tag(source)
    if value is NOTHING or value == "":
        return None, f"{cell.style}/>"
    if isinstance(value, str):
        return value, _inline(cell, value, source)
    if isinstance(value, bool):
        return value, f'{cell.style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        serial = _serial(value, since_1904, source)
        return serial, f"{cell.date_style}><v>{number_text(serial)}</v></c>"
    if isinstance(value, int | float | Decimal):
        number = _number(value, source)
        return number, f"{cell.style}><v>{number:f}</v></c>"
    text = plain(value, source.name, source.place)
    return text, _inline(cell, text, source)


def _mixed(cell: Taking, scope: Values) -> tuple[CellValue, str]:
    out, last = [], None
    for piece in cell.pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        last = piece
        value = piece.value(scope)
        if value is NOTHING:
            value = _tag(piece) if piece.undefined == "keep" else ""
        out.append(plain(value, piece.name, piece.place))
    text = "".join(out)
    return text, _inline(cell, text, last) if last else ""


def _tag(source: Source) -> str:
    """What an unfilled slot prints when it is to be kept."""
    return f"{{{{ {source.name} }}}}"


def _inline(cell: Taking, text: str, source: Source) -> str:
    """A text cell: inline, so that no text is ever read as a formula (18.3.1.53)."""
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise FillError("OOXML-088", source.name, source.place)
    return f'{cell.style} t="inlineStr"><is><t xml:space="preserve">{cell_text(text, source)}</t></is></c>'


def cell_text(text: str, source: Source) -> str:
    """What stands in a cell's ``t``; “_x0041_” is written so that it is not read as a character's code (22.9.2.19)."""
    if _ORDINARY.fullmatch(text):
        return text
    text = checked(text, source.name, source.place).replace("\r\n", "\n").replace("\r", "\n")
    if "_x" in text:
        text = _CODED.sub(r"_x005F\g<0>", text)
    return escape(text)


def _number(value: float | Decimal, source: Source) -> Decimal:
    number = (
        value
        if isinstance(value, Decimal)
        else Decimal(value)
        if isinstance(value, int)
        else _float(value, source)
    )
    if not number.is_finite() or abs(number.adjusted()) > 300:
        raise FillError("OOXML-090", source.name, source.place)
    if len(number.normalize().as_tuple().digits) > _DIGITS:
        raise FillError("OOXML-090", source.name, source.place, "(more than 15 digits; give it as text)")
    return number


def _float(value: float, source: Source) -> Decimal:
    number = Decimal(repr(value))
    return Decimal(f"{value:.15g}") if number.is_finite() else _number(number, source)


def _serial(value: date, since_1904: bool, source: Source) -> Decimal:
    """A date as a spreadsheet counts days (18.17.4.1)."""
    day = value.date() if isinstance(value, datetime) else value
    days = Decimal((day - _EPOCHS[since_1904]).days)
    if days < (0 if since_1904 else 61):  # before March 1900 spreadsheets disagree about the calendar
        raise FillError("OOXML-090", source.name, source.place, "(a date before 1 March 1900)")
    if not isinstance(value, datetime):
        return days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return (days + Decimal(seconds) / 86_400).quantize(Decimal("0.0000000001")).normalize()


def computed_xml(cell: Computed, text: str, value: CellValue) -> str:
    """A formula cell's XML behind its name, with its computed value."""
    formula = f"<f>{escape(text)}</f>"
    if isinstance(value, bool):
        return f'{cell.style} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'{cell.style} t="str">{formula}<v>{escape(value)}</v></c>'
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
        found = filling.record_number(sheet, number)
        return f"{cell.style}><v>{found[1] + 1 if found else ''}</v></c>"
    if filling.scope(sheet, number) is None:
        return f"{cell.style}/>"
    value = filling.compute(sheet, number, cell)
    return computed_xml(cell, cell.formula.text(filling.areas(sheet, number, cell)), value)
