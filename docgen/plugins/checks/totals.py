"""Totals that somebody typed against those that are computed."""

from collections.abc import Iterator
from decimal import Decimal

from .rule import ERROR, GZ, NATIONAL, OWN, Doubt, Seen, rule

_ROWS = {
    "wage": "工资性收入",
    "farm": "生产经营性收入",
    "assets": "财产性收入",
    "transfer": "转移性收入",
    "farm_cost": "生产经营性支出",
}


@rule("SUM-101", "家庭人口数等于成员行数", GZ + "家庭人口数", ERROR)
def population_against_rows(seen: Seen) -> Iterator[Doubt]:
    """Doubt a typed population that is not the number of members."""
    household = seen.case.household
    if household.population_stated is not None and household.population_stated != household.population:
        named = {"stated": household.population_stated, "computed": household.population}
        yield Doubt(("household.population_stated",), named)


def _against(seen: Seen, box: str, computed: str) -> Iterator[Doubt]:
    tolerance = seen.figure("total_tolerance")
    for row, income in enumerate(seen.case.incomes):
        stated: Decimal | None = getattr(income, box)
        total: Decimal | None = getattr(seen.case.account(income), computed)
        if stated is not None and total is not None and abs(stated - total) >= tolerance:
            yield Doubt((f"incomes.{row}.{box}",), {"stated": stated, "computed": total})


@rule("SUM-102", "家庭纯收入等于各项收入之和减生产经营性支出", NATIONAL, ERROR)
def net_against_rows(seen: Seen) -> Iterator[Doubt]:
    """Doubt a typed net income that the rows do not give."""
    yield from _against(seen, "net_stated", "net")


@rule("SUM-103", "人均纯收入等于家庭纯收入除以核算人口", NATIONAL, ERROR)
def net_per_person_against_rows(seen: Seen) -> Iterator[Doubt]:
    """Doubt a typed net income per person that the rows do not give."""
    yield from _against(seen, "net_pc_stated", "net_pc")


@rule("SUM-104", "收支明细之和等于所属项目", OWN)
def lines_against_row(seen: Seen) -> Iterator[Doubt]:
    """Doubt detail lines that do not add up to their row."""
    tolerance = seen.figure("total_tolerance")
    for index, income in enumerate(seen.case.incomes):
        for row, label in _ROWS.items():
            amounts = [line.amount for line in income.lines if line.row in (row, label)]
            stated: Decimal | None = getattr(income, row)
            if amounts and stated is not None and abs(sum(amounts, Decimal(0)) - stated) >= tolerance:
                named = {"row": label, "stated": stated, "computed": sum(amounts, Decimal(0))}
                yield Doubt((f"incomes.{index}.{row}",), named)


@rule("SUM-105", "收支明细写明属于哪一项", OWN)
def line_of_no_row(seen: Seen) -> Iterator[Doubt]:
    """Doubt a detail line that belongs to none of the five rows."""
    known = {*_ROWS, *_ROWS.values()}
    for index, income in enumerate(seen.case.incomes):
        for number, line in enumerate(income.lines):
            if line.row not in known:
                yield Doubt((f"incomes.{index}.lines.{number}.row",), {"row": line.row, "item": line.item})


@rule("SUM-106", "收入、支出金额不为负数", NATIONAL, ERROR)
def negative_amount(seen: Seen) -> Iterator[Doubt]:
    """Doubt an amount below nothing."""
    for index, income in enumerate(seen.case.incomes):
        for row in (*_ROWS, "claim", "own_pay"):
            amount: Decimal | None = getattr(income, row)
            if amount is not None and amount < 0:
                yield Doubt((f"incomes.{index}.{row}",), {"amount": amount})


@rule("SUM-107", "五项收支要么都填，要么都不填", OWN)
def half_filled_income(seen: Seen) -> Iterator[Doubt]:
    """Doubt an income some of whose five rows are filled, so that nothing can be computed."""
    for index, income in enumerate(seen.case.incomes):
        missing = [row for row in _ROWS if getattr(income, row) is None]
        if 0 < len(missing) < len(_ROWS):
            named = {"rows": "、".join(_ROWS[row] for row in missing)}
            yield Doubt(tuple(f"incomes.{index}.{row}" for row in missing), named)
