"""A worksheet read into rows: what is fixed, what takes a value, what is computed, what is repeated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import jinja2

from docgen.ooxml.cells import Cell, Computed, Fixed, ListRows, Numbered, Row, Sheet, Tag, Taking, plain_name
from docgen.ooxml.celltext import pieces_of, shape_of
from docgen.ooxml.compute import compile_tree
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.expressions import Expressions, slot_name
from docgen.ooxml.formula import CellValue, Fault, Formula, FormulaError, parse_formula
from docgen.ooxml.package import Element
from docgen.ooxml.references import column_letters, split_cell
from docgen.ooxml.rows import within_record
from docgen.ooxml.slots import Kind, Settings, Slot
from docgen.ooxml.tags import TAG, clean
from docgen.ooxml.workbook import Formats, Item, S, attributes_text, inner_xml, read_item
from docgen.ooxml.writers import Source

_NUMBER_HEADINGS = frozenset({"序号", "编号", "行号", "No", "No.", "NO", "NO."})


@dataclass(slots=True)
class Found:
    """What the sheets of a workbook hold: slots, lists and problems."""

    expressions: Expressions
    settings: Settings
    problems: list[Problem] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    columns: dict[str, list[Slot]] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)

    def tag(self, inner: str, place: Place, group: str, kind: Kind = "text") -> Tag | None:
        """A tag of a cell in a row of a list (or none); None when it cannot be understood."""
        expression, lane = within_record(inner, group) if group else (inner, None)
        try:
            evaluate = self.expressions.compile(expression)
        except jinja2.TemplateError as error:
            self.problems.append(self.expressions.problem(error, place))
            return None
        name = slot_name(expression) if lane is None else f"{group}.{slot_name(expression)}"
        name = plain_name(name)
        self.slot(Slot(name, kind, place), "" if lane is None else plain_name(group))
        key = expression if expression.isidentifier() else ""
        return Tag(Source(name, evaluate, place, self.settings.undefined), lane is not None, key)

    def slot(self, slot: Slot, group: str) -> None:
        """Take a slot of the document, or of a list's records."""
        target = self.columns.setdefault(group, []) if group else self.slots
        same = [number for number, each in enumerate(target) if each.name == slot.name]
        if not same:
            target.append(slot)
        elif slot.options or slot.capacity:
            target[same[0]] = replace(target[same[0]], options=slot.options, capacity=slot.capacity)


