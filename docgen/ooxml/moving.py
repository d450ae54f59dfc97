"""What must follow when rows are added to a sheet: merges, ranges, names, links, drawings, comments, charts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from docgen.ooxml.cells import Sheet
from docgen.ooxml.formula import Formula, scan_areas
from docgen.ooxml.package import Element
from docgen.ooxml.program import Marks
from docgen.ooxml.references import Area, Areas, BlockMap, Maps, parse_area, parse_ranges
from docgen.ooxml.values import escape
from docgen.ooxml.workbook import S, inner_xml

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_FORMULAS = frozenset({S + "formula", S + "formula1", S + "formula2", _XM + "f", CHART + "f"})
_SERIES = frozenset(CHART + name for name in ("cat", "val", "xVal", "yVal", "bubbleSize"))

Move = Callable[[Maps], str]


@dataclass(slots=True)
class Moves:
    """The holes of a workbook's parts that change when rows are added."""

    marks: Marks
    holes: list[tuple[int, Move]] = field(default_factory=list)

    def add(self, default: str, move: Move) -> str:
        """Make a hole with its text before any move; gives its mark."""
        hole, mark = self.marks.hole(default)
        self.holes.append((hole, move))
        return mark

    def worksheet(self, root: Element, sheet: Sheet) -> None:
        """Everything of a worksheet outside its cells."""
        merges = root.find(S + "mergeCells")
        if merges is not None:
            self._repeated(merges, sheet)
        links = root.find(S + "hyperlinks")
        if links is not None:
            self._repeated(links, sheet)
        for node in root.iter():
            if not isinstance(node.tag, str) or node.tag in (
                S + "mergeCell",
                S + "hyperlink",
                S + "c",
                S + "row",
            ):
                continue
            for name in ("ref", "sqref"):
                if parse_ranges(node.get(name, "")):
                    self._ranges(node, name, sheet.name)
            if node.tag in _FORMULAS and node.text:
                self._formula(node, sheet.name)
            elif node.tag == _XM + "sqref" and node.text:
                self._text(node, partial(_ranges_on, node.text, sheet.name))
            elif node.tag == S + "brk" and root.find(S + "rowBreaks") is node.getparent():
                self._attribute(node, "id", partial(_break_on, int(node.get("id", "0")), sheet.name))

    def _repeated(self, holder: Element, sheet: Sheet) -> None:
        """Merges or links: those of a list's repeated row are written again for each added row."""
        items = [_item(node, holder, sheet.name) for node in holder]
        for node in list(holder):
            holder.remove(node)
        if "count" in holder.attrib:
            self._attribute(holder, "count", lambda maps: str(len(list(_repeat(items, sheet, maps)))))
        default = "".join(item.text for item in items)
        holder.text = self.add(default, lambda maps: "".join(_repeat(items, sheet, maps)))

    def workbook(self, root: Element, names: Sequence[str]) -> None:
        """Defined names: print areas, print titles and the office's own."""
        for node in root.iter(S + "definedName"):
            local = node.get("localSheetId")
            sheet = names[int(local)] if local is not None and int(local) < len(names) else ""
            if node.text:
                self._formula(node, sheet)

    def drawing(self, root: Element, sheet: Sheet) -> None:
        """Pictures, shapes and charts keep their place beside the rows."""
        for node in root.iter(XDR + "row"):
            self._text(node, partial(_row_on, int(node.text or "0"), sheet.name))

    def chart(self, root: Element) -> None:
        """A chart's series take in the added rows."""
        for node in root.iter(CHART + "f"):
            if node.text:
                series = any(up.tag in _SERIES for up in node.iterancestors())
                self._formula(node, "", spread=series)

    def comments(self, root: Element, sheet: Sheet) -> None:
        """Comments stay with their cells, a table takes in the added rows."""
        for node in root.iter():
            if parse_ranges(node.get("ref", "") if isinstance(node.tag, str) else ""):
                self._ranges(node, "ref", sheet.name)

    def legacy_drawing(self, root: Element, sheet: Sheet) -> None:
        """The boxes of comments and form controls (VML)."""
        for node in root.iter(_EXCEL + "Row"):
            self._text(node, partial(_row_on, int(node.text or "0"), sheet.name))
        for node in root.iter(_EXCEL + "Anchor"):
            self._text(node, partial(_anchor_on, node.text or "", sheet.name))

    def _ranges(self, node: Element, name: str, sheet: str) -> None:
        follow = _ranges_on if name == "sqref" else _range_on
        self._attribute(node, name, partial(follow, node.get(name), sheet))

    def _formula(self, node: Element, sheet: str, spread: bool = False) -> None:
        formula = scan_areas(node.text)
        if formula.areas:
            self._text(
                node,
                lambda maps: escape(
                    formula.text([_moved(area, sheet, maps, spread) for area in formula.areas])
                ),
            )

    def _attribute(self, node: Element, name: str, move: Move) -> None:
        node.set(name, self.add(escape(node.get(name)), move))

    def _text(self, node: Element, move: Move) -> None:
        node.text = self.add(escape(node.text), move)


