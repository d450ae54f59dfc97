"""``docgen packet``: print files to be signed, a code on every page, a list of who signs what."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from docgen.case import Case
from docgen.codes import LISTS
from docgen.deliver import Draft, Packet, PacketJob, draft_village, open_packets, print_village, printed
from docgen.errors import Finding, Severity, UsageError, fields, say
from docgen.pack import Collation, Order
from docgen.pipeline import Job, Office, over_the_roster
from docgen.plugins import BUILTINS
from docgen.store import Delivery, Register, output
from docgen.workspace import Selection

from . import desk
from .speech import as_json, findings, line, progress, table

#: Fewer households than this are drawn before other processes have started; and processes at the most.
_FEW, MOST = 60, 8

#: Causes of papers not made that are told one by one.
_CAUSES = 10


@dataclass(slots=True)
class _Tally:
    """What a run came to, counted as it goes; holds no document."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    files: int = 0
    sheets: int = 0
    pages: int = 0
    papers: int = 0
    unchanged: int = 0
    households: set[str] = field(default_factory=set)
    uncoded: dict[tuple[str, int], None] = field(default_factory=dict)
    blocked: list[Finding] = field(default_factory=list)

    def add(self, case: Case, packet: Packet) -> None:
        """Count one village."""
        sheets, pages = sum(one.sheets for one in packet.files), sum(one.pages for one in packet.files)
        kept = {number for one in packet.files for number in one.households}
        self.rows.append(
            (case.area.village, len(kept), len(packet.printed), sheets, len(packet.blocked) or "")
        )
        self.files += len(packet.files)
        self.sheets += sheets
        self.pages += pages
        self.papers += len(packet.printed)
        self.unchanged += packet.unchanged
        self.households |= kept
        self.uncoded |= {one: None for made in packet.files for one in made.uncoded}
        self.blocked += [one for _, blocked in packet.blocked for one in blocked.findings]


def packet(
    data: desk.DataArgument = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="存放目录。")] = Path("打印件"),
    form: Annotated[
        list[str] | None, typer.Option("--form", help="只打这张表（编号，可加 @版本），可多次。")
    ] = None,
    procedure: Annotated[
        list[str] | None,
        typer.Option("--procedure", help="只打这类事项的表：identification 识别，elimination 风险消除……"),
    ] = None,
    stage: Annotated[
        str,
        typer.Option("--stage", help="填到哪一环节：check 入户核实，village 村，township 乡镇，county 县。"),
    ] = "",
    overprint: Annotated[
        bool, typer.Option("--overprint", help="套打：只印 --stage 这一环节的内容，印在已签的原件上。")
    ] = False,
    offset: Annotated[
        str, typer.Option("--offset", metavar="右,下", help="套打时整体移动多少毫米，例如 1.5,-2。")
    ] = "0,0",
    changed_only: Annotated[
        bool, typer.Option("--changed-only", help="只打内容与上次打印不同的表，附变更单。")
    ] = False,
    collate: Annotated[
        str, typer.Option("--collate", help="household：一户一户排；form：同一张表排在一起。")
    ] = "household",
    simplex: Annotated[bool, typer.Option("--simplex", help="单面打印；不写就是双面。")] = False,
    separators: Annotated[bool, typer.Option("--separators", help="每户前面加一张分隔页。")] = False,
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
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
    """打印待签件：每村一份打印文件，每页有编码，附签字清单；登记每份文书的版次。"""
    chosen = desk.selection(village, group, household)
    source = desk.open_source(data, chosen, forms)
    if source.workspace is None:
        raise UsageError("CLI-101", where="、".join(str(path) for path in source.inputs))
    if source.count == 0:
        raise UsageError("CLI-106", where="、".join(str(path) for path in source.inputs))
    if overprint and not stage:
        raise UsageError("PACK-103", where="--overprint")
    wanted = PacketJob(
        job=Job(
            as_of=today.date() if today else desk.today(),
            forms=tuple(form or ()),
            policy=desk.default_policy(policy, source),
            stage=stage,
            author=source.workspace.office,
            calendar=desk.calendar(source),
        ),
        order=Order(
            duplex=not simplex,
            collate=_collated(collate),
            separators=separators,
            overprint=overprint,
            offset=_moved(offset),
        ),
        at=datetime.now(UTC).astimezone(),
        procedures=_procedures(procedure),
        changed_only=changed_only,
    )
    office = open_packets(desk.registry(forms, source.workspace), wanted)
    everyone = source if chosen == Selection() else desk.open_source(data, Selection(), forms)
    roster = over_the_roster(everyone.cases(), office)
    tally = _Tally()
    with Register(source.workspace.store) as register:
        folders = desk.form_folders(forms, source.workspace)
        draw = _drawing(source, office, wanted, folders, jobs)
        delivery = _print(source, office, wanted, out, register, roster, tally, draw)
    _close(tally, delivery, out, as_json_text=json)
    if tally.blocked or delivery.findings or not tally.papers:
        raise typer.Exit(1)


