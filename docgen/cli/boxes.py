"""A case set box by box from text."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from docgen.case import Case
from docgen.columns import any_place, boxes, lists
from docgen.differing import label, raw
from docgen.errors import DataFileError, Severity, UsageError, fields, say
from docgen.plugins.intake.values import convert_all


def with_boxes(case: Case, assignments: list[str]) -> Case:
    """Return ``case`` with every ``PATH=VALUE`` set; a value of nothing empties the box or removes the record."""
    content = raw(case)
    for assignment in assignments:
        path, sign, text = assignment.partition("=")
        if not sign:
            raise UsageError("CASE-101", where=assignment)
        _assign(content, path.strip(), text.strip())
    return validated(content, case.number)


def has_record(case: Case, path: str) -> bool:
    """Whether the case has the record at ``path``."""
    here: Any = raw(case)
    for step in path.split("."):
        if isinstance(here, list):
            here = here[int(step)] if step.isdigit() and int(step) < len(here) else None
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
        if here is None:
            return False
    return True


def validated(content: Mapping[str, Any], where: str) -> Case:
    """Return the case that ``content`` is; what does not fit is named by its box, without its value."""
    try:
        return Case.model_validate(content)
    except ValidationError as error:
        places = {".".join(map(str, one["loc"])): one["type"] for one in error.errors()}
    details = [
        say("CASE-106" if kind == "missing" else "CASE-107", fields(label=label(path), path=path))
        for path, kind in places.items()
    ]
    # outside the handler: the library's message holds the values, and these may be identities
    raise DataFileError("CASE-105", where=where, details=details)


def _assign(content: dict[str, Any], path: str, text: str) -> None:
    if path == "number":
        raise UsageError("CASE-103", where=path)
    if path.startswith("facts."):
        _put(content.setdefault("facts", {}), path.removeprefix("facts."), text or None)
        return
    model = any_place(path)
    if model.endswith("[]") and not text:
        _remove(content, path)
        return
    if model not in boxes():
        near = "、".join(get_close_matches(model, [*boxes(), *lists()])) or "—"
        raise UsageError("CASE-102", where=path, path=path, near=near)
    *way, name = path.split(".")
    _put(_record(content, way, path), name, _value(path, text))


def _value(path: str, text: str) -> Any:
    box = boxes()[any_place(path)]
    (value,), problems = convert_all([text or None], box)
    for problem in (one for _, one in problems if one.severity is Severity.ERROR):
        named = (*problem.named, ("title", box.label))
        raise UsageError("CASE-104", where=path, label=label(path), problem=say(problem.code, named))
    return value


def _put(record: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        record.pop(name, None)
    else:
        record[name] = list(value) if isinstance(value, tuple) else value


def _record(content: dict[str, Any], way: list[str], path: str) -> dict[str, Any]:
    """Return the record that ``way`` leads to; the place after the last of a list is a new record."""
    here: Any = content
    for step, after in zip(way, [*way[1:], ""], strict=True):
        if not step.isdigit():
            here = here.setdefault(step, [] if after.isdigit() else {})
            continue
        if int(step) > len(here):
            raise UsageError("CASE-108", where=path, count=len(here))
        if int(step) == len(here):
            here.append({})
        here = here[int(step)]
    found: dict[str, Any] = here
    return found


def _remove(content: dict[str, Any], path: str) -> None:
    *way, last = path.split(".")
    here: Any = content
    for step in way:
        here = here[int(step)] if step.isdigit() and int(step) < len(here) else here.get(step, [])
    if int(last) >= len(here):
        raise UsageError("CASE-108", where=path, count=len(here))
    here.pop(int(last))
