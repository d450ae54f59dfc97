"""What goes out: a drawn document, and a line about it in the manifest."""

from dataclasses import dataclass
from typing import Any

from .errors import Finding


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
    """What one household, or one village's own papers, came to: documents, findings, blocked forms."""

    village: str
    household: str
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked: tuple[Blocked, ...] = ()
