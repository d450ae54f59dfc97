"""A case box by box: shown with numbers masked, compared with another version of itself."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from .case import Case
from .codes import IdNumber, Phone, label_of, masked_numbers
from .columns import any_place, boxes
from .place import place


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
