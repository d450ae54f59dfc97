"""Telephone numbers: their form, one per household, not shared between households."""

import re
from collections.abc import Iterable, Iterator

from docgen import Case, Finding, Phone, RosterKey, Severity

from .identity import shared
from .rule import ERROR, GZ, NATIONAL, Doubt, Person, Seen, doubt_about, rule

_LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}")


def _phones(case: Case) -> Iterator[tuple[str, Phone, str]]:
    """Yield every telephone number of a case: path, number, whose it is."""
    yield "household.phone", case.household.phone, "户"
    for row, member in enumerate(case.household.members):
        yield f"household.members.{row}.phone", member.phone, member.name
    for row, contact in enumerate(case.contacts):
        yield f"contacts.{row}.phone", contact.phone, contact.name
    for row, procedure in enumerate(case.procedures):
        application = procedure.application
        yield f"procedures.{row}.application.proxy_phone", application.proxy_phone, application.proxy_name


@rule("TEL-101", "联系电话是手机或固定电话号码", NATIONAL, ERROR)
def no_telephone_number(seen: Seen) -> Iterator[Doubt]:
    """Doubt a text that is no telephone number."""
    for path, phone, owner in _phones(seen.case):
        if phone and not phone.is_mobile and not _LANDLINE.fullmatch(phone):
            yield Doubt((path,), {"owner": owner, "phone": phone})


@rule("TEL-102", "联系电话填11位手机号", GZ + "2_01_013")
def landline(seen: Seen) -> Iterator[Doubt]:
    """Doubt a landline where the national system wants a mobile."""
    for path, phone, owner in _phones(seen.case):
        if _LANDLINE.fullmatch(phone) and not phone.is_mobile:
            yield Doubt((path,), {"owner": owner, "phone": phone})


@rule("TEL-103", "户内至少有一个联系电话", GZ + "5_13_003")
def no_telephone(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household that cannot be called."""
    household = seen.case.household
    if not household.phone and not any(member.phone for member in household.members):
        yield Doubt(("household.phone",))


@rule("TEL-104", "在不同地方务工的成员不用同一号码", GZ + "5_15_021")
def one_number_in_two_places(seen: Seen) -> Iterator[Doubt]:
    """Doubt two members with one number who work in different places."""
    met: dict[str, Person] = {}
    for person in seen.people():
        member = person.member
        first = met.setdefault(member.phone, person) if member.phone and member.works else person
        if first is not person and _places(first).isdisjoint(_places(person)):
            yield doubt_about(person, "phone", other=first.member.name)


def _places(person: Person) -> set[str]:
    return {work.place or work.area for work in person.member.works}


def shared_telephone(keys: Iterable[RosterKey]) -> Iterator[Finding]:
    """Yield a finding for every number that another household has as well."""
    yield from shared(keys, "phone", "TEL-201", Severity.WARNING)
