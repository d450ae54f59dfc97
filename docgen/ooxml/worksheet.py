"""A worksheet read into rows: what is fixed, what takes a value, what is computed, what is repeated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import jinja2

from docgen.ooxml.cells import Cell, Computed, Fixed, ListRows, Numbered, Row, Sheet, Taking
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.expressions import Expressions, slot_name
from docgen.ooxml.formula import CellValue, Formula, FormulaError, parse_formula
from docgen.ooxml.package import Element
from docgen.ooxml.references import column_letters, split_cell
from docgen.ooxml.rows import within_record
from docgen.ooxml.slots import RowsSpec, Slot, Undefined
from docgen.ooxml.tags import TAG, clean
from docgen.ooxml.workbook import Formats, S, attributes_text, inner_xml, text_of_item
from docgen.ooxml.writers import Source

_NUMBER_HEADINGS = frozenset({"序号", "编号", "行号", "No", "No.", "NO", "NO."})
_STRUCTURAL = re.compile(r"\|\s*(ticks|tick|digits)\b")


@dataclass(slots=True)
class Found:
    """What the sheets of a workbook hold: slots, lists and problems."""

    expressions: Expressions
    undefined: Undefined
    tables: dict[str, RowsSpec]
    problems: list[Problem] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    columns: dict[str, list[Slot]] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)

    def source(self, inner: str, place: Place, group: str) -> tuple[Source, bool] | None:
        """The source of a tag in a cell, and whether it is a record's; None when it cannot be understood."""
        if _STRUCTURAL.search(inner):
            self.problems.append(problem("OOXML-041", place, "Tick and digit tags are for Word templates."))
            return None
        expression, lane = within_record(inner, group) if group else (inner, None)
        try:
            evaluate = self.expressions.compile(expression)
        except jinja2.TemplateError as error:
            self.problems.append(self.expressions.problem(error, place))
            return None
        name = slot_name(expression) if lane is None else f"{group}.{slot_name(expression)}"
        target = self.slots if lane is None else self.columns.setdefault(group, [])
        if not any(slot.name == name for slot in target):
            target.append(Slot(name, "text", place))
        return Source(name, evaluate, place, self.undefined), lane is not None


