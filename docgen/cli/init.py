"""``docgen init``: a new workspace."""

from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import fields, say
from docgen.store import init_workspace
from docgen.workspace import Workspace

from .speech import line


def init(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新工作区的文件夹；没有就新建。")],
    office: Annotated[str, typer.Option("--office", help="单位名称，印在需要署名的表上。")] = "",
    township: Annotated[str, typer.Option("--township", help="乡（镇）。")] = "",
    county: Annotated[str, typer.Option("--county", help="县（市、区）。")] = "",
    policy: Annotated[
        str, typer.Option("--policy", help="默认政策口径，见 docgen policy list；不写就按村所在地区。")
    ] = "",
) -> None:
    """新建工作区：设置、档案库、花名册和附件文件夹。"""
    made = init_workspace(Workspace(folder, office=office, township=township, county=county, policy=policy))
    line(say("CASE-210", fields(folder=made.root)))
    line(say("CASE-211", fields(folder=made.root)))
