"""From a value to a cell's XML: numbers stay numbers, dates dates, and a text is always text."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from docgen.ooxml.cells import Blank, Box, Group, Tag, Taking
from docgen.ooxml.errors import FillError
from docgen.ooxml.formula import CellValue
from docgen.ooxml.quantities import number_text
from docgen.ooxml.values import Values, checked, escape, plain
from docgen.ooxml.writers import NOTHING, Source, columns, padding

LONGEST = 32_767
_SHORT = 10_000  # characters that surely fit a cell
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_DIGITS = 15
_ORDINARY = re.compile(r"[^\x00-\x1f&<>\"_\ud800-\udfff\ufffe\uffff]*")
_BARE = re.compile(
    r"[^\s\x00-\x1f&<>\"_\ud800-\udfff\ufffe\uffff]+"
).fullmatch  # ordinary, and without any space
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Write = Callable[
    [Values, Values], str
]  # a record's values and the document's → the cell's XML behind its name

# A cell that one name fills: where it stands on the page, the name, its XML before a text, before a number,
# without a value, and the long way to write it.
Named = tuple[int, str, str, str, str, Write]


def writer(cell: Taking, since_1904: bool) -> Write:
    """How to write any cell: the long way."""
    return lambda record, values: taken(cell, record, values, since_1904)[1]


def named(at: int, cell: Taking, since_1904: bool) -> Named | None:
    """The short way to write a cell, when one name fills it."""
    if not cell.key:
        return None
    text, number = f'{cell.style} t="inlineStr"><is><t>', f"{cell.style}><v>"
    return at, cell.key, text, number, f"{cell.style}/>", writer(cell, since_1904)


def write_named(page: list[str], cells: Iterable[Named], record: Values, values: Values) -> None:
    """Write cells the short way: most of a fill's time passes here, so that nothing is called that need not be.

    A plain text and a plain number are written at once, everything else by ``taken``, which gives the same XML.
    """
    get = record.get
    for at, key, text_head, number_head, blank, write in cells:
        value: Any = get(key)
        kind = type(value)
        if kind is str:
            if (value.isalnum() or _BARE(value)) and len(value) < _SHORT:
                page[at] = f"{text_head}{value}</t></is></c>"
                continue
            if not value:
                page[at] = blank
                continue
        elif kind is Decimal:
            digits = f"{value:f}"
            if len(digits) <= _DIGITS and digits[-1].isdigit():
                page[at] = f"{number_head}{digits}</v></c>"
                continue
        page[at] = write(record, values)


def taken(cell: Taking, record: Values, values: Values, since_1904: bool) -> tuple[CellValue, str]:
    """The value that goes into a cell, and the cell's XML behind its name."""
    piece = cell.pieces[0]
    if len(cell.pieces) > 1 or not isinstance(piece, Tag):
        return _mixed(cell, record, values)
    scope = record if piece.lane else values
    if cell.digit:
        return _digit(cell, piece.source, scope, *cell.digit)
    if cell.mark:
        return _ticked(cell, piece.source, scope)
    return _typed(cell, piece.source, scope, since_1904)


def _typed(cell: Taking, source: Source, scope: Values, since_1904: bool) -> tuple[CellValue, str]:
    value = source.value(scope)
    if value is NOTHING and source.undefined == "keep":
        value = _tag(source)
    if value is NOTHING or value == "":
        return None, f"{cell.style}/>"
    if isinstance(value, str):
        return value, inline(cell, value, source)
    if isinstance(value, bool):
        return value, f'{cell.style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        serial = _serial(value, since_1904, source)
        return serial, f"{cell.date_style}><v>{number_text(serial)}</v></c>"
    if isinstance(value, int | float | Decimal):
        number = _number(value, source)
        return number, f"{cell.style}><v>{number:f}</v></c>"
    text = plain(value, source.name, source.place)
    return text, inline(cell, text, source)


def _digit(cell: Taking, source: Source, scope: Values, number: int, boxes: int) -> tuple[CellValue, str]:
    """One character of a value, in its box; always text."""
    value = source.value(scope)
    text = "" if value is NOTHING else plain(value, source.name, source.place)
    if len(text) > boxes:
        raise FillError("OOXML-087", source.name, source.place, f"({len(text)} characters, {boxes} boxes)")
    character = text[number : number + 1]
    return (character, inline(cell, character, source)) if character else (None, f"{cell.style}/>")


