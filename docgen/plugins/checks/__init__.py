"""The built-in checks (核查规则): small pure rules, one module per subject."""

from collections.abc import Mapping

from docgen import Check, hookimpl

from . import (
    contacts,
    courses,
    dates,
    elimination,
    family,
    identity,
    incomes,
    insurance,
    labour,
    living,
    measures,
    risks,
    school,
    steps,
    telephone,
    totals,
    work,
)
from .rule import GZ, rules_of

_MODULES = (
    contacts,
    courses,
    dates,
    elimination,
    family,
    identity,
    incomes,
    insurance,
    labour,
    living,
    measures,
    risks,
    school,
    steps,
    telephone,
    totals,
    work,
)


@hookimpl
def register_checks() -> Mapping[str, Check]:
    """Return every built-in check, by rule id."""
    return rules_of(*_MODULES) | {
        "ID-201": Check("roster", identity.shared_identity, "证件号码不在两户出现", "全省证件号码唯一"),
        "TEL-201": Check("roster", telephone.shared_telephone, "同一号码不在两户登记", GZ + "5_15_022"),
    }
