"""What a tag says beyond a plain name: filters and expressions, in a sandbox that can reach plain data only."""

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.parser import Parser
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.values import MISSING, Values, getter, part_of

Filters = Mapping[str, Callable[..., Any]]
Evaluate = Callable[[Values], object]

_NAME = r"[^\W\d]\w*(?:\.\w+)*"
_PLAIN = re.compile(_NAME)
_PIPED = re.compile(rf"({_NAME})((?:\s*\|\s*[^\W\d]\w*)+)")
_LARGEST = 100_000  # characters or digits that one operation of a template may make
_BUILT_IN = frozenset(
    {
        "default",
        "d",
        "join",
        "length",
        "count",
        "lower",
        "upper",
        "trim",
        "replace",
        "first",
        "last",
        "int",
        "round",
        "abs",
        "truncate",
        "string",
    }
)


class _PlainData(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing can be called and only mappings, sequences and dates have parts."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        found = part_of(obj, attribute)
        return self.undefined(obj=obj, name=attribute) if found is MISSING else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, int | slice) and isinstance(obj, list | tuple | str):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        return self.getattr(obj, str(argument))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - jinja2's signature
        return False

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002 - jinja2's signature
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sized = isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple)
        if (
            operator == "**"
            or (operator == "%" and sized)
            or (operator == "*" and sized)
            or _long(left)
            or _long(right)
        ):
            raise jinja2.exceptions.SecurityError(f"operator {operator} is not for templates")
        return super().call_binop(context, operator, left, right)


def _long(value: object) -> bool:
    return isinstance(value, int) and abs(value).bit_length() > 256


class Expressions:
    """Compiles what stands between ``{{`` and ``}}``."""

    def __init__(self, filters: Filters) -> None:
        self._filters = dict(filters)
        self._environment = _PlainData(undefined=jinja2.StrictUndefined, autoescape=False, cache_size=0)
        self._environment.globals.clear()
        usual = {name: run for name, run in self._environment.filters.items() if name in _BUILT_IN}
        self._environment.filters = {**usual, **self._filters}

    @property
    def filters(self) -> frozenset[str]:
        """The names of all filters a tag may use."""
        return frozenset(self._environment.filters)

    def compile(self, source: str) -> Evaluate:
        """A function from values to this expression's value; jinja2.TemplateError when it cannot be read."""
        if _PLAIN.fullmatch(source):
            return getter(source)
        piped = _PIPED.fullmatch(source)
        if piped:
            names = [name.strip() for name in piped.group(2).split("|")[1:]]
            if all(name in self._filters for name in names):
                return _chain(getter(piped.group(1)), [self._filters[name] for name in names])
        template = self._environment.from_string(self._assignment(source))

        def run(values: Values) -> object:
            context = template.new_context(values, shared=True)  # type: ignore[arg-type]  # read, never copied
            for _ in template.root_render_func(context):
                pass
            return context.vars["result"]

        return lambda values: _defined(run, values)

    def _assignment(self, source: str) -> nodes.Template:
        """The expression as a template that only gives its value a name."""
        parser = Parser(self._environment, source, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise jinja2.TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
        named = nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)
        whole = nodes.Template([named], lineno=1)
        whole.set_environment(self._environment)
        return whole

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
