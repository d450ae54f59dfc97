"""What comes in: a case (一户一案), its household, the people in it, and what happened over the years.

Shapes only: a value that merely looks wrong (a bad check digit, a total that does not add up) is
kept as it was written, for the checks to find; a value that cannot be its kind is refused by intake.
Money is 元 with two decimals, land is 亩, distance 公里, living space 平方米, dates are ISO.
Every field carries its Chinese label (title), unit and source in the JSON Schema.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from .codes import IdNumber, OneOf, Phone
from .nouns import dataclass
from .village import Village

Money = Annotated[Decimal, Field(max_digits=14, decimal_places=2, allow_inf_nan=False)]
Measure2 = Annotated[Decimal, Field(max_digits=10, decimal_places=2, ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Months = Annotated[int, Field(ge=0, le=12)]
YearMonth = Annotated[str, Field(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")]
DivisionCode = Annotated[str, Field(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$")]
VillageCode = Annotated[str, Field(pattern=r"^\d{12}$")]

_S2023 = "2023年某县防返贫摸排采集表（字段对照全国防返贫监测信息系统）"
_PLAN9 = "湖南某县防止返贫监测帮扶工作方案（篇九）"
_PLAN1 = "某县脱贫户和监测户收入排查方案（篇一）"
_PLAN14 = "安康某县低收入人口方案（篇十四）"
_JINGXI = "靖西县精准扶贫方案（2014）"
_OWN = "本项目整理"


def _f(label: str, *, default: Any = ..., source: str = _S2023, unit: str = "", repr_: bool = True) -> Any:
    """Declare a field: its Chinese label, where the label comes from, its unit, whether a ``repr`` shows it."""
    extra: dict[str, Any] = {"source": source} | ({"unit": unit} if unit else {})
    return Field(default=default, title=label, json_schema_extra=extra, repr=repr_)


class Noun(BaseModel):
    """A frozen value that refuses unknown fields.

    Its validator is built when the first one is made; an empty noun as a default is made without.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Area(Noun):
    """Where a household lives: the administrative village (行政村) and what lies around it."""

    code: VillageCode = _f("行政村代码", source="GB/T 2260、GB/T 10114")
    province: str = _f("省", default="")
    city: str = _f("市", default="")
    county: str = _f("县（市、区）", default="")
    township: str = _f("乡（镇）", default="")
    village: str = _f("行政村")
    group: str = _f("村民小组", default="")

    @property
    def full(self) -> str:
        """The address from county to group, as forms write it."""
        return "".join((self.county, self.township, self.village, self.group))


class Work(Noun):
    """A member's paid work within the year (务工情况)."""

    area: Annotated[str, OneOf("work_area")] = _f("务工区域", default="")
    place: str = _f("务工地点", default="")
    months: Months | None = _f("务工时间", default=None, unit="月")
    employer: str = _f("务工企业", default="")
    monthly_income: Money | None = _f("务工月收入", default=None, unit="元")
    start: YearMonth = _f("务工开始年月", default="")
    end: YearMonth = _f("务工结束年月", default="")


class Post(Noun):
    """A public-welfare post (公益性岗位)."""

    kind: str = _f("公益性岗位类别")
    months: Months | None = _f("公益性岗位月数", default=None, unit="月")


class Insurance(Noun):
    """A member's insurances (参保情况); None where nobody asked."""

    resident_medical: bool | None = _f("城乡居民基本医疗保险", default=None)
    employee_medical: bool | None = _f("城镇职工医疗保险", default=None)
    serious_illness: bool | None = _f("大病保险", default=None)
    resident_pension: bool | None = _f("城乡居民基本养老保险", default=None)
    employee_pension: bool | None = _f("职工养老保险", default=None)


