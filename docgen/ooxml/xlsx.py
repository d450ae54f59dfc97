"""Excel templates (ECMA-376 part 1, SpreadsheetML): compiled once, filled by editing XML parts."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from docgen.ooxml.besides import NAME_OPEN, bare, quoted
from docgen.ooxml.book import BookCompiler
from docgen.ooxml.cells import Sheet
from docgen.ooxml.circles import circles
from docgen.ooxml.errors import FillError, Problem, TemplateError
from docgen.ooxml.expressions import Expressions
from docgen.ooxml.flat import flatten
from docgen.ooxml.operations import Filters
from docgen.ooxml.package import Package, open_package
from docgen.ooxml.program import OPEN, Layout, lay_out
from docgen.ooxml.properties import CORE, core_xml, read_properties
from docgen.ooxml.reading import Reading
from docgen.ooxml.references import RowMap
from docgen.ooxml.sheetfill import Filling
from docgen.ooxml.slots import Limits, Properties, RowsSpec, Settings, Slot, Undefined
from docgen.ooxml.unfolding import Unfolding, folded
from docgen.ooxml.values import Values, escape
from docgen.ooxml.workbook import sheet_names, since_1904
from docgen.ooxml.worksheet import Found
from docgen.ooxml.writers import NOTHING
from docgen.ooxml.zipped import Compress, Member, Packer, deflate

Faults = Literal["refuse", "show"]
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class XlsxTemplate:
    """A compiled workbook; ``fill`` may be called from many threads and always gives the same bytes."""

    def __init__(
        self,
        package: Package,
        compiled: BookCompiler,
        layout: Layout,
        properties: Properties | None,
        faults: Faults,
        compress: Compress,
        original: bytes = b"",
    ) -> None:
        self._original, self._tables = original, compiled.found.settings.tables
        self.unfolding: Unfolding[XlsxTemplate] | None = None
        self.slots: tuple[Slot, ...] = tuple(compiled.found.slots)
        self._sheets = {sheet.name: sheet for sheet in compiled.sheets}
        self._layout = layout
        self._moves = [(layout.at(hole), move) for hole, move in compiled.moves.holes]
        self._besides = [(layout.at(hole), write) for hole, write in compiled.besides.holes]
        self._named = tuple(compiled.named)
        self._plain_names = frozenset(
            name.casefold() for name in sheet_names(package) if name not in compiled.tokens
        )
        self._show_faults = faults == "show"
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
        self._core = core_xml(properties) if properties is not None else None
        own = [Member(CORE, self._core, deflate(self._core))] if self._core is not None else []
        self._bare, self._packer = Packer(members, compress), Packer([*members, *own], compress)

    def lint(self) -> tuple[Problem, ...]:
        """What is doubtful but does not hinder filling; what hinders it was raised by ``compile_xlsx``."""
        return ()

    def unfolded_by(self, unfolding: "Unfolding[XlsxTemplate]") -> "XlsxTemplate":
        """The template that is unfolded for every fill; this one is how it looks for one record of each list."""
        template = copy.copy(self)
        template.unfolding = unfolding
        template.slots = with_records(self.slots, unfolding.tables)
        return template

    def filling(self, values: Values) -> Filling:
        """One fill, before anything is written: where the rows go."""
        filling = Filling(self._sheets, values, {}, {}, self._since_1904, self._show_faults)
        for sheet in self._sheets.values():
            filling.maps[sheet.name] = _row_map(filling, sheet)
        filling.moved = any(rows.moved for rows in filling.maps.values())
        return filling

    def fill_parts(self, values: Values) -> dict[str, bytes]:
        """The XML parts that change, filled; all other parts are in ``parts``."""
        if self.unfolding is not None:
            template, numbered = self.unfolding.of(values)
            return template.fill_parts(numbered)
        filling = self.filling(values)
        page = self._layout.body.pieces.copy()
        for at, rows in self.rows:
            page[at] = rows.text(filling)
        if filling.moved:
            for at, move in self._moves:
                page[at] = move(filling.maps)
        for at, write in self._besides:
            page[at] = write(values)
        texts = {name: "".join(page[start:end]) for name, (start, end) in self._layout.parts.items()}
        if self._named:
            texts = self._with_names(texts, values)
        return {name: text.encode() for name, text in texts.items()}

    def _with_names(self, texts: Mapping[str, str], values: Values) -> dict[str, str]:
        """The parts with the names of the sheets that the values name."""
        taken = set(self._plain_names)
        out = dict(texts)
        for sheet in self._named:
            name = sheet.name(values, taken)
            for part, text in out.items():
                out[part] = text.replace(bare(sheet.token), escape(name)).replace(sheet.token, quoted(name))
        return out

    def fill(self, values: Values, properties: Properties | None = None) -> bytes:
        """The workbook for these values.

        Args:
            values: slot name → text, number, date, bool, or a list of mappings for a list of records. Alone in its
                cell a value keeps its type; a text is always text, whatever it begins with.
            properties: title, author … of this workbook, when they are not the template's.

        Raises:
            FillError: a value is missing, of a wrong kind or too long, or a formula cannot be computed.

        """
        if self.unfolding is not None:
            template, numbered = self.unfolding.of(values)
            return template.fill(numbered, properties)
        parts = self.fill_parts(values)
        if properties is None or self._core is None:
            return self._packer.pack(parts)
        return self._bare.pack({CORE: core_xml(properties), **parts})

    def read(self, filled: bytes, limits: Limits | None = None) -> Reading:
        """What a filled copy of this workbook says in its slots, typed as its cells are, whoever filled and saved it.

        Lists that repeat blocks or sheets are not read; they are among ``unread``.

        Raises:
            TemplateError: the file cannot be read.

        """
        from docgen.ooxml.reading.sheets import read_xlsx  # runs that only fill do without

        return read_xlsx(self._original, filled, self.slots, self._tables, limits or Limits())


def compile_xlsx(
    source: Path | str | bytes,
    *,
    filters: Filters | None = None,
    undefined: Undefined = "strict",
    limits: Limits | None = None,
    allow: frozenset[str] = frozenset(),
    tables: Mapping[str, RowsSpec] | None = None,
    tick: str = "☑",
    faults: Faults = "refuse",
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
        faults: a formula that ends in an error (``#DIV/0!``) is an error of the fill (``refuse``), or the cell shows
            it as a spreadsheet does (``show``).
        properties: title, author …; else the template's own.
        compress: bytes → raw deflate stream.

    Raises:
        TemplateError: everything that is wrong with the template, at once.

    """
    original = source if isinstance(source, bytes) else Path(source).read_bytes()
    package = open_package(original, limits or Limits(), _MAIN, allow)
    tables = dict(tables or {})
    if tables and folded(package, tables).fold() is not None:
        options: dict[str, Any] = {
            "filters": filters,
            "undefined": undefined,
            "limits": limits,
            "allow": allow,
        }
        options |= {"tick": tick, "faults": faults, "properties": properties, "compress": compress}
        unfolding = Unfolding(
            package, tables, lambda book, lists: compile_xlsx(book, tables=lists, **options)
        )
        return unfolding.blank().unfolded_by(unfolding)
    settings = Settings(undefined, tick, allow, tables)
    found = Found(Expressions(filters or {}), settings)
    compiler = BookCompiler(package, found)
    texts = compiler.parts()
    found.problems += circles(compiler.sheets)
    if found.problems:
        raise TemplateError(found.problems)
    layout = lay_out(
        [text for text in texts if OPEN in text[1] or NAME_OPEN in text[1]], compiler.moves.marks
    )
    return XlsxTemplate(
        package, compiler, layout, properties or read_properties(package), faults, compress, original
    )


def with_records(slots: Sequence[Slot], tables: Iterable[str]) -> tuple[Slot, ...]:
    """Slots of records that are whole blocks or sheets, put under their list."""
    out = list(slots)
    for name in sorted(tables, key=len, reverse=True):
        own = [slot for slot in out if slot.name.startswith(f"{name}.") and slot.kind != "rows"]
        if own and not any(slot.name == name for slot in out):
            at = out.index(own[0])
            out = [slot for slot in out if slot not in own]
            out.insert(at, Slot(name, "rows", own[0].where, columns=tuple(own), capacity=1))
    return tuple(out)


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
        if records is NOTHING or records == "":
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
