"""Excel templates (ECMA-376 part 1, SpreadsheetML): compiled once, filled by editing XML parts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
from lxml import etree

from docgen.ooxml.cells import (
    Cell,
    Computed,
    Filling,
    Fixed,
    ListRows,
    Numbered,
    Row,
    Sheet,
    Taking,
    cell_xml,
    row_xml,
)
from docgen.ooxml.errors import FillError, Place, Problem, TemplateError, problem
from docgen.ooxml.expressions import Expressions, Filters, slot_name
from docgen.ooxml.formula import CellValue, Formula, FormulaError, parse_formula
from docgen.ooxml.moving import Moves
from docgen.ooxml.package import Element, Package, open_package, parse_xml
from docgen.ooxml.program import CLOSE, OPEN, Layout, Marks, lay_out
from docgen.ooxml.properties import CORE, core_xml, read_properties
from docgen.ooxml.references import RowMap, column_letters, split_cell
from docgen.ooxml.rows import within_record
from docgen.ooxml.slots import Limits, Properties, RowsSpec, Slot, Undefined
from docgen.ooxml.tags import TAG, clean
from docgen.ooxml.values import Values
from docgen.ooxml.workbook import (
    Formats,
    S,
    attributes_text,
    inner_xml,
    part_of_kind,
    relations,
    sheet_names,
    sheet_parts,
    since_1904,
    text_of_item,
)
from docgen.ooxml.writers import NOTHING, Source
from docgen.ooxml.zipped import Compress, Member, Packer, deflate

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NUMBER_HEADINGS = frozenset({"序号", "编号", "行号", "No", "No.", "NO", "NO."})
_STRUCTURAL = re.compile(r"\|\s*(ticks|tick|digits)\b")


class XlsxTemplate:
    """A compiled workbook; ``fill`` may be called from many threads and always gives the same bytes."""

    def __init__(self, package: Package, compiled: "_Compiler", layout: Layout, compress: Compress) -> None:
        self.slots: tuple[Slot, ...] = tuple(compiled.slots)
        self._sheets = {sheet.name: sheet for sheet in compiled.sheets}
        self._layout = layout
        self._data = [
            (layout.at(hole), self._sheets[name], _plan(self._sheets[name]))
            for name, hole in compiled.data.items()
        ]
        self._moves = [(layout.at(hole), move) for hole, move in compiled.moves.holes]
        self._since_1904 = since_1904(package)
        gone = {*layout.parts, CORE, *compiled.dropped}
        members = [
            compiled.rewritten.get(member.name, member)
            for member in package.members
            if member.name not in gone
        ]
        self.parts: Mapping[str, bytes] = {member.name: member.content for member in members}
        self._core = core_xml(compiled.properties) if compiled.properties is not None else None
        own = [Member(CORE, self._core, deflate(self._core))] if self._core is not None else []
        self._bare, self._packer = Packer(members, compress), Packer([*members, *own], compress)

    def lint(self) -> tuple[Problem, ...]:
        """What is doubtful but does not hinder filling; what hinders it was raised by ``compile_xlsx``."""
        return ()

    def fill_parts(self, values: Values) -> dict[str, bytes]:
        """The XML parts that change, filled; all other parts are in ``parts``."""
        filling = Filling(self._sheets, values, {}, {}, self._since_1904)
        for sheet in self._sheets.values():
            filling.maps[sheet.name] = _row_map(filling, sheet)
        page = self._layout.body.pieces.copy()
        for at, sheet, plan in self._data:
            page[at] = _sheet_data(filling, sheet, plan)
        if any(rows.moved for rows in filling.maps.values()):
            for at, move in self._moves:
                page[at] = move(filling.maps)
        return {name: "".join(page[start:end]).encode() for name, (start, end) in self._layout.parts.items()}

    def fill(self, values: Values, properties: Properties | None = None) -> bytes:
        """The workbook for these values.

        Args:
            values: slot name → text, number, date, bool, or a list of mappings for a list of records. Alone in its
                cell a value keeps its type; a text is always text, whatever it begins with.
            properties: title, author … of this workbook, when they are not the template's.

        Raises:
            FillError: a value is missing, of a wrong kind or too long, or a formula cannot be computed.

        """
        parts = self.fill_parts(values)
        if properties is None or self._core is None:
            return self._packer.pack(parts)
        return self._bare.pack({CORE: core_xml(properties), **parts})


def compile_xlsx(
    source: Path | str | bytes,
    *,
    filters: Filters | None = None,
    undefined: Undefined = "strict",
    limits: Limits | None = None,
    allow: frozenset[str] = frozenset(),
    tables: Mapping[str, RowsSpec] | None = None,
    properties: Properties | None = None,
    compress: Compress = deflate,
) -> XlsxTemplate:
    """Read an Excel template once, so that it can be filled many times.

    Args:
        source: path or bytes of a .xlsx.
        filters: name → function from a value to its text, for ``{{ name | filter }}``.
        undefined: a missing value is an error (``strict``), an empty cell (``blank``) or its tag (``keep``).
        limits: the largest package that is read.
        allow: ``embedded`` accepts embedded Office packages.
        tables: lists of records, by the first part of their tags' names; ``rows`` printed rows (None: one), more
            records add rows below them unless ``overflow`` is ``error``.
        properties: title, author …; else the template's own.
        compress: bytes → raw deflate stream.

    Raises:
        TemplateError: everything that is wrong with the template, at once.

    """
    package = open_package(source, limits or Limits(), _MAIN, allow)
    compiler = _Compiler(
        package,
        Expressions(filters or {}),
        undefined,
        dict(tables or {}),
        properties or read_properties(package),
    )
    texts = compiler.parts()
    if compiler.problems:
        raise TemplateError(compiler.problems)
    layout = lay_out([text for text in texts if OPEN in text[1]], compiler.moves.marks)
    return XlsxTemplate(package, compiler, layout, compress)


def lint_xlsx(source: Path | str | bytes, **options: Any) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful about a workbook template; the options are those of ``compile_xlsx``."""
    try:
        return compile_xlsx(source, **options).lint()
    except TemplateError as error:
        return error.problems


