"""A room: where a household stands in its procedures, what comes next, and by when (办理进度)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from docgen.calendar_cn import Calendar, Reckoned
from docgen.case import Case, Proceeding
from docgen.course import Course, Due, policy_of
from docgen.errors import PolicyError
from docgen.expression import ExpressionError, build, compile_expression
from docgen.hookspecs import Filter
from docgen.policy import Policy
from docgen.procedure import Need, Paper, Procedure, Step, procedure_for
from docgen.view import HOUSEHOLD_NAMES, Occasion, household_names

__all__ = ["Course", "Due", "Progress", "Standing"]

#: What can go wrong in a condition because of the data: it does not hold then.
TROUBLE = (ValueError, TypeError, ArithmeticError, LookupError)


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
    policy: Policy | None = None
    before_policies: bool = False

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
        """Return where ``case`` stands in each open proceeding, in the order of the case file.

        A proceeding keeps the policy of its first day, and with it the steps of that policy.
        """
        return tuple(
            self._under_its_policy(case, one, policy, as_of) for one in case.procedures if not one.closed
        )

    def _under_its_policy(self, case: Case, proceeding: Proceeding, policy: Policy, as_of: date) -> Standing:
        kept = policy_of(proceeding, policy, as_of)
        held = kept or policy  # one mistyped year must not hide everybody else
        procedure = procedure_for(proceeding.kind, case, held, self._procedures)
        found = self.standing(case, proceeding, procedure, held, as_of)
        return replace(found, policy=held, before_policies=kept is None)

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

    def earliest(self, kind: str, case: Case, policy: Policy, as_of: date) -> date | None:
        """Return the day from which a new proceeding of ``kind`` may begin; None where that is not told."""
        procedure = procedure_for(kind, case, policy, self._procedures)
        if procedure is None:
            return None
        fresh = Course(case, Proceeding(number="", kind=kind), procedure, policy, as_of, self._calendar)
        return max((day for step in procedure.steps if (day := fresh.first_day(step))), default=None)

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
