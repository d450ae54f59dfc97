"""What each cell is by itself: a printed label, an empty place, a hint, boxes, a gap, a place to sign."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from docgen.ooxml.blanks.grid import CONTROL, Cell
from docgen.ooxml.blanks.inside import OPEN_COLON, Mark, ends_open, is_date_gap, is_spaced, marks
from docgen.ooxml.blanks.values import label_of, squeezed
from docgen.ooxml.blanks.words import (
    CROSSES,
    HINT,
    MORE,
    NO_PHOTO,
    NOTE,
    PHOTO,
    PRINTED,
    RANGE,
    SEALED,
    SERIAL,
    UNIT_NOTE,
    UNIT_ONLY,
)

_LONGEST_LABEL = 44
_BRACKETED = re.compile(r"^[（(【\[〔][^（(【\[]*[）)】\]〕]$")
_STEPS = re.compile(r"年|月|日|[ \u3000]{3,}|\n|____")


class Role(Enum):
    """What a cell is, before its neighbours are asked."""

    EMPTY = "empty"
    HINT = "hint"
    CONTROL = "control"
    BOXES = "boxes"
    GAPS = "gaps"
    COLON = "colon"
    SIGN = "sign"
    PHOTO = "photo"
    LABEL = "label"
    SERIAL = "serial"
    PRINTED = "printed"
    NOTE = "note"


BLANK = frozenset({Role.EMPTY, Role.HINT, Role.CONTROL})
FILLED_IN = BLANK | {Role.BOXES, Role.GAPS}
WORDS = frozenset({Role.LABEL, Role.COLON})


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's role, and the blanks inside its text."""

    role: Role
    marks: tuple[Mark, ...] = ()


def read_cell(cell: Cell) -> Reading:
    """What a cell is by itself; the first rule that holds decides."""
    text = cell.text
    plain = squeezed(text)
    if cell.nested:
        return Reading(Role.PRINTED)
    if not plain.strip("_＿"):
        return _nothing_printed(cell, plain)
    if plain == CONTROL:
        return Reading(Role.CONTROL)
    if RANGE.match(plain) and (len(cell.text) > 1 or plain == "至"):
        return Reading(Role.GAPS, (Mark("inline", "", "起止之间留空"),))
    if PRINTED.match(plain) or MORE.match(plain) or text == "=":
        return Reading(Role.PRINTED)
    if SERIAL.match(plain):
        return Reading(Role.SERIAL)
    if PHOTO.search(plain) and len(plain) <= 24 and not NO_PHOTO.search(plain) and "□" not in text:
        return Reading(Role.PHOTO)
    if NOTE.match(plain) and "\n" not in cell.text.strip():
        return Reading(Role.NOTE)
    if is_hint(cell, plain):
        return Reading(Role.HINT)
    return _printed(cell, plain)


def _nothing_printed(cell: Cell, plain: str) -> Reading:
    if plain:
        return Reading(Role.GAPS, (Mark("inline", "", "印有横线"),))
    return Reading(Role.PRINTED if cell.picture else Role.EMPTY)


def is_hint(cell: Cell, plain: str) -> bool:
    """Whether the text only says how to fill the cell: 如：…, （元）, grey words, ×××."""
    if SEALED.search(plain) or is_date_gap(cell.text) or "□" in cell.text:
        return False
    if "____" in cell.text or CONTROL in cell.text:
        return False
    if HINT.match(plain) or (cell.faint and len(plain) > 1):
        return True
    return bool(_BRACKETED.match(plain)) or (CROSSES.search(plain) is not None and len(plain) <= 20)


def _printed(cell: Cell, plain: str) -> Reading:
    found = marks(cell.text, cell.controls)
    boxes = any(mark.kind == "checkbox" for mark in found)
    if boxes and not (SEALED.search(plain) and _STEPS.search(cell.text)):
        return Reading(Role.BOXES, found)
    if SEALED.search(plain):
        long = len(plain) > 60 or "。" in plain[:-1]
        if not long:
            return Reading(Role.SIGN if _own_room(cell, plain) else Role.LABEL, found)
        return Reading(Role.SIGN if found and not NOTE.match(plain) else Role.NOTE, found)
    if is_date_gap(cell.text):
        return Reading(Role.GAPS, found)
    if UNIT_NOTE.match(plain):
        return Reading(Role.NOTE)
    if UNIT_ONLY.match(plain) and _leads_with_space(cell.text):
        return Reading(Role.GAPS, (Mark("inline", "", "单位前留有空格"),))
    if len(found) == 1 and found[0].why == OPEN_COLON and ends_open(cell.text):
        return Reading(Role.COLON, (replace(found[0], label=label_of(cell.text)),))
    if found:
        return Reading(Role.GAPS, found)
    if NOTE.match(plain) or len(plain) > _LONGEST_LABEL or ("。" in plain and len(plain) > 12):
        return Reading(Role.NOTE)
    return Reading(Role.LABEL)


def _leads_with_space(text: str) -> bool:
    return len(text) > len(text.lstrip()) or len(squeezed(text)) <= 3


def _own_room(cell: Cell, plain: str) -> bool:
    """Whether a text with 签字, 盖章 … is itself the place, not the label of one beside it."""
    if is_spaced(cell.text):
        return False
    gap = bool(re.search(r"年[ \u3000_]*月|____|[:：][ \u3000]*$|[ \u3000]{4,}", cell.text))
    lines = [line for line in cell.text.split("\n") if squeezed(line)]
    tall = len(lines) > 1 and max(len(squeezed(line)) for line in lines) > 2 and sum(map(len, lines)) > 12
    return gap or tall or bool(_BRACKETED.match(plain))
