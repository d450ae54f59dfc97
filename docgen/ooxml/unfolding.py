"""Blocks of rows and whole sheets that stand once for every record, laid out before the workbook is compiled.

A list whose tags stand in several rows, or that holds another list, is a block: ``{{ groups.name }}`` above
``{{ groups.members.name }}`` above ``{{ groups.name }}小计``. A list in a sheet's name repeats the sheet. Either is
unfolded into a workbook in which every copy has tags of its own (``groups__2__.name``); it is compiled once for
every number of records, and filled from then on like any other.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lxml import etree

from docgen.ooxml.blocks import (
    follow,
    own_formulas,
    own_texts,
    repeat_rows,
    tagged_rows,
    tags_of,
    uses,
)
from docgen.ooxml.cells import Sheet, plain_name
from docgen.ooxml.errors import FillError, Place
from docgen.ooxml.moving import CHART, Moves
from docgen.ooxml.package import Element, Package
from docgen.ooxml.program import Marks, lay_out
from docgen.ooxml.references import BlockMap
from docgen.ooxml.sheetcopies import SheetCopies
from docgen.ooxml.slots import RowsSpec
from docgen.ooxml.values import MISSING, Values, getter
from docgen.ooxml.workbook import S, part_of_kind, relations, sheet_names, sheet_parts
from docgen.ooxml.zipped import Member, Packer, deflate

_KEPT = 200  # numbers of records for which the workbook stays compiled
_Template = TypeVar("_Template")


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows of a sheet (or, with ``last`` 0, a whole sheet) that stand once for every record of a list."""

    name: str
    title: str
    part: str
    first: int = 0
    last: int = 0


class _Blank(dict[str, object]):
    """The record of a list without records: every part of it is empty."""

    def get(self, key: str, _default: object = None) -> object:
        return dict.get(self, key, "")


@dataclass(slots=True)
class Unfolding(Generic[_Template]):
    """Finds the workbook for the numbers of records that some values have."""

    package: Package
    tables: Mapping[str, RowsSpec]
    make: Callable[[bytes, Mapping[str, RowsSpec]], _Template]
    steps: dict[tuple[int, ...], "Fold | _Template"] = field(default_factory=dict)

    def of(self, values: Values) -> tuple[_Template, Values]:
        """The compiled workbook, and the values by the names that it has for them."""
        counts: tuple[int, ...] = ()
        while isinstance(step := self._step(counts), Fold):
            records = _records(step.name, values, self.tables)
            counts = (*counts, max(1, len(records)))
            values = _numbered(values, step.name, records)
        return step, values

    def blank(self) -> _Template:
        """The workbook for one record of every list."""
        counts: tuple[int, ...] = ()
        while isinstance(step := self._step(counts), Fold):
            counts = (*counts, 1)
        return step

    def _step(self, counts: tuple[int, ...]) -> "Fold | _Template":
        """The next fold when these are unfolded, or the compiled workbook when none is left."""
        step = self.steps.get(counts)
        if step is None:
            book = folded(self.package, self.tables)
            used = book.used()
            for count in counts:
                book.unfold(count)
            if len(self.steps) >= _KEPT:
                self.steps.clear()
            step = book.fold()
            if step is None:
                wanted = book.used() | (
                    set(self.tables) - used
                )  # what the template never had is to be reported
                tables = {name: spec for name, spec in book.tables.items() if name in wanted}
                step = self.make(book.packed(), tables)
            self.steps[counts] = step
        return step


def _records(name: str, values: Values, tables: Mapping[str, RowsSpec]) -> Sequence[Values]:
    records = getter(name)(values)
    if records is MISSING or records is None or records == "":
        return ()
    plain = plain_name(name)
    if not isinstance(records, list | tuple) or not all(isinstance(record, Mapping) for record in records):
        raise FillError("OOXML-082", plain, Place(), "(a list of mappings is needed)")
    spec = tables.get(plain, RowsSpec())
    if spec.overflow == "error" and len(records) > (spec.rows or 1):
        raise FillError("OOXML-086", plain, Place(), f"({len(records)} records)")
    return records


def _numbered(values: Values, name: str, records: Sequence[Values]) -> Values:
    """The values with every record of a list under a name of its own."""
    *path, last = name.split(".")
    added = {f"{last}__{number}__": record for number, record in enumerate(records or (_Blank(),), 1)}

    def within(scope: Values, path: Sequence[str]) -> Values:
        own = {path[0]: within(scope[path[0]], path[1:])} if path else added
        return _Blank({**scope, **own}) if isinstance(scope, _Blank) else {**scope, **own}

    return within(values, path)


