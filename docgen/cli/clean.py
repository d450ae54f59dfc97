"""``docgen clean``: away with what killed runs left."""

from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import fields, say
from docgen.store import clean as cleaned

from .speech import as_json, line

#: Names that are told one by one.
_MOST = 20


def clean(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="填表、打印、归档的存放目录。")],
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """清理：只删本软件中断后留下的临时文件和失效的锁，别的一概不动。"""
    gone = cleaned(folder)
    if json:
        as_json({"folder": str(folder), "removed": list(gone)})
        return
    for name in gone[:_MOST]:
        line(f"  {name}")
    line(say("STORE-606" if gone else "STORE-605", fields(n=len(gone))))
