"""Blocks of rows in a worksheet's tree: found by their tags, repeated, and followed by formulas."""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from docgen.ooxml.besides import join_tags
from docgen.ooxml.formula import FormulaError, parse_formula
from docgen.ooxml.package import Element
from docgen.ooxml.references import Area, BlockMap, column_letters, split_cell
from docgen.ooxml.tags import TAG
from docgen.ooxml.workbook import S, text_of_item


def tags_of(text: str, name: str) -> bool:
    """Whether a text has a tag of a list."""
    return any(_of(name).search(found.group(1)) for found in TAG.finditer(text))


def numbered(text: str, name: str, number: int) -> str:
    """A text with a list's tags as those of one record."""
    return TAG.sub(lambda found: _of(name).sub(f"{name}__{number}__.", found.group()), text)


def _of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(name)}\.")


def texts_of(root: Element) -> Iterator[Element]:
    """The nodes of a part whose text may hold tags: cells, page headers, comments, shapes."""
    for node in root.iter():
        local = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if (local == "t" or local.startswith(("odd", "even", "first"))) and "{{" in (node.text or ""):
            yield node


def uses(root: Element, name: str) -> bool:
    """Whether a part has a tag of a list."""
    return any(tags_of(node.text, name) for node in texts_of(root))


def tagged_rows(root: Element, name: str) -> list[int]:
    """The rows of a sheet that have a tag of a list."""
    return [int(row.get("r")) for row in root.iterfind(f"{S}sheetData/{S}row") if uses(row, name)]


def own_texts(root: Element, items: Sequence[Element]) -> None:
    """Give every cell its own name and, when it has tags, its own text, each tag in one run."""
    for number, row in enumerate(root.iterfind(f"{S}sheetData/{S}row"), 1):
        row.set("r", row.get("r") or str(number))
        for column, cell in enumerate(row.iterfind(S + "c"), 1):
            cell.set("r", cell.get("r") or f"{column_letters(column)}{row.get('r')}")
            if cell.get("t") == "s":
                _own_text(cell, items[int(cell.findtext(S + "v", "0"))])
            join_tags([node for node in cell.iter(S + "t") if node.text])


def _own_text(cell: Element, item: Element) -> None:
    if "{{" not in text_of_item(item):
        return
    for node in list(cell):
        cell.remove(node)
    cell.set("t", "inlineStr")
    inline = cell.makeelement(S + "is")
    inline.extend(copy.deepcopy(node) for node in item)
    cell.append(inline)


def own_formulas(root: Element) -> None:
    """Write out formulas that cells share."""
    shared: dict[str, tuple[str, int, int]] = {}
    for cell in root.iter(S + "c"):
        formula = cell.find(S + "f")
        if formula is None or formula.get("t") != "shared":
            continue
        row, column = split_cell(cell.get("r"))
        if formula.text:
            shared[formula.get("si", "")] = (formula.text, row, column)
        text, first_row, first_column = shared.get(formula.get("si", ""), ("", row, column))
        formula.text = _changed(text, _translating(row - first_row, column - first_column))
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def _translating(rows: int, columns: int) -> Callable[[Area, bool], object]:
    return lambda area, _alone: area.translated(rows, columns)


def _changed(text: str, change: Callable[[Area, bool], object]) -> str:
    """A formula with every area changed; what cannot be read stays, and is a problem when it is compiled."""
    try:
        formula = parse_formula(text)
    except FormulaError:
        return text
    return formula.text([change(area, at in formula.alone) for at, area in enumerate(formula.areas)])


def change_formulas(cells: Iterable[Element], change: Callable[[Area, bool], object]) -> None:
    """Change every area of the cells' formulas; ``alone`` tells whether it is a whole argument of a function."""
    for cell in cells:
        formula = cell.find(S + "f")
        if formula is not None and formula.text:
            formula.text = _changed(formula.text, change)


def repeat_rows(root: Element, title: str, rows: BlockMap, name: str) -> None:
    """Put the copies of a block behind it, each with its own tags and formulas, and the rows below further down."""
    data = root.find(S + "sheetData")
    nodes = list(data)
    block = [node for node in nodes if rows.first <= int(node.get("r")) <= rows.last]
    height = rows.last - rows.first + 1
    for node in nodes:
        if int(node.get("r")) > rows.last:
            _shift(node, height * (rows.count - 1))
    at = data.index(block[-1]) + 1
    blank = copy.deepcopy(block)
    for number in range(rows.count):
        nodes = block if number == 0 else copy.deepcopy(blank)

        def change(area: Area, alone: bool, number: int = number) -> object:
            if area.sheet and area.sheet != title:
                return area
            return rows.copy(area, number) if rows.inside(area) else _followed(area, alone, rows)

        for node in nodes:
            _shift(node, height * number)
            for text in texts_of(node):
                text.text = numbered(text.text, name, number + 1)
            change_formulas(node, change)
        if number:
            data[at:at] = nodes
            at += len(nodes)


def _shift(row: Element, by: int) -> None:
    number = int(row.get("r")) + by
    row.set("r", str(number))
    for cell in row.iterfind(S + "c"):
        cell.set("r", f"{column_letters(split_cell(cell.get('r'))[1])}{number}")


def follow(root: Element, own: str, title: str, rows: BlockMap) -> None:
    """Let the formulas of a sheet follow a block of a sheet; those of the block itself did so already."""

    def change(area: Area, alone: bool) -> object:
        return _followed(area, alone, rows) if (area.sheet or own) == title else area

    end = rows.end(rows.last)
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        if own != title or not rows.first <= int(row.get("r")) <= end:
            change_formulas(row, change)


def _followed(area: Area, alone: bool, rows: BlockMap) -> object:
    return rows.spread(area) if alone else rows.area(area)