class Member(Noun):
    """A member of a household (家庭成员)."""

    name: str = _f("姓名")
    id_kind: Annotated[str, OneOf("id_kind")] = _f("证件类型", default="居民身份证")
    id_no: IdNumber = _f("证件号码", default=IdNumber(""), source="GB 11643")
    sex_stated: Annotated[str, OneOf("sex")] = _f("性别（登记）", default="")
    relation: Annotated[str, OneOf("relation")] = _f("与户主关系", default="")
    nation: Annotated[str, OneOf("nation")] = _f("民族", default="", source="GB/T 3304")
    politics: Annotated[str, OneOf("politics")] = _f("政治面貌", default="", source="GB/T 4762")
    education: Annotated[str, OneOf("education")] = _f("文化程度", default="")
    student: Annotated[str, OneOf("student")] = _f("在校生状况", default="")
    school: str = _f("就读学校", default="", source="扶贫手册填写说明")
    leave_school: Annotated[str, OneOf("leave_school")] = _f("失学辍学原因", default="")
    health: tuple[Annotated[str, OneOf("health", blank=False)], ...] = _f("健康状况", default=())
    labour: Annotated[str, OneOf("labour")] = _f("劳动技能", default="")
    works: tuple[Work, ...] = _f("务工情况", default=())
    posts: tuple[Post, ...] = _f("公益性岗位", default=())
    insurance: Insurance = _f("参保情况", default=Insurance.model_construct())
    dibao: bool | None = _f("是否享受最低生活保障", default=None)
    tekun: bool | None = _f("是否特困供养人员", default=None)
    relocated: bool | None = _f("是否易地扶贫搬迁人口", default=None)
    disability_no: IdNumber = _f("残疾人证号", default=IdNumber(""))
    phone: Phone = _f("联系电话", default=Phone(""))
    note: str = _f("备注", default="", source=_OWN)

    @property
    def sex(self) -> str:
        """The sex in the identity number, else the one registered."""
        return self.id_no.sex or self.sex_stated

    @property
    def birth(self) -> date | None:
        """The date of birth in the identity number (出生年月)."""
        return self.id_no.birth

    @property
    def disability_kind(self) -> str:
        """The code of 残疾类别 in the 残疾人证号, empty where there is none."""
        return self.disability_no[18:19]

    @property
    def disability_grade(self) -> str:
        """The code of 残疾等级 in the 残疾人证号, empty where there is none."""
        return self.disability_no[19:20]

    @property
    def is_disabled(self) -> bool:
        """Whether the member counts as disabled: by health or by certificate."""
        return "残疾" in self.health or bool(self.disability_no)

    @property
    def can_work(self) -> bool:
        """Whether the member has labour ability (普通、技能 or 弱/半劳动力)."""
        return self.labour in ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")

    def age_on(self, day: date) -> int | None:
        """Return the age in full years (周岁) on ``day``; None without a birth date."""
        born = self.birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Household(Noun):
    """A household (农户): its numbers, its kind, and its members in register order."""

    hh_id: str = _f("户编号", default="")
    address: str = _f("家庭住址", default="")
    phone: Phone = _f("户联系电话", default=Phone(""))
    population_stated: Count | None = _f("家庭人口数（登记）", default=None)
    kind: Annotated[str, OneOf("household_type")] = _f("户类型", default="")
    monitor_class: Annotated[str, OneOf("monitor_class")] = _f("监测对象类别", default="", source=_PLAN9)
    low_income: Annotated[str, OneOf("low_income")] = _f("低收入人口类别", default="", source=_PLAN14)
    status: Annotated[str, OneOf("status")] = _f("监测状态", default="", source=_OWN)
    no_labour: bool | None = _f("是否整户无劳动能力兜底保障户", default=None)
    resettled: bool | None = _f("是否居住在易地扶贫搬迁集中安置区", default=None)
    resettle_site: str = _f("安置区地址", default="")
    martyr_family: bool | None = _f("是否军烈属", default=None)
    poverty_causes: tuple[Annotated[str, OneOf("poverty_cause", blank=False)], ...] = _f(
        "致贫原因", default=(), source="2014年建档立卡指标"
    )
    identified_on: YearMonth = _f("识别监测时间", default="")
    eliminated_on: YearMonth = _f("消除监测时间", default="")
    eliminate_mode: Annotated[str, OneOf("eliminate_mode")] = _f("风险消除方式", default="")
    members: tuple[Member, ...] = _f("家庭成员")

    @property
    def head(self) -> Member | None:
        """The head of household (户主): the first member so marked; None where nobody is."""
        return next((member for member in self.members if member.relation == "户主"), None)

    @property
    def population(self) -> int:
        """The number of members (家庭人口数), counted."""
        return len(self.members)

    @property
    def labourers(self) -> int:
        """The number of members with labour ability (劳动力人数), counted."""
        return sum(member.can_work for member in self.members)

    @property
    def was_poor(self) -> bool:
        """Whether it is a 脱贫户 of any kind."""
        return self.kind.endswith("脱贫户")


