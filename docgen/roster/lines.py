"""A case becomes lines of the intake workbook: what its columns say, list by list."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from docgen.case import Case
from docgen.codes import label_of
from docgen.columns import Box, Column, Sheet

#: Line of a sheet: what stands in each column, by the column's path.
Line = dict[str, Any]

#: What a line repeats of its record where the record takes several lines.
_REPEATED = frozenset({"name", "id_no", "purpose", "start", "end", "kind"})


def lines_of(case: Case, sheet: Sheet, *, first: bool = False) -> list[Line]:
    """Return the lines of ``case`` in ``sheet``, each with the local number.

    With ``first`` a record has one line, however many records there are in it.
    """
    raw = case.model_dump(mode="json")
    raw["contacts"] = [one.model_dump(mode="json") for one in _holders(case)]
    columns = [(column, 0) for column in sheet.columns if column.path != "number"]
    return [{"number": case.number} | line for line in _spread(raw, columns, inside=not first)]


def _holders(case: Case) -> Iterator[Any]:
    """Yield who holds each role now; the history of a role stays in the case file."""
    for role in ("monitor", "helper", "collector"):
        holder = case.contact(role)
        if holder is not None:
            yield holder


def _spread(record: Mapping[str, Any], columns: Iterable[tuple[Column, int]], *, inside: bool) -> list[Line]:
    """Return the lines of a record: one, or as many as its longest list has records.

    Without ``inside`` each record found in it has but one line.
    """
    own: Line = {}
    inner: dict[str, list[tuple[Column, int]]] = {}
    for column, depth in columns:
        steps = column.steps[depth:-1] if column.each else column.steps[depth:]
        place = next((n for n, step in enumerate(steps, depth) if step.is_list and not step.mark), None)
        if place is None:
            value = _value(record, column, depth)
            if value is not None:
                own[column.path] = value
        else:
            names = ".".join(step.name for step in column.steps[depth : place + 1])
            inner.setdefault(names, []).append((column, place + 1))
    lists = [
        [
            line
            for one in _at(record, path) or ()
            for line in _spread(one, below, inside=inside)[: None if inside else 1]
        ]
        for path, below in inner.items()
    ]
    rows = [_joined(row) for row in zip_longest(*lists, fillvalue={})] or ([{}] if own else [])
    repeated = {path: value for path, value in own.items() if path.rpartition(".")[2] in _REPEATED}
    return [(repeated if number else own) | row for number, row in enumerate(rows)]


def _joined(lines: Iterable[Line]) -> Line:
    return {path: value for line in lines for path, value in line.items()}


def _at(record: Mapping[str, Any], path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _value(record: Mapping[str, Any], column: Column, depth: int) -> Any:
    value: Any = record
    for step in column.steps[depth:]:
        value = value.get(step.name) if isinstance(value, Mapping) else None
        if step.is_list and step.marked:
            value = next((one for one in value or () if all(one.get(k) == v for k, v in step.marked)), None)
    if column.each:
        return "、".join(_attendee(one) for one in value or ()) or None
    return _typed(value.get(column.leaf), column.box) if isinstance(value, Mapping) else None


def _attendee(one: Mapping[str, Any]) -> str:
    return f"{one['name']}（{one['role']}）" if one.get("role") else str(one["name"])


def _typed(value: Any, box: Box) -> Any:
    """Return a raw value as it is typed into a cell; None where nothing is said."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    if box.kind in ("money", "amount"):
        return Decimal(value)
    if box.kind == "date":
        return date.fromisoformat(value)
    if box.kind == "option" and box.coded:
        return label_of(box.list_id, value)
    return value
