"""Expressions of a form's declaration: Jinja's grammar, checked against the case model, then plain Python.

An expression may name, follow attributes, compare, choose, add and filter; it cannot call, index by
name tricks, or loop. Every attribute chain is checked when the form is opened, so a misspelt one is
found before the first case; a missing object on the way gives None. The case paths an expression
reads are known from the start: they say which findings block which form.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from pydantic import BaseModel

from .nouns import dataclass

_GRAMMAR = Environment(autoescape=False)  # noqa: S701 - parses only, renders nothing

#: Words of the grammar that are no names where an expression begins.
_WORDS = frozenset(("true", "false", "none", "True", "False", "None", "not"))

_BINARY: Mapping[type[nodes.Expr], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Div: "/",
    nodes.And: "and",
    nodes.Or: "or",
}
_COMPARE = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}


class ExpressionError(ValueError):
    """An expression is wrong; ``near`` holds names that were perhaps meant."""

    def __init__(self, message: str, near: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name before any case: its type, and the case path it stands for."""

    type: Any
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled expression: Python source, the case paths it reads, and its type where known."""

    source: str
    reads: frozenset[str]
    type: Any = Any


def compile_expression(text: str, names: Mapping[str, Known], filters: Iterable[str]) -> Code:
    """Return ``text`` as Python source over ``names`` and ``filters`` (``f_<name>``).

    The source calls ``get(object, attribute)`` for an attribute, which gives None for a missing object.
    Raises `ExpressionError`.
    """
    translator = _Translator(names, frozenset(filters))
    known, source = translator.visit(_chain(text) or _parsed(text))
    if known.path:
        translator.reads.add(known.path)
    return Code(source, frozenset(translator.reads), known.type)


@dataclass(frozen=True, slots=True)
class Way:
    """How an expression comes to its value: the owner's code and case path, the attribute read, the filters on it."""

    owner: str
    path: str | None
    name: str
    filters: tuple[tuple[str, tuple[Any, ...]], ...] = ()


def way_of(text: str, names: Mapping[str, Known], filters: Iterable[str]) -> Way | None:
    """Return the way to the one attribute that ``text`` writes; None where it writes anything else.

    ``x if test else none`` is the way to ``x``. A filter's arguments are given where they are constants.
    """
    node, applied = _chain(text) or _parsed(text), []
    while True:
        if isinstance(node, nodes.CondExpr) and _is_nothing(node.expr2):
            node = node.expr1
        elif isinstance(node, nodes.Filter) and node.node is not None:
            constants = tuple(one.value for one in node.args if isinstance(one, nodes.Const))
            applied.append((node.name, constants))
            node = node.node
        else:
            break
    translator = _Translator(names, frozenset(filters))
    if isinstance(node, nodes.Getattr):
        owner, name = node.node, node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        owner, name = node.node, str(node.arg.value)
    elif isinstance(node, nodes.Name):
        owner, name = node, ""
    else:
        return None
    known, source = translator.visit(owner)
    return Way(source, known.path, name, tuple(reversed(applied)))


def _is_nothing(node: nodes.Expr | None) -> bool:
    return node is None or (isinstance(node, nodes.Const) and node.value is None)


def row_of(each: Code) -> Known:
    """Return what is known of one record of ``each``."""
    kinds = getattr(each.type, "__args__", ())
    paths = sorted(each.reads)
    return Known(kinds[0] if kinds else Any, f"{paths[0]}.*" if len(paths) == 1 else None)


def _chain(text: str) -> nodes.Expr | None:
    """Return the tree of a name and its attributes, which most expressions are; None for anything else."""
    first, *rest = text.split(".")
    if first in _WORDS or not all(part.isidentifier() for part in (first, *rest)):
        return None
    tree: nodes.Expr = nodes.Name(first, "load", lineno=1)
    for part in rest:
        tree = nodes.Getattr(tree, part, "load", lineno=1)
    return tree


@lru_cache(maxsize=1024)
def _parsed(text: str) -> nodes.Expr:
    try:
        parser = Parser(_GRAMMAR, text, state="variable")
        tree = parser.parse_tuple(with_condexpr=True)
    except TemplateSyntaxError as error:
        raise ExpressionError(error.message or "syntax") from error
    if not parser.stream.eos:
        raise ExpressionError("one expression is wanted")
    return tree


