"""A room: what happens to a household (户主变更、出生、死亡、婚嫁、迁移、分户、并户、整户注销), and the case after it.

An event gives a new case; the case store keeps the old one as a version with the reason.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

from .case import Case, Household, Member, Proceeding
from .errors import UsageError

#: What stands for a kinship that the old relations do not tell.
UNKNOWN = "其他"


class Event(Enum):
    """What can happen to a household."""

    HEAD = "户主变更"
    BIRTH = "出生"
    MARRIED_IN = "婚入"
    MOVED_IN = "迁入"
    DEATH = "死亡"
    MARRIED_OUT = "婚出"
    MOVED_OUT = "迁出"
    SPLIT = "分户"
    MERGE = "并户"
    CANCELLED = "整户注销"

    @property
    def adds(self) -> bool:
        """Whether somebody comes."""
        return self in (Event.BIRTH, Event.MARRIED_IN, Event.MOVED_IN)

    @property
    def removes(self) -> bool:
        """Whether somebody goes."""
        return self in (Event.DEATH, Event.MARRIED_OUT, Event.MOVED_OUT, Event.SPLIT)


def with_head(case: Case, row: int, gone: frozenset[int] = frozenset()) -> Case:
    """Return ``case`` with the member of ``row`` as its head, who comes first; the others are related to him anew.

    Members whose rows are ``gone`` are left out.
    """
    members = case.household.members
    new, old = members[row], case.household.head
    if new is old:
        raise UsageError("EVENT-103", where=case.number, name=new.name)
    rest = [member for at, member in enumerate(members) if at != row and at not in gone]
    related = [_related(member, relation_to(member, new, old, members)) for member in rest]
    return _with_members(case, (_related(new, "户主"), *related))


def without(case: Case, rows: Iterable[int], head: int | None = None) -> Case:
    """Return ``case`` without some members; where the head goes, ``head`` is the row of who follows him."""
    gone = frozenset(rows)
    members = case.household.members
    if len(gone) == len(members):
        raise UsageError("EVENT-104", where=case.number)
    if not any(members[row].relation == "户主" for row in gone):
        return _with_members(case, tuple(one for at, one in enumerate(members) if at not in gone))
    if head is None or head in gone:
        raise UsageError("EVENT-105", where=case.number)
    return with_head(case, head, gone)


def split(
    case: Case, rows: Iterable[int], head: int, number: str, next_head: int | None = None
) -> tuple[Case, Case]:
    """Return what stays of ``case``, and the new household ``number`` of the members who go, led by ``head``.

    What was recorded of the old household (incomes, risks, measures, procedures) stays with it.
    """
    gone = sorted(set(rows))
    if head not in gone:
        raise UsageError("EVENT-106", where=case.number)
    stays = without(case, gone, next_head)
    members = case.household.members
    leader, old = members[head], case.household.head
    others = [members[row] for row in gone if row != head]
    related = [_related(one, relation_to(one, leader, old, members)) for one in others]
    home = Household(
        members=(_related(leader, "户主"), *related),
        address=case.household.address,
        kind=case.household.kind,
        population_stated=len(gone),
    )
    return stays, Case(number=number, area=case.area, household=home)


def merged(case: Case, other: Case) -> tuple[Case, Case]:
    """Return ``case`` with the members of ``other``, whose kinship is to be asked, and ``other`` at its end."""
    coming = tuple(_related(member, UNKNOWN) for member in other.household.members)
    return _with_members(case, (*case.household.members, *coming)), _ended(other, ())


def cancelled(case: Case) -> Case:
    """Return ``case`` at its end: nothing under way any more; who lived there is still told."""
    return _ended(case, case.household.members)


def counted(case: Case) -> Case:
    """Return ``case`` with its stated population, where there is one, as many as its members are."""
    return _with_members(case, case.household.members)


def _ended(case: Case, members: tuple[Member, ...]) -> Case:
    closed: tuple[Proceeding, ...] = tuple(one.model_copy(update={"closed": True}) for one in case.procedures)
    household = case.household.model_copy(update={"members": members, "status": "自然减少"})
    return case.model_copy(update={"household": household, "procedures": closed})


def _with_members(case: Case, members: tuple[Member, ...]) -> Case:
    changed: dict[str, object] = {"members": members}
    if case.household.population_stated is not None:
        changed["population_stated"] = len(members)
    return case.model_copy(update={"household": case.household.model_copy(update=changed)})


def _related(member: Member, relation: str) -> Member:
    return member.model_copy(update={"relation": relation})


Told = str | tuple[str, str]

#: What somebody is to the new head, by what he was to the old one; ``=`` means the same. A pair is for a man
#: and a woman. One table for each of what the new head himself was to the old one.
_AFTER_SPOUSE: Mapping[str, Told] = {
    "户主": "配偶",
    "之岳父": "之父",
    "之岳母": "之母",
    "之公公": "之父",
    "之婆婆": "之母",
    **dict.fromkeys(("之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之外孙子", "之外孙女"), "="),
}
_AFTER_CHILD: Mapping[str, Told] = {
    "户主": ("之父", "之母"),
    "配偶": ("之父", "之母"),
    "之子": "之兄弟姐妹",
    "之女": "之兄弟姐妹",
}
#: A parent's own parents, and a parent's other grandchildren: by a male and by a female old head.
_GRAND = {"之父": ("之祖父", "之外祖父"), "之母": ("之祖母", "之外祖母")}
_AFTER_PARENT: Mapping[str, Told] = {
    "户主": ("之子", "之女"),
    "配偶": ("之女婿", "之儿媳"),
    "之父": "配偶",
    "之母": "配偶",
    "之兄弟姐妹": ("之子", "之女"),
}
_GRANDCHILD = {"之子": ("之孙子", "之外孙子"), "之女": ("之孙女", "之外孙女")}


def relation_to(member: Member, new: Member, old: Member | None, members: Iterable[Member]) -> str:
    """Return what ``member`` is to the new head, as far as the relations to the old one tell; else 其他."""
    was, kin = new.relation, member.relation
    male, old_male = member.sex == "男", old is not None and old.sex == "男"
    if was == "配偶":
        if kin in ("之父", "之母"):
            in_law = {"之父": ("之岳父", "之公公"), "之母": ("之岳母", "之婆婆")}[kin]
            return in_law[new.sex == "女"]
        told: Told = _AFTER_SPOUSE.get(kin, UNKNOWN)
    elif was in ("之子", "之女"):
        if kin in _GRAND:
            return _GRAND[kin][not old_male]
        told = _AFTER_CHILD.get(kin) or _own_family(kin, was, members)
    elif was in ("之父", "之母"):
        if kin in _GRANDCHILD:
            return _GRANDCHILD[kin][not old_male]
        told = _AFTER_PARENT.get(kin, UNKNOWN)
    else:
        told = UNKNOWN
    if isinstance(told, tuple):
        return told[not male] if member.sex else UNKNOWN
    return kin if told == "=" else told


def _own_family(kin: str, was: str, members: Iterable[Member]) -> str:
    """Return what a child's wife, husband or child is to him, where he is the only one it can be."""
    own = {
        "之子": {"之儿媳": "配偶", "之孙子": "之子", "之孙女": "之女"},
        "之女": {"之女婿": "配偶", "之外孙子": "之子", "之外孙女": "之女"},
    }
    alone = sum(member.relation == was for member in members) == 1
    return own[was].get(kin, UNKNOWN) if alone else UNKNOWN
