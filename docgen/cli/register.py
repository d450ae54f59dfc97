"""``docgen register``: what papers there are, what became of them, and the ticked signing list read back."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import Finding, UsageError, fields, say
from docgen.pagecode import PageCode, form_code, household_code
from docgen.paper import STATES, Paper, State
from docgen.signing import Tick, read_ticks
from docgen.store import CaseStore, Register

from . import desk
from .speech import as_json, findings, line, table

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_papers(
    village: Annotated[
        str, typer.Option("--village", metavar="村", help="只看这个村（村名或 12 位代码）。")
    ] = "",
    household: Annotated[str, typer.Option("--household", metavar="户号", help="只看这一户。")] = "",
    state: Annotated[
        str,
        typer.Option("--state", help="只看这种状态：made、printed、signed、returned、superseded。"),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """列出登记的文书：第几版、什么状态、从什么时候起。"""
    if state and state not in STATES:
        raise UsageError("CLI-123", where=f"--state {state}", known="、".join(STATES))
    workspace = desk.workspace_here()
    with CaseStore(workspace.store) as store:
        names = store.villages()
    code = next((code for code, name in names.items() if village in (code, name)), village)
    with Register(workspace.store) as register:
        papers = [one for one in register.papers(code, household) if not state or one.state == state]
    if json:
        as_json([_plain(paper) for paper in papers])
        return
    rows = [
        (
            names.get(one.content.village, one.content.village),
            one.content.household,
            one.content.title,
            one.version,
            STATES[one.state],
            one.since[:16].replace("T", " "),
        )
        for one in papers
    ]
    table(("村", "户号", "表", "版", "状态", "时间"), rows, say("REGISTER-202"))
    line(say("REGISTER-202", part="do"))


@app.command()
def mark(
    source: Annotated[
        Path, typer.Option("--from", metavar="签字清单.xlsx", help="打好√的签字清单。", exists=True)
    ],
    note: Annotated[str, typer.Option("--note", help="备注，记入经过。")] = "",
) -> None:
    """读回打好√的签字清单：登记哪些已签、哪些已收回。"""
    workspace = desk.workspace_here()
    ticks, unread = read_ticks(source)
    at = datetime.now(UTC).astimezone()
    counted: Counter[State] = Counter()
    doubts = list(unread)
    with Register(workspace.store) as register:
        known = _by_code(register.papers())
        for tick in ticks:
            paper = known.get(_key(tick.code))
            if paper is None:
                doubts.append(_unknown(tick, source))
                continue
            if paper.state == "superseded":
                doubts.append(_old(paper, tick, source))
            counted[tick.state] += register.mark(
                [paper], tick.state, command="register mark", at=at, copy=tick.holder, note=note
            )
    noted = sum(counted.values())
    line(
        say(
            "REGISTER-201",
            fields(
                n=noted,
                signed=counted["signed"],
                returned=counted["returned"],
                same=len(ticks) - noted - sum(one.code == "REGISTER-103" for one in doubts),
            ),
        )
    )
    findings(doubts)
    if doubts:
        raise typer.Exit(1)


Key = tuple[str, str, str, int]


def _by_code(papers: Iterable[Paper]) -> dict[Key, Paper]:
    """Return every paper by what a page code says of it."""
    return {
        (paper.key[0], form_code(paper.key[2]), household_code(paper.key[1]), paper.version): paper
        for paper in papers
    }


def _key(code: PageCode) -> Key:
    return code.village, code.form, code.household, code.version


def _unknown(tick: Tick, source: Path) -> Finding:
    told = fields(household=tick.code.household or "-", version=tick.code.version)
    return Finding(tick.code.village, tick.code.household, source.name, "REGISTER-103", told)


def _old(paper: Paper, tick: Tick, source: Path) -> Finding:
    told = fields(version=paper.version, household=paper.content.household or "-", title=paper.content.title)
    return Finding(tick.code.village, paper.content.household, source.name, "REGISTER-104", told)


def _plain(paper: Paper) -> dict[str, object]:
    """Return a paper without what its boxes say."""
    village, household, form, version = paper.key
    return {
        "village": village,
        "household": household,
        "form": form,
        "title": paper.content.title,
        "version": version,
        "state": paper.state,
        "since": paper.since,
    }
