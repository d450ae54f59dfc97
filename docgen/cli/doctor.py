"""``docgen doctor``: what this machine lacks, told before anything is rendered."""

from typing import Annotated

import typer

from docgen.doctor import examine
from docgen.errors import fields, say

from .speech import as_json, line


def doctor(json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False) -> None:
    """检查本机缺什么（Pango、字体等），并说明怎么装。"""
    checks = examine()
    if json:
        as_json(
            [
                {"code": one.code, "ok": one.ok, "sentence": one.sentence, "remedy": one.remedy}
                for one in checks
            ]
        )
    else:
        for one in checks:
            line(f"{'√' if one.ok else '×'} {one.sentence}")
            if not one.ok:
                line(f"    {say('CLI-212', fields(remedy=one.remedy))}")
    if not all(one.ok for one in checks):
        raise typer.Exit(3)