class IncomeLine(Noun):
    """One detail line of an income account (收支明细): a sub-item of one of the five rows."""

    row: str = _f("所属项目")
    item: str = _f("明细项目")
    amount: Money = _f("金额", unit="元")
    note: str = _f("说明", default="")


class Income(Noun):
    """Income and spending over a measuring period (收支情况), typed rows only.

    ``persons`` is the denominator where it was not the present number of members.
    The ``…_stated`` totals are what a roster typed; the true ones are computed by `Account`.
    """

    purpose: Annotated[str, OneOf("income_purpose", coded=True, blank=False)] = _f("收支用途", source=_OWN)
    start: date | None = _f("测算周期起", default=None)
    end: date | None = _f("测算周期止", default=None)
    persons: Annotated[int, Field(ge=1, le=1000)] | None = _f("核算人口", default=None, source=_OWN)
    wage: Money | None = _f("工资性收入", default=None, unit="元")
    farm: Money | None = _f("生产经营性收入", default=None, unit="元")
    assets: Money | None = _f("财产性收入", default=None, unit="元")
    transfer: Money | None = _f("转移性收入", default=None, unit="元")
    farm_cost: Money | None = _f("生产经营性支出", default=None, unit="元")
    claim: Money | None = _f("家庭理赔收入", default=None, unit="元")
    own_pay: Money | None = _f("合规自付支出", default=None, unit="元")
    net_stated: Money | None = _f("家庭纯收入（登记）", default=None, unit="元")
    net_pc_stated: Money | None = _f("家庭人均纯收入（登记）", default=None, unit="元")
    lines: tuple[IncomeLine, ...] = _f("收支明细", default=())
    drop_causes: tuple[Annotated[str, OneOf("income_drop", blank=False)], ...] = _f(
        "减收原因", default=(), source=_PLAN1
    )
    source: str = _f("数据来源", default="", source=_OWN)
    note: str = _f("说明", default="", source=_OWN)

    @property
    def year(self) -> int | None:
        """Year in which the measuring period ends; None while it is open."""
        return self.end.year if self.end else None


@dataclass(frozen=True, slots=True)
class Account:
    """An income with its computed totals (收支核算), all in 元; None while a row is missing.

    net = wage + farm + assets + transfer − farm_cost;
    reference = net + claim − own_pay (营口方案：纯收入＋理赔收入−合规自付支出).
    """

    income: Income
    persons: int

    @property
    def net(self) -> Decimal | None:
        """The household's net income (家庭纯收入)."""
        rows = (self.income.wage, self.income.farm, self.income.assets, self.income.transfer)
        plus = [row for row in rows if row is not None]
        if len(plus) < len(rows) or self.income.farm_cost is None:
            return None
        return sum(plus, Decimal(0)) - self.income.farm_cost

    @property
    def net_pc(self) -> Decimal | None:
        """Net income per person (家庭人均纯收入), to the cent."""
        return _per(self.net, self.persons)

    @property
    def reference(self) -> Decimal | None:
        """The income taken for monitoring (纳入监测对象的收入参考范围)."""
        if self.net is None:
            return None
        return self.net + (self.income.claim or Decimal(0)) - (self.income.own_pay or Decimal(0))

    @property
    def reference_pc(self) -> Decimal | None:
        """The same per person (纳入监测对象的人均收入参考范围), to the cent."""
        return _per(self.reference, self.persons)