def _print(
    source: desk.Source,
    office: Office,
    wanted: PacketJob,
    out: Path,
    register: Register,
    roster: Mapping[str, tuple[Finding, ...]],
    tally: _Tally,
    draw: Callable[[Iterable[Draft]], Iterator[tuple[Draft, Packet]]],
) -> Delivery:
    """Make the packets village by village; what took its place is noted as printed."""
    packets: list[Packet] = []
    touched: set[str] = set()
    drafts = (draft_village(cases, office, wanted, register, roster) for cases in _villages(source.cases()))
    with (
        output(out, inputs=source.inputs, covers=lambda entry: entry["village"] in touched) as drawer,
        progress(source.count, say("CLI-204")) as step,
    ):
        for draft, made in draw(drafts):
            touched.add(draft.cases[0].area.code)
            for document in made.documents:
                drawer.write(document)
            tally.add(draft.cases[0], made)
            packets.append(Packet(printed=made.printed, overprinted=made.overprinted))
            for _ in draft.cases:
                step()
    for one in packets:
        printed(one, register, wanted.at)
    return drawer.delivery


def _drawing(
    source: desk.Source, office: Office, wanted: PacketJob, folders: tuple[Path, ...], jobs: int
) -> Callable[[Iterable[Draft]], Iterator[tuple[Draft, Packet]]]:
    """Return how packets are drawn: in this process, or by several when there is enough to do."""
    count = jobs or (min(os.cpu_count() or 1, MOST) if source.count >= _FEW else 1)
    if count == 1:
        return lambda drafts: ((draft, print_village(draft, office, wanted)) for draft in drafts)
    from docgen import workers  # processes are slow to load; a small packet needs none

    recipe = workers.Recipe(wanted.job, BUILTINS, folders)
    return lambda drafts: workers.print_villages(drafts, recipe, wanted, workers.processes(count))


def _villages(cases: Iterator[Case]) -> Iterator[list[Case]]:
    for _, group in groupby(cases, key=lambda case: case.area.code):
        yield list(group)


def _collated(text: str) -> Collation:
    for way in get_args(Collation):
        if text == way:
            return cast("Collation", way)
    raise UsageError("CLI-123", where=f"--collate {text}", known="、".join(get_args(Collation)))


def _moved(text: str) -> tuple[float, float]:
    try:
        across, down = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise UsageError("PACK-104", where=f"--offset {text}") from error
    return across, down


def _procedures(kinds: list[str] | None) -> tuple[str, ...]:
    known = [option.code for option in LISTS["procedure_kind"].options]
    for kind in kinds or ():
        if kind not in known:
            raise UsageError("PACK-105", where=f"--procedure {kind}", kind=kind, known="、".join(known))
    return tuple(kinds or ())


def _close(tally: _Tally, delivery: Delivery, out: Path, *, as_json_text: bool) -> None:
    summary = {
        "files": tally.files,
        "sheets": tally.sheets,
        "pages": tally.pages,
        "households": len(tally.households),
        "papers": tally.papers,
        "unchanged": tally.unchanged,
        "blocked": len(tally.blocked),
        "without_code": [f"{title} {page}" for title, page in tally.uncoded],
        "out": str(out),
    }
    if as_json_text:
        as_json(summary)
        return
    if not tally.papers:
        line(say("PACK-202", fields(n=tally.unchanged)) if tally.unchanged else say("PACK-101"))
    else:
        table(("村", "户数", "表（份）", "纸（张）", "未打"), tally.rows, say("PACK-201", fields(**summary)))
        if tally.unchanged:
            line(say("PACK-202", fields(n=tally.unchanged)))
    for title, page in tally.uncoded:
        line(say("PACK-203", fields(title=title, page=page)))
    shown = [one for one in dict.fromkeys(tally.blocked) if one.severity is Severity.ERROR]
    findings((*shown, *delivery.findings), _CAUSES)
    line(say("CLI-208", fields(out=out)))
