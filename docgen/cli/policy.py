"""``docgen policy``: the figures of counties and years."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from docgen.figures import FIGURES
from docgen.policy import Policy, differing, policy_named

from . import desk
from .speech import Desk, as_json, line, table

app = Desk()

JsonOption = Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")]
YearOption = Annotated[int | None, typer.Option("--year", metavar="年度", help="按哪一年；不写就按今年。")]


@app.command("list")
def list_policies(json: JsonOption = False) -> None:
    """列出政策口径：年度标“推定”的，原文隐去了年份；“须指名”的只在 --policy 指定时使用。"""
    policies = desk.registry_here().policies.values()
    if json:
        as_json([_told(one) for one in policies])
        return
    heads = ("编号", "名称", "地区代码", "年度", "适用")
    table(heads, [_row(one) for one in policies], whole=("编号", "年度", "适用"))


def _told(policy: Policy) -> dict[str, object]:
    names = ("id", "key", "title", "area", "named", "year", "inferred", "extends", "plan", "address")
    return {name: getattr(policy, name) for name in names}


def _row(policy: Policy) -> tuple[str, ...]:
    holds = "须指名" if policy.named else "按村所在地区"
    return (policy.id, policy.title, policy.area or "全国", _year(policy), holds)


def _year(policy: Policy) -> str:
    return f"{policy.year}{'（推定）' if policy.inferred else ''}" if policy.year else "不限"


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="政策口径编号，可带年度：hunan、hunan@2021。")],
    sources: Annotated[bool, typer.Option("--sources", help="同时列出每个数字的出处。")] = False,
    year: YearOption = None,
    json: JsonOption = False,
) -> None:
    """看一份政策口径的各项；方案没有写的标“缺省”，用了早先年度的标“沿用”。"""
    day = _day(year)
    policy = policy_named(name, day, desk.registry_here().policies.values())
    if json:
        as_json(_told(policy) | {"carried_over": policy.carried_over(day.year), "figures": _figures(policy)})
        return
    line(_heading(policy, day))
    heads = ("项目", "值", "标记", "出处") if sources else ("项目", "值", "标记")
    rows = [_figure(policy, figure) for figure in _shown(policy.figures)]
    table(heads, rows if sources else [row[:3] for row in rows])


def _day(year: int | None) -> date:
    return date(year, 12, 31) if year else desk.today()


def _heading(policy: Policy, day: date) -> str:
    carried = f"，{day.year} 年沿用" if policy.carried_over(day.year) else ""
    return f"{policy.title} {_year(policy)}{carried}" + (f"\n{policy.plan}" if policy.plan else "")


def _shown(names: Iterable[str]) -> list[str]:
    """Return the names of figures in the order of the list of figures."""
    wanted = set(names)
    return [name for name in FIGURES if name in wanted]


def _figure(policy: Policy, name: str) -> tuple[str, ...]:
    figure = FIGURES[name]
    return (figure.label, figure.shown(policy[name]), policy.mark(name), policy.sources.get(name, ""))


def _figures(policy: Policy) -> dict[str, object]:
    return {
        name: {
            "label": FIGURES[name].label,
            "value": policy[name],
            "mark": policy.mark(name),
            "source": policy.sources.get(name, ""),
        }
        for name in _shown(policy.figures)
    }


@app.command()
def diff(
    one: Annotated[str, typer.Argument(help="一份口径的编号。", metavar="口径")],
    other: Annotated[str, typer.Argument(help="另一份口径的编号。", metavar="另一口径")],
    year: YearOption = None,
    json: JsonOption = False,
) -> None:
    """比较两份口径：只列不同的项目，两边的值和出处。"""
    policies = desk.registry_here().policies.values()
    pair = tuple(policy_named(name, _day(year), policies) for name in (one, other))
    names = _shown(differing(*pair))
    if json:
        as_json([{"name": name, "label": FIGURES[name].label} | _both(pair, name) for name in names])
        return
    line(" / ".join(_heading(policy, _day(year)).splitlines()[0] for policy in pair))
    table(
        ("项目", pair[0].title, pair[1].title),
        [(FIGURES[name].label, *(_cell(policy, name) for policy in pair)) for name in names],
    )


def _both(pair: tuple[Policy, ...], name: str) -> dict[str, object]:
    return {
        policy.key: {
            "value": policy.figures.get(name),
            "mark": policy.mark(name),
            "source": policy.sources.get(name, ""),
        }
        for policy in pair
    }


def _cell(policy: Policy, name: str) -> str:
    if name not in policy.figures:
        return "—"
    _, value, mark, source = _figure(policy, name)
    return f"{value}{f'（{mark}）' if mark else ''}\n{source}"
