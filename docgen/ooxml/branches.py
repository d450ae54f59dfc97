"""Control tags when they run: conditions, loops, names, macros, filtered stretches."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import jinja2

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError
from docgen.ooxml.fragments import Level, Spot, Written
from docgen.ooxml.operations import Namespace, SafeCall, bounded
from docgen.ooxml.program import Block, Page
from docgen.ooxml.underway import STEPS, underway
from docgen.ooxml.values import MISSING, Values, map_text, plain, run_text
from docgen.ooxml.writers import NOTHING, Source

FILTERED, CALLER = "docgen_filtered", "docgen_caller"  # what a filter block filters, and the body of a call
_CHANGED, SCOPES = "\0changed", "\0scopes"
MEMORY = "\0memory"  # what a loop's cells remember from record to record; no template can name it


@dataclass(slots=True)
class Branch:
    """A condition (or none) and what is written when it holds."""

    condition: Source | None
    block: Block


@dataclass(slots=True)
class If:
    """The branches of a condition; the first whose condition holds is written."""

    at: int
    branches: list[Branch]

    def __call__(self, page: Page, values: Values) -> None:
        """Write the branch that holds."""
        chosen = next((branch for branch in self.branches if _holds(branch.condition, values)), None)
        page[self.at] = "" if chosen is None else chosen.block.render(values)


@dataclass(slots=True)
class For:
    """A loop; ``otherwise`` is written when there is nothing to loop over.

    A ``recursive`` one may be called by its body, ``loop(items)``; its level is that of its tag.
    """

    at: int
    names: tuple[str, ...]
    items: Source
    pairs: bool
    condition: Source | None
    body: Block
    otherwise: Block | None = None
    recursive: bool = False
    level: Level = "text"

    def __call__(self, page: Page, values: Values) -> None:
        """Write the body for each item."""
        page[self.at] = self.text(values, self.items.value(values))

    def text(self, values: Values, given: object, depth: int = 1) -> str:
        """The body for each of some items."""
        under_way, name, place = underway(), self.items.name, self.items.place
        items = self._items(given)
        under_way.spend(name, place, steps=len(items) + (depth > 1))
        scopes = [
            scope
            for scope in self._scopes(values, items)
            if self.condition is None or _holds(self.condition, scope)
        ]
        if not scopes and self.otherwise is not None:
            return self.otherwise.render(values)
        out: list[str] = []
        memory: dict[str, object] = {SCOPES: scopes}
        for number, scope in enumerate(scopes):
            loop = _loop(number, scopes, self.names[0], memory)
            scope["loop"] = Loop(loop, self, values, depth) if self.recursive else loop
            scope[MEMORY] = memory
            out.append(self.body.render(scope))
            under_way.spend(name, place, steps=0, characters=len(out[-1]))
        return "".join(out)

    def _scopes(self, values: Values, items: Sequence[object]) -> Iterator[dict[str, object]]:
        for item in items:
            parts = (item,) if len(self.names) == 1 else item
            if not isinstance(parts, list | tuple) or len(parts) != len(self.names):
                raise FillError("OOXML-082", self.items.name, self.items.place, "(items of another shape)")
            yield {**values, **dict(zip(self.names, parts, strict=True))}

    def _items(self, found: object) -> Sequence[object]:
        if found is NOTHING:
            return ()
        if isinstance(found, Mapping):
            return tuple(found.items()) if self.pairs else tuple(found)
        if isinstance(found, list | tuple | str):  # a text is looped over by its characters
            return found
        if isinstance(found, Iterator):  # a filter's generator
            return tuple(islice(found, STEPS + 1))
        raise FillError("OOXML-082", self.items.name, self.items.place, "(a list is needed)")


class Loop(dict[str, object], SafeCall):
    """What ``loop`` is in a recursive loop: its parts, and a call that writes the loop for other items."""

    def __init__(self, parts: Mapping[str, object], node: For, values: Values, depth: int) -> None:
        super().__init__(parts, depth=depth, depth0=depth - 1)
        self._node, self._values = node, values

    def __call__(self, *given: Any, **named: Any) -> Written:
        """What the loop writes for these items."""
        if len(given) != 1 or named:
            raise TypeError("loop")
        text = self._node.text(self._values, given[0], int(str(self["depth"])) + 1)
        return Written(self._node.level, text)


@dataclass(frozen=True, slots=True)
class Set:
    """Names given to a value, for what follows in the same block."""

    names: tuple[str, ...]
    source: Source

    def __call__(self, page: Page, values: Values) -> None:  # noqa: ARG002 - every writer has this signature
        """Name the value."""
        name_value(values, self.names, self.source.given(values), self.source)


@dataclass(slots=True)
class SetBlock:
    """A name given to what stands between ``{% set x %}`` and ``{% endset %}``."""

    name: str
    level: Level
    source: Source
    body: Block
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:  # noqa: ARG002 - every writer has this signature
        """Name what is written."""
        name_value(values, (self.name,), Written(self.level, self.body.render(values)), self.source)


@dataclass(slots=True)
class With:
    """Names that hold between ``{% with a = b %}`` and ``{% endwith %}``."""

    given: tuple[tuple[str, Source], ...]
    body: Block
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:
        """Write the body with the names."""
        scope = dict(values)
        for name, source in self.given:
            name_value(scope, (name,), source.given(values), source)
        page[self.at] = self.body.render(scope)


@dataclass(frozen=True, slots=True)
class SetPart:
    """``{% set ns.name = … %}``: a name of what ``namespace(…)`` made; nothing else can be changed."""

    name: str
    part: str
    source: Source

    def __call__(self, page: Page, values: Values) -> None:  # noqa: ARG002 - every writer has this signature
        """Change the name."""
        space = values.get(self.name)
        if not isinstance(space, Namespace):
            raise FillError("OOXML-082", self.name, self.source.place, "(no namespace)")
        name_value(space, (self.part,), self.source.given(values), self.source)


@dataclass(slots=True)
class FilterBlock:
    """``{% filter f %} … {% endfilter %}``: each stretch of text between the tags goes through the filter."""

    source: Source
    body: Block
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:
        """Write the filtered text."""
        name, place = self.source.name, self.source.place

        def filtered(text: str) -> str:
            value = self.source.given({**values, FILTERED: text})
            return run_text(plain(value, name, place), name, place)

        page[self.at] = map_text(self.body.render(values), filtered)


@dataclass(slots=True)
class Call:
    """``{% call f(x) %} … {% endcall %}``: a macro's call, whose body the macro prints as ``{{ caller() }}``."""

    body: "Macro"
    source: Source
    spot: Spot
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:
        """Write what the macro writes."""
        written = self.source.given({**values, CALLER: MacroCall(self.body, values)})
        if not isinstance(written, Written):
            raise FillError("OOXML-082", self.source.name, self.source.place, "(no macro)")
        page[self.at] = written.write(self.spot)


