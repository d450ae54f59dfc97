"""What is signed: the boxes of a sitting, kept as they stood on its paper, and held against the case since."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .case import Case, SignedSheet
from .form import Field, FilledForm, Form, Table, sitting
from .ooxml import Ticks


class Change(NamedTuple):
    """A box that says something else now than on the signed paper: its name, and both as text."""

    name: str
    signed: str
    present: str


def sheets_of(form: Form, case: Case, procedure: str) -> tuple[SignedSheet, ...]:
    """Return the signed sittings of ``form`` in this procedure, in the order of the sittings."""
    own = (one for one in case.signed if (one.form, one.edition) == (form.id, form.edition))
    return tuple(
        sorted((one for one in own if one.procedure == procedure), key=lambda one: sitting(one.stage))
    )


def covered(form: Form, sheets: Iterable[SignedSheet]) -> Mapping[str, SignedSheet]:
    """Return which sheet holds each signed box: the first that was signed at its sitting or after it."""
    ordered = tuple(sheets)
    found: dict[str, SignedSheet] = {}
    for name, number in form.sittings().items():
        sheet = next((one for one in ordered if number <= sitting(one.stage)), None)
        if sheet is not None:
            found[name] = sheet
    return found


def sheet_of(filled: FilledForm, stage: str, on: date, by: str, before: Iterable[SignedSheet]) -> SignedSheet:
    """Return the sheet that signing ``filled`` at ``stage`` leaves: the boxes of no earlier sheet."""
    earlier = covered(filled.form, before)
    numbers = filled.form.sittings()
    names = {name for name, number in numbers.items() if number <= sitting(stage) and name not in earlier}
    return SignedSheet(
        form=filled.form.id,
        edition=filled.form.edition,
        stage=stage,
        procedure=filled.procedure,
        on=on,
        by=by,
        values=dict(_written(filled.form, filled.values, names)),
    )


def as_signed(
    form: Form, values: Mapping[str, Any], sheets: Iterable[SignedSheet]
) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """Return ``values`` with signed boxes as they were signed, and the boxes that say something else now.

    A box that was empty on the signed paper takes what the case says now, for the pen may have filled it.
    """
    held = covered(form, sheets)
    merged, changes = dict(values), []
    for field in form.fields:
        if field.name in held:
            signed = held[field.name].values.get(field.name, "")
            present = encoded(values[field.name])
            if signed != present:
                changes.append(Change(field.name, signed, present))
                merged[field.name] = decoded(signed) if signed else values[field.name]
    for table in form.tables:
        if table.name in held:
            rows, told = _rows(table, held[table.name], values[table.name])
            merged[table.name], changes = rows, [*changes, *told]
    return merged, tuple(changes)


def _rows(
    table: Table, sheet: SignedSheet, present: list[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[Change]]:
    """Return the signed records of a table, and the first difference from those of now."""
    name = table.name
    count = int(sheet.values.get(f"{name}.#", "0"))
    if not count:
        told = [Change(name, "", str(len(present)))] if present else []
        return [dict(row) for row in present], told
    signed = {key: text for key, text in sheet.values.items() if key.startswith(f"{name}.")}
    now = dict(_cells(name, present))
    rows = [
        {
            column.name: _cell(column, signed.get(f"{name}.{number}.{column.name}", ""))
            for column in table.columns
        }
        for number in range(1, count + 1)
    ]
    keys = [key for key in dict.fromkeys((*signed, *now)) if signed.get(key, "") != now.get(key, "")]
    return rows, [Change(key, signed.get(key, ""), now.get(key, "")) for key in keys[:1]]


def _cell(column: Field, text: str) -> Any:
    return Ticks() if column.kind == "ticks" and not text else decoded(text)


def _written(form: Form, values: Mapping[str, Any], names: set[str]) -> Iterator[tuple[str, str]]:
    for field in form.fields:
        if field.name in names and (text := encoded(values[field.name])):
            yield field.name, text
    for table in form.tables:
        if table.name in names:
            yield from _cells(table.name, values[table.name])


def _cells(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    number = 0
    for number, row in enumerate(rows, 1):
        for column, value in row.items():
            if text := encoded(value):
                yield f"{name}.{number}.{column}", text
    if number:
        yield f"{name}.#", str(number)


def encoded(value: Any) -> str:
    """Return what a box says as text: plain text as it is, ticks, numbers and days as JSON.

    >>> encoded("张三"), encoded(Decimal("12.50")), encoded("")
    ('张三', '{"number": "12.50"}', '')
    """
    if isinstance(value, Ticks):
        if not value.chosen and not value.other:
            return ""
        return _json({"ticks": sorted(value.chosen)} | ({"other": value.other} if value.other else {}))
    if isinstance(value, date):
        return _json({"date": value.isoformat()})
    if isinstance(value, int | Decimal):
        return _json({"number": str(value)})
    text = "" if value is None else str(value)
    return _json({"text": text}) if text.startswith("{") else text


def decoded(text: str) -> Any:
    """Return the value that `encoded` wrote as ``text``."""
    if not text.startswith("{"):
        return text
    told = json.loads(text)
    if "ticks" in told:
        return Ticks(frozenset(told["ticks"]), told.get("other", ""))
    if "date" in told:
        return date.fromisoformat(told["date"])
    return Decimal(told["number"]) if "number" in told else told["text"]


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def plainly(text: str) -> str:
    """Return what `encoded` wrote as a clerk reads it."""
    value = decoded(text)
    if isinstance(value, Ticks):
        return "、".join((*sorted(value.chosen), *([value.other] if value.other else [])))
    return str(value)
