"""Pages of other PDFs: each page is taken with what it draws, and nothing else of its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docgen.pdf.book.objects import Objects

_DEEPEST = 200  # objects inside each other
_LEFT_OUT = frozenset(
    {"/Parent", "/StructParent", "/StructParents", "/PieceInfo", "/Metadata", "/AA", "/OC", "/Thumb"}
)
_OF_STREAMS = frozenset({"/Length", "/F", "/FFilter", "/FDecodeParms"})  # the last three name a file outside


class BadPdf(ValueError):  # noqa: N818  says what is so
    """A PDF that cannot be read: damaged, or locked by a password."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A page of another file: its visible box, how it is turned, its parts."""

    box: tuple[float, float, float, float]
    turn: int
    contents: tuple[int, ...]  # objects of the book
    resources: Any
    group: bytes

    def faces_begin_with(self, name: str) -> bool:
        """Tell whether any face of the page is called like this."""
        return self.resources is not None and any(
            key.startswith(f"/{name}") for key in self.resources.get("/Font", {})
        )


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """Open a PDF, with what is drawn over its pages (annotations, filled fields) made part of them."""
    import pikepdf  # only when pages of other files are taken

    try:
        file = pikepdf.open(BytesIO(content))
        if any("/Annots" in page.obj for page in file.pages):
            file.generate_appearance_streams()
            file.flatten_annotations("print")
    except pikepdf.PasswordError as error:
        raise BadPdf("it is locked by a password") from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise BadPdf("it is damaged, or no PDF") from error
    with file:
        yield file


@dataclass(slots=True)
class Copier:
    """Takes pages of one open file."""

    objects: Objects
    _numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    _under_way: dict[tuple[int, int], int] = field(default_factory=dict)  # number once somebody refers to it

    def take(self, page: Any) -> Taken:
        """Take a page's contents; its resources are taken when they are written."""
        import pikepdf

        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        box = _box(_inherited(page.obj, "/CropBox")) or _box(_inherited(page.obj, "/MediaBox"))
        turn = _inherited(page.obj, "/Rotate")
        group = page.obj.get("/Group")
        return Taken(
            box or (0.0, 0.0, 595.28, 841.89),
            int(turn) % 360 // 90 * 90 if isinstance(turn, int) else 0,
            tuple(self._number(each, 0) for each in streams if isinstance(each, pikepdf.Stream)),
            _inherited(page.obj, "/Resources"),
            b"" if group is None else self.written(group),
        )

    def resources(self, resources: Any) -> tuple[bytes, bytes]:
        """Write the resources of a page, in two halves between which more faces may come."""
        import pikepdf

        kept: Any = resources if isinstance(resources, pikepdf.Dictionary) else {}
        own = b"".join(
            _name(key) + b" " + self.written(value) for key, value in kept.get("/Font", {}).items()
        )
        rest = b"".join(
            _name(key) + b" " + self.written(value) for key, value in kept.items() if key != "/Font"
        )
        return b"<<%b/Font<<%b" % (rest, own), b">>>>"

    def written(self, value: Any, depth: int = 0) -> bytes:
        """Write a value; what it refers to is taken along."""
        import pikepdf

        if depth > _DEEPEST:
            raise BadPdf("it is damaged: too much inside each other")
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            return b"%d 0 R" % self._number(value, depth)
        return self._direct(value, depth)

    def _direct(self, value: Any, depth: int) -> bytes:
        import pikepdf

        if isinstance(value, pikepdf.Array):
            return b"[" + b" ".join(self.written(each, depth + 1) for each in value) + b"]"
        if isinstance(value, pikepdf.Stream):
            raw = bytes(value.read_raw_bytes())
            head = self._entries(value.stream_dict, depth, _OF_STREAMS)
            return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(raw), raw)
        if isinstance(value, pikepdf.Dictionary):
            return b"<<" + self._entries(value, depth) + b">>"
        if isinstance(value, pikepdf.Object):
            return bytes(value.unparse())
        if isinstance(value, bool) or value is None:
            return {True: b"true", False: b"false", None: b"null"}[value]
        return f"{value:f}".encode() if not isinstance(value, int) else b"%d" % value

    def _entries(self, value: Any, depth: int, without: frozenset[str] = frozenset()) -> bytes:
        return b"".join(
            _name(key) + b" " + self.written(each, depth + 1)
            for key, each in value.items()
            if key not in _LEFT_OUT and key not in without
        )

    def _number(self, value: Any, depth: int) -> int:
        """Give the number of an object in the book; it is written on first sight, once for all files."""
        key = value.objgen
        if key in self._numbers:
            return self._numbers[key]
        if key in self._under_way:
            self._under_way[key] = self._under_way[key] or self.objects.number()
            return self._under_way[key]
        self._under_way[key] = 0
        content = self._direct(value, depth + 1)
        number = self._under_way.pop(key)
        if number:
            self.objects.put(number, content)
        else:
            number = self.objects.shared(content)
        self._numbers[key] = number
        return number


def _name(key: str) -> bytes:
    import pikepdf

    return bytes(pikepdf.Name(key).unparse())


def _inherited(page: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        found = page.get(key)
        if found is not None:
            return found
        page = page.get("/Parent")
        if page is None:
            return None
    return None


def _box(value: Any) -> tuple[float, float, float, float] | None:
    try:
        one, two, three, four = (float(each) for each in value)
    except (TypeError, ValueError):
        return None
    return min(one, three), min(two, four), max(one, three), max(two, four)
