"""What a form's sample says in every box, kept beside it, so that a change of the form shows."""

import json
from collections.abc import Mapping
from typing import Any

from docgen.form import FilledForm
from docgen.ooxml import Ticks


def golden(filled: FilledForm) -> str:
    """Return every box's value as JSON text, for comparison by eye and by test."""
    told = {name: _told(value) for name, value in sorted(filled.values.items())}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def differences(filled: FilledForm, kept: str) -> tuple[tuple[str, str, str], ...]:
    """Return the boxes that say something else than was kept: name, kept, present."""
    old: Mapping[str, Any] = json.loads(kept)
    new: Mapping[str, Any] = json.loads(golden(filled))
    return tuple(
        (name, _short(old.get(name)), _short(new.get(name)))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )


def _short(value: Any) -> str:
    text = "（没有这一栏）" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _told(value: Any) -> Any:
    if isinstance(value, Ticks):
        return {"ticks": sorted(value.chosen), "other": value.other}
    if isinstance(value, list):
        return [{name: _told(one) for name, one in sorted(row.items())} for row in value]
    return str(value)
