"""Blanks in running text outside tables: rules, gaps, dates, boxes and controls of a paragraph."""

import re
from collections.abc import Iterator, Sequence

from docgen.ooxml.blanks.grid import CONTROL, Control
from docgen.ooxml.blanks.inside import OPEN_COLON, marks
from docgen.ooxml.blanks.values import ParagraphBlank, squeezed
from docgen.ooxml.blanks.words import NOTE, SEALED

_LEAST = 2
_ASKS = re.compile(r"(单位|日期|时间|人|编号|号码|电话|地址|住址|姓名|户主)$")
_LONGEST = 10


def paragraph_blanks(text: str, controls: Sequence[Control] = ()) -> Iterator[ParagraphBlank]:
    """The blanks of a paragraph; places to sign and their dates stay empty and are left out."""
    plain = squeezed(text)
    if len(plain) < _LEAST or NOTE.match(plain) or (SEALED.search(plain) and len(plain) <= 40):
        return
    shown = re.sub(r"\s+", " ", text.replace(CONTROL, "____")).strip()
    for mark in marks(text, controls):
        if mark.why == OPEN_COLON and not _leaves_room(text, mark.label):
            continue
        yield ParagraphBlank(mark.label or mark.unit, shown)


def _leaves_room(text: str, label: str) -> bool:
    """Whether an open colon waits for a value; a heading (``说明：``) or a salutation does not."""
    if len(text) - len(text.rstrip()) > 1 or re.search(r"[:：][ \u3000\u00a0]{2,}\S", text):
        return True
    return len(label) <= _LONGEST and _ASKS.search(label) is not None
