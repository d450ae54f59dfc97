"""Standings in words: the lines of the overview (办理进度一览)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from docgen.case import Case
from docgen.codes import label_of
from docgen.overview import Line, State
from docgen.policy import Policy
from docgen.procedure import Paper

from . import Progress, Standing

#: A matter is soon due when so many days are left.
SOON = 3

_LEVELS = {"village": "村级", "township": "乡镇", "county": "县级"}

#: How a paper is called: its title, and whether a form for it is registered.
Titled = Callable[[Paper], str]


def lines_of(case: Case, progress: Progress, policy: Policy, as_of: date, titled: Titled) -> tuple[Line, ...]:
    """Return a line for each open matter of ``case``; one line where there is none."""
    standings = progress.standings(case, policy, as_of)
    if not standings:
        return (_resting(case, progress, policy, as_of),)
    twice = {one.proceeding.kind for one in standings if _same_kind(one, standings) > 1}
    return tuple(_line(case, one, as_of, titled, twice=one.proceeding.kind in twice) for one in standings)


def in_office_order(line: Line) -> tuple[int, int, str, str]:
    """Order lines: what is overdue longest first, then what is due soonest, then by village and number."""
    left = line.days_left if line.days_left is not None else 10_000
    return line.state.rank, left, line.code, line.number


def _same_kind(one: Standing, all_of_them: Iterable[Standing]) -> int:
    return sum(other.proceeding.kind == one.proceeding.kind for other in all_of_them)


def _line(case: Case, one: Standing, as_of: date, titled: Titled, *, twice: bool) -> Line:
    unit = "个工作日" if one.due and one.due.unit == "working" else "天"
    papers = () if one.refused else tuple(titled(paper) for paper in one.next_papers)
    return Line(
        **_home(case),
        matter=one.procedure.title if one.procedure else label_of("procedure_kind", one.proceeding.kind),
        state=_state(one),
        step=one.step.title if one.step else "",
        since=one.since,
        next_step="、".join(step.title for step in one.next_steps),
        procedure=one.procedure.id if one.procedure else "",
        waits_at=one.next_step.id if one.next_step else "",
        papers=papers,
        signers=one.signers,
        due=one.due.on if one.due else None,
        due_of=one.due.step.title if one.due else "",
        days_left=one.days_left,
        unit=unit,
        provisional=one.provisional,
        missing=(*one.missing, *(f"没有登记「{step.title}」的日期" for step in one.skipped)),
        remarks=tuple(_remarks(one, as_of, twice=twice)),
    )


def _state(one: Standing) -> State:
    if one.refused:
        return State.REFUSED
    if one.overdue:
        return State.OVERDUE
    return State.SOON if one.days_left is not None and one.days_left <= SOON else State.OPEN


def _remarks(one: Standing, as_of: date, *, twice: bool) -> Iterable[str]:
    if one.refused:
        yield f"{_LEVELS[one.refused]}不同意，退回"
    if one.before_policies:
        yield "开始的年份早于最早的政策口径，请核对日期"
    elif one.policy and one.policy.carried_over(as_of.year):
        yield f"沿用{one.policy.year}年口径" + ("（年份推定）" if one.policy.inferred else "")
    if one.procedure is None:
        yield "没有这类事项的办理程序"
    if one.early:
        yield "所问的日期在第一步之前"
    if one.posted_until:
        yield f"公示至{one.posted_until.on}" + ("（暂定）" if one.posted_until.provisional else "")
    if one.not_before:
        yield f"{one.not_before}起才满监测时间"
    if one.green:
        yield one.green
    if one.procedure and not (one.next_steps or one.refused or one.posted_until):
        yield "各步都已办完，可以办结"
    if twice:
        yield "同类事项有两件在办，请核对"


def _home(case: Case) -> dict[str, Any]:
    head = case.household.head
    return {
        "code": case.area.code,
        "village": case.area.village,
        "group": case.area.group,
        "number": case.number,
        "head": head.name if head else "",
        "risks": tuple(risk.kind for risk in case.risks if not risk.removed_on),
    }


def _resting(case: Case, progress: Progress, policy: Policy, as_of: date) -> Line:
    """Return the line of a household without an open matter: what it is, and when its risk may be assessed."""
    household = case.household
    watched = bool(household.monitor_class) and household.status in ("", "在册监测", "回退")
    earliest = progress.earliest("elimination", case, policy, as_of) if watched else None
    remark = () if earliest is None else (f"{earliest}起可以研判风险消除",)
    return Line(
        **_home(case), matter=household.status or household.monitor_class, state=State.RESTING, remarks=remark
    )
