"""Dates: the order of every procedure's steps, lengths of time, and nothing done in the future."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from docgen import Case, PolicyError, Proceeding, first_day

from .rule import ERROR, GZ, OWN, PLAN9, Doubt, Seen, rule


class Step(NamedTuple):
    """A dated step of a procedure: its case path, its name, its day."""

    path: str
    name: str
    on: date


def steps(procedure: Proceeding, row: int) -> list[Step]:
    """Return the dated steps of a procedure, in the order they must have."""
    at = f"procedures.{row}"
    notice = _notice(procedure, "village")
    dated = [
        (f"{at}.lead_on", "发现线索", procedure.lead_on),
        (f"{at}.application.signed_on", "申请", procedure.application.signed_on),
        (f"{at}.application.accepted_on", "受理", procedure.application.accepted_on),
        (f"{at}.check.on", "入户核实", procedure.check.on),
        (f"{at}.review.on", "村评议", procedure.review.on),
        *notice_days(procedure, row, notice),
        _opinion(procedure, row, "village", "村级意见"),
        (f"{at}.reported_on", "村上报", procedure.reported_on),
        _opinion(procedure, row, "township", "乡镇审核"),
        _opinion(procedure, row, "county", "县级审定"),
        (f"{at}.announced_on", "公告", procedure.announced_on),
        (f"{at}.entered_on", "系统录入", procedure.entered_on),
    ]
    return [Step(path, name, on) for path, name, on in dated if on is not None]


def notice_days(procedure: Proceeding, row: int, notice: int | None) -> list[tuple[str, str, date | None]]:
    """Return the first and the last day of a notice as steps."""
    if notice is None:
        return []
    path, stated = f"procedures.{row}.notices.{notice}", procedure.notices[notice]
    return [(f"{path}.start", "公示开始", stated.start), (f"{path}.end", "公示结束", stated.end)]


def _notice(procedure: Proceeding, level: str) -> int | None:
    rows = [row for row, notice in enumerate(procedure.notices) if notice.level == level]
    return rows[-1] if rows else None


def _opinion(procedure: Proceeding, row: int, level: str, name: str) -> tuple[str, str, date | None]:
    rows = [at for at, opinion in enumerate(procedure.approvals) if opinion.level == level]
    if not rows:
        return f"procedures.{row}.approvals", name, None
    return f"procedures.{row}.approvals.{rows[-1]}.on", name, procedure.approvals[rows[-1]].on


def _order(earlier: Step, later: Step) -> Doubt:
    named = {"earlier": earlier.name, "first": earlier.on, "later": later.name, "second": later.on}
    return Doubt((later.path, earlier.path), named)


@rule("DATE-102", "公示在评议之后开始", PLAN9)
def notice_on_day_of_review(seen: Seen) -> Iterator[Doubt]:
    """Doubt a notice posted on the very day of the review meeting."""
    for row, procedure in enumerate(seen.case.procedures):
        for earlier, later in pairwise(steps(procedure, row)):
            if (earlier.name, later.name) == ("村评议", "公示开始") and earlier.on == later.on:
                yield _order(earlier, later)


@rule("DATE-104", "已办的事项不晚于今天", OWN, ERROR)
def done_in_future(seen: Seen) -> Iterator[Doubt]:
    """Doubt something done on a day that has not come; a notice may still be running."""
    for path, name, on in _done(seen.case):
        if on is not None and on > seen.as_of:
            yield Doubt((path,), {"step": name, "on": on})


def _done(case: Case) -> Iterator[tuple[str, str, date | None]]:
    for row, procedure in enumerate(case.procedures):
        yield from (step for step in steps(procedure, row) if not step.name.startswith("公示"))
        yield f"procedures.{row}.comparison.on", "信息比对", procedure.comparison.on
    for row, measure in enumerate(case.measures):
        yield f"measures.{row}.done_on", "措施落实", measure.done_on
    for row, visit in enumerate(case.visits):
        yield f"visits.{row}.on", "走访", visit.on


@rule("DATE-105", "授权之后才做信息比对", PLAN9)
def compared_before_authorised(seen: Seen) -> Iterator[Doubt]:
    """Doubt a comparison with departments' data before the household authorised it."""
    for row, procedure in enumerate(seen.case.procedures):
        signed, compared = procedure.application.signed_on, procedure.comparison.on
        if signed and compared and compared < signed:
            at = f"procedures.{row}"
            yield _order(
                Step(f"{at}.application.signed_on", "申请授权", signed),
                Step(f"{at}.comparison.on", "信息比对", compared),
            )


