"""``docgen plugin new``: the folder of a new plugin."""

import re
from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import UsageError, fields, say
from docgen.scaffold import plugin_files
from docgen.store import write_whole

from . import desk
from .speech import line

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new_plugin(
    name: Annotated[str, typer.Argument(help="插件的名字：小写字母、数字和连字符，例如 yunling。")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="存放的文件夹；不写就是 docgen-<名字>。")
    ] = None,
) -> None:
    """新建一个插件：一张表、一份口径、一条规则、一种写法和测试，装上就能用，再改成自己的。"""
    if not _NAME.fullmatch(name):
        raise UsageError("PLUGIN-108", where=name)
    folder = out or Path(f"docgen-{name}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("PLUGIN-109", where=str(folder), folder=folder)
    for place, content in plugin_files(name, desk.today().year).items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    line(say("PLUGIN-201", fields(name=name, folder=folder)))
