"""Formulas (ECMA-376 part 1, 18.17): read once, and written again when rows were added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.ooxml.references import Area, parse_area


@dataclass(frozen=True, slots=True)
class Fault:
    """What a spreadsheet shows in place of a value (18.17.3): ``#DIV/0!``, ``#VALUE!`` …."""

    text: str


CellValue = Decimal | str | bool | Fault | None

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


class FormulaError(Exception):
    """A formula that cannot be read (``code`` OOXML-060 or 061) or computed (OOXML-091)."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code} {detail}".rstrip())


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
    tree: Node

    def text(self, areas: Sequence[object]) -> str:
        """Write the formula with other areas in the places of its own."""
        out = [self.pieces[0]]
        for area, piece in zip(areas, self.pieces[1:], strict=True):
            out += (str(area), piece)
        return "".join(out)


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
    return Formula(tuple(pieces), tuple(areas), frozenset(), Constant(None)), tokens


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
    "SUMPRODUCT": (1, MANY),
    "COUNT": (1, MANY),
    "COUNTA": (1, MANY),
    "COUNTBLANK": (1, 1),
    "COUNTIF": (2, 2),
    "COUNTIFS": (2, MANY),
    "AVERAGE": (1, MANY),
    "AVERAGEIF": (2, 3),
    "AVERAGEIFS": (3, MANY),
    "ROUND": (2, 2),
    "ROUNDUP": (2, 2),
    "ROUNDDOWN": (2, 2),
    "INT": (1, 1),
    "ABS": (1, 1),
    "MIN": (1, MANY),
    "MAX": (1, MANY),
    "IF": (2, 3),
    "IFERROR": (2, 2),
    "AND": (1, MANY),
    "OR": (1, MANY),
    "NOT": (1, 1),
}
