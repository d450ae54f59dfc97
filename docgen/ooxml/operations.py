"""What a template's expressions may do to plain data: operators, filters and methods, none of which makes much of little.

An operation makes at most 100,000 characters or items, and nothing that holds more than five million when all of
it is written out. Filters whose result differs from run to run (``random``), that reach into objects (``attr``) or
make HTML (``urlize``, ``xmlattr``) are left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from textwrap import wrap
from typing import Any

from jinja2 import filters
from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined

from docgen.ooxml.underway import STEPS
from docgen.ooxml.values import MISSING, Grouped, part_of

Filters = Mapping[str, Callable[..., Any]]

_LARGEST = 100_000  # characters, items or digits that one operation of a template may make
_MOST = 5_000_000  # what all that it holds may come to
_BITS = 256
_PERCENT = re.compile(r"%(?:\(\w*\))?[-#0 +]*(\*|\d*)(?:\.(\*|\d*))?")

BUILT_IN = frozenset(
    {
        "default",
        "d",
        "length",
        "count",
        "lower",
        "upper",
        "capitalize",
        "title",
        "trim",
        "first",
        "last",
        "int",
        "float",
        "round",
        "abs",
        "truncate",
        "string",
        "wordcount",
        "min",
        "max",
        "sum",
        "sort",
        "unique",
        "reverse",
        "list",
        "select",
        "reject",
        "selectattr",
        "rejectattr",
        "dictsort",
        "items",
        "map",
        "striptags",
        "filesizeformat",
        "urlencode",
        "tojson",
        "pprint",
    }
)  # of jinja2's own filters, as they are; those that can make something huge are in OWN

METHODS = frozenset(
    {
        "capitalize",
        "center",
        "count",
        "endswith",
        "find",
        "get",
        "isalnum",
        "isalpha",
        "isdecimal",
        "isdigit",
        "isoformat",
        "isoweekday",
        "items",
        "join",
        "keys",
        "ljust",
        "lower",
        "lstrip",
        "partition",
        "replace",
        "rfind",
        "rjust",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strftime",
        "strip",
        "swapcase",
        "title",
        "upper",
        "values",
        "weekday",
        "zfill",
        "index",
    }
)
_WIDE = frozenset({"center", "ljust", "rjust", "zfill"})
_OF_TEXT = METHODS - {"get", "isoformat", "isoweekday", "items", "keys", "strftime", "values", "weekday"}
_OF = (
    (str, _OF_TEXT),
    (Mapping, frozenset({"get", "items", "keys", "values"})),
    ((list, tuple), frozenset({"count", "index"})),
    (date, frozenset({"isoformat", "isoweekday", "strftime", "weekday"})),
)


class SafeCall:
    """Something of ours that a template may call (a macro, ``loop.cycle``); nothing else can be called."""

    def __call__(self, *given: Any, **named: Any) -> object:
        """The call's value."""
        raise NotImplementedError


class Namespace(dict[str, object]):
    """What ``namespace(…)`` makes: names that ``{% set ns.name = … %}`` may change from within a loop."""


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | list | tuple) else 0


def bounded(value: object) -> object:
    """A value that a template made; SecurityError when it is larger than one operation may make."""
    if _size(value) > _LARGEST or _long(value):
        raise SecurityError("a value grew too large")
    if isinstance(value, list | tuple | dict):
        _expanded(value, {})
    return value


def _expanded(value: object, known: dict[int, int]) -> int:
    """How much a value holds when all of it is written out; what stands in it twice counts twice, and is seen once."""
    if not isinstance(value, list | tuple | Mapping):
        return 1 + _size(value)
    if id(value) not in known:
        parts: Iterable[object] = value.values() if isinstance(value, Mapping) else value
        known[id(value)] = 1 + sum(_expanded(part, known) for part in parts)
        if known[id(value)] > _MOST:
            raise SecurityError("a value grew too large")
    return known[id(value)]


def check_operands(operator: str, left: object, right: object) -> None:
    """SecurityError when ``*``, ``**``, ``%`` or ``+`` would make something large of these."""
    too_much = _long(left) or _long(right)
    if operator == "+":
        too_much |= _size(left) + _size(right) > _LARGEST
    elif operator == "*":
        for one, other in ((left, right), (right, left)):
            too_much |= isinstance(other, int) and _size(one) * other > _LARGEST
    elif operator == "**" and isinstance(left, int) and isinstance(right, int):
        too_much |= right * left.bit_length() > _BITS
    if too_much:
        raise SecurityError(f"the operands of {operator} are too large")


def _long(value: object) -> bool:
    return isinstance(value, int) and value.bit_length() > _BITS


