"""Word templates (ECMA-376 part 1, WordprocessingML): compiled once, filled thousands of times."""

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.ooxml.compiler import Compiler
from docgen.ooxml.control import Controls
from docgen.ooxml.errors import FillError, Place, Problem, TemplateError
from docgen.ooxml.expressions import Expressions
from docgen.ooxml.fields import without_data_source
from docgen.ooxml.mending import can_empty, filled_cells, numbered, to_mend, with_true_grids
from docgen.ooxml.operations import Filters
from docgen.ooxml.package import Package, open_package
from docgen.ooxml.program import OPEN, Layout, lay_out
from docgen.ooxml.properties import CORE, core_xml, read_properties
from docgen.ooxml.reading import Reading
from docgen.ooxml.relating import Additions
from docgen.ooxml.slots import Limits, Properties, RowsSpec, Settings, Slot, Undefined
from docgen.ooxml.subdocument import add_lists, add_styles, first_free_list, style_ids
from docgen.ooxml.underway import CHARACTERS, CURRENT, Underway
from docgen.ooxml.values import Values
from docgen.ooxml.zipped import Compress, Member, Packer, deflate

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STORIES = ("document.main", "header", "footer", "footnotes", "endnotes", "comments")


class DocxTemplate:
    """A compiled Word template; ``fill`` may be called from many threads and always gives the same bytes."""

    def __init__(
        self,
        package: Package,
        compiled: Compiler,
        layout: Layout,
        compress: Compress,
        original: bytes = b"",
    ) -> None:
        self._original, self._tables = original, compiled.settings.tables
        self.slots: tuple[Slot, ...] = tuple(compiled.slots)
        self.pictures = frozenset(compiled.pictures)  # the names by which pictures can be replaced
        self.names = frozenset(compiled.expressions.names - compiled.controls.named)  # all that it reads
        self._warnings = tuple(compiled.warnings)
        self._layout = layout
        self._encoded = [piece.encode() for piece in layout.body.pieces]
        self._holes = [at for at in range(len(self._encoded)) if at not in layout.body.literals]
        self._controlled = bool(compiled.controls.statements)
        self._moving = frozenset(compiled.moving)
        self._empties = can_empty((layout.body, *layout.blocks.values(), *compiled.controls.blocks))
        changed = frozenset(layout.parts) | {CORE}
        static = [member for member in package.members if member.name not in changed]
        self.parts: Mapping[str, bytes] = {member.name: member.content for member in static}
        kept = compiled.properties is not None and CORE not in layout.parts
        self._core = core_xml(compiled.properties) if kept and compiled.properties is not None else None
        bare = Packer(static, compress)
        own = [Member(CORE, self._core, deflate(self._core))] if self._core is not None else []
        self._bare, self._packer = bare, Packer([*static, *own], compress)
        self._package, self._static, self._compress = package, (*static, *own), compress
        self._styles, self._first_list = style_ids(package), first_free_list(package)

    def lint(self) -> tuple[Problem, ...]:
        """What is doubtful but does not hinder filling; what hinders it was raised by ``compile_docx``."""
        return self._warnings

    def fill_parts(self, values: Values, pictures: Mapping[str, object] | None = None) -> dict[str, bytes]:
        """The parts that hold slots, filled, and those that the values add; all other parts are in ``parts``."""
        under_way = Underway(self._styles, self._first_list, pictures or {})
        token = CURRENT.set(under_way)
        try:
            page = self._layout.body.pieces.copy()
            scope = dict(values) if self._controlled else values
            for write in self._layout.body.writes:
                write(page, scope)
        finally:
            CURRENT.reset(token)
        chunks = self._encoded.copy()
        for at in self._holes:
            chunks[at] = page[at].encode()
        parts = {name: b"".join(chunks[start:end]) for name, (start, end) in self._layout.parts.items()}
        if self._controlled or under_way.related or under_way.added_styles or under_way.added_lists:
            return self._mended(parts, under_way)
        return _bounded(parts)

    def _mended(self, filled: dict[str, bytes], under_way: Underway) -> dict[str, bytes]:
        """The parts of a fill that may have moved cells, repeated drawings or added to the package."""
        numbers = itertools.count(1)
        additions = Additions(self._package)
        parts = {}
        for name, content in filled.items():
            moved = name in self._moving or bool(under_way.related)
            if not moved and not to_mend(content, empties=self._empties):
                parts[name] = content
                continue
            text = numbered(content.decode(), numbers)
            text = filled_cells(text) if self._empties else text
            text = additions.resolve(name, text, under_way.related)
            parts[name] = (with_true_grids(text) if name in self._moving else text).encode()
        add_styles(additions, under_way)
        add_lists(additions, under_way)
        return _bounded({**parts, **additions.finished()})

    def fill(
        self,
        values: Values,
        properties: Properties | None = None,
        *,
        pictures: Mapping[str, object] | None = None,
        embedded: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """The document for these values.

        Args:
            values: slot name → text, number, date, ``Ticks``, rich text, picture, sub-document, or a list of
                mappings for a table of records.
            properties: title, author … of this document, when they are not the template's.
            pictures: name, title or description of a picture → the picture to show in its frame.
            embedded: part name (or its last piece) of an embedded package → the package to put in its place.

        Raises:
            FillError: a value is missing, of a wrong kind, or does not fit; nothing is cut or left out.

        """
        for name in pictures or ():
            if name not in self.pictures:
                raise FillError("OOXML-096", name)
        parts = self.fill_parts(values, pictures)
        for name, content in (embedded or {}).items():
            parts[self._embedded(name)] = content
        if properties is not None and (self._core is not None or CORE in parts):
            parts = {CORE: core_xml(properties), **{name: parts[name] for name in parts if name != CORE}}
        replaced = parts.keys() & self.parts.keys()
        if replaced:
            kept = [member for member in self._static if member.name not in parts]
            return Packer(kept, self._compress).pack(parts)
        return (self._bare if CORE in parts else self._packer).pack(parts)

    def read(self, filled: bytes, limits: Limits | None = None) -> Reading:
        """What a filled copy of this template says in its slots, whoever filled and saved it.

        Raises:
            TemplateError: the file cannot be read.

        """
        from docgen.ooxml.reading.word import read_docx  # runs that only fill do without

        return read_docx(self._original, filled, self.slots, self._tables, limits or Limits())

    def _embedded(self, name: str) -> str:
        found = [
            part
            for part in self.parts
            if part.startswith("word/embeddings/") and name in (part, part.rpartition("/")[2])
        ]
        if not found:
            raise FillError("OOXML-096", name)
        return found[0]


def _bounded(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts, when no story is longer than a document may become."""
    for name, content in parts.items():
        if len(content) > CHARACTERS and name.endswith(".xml"):
            raise FillError("OOXML-092", "", Place(name))
    return parts


def compile_docx(
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
) -> DocxTemplate:
    """Read a Word template once, so that it can be filled many times.

    Args:
        source: path or bytes of a .docx.
        filters: name → function from a value to its text, for ``{{ name | filter }}``.
        undefined: a missing value is an error (``strict``), nothing (``blank``) or its tag (``keep``).
        limits: the largest package that is read.
        allow: ``embedded`` accepts embedded Office packages.
        tables: tables of records, by the first part of their tags' names.
        tick: what a ticked □ becomes.
        properties: title, author …; else the template's own, which may hold tags.
        compress: bytes → raw deflate stream.

    Raises:
        TemplateError: everything that is wrong with the template, at once.

    """
    original = source if isinstance(source, bytes) else Path(source).read_bytes()
    package = without_data_source(open_package(original, limits or Limits(), _MAIN, allow))
    settings = Settings(undefined, tick, allow, dict(tables or {}))
    expressions = Expressions(filters or {})
    controls = Controls(expressions, undefined)
    compiler = Compiler(settings, expressions, controls, properties or read_properties(package))
    texts = [compiler.part(package, name) for name in _story_parts(package)]
    controls.statements = compiler.found.statements
    compiler.check_tables()
    if compiler.properties is not None and "{{" in (core := core_xml(compiler.properties).decode()):
        texts.append(compiler.properties_part(core))
    taken = [(name, text) for name, text in texts if OPEN in text or name in compiler.edited]
    layout = lay_out(taken, compiler.marks, compiler.controls)
    problems = [*compiler.problems, *compiler.found.problems, *controls.problems] or compiler.captured(layout)
    if problems:
        raise TemplateError(problems)
    compiler.bind(layout)
    return DocxTemplate(package, compiler, layout, compress, original)


def lint_docx(source: Path | str | bytes, **options: Any) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful about a template; the options are those of ``compile_docx``."""
    try:
        return compile_docx(source, **options).lint()
    except TemplateError as error:
        return error.problems


def _story_parts(package: Package) -> list[str]:
    return [
        name
        for name, kind in package.types.items()
        if name in package.trees and any(f"wordprocessingml.{story}+xml" in kind for story in _STORIES)
    ]