def _row_map(filling: Filling, sheet: Sheet) -> RowMap:
    stretches = []
    for rows in sheet.lists:
        records = rows.source.value(filling.values)
        if records is NOTHING:
            records = ()
        if not isinstance(records, list | tuple) or not all(
            isinstance(record, Mapping) for record in records
        ):
            raise FillError("OOXML-082", rows.name, rows.source.place, "(a list of mappings is needed)")
        stretch = rows.stretch(len(records))
        if stretch.added and rows.overflow == "error":
            raise FillError("OOXML-086", rows.name, rows.source.place, f"({len(records)} records)")
        filling.records[sheet.name, rows.name] = records
        stretches.append(stretch)
    return RowMap(tuple(stretches))


Plan = list[
    str | tuple[int, Cell]
]  # literal XML, and the cells whose content follows it with their row's number


def _plan(sheet: Sheet) -> Plan:
    """The sheet's rows as they stand, with everything that never changes as literal text."""
    plan: Plan = [""]

    def literal(text: str) -> None:
        if isinstance(plan[-1], str):
            plan[-1] += text
        else:
            plan.append(text)

    for row in sheet.rows.values():
        if row.text:
            literal(row.text)
            continue
        literal(f'<row r="{row.number}"{row.attributes}>')
        for cell in row.cells:
            literal(f'<c r="{column_letters(cell.column)}{row.number}"')
            if isinstance(cell, Fixed):
                literal(cell.rest)
            else:
                plan.append((row.number, cell))
        literal("</row>")
    return plan


