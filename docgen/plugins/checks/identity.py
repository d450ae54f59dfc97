"""Who a person is: document numbers (GB 11643), sex, birth, 残疾人证."""

import re
from collections.abc import Iterable, Iterator

from docgen import Finding, RosterKey, Severity, check_character, fields

from .rule import ERROR, GZ, NATIONAL, Doubt, Person, Seen, doubt_about, member_rule, rule

_GB = "GB 11643-1999"
_CERTIFICATE = "残疾人证编码规则：公民身份号码＋类别＋等级（＋补办次数）"
_ID_18 = re.compile(r"\d{17}[\dX]")
_ID_CERTIFICATE = re.compile(r"\d{17}[\dX][1-7][1-4]([0-9A-Z]{2})?")
#: First two digits of a division code, GB/T 2260.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def _is_shaped(person: Person) -> bool:
    """Whether the number has the form that its kind of document asks for; other documents have none."""
    member = person.member
    if member.id_kind == "残疾人证":
        return _ID_CERTIFICATE.fullmatch(member.id_no) is not None
    return member.id_kind == "其他" or _ID_18.fullmatch(member.id_no) is not None


def _is_identity(person: Person) -> bool:
    return bool(person.member.id_no) and person.member.id_kind != "其他" and _is_shaped(person)


@member_rule("ID-101", "证件号码不能为空", "id_no", source=NATIONAL)
def missing(person: Person) -> bool:
    """Doubt a member without a document number."""
    return not person.member.id_no


@member_rule("ID-102", "证件号码的位数和字符合规", "id_no", source=_GB, severity=ERROR)
def misshapen(person: Person) -> bool:
    """Doubt a number of the wrong length, or with characters that it cannot have."""
    return bool(person.member.id_no) and not _is_shaped(person)


@member_rule("ID-103", "身份号码第18位校验码正确", "id_no", source=_GB, severity=ERROR)
def wrong_check_character(person: Person) -> bool:
    """Doubt a number whose 18th character is not what the first 17 give."""
    number = person.member.id_no
    return (
        _is_identity(person)
        and person.member.birth is not None
        and check_character(number[:17]) != number[17]
    )


@member_rule("ID-104", "身份号码第7至14位是真实日期", "id_no", source=_GB, severity=ERROR)
def no_date(person: Person) -> bool:
    """Doubt a number whose birth date is no date."""
    return _is_identity(person) and person.member.birth is None


@member_rule("ID-105", "出生日期不晚于今天", "id_no", source=_GB, severity=ERROR)
def born_in_future(person: Person) -> bool:
    """Doubt a birth date after the day."""
    birth = person.member.birth
    return birth is not None and birth > person.seen.as_of


@member_rule("ID-106", "年龄不超过上限", "id_no", severity=ERROR)
def too_old(person: Person) -> bool:
    """Doubt an age that nobody reaches."""
    return person.age is not None and person.age > person.figure("age_max")


@member_rule("ID-107", "身份号码不以 999999 开头", "id_no", source=GZ + "4_01_003", severity=ERROR)
def invented_prefix(person: Person) -> bool:
    """Doubt a number made up for a person without one."""
    return person.member.id_no.startswith("999999")


@member_rule("ID-108", "登记性别与身份号码一致", "sex_stated", "id_no", source=_GB, severity=ERROR)
def other_sex(person: Person) -> bool:
    """Doubt a registered sex that the number contradicts."""
    member = person.member
    return _is_identity(person) and bool(member.sex_stated) and member.sex_stated != member.id_no.sex


@rule("ID-109", "同一户内证件号码不重复", "全省证件号码唯一", ERROR)
def twice_in_household(seen: Seen) -> Iterator[Doubt]:
    """Doubt two members of one household with one number."""
    met: dict[str, Person] = {}
    for person in seen.people():
        number = person.member.id_no[:18]
        if number in met:
            first = met[number]
            doubt = doubt_about(person, "id_no", other=first.member.name)
            yield Doubt((*doubt.boxes, first.box("id_no")), doubt.named)
        elif number:
            met[number] = person


@member_rule(
    "ID-110", "残疾人证号为20或22位，类别1至7、等级1至4", "disability_no", source=_CERTIFICATE, severity=ERROR
)
def misshapen_certificate(person: Person) -> bool:
    """Doubt a disability certificate of the wrong length, kind or grade."""
    number = person.member.disability_no
    return bool(number) and _ID_CERTIFICATE.fullmatch(number) is None


@member_rule(
    "ID-111",
    "残疾人证号前18位就是本人身份号码",
    "disability_no",
    "id_no",
    source=_CERTIFICATE,
    severity=ERROR,
)
def certificate_of_another(person: Person) -> bool:
    """Doubt a disability certificate that begins with another identity number."""
    member = person.member
    return (
        _is_identity(person)
        and _ID_CERTIFICATE.fullmatch(member.disability_no) is not None
        and member.disability_no[:18] != member.id_no[:18]
    )


@member_rule("ID-112", "身份号码前2位是省级区划代码", "id_no", source="GB/T 2260", severity=ERROR)
def no_province(person: Person) -> bool:
    """Doubt a number that begins with no province."""
    number = person.member.id_no
    return _is_identity(person) and number[:2] not in _PROVINCES and not number.startswith("999999")


def shared_identity(keys: Iterable[RosterKey]) -> Iterator[Finding]:
    """Yield a finding for every member whose number another household has as well."""
    yield from shared(keys, "id", "ID-201", Severity.ERROR)


def shared(keys: Iterable[RosterKey], kind: str, code: str, severity: Severity) -> Iterator[Finding]:
    """Yield a finding for every key of ``kind`` that stands in two households or more."""
    groups: dict[bytes, list[RosterKey]] = {}
    for key in keys:
        if key.kind == kind:
            groups.setdefault(key.digest, []).append(key)
    for group in groups.values():
        homes = dict.fromkeys((key.village, key.household) for key in group)
        for key in group if len(homes) > 1 else ():
            others = [home for home in homes if home != (key.village, key.household)]
            yield Finding(
                village=key.village,
                household=key.household,
                where=key.where,
                code=code,
                fields=fields(others="、".join(_home(*home, near=key.village) for home in others)),
                severity=severity,
                boxes=(key.box,),
            )


def _home(village: str, household: str, *, near: str) -> str:
    return household if village == near else f"{village} {household}"