def forget_values(chart: Element) -> None:
    """Take what a chart remembers of its cells' values out of it: they are the blank template's."""
    for name in ("numCache", "strCache"):
        for node in list(chart.iter(CHART + name)):
            node.getparent().remove(node)


@dataclass(frozen=True, slots=True)
class _Item:
    """A merge or a link: its area, its XML, and the place in the workbook that it leads to."""

    area: Area | None
    text: str
    sheet: str
    target: Formula | None

    def on(self, area: Area, maps: Maps) -> str:
        """The item on another area."""
        text = self.text.replace(f'ref="{self.area}"', f'ref="{area}"')
        if self.target is None:
            return text
        old = self.target.text(self.target.areas)
        new = self.target.text([_moved(each, self.sheet, maps, False) for each in self.target.areas])
        return text.replace(f'location="{escape(old)}"', f'location="{escape(new)}"')


def _item(node: Element, holder: Element, sheet: str) -> _Item:
    target = scan_areas(node.get("location", ""))
    followed = target if target.areas else None
    return _Item(parse_area(node.get("ref", "")), inner_xml(node, holder), sheet, followed)


def _repeat(items: Sequence[_Item], sheet: Sheet, maps: Maps) -> Iterator[str]:
    rows = maps[sheet.name]
    for item in items:
        area = item.area
        if area is None:
            yield item.text
            continue
        last = (area.last or area.first).row
        found = sheet.list_of(area.first.row)
        if found is None or last != area.first.row:
            yield from (item.on(copy, maps) for copy in rows.copies(area))
            continue
        shift = rows.row(last) - last
        yield item.on(area.translated(shift), maps)
        if area.first.row == found.model.number:
            below = next(stretch for stretch in rows.stretches if stretch.first == found.first)
            for added in range(1, below.added + 1):
                yield item.on(area.translated(shift + found.last - last + added), maps)


def _ranges_on(text: str, sheet: str, maps: Maps) -> str:
    """Where a list of ranges went: a range of one row of a list takes in the added rows."""
    rows = maps[sheet]
    out: list[str] = []
    for part in text.split():
        area = parse_area(part)
        if area is None:
            out.append(part)
        elif isinstance(rows, BlockMap):
            out += map(str, rows.copies(area))
        else:
            out.append(str(rows.area(area, spread=True)))
    return " ".join(out)


def _range_on(text: str, sheet: str, maps: Maps) -> str:
    """Where one range, or one cell, went."""
    area = parse_area(text)
    return text if area is None else str(maps[sheet].area(area))


def _row_on(row: int, sheet: str, maps: Maps) -> str:
    """Where a row counted from 0 went."""
    return str(maps[sheet].row(row + 1) - 1)


def _break_on(row: int, sheet: str, maps: Maps) -> str:
    """Where a page break below a row went."""
    return str(maps[sheet].end(row))


def _moved(area: Area, sheet: str, maps: Maps, spread: bool) -> Area | Areas:
    rows = maps.get(area.sheet or sheet)
    if rows is None:
        return area
    return rows.spread(area) if spread and isinstance(rows, BlockMap) else rows.area(area, spread)


def _anchor_on(text: str, sheet: str, maps: Maps) -> str:
    """Where a VML anchor went: its third and seventh numbers are rows counted from 0."""
    numbers = [part.strip() for part in text.split(",")]
    if len(numbers) == 8:
        for place in (2, 6):
            numbers[place] = _row_on(int(numbers[place]), sheet, maps)
    return ", ".join(numbers)