def folded(package: Package, tables: Mapping[str, RowsSpec]) -> "FoldedBook":
    """A workbook whose cells have texts and formulas of their own, ready to be unfolded."""
    trees = {name: copy.deepcopy(root) for name, root in package.trees.items()}
    part = part_of_kind(package, "sharedStrings")
    items = list(trees[part].iter(S + "si")) if part else []
    for _, sheet in sheet_parts(package):
        own_texts(trees[sheet], items)
        own_formulas(trees[sheet])
    return FoldedBook(package, trees, dict(tables))


@dataclass(slots=True)
class FoldedBook:
    """A workbook's parts as trees, while it is unfolded."""

    package: Package
    trees: dict[str, Element]
    tables: dict[str, RowsSpec]

    def _now(self) -> Package:
        return Package(self.package.members, self.package.main, self.package.types, self.trees)

    def used(self) -> set[str]:
        """The lists of which the workbook has tags."""
        sheets = list(sheet_parts(self._now()))
        return {
            name
            for name in self.tables
            if any(tags_of(title, name) or uses(self.trees[part], name) for title, part in sheets)
        }

    def fold(self) -> Fold | None:
        """The next thing to unfold: sheets first, then blocks from the outside to the inside."""
        sheets = list(sheet_parts(self._now()))
        for title, part in sheets:
            for name in self.tables:
                if tags_of(title, name):
                    return Fold(name, title, part)
        for title, part in sheets:
            for name in sorted(self.tables, key=len):
                rows = tagged_rows(self.trees[part], name)
                if rows and self._is_block(part, name, rows):
                    return Fold(name, title, part, rows[0], rows[-1])
        return None

    def _is_block(self, part: str, name: str, rows: Sequence[int]) -> bool:
        """Whether a list's rows stand as a whole for each record."""
        inner = any(other.startswith(f"{name}.") and uses(self.trees[part], other) for other in self.tables)
        return inner or (len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1)

    def unfold(self, count: int) -> None:
        """Lay the next fold out for so many records."""
        fold = self.fold()
        if fold is None:
            return
        for name, spec in list(self.tables.items()):
            for number in range(1, count + 1) if name.startswith(f"{fold.name}.") else ():
                self.tables[f"{fold.name}__{number}__{name[len(fold.name) :]}"] = spec
        if fold.last:
            self._repeat(fold, BlockMap.of(fold.first, fold.last, count))
        else:
            SheetCopies(self.trees, self.package.main, fold.title, fold.part, fold.name).make(count)

    def _repeat(self, fold: Fold, rows: BlockMap) -> None:
        """Repeat a block of rows; everything else follows as it does when rows are added."""
        repeat_rows(self.trees[fold.part], fold.title, rows, fold.name)
        for title, part in sheet_parts(self._now()):
            follow(self.trees[part], title, fold.title, rows)
        data = self.trees[fold.part].find(S + "sheetData")
        done = list(data)
        for node in done:  # the cells are where they belong already
            data.remove(node)
        self._move(fold, rows)
        self.trees[fold.part].find(S + "sheetData").extend(done)

    def _move(self, fold: Fold, rows: BlockMap) -> None:
        """Let everything outside the cells follow the rows."""
        moves, sheet = Moves(Marks()), Sheet(fold.title, fold.part, {}, (), (1, 1), fold.title)
        kinds = {
            "drawing": moves.drawing,
            "comments": moves.comments,
            "table": moves.comments,
            "vmlDrawing": moves.legacy_drawing,
        }
        main = self.package.main
        moves.worksheet(self.trees[fold.part], sheet)
        moves.workbook(self.trees[main], sheet_names(self._now()))
        moved = [fold.part, main]
        for kind, part in relations(self._now(), fold.part).values():
            if kind in kinds and part in self.trees:
                kinds[kind](self.trees[part], sheet)
                moved.append(part)
        for part, root in self.trees.items():
            if root.tag == CHART + "chartSpace":
                moves.chart(root)
                moved.append(part)
        texts = [(part, etree.tostring(self.trees[part], encoding="unicode")) for part in moved]
        layout = lay_out(texts, moves.marks)
        page = layout.body.pieces
        for hole, move in moves.holes:
            page[layout.at(hole)] = move({fold.title: rows})
        for part, (start, end) in layout.parts.items():
            self.trees[part] = etree.fromstring("".join(page[start:end]))

    def packed(self) -> bytes:
        """The workbook as a file."""
        contents = {member.name: member.content for member in self.package.members}
        for part, root in self.trees.items():
            contents[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return Packer([Member(part, content, deflate(content)) for part, content in contents.items()]).pack(
            {}
        )
