"""``docgen dossier``: a bound volume of each household and of each village, for a year."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from docgen.case import Case
from docgen.dossier import as_it_was, year_end
from docgen.errors import Finding, UsageError, fields, say
from docgen.pipeline import Job, Office, over_the_roster
from docgen.store import CaseStore, Delivery, Register, Scans, output
from docgen.volumes import Beside, Made, VolumeJob, documents, open_volumes, village_volumes
from docgen.workspace import Selection, Workspace

from . import desk
from .speech import as_json, findings, line, progress, table

#: Causes told one by one.
_CAUSES = 10


@dataclass(slots=True)
class _Tally:
    """What a run came to, counted as it goes; holds no volume."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    volumes: int = 0
    pages: int = 0
    papers: int = 0
    villages: int = 0
    findings: list[Finding] = field(default_factory=list)
    blocked: int = 0

    def add(self, made: Made) -> None:
        """Count one volume."""
        self.findings += made.findings
        self.findings += [one for form in made.blocked for one in form.findings]
        self.blocked += len(made.blocked)
        if made.facts.number:
            self.volumes += 1
            self.pages += made.facts.pages
            self.papers += made.facts.papers
        else:
            self.villages += 1


def dossier(
    data: desk.DataArgument = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="存放目录。")] = Path("案卷"),
    year: Annotated[int, typer.Option("--year", help="哪一年度的案卷，例如 2026；不写是今年。")] = 0,
    form: Annotated[
        list[str] | None, typer.Option("--form", help="只收这张表（编号，可加 @版本），可多次。")
    ] = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="村卷里不再合订各户的案卷，只有村级文书和户卷目录。")
    ] = False,
    attachments: Annotated[
        Path | None,
        typer.Option("--attachments", help="附件文件夹，里面一户一个文件夹；不写用工作区的 attachments。"),
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    forms: desk.FormsOption = None,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """立卷：每户一卷、每村一卷，封面、目录、备考表和页号齐全，附户名册和标签。"""
    chosen = desk.selection(village, group, household)
    source = desk.open_source(data, chosen, forms)
    if source.count == 0:
        raise UsageError("VOLUME-202", where="、".join(str(path) for path in source.inputs))
    day = today.date() if today else desk.today()
    if year > day.year:
        raise UsageError("VOLUME-109", where=f"--year {year}", year=year)
    year = year or day.year
    whole = not (chosen.groups or chosen.households)
    wanted = VolumeJob(
        Job(
            as_of=year_end(year, day),
            forms=tuple(form or ()),
            policy=desk.default_policy(policy, source),
            author=source.workspace.office if source.workspace else "",
            whole_villages=whole,
            calendar=desk.calendar(source),
            villages=desk.villages(source),
        ),
        year,
        together=whole and not apart,
    )
    office = open_volumes(desk.registry(forms, source.workspace), wanted)
    everyone = source if chosen == Selection() else desk.open_source(data, Selection(), forms)
    roster = over_the_roster(everyone.cases(), office)
    tally = _Tally()
    with ExitStack() as stack:
        beside = beside_of(source.workspace, attachments, year, stack)
        delivery = _bind(source, office, wanted, beside, out, roster, tally)
    _close(tally, delivery, out, as_json_text=json)
    if tally.blocked or tally.findings or delivery.findings:
        raise typer.Exit(1)


def beside_of(workspace: Workspace | None, attachments: Path | None, year: int, stack: ExitStack) -> Beside:
    """Return what lies beside the cases: of a workspace its register, attachments and earlier versions."""
    root = attachments or (workspace.attachments if workspace else None)
    kept = workspace.pages if workspace else Path(stack.enter_context(TemporaryDirectory(prefix="docgen-")))
    scans = Scans(root, kept) if root else None
    if workspace is None:
        return Beside(None, scans)
    register = stack.enter_context(Register(workspace.store))
    store = stack.enter_context(CaseStore(workspace.store))
    return Beside(register, scans, _before(store, date(year - 1, 12, 31)))


def _before(store: CaseStore, day: date) -> Callable[[str], Case | None]:
    """Return what gives a household's case as it stood in the store when ``day`` was over."""

    @lru_cache(maxsize=4)
    def before(number: str) -> Case | None:
        earlier = [one.case for one in store.history(number) if one.changed[:10] <= day.isoformat()]
        return as_it_was(earlier[-1], day) if earlier else None

    return before


def _bind(
    source: desk.Source,
    office: Office,
    wanted: VolumeJob,
    beside: Beside,
    out: Path,
    roster: dict[str, tuple[Finding, ...]],
    tally: _Tally,
) -> Delivery:
    """Make the volumes village by village; no more than one village is held at a time."""
    whole, year = wanted.job.whole_villages, wanted.year
    touched: set[tuple[str, str | None]] = set()

    def covers(entry: object) -> bool:
        told = dict(entry)  # type: ignore[call-overload]  # a line of the manifest
        named = {(told["village"], None), (told["village"], told["household"])}
        return str(told["path"]).startswith(f"{year}/") and bool(touched & named)

    with (
        output(out, inputs=source.inputs, covers=covers) as drawer,
        progress(source.count, say("CLI-204")) as step,
    ):
        for cases in _villages(source.cases()):
            volumes = village_volumes(cases, office, wanted, roster, beside)
            touched |= {(volumes.area.code, None)} if whole else set()
            before = tally.volumes, tally.papers, tally.pages
            for document, made in documents(volumes, year, whole=whole):
                touched.add((document.village, document.household or ""))
                drawer.write(document)
                if made is not None:
                    tally.add(made)
                if document.household:
                    step()
            now = tally.volumes, tally.papers, tally.pages
            tally.rows.append((volumes.area.village, *(a - b for a, b in zip(now, before, strict=True))))
    return drawer.delivery


def _villages(cases: Iterator[Case]) -> Iterator[list[Case]]:
    for _, group in groupby(cases, key=lambda case: case.area.code):
        yield list(group)


def _close(tally: _Tally, delivery: Delivery, out: Path, *, as_json_text: bool) -> None:
    told = list(dict.fromkeys(tally.findings))
    refused = sum(one.code.startswith("VOLUME-1") and one.code != "VOLUME-107" for one in told)
    summary = {
        "volumes": tally.volumes,
        "villages": tally.villages,
        "papers": tally.papers,
        "pages": tally.pages,
        "refused": refused,
        "blocked": tally.blocked,
        "written": delivery.written,
        "unchanged": delivery.unchanged,
        "out": str(out),
    }
    if as_json_text:
        as_json(summary)
        return
    table(("村", "户卷", "件", "页"), tally.rows, say("VOLUME-201", fields(**summary)))
    if refused or tally.blocked:
        line(say("VOLUME-203", fields(n=refused, blocked=tally.blocked)))
    findings((*told, *delivery.findings), _CAUSES)
    line(say("CLI-208", fields(out=out)))
