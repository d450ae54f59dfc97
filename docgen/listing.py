"""A village as its lists, notices and ledgers see it (花名册): households, the steps they are at, and their records."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from .case import (
    Account,
    Approval,
    Area,
    Case,
    Contact,
    Household,
    Measure,
    Member,
    Need,
    Notice,
    Post,
    Proceeding,
    Review,
    Roster,
    Visit,
    Work,
)
from .nouns import dataclass
from .village import Village

#: Procedures by which a household enters monitoring.
ENTRY = ("identification", "reidentification")

#: States of a household that is monitored at present.
_MONITORED = ("在册监测", "回退")


@dataclass(frozen=True, slots=True)
class Listed:
    """One household as a line of a village's list (名单中的一户)."""

    case: Case
    number: str
    area: Area
    household: Household
    head: Member | None
    procedure: Proceeding | None
    identified: Account | None
    eliminated: Account | None
    annual: Account | None
    monitor: Contact | None
    helper: Contact | None
    day: date

    @property
    def earlier(self) -> Account | None:
        """The annual account before the latest one (上年收支)."""
        past = [one for one in self.case.incomes if one.purpose == "annual" and one.end is not None]
        ordered = sorted(past, key=lambda one: one.end or date.min)
        return self.case.account(ordered[-2]) if len(ordered) > 1 else None

    @property
    def change(self) -> Decimal | None:
        """By how much the net income of the latest year differs from the year before (增减额)."""
        before, now = (self.earlier, self.annual) if self.earlier else (None, None)
        if before is None or now is None or before.net is None or now.net is None:
            return None
        return now.net - before.net

    @property
    def dropped(self) -> bool | None:
        """Whether its income fell against the year before (减收户); None where nobody can tell."""
        return None if self.change is None else self.change < 0

    @property
    def trend(self) -> str:
        """Whether its income rose, fell or stayed (增收、减收、持平); empty where nobody can tell."""
        if self.change is None:
            return ""
        return "增收" if self.change > 0 else "减收" if self.change < 0 else "持平"

    @property
    def drop_causes(self) -> tuple[str, ...]:
        """Why it fell, as written beside the latest year's income (减收原因)."""
        return self.annual.income.drop_causes if self.annual and self.dropped else ()

    @property
    def late_measures(self) -> tuple[Measure, ...]:
        """Measures that were to begin by now and are not carried out (措施落实不及时)."""
        return tuple(
            one
            for one in self.case.measures
            if one.planned_on and one.planned_on < self.day and not (one.done_on or one.state == "已落实")
        )

    @property
    def done_measures(self) -> tuple[Measure, ...]:
        """Measures carried out (已落实的措施)."""
        return tuple(one for one in self.case.measures if one.done_on or one.state == "已落实")

    @property
    def done_kinds(self) -> tuple[str, ...]:
        """The categories of the measures carried out (已落实的措施类别)."""
        return tuple(dict.fromkeys(one.category for one in self.done_measures))

    @property
    def need_kinds(self) -> tuple[str, ...]:
        """The kinds of projects it asks for (需求项目种类)."""
        return tuple(dict.fromkeys(one.kind for one in self.case.needs))

    @property
    def has_needs(self) -> bool:
        """Whether it asks for a project."""
        return bool(self.case.needs)

    @property
    def has_help(self) -> bool:
        """Whether a measure was carried out for it (有措施落实)."""
        return bool(self.done_measures)

    @property
    def is_late(self) -> bool:
        """Whether a measure is late (有措施落实不及时)."""
        return bool(self.late_measures)

    @property
    def is_unsound(self) -> bool:
        """Whether a guarantee or the water is a problem."""
        return bool(self.unsound)

    @property
    def only_supported(self) -> bool:
        """Whether all its measures are social security though somebody can work (“一兜了之”)."""
        kinds = {one.category for one in self.case.measures}
        return kinds == {"综合保障"} and self.household.labourers > 0

    @property
    def unsound(self) -> tuple[str, ...]:
        """What of the three guarantees and drinking water is a problem by the latest state (“三保障”和饮水问题)."""
        state = self.case.guarantee("elimination") or self.case.guarantee("identification")
        if state is None:
            return ()
        problems = {
            "住房": state.unsafe_housing, "义务教育": state.dropout, "饮水": state.unsafe_water, "医保": state.uninsured,
        }  # fmt: skip
        return tuple(name for name, problem in problems.items() if problem)

    @property
    def has_problem(self) -> bool:
        """Whether a survey of measures and guarantees has something to report of it (有排查问题)."""
        return self.is_late or self.is_unsound or self.only_supported

    @property
    def is_monitored(self) -> bool:
        """Whether it is monitored at present; by its dates where no state is written."""
        household = self.household
        if household.status:
            return household.status in _MONITORED
        return bool(household.identified_on) and not household.eliminated_on

    @property
    def visit(self) -> Visit | None:
        """The latest visit."""
        return max(self.case.visits, key=lambda visit: visit.on, default=None)

    @property
    def review(self) -> Review | None:
        """The village's review meeting in its procedure."""
        return self.procedure.review if self.procedure else None

    @property
    def village_notice(self) -> Notice | None:
        """The village's notice in its procedure."""
        return self.procedure.notice("village") if self.procedure else None

    @property
    def township_notice(self) -> Notice | None:
        """The township's notice in its procedure."""
        return self.procedure.notice("township") if self.procedure else None

    @property
    def village_opinion(self) -> Approval | None:
        """The village's opinion in its procedure."""
        return self.procedure.approval("village") if self.procedure else None

    @property
    def township_opinion(self) -> Approval | None:
        """The township's opinion in its procedure."""
        return self.procedure.approval("township") if self.procedure else None

    @property
    def county_opinion(self) -> Approval | None:
        """The county's opinion in its procedure."""
        return self.procedure.approval("county") if self.procedure else None


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a household as a line of a ledger (台账中的一条): the record and whose it is."""

    home: Listed
    member: Member | None = None
    work: Work | None = None
    post: Post | None = None
    visit: Visit | None = None
    measure: Measure | None = None
    need: Need | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """Somebody who helps households, and these (结对帮扶责任人)."""

    contact: Contact
    homes: tuple[Listed, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures for these households."""
        return tuple(measure for home in self.homes for measure in home.case.measures)

    @property
    def effects(self) -> tuple[str, ...]:
        """What is written of the effect of the measures (帮扶成效)."""
        return tuple(measure.effect for measure in self.measures if measure.effect)

    @property
    def done(self) -> tuple[Measure, ...]:
        """Those carried out."""
        return tuple(measure for home in self.homes for measure in home.done_measures)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits to these households within the half-year up to the day (本期走访)."""
        return tuple(
            visit for home in self.homes for visit in home.case.visits if _in_half_year(visit.on, home.day)
        )


@dataclass(frozen=True, slots=True)
class Underway:
    """The households of a village that are in one kind of procedure (正在办理的户), and the latest of each step.

    Households go through a step together; a paper about a step is about the latest such batch up to ``day``.
    """

    households: tuple[Listed, ...]
    day: date

    @property
    def reviewed(self) -> tuple[Listed, ...]:
        """Those of the latest review meeting (同一次评议会议)."""
        return self._latest(lambda one: _days(one.review.on if one.review else None))

    @property
    def noticed(self) -> tuple[Listed, ...]:
        """Those of the latest notice of the village (同一期村公示)."""
        return self._latest(lambda one: _span(one.village_notice))

    @property
    def noticed_by_township(self) -> tuple[Listed, ...]:
        """Those of the latest notice of the township (同一期乡镇公示)."""
        return self._latest(lambda one: _span(one.township_notice))

    @property
    def proposed(self) -> tuple[Listed, ...]:
        """Those that the village's notice has been posted for and the village did not refuse (村拟定)."""
        return tuple(
            one for one in self.households if one.village_notice and not _refused(one.village_opinion)
        )

    @property
    def examined(self) -> tuple[Listed, ...]:
        """Those that the township agreed to (乡镇审核通过)."""
        return tuple(one for one in self.households if _agreed(one.township_opinion))

    @property
    def decided(self) -> tuple[Listed, ...]:
        """Those that the county agreed to (县级审定)."""
        return tuple(one for one in self.households if _agreed(one.county_opinion))

    def _latest(self, step: Callable[[Listed], tuple[date, ...]]) -> tuple[Listed, ...]:
        past = [(step(one), one) for one in self.households]
        dated = [(days, one) for days, one in past if days and days[0] <= self.day]
        latest = max((days for days, _ in dated), default=())
        return tuple(one for days, one in dated if days == latest)


