"""Paid work and public-welfare posts (务工、公益性岗位): months, ages, pay, places."""

import re
from collections.abc import Iterator
from itertools import combinations

from docgen import Post, Work

from .rule import ERROR, GZ, OWN, Doubt, Person, Seen, doubt_about, member_rule, rule
from .school import is_pupil

_UNABLE = frozenset(("丧失劳动力", "无劳动力"))
_FAR = frozenset(("县外省内", "省外"))
_COUNTY = re.compile("[县市区旗]")


def _works(seen: Seen) -> Iterator[tuple[Person, int, Work]]:
    for person in seen.people():
        for row, work in enumerate(person.member.works):
            yield person, row, work


def _posts(seen: Seen) -> Iterator[tuple[Person, int, Post]]:
    for person in seen.people():
        for row, post in enumerate(person.member.posts):
            yield person, row, post


def _about(person: Person, *boxes: str, **named: object) -> Doubt:
    doubt = doubt_about(person, **named)
    return Doubt(tuple(person.box(box) for box in boxes), doubt.named)


@rule("JOB-101", "务工填月数", GZ + "3_01_005")
def work_without_months(seen: Seen) -> Iterator[Doubt]:
    """Doubt work of which nobody says how long it lasted."""
    for person, row, work in _works(seen):
        if not work.months:
            yield _about(person, f"works.{row}.months")


@rule("JOB-102", "一人的务工起止时间不重叠", GZ + "5_12_001")
def overlapping_work(seen: Seen) -> Iterator[Doubt]:
    """Doubt two jobs of one person at one time."""
    for person in seen.people():
        dated = [(row, work) for row, work in enumerate(person.member.works) if work.start and work.end]
        for (first, one), (second, other) in combinations(dated, 2):
            if one.start <= other.end and other.start <= one.end:
                yield _about(person, f"works.{second}.start", f"works.{first}.end")


@member_rule("JOB-103", "一年内务工月数合计不超过12", "works", source=OWN)
def too_many_months(person: Person) -> bool:
    """Doubt undated jobs that add up to more than a year."""
    return sum(work.months or 0 for work in person.member.works if not work.start) > 12


@member_rule("JOB-104", "未满16周岁不务工", "works", source=GZ + "5_16_010")
def child_at_work(person: Person) -> bool:
    """Doubt a child who works, or an adult whose work began while he was one."""
    least = int(person.figure("work_age_min"))
    if not person.member.works:
        return False
    return person.is_aged(0, least - 1) or any(
        _began_before(person, work, least) for work in person.member.works
    )


def _began_before(person: Person, work: Work, least: int) -> bool:
    birth = person.member.birth
    return (
        bool(work.start and birth)
        and birth is not None
        and work.start < f"{birth.year + least}-{birth.month:02}"
    )


@rule("JOB-105", "县外务工的地点填到县级", GZ + "4_12_001")
def place_without_county(seen: Seen) -> Iterator[Doubt]:
    """Doubt work outside the county at a place that names no county."""
    for person, row, work in _works(seen):
        if work.area in _FAR and not _COUNTY.search(work.place):
            yield _about(person, f"works.{row}.place", place=work.place)


@rule("JOB-106", "务工月收入在合理范围", GZ + "5_16_001")
def implausible_pay(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monthly pay outside the plausible range."""
    least, most = seen.figure("month_income_min"), seen.figure("month_income_max")
    for person, row, work in _works(seen):
        if work.monthly_income is not None and not least <= work.monthly_income <= most:
            yield _about(
                person, f"works.{row}.monthly_income", amount=work.monthly_income, least=least, most=most
            )


@rule("JOB-107", "务工月收入过低的核实", GZ + "1111_12")
def low_pay(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monthly pay that is possible but low."""
    least, low = seen.figure("month_income_min"), seen.figure("month_income_low")
    for person, row, work in _works(seen):
        if work.monthly_income is not None and least <= work.monthly_income < low:
            yield _about(person, f"works.{row}.monthly_income", amount=work.monthly_income, low=low)


@member_rule("JOB-108", "特困供养人员不外出务工", "works", "tekun", source=GZ + "5_01_004")
def supported_at_work(person: Person) -> bool:
    """Doubt a person in 特困供养 who works."""
    return bool(person.member.tekun and person.member.works)


@member_rule("JOB-109", "在校生不务工", "works", "student", source=GZ + "4_01_006")
def pupil_at_work(person: Person) -> bool:
    """Doubt a pupil who works."""
    return is_pupil(person) and bool(person.member.works)


@rule("JOB-110", "一人的公益性岗位不超过2个", GZ + "3_01_010")
def too_many_posts(seen: Seen) -> Iterator[Doubt]:
    """Doubt more posts than one person may hold."""
    most = seen.figure("posts_max")
    for person in seen.people():
        if len(person.member.posts) > most:
            yield _about(person, "posts", count=len(person.member.posts), most=most)


@rule("JOB-111", "公益性岗位的类别和月数都要填", GZ + "3_01_005")
def half_stated_post(seen: Seen) -> Iterator[Doubt]:
    """Doubt a post without months, or months without a post."""
    for person, row, post in _posts(seen):
        if not post.kind or not post.months:
            box = "kind" if post.months else "months"
            yield _about(person, f"posts.{row}.{box}")


@rule("JOB-112", "公益性岗位人员的年龄", GZ + "3_01_008")
def post_at_wrong_age(seen: Seen) -> Iterator[Doubt]:
    """Doubt a post held by somebody too young or too old."""
    least, most = seen.figure("post_age_min"), seen.figure("post_age_max")
    for person in seen.people():
        if person.member.posts and person.age is not None and not person.is_aged(least, most):
            yield _about(person, "posts", "id_no", least=least, most=most)


@member_rule("JOB-113", "公益性岗位人员有劳动能力", "posts", "labour", source=GZ + "5_12_004")
def unable_in_post(person: Person) -> bool:
    """Doubt a post held by somebody without labour ability."""
    return bool(person.member.posts) and person.member.labour in _UNABLE


@rule("JOB-114", "务工结束不早于开始", OWN, ERROR)
def work_ends_before_start(seen: Seen) -> Iterator[Doubt]:
    """Doubt work that ended before it began."""
    for person, row, work in _works(seen):
        if work.start and work.end and work.end < work.start:
            yield _about(person, f"works.{row}.end", f"works.{row}.start", start=work.start, end=work.end)


@member_rule("JOB-115", "务工人员有劳动能力", "labour", "works", source=GZ + "5_20_028")
def unable_at_work(person: Person) -> bool:
    """Doubt an adult out of school who works though he has no labour ability."""
    grown = person.is_aged(person.figure("work_age_min")) and not is_pupil(person)
    return grown and bool(person.member.works) and person.member.labour in _UNABLE
