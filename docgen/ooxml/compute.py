"""Formulas computed (ECMA-376 part 1, 18.17.7) in decimal arithmetic, so that 0.1 + 0.2 is 0.3."""

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from typing import Any, Protocol

from docgen.ooxml.formula import Call, CellValue, Constant, Formula, FormulaError, Node, Reference
from docgen.ooxml.references import Area

Block = Sequence[Sequence[CellValue]]  # a range's cells, row by row
Result = CellValue | Block

_CONTEXT = Context(prec=28)
_LARGEST = 308  # a spreadsheet number has no greater exponent


class Cells(Protocol):
    """Where a formula finds the values of cells."""

    def cell(self, area: Area) -> CellValue:
        """Give the value of a single cell."""
        ...

    def block(self, area: Area) -> Block:
        """Give the values of a range."""
        ...


def compute(formula: Formula, areas: Sequence[Area], cells: Cells) -> CellValue:
    """Compute a formula's value with these areas; FormulaError OOXML-091 when there is none."""
    if formula.tree is None:
        raise FormulaError("OOXML-091")
    with localcontext(_CONTEXT):
        try:
            return _single(_Computation(areas, cells).value(formula.tree))
        except (InvalidOperation, ZeroDivisionError, OverflowError, ArithmeticError) as error:
            raise FormulaError("OOXML-091") from error


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class _Computation:
    areas: Sequence[Area]
    cells: Cells

    def value(self, node: Node) -> Result:
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Reference):
            area = self.areas[node.number]
            return self.cells.cell(area) if area.last is None else self.cells.block(area)
        if node.name in _COMPARE:
            left, right = (_single(self.value(argument)) for argument in node.arguments)
            return _COMPARE[node.name](_order(left, right), _order(right, left))
        method = _METHODS.get(node.name)
        return self._arithmetic(node) if method is None else method(self, node.arguments)

    def number(self, node: Node) -> Decimal:
        return _number(_single(self.value(node)))

    def _arithmetic(self, node: Call) -> Result:
        if node.name == "&":
            return "".join(_text(_single(self.value(argument))) for argument in node.arguments)
        numbers = [self.number(argument) for argument in node.arguments]
        if node.name == "negative":
            return -numbers[0]
        if node.name == "percent":
            return numbers[0] / 100
        return _OPERATE[node.name](*numbers)

    def numbers(self, arguments: Sequence[Node]) -> Iterator[Decimal]:
        """The numbers of ranges (texts and truth values in them do not count) and of single arguments."""
        for argument in arguments:
            result = self.value(argument)
            if isinstance(argument, Reference):
                rows = result if _is_block(result) else [[result]]
                yield from (cell for row in rows for cell in row if isinstance(cell, Decimal))  # type: ignore[union-attr]
            elif result is not None:
                yield _number(_single(result))

    def cells_of(self, node: Node) -> list[CellValue]:
        result = self.value(node)
        return [cell for row in result for cell in row] if _is_block(result) else [result]  # type: ignore[union-attr, list-item]


def _is_block(result: Result) -> bool:
    return isinstance(result, list | tuple)


def _single(result: Result) -> CellValue:
    if not isinstance(result, list | tuple):
        return result  # type: ignore[return-value]
    if len(result) == 1 and len(result[0]) == 1:
        return result[0][0]
    raise FormulaError("OOXML-091", "(a range where one value is needed)")


def _number(value: CellValue) -> Decimal:
    if isinstance(value, bool):
        return Decimal(int(value))
    if value is None:
        return Decimal(0)
    if isinstance(value, Decimal):
        return value
    try:
        number = Decimal(value.strip())
    except InvalidOperation as error:
        raise FormulaError("OOXML-091", "(text where a number is needed)") from error
    if not number.is_finite():
        raise FormulaError("OOXML-091", "(text where a number is needed)")
    return number


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else number_text(value)


def number_text(number: Decimal) -> str:
    """Write a number with the 15 significant digits of a spreadsheet, without an exponent."""
    rounded = number.normalize(Context(prec=15, rounding=ROUND_HALF_UP))
    return f"{rounded:f}" if rounded else "0"


