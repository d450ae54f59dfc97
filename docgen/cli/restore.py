"""``docgen restore``: a workspace from its backup."""

import os
from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import fields, say
from docgen.store import is_sealed
from docgen.store import restore as restored

from .backup import PASSPHRASE
from .speech import as_json, line


def restore(
    file: Annotated[Path, typer.Argument(metavar="文件", help="docgen backup 写的备份文件。")],
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新工作区的文件夹；还没有，或是空的。")],
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """从备份恢复工作区：逐个文件核对，有一个不对就什么也不留下；有口令的会问口令。"""
    passphrase = _asked() if is_sealed(file) else ""
    made = restored(file, folder, passphrase)
    if json:
        as_json(
            {"folder": str(folder), "files": made.files, "bytes": made.octets, "households": made.households}
        )
        return
    line(say("BACKUP-202", fields(folder=folder, files=made.files, households=made.households)))


def _asked() -> str:
    return os.environ.get(PASSPHRASE) or str(typer.prompt(say("BACKUP-205"), hide_input=True, err=True))
