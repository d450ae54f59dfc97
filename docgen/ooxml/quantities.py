"""Quantities as spreadsheets have them (ECMA-376 part 1, 18.17): exact numbers, texts read as numbers, error values."""

import operator
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from docgen.ooxml.formula import CellValue, Fault

Block = Sequence[Sequence[CellValue]]  # a range's cells, row by row
Result = CellValue | Block

CONTEXT = Context(prec=28)
LARGEST = 308  # a spreadsheet number has no greater exponent
ZERO, HUNDRED = Decimal(0), Decimal(100)
DIVISION, VALUE, NUMBER, REFERENCE = map(Fault, ("#DIV/0!", "#VALUE!", "#NUM!", "#REF!"))


class FaultyError(Exception):
    """A computation that ends in an error value."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def single_value(result: Result) -> CellValue:
    """Give the one value of a result; a range of several is an error."""
    if not isinstance(result, list | tuple):
        return result  # type: ignore[return-value]
    if len(result) == 1 and len(result[0]) == 1:
        return result[0][0]
    raise FaultyError(VALUE)


def sound(value: CellValue) -> CellValue:
    """Give a value on when it is no error."""
    if isinstance(value, Fault):
        raise FaultyError(value)
    return value


_NUMBER = re.compile(r"\s*([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d*)?(?:[eE]([+-]?\d{1,3}))?(%?)\s*")


def as_number(text: str) -> Decimal | None:
    """A text as a number, as spreadsheets read it: with thousands' commas or a percent sign."""
    found = _NUMBER.fullmatch(text)
    if found is None or not any(character.isdigit() for character in text.split("e")[0].split("E")[0]):
        return None
    sign, whole, part, exponent, percent = found.groups()
    try:
        number = Decimal(f"{sign}{whole.replace(',', '')}{part or ''}E{exponent or 0}")
    except InvalidOperation:
        return None
    return number / HUNDRED if percent else number


def to_number(value: CellValue) -> Decimal:
    """Read a value as a number; empty is 0."""
    if type(value) is Decimal:
        return value
    if value is None:
        return ZERO
    if isinstance(value, bool):
        return Decimal(int(value))
    number = as_number(value) if isinstance(value, str) else None
    if number is None:
        raise FaultyError(value if isinstance(value, Fault) else VALUE)
    return number


def as_text(value: CellValue) -> str:
    """Write a value as ``&`` joins it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else number_text(to_number(value))


def number_text(number: Decimal) -> str:
    """Write a number with the 15 significant digits of a spreadsheet, without an exponent."""
    rounded = number.normalize(_FIFTEEN)
    return f"{rounded:f}" if rounded else "0"


_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)


def order(value: CellValue, other: CellValue) -> tuple[int, object]:
    """How spreadsheets compare: numbers before texts before truth values, texts without regard to case."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else ZERO
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if not base and exponent <= 0:
        raise FaultyError(NUMBER if not exponent else DIVISION)
    if base < 0 and exponent != exponent.to_integral_value():
        raise FaultyError(NUMBER)
    if abs(exponent) > LARGEST or abs(base.adjusted() * exponent) > LARGEST:
        raise FaultyError(NUMBER)
    return CONTEXT.power(base, exponent)


def divided(one: Decimal, two: Decimal) -> Decimal:
    """Divide; by nothing it is ``#DIV/0!``."""
    if not two:
        raise FaultyError(DIVISION)
    return CONTEXT.divide(one, two)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
OPERATE: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": divided,
    "^": _power,
}


def truth(value: CellValue) -> bool:
    """Read a value as true or false."""
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return value if isinstance(value, bool) else to_number(value) != 0
