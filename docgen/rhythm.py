"""A room: what the office owes beside its procedures (走访、排查、评估、报送), by when, and what it should look at.

Reminders cite the plan's own words; they are never a decision.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .case import Case, Roster
from .errors import fields, say
from .listing import Listed, listing
from .overview import Duty, Reminder
from .policy import Policy
from .village import Village

#: What is due again and again, by the figure that says how many months lie between.
_REGULAR = {
    "effect_review_months": "帮扶效果评估",
    "meeting_every_months": "联席会议、调度",
    "compare_every_months": "部门数据比对",
    "ledger_every_months": "更新防返贫监测台账",
    "work_survey_months": "外出务工区域摸排",
}
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Round:
    """A village on one day: its cases, the policy, and what its township counts of it."""

    cases: tuple[Case, ...]
    policy: Policy
    as_of: date
    village: Village | None = None

    @property
    def homes(self) -> tuple[Listed, ...]:
        """The households, as lists see them."""
        return tuple(_listed(case, self.as_of) for case in self.cases)


def duties(seen: Round) -> tuple[Duty, ...]:
    """Return what is due in a village: of each household, of the village, and of whoever is above it."""
    return (*_of_households(seen), *_of_village(seen), *_regular(seen.policy, seen.as_of))


def _of_households(seen: Round) -> Iterator[Duty]:
    for home in seen.homes:
        figure = _visit_figure(home)
        if figure:
            yield _visit(home, seen.policy, figure, seen.as_of)
        if home.is_monitored and (due := _register(home, seen.policy, seen.as_of)):
            yield due


def _visit_figure(home: Listed) -> str:
    """Return the figure of the interval at which a household is visited; empty where none is."""
    if home.is_monitored:
        return "visit_months_monitored"
    if home.household.eliminated_on:
        return "visit_months_eliminated"
    return "visit_months_stable" if home.household.was_poor else ""


def _visit(home: Listed, policy: Policy, figure: str, as_of: date) -> Duty:
    past = [visit.on for visit in home.case.visits if visit.on <= as_of]
    last = max(past, default=None)
    since = last or _month(home.household.identified_on)
    due = _months_after(since, _number(policy, figure)) if since else None
    return _duty(home, "走访", last, due, as_of, _cited(policy, figure))


def _register(home: Listed, policy: Policy, as_of: date) -> Duty | None:
    """Return when the income is to be registered again; None where it is settled once a year."""
    months = _number(policy, "income_register_months")
    if months >= _YEAR:
        return None
    ends = [one.end for one in home.case.incomes if one.purpose == "month" and one.end and one.end <= as_of]
    last = max(ends, default=None)
    since = last or _month(home.household.identified_on)
    due = _months_after(since, months) if since else None
    return _duty(home, "收入登记", last, due, as_of, _cited(policy, "income_register_months"))


def _duty(home: Listed, what: str, last: date | None, due: date | None, as_of: date, source: str) -> Duty:
    return Duty(
        what=what,
        due=due,
        days_left=(due - as_of).days if due else None,
        source=source,
        last=last,
        code=home.area.code,
        village=home.area.village,
        number=home.number,
        head=home.head.name if home.head else "",
    )


def _of_village(seen: Round) -> Iterator[Duty]:
    """Yield the survey of the village: how many households were visited since the last one was due."""
    times = _number(seen.policy, "surveys_per_year")
    if not seen.cases or times < 1:
        return
    months = max(_YEAR // times, 1)
    end = _period_end(seen.as_of, months)
    begin = _months_after(end + timedelta(1), -months)
    visited = sum(any(begin <= one.on <= seen.as_of for one in case.visits) for case in seen.cases)
    area = seen.cases[0].area
    told = f"本期已入户{visited}户，共{len(seen.cases)}户"
    yield Duty(
        what=f"集中排查（每年{times}次）",
        due=end,
        days_left=(end - seen.as_of).days,
        source=_cited(seen.policy, "surveys_per_year"),
        code=area.code,
        village=area.village,
        told="" if visited == len(seen.cases) else told,
    )


def _regular(policy: Policy, as_of: date) -> Iterator[Duty]:
    for figure, what in _REGULAR.items():
        end = _period_end(as_of, _number(policy, figure))
        yield _plain(what, end, as_of, _cited(policy, figure))
    for record in _records(policy, "reports"):
        end = _report_day(as_of, int(record["every_months"]), record.get("day"))
        what = f"报送{record['what']}" + (f"（报{record['to']}）" if record.get("to") else "")
        yield _plain(what, end, as_of, _cited(policy, "reports"))
    for record in _records(policy, "yearly_dates"):
        yield _plain(
            record["what"], _next_of_year(record["on"], as_of), as_of, _cited(policy, "yearly_dates")
        )


def _plain(what: str, due: date, as_of: date, source: str) -> Duty:
    return Duty(what=what, due=due, days_left=(due - as_of).days, source=source)


def _report_day(as_of: date, months: int, day: object) -> date:
    end = _period_end(as_of, months)
    if not isinstance(day, int):
        return end
    due = min(end.replace(day=1) + timedelta(day - 1), end)
    if due >= as_of:
        return due
    later = _period_end(end + timedelta(1), months)
    return min(later.replace(day=1) + timedelta(day - 1), later)


def _next_of_year(on: str, as_of: date) -> date:
    """Return the next day ``05-31``, or the last day of the month ``06``, that has not passed."""
    month, _, day = on.partition("-")
    days = [
        date(year, int(month), int(day)) if day else _period_end(date(year, int(month), 1), 1)
        for year in (as_of.year, as_of.year + 1)
    ]
    return next(one for one in days if one >= as_of)


def _period_end(day: date, months: int) -> date:
    """Return the last day of the part of the year, ``months`` long, in which ``day`` lies."""
    number = (day.month - 1) // months * months + months
    return _months_after(date(day.year, 1, 1), min(number, _YEAR)) - timedelta(1)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    following = date(year + (month == _YEAR - 1), (month + 1) % _YEAR + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1))


def _month(stated: str) -> date | None:
    return date.fromisoformat(f"{stated}-01") if stated else None


def reminders(seen: Round) -> tuple[Reminder, ...]:
    """Return what a village should look at: falls in income, too little growth, and the threat of many falling back."""
    return (*_of_incomes(seen), *_mass_risk(seen))


def _of_incomes(seen: Round) -> Iterator[Reminder]:
    goal = Decimal(str(seen.policy["income_growth_goal"]))
    for home in seen.homes:
        if home.change is None or not (home.household.was_poor or home.household.identified_on):
            continue
        before = home.earlier.net if home.earlier else None
        percent = home.change * 100 / before if before and before > 0 else None
        told = fields(
            change=f"{abs(home.change):.2f}",
            percent="—" if percent is None else f"{abs(percent):.1f}",
            causes="、".join(home.drop_causes) or "没有登记",
            goal=f"{goal:f}",
        )
        if home.dropped:
            yield _remind(home, "减收", say("RHYTHM-101", told), _cited(seen.policy, "income_drop_causes"))
        elif percent is not None and percent < goal:
            yield _remind(
                home, "增收不足", say("RHYTHM-102", told), _cited(seen.policy, "income_growth_goal")
            )


def fallen(all_of_them: Iterable[Reminder], policy: Policy) -> tuple[Reminder, ...]:
    """Return a reminder where so many households of the township fell that it counts for the yearly review."""
    homes = sum(one.what == "减收" for one in all_of_them)
    limit = _number(policy, "income_drop_households")
    if homes < limit:
        return ()
    told = fields(homes=homes, limit=limit)
    return (Reminder("减收户数", say("RHYTHM-103", told), _cited(policy, "income_drop_households")),)


def _mass_risk(seen: Round) -> Iterator[Reminder]:
    """Yield the warning of a village where those whose risk remains are too large a part of its people."""
    village = seen.village
    if village is None or not village.rural_persons:
        return
    people = sum(home.household.population for home in seen.homes if home.is_monitored)
    percent, limit = people * 100 / village.rural_persons, float(str(seen.policy["mass_risk_percent"]))
    if percent <= limit or village.delisted is False:
        return
    told = fields(people=people, rural=village.rural_persons, percent=f"{percent:.1f}", limit=f"{limit:g}")
    area = seen.cases[0].area
    yield Reminder(
        "规模性返贫风险",
        say("RHYTHM-104" if village.delisted else "RHYTHM-105", told),
        _cited(seen.policy, "mass_risk_percent"),
        code=area.code,
        village=area.village,
    )


def _remind(home: Listed, what: str, text: str, source: str) -> Reminder:
    head = home.head.name if home.head else ""
    return Reminder(what, text, source, home.area.code, home.area.village, home.number, head)


def _listed(case: Case, as_of: date) -> Listed:
    return listing(Roster(case.area, (case,)), as_of).households[0]


def _number(policy: Policy, figure: str) -> int:
    return int(str(policy[figure]))


def _records(policy: Policy, figure: str) -> tuple[Mapping[str, Any], ...]:
    found: Any = policy[figure]
    return tuple(found)


def _cited(policy: Policy, figure: str) -> str:
    return policy.sources.get(figure, "") + ("（缺省）" if policy.mark(figure) == "缺省" else "")
