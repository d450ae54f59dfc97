"""Formulas computed (ECMA-376 part 1, 18.17.7) in decimal arithmetic, so that 0.1 + 0.2 is 0.3.

A formula becomes a tree of closures once; a fill only calls it. What a spreadsheet shows as an error (``#DIV/0!``)
is a value like others, and stops what needs a number.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from docgen.ooxml.formula import Call, CellValue, Constant, Fault, Node, Reference
from docgen.ooxml.functions import FUNCTIONS, Argument
from docgen.ooxml.quantities import (
    COMPARE,
    CONTEXT,
    DIVISION,
    NUMBER,
    OPERATE,
    Block,
    FaultyError,
    Result,
    as_text,
    order,
    single_value,
    sound,
    to_number,
    truth,
)
from docgen.ooxml.references import Area


class Cells(Protocol):
    """Where a formula finds the values of cells."""

    def cell(self, area: Area) -> CellValue:
        """Give the value of a single cell."""
        ...

    def block(self, area: Area) -> Block:
        """Give the values of a range."""
        ...


Run = Callable[[Cells, Sequence[Area]], Result]


def compute(run: Run, areas: Sequence[Area], cells: Cells) -> CellValue:
    """A compiled formula's value with these areas; an error value where a spreadsheet shows one."""
    try:
        return single_value(run(cells, areas))
    except FaultyError as error:
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
    if node.name in COMPARE:
        return _comparison(COMPARE[node.name], *runs)
    if node.name in OPERATE:
        return _operation(OPERATE[node.name], *runs)
    if node.name == "&":
        return lambda cells, areas: "".join(as_text(single_value(run(cells, areas))) for run in runs)
    if node.name in ("negative", "percent"):
        factor = Decimal(-1) if node.name == "negative" else Decimal("0.01")
        return lambda cells, areas: CONTEXT.multiply(to_number(single_value(runs[0](cells, areas))), factor)
    if node.name in _LAZY:
        return _LAZY[node.name](*runs)
    return _function(FUNCTIONS[node.name], runs, node)


def _referred(cells: Cells, area: Area) -> Result:
    return cells.cell(area) if area.last is None else cells.block(area)


def _function(run: Callable[..., Result], runs: Sequence[Run], node: Call) -> Run:
    referred = tuple(isinstance(argument, Reference) for argument in node.arguments)
    pairs = tuple(zip(runs, referred, strict=True))

    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        return run(*(Argument(each(cells, areas), is_reference) for each, is_reference in pairs))

    return call


def _comparison(compare: Callable[[Any, Any], bool], left: Run, right: Run) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        one, two = sound(single_value(left(cells, areas))), sound(single_value(right(cells, areas)))
        return compare(order(one, two), order(two, one))

    return call


def _operation(operate: Callable[[Decimal, Decimal], Decimal], left: Run, right: Run) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        return operate(
            to_number(single_value(left(cells, areas))), to_number(single_value(right(cells, areas)))
        )

    return call


def _if(condition: Run, then: Run, other: Run | None = None) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        if truth(single_value(condition(cells, areas))):
            return then(cells, areas)
        return False if other is None else other(cells, areas)

    return call


def _iferror(run: Run, other: Run) -> Run:
    def call(cells: Cells, areas: Sequence[Area]) -> Result:
        value = compute(run, areas, cells)
        return other(cells, areas) if isinstance(value, Fault) else value

    return call


_LAZY: dict[str, Callable[..., Run]] = {"IF": _if, "IFERROR": _iferror}
