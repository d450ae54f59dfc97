"""Education and school: one of 文化程度 and 在校生状况, ages, and children out of school."""

from collections.abc import Iterator

from .rule import ERROR, GZ, NATIONAL, OWN, Doubt, Person, Seen, doubt_about, member_rule, rule
from .stages import latest_guarantee

PRESCHOOL = frozenset(("学龄前儿童", "学前教育"))
MIDDLE = frozenset(("七年级", "八年级", "九年级"))
_LOW = frozenset(("文盲或半文盲", "小学"))


def is_pupil(person: Person) -> bool:
    """Whether the member goes to a school, from primary school on."""
    student = person.member.student
    return bool(student) and student not in PRESCHOOL


def _is_outside(person: Person, name: str) -> bool:
    """Whether the age is known and outside the span of two figures of the policy."""
    age = person.age
    return age is not None and not person.figure(f"{name}_min") <= age <= person.figure(f"{name}_max")


def _is_under(person: Person, name: str) -> bool:
    age = person.age
    return age is not None and age < person.figure(name)


def _is_compulsory(person: Person) -> bool:
    return not _is_outside(person, "compulsory_age") and person.age is not None


@member_rule(
    "EDU-101", "文化程度与在校生状况只填一项", "education", "student", source=GZ + "3_01_003", severity=ERROR
)
def both(person: Person) -> bool:
    """Doubt a member with both a finished education and a school year."""
    return bool(person.member.education and person.member.student)


@member_rule("EDU-102", "文化程度、在校生状况至少填一项", "education", "student", source=GZ + "3_01_002")
def neither(person: Person) -> bool:
    """Doubt a member with neither, nor a reason for having left school; a child of school age is EDU-109's."""
    member = person.member
    stated = member.education or member.student or member.leave_school
    return not stated and not _is_compulsory(person)


@member_rule("EDU-103", "健康且满7周岁的儿童不再是学前", "student", source=GZ + "5_17_001")
def still_preschool(person: Person) -> bool:
    """Doubt a healthy child past the age that is still counted as preschool."""
    member = person.member
    grown = person.age is not None and person.age > person.figure("preschool_age_max")
    return grown and member.health == ("健康",) and member.student in PRESCHOOL


@member_rule("EDU-104", "初中在校生的年龄", "student", "id_no", source=GZ + "5_17_003")
def middle_school_age(person: Person) -> bool:
    """Doubt a pupil of grades seven to nine of an unusual age."""
    return person.member.student in MIDDLE and _is_outside(person, "middle_school_age")


@member_rule("EDU-105", "高中、中职在校生的年龄", "student", "id_no", source=GZ + "5_17_004")
def high_school_age(person: Person) -> bool:
    """Doubt a pupil of a high or vocational school of an unusual age."""
    return person.member.student.startswith(("普通高中", "中职")) and _is_outside(person, "high_school_age")


@member_rule("EDU-106", "大专及以上在校生的年龄", "student", "id_no", source=GZ + "5_17_005")
def college_age(person: Person) -> bool:
    """Doubt a student of a college who is too young."""
    return person.member.student.startswith(("高职高专", "本科")) and _is_under(person, "college_age_min")


@member_rule("EDU-107", "硕士研究生及以上的年龄", "student", "id_no", source=GZ + "5_17_006")
def graduate_age(person: Person) -> bool:
    """Doubt a graduate student who is too young."""
    return person.member.student.startswith("硕士") and _is_under(person, "graduate_age_min")


@member_rule("EDU-108", "16至22周岁文化程度不是小学及以下", "education", source=GZ + "5_17_007")
def low_education(person: Person) -> bool:
    """Doubt a young adult who is said to have gone no further than primary school."""
    member = person.member
    young = person.age is not None and not _is_outside(person, "low_education_age")
    return young and member.education in _LOW and not member.leave_school and member.health == ("健康",)


@member_rule("EDU-109", "义务教育阶段适龄儿童在校", "student", "leave_school", source=GZ + "5_15_016")
def not_in_school(person: Person) -> bool:
    """Doubt a child of compulsory school age in no school, and nobody says why."""
    member = person.member
    return _is_compulsory(person) and not member.student and not member.leave_school


@member_rule("EDU-110", "在校生不填失学辍学原因", "leave_school", "student", source=NATIONAL, severity=ERROR)
def left_but_in_school(person: Person) -> bool:
    """Doubt a reason for having left school beside a school year."""
    return bool(person.member.leave_school and person.member.student)


@rule("EDU-111", "有失学辍学儿童的户，“三保障”如实登记", GZ + "5_15_017")
def dropout_not_stated(seen: Seen) -> Iterator[Doubt]:
    """Doubt a child out of school in a household whose guarantees say there is none."""
    path, state = latest_guarantee(seen.case)
    if state is None or state.dropout is not False:
        return
    for person in seen.people():
        if person.member.leave_school and _is_compulsory(person):
            doubt = doubt_about(person, "leave_school")
            yield Doubt((f"{path}.dropout", *doubt.boxes), doubt.named)


@rule("EDU-112", "登记有失学辍学的户，能指出是哪个孩子", GZ + "4_11_008")
def dropout_without_child(seen: Seen) -> Iterator[Doubt]:
    """Doubt a dropout that the guarantees state in a household where every child is in school."""
    path, state = latest_guarantee(seen.case)
    if state is None or not state.dropout:
        return
    children = [one for one in seen.people() if _is_compulsory(one)]
    if all(is_pupil(child) for child in children):
        yield Doubt((f"{path}.dropout",))


@member_rule("EDU-113", "小学在校生的年龄", "student", "id_no", source=OWN)
def primary_school_age(person: Person) -> bool:
    """Doubt a primary school pupil of an unusual age."""
    return person.member.student == "小学" and _is_outside(person, "primary_age")
