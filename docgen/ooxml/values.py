"""From a value to the text that stands in XML: exact, escaped, refused by name when it cannot be written."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any, NamedTuple

from docgen.ooxml.errors import FillError, Place

Values = Mapping[
    str, Any
]  # what a template is filled with: plain data of any kind, checked when it is written

_SPECIAL = re.compile(r"[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]")
_UNWRITABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # XML 1.0 has no way to write these
_DATE_PARTS = ("year", "month", "day")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'

_MARKUP = re.compile(r"(<[^<>]*>)")

MISSING: Any = object()


def plain(value: object, slot: str, place: Place) -> str:
    """The text of a value; numbers without exponent, dates as ISO 8601.

    Raises:
        FillError: the value is None (OOXML-081), of another kind (082), a number without a value (090).

    """
    if isinstance(value, str):
        return value
    if value is None:
        raise FillError("OOXML-081", slot, place)
    if isinstance(value, bool):
        raise FillError("OOXML-082", slot, place, "(bool)")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal | float):
        return number_text(value, slot, place)
    if isinstance(value, date):
        return value.isoformat()
    raise FillError("OOXML-082", slot, place, f"({type(value).__name__})")


def number_text(value: Decimal | float, slot: str, place: Place) -> str:
    """A number as plain digits; a float as a spreadsheet shows it, with 15 significant digits."""
    number = value if isinstance(value, Decimal) else Decimal(f"{value:.15g}")
    if not number.is_finite() or number.adjusted() > 30:
        raise FillError("OOXML-090", slot, place)
    return f"{number:f}"


def checked(text: str, slot: str, place: Place) -> str:
    """The text, when every character of it can stand in XML; else a FillError names the character's number."""
    found = _UNWRITABLE.search(text)
    if found:
        raise FillError(
            "OOXML-083", slot, place, f"(U+{ord(found.group()):04X} at character {found.start() + 1})"
        )
    return text


def escape(text: str) -> str:
    """The text for XML content or a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run_text(value: object, slot: str, place: Place) -> str:
    """What stands inside ``w:t`` for a value: newline and tab become ``w:br`` and ``w:tab``."""
    text = value if type(value) is str else plain(value, slot, place)
    if _SPECIAL.search(text) is None:
        return text
    text = checked(text, slot, place).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", _BREAK).replace("\t", _TAB)


def map_text(xml: str, change: Callable[[str], str]) -> str:
    """XML with every stretch of its text changed; ``change`` takes plain text and gives XML (``run_text``)."""
    pieces = _MARKUP.split(xml.replace(_BREAK, "\n").replace(_TAB, "\t"))
    return "".join(
        piece if not piece or number % 2 else change(unescape(piece)) for number, piece in enumerate(pieces)
    )


class Grouped(NamedTuple):
    """What the filter ``groupby`` gives: a common value and its records."""

    grouper: object
    list: list[object]


def part_of(value: object, name: str) -> object:
    """One named part of a value: a mapping's entry, a list's (``a.0``), a date's year, month or day; else MISSING."""
    if type(value) is dict or isinstance(value, Mapping):
        return value.get(name, MISSING)
    if isinstance(value, list | tuple) and name.isascii() and name.isdigit():
        return value[int(name)] if int(name) < len(value) else MISSING
    if isinstance(value, date) and name in _DATE_PARTS:
        return getattr(value, name)
    if isinstance(value, Grouped) and name in Grouped._fields:
        return getattr(value, name)
    return MISSING


def getter(path: str) -> Callable[[Values], object]:
    """A function that finds a name in values: the whole name first, then part by part at its dots."""
    first, *rest = path.split(".")
    if not rest:
        return lambda values: values.get(path, MISSING)

    def walk(values: Values) -> object:
        found = values.get(path, MISSING)
        if found is not MISSING:
            return found
        found = values.get(first, MISSING)
        for name in rest:
            found = part_of(found, name)
        return found

    return walk
