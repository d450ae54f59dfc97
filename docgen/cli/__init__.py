"""The front desk: commands for clerks. Daily jobs are verbs; what is managed is noun and verb."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from docgen.errors import DocgenError, fields, say

from . import menu
from .speech import Desk, aside, line, never_fail_to_print, translated

#: The day's jobs: each is a function of its own name, in a module of that name.
JOBS = (
    "init",
    "check",
    "status",
    "fill",
    "packet",
    "dossier",
    "archive",
    "verify",
    "backup",
    "restore",
    "clean",
    "pdf",
    "demo",
    "doctor",
    "schema",
)

#: What is managed: each has its commands in ``app``, in a module of its name.
NOUNS = {
    "roster": "花名册：空白采集表、导入、导出。",
    "case": "一户一案：查看、修改、家庭变动、历史、导出、导入。",
    "register": "文书登记：列出、读回签字清单。",
    "form": "表单：列出、查看、检查、把空白表变成表单、改版重新对位、读回填好的表。",
    "policy": "政策口径：列出、查看。",
    "plugin": "插件：列出、新建。",
}


#: What a shell gives a program that was interrupted.
_INTERRUPTED = 130


def desk_for(words: Sequence[str] = ()) -> Desk:
    """Return the desk with the command that ``words`` begin with, or with all of them.

    A command's rooms take time to load, so only its own are.
    """
    app = Desk(help="按一户一案的数据填写防止返贫监测帮扶的各种表格。", invoke_without_command=True)
    app.callback()(root)
    known = (*JOBS, *NOUNS)
    wanted = words[:1] if words and words[0] in known else known
    for name in wanted:
        module = import_module(f"docgen.cli.{name}")
        if name in JOBS:
            app.command(name)(getattr(module, name))
        else:
            app.add_typer(module.app, name=name, help=NOUNS[name])
    return app


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


def main() -> None:
    """Run the desk, and end the process with what it says."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # nothing but docgen's own plugins sees a case
    gc.freeze()  # what is loaded stays
    gc.set_threshold(100_000, 50, 50)  # cases and page trees are large and hold no cycles
    never_fail_to_print()
    try:
        sys.exit(_exit_code())
    finally:
        gc.freeze()  # Python would look through everything once more before it ends


def _exit_code() -> int:
    """Run the desk, and turn what docgen raised on purpose into a sentence and an exit code."""
    try:
        code = desk_for(sys.argv[1:])(standalone_mode=False)
    except DocgenError as error:
        aside(str(error))
        return error.exit_code
    except TyperException as error:
        found, sentence = translated(error)
        aside(say("CLI-213", fields(code=found, sentence=sentence, remedy=say(found, part="do"))))
        return 2
    except (Abort, KeyboardInterrupt):
        aside(say("CLI-202"))
        return _INTERRUPTED
    except Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        return 0
    if code == _INTERRUPTED:  # typer catches an interrupt itself, and says nothing
        aside(say("CLI-202"))
    return code if isinstance(code, int) else 0
