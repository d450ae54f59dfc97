"""The book (合订本): many documents in one print file, with shared fonts and pages, an outline and page labels.

with Book(path, title="…", author="…") as book:
    entry = book.add(pages, at=("清水村", "H00001 张三", "申请书"))
"""

from __future__ import annotations

from docgen.pdf.book.book import Book, Empty, Entry
from docgen.pdf.book.foreign import BadPdf
from docgen.pdf.book.overlay import Box, Leaf, Line, Mark, Modules, Words, width_of

__all__ = [
    "BadPdf",
    "Book",
    "Box",
    "Empty",
    "Entry",
    "Leaf",
    "Line",
    "Mark",
    "Modules",
    "Words",
    "width_of",
]
