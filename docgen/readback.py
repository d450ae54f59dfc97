"""A room: from a form that was filled by hand back to the boxes of the case that it prints.

What was read of the file is held against what docgen would print. Where both say the same nothing is to be done; where
they differ, the box's expression is followed backwards to the one place of the case that it prints, if there is one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import BaseModel

from .case import Case, Proceeding
from .codes import Option
from .columns import Box, any_place, boxes
from .expression import Known, Way, build, compile_expression, row_of, way_of
from .form import Field, FilledForm, Form, Table
from .hookspecs import Filter
from .ooxml import Reading, Ticks
from .view import HOUSEHOLD_NAMES, Occasion, anchors, household_names, touches

#: Filters that write a value so that it can be read again; any other makes a value that is no longer the case's.
_READABLE = frozenset(("cn_date", "cn_month", "money", "plain", "number", "yes_no", "label", "default"))
_PARTS_OF_A_DAY = ("year_of", "month_of", "day_of")

#: Names of which a case may have no record yet, with the list and the mark that a new one gets.
_NEW: Mapping[str, tuple[str, str, str]] = {
    **{
        f"{level}_opinion": ("@procedure.approvals", "level", level)
        for level in ("village", "township", "county")
    },
    **{
        f"{level}_notice": ("@procedure.notices", "level", level)
        for level in ("village", "township", "county")
    },
    **{role: ("contacts", "role", role) for role in ("monitor", "helper", "collector")},
    "before": ("guarantees", "moment", "identification"),
    "after": ("guarantees", "moment", "elimination"),
}
_PLAIN = re.compile(r"[\s:：_＿（）()“”\"\u3000]+")
_NO_ANSWER = frozenset(("", "/", "—", "——", "-"))

#: What a difference is: a box that was empty, one that says otherwise, ticks that contradict, a value that is worked
#: out, and a place that could not be read.
Kind = Literal["new", "conflict", "ticks", "computed", "unread"]


@dataclass(frozen=True, slots=True)
class Returned:
    """One box of the paper that says something else than the case: old and new text, and where the case has it."""

    slot: str
    label: str
    kind: Kind
    old: str = ""
    new: str = ""
    path: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a filled form brings back: the boxes that differ, and what has to be set in the case for them.

    ``records`` are marks of records that do not exist yet and are set before the boxes in them.
    """

    returned: tuple[Returned, ...]
    records: tuple[tuple[str, str], ...] = ()

    def patch(self, *, conflicts: bool) -> tuple[tuple[str, str], ...]:
        """Return path and text of everything new, with conflicts also what says otherwise."""
        kinds = ("new", "conflict") if conflicts else ("new",)
        chosen = [(one.path, one.new) for one in self.returned if one.kind in kinds]
        begun = {path.rpartition(".")[0] for path, _ in chosen}
        return (*(one for one in self.records if one[0].rpartition(".")[0] in begun), *chosen)


def read_back(
    form: Form,
    case: Case,
    occasion: Occasion,
    filled: FilledForm,
    reading: Reading,
    filters: Mapping[str, Filter],
) -> ReadBack:
    """Return what ``reading``, of a file of ``form``, says differently from ``filled``, the same form as docgen fills it."""
    procedure = next((one for one in case.procedures if one.number == filled.procedure), None)
    desk = _Desk(form, case, procedure, occasion, filters)
    returned = [*desk.fields(filled.values, reading), *desk.tables(filled.values, reading)]
    return ReadBack(tuple(returned), tuple(desk.records))


