"""What a tag says beyond a plain name: filters and expressions, in a sandbox that can reach plain data only."""

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.parser import Parser
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.operations import (
    BUILT_IN,
    METHODS,
    OWN,
    Filters,
    SafeCall,
    bounded,
    check_operands,
    formatted,
)
from docgen.ooxml.values import MISSING, Values, getter, part_of

Evaluate = Callable[[Values], object]

_NAME = r"[^\W\d]\w*(?:\.\w+)*"
_PLAIN = re.compile(_NAME)
_PIPED = re.compile(rf"({_NAME})((?:\s*\|\s*[^\W\d]\w*)+)")


class _PlainData(ImmutableSandboxedEnvironment):
    """A sandbox in which only macros can be called and only mappings, sequences and dates have parts."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        found = part_of(obj, attribute)
        return self.undefined(obj=obj, name=attribute) if found is MISSING else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, int | slice) and isinstance(obj, list | tuple | str):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        return self.getattr(obj, str(argument))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - jinja2's signature
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, SafeCall)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            return formatted(left, right)
        check_operands(operator, left, right)
        return bounded(super().call_binop(context, operator, left, right))


class Expressions:
    """Compiles what stands between ``{{`` and ``}}``."""

    def __init__(self, filters: Filters) -> None:
        self._filters = dict(filters)
        self._environment = _PlainData(undefined=jinja2.StrictUndefined, autoescape=False, cache_size=0)
        self._environment.globals.clear()
        usual = {name: run for name, run in self._environment.filters.items() if name in BUILT_IN}
        self._environment.filters = {**usual, **OWN, **self._filters}
        self.names: set[str] = set()

    @property
    def filters(self) -> frozenset[str]:
        """The names of all filters a tag may use."""
        return frozenset(name for name in self._environment.filters if name.isprintable())

    def compile(self, source: str) -> Evaluate:
        """A function from values to this expression's value; jinja2.TemplateError when it cannot be read."""
        if _PLAIN.fullmatch(source):
            self.names.add(source.partition(".")[0])
            return getter(source)
        piped = _PIPED.fullmatch(source)
        if piped:
            names = [name.strip() for name in piped.group(2).split("|")[1:]]
            if all(name in self._filters for name in names):
                self.names.add(piped.group(1).partition(".")[0])
                return _chain(getter(piped.group(1)), [self._filters[name] for name in names])
        parser = Parser(self._environment, source, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise jinja2.TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
        return self.of_node(expression)

    def of_node(self, expression: nodes.Node) -> Evaluate:
        """A function from values to the value of a parsed expression."""
        expression = _Calls().visit(expression)
        short = _short(expression)
        if short is not None:
            self.names |= {
                node.name
                for node in (expression, *expression.find_all(nodes.Name))
                if isinstance(node, nodes.Name)
            }
            return short
        named = nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)
        whole = nodes.Template([named], lineno=1)
        whole.set_environment(self._environment)
        self.names |= meta.find_undeclared_variables(whole)
        template = self._environment.from_string(whole)

        def run(values: Values) -> object:
            context = template.new_context(values, shared=True)  # type: ignore[arg-type]  # read, never copied
            for _ in template.root_render_func(context):
                pass
            return context.vars["result"]

        return lambda values: _defined(run, values)

    def statement(self, source: str) -> nodes.Node:
        """What jinja2 reads in a statement, given with its end (``{% macro f(x) %}{% endmacro %}``)."""
        return self._environment.parse(source).body[0]

    def checked(self, source: str, place: Place, problems: list[Problem]) -> Evaluate:
        """Compile an expression; what is wrong with it is added to the problems, and it then has no value."""
        try:
            return self.compile(source)
        except jinja2.TemplateError as error:
            problems.append(self.problem(error, place))
            return lambda _: MISSING

    def problem(self, error: jinja2.TemplateError, place: Place) -> Problem:
        """What to tell an author about an expression that cannot be read."""
        message = error.message or ""
        unknown = re.search(r"No filter named '(.+?)'", message)
        if unknown is None:
            return problem("OOXML-041", place, message)
        near = difflib.get_close_matches(unknown.group(1), self.filters, 1)
        hint = f"“{unknown.group(1)}”" + (f"; did you mean “{near[0]}”?" if near else "")
        return problem("OOXML-042", place, hint)


