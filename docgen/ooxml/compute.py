"""Formulas computed (ECMA-376 part 1, 18.17.7) in decimal arithmetic, so that 0.1 + 0.2 is 0.3.

A formula becomes a tree of closures once; a fill only calls it. What a spreadsheet shows as an error (``#DIV/0!``)
is a value like others, and stops what needs a number.
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal, InvalidOperation
from typing import Any, Protocol

from docgen.ooxml.formula import Call, CellValue, Constant, Fault, Node, Reference
from docgen.ooxml.references import Area

Block = Sequence[Sequence[CellValue]]  # a range's cells, row by row
Result = CellValue | Block

_CONTEXT = Context(prec=28)
_LARGEST = 308  # a spreadsheet number has no greater exponent
_ZERO, _HUNDRED = Decimal(0), Decimal(100)
DIVISION, VALUE, NUMBER, REFERENCE = map(Fault, ("#DIV/0!", "#VALUE!", "#NUM!", "#REF!"))


class Cells(Protocol):
    """Where a formula finds the values of cells."""

    def cell(self, area: Area) -> CellValue:
        """Give the value of a single cell."""
        ...

    def block(self, area: Area) -> Block:
        """Give the values of a range."""
        ...


Run = Callable[[Cells, Sequence[Area]], Result]


class _FaultyError(Exception):
    """A computation that ends in an error value."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def compute(run: Run, areas: Sequence[Area], cells: Cells) -> CellValue:
    """A compiled formula's value with these areas; an error value where a spreadsheet shows one."""
    try:
        return _single(run(cells, areas))
    except _FaultyError as error:
        return error.fault
    except ZeroDivisionError:
        return DIVISION
    except ArithmeticError:
        return NUMBER


def compile_tree(node: Node) -> Run:
    """The closure that computes a formula's tree."""
    if isinstance(node, Constant):
        value = node.value
        return lambda _cells, _areas: value
    if isinstance(node, Reference):
        number = node.number
        return lambda cells, areas: _referred(cells, areas[number])
    runs = tuple(map(compile_tree, node.arguments))
    if node.name in _COMPARE:
        return _comparison(_COMPARE[node.name], *runs)
    if node.name in _OPERATE:
        return _operation(_OPERATE[node.name], *runs)
    if node.name == "&":
        return lambda cells, areas: "".join(_text(_single(run(cells, areas))) for run in runs)
    if node.name in ("negative", "percent"):
        factor = Decimal(-1) if node.name == "negative" else Decimal("0.01")
        return lambda cells, areas: _CONTEXT.multiply(_number(_single(runs[0](cells, areas))), factor)
    if node.name in _LAZY:
        return _LAZY[node.name](*runs)
    return _function(_FUNCTIONS[node.name], runs, node)


def _referred(cells: Cells, area: Area) -> Result:
    return cells.cell(area) if area.last is None else cells.block(area)


class _Argument:
    """A computed argument of a function; cells of a range count otherwise than a value that stands there."""

    __slots__ = ("given", "referred")

    def __init__(self, given: Result, referred: bool) -> None:
        self.given = given
        self.referred = referred

    def single(self) -> CellValue:
        return _single(self.given)

    def number(self) -> Decimal:
        return _number(_single(self.given))

    def cells(self) -> list[CellValue]:
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
                raise _FaultyError(cell)


_Run = Callable[..., Result]


def _function(run: _Run, runs: Sequence[Run], node: Call) -> Run:
    referred = tuple(isinstance(argument, Reference) for argument in node.arguments)
    pairs = tuple(zip(runs, referred, strict=True))

    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        return run(*(_Argument(each(cells, areas), is_reference) for each, is_reference in pairs))

    return call


def _comparison(compare: Callable[[Any, Any], bool], left: Run, right: Run) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        one, two = _sound(_single(left(cells, areas))), _sound(_single(right(cells, areas)))
        return compare(_order(one, two), _order(two, one))

    return call


def _operation(operate: Callable[[Decimal, Decimal], Decimal], left: Run, right: Run) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        return operate(_number(_single(left(cells, areas))), _number(_single(right(cells, areas))))

    return call


def _if(condition: Run, then: Run, other: Run | None = None) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        if _truth(_single(condition(cells, areas))):
            return then(cells, areas)
        return False if other is None else other(cells, areas)

    return call