class _Desk:
    """One form of one household, with everything its expressions see."""

    def __init__(
        self,
        form: Form,
        case: Case,
        procedure: Proceeding | None,
        occasion: Occasion,
        filters: Mapping[str, Filter],
    ) -> None:
        self._form = form
        self._filters = filters
        self._names = household_names(case, procedure, occasion)
        self._names["form"] = {"title": form.title, "edition": form.edition, "catalogue": form.catalogue}
        self._names["computed"] = form.compute(case, self._names) if form.compute else {}
        self._anchors = anchors(case, procedure)
        self._paths = _paths_of(case)
        self._begun: dict[str, int] = {}
        self._counts = {path: len(records) for path, records in _lists_of(case)}
        self.records: list[tuple[str, str]] = []

    def fields(self, filled: Mapping[str, Any], reading: Reading) -> Iterator[Returned]:
        """Yield the single boxes that differ."""
        days: dict[tuple[str, str], tuple[Way, list[tuple[Field, str, str]]]] = {}
        for field in self._form.fields:
            if field.name in reading.unread:
                yield Returned(field.name, field.label, "unread", why=reading.unread[field.name])
                continue
            if field.name not in reading.values:
                continue
            old, new = filled.get(field.name, ""), reading.values[field.name]
            way = self._way(field, HOUSEHOLD_NAMES)
            if way is not None and way.filters and way.filters[-1][0] in _PARTS_OF_A_DAY:
                _, parts = days.setdefault((way.owner, way.name), (way, []))
                parts.append((field, way.filters[-1][0], _text(new)))
                continue
            yield from self._box(field, field.name, field.label, old, new, way, self._names)
        for way, parts in days.values():
            yield from self._day(way, parts, filled)

    def tables(self, filled: Mapping[str, Any], reading: Reading) -> Iterator[Returned]:
        """Yield the boxes of records that differ."""
        for table in self._form.tables:
            if table.name in reading.unread:
                yield Returned(table.name, table.label, "unread", why=reading.unread[table.name])
            else:
                yield from self._table(table, filled.get(table.name, []), reading.values.get(table.name, []))

    def _table(
        self, table: Table, filled: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]]
    ) -> Iterator[Returned]:
        each = compile_expression(table.each, HOUSEHOLD_NAMES, self._filters)
        known = dict(HOUSEHOLD_NAMES) | {"row": row_of(each), "index": Known(int)}
        rows = self._rows(table, each.source, known)
        ways = {column.name: self._way(column, known) for column in table.columns}
        base = "" if table.where or len(each.reads) != 1 else self._anchored(next(iter(each.reads)))
        for number, record in enumerate(read):
            names = self._names | {"row": rows[number] if number < len(rows) else None, "index": number + 1}
            before = filled[number] if number < len(filled) else {}
            fresh = number >= len(rows)
            at = self._next(base) if fresh and base and _says_something(table, record) else ""
            for column in table.columns:
                if column.name not in record:
                    continue
                way = ways[column.name]
                if fresh and way is not None and (way.owner != "n_row" or not at):
                    way = None
                yield from self._box(
                    column,
                    f"{table.name}.{number + 1}.{column.name}",
                    f"{table.label}第{number + 1}行 {column.label}",
                    before.get(column.name, ""),
                    record[column.name],
                    way,
                    names,
                    at=f"{at}.{way.name}" if fresh and way is not None else "",
                )

    def _rows(self, table: Table, each: str, known: Mapping[str, Known]) -> list[Any]:
        kept = ""
        if table.where:
            kept = f" if {compile_expression(table.where, known, self._filters).source}"
        return list(self._worked_out(f"[n_row for n_row in {each} or (){kept}]", self._names))

    def _way(self, field: Field, known: Mapping[str, Known]) -> Way | None:
        """Return the way back of a box; None where its value is worked out."""
        way = way_of(field.source, known, self._filters)
        if way is None or (not way.name and not _is_each(way, field)):
            return None
        last = len(way.filters) - 1
        readable = all(
            name in _READABLE
            or (number == last and name in _PARTS_OF_A_DAY)
            or (name == "join" and not way.filters[:number])
            or _is_each(way, field)
            for number, (name, _) in enumerate(way.filters)
        )
        return way if readable else None

    def _box(
        self,
        field: Field,
        slot: str,
        label: str,
        old: Any,
        new: Any,
        way: Way | None,
        names: Mapping[str, Any],
        *,
        at: str = "",
    ) -> Iterator[Returned]:
        if isinstance(new, Ticks) or isinstance(old, Ticks):
            yield from self._ticked(field, slot, label, old or Ticks(), new, way, names, at)
            return
        before, after = _text(old), _text(new)
        mark = self._form.empty if field.empty is None else field.empty
        if after in _NO_ANSWER or after == mark or _same(before, after):
            return
        before = "" if before in (mark, *_NO_ANSWER) else before
        path = at or (self._place(way, names) if way is not None else "")
        yield _returned(slot, label, before, after, path)

    def _ticked(
        self,
        field: Field,
        slot: str,
        label: str,
        old: Ticks,
        new: Ticks,
        way: Way | None,
        names: Mapping[str, Any],
        at: str,
    ) -> Iterator[Returned]:
        before, after = _labels(field, old.chosen), _labels(field, new.chosen)
        said = ("、".join(before), "、".join(after))
        if set(before) == set(after):
            if new.other and not _same(old.other, new.other):
                yield Returned(slot, label, "computed", old.other, new.other)
            return
        if not after:
            return
        if way is not None and _is_each(way, field):
            yield from self._listed(slot, label, way, before, after)
            return
        path = at or (self._place(way, names) if way is not None else "")
        box = boxes().get(any_place(path))
        if box is None:
            yield Returned(slot, label, "computed", *said)
        elif len(after) > 1 and box.kind not in ("options", "texts"):
            yield Returned(slot, label, "ticks", *said, path=path)
        else:
            yield _returned(slot, label, said[0], _value(box, field, after), path)

    def _listed(
        self, slot: str, label: str, way: Way, before: Sequence[str], after: Sequence[str]
    ) -> Iterator[Returned]:
        """Ticks that stand for records: a new tick is a new record, one struck out is for a person to judge."""
        base, name = self._anchored(way.path or ""), str(way.filters[0][1][0])
        for one in after:
            if one not in before:
                yield Returned(slot, label, "new", "", one, f"{self._next(base)}.{name}")
        gone = [one for one in before if one not in after]
        if gone:
            yield Returned(slot, label, "ticks", "、".join(gone), "", base)

    def _day(
        self, way: Way, parts: Sequence[tuple[Field, str, str]], filled: Mapping[str, Any]
    ) -> Iterator[Returned]:
        """A day whose year, month and day have boxes of their own."""
        field = parts[0][0]
        before = [_text(filled.get(one.name, "")) for one, _, _ in parts]
        after = {part: text for _, part, text in parts}
        if [text for _, _, text in parts] == before or not any(after.values()):
            return
        label, old = field.label, "-".join(filter(None, before))
        numbers = [after.get(part, "") for part in _PARTS_OF_A_DAY]
        if len(after) < len(_PARTS_OF_A_DAY) or not all(text.isdigit() for text in numbers):
            yield Returned(
                field.name, label, "unread", old, "-".join(filter(None, numbers)), why="incomplete"
            )
            return
        year, month, day = numbers
        written = f"{year}-{int(month):02d}-{int(day):02d}"
        yield _returned(field.name, label, old, written, self._place(way, self._names))

    def _place(self, way: Way, names: Mapping[str, Any]) -> str:
        """Return where in the case the value stands; nothing where that is no box of the case."""
        if way.owner == "n_facts":
            return f"facts.{way.name}"
        owner = self._worked_out(way.owner, names)
        found = self._paths.get(id(owner), ()) if isinstance(owner, BaseModel) else ()
        fitting = [one for one in found if way.path is None or touches(one, way.path, self._anchors)] or found
        if owner is None:
            return self._born(way)
        path = next(iter(fitting), None)
        if path is None:
            return ""
        path = f"{path}.{way.name}" if path else way.name
        return path if any_place(path) in boxes() else ""

    def _born(self, way: Way) -> str:
        """Return the place in a record that the case does not have yet, where its kind is known."""
        name = way.owner.removeprefix("n_")
        if name not in _NEW:
            return ""
        where, mark, value = _NEW[name]
        base = self._anchored(where)
        if not base:
            return ""
        if name not in self._begun:
            self._begun[name] = self._taken(base)
            self.records.append((f"{base}.{self._begun[name]}.{mark}", value))
        return f"{base}.{self._begun[name]}.{way.name}"

    def _next(self, base: str) -> str:
        return f"{base}.{self._taken(base)}"

    def _taken(self, base: str) -> int:
        number = self._counts.get(base, 0)
        self._counts[base] = number + 1
        return number

    def _anchored(self, path: str) -> str:
        """Return a case path with its anchor resolved; nothing where the case has none."""
        name, dot, rest = path.partition(".")
        if "*" in path:
            return ""
        if not name.startswith("@"):
            return path
        return self._anchors[name] + dot + rest if name in self._anchors else ""

    def _worked_out(self, source: str, names: Mapping[str, Any]) -> Any:
        lines = [f"n_{name} = names.get({name!r})" for name in (*HOUSEHOLD_NAMES, "row", "index")]
        return build([*lines, f"return {source}"], self._filters, {})(names)


