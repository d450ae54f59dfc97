"""Who lives in the household: its head, its spouses, and how relations fit sex and age."""

from collections.abc import Iterator
from datetime import date

from .rule import ERROR, GZ, NATIONAL, OWN, Doubt, Person, Seen, doubt_about, member_rule, rule

_MALE = frozenset(
    [
        "之子",
        "之女婿",
        "之孙子",
        "之外孙子",
        "之父",
        "之岳父",
        "之公公",
        "之祖父",
        "之外祖父",
        "之曾孙子",
        "之侄儿",
        "之叔伯",
    ]
)
_FEMALE = frozenset(
    [
        "之女",
        "之儿媳",
        "之孙女",
        "之外孙女",
        "之母",
        "之岳母",
        "之婆婆",
        "之祖母",
        "之外祖母",
        "之曾孙女",
        "之侄女",
        "之兄弟媳妇",
    ]
)
#: Generations between the head and a relative: positive for the older.
_GENERATION = {
    **dict.fromkeys(["之父", "之母", "之岳父", "之岳母", "之公公", "之婆婆"], 1),
    **dict.fromkeys(["之祖父", "之祖母", "之外祖父", "之外祖母"], 2),
    **dict.fromkeys(["之子", "之女"], -1),
    **dict.fromkeys(["之孙子", "之孙女", "之外孙子", "之外孙女"], -2),
    **dict.fromkeys(["之曾孙子", "之曾孙女"], -3),
}


@rule("FAM-101", "每户有户主", GZ + "与户主关系", ERROR)
def no_head(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household in which nobody is the head."""
    if seen.case.household.head is None:
        yield Doubt(("household.members.0.relation" if seen.case.household.members else "household.members",))


@rule("FAM-102", "每户只有一个户主", GZ + "与户主关系", ERROR)
def two_heads(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household with more than one head."""
    heads = [person for person in seen.people() if person.member.relation == "户主"]
    if len(heads) > 1:
        names = "、".join(person.member.name for person in heads)
        boxes = tuple(person.box("relation") for person in heads)
        yield Doubt((*boxes[1:], boxes[0]), {"names": names, "count": len(heads)})


@member_rule("FAM-103", "与户主关系不能为空", "relation", source=GZ + "3_01_001")
def no_relation(person: Person) -> bool:
    """Doubt a member whose relation to the head is not stated."""
    return not person.member.relation


@member_rule(
    "FAM-104", "与户主关系与性别相符", "relation", "sex_stated", source=GZ + "2_01_004", severity=ERROR
)
def relation_of_other_sex(person: Person) -> bool:
    """Doubt a relation that the member's sex rules out."""
    member = person.member
    return (member.relation in _MALE and member.sex == "女") or (
        member.relation in _FEMALE and member.sex == "男"
    )


@rule("FAM-105", "户主与配偶性别不同", GZ + "2_02_001", ERROR)
def same_sex(seen: Seen) -> Iterator[Doubt]:
    """Doubt a head and a spouse of one sex."""
    head = seen.case.household.head
    if head is None or not head.sex:
        return
    for person in seen.people():
        if person.member.relation == "配偶" and person.member.sex == head.sex:
            yield doubt_about(person, "relation", "sex_stated", sex=head.sex)


@rule("FAM-106", "户主只有一个配偶", OWN, ERROR)
def two_spouses(seen: Seen) -> Iterator[Doubt]:
    """Doubt a head with more than one spouse."""
    spouses = [person for person in seen.people() if person.member.relation == "配偶"]
    if len(spouses) > 1:
        names = "、".join(person.member.name for person in spouses)
        yield Doubt(tuple(person.box("relation") for person in spouses)[::-1], {"names": names})


@rule("FAM-107", "辈分与年龄相符", OWN)
def generation_too_close(seen: Seen) -> Iterator[Doubt]:
    """Doubt a relative who is too near the head in age, or on the wrong side of it, for the generation."""
    head = seen.case.household.head
    born = head.birth if head else None
    least = int(seen.figure("generation_years"))
    for person in seen.people() if born else ():
        generations, birth = _GENERATION.get(person.member.relation, 0), person.member.birth
        if (
            generations
            and birth
            and born
            and _years_older(birth, born, generations) < least * abs(generations)
        ):
            yield doubt_about(person, "relation", "id_no")


def _years_older(birth: date, born: date, generations: int) -> int:
    """Return by how many years the elder generation is the older one."""
    return (born.year - birth.year) * (1 if generations > 0 else -1)


@member_rule(
    "FAM-108", "民族、健康状况、劳动技能不能为空", "nation", "health", "labour", source=GZ + "2_01_003"
)
def blank_facts(person: Person) -> bool:
    """Doubt a member whose nation, health or labour is not stated."""
    member = person.member
    return not (member.nation and member.health and member.labour)


@rule("FAM-201", "监测对象类别与户类型相符", "湖南某县防止返贫监测帮扶工作方案（篇九）", ERROR)
def class_of_other_kind(seen: Seen) -> Iterator[Doubt]:
    """Doubt a 脱贫不稳定户 that is no 脱贫户, or a 边缘易致贫户 that is one."""
    household = seen.case.household
    wants_poor = {"脱贫不稳定户": True, "边缘易致贫户": False}.get(household.monitor_class)
    if household.kind and wants_poor is not None and wants_poor != household.was_poor:
        yield Doubt(
            ("household.monitor_class", "household.kind"),
            {"monitor_class": household.monitor_class, "kind": household.kind},
        )


@rule("FAM-202", "已识别的监测对象有监测对象类别", NATIONAL)
def no_class(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household under monitoring whose class is not stated."""
    household = seen.case.household
    if not household.monitor_class and (household.identified_on or household.status == "在册监测"):
        yield Doubt(("household.monitor_class",))


@rule("FAM-203", "整户无劳动能力的户没有劳动力", "湖南某县防止返贫监测帮扶工作方案（篇九）", ERROR)
def labour_in_no_labour_household(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household marked as without labour ability in which somebody has it."""
    able = [person for person in seen.people() if person.member.can_work]
    if seen.case.household.no_labour and able:
        names = "、".join(person.member.name for person in able)
        boxes = ("household.no_labour", *(person.box("labour") for person in able))
        yield Doubt(boxes, {"names": names})


@rule("FAM-204", "没有劳动力的监测户标为整户无劳动能力", GZ + "5_11_033")
def unmarked_no_labour(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monitored household without anybody able to work that is not marked so."""
    household = seen.case.household
    stated = bool(household.members) and all(member.labour for member in household.members)
    if household.monitor_class and stated and not household.labourers and not household.no_labour:
        yield Doubt(("household.no_labour",))


@rule("FAM-205", "整户无劳动能力的户有人享受低保或特困供养", GZ + "5_19_003")
def no_labour_without_aid(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household without labour ability in which nobody is in 低保 or 特困供养."""
    household = seen.case.household
    if household.no_labour and not any(member.dibao or member.tekun for member in household.members):
        yield Doubt(("household.no_labour", "household.members.0.dibao"))


@rule("FAM-206", "低保脱贫户、特困供养脱贫户有人享受该政策", NATIONAL)
def kind_without_aid(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household whose kind names an aid that no member receives."""
    household = seen.case.household
    aid = {"低保脱贫户": "dibao", "特困供养脱贫户": "tekun"}.get(household.kind)
    if aid and not any(getattr(member, aid) for member in household.members):
        yield Doubt(("household.kind", f"household.members.0.{aid}"), {"kind": household.kind})
