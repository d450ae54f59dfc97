"""A room: where a household stands in its procedures, what comes next, and by when (办理进度)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .calendar_cn import Calendar, Reckoned
from .case import Case, Proceeding
from .errors import PolicyError
from .expression import ExpressionError, build, compile_expression
from .hookspecs import Filter
from .place import value_at
from .policy import Policy
from .procedure import Need, Paper, Posting, Procedure, Step, Term, box_of, date_of, procedure_for
from .view import HOUSEHOLD_NAMES, Occasion, household_names

#: What can go wrong in a condition because of the data: it does not hold then.
TROUBLE = (ValueError, TypeError, ArithmeticError, LookupError)


@dataclass(frozen=True, slots=True)
class Due:
    """A last day (期限): of which step, whether it may still move, and how many days are left of it."""

    step: Step
    on: date
    provisional: bool
    days_left: int

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a household stands in one proceeding on one day.

    ``step`` is the last step taken, since ``since``; None before the first. ``next_steps`` are those that
    may be taken now, several where the procedure lets them run side by side. ``missing`` says which
    conditions of these do not hold; ``not_before`` is a day that must come first; ``skipped`` are steps
    without a date before one that has one. ``refused`` is the level that did not agree: nothing is next
    then. ``early`` means that the day asked about lies before the first step.
    """

    proceeding: Proceeding
    procedure: Procedure | None
    step: Step | None = None
    since: date | None = None
    next_steps: tuple[Step, ...] = ()
    posted_until: Reckoned | None = None
    due: Due | None = None
    not_before: date | None = None
    missing: tuple[str, ...] = ()
    skipped: tuple[Step, ...] = ()
    refused: str = ""
    green: str = ""
    early: bool = False

    @property
    def next_step(self) -> Step | None:
        """The first step that may be taken now; None where all are taken."""
        return next(iter(self.next_steps), None)

    @property
    def next_papers(self) -> tuple[Paper, ...]:
        """The papers of the steps that may be taken now."""
        return tuple(dict.fromkeys(paper for step in self.next_steps for paper in step.papers))

    @property
    def signers(self) -> tuple[str, ...]:
        """Who must sign them."""
        return tuple(dict.fromkeys(signer for step in self.next_steps for signer in step.signed_by))

    @property
    def days_left(self) -> int | None:
        """The days left until the next last day; negative when it has passed, None without one."""
        return self.due.days_left if self.due else None

    @property
    def overdue(self) -> bool:
        """Whether a last day has passed."""
        return bool(self.due and self.due.is_overdue)

    @property
    def provisional(self) -> bool:
        """Whether a day rests on holidays that nobody has published yet (暂定)."""
        return any(one.provisional for one in (self.due, self.posted_until) if one)


class Progress:
    """Works out standings; the conditions of all procedures are compiled once."""

    def __init__(
        self, procedures: Iterable[Procedure], filters: Mapping[str, Filter], calendar: Calendar
    ) -> None:
        self._procedures = tuple(procedures)
        self._calendar = calendar
        self._holds: dict[str, Callable[[Mapping[str, Any]], bool]] = {}
        for one in self._procedures:
            for step, need in _needs(one):
                if need.that not in self._holds:
                    self._holds[need.that] = _compiled(one, step, need, filters)

    def standings(self, case: Case, policy: Policy, as_of: date) -> tuple[Standing, ...]:
        """Return where ``case`` stands in each open proceeding, in the order of the case file."""
        return tuple(
            self.standing(
                case,
                proceeding,
                procedure_for(proceeding.kind, case, policy, self._procedures),
                policy,
                as_of,
            )
            for proceeding in case.procedures
            if not proceeding.closed
        )

    def standing(
        self, case: Case, proceeding: Proceeding, procedure: Procedure | None, policy: Policy, as_of: date
    ) -> Standing:
        """Return where ``case`` stands in ``proceeding``, whose steps are those of ``procedure``."""
        if procedure is None:
            return Standing(proceeding, None)
        course = Course(case, proceeding, procedure, policy, as_of, self._calendar)
        taken = [step for step in procedure.steps if course.is_taken(step)]
        last = max(
            taken, key=lambda one: (course.day(one) or date.min, procedure.steps.index(one)), default=None
        )
        refused = next((one.level for one in reversed(proceeding.approvals) if one.passed is False), "")
        waiting = () if refused else course.waiting()
        names = household_names(case, proceeding, Occasion(as_of, policy))
        running = [step for step in waiting if step.posting and course.begun(step)]
        return Standing(
            proceeding=proceeding,
            procedure=procedure,
            step=last,
            since=course.day(last) if last else None,
            next_steps=waiting,
            posted_until=course.posted_until(running[0]) if running else None,
            due=None if refused else course.due(),
            not_before=max((day for step in waiting if (day := course.not_before(step))), default=None),
            missing=tuple(
                need.words for step in waiting for need in step.needs if not self._holds[need.that](names)
            ),
            skipped=course.skipped(),
            refused=refused,
            green=self._green(procedure, names),
            early=last is None and bool(course.later()),
        )

    def _green(self, procedure: Procedure, names: Mapping[str, Any]) -> str:
        green = procedure.green
        return green.words if green and self._holds[green.that](names) else ""