def _is_each(way: Way, field: Field) -> bool:
    """Whether ticks stand for records of a list: ``risks | each('kind')``."""
    return (
        field.kind == "ticks"
        and not way.name
        and len(way.filters) == 1
        and way.filters[0][0] == "each"
        and len(way.filters[0][1]) == 1
    )


def _returned(slot: str, label: str, old: str, new: str, path: str) -> Returned:
    kind: Kind = "computed" if not path else "conflict" if old else "new"
    return Returned(slot, label, kind, old, new, path)


def _paths_of(case: Case) -> Mapping[int, tuple[str, ...]]:
    """Return where each record of the case stands; one that says nothing may stand in several places."""
    found: dict[int, tuple[str, ...]] = {}
    for path, record in _records(case, ""):
        found[id(record)] = (*found.get(id(record), ()), path)
    return found


def _records(record: BaseModel, path: str) -> Iterator[tuple[str, BaseModel]]:
    yield path, record
    for name in type(record).model_fields:
        value, below = getattr(record, name), f"{path}.{name}" if path else name
        if isinstance(value, BaseModel):
            yield from _records(value, below)
        elif isinstance(value, tuple):
            for number, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from _records(one, f"{below}.{number}")


def _lists_of(case: Case) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for path, record in _records(case, ""):
        for name in type(record).model_fields:
            value = getattr(record, name)
            if isinstance(value, tuple):
                yield f"{path}.{name}" if path else name, value