def _per(amount: Decimal | None, persons: int) -> Decimal | None:
    if amount is None or persons < 1:
        return None
    return (amount / persons).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Guarantee(Noun):
    """The three guarantees and drinking water (“三保障”和饮水安全) at one moment; True is a problem."""

    moment: Annotated[str, OneOf("moment", coded=True, blank=False)] = _f("采集时点")
    unsafe_housing: bool | None = _f("是否住房出现安全问题", default=None)
    danger_grade: Annotated[str, OneOf("danger_grade")] = _f("危房等级", default="")
    dropout: bool | None = _f("是否有义务教育阶段适龄儿童少年失学辍学", default=None)
    unsafe_water: bool | None = _f("是否饮水出现安全问题", default=None)
    uninsured: bool | None = _f("是否有家庭成员未参加城乡居民（职工）基本医疗保险", default=None)

    @property
    def is_sound(self) -> bool:
        """Whether none of the four is a problem."""
        return not any((self.unsafe_housing, self.dropout, self.unsafe_water, self.uninsured))


class Living(Noun):
    """Living and production conditions (生产生活条件) and land."""

    arable: Measure2 | None = _f("耕地面积", default=None, unit="亩")
    forest: Measure2 | None = _f("林地面积", default=None, unit="亩")
    pasture: Measure2 | None = _f("牧草地面积", default=None, unit="亩")
    water_surface: Measure2 | None = _f("水面面积", default=None, unit="亩")
    returned_forest: Measure2 | None = _f("退耕还林面积", default=None, unit="亩")
    orchard: Measure2 | None = _f("林果面积", default=None, unit="亩")
    house_area: Measure2 | None = _f("住房面积", default=None, unit="平方米")
    house_grade: Annotated[str, OneOf("danger_grade")] = _f("危房等级", default="")
    road: Annotated[str, OneOf("road")] = _f("入户路类型", default="")
    road_distance: Measure2 | None = _f("与村主干路距离", default=None, unit="公里")
    fuel: Annotated[str, OneOf("fuel")] = _f("主要燃料类型", default="")
    power: bool | None = _f("是否通生活用电", default=None)
    broadcast: bool | None = _f("是否通广播电视", default=None)
    safe_water: bool | None = _f("是否解决安全饮用水", default=None)
    toilet: bool | None = _f("是否有卫生厕所", default=None)
    cooperative: bool | None = _f("是否加入农民专业合作组织", default=None)
    enterprise: bool | None = _f("是否有龙头企业带动", default=None)
    leader: bool | None = _f("是否有创业致富带头人带动", default=None)


class Risk(Noun):
    """A risk of falling back into poverty (返贫致贫风险)."""

    kind: Annotated[str, OneOf("risk", blank=False)] = _f("返贫致贫风险", source=_PLAN9)
    since: YearMonth = _f("发生时间", default="", source=_OWN)
    disaster: Annotated[str, OneOf("disaster")] = _f("自然灾害子项", default="")
    note: str = _f("备注", default="")
    removed_on: YearMonth = _f("消除时间", default="", source=_OWN)