@dataclass(slots=True)
class SheetReader:
    """Reads one worksheet into rows and lists."""

    found: Found
    name: str
    part: str
    texts: Sequence[str]
    formats: Formats
    shared: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def read(self, root: Element) -> Sheet:
        """The compiled sheet."""
        rows: dict[int, Row] = {}
        lists: list[ListRows] = []
        number = 0
        for node in root.iterfind(f"{S}sheetData/{S}row"):
            number = int(node.get("r", number + 1))
            cells = _cells(node)
            group = self._group(cells, number, lists)
            compiled = tuple(
                cell
                for column, each in cells.items()
                if (cell := self._cell(each, number, column, group)) is not None
            )
            row = Row(number, attributes_text(node, frozenset({"r"})), compiled)
            rows[number] = _with_text(row)
            if group:
                lists.append(self._list(group, row))
        for index, each in enumerate(lists):
            lists[index] = _printed(each, rows)
        last_column = max((cell.column for row in rows.values() for cell in row.cells), default=1)
        self._refuse_tags_elsewhere(root)
        return Sheet(
            self.name,
            self.part,
            dict(sorted(rows.items())),
            tuple(lists),
            (max(rows, default=1), last_column),
        )

    def _place(self, row: int, column: int, text: str = "") -> Place:
        return Place(self.part, sheet=self.name, ref=f"{column_letters(column)}{row}", text=text)

    def _group(self, cells: Mapping[int, Element], row: int, lists: Sequence[ListRows]) -> str:
        """The list whose tags stand in a row."""
        groups = {
            name
            for cell in cells.values()
            for inner in _inners(self._text(cell))
            for name in self.found.tables
            if within_record(inner, name)[1] is not None
        }
        place = self._place(row, min(cells, default=1))
        if len(groups) > 1 or any(each.name in groups for each in lists):
            self.found.problems.append(problem("OOXML-062", place, "、".join(sorted(groups))))
            return ""
        return next(iter(groups), "")

    def _list(self, name: str, row: Row) -> ListRows:
        spec = self.found.tables[name]
        place = self._place(row.number, row.cells[0].column)
        self.found.lists.add(name)
        last = row.number + (spec.rows or 1) - 1
        self.found.slots.append(Slot(name, "rows", place, capacity=spec.rows or 1))
        source = Source(name, self.found.expressions.compile(name), place, self.found.undefined)
        return ListRows(name, source, row.number, last, row, spec.overflow)

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "s":
            return self.texts[int(cell.findtext(S + "v", "0"))]
        inline = cell.find(S + "is")
        return text_of_item(inline) if kind == "inlineStr" and inline is not None else ""

    def _cell(self, cell: Element, row: int, column: int, group: str) -> Cell | None:
        text = self._text(cell)
        style = f' s="{cell.get("s")}"' if cell.get("s") else ""
        formula = cell.find(S + "f")
        if formula is not None:
            return self._formula(cell, formula, row, column, style)
        if "{{" in text or "}}" in text or "{%" in text:
            return self._taking(cell, text, self._place(row, column, text), column, group)
        return Fixed(column, _rest(cell), self._value(cell, text))

    def _value(self, cell: Element, text: str) -> CellValue:
        content = cell.findtext(S + "v")
        kind = cell.get("t", "n")
        if kind in ("s", "inlineStr"):
            return text
        if content is None or kind == "e":
            return None
        return Decimal(content) if kind == "n" else content == "1" if kind == "b" else content

    def _taking(self, cell: Element, text: str, place: Place, column: int, group: str) -> Taking | None:
        rest = TAG.sub("", text)
        if "{{" in rest or "}}" in rest:
            self.found.problems.append(problem("OOXML-040", place, "Write {{ name }}."))
        if "{%" in rest:
            self.found.problems.append(problem("OOXML-049", place))
        pieces: list[str | Source] = []
        position, lane = 0, False
        for found in TAG.finditer(text):
            before = text[position : found.start()]
            pieces += [before] if before else []
            position = found.end()
            source = self.found.source(clean(found.group(1)), place, group)
            if source is None:
                continue
            pieces.append(source[0])
            lane = lane or source[1]
        pieces += [text[position:]] if text[position:] else []
        number = cell.get("s", "")
        style = f' s="{number}"' if number else ""
        twin = self.formats.date_twin(number)
        return Taking(column, style, f' s="{twin}"' if twin else "", tuple(pieces), lane)

    def _formula(self, cell: Element, formula: Element, row: int, column: int, style: str) -> Cell:
        place = self._place(row, column)
        text, rows, columns = formula.text or "", 0, 0
        kind, index = formula.get("t", "normal"), formula.get("si", "")
        if kind == "shared" and text:
            self.shared[index] = (text, row, column)
        elif kind == "shared":
            text, first_row, first_column = self.shared.get(index, ("", row, column))
            rows, columns = row - first_row, column - first_column
        try:
            parsed = _parsed(text, kind, rows, columns)
        except FormulaError as error:
            self.found.problems.append(problem(error.code, place, error.detail))
            return Fixed(column, _rest(cell), None)
        return Computed(column, style, parsed, row, place)

    def _refuse_tags_elsewhere(self, root: Element) -> None:
        header = root.find(S + "headerFooter")
        if header is not None and any("{{" in (node.text or "") for node in header):
            self.found.problems.append(
                problem(
                    "OOXML-041",
                    Place(self.part, sheet=self.name),
                    "A page header of a sheet cannot hold a tag.",
                )
            )


