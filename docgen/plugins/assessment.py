"""The assessment that a risk is gone (防止返贫监测对象风险消除评估表)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from docgen import Case, Form, Roster, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/elimination_assessment.toml",)


def worked_out(subject: Case | Roster, names: Mapping[str, Any]) -> Mapping[str, Any]:
    """Work out the months of monitoring (监测月数) up to the check at home, else up to the day of filling."""
    if not isinstance(subject, Case):
        return {}
    end = names["check"].on or names["as_of"]
    return {"months_monitored": months_between(subject.household.identified_on, end)}


def months_between(start: str, end: date) -> int | None:
    """Return the months from ``start`` (YYYY-MM) to the month of ``end``; None without a start.

    >>> months_between("2025-11", date(2026, 7, 5))
    8
    """
    if not start:
        return None
    year, month = map(int, start.split("-"))
    return (end.year - year) * 12 + end.month - month


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the assessment."""
    compute = {"cn.elimination.assessment": worked_out}
    return load_forms(pack_folder(), DECLARATIONS, compute=compute, later=True)
