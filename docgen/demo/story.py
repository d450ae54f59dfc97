"""What happened to an invented household: its risk, its procedures, its help, its visits."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from docgen.case import Case, Guarantee, Household, Living, Measure, Member, Proceeding, Risk, Visit

from .livelihood import Earning, Needs, income, living, members
from .office import ELIMINATION, IDENTIFICATION, Course, Village, contacts, days_until, proceeding
from .people import Person, Registrar, christened, family

#: Every risk class, the words for it, and the help that answers it (category, item).
RISKS = {
    "因病": ("家庭成员患大病，医疗支出较大", "健康帮扶", "医疗救助"),
    "因学": ("子女在校就读，教育支出较大", "其他教育帮扶", "助学金"),
    "因残": ("家庭成员肢体残疾，劳动能力减弱", "综合保障", "残疾人补贴"),
    "因自然灾害": ("洪涝灾害造成农作物减产", "产业帮扶", "种苗、化肥等物资帮扶"),
    "因意外事故": ("家庭成员遭遇交通意外，支出骤增", "社会帮扶", "社会捐助"),
    "因产业项目失败": ("养殖项目亏损，收入减少", "金融帮扶", "小额信贷"),
    "因务工就业不稳": ("务工企业停工，工资性收入减少", "就业帮扶", "劳务输出"),
    "缺劳动力": ("家庭劳动力少，收入来源单一", "综合保障", "临时救助"),
    "因安全住房": ("住房经鉴定为D级危房", "住房安全保障", "危房改造"),
    "因安全饮水": ("季节性缺水，饮水安全无保障", "饮水安全保障", "管网延伸入户"),
    "其他": ("家庭发生其他突发困难，支出增加", "社会帮扶", "社会捐助"),
}
_STATUS = {
    "lead": "线索",
    "application": "申请",
    "check": "核实",
    "review": "评议",
    "notice": "公示",
    "report": "审核",
    "township": "审核",
    "comparison": "审核",
    "county": "审定",
    "announcement": "审定",
}
#: So many families of one size are drawn before another size is tried.
_TRIES = 12
_CLOSED_STATUS = {"rollback": "回退", "clearance": "清退", "reidentification": "在册监测"}


@dataclass(frozen=True, slots=True)
class Story:
    """A household's part: what kind of procedure it is in, how far that went, and the risk.

    ``kind`` is empty for a household nobody monitors, ``monitored`` and ``eliminated`` for one at rest.
    """

    kind: str
    reached: str = ""
    risk: str = ""
    mode: str = "帮扶消除"

    @property
    def is_entering(self) -> bool:
        """Whether the household is only on the way into monitoring."""
        return self.kind == "identification" and self.reached != "entry"

    @property
    def was_eliminated(self) -> bool:
        """Whether its risk was eliminated once."""
        return self.kind in ("eliminated", "rollback", "reidentification") or (
            self.kind == "elimination" and self.reached == "entry"
        )

    @property
    def is_settled(self) -> bool:
        """Whether its last procedure is closed."""
        return self.reached in ("", "entry")


def stories() -> tuple[Story, ...]:
    """Return the parts a township has, each at least once: every stage, every risk."""
    risks = tuple(RISKS)
    parts = [Story("identification", step) for step in IDENTIFICATION]
    parts += [Story("elimination", step) for step in ELIMINATION]
    parts += [Story("monitored")] * 14 + [Story("eliminated")] * 6
    parts += [Story("eliminated", mode="自然消除")]
    parts += [Story("rollback", step) for step in ("check", "county", "entry")]
    parts += [Story("clearance", step) for step in ("report", "entry")]
    parts += [Story("reidentification", step) for step in ("review", "entry")]
    parts = [Story(one.kind, one.reached, risks[at % len(risks)], one.mode) for at, one in enumerate(parts)]
    return (*parts, *[Story("")] * 7, *[Story("poverty2014")] * 6)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is settled before a household's part is written: where, who, and its numbers."""

    number: str
    serial: int
    home: Village
    group: str
    year: int
    size: int


