"""Statements find their households: by number, 户编号, or the head's document number; else they are new."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from docgen.case import Case
from docgen.collector import without_collecting
from docgen.errors import Finding, Severity, fields
from docgen.intake import Entry, Origin, Reading
from docgen.nouns import dataclass
from docgen.place import place

from .records import Change, Ledger, copied, take_in
from .villages import Villages

#: Findings that need somebody's decision.
CONFLICTS = frozenset({"INTAKE-301", "INTAKE-302", "INTAKE-303", "INTAKE-305", "INTAKE-308", "INTAKE-309"})


@dataclass(frozen=True, slots=True)
class Merged:
    """What a run of rosters would do (合并结果): cases new or changed, and everything to tell about it.

    ``findings`` are those of the merge, without those of the readings.
    """

    cases: tuple[Case, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    created: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Finding, ...]:
        """The findings that need somebody's decision."""
        return tuple(finding for finding in self.findings if finding.code in CONFLICTS)


@dataclass(slots=True)
class _Group:
    """The statements of a run about one household."""

    entries: list[Entry]
    numbers: list[str] = field(default_factory=list)
    hh_ids: list[str] = field(default_factory=list)
    head_ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Known:
    """The cases that were there before, by everything they are known by."""

    cases: dict[str, Case] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    by_head: dict[str, list[str]] = field(default_factory=dict)
    by_place: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, case: Case) -> None:
        self.cases[case.number] = case
        for name in (*case.aliases, case.household.hh_id):
            self.by_name.setdefault(name, case.number)
        head = case.household.head
        if head is not None:
            self.by_place.setdefault((case.area.code, head.name), []).append(case.number)
            if head.id_no:
                self.by_head.setdefault(head.id_no, []).append(case.number)

    def named(self, name: str) -> str | None:
        return name if name in self.cases else self.by_name.get(name)


def merge(
    existing: Iterable[Case],
    readings: Iterable[Reading],
    *,
    number: Callable[[], str] | None = None,
    as_of: date | None = None,
    keep: Collection[str] = (),
) -> Merged:
    """Return ``existing`` with what ``readings`` say; only cases new or changed are in the result.

    ``number`` gives the next free local number; without it a new household must bring its own.
    ``as_of`` is the day from which a contact without a start holds. Columns unknown to the case model are
    kept as facts where they say one thing of each household; ``keep`` names those kept all the same.
    """
    with without_collecting():
        return _merge(existing, readings, number, as_of, frozenset(keep))


def _merge(
    existing: Iterable[Case],
    readings: Iterable[Reading],
    number: Callable[[], str] | None,
    as_of: date | None,
    keep: frozenset[str],
) -> Merged:
    known = _Known()
    for case in existing:
        known.add(case)
    entries = [entry for reading in readings for entry in reading.entries]
    villages = Villages((case.area for case in known.cases.values()), entries)
    groups, strays = _grouped(entry for entry in entries if _names_household(entry))
    stated = frozenset(name for group in groups for name in group.numbers)
    dropped = _varying_facts(groups) - keep
    run = _Run(known, villages, number and _unstated(number, stated), as_of, dropped, _per_person(groups))
    for group in groups:
        run.take(group)
    findings = [*strays, *villages.findings(), *run.findings, *run.numberless()]
    return Merged(tuple(run.cases), tuple(run.changes), tuple(findings), tuple(run.created))


def _unstated(number: Callable[[], str], stated: frozenset[str]) -> Callable[[], str]:
    """Return ``number`` without the numbers that a household of this run brings itself."""

    def unstated() -> str:
        return next(free for free in iter(number, None) if free not in stated)

    return unstated


def merge_loose(readings: Iterable[Reading]) -> Merged:
    """Return the cases of loose files, which belong to no workspace: every household brings its number."""
    return merge((), readings)


def _names_household(entry: Entry) -> bool:
    return any(entry.keys.get(name) for name in ("number", "hh_id", "head_id")) or entry.complete


def _grouped(entries: Iterable[Entry]) -> tuple[list[_Group], list[Finding]]:
    """Return the statements by household, and findings about statements that point at two."""
    groups: list[_Group] = []
    index: dict[tuple[str, str], int] = {}
    strays: list[Finding] = []
    for entry in entries:
        keys = [(name, value) for name in ("number", "hh_id") if (value := entry.keys.get(name))]
        hits = list(dict.fromkeys(index[key] for key in keys if key in index))
        head = ("head_id", entry.keys.get("head_id", ""))
        if not hits and head in index and _may_join(groups[index[head]], entry):
            hits = [index[head]]
        if len(hits) > 1:
            strays.append(_two(entry.origin, *(_called(groups[hit]) for hit in hits[:2])))
            continue
        place_of = hits[0] if hits else len(groups)
        if not hits:
            groups.append(_Group([]))
        _join(groups[place_of], entry)
        index |= dict.fromkeys(keys, place_of)
        if head[1]:
            index.setdefault(head, place_of)
    return groups, strays


