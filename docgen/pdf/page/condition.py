"""Conditional formats (条件格式) of a worksheet: which cells they hold for, and what those look like then."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from docgen.ooxml.compute import Run, compile_tree, compute
from docgen.ooxml.formula import CellValue, FormulaError, parse_formula
from docgen.ooxml.quantities import Block
from docgen.ooxml.references import Area
from docgen.pdf.page.borders import Edge
from docgen.pdf.page.workbook import Format, Sheet, Workbook, area_of
from docgen.pdf.page.xml import Element, S, whole

_SIGNS = {
    "equal": "=", "notEqual": "<>", "greaterThan": ">", "greaterThanOrEqual": ">=", "lessThan": "<",
    "lessThanOrEqual": "<=",
}  # fmt: skip
_AREA = re.compile(r"[A-Z]+\d+(:[A-Z]+\d+)?")
_BY_TEXT: dict[str, Callable[[str, str], bool]] = {
    "containsText": lambda value, text: text in value,
    "notContainsText": lambda value, text: text not in value,
    "beginsWith": lambda value, text: value.startswith(text),
    "endsWith": lambda value, text: value.endswith(text),
    "containsBlanks": lambda value, _: not value.strip(),
    "notContainsBlanks": lambda value, _: bool(value.strip()),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a differential format says; "" or None where it says nothing."""

    bold: bool | None = None
    colour: str = ""
    fill: str = ""
    edges: tuple[tuple[str, Edge], ...] = ()

    def on(self, format_: Format) -> Format:
        """Lay the change over a cell's format."""
        look = format_.look
        if self.colour:
            look = replace(look, colour=self.colour)
        if self.bold is not None:
            look = replace(look, bold=self.bold)
        edges = {**format_.edges, **dict(self.edges)}
        return replace(format_, look=look, fill=self.fill or format_.fill, edges=edges)


@dataclass(frozen=True, slots=True)
class _Rule:
    areas: tuple[tuple[int, int, int, int], ...]
    change: Change
    priority: int
    stops: bool
    kind: str
    run: Run | None = None
    references: tuple[Area, ...] = ()
    text: str = ""


class _Cells:
    """The values of one sheet, as formulas want them."""

    def __init__(self, values: Mapping[tuple[int, int], CellValue]) -> None:
        self._values = values
        self._last_row = max((row for row, _ in values), default=0)
        self._last_column = max((column for _, column in values), default=0)

    def cell(self, area: Area) -> CellValue:
        if area.sheet:
            raise InvalidOperation
        return self._values.get((area.first.row - 1, area.first.column - 1))

    def block(self, area: Area) -> Block:
        if area.sheet:
            raise InvalidOperation
        last = area.last or area.first
        rows = range(max(area.first.row, 1), min(last.row or self._last_row + 1, self._last_row + 1) + 1)
        columns = range(
            max(area.first.column, 1), min(last.column or self._last_column + 1, self._last_column + 1) + 1
        )
        return tuple(tuple(self._values.get((r - 1, c - 1)) for c in columns) for r in rows)


def _values(root: Element, sheet: Sheet) -> dict[tuple[int, int], CellValue]:
    """Give the values of a sheet's cells as formulas know them."""
    found: dict[tuple[int, int], CellValue] = {}
    for (row, column), (value, _) in sheet.cells.items():
        found[row, column] = value.text or None
    for cell in root.iterfind(f"{S}sheetData/{S}row/{S}c"):
        at, element = cell.get("r", ""), cell.find(f"{S}v")
        if not at or element is None or cell.get("t", "n") not in {"n", "b"}:
            continue
        place = area_of(at)[:2]
        found[place] = element.text == "1" if cell.get("t") == "b" else _decimal(element.text or "")
    return found


def _decimal(text: str) -> CellValue:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def change_of(book: Workbook, dxf: Element) -> Change:
    """Read a differential format; a fill in it is told by its background."""
    font, fill, border = (dxf.find(f"{S}{name}") for name in ("font", "fill", "border"))
    bold = font.find(f"{S}b") if font is not None else None
    pattern = fill.find(f"{S}patternFill") if fill is not None else None
    return Change(
        bold.get("val", "1") in {"1", "true"} if bold is not None else None,
        book.colour(font.find(f"{S}color")) if font is not None else "",
        book.colour(pattern.find(f"{S}bgColor")) or book.colour(pattern.find(f"{S}fgColor"))
        if pattern is not None
        else "",
        tuple(book.border(border).items()) if border is not None else (),
    )


