"""How an invented family lives: school, health, work, insurance, land and income."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from docgen.case import Income, IncomeLine, Insurance, Living, Member, Post, Work
from docgen.codes import IdNumber

from .people import Person, Registrar

_FULL = ("普通劳动力", "技能劳动力")
_PLACES = (
    ("省外", "广东省佛山市南海区", "永兴五金制品厂"),
    ("省外", "浙江省义乌市", "大地服饰有限公司"),
    ("省外", "福建省晋江市", "捷步鞋业有限公司"),
    ("县外省内", "贵州省贵阳市花溪区", "明远建筑劳务公司"),
    ("乡外县内", "栖云县城关镇", "城关镇菜市场"),
    ("乡（镇）内", "栖云县石桥镇", "石桥镇茶叶合作社"),
)
_POSTS = ("护林员", "保洁员", "护路员", "水管员", "乡村治理岗")
_SCHOOL_YEARS = {
    **dict.fromkeys(range(3), "学龄前儿童"),
    **dict.fromkeys(range(3, 6), "学前教育"),
    **dict.fromkeys(range(6, 12), "小学"),
    12: "七年级",
    13: "八年级",
    14: "九年级",
    15: "普通高中一年级",
    16: "普通高中二年级",
    17: "普通高中三年级",
}
_COLLEGE = {18: "本科一年级", 19: "高职高专二年级", 20: "本科三年级", 21: "本科四年级"}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a story asks of a family: who is ill, disabled, works far away, holds a post, gets aid."""

    ill: bool = False
    disabled: bool = False
    away: bool = False
    post: bool = False
    idle: bool = False


def members(people: tuple[Person, ...], needs: Needs, registrar: Registrar, year: int) -> tuple[Member, ...]:
    """Return the family as members, the needs of its story met where somebody fits."""
    plain = [_member(person, registrar.rng) for person in people]
    adults = [at for at, one in enumerate(people) if 22 <= one.age <= 57]
    if needs.ill or needs.disabled:
        at = (adults or [0])[-1]
        plain[at] = _ill(plain[at]) if needs.ill else _disabled(plain[at], registrar.rng)
        adults = [one for one in adults if one != at]
    able = [at for at in adults if plain[at].labour in _FULL]
    for order, at in enumerate(able):
        far = needs.away and order == 0
        post = needs.post and order == (1 if needs.away else 0)
        plain[at] = _at_work(plain[at], registrar, year, far=far, post=post)
    head = replace_phone(plain[0], registrar)
    return tuple(_aided([head, *plain[1:]]))


def replace_phone(member: Member, registrar: Registrar) -> Member:
    """Return the member with a telephone of his own, if he has none."""
    return member if member.phone else member.model_copy(update={"phone": registrar.phone()})


def _member(person: Person, rng: Random) -> Member:
    student = _student(person, rng)
    education = "" if student else _education(person.age, rng)
    chronic = person.age in (58, 59) or (person.age >= 60 and rng.random() < 0.4)
    return Member(
        name=person.name,
        id_no=person.id_no,
        sex_stated=person.sex,
        relation=person.relation,
        nation=person.nation,
        politics=_politics(person, rng),
        education=education,
        student=student,
        school=_school(student),
        health=("长期慢性病",) if chronic else ("健康",),
        labour=_labour(person.age, student, rng),
        insurance=Insurance(
            resident_medical=True,
            employee_medical=False,
            serious_illness=True,
            resident_pension=person.age >= 16 and not student,
            employee_pension=False,
        ),
        dibao=False,
        tekun=False,
        relocated=False,
    )


def _student(person: Person, rng: Random) -> str:
    year = _SCHOOL_YEARS.get(person.age, "")
    if person.age in (15, 16, 17) and rng.random() < 0.4:
        return year.replace("普通高中", "中职")
    return year or (_COLLEGE.get(person.age, "") if rng.random() < 0.6 else "")


def _school(student: str) -> str:
    schools = {"小学": "石桥镇中心小学", "学前教育": "石桥镇中心幼儿园", "普通高中": "栖云县第一中学"}
    schools |= {
        "年级": "石桥镇初级中学",
        "中职": "栖云县中等职业学校",
        "高职": "青岚职业技术学院",
        "本科": "省师范大学",
    }
    order = ("学前教育", "小学", "普通高中", "中职", "高职", "本科", "年级")
    return next((schools[key] for key in order if key in student), "")


def _education(age: int, rng: Random) -> str:
    if age >= 60:
        return rng.choice(("文盲或半文盲", "小学", "小学", "初中"))
    if age >= 36:
        return rng.choice(("小学", "初中", "初中", "高中"))
    return rng.choice(("初中", "初中", "高中", "大专"))


def _politics(person: Person, rng: Random) -> str:
    if person.age >= 25 and rng.random() < 0.06:
        return "中共党员"
    return "共青团员" if 15 <= person.age <= 27 and rng.random() < 0.3 else "群众"


def _labour(age: int, student: str, rng: Random) -> str:
    if age < 16 or student or age >= 72:
        return "无劳动力"
    if age >= 58:
        return "弱劳动力或半劳动力"
    return "技能劳动力" if rng.random() < 0.15 else "普通劳动力"


def _ill(member: Member) -> Member:
    return member.model_copy(
        update={"health": ("患有大病",), "labour": "弱劳动力或半劳动力" if _grown(member) else member.labour}
    )