class Measure(Noun):
    """A measure of help (帮扶措施), planned and done."""

    risk: Annotated[str, OneOf("risk")] = _f("风险点", default="", source=_OWN)
    category: Annotated[str, OneOf("measure_category", blank=False)] = _f("措施类别")
    item: str = _f("具体措施", default="", source=_OWN)
    planned_on: date | None = _f("计划实施时间", default=None, source=_OWN)
    done_on: date | None = _f("落实时间", default=None, source=_OWN)
    money: Money | None = _f("资金", default=None, source=_OWN, unit="元")
    standard: str = _f("补助标准", default="", source=_OWN)
    beneficiary: str = _f("受益人", default="", source=_OWN)
    agency: str = _f("责任单位", default="", source=_OWN)
    person: str = _f("责任人", default="", source=_OWN)
    state: Annotated[str, OneOf("measure_state")] = _f("落实情况", default="", source=_OWN)
    effect: str = _f("帮扶成效", default="", source="扶贫手册（2014）")
    effect_on: date | None = _f("成效时间", default=None, source="扶贫手册（2014）")


class Need(Noun):
    """A project the household chose for its way out of poverty (帮扶需求项目)."""

    kind: Annotated[str, OneOf("need", blank=False)] = _f("需求项目种类", source=_JINGXI)
    item: str = _f("需求项目内容", default="", source=_JINGXI)
    until: YearMonth = _f("需求项目完成时限", default="", source=_JINGXI)
    note: str = _f("需求项目备注", default="", source=_OWN)


class Contact(Noun):
    """A person who answers for the household over a time (监测联系人、帮扶责任人、信息采集人).

    A change is a new row, never an overwritten one (扶贫手册填写说明).
    """

    role: Annotated[str, OneOf("contact_role", coded=True, blank=False)] = _f("联系人类别")
    name: str = _f("姓名")
    org: str = _f("单位", default="")
    duty: str = _f("职务", default="")
    phone: Phone = _f("联系电话", default=Phone(""))
    start: date | None = _f("开始时间", default=None)
    end: date | None = _f("结束时间", default=None)


class Visit(Noun):
    """A visit to the household (走访记录)."""

    on: date = _f("走访时间", source="扶贫手册（2016 电子版）")
    visitor: str = _f("走访人", default="", source="扶贫手册（2016 电子版）")
    org: str = _f("走访人单位", default="", source=_OWN)
    method: Annotated[str, OneOf("visit_method")] = _f("走访方式", default="", source=_OWN)
    purpose: str = _f("走访目的", default="", source=_OWN)
    findings: str = _f("走访情况", default="", source=_OWN)
    actions: str = _f("处理情况", default="", source=_OWN)


class Application(Noun):
    """The application with its promise and authorisation (申请及承诺授权)."""

    signed_on: date | None = _f("申请日期", default=None, source=_PLAN9)
    channel: Annotated[str, OneOf("channel")] = _f("申报渠道", default="", source=_PLAN9)
    reason: str = _f("情况说明", default="", source=_OWN)
    proxy_name: str = _f("代为申报人", default="", source=_PLAN9)
    proxy_relation: str = _f("代为申报人与申请人关系", default="", source=_OWN)
    proxy_phone: Phone = _f("代为申报人联系电话", default=Phone(""), source=_OWN)
    accepted_on: date | None = _f("受理时间", default=None, source=_OWN)


class OnSiteCheck(Noun):
    """The check at the household's home (入户核实) by at least two people."""

    on: date | None = _f("入户核实时间", default=None, source=_PLAN9)
    people: tuple[str, ...] = _f("核实组成员", default=(), source=_PLAN9)
    opinion: str = _f("核实情况", default="", source=_OWN)


class Attendee(Noun):
    """A person at a review meeting (参会人员)."""

    name: str = _f("姓名", source=_OWN)
    role: str = _f("身份", default="", source=_PLAN9)


