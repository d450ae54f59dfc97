"""``docgen check``: look at every household, and write down what a clerk should put right."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path
from typing import Annotated

import typer

from docgen.calendar_cn import Calendar
from docgen.case import Case
from docgen.check import Acceptance, accepted, check_case, check_roster, roster_keys, unmet
from docgen.errors import Finding, Severity, UsageError, fields, say
from docgen.pipeline import Job, open_office, over_the_roster, parse_acceptance
from docgen.policy import Policy, policy_for, policy_named
from docgen.preflight import Cause, cause_of
from docgen.registry import Registry
from docgen.store import write_whole
from docgen.worklist import Concern, is_worklist, worklist
from docgen.workspace import Selection

from . import desk
from .fill import walk_for
from .speech import as_json, aside, findings, in_language, line, table


@dataclass(frozen=True, slots=True)
class Look:
    """How cases are looked at: with which rules and policies, as of which day."""

    registry: Registry
    as_of: date
    policy: str
    accept: tuple[Acceptance, ...]
    calendar: Calendar

    def policy_of(self, case: Case) -> Policy:
        """Return the policy named on the command line, else the one around the village."""
        policies = self.registry.policies.values()
        if self.policy:
            return policy_named(self.policy, self.as_of, policies)
        return policy_for(case, self.as_of, policies)


def check(
    data: desk.DataArgument = None,
    worklist_file: Annotated[
        Path | None,
        typer.Option("--worklist", metavar="文件.xlsx", help="把问题写成核查清单，填好更正值可导入。"),
    ] = None,
    form: Annotated[
        list[str] | None,
        typer.Option("--form", help="预检这张表（编号，可加 @版本），可多次；all 预检户里的全部表。"),
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="指定政策口径；不写就按村所在地区。")] = "",
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="认可一条问题：规则@户号，可多次。")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="认可的原因。")] = "",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="逐条列出全部问题。")] = False,
    forms: desk.FormsOption = None,
    village: desk.VillageOption = None,
    group: desk.GroupOption = None,
    household: desk.HouseholdOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", help="预检同时用几个进程；0 表示由程序定。", min=0, max=64)
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """核查数据：逐户核对身份、家庭、收入、程序等，列出问题，可出核查清单；--form 打印前逐户逐表预检。"""
    chosen = desk.selection(village, group, household)
    target = _room_for(worklist_file) if worklist_file else None
    source = desk.open_source(data, chosen, forms)
    if source.count == 0:
        raise UsageError("CLI-106", where="、".join(str(path) for path in source.inputs))
    if form:
        day = today.date() if today else desk.today()
        job = Job(
            as_of=day,
            forms=() if "all" in form else tuple(form),
            about="household" if "all" in form else "",
            policy=desk.default_policy(policy, source),
            look=True,
            whole_villages=not (group or household),
            whole_area=chosen == Selection(),
            accept=tuple(parse_acceptance(text, reason) for text in accept or ()),
            calendar=desk.calendar(source),
            villages=desk.villages(source),
        )
        everyone = source if chosen == Selection() else desk.open_source(data, Selection(), forms)
        seen = preflight(source, everyone, job, forms, jobs)
        _tell(seen, source, target, as_json_text=json, every=every)
        return
    look = Look(
        registry=desk.registry(forms, source.workspace),
        as_of=today.date() if today else desk.today(),
        policy=desk.default_policy(policy, source),
        accept=tuple(parse_acceptance(text, reason) for text in accept or ()),
        calendar=desk.calendar(source),
    )
    everyone = source if chosen == Selection() else desk.open_source(data, Selection(), forms)
    found = (*source.findings, *_found(source, everyone, look))
    for one in unmet(look.accept, found):
        aside(say("CHECK-204", fields(code=one.code, household=one.household)))
    if target:
        sources = {code: rule.source for code, rule in look.registry.checks.items()}
        write_whole(target, worklist(found, source.cases(), sources))
    if json:
        as_json([_plain(finding) for finding in sorted(found)])
    else:
        _show(found, source.count, target, every=every)
    if any(finding.severity is Severity.ERROR for finding in found):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a pre-flight saw: findings in order, with the forms they are about; how many forms were looked at."""

    findings: tuple[Finding, ...]
    forms: Mapping[Finding, tuple[str, ...]]
    causes: Mapping[Finding, Cause]
    looked: int
    sources: Mapping[str, str]