@dataclass(slots=True)
class Macro:
    """A named stretch with parameters; a default is None where the parameter must be given."""

    name: str
    parameters: tuple[tuple[str, Source | None], ...]
    level: Level
    source: Source
    body: Block
    at: int = 0

    def __call__(self, page: Page, values: Values) -> None:  # noqa: ARG002 - every writer has this signature
        """Name the macro, for what follows."""
        name_value(values, (self.name,), MacroCall(self, values), self.source)


class MacroCall(SafeCall):
    """A macro with the values of its place, as a template calls it."""

    def __init__(self, macro: Macro, values: Values) -> None:
        self._macro, self._values = macro, values

    def __call__(self, *given: Any, **named: Any) -> Written:
        """What the macro writes for these arguments."""
        macro = self._macro
        underway().spend(macro.name, macro.source.place)
        names = [name for name, _ in macro.parameters]
        caller = {"caller": named.pop("caller")} if "caller" in named else {}
        if len(given) > len(names) or not named.keys() <= set(names[len(given) :]):
            raise TypeError(macro.name)
        scope: dict[str, object] = {
            **self._values,
            **caller,
            **dict(zip(names, given, strict=False)),
            **named,
        }
        for name, default in macro.parameters[len(given) :]:
            if name not in named:
                scope[name] = MISSING if default is None else default.given(scope)
        for value in (*given, *named.values()):
            bounded(value)
        return Written(macro.level, macro.body.render(scope))


def name_value(values: Values, names: tuple[str, ...], value: object, source: Source) -> None:
    """Give a value its name, or its items theirs, for what follows; a value that is too large is refused."""
    if not isinstance(values, dict):
        return
    try:
        bounded(value)
    except jinja2.exceptions.SecurityError:
        raise FillError("OOXML-092", source.name, source.place) from None
    if len(names) == 1:
        values[names[0]] = value
    elif isinstance(value, list | tuple) and len(value) == len(names):
        values.update(zip(names, value, strict=True))
    else:
        raise FillError("OOXML-082", source.name, source.place, "(items of another shape)")


class _Cycle(SafeCall):
    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, *given: Any, **named: Any) -> object:  # noqa: ARG002 - as its base
        return given[self._number % len(given)]


class _Changed(SafeCall):
    def __init__(self, memory: dict[str, object]) -> None:
        self._memory = memory

    def __call__(self, *given: Any, **named: Any) -> object:  # noqa: ARG002 - as its base
        changed = self._memory.get(_CHANGED) != given
        self._memory[_CHANGED] = given
        return changed


def _loop(
    number: int, scopes: Sequence[Mapping[str, object]], name: str, memory: dict[str, object]
) -> Mapping[str, object]:
    length = len(scopes)
    loop = {
        "index": number + 1,
        "index0": number,
        "revindex": length - number,
        "revindex0": length - number - 1,
        "first": number == 0,
        "last": number == length - 1,
        "length": length,
        "depth": 1,
        "depth0": 0,
        "cycle": _Cycle(number),
        "changed": _Changed(memory),
    }
    if number:
        loop["previtem"] = scopes[number - 1][name]
    if number + 1 < length:
        loop["nextitem"] = scopes[number + 1][name]
    return loop


def _holds(condition: Source | None, values: Values) -> bool:
    if condition is None:
        return True
    return bool(condition.given(values))
