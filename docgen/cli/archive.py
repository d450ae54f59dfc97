"""``docgen archive``: the year's end, a bag for each village and a list above them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from docgen.case import Case
from docgen.dossier import year_end
from docgen.errors import Finding, Severity, UsageError, fields, say
from docgen.pipeline import Job, Office, over_the_roster
from docgen.store import archive_place, close_top, write_bag
from docgen.volumes import Beside, VolumeJob, open_volumes
from docgen.workspace import Selection
from docgen.yearly import Village, village_archive

from . import desk
from .dossier import beside_of
from .speech import as_json, findings, line, progress, table

#: Causes of papers not made that are told one by one.
_CAUSES = 10


@dataclass(slots=True)
class _Tally:
    """What a run came to; holds no document."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    blocked: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)

    def add(self, case: Case, village: Village) -> None:
        """Count one village."""
        bagged = village.bagged
        assert bagged is not None  # noqa: S101 - counted when it is written
        state = say("ARCHIVE-204" if bagged.changed else "ARCHIVE-205")
        self.rows.append(
            (
                case.area.village,
                village.households,
                bagged.files,
                bagged.made,
                len(village.blocked) or "",
                state,
            )
        )
        self.folders.append(village.folder)
        self.counts += Counter(
            households=village.households,
            files=bagged.files,
            made=bagged.made,
            changed=int(bagged.changed),
            blocked=len(village.blocked),
        )
        self.refused += village.refused
        self.blocked += [one for _, blocked in village.blocked for one in blocked.findings]


def archive(
    data: desk.DataArgument = None,
    *,
    year: Annotated[int, typer.Option("--year", help="归哪一年的档。", min=2013, max=2199)],
    out: Annotated[Path, typer.Option("-o", "--out", help="存放目录。")] = Path("档案"),
    form: Annotated[
        list[str] | None, typer.Option("--form", help="只收这张表（编号，可加 @版本），可多次。")
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    forms: desk.FormsOption = None,
    village: desk.VillageOption = None,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """年度归档：每村一个档案包（BagIt），脱离本软件也能打开、能查验；没变的不重做。"""
    chosen = desk.selection(village, None, None)
    source = desk.open_source(data, chosen, forms)
    if source.workspace is None:
        raise UsageError("CLI-101", where="、".join(str(path) for path in source.inputs))
    if source.count == 0:
        raise UsageError("CLI-106", where="、".join(str(path) for path in source.inputs))
    on = today.date() if today else desk.today()
    if date(year, 1, 1) > on:
        raise UsageError("ARCHIVE-101", where=f"--year {year}", year=year)
    job = Job(
        as_of=year_end(year, on),
        forms=tuple(form or ()),
        policy=desk.default_policy(policy, source),
        author=source.workspace.office,
        calendar=desk.calendar(source),
        villages=desk.villages(source),
    )
    wanted = VolumeJob(job, year, together=False)
    office = open_volumes(desk.registry(forms, source.workspace), wanted)
    everyone = source if chosen == Selection() else desk.open_source(data, Selection(), forms)
    roster = over_the_roster(everyone.cases(), office)
    tally = _Tally()
    with ExitStack() as stack:
        stack.enter_context(archive_place(out, source.inputs))
        beside = beside_of(source.workspace, None, year, stack)
        with progress(source.count, say("ARCHIVE-203")) as step:
            for cases in _villages(source.cases()):
                tally.add(cases[0], _bag(cases, office, wanted, roster, beside, out))
                for _ in cases:
                    step()
        close_top(out, tally.folders)
    _close(tally, out, as_json_text=json)
    if tally.blocked or tally.refused:
        raise typer.Exit(1)


def _bag(
    cases: list[Case],
    office: Office,
    wanted: VolumeJob,
    roster: dict[str, tuple[Finding, ...]],
    beside: Beside,
    out: Path,
) -> Village:
    made = village_archive(cases, office, wanted, roster, beside, out)
    made.bagged = write_bag(out / made.folder, made.pieces, made.info)
    return made


def _villages(cases: Iterator[Case]) -> Iterator[list[Case]]:
    for _, group in groupby(cases, key=lambda case: case.area.code):
        yield list(group)


def _close(tally: _Tally, out: Path, *, as_json_text: bool) -> None:
    summary = {
        "villages": len(tally.folders),
        "households": tally.counts["households"],
        "files": tally.counts["files"],
        "made": tally.counts["made"],
        "changed": tally.counts["changed"],
        "blocked": tally.counts["blocked"],
        "out": str(out),
    }
    if as_json_text:
        as_json(summary)
        return
    table(
        ("村", "户数", "文件", "新做", "未归档", "档案包"), tally.rows, say("ARCHIVE-201", fields(**summary))
    )
    told = dict.fromkeys((*tally.blocked, *tally.refused))
    findings([one for one in told if one.severity is Severity.ERROR], _CAUSES)
    if tally.blocked:
        line(say("ARCHIVE-202", fields(n=tally.counts["blocked"])))
    line(say("ARCHIVE-206", fields(out=out)))