def _sheet_data(filling: Filling, sheet: Sheet, plan: Plan) -> str:
    rows = filling.maps[sheet.name]
    if not rows.moved:
        return "".join(
            each if isinstance(each, str) else cell_xml(filling, sheet, each[1], each[0]) for each in plan
        )
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


@dataclass(slots=True)
class _Compiler:
    """Collects sheets, slots, problems and moves over one workbook."""

    package: Package
    expressions: Expressions
    undefined: Undefined
    tables: dict[str, RowsSpec]
    properties: Properties | None
    moves: Moves = field(default_factory=lambda: Moves(Marks()))
    problems: list[Problem] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    columns: dict[str, list[Slot]] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    data: dict[str, int] = field(default_factory=dict)
    rewritten: dict[str, Member] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)

    def parts(self) -> list[tuple[str, str]]:
        """The marked text of every part that may change."""
        texts = self._shared_texts()
        formats = Formats(self._tree(part_of_kind(self.package, "styles")))
        roots = {}
        for name, part in sheet_parts(self.package):
            roots[part] = self._tree(part)
            reader = _SheetReader(self, name, part, texts, formats)
            self.sheets.append(reader.read(roots[part]))
        self._complete_slots()
        moving = [sheet for sheet in self.sheets if sheet.lists]
        out = [self._worksheet(sheet, roots[sheet.part], bool(moving)) for sheet in self.sheets]
        for sheet in moving:
            out += self._beside(sheet)
        out += self._charts() if moving else []
        out.append(self._workbook(bool(moving)))
        if formats.changed:
            self._rewrite(part_of_kind(self.package, "styles"), formats.root)
        self._forget_tags()
        return out

    def _tree(self, part: str) -> Element:
        if not part:
            return None
        content = self.package.content(part)
        if OPEN.encode() in content or CLOSE.encode() in content:
            self.problems.append(problem("OOXML-050", part))
        return parse_xml(content)

    def _shared_texts(self) -> list[str]:
        part = part_of_kind(self.package, "sharedStrings")
        return [text_of_item(item) for item in self.package.trees[part].iter(S + "si")] if part else []

    def _complete_slots(self) -> None:
        self.problems += [
            problem("OOXML-046", Place(), f"“{name}”") for name in self.tables if name not in self.found
        ]
        self.slots = [
            replace(slot, columns=tuple(self.columns.get(slot.name, ()))) if slot.kind == "rows" else slot
            for slot in self.slots
        ]

    def _worksheet(self, sheet: Sheet, root: Element, moving: bool) -> tuple[str, str]:
        data = root.find(S + "sheetData")
        changing = any(not row.text for row in sheet.rows.values())
        if data is not None and (changing or sheet.lists):
            for node in list(data):
                data.remove(node)
            self.data[sheet.name], data.text = self.moves.marks.hole()
        if moving:
            self.moves.worksheet(root, sheet)
        return sheet.part, _HEAD + etree.tostring(root, encoding="unicode")

    def _beside(self, sheet: Sheet) -> list[tuple[str, str]]:
        """Drawings, comments and tables of a sheet whose rows move."""
        known: dict[str, Callable[[Element, Sheet], None]] = {
            "drawing": self.moves.drawing,
            "comments": self.moves.comments,
            "table": self.moves.comments,
            "vmlDrawing": self.moves.legacy_drawing,
        }
        out = []
        for kind, part in relations(self.package, sheet.part).values():
            if kind in known and part in self.package.trees:
                root = self._tree(part)
                known[kind](root, sheet)
                out.append((part, _HEAD + etree.tostring(root, encoding="unicode")))
            elif kind == "pivotTable":
                self.problems.append(
                    problem("OOXML-063", part, "A pivot table stands on the sheet of a list.")
                )
        return out

    def _charts(self) -> list[tuple[str, str]]:
        out = []
        for part, kind in self.package.types.items():
            if kind.endswith("drawingml.chart+xml") and part in self.package.trees:
                root = self._tree(part)
                self.moves.chart(root)
                out.append((part, _HEAD + etree.tostring(root, encoding="unicode")))
        return out

    def _workbook(self, moving: bool) -> tuple[str, str]:
        """The workbook part: a calculation chain would name cells that moved, so it goes; programs compute anew."""
        root = self._tree(self.package.main)
        calculation = root.find(S + "calcPr")
        if calculation is not None:
            calculation.set("fullCalcOnLoad", "1")
        self._drop_calculation_chain()
        if any("{{" in name for name in sheet_names(self.package)):
            self.problems.append(problem("OOXML-041", self.package.main, "A sheet's name cannot hold a tag."))
        if moving:
            self.moves.workbook(root, sheet_names(self.package))
        self._rewrite(self.package.main, root)
        return self.package.main, _HEAD + etree.tostring(root, encoding="unicode")

    def _drop_calculation_chain(self) -> None:
        part = next(
            (
                part
                for kind, part in relations(self.package, self.package.main).values()
                if kind == "calcChain"
            ),
            "",
        )
        if not part:
            return
        self.dropped.add(part)
        folder, _, name = self.package.main.rpartition("/")
        for holder in ("[Content_Types].xml", f"{folder}/_rels/{name}.rels"):
            root = self._tree(holder)
            for node in list(root):
                if node.get("PartName", "").lstrip("/") == part or str(node.get("Type", "")).endswith(
                    "/calcChain"
                ):
                    root.remove(node)
            self._rewrite(holder, root)

    def _forget_tags(self) -> None:
        """Blank the shared texts that were tags: the cells that held them carry their own text now."""
        part = part_of_kind(self.package, "sharedStrings")
        if not part:
            return
        root = self._tree(part)
        tagged = [item for item in root.iter(S + "si") if TAG.search(text_of_item(item))]
        for item in tagged:
            for node in list(item):
                item.remove(node)
            item.append(item.makeelement(S + "t"))
        if tagged:
            self._rewrite(part, root)

    def _rewrite(self, part: str, root: Element) -> None:
        content = (_HEAD + etree.tostring(root, encoding="unicode")).encode()
        self.rewritten[part] = Member(part, content, deflate(content))

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
class _SheetReader:
    """Reads one worksheet into rows and lists."""

    compiler: _Compiler
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
            for name in self.compiler.tables
            if within_record(inner, name)[1] is not None
        }
        place = self._place(row, min(cells, default=1))
        if len(groups) > 1 or any(each.name in groups for each in lists):
            self.compiler.problems.append(problem("OOXML-062", place, "、".join(sorted(groups))))
            return ""
        return next(iter(groups), "")

    def _list(self, name: str, row: Row) -> ListRows:
        spec = self.compiler.tables[name]
        place = self._place(row.number, row.cells[0].column)
        self.compiler.found.add(name)
        last = row.number + (spec.rows or 1) - 1
        self.compiler.slots.append(Slot(name, "rows", place, capacity=spec.rows or 1))
        source = Source(name, self.compiler.expressions.compile(name), place, self.compiler.undefined)
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
            self.compiler.problems.append(problem("OOXML-040", place, "Write {{ name }}."))
        if "{%" in rest:
            self.compiler.problems.append(problem("OOXML-049", place))
        pieces: list[str | Source] = []
        position, lane = 0, False
        for found in TAG.finditer(text):
            before = text[position : found.start()]
            pieces += [before] if before else []
            position = found.end()
            source = self.compiler.source(clean(found.group(1)), place, group)
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
            self.compiler.problems.append(problem(error.code, place, error.detail))
            return Fixed(column, _rest(cell), None)
        return Computed(column, style, parsed, row, place)

    def _refuse_tags_elsewhere(self, root: Element) -> None:
        header = root.find(S + "headerFooter")
        if header is not None and any("{{" in (node.text or "") for node in header):
            self.compiler.problems.append(
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
