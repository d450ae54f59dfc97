"""What a clerk sees who types nothing but ``docgen``: a numbered menu of the day's commands."""

import sys

import typer

from docgen.errors import say

from .speech import line

#: The day's commands in the order of a working day: their codes in the catalogue, and what to type.
DAY = (
    ("CLI-221", "docgen demo 示例"),
    ("CLI-222", "docgen init 工作区"),
    ("CLI-223", "docgen roster new 采集表.xlsx"),
    ("CLI-224", "docgen roster import 花名册.xlsx"),
    ("CLI-225", "docgen check --worklist 核查清单.xlsx"),
    ("STATUS-204", "docgen status --report 进度.html"),
    ("CLI-226", "docgen fill -o 输出"),
    ("CLI-227", "docgen form list"),
    ("CLI-228", "docgen doctor"),
)


def offer(ctx: typer.Context) -> None:
    """Show the menu; on a terminal, show the help of the command chosen."""
    line(say("CLI-220"))
    for number, (job, command) in enumerate(DAY, 1):
        line(f"  {number}. {say(job)}    {command}")
    line(say("CLI-220", part="do"))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    answer = typer.prompt(say("CLI-229"), default="", show_default=False).strip()
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
