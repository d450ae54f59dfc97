"""Excel templates (ECMA-376 part 1, SpreadsheetML): compiled once, filled by editing XML parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree

from docgen.ooxml.cells import Sheet
from docgen.ooxml.errors import FillError, Place, Problem, TemplateError, problem
from docgen.ooxml.expressions import Expressions, Filters
from docgen.ooxml.flat import flatten
from docgen.ooxml.moving import Moves
from docgen.ooxml.package import Element, Package, open_package, parse_xml
from docgen.ooxml.program import CLOSE, OPEN, Layout, Marks, lay_out
from docgen.ooxml.properties import CORE, core_xml, read_properties
from docgen.ooxml.references import RowMap
from docgen.ooxml.sheetfill import Filling
from docgen.ooxml.slots import Limits, Properties, RowsSpec, Settings, Slot, Undefined
from docgen.ooxml.tags import TAG
from docgen.ooxml.values import Values
from docgen.ooxml.workbook import (
    Formats,
    Item,
    S,
    part_of_kind,
    read_item,
    relations,
    sheet_names,
    sheet_parts,
    since_1904,
    text_of_item,
)
from docgen.ooxml.worksheet import Found, SheetReader
from docgen.ooxml.writers import NOTHING
from docgen.ooxml.zipped import Compress, Member, Packer, deflate

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class XlsxTemplate:
    """A compiled workbook; ``fill`` may be called from many threads and always gives the same bytes."""

    def __init__(self, package: Package, compiled: "_Compiler", layout: Layout, compress: Compress) -> None:
        self.slots: tuple[Slot, ...] = tuple(compiled.found.slots)
        self._sheets = {sheet.name: sheet for sheet in compiled.sheets}
        self._layout = layout
        self._moves = [(layout.at(hole), move) for hole, move in compiled.moves.holes]
        self._since_1904 = since_1904(package)
        self.rows = [
            (layout.at(hole), flatten(self._sheets[name], self._sheets, self._since_1904))
            for name, hole in compiled.data.items()
        ]
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

    def filling(self, values: Values) -> Filling:
        """One fill, before anything is written: where the rows go."""
        filling = Filling(self._sheets, values, {}, {}, self._since_1904)
        for sheet in self._sheets.values():
            filling.maps[sheet.name] = _row_map(filling, sheet)
        filling.moved = any(rows.moved for rows in filling.maps.values())
        return filling

    def fill_parts(self, values: Values) -> dict[str, bytes]:
        """The XML parts that change, filled; all other parts are in ``parts``."""
        filling = self.filling(values)
        page = self._layout.body.pieces.copy()
        for at, rows in self.rows:
            page[at] = rows.text(filling)
        if filling.moved:
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
    tick: str = "☑",
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
        tick: what a ticked □ becomes.
        properties: title, author …; else the template's own.
        compress: bytes → raw deflate stream.

    Raises:
        TemplateError: everything that is wrong with the template, at once.

    """
    package = open_package(source, limits or Limits(), _MAIN, allow)
    settings = Settings(undefined, tick, allow, dict(tables or {}))
    found = Found(Expressions(filters or {}), settings)
    compiler = _Compiler(package, found, properties or read_properties(package))
    texts = compiler.parts()
    if found.problems:
        raise TemplateError(found.problems)
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


@dataclass(slots=True)
class _Compiler:
    """Collects sheets, slots, problems and moves over one workbook."""

    package: Package
    found: Found
    properties: Properties | None
    moves: Moves = field(default_factory=lambda: Moves(Marks()))
    sheets: list[Sheet] = field(default_factory=list)
    data: dict[str, int] = field(default_factory=dict)
    rewritten: dict[str, Member] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    def parts(self) -> list[tuple[str, str]]:
        """The marked text of every part that may change."""
        items = self._shared_items()
        formats = Formats(self._tree(part_of_kind(self.package, "styles")))
        roots = {}
        for name, part in sheet_parts(self.package):
            roots[part] = self._tree(part)
            reader = SheetReader(self.found, name, part, items, formats)
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
            self.found.problems.append(problem("OOXML-050", part))
        return parse_xml(content)

    def _shared_items(self) -> list[Item]:
        part = part_of_kind(self.package, "sharedStrings")
        return [read_item(item) for item in self.package.trees[part].iter(S + "si")] if part else []

    def _complete_slots(self) -> None:
        self.found.problems += [
            problem("OOXML-046", Place(), f"“{name}”")
            for name in self.found.settings.tables
            if name not in self.found.lists
        ]
        self.found.slots = [
            replace(slot, columns=tuple(self.found.columns.get(slot.name, ())))
            if slot.kind == "rows"
            else slot
            for slot in self.found.slots
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
                self.found.problems.append(
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
            self.found.problems.append(
                problem("OOXML-041", self.package.main, "A sheet's name cannot hold a tag.")
            )
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