def preflight(
    source: desk.Source, everyone: desk.Source, job: Job, folders: list[Path] | None, jobs: int = 0
) -> Seen:
    """Look at every household and form of ``job`` without drawing one."""
    office = open_office(desk.registry(folders, source.workspace), job)
    roster = over_the_roster(everyone.cases(), office)
    walk = walk_for(source, office, desk.form_folders(folders, source.workspace), jobs)
    concerns = dict(concern for outcome in walk(source.cases(), roster) for concern in outcome.concerns)
    troubled = {(finding.village, finding.household) for finding in concerns}
    cases = {key: case for case in source.cases() if (key := (case.area.code, case.number)) in troubled}
    causes = {one: cause_of(one, cases.get((one.village, one.household))) for one in concerns}
    looked = len((*office.household_forms, *office.village_forms, *office.higher_forms))
    rules = {code: rule.source for code, rule in office.registry.checks.items()}
    return Seen((*source.findings, *sorted(concerns)), concerns, causes, looked, rules)


def _tell(seen: Seen, source: desk.Source, target: Path | None, *, as_json_text: bool, every: bool) -> None:
    """Write the worklist, and say what a pre-flight came to; errors end the command with 1."""

    def concern(finding: Finding, case: Case | None) -> Concern:  # noqa: ARG001 - causes are known already
        cause = seen.causes.get(finding)
        return Concern(cause.value if cause else "", seen.forms.get(finding, ()))

    if target:
        write_whole(target, worklist(seen.findings, source.cases(), seen.sources, concern))
    if as_json_text:
        as_json([_plain(one) | _concern(one, seen) for one in seen.findings])
    else:
        _show(seen.findings, source.count, target, every=every)
        counts = Counter(seen.causes.values())
        homes = Counter(cause for cause, _ in {(seen.causes[one], one.household) for one in seen.causes})
        rows = [(one.value, counts[one], homes[one]) for one in Cause if counts[one]]
        if rows:
            table(("原因", "条数", "户数"), rows)
        errors = sum(one.severity is Severity.ERROR for one in seen.findings)
        named = fields(
            forms=seen.looked, count=source.count, errors=errors, warnings=len(seen.findings) - errors
        )
        line(say("CHECK-205", named))
    if any(one.severity is Severity.ERROR for one in seen.findings):
        raise typer.Exit(1)


def _concern(finding: Finding, seen: Seen) -> dict[str, object]:
    cause = seen.causes.get(finding)
    return {"cause": cause.name.lower() if cause else "", "forms": list(seen.forms.get(finding, ()))}


def _room_for(file: Path) -> Path:
    """Return where the worklist may be written: over an earlier one, but over no correction and nothing else."""
    if file.suffix.lower() != ".xlsx":
        raise UsageError("ROSTER-101", where=str(file))
    numbered = (file.with_stem(f"{file.stem}_{number}") for number in count(2))
    return next(place for place in chain((file,), numbered) if not place.exists() or _is_blank(place))


def _is_blank(file: Path) -> bool:
    """Whether ``file`` is a worklist without corrections; raise `UsageError` where it is no worklist."""
    if not is_worklist(file):
        raise UsageError("ROSTER-102", where=str(file))
    reading = desk.registry().readers[file.suffix.lower()](file)
    return not (reading.entries or reading.findings)


def _found(source: desk.Source, everyone: desk.Source, look: Look) -> Iterator[Finding]:
    """Yield every finding about the chosen households; numbers are compared with everyone's."""
    # A key of the run's own is not needed: digests are compared within this run and never leave it.
    keys = (key for case in everyone.cases() for key in roster_keys(case, b"docgen check"))
    shared: dict[tuple[str, str], list[Finding]] = {}
    for finding in check_roster(keys, look.registry.checks):
        shared.setdefault((finding.village, finding.household), []).append(finding)
    for case in source.cases():
        policy, procedures = look.policy_of(case), look.registry.procedures.values()
        own = check_case(case, policy, look.as_of, look.registry.checks, procedures, look.calendar)
        yield from accepted((*own, *shared.get((case.area.code, case.number), ())), look.accept)


def _show(found: tuple[Finding, ...], count: int, worklist_file: Path | None, *, every: bool) -> None:
    """Say how much is wrong, rule by rule, then one by one."""
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    homes = len({finding.household for finding in found} - {""})
    named = fields(count=count, homes=homes, errors=errors, warnings=len(found) - errors)
    if not found:
        line(say("CHECK-201", named))
        return
    rules = Counter((finding.severity, finding.code) for finding in found)
    first = {finding.code: finding for finding in reversed(found)}
    rows = [
        (in_language(severity.value), code, number, first[code].remedy)
        for (severity, code), number in sorted(
            rules.items(), key=lambda item: (item[0][0], -item[1], item[0][1])
        )
    ]
    table(("级别", "规则", "条数", "怎么办"), rows)
    findings(found, most=len(found) if every else 20)
    line(say("CHECK-202", named))
    if worklist_file:
        aside(say("CHECK-203", fields(file=worklist_file)))


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "village": finding.village,
        "household": finding.household,
        "where": finding.where,
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "sentence": finding.sentence,
        "remedy": finding.remedy,
        "boxes": list(finding.boxes),
    }
