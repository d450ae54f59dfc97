"""``docgen case event``: what happened to a household; it is rewritten, and its history kept."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from docgen.case import Case
from docgen.differing import differences
from docgen.errors import UsageError, fields, say
from docgen.events import UNKNOWN, Event, cancelled, counted, merged, split, with_head, without
from docgen.store import CaseStore

from . import desk
from .boxes import with_boxes
from .speech import line


def event(
    number: Annotated[str, typer.Argument(help="本地户号、户编号或其他编号。")],
    kind: Annotated[
        str,
        typer.Option("--kind", help="户主变更、出生、婚入、迁入、死亡、婚出、迁出、分户、并户、整户注销。"),
    ],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="哪一天发生的。")],
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member", help="谁：姓名，同名的写第几行；可多次。户主变更写新户主，分户先写新户户主。"
        ),
    ] = None,
    head: Annotated[str, typer.Option("--head", help="走的人是户主时，留下的谁当户主。")] = "",
    box: Annotated[
        list[str] | None,
        typer.Option("--set", help="新来的人的栏目，例如 name=张小、relation=之子、id_no=…；可多次。"),
    ] = None,
    other: Annotated[str, typer.Option("--with", help="并户时，并进来的那一户的户号。")] = "",
    note: Annotated[str, typer.Option("--note", help="补充说明，记入历史。")] = "",
) -> None:
    """记家庭变动：改写这一户，旧的内容留在历史里。"""
    what = _kind(kind)
    with CaseStore(desk.workspace_here().store) as store:
        case = desk.case_of(store, number)
        changed = _happened(what, case, store, tuple(member or ()), head, tuple(box or ()), other)
        names = "、".join(member or ())
        reason = " ".join(part for part in (what.value, f"{on:%Y-%m-%d}", names, note) if part)
        store.save(changed, command="case event", reason=reason, at=datetime.now(UTC).astimezone())
    _tell(case, changed, reason)


def _kind(text: str) -> Event:
    found = next((one for one in Event if text in (one.value, one.name.lower())), None)
    if found is None:
        known = "、".join(one.value for one in Event)
        raise UsageError("EVENT-101", where=f"--kind {text}", kind=text, known=known)
    return found


def _happened(
    what: Event,
    case: Case,
    store: CaseStore,
    members: tuple[str, ...],
    head: str,
    boxes: tuple[str, ...],
    other: str,
) -> list[Case]:
    """Return the cases as they are after the event, the household itself first."""
    if what is Event.CANCELLED:
        return [cancelled(case)]
    if what is Event.MERGE:
        return list(merged(case, desk.case_of(store, _needed(what, "--with", other))))
    if what.adds:
        _needed(what, "--set name=…", "".join(one for one in boxes if one.startswith("name=")))
        place = f"household.members.{len(case.household.members)}"
        return [counted(with_boxes(case, [f"{place}.{one}" for one in boxes]))]
    _needed(what, "--member", "".join(members))
    rows = [_row(case, one) for one in members]
    follower = _row(case, head) if head else None
    if what is Event.HEAD:
        return [with_head(case, rows[0])]
    if what is Event.SPLIT:
        return list(split(case, rows, rows[0], store.next_number(), follower))
    return [without(case, rows, follower)]


def _needed(what: Event, option: str, given: str) -> str:
    if not given:
        raise UsageError("EVENT-107", where=f"--kind {what.value}", kind=what.value, option=option)
    return given


def _row(case: Case, name: str) -> int:
    """Return the row of a member by his name, or by his row counted from 1."""
    members = case.household.members
    rows = [row for row, one in enumerate(members) if one.name == name]
    if not rows and name.isdigit() and 1 <= int(name) <= len(members):
        rows = [int(name) - 1]
    if len(rows) != 1:
        known = "、".join(f"{row}.{one.name}" for row, one in enumerate(members, 1))
        raise UsageError("EVENT-102", where=case.number, name=name, known=known)
    return rows[0]


def _tell(before: Case, changed: list[Case], reason: str) -> None:
    for one in differences(before, changed[0]):
        line(f"  {one.label}：{one.old or '（空）'} → {one.new or '（空）'}")
    line(say("EVENT-202", fields(what=reason, number=before.number)))
    if len(changed) > 1 and reason.startswith(Event.SPLIT.value):
        line(say("EVENT-203", fields(number=changed[1].number)))
    unsure = [one.name for case in changed for one in case.household.members if one.relation == UNKNOWN]
    known = {one.name for one in before.household.members if one.relation == UNKNOWN}
    if fresh := [name for name in unsure if name not in known]:
        line(say("EVENT-201", fields(names="、".join(fresh))))
