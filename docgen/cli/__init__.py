"""The front desk: commands for clerks. Daily jobs are verbs; what is managed is noun and verb."""

import gc
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from docgen.errors import DocgenError, say

from . import case, check, demo, doctor, fill, form, init, menu, plugin, policy, roster, schema
from .speech import Desk, aside, line, never_fail_to_print, translated

app = Desk(
    help="按一户一案的数据填写防止返贫监测帮扶的各种表格。",
    invoke_without_command=True,
    rich_markup_mode="rich",
)


@app.callback()
def root(
    ctx: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="显示版本号。")] = False,
) -> None:
    """按一户一案的数据填写防止返贫监测帮扶的各种表格。"""
    if show_version:
        line(f"docgen {version('docgen')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        menu.offer(ctx)


JOBS: dict[str, Callable[..., None]] = {
    "init": init.init,
    "check": check.check,
    "fill": fill.fill,
    "demo": demo.demo,
    "doctor": doctor.doctor,
    "schema": schema.schema,
}
NOUNS = {
    "roster": (roster.app, "花名册：空白采集表、导入、导出。"),
    "case": (case.app, "一户一案：查看、修改、历史、导出、导入。"),
    "form": (form.app, "表单：列出、查看。"),
    "policy": (policy.app, "政策口径：列出、查看。"),
    "plugin": (plugin.app, "插件：列出。"),
}
for _name, _job in JOBS.items():
    app.command(_name)(_job)
for _name, (_sub, _help) in NOUNS.items():
    app.add_typer(_sub, name=_name, help=_help)


def main() -> None:
    """Run the desk, and turn what docgen raised on purpose into a sentence and an exit code."""
    gc.set_threshold(100_000, 50, 50)  # cases and page trees are large and hold no cycles
    never_fail_to_print()
    try:
        code = app(standalone_mode=False)
    except DocgenError as error:
        aside(str(error))
        sys.exit(error.exit_code)
    except TyperException as error:
        found, sentence = translated(error)
        aside(f"错误 {found}：{sentence}\n  处理：{say(found, part='do')}")
        sys.exit(2)
    except (Abort, KeyboardInterrupt):
        aside(say("CLI-202"))
        sys.exit(130)
    except Exit as stop:
        sys.exit(stop.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