def _may_join(group: _Group, entry: Entry) -> bool:
    """Whether the same head's number means the same household: no other number contradicts it."""
    number, hh_id = entry.keys.get("number"), entry.keys.get("hh_id")
    return not (number and group.numbers and number not in group.numbers) and not (
        hh_id and group.hh_ids and hh_id not in group.hh_ids
    )


def _join(group: _Group, entry: Entry) -> None:
    group.entries.append(entry)
    for name, values in (("number", group.numbers), ("hh_id", group.hh_ids), ("head_id", group.head_ids)):
        value = entry.keys.get(name)
        if value and value not in values:
            values.append(value)


def _called(group: _Group) -> str:
    return next(iter((*group.numbers, *group.hh_ids)), "—")


def _two(origin: Origin, first: str, second: str) -> Finding:
    return Finding("", "", str(origin), "INTAKE-302", fields(first=first, second=second))


def _per_person(groups: list[_Group]) -> frozenset[tuple[str, str]]:
    """Return the sheets that list every member: some household has two or more rows there."""
    found: set[tuple[str, str]] = set()
    for group in groups:
        rows = Counter(
            (entry.origin.file, entry.origin.sheet)
            for entry in group.entries
            if isinstance(entry.content.get("household", {}).get("members"), list)
        )
        found |= {sheet for sheet, count in rows.items() if count > 1}
    return frozenset(found)


def _varying_facts(groups: list[_Group]) -> frozenset[str]:
    """Return the unknown columns that say different things of one household: they are about persons."""
    found: set[str] = set()
    for group in groups:
        told = [entry.content["facts"] for entry in group.entries if "facts" in entry.content]
        for facts in told[1:]:
            if facts != told[0]:
                found |= {name for name in {**told[0], **facts} if facts.get(name) != told[0].get(name)}
    return frozenset(found)