@dataclass(slots=True)
class SheetReader:
    """Reads one worksheet into rows and lists."""

    found: Found
    name: str
    part: str
    items: Sequence[Item]
    formats: Formats
    title: str
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
            compiled = self._compiled(cells, number, group)
            row = Row(number, attributes_text(node, frozenset({"r"})), compiled)
            rows[number] = _with_text(row)
            if group:
                lists.append(self._list(group, row))
        for index, each in enumerate(lists):
            lists[index] = _printed(each, rows)
        last_column = max((cell.column for row in rows.values() for cell in row.cells), default=1)
        return Sheet(
            self.name,
            self.part,
            dict(sorted(rows.items())),
            tuple(lists),
            (max(rows, default=1), last_column),
            self.title,
        )

    def _compiled(self, cells: Mapping[int, Element], number: int, group: str) -> tuple[Cell, ...]:
        compiled: dict[int, Cell] = {}
        for column, each in cells.items():
            if column in compiled:  # a box of the digits before it
                continue
            if shape_of(self._text(each)) == "digits":
                compiled |= self._digits(cells, number, column, group)
            else:
                compiled[column] = self._cell(each, number, column, group)
        return tuple(compiled.values())

    def _digits(self, cells: Mapping[int, Element], row: int, column: int, group: str) -> dict[int, Cell]:
        """A digit tag's cell and the empty ones behind it, each of which takes one character."""
        text = self._text(cells[column])
        first = self._taking(
            cells[column], self._item(cells[column]), self._place(row, column, text), column, group
        )
        last = column
        while last + 1 in cells and len(cells[last + 1]) == 0:
            last += 1
        boxes = last - column + 1
        tag = first.pieces[0] if first.pieces else None
        if not isinstance(tag, Tag) or len(first.pieces) > 1 or boxes == 1:
            self.found.problems.append(problem("OOXML-051", self._place(row, column, text)))
            return {column: first}
        self.found.slot(
            Slot(tag.source.name, "digits", tag.source.place, capacity=boxes), group if tag.lane else ""
        )
        return {
            column + number: replace(
                first, column=column + number, style=_style(cells[column + number]), digit=(number, boxes)
            )
            for number in range(boxes)
        }

    def _place(self, row: int, column: int, text: str = "") -> Place:
        return Place(self.part, sheet=self.title, ref=f"{column_letters(column)}{row}", text=text)

    def _group(self, cells: Mapping[int, Element], row: int, lists: Sequence[ListRows]) -> str:
        """The list whose tags stand in a row."""
        groups = {
            name
            for cell in cells.values()
            for inner in _inners(self._text(cell))
            for name in self.found.settings.tables
            if within_record(inner, name)[1] is not None
        }
        place = self._place(row, min(cells, default=1))
        if len(groups) > 1 or any(each.name in groups for each in lists):
            self.found.problems.append(problem("OOXML-062", place, "、".join(sorted(groups))))
            return ""
        return next(iter(groups), "")

    def _list(self, name: str, row: Row) -> ListRows:
        spec = self.found.settings.tables[name]
        place = self._place(row.number, row.cells[0].column)
        self.found.lists.add(name)
        last = row.number + (spec.rows or 1) - 1
        self.found.slot(Slot(plain_name(name), "rows", place, capacity=spec.rows or 1), "")
        source = Source(
            plain_name(name), self.found.expressions.compile(name), place, self.found.settings.undefined
        )
        return ListRows(name, source, row.number, last, row, spec.overflow)

    def _item(self, cell: Element) -> Item:
        kind = cell.get("t", "n")
        if kind == "s":
            return self.items[int(cell.findtext(S + "v", "0"))]
        inline = cell.find(S + "is")
        return read_item(inline) if kind == "inlineStr" and inline is not None else Item(())

    def _text(self, cell: Element) -> str:
        return self._item(cell).text

    def _cell(self, cell: Element, row: int, column: int, group: str) -> Cell:
        item = self._item(cell)
        text = item.text
        formula = cell.find(S + "f")
        if formula is not None:
            return self._formula(cell, formula, row, column, _style(cell))
        if "{{" in text or "}}" in text or "{%" in text:
            return self._taking(cell, item, self._place(row, column, text), column, group)
        return Fixed(column, _rest(cell), self._value(cell, text))

    def _value(self, cell: Element, text: str) -> CellValue:
        content = cell.findtext(S + "v")
        kind = cell.get("t", "n")
        if kind in ("s", "inlineStr"):
            return text
        if content is None:
            return None
        if kind == "e":
            return Fault(content)
        return Decimal(content) if kind == "n" else content == "1" if kind == "b" else content

    def _taking(self, cell: Element, item: Item, place: Place, column: int, group: str) -> Taking:
        rest = TAG.sub("", item.text)
        if "{{" in rest or "}}" in rest:
            self.found.problems.append(problem("OOXML-040", place, "Write {{ name }}."))
        if "{%" in rest:
            self.found.problems.append(problem("OOXML-049", place))
        pieces, lane = pieces_of(self.found, item, place, group)
        twin = self.formats.date_twin(cell.get("s", ""))
        mark = self.found.settings.tick_alone if shape_of(item.text) == "tick" else ""
        return Taking(column, _style(cell), f' s="{twin}"' if twin else "", pieces, lane, mark=mark)

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
        return Computed(
            column, style, parsed, compile_tree(parsed.tree), row, place, parsed.text(parsed.areas)
        )


def _parsed(text: str, kind: str, rows: int, columns: int) -> Formula:
    """The formula of a cell; one shared with the cell so many rows and columns before is translated."""
    if kind not in ("normal", "shared"):
        raise FormulaError("OOXML-061", f"({kind} formula)")
    formula = parse_formula(text)
    if not (rows or columns):
        return formula
    return parse_formula(formula.text([area.translated(rows, columns) for area in formula.areas]))


def _style(cell: Element) -> str:
    return f' s="{cell.get("s")}"' if cell.get("s") else ""


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
    usual = (
        {"r", "t"} if cell.get("t") == "n" else {"r"}
    )  # a number is what a cell holds unless it says otherwise
    attributes = attributes_text(cell, frozenset(usual))
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