@rule("DATE-108", "识别、消除时间与办理记录一致", OWN)
def month_against_procedure(seen: Seen) -> Iterator[Doubt]:
    """Doubt a month of identification or elimination that its procedure contradicts."""
    for kind, box in (("identification", "identified_on"), ("elimination", "eliminated_on")):
        month = getattr(seen.case.household, box)
        rows = [row for row, one in enumerate(seen.case.procedures) if one.kind == kind and one.closed]
        days = [step for row in rows[-1:] for step in steps(seen.case.procedures[row], row)]
        decided = [step.on for step in days if step.name in ("县级审定", "公告", "系统录入")]
        if month and decided and not f"{decided[0]:%Y-%m}" <= month <= f"{decided[-1]:%Y-%m}":
            named = {"month": month, "first": decided[0], "last": decided[-1]}
            yield Doubt((f"household.{box}", days[-1].path), named)


@rule("DATE-109", "消除监测时间不早于识别监测时间", GZ + "2_11_002", ERROR)
def eliminated_before_identified(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household whose risk was gone before it was found."""
    household = seen.case.household
    if (
        household.identified_on
        and household.eliminated_on
        and household.eliminated_on < household.identified_on
    ):
        named = {"identified": household.identified_on, "eliminated": household.eliminated_on}
        yield Doubt(("household.eliminated_on", "household.identified_on"), named)


@rule("DATE-110", "风险消除程序在识别认定之后启动", PLAN9, ERROR)
def elimination_before_recognition(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination whose first step is dated before the recognition it ends."""
    entered = [
        step
        for row, one in enumerate(seen.case.procedures)
        if one.kind == "identification"
        for step in steps(one, row)
        if step.name == "县级审定"
    ]
    for row, procedure in enumerate(seen.case.procedures):
        first = steps(procedure, row)[:1] if procedure.kind == "elimination" else []
        if first and entered and first[0].on < entered[0].on:
            yield _order(entered[0], first[0])


@rule("DATE-111", "乡镇、县级公示在上报之后", PLAN9, ERROR)
def upper_notice_before_report(seen: Seen) -> Iterator[Doubt]:
    """Doubt a notice of the township or county that ends before it starts, or begins before the village reported."""
    for row, procedure in enumerate(seen.case.procedures):
        for level in ("township", "county"):
            days = notice_days(procedure, row, _notice(procedure, level))
            reported = (f"procedures.{row}.reported_on", "村上报", procedure.reported_on)
            known = [Step(path, name, on) for path, name, on in (reported, *days) if on is not None]
            yield from (_order(earlier, later) for earlier, later in pairwise(known) if later.on < earlier.on)


@rule("DATE-114", "监测对象的走访不早于识别", OWN)
def visited_before_identified(seen: Seen) -> Iterator[Doubt]:
    """Doubt a visit before the identification began; one lifted out of poverty (脱贫户) was visited before."""
    household, procedures = seen.case.household, enumerate(seen.case.procedures)
    if not household.identified_on or "脱贫" in household.kind + household.monitor_class:
        return
    began = [step.on for row, one in procedures if one.kind == "identification" for step in steps(one, row)]
    for row, visit in enumerate(seen.case.visits):
        early = f"{visit.on:%Y-%m}" < household.identified_on
        if early and (not began or visit.on < min(began)):
            named = {"on": visit.on, "identified": household.identified_on}
            yield Doubt((f"visits.{row}.on", "household.identified_on"), named)


@rule("DATE-112", "办理不早于第一份政策口径", OWN)
def before_the_first_policy(seen: Seen) -> Iterator[Doubt]:
    """Doubt a procedure that began before the first policy of its place: no figures are known for it."""
    for row, procedure in enumerate(seen.case.procedures):
        try:
            seen.policy.on(first_day(procedure, seen.as_of))
        except PolicyError as error:
            named = {name: value for name, value in error.fields if name in ("year", "first")}
            yield Doubt((f"procedures.{row}.application.signed_on",), named)