class Review(Noun):
    """The review meeting of the village (村评议会议) and its votes."""

    on: date | None = _f("评议时间", default=None, source=_PLAN9)
    place: str = _f("评议地点", default="", source=_OWN)
    host: str = _f("主持人", default="", source=_OWN)
    recorder: str = _f("记录人", default="", source=_OWN)
    due: Count | None = _f("应到人数", default=None, source="四议两公开会议记录")
    present: Count | None = _f("实到人数", default=None, source="四议两公开会议记录")
    agree: Count | None = _f("同意票数", default=None, source="四议两公开会议记录")
    oppose: Count | None = _f("不同意票数", default=None, source="四议两公开会议记录")
    abstain: Count | None = _f("弃权票数", default=None, source="四议两公开会议记录")
    attendees: tuple[Attendee, ...] = _f("参会人员", default=(), source=_PLAN9)
    conclusion: str = _f("评议结论", default="", source=_OWN)


class Notice(Noun):
    """A public notice (公示)."""

    level: Annotated[str, OneOf("level", coded=True, blank=False)] = _f("公示层级", source=_PLAN9)
    start: date | None = _f("公示起", default=None, source=_PLAN9)
    end: date | None = _f("公示止", default=None, source=_PLAN9)
    place: str = _f("公示地点", default="", source=_PLAN9)
    objection: bool | None = _f("有无异议", default=None, source=_PLAN9)
    handling: str = _f("异议处理", default="", source=_OWN)


class Approval(Noun):
    """The opinion of one level (村、乡镇、县 意见); who signed is on the paper, not printed."""

    level: Annotated[str, OneOf("level", coded=True, blank=False)] = _f("层级", source=_PLAN9)
    on: date | None = _f("意见日期", default=None, source=_PLAN9)
    passed: bool | None = _f("是否同意", default=None, source=_PLAN9)
    opinion: str = _f("意见", default="", source=_PLAN9)
    person: str = _f("负责人", default="", source=_PLAN9)


class Comparison(Noun):
    """The comparison with departments' data (信息比对); True means something was found."""

    on: date | None = _f("比对时间", default=None, source=_PLAN9)
    housing: bool | None = _f("住房", default=None, source=_PLAN9)
    vehicle: bool | None = _f("车辆", default=None, source=_PLAN9)
    deposit: bool | None = _f("存款", default=None, source=_PLAN9)
    company: bool | None = _f("工商注册", default=None, source=_PLAN9)
    payroll: bool | None = _f("财政供养", default=None, source=_PLAN9)
    note: str = _f("比对说明", default="", source=_OWN)


class Standard(Noun):
    """One of the four elimination standards (风险消除标准) as assessed."""

    code: Annotated[str, OneOf("standard", coded=True, blank=False)] = _f("标准序号", source=_PLAN9)
    met: bool | None = _f("是否达标", default=None, source=_PLAN9)
    note: str = _f("说明", default="", source=_OWN)


class Proceeding(Noun):
    """One procedure the household went through (办理记录), as dated steps."""

    number: str = _f("办理编号", source=_OWN)
    kind: Annotated[str, OneOf("procedure_kind", coded=True, blank=False)] = _f("办理事项", source=_PLAN9)
    lead_on: date | None = _f("线索日期", default=None, source=_OWN)
    application: Application = _f("申请", default=Application.model_construct(), source=_PLAN9)
    check: OnSiteCheck = _f("入户核实", default=OnSiteCheck.model_construct(), source=_PLAN9)
    review: Review = _f("村评议", default=Review.model_construct(), source=_PLAN9)
    notices: tuple[Notice, ...] = _f("公示", default=(), source=_PLAN9)
    reported_on: date | None = _f("村上报日期", default=None, source=_PLAN9)
    comparison: Comparison = _f("信息比对", default=Comparison.model_construct(), source=_PLAN9)
    approvals: tuple[Approval, ...] = _f("各级意见", default=(), source=_PLAN9)
    standards: tuple[Standard, ...] = _f("风险消除标准", default=(), source=_PLAN9)
    announced_on: date | None = _f("公告日期", default=None, source="遂宁某镇方案（篇八）")
    entered_on: date | None = _f("系统录入日期", default=None, source=_PLAN9)
    planned_on: date | None = _f("帮扶计划日期", default=None, source="营口方案（篇二）")
    closed: bool = _f("是否办结", default=False, source=_OWN)

    def notice(self, level: str) -> Notice | None:
        """Return the last notice of ``level`` (village, township, county)."""
        return next((notice for notice in reversed(self.notices) if notice.level == level), None)

    def approval(self, level: str) -> Approval | None:
        """Return the last opinion of ``level`` (village, township, county)."""
        return next((opinion for opinion in reversed(self.approvals) if opinion.level == level), None)

    @property
    def opened_on(self) -> date | None:
        """The first date known of this procedure: lead, application, or on-site check."""
        return self.lead_on or self.application.signed_on or self.check.on


