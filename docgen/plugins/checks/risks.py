"""Risks (返贫致贫风险): the fact behind each, and the help that answers it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from docgen import Case, Risk

from .rule import ERROR, GZ, NATIONAL, OWN, Doubt, Rule, Seen, rule
from .school import is_pupil
from .stages import account_of, guarantee_at, is_monitored, latest_guarantee

_ILL = frozenset(("长期慢性病", "患有大病"))
_DEVELOPING = frozenset(("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶"))


def _risks(case: Case, kind: str) -> Iterator[tuple[str, Risk]]:
    for row, risk in enumerate(case.risks):
        if risk.kind == kind:
            yield f"risks.{row}", risk


def _has_risk(case: Case, kind: str) -> bool:
    return any(risk.kind == kind for risk in case.risks)


@rule("RISK-101", "因残的户有残疾成员", GZ + "2_11_001")
def disability_without_disabled(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因残 in a household without a disabled member."""
    if not any(member.is_disabled for member in seen.case.household.members):
        yield from (Doubt((f"{path}.kind",)) for path, _ in _risks(seen.case, "因残"))


@rule("RISK-102", "“其他”风险写明情况", GZ + "2_11_004")
def other_without_note(seen: Seen) -> Iterator[Doubt]:
    """Doubt 其他 without a word about what it is."""
    yield from (Doubt((f"{path}.note",)) for path, risk in _risks(seen.case, "其他") if not risk.note)


