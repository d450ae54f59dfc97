"""Working days and terms in China (工作日、期限): public holidays, days worked instead (调休), and local rules.

Holidays of a year are announced at the end of the one before: a day for which nothing is known yet is
counted by weekday, and what rests on it is provisional (暂定).
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from . import toml
from .errors import DataFileError
from .nouns import dataclass

#: The file of a workspace that states local days off and days worked.
HOLIDAYS = "holidays.toml"

_DAY = timedelta(1)


class Reckoned(NamedTuple):
    """A day worked out, and whether it may still move (暂定)."""

    on: date
    provisional: bool


class Counted(NamedTuple):
    """A number of days, and whether it may still change (暂定)."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: those published, and over them the local ones.

    ``local`` says for single days whether they are worked; ``years`` are years whose holidays the local
    file states in full, so that nothing of them is provisional.
    """

    local: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day, as far as is known."""
        if day in self.local:
            return self.local[day]
        if day.year in self.years or not is_published(day.year):
            return day.weekday() < 5
        return _published_working(day)

    def is_known(self, day: date) -> bool:
        """Whether somebody has said if ``day`` is worked."""
        return day in self.local or day.year in self.years or is_published(day.year)

    def after(
        self, start: date, number: int, unit: str = "calendar", *, first_counts: bool = False
    ) -> Reckoned:
        """Return the last of ``number`` days after ``start``; with ``first_counts`` the start is day one.

        >>> Calendar().after(date(2026, 3, 2), 7, first_counts=True).on
        datetime.date(2026, 3, 8)
        """
        if unit == "month":
            return Reckoned(_months_after(start, number), provisional=False)
        if unit == "calendar":
            return Reckoned(start + (number - first_counts) * _DAY, provisional=False)
        day, left = (start - _DAY if first_counts else start), number
        known = True
        while left > 0:
            day += _DAY
            known = known and self.is_known(day)
            left -= self.is_working(day)
        return Reckoned(day, not known)

    def between(
        self, start: date, end: date, unit: str = "calendar", *, first_counts: bool = False
    ) -> Counted:
        """Return how many days lie from ``start`` to ``end``, which counts; the start only with ``first_counts``.

        Days before the start are negative.
        """
        if end < start:
            back = self.between(end, start, unit)
            return Counted(-back.days, back.provisional)
        if unit == "month":
            months = (end.year - start.year) * 12 + end.month - start.month
            return Counted(months - (_months_after(start, months) > end), provisional=False)
        if unit == "calendar":
            return Counted((end - start).days + first_counts, provisional=False)
        days = [start + at * _DAY for at in range(0 if first_counts else 1, (end - start).days + 1)]
        return Counted(sum(map(self.is_working, days)), not all(map(self.is_known, days)))


#: The published days, for who states none of his own.
PUBLISHED = Calendar()


def _months_after(start: date, number: int) -> date:
    """Return the same day ``number`` months on, or the month's last where it is shorter (民法典第二百零二条)."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (start.day - 1) * _DAY, first_of_next - _DAY)


def load_calendar(folder: Path | None) -> Calendar:
    """Return the calendar with the local days of ``folder``, if it states any; raises `DataFileError`."""
    path = folder / HOLIDAYS if folder else None
    if path is None or not path.is_file():
        return PUBLISHED
    try:
        stated = toml.loads(path.read_text(encoding="utf-8"))
    except (toml.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError("CAL-101", where=str(path), trouble=error) from error
    problems = _problems(stated)
    if problems:
        raise DataFileError("CAL-102", where=str(path), details=problems)
    local = dict.fromkeys(stated.get("off", ()), False) | dict.fromkeys(stated.get("work", ()), True)
    return Calendar(local, frozenset(stated.get("years", ())))


def _problems(stated: Mapping[str, Any]) -> list[str]:
    kinds: Mapping[str, type] = {"off": date, "work": date, "years": int}
    unknown = [key for key in stated if key not in (*kinds, "source")]
    wrong = [
        f"{key}：{value}"
        for key, kind in kinds.items()
        for value in (
            stated.get(key, ()) if isinstance(stated.get(key, ()), (list, tuple)) else [stated[key]]
        )
        if type(value) is not kind
    ]
    both = set() if wrong else set(stated.get("off", ())) & set(stated.get("work", ()))
    return [*unknown, *wrong, *sorted(f"off、work：{day}" for day in both)]


@cache
def _published_years() -> frozenset[int]:
    from chinese_calendar import constants  # a thousand dates; only who asks for working days needs them

    return frozenset(day.year for day in constants.holidays)


def is_published(year: int) -> bool:
    """Whether the State Council's holidays of ``year`` are in the published data."""
    return year in _published_years()


@cache
def _published_working(day: date) -> bool:
    from chinese_calendar import is_workday

    return bool(is_workday(day))
