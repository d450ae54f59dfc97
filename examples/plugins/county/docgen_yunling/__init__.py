"""Forms, a ledger and a rule of an invented county for docgen."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from docgen import Case, Check, Finding, Form, Policy, Severity, fields, hookimpl, load_forms

DOCGEN_API = 1
_HERE = Path(__file__).parent


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring a form that takes the place of a national one, and a ledger."""
    return load_forms(_HERE)


@hookimpl
def register_checks() -> Mapping[str, Check]:
    """Bring the county's own rule."""
    return {"YUNLING-101": Check("case", without_phone, "留有联系电话", "示例插件：虚构县的核查口径")}


def without_phone(case: Case, _policy: Policy, _as_of: date) -> Iterable[Finding]:
    """Remind of a household without any telephone."""
    if not case.household.phone:
        said = fields(sentence="没有联系电话", do="入户时问清，写进采集表的“联系电话”。")
        yield Finding(
            case.area.code,
            case.number,
            "户 联系电话",
            "YUNLING-101",
            said,
            Severity.WARNING,
            ("household.phone",),
        )
