"""Fills Word and Excel templates: compiled once, filled thousands of times; template bytes and values in, bytes out.

What concerns workbooks is loaded when it is first asked for: filling Word files does without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from docgen.ooxml.annotate import annotate, compare
from docgen.ooxml.docx import DocxTemplate, compile_docx, lint_docx
from docgen.ooxml.errors import CODES, FillError, OoxmlError, Place, Problem, TemplateError
from docgen.ooxml.pictures import Image
from docgen.ooxml.reading import Reading
from docgen.ooxml.renaming import renamed
from docgen.ooxml.rich import Listing, RichParagraphs, RichText, Span
from docgen.ooxml.slots import Limits, Properties, RowsSpec, Slot, Ticks
from docgen.ooxml.subdocument import SubDocument

if TYPE_CHECKING:
    from docgen.ooxml.cellnotes import annotate_xlsx
    from docgen.ooxml.xlsx import XlsxTemplate, compile_xlsx, lint_xlsx

_OF_WORKBOOKS = {
    "XlsxTemplate": "xlsx",
    "annotate_xlsx": "cellnotes",
    "compile_xlsx": "xlsx",
    "lint_xlsx": "xlsx",
}

__all__ = [
    "CODES",
    "DocxTemplate",
    "FillError",
    "Image",
    "Limits",
    "Listing",
    "OoxmlError",
    "Place",
    "Problem",
    "Properties",
    "Reading",
    "RichParagraphs",
    "RichText",
    "RowsSpec",
    "Slot",
    "Span",
    "SubDocument",
    "TemplateError",
    "Ticks",
    "XlsxTemplate",
    "annotate",
    "annotate_xlsx",
    "compare",
    "compile_docx",
    "compile_xlsx",
    "lint_docx",
    "lint_xlsx",
    "renamed",
]


def __getattr__(name: str) -> Any:
    if name not in _OF_WORKBOOKS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_OF_WORKBOOKS[name]}"), name)