def _order(value: CellValue, other: CellValue) -> tuple[int, object]:
    """How spreadsheets compare: numbers before texts before truth values, texts without regard to case."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else Decimal(0)
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if (
        exponent != exponent.to_integral_value()
        or abs(exponent) > _LARGEST
        or abs(base.adjusted() * exponent) > _LARGEST
    ):
        raise FormulaError("OOXML-091", "(a power)")
    return base**exponent


_OPERATE: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": _power,
}

_Arguments = tuple[Node, ...]


def _sum(run: _Computation, arguments: _Arguments) -> Result:
    return sum(run.numbers(arguments), Decimal(0))


def _count(run: _Computation, arguments: _Arguments) -> Result:
    return Decimal(sum(1 for _ in run.numbers(arguments)))


def _counta(run: _Computation, arguments: _Arguments) -> Result:
    return Decimal(sum(cell is not None for argument in arguments for cell in run.cells_of(argument)))


def _average(run: _Computation, arguments: _Arguments) -> Result:
    numbers = list(run.numbers(arguments))
    return sum(numbers, Decimal(0)) / len(numbers)


def _min(run: _Computation, arguments: _Arguments) -> Result:
    return min(run.numbers(arguments), default=Decimal(0))


def _max(run: _Computation, arguments: _Arguments) -> Result:
    return max(run.numbers(arguments), default=Decimal(0))


def _round(run: _Computation, arguments: _Arguments) -> Result:
    number, places = run.number(arguments[0]), int(run.number(arguments[1]))
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _if(run: _Computation, arguments: _Arguments) -> Result:
    if _truth(_single(run.value(arguments[0]))):
        return run.value(arguments[1])
    return run.value(arguments[2]) if len(arguments) > 2 else False


def _iferror(run: _Computation, arguments: _Arguments) -> Result:
    try:
        return _single(run.value(arguments[0]))
    except (FormulaError, ArithmeticError):
        return run.value(arguments[1])


def _truth(value: CellValue) -> bool:
    return value if isinstance(value, bool) else _number(value) != 0


def _and(run: _Computation, arguments: _Arguments) -> Result:
    return all(_truth(cell) for argument in arguments for cell in run.cells_of(argument))


def _or(run: _Computation, arguments: _Arguments) -> Result:
    return any(_truth(cell) for argument in arguments for cell in run.cells_of(argument))


def _not(run: _Computation, arguments: _Arguments) -> Result:
    return not _truth(_single(run.value(arguments[0])))


def _countif(run: _Computation, arguments: _Arguments) -> Result:
    return Decimal(sum(_matching(run, arguments)))


def _sumif(run: _Computation, arguments: _Arguments) -> Result:
    added = run.cells_of(arguments[2] if len(arguments) > 2 else arguments[0])
    return _sum_where(added, _matching(run, arguments[:2]))


def _sumifs(run: _Computation, arguments: _Arguments) -> Result:
    return _sum_where(run.cells_of(arguments[0]), _matching(run, arguments[1:]))


def _sum_where(added: list[CellValue], matching: list[bool]) -> Decimal:
    if len(added) != len(matching):
        raise FormulaError("OOXML-091", "(ranges of different sizes)")
    chosen = (cell for cell, wanted in zip(added, matching, strict=True) if wanted)
    return sum((cell for cell in chosen if isinstance(cell, Decimal)), Decimal(0))


def _matching(run: _Computation, arguments: _Arguments) -> list[bool]:
    """For each cell of the ranges whether it meets every criterion."""
    if len(arguments) % 2:
        raise FormulaError("OOXML-091", "(a criterion without its range)")
    columns = []
    for cells, criterion in zip(arguments[::2], arguments[1::2], strict=True):
        meets = _criterion(_single(run.value(criterion)))
        columns.append([meets(cell) for cell in run.cells_of(cells)])
    if len({len(column) for column in columns}) != 1:
        raise FormulaError("OOXML-091", "(ranges of different sizes)")
    return [all(row) for row in zip(*columns, strict=True)]


_CRITERION = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)


def _criterion(wanted: CellValue) -> Callable[[CellValue], bool]:
    """What SUMIF and COUNTIF look for: a value, a comparison such as “>=10”, or a text with * and ?."""
    found = _CRITERION.fullmatch(wanted) if isinstance(wanted, str) else None
    sign, right = (found.group(1) or "=", found.group(2)) if found else ("=", wanted)
    number = _as_number(right)
    compare = _COMPARE[sign]
    if number is not None:
        return lambda cell: (sign == "<>") if not isinstance(cell, Decimal) else compare(cell, number)
    text = str(right or "")
    if sign in ("=", "<>"):
        pattern = re.compile(
            re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.IGNORECASE | re.DOTALL
        )
        return lambda cell: (pattern.fullmatch(_text(cell)) is not None) == (sign == "=")
    return lambda cell: isinstance(cell, str) and compare(cell.casefold(), text.casefold())


def _as_number(value: CellValue) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    try:
        return Decimal(value.strip()) if isinstance(value, str) else None
    except InvalidOperation:
        return None


_METHODS: dict[str, Callable[[_Computation, _Arguments], Result]] = {
    "SUM": _sum,
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTIF": _countif,
    "COUNTIFS": _countif,
    "AVERAGE": _average,
    "ROUND": _round,
    "MIN": _min,
    "MAX": _max,
    "IF": _if,
    "IFERROR": _iferror,
    "AND": _and,
    "OR": _or,
    "NOT": _not,
}
