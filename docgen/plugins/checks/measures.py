"""Measures of help (帮扶措施): each leaves a trace in the household's facts."""

import re
from collections.abc import Callable, Iterator

from docgen import Case, Income, Measure, Member

from .rule import GZ, OWN, Doubt, Seen, rule
from .stages import is_monitored, latest_account

_WHOLE = frozenset(("", "全家", "全户", "户主", "整户"))
_FAR = frozenset(("县外省内", "省外"))
_WORK_ITEMS = ("劳务输出", "外出务工补贴")


def _done(case: Case, *categories: str) -> Iterator[tuple[str, Measure]]:
    """Yield the measures carried out, of these categories (all where none is named)."""
    for row, measure in enumerate(case.measures):
        carried_out = measure.done_on or measure.state == "已落实"
        if carried_out and (not categories or measure.category in categories):
            yield f"measures.{row}", measure


def _income_since(case: Case, measure: Measure) -> Income | None:
    """Return the latest income whose period reached past the measure; None where it is too early to tell."""
    account = latest_account(case)[1]
    end = account.income.end if account else None
    if account is None or end is None or (measure.done_on and end < measure.done_on):
        return None
    return account.income


def _doubt(path: str, measure: Measure, *boxes: str) -> Doubt:
    return Doubt((f"{path}.category", *boxes), {"category": measure.category, "item": measure.item})


def _without(case: Case, row: str, *categories: str, item: str = "") -> Iterator[Doubt]:
    """Yield a doubt for every measure after which the income row ``row`` is still nothing."""
    account_path, _ = latest_account(case)
    for path, measure in _done(case, *categories):
        income = _income_since(case, measure)
        if item in measure.item and income is not None and getattr(income, row) == 0:
            yield _doubt(path, measure, f"{account_path}.{row}")


@rule("MEA-101", "就业帮扶、公益岗位帮扶后有工资性收入或务工人员", GZ + "4_11_012")
def job_without_wage(seen: Seen) -> Iterator[Doubt]:
    """Doubt help to a job after which nobody works and nobody earns a wage."""
    if not any(member.works or member.posts for member in seen.case.household.members):
        yield from _without(seen.case, "wage", "就业帮扶", "公益岗位帮扶")


@rule("MEA-102", "公益岗位帮扶的户有公益性岗位人员", GZ + "4_11_014")
def post_without_holder(seen: Seen) -> Iterator[Doubt]:
    """Doubt a post given to a household in which nobody holds one."""
    if not any(member.posts for member in seen.case.household.members):
        yield from (_doubt(path, measure) for path, measure in _done(seen.case, "公益岗位帮扶"))


@rule("MEA-103", "享受综合保障的户有转移性收入", GZ + "4_11_013")
def aid_without_transfer(seen: Seen) -> Iterator[Doubt]:
    """Doubt aid after which there is no transfer income."""
    yield from _without(seen.case, "transfer", "综合保障")


def _aid_without_beneficiary(case: Case, item: str, receives: Callable[[Member], bool]) -> Iterator[Doubt]:
    if not any(receives(member) for member in case.household.members):
        for path, measure in _done(case, "综合保障"):
            if item in measure.item:
                yield _doubt(path, measure)


@rule("MEA-104", "享受低保的户有低保人员", GZ + "4_11_015")
def dibao_without_beneficiary(seen: Seen) -> Iterator[Doubt]:
    """Doubt 低保 in a household in which nobody receives it."""
    yield from _aid_without_beneficiary(seen.case, "低保", lambda member: bool(member.dibao))


@rule("MEA-105", "享受特困供养的户有特困供养人员", GZ + "4_11_016")
def tekun_without_beneficiary(seen: Seen) -> Iterator[Doubt]:
    """Doubt 特困供养 in a household in which nobody receives it."""
    yield from _aid_without_beneficiary(seen.case, "特困供养", lambda member: bool(member.tekun))


@rule("MEA-106", "享受残疾人补贴的户有残疾人", GZ + "5_16_003")
def subsidy_without_disabled(seen: Seen) -> Iterator[Doubt]:
    """Doubt a subsidy for the disabled in a household without any."""
    yield from _aid_without_beneficiary(seen.case, "残疾人补贴", lambda member: member.is_disabled)


@rule("MEA-107", "有低保、特困供养人员的户有转移性收入", GZ + "5_16_003")
def beneficiary_without_transfer(seen: Seen) -> Iterator[Doubt]:
    """Doubt a member in 低保 or 特困供养 in a household without transfer income."""
    path, account = latest_account(seen.case)
    if account is None or account.income.transfer != 0:
        return
    if any(member.dibao or member.tekun for member in seen.case.household.members):
        yield Doubt((f"{path}.transfer",))


@rule("MEA-108", "有低保、特困供养人员的监测户登记综合保障", GZ + "5_16_004")
def beneficiary_without_measure(seen: Seen) -> Iterator[Doubt]:
    """Doubt a member in 低保 or 特困供养 in a monitored household whose measures do not say so."""
    received = any(member.dibao or member.tekun for member in seen.case.household.members)
    stated = any(measure.category == "综合保障" for measure in seen.case.measures)
    if received and not stated and seen.case.measures and is_monitored(seen.case):
        yield Doubt(("measures",))


@rule("MEA-109", "产业帮扶后有生产经营性收入", GZ + "5_11_013")
def trade_without_income(seen: Seen) -> Iterator[Doubt]:
    """Doubt help to a farm or trade after which there is no income from it."""
    yield from _without(seen.case, "farm", "产业帮扶")


@rule("MEA-110", "外出务工补贴、劳务输出的户有县外务工人员", GZ + "5_17_011")
def travel_without_distance(seen: Seen) -> Iterator[Doubt]:
    """Doubt help to work far away in a household in which nobody does."""
    away = any(work.area in _FAR for member in seen.case.household.members for work in member.works)
    for path, measure in _done(seen.case, "就业帮扶"):
        if measure.item in _WORK_ITEMS and not away:
            yield _doubt(path, measure)


@rule("MEA-111", "雨露计划只给中高职在校生", GZ + "5_15_011")
def training_aid_without_student(seen: Seen) -> Iterator[Doubt]:
    """Doubt 雨露计划 in a household without a student of a vocational school or college."""
    schools = ("中职", "高职高专", "技师学院")
    if any(member.student.startswith(schools) for member in seen.case.household.members):
        return
    for path, measure in _done(seen.case):
        if "雨露计划" in measure.item:
            yield _doubt(path, measure)


@rule("MEA-112", "受益人是本户成员", OWN)
def stranger_benefits(seen: Seen) -> Iterator[Doubt]:
    """Doubt a beneficiary who is no member of the household."""
    names = {person.member.name for person in seen.people()} | _WHOLE
    for row, measure in enumerate(seen.case.measures):
        for name in re.split("[、，,;；]", measure.beneficiary):
            if name.strip() not in names:
                yield Doubt((f"measures.{row}.beneficiary",), {"beneficiary": name.strip()})


@rule("MEA-113", "措施的落实情况与落实时间一致", OWN)
def state_against_date(seen: Seen) -> Iterator[Doubt]:
    """Doubt a measure done without a date, or dated though not done."""
    for row, measure in enumerate(seen.case.measures):
        undated = measure.state == "已落实" and measure.done_on is None
        if undated or (measure.state == "未落实" and measure.done_on is not None):
            boxes = (f"measures.{row}.done_on", f"measures.{row}.state")
            yield Doubt(boxes, {"category": measure.category, "state": measure.state})
