"""Insurances (参保情况): one medical insurance each, and agreement with the guarantees."""

from collections.abc import Iterator

from .rule import ERROR, GZ, NATIONAL, Doubt, Person, Seen, member_rule, rule
from .school import is_pupil
from .stages import latest_guarantee

_RESIDENT, _EMPLOYEE = "insurance.resident_medical", "insurance.employee_medical"


def _is_uninsured(person: Person) -> bool:
    insurance = person.member.insurance
    return insurance.resident_medical is False and not insurance.employee_medical


def _is_insured(person: Person) -> bool:
    insurance = person.member.insurance
    return bool(insurance.resident_medical or insurance.employee_medical)


@member_rule(
    "INS-101", "居民医保与职工医保不同时参加", _RESIDENT, _EMPLOYEE, source=GZ + "2_01_008", severity=ERROR
)
def both_medical(person: Person) -> bool:
    """Doubt a member in both medical insurances."""
    insurance = person.member.insurance
    return bool(insurance.resident_medical and insurance.employee_medical)


@member_rule("INS-102", "居民医保、职工医保至少填一项", _RESIDENT, _EMPLOYEE, source=GZ + "2_01_009")
def medical_not_stated(person: Person) -> bool:
    """Doubt a member of whom nobody says whether he is insured."""
    insurance = person.member.insurance
    return not _is_insured(person) and insurance.resident_medical is None


@rule("INS-103", "有人未参保的户，“三保障”如实登记", GZ + "2_12_016")
def uninsured_not_stated(seen: Seen) -> Iterator[Doubt]:
    """Doubt a member without medical insurance in a household whose guarantees say there is none."""
    path, state = latest_guarantee(seen.case)
    if state is None or state.uninsured is not False:
        return
    for person in seen.people():
        if _is_uninsured(person):
            yield Doubt((person.box(_RESIDENT), f"{path}.uninsured"), {"member": person.member.name})


@rule("INS-104", "登记有人未参保的户，能指出是谁", GZ + "2_12_016")
def uninsured_without_member(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household with somebody uninsured, by its guarantees, in which everybody is insured."""
    path, state = latest_guarantee(seen.case)
    if state is not None and state.uninsured and all(map(_is_insured, seen.people())):
        yield Doubt((f"{path}.uninsured",))


@member_rule("INS-105", "大病保险不能为空", "insurance.serious_illness", source=GZ + "2_12_010")
def serious_illness_not_stated(person: Person) -> bool:
    """Doubt a member whose insurance against serious illness is not stated."""
    return person.member.insurance.serious_illness is None


@member_rule(
    "INS-106",
    "居民养老保险与职工养老保险不同时参加",
    "insurance.resident_pension",
    "insurance.employee_pension",
    source=NATIONAL,
)
def both_pensions(person: Person) -> bool:
    """Doubt a member in both pension schemes."""
    insurance = person.member.insurance
    return bool(insurance.resident_pension and insurance.employee_pension)


@member_rule(
    "INS-107", "16周岁以上非在校人员填养老保险", "insurance.resident_pension", source=GZ + "5_19_001"
)
def pension_not_stated(person: Person) -> bool:
    """Doubt an adult out of school of whom nobody says whether he is in a pension scheme."""
    insurance = person.member.insurance
    stated = insurance.resident_pension is not None or insurance.employee_pension
    return not stated and not is_pupil(person) and person.is_aged(person.figure("work_age_min"))
