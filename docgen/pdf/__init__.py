"""Pages as PDF: docx and xlsx laid out, fonts kept apart, lines broken; knows no household and no form.

from docgen.pdf.conversion import convert   # any docx or xlsx → PDF/A
from docgen.pdf.book import Book            # many documents in one print file
from docgen.pdf.check import faults         # what keeps a file from being PDF/A
"""
