"""``docgen plugin``: who brings what."""

from typing import Annotated

import typer

from docgen.registry import Brought

from . import desk
from .plugin_new import new_plugin
from .speech import Desk, as_json, line, table

app = Desk()
app.command("new")(new_plugin)

_HOOKS = {
    "register_checks": "规则",
    "register_filters": "写法",
    "register_forms": "表单",
    "register_policies": "口径",
    "register_procedures": "程序",
    "register_readers": "读入",
    "register_renderers": "输出",
}


@app.callback()
def plugin() -> None:
    """插件：列出、新建。"""


@app.command("list")
def list_plugins(
    verify: Annotated[
        bool, typer.Option("--verify", help="逐个列出带来的东西，和全部文件的校验值（SHA-256）。")
    ] = False,
    forms: desk.FormsOption = None,
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """列出插件，以及每个插件带来的表单、规则、口径等。"""
    brought = desk.registry_here(forms).plugins
    if json:
        as_json([_told(one, verify=verify) for one in brought])
        return
    if verify:
        for one in brought:
            line(f"{one.name} {one.version}  SHA-256 {one.digest}")
            for hook, keys in one.keys.items():
                if keys:
                    line(f"  {_HOOKS[hook]} {len(keys)}：{'、'.join(keys)}")
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


def _told(one: Brought, *, verify: bool) -> dict[str, object]:
    known: dict[str, object] = {"name": one.name, "version": one.version, "brings": one.keys}
    return known | {"sha256": one.digest} if verify else known