def case_of(story: Story, setting: Setting, registrar: Registrar) -> Case:
    """Return the case file of a household that plays a part."""
    rng, home, year = registrar.rng, setting.home, setting.year
    day = date(year, 6, 30)
    needs = _needs(story, rng)
    people = _cast(story, setting.size, day, registrar)
    own = members(people, needs, registrar, year)
    courses = _courses(story, setting, day, rng)
    identified = next((one for one in courses if one.kind == "identification"), None)
    eliminated = next((one for one in courses if one.kind == "elimination"), None)
    reason = RISKS[story.risk][0] if story.risk else ""
    place = home.area.model_copy(update={"group": setting.group})
    risk_month = (courses[0].start - timedelta(40)) if story.risk else day
    return Case(
        number=setting.number,
        area=place,
        household=_household(story, setting, own, courses, place.full, rng),
        incomes=tuple(income(rng, own, earning) for earning in _earnings(story, courses, setting, rng)),
        guarantees=_guarantees(story, identified, eliminated),
        living=_living(story, identified, rng),
        risks=_risks(story, risk_month),
        measures=_measures(story, own, identified, home, day, rng),
        contacts=contacts(home, identified.day("lead") if identified else date(year - 3, 3, 1), year, rng),
        visits=_visits(story, home, courses, day, rng),
        procedures=tuple(_proceeding(course, home, reason, rng) for course in courses),
    )


def _proceeding(course: Course, home: Village, reason: str, rng: Random) -> Proceeding:
    return proceeding(course, home, reason or "家庭收入低于当年扶贫标准", rng)


def _needs(story: Story, rng: Random) -> Needs:
    return Needs(
        ill=story.risk == "因病",
        disabled=story.risk == "因残",
        away=story.risk == "因务工就业不稳" or rng.random() < 0.3,
        post=bool(story.risk) and rng.random() < 0.3,
    )


def _cast(story: Story, size: int, day: date, registrar: Registrar) -> tuple[Person, ...]:
    """Return a family that fits the part; a few are drawn until one does."""
    for _ in range(_TRIES):
        kin = family(registrar.rng, size)
        if _fits(story, [one.age for one in kin]):
            return christened(kin, day, registrar)
    return _cast(story, registrar.rng.randint(4, 8), day, registrar)


def _fits(story: Story, ages: list[int]) -> bool:
    able = sum(18 <= age <= 57 for age in ages)
    prime = sum(22 <= age <= 57 for age in ages)
    if story.kind in ("elimination", "eliminated", "rollback", "reidentification") and able < 2:
        return False
    wanted = {
        "因学": any(6 <= age <= 17 for age in ages),
        "因务工就业不稳": prime >= 2,
        "因自然灾害": prime >= 1,
        "因产业项目失败": prime >= 1,
        "因病": len(ages) == 1 or prime >= 2,
        "因残": len(ages) == 1 or prime >= 2,
        "缺劳动力": 2 * sum(16 <= age < 72 for age in ages) <= len(ages),
    }
    return wanted.get(story.risk, True)


def _courses(story: Story, setting: Setting, day: date, rng: Random) -> tuple[Course, ...]:
    """Return the procedures of the part, the first one first."""
    year, tail = setting.year, setting.number
    if story.kind == "":
        return ()
    if story.kind == "poverty2014":
        return (
            Course("poverty2014", date(2014, 6, rng.randint(2, 20)), "entry", f"JD2014-{tail}", closed=True),
        )
    if story.is_entering:
        start = day - timedelta(days_until("identification", story.reached) + rng.randint(1, 4))
        return (Course("identification", start, story.reached, f"SB{year}-{tail}"),)
    recent = story.kind in ("identification", "monitored")
    begun = (
        date(year - 1, rng.randint(7, 11), rng.randint(1, 20))
        if recent
        else date(year - 3, rng.randint(3, 10), rng.randint(1, 20))
    )
    courses = [Course("identification", begun, "entry", f"SB{begun.year}-{tail}", closed=True)]
    if story.was_eliminated:
        ended = date(year - 2, rng.randint(6, 12), rng.randint(1, 20))
        if story.kind == "elimination":
            ended = date(year, rng.randint(1, 4), rng.randint(1, 20))
        courses.append(Course("elimination", ended, "entry", f"XC{ended.year}-{tail}", closed=True))
    if story.kind in _CLOSED_STATUS or (story.kind == "elimination" and not story.was_eliminated):
        reached = story.reached
        last = day - timedelta(days_until(story.kind, reached) + rng.randint(7, 12))
        prefix = {"elimination": "XC", "rollback": "HT", "clearance": "QT", "reidentification": "ZR"}[
            story.kind
        ]
        number = f"{prefix}{last.year}-{tail}"
        courses.append(Course(story.kind, last, reached, number, closed=reached == "entry"))
    return tuple(courses)


