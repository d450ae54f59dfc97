"""From a file to its blanks."""

from collections.abc import Iterable
from pathlib import Path

from docgen.ooxml.blanks.grid import Grid
from docgen.ooxml.blanks.running import paragraph_blanks
from docgen.ooxml.blanks.sheet import read_sheets
from docgen.ooxml.blanks.table import read_grid
from docgen.ooxml.blanks.values import BlankError, Blanks, ParagraphBlank
from docgen.ooxml.blanks.word import read_paragraphs, read_tables
from docgen.ooxml.errors import TemplateError
from docgen.ooxml.package import Package, W, read_package
from docgen.ooxml.slots import Limits

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def detect(source: Path | str | bytes) -> Blanks:
    """The blanks of a ``.docx`` or ``.xlsx`` form; BlankError when the file is something else."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    package = _opened(content)
    return _word(package) if _kind(package) == "word" else _collected(read_sheets(package), ())


def format_of(content: bytes) -> str:
    """What a file really is, whatever its name: docx, xlsx, doc or xls; BlankError for anything else."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise BlankError("encrypted")
        return "doc" if _WORD in content else "xls"
    kind = _kind(_opened(content))
    return "docx" if kind == "word" else "xlsx"


def _opened(content: bytes) -> Package:
    if content.startswith(_OLE):
        raise BlankError("encrypted" if _ENCRYPTED in content else "ole")
    if not content.startswith(b"PK"):
        raise BlankError("kind")
    try:
        return read_package(content, Limits())
    except TemplateError as error:
        raise BlankError("damaged", error.problems[0].code) from error


def _kind(package: Package) -> str:
    kind = package.types.get(package.main, "")
    if "wordprocessingml" in kind:
        return "word"
    if "spreadsheetml" in kind:
        return "sheet"
    raise BlankError("kind")


def _word(package: Package) -> Blanks:
    body = package.trees[package.main].find(W + "body")
    if body is None:
        raise BlankError("damaged")
    running = [
        blank
        for story in read_paragraphs(body)
        for blank in paragraph_blanks("".join(story.text), story.controls)
    ]
    return _collected(read_tables(body), running)


def _collected(grids: Iterable[Grid], running: Iterable[ParagraphBlank]) -> Blanks:
    fields, blocks = [], []
    for grid in grids:
        found, repeated = read_grid(grid)
        fields += found
        blocks += repeated
    return Blanks(tuple(fields), tuple(blocks), tuple(running))