def slot_name(expression: str) -> str:
    """The name by which an expression's slot is known: its first name."""
    found = re.match(_NAME, expression)
    return found.group() if found else expression


class _Calls(NodeTransformer):
    """Makes filters of what looks like a call, so that nothing of ours need be callable, and checks what is made."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja2's name
        """``range(…)``, ``dict(…)``, ``namespace(…)`` and the methods of plain data."""
        self.generic_visit(node)
        called = node.node
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        if isinstance(called, nodes.Getattr) and called.attr in METHODS:
            return nodes.Filter(
                called.node, "\0method", [nodes.Const(called.attr), *node.args], node.kwargs, None, None
            )
        name = called.name if isinstance(called, nodes.Name) else ""
        if name == "range" and node.args:
            return nodes.Filter(node.args[0], "\0range", node.args[1:], [], None, None)
        if name in ("dict", "namespace") and not node.args:
            pairs = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
            return nodes.Filter(nodes.Dict(pairs), f"\0{name}", [], [], None, None)
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802 - jinja2's name
        """``a if b`` without ``else`` prints nothing when b does not hold."""
        self.generic_visit(node)
        node.expr2 = nodes.Const("") if node.expr2 is None else node.expr2
        return node

    def _literal(self, node: nodes.Node) -> nodes.Node:
        self.generic_visit(node)
        return nodes.Filter(node, "\0made", [], [], None, None)

    visit_List = visit_Tuple = visit_Dict = _literal  # noqa: N815 - jinja2's names


#: Names that jinja2 itself gives a meaning.
_JINJAS = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})


def _short(node: nodes.Node) -> Evaluate | None:
    """A choice between plain names and constants (``'☑' if member.ill else '□'``) without jinja2's machinery.

    What is missing makes the whole MISSING, as StrictUndefined does. None for anything else.
    """
    if isinstance(node, nodes.Const):
        constant = node.value
        return lambda _: constant
    if isinstance(node, nodes.Name | nodes.Getattr):
        return _path(node)
    if isinstance(node, nodes.Not):
        inner = _short(node.node)
        return None if inner is None else _negated(inner)
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        parts = _short(node.test), _short(node.expr1), _short(node.expr2)
        return None if None in parts else _chosen(*parts)  # type: ignore[arg-type]  # mypy cannot see that none is None
    if isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op in ("eq", "ne"):
        left, right = _short(node.expr), _short(node.ops[0].expr)
        return None if left is None or right is None else _compared(left, right, node.ops[0].op == "eq")
    return None


def _path(node: nodes.Name | nodes.Getattr) -> Evaluate | None:
    names: list[str] = []
    inner: nodes.Node = node
    while isinstance(inner, nodes.Getattr):
        names.insert(0, inner.attr)
        inner = inner.node
    if not isinstance(inner, nodes.Name) or inner.name in _JINJAS:
        return None
    first = inner.name

    def walk(values: Values) -> object:
        found = values.get(first, MISSING)
        for name in names:
            found = part_of(found, name)
        return found

    return walk if names else lambda values: values.get(first, MISSING)


def _negated(inner: Evaluate) -> Evaluate:
    def run(values: Values) -> object:
        value = inner(values)
        return MISSING if value is MISSING else not value

    return run


def _chosen(test: Evaluate, then: Evaluate, other: Evaluate) -> Evaluate:
    def run(values: Values) -> object:
        value = test(values)
        return MISSING if value is MISSING else then(values) if value else other(values)

    return run


def _compared(left: Evaluate, right: Evaluate, equal: bool) -> Evaluate:
    def run(values: Values) -> object:
        one, other = left(values), right(values)
        if one is MISSING or other is MISSING:
            return MISSING
        return one == other if equal else one != other

    return run


def _defined(run: Callable[[Values], object], values: Values) -> object:
    try:
        value = run(values)
    except jinja2.exceptions.UndefinedError:
        return MISSING
    return MISSING if isinstance(value, Undefined) else value


def _chain(find: Evaluate, filters: list[Callable[..., Any]]) -> Evaluate:
    def run(values: Values) -> object:
        value = find(values)
        if value is MISSING or value is None:
            return value
        for each in filters:
            value = each(value)
        return value

    return run


FAULTS = (
    jinja2.TemplateError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)  # what a template's expression or an office's filter may raise
