"""Blanks in running text outside tables: rules, gaps, dates, boxes and controls of a paragraph."""

import re
from collections.abc import Iterator, Sequence

from docgen.ooxml.blanks.grid import CONTROL, Control
from docgen.ooxml.blanks.inside import marks
from docgen.ooxml.blanks.values import ParagraphBlank, squeezed
from docgen.ooxml.blanks.words import NOTE, SEALED

_LEAST = 2


def paragraph_blanks(text: str, controls: Sequence[Control] = ()) -> Iterator[ParagraphBlank]:
    """The blanks of a paragraph; places to sign and their dates stay empty and are left out."""
    plain = squeezed(text)
    if len(plain) < _LEAST or NOTE.match(plain) or (SEALED.search(plain) and len(plain) <= 40):
        return
    shown = re.sub(r"\s+", " ", text.replace(CONTROL, "____")).strip()
    for mark in marks(text, controls):
        yield ParagraphBlank(mark.label or mark.unit, shown)
