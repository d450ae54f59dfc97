"""The page (版面): a docx or xlsx becomes HTML and then PDF, as Word and WPS would print it.

sheet = page.open_docx(template)            # once per template
html = sheet.html(document_parts)           # once per household
drawn = page.draw(html, title="…")          # PDF/A-2b
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.pdf.page.draw import Drawn, draw
from docgen.pdf.page.faces import InstalledFaces
from docgen.pdf.page.modes import MODES, ModeName
from docgen.pdf.page.source import Faces, Problem, open_source
from docgen.pdf.page.word import WordSheet
from docgen.pdf.page.xml import BadDocument, PageError, parts_of

__all__ = ["BadDocument", "Drawn", "Faces", "PageError", "Problem", "WordSheet", "draw", "open_docx"]


def open_docx(
    template: bytes | Mapping[str, bytes], *, mode: ModeName = "word", faces: Faces | None = None
) -> WordSheet:
    """Open a docx, by its bytes or its parts: styles, numbering, sections and fonts are resolved once."""
    return WordSheet(open_source(parts_of(template), MODES[mode], faces or InstalledFaces()))
