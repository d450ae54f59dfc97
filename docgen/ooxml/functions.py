"""The functions that formulas may use (ECMA-376 part 1, 18.17.7)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal

from docgen.ooxml.formula import CellValue, Fault
from docgen.ooxml.quantities import (
    COMPARE,
    CONTEXT,
    LARGEST,
    VALUE,
    ZERO,
    FaultyError,
    Result,
    as_number,
    divided,
    single_value,
    sound,
    to_number,
    truth,
)

_Run = Callable[..., Result]


class Argument:
    """A computed argument of a function; cells of a range count otherwise than a value that stands there."""

    __slots__ = ("given", "referred")

    def __init__(self, given: Result, referred: bool) -> None:
        self.given = given
        self.referred = referred

    def single(self) -> CellValue:
        """Give the one value."""
        return single_value(self.given)

    def number(self) -> Decimal:
        """Give the one value as a number."""
        return to_number(single_value(self.given))

    def cells(self) -> list[CellValue]:
        """Give all values, row by row."""
        given = self.given
        return [cell for row in given for cell in row] if isinstance(given, list | tuple) else [given]  # type: ignore[list-item]

    def numbers(self) -> Iterator[Decimal]:
        """The numbers: texts and truth values of cells do not count, errors of cells do."""
        if not self.referred:
            if self.given is not None:
                yield self.number()
            return
        for cell in self.cells():
            if type(cell) is Decimal:
                yield cell
            elif isinstance(cell, Fault):
                raise FaultyError(cell)


def _total(numbers: Iterable[Decimal]) -> Decimal:
    total = ZERO
    for number in numbers:
        total = CONTEXT.add(total, number)
    return total


def _all(arguments: Iterable[Argument]) -> list[Decimal]:
    return [number for argument in arguments for number in argument.numbers()]


def _sum(*arguments: Argument) -> Result:
    return _total(_all(arguments))


def _count(*arguments: Argument) -> Result:
    count = 0
    for argument in arguments:
        for cell in argument.cells():
            if argument.referred or cell is None:
                count += type(cell) is Decimal
            else:
                count += isinstance(cell, Decimal | bool) or (
                    isinstance(cell, str) and as_number(cell) is not None
                )
    return Decimal(count)


def _counta(*arguments: Argument) -> Result:
    return Decimal(sum(cell is not None for argument in arguments for cell in argument.cells()))


def _countblank(argument: Argument) -> Result:
    return Decimal(sum(cell in (None, "") for cell in argument.cells()))


def _mean(numbers: list[Decimal]) -> Decimal:
    return divided(_total(numbers), Decimal(len(numbers)))


def _average(*arguments: Argument) -> Result:
    return _mean(_all(arguments))


def _min(*arguments: Argument) -> Result:
    return min(_all(arguments), default=ZERO)


def _max(*arguments: Argument) -> Result:
    return max(_all(arguments), default=ZERO)


def _rounded(rounding: str) -> _Run:
    def call(number: Argument, places: Argument) -> Result:
        value, digits = number.number(), int(places.number())
        if abs(digits) > LARGEST:
            return value if digits > 0 else ZERO
        return value.quantize(Decimal(1).scaleb(-digits), rounding, _WIDE)

    return call


_WIDE = Context(prec=2 * LARGEST + 30)  # rounding never needs more digits


def _int(number: Argument) -> Result:
    return number.number().to_integral_value(ROUND_FLOOR)


def _abs(number: Argument) -> Result:
    return abs(number.number())


def _truths(arguments: Iterable[Argument]) -> list[bool]:
    """The truth values: empty cells and texts of ranges do not count."""
    truths = [
        truth(cell)
        for argument in arguments
        for cell in argument.cells()
        if not (argument.referred and (cell is None or isinstance(cell, str)))
    ]
    if not truths:
        raise FaultyError(VALUE)
    return truths


def _and(*arguments: Argument) -> Result:
    return all(_truths(arguments))


def _or(*arguments: Argument) -> Result:
    return any(_truths(arguments))


def _not(argument: Argument) -> Result:
    return not truth(argument.single())


def _countif(*arguments: Argument) -> Result:
    return Decimal(sum(_matching(arguments)))


def _sumif(*arguments: Argument) -> Result:
    return _total(_where(arguments[2] if len(arguments) > 2 else arguments[0], arguments[:2]))


def _sumifs(*arguments: Argument) -> Result:
    return _total(_where(arguments[0], arguments[1:]))


def _averageif(*arguments: Argument) -> Result:
    return _mean(_where(arguments[2] if len(arguments) > 2 else arguments[0], arguments[:2]))


def _averageifs(*arguments: Argument) -> Result:
    return _mean(_where(arguments[0], arguments[1:]))


def _where(added: Argument, criteria: Sequence[Argument]) -> list[Decimal]:
    """The numbers of a range whose cells meet the criteria."""
    cells, matching = added.cells(), _matching(criteria)
    if len(cells) != len(matching):
        raise FaultyError(VALUE)
    chosen = [sound(cell) for cell, wanted in zip(cells, matching, strict=True) if wanted]
    return [cell for cell in chosen if type(cell) is Decimal]


def _matching(arguments: Sequence[Argument]) -> list[bool]:
    """For each cell of the ranges whether it meets every criterion."""
    if len(arguments) % 2:
        raise FaultyError(VALUE)
    columns = []
    for cells, criterion in zip(arguments[::2], arguments[1::2], strict=True):
        meets = _criterion(sound(criterion.single()))
        columns.append([meets(cell) for cell in cells.cells()])
    if len({len(column) for column in columns}) != 1:
        raise FaultyError(VALUE)
    return [all(row) for row in zip(*columns, strict=True)]


_CRITERION = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)


def _criterion(wanted: CellValue) -> Callable[[CellValue], bool]:
    """What SUMIF and COUNTIF look for: a value, a comparison such as “>=10”, or a text with * and ?."""
    if isinstance(wanted, bool):
        return lambda cell: cell is wanted
    found = _CRITERION.fullmatch(wanted) if isinstance(wanted, str) else None
    sign, right = (found.group(1) or "=", found.group(2)) if found else ("=", wanted)
    number = right if isinstance(right, Decimal) else as_number(right) if isinstance(right, str) else ZERO
    compare = COMPARE[sign]
    if number is not None:
        return lambda cell: (sign == "<>") if type(cell) is not Decimal else compare(cell, number)
    if sign in ("=", "<>") and not right and found is not None:
        empty = (None, "") if not found.group(1) else (None,)
        return lambda cell: (cell in empty) == (sign == "=")
    return _text_criterion(sign, str(right))


def _text_criterion(sign: str, text: str) -> Callable[[CellValue], bool]:
    if sign in ("=", "<>"):
        pattern = _wild(text)
        return lambda cell: (isinstance(cell, str) and pattern.fullmatch(cell) is not None) == (sign == "=")
    compare = COMPARE[sign]
    return lambda cell: isinstance(cell, str) and compare(cell.casefold(), text.casefold())


def _wild(text: str) -> re.Pattern[str]:
    """A text with * and ? as a pattern; ~ takes their meaning away."""
    pieces = re.findall(r"~[*?~]|[*?]|[^*?~]+|~", text)
    known = {"*": ".*", "?": "."}
    pattern = "".join(
        known.get(piece) or re.escape(piece[1:] if len(piece) == 2 and piece[0] == "~" else piece)
        for piece in pieces
    )
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _sumproduct(*arguments: Argument) -> Result:
    columns = [argument.cells() for argument in arguments]
    if len({len(column) for column in columns}) != 1:
        raise FaultyError(VALUE)
    total = ZERO
    for row in zip(*columns, strict=True):
        product = Decimal(1)
        for cell in row:
            product = CONTEXT.multiply(product, cell if type(cell) is Decimal else _none(cell))
        total = CONTEXT.add(total, product)
    return total


def _none(cell: CellValue) -> Decimal:
    """What is no number counts as 0 in a product of ranges."""
    sound(cell)
    return ZERO


FUNCTIONS: dict[str, _Run] = {
    "SUM": _sum,
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
    "SUMPRODUCT": _sumproduct,
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTBLANK": _countblank,
    "COUNTIF": _countif,
    "COUNTIFS": _countif,
    "AVERAGE": _average,
    "AVERAGEIF": _averageif,
    "AVERAGEIFS": _averageifs,
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "INT": _int,
    "ABS": _abs,
    "MIN": _min,
    "MAX": _max,
    "AND": _and,
    "OR": _or,
    "NOT": _not,
}
