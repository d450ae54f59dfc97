"""The invented office: a township, its villages and their cadres, and how a procedure runs there."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from docgen.case import (
    Application,
    Approval,
    Area,
    Attendee,
    Comparison,
    Contact,
    Notice,
    OnSiteCheck,
    Proceeding,
    Review,
    Standard,
)
from docgen.codes import Phone

from .people import COUNTY, Registrar

_VILLAGES = (
    *("青岩", "白果", "龙潭", "大坝", "柳树湾", "石板", "云盘", "双河", "梨花", "马鞍", "桐木", "新寨"),
    *("高坡", "水井", "茶园", "红岩"),
)
#: The steps of an identification, in order; a story stops after one of them.
IDENTIFICATION = (
    *("lead", "application", "check", "review", "notice", "report"),
    *("township", "comparison", "county", "announcement", "entry"),
)
#: The steps of an elimination and of the other procedures.
ELIMINATION = ("check", "review", "notice", "report", "township", "county", "announcement", "entry")
#: On which day after its beginning each step is taken.
_DAYS = {
    "lead": 0,
    "application": 2,
    "check": 4,
    "review": 7,
    "notice": 15,
    "report": 16,
    "township": 19,
    "comparison": 22,
    "county": 26,
    "announcement": 27,
    "entry": 29,
}
_CONCLUSIONS = {
    "identification": "同意纳入监测对象",
    "elimination": "同意标注风险消除",
    "rollback": "同意申请风险消除回退",
    "clearance": "同意申请清退",
    "reidentification": "同意重新纳入监测对象",
    "poverty2014": "同意列为建档立卡贫困户",
}


@dataclass(frozen=True, slots=True)
class Cadre:
    """Somebody who works for the village or the township (干部)."""

    name: str
    org: str
    duty: str
    phone: Phone


@dataclass(frozen=True, slots=True)
class Village:
    """A village of the sample: where it is, its groups and its cadres."""

    area: Area
    groups: tuple[str, ...]
    cadres: tuple[Cadre, ...]


def village(number: int, registrar: Registrar) -> Village:
    """Return the village with this number, from 0."""
    base = _VILLAGES[number % len(_VILLAGES)]
    name = f"{base}{'新' * (number // len(_VILLAGES))}村"
    area = Area(
        code=f"{COUNTY}101{201 + number:03d}",
        province="贵州省",
        city="青岚市",
        county="栖云县",
        township="石桥镇",
        village=name,
    )
    duties = (
        (f"{name}村委会", "村党支部书记"),
        (f"{name}村委会", "村委会副主任"),
        (f"{name}驻村工作队", "驻村第一书记"),
        (f"{name}驻村工作队", "驻村工作队员"),
        ("石桥镇人民政府", "包村干部"),
        ("栖云县水务局", "帮扶干部"),
        ("栖云县农业农村局", "帮扶干部"),
    )
    cadres = tuple(
        Cadre(
            registrar.surname() + registrar.given(registrar.rng.choice("男女")), org, duty, registrar.phone()
        )
        for org, duty in duties
    )
    groups = tuple(f"{one}组" for one in range(1, registrar.rng.randint(3, 6)))
    return Village(area, groups, cadres)


@dataclass(frozen=True, slots=True)
class Course:
    """How far a procedure of some kind went that began on a day; the steps are those of its kind."""

    kind: str
    start: date
    reached: str
    number: str
    closed: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of this kind of procedure."""
        return IDENTIFICATION if self.kind in ("identification", "reidentification") else ELIMINATION

    def is_past(self, step: str) -> bool:
        """Whether ``step`` is taken."""
        return step in self.steps[: self.steps.index(self.reached) + 1]

    def day(self, step: str) -> date:
        """Return the day of ``step``."""
        return self.start + timedelta(_DAYS[step] - _DAYS[self.steps[0]])


def days_until(kind: str, reached: str) -> int:
    """Return how many days a procedure takes to reach a step."""
    course = Course(kind, date(2000, 1, 1), reached, "")
    return (course.day(reached) - course.start).days