class _Translator:
    """Walks Jinja's tree once, writing Python and collecting what is read."""

    def __init__(self, names: Mapping[str, Known], filters: frozenset[str]) -> None:
        self._names = names
        self._filters = filters
        self.reads: set[str] = set()

    def visit(self, node: nodes.Node) -> tuple[Known, str]:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            found: tuple[Known, str] = method(node)
            return found
        if isinstance(node, nodes.BinExpr) and type(node) in _BINARY:
            return self._binary(node)
        raise ExpressionError(f"{type(node).__name__} is not allowed here")

    def _templatedata(self, node: nodes.TemplateData) -> tuple[Known, str]:
        return Known(str), repr(node.data)

    def _const(self, node: nodes.Const) -> tuple[Known, str]:
        return Known(type(node.value)), repr(node.value)

    def _name(self, node: nodes.Name) -> tuple[Known, str]:
        if node.name not in self._names:
            raise ExpressionError(node.name, get_close_matches(node.name, self._names))
        return self._names[node.name], f"n_{node.name}"

    def _getattr(self, node: nodes.Getattr) -> tuple[Known, str]:
        owner, source = self.visit(node.node)
        return member(owner, node.attr), f"get({source}, {node.attr!r})"

    def _getitem(self, node: nodes.Getitem) -> tuple[Known, str]:
        owner, source = self.visit(node.node)
        if not isinstance(node.arg, nodes.Const):
            raise ExpressionError("only a constant may stand in [ ]")
        inner = Known(_item_type(owner.type), _below(owner.path, str(node.arg.value)))
        return inner, f"item({source}, {node.arg.value!r})"

    def _filter(self, node: nodes.Filter) -> tuple[Known, str]:
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise ExpressionError(f"{node.name}: only plain arguments are allowed")
        if node.name not in self._filters:
            raise ExpressionError(node.name, get_close_matches(node.name, self._filters))
        owner, source = self.visit(node.node)
        arguments = [self._argument(argument) for argument in node.args]
        known = self._filtered(node, owner)
        return known, f"f_{node.name}({', '.join([source, *arguments])})"

    def _filtered(self, node: nodes.Filter, owner: Known) -> Known:
        """Follow the list filters, whose results are still parts of the case."""
        first = node.args[0].value if node.args and isinstance(node.args[0], nodes.Const) else None
        if node.name == "each" and isinstance(first, str):
            inner = Known(_item_type(owner.type), _below(owner.path, "*"))
            for name in first.split("."):
                inner = member(inner, name)
            if inner.path:
                self.reads.add(inner.path)
            return Known(list[inner.type], None)  # type: ignore[name-defined]  # a type made at run time
        if node.name in ("where", "where_not") and isinstance(first, str):
            inner = Known(_item_type(owner.type), None)
            for name in first.split("."):
                inner = member(inner, name)
            return owner
        if node.name in ("first", "last"):
            return Known(_item_type(owner.type), _below(owner.path, "*"))
        if owner.path:
            self.reads.add(f"{owner.path}.#" if node.name == "count" else owner.path)
        return Known(Any)

    def _argument(self, node: nodes.Expr) -> str:
        known, source = self.visit(node)
        if known.path:
            self.reads.add(known.path)
        return source

    def _binary(self, node: nodes.BinExpr) -> tuple[Known, str]:
        left, right = self._argument(node.left), self._argument(node.right)
        return Known(Any), f"({left} {_BINARY[type(node)]} {right})"

    def _mul(self, node: nodes.Mul) -> tuple[Known, str]:
        return Known(Any), f"times({self._argument(node.left)}, {self._argument(node.right)})"

    def _not(self, node: nodes.Not) -> tuple[Known, str]:
        return Known(bool), f"(not {self._argument(node.node)})"

    def _neg(self, node: nodes.Neg) -> tuple[Known, str]:
        return Known(Any), f"(-{self._argument(node.node)})"

    def _concat(self, node: nodes.Concat) -> tuple[Known, str]:
        return Known(str), "+".join(f"text({self._argument(part)})" for part in node.nodes)

    def _compare(self, node: nodes.Compare) -> tuple[Known, str]:
        parts = [self._argument(node.expr)]
        parts += [f"{_COMPARE[operand.op]} {self._argument(operand.expr)}" for operand in node.ops]
        return Known(bool), f"({' '.join(parts)})"

    def _condexpr(self, node: nodes.CondExpr) -> tuple[Known, str]:
        test, then = self._argument(node.test), self._argument(node.expr1)
        otherwise = self._argument(node.expr2) if node.expr2 is not None else "None"
        return Known(Any), f"({then} if {test} else {otherwise})"

    def _list(self, node: nodes.List) -> tuple[Known, str]:
        return Known(list), f"[{', '.join(self._argument(part) for part in node.items)}]"

    def _tuple(self, node: nodes.Tuple) -> tuple[Known, str]:
        return Known(tuple), f"({''.join(self._argument(part) + ', ' for part in node.items)})"