def _disabled(member: Member, rng: Random) -> Member:
    number = IdNumber(f"{member.id_no}4{rng.choice('123')}")
    labour = "弱劳动力或半劳动力" if _grown(member) else member.labour
    return member.model_copy(update={"health": ("残疾",), "disability_no": number, "labour": labour})


def _grown(member: Member) -> bool:
    return member.labour != "无劳动力"


def _at_work(member: Member, registrar: Registrar, year: int, *, far: bool, post: bool) -> Member:
    rng = registrar.rng
    if post:
        held = Post(kind=rng.choice(_POSTS), months=12)
        return member.model_copy(update={"posts": (held,), "phone": registrar.phone()})
    if not far and rng.random() < 0.35:
        return member
    area, place, employer = rng.choice(_PLACES[:4] if far else _PLACES)
    months = rng.randint(6, 11)
    dated = rng.random() < 0.5
    work = Work(
        area=area,
        place=place,
        months=months,
        employer=employer,
        monthly_income=Decimal(rng.randint(22, 52) * 100),
        start=f"{year - 1}-{12 - months:02d}" if dated else "",
        end=f"{year - 1}-11" if dated else "",
    )
    return member.model_copy(update={"works": (work,), "phone": registrar.phone()})


def _aided(family: list[Member]) -> list[Member]:
    """Return the family; where nobody can work it is in 低保, an old person alone in 特困供养."""
    if any(member.can_work for member in family):
        return family
    aid = {"tekun": True} if len(family) == 1 else {"dibao": True}
    return [member.model_copy(update=aid) for member in family]


def living(rng: Random, *, unsafe_house: bool = False, unsafe_water: bool = False) -> Living:
    """Return plausible living conditions and land."""
    return Living(
        arable=Decimal(rng.randint(8, 90)) / 10,
        forest=Decimal(rng.randint(0, 200)) / 10,
        pasture=Decimal(0),
        water_surface=Decimal(0),
        returned_forest=Decimal(rng.choice((0, 0, 15, 30))) / 10,
        orchard=Decimal(rng.choice((0, 0, 12, 25))) / 10,
        house_area=Decimal(rng.randint(60, 160)),
        house_grade="D级" if unsafe_house else rng.choice(("A级", "B级")),
        road=rng.choice(("水泥路", "水泥路", "砂石路", "沥青路")),
        road_distance=Decimal(rng.randint(1, 30)) / 10,
        fuel=rng.choice(("柴草", "煤炭", "清洁能源", "清洁能源")),
        power=True,
        broadcast=True,
        safe_water=not unsafe_water,
        toilet=True,
        cooperative=rng.random() < 0.3,
        enterprise=rng.random() < 0.2,
        leader=rng.random() < 0.2,
    )


@dataclass(frozen=True, slots=True)
class Earning:
    """What an income is made for: purpose, period, and the reference income per person aimed at."""

    purpose: str
    start: date
    end: date
    per_person: int
    own_pay: int = 0
    detailed: bool = False


def income(rng: Random, family: tuple[Member, ...], earning: Earning) -> Income:
    """Return an income over a period that comes out near what is aimed at, never above it."""
    persons = len(family)
    claim = earning.own_pay // 4 // 10 * 10
    net = earning.per_person * persons - claim + earning.own_pay
    works = any(member.works or member.posts for member in family)
    farms = any(member.can_work for member in family)
    transfer = min(net, 400 + 180 * persons) if works or farms else net
    wage = (net - transfer) * (55 if farms else 100) // 100 if works else 0
    rest = net - transfer - wage
    farm = rest * 3 // 2 // 10 * 10
    rows = {
        "wage": Decimal(wage // 10 * 10),
        "farm": Decimal(farm),
        "assets": Decimal(0),
        "transfer": Decimal(transfer // 10 * 10),
        "farm_cost": Decimal(farm // 3),
    }
    made = Income(
        purpose=earning.purpose,
        start=earning.start,
        end=earning.end,
        wage=rows["wage"],
        farm=rows["farm"],
        assets=rows["assets"],
        transfer=rows["transfer"],
        farm_cost=rows["farm_cost"],
        claim=Decimal(claim),
        own_pay=Decimal(earning.own_pay),
        lines=_lines(rows) if earning.detailed else (),
        source=rng.choice(("入户核实", "入户核实", "系统比对")),
    )
    total = rows["wage"] + rows["farm"] + rows["transfer"] - rows["farm_cost"]
    stated = {"net_stated": total, "net_pc_stated": (total / persons).quantize(Decimal("0.01"))}
    return made.model_copy(update=stated if rng.random() < 0.5 else {})


def _lines(rows: dict[str, Decimal]) -> tuple[IncomeLine, ...]:
    """Return detail lines that add up to their rows."""
    split = {
        ("wage", "工资性收入"): ("务工收入",),
        ("farm", "生产经营性收入"): ("种植", "养殖"),
        ("transfer", "转移性收入"): ("养老保险金", "地力补贴"),
        ("farm_cost", "生产经营性支出"): ("种植",),
    }
    lines = []
    for (name, row), items in split.items():
        left = rows[name]
        for item in items[:-1]:
            part = (left / 2).quantize(Decimal(1))
            left -= part
            lines.append(IncomeLine(row=row, item=item, amount=part))
        lines.append(IncomeLine(row=row, item=items[-1], amount=left))
    return tuple(line for line in lines if line.amount)
