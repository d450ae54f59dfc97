"""``docgen backup``: the workspace in one file."""

import os
from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import UsageError, fields, say
from docgen.store import back_up

from . import desk
from .speech import as_json, line

#: Where a passphrase may stand for programs; on the command line everybody would see it.
PASSPHRASE = "DOCGEN_PASSPHRASE"  # noqa: S105 - the name of the variable


def backup(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要写的备份文件，例如 备份.zip。")],
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase",
            help="加口令：运行后输入，或放在环境变量 DOCGEN_PASSPHRASE 里（要装 crypt 组件）。",
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """备份当前工作区：数据、文书登记、附件、花名册、表单、设置，都在一个文件里，写完读回核对。"""
    workspace = desk.workspace_here()
    made = back_up(workspace, file, _chosen() if passphrase else "")
    if json:
        as_json({"file": str(file), "files": made.files, "bytes": made.octets, "sealed": made.sealed})
        return
    told = fields(file=file, files=made.files, size=f"{made.octets / 1_000_000:.1f}")
    line(say("BACKUP-201", told))
    line(say("BACKUP-203" if made.sealed else "BACKUP-204"))


def _chosen() -> str:
    text = os.environ.get(PASSPHRASE) or typer.prompt(
        say("BACKUP-205"), hide_input=True, confirmation_prompt=say("BACKUP-206"), err=True
    )
    if len(text) < 8:
        raise UsageError("BACKUP-108", where="--passphrase")
    return str(text)