def conditioned(sheet: Sheet, changes: Sequence[Change]) -> tuple[Sheet, tuple[str, ...]]:
    """Give the sheet with the looks that its rules ask for, and the kinds of rules that are not known."""
    rules, unknown = _rules(sheet.root, changes)
    if not rules:
        return sheet, unknown
    values = _values(sheet.root, sheet)
    counts = Counter(_key(value) for value in values.values() if value is not None)
    cells = _Cells(values)
    changed = dict(sheet.cells)
    for (row, column), (shown, format_) in sheet.cells.items():
        found = []
        for rule in rules:
            inside = any(t <= row <= b and left <= column <= right for t, left, b, right in rule.areas)
            if inside and _holds(rule, row, column, values.get((row, column)), counts, cells):
                found.append(rule.change)
                if rule.stops:
                    break
        for change in reversed(found):  # the first rule has the last word
            format_ = change.on(format_)
        changed[row, column] = (shown, format_)
    return replace(sheet, cells=changed), unknown


def _key(value: CellValue) -> object:
    return value.lower() if isinstance(value, str) else value


def _rules(root: Element, changes: Sequence[Change]) -> tuple[list[_Rule], tuple[str, ...]]:
    rules, unknown = [], []
    for group in root.iterfind(f"{S}conditionalFormatting"):
        areas = tuple(area_of(ref) for ref in group.get("sqref", "").split() if _AREA.fullmatch(ref))
        for element in group.iterfind(f"{S}cfRule"):
            rule = _rule(element, areas, changes)
            if rule is None:
                unknown.append(element.get("type", ""))
            else:
                rules.append(rule)
    return sorted(rules, key=lambda rule: rule.priority), tuple(dict.fromkeys(unknown))


def _rule(
    element: Element, areas: tuple[tuple[int, int, int, int], ...], changes: Sequence[Change]
) -> _Rule | None:
    kind, at = element.get("type", ""), whole(element.get("dxfId"), -1)
    change = changes[at] if 0 <= at < len(changes) else Change()
    base = _Rule(
        areas, change, whole(element.get("priority")), element.get("stopIfTrue") in {"1", "true"}, kind
    )
    if kind in {"duplicateValues", "uniqueValues"}:
        return base
    if kind in _BY_TEXT:
        return replace(base, text=element.get("text", "").lower())
    texts = [formula.text or "" for formula in element.iterfind(f"{S}formula")]
    if not texts or not areas or kind not in {"expression", "cellIs"}:
        return None
    code = texts[0]
    if kind == "cellIs":
        own = _corner(areas)
        operator = element.get("operator", "")
        if operator in _SIGNS:
            code = f"{own}{_SIGNS[operator]}({code})"
        elif operator in {"between", "notBetween"} and len(texts) > 1:
            code = f"AND({own}>=({code}),{own}<=({texts[1]}))"
            code = f"NOT({code})" if operator == "notBetween" else code
        else:
            return None
    try:
        formula = parse_formula(code)
        return replace(base, run=compile_tree(formula.tree), references=formula.areas)
    except FormulaError:
        return None


def _corner(areas: tuple[tuple[int, int, int, int], ...]) -> str:
    """Name the cell that a rule's references count from."""
    row, column = min(area[0] for area in areas), min(area[1] for area in areas)
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _holds(
    rule: _Rule, row: int, column: int, value: CellValue, counts: Mapping[object, int], cells: _Cells
) -> bool:
    if rule.kind in _BY_TEXT:
        return _BY_TEXT[rule.kind]("" if value is None else str(value).lower(), rule.text)
    if rule.run is None:
        return value is not None and (counts[_key(value)] > 1) == (rule.kind == "duplicateValues")
    top, left = min(area[0] for area in rule.areas), min(area[1] for area in rule.areas)
    moved = [area.translated(row - top, column - left) for area in rule.references]
    try:
        result = compute(rule.run, moved, cells)
    except (InvalidOperation, IndexError):
        return False
    return result is True or (isinstance(result, Decimal) and result != 0)
