"""``docgen plugin``: who brings what."""

from typing import Annotated

import typer

from . import desk
from .speech import Desk, as_json, table

app = Desk()

_HOOKS = {
    "register_checks": "规则",
    "register_filters": "写法",
    "register_forms": "表单",
    "register_policies": "口径",
    "register_readers": "读入",
    "register_renderers": "输出",
}


@app.callback()
def plugin() -> None:
    """插件：列出。"""


@app.command("list")
def list_plugins(
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """列出插件，以及每个插件带来的表单、规则、口径等。"""
    brought = desk.registry_here().plugins
    if json:
        as_json([{"name": one.name, "version": one.version, "brings": one.keys} for one in brought])
        return
    rows = [
        (
            one.name,
            one.version,
            "、".join(f"{_HOOKS[hook]} {len(keys)}" for hook, keys in one.keys.items() if keys),
        )
        for one in brought
    ]
    table(("插件", "版本", "带来"), rows)
