"""``docgen case sign``: a sitting's paper is signed; what it says is kept, whatever the case says later."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from docgen.case import Case
from docgen.codes import label_of
from docgen.errors import UsageError, fields, say
from docgen.form import Audience, Form
from docgen.pipeline import Job, open_office, withdraw
from docgen.pipeline import sign as signed
from docgen.store import CaseStore

from . import desk
from .speech import line


def sign(
    number: Annotated[
        list[str], typer.Argument(metavar="户号...", help="本地户号、户编号或其他编号，可多个。")
    ],
    form: Annotated[str, typer.Option("--form", help="签的是哪张表（编号，可加 @版本）。")],
    stage: Annotated[
        str,
        typer.Option("--stage", help="签到哪一环节：check 入户核实，village 村，township 乡镇，county 县。"),
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="签字日期，写成 2026-07-05；不写就是今天。"),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="谁签的，可不写。")] = "",
    withdrawn: Annotated[bool, typer.Option("--withdraw", help="撤回签字：这一环节重新填、重新签。")] = False,
    reason: Annotated[str, typer.Option("--reason", help="为什么撤回，记入历史。")] = "",
    forms: desk.FormsOption = None,
) -> None:
    """标记已签字：这一环节各栏按签字时的内容固定下来，以后照此打印；与现数据不一致时提示。"""
    day = _day(on)
    if withdrawn and not reason.strip():
        raise UsageError("SIGN-107", where="--withdraw")
    workspace = desk.workspace_here()
    office = open_office(desk.registry(forms, workspace), Job(day, forms=(form,), policy=workspace.policy))
    (paper,) = (*office.household_forms, *office.village_forms, *office.higher_forms)
    _signable(paper, stage)
    with CaseStore(workspace.store) as store:
        before = [desk.case_of(store, one) for one in number]
        after = [
            withdraw(one, office, stage) if withdrawn else signed(one, office, stage, day, by)
            for one in before
        ]
        said = " ".join(part for part in (paper.key, stage, f"{day:%Y-%m-%d}", by, reason) if part)
        command = "case sign --withdraw" if withdrawn else "case sign"
        store.save(after, command=command, reason=said, at=datetime.now(UTC).astimezone())
    for one in after:
        _tell(one, paper, stage, withdrawn=withdrawn)


def _day(on: datetime | None) -> date:
    """Return the day of the signature, which cannot be one to come."""
    today = desk.today()
    day = on.date() if on else today
    if day > today:
        raise UsageError("SIGN-108", where=f"--on {day}", today=today)
    return day


def _signable(form: Form, stage: str) -> None:
    """Raise `UsageError` for a form nobody signs for a household, and for a sitting it does not have."""
    if form.about != "household" or form.audience is Audience.PUBLIC:
        raise UsageError("SIGN-101", where=form.key, form=form.title)
    if stage not in (form.stages or ("",)):
        known = (
            "、".join(f"{one} {label_of('stage', one)}" for one in form.stages) or "不分环节，不写 --stage"
        )
        raise UsageError("SIGN-102", where=f"--stage {stage}", form=form.title, known=known)


def _tell(case: Case, form: Form, stage: str, *, withdrawn: bool) -> None:
    named = {"number": case.number, "form": form.title, "stage": label_of("stage", stage) if stage else ""}
    if withdrawn:
        line(say("SIGN-202", fields(**named)))
        return
    sheet = case.signed[-1]
    line(say("SIGN-201", fields(**named, on=sheet.on, n=len(sheet.values))))