@dataclass(frozen=True, slots=True)
class Listing:
    """A village and its households, as a village's paper sees them (``roster``); or what lies above or within it.

    ``name`` is that of a part (a group, a village, a township), empty for the whole.
    """

    area: Area
    cases: tuple[Case, ...]
    households: tuple[Listed, ...]
    day: date
    villages: tuple[Village, ...] = ()
    name: str = ""

    @property
    def by_group(self) -> tuple["Listing", ...]:
        """The same by group (村民小组)."""
        return self._parts(lambda area: area.group, lambda area: area.group)

    @property
    def by_village(self) -> tuple["Listing", ...]:
        """The same by village (行政村); a registered village without a household here is one of them."""
        parts = {one.area.code: one for one in self._parts(lambda area: area.code, lambda area: area.village)}
        for one in self.villages:
            if one.code not in parts:
                area = self.area.model_copy(update={"code": one.code, "village": one.name})
                parts[one.code] = Listing(area, (), (), self.day, (one,), one.name)
        return tuple(parts[code] for code in sorted(parts))

    @property
    def by_township(self) -> tuple["Listing", ...]:
        """The same by township (乡镇)."""
        return self._parts(lambda area: area.code[:9], lambda area: area.township)

    @property
    def register(self) -> Village | None:
        """What is registered of the village, where this is one."""
        return self.villages[0] if len(self.villages) == 1 else None

    @property
    def compared(self) -> tuple[Listed, ...]:
        """脱贫户 and monitored households whose incomes of two years are known (可对比户)."""
        return tuple(one for one in self.known if one.change is not None)

    @property
    def dropped(self) -> tuple[Listed, ...]:
        """Those of them whose income fell (减收户)."""
        return tuple(one for one in self.known if one.dropped)

    @property
    def helpers(self) -> tuple[Pairing, ...]:
        """Who helps households at present, by unit and name, and whom (结对)."""
        paired = [(one.helper, one) for one in self.households if one.helper]
        ordered = sorted(paired, key=lambda pair: (pair[0].org, pair[0].name, pair[0].duty))
        grouped = groupby(ordered, key=lambda pair: (pair[0].org, pair[0].name, pair[0].duty))
        found = [tuple(pairs) for _, pairs in grouped]
        return tuple(Pairing(pairs[0][0], tuple(home for _, home in pairs)) for pairs in found)

    @property
    def paired(self) -> tuple[Listed, ...]:
        """The households that somebody helps, by his unit and name (结对户)."""
        return tuple(home for one in self.helpers for home in one.homes)

    @property
    def needs(self) -> tuple[Line, ...]:
        """Every project that a household asks for (需求项目)."""
        return tuple(Line(home, need=need) for home in self.households for need in home.case.needs)

    @property
    def risen(self) -> tuple[Listed, ...]:
        """Households struck off the poor within the year of ``day`` (当年脱贫)."""
        return self._ended("elimination")

    @property
    def returned(self) -> tuple[Listed, ...]:
        """Households registered as poor again within the year of ``day`` (当年返贫)."""
        return self._ended("reidentification")

    @property
    def entering(self) -> Underway:
        """Households on their way into monitoring (拟纳入)."""
        return self._underway(ENTRY)

    @property
    def leaving(self) -> Underway:
        """Households on their way out of monitoring (拟消除风险)."""
        return self._underway(("elimination",))

    @property
    def registered(self) -> Underway:
        """Households registered as poor in the model of 2014 (建档立卡贫困户)."""
        found = [(one, one.case.procedure("poverty2014")) for one in self.households]
        poor = tuple(replace(one, procedure=procedure) for one, procedure in found if procedure)
        return Underway(poor, self.day)

    @property
    def monitored(self) -> tuple[Listed, ...]:
        """Households monitored at present (在册监测对象)."""
        return tuple(one for one in self.households if one.is_monitored)

    @property
    def entered(self) -> tuple[Listed, ...]:
        """Households identified in the month of ``day`` (本月新纳入)."""
        return tuple(one for one in self.households if one.household.identified_on == f"{self.day:%Y-%m}")

    @property
    def left(self) -> tuple[Listed, ...]:
        """Households whose risk was eliminated in the month of ``day`` (本月消除)."""
        return tuple(one for one in self.households if one.household.eliminated_on == f"{self.day:%Y-%m}")

    @property
    def past(self) -> tuple[Listed, ...]:
        """Households whose risk was eliminated and that are not monitored again (已消除风险)."""
        return tuple(one for one in self.households if one.household.eliminated_on and not one.is_monitored)

    @property
    def known(self) -> tuple[Listed, ...]:
        """脱贫户 and every household that is or was monitored (脱贫户、监测户)."""
        return tuple(one for one in self.households if one.household.was_poor or one.household.identified_on)

    @property
    def people(self) -> tuple[Line, ...]:
        """Every member of every household."""
        return tuple(Line(home, member) for home, member in self._members())

    @property
    def works(self) -> tuple[Line, ...]:
        """Every paid work of a member (务工)."""
        return tuple(
            Line(home, member, work=work) for home, member in self._members() for work in member.works
        )

    @property
    def posts(self) -> tuple[Line, ...]:
        """Every public-welfare post of a member (公益性岗位)."""
        return tuple(
            Line(home, member, post=post) for home, member in self._members() for post in member.posts
        )

    @property
    def visits(self) -> tuple[Line, ...]:
        """Every visit to a household, the earliest first (走访)."""
        found = [Line(home, visit=visit) for home in self.households for visit in home.case.visits]
        return tuple(sorted(found, key=lambda line: line.visit.on if line.visit else date.min))

    @property
    def measures(self) -> tuple[Line, ...]:
        """Every measure of help for a household (帮扶措施)."""
        return tuple(Line(home, measure=one) for home in self.households for one in home.case.measures)

    @property
    def changed_people(self) -> tuple[Line, ...]:
        """Every member of those struck off, then of those poor again (脱贫、返贫人口)."""
        return tuple(
            Line(home, member) for home in (*self.risen, *self.returned) for member in home.household.members
        )

    def _underway(self, kinds: tuple[str, ...]) -> Underway:
        going = tuple(
            one
            for one in self.households
            if one.procedure and not one.procedure.closed and one.procedure.kind in kinds
        )
        return Underway(going, self.day)

    def _parts(self, key: Callable[[Area], str], named: Callable[[Area], str]) -> tuple["Listing", ...]:
        """Return the same in parts, ordered by key; each knows its own villages."""
        ordered = sorted(self.households, key=lambda one: key(one.area))
        return tuple(
            self._part(named(homes[0].area), homes)
            for homes in (tuple(group) for _, group in groupby(ordered, key=lambda one: key(one.area)))
        )

    def _part(self, name: str, homes: tuple[Listed, ...]) -> "Listing":
        codes = {home.area.code for home in homes}
        own = tuple(one for one in self.villages if one.code in codes)
        return Listing(homes[0].area, tuple(home.case for home in homes), homes, self.day, own, name)

    def _ended(self, kind: str) -> tuple[Listed, ...]:
        found = [
            replace(home, procedure=one)
            for home in self.households
            for one in home.case.procedures
            if one.kind == kind and (day := _settled_on(one)) and day.year == self.day.year
        ]
        return tuple(found)

    def _members(self) -> Iterable[tuple[Listed, Member]]:
        return ((home, member) for home in self.households for member in home.household.members)


