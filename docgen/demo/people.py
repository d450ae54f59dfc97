"""Invented people: names, numbers with true check digits, and families whose ages fit together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from docgen.codes import IdNumber, Phone, check_character

#: A county code that no county has, so that no number here is anybody's.
COUNTY = "529926"

_SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕覃韦龙石欧潘"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛")
_MALE = (
    *("建国", "建军", "志强", "国平", "德明", "光荣", "永福", "大勇", "文斌", "小龙", "正华", "启明", "绍云"),
    *("伟", "军", "强", "磊", "浩然", "子轩", "俊杰", "宇航", "天佑", "家豪", "兴旺", "世杰", "应昌", "开银"),
)
_FEMALE = (
    *("秀英", "桂兰", "玉珍", "凤仙", "春梅", "雪梅", "小芳", "丽华", "金花", "水莲", "兴芬", "光琴", "应菊"),
    *(
        "婷",
        "静",
        "敏",
        "思涵",
        "雨桐",
        "梓萱",
        "欣怡",
        "佳琪",
        "诗雨",
        "若曦",
        "海燕",
        "明珠",
        "启秀",
        "顺碧",
    ),
)
#: Characters that lie outside GB 2312, and so outside many fonts.
_RARE = ("䶮", "𠮷", "玥", "喆", "堃", "昇", "珺", "淼", "犇", "㛃")
_GIVEN_MALE = ("买买提", "阿卜杜拉", "艾山", "库尔班", "吐尔逊", "亚森", "玉素甫", "麦麦提江")
_GIVEN_FEMALE = ("阿依古丽", "古丽娜尔", "帕提古丽", "热依汗古丽", "阿娜尔汗", "麦尔耶姆")
_NATIONS = ("汉族", "汉族", "汉族", "汉族", "苗族", "布依族", "土家族", "彝族", "汉族", "汉族")


class Registrar:
    """Gives out names, numbers and telephones, each number once (户籍窗口)."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._born: dict[tuple[date, str], int] = {}
        self._phones = 0
        self._named = 0

    def id_number(self, born: date, sex: str) -> IdNumber:
        """Return a number nobody else here has."""
        nth = self._born.get((born, sex), 0)
        self._born[born, sex] = nth + 1
        serial = 10 + 2 * nth + (sex == "男")
        first17 = f"{COUNTY}{born:%Y%m%d}{serial:03d}"
        return IdNumber(first17 + check_character(first17))

    def phone(self) -> Phone:
        """Return a mobile number nobody else here has, from a range kept for samples."""
        self._phones += 1
        return Phone(f"1990{self._phones * 7919 % 10_000_000:07d}")

    def given(self, sex: str) -> str:
        """Return a given name; every ninth has a rare character."""
        self._named += 1
        if self._named % 9 == 4:
            rare = _RARE[self._named // 9 % len(_RARE)]
            return rare if self.rng.random() < 0.5 else self.rng.choice("文明小世") + rare
        return self.rng.choice(_MALE if sex == "男" else _FEMALE)

    def surname(self) -> str:
        """Return a surname, now and then one of two characters."""
        return self.rng.choice(_DOUBLE_SURNAMES if self.rng.random() < 0.02 else _SURNAMES)


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody in a family: relation to the head, sex, and age on the day."""

    relation: str
    sex: str
    age: int


@dataclass(frozen=True, slots=True)
class Person:
    """A named member of a family with his papers."""

    name: str
    relation: str
    sex: str
    age: int
    id_no: IdNumber
    nation: str


def family(rng: Random, size: int) -> tuple[Kin, ...]:
    """Return a family of ``size`` people, the head first."""
    if size == 1:
        return (Kin("户主", rng.choice("男男女"), rng.choice((rng.randint(36, 55), rng.randint(66, 82)))),)
    grown = size > 8 or rng.random() < 0.35
    return tuple(_kin(rng, grown=grown))[:size]


def _kin(rng: Random, *, grown: bool) -> Iterator[Kin]:
    """Yield the head and his kin in the order in which a family grows."""
    sex = "男" if grown or rng.random() < 0.8 else "女"
    other = "女" if sex == "男" else "男"
    age = rng.randint(58, 66) if grown else rng.randint(33, 48)
    spouse = Kin("配偶", other, age + rng.randint(-4, 3))
    child = age - rng.randint(23, 27)
    yield Kin("户主", sex, age)
    yield from _with_children(rng, spouse, child) if grown else _with_parents(rng, spouse, child, sex, age)


def _with_children(rng: Random, spouse: Kin, eldest: int) -> Iterator[Kin]:
    """Yield a spouse, grown sons with their families, a daughter and a mother."""
    yield spouse
    yield Kin("之子", "男", eldest)
    yield Kin("之儿媳", "女", eldest - rng.randint(0, 3))
    yield Kin("之孙子", "男", rng.randint(7, 10))
    yield Kin("之孙女", "女", rng.randint(2, 6))
    yield Kin("之母", "女", spouse.age + rng.randint(22, 26))
    yield Kin("之子", "男", eldest - 2)
    yield Kin("之儿媳", "女", eldest - 3)
    yield Kin("之孙女", "女", rng.randint(1, 5))
    yield Kin("之女", "女", eldest - 5)
    yield Kin("之孙子", "男", rng.randint(1, 4))


def _with_parents(rng: Random, spouse: Kin, eldest: int, sex: str, age: int) -> Iterator[Kin]:
    """Yield a spouse, children, parents and a brother or sister."""
    kin = [spouse] if rng.random() < 0.85 else []
    eldest = min(eldest, 21)
    kin += [_child(rng, eldest), _child(rng, max(eldest - rng.randint(2, 5), 0))]
    mother, father = ("之母", "之父") if sex == "男" else ("之婆婆", "之公公")
    kin += [Kin(mother, "女", age + rng.randint(22, 26)), Kin(father, "男", age + rng.randint(23, 28))]
    kin += [_child(rng, max(eldest - rng.randint(6, 8), 1)), Kin("之兄弟姐妹", "男", age - 3)]
    kin += [_child(rng, max(eldest - rng.randint(9, 12), 2)), _child(rng, 1)]
    return iter(kin)


def _child(rng: Random, age: int) -> Kin:
    return Kin("之子", "男", age) if rng.random() < 0.52 else Kin("之女", "女", age)


def christened(kin: tuple[Kin, ...], day: date, registrar: Registrar) -> tuple[Person, ...]:
    """Return the family with names and numbers; one family in fifteen bears ·-names."""
    rng = registrar.rng
    dotted = rng.random() < 1 / 15
    nation = "维吾尔族" if dotted else rng.choice(_NATIONS)
    surname, taken = registrar.surname(), set[str]()
    people = []
    for one in kin:
        name = _name(one, surname, registrar, taken, dotted=dotted)
        taken.add(name)
        born = _birthday(rng, one.age, day)
        number = registrar.id_number(born, one.sex)
        people.append(Person(name, one.relation, one.sex, one.age, number, nation))
    return tuple(people)


def _name(kin: Kin, surname: str, registrar: Registrar, taken: set[str], *, dotted: bool) -> str:
    """Return a name that nobody in the family has; those who married in keep their own surname."""
    rng = registrar.rng
    while True:
        if dotted:
            name = (
                f"{rng.choice(_GIVEN_MALE if kin.sex == '男' else _GIVEN_FEMALE)}·{rng.choice(_GIVEN_MALE)}"
            )
        else:
            married = kin.relation in ("配偶", "之儿媳", "之母", "之婆婆", "之公公")
            name = (registrar.surname() if married else surname) + registrar.given(kin.sex)
        if name not in taken:
            return name


def _birthday(rng: Random, age: int, day: date) -> date:
    """Return a birth date that makes somebody ``age`` years old on ``day``."""
    month, dom = rng.randint(1, 12), rng.randint(1, 28)
    past = (month, dom) <= (day.month, day.day)
    return date(day.year - age - (not past), month, dom)
