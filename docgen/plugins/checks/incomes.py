"""Incomes against the lines of the policy: always a warning, for no line decides by itself."""

from collections.abc import Iterator

from docgen import compared_income

from .rule import ERROR, GZ, NATIONAL, OWN, Doubt, Seen, rule
from .stages import account_of, is_monitored

_LOW_CLASSES = frozenset(("脱贫不稳定户", "边缘易致贫户"))


@rule("INC-101", "工资性收入过低的核实", GZ + "5_15_023")
def wage_near_nothing(seen: Seen) -> Iterator[Doubt]:
    """Doubt a wage between nothing and hardly anything."""
    least = seen.figure("wage_min")
    for row, income in enumerate(seen.case.incomes):
        if income.purpose != "month" and income.wage is not None and 0 < income.wage < least:
            yield Doubt((f"incomes.{row}.wage",), {"amount": income.wage, "least": least})


@rule("INC-102", "识别时人均纯收入过高的核实", GZ + "1111_18")
def rich_at_identification(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household identified though its income was high."""
    path, account = account_of(seen.case, "identification")
    most = seen.figure("net_pc_max")
    if account is not None and account.net_pc is not None and account.net_pc > most:
        yield Doubt((f"{path}.wage",), {"amount": account.net_pc, "most": most})


@rule("INC-103", "脱贫不稳定户、边缘易致贫户识别时低于监测范围", "遂宁某镇方案（篇八）；收入线不是唯一标准")
def above_the_line(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household of the first two classes whose income at identification was above the line."""
    path, account = account_of(seen.case, "identification")
    line = seen.figure("income_line")
    amount = compared_income(account, seen.policy) if account else None
    if amount is not None and amount > line and seen.case.household.monitor_class in _LOW_CLASSES:
        named = {"amount": amount, "line": line, "monitor_class": seen.case.household.monitor_class}
        yield Doubt(("household.monitor_class", f"{path}.wage"), named)


@rule("INC-104", "年度人均低于监测范围的农户应排查", GZ + "1_02_006")
def below_the_line(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household nobody monitors whose yearly income is below the line."""
    path, account = account_of(seen.case, "annual")
    line = seen.figure("income_line")
    amount = account.net_pc if account else None
    if (
        amount is not None
        and amount < line
        and not seen.case.household.monitor_class
        and not seen.case.procedures
    ):
        yield Doubt((f"{path}.wage",), {"amount": amount, "line": line})


@rule("INC-105", "测算周期的起不晚于止", OWN, ERROR)
def period_reversed(seen: Seen) -> Iterator[Doubt]:
    """Doubt a measuring period that ends before it starts."""
    for row, income in enumerate(seen.case.incomes):
        if income.start and income.end and income.start > income.end:
            boxes = (f"incomes.{row}.end", f"incomes.{row}.start")
            yield Doubt(boxes, {"start": income.start, "end": income.end})


@rule("INC-106", "测算周期不超过一年", "测算周期：连续12个月")
def period_too_long(seen: Seen) -> Iterator[Doubt]:
    """Doubt a measuring period of more than a year."""
    for row, income in enumerate(seen.case.incomes):
        if income.start and income.end and (income.end - income.start).days > 366:
            boxes = (f"incomes.{row}.start", f"incomes.{row}.end")
            yield Doubt(boxes, {"start": income.start, "end": income.end})


@rule("INC-107", "同一用途、同一周期的收支只登记一次", OWN)
def income_twice(seen: Seen) -> Iterator[Doubt]:
    """Doubt two incomes for one purpose over one period."""
    met: set[tuple[object, ...]] = set()
    for row, income in enumerate(seen.case.incomes):
        key = (income.purpose, income.start, income.end)
        if key in met:
            yield Doubt((f"incomes.{row}.purpose",))
        met.add(key)


@rule("INC-108", "监测对象有识别时的收支", NATIONAL)
def no_income_at_identification(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monitored household without an account of its income at identification."""
    _, account = account_of(seen.case, "identification")
    if is_monitored(seen.case) and (account is None or account.net is None):
        yield Doubt(("incomes",))