def _household(
    story: Story,
    setting: Setting,
    own: tuple[Member, ...],
    courses: tuple[Course, ...],
    address: str,
    rng: Random,
) -> Household:
    identified = next((one for one in courses if one.kind == "identification" and one.closed), None)
    eliminated = next((one for one in courses if one.kind == "elimination" and one.closed), None)
    if story.kind == "reidentification" and story.is_settled:
        eliminated = None
    monitor_class = rng.choice(("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")) if story.risk else ""
    able = any(member.can_work for member in own)
    entered = bool(identified) or not courses or story.kind == "poverty2014"
    return Household(
        hh_id=f"{setting.home.area.code}{setting.serial:06d}" if entered else "",
        address=f"{address}{rng.randint(1, 99)}号",
        phone=own[0].phone,
        population_stated=len(own) if rng.random() < 0.6 else None,
        kind=_kind(own, monitor_class, rng, poor=story.kind == "poverty2014"),
        monitor_class=monitor_class,
        status=_status(story),
        no_labour=not able,
        resettled=False,
        martyr_family=rng.random() < 0.03,
        poverty_causes=("缺技术", "缺资金") if story.kind == "poverty2014" else (),
        identified_on=f"{identified.day('county'):%Y-%m}" if identified else "",
        eliminated_on=f"{eliminated.day('county'):%Y-%m}" if eliminated else "",
        eliminate_mode=story.mode if any(one.kind == "elimination" for one in courses) else "",
        members=own,
    )


def _kind(own: tuple[Member, ...], monitor_class: str, rng: Random, *, poor: bool) -> str:
    """Return the kind of household that fits its class and its aid."""
    if monitor_class == "边缘易致贫户" or (monitor_class == "突发严重困难户" and rng.random() < 0.5):
        return "一般农户"
    if not monitor_class and not poor and rng.random() < 0.3:
        return "一般农户"
    if any(member.tekun for member in own):
        return "特困供养脱贫户"
    return "低保脱贫户" if any(member.dibao for member in own) else "一般脱贫户"


def _status(story: Story) -> str:
    if story.is_entering:
        return _STATUS[story.reached]
    if story.kind in ("", "poverty2014"):
        return ""
    if story.kind in _CLOSED_STATUS and story.is_settled:
        return _CLOSED_STATUS[story.kind]
    return "风险消除" if story.was_eliminated else "在册监测"


def _earnings(story: Story, courses: tuple[Course, ...], setting: Setting, rng: Random) -> list[Earning]:
    """Return the incomes the part has: yearly, at identification, at elimination."""
    earnings = []
    for course in courses:
        start, ended = _year_before(course.start)
        if course.kind == "identification" and course.is_past("check"):
            paid = rng.randint(400, 900) * 10 if story.risk == "因病" else 0
            earnings.append(Earning("identification", start, ended, rng.randint(3600, 5700), paid))
        if course.kind == "elimination" and course.is_past("check"):
            earnings.append(Earning("elimination", start, ended, rng.randint(9200, 17800)))
    last = setting.year - 1
    if any(one.end == date(last, 9, 30) for one in earnings):
        last -= 1  # one period has one income
    low = bool(story.risk) and not story.was_eliminated
    target = rng.randint(4200, 6800) if low else rng.randint(7800, 17500)
    period = date(last - 1, 10, 1), date(last, 9, 30)
    earnings.append(Earning("annual", *period, target, detailed=rng.random() < 0.4))
    return earnings


def _year_before(day: date) -> tuple[date, date]:
    """Return the twelve whole months before the month of ``day``."""
    ended = day.replace(day=1) - timedelta(1)
    start = date(ended.year - 1, ended.month, 1) + timedelta(32)
    return start.replace(day=1), ended


def _guarantees(story: Story, identified: Course | None, eliminated: Course | None) -> tuple[Guarantee, ...]:
    states = []
    if identified and identified.is_past("check"):
        house, water = story.risk == "因安全住房", story.risk == "因安全饮水"
        states.append(
            Guarantee(
                moment="identification",
                unsafe_housing=house,
                danger_grade="D级" if house else "",
                dropout=False,
                unsafe_water=water,
                uninsured=False,
            )
        )
    if eliminated and eliminated.is_past("check"):
        states.append(
            Guarantee(
                moment="elimination", unsafe_housing=False, dropout=False, unsafe_water=False, uninsured=False
            )
        )
    return tuple(states)


