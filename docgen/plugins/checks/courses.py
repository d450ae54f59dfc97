"""Proceedings against the steps their county declares: order, notices, terms, nothing left out."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from docgen import Course, Step

from .rule import ERROR, PLAN9, WARNING, Doubt, course_rule

#: Boxes that belong to a step and come just after, or just before, the one that dates it.
_AFTER = {"application.signed_on": ("application.accepted_on", "受理")}
_BEFORE = {"reported_on": ("approvals.village.on", "村级意见")}


_UNITS = {"calendar": "天", "working": "个工作日", "month": "个月"}


class Point(NamedTuple):
    """A dated box of a step: the step, its path, its name, its day."""

    step: Step
    path: str
    name: str
    on: date


def points(course: Course) -> Iterator[Point]:
    """Yield the dated boxes of the steps that have their place, in the order they must have."""
    for step in course.procedure.steps:
        if not step.loose:
            for path, name in _boxes(step):
                day = course.stated(path)
                if day:
                    yield Point(step, course.box(path), name, day)


def _boxes(step: Step) -> Iterator[tuple[str, str]]:
    if step.posting:
        yield step.begins, f"{step.title}开始"
        yield step.reads, f"{step.title}结束"
        return
    if step.reads in _BEFORE:
        yield _BEFORE[step.reads]
    yield step.reads, step.title
    if step.reads in _AFTER:
        yield _AFTER[step.reads]


@course_rule(
    "DATE-101", "办理步骤的日期先后有序", "各地方案规定的步骤；归档检查常见问题：日期不合逻辑", ERROR
)
def steps_out_of_order(course: Course) -> Iterator[Doubt]:
    """Doubt a step that is dated before the step it follows."""
    known: list[Point] = []
    for point in points(course):
        before = course.procedure.before(point.step)
        earlier = next((one for one in reversed(known) if one.step in before or one.step is point.step), None)
        if earlier and point.on < earlier.on:
            named = {"earlier": earlier.name, "first": earlier.on, "later": point.name, "second": point.on}
            yield Doubt((point.path, earlier.path), named | {"source": course.source_of(point.step)})
        known.append(point)


@course_rule("DATE-103", "公示天数不少于规定", PLAN9)
def short_notice(course: Course) -> Iterator[Doubt]:
    """Doubt a notice that hung for fewer days than it must."""
    for step in course.procedure.steps:
        told = course.posted_days(step)
        if told and told[0] < told[1]:
            term = step.posting.term if step.posting else None
            named = {"days": told[0], "least": told[1], "source": course.source_of(step, term)}
            yield Doubt((course.box(step.reads), course.box(step.begins)), named)


@course_rule("DATE-106", "认定在规定时限内办结", "多地方案：15日、20个工作日、25个工作日")
def too_late(course: Course) -> Iterator[Doubt]:
    """Doubt a step that took longer after another than it may."""
    for step in course.procedure.steps:
        took = course.took(step) if course.late(step) and step.reads != "planned_on" else None
        if took:
            first, days, unit, most = took
            named = {
                "first": first.title,
                "last": step.title,
                "days": days,
                "most": most,
                "unit": _UNITS[unit],
            }
            boxes = (course.box(step.reads), course.box(first.reads))
            yield Doubt(boxes, named | {"source": course.source_of(step, step.within)})


@course_rule("DATE-113", "有规定日期的步骤在那之前办理", "营口方案（篇二）：5月25日前、5月31日前")
def after_the_day(course: Course) -> Iterator[Doubt]:
    """Doubt a step that was taken after the day of the year by which it is due."""
    for step in course.procedure.steps:
        last = course.late(step) if step.within and step.within.by else None
        if last:
            named = {"step": step.title, "on": course.day(step), "due": last.on}
            yield Doubt((course.box(step.reads),), named | {"source": course.source_of(step)})


@course_rule("DATE-107", "录入后按时制定帮扶计划", "营口方案（篇二）")
def plan_too_late(course: Course) -> Iterator[Doubt]:
    """Doubt a plan of help made later after entry than it may be; or before it, where the steps are in a row."""
    entered, planned = course.proceeding.entered_on, course.proceeding.planned_on
    for step in course.procedure.steps:
        took = course.took(step) if step.reads == "planned_on" else None
        in_a_row = any(one.reads == "entered_on" for one in course.procedure.before(step))
        if took and (course.late(step) or (in_a_row and took[1] < 0)):
            boxes = (course.box("planned_on"), course.box("entered_on"))
            yield Doubt(boxes, {"entered": entered, "planned": planned, "most": took[3]})


@course_rule("STEP-109", "办理步骤不跳过", "各地方案规定的步骤", WARNING)
def skipped_step(course: Course) -> Iterator[Doubt]:
    """Doubt a step without a date before one that has one."""
    missing = [step for step in course.skipped() if not step.loose]
    if missing:
        taken = [step for step in course.procedure.steps if course.is_taken(step)]
        named = {"steps": "、".join(step.title for step in missing), "reached": taken[-1].title}
        proceeding = course.box("number").rpartition(".")[0]
        yield Doubt((proceeding,), named | {"source": course.source_of(missing[0])})


@course_rule("STEP-110", "办结的事项有县级审定", PLAN9)
def closed_without_decision(course: Course) -> Iterator[Doubt]:
    """Doubt a proceeding that is closed though the county must decide, has not, and nobody has refused."""
    one = course.proceeding
    decides = any(
        step.reads == "approvals.county.on" and not step.optional for step in course.procedure.steps
    )
    refused = any(opinion.passed is False for opinion in one.approvals)
    if one.closed and decides and one.approval("county") is None and not refused:
        yield Doubt((course.box("closed"),))
