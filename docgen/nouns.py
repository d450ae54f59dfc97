"""Dataclasses whose methods are made when they are first needed.

`dataclasses.dataclass` compiles six methods for every class while its module loads; a command loads
some two hundred such classes and makes values of a few. Here a class gets its fields and slots at once,
its ``__init__`` with the first value, and the other methods, which need no compiling, from closures.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError, fields

    #: Methods that a class may state itself; such a class is left to the library where they bear on each other.
    _OWN = ("__init__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__")

    def dataclass(**wanted: bool) -> Callable[[type], type]:
        """Decorate a class as `dataclasses.dataclass` does: ``frozen``, ``slots``, ``eq``; anything else is left to it."""

        def decorated(kind: type) -> type:
            plain = wanted.get("slots") and not wanted.keys() - {"frozen", "slots", "eq"}
            if not plain or any(name in kind.__dict__ for name in _OWN):
                return dataclasses.dataclass(**wanted)(kind)
            made = dataclasses.dataclass(slots=True, init=False, repr=False, eq=False)(kind)
            return _with_methods(made, wanted.get("frozen", False), wanted.get("eq", True))

        return decorated

    def _with_methods(kind: type, frozen: bool, equal: bool) -> type:
        def first(self: Any, *given: Any, **named: Any) -> None:
            kind.__init__ = _initialiser(kind, frozen)
            kind.__init__(self, *given, **named)

        kind.__init__ = first
        if "__repr__" not in kind.__dict__:
            kind.__repr__ = _representation(kind)
        if equal:
            kind.__eq__, kind.__hash__ = _equality(kind, frozen)
        if frozen:
            kind.__setattr__, kind.__delattr__ = _refuse_to_set, _refuse_to_delete
            kind.__getstate__, kind.__setstate__ = _state, _restore
        return kind

    def _initialiser(kind: type, frozen: bool) -> Callable[..., None]:
        """Compile ``__init__``: each field is set through its slot, which a frozen class does not guard."""
        known: dict[str, Any] = {"_MISSING": MISSING}
        positional, named, body = [], [], []
        for field in fields(kind):
            name, value = field.name, field.name
            if field.default_factory is not MISSING:
                known[f"_make_{name}"] = field.default_factory
                value = (
                    f"_make_{name}() if {name} is _MISSING else {name}" if field.init else f"_make_{name}()"
                )
                default = "=_MISSING"
            elif field.default is not MISSING:
                known[f"_default_{name}"] = field.default
                default = f"=_default_{name}"
                value = value if field.init else f"_default_{name}"
            else:
                default = ""
            if field.init:
                (named if field.kw_only else positional).append(name + default)
            elif not default:
                continue
            known[f"_set_{name}"] = getattr(kind, name).__set__
            body.append(f"_set_{name}(self, {value})" if frozen else f"self.{name} = {value}")
        if hasattr(kind, "__post_init__"):
            body.append("self.__post_init__()")
        parameters = ", ".join(["self", *positional, *(["*", *named] if named else [])])
        source = f"def __init__({parameters}):\n " + "\n ".join(body or ["pass"])
        exec(source, known)  # noqa: S102 -- names of fields only, as the library does
        made: Callable[..., None] = known["__init__"]
        made.__qualname__, made.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
        return made

    def _representation(kind: type) -> Callable[[Any], str]:
        def representation(self: Any) -> str:
            shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(kind) if one.repr)
            return f"{type(self).__qualname__}({shown})"

        return representation

    def _equality(kind: type, frozen: bool) -> tuple[Callable[[Any, Any], Any], Callable[[Any], int] | None]:
        """Return ``__eq__``, and ``__hash__`` for values that cannot change."""
        names = [one.name for one in fields(kind) if one.compare]
        compared = attrgetter(*names) if names else lambda _: ()

        def equal(self: Any, other: Any) -> Any:
            if other.__class__ is self.__class__:
                return compared(self) == compared(other)
            return NotImplemented

        def digest(self: Any) -> int:
            return hash(compared(self))

        return equal, digest if frozen else None

    def _refuse_to_set(_: Any, name: str, __: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(_: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self: Any) -> list[Any]:
        return [getattr(self, one.name) for one in fields(self)]

    def _restore(self: Any, state: list[Any]) -> None:
        for one, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)