class SignedSheet(Noun):
    """A sitting of a form whose paper is signed (已签表页): what its boxes say, whatever the case says later.

    ``values`` are by the box's name on the form; what is no plain text is written as JSON.
    """

    form: str = _f("表编号", source=_OWN)
    edition: str = _f("表版本", source=_OWN)
    stage: Annotated[str, OneOf("stage", coded=True)] = _f("填写环节", default="", source=_OWN)
    procedure: str = _f("办理编号", default="", source=_OWN)
    on: date = _f("签字日期", source=_OWN)
    by: str = _f("签字人", default="", source=_OWN)
    values: Mapping[str, str] = _f("已签内容", default={}, source=_OWN, repr_=False)


class Case(Noun):
    """One household's case file (一户一案): many years and several procedures in one value.

    ``number`` is the local number (本地户号), assigned once and never computed from an identity;
    ``aliases`` are other numbers it is known by. ``facts`` are boxes that only a county's own form has.
    """

    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,40}$")] = _f("本地户号", source=_OWN)
    aliases: tuple[str, ...] = _f("其他编号", default=(), source=_OWN)
    area: Area = _f("行政区划")
    household: Household = _f("农户")
    incomes: tuple[Income, ...] = _f("收支情况", default=())
    guarantees: tuple[Guarantee, ...] = _f("“三保障”和饮水安全", default=())
    living: Living = _f("生产生活条件", default=Living.model_construct())
    risks: tuple[Risk, ...] = _f("返贫致贫风险", default=())
    measures: tuple[Measure, ...] = _f("帮扶措施", default=())
    needs: tuple[Need, ...] = _f("帮扶需求项目", default=(), source=_JINGXI)
    contacts: tuple[Contact, ...] = _f("联系人", default=())
    visits: tuple[Visit, ...] = _f("走访记录", default=())
    procedures: tuple[Proceeding, ...] = _f("办理记录", default=())
    signed: tuple[SignedSheet, ...] = _f("已签表页", default=(), source=_OWN)
    facts: Mapping[str, str] = _f("其他栏目", default={}, source=_OWN)

    def account(self, income: Income) -> Account:
        """Return ``income`` with its computed totals."""
        return Account(income, income.persons or self.household.population)

    def last_income(self, purpose: str) -> Account | None:
        """Return the latest account of ``purpose`` (identification, annual, month, elimination)."""
        fitting = [income for income in self.incomes if income.purpose == purpose]
        latest = max(fitting, key=lambda income: income.end or date.min, default=None)
        return self.account(latest) if latest else None

    def guarantee(self, moment: str) -> Guarantee | None:
        """Return the last state of the guarantees at ``moment`` (identification, elimination)."""
        return next((state for state in reversed(self.guarantees) if state.moment == moment), None)

    def contact(self, role: str, day: date | None = None) -> Contact | None:
        """Return who held ``role`` (monitor, helper, collector) on ``day``, else the latest holder."""
        holders = sorted(
            (contact for contact in self.contacts if contact.role == role),
            key=lambda contact: contact.start or date.min,
        )
        on_day = [c for c in holders if day and (c.start or date.min) <= day <= (c.end or date.max)]
        return next(iter((on_day or holders)[::-1]), None)

    def procedure(self, kind: str | None = None) -> Proceeding | None:
        """Return the latest open procedure (of ``kind``), else the latest closed one."""
        fitting = [one for one in self.procedures if kind in (None, one.kind)]
        return max(fitting, key=lambda one: (not one.closed, one.opened_on or date.min), default=None)