def formatted(text: object, *given: object, **named: object) -> str:
    """``'%05.2f' % x`` and ``'%s' | format(x)``, with widths of at most four digits."""
    source = str(text)
    for width in (width for found in _PERCENT.finditer(source) for width in found.groups()):
        if width and (width == "*" or len(width) > 4):
            raise SecurityError("a format is too wide")
    values = named or (given[0] if len(given) == 1 and isinstance(given[0], tuple | Mapping) else given)
    return str(bounded(source % values))


def _replace(text: object, old: str, new: str, count: int = -1) -> str:
    whole = str(text)
    if len(whole) + whole.count(old) * len(new) > _LARGEST:
        raise SecurityError("a text grew too large")
    return whole.replace(old, new, -1 if count is None else count)


def _join(items: Iterable[object], separator: str = "", attribute: str | int | None = None) -> str:
    parts = [str(item if attribute is None else _part(item, attribute)) for item in islice(items, STEPS)]
    if sum(map(len, parts)) + len(separator) * len(parts) > _LARGEST:
        raise SecurityError("a text grew too large")
    return separator.join(parts)


def _part(item: Any, attribute: str | int) -> object:
    if isinstance(attribute, int):
        return item[attribute] if isinstance(item, list | tuple | str) else ""
    found = item
    for name in attribute.split("."):
        found = part_of(found, name)
    return "" if found is MISSING else found


def _groups(items: Iterable[object], attribute: str) -> list[Grouped]:
    """Records of one value that follow each other after sorting, as in jinja2."""
    found: dict[object, list[object]] = {}
    for item in islice(items, STEPS):
        found.setdefault(part_of(item, attribute), []).append(item)
    return [Grouped(key, found[key]) for key in sorted(found, key=lambda key: (str(type(key)), key))]


def _range(*bounds: int) -> tuple[int, ...]:
    numbers = range(*bounds)
    if len(numbers) > STEPS:
        raise SecurityError("a range is too long")
    return tuple(numbers)


def _batch(items: Iterable[object], size: int, fill: object = None) -> Iterator[list[object]]:
    if size > _LARGEST or not isinstance(fill, str | int | float | None):
        raise SecurityError("a batch is too large")
    return filters.do_batch(items, size, fill)


def _slices(items: Any, number: int, fill: object = None) -> Iterator[list[object]]:
    if number > _LARGEST:
        raise SecurityError("too many slices")
    return filters.sync_do_slice(items, number, fill)


def _narrow(name: str, run: Callable[..., Any], text: object, width: int, *given: Any, **named: Any) -> Any:
    """A filter or method that takes a width."""
    if width > _LARGEST:
        raise SecurityError(f"{name} is too wide")
    return bounded(run(text, width, *given, **named))


def _center(text: object, width: int = 80) -> Any:
    return _narrow("center", str.center, str(text), width)


def _indent(text: object, width: int | str = 4, *given: Any, **named: Any) -> Any:
    lines = str(text).count("\n") + 1
    if (len(width) if isinstance(width, str) else width) * lines > _LARGEST:
        raise SecurityError("an indent is too wide")
    return filters.do_indent(str(text), width, *given, **named)


def _wrapped(text: object, width: int = 79) -> str:
    return "\n".join("\n".join(wrap(line, width) or [""]) for line in str(text).splitlines())


def _same(value: object) -> object:
    """``e``, ``escape``, ``safe``: every value is escaped once, where it is written."""
    return value


def _method(value: object, name: str, *given: Any, **named: Any) -> object:
    """A method of a text, a list, a mapping or a date: those that only give a value."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()  # says which name is missing
    if not any(isinstance(value, kind) and name in names for kind, names in _OF):
        raise SecurityError(f"{name} is no method for templates")
    if isinstance(value, str):
        return _method_of_text(str(value), name, *given, **named)
    if isinstance(value, Mapping):
        return value.get(*given) if name == "get" else tuple(getattr(value, name)())
    if isinstance(value, date) and type(value) not in (date, datetime):
        raise SecurityError("a date of another kind")
    return bounded(getattr(value, name)(*given, **named))


def _method_of_text(text: str, name: str, *given: Any, **named: Any) -> object:
    if name == "join":
        return _join(given[0], text)
    if name == "replace":
        return _replace(text, *given)
    if name in _WIDE:
        return _narrow(name, getattr(str, name), text, *given)
    return bounded(getattr(text, name)(*given, **named))


OWN: Filters = {
    "e": _same,
    "escape": _same,
    "forceescape": _same,
    "safe": _same,
    "replace": _replace,
    "join": _join,
    "groupby": _groups,
    "batch": _batch,
    "slice": _slices,
    "center": _center,
    "format": formatted,
    "indent": _indent,
    "wordwrap": _wrapped,
    "\0range": _range,
    "\0method": _method,
    "\0made": bounded,
    "\0dict": bounded,
    "\0namespace": Namespace,
}  # those that begin with NUL stand for what looks like a call
