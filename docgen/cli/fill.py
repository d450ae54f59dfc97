"""``docgen fill``: the main job, from cases to filled forms."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.case import Case
from docgen.document import Outcome
from docgen.errors import Finding, Severity, UsageError, fields, say
from docgen.pipeline import HIGHER, Job, Office, open_office, over_the_roster, parse_acceptance, run
from docgen.plugins import BUILTINS
from docgen.store import Delivery, output
from docgen.workspace import Selection

from . import desk
from .speech import as_json, findings, line, progress, table

#: How households become outcomes.
Line = Callable[[Iterable[Case], Mapping[str, tuple[Finding, ...]]], Iterator[Outcome]]

#: Fewer households than this are done before other processes have started; PDF takes longer.
FEW, FEW_PDF = 400, 6

#: Processes at the most, unless asked for.
MOST = 8


#: Causes of forms not made that are told one by one.
_CAUSES = 10


class Tally:
    """What a run came to, counted as it goes; holds no document. ``titles`` name the rules by their codes."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self.made: Counter[tuple[str, str]] = Counter()
        self.pages: Counter[tuple[str, str]] = Counter()
        self.blocked: Counter[str] = Counter()
        self.causes: Counter[tuple[str, str]] = Counter()
        self.households = self.laid_out = 0
        self.errors = 0

    def _cause(self, finding: Finding) -> str:
        """Return what blocked a form, without naming the household: the rule it broke, else the sentence."""
        title = self._titles.get(finding.code)
        return say("CLI-250", fields(rule=title)) if title else finding.sentence

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.households += bool(outcome.household)
        self.errors += sum(one.severity is Severity.ERROR for one in outcome.findings)
        for document in outcome.documents:
            self.made[document.title, document.format] += 1
            self.pages[document.title, document.format] += document.pages or 0
            self.laid_out += document.way == "full"
        for one in outcome.blocked:
            self.blocked[one.title] += 1
            for finding in one.findings:
                self.causes[finding.code, self._cause(finding)] += 1


def fill(
    data: desk.DataArgument = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="存放目录。")] = Path("输出"),
    form: Annotated[
        list[str] | None, typer.Option("--form", help="只填这张表（编号，可加 @版本），可多次。")
    ] = None,
    to: Annotated[
        str, typer.Option("--to", help="输出格式，逗号分开：docx,xlsx,pdf；不写就是表格自己的格式。")
    ] = "",
    about: Annotated[
        str,
        typer.Option(
            "--about", help="填这一级的全部名单、公示和台账：village 村，township 乡镇，county 县。"
        ),
    ] = "",
    stage: Annotated[
        str,
        typer.Option(
            "--stage",
            help="只填到这一环节，后面的留空：check 入户核实，village 村，township 乡镇，county 县。",
        ),
    ] = "",
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
    draft: Annotated[bool, typer.Option("--draft", help="有问题的表也打出来，每页注明草稿。")] = False,
    layout: Annotated[
        str, typer.Option("--layout", help="full：每份 PDF 都单独排版（慢）；不写就在排好的版面上填。")
    ] = "",
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="认可一条问题：规则@户号，可多次。")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="认可的原因。")] = "",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    forms: desk.FormsOption = None,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
    jobs: Annotated[int, typer.Option("--jobs", help="同时用几个进程；0 表示由程序定。", min=0, max=64)] = 0,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """填写表格：每户一个文件夹，另有清单 manifest.jsonl。"""
    chosen = desk.selection(village, group, household)
    source = desk.open_source(data, chosen, forms)
    if source.count == 0:
        raise UsageError("CLI-106", where="、".join(str(path) for path in source.inputs))
    if layout not in {"", "full"}:
        raise UsageError("CLI-119", where=f"--layout {layout}")
    if about not in {"", "village", *HIGHER}:
        raise UsageError("CLI-120", where=f"--about {about}")
    job = Job(
        as_of=today.date() if today else desk.today(),
        forms=tuple(form or ()),
        formats=tuple(part.strip().lower() for part in to.split(",") if part.strip()),
        policy=desk.default_policy(policy, source),
        stage=stage,
        draft=draft,
        layout=layout,
        author=source.workspace.office if source.workspace else "",
        about=about,
        whole_villages=not (group or household),
        whole_area=chosen == Selection(),
        accept=tuple(parse_acceptance(text, reason) for text in accept or ()),
        calendar=desk.calendar(source),
        villages=desk.villages(source),
    )
    office = open_office(desk.registry(forms, source.workspace), job)
    everyone = source if chosen == Selection() else desk.open_source(data, Selection(), forms)
    roster = over_the_roster(everyone.cases(), office)
    folders = desk.form_folders(forms, source.workspace)
    tally, delivery = _make(source, office, out, chosen, roster, walk_for(source, office, folders, jobs))
    unread = (*source.findings, *delivery.findings)
    _close(tally, delivery, unread, office, out, as_json_text=json)
    nowhere = [form for form, _ in office.press.unreachable if not office.press.formats(form)]
    if tally.blocked or tally.errors or nowhere or unread:
        raise typer.Exit(1)


