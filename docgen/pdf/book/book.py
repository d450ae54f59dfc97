"""Writes a book while its documents come: pages go out at once, fonts last, one subset of each face for all."""

from __future__ import annotations

import os
import re
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from docgen.pdf.book.foreign import Copier, opened
from docgen.pdf.book.objects import Objects, Sink
from docgen.pdf.book.overlay import Leaf, Mark, Overlay, seen
from docgen.pdf.book.trees import Outline, PageLabels, PageTree, references
from docgen.pdf.glyphs import FONT_OBJECTS, font_objects
from docgen.pdf.ink import LABELS, VALUES
from docgen.pdf.ink import number as length
from docgen.pdf.page.blank import Blank, draw_blank
from docgen.pdf.page.css import BASE
from docgen.pdf.page.draw import Drawn
from docgen.pdf.stamp import Printer, Stamped, gathered, told

MOST_PRINTERS = 64

A4 = (595.28, 841.89)
_OVER = "Dg"  # what the faces of overlays are called
_REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty page."""

    width: float = A4[0]
    height: float = A4[1]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a document: its pages in the book, counted from one, empty backs among them."""

    at: tuple[str, ...]
    first: int
    pages: int

    @property
    def last(self) -> int:
        """Give its last page."""
        return self.first + self.pages - 1


Document = Stamped | Drawn | Empty | bytes | Path
Over = Callable[[Leaf], Iterable[Mark]]


@dataclass(slots=True)
class _Page:
    """A page about to be written; `resources` are an object, or two halves with room for more faces."""

    box: tuple[float, float, float, float]
    contents: list[int]
    resources: int | tuple[bytes, bytes]
    turn: int = 0
    more: bytes = b""
    faces: str = VALUES  # what the faces of the book are called on it
    back: bool = False


def _moved_in(blank: Blank, objects: Objects) -> dict[int, int]:
    """Write the objects of a blank, those first that others refer to."""
    numbers: dict[int, int] = {}

    def number(old: int) -> int:
        if old not in numbers:
            head, mark, tail = blank.objects[old].partition(b"\nstream\n")
            used = {
                each: number(each) for each in map(int, _REFERENCE.findall(head)) if each in blank.objects
            }
            numbers[old] = objects.shared(_renumbered(head, used) + mark + tail)
        return numbers[old]

    for old in sorted(blank.objects):
        number(old)
    return numbers


def _renumbered(content: bytes, numbers: Mapping[int, int]) -> bytes:
    return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], content)


@cache
def _host() -> Blank:
    """Draw an empty PDF/A: the colour profile and the producer of every book."""
    return draw_blank(f'<html lang="zh-CN"><head><style>{BASE}</style></head><body></body></html>')


