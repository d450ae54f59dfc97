"""A room: look at cases with the registered checks, and return what a clerk should put right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from .calendar_cn import PUBLISHED, Calendar
from .case import Case
from .course import courses
from .errors import Finding, Severity, fields
from .hookspecs import Check, RosterKey
from .nouns import dataclass
from .place import place
from .policy import Policy
from .procedure import Procedure

#: The field of an accepted finding that keeps why it was accepted.
_REASON = "accepted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the office takes upon itself (认可): one rule, one household, and why."""

    code: str
    household: str
    reason: str


def check_case(
    case: Case,
    policy: Policy,
    as_of: date,
    checks: Mapping[str, Check],
    procedures: Iterable[Procedure] = (),
    calendar: Calendar = PUBLISHED,
) -> tuple[Finding, ...]:
    """Return every finding of the ``case`` and ``procedure`` checks about one household, sorted."""
    ways = tuple(courses(case, procedures, policy, as_of, calendar))
    found: list[Finding] = []
    for check in checks.values():
        if check.scope == "case":
            found += check.run(case, policy, as_of)
        elif check.scope == "procedure":
            found += (finding for course in ways for finding in check.run(course))
    return tuple(sorted(found))


def roster_keys(case: Case, key: bytes) -> Iterator[RosterKey]:
    """Yield the identities of a household as digests keyed with ``key``: numbers, then telephones.

    A telephone that several members of one household share is one identity.
    """
    phones = {case.household.phone: "household.phone"}
    for row, member in enumerate(case.household.members):
        box = f"household.members.{row}"
        if member.id_no:
            yield _key(case, key, "id", member.id_no[:18], f"{box}.id_no")
        phones.setdefault(member.phone, f"{box}.phone")
    for phone, box in phones.items():
        if phone:
            yield _key(case, key, "phone", phone, box)


def _key(case: Case, key: bytes, kind: str, text: str, box: str) -> RosterKey:
    digest = blake2b(text.encode(), key=key[:64], digest_size=16, person=kind.encode()).digest()
    return RosterKey(
        digest=digest,
        kind="id" if kind == "id" else "phone",
        village=case.area.code,
        household=case.number,
        where=place(box),
        box=box,
    )


def check_roster(keys: Iterable[RosterKey], checks: Mapping[str, Check]) -> tuple[Finding, ...]:
    """Return every finding of the ``roster`` checks, sorted.

    What is held is one small key per identity, never a case.
    """
    held = tuple(keys)
    return tuple(
        sorted(finding for check in checks.values() if check.scope == "roster" for finding in check.run(held))
    )


def accepted(findings: Iterable[Finding], acceptances: Iterable[Acceptance]) -> tuple[Finding, ...]:
    """Return the findings, those accepted made warnings that keep the reason."""
    reasons = {(one.code, one.household): one.reason for one in acceptances}
    return tuple(_softened(finding, reasons) for finding in findings)


def _softened(finding: Finding, reasons: Mapping[tuple[str, str], str]) -> Finding:
    reason = reasons.get((finding.code, finding.household))
    if reason is None:
        return finding
    named = (*finding.fields, *fields(**{_REASON: reason}))
    return replace(finding, severity=Severity.WARNING, fields=named)


def reason_of(finding: Finding) -> str:
    """Return why a finding was accepted; empty where it was not."""
    return dict(finding.fields).get(_REASON, "")


def unmet(acceptances: Iterable[Acceptance], findings: Iterable[Finding]) -> tuple[Acceptance, ...]:
    """Return the acceptances that no finding answers to: mistyped, or no longer needed."""
    met = {(finding.code, finding.household) for finding in findings if reason_of(finding)}
    return tuple(one for one in acceptances if (one.code, one.household) not in met)
