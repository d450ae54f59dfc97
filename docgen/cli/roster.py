"""``docgen roster``: blank intake workbooks, rosters in, rosters out."""

import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from docgen.authoring.extra import extra_boxes
from docgen.errors import Finding, FormError, Severity, UsageError, fields, say
from docgen.intake import Reading
from docgen.merge import CONFLICTS, Change, Merged, merge
from docgen.read import read_data
from docgen.roster import export_workbook, new_workbook
from docgen.store import CaseStore, write_whole

from . import desk
from .speech import Desk, as_json, findings, line, table

app = Desk()

#: Changes and new households listed one by one.
_MOST = 60
#: Unknown columns named one by one.
_NAMED = 30


@app.command("new")
def new(
    file: Annotated[Path, typer.Argument(metavar="文件.xlsx", help="要做的空白采集表。")],
    form: Annotated[
        list[str] | None, typer.Option("--form", help="加上这张表的附加栏目（编号，可加 @版本），可多次。")
    ] = None,
    forms: desk.FormsOption = None,
) -> None:
    """制作空白采集表：户、家庭成员、收支、风险与帮扶措施、走访、程序，带说明和下拉选项。"""
    asked: list[str] = []
    for name in form or ():
        found = desk.registry_here(forms).form(name)
        if found is None:
            near = "、".join(desk.registry_here(forms).near_forms(name)) or "无"
            raise FormError("FORM-105", where=name, name=name, near=near)
        asked += extra_boxes(found)
    write_whole(_free(file), new_workbook(facts=asked))
    line(say("ROSTER-201", fields(file=file)))


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="花名册、系统导出表、核查清单；文件或文件夹，可多个。")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会有什么改动，不保存。")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接保存。")] = False,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", help="同户各人不同的不认识栏目，也留作“其他栏目”，可多次。")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="为什么改，记入历史。")] = "",
    every: Annotated[bool, typer.Option("--all", help="列出全部改动。")] = False,
    for_program: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """导入花名册：先列出与档案库的不同，再一次保存；有不同说法的列出来，不擅自改。"""
    readings = read_data(files, desk.registry().readers)
    with CaseStore(desk.workspace_here().store) as store:
        merged = merge(store.load(), readings, number=store.next_number, as_of=desk.today(), keep=keep or ())
        if for_program:
            as_json(_summary(merged, readings))
        else:
            _show(merged, readings, _MOST if not every else sys.maxsize)
        if merged.cases and _agreed(yes=yes, dry_run=dry_run, quiet=for_program):
            saved = store.save(merged.cases, command="roster import", reason=reason, at=_now())
            if not for_program:
                line(say("ROSTER-208", fields(n=saved)))
    if any(finding.severity is Severity.ERROR for finding in _found(merged, readings)):
        raise typer.Exit(1)


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="文件.xlsx", help="要写的工作簿。")],
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", help="数据；不写就用当前工作区，可多次。", show_default=False),
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="只要缺项的行和栏目，补好后导入。")] = False,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
) -> None:
    """把各户写成采集表，改好后可用 docgen roster import 读回。"""
    source = desk.open_source(data, desk.selection(village, group, household))
    write_whole(_free(file), export_workbook(source.cases(), missing_only=missing))
    line(say("ROSTER-202", fields(n=source.count, file=file)))
    findings(source.findings)


def _free(file: Path) -> Path:
    """Return ``file`` where it may be written: a workbook's name that is not taken."""
    if file.suffix.lower() != ".xlsx":
        raise UsageError("ROSTER-101", where=str(file))
    if file.exists():
        raise UsageError("ROSTER-102", where=str(file))
    return file


def _found(merged: Merged, readings: list[Reading]) -> list[Finding]:
    return [*chain.from_iterable(reading.findings for reading in readings), *merged.findings]


def _show(merged: Merged, readings: list[Reading], most: int) -> None:
    created = [change for change in merged.changes if not change.box]
    changed = [change for change in merged.changes if change.box]
    if created:
        rows = [(change.household, change.new, change.origin) for change in created[:most]]
        table(("户号", "户主", "出处"), rows, say("ROSTER-211"))
    if changed:
        table(
            ("户号", "栏目", "原值", "新值", "出处"),
            [_row(change) for change in changed[:most]],
            say("ROSTER-212"),
        )
    hidden = max(0, len(created) - most) + max(0, len(changed) - most)
    if hidden:
        line(say("ROSTER-209", fields(more=hidden)))
    _show_findings(merged, readings, most)
    unknown = [name for reading in readings for name in reading.unknown]
    if unknown:
        names = "、".join(unknown[:_NAMED]) + ("……" if len(unknown) > _NAMED else "")
        line(say("ROSTER-210", fields(n=len(unknown), names=names)))
    households = {change.household for change in changed}
    line(
        say(
            "ROSTER-203",
            fields(
                created=len(created),
                changed=len(households),
                changes=len(changed),
                conflicts=len(merged.conflicts),
                wrong=len(_found(merged, readings)) - len(merged.conflicts),
            ),
        )
    )
    if not merged.cases:
        line(say("ROSTER-204"))


def _row(change: Change) -> tuple[str, ...]:
    return change.household, change.label, change.old or "（空）", change.new or "（空）", change.origin


def _show_findings(merged: Merged, readings: list[Reading], most: int) -> None:
    others = [finding for finding in _found(merged, readings) if finding.code not in CONFLICTS]
    for title, found in (("ROSTER-214", others), ("ROSTER-213", list(merged.conflicts))):
        if found:
            line(say(title) + "：")
            findings(found, most)


def _summary(merged: Merged, readings: list[Reading]) -> dict[str, object]:
    return {
        "created": list(merged.created),
        "changes": [
            {"household": one.household, "box": one.box, "old": one.old, "new": one.new, "origin": one.origin}
            for one in merged.changes
            if one.box
        ],
        "findings": [
            {
                "code": one.code,
                "severity": one.severity.name.lower(),
                "household": one.household,
                "where": one.where,
                "sentence": one.sentence,
                "remedy": one.remedy,
            }
            for one in sorted(_found(merged, readings))
        ],
        "unknown": [name for reading in readings for name in reading.unknown],
    }


def _agreed(*, yes: bool, dry_run: bool, quiet: bool) -> bool:
    """Whether the clerk wants it saved; asked only on a terminal."""
    if dry_run:
        if not quiet:
            line(say("ROSTER-205"))
        return False
    if yes:
        return True
    if sys.stdin.isatty() and not quiet:
        return typer.confirm(say("ROSTER-206"))
    if not quiet:
        line(say("ROSTER-207"))
    return False


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