class Book:
    """A PDF/A-2b that documents are added to; a context manager.

    A path is written whole or not at all; a stream only needs `write`.
    """

    def __init__(self, target: Path | str | Sink, *, title: str = "", author: str = "") -> None:
        self._told = title, author
        self._stream: Sink
        self._file: _File | None = None
        if isinstance(target, Path | str):
            self._stream = self._file = _File(Path(target))
        else:
            self._stream = target
        self._objects = Objects(self._stream)
        self._tree = PageTree(self._objects)
        self._outline = Outline(self._objects)
        self._labels = PageLabels(self._objects)
        self._faces: dict[int, int] = {}
        self._glyphs: dict[int, set[int]] = {}
        self._printers: OrderedDict[int, tuple[Printer, int]] = OrderedDict()
        self._resources: dict[tuple[bytes, bytes], int] = {}
        self._host = _host()
        self._guards = self._objects.shared_stream(b"q\n"), self._objects.shared_stream(b"Q\n")

    @property
    def pages(self) -> int:
        """Give how many pages there are so far."""
        return self._tree.count

    def add(
        self,
        document: Document,
        *,
        at: Sequence[str] = (),
        label: str = "",
        start: int = 0,
        overlay: Over | None = None,
        turn: int = 0,
        duplex: bool = False,
    ) -> Entry:
        """Add the pages of a document; raises BadPdf when it cannot be read.

        `at` are the titles of the outline that lead to it, `label` is what its pages are called, counted from `start`
        where that is told, `overlay` says what to put over each page, `turn` by how many degrees all pages are turned to the right.  `duplex` gives a document
        of an odd number of pages an empty back, so that the next one begins on paper of its own.
        """
        if turn % 90:
            raise ValueError(f"Pages are turned by quarters, not by {turn} degrees.")
        leaves = self._leaves(document)
        if duplex and len(leaves) % 2:
            left, bottom, right, top = leaves[-1].box
            leaves.append(replace(self._empty(right - left, top - bottom), turn=leaves[-1].turn))
        first = self.pages
        self._labels.enter(first, label, start)
        for number, page in enumerate(leaves, 1):
            page.turn = (page.turn + turn) % 360
            written = self._write(page, number, len(leaves), overlay)
            if number == 1:
                self._outline.enter(at, written)
        return Entry(tuple(at), first + 1, len(leaves))

    def _write(self, page: _Page, number: int, of: int, overlay: Over | None) -> int:
        """Write a page and what is put over it; gives its number as an object."""
        wide, high, matrix = seen(page.box, page.turn)
        over = Overlay(page.faces)
        leaf = Leaf(self.pages + 1, number, of, wide, high, page.back)
        operators = over.operators(overlay(leaf), matrix) if overlay else b""
        contents = page.contents
        if operators:
            self._use(over.glyphs)
            before, after = self._guards
            contents = [before, *contents, after, self._objects.shared_stream(operators)]
        object_, parent = self._tree.next()
        box = b"[%b]" % b" ".join(length(each).encode() for each in page.box)
        turned = b"/Rotate %d" % page.turn if page.turn else b""
        self._objects.put(
            object_,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/BleedBox%b%b%b/Contents[%b]/Resources %d 0 R>>"
            % (parent, box, box, box, turned, page.more, references(contents), self._drawn_with(page, over)),
        )
        return object_

    def _drawn_with(self, page: _Page, over: Overlay) -> int:
        """Give the resources of a page."""
        if isinstance(page.resources, int):
            return page.resources
        before, after = page.resources
        faces = b"".join(
            b"/%b%d %d 0 R" % (page.faces.encode(), face, self._faces[face]) for face in sorted(over.glyphs)
        )
        return self._objects.shared(before + faces + after)

    def _leaves(self, document: Document) -> list[_Page]:
        if isinstance(document, Stamped):
            return self._stamped(document)
        if isinstance(document, Empty):
            return [self._empty(document.width, document.height)]
        content = document.pdf if isinstance(document, Drawn) else document
        return self._foreign(content.read_bytes() if isinstance(content, Path) else content)

    def _empty(self, width: float, height: float) -> _Page:
        return _Page((0.0, 0.0, width, height), [], self._resources_of(b"", b""), back=True)

    def _stamped(self, document: Stamped) -> list[_Page]:
        """Take stamped pages: what is fixed and large exists once, labels and values are the page's own."""
        resources = self._bound(document.printer)
        self._use(document.glyphs)
        return [
            _Page(
                (0.0, 0.0, *sheet.box),
                [self._objects.shared_stream(text) for text, _ in gathered(sheet, values)],
                resources,
            )
            for sheet, values in zip(document.sheets, document.values, strict=True)
        ]

    def _bound(self, printer: Printer) -> int:
        """Give the resources of a blank's pages."""
        known = self._printers.get(id(printer))
        if known is None:
            blank = printer.blank
            numbers = _moved_in(blank, self._objects)
            named = b"".join(
                key.encode() + b" " + _renumbered(value, numbers)
                for key, value in sorted(blank.resources.items())
            )
            self._use(printer.labels)
            known = printer, self._resources_of(named, _renumbered(blank.fonts, numbers))
            self._printers[id(printer)] = known
            if len(self._printers) > MOST_PRINTERS:
                self._printers.popitem(last=False)
        return known[1]

    def _resources_of(self, named: bytes, faces: bytes) -> int:
        """Give the number of resources that are written last, with the faces of the book."""
        key = named, faces
        if key not in self._resources:
            self._resources[key] = self._objects.number()
        return self._resources[key]

    def _use(self, glyphs: Mapping[int, Iterable[int]]) -> None:
        for face, used in glyphs.items():
            if face not in self._faces:
                self._faces[face] = self._objects.numbers(FONT_OBJECTS)
                self._glyphs[face] = set()
            self._glyphs[face].update(used)

    def _foreign(self, content: bytes) -> list[_Page]:
        """Take the pages of another file."""
        with opened(content) as file:
            copier = Copier(self._objects)
            return [self._taken(copier, page) for page in file.pages]

    def _taken(self, copier: Copier, page: Any) -> _Page:
        taken = copier.take(page)
        faces = _OVER
        while taken.faces_begin_with(faces):
            faces += "x"
        more = b"/Group " + taken.group if taken.group else b""
        contents, resources = list(taken.contents), copier.resources(taken.resources)
        return _Page(taken.box, contents, resources, taken.turn, more, faces)

    def close(self) -> None:
        """Write what all pages share; after this nothing can be added."""
        if not self._tree.count:
            self.add(Empty())
        faces = sorted(self._faces.items())
        for face, first in faces:
            written = font_objects(face, self._glyphs[face], first, lasting=True)
            for number, content in enumerate(written, first):
                self._objects.put(number, content)
        for (named, own), number in self._resources.items():
            ours = b"".join(
                b"/%b%d %d 0 R" % (kind.encode(), face, at) for kind in (VALUES, LABELS) for face, at in faces
            )
            self._objects.put(number, b"<<%b/Font<<%b%b>>>>" % (named, own, ours))
        self._tree.finish()
        outline, labels = self._outline.finish(), self._labels.finish()
        numbers = _moved_in(self._host, self._objects)
        info, metadata = (self._objects.add(each) for each in told(self._host.producer, *self._told))
        links = b"/Outlines %d 0 R/PageMode/UseOutlines" % outline if outline else b""
        links += b"/PageLabels %d 0 R" % labels if labels else b""
        catalog = b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R%b%b>>" % (
            self._tree.root,
            metadata,
            links,
            _renumbered(self._host.catalog, numbers),
        )
        self._objects.finish(self._objects.add(catalog), info)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        whole = False
        try:
            if kind is None:
                self.close()
                whole = True
        finally:
            if self._file is not None:
                self._file.leave(whole=whole)


class _File:
    """A file that gets its name when it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        handle, self._name = tempfile.mkstemp(dir=path.parent, prefix=".docgen-")
        self._open = os.fdopen(handle, "wb")
        self.write = self._open.write

    def leave(self, *, whole: bool) -> None:
        """Give the file its name, or do away with it."""
        self._open.close()
        ready = Path(self._name)
        if whole:
            ready.replace(self._path)
        else:
            ready.unlink()
