"""What else a township knows of its households: last year's income, why it fell, what they ask for; and of its villages."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from random import Random

from docgen.case import Case, Income, Need
from docgen.village import Village

#: Why incomes fall, as often as each stands here.
_CAUSES = (
    "务工就业",
    "务工就业",
    "种养业等经营",
    "种养业等经营",
    "自然灾害",
    "公益性岗位、帮扶车间",
    "政策性补贴减少",
)
_PROJECTS = (
    ("种植", "种植桑树3亩"),
    ("养殖", "养牛2头"),
    ("养殖", "养鸡100羽"),
    ("学生教育", "申请助学金"),
    ("劳务输出", "外出务工信息服务"),
    ("危旧房改造", "修缮住房"),
    ("技术培训", "参加养殖技术培训"),
    ("易地搬迁", "搬迁至集中安置点"),
)
_LOW_INCOME = {
    "脱贫不稳定户": "脱贫不稳定人员",
    "边缘易致贫户": "边缘易致贫人员",
    "突发严重困难户": "突发严重困难人员",
}
_ROWS = ("wage", "farm", "assets", "transfer", "farm_cost")


def with_more(case: Case, serial: int) -> Case:
    """Return ``case`` with an income of the year before, the causes of a fall, needs, and its low-income kind."""
    rng = Random(serial)  # noqa: S311 - sample people, not secrets
    latest = next(one for one in reversed(case.incomes) if one.purpose == "annual")
    percent = rng.choice((78, 88, 100, 104, 108, 112, 115, 120))
    causes = (rng.choice(_CAUSES),) if percent < 100 else ()
    now = latest.model_copy(update={"drop_causes": causes})
    incomes = (*(one for one in case.incomes if one is not latest), _year_before(latest, percent), now)
    poor = any(one.kind == "poverty2014" for one in case.procedures)
    household = case.household.model_copy(
        update={"low_income": _LOW_INCOME.get(case.household.monitor_class, "")}
    )
    return case.model_copy(
        update={"incomes": incomes, "household": household, "needs": _needs(rng) if poor else ()}
    )


def _year_before(latest: Income, percent: int) -> Income:
    """Return the income of which ``latest`` is ``percent``."""
    whole = {name: getattr(latest, name) or Decimal(0) for name in _ROWS}
    rows = {name: (amount * 100 / percent).quantize(Decimal(1)) for name, amount in whole.items()}
    start, end = latest.start or date.min, latest.end or date.min
    before = Income(
        purpose="annual",
        start=start.replace(year=start.year - 1),
        end=end.replace(year=end.year - 1),
        persons=latest.persons,
        source="入户核实",
    )
    return before.model_copy(update=rows)


def _needs(rng: Random) -> tuple[Need, ...]:
    wanted = rng.sample(_PROJECTS, rng.choice((1, 1, 2)))
    return tuple(Need(kind=kind, item=item, until=f"2015-{rng.choice((6, 12)):02}") for kind, item in wanted)


def villages_of(cases: Iterable[Case]) -> tuple[Village, ...]:
    """Return invented figures for the villages of ``cases``, somewhat larger than what their cases count."""
    grouped = groupby(sorted(cases, key=lambda case: case.area.code), key=lambda case: case.area.code)
    return tuple(_village(code, tuple(homes)) for code, homes in grouped)


def _village(code: str, homes: tuple[Case, ...]) -> Village:
    rng = Random(int(code))  # noqa: S311 - sample figures, not secrets
    households = len(homes) * 8 + rng.randint(180, 420)
    whole = Village(code, homes[0].area.village, households, households * 7 // 2, delisted=rng.random() < 0.5)
    return replace(
        whole,
        resident_households=households * 6 // 10,
        resident_persons=households * 2,
        rural_households=households * 97 // 100,
        rural_persons=households * 17 // 5,
    )
