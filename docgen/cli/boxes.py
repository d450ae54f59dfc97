"""A case box by box: shown with numbers masked, compared with another version, and set from text."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import ValidationError

from docgen.case import Case
from docgen.codes import IdNumber, Phone, label_of, masked_numbers
from docgen.columns import any_place, boxes, lists
from docgen.errors import DataFileError, Severity, UsageError, fields, say
from docgen.place import place
from docgen.plugins.intake.values import convert_all


class Difference(NamedTuple):
    """One box that is not the same in two versions, as a clerk may see it."""

    path: str
    label: str
    old: str
    new: str


def raw(case: Case) -> dict[str, Any]:
    """Return a case as YAML and JSON have it: only what is stated, everything text, yes and no, or a list."""
    dumped: dict[str, Any] = case.model_dump(mode="json", exclude_defaults=True)
    return dumped


def masked(value: Any, path: str = "") -> Any:
    """Return a raw case, or a part of it, with every number of a person masked."""
    if isinstance(value, Mapping):
        return {name: masked(one, f"{path}.{name}" if path else name) for name, one in value.items()}
    if isinstance(value, list):
        return [masked(one, f"{path}[]") for one in value]
    return _masked_text(value, path) if isinstance(value, str) else value


def _masked_text(text: str, path: str) -> str:
    box = boxes().get(path.removesuffix("[]")) or boxes().get(path)
    kind = box.kind if box else "text"
    if kind == "id":
        return IdNumber(text).masked
    if kind == "phone":
        return Phone(text).masked
    if kind in ("text", "prose", "texts"):
        return masked_numbers(text)
    return text


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every box of a raw case with its path; several values of one box come together."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from leaves(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for index, one in enumerate(value):
            yield from leaves(one, f"{path}.{index}")
    else:
        yield path, value


def is_signed_value(path: str) -> bool:
    """Whether a path is of a box on a signed sheet: there are many, and they repeat what the case said then."""
    return path.startswith("signed.") and ".values." in path


def label(path: str) -> str:
    """Return a path in the paper's words."""
    if path.startswith("facts."):
        return path.removeprefix("facts.")
    sheet, values, box = path.partition(".values.")
    return f"{place(sheet)} {box}" if values else place(path)


def shown(path: str, value: Any) -> str:
    """Return a value as a clerk reads it: labels for codes, yes and no in Chinese."""
    box = boxes().get(any_place(path))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return label_of(box.list_id, value) if box and box.coded else str(value)


def differences(old: Case, new: Case) -> tuple[Difference, ...]:
    """Return the boxes that differ, numbers masked."""
    before, after = (dict(leaves(raw(one))) for one in (old, new))
    paths = [path for path in {**before, **after} if not _same(path, before.get(path), after.get(path))]
    return tuple(Difference(path, label(path), _cell(before, path), _cell(after, path)) for path in paths)


def _same(path: str, one: Any, other: Any) -> bool:
    """Whether two values of a box say the same: 4100 and 4100.00 元 do."""
    box = boxes().get(any_place(path))
    if box and box.kind in ("money", "amount") and one is not None and other is not None:
        return Decimal(one) == Decimal(other)
    return bool(one == other)


def _cell(values: Mapping[str, Any], path: str) -> str:
    if path not in values:
        return ""
    return shown(path, masked(values[path], any_place(path)))


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
