"""Health and labour ability (健康状况、劳动技能) against age, school and disability."""

from .rule import ERROR, GZ, NATIONAL, OWN, Person, member_rule
from .school import is_pupil
from .stages import latest_account

_FULL = frozenset(("普通劳动力", "技能劳动力"))
_WEAK = frozenset(("弱劳动力或半劳动力", "丧失劳动力", "无劳动力"))
_LIMB, _SEVERE = "4", frozenset("12")


def _is_of_working_age(person: Person) -> bool:
    return person.is_aged(person.figure("work_age_min"), person.figure("labour_age_max"))


def _is_under_age(person: Person) -> bool:
    return person.age is not None and person.age < person.figure("work_age_min")


@member_rule("LAB-101", "未满16周岁登记为无劳动力", "labour", source=GZ + "2_01_011")
def child_with_labour(person: Person) -> bool:
    """Doubt a child with labour ability."""
    return _is_under_age(person) and person.member.labour not in ("", "无劳动力")


@member_rule("LAB-102", "60周岁及以上不登记为普通或技能劳动力", "labour", source=NATIONAL)
def aged_with_full_labour(person: Person) -> bool:
    """Doubt an old person with full labour ability."""
    old = person.age is not None and person.age > person.figure("labour_age_max")
    return old and person.member.labour in _FULL


@member_rule(
    "LAB-103", "健康、非在校、16至59周岁不登记为弱、丧失或无劳动力", "labour", "health", source=GZ + "1111_14"
)
def healthy_without_labour(person: Person) -> bool:
    """Doubt a healthy adult who neither studies nor has full labour ability."""
    member = person.member
    healthy = member.health == ("健康",) and not is_pupil(person)
    return healthy and _is_of_working_age(person) and member.labour in _WEAK


@member_rule("LAB-104", "在校生登记为无劳动力", "labour", "student", source=GZ + "1111_07")
def pupil_with_labour(person: Person) -> bool:
    """Doubt a pupil of 16 or more with labour ability; a younger one is LAB-101's."""
    stated = person.member.labour not in ("", "无劳动力")
    return is_pupil(person) and stated and not _is_under_age(person)


@member_rule(
    "LAB-105", "重度肢体残疾人不登记为普通或技能劳动力", "labour", "disability_no", source=GZ + "4_01_008"
)
def disabled_with_full_labour(person: Person) -> bool:
    """Doubt a person with a severe disability of the limbs and full labour ability."""
    member = person.member
    severe = member.disability_kind == _LIMB and member.disability_grade in _SEVERE
    return severe and member.labour in _FULL


@member_rule("LAB-106", "“健康”不与其他健康状况同填", "health", source=NATIONAL, severity=ERROR)
def healthy_and_ill(person: Person) -> bool:
    """Doubt a person who is healthy and something else."""
    return "健康" in person.member.health and len(person.member.health) > 1


@member_rule("LAB-107", "有残疾人证的，健康状况含残疾", "health", "disability_no", source=OWN)
def certificate_without_disability(person: Person) -> bool:
    """Doubt a disability certificate beside a health that does not say so."""
    member = person.member
    return bool(member.disability_no and member.health) and "残疾" not in member.health


@member_rule("LAB-108", "有劳动能力的有务工、公益性岗位或生产经营", "labour", source=GZ + "5_20_028")
def able_but_idle(person: Person) -> bool:
    """Doubt an able adult with no work and no post, in a household that lives from no farm or trade."""
    member = person.member
    if member.labour not in _FULL or member.works or member.posts or is_pupil(person):
        return False
    account = latest_account(person.seen.case)[1]
    return _is_of_working_age(person) and account is not None and not account.income.farm
