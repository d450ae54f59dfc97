"""Ways to write a value on an official form; a missing value stays missing in all of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import Any

from docgen import IdNumber, Phone, hookimpl, label_of


def cn_date(value: date) -> str:
    """Write a date as official documents do, without leading zeros (GB/T 9704).

    >>> cn_date(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{value.year}年{value.month}月{value.day}日"


def cn_month(value: date | str) -> str:
    """Write a month: a date, or text ``YYYY-MM``.

    >>> cn_month("2026-03")
    '2026年3月'
    """
    year, month = (value.year, value.month) if isinstance(value, date) else map(int, value.split("-")[:2])
    return f"{year}年{month}月"


def money(value: Decimal | int) -> str:
    """Write 元 with thousands and two decimals.

    >>> money(Decimal("12345.5"))
    '12,345.50'
    """
    return f"{_cents(value):,}"


def plain(value: Decimal | int) -> str:
    """Write 元 with two decimals and no thousands."""
    return str(_cents(value))


def number(value: Decimal | int) -> str:
    """Write a number without trailing zeros: land, distance, months.

    >>> number(Decimal("3.50"))
    '3.5'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rmb(value: Decimal | int) -> str:
    """Write 元 in capital numerals (人民币大写), rounded to the cent first.

    >>> rmb(Decimal("1234.567"))
    '壹仟贰佰叁拾肆元伍角柒分'
    """
    import cn2an  # loads its own tables; only forms with capital numerals need it

    amount = _cents(value)
    written: str = cn2an.an2cn(str(abs(amount)), "rmb")
    return ("负" if amount < 0 else "") + written


def _cents(value: Decimal | int) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def yes_no(value: bool) -> str:
    """Write 是 or 否."""
    return "是" if value else "否"


def label(value: str, list_id: str) -> str:
    """Write the label of an option's code."""
    return label_of(list_id, value)


def masked(value: IdNumber | Phone) -> str:
    """Write an identity or phone number with its middle hidden."""
    return value.masked


def age_on(value: date, day: date) -> int:
    """Write the age in full years (周岁) on ``day`` of a person born on ``value``."""
    return day.year - value.year - ((day.month, day.day) < (value.month, value.day))


def month_of(value: date) -> int:
    """Write the month of a date, for a printed ``年 月 日``."""
    return value.month


def day_of(value: date) -> int:
    """Write the day of a date, for a printed ``年 月 日``."""
    return value.day


def year_of(value: date) -> int:
    """Write the year of a date, for a printed ``年 月 日``."""
    return value.year


def part_of(value: date | str, part: str) -> str:
    """Write the year, month or day of a date or month, also of one that an extra box states as text.

    >>> part_of("2026年7月5日", "month")
    '7'
    """
    if isinstance(value, date):
        return str(getattr(value, part))
    numbers = re.findall(r"\d+", value)
    at = ("year", "month", "day").index(part)
    return numbers[at].lstrip("0") if at < len(numbers) else ""


def fact(facts: Mapping[str, str], table: str, number: int, name: str) -> str:
    """Write an extra box of a record that the case has no place for: ``车辆2_车牌号``."""
    return facts.get(f"{table}{number}_{name}", "")


def numbered(facts: Mapping[str, str], table: str) -> list[int]:
    """Return the numbers of the records that extra boxes tell of, in their order.

    >>> numbered({"车辆1_车牌号": "甲", "车辆2_车型": "乙"}, "车辆")
    [1, 2]
    """
    found = (re.fullmatch(rf"{re.escape(table)}(\d{{1,3}})_.+", name) for name, text in facts.items() if text)
    return sorted({int(one[1]) for one in found if one})


def each(values: Sequence[Any], name: str) -> list[Any]:
    """Return the attribute ``name`` (dotted) of every record."""
    return [_reach(value, name) for value in values]


def where(values: Sequence[Any], name: str, wanted: Any = True) -> tuple[Any, ...]:
    """Return the records whose attribute ``name`` is ``wanted``."""
    return tuple(value for value in values if _reach(value, name) == wanted)


def where_not(values: Sequence[Any], name: str, unwanted: Any = True) -> tuple[Any, ...]:
    """Return the records whose attribute ``name`` is not ``unwanted``."""
    return tuple(value for value in values if _reach(value, name) != unwanted)


def having(values: Sequence[Any], name: str, wanted: Any) -> tuple[Any, ...]:
    """Return the records whose list ``name`` has ``wanted`` in it."""
    return tuple(value for value in values if wanted in (_reach(value, name) or ()))


def _reach(value: Any, name: str) -> Any:
    for part in name.split("."):
        value = None if value is None else getattr(value, part)
    return value


def first(values: Sequence[Any]) -> Any:
    """Return the first record, or nothing."""
    return values[0] if values else None


def last(values: Sequence[Any]) -> Any:
    """Return the last record, or nothing."""
    return values[-1] if values else None


def join(values: Sequence[Any], between: str = "、") -> str:
    """Write several values in one box, without the missing ones."""
    return between.join(str(value) for value in values if value not in (None, ""))


def total(values: Sequence[Decimal | int | None]) -> Decimal:
    """Return the sum of the values that are there."""
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))


def latest(values: Sequence[Any]) -> Any:
    """Return the greatest of the values that are there: the last of days or months."""
    return max((value for value in values if value not in (None, "")), default=None)


def count(values: Sequence[Any] | None) -> int:
    """Return how many there are."""
    return len(values or ())


def default(value: Any, instead: Any) -> Any:
    """Return ``value``, or ``instead`` where there is none."""
    return instead if value is None or value == "" else value


def _passing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a missing value through, so that its box stays blank."""

    @wraps(function)
    def passing(value: Any, *arguments: Any) -> Any:
        return None if value is None or value == "" else function(value, *arguments)

    return passing


_WRITERS = (
    age_on,
    cn_date,
    cn_month,
    day_of,
    each,
    fact,
    first,
    having,
    join,
    label,
    last,
    latest,
    masked,
    money,
    month_of,
    number,
    numbered,
    part_of,
    plain,
    rmb,
    total,
    where,
    where_not,
    year_of,
    yes_no,
)


@hookimpl
def register_filters() -> Mapping[str, Callable[..., Any]]:
    """Bring the national ways to write values."""
    return {function.__name__: _passing(function) for function in _WRITERS} | {
        "count": count,
        "default": default,
    }