@dataclass(frozen=True, slots=True)
class Roster:
    """The cases of a village (花名册), or of what lies above it, by group and number; and its registered villages."""

    area: Area
    cases: tuple[Case, ...]
    villages: tuple[Village, ...] = ()


#: Risks and measures that tell of a person's health or disability.
_HEALTH = frozenset({"因病", "因残", "健康帮扶", "综合保障"})


def redacted(case: Case) -> Case:
    """Return ``case`` as it may be posted in public (公示版): names, groups, counts, class, measures.

    No identity number, phone, account, health, disability, income, living detail, visit or extra fact
    remains: a notice must not show 身份证件号码、手机号、银行账号、健康状况 (秦安县公示要求).
    """
    members = tuple(
        Member(name=member.name, relation=member.relation, sex_stated=member.sex or "")
        for member in case.household.members
    )
    return case.model_copy(
        update={
            "household": case.household.model_copy(
                update={"members": members, "phone": Phone(""), "poverty_causes": (), "no_labour": None}
            ),
            "incomes": (),
            "guarantees": (),
            "living": Living(),
            "visits": (),
            "needs": (),
            "signed": (),
            "facts": {},
            "risks": tuple(Risk(kind=risk.kind) for risk in case.risks if risk.kind not in _HEALTH),
            "measures": tuple(_posted(measure) for measure in case.measures),
            "contacts": tuple(contact.model_copy(update={"phone": Phone("")}) for contact in case.contacts),
            "procedures": tuple(_told(one) for one in case.procedures),
        }
    )


def _posted(measure: Measure) -> Measure:
    if measure.category not in _HEALTH and measure.risk not in _HEALTH:
        return measure.model_copy(update={"beneficiary": ""})
    return Measure(category=measure.category, done_on=measure.done_on, state=measure.state)


def _told(one: Proceeding) -> Proceeding:
    application = Application(signed_on=one.application.signed_on, channel=one.application.channel)
    return one.model_copy(
        update={
            "application": application,
            "check": OnSiteCheck(on=one.check.on, people=one.check.people),
            "comparison": Comparison(),
            "notices": tuple(notice.model_copy(update={"handling": ""}) for notice in one.notices),
            "approvals": tuple(opinion.model_copy(update={"opinion": ""}) for opinion in one.approvals),
            "standards": tuple(Standard(code=standard.code, met=standard.met) for standard in one.standards),
        }
    )


#: Computed values and the fields beside them that they rest on: a finding about one touches the other.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "birth": ("id_no",),
    "sex": ("id_no", "sex_stated"),
    "is_disabled": ("health", "disability_no"),
    "disability_kind": ("disability_no",),
    "disability_grade": ("disability_no",),
    "can_work": ("labour",),
    "population": ("members.#", "population_stated"),
    "labourers": ("members.*.labour",),
    "was_poor": ("kind",),
    "net": ("wage", "farm", "assets", "transfer", "farm_cost", "net_stated"),
    "net_pc": ("wage", "farm", "assets", "transfer", "farm_cost", "persons", "net_pc_stated"),
    "reference": ("wage", "farm", "assets", "transfer", "farm_cost", "claim", "own_pay"),
    "reference_pc": ("wage", "farm", "assets", "transfer", "farm_cost", "claim", "own_pay", "persons"),
    "is_sound": ("unsafe_housing", "dropout", "unsafe_water", "uninsured"),
}