@rule("RISK-103", "因自然灾害的写明灾种", GZ + "2_11_005")
def disaster_without_kind(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因自然灾害 without the kind of disaster."""
    yield from (
        Doubt((f"{path}.disaster",)) for path, risk in _risks(seen.case, "因自然灾害") if not risk.disaster
    )


@rule("RISK-104", "因病的户有患病成员", GZ + "5_15_015")
def illness_without_ill(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因病 in a household in which nobody is ill (a household that is not insured at all aside)."""
    state = latest_guarantee(seen.case)[1]
    if any(_ILL.intersection(member.health) for member in seen.case.household.members):
        return
    if not (state and state.uninsured):
        yield from (Doubt((f"{path}.kind",)) for path, _ in _risks(seen.case, "因病"))


@rule("RISK-105", "因病的户识别时有合规自付支出", GZ + "5_15_020")
def illness_without_spending(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因病 without medical spending at identification."""
    path, account = account_of(seen.case, "identification")
    if account is not None and not account.income.own_pay and _has_risk(seen.case, "因病"):
        yield Doubt((f"{path}.own_pay",))


@rule("RISK-106", "因学的户有在校生", OWN)
def school_without_pupil(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因学 in a household in which nobody goes to school, nor has left it."""
    persons = seen.people()
    if not any(is_pupil(one) or one.member.leave_school for one in persons):
        yield from (Doubt((f"{path}.kind",)) for path, _ in _risks(seen.case, "因学"))


@rule("RISK-107", "因务工就业不稳的户有劳动力或务工记录", GZ + "5_15_013")
def unstable_work_without_worker(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因务工就业不稳 in a household in which nobody can or does work."""
    if not any(member.can_work or member.works for member in seen.case.household.members):
        yield from (Doubt((f"{path}.kind",)) for path, _ in _risks(seen.case, "因务工就业不稳"))


def _problem_at_identification(case: Case, problem: str, risk: str) -> Iterator[Doubt]:
    path, state = guarantee_at(case, "identification")
    if state is not None and getattr(state, problem) and not _has_risk(case, risk):
        yield Doubt((f"{path}.{problem}",))


def _risk_without_problem(case: Case, risk: str, problem: str) -> Iterator[Doubt]:
    path, state = guarantee_at(case, "identification")
    if state is not None and getattr(state, problem) is False:
        yield from (Doubt((f"{row}.kind", f"{path}.{problem}")) for row, _ in _risks(case, risk))


@rule("RISK-108", "饮水出现安全问题的，风险含因安全饮水", GZ + "4_11_006")
def unsafe_water_without_risk(seen: Seen) -> Iterator[Doubt]:
    """Doubt unsafe water at identification that is no risk of the household."""
    yield from _problem_at_identification(seen.case, "unsafe_water", "因安全饮水")


@rule("RISK-109", "因安全饮水的户，识别时饮水有问题", GZ + "4_11_006")
def water_risk_without_problem(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因安全饮水 though the water was safe."""
    yield from _risk_without_problem(seen.case, "因安全饮水", "unsafe_water")


@rule("RISK-110", "住房出现安全问题的，风险含因安全住房", OWN)
def unsafe_housing_without_risk(seen: Seen) -> Iterator[Doubt]:
    """Doubt unsafe housing at identification that is no risk of the household."""
    yield from _problem_at_identification(seen.case, "unsafe_housing", "因安全住房")


@rule("RISK-111", "因安全住房的户，识别时住房有问题", OWN)
def housing_risk_without_problem(seen: Seen) -> Iterator[Doubt]:
    """Doubt 因安全住房 though the house was safe."""
    yield from _risk_without_problem(seen.case, "因安全住房", "unsafe_housing")


@rule("RISK-112", "有人未参加基本医保的，风险含因病", GZ + "4_11_007")
def uninsured_without_risk(seen: Seen) -> Iterator[Doubt]:
    """Doubt somebody uninsured at identification in a household without 因病."""
    yield from _problem_at_identification(seen.case, "uninsured", "因病")


@rule("RISK-113", "同一风险不重复填写", OWN)
def risk_twice(seen: Seen) -> Iterator[Doubt]:
    """Doubt one risk in force twice."""
    met: set[str] = set()
    for row, risk in enumerate(seen.case.risks):
        if not risk.removed_on and risk.kind in met:
            yield Doubt((f"risks.{row}.kind",), {"risk": risk.kind})
        if not risk.removed_on:
            met.add(risk.kind)


@rule("RISK-114", "同时存在的风险不超过5项", NATIONAL)
def too_many_risks(seen: Seen) -> Iterator[Doubt]:
    """Doubt more risks in force than the national system has places for."""
    count = sum(not risk.removed_on for risk in seen.case.risks)
    most = seen.figure("risks_max")
    if count > most:
        yield Doubt(("risks",), {"count": count, "most": most})


@rule("RISK-115", "监测对象至少有一项风险", NATIONAL)
def no_risk(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monitored household without a risk."""
    if is_monitored(seen.case) and not seen.case.risks:
        yield Doubt(("risks",))


@rule("RISK-116", "风险消除时间不早于发生时间", OWN, ERROR)
def removed_before_begun(seen: Seen) -> Iterator[Doubt]:
    """Doubt a risk that was gone before it came."""
    for row, risk in enumerate(seen.case.risks):
        if risk.removed_on and risk.since and risk.removed_on < risk.since:
            path = f"risks.{row}"
            named = {"risk": risk.kind, "since": risk.since, "removed": risk.removed_on}
            yield Doubt((f"{path}.removed_on", f"{path}.since"), named)


def _answered(code: str, risk: str, *categories: str, source: str) -> Rule:
    """State that ``risk`` of a monitored household is answered by help of one of ``categories``."""
    wanted = "、".join(categories)

    @rule(code, f"{risk}的户有{wanted}", source)
    def without_help(seen: Seen) -> Iterator[Doubt]:
        if _is_due(seen) and not _is_helped(seen.case, categories):
            yield from (
                Doubt(("measures", f"{path}.kind"), {"wanted": wanted}) for path, _ in _risks(seen.case, risk)
            )

    return without_help


def _stated_problem(code: str, problem: str, title: str, *categories: str, source: str) -> Rule:
    """State that a problem at identification is answered by help of one of ``categories``."""
    wanted = "、".join(categories)

    @rule(code, title, source)
    def without_help(seen: Seen) -> Iterator[Doubt]:
        path, state = guarantee_at(seen.case, "identification")
        problematic = state is not None and getattr(state, problem)
        if problematic and _is_due(seen) and not _is_helped(seen.case, categories):
            yield Doubt(("measures", f"{path}.{problem}"), {"wanted": wanted})

    return without_help


def _is_helped(case: Case, categories: tuple[str, ...]) -> bool:
    return any(measure.category in categories for measure in case.measures)


def _is_due(seen: Seen) -> bool:
    """Whether the household is monitored long enough to have measures, and its risk did not end by itself."""
    entry = seen.case.procedure("identification")
    entered = entry.entered_on if entry else None
    grace = timedelta(days=int(seen.figure("measure_days")))
    return (
        is_monitored(seen.case)
        and seen.case.household.eliminate_mode != "自然消除"
        and (entered is None or entered + grace <= seen.as_of)
    )


ILLNESS_ANSWERED = _answered("RISK-201", "因病", "健康帮扶", "社会帮扶", source=GZ + "5_18_001")
SCHOOL_ANSWERED = _answered(
    "RISK-202", "因学", "义务教育保障", "其他教育帮扶", "社会帮扶", source=GZ + "5_18_002"
)
DISABILITY_ANSWERED = _answered("RISK-203", "因残", "综合保障", "社会帮扶", source=GZ + "5_18_003")
HOUSING_ANSWERED = _answered("RISK-204", "因安全住房", "住房安全保障", "搬迁", source=GZ + "5_18_004")
WATER_ANSWERED = _answered("RISK-206", "因安全饮水", "饮水安全保障", source=GZ + "5_18_006")
DROPOUT_ANSWERED = _stated_problem(
    "RISK-205", "dropout", "有失学辍学的户有义务教育保障", "义务教育保障", source=GZ + "5_18_005"
)
UNINSURED_ANSWERED = _stated_problem(
    "RISK-207",
    "uninsured",
    "有人未参保的户有健康帮扶、社会帮扶",
    "健康帮扶",
    "社会帮扶",
    source=GZ + "5_18_007",
)


@rule("RISK-208", "监测对象识别后一个月内有帮扶措施", GZ + "识别后一个月内应有措施")
def no_measure(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monitored household that nobody helps."""
    answered = any(
        _has_risk(seen.case, kind) for kind in ("因病", "因学", "因残", "因安全住房", "因安全饮水")
    )
    if not seen.case.measures and not answered and _is_due(seen):
        yield Doubt(("measures",))


@rule("RISK-209", "有劳动力的监测户有开发式帮扶措施", GZ + "5_12_007")
def labour_without_development(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household with labour that is helped with aid only."""
    able = any(member.labour in ("普通劳动力", "技能劳动力") for member in seen.case.household.members)
    developed = _is_helped(seen.case, tuple(_DEVELOPING))
    if able and seen.case.measures and not developed and _is_due(seen):
        yield Doubt(("measures",))


@rule("RISK-210", "开发式帮扶不只是技能培训或“其他”", GZ + "5_12_011")
def training_only(seen: Seen) -> Iterator[Doubt]:
    """Doubt a household whose whole help towards an income is training, or something else."""
    rows = [row for row, one in enumerate(seen.case.measures) if one.category in _DEVELOPING]
    if rows and all(seen.case.measures[row].item in ("技能培训", "其他") for row in rows):
        yield Doubt(tuple(f"measures.{row}.item" for row in rows))


@rule("RISK-301", "缺劳动力的户，劳动力占比不高", GZ + "4_11_009、5_11_029、5_18_008")
def labour_enough(seen: Seen) -> Iterator[Doubt]:
    """Doubt 缺劳动力 in a household all of whose members can work, or of several most of whom can."""
    household = seen.case.household
    if not household.members:
        return
    share = Decimal(household.labourers) / household.population
    large = household.population >= seen.figure("labour_shortage_persons")
    if share == 1 or (large and share > seen.figure("labour_shortage_share")):
        named = {"labourers": household.labourers, "population": household.population}
        yield from (Doubt((f"{path}.kind",), named) for path, _ in _risks(seen.case, "缺劳动力"))