def _parsed(text: str, kind: str, rows: int, columns: int) -> Formula:
    """The formula of a cell; one shared with the cell so many rows and columns before is translated."""
    if kind not in ("normal", "shared"):
        raise FormulaError("OOXML-061", f"({kind} formula)")
    formula = parse_formula(text)
    if not (rows or columns):
        return formula
    return parse_formula(formula.text([area.translated(rows, columns) for area in formula.areas]))


def _cells(row: Element) -> dict[int, Element]:
    cells, column = {}, 0
    for cell in row.iterfind(S + "c"):
        column = split_cell(cell.get("r"))[1] if cell.get("r") else column + 1
        cells[column] = cell
    return cells


def _inners(text: str) -> list[str]:
    return [clean(found.group(1)) for found in TAG.finditer(text)] if "{{" in text else []


def _rest(cell: Element) -> str:
    """A cell's XML behind its name."""
    attributes = attributes_text(cell, frozenset({"r"}))
    root = cell.getroottree().getroot()
    inner = "".join(inner_xml(node, root) for node in cell)
    return f"{attributes}>{inner}</c>" if inner else f"{attributes}/>"


def _with_text(row: Row) -> Row:
    """The row with its text, when nothing in it changes."""
    if not all(isinstance(cell, Fixed) for cell in row.cells):
        return row
    cells = "".join(
        f'<c r="{column_letters(cell.column)}{row.number}"{cell.rest}'
        for cell in row.cells
        if isinstance(cell, Fixed)
    )
    return replace(row, text=f'<row r="{row.number}"{row.attributes}>{cells}</row>')


def _printed(rows: ListRows, sheet: dict[int, Row]) -> ListRows:
    """Give the printed rows of a list the first one's tags and formulas, and find the row that is repeated."""
    first = sheet[rows.first]
    for number in range(rows.first + 1, rows.last + 1):
        own = sheet.get(number, Row(number, first.attributes, ()))
        sheet[number] = _with_text(replace(own, cells=_shared_cells(first, own), text=""))
    printed = [sheet[number] for number in range(rows.first, rows.last + 1)]
    model = printed[1] if len(printed) > 1 else first
    numbers = _number_columns(printed, sheet.get(rows.first - 1))
    cells = tuple(
        Numbered(cell.column, _style_of(cell)) if cell.column in numbers else cell for cell in model.cells
    )
    return replace(rows, model=replace(model, cells=cells, text=""))


def _shared_cells(first: Row, own: Row) -> tuple[Cell, ...]:
    """A printed row's own cells; where they are empty, what the list's first row has there."""
    cells: dict[int, Cell] = {cell.column: cell for cell in own.cells}
    for cell in first.cells:
        there = cells.get(cell.column)
        if isinstance(cell, Fixed) or not (
            there is None or (isinstance(there, Fixed) and there.value is None)
        ):
            continue
        style = _style_of(there) if there is not None else cell.style
        cells[cell.column] = replace(cell, style=style)
    return tuple(cells[column] for column in sorted(cells))


_STYLE = re.compile(r'\s(s="\d+")')


def _style_of(cell: Cell) -> str:
    if not isinstance(cell, Fixed):
        return cell.style
    found = _STYLE.search(cell.rest.partition(">")[0])
    return f" {found.group(1)}" if found else ""


def _number_columns(printed: Sequence[Row], above: Row | None) -> set[int]:
    """Columns whose printed values are the records' numbers."""
    columns = set()
    for cell in printed[0].cells:
        values = [
            next(
                (each.value for each in row.cells if each.column == cell.column and isinstance(each, Fixed)),
                None,
            )
            for row in printed
        ]
        if values != [Decimal(number) for number in range(1, len(printed) + 1)]:
            continue
        heading = (
            next(
                (
                    each.value
                    for each in above.cells
                    if each.column == cell.column and isinstance(each, Fixed)
                ),
                "",
            )
            if above
            else ""
        )
        if len(printed) > 1 or (isinstance(heading, str) and heading.strip() in _NUMBER_HEADINGS):
            columns.add(cell.column)
    return columns
