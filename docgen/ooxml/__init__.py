"""Fills Word and Excel templates: compiled once, filled thousands of times; template bytes and values in, bytes out."""

from docgen.ooxml.annotate import annotate, compare
from docgen.ooxml.annotate_xlsx import annotate_xlsx
from docgen.ooxml.docx import DocxTemplate, compile_docx, lint_docx
from docgen.ooxml.errors import CODES, FillError, OoxmlError, Place, Problem, TemplateError
from docgen.ooxml.pictures import Image
from docgen.ooxml.rich import Listing, RichParagraphs, RichText, Span
from docgen.ooxml.slots import Limits, Properties, RowsSpec, Slot, Ticks
from docgen.ooxml.subdocument import SubDocument
from docgen.ooxml.xlsx import XlsxTemplate, compile_xlsx, lint_xlsx

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
]
