"""``docgen status``: where every household stands, what is due, which paper comes next."""

from dataclasses import asdict
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from docgen.codes import LISTS
from docgen.errors import UsageError, fields, say
from docgen.overview import Duty, Line, Overview, Reminder, State
from docgen.policy import policy_for, policy_named
from docgen.procedure import Paper
from docgen.registry import Registry
from docgen.report import status_html, status_pdf, status_workbook
from docgen.rhythm import Round, duties, fallen, reminders
from docgen.standing import Progress
from docgen.standing.lines import in_office_order, lines_of
from docgen.store import write_whole

from . import desk
from .speech import as_json, aside, line, table

#: Lines shown on a terminal when nobody asks for all.
_MOST = 40

#: Duties and reminders shown there.
_FEW = 8


def status(
    data: desk.DataArgument = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="文件", help="写成报告：.html、.pdf 或 .xlsx。")
    ] = None,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
    every: Annotated[bool, typer.Option("--all", help="逐户列出，没有在办事项的也列。")] = False,
    duties_only: Annotated[
        bool, typer.Option("--duties", help="只看定期工作和提示：走访、排查、评估、报送，减收和预警。")
    ] = False,
    forms: desk.FormsOption = None,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """看进度：每户办到哪一步、还有几天、下一份表是什么、谁签字、还缺什么。"""
    if report and report.suffix.lower() not in _WRITERS:
        raise UsageError("STATUS-101", where=str(report), known="、".join(_WRITERS))
    source = desk.open_source(data, desk.selection(village, group, household), forms)
    if source.count == 0:
        raise UsageError("CLI-106", where="、".join(str(path) for path in source.inputs))
    registry = desk.registry(forms, source.workspace)
    as_of = today.date() if today else desk.today()
    named = desk.default_policy(policy, source)
    overview = _overview(source, registry, named, as_of)
    if report:
        write_whole(report, _WRITERS[report.suffix.lower()](overview, registry))
    if json:
        as_json(_recurring(overview) if duties_only else [_plain(one) for one in overview.lines])
    elif duties_only:
        _show_duties(overview, every=every)
    else:
        _show(overview, every=every)
        _show_duties(overview, every=every)
    if report:
        aside(say("STATUS-203", fields(file=report)))


def _overview(source: desk.Source, registry: Registry, named: str, as_of: date) -> Overview:
    """Return where everybody stands and what is due, village by village."""
    progress = Progress(registry.procedures.values(), registry.filters, desk.calendar(source))
    policies = registry.policies.values()
    known = {key for form in registry.forms_in_force() for key in (form.id, form.catalogue)}
    villages = {one.code: one for one in desk.villages(source)}
    lines: list[Line] = []
    due: list[Duty] = []
    remarks: list[Reminder] = []
    policy = None

    def titled(paper: Paper) -> str:
        return paper.title if paper.key in known else say("STATUS-205", fields(title=paper.title))

    for code, group in groupby(source.cases(), key=lambda case: case.area.code):
        cases = tuple(group)
        policy = policy_named(named, as_of, policies) if named else policy_for(cases[0], as_of, policies)
        for case in cases:
            lines += lines_of(case, progress, policy, as_of, titled)
        seen = Round(cases, policy, as_of, villages.get(code))
        due += duties(seen)
        remarks += reminders(seen)
    if policy:
        remarks += fallen(remarks, policy)
    ordered = tuple(sorted(lines, key=in_office_order))
    remarks.sort(key=lambda one: (bool(one.number), one.what))
    return Overview(as_of, ordered, tuple(dict.fromkeys(due)), tuple(remarks))


def _steps(registry: Registry) -> list[tuple[str, str, str, str]]:
    """Return every procedure's steps in their order, the kinds of procedures as the office knows them."""
    kinds = [option.code for option in LISTS["procedure_kind"].options]
    ordered = sorted(registry.procedures.values(), key=lambda one: (kinds.index(one.kind), one.id))
    return [
        (one.id, one.title, step.id, step.title) for one in ordered for step in one.steps if not step.optional
    ]


def _title() -> str:
    return "防止返贫监测帮扶办理进度"


_WRITERS = {
    ".html": lambda overview, registry: status_html(overview, _steps(registry), _title()).encode(),
    ".pdf": lambda overview, registry: status_pdf(overview, _steps(registry), _title()),
    ".xlsx": lambda overview, registry: status_workbook(overview),  # noqa: ARG005 - the three are called alike
}


def _show(overview: Overview, *, every: bool) -> None:
    """Say what is under way, most urgent first, then how much there is of it."""
    listed = overview.lines if every else overview.open_lines
    shown = listed if every else listed[:_MOST]
    heads = ("户号", "户主", "已办到", "下一步", "期限", "下一份表、谁签字")
    if shown:
        table(heads, [_cells(one) for one in shown], whole=("户号",))
    if len(shown) < len(listed):
        line(say("STATUS-202", fields(n=len(listed) - len(shown))))
    counts = {state.name.lower(): overview.count(state) for state in State}
    line(say("STATUS-201", fields(homes=overview.households, busy=len(overview.open_lines), **counts)))


def _show_duties(overview: Overview, *, every: bool) -> None:
    """Say what is due beside the matters, and what the office should look at."""
    pressing = overview.pressing
    late = sum(one.is_overdue for one in pressing)
    if pressing:
        shown = pressing if every else pressing[:_FEW]
        rows = [
            (one.what, _whose(one), f"{one.due or ''} {one.time_left}".strip(), one.told, one.source)
            for one in shown
        ]
        table(("定期工作", "谁", "期限", "情况", "出处"), rows)
        line(say("STATUS-206", fields(shown=len(shown), n=len(pressing), late=late)))
    if overview.reminders:
        noticed = overview.reminders if every else overview.reminders[:_FEW]
        table(
            ("提示", "谁", "情况", "出处"), [(one.what, _whose(one), one.text, one.source) for one in noticed]
        )
        line(say("STATUS-207", fields(shown=len(noticed), n=len(overview.reminders))))


def _whose(one: Duty | Reminder) -> str:
    return " ".join(part for part in (one.number, one.village, one.head) if part)


def _cells(one: Line) -> tuple[str, ...]:
    """Return a line as a narrow terminal shows it."""
    due = f"{one.due}\n{one.time_left}\n{one.due_of}" if one.due else one.state.value
    wanting = "".join(f"\n（{words}）" for words in (*one.missing, *one.remarks))
    signed = f"\n签字：{'、'.join(one.signers)}" if one.signers else ""
    return (
        f"{one.number}\n{one.village}{one.group}",
        one.head,
        f"{one.matter}\n{one.step} {one.since or ''}".strip(),
        one.next_step + wanting,
        due,
        "、".join(one.papers) + signed,
    )


def _recurring(overview: Overview) -> dict[str, object]:
    """Return everything that is due again and again, and every reminder, for a program."""
    return {
        "duties": [asdict(one) | {"overdue": one.is_overdue} for one in overview.duties],
        "reminders": [asdict(one) for one in overview.reminders],
    }


def _plain(one: Line) -> dict[str, object]:
    return {
        "village": one.code,
        "village_name": one.village,
        "group": one.group,
        "household": one.number,
        "head": one.head,
        "matter": one.matter,
        "state": one.state.name.lower(),
        "step": one.step,
        "since": one.since,
        "next_step": one.next_step,
        "papers": list(one.papers),
        "signers": list(one.signers),
        "due": one.due,
        "due_of": one.due_of,
        "days_left": one.days_left,
        "unit": one.unit,
        "provisional": one.provisional,
        "missing": list(one.missing),
        "remarks": list(one.remarks),
    }