def _ticked(cell: Taking, source: Source, scope: Values) -> tuple[CellValue, str]:
    value = source.value(scope)
    if value is not NOTHING and not isinstance(value, bool):
        raise FillError("OOXML-082", source.name, source.place, f"({type(value).__name__} for a tick)")
    return (cell.mark, inline(cell, cell.mark, source)) if value is True else (None, f"{cell.style}/>")


def _mixed(cell: Taking, record: Values, values: Values) -> tuple[CellValue, str]:
    """A text among which tags, tick groups and changes of look stand."""
    looks: list[tuple[str, list[str]]] = [("", [])]
    chosen: set[int] = set()
    source, other = None, ""
    for piece in cell.pieces:
        out = looks[-1][1]
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Tag):
            source = piece.source
            out.append(_text(source, record if piece.lane else values))
        elif isinstance(piece, Group):
            source = piece.writer.source
            chosen, other = piece.writer.choice(record if piece.lane else values)
        elif isinstance(piece, Box):
            out.append(piece.mark if piece.number in chosen else piece.text)
        elif isinstance(piece, Blank):
            out.append(other + padding(columns(piece.text) - columns(other)) if other else piece.text)
        else:
            looks.append((piece.properties, []))
    texts = [(look, "".join(out)) for look, out in looks if out]
    text = "".join(text for _, text in texts)
    if source is None or not text:
        return None, f"{cell.style}/>"
    return text, _rich(cell, texts, source) if len(texts) > 1 else inline(cell, text, source, texts[0][0])


def _text(source: Source, scope: Values) -> str:
    value = source.value(scope)
    if value is NOTHING:
        value = _tag(source) if source.undefined == "keep" else ""
    return plain(value, source.name, source.place)


def _tag(source: Source) -> str:
    """What an unfilled slot prints when it is to be kept."""
    return f"{{{{ {source.name} }}}}"


def inline(cell: Taking, text: str, source: Source, look: str = "") -> str:
    """A text cell: inline, so that no text is ever read as a formula (18.3.1.53)."""
    if look:
        return _rich(cell, [(look, text)], source)
    _not_too_long(text, source)
    return f'{cell.style} t="inlineStr"><is>{_t(text, source)}</is></c>'


def _rich(cell: Taking, texts: list[tuple[str, str]], source: Source) -> str:
    _not_too_long("".join(text for _, text in texts), source)
    runs = "".join(f"<r>{look}{_t(text, source)}</r>" for look, text in texts if text)
    return f'{cell.style} t="inlineStr"><is>{runs}</is></c>'


def _t(text: str, source: Source) -> str:
    preserve = "" if _BARE(text) else ' xml:space="preserve"'
    return f"<t{preserve}>{cell_text(text, source)}</t>"


def _not_too_long(text: str, source: Source) -> None:
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise FillError("OOXML-088", source.name, source.place)


def uncoded(text: str) -> str:
    """A text in which “_x0041_” is written so that it is not read as a character's code (22.9.2.19)."""
    return _CODED.sub("_x005F_", text) if "_x" in text else text


def cell_text(text: str, source: Source) -> str:
    """What stands in a cell's ``t``."""
    if _ORDINARY.fullmatch(text):
        return text
    text = checked(text, source.name, source.place).replace("\r\n", "\n").replace("\r", "\n")
    return escape(uncoded(text))


def _number(value: float | Decimal, source: Source) -> Decimal:
    number = (
        value
        if isinstance(value, Decimal)
        else Decimal(value)
        if isinstance(value, int)
        else _float(value, source)
    )
    if not number.is_finite() or abs(number.adjusted()) > 300:
        raise FillError("OOXML-090", source.name, source.place)
    if len(number.normalize().as_tuple().digits) > _DIGITS:
        raise FillError("OOXML-090", source.name, source.place, "(more than 15 digits; give it as text)")
    return number


def _float(value: float, source: Source) -> Decimal:
    number = Decimal(repr(value))
    return Decimal(f"{value:.15g}") if number.is_finite() else _number(number, source)


def _serial(value: date, since_1904: bool, source: Source) -> Decimal:
    """A date as a spreadsheet counts days (18.17.4.1)."""
    day = value.date() if isinstance(value, datetime) else value
    days = Decimal((day - _EPOCHS[since_1904]).days)
    if days < (0 if since_1904 else 61):  # before March 1900 spreadsheets disagree about the calendar
        raise FillError("OOXML-090", source.name, source.place, "(a date before 1 March 1900)")
    if not isinstance(value, datetime):
        return days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return (days + Decimal(seconds) / 86_400).quantize(Decimal("0.0000000001")).normalize()
