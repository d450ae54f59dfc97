"""One proceeding against the steps its county declares (办理过程): taken, owed, and by when."""

from collections.abc import Iterable, Iterator
from datetime import date

from .calendar_cn import Calendar, Reckoned
from .case import Case, Proceeding
from .errors import PolicyError
from .nouns import dataclass
from .place import value_at
from .policy import Policy, first_day
from .procedure import Procedure, Step, Term, box_of, date_of, procedure_for


@dataclass(frozen=True, slots=True)
class Due:
    """A last day (期限): of which step, whether it may still move, and how many days are left of it."""

    step: Step
    on: date
    provisional: bool
    days_left: int
    unit: str = "calendar"

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0


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

    def stated(self, path: str) -> date | None:
        """Return the date at a path inside the proceeding."""
        return date_of(self.proceeding, path)

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

    def late(self, step: Step) -> Reckoned | None:
        """Return the last day of a step that was taken after it; None where it was in time, or nobody can tell."""
        day, last = self.day(step), self.last_day(step)
        return last if day and last and not last.provisional and day > last.on else None

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

    def posted_days(self, step: Step) -> tuple[int, int] | None:
        """Return for how many days a notice hung and how many it must; None where that cannot be told."""
        start, end = date_of(self.proceeding, step.begins), date_of(self.proceeding, step.reads)
        if step.posting is None or start is None or end is None or end < start:
            return None
        term = step.posting.term
        counted = self.calendar.between(start, end, self._unit(term), first_counts=self.first_counts)
        return None if counted.provisional else (counted.days, self._number(step, term))

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
        return Due(step, last.on, last.provisional or left.provisional, days, unit)

    def last_day(self, step: Step) -> Reckoned | None:
        """Return the last day on which ``step`` is in time; None where it has none, or it has not begun to run."""
        term = step.within
        if term is None:
            return None
        if term.by:
            return self._day_of_year(term.by)
        begun = self._start(step)
        start = date_of(self.proceeding, begun.reads) if begun else None
        if start is None or start > self.as_of:
            return None
        return self.calendar.after(start, self._number(step, term), self._unit(term))

    def _day_of_year(self, by: str) -> Reckoned | None:
        """Return a campaign's last day in the year the proceeding began; None for one begun after it."""
        opened = self.proceeding.opened_on
        month, day = map(int, by.split("-"))
        last = date(opened.year, month, day) if opened else None
        return Reckoned(last, provisional=False) if last and opened and opened <= last else None

    def not_before(self, step: Step) -> date | None:
        """Return the day before which a step may not be taken; None where it may by now."""
        day = self.first_day(step)
        return day if day and day > self.as_of else None

    def first_day(self, step: Step) -> date | None:
        """Return the first day on which a step that must wait may be taken."""
        if step.wait is None:
            return None
        start = min((day for path in step.wait.after for day in _days(self.case, path)), default=None)
        if start is None:
            return None
        return self.calendar.after(start, self._number(step, step.wait), self._unit(step.wait)).on

    def box(self, path: str) -> str:
        """Return the case path of a path inside the proceeding."""
        return box_of(self.proceeding, self.case.procedures.index(self.proceeding), path)

    def source_of(self, step: Step, term: Term | None = None) -> str:
        """Return where a step's rule comes from: the figure of its term, else its own source or the procedure's."""
        figure = self.policy.sources.get(term.figure, "") if term else ""
        return figure or step.source or self.procedure.source

    def took(self, step: Step) -> tuple[Step, int, str, int] | None:
        """Return since which step a step with a term ran, for how many days, of what kind, and how many it may."""
        start, day = self._start(step), self.day(step)
        if step.within is None or start is None or day is None:
            return None
        unit = self._unit(step.within)
        since = date_of(self.proceeding, start.reads) or day
        return start, self.calendar.between(since, day, unit).days, unit, self._number(step, step.within)

    def _start(self, step: Step) -> Step | None:
        """Return the step after which the term of ``step`` runs: the first of those named that has a date."""
        named = (self.procedure.step(name) for name in (step.within.after if step.within else ()))
        return next((one for one in named if one and date_of(self.proceeding, one.reads)), None)

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


def _days(case: Case, path: str) -> Iterator[date]:
    """Yield the dates at a case path, in which ``*`` means every row; a month (``2026-03``) gives its first day."""
    before, star, after = path.partition(".*")
    value = value_at(case, before)
    if star:
        for row in range(len(value or ())):
            yield from _days(case, f"{before}.{row}{after}")
    elif isinstance(value, date):
        yield value
    elif value:
        yield date.fromisoformat(f"{value}-01")


def policy_of(proceeding: Proceeding, policy: Policy, as_of: date) -> Policy | None:
    """Return the policy that ``proceeding`` keeps for life; None where it began before the first one."""
    try:
        return policy.on(first_day(proceeding, as_of))
    except PolicyError as error:
        if error.code != "POLICY-105":
            raise
        return None


def courses(
    case: Case, procedures: Iterable[Procedure], policy: Policy, as_of: date, calendar: Calendar
) -> Iterator[Course]:
    """Yield each proceeding of ``case`` against the procedure of the policy it keeps; the others are passed over."""
    known = tuple(procedures)
    for proceeding in case.procedures:
        held = policy_of(proceeding, policy, as_of)
        procedure = procedure_for(proceeding.kind, case, held, known) if held else None
        if held and procedure:
            yield Course(case, proceeding, procedure, held, as_of, calendar)
