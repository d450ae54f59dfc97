"""Boxes and columns: every box of the case with its kind, and which heading of a roster states it.

The boxes come from the case model itself, so that no label, unit or list is stated twice; the columns
come from ``columns.toml``. Whoever writes a roster and whoever reads one use the same table.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from . import toml
from .case import Case
from .codes import LISTS, IdNumber, OneOf, OptionList, Phone
from .nouns import dataclass

#: What a box holds; it decides how a cell is read, written and what its note says.
Kind = Literal[
    "text", "prose", "code", "id", "phone", "option", "options", "texts",
    "yesno", "date", "month", "money", "amount", "count", "facts",
]  # fmt: skip

#: The first cell of a row that only shows how to fill the sheet in.
EXAMPLE = "示例"

#: The hidden sheet of an intake workbook that holds the option lists.
OPTIONS = "选项"

#: The sheet of a worklist that only sums it up, not read.
SUMMARY = "按规则汇总"

_PROSE = frozenset(
    {"note", "reason", "opinion", "handling", "purpose", "findings", "actions", "effect", "conclusion"}
)
_CODES = frozenset({"number", "hh_id", "code", "aliases[]"})


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the case (栏目), known by its path with ``[]`` for a place in a list.

    ``limit`` is the first amount too large; ``lowest`` the least one allowed, None for any.
    """

    path: str
    label: str
    kind: Kind
    required: bool = False
    list_id: str = ""
    coded: bool = False
    unit: str = ""
    source: str = ""
    pattern: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    limit: Decimal | None = None

    @property
    def options(self) -> OptionList:
        """The option list of an option box."""
        return LISTS[self.list_id]

    @property
    def is_secret(self) -> bool:
        """Whether what it holds identifies a person and is masked on screens."""
        return self.kind in ("id", "phone")


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a column's path: a part (``one``) or a list, with what marks the record in it."""

    name: str
    is_list: bool = False
    mark: str = ""
    marked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its heading, its other spellings, and the box it states."""

    path: str
    heading: str
    spellings: tuple[str, ...]
    box: Box
    steps: tuple[Step, ...]
    leaf: str
    each: bool = False

    @property
    def at(self) -> str:
        """The case path as findings name it, without marks: ``household.members[].phone``."""
        return self.box.path


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the intake workbook (登记工作簿) and its columns in order."""

    name: str
    columns: tuple[Column, ...]

    def headings(self) -> Mapping[str, Column]:
        """Return the columns by every spelling of their headings."""
        return _by_heading(self.columns)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The sheet of a worklist that comes back with corrected values (更正值)."""

    name: str
    number: str
    box: str
    value: str


def plain_heading(text: str) -> str:
    """Return a heading without blanks, stars and the difference between wide and narrow marks."""
    text = re.sub(r"[\s*＊:：\ufeff]", "", text)
    return text.replace("(", "（").replace(")", "）").replace(",", "、").replace("，", "、")


def bare_heading(text: str) -> str:
    """Return a plain heading without what stands in brackets at its end: ``务工时间（月）``."""
    return re.sub(r"（[^（）]*）$", "", plain_heading(text))


def any_place(path: str) -> str:
    """Return a case path with ``[]`` for every index: ``household.members[].id_no``."""
    return re.sub(r"\.\d+", "[]", path)


@cache
def boxes() -> Mapping[str, Box]:
    """Return every box of the case by its path, in the order of the model."""
    return {box.path: box for box in _walk(Case, "")}


@cache
def lists() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return every list of records in the case: its label, and the names a record cannot do without."""
    return dict(_lists(Case, ""))


@cache
def sheets() -> Mapping[str, Sheet]:
    """Return the sheets of the intake workbook by name, in order."""
    return {table["name"]: Sheet(table["name"], _columns(table["columns"])) for table in _declared()["sheet"]}


@cache
def export_headings() -> Mapping[str, Column]:
    """Return what may stand above a column of a national export, by every spelling known."""
    further = _columns(_declared()["export"]["columns"])
    known = dict(_by_heading(further))
    for name in ("户", "家庭成员"):
        for heading, column in sheets()[name].headings().items():
            known.setdefault(heading, column)
    return known


@cache
def expected() -> Mapping[str, str]:
    """Return the columns that every household should have, each with the one that may stand in its place."""
    return dict(_declared()["expected"]["columns"])


@cache
def corrections() -> Corrections:
    """Return how the worklist's sheet is laid out when it comes back."""
    return Corrections(**_declared()["worklist"])


def _declared() -> Mapping[str, Any]:
    return toml.loads(files("docgen").joinpath("columns.toml").read_text(encoding="utf-8"))


def _columns(rows: list[list[str]]) -> tuple[Column, ...]:
    return tuple(_column(path, *spellings) for path, *spellings in rows)


