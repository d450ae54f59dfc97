"""The rows of a sheet as a flat program: literal XML, and a short list of what is written into it.

Most fills move no row. Then everything but the taken cells and the formulas that depend on them is literal text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.ooxml.cells import Cell, Computed, Fixed, ListRows, Numbered, Row, Sheet, Taking
from docgen.ooxml.errors import FillError
from docgen.ooxml.formula import CellValue
from docgen.ooxml.references import RowMap, column_letters
from docgen.ooxml.sheetfill import Filling, cell_xml, row_xml
from docgen.ooxml.typed import Named, Write, named, write_named, writer
from docgen.ooxml.values import Values


@dataclass(slots=True)
class Cells:
    """Cells that are written from the same values: the short way, and the others."""

    named: list[Named] = field(default_factory=list)
    others: list[tuple[int, Write]] = field(default_factory=list)

    def add(self, at: int, cell: Taking, since_1904: bool) -> None:
        """Take a cell whose hole is at this index of the page."""
        short = named(at, cell, since_1904)
        if short is not None:
            self.named.append(short)
        else:
            self.others.append((at, writer(cell, since_1904)))

    def write(self, page: list[str], record: Values, values: Values) -> None:
        """Write the cells of a record, or of the document."""
        write_named(page, self.named, record, values)
        for at, write in self.others:
            page[at] = write(record, values)


class _DependsError(Exception):
    """A formula that asks for what only a fill knows."""


class _Blank(Filling):
    """A fill that knows nothing but the template: what can be computed in it is always the same."""

    __slots__ = ()

    def take(self, sheet: Sheet, row: int, cell: Taking) -> tuple[CellValue, str]:  # noqa: ARG002
        raise _DependsError

    def record(self, sheet: Sheet, row: int) -> Values | None:
        if sheet.list_of(row) is not None:
            raise _DependsError
        return self.values


@dataclass(frozen=True, slots=True)
class Flat:
    """A sheet's rows: pieces of XML, and the cells that are written into them.

    ``cells`` take values of the document, ``lists`` those of each printed record, ``formulas`` are computed.
    """

    sheet: Sheet
    pieces: tuple[str, ...]
    cells: Cells
    lists: tuple[tuple[str, tuple[Cells, ...]], ...]
    formulas: tuple[tuple[int, int, Computed], ...]

    def text(self, filling: Filling) -> str:
        """The rows for one fill."""
        sheet = self.sheet
        if filling.maps[sheet.name].moved:
            return plain_rows(filling, sheet)
        page, values = list(self.pieces), filling.values
        self.cells.write(page, values, values)
        for name, printed in self.lists:
            for record, cells in zip(filling.records[sheet.name, name], printed, strict=False):
                cells.write(page, record, values)
        for at, row, cell in self.formulas:
            page[at] = cell_xml(filling, sheet, cell, row)
        return "".join(page)


def flatten(sheet: Sheet, sheets: Mapping[str, Sheet], since_1904: bool) -> Flat:
    """Compile a sheet's rows."""
    blank = _Blank(sheets, {}, {}, {name: RowMap() for name in sheets}, since_1904)
    flattening = _Flattening(sheet, blank)
    for row in sheet.rows.values():
        flattening.row(row)
    return flattening.done()


@dataclass(slots=True)
class _Flattening:
    sheet: Sheet
    blank: Filling
    pieces: list[str] = field(default_factory=lambda: [""])
    cells: Cells = field(default_factory=Cells)
    records: dict[int, Cells] = field(default_factory=dict)
    formulas: list[tuple[int, int, Computed]] = field(default_factory=list)

    def row(self, row: Row) -> None:
        """Take a row of the template."""
        if row.text:
            self.pieces[-1] += row.text
            return
        self.pieces[-1] += f'<row r="{row.number}"{row.attributes}>'
        found = self.sheet.list_of(row.number)
        for cell in row.cells:
            self.pieces[-1] += f'<c r="{column_letters(cell.column)}{row.number}"'
            self._cell(cell, row.number, found)
        self.pieces[-1] += "</row>"

    def _cell(self, cell: Cell, row: int, rows: ListRows | None) -> None:
        if isinstance(cell, Fixed):
            self.pieces[-1] += cell.rest
        elif isinstance(cell, Numbered):
            self.pieces[-1] += f"{cell.style}><v>{row - rows.first + 1 if rows else ''}</v></c>"
        elif isinstance(cell, Taking):
            cells = self.records.setdefault(row, Cells()) if cell.lane else self.cells
            cells.add(self._hole(f"{cell.style}/>"), cell, self.blank.since_1904)
        else:
            self._formula(cell, row)

    def _formula(self, cell: Computed, row: int) -> None:
        """A formula that depends on nothing but the template is literal text."""
        try:
            self.pieces[-1] += cell_xml(self.blank, self.sheet, cell, row)
        except (_DependsError, FillError):
            self.blank.asked.clear()
            self.formulas.append((self._hole(""), row, cell))

    def _hole(self, default: str) -> int:
        self.pieces += [default, ""]
        return len(self.pieces) - 2

    def done(self) -> Flat:
        """The program."""
        lists = tuple(
            (
                rows.name,
                tuple(self.records.get(row, Cells()) for row in range(rows.first, rows.last + 1)),
            )
            for rows in self.sheet.lists
        )
        return Flat(self.sheet, tuple(self.pieces), self.cells, lists, tuple(self.formulas))


def plain_rows(filling: Filling, sheet: Sheet) -> str:
    """The rows of a sheet cell by cell: the long way, which needs no row to stay where it is."""
    rows = filling.maps[sheet.name]
    added = {
        below.last: (below.added, found.model)
        for below, found in zip(rows.stretches, sheet.lists, strict=True)
    }
    out = []
    for row in sheet.rows.values():
        number = rows.row(row.number)
        out.append(row.text if row.text and number == row.number else row_xml(filling, sheet, row, number))
        more, model = added.get(row.number, (0, row))
        out += [row_xml(filling, sheet, model, number + each) for each in range(1, more + 1)]
    return "".join(out)