def listing(roster: Roster, day: date) -> Listing:
    """Return ``roster`` as the village's papers see it on ``day``."""
    listed = tuple(_listed(case, day) for case in roster.cases)
    return Listing(roster.area, roster.cases, listed, day, roster.villages)


def _listed(case: Case, day: date) -> Listed:
    return Listed(
        case=case,
        number=case.number,
        area=case.area,
        household=case.household,
        head=case.household.head,
        procedure=case.procedure(),
        identified=case.last_income("identification"),
        eliminated=case.last_income("elimination"),
        annual=case.last_income("annual"),
        monitor=case.contact("monitor", day),
        helper=case.contact("helper", day),
        day=day,
    )


def _settled_on(one: Proceeding) -> date | None:
    """Return the day on which a proceeding was decided: entered, announced, or agreed to by the county."""
    opinion = one.approval("county")
    decided = opinion.on if opinion and opinion.passed else None
    return one.entered_on or one.announced_on or decided


def _in_half_year(day: date, today: date) -> bool:
    return day <= today and (day.year, day.month > 6) == (today.year, today.month > 6)


def _days(day: date | None) -> tuple[date, ...]:
    return (day,) if day else ()


def _span(notice: Notice | None) -> tuple[date, ...]:
    return (notice.start, notice.end or notice.start) if notice and notice.start else ()


def _agreed(opinion: Approval | None) -> bool:
    return bool(opinion and opinion.passed)


def _refused(opinion: Approval | None) -> bool:
    return bool(opinion and opinion.passed is False)
