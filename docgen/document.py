"""What goes out: a drawn document, and a line about it in the manifest."""

from typing import Any, Literal

from .errors import Finding
from .nouns import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a renderer made: the bytes, and the number of pages where it is known.

    ``way`` tells how pages were made: "stamp" on pages laid out once, "full" for this document alone.
    """

    content: bytes
    pages: int | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Pages to be bound into a book: what `docgen.pdf.book.Book.add` takes, and how many they are."""

    document: Any
    pages: int
    way: str = ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A box or a table that its paper has no room for (放不下): what is written and what there is room for.

    ``kind``: ``cut`` where the text is cut off, ``page`` where the form gets another page for it, ``sheets`` where
    records go onto ``more`` sheets of 续表, ``rows`` where they have no place at all, ``digits`` where there are more
    characters than boxes, ``glyphs`` where no font has the ``characters``. ``row`` is a record's number.
    """

    box: str
    kind: Literal["cut", "page", "sheets", "rows", "digits", "glyphs"]
    written: int
    room: int
    row: int = 0
    more: int = 0
    characters: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be written (文件): where it belongs, its name, its bytes.

    ``place`` is the folder below the output folder; ``household`` is empty for a village's paper.
    """

    village: str
    household: str
    form: str
    edition: str
    title: str
    format: str
    place: str
    filename: str
    content: bytes
    pages: int | None = None
    findings: tuple[Finding, ...] = ()
    draft: bool = False
    way: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A form that was not made for a household, and the findings that block it."""

    form: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one household, or one village's own papers, came to: documents, findings, blocked forms.

    ``concerns`` are the findings with the titles of the forms they are about, where nothing was drawn.
    """

    village: str
    household: str
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    concerns: tuple[tuple[Finding, tuple[str, ...]], ...] = ()