def member(owner: Known, name: str) -> Known:
    """Return what is known of the attribute ``name`` of ``owner``; raise where there is none."""
    kind = _plain(owner.type)
    if name.startswith("_"):
        raise ExpressionError(name)
    if kind is Any or kind is NoneType:
        return Known(Any, _below(owner.path, name))
    if get_origin(kind) in (dict, Mapping) or kind in (dict, Mapping):
        return Known(Any, _below(owner.path, name))
    offered = {} if get_origin(kind) is not None else attributes(kind)
    if name not in offered:
        raise ExpressionError(name, get_close_matches(name, offered, cutoff=0.5))
    return Known(offered[name], _below(owner.path, name))


@cache
def attributes(kind: type) -> Mapping[str, Any]:
    """Return the fields and properties that an expression may read of a value of ``kind``."""
    found: dict[str, Any] = {}
    if kind is date:
        return {"year": int, "month": int, "day": int}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found |= {name: declared.annotation for name, declared in kind.model_fields.items()}
    elif is_dataclass(kind):
        hints = get_type_hints(kind)
        found |= {declared.name: hints[declared.name] for declared in fields(kind)}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("pydantic"):
            continue
        for name, thing in vars(base).items():
            found |= _property(name, thing)
    return found


def _property(name: str, thing: object) -> dict[str, Any]:
    if name.startswith(("_", "model_")):
        return {}
    function = thing.fget if isinstance(thing, property) else None
    if isinstance(thing, cached_property):
        function = thing.func
    return {name: get_type_hints(function).get("return", Any)} if function else {}


def _plain(kind: Any) -> Any:
    """Return ``kind`` without None and without annotations."""
    while get_origin(kind) is not None and hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        kinds = [part for part in get_args(kind) if part is not NoneType]
        return _plain(kinds[0]) if len(kinds) == 1 else Any
    return kind


def _item_type(kind: Any) -> Any:
    kind = _plain(kind)
    if get_origin(kind) in (tuple, list):
        return _plain(get_args(kind)[0])
    return Any


def _below(path: str | None, name: str) -> str | None:
    return None if path is None else (f"{path}.{name}" if path else name)


def get(owner: Any, name: str) -> Any:
    """Return an attribute (or a mapping's entry) of ``owner``; None where either is missing."""
    if owner is None or owner == "":
        return None
    if isinstance(owner, Mapping):
        return owner.get(name)
    value = getattr(owner, name)
    if callable(value):
        raise TypeError(f"{name} is not a value")
    return value


def item(owner: Any, key: Any) -> Any:
    """Return an item of a list or mapping; None where there is none."""
    if owner is None:
        return None
    if isinstance(owner, Mapping):
        return owner.get(key)
    return owner[key] if isinstance(key, int) and -len(owner) <= key < len(owner) else None


def times(left: Any, right: Any) -> Any:
    """Return the product of two numbers; text is not repeated, for that has no limit."""
    if isinstance(left, str) or isinstance(right, str):
        raise TypeError("text cannot be multiplied")
    return left * right


def text(value: Any) -> str:
    """Return ``value`` as text; nothing where there is none."""
    return "" if value is None else str(value)


def build(lines: Iterable[str], filters: Mapping[str, Callable[..., Any]], sight: Mapping[str, Any]) -> Any:
    """Return the function ``fill(names)`` whose body is ``lines``.

    It sees ``filters`` as ``f_<name>`` and what ``sight`` holds. The expressions in the lines come from
    `compile_expression` only: no word of a declaration reaches Python unparsed.
    """
    scope: dict[str, Any] = dict(sight) | {"get": get, "item": item, "text": text, "times": times}
    scope |= {f"f_{filter_name}": function for filter_name, function in filters.items()}
    source = "def fill(names):\n" + "\n".join(f"    {line}" for line in lines)
    exec(compile(source, "<form>", "exec"), scope)  # noqa: S102 - generated from a checked tree
    return scope["fill"]
