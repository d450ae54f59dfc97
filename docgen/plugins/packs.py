"""Papers and policies that are data only: every declaration that no other built-in brings."""

from collections.abc import Iterable

from docgen import (
    Form,
    Policy,
    Procedure,
    hookimpl,
    load_forms,
    load_policies,
    load_procedures,
    pack_folder,
)

#: Declarations that a built-in plugin of their own brings.
BROUGHT_ELSEWHERE = (
    "cn/elimination_assessment.toml",
    "cn/elimination_measures.toml",
    "cn/handbook_2014.toml",
    "cn/handbook_2021.toml",
    "cn/identification_application.toml",
    "cn/identification_approval.toml",
    "cn/identification_survey.toml",
)


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the lists, notices and ledgers."""
    return load_forms(pack_folder(), but=BROUGHT_ELSEWHERE, later=True)


@hookimpl
def register_policies() -> Iterable[Policy]:
    """Bring the policies beside them."""
    return load_policies(pack_folder())


@hookimpl
def register_procedures() -> Iterable[Procedure]:
    """Bring the procedures of every county."""
    return load_procedures(pack_folder())
