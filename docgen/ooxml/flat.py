"""The rows of a sheet as a flat program: literal XML, and a short list of what is written into it.

Most fills move no row. Then everything but the taken cells and the formulas that depend on them is literal text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.ooxml.cells import Cell, Computed, Fixed, ListRows, Numbered, Row, Sheet, Taking
from docgen.ooxml.errors import FillError
from docgen.ooxml.formula import CellValue
from docgen.ooxml.references import RowMap, column_letters
from docgen.ooxml.sheetfill import Filling, Spot, cell_xml, row_xml
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

    __slots__ = ("depending",)

    depending: set[int]  # the formulas that are known to depend on more

    def compute(self, sheet: Sheet, row: int, cell: Computed) -> CellValue:
        if id(cell) in self.depending:
            raise _DependsError
        try:
            return super().compute(sheet, row, cell)
        except (_DependsError, RecursionError):  # a long chain is left to the fill, too
            self.depending.add(id(cell))
            raise _DependsError from None

    def take(self, sheet: Sheet, row: int, cell: Taking) -> tuple[CellValue, str]:  # noqa: ARG002
        raise _DependsError

    def spot(self, sheet: Sheet, row: int) -> Spot:
        if sheet.list_of(row) is not None:
            raise _DependsError
        return sheet.rows.get(row), None, -1, self.values


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
    rows: Mapping[int, "RowProgram"]
    models: Mapping[int, "RowProgram"]

    def text(self, filling: Filling) -> str:
        """The rows for one fill."""
        sheet = self.sheet
        if filling.maps[sheet.name].moved:
            return self._moved(filling)
        page, values = list(self.pieces), filling.values
        self.cells.write(page, values, values)
        for name, printed in self.lists:
            for record, cells in zip(filling.records[sheet.name, name], printed, strict=False):
                cells.write(page, record, values)
        for at, row, cell in self.formulas:
            page[at] = cell_xml(filling, sheet, cell, row)
        return "".join(page)

    def _moved(self, filling: Filling) -> str:
        """The rows when records added some."""
        rows = filling.maps[self.sheet.name]
        added = {stretch.last: stretch.added for stretch in rows.stretches}
        out = []
        for row in self.sheet.rows.values():
            number = rows.row(row.number)
            out.append(
                row.text if row.text and number == row.number else self.rows[row.number].text(filling, number)
            )
            if row.number in added:
                model = self.models[row.number]
                out += [model.text(filling, number + each) for each in range(1, added[row.number] + 1)]
        return "".join(out)


@dataclass(slots=True)
class RowProgram:
    """A row that may stand anywhere, and any number of times: pieces of XML, and what is written into them.

    ``names`` are the beginnings of cells, which the row's number ends.
    """

    sheet: Sheet
    pieces: list[str] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    cells: Cells = field(default_factory=Cells)
    records: Cells = field(default_factory=Cells)
    others: list[tuple[int, Cell]] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: Sheet, row: Row, since_1904: bool) -> "RowProgram":
        """Compile a row."""
        program = cls(sheet)
        program.names.append((program.add(""), '<row r="'))
        program.add(row.attributes + ">")
        for cell in row.cells:
            program.names.append((program.add(""), f'<c r="{column_letters(cell.column)}'))
            at = program.add(cell.rest if isinstance(cell, Fixed) else f"{cell.style}/>")
            if isinstance(cell, Taking):
                (program.records if cell.lane else program.cells).add(at, cell, since_1904)
            elif not isinstance(cell, Fixed):
                program.others.append((at, cell))
        program.add("</row>")
        return program

    def add(self, piece: str) -> int:
        """Add a piece; gives its index."""
        self.pieces.append(piece)
        return len(self.pieces) - 1

    def text(self, filling: Filling, number: int) -> str:
        """The row as an output row."""
        page, values = self.pieces.copy(), filling.values
        record = filling.record(self.sheet, number)
        for at, name in self.names:
            page[at] = f'{name}{number}"'
        self.cells.write(page, values, values)
        if record is not None:
            self.records.write(page, record, values)
        for at, cell in self.others:
            page[at] = cell_xml(filling, self.sheet, cell, number)
        return "".join(page)


def flatten(sheet: Sheet, sheets: Mapping[str, Sheet], since_1904: bool) -> Flat:
    """Compile a sheet's rows."""
    blank = _Blank(sheets, {}, {}, {name: RowMap() for name in sheets}, since_1904)
    blank.depending = set()
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
        moving = self.sheet.rows.values() if lists else ()
        since_1904 = self.blank.since_1904
        rows = {row.number: RowProgram.of(self.sheet, row, since_1904) for row in moving}
        models = {each.last: RowProgram.of(self.sheet, each.model, since_1904) for each in self.sheet.lists}
        return Flat(self.sheet, tuple(self.pieces), self.cells, lists, tuple(self.formulas), rows, models)


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