def _living(story: Story, identified: Course | None, rng: Random) -> Living:
    waiting = story.is_entering and identified is not None
    return living(
        rng,
        unsafe_house=waiting and story.risk == "因安全住房",
        unsafe_water=waiting and story.risk == "因安全饮水",
    )


def _risks(story: Story, since: date) -> tuple[Risk, ...]:
    if not story.risk:
        return ()
    return (
        Risk(
            kind=story.risk,
            since=f"{since:%Y-%m}",
            disaster="洪涝" if story.risk == "因自然灾害" else "",
            note=RISKS[story.risk][0],
        ),
    )


def _measures(
    story: Story, own: tuple[Member, ...], identified: Course | None, home: Village, day: date, rng: Random
) -> tuple[Measure, ...]:
    """Return the help that answers the risk, and what brings an income or aid where it is due."""
    if not story.risk or identified is None or not identified.is_past("entry"):
        return ()
    planned = identified.day("entry") + timedelta(6)
    helpers = home.cadres[5]
    wanted = [(RISKS[story.risk][1], RISKS[story.risk][2], _beneficiary(story, own)), *_development(own)]
    made = []
    for order, (category, item, beneficiary) in enumerate(dict.fromkeys(wanted)):
        done = min(planned + timedelta(15 + 20 * order), day)
        made.append(
            Measure(
                risk=story.risk if order == 0 else "",
                category=category,
                item=item,
                planned_on=planned,
                done_on=done,
                money=Decimal(rng.randint(3, 60) * 100)
                if category not in ("就业帮扶", "公益岗位帮扶")
                else None,
                beneficiary=beneficiary,
                agency=helpers.org,
                person=helpers.name,
                state="已落实",
                effect="措施已落实到户，收入稳步增加" if story.was_eliminated else "",
            )
        )
    return tuple(made)


def _beneficiary(story: Story, own: tuple[Member, ...]) -> str:
    fitting = (member.name for member in own if _is_behind(story.risk, member))
    return next(fitting, "全户")


def _is_behind(risk: str, member: Member) -> bool:
    """Whether the risk is this member's."""
    return (
        (risk == "因病" and "患有大病" in member.health)
        or (risk == "因残" and member.is_disabled)
        or (risk == "因学" and member.student not in ("", "学龄前儿童", "学前教育"))
        or (risk == "因务工就业不稳" and bool(member.works))
    )


def _development(own: tuple[Member, ...]) -> list[tuple[str, str, str]]:
    """Return what a household gets by who lives in it: a post, an industry, 低保 or 特困供养."""
    wanted: list[tuple[str, str, str]] = []
    holder = next((member for member in own if member.posts), None)
    if holder:
        wanted.append(("公益岗位帮扶", _post(holder.posts[0].kind), holder.name))
    if any(member.can_work for member in own):
        wanted.append(("产业帮扶", "产业奖补", "全户"))
    for aid, item in (("dibao", "低保"), ("tekun", "特困供养")):
        if any(getattr(member, aid) for member in own):
            wanted.append(("综合保障", item, "全户"))
    return wanted


def _post(kind: str) -> str:
    return kind if kind.endswith("岗") else f"{kind}岗位"


def _visits(
    story: Story, home: Village, courses: tuple[Course, ...], day: date, rng: Random
) -> tuple[Visit, ...]:
    """Return visits: monthly while monitored, twice a year after, once a year to others."""
    watched = bool(story.risk) and not story.is_entering
    every, most = (182, 4) if story.was_eliminated else (30, 8) if watched else (365, 2)
    first = courses[-1].start if courses and watched else date(day.year - 2, 3, 10)
    helper = home.cadres[5]
    dates = [
        on for back in range(most) if (on := day - timedelta(3 + every * back + rng.randint(0, 6))) > first
    ]
    return tuple(
        Visit(
            on=on,
            visitor=helper.name,
            org=helper.org,
            method=rng.choice(("入户", "入户", "入户", "电话")),
            purpose="了解生产生活情况" if not watched else "核实措施落实和收入情况",
            findings=rng.choice(("家庭情况稳定，收入正常", "务工收入按月到账", "医保已续缴，子女正常在校")),
            actions=rng.choice(("宣传政策", "协助办理补贴申请", "提醒按时缴纳医保")),
        )
        for on in reversed(dates)
    )
