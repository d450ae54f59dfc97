"""Any docx or xlsx becomes a PDF; a template is printed as its blank."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from docgen.ooxml import DocxTemplate, FillError, TemplateError, XlsxTemplate, compile_docx, compile_xlsx
from docgen.pdf.layout import NoSample, sample
from docgen.pdf.page import BadDocument, Problem, draw, open_docx, open_xlsx, parts_of
from docgen.pdf.page.modes import ModeName

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")

Reason = Literal["empty", "locked", "old", "other", "damaged"]


@dataclass(frozen=True, slots=True)
class Converted:
    """A PDF, how many pages it has, and the places that look different from what an office program prints."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]


class Inconvertible(ValueError):  # noqa: N818  says what is so
    """A file that no page can be made of; `reason` says why.

    Empty; locked by a password; of the old binary kind (.doc, .xls); no docx or xlsx; damaged.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


def convert(
    document: Path | bytes, mode: ModeName = "word", *, title: str = "", author: str = ""
) -> Converted:
    """Turn a docx or xlsx into PDF/A-2b, laid out as Word and WPS do, or as LibreOffice does.

    Raises Inconvertible, or fonts.FontError when something on its pages cannot be drawn.
    """
    content = document.read_bytes() if isinstance(document, Path) else document
    workbook = _is_workbook(content)
    blank = emptied(content, workbook=workbook)
    opener = open_xlsx if workbook else open_docx
    try:
        sheet = opener(blank, mode=mode)
        html = sheet.html()
    except BadDocument as error:
        raise Inconvertible("damaged", str(error)) from error
    drawn = draw(html, title=title, author=author)
    return Converted(drawn.pdf, drawn.pages, tuple(sheet.problems))


def _is_workbook(content: bytes) -> bool:
    """Tell a workbook from a document; raises Inconvertible for what is neither."""
    if not content:
        raise Inconvertible("empty", "the file is empty")
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise Inconvertible("locked", "the file is locked by a password")
        raise Inconvertible("old", "the file is of the old binary kind")
    if not content.startswith(b"PK"):
        raise Inconvertible("other", "the file is no docx or xlsx")
    try:
        names = parts_of(content).keys()
    except BadDocument as error:
        raise Inconvertible("damaged", str(error)) from error
    if "xl/workbook.xml" in names:
        return True
    if not any(name.startswith("word/") for name in names):
        raise Inconvertible("other", "the file is no docx or xlsx")
    return False


def emptied(content: bytes, *, workbook: bool) -> bytes:
    """Return a template with all its slots empty; a file that has none, or is no sound template, as it is."""
    try:
        template = compile_xlsx(content) if workbook else compile_docx(content)
        return _without_values(template) if template.slots else content
    except (TemplateError, FillError, NoSample):
        return content


def _without_values(template: DocxTemplate | XlsxTemplate) -> bytes:
    """Fill a template with nothing; what its conditions ask for is found out by filling it."""
    values: dict[str, Any] = {}
    for name, value in sample(template.slots, full=False).items():
        _put(values, name, value)
    asked = set[str]()
    while True:
        try:
            return template.fill(values)
        except FillError as error:
            if error.slot in asked or not error.slot:
                raise
            asked.add(error.slot)
            _put(values, error.slot, "")


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    """Put a value where a dotted name leads."""
    *way, last = name.split(".")
    for step in way:
        inner = values.get(step)
        if not isinstance(inner, dict):
            inner = values[step] = {}
        values = inner
    values[last] = value