def _labels(field: Field, chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of the options that these texts mean, in the options' order."""
    wanted = {_PLAIN.sub("", text) for text in chosen}
    found = [one for one in field.options if wanted & {_PLAIN.sub("", text) for text in _spellings(one)}]
    return tuple(one.label for one in found)


def _spellings(option: Option) -> tuple[str, ...]:
    return (option.label, *option.aliases, option.code)


def _value(box: Box, field: Field, labels: Sequence[str]) -> str:
    """Return ticked options as the box of the case takes them."""
    if box.kind == "yesno":
        code = next(one.code for one in field.options if one.label == labels[0])
        return {"true": "是", "false": "否"}.get(code, labels[0])
    codes = {one.label: one.code for one in field.options}
    return "、".join(codes[one] if box.coded else one for one in labels)


def _says_something(table: Table, record: Mapping[str, Any]) -> bool:
    """Whether a hand wrote into a record more than its printed number."""
    return any(
        bool(record[column.name].chosen)
        if isinstance(record.get(column.name), Ticks)
        else _text(record.get(column.name, "")) not in _NO_ANSWER
        for column in table.columns
        if column.source != "index"
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip(" \t\n\u00a0\u3000_＿")


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same: spaces do not count, nor how a number or a day is written."""
    bare = ["".join(text.split()) for text in (one, other)]
    return bare[0] == bare[1] or _number(bare[0]) == _number(bare[1]) is not None or _digits(*bare)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _digits(one: str, other: str) -> bool:
    """Whether two texts are the same day or month: 2026年7月5日 and 2026-07-05."""
    days = [
        re.fullmatch(r"(\d{4})[年.\-/](\d{1,2})[月.\-/]?(?:(\d{1,2})日?)?", text) for text in (one, other)
    ]
    found = [tuple(int(part) for part in day.groups() if part) if day else None for day in days]
    return found[0] is not None and found[0] == found[1]