def walk_for(source: desk.Source, office: Office, folders: tuple[Path, ...], jobs: int) -> Line:
    """Return how the households are walked: in this process, or by several when there is enough to do."""
    drawn = "pdf" in office.job.formats
    enough = source.count >= (FEW_PDF if drawn else FEW)
    count = jobs or (min(os.cpu_count() or 1, MOST) if enough else 1)
    if count == 1:
        return lambda cases, roster: run(cases, office, roster)
    from docgen import workers  # one process does without all that several need

    recipe = workers.Recipe(office.job, BUILTINS, folders)
    pool = workers.heirs(count) if office.job.look else workers.processes(count)
    return lambda cases, roster: workers.run(cases, office, recipe, roster, pool)


def _make(
    source: desk.Source,
    office: Office,
    out: Path,
    chosen: Selection,
    roster: Mapping[str, tuple[Finding, ...]],
    walk: Line,
) -> tuple[Tally, Delivery]:
    tally = Tally({code: check.title for code, check in office.registry.checks.items()})
    seen: set[tuple[str, str]] = set()

    def covers(entry: Mapping[str, Any]) -> bool:
        """Whether an earlier document is this run's to renew: its form, its format, its household."""
        keys = {form.key for form in (*office.household_forms, *office.village_forms, *office.higher_forms)}
        return (
            (not (office.job.forms or office.job.about) or f"{entry['form']}@{entry['edition']}" in keys)
            and (not office.job.formats or entry["format"] in office.job.formats)
            and (chosen == Selection() or (entry["village"], entry["household"] or "") in seen)
        )

    with (
        output(out, inputs=source.inputs, covers=covers) as drawer,
        progress(source.count, say("CLI-204")) as step,
    ):
        for outcome in walk(source.cases(), roster):
            for document in outcome.documents:
                drawer.write(document)
            seen.add((outcome.village, outcome.household))
            tally.add(outcome)
            if outcome.household:
                step()
    return tally, drawer.delivery


def _close(
    tally: Tally,
    delivery: Delivery,
    unread: tuple[Finding, ...],
    office: Office,
    out: Path,
    *,
    as_json_text: bool,
) -> None:
    """Say what was made, what was blocked and why, and where to look."""
    if as_json_text:
        as_json(_summary(tally, delivery, office, out))
        return
    titles = sorted({title for title, _ in tally.made} | set(tally.blocked))
    rows = [
        (
            title,
            "、".join(f"{kind} {n}" for (name, kind), n in sorted(tally.made.items()) if name == title)
            or "0",
            sum(n for (name, _), n in tally.pages.items() if name == title) or "",
            tally.blocked[title] or "",
        )
        for title in titles
    ]
    table(("表格", "已填份数", "PDF 页数", "未填户数"), rows, say("CLI-205", fields(n=tally.households)))
    if tally.laid_out:
        line(say("CLI-251", fields(n=tally.laid_out)))
    for (code, sentence), n in tally.causes.most_common(_CAUSES):
        line("  " + say("CLI-211", fields(code=code, sentence=sentence, n=n)))
    if len(tally.causes) > _CAUSES:
        line("  " + say("CLI-201", fields(more=len(tally.causes) - _CAUSES)))
    for kind in dict.fromkeys(kind for _, kind in office.press.unreachable):
        without = [f"《{form.title}》" for form, wanted in office.press.unreachable if wanted == kind]
        line(say("FILL-103", fields(format=kind, n=len(without), forms="、".join(without))))
    if unread:
        findings(unread)
    if delivery.retired:
        line(say("CLI-206", fields(n=len(delivery.retired), first=delivery.retired[0])))
    if delivery.edited:
        line(say("CLI-209", fields(n=len(delivery.edited), first=delivery.edited[0])))
    if tally.blocked or tally.errors:
        line(say("CLI-210" if office.job.draft else "CLI-207"))
    line(say("CLI-208", fields(out=out)))


def _summary(tally: Tally, delivery: Delivery, office: Office, out: Path) -> dict[str, object]:
    return {
        "households": tally.households,
        "made": [
            {"form": title, "format": kind, "count": n, "pages": tally.pages[title, kind]}
            for (title, kind), n in sorted(tally.made.items())
        ],
        "blocked": dict(sorted(tally.blocked.items())),
        "errors": tally.errors,
        "laid_out_in_full": tally.laid_out,
        "unreachable": [{"form": form.key, "format": kind} for form, kind in office.press.unreachable],
        "written": delivery.written,
        "unchanged": delivery.unchanged,
        "retired": list(delivery.retired),
        "edited": list(delivery.edited),
        "out": str(out),
    }
