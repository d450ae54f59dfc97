"""Where a household stands, for rules that only hold from some stage on."""

from docgen import Account, Case, Guarantee

_MONITORED = frozenset(("在册监测", "风险消除"))


def is_monitored(case: Case) -> bool:
    """Whether the household is, or was, a registered monitoring object (监测对象)."""
    household = case.household
    return household.status in _MONITORED or (not household.status and bool(household.identified_on))


def is_eliminated(case: Case) -> bool:
    """Whether the household's risk counts as eliminated (风险消除)."""
    household = case.household
    return household.status == "风险消除" or (not household.status and bool(household.eliminated_on))


def latest_guarantee(case: Case) -> tuple[str, Guarantee | None]:
    """Return the latest state of the guarantees and its case path."""
    for moment in ("elimination", "identification"):
        found = guarantee_at(case, moment)
        if found[1] is not None:
            return found
    return "guarantees", None


def guarantee_at(case: Case, moment: str) -> tuple[str, Guarantee | None]:
    """Return the last state of the guarantees at ``moment`` and its case path."""
    rows = [row for row, state in enumerate(case.guarantees) if state.moment == moment]
    return (f"guarantees.{rows[-1]}", case.guarantees[rows[-1]]) if rows else ("guarantees", None)


def account_of(case: Case, purpose: str) -> tuple[str, Account | None]:
    """Return the latest account of ``purpose`` and the case path of its income."""
    account = case.last_income(purpose)
    return (income_path(case, account), account) if account else ("incomes", None)


def latest_account(case: Case) -> tuple[str, Account | None]:
    """Return the account whose period ended last, a month's account aside, and its case path."""
    accounts = [case.last_income(purpose) for purpose in ("identification", "annual", "elimination")]
    ended = [account for account in accounts if account and account.income.end]
    latest = max(
        ended, key=lambda account: (account.income.end is not None, account.income.end), default=None
    )
    return (income_path(case, latest), latest) if latest else ("incomes", None)


def income_path(case: Case, account: Account) -> str:
    """Return the case path of the income that ``account`` accounts for."""
    row = next(row for row, income in enumerate(case.incomes) if income is account.income)
    return f"incomes.{row}"
