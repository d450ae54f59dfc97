"""What a clerk sees who types nothing but ``docgen``: a numbered menu of the day's commands."""

import sys

import typer

from docgen.errors import say

from .speech import line

#: The day's commands in the order of a working day: what it is called, and what to type.
DAY = (
    ("制作示例乡镇，先练一练", "docgen demo 示例"),
    ("新建工作区", "docgen init 工作区"),
    ("制作空白采集表（Excel）", "docgen roster new 采集表.xlsx"),
    ("导入花名册", "docgen roster import 花名册.xlsx"),
    ("核查数据，出问题清单", "docgen check --worklist 核查清单.xlsx"),
    ("填写全部表格", "docgen fill -o 输出"),
    ("查看有哪些表格", "docgen form list"),
    ("检查本机缺什么", "docgen doctor"),
)


def offer(ctx: typer.Context) -> None:
    """Show the menu; on a terminal, show the help of the command chosen."""
    line("docgen：防止返贫监测帮扶表格。今天做什么？")
    for number, (job, command) in enumerate(DAY, 1):
        line(f"  {number}. {job}    {command}")
    line("每条命令后面加 --help 可看说明，例如：docgen fill --help")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    answer = typer.prompt("输入编号看说明，直接回车退出", default="", show_default=False).strip()
    if not answer:
        return
    if not (answer.isdigit() and 1 <= int(answer) <= len(DAY)):
        line(say("CLI-203"))
        return
    _show_help(ctx, DAY[int(answer) - 1][1].split()[1:])


def _show_help(ctx: typer.Context, words: list[str]) -> None:
    command = ctx.command
    place = ctx
    for word in words:
        inner = getattr(command, "commands", {}).get(word)
        if inner is None:
            break
        place = type(ctx)(inner, info_name=word, parent=place)
        command = inner
    line(command.get_help(place))