def _iferror(run: Run, other: Run) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        value = compute(run, areas, cells)
        return other(cells, areas) if isinstance(value, Fault) else value

    return call


def _single(result: Result) -> CellValue:
    if not isinstance(result, list | tuple):
        return result  # type: ignore[return-value]
    if len(result) == 1 and len(result[0]) == 1:
        return result[0][0]
    raise _FaultyError(VALUE)


def _sound(value: CellValue) -> CellValue:
    if isinstance(value, Fault):
        raise _FaultyError(value)
    return value


_NUMBER = re.compile(r"\s*([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d*)?(?:[eE]([+-]?\d{1,3}))?(%?)\s*")


def _as_number(text: str) -> Decimal | None:
    """A text as a number, as spreadsheets read it: with thousands' commas or a percent sign."""
    found = _NUMBER.fullmatch(text)
    if found is None or not any(character.isdigit() for character in text.split("e")[0].split("E")[0]):
        return None
    sign, whole, part, exponent, percent = found.groups()
    try:
        number = Decimal(f"{sign}{whole.replace(',', '')}{part or ''}E{exponent or 0}")
    except InvalidOperation:
        return None
    return number / _HUNDRED if percent else number


def _number(value: CellValue) -> Decimal:
    if type(value) is Decimal:
        return value
    if value is None:
        return _ZERO
    if isinstance(value, bool):
        return Decimal(int(value))
    number = _as_number(value) if isinstance(value, str) else None
    if number is None:
        raise _FaultyError(value if isinstance(value, Fault) else VALUE)
    return number


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else number_text(_number(value))


def number_text(number: Decimal) -> str:
    """Write a number with the 15 significant digits of a spreadsheet, without an exponent."""
    rounded = number.normalize(_FIFTEEN)
    return f"{rounded:f}" if rounded else "0"


_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)


