"""``docgen case``: the households of a workspace, one by one."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.assess import Reason, assess
from docgen.case import Case
from docgen.differing import (
    Difference,
    differences,
    is_signed_value,
    label,
    leaves,
    masked,
    raw,
    shown,
)
from docgen.errors import DataFileError, Finding, Severity, UsageError, fields, say
from docgen.intake import Entry
from docgen.policy import policy_for, policy_named
from docgen.store import CaseStore, Version, write_stream
from docgen.workspace import Selection

from . import desk
from .boxes import validated, with_boxes
from .event import event
from .sign import sign
from .speech import Desk, as_json, findings, line, table

app = Desk()
app.command("event")(event)
app.command("sign")(sign)

NumberArgument = Annotated[str, typer.Argument(help="本地户号、户编号或其他编号。")]
FullOption = Annotated[bool, typer.Option("--full", help="证件号码、电话显示全部数字。")]
JsonOption = Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")]

#: Differences of one household listed one by one.
_MOST = 20


@app.command("list")
def list_cases(
    data: desk.DataArgument = None,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
    for_program: JsonOption = False,
) -> None:
    """列出各户：户号、村组、户主、人口、类别、状态；证件号码只显示首尾。"""
    source = desk.open_source(data, desk.selection(village, group, household))
    rows = [_row(case) for case in source.cases()]
    if for_program:
        as_json([dict(zip(_HEADS, row, strict=True)) for row in rows])
    else:
        table(("户号", "村组", "户主", "证件号码", "类别", "状态"), [_short(row) for row in rows])
        line(say("CASE-201", fields(n=len(rows))))
        findings(source.findings)


_HEADS = ("number", "village", "group", "head", "id_no", "population", "monitor_class", "status")


def _short(row: tuple[object, ...]) -> tuple[object, ...]:
    """Return a household as a narrow terminal shows it."""
    number, village, group, head, id_no, _, *rest = row
    return (number, f"{village}{group}", head, id_no, *rest)


def _row(case: Case) -> tuple[object, ...]:
    head, household = case.household.head, case.household
    person = (head.name, head.id_no.masked) if head else ("", "")
    place = (case.number, case.area.village, case.area.group)
    return (*place, *person, household.population, household.monitor_class, household.status)


@app.command()
def show(
    number: NumberArgument,
    data: desk.DataArgument = None,
    full: FullOption = False,
    for_program: JsonOption = False,
) -> None:
    """看一户的全部内容；每行的“位置”可用于 docgen case set。"""
    case = desk.the_one(desk.open_source(data, Selection(households=(number,))).cases(), number)
    content = raw(case) if full else masked(raw(case))
    if for_program:
        as_json(content)
        return
    rows = [
        (label(path), shown(path, value), path)
        for path, value in leaves(content)
        if full or not is_signed_value(path)
    ]
    table(("栏目", "内容", "位置"), rows, f"户 {case.number}", whole=("位置",))


@app.command("set")
def set_boxes(
    number: NumberArgument,
    assignments: Annotated[
        list[str],
        typer.Argument(metavar="位置=内容...", help="例如 household.phone=13800000000；内容留空即清空。"),
    ],
    reason: Annotated[str, typer.Option("--reason", help="为什么改，记入历史。")],
) -> None:
    """改一户的栏目：列出改动，存为新版本，旧版本留在历史里。"""
    with CaseStore(desk.workspace_here().store) as store:
        old = desk.case_of(store, number)
        new = with_boxes(old, assignments)
        _tell(old.number, differences(old, new))
        store.save([new], command="case set", reason=reason, at=_now())


@app.command()
def history(number: NumberArgument, for_program: JsonOption = False) -> None:
    """看一户的历次版本：时间、命令、原因、改了什么。"""
    with CaseStore(desk.workspace_here().store) as store:
        found = desk.meant(number, store.find(number))
        rows = list(_changes(store.history(found)))
    if for_program:
        as_json(rows)
        return
    for row in rows:
        row["changed"] = str(row["changed"])[:16].replace("T", " ")
    table(("版本", "时间", "命令", "原因", "改动"), [list(row.values()) for row in rows], f"户 {found}")


@app.command("assess")
def assess_case(
    number: NumberArgument,
    data: desk.DataArgument = None,
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    for_program: JsonOption = False,
) -> None:
    """研判一户：类别、负面清单、消除标准，逐条列依据和出处；只供评议参考，不作结论。"""
    source = desk.open_source(data, Selection(households=(number,)))
    case = desk.the_one(source.cases(), number)
    day = today.date() if today else desk.today()
    policies = desk.registry([], source.workspace).policies.values()
    named = desk.default_policy(policy, source)
    chosen = policy_named(named, day, policies) if named else policy_for(case, day, policies)
    reasons = assess(case, chosen, day)
    if for_program:
        as_json([_reason(one) for one in reasons])
        return
    carried = f"（{day.year} 年沿用）" if chosen.carried_over(day.year) else ""
    line(say("ASSESS-303", fields(number=case.number, policy=f"{chosen.title} {chosen.key}{carried}")))
    rows = [(one.title, one.item, one.verdict, one.sentence, one.source) for one in reasons]
    table(("事项", "项", "研判", "依据", "出处"), rows, whole=("事项", "研判"))


def _reason(reason: Reason) -> dict[str, object]:
    names = ("topic", "item", "answer", "verdict", "code", "sentence", "source", "boxes")
    return {name: getattr(reason, name) for name in names}


def _changes(versions: Iterator[Version]) -> Iterator[dict[str, object]]:
    before: Case | None = None
    for one in versions:
        found = differences(before, one.case) if before else ()
        yield {
            "version": one.version,
            "changed": one.changed,
            "command": one.command,
            "reason": one.reason,
            "changes": "\n".join(_sentence(change) for change in found[:_MOST]),
        }
        before = one.case


@app.command("export")
def export_cases(
    file: Annotated[Path, typer.Argument(help="要写的文件：.yaml 或 .json；含完整证件号码，请妥善保管。")],
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", help="数据；不写就用当前工作区，可多次。", show_default=False),
    ] = None,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
) -> None:
    """把各户写成 YAML 或 JSON 文件，改好后可用 docgen case import 读回。"""
    writers = {".json": _as_json_list, ".yaml": _as_yaml_list, ".yml": _as_yaml_list}
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise UsageError("CASE-109", where=str(file), known="、".join(writers))
    if file.exists():
        raise UsageError("CASE-114", where=str(file))
    source = desk.open_source(data, desk.selection(village, group, household))
    write_stream(file, (text.encode() for text in writer(source.cases())))
    line(say("CASE-202", fields(n=source.count, file=file)))


def _as_json_list(cases: Iterator[Case]) -> Iterator[str]:
    yield "["
    for place, case in enumerate(cases):
        yield ",\n" * bool(place) + json.dumps(raw(case), ensure_ascii=False, indent=1)
    yield "]\n"


def _as_yaml_list(cases: Iterator[Case]) -> Iterator[str]:
    import yaml

    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    for case in cases:
        yield yaml.dump([raw(case)], Dumper=dumper, allow_unicode=True, sort_keys=False)


@app.command("import")
def import_cases(
    files: Annotated[
        list[Path], typer.Argument(help="docgen case export 写出、改好的 .yaml 或 .json 文件。")
    ],
    reason: Annotated[str, typer.Option("--reason", help="为什么改，记入历史。")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接保存。")] = False,
) -> None:
    """读回各户的 YAML 或 JSON：先列出与现有档案的不同，再一次保存；有错误的户不动。"""
    entries, found = _read(files)
    wrong = {finding.household for finding in found if finding.severity is Severity.ERROR}
    cases, troubles = _cases(entries, wrong)
    with CaseStore(desk.workspace_here().store) as store:
        changed = [case for case in cases if _is_news(store.get(case.number), case)]
        findings(found)
        for trouble in troubles:
            line(trouble)
        same, refused = len(cases) - len(changed), len(entries) - len(cases)
        line(say("CASE-203", fields(n=len(changed), same=same, refused=refused)))
        if changed and _agreed(yes):
            store.save(changed, command="case import", reason=reason, at=_now())
            line(say("CASE-204", fields(n=len(changed))))
    if wrong or troubles:
        raise typer.Exit(1)


def _read(files: Iterable[Path]) -> tuple[list[Entry], list[Finding]]:
    readers = desk.registry().readers
    entries: list[Entry] = []
    found: list[Finding] = []
    for file in files:
        if file.suffix.lower() not in (".json", ".yaml", ".yml"):
            raise UsageError("CASE-110", where=str(file))
        reading = readers[file.suffix.lower()](file)
        entries += reading.entries
        found += reading.findings
    numbers = Counter(entry.keys.get("number", "") for entry in entries)
    twice = sorted(number for number, times in numbers.items() if number and times > 1)
    if twice:
        raise DataFileError("CASE-111", where="、".join(map(str, files)), numbers="、".join(twice))
    return entries, found


def _cases(entries: Iterable[Entry], wrong: set[str]) -> tuple[list[Case], list[str]]:
    """Return the cases of the entries without errors, and what is wrong with the others as a whole."""
    cases: list[Case] = []
    troubles: list[str] = []
    for entry in entries:
        if entry.keys.get("number", "") in wrong:
            continue
        try:
            cases.append(validated(entry.content, str(entry.origin)))
        except DataFileError as error:
            troubles.append(str(error))
    return cases, troubles


def _is_news(old: Case | None, new: Case) -> bool:
    """Say what is new about a household; return whether there is anything."""
    if old is None:
        line(say("CASE-205", fields(number=new.number, n=new.household.population)))
        return True
    found = differences(old, new)
    if found:
        _tell(new.number, found)
    return bool(found)


def _tell(number: str, found: tuple[Difference, ...]) -> None:
    line(say("CASE-206", fields(number=number, n=len(found))))
    for change in found[:_MOST]:
        line(f"  {_sentence(change)}")
    if len(found) > _MOST:
        line(say("CASE-207", fields(n=len(found) - _MOST)))


def _sentence(change: Difference) -> str:
    return f"{change.label}：{change.old or '（空）'} → {change.new or '（空）'}"


def _agreed(yes: bool) -> bool:
    if yes:
        return True
    if sys.stdin.isatty():
        return typer.confirm(say("CASE-208"))
    line(say("CASE-209"))
    return False


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
