"""The page (版面): a docx or xlsx becomes HTML and then PDF, as Word and WPS would print it.

sheet = page.open_docx(template)            # once per template
html = sheet.html(document_parts)           # once per household
drawn = page.draw(html, title="…")          # PDF/A-2b
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docgen.pdf.page.draw import Drawn, draw
from docgen.pdf.page.excel import ExcelSheet
from docgen.pdf.page.faces import InstalledFaces
from docgen.pdf.page.modes import MODES, ModeName
from docgen.pdf.page.source import Faces, Problem, open_source
from docgen.pdf.page.word import WordSheet
from docgen.pdf.page.xml import BadDocument, PageError, parts_of

__all__ = [
    "BadDocument",
    "Drawn",
    "ExcelSheet",
    "Faces",
    "PageError",
    "Problem",
    "WordSheet",
    "convert",
    "draw",
    "open_docx",
    "open_xlsx",
    "parts_of",
]


def open_docx(
    template: bytes | Mapping[str, bytes], *, mode: ModeName = "word", faces: Faces | None = None
) -> WordSheet:
    """Open a docx, by its bytes or its parts: styles, numbering, sections and fonts are resolved once."""
    return WordSheet(open_source(parts_of(template), MODES[mode], faces or InstalledFaces()))


def open_xlsx(
    template: bytes | Mapping[str, bytes],
    sheet: str | None = None,
    *,
    mode: ModeName = "word",
    faces: Faces | None = None,
) -> ExcelSheet:
    """Open an xlsx: all visible sheets, or the one named `sheet`."""
    return ExcelSheet(parts_of(template), faces or InstalledFaces(), MODES[mode], sheet)


def convert(document: Path | bytes, mode: ModeName = "word", *, title: str = "", author: str = "") -> bytes:
    """Turn any docx or xlsx into a PDF."""
    parts = parts_of(document.read_bytes() if isinstance(document, Path) else document)
    opened = (
        open_xlsx(parts, mode=mode)
        if any(name.startswith("xl/") for name in parts)
        else open_docx(parts, mode=mode)
    )
    return draw(opened.html(), title=title, author=author).pdf
