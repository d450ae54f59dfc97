"""``docgen policy``: the figures of counties and years."""

from typing import Annotated

import typer

from docgen.errors import PolicyError

from . import desk
from .speech import Desk, as_json, line, table

app = Desk()


@app.command("list")
def list_policies(
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """列出政策口径。"""
    policies = desk.registry_here().policies
    if json:
        as_json(
            [
                {"id": one.id, "title": one.title, "area": one.area, "year": one.year}
                for one in policies.values()
            ]
        )
        return
    rows = [(one.id, one.title, one.area or "全国", one.year or "不限") for one in policies.values()]
    table(("编号", "名称", "地区代码", "年度"), rows)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="政策口径编号。")],
    sources: Annotated[bool, typer.Option("--sources", help="同时列出每个数字的出处。")] = False,
) -> None:
    """看一份政策口径的各项数字。"""
    policies = desk.registry_here().policies
    found = [one for one in policies.values() if name in (one.id, one.key)]
    if not found:
        raise PolicyError("POLICY-104", where=name, name=name, known="、".join(sorted(policies)))
    policy = max(found, key=lambda one: one.year)
    line(policy.title)
    heads = ("项目", "值", "出处") if sources else ("项目", "值")
    rows = [(key, value, policy.sources.get(key, "")) for key, value in policy.figures.items()]
    table(heads, rows if sources else [row[:2] for row in rows])