def _column(path: str, *spellings: str) -> Column:
    *before, leaf = path.removesuffix("*").split(".")
    steps = tuple(_step(part) for part in before)
    place = ".".join(step.name + "[]" * step.is_list for step in steps)
    box = boxes()[f"{place}.{leaf}" if place else leaf]
    heading = spellings[0] if spellings else box.label
    return Column(path, heading, spellings[1:], box, steps, leaf, each=path.endswith("*"))


def _step(part: str) -> Step:
    name, bracket, inside = part.partition("[")
    inside = inside.removesuffix("]")
    marked = tuple(tuple(pair.split("=", 1)) for pair in [inside] if "=" in inside)
    return Step(name, bool(bracket), inside, marked)  # type: ignore[arg-type]  # a pair has two ends


def _by_heading(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    known: dict[str, Column] = {}
    for column in columns:
        known.setdefault(plain_heading(column.heading), column)
    for column in columns:
        alone = not any(step.is_list for step in column.steps)
        for spelling in (*column.spellings, *[column.box.label] * alone):
            known.setdefault(plain_heading(spelling), column)
    return known


def _walk(model: type[BaseModel], before: str) -> Iterator[Box]:
    for name, field in model.model_fields.items():
        hint, extra = _bare(field.annotation)
        inner = _records(hint)
        if inner is not None:
            yield from _walk(inner, f"{before}{name}[].")
        elif isinstance(hint, type) and issubclass(hint, BaseModel):
            yield from _walk(hint, f"{before}{name}.")
        else:
            yield _box(f"{before}{name}", name, field, hint, [*extra, *field.metadata])


def _lists(model: type[BaseModel], before: str) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    for name, field in model.model_fields.items():
        hint, _ = _bare(field.annotation)
        inner = _records(hint)
        if inner is not None:
            needed = tuple(key for key, part in inner.model_fields.items() if part.is_required())
            yield f"{before}{name}", (field.title or name, needed)
            yield from _lists(inner, f"{before}{name}[].")
        elif isinstance(hint, type) and issubclass(hint, BaseModel):
            yield from _lists(hint, f"{before}{name}.")


def _records(hint: Any) -> type[BaseModel] | None:
    """Return the model of a list's records; None where ``hint`` is no list of records."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _bare(hint: Any) -> tuple[Any, list[Any]]:
    """Return ``hint`` without Optional and Annotated, and what was annotated."""
    extra: list[Any] = []
    while True:
        if get_origin(hint) is Annotated:
            hint, *further = get_args(hint)
            extra += further
        elif get_origin(hint) in (Union, UnionType):
            hint = next(part for part in get_args(hint) if part is not type(None))
        else:
            return hint, _flat(extra)


def _flat(extra: list[Any]) -> list[Any]:
    return [part for one in extra for part in (one.metadata if isinstance(one, FieldInfo) else [one])]


def _box(path: str, name: str, field: FieldInfo, hint: Any, extra: list[Any]) -> Box:
    if get_origin(hint) is tuple:
        inner, further = _bare(get_args(hint)[0])
        extra = [*extra, *further]
        listed: OneOf | None = next((one for one in extra if isinstance(one, OneOf)), None)
        kind: Kind = "options" if listed else "texts"
    else:
        inner = hint
        listed = next((one for one in extra if isinstance(one, OneOf)), None)
        kind = "option" if listed else _kind(inner, name, extra)
    schema = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    lowest, highest, limit = _bounds(name, kind, extra)
    return Box(
        path=path,
        label=field.title or name,
        kind=kind,
        required=field.is_required(),
        list_id=listed.list_id if listed else "",
        coded=listed.coded if listed else False,
        unit=str(schema.get("unit", "")),
        source=str(schema.get("source", "")),
        pattern=next((str(one.pattern) for one in extra if getattr(one, "pattern", None)), ""),
        lowest=lowest,
        highest=highest,
        limit=limit,
    )


def _kind(hint: Any, name: str, extra: list[Any]) -> Kind:
    plain: dict[Any, Kind] = {IdNumber: "id", Phone: "phone", bool: "yesno", date: "date", int: "count"}
    if hint in plain:
        return plain[hint]
    if hint is Decimal:
        return "amount" if any(getattr(one, "ge", None) == 0 for one in extra) else "money"
    if hint is not str:
        return "facts"
    if any("0[1-9]|1[0-2]" in str(getattr(one, "pattern", "")) for one in extra):
        return "month"
    if name in _CODES:
        return "code"
    return "prose" if name in _PROSE else "text"


def _bounds(name: str, kind: Kind, extra: list[Any]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return the lowest and highest value and the first one too long; only net totals may be negative."""
    if kind not in ("money", "amount", "count"):
        return None, None, None
    lowest = next((Decimal(one.ge) for one in extra if getattr(one, "ge", None) is not None), None)
    highest = next((Decimal(one.le) for one in extra if getattr(one, "le", None) is not None), None)
    digits = next((one.max_digits for one in extra if getattr(one, "max_digits", None)), None)
    if kind == "money" and not name.startswith("net_"):
        lowest = Decimal(0)
    return lowest, highest, Decimal(10) ** (digits - 2) if digits else None
