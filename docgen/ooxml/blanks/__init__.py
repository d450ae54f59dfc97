"""Finds what is to be filled in an untouched blank form: rules only, each saying why and how sure it is."""

from docgen.ooxml.blanks.detecting import detect, format_of
from docgen.ooxml.blanks.values import (
    At,
    BlankError,
    Blanks,
    Column,
    Field,
    ParagraphBlank,
    RepeatBlock,
)

__all__ = [
    "At",
    "BlankError",
    "Blanks",
    "Column",
    "Field",
    "ParagraphBlank",
    "RepeatBlock",
    "detect",
    "format_of",
]