class _Run:
    """One run of rosters over the known cases."""

    def __init__(
        self,
        known: _Known,
        villages: Villages,
        number: Callable[[], str] | None,
        as_of: date | None,
        dropped: frozenset[str],
        per_person: frozenset[tuple[str, str]],
    ) -> None:
        self.known = known
        self.villages = villages
        self.number = number
        self.as_of = as_of
        self.dropped = dropped
        self.per_person = per_person
        self.cases: list[Case] = []
        self.changes: list[Change] = []
        self.findings: list[Finding] = []
        self.created: list[str] = []
        self._numberless: dict[str, list[Origin]] = {}

    def take(self, group: _Group) -> None:
        """Take one household's statements in."""
        first = group.entries[0].origin
        found = {self.known.named(name) for name in (*group.numbers, *group.hh_ids)} - {None}
        if len(found) > 1 or len(group.numbers) > 1:
            names = sorted(str(name) for name in found) if len(found) > 1 else group.numbers
            self.findings.append(_two(first, *names[:2]))
            return
        number = next(iter(found), None) or self._by_head(group)
        if number is not None:
            self._change(self.known.cases[number], group)
        elif self._is_told_of(group):
            self._create(group)

    def _by_head(self, group: _Group) -> str | None:
        found = [number for head in group.head_ids for number in self.known.by_head.get(head, ())]
        return found[0] if len(set(found)) == 1 else None

    def _is_told_of(self, group: _Group) -> bool:
        """Whether a household not known so far can be made: it has a village, and nobody is like it."""
        first = group.entries[0].origin
        if not any(
            "area" in entry.content or "members" in entry.content.get("household", {})
            for entry in group.entries
        ):
            self.findings.append(
                Finding("", _called(group), str(first), "INTAKE-312", fields(household=_called(group)))
            )
            return False
        heads = [one for entry in group.entries for one in _heads(entry)]
        code = self._village(group)
        for head in heads:
            for number in self.known.by_place.get((code, head.get("name", "")), ()):
                member = self.known.cases[number].household.head
                if member is not None and not (member.id_no and head.get("id_no")):
                    village = self.known.cases[number].area.village
                    named = fields(village=village, number=number)
                    self.findings.append(Finding(code, _called(group), str(first), "INTAKE-308", named))
                    return False
        return True

    def _village(self, group: _Group) -> str:
        codes = (entry.content.get("area", {}).get("code") for entry in group.entries)
        return next((code for code in codes if code), "") or self.villages.code(group.entries)

    def _create(self, group: _Group) -> None:
        first = group.entries[0]
        number = group.numbers[0] if group.numbers else None
        if number is None and self.number is None:
            self._numberless.setdefault(first.origin.file, []).append(first.origin)
            return
        area, trouble = self.villages.area(group.entries, _called(group))
        if trouble is not None:
            self.findings.append(trouble)
            return
        raw: dict[str, Any] = dict(self._content(first))
        ledger = None
        if len(group.entries) > 1:
            raw = copied(raw)
            ledger = Ledger("", area["code"], first.origin, self.as_of, _ids(group.entries))
            self._take_all(raw, group.entries[1:], ledger, first)
        raw["area"] = area | {name: value for name, value in raw.get("area", {}).items() if value}
        raw["household"] = {"members": []} | raw.get("household", {})
        number = number or (self.number() if self.number else "")
        raw["number"] = number
        raw["aliases"] = _aliases(raw.get("aliases", ()), group, number)
        ledger = ledger or Ledger("", area["code"], first.origin)
        case = self._validated(raw, ledger, str(first.origin))
        self.findings += _renumbered(ledger.findings, number)
        if case is not None:
            self.cases.append(case)
            self.created.append(number)
            head = case.household.head
            self.changes.append(
                Change(number, "", "新增户", "", head.name if head else "", str(first.origin))
            )

    def _change(self, case: Case, group: _Group) -> None:
        ledger = Ledger(case.number, case.area.code, None, self.as_of, _ids(group.entries))
        raw = case.model_dump(mode="json")
        self._take_all(raw, group.entries, ledger, None)
        known_as = {*case.aliases, case.household.hh_id}
        names = [*case.aliases, *(name for name in _aliases((), group, case.number) if name not in known_as)]
        if raw["aliases"] != names:
            added = "、".join(name for name in names if name not in raw["aliases"])
            ledger.change("aliases", "", added, group.entries[0].origin)
            raw["aliases"] = names
        self._find_absent(case, group, ledger)
        changed = self._validated(raw, ledger, str(group.entries[0].origin)) if ledger.changes else None
        self.findings += ledger.findings
        if changed is not None and changed != case:
            self.cases.append(changed)
            self.changes += ledger.changes

    def _take_all(
        self, raw: dict[str, Any], entries: Iterable[Entry], ledger: Ledger, before: Entry | None
    ) -> None:
        """Take statements in one after the other; parts repeated from row to row are looked at once."""
        last: Mapping[str, Any] = self._content(before) if before else {}
        for entry in entries:
            content = self._content(entry)
            if _moves(raw, content):
                codes = {"first": raw["area"]["code"], "second": content["area"]["code"]}
                ledger.tell("INTAKE-303", entry.origin, at="area.code", **codes)
                content = {name: part for name, part in content.items() if name != "area"}
            take_in(raw, _news(content, last), ledger, entry.origin)
            last = content

    def _content(self, entry: Entry) -> Mapping[str, Any]:
        """Return what an entry states, without its number and the facts that are about persons."""
        dropped = {"number", "aliases"} if not entry.complete else {"number"}
        content = {name: value for name, value in entry.content.items() if name not in dropped}
        if "facts" in content and not entry.complete:
            content["facts"] = {
                name: text for name, text in content["facts"].items() if name not in self.dropped
            }
        return content

    def _find_absent(self, case: Case, group: _Group, ledger: Ledger) -> None:
        listing = [
            entry
            for entry in group.entries
            if isinstance(entry.content.get("household", {}).get("members"), list)
            and (entry.complete or (entry.origin.file, entry.origin.sheet) in self.per_person)
        ]
        if not listing:
            return
        for index, member in enumerate(case.household.members):
            if index not in ledger.touched:
                box = f"household.members.{index}"
                origin = listing[0].origin
                ledger.tell("INTAKE-309", origin, at=box, severity=Severity.WARNING, name=member.name)

    def _validated(self, raw: Mapping[str, Any], ledger: Ledger, where: str) -> Case | None:
        try:
            return Case.model_validate(raw)
        except ValidationError as error:
            paths = sorted(
                {".".join(str(step) for step in one["loc"]) for one in error.errors(include_input=False)}
            )
        for path in paths:
            ledger.tell("INTAKE-311", where, at=path, box=place(path))
        return None

    def numberless(self) -> Iterator[Finding]:
        """Yield, by file, how many households could not be taken for want of a number."""
        for origins in self._numberless.values():
            yield Finding("", "", str(origins[0]), "INTAKE-307", fields(count=len(origins)))


def _moves(raw: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    """Whether a statement puts the household into another village."""
    here, there = raw.get("area", {}).get("code"), content.get("area", {}).get("code")
    return bool(here and there and here != there)


def _heads(entry: Entry) -> Iterator[Mapping[str, Any]]:
    members = entry.content.get("household", {}).get("members", ())
    return (one for one in members if isinstance(one, Mapping) and one.get("relation") == "户主")


def _ids(entries: Iterable[Entry]) -> frozenset[str]:
    listed = (entry.content.get("household", {}).get("members", ()) for entry in entries)
    return frozenset(
        one["id_no"] for members in listed if isinstance(members, list) for one in members if one.get("id_no")
    )


def _aliases(before: Iterable[str], group: _Group, number: str) -> list[str]:
    """Return every other number a household is known by, the 户编号 among them."""
    return [
        name for name in dict.fromkeys((*before, *group.numbers, *group.hh_ids)) if name and name != number
    ]


def _renumbered(findings: Iterable[Finding], number: str) -> Iterator[Finding]:
    return (replace(finding, household=number) for finding in findings)


def _news(content: Mapping[str, Any], last: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the parts of ``content`` that the statement before did not make in the same words."""
    new = {name: value for name, value in content.items() if name != "household" and value != last.get(name)}
    home, said = content.get("household", {}), last.get("household", {})
    fresh = {name: value for name, value in home.items() if name == "members" or value != said.get(name)}
    return new | {"household": fresh} if fresh else new