def proceeding(course: Course, home: Village, reason: str, rng: Random) -> Proceeding:
    """Return the procedure as its papers tell it so far."""
    entering = "application" in course.steps
    past, day = course.is_past, course.day
    return Proceeding(
        number=course.number,
        kind=course.kind,
        lead_on=day("lead") if entering else None,
        application=_application(course, reason, rng) if entering and past("application") else Application(),
        check=_check(course, home, reason) if past("check") else OnSiteCheck(),
        review=_review(course, home, rng) if past("review") else Review(),
        notices=_notices(course, home, rng),
        reported_on=day("report") if past("report") else None,
        comparison=_comparison(day("comparison")) if entering and past("comparison") else Comparison(),
        approvals=_approvals(course),
        standards=_standards(course),
        announced_on=day("announcement") if past("announcement") else None,
        entered_on=day("entry") if past("entry") else None,
        planned_on=day("entry") + timedelta(6) if entering and past("entry") else None,
        closed=course.closed,
    )


def _application(course: Course, reason: str, rng: Random) -> Application:
    signed = course.day("application")
    channels = ("农户书面申请", "农户书面申请", "手机APP", "12317热线", "一码申报", "干部排查", "部门预警")
    return Application(signed_on=signed, channel=rng.choice(channels), reason=reason, accepted_on=signed)


def _check(course: Course, home: Village, reason: str) -> OnSiteCheck:
    people = tuple(cadre.name for cadre in (home.cadres[1], home.cadres[3], home.cadres[4]))
    opinion = (
        reason if "application" in course.steps else "帮扶措施已落实，收入稳定，“三保障”和饮水安全有保障"
    )
    return OnSiteCheck(on=course.day("check"), people=people, opinion=f"经入户核实，{opinion}，情况属实。")


def _review(course: Course, home: Village, rng: Random) -> Review:
    present = rng.randint(14, 19)
    oppose, abstain = rng.randint(0, 1), rng.randint(0, 2)
    roles = ("村“两委”成员", "村“两委”成员", "驻村（包村）干部", "驻村（包村）干部", "驻村（包村）干部")
    attendees = [Attendee(name=one.name, role=role) for one, role in zip(home.cadres, roles, strict=False)]
    return Review(
        on=course.day("review"),
        place=f"{home.area.village}村委会会议室",
        host=home.cadres[0].name,
        recorder=home.cadres[1].name,
        due=present + rng.randint(0, 3),
        present=present,
        agree=present - oppose - abstain,
        oppose=oppose,
        abstain=abstain,
        attendees=tuple(attendees),
        conclusion=_CONCLUSIONS[course.kind],
    )


def _notices(course: Course, home: Village, rng: Random) -> tuple[Notice, ...]:
    if not course.is_past("notice"):
        return ()
    end = course.day("notice")
    objection = rng.random() < 0.06
    return (
        Notice(
            level="village",
            start=end - timedelta(6),
            end=end,
            place=f"{home.area.village}村务公开栏",
            objection=objection if course.is_past("report") else None,
            handling="经核实反映情况不属实，已向反映人说明" if objection and course.is_past("report") else "",
        ),
    )


def _approvals(course: Course) -> tuple[Approval, ...]:
    levels = (("village", "report"), ("township", "township"), ("county", "county"))
    return tuple(
        Approval(level=level, on=course.day(step), passed=True, opinion=_CONCLUSIONS[course.kind])
        for level, step in levels
        if course.is_past(step)
    )


def _comparison(day: date) -> Comparison:
    return Comparison(
        on=day, housing=False, vehicle=False, deposit=False, company=False, payroll=False, note="未发现异常"
    )


def _standards(course: Course) -> tuple[Standard, ...]:
    if course.kind != "elimination" or not course.is_past("check"):
        return ()
    return tuple(Standard(code=code, met=True) for code in "1234")


def contacts(home: Village, since: date, year: int, rng: Random) -> tuple[Contact, ...]:
    """Return who answers for a household since a day; often the helper has changed."""
    monitor, helper, former = home.cadres[1], home.cadres[5], home.cadres[6]
    serving = [_contact("collector", home.cadres[3], since), _contact("monitor", monitor, since)]
    if since.year < year and rng.random() < 0.5:
        last = date(since.year, 12, 31)
        serving.append(_contact("helper", former, since, last))
        since = last + timedelta(1)
    serving.append(_contact("helper", helper, since))
    return tuple(serving)


def _contact(role: str, cadre: Cadre, start: date, end: date | None = None) -> Contact:
    return Contact(
        role=role, name=cadre.name, org=cadre.org, duty=cadre.duty, phone=cadre.phone, start=start, end=end
    )
