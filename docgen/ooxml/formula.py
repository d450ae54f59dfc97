"""Formulas (ECMA-376 part 1, 18.17): read once, moved when rows are added, and computed in decimal arithmetic."""

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from typing import Any, Protocol

from docgen.ooxml.references import Area, parse_area

CellValue = Decimal | str | bool | None
Block = Sequence[Sequence[CellValue]]  # a range's cells, row by row
Result = CellValue | Block

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<prefix>(?:'(?:[^'\[\]]|'')+'|[^\W\d][\w.]*)!)
  | (?P<area>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w(.!])
      |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.!])|\$?\d{1,7}:\$?\d{1,7}(?![\w(.!]))
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>[^\W\d][\w.]*)
  | (?P<operator><=|>=|<>|[-+*/^&=<>%(),;])
    """,
    re.VERBOSE,
)
_CONTEXT = Context(prec=28)
_LARGEST = 308  # a spreadsheet number has no greater exponent


class FormulaError(Exception):
    """A formula that cannot be read (``code`` OOXML-060 or 061) or computed (OOXML-091)."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code} {detail}".rstrip())


class Cells(Protocol):
    """Where a formula finds the values of cells."""

    def cell(self, area: Area) -> CellValue:
        """Give the value of a single cell."""
        ...

    def block(self, area: Area) -> Block:
        """Give the values of a range."""
        ...


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or truth value."""

    value: CellValue


@dataclass(frozen=True, slots=True)
class Reference:
    """The nth area of the formula."""

    number: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node = Constant | Reference | Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: its text cut at its areas, the areas, those that stand alone as an argument, and its tree."""

    pieces: tuple[str, ...]
    areas: tuple[Area, ...]
    alone: frozenset[int]
    tree: Node | None

    def text(self, areas: Sequence[Area]) -> str:
        """Write the formula with other areas in the places of its own."""
        out = [self.pieces[0]]
        for area, piece in zip(areas, self.pieces[1:], strict=True):
            out += (str(area), piece)
        return "".join(out)

    def compute(self, areas: Sequence[Area], cells: Cells) -> CellValue:
        """Compute the value with these areas; FormulaError OOXML-091 when there is none."""
        if self.tree is None:
            raise FormulaError("OOXML-091")
        with localcontext(_CONTEXT):
            try:
                return _single(_Computation(areas, cells).value(self.tree))
            except (InvalidOperation, ZeroDivisionError, OverflowError, ArithmeticError) as error:
                raise FormulaError("OOXML-091") from error


def parse_formula(text: str) -> Formula:
    """Read a formula (without its ``=``); FormulaError OOXML-060 or 061."""
    formula, tokens = _scan(text)
    parser = _Parser(tokens)
    tree = parser.expression()
    parser.end()
    return Formula(formula.pieces, formula.areas, frozenset(parser.alone), tree)


def scan_areas(text: str) -> Formula:
    """Find the areas of an expression that is only moved, never computed (names, conditional formats)."""
    return _scan(text, strict=False)[0]


_Token = tuple[str, str, int]


def _scan(text: str, strict: bool = True) -> tuple[Formula, list[_Token]]:
    pieces: list[str] = [""]
    areas: list[Area] = []
    tokens: list[_Token] = []
    position, prefix = 0, ""
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            if strict:
                raise FormulaError("OOXML-061", text[position])
            pieces[-1] += prefix + text[position]
            prefix, position = "", position + 1
            continue
        position, kind, word = found.end(), str(found.lastgroup), found.group()
        if kind == "prefix":
            pieces[-1] += prefix
            prefix = word
            continue
        area = parse_area(word, _sheet(prefix), prefix) if kind == "area" else None
        if area is None:
            if strict and (prefix or kind == "area"):
                raise FormulaError("OOXML-061", prefix + word)
            pieces[-1] += prefix + word
        else:
            tokens.append(("area", word, len(areas)))
            areas.append(area)
            pieces.append("")
        if area is None and kind != "space":
            tokens.append((kind, word, -1))
        prefix = ""
    pieces[-1] += prefix
    return Formula(tuple(pieces), tuple(areas), frozenset(), None), tokens


def _sheet(prefix: str) -> str:
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class _Parser:
    """Reads tokens by precedence; a minus sign binds closer than a power, as spreadsheets have it."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self.alone: list[int] = []

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "", -1)

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _take(self, word: str) -> bool:
        if self._peek()[:2] == ("operator", word):
            self._at += 1
            return True
        return False

    def end(self) -> None:
        if self._peek()[0] != "end":
            raise FormulaError("OOXML-061", self._peek()[1])

    def expression(self, level: int = 0) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        left = self.expression(level + 1)
        while self._peek()[0] == "operator" and self._peek()[1] in _LEVELS[level]:
            name = self._next()[1]
            left = Call(name, (left, self.expression(level + 1)))
        return left

    def _signed(self) -> Node:
        if self._take("-"):
            return Call("negative", (self._signed(),))
        if self._take("+"):
            return self._signed()
        node = self._atom()
        while self._take("%"):
            node = Call("percent", (node,))
        return node

    def _atom(self) -> Node:
        kind, word, number = self._next()
        if kind == "number":
            return Constant(Decimal(word))
        if kind == "text":
            return Constant(word[1:-1].replace('""', '"'))
        if kind == "area":
            return Reference(number)
        if kind == "name":
            return self._named(word.upper())
        if (kind, word) == ("operator", "("):
            node = self.expression()
            if self._take(")"):
                return node
        raise FormulaError("OOXML-061", word)

    def _named(self, name: str) -> Node:
        if name in ("TRUE", "FALSE") and self._peek()[:2] != ("operator", "("):
            return Constant(name == "TRUE")
        if name not in FUNCTIONS or not self._take("("):
            raise FormulaError("OOXML-060", name)
        arguments: list[Node] = []
        if not self._take(")"):
            arguments.append(self._argument())
            while self._take(",") or self._take(";"):
                arguments.append(self._argument())
            if not self._take(")"):
                raise FormulaError("OOXML-061", name)
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise FormulaError("OOXML-061", name)
        return Call(name, tuple(arguments))

    def _argument(self) -> Node:
        if self._peek()[:2] in (("operator", ","), ("operator", ")"), ("operator", ";")):
            return Constant(None)
        node = self.expression()
        if isinstance(node, Reference):
            self.alone.append(node.number)
        return node


MANY = 255
FUNCTIONS: dict[str, tuple[int, int]] = {
    "SUM": (1, MANY),
    "SUMIF": (2, 3),
    "SUMIFS": (3, MANY),
    "COUNT": (1, MANY),
    "COUNTA": (1, MANY),
    "COUNTIF": (2, 2),
    "COUNTIFS": (2, MANY),
    "AVERAGE": (1, MANY),
    "ROUND": (2, 2),
    "MIN": (1, MANY),
    "MAX": (1, MANY),
    "IF": (2, 3),
    "IFERROR": (2, 2),
    "AND": (1, MANY),
    "OR": (1, MANY),
    "NOT": (1, 1),
}

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