def _needs(procedure: Procedure) -> Iterable[tuple[str, Need]]:
    yield from ((step.id, need) for step in procedure.steps for need in step.needs)
    if procedure.green:
        yield "green", procedure.green


def _compiled(
    procedure: Procedure, step: str, need: Need, filters: Mapping[str, Filter]
) -> Callable[[Mapping[str, Any]], bool]:
    try:
        code = compile_expression(need.that, HOUSEHOLD_NAMES, filters)
    except ExpressionError as error:
        near = f"是不是想写 {'、'.join(error.near)}" if error.near else ""
        raise PolicyError(
            "PROC-102",
            where=procedure.declared_in,
            procedure=procedure.title,
            step=step,
            source=need.that,
            trouble=error,
            near=near,
        ) from error
    lines = [f"n_{name} = names.get({name!r})" for name in HOUSEHOLD_NAMES]
    value = build([*lines, f"return {code.source}"], filters, {})

    def holds(names: Mapping[str, Any]) -> bool:
        try:
            return bool(value(names))
        except TROUBLE:
            return False

    return holds


@dataclass(frozen=True, slots=True)
class Course:
    """One proceeding against its declared steps, as of a day."""

    case: Case
    proceeding: Proceeding
    procedure: Procedure
    policy: Policy
    as_of: date
    calendar: Calendar

    def day(self, step: Step) -> date | None:
        """Return the day on which a step was finished; a notice without a stated end ends by the rule."""
        stated = date_of(self.proceeding, step.reads)
        if stated is None and step.posting and (until := self.posted_until(step)):
            return until.on
        return stated

    def begun(self, step: Step) -> date | None:
        """Return the first day of a step: a notice's posting, else the step's own."""
        start = date_of(self.proceeding, step.begins)
        return start if start and start <= self.as_of else None

    def is_taken(self, step: Step) -> bool:
        """Whether a step is finished: a notice only when its last day is over."""
        day = self.day(step)
        return day is not None and (day < self.as_of if step.posting else day <= self.as_of)

    def later(self) -> tuple[Step, ...]:
        """Return the steps dated after the day."""
        return tuple(step for step in self.procedure.steps if (day := self.day(step)) and day > self.as_of)

    def waiting(self) -> tuple[Step, ...]:
        """Return the steps that may be taken now: not taken, and nothing before them is owed."""
        passed = self._passed()
        return tuple(
            step
            for step in self.procedure.steps
            if not (self.is_taken(step) or step.optional or step.id in passed)
            and all(
                self.is_taken(one) or one.optional or one.id in passed for one in self.procedure.before(step)
            )
        )

    def skipped(self) -> tuple[Step, ...]:
        """Return the steps that were left out: not taken, though one that follows them is."""
        passed = self._passed()
        return tuple(
            step
            for step in self.procedure.steps
            if step.id in passed and not step.optional and not self.is_taken(step)
        )

    def _passed(self) -> frozenset[str]:
        """Return the ids of the steps that must be taken before one that is."""
        taken = (step for step in self.procedure.steps if self.is_taken(step))
        return frozenset(one.id for step in taken for one in self.procedure.before(step))

    def posted_until(self, step: Step) -> Reckoned | None:
        """Return the last day of a notice: the later of the one stated and the one by the rule."""
        if step.posting is None:
            return None
        start = date_of(self.proceeding, step.begins)
        if start is None:
            return None
        ruled = self.calendar.after(
            start,
            self._number(step, step.posting.term),
            self._unit(step.posting.term),
            first_counts=self.first_counts,
        )
        stated = date_of(self.proceeding, step.reads)
        return Reckoned(stated, provisional=False) if stated else ruled

    @property
    def first_counts(self) -> bool:
        """Whether the day on which a notice is posted counts."""
        return bool(self.policy.figures.get("notice_counts_first_day", True))

    def posted_days(self, step: Step, posting: Posting) -> tuple[int, int, bool] | None:
        """Return for how many days a notice hung, how many it must, and whether that may still change."""
        start, end = date_of(self.proceeding, step.begins), date_of(self.proceeding, step.reads)
        if start is None or end is None or end < start:
            return None
        counted = self.calendar.between(start, end, self._unit(posting.term), first_counts=self.first_counts)
        return counted.days, self._number(step, posting.term), counted.provisional

    def due(self) -> Due | None:
        """Return the nearest last day among the steps not taken; one already missed comes first."""
        owed = [step for step in self.procedure.steps if step.within and not self.is_taken(step)]
        found = [(step, last) for step in owed if (last := self.last_day(step))]
        if not found:
            return None
        step, last = min(found, key=lambda one: one[1].on)
        unit = self._unit(step.within) if step.within else "calendar"
        left = self.calendar.between(self.as_of, last.on, "calendar" if unit == "month" else unit)
        # over a weekend no working day passes, yet the last day is gone
        days = -1 if last.on < self.as_of and left.days == 0 else left.days
        return Due(step, last.on, last.provisional or left.provisional, days)

    def last_day(self, step: Step) -> Reckoned | None:
        """Return the last day on which ``step`` is in time; None where it has none, or it has not begun to run."""
        term = step.within
        if term is None:
            return None
        if term.by:
            opened = self.proceeding.opened_on
            month, day = map(int, term.by.split("-"))
            return Reckoned(date(opened.year, month, day), provisional=False) if opened else None
        starts = (
            date_of(self.proceeding, one.reads) for name in term.after if (one := self.procedure.step(name))
        )
        start = next((day for day in starts if day), None)
        if start is None or start > self.as_of:
            return None
        return self.calendar.after(start, self._number(step, term), self._unit(term))

    def not_before(self, step: Step) -> date | None:
        """Return the day before which a step may not be taken; None where it may by now."""
        if step.wait is None:
            return None
        start = _day(value_at(self.case, step.wait.after[0])) if step.wait.after else None
        if start is None:
            return None
        day = self.calendar.after(start, self._number(step, step.wait), self._unit(step.wait)).on
        return day if day > self.as_of else None

    def box(self, step: Step) -> str:
        """Return the case path of a step's date."""
        return box_of(self.proceeding, self.case.procedures.index(self.proceeding), step.reads)

    def _number(self, step: Step, term: Term) -> int:
        stated = self.policy.figures.get(term.figure, term.number)
        if not isinstance(stated, int) or isinstance(stated, bool):
            raise PolicyError(
                "PROC-103",
                where=self.procedure.declared_in,
                procedure=self.procedure.title,
                step=step.title,
                figure=term.figure,
                policy=self.policy.key,
            )
        return stated

    def _unit(self, term: Term) -> str:
        if term.unit in ("calendar", "working", "month"):
            return term.unit
        stated = self.policy.figures.get(term.unit, "calendar")
        return str(stated) if stated in ("working", "month") else "calendar"


def _day(value: Any) -> date | None:
    """Return a date, or the first day of a month (``2026-03``)."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(f"{value}-01") if value else None