def _order(value: CellValue, other: CellValue) -> tuple[int, object]:
    """How spreadsheets compare: numbers before texts before truth values, texts without regard to case."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else _ZERO
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if not base and exponent <= 0:
        raise _FaultyError(NUMBER if not exponent else DIVISION)
    if base < 0 and exponent != exponent.to_integral_value():
        raise _FaultyError(NUMBER)
    if abs(exponent) > _LARGEST or abs(base.adjusted() * exponent) > _LARGEST:
        raise _FaultyError(NUMBER)
    return _CONTEXT.power(base, exponent)


def _divided(one: Decimal, two: Decimal) -> Decimal:
    if not two:
        raise _FaultyError(DIVISION)
    return _CONTEXT.divide(one, two)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_OPERATE: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _divided,
    "^": _power,
}


def _total(numbers: Iterable[Decimal]) -> Decimal:
    total = _ZERO
    for number in numbers:
        total = _CONTEXT.add(total, number)
    return total


def _all(arguments: Iterable[_Argument]) -> list[Decimal]:
    return [number for argument in arguments for number in argument.numbers()]


def _sum(*arguments: _Argument) -> Result:
    return _total(_all(arguments))


def _count(*arguments: _Argument) -> Result:
    count = 0
    for argument in arguments:
        for cell in argument.cells():
            if argument.referred or cell is None:
                count += type(cell) is Decimal
            else:
                count += isinstance(cell, Decimal | bool) or (
                    isinstance(cell, str) and _as_number(cell) is not None
                )
    return Decimal(count)


def _counta(*arguments: _Argument) -> Result:
    return Decimal(sum(cell is not None for argument in arguments for cell in argument.cells()))


def _countblank(argument: _Argument) -> Result:
    return Decimal(sum(cell in (None, "") for cell in argument.cells()))


def _mean(numbers: list[Decimal]) -> Decimal:
    return _divided(_total(numbers), Decimal(len(numbers)))


def _average(*arguments: _Argument) -> Result:
    return _mean(_all(arguments))


def _min(*arguments: _Argument) -> Result:
    return min(_all(arguments), default=_ZERO)


def _max(*arguments: _Argument) -> Result:
    return max(_all(arguments), default=_ZERO)


def _rounded(rounding: str) -> _Run:
    def call(number: _Argument, places: _Argument) -> Result:
        value, digits = number.number(), int(places.number())
        if abs(digits) > _LARGEST:
            return value if digits > 0 else _ZERO
        return value.quantize(Decimal(1).scaleb(-digits), rounding, _WIDE)

    return call


_WIDE = Context(prec=2 * _LARGEST + 30)  # rounding never needs more digits


def _int(number: _Argument) -> Result:
    return number.number().to_integral_value(ROUND_FLOOR)


def _abs(number: _Argument) -> Result:
    return abs(number.number())


def _truth(value: CellValue) -> bool:
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return value if isinstance(value, bool) else _number(value) != 0


def _truths(arguments: Iterable[_Argument]) -> list[bool]:
    """The truth values: empty cells and texts of ranges do not count."""
    truths = [
        _truth(cell)
        for argument in arguments
        for cell in argument.cells()
        if not (argument.referred and (cell is None or isinstance(cell, str)))
    ]
    if not truths:
        raise _FaultyError(VALUE)
    return truths


def _and(*arguments: _Argument) -> Result:
    return all(_truths(arguments))


def _or(*arguments: _Argument) -> Result:
    return any(_truths(arguments))


def _not(argument: _Argument) -> Result:
    return not _truth(argument.single())


def _countif(*arguments: _Argument) -> Result:
    return Decimal(sum(_matching(arguments)))


def _sumif(*arguments: _Argument) -> Result:
    return _total(_where(arguments[2] if len(arguments) > 2 else arguments[0], arguments[:2]))


def _sumifs(*arguments: _Argument) -> Result:
    return _total(_where(arguments[0], arguments[1:]))


def _averageif(*arguments: _Argument) -> Result:
    return _mean(_where(arguments[2] if len(arguments) > 2 else arguments[0], arguments[:2]))


def _averageifs(*arguments: _Argument) -> Result:
    return _mean(_where(arguments[0], arguments[1:]))


def _where(added: _Argument, criteria: Sequence[_Argument]) -> list[Decimal]:
    """The numbers of a range whose cells meet the criteria."""
    cells, matching = added.cells(), _matching(criteria)
    if len(cells) != len(matching):
        raise _FaultyError(VALUE)
    chosen = [_sound(cell) for cell, wanted in zip(cells, matching, strict=True) if wanted]
    return [cell for cell in chosen if type(cell) is Decimal]


def _matching(arguments: Sequence[_Argument]) -> list[bool]:
    """For each cell of the ranges whether it meets every criterion."""
    if len(arguments) % 2:
        raise _FaultyError(VALUE)
    columns = []
    for cells, criterion in zip(arguments[::2], arguments[1::2], strict=True):
        meets = _criterion(_sound(criterion.single()))
        columns.append([meets(cell) for cell in cells.cells()])
    if len({len(column) for column in columns}) != 1:
        raise _FaultyError(VALUE)
    return [all(row) for row in zip(*columns, strict=True)]


_CRITERION = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)


def _criterion(wanted: CellValue) -> Callable[[CellValue], bool]:
    """What SUMIF and COUNTIF look for: a value, a comparison such as “>=10”, or a text with * and ?."""
    if isinstance(wanted, bool):
        return lambda cell: cell is wanted
    found = _CRITERION.fullmatch(wanted) if isinstance(wanted, str) else None
    sign, right = (found.group(1) or "=", found.group(2)) if found else ("=", wanted)
    number = right if isinstance(right, Decimal) else _as_number(right) if isinstance(right, str) else _ZERO
    compare = _COMPARE[sign]
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
    compare = _COMPARE[sign]
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


def _sumproduct(*arguments: _Argument) -> Result:
    columns = [argument.cells() for argument in arguments]
    if len({len(column) for column in columns}) != 1:
        raise _FaultyError(VALUE)
    total = _ZERO
    for row in zip(*columns, strict=True):
        product = Decimal(1)
        for cell in row:
            product = _CONTEXT.multiply(product, cell if type(cell) is Decimal else _none(cell))
        total = _CONTEXT.add(total, product)
    return total


def _none(cell: CellValue) -> Decimal:
    """What is no number counts as 0 in a product of ranges."""
    _sound(cell)
    return _ZERO


_LAZY: dict[str, Callable[..., Run]] = {"IF": _if, "IFERROR": _iferror}
_FUNCTIONS: dict[str, _Run] = {
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
