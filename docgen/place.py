"""Where a case path stands on paper, and what stands there."""

from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from .case import Case, Noun


@lru_cache(maxsize=100_000)
def place(path: str) -> str:
    """Return a case path in the paper's own words.

    >>> place("household.members.2.id_no")
    '家庭成员第3行 证件号码'
    """
    words: list[str] = []
    model: Any = Case
    for part in path.split("."):
        if part.isdigit():
            words[-1] += f"第{int(part) + 1}行"
            continue
        field = _field(model, part)
        if field is None:
            break
        if part != "household":
            words.append(field.title or part)
        model = _inner(field.annotation)
    return " ".join(words) or "农户"


def value_at(case: Case, path: str) -> Any:
    """Return what stands at a case path; None where there is no such place."""
    value: Any = case
    for part in path.split("."):
        if part.isdigit():
            value = value[int(part)] if isinstance(value, tuple) and int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value


def _field(model: Any, name: str) -> FieldInfo | None:
    return model.model_fields.get(name) if isinstance(model, type) and issubclass(model, Noun) else None


def _inner(annotation: Any) -> Any:
    """Return the model inside ``tuple[Model, ...]`` or ``Model | None``, else None."""
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType):
        return next((model for arg in get_args(annotation) if (model := _inner(arg))), None)
    return None
