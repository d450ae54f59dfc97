"""Tags outside cells: page headers and footers, text boxes, chart titles, comments, sheet names."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from docgen.ooxml.celltext import Finds
from docgen.ooxml.errors import FillError, Place, problem
from docgen.ooxml.package import Element
from docgen.ooxml.program import Marks
from docgen.ooxml.tags import TAG, clean
from docgen.ooxml.values import Values, checked, escape, plain
from docgen.ooxml.workbook import S
from docgen.ooxml.writers import NOTHING, Source

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARAGRAPHS = ((_A + "p", _A + "t"), (S + "text", S + "t"))  # drawings and charts; comments
_LONGEST_HEADER = 255
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:\\/?*\x00-\x1f]")
NAME_OPEN, NAME_CLOSE = "\uf8f2", "\uf8f3"  # what a sheet with a tag in its name is called while it has none

Piece = str | Source
Write = Callable[[Values], str]


def text_with(pieces: Sequence[Piece], values: Values) -> str:
    """The text of pieces for some values."""
    out = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        value = piece.value(values)
        if value is NOTHING:
            value = f"{{{{ {piece.name} }}}}" if piece.undefined == "keep" else ""
        text = plain(value, piece.name, piece.place)
        out.append(checked(text, piece.name, piece.place).replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(out)


@dataclass(slots=True)
class Besides:
    """Finds the tags of a workbook that do not stand in cells, and makes their holes."""

    found: Finds
    marks: Marks
    holes: list[tuple[int, Write]] = field(default_factory=list)

    def pieces(self, text: str, place: Place) -> list[Piece]:
        """The pieces of a text with tags."""
        out: list[Piece] = []
        position = 0
        for found in TAG.finditer(text):
            out += [text[position : found.start()]] if found.start() > position else []
            position = found.end()
            tag = self.found.tag(clean(found.group(1)), place, "")
            out += [tag.source] if tag is not None else []
        rest = text[position:]
        if "{{" in rest or "}}" in rest:
            self.found.problems.append(problem("OOXML-040", place, "Write {{ name }}."))
        return [*out, rest] if rest else out

    def hole(self, write: Write) -> str:
        """Make a hole; gives its mark."""
        number, mark = self.marks.hole()
        self.holes.append((number, write))
        return mark

    def headers(self, root: Element, part: str, sheet: str) -> None:
        """The page headers and footers of a sheet (18.3.1.46); ``&`` begins a code there, so a value's is doubled."""
        for node in root.iterfind(f"{S}headerFooter/*"):
            if "{{" in (node.text or ""):
                place = Place(part, sheet=sheet, ref=node.tag.rpartition("}")[2])
                node.text = self.hole(_Header(tuple(self.pieces(node.text, place)), place))

    def texts(self, root: Element, part: str) -> None:
        """Text boxes, shapes, chart titles and comments; a tag may be cut into several runs."""
        for paragraph, tag in _PARAGRAPHS:
            for node in root.iter(paragraph):
                join_tags([text for text in node.iter(tag) if text.text])
                for text in node.iter(tag):
                    if "{{" in (text.text or ""):
                        place = Place(part, text=" ".join("".join(node.itertext()).split())[:24])
                        text.text = self.hole(_Text(tuple(self.pieces(text.text, place))))


@dataclass(frozen=True, slots=True)
class _Text:
    pieces: tuple[Piece, ...]

    def __call__(self, values: Values) -> str:
        return escape(text_with(self.pieces, values))


@dataclass(frozen=True, slots=True)
class _Header:
    pieces: tuple[Piece, ...]
    place: Place

    def __call__(self, values: Values) -> str:
        text = "".join(
            piece if isinstance(piece, str) else text_with([piece], values).replace("&", "&&")
            for piece in self.pieces
        )
        if len(text) > _LONGEST_HEADER:
            raise FillError("OOXML-088", _first(self.pieces), self.place, "(255 in a page header)")
        return escape(text)


def _first(pieces: Iterable[Piece]) -> str:
    return next((piece.name for piece in pieces if isinstance(piece, Source)), "")


def join_tags(texts: Sequence[Element]) -> None:
    """Put a tag that is cut into several runs into the first of them."""
    whole = "".join(node.text for node in texts)
    for span in [found.span() for found in TAG.finditer(whole)]:
        position, first = 0, None
        for node in texts:
            begin, end = position, position + len(node.text)
            position = end
            low, high = max(begin, span[0]), min(end, span[1])
            if low >= high:
                continue
            if first is None:
                first = node
            else:  # what this run holds of the tag moves to the first one
                piece = node.text[low - begin : high - begin]
                first.text, node.text = (
                    first.text + piece,
                    node.text[: low - begin] + node.text[high - begin :],
                )
                return join_tags(texts)
    return None


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet's name that holds tags; ``token`` stands for it until it is known."""

    token: str
    pieces: tuple[Piece, ...]
    place: Place

    def name(self, values: Values, taken: set[str]) -> str:
        """The name for some values: 31 characters, no forbidden ones, unlike all others (18.2.19)."""
        name = safe_name(text_with(self.pieces, values))
        if not name:
            raise FillError("OOXML-080", _first(self.pieces), self.place, "(a sheet needs a name)")
        plain_name, number = name, 1
        while name.casefold() in taken:
            number += 1
            ending = f"({number})"
            name = plain_name[: _LONGEST_NAME - len(ending)] + ending
        taken.add(name.casefold())
        return name


def safe_name(text: str) -> str:
    """A text as a sheet's name: forbidden characters become ``_``, no apostrophe at an end, at most 31 characters."""
    name = _FORBIDDEN.sub("_", text).strip().strip("'").strip()
    while len(name.encode("utf-16-le")) // 2 > _LONGEST_NAME:
        name = name[:-1]
    return name.rstrip("'").rstrip()


def quoted(name: str) -> str:
    """A sheet's name as it stands, quoted, in a formula's XML."""
    return escape(name.replace("'", "''"))


def bare(token: str) -> str:
    """The mark that stands for a sheet's name where it is not quoted."""
    return token.replace(NAME_OPEN, NAME_OPEN + NAME_OPEN)
