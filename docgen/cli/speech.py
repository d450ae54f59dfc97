"""How the desk speaks: typer's own words in Chinese, tables, lines, and a progress bar."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from docgen.errors import Finding, fields, language, say

Job = TypeVar("Job", bound=Callable[..., Any])

_PANELS = {"ARGUMENTS": "参数", "OPTIONS": "选项", "COMMANDS": "命令", "ERRORS": "错误"}


def speak_chinese() -> None:
    """Put typer's headings into Chinese, unless this run speaks English."""
    if language() == "en":
        return
    for name, title in _PANELS.items():
        setattr(rich_utils, f"{name}_PANEL_TITLE", title)
    rich_utils.DEFAULT_STRING = "[缺省：{}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
    rich_utils.ABORTED_TEXT = "已中止。"


class _Chinese:
    """Says the usage line and the help option in Chinese."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # the command class beside this one
        return usage if language() == "en" else usage.replace("Usage:", "用法：", 1)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # the command class beside this one
        if option is not None and language() != "en":
            option.help = "显示这份说明。"
        return option


class Command(_Chinese, TyperCommand):
    """A command whose help is Chinese throughout."""


class Group(_Chinese, TyperGroup):
    """A group of commands whose help is Chinese throughout."""


class Desk(typer.Typer):
    """An app whose commands and help are Chinese throughout."""

    def __init__(self, **settings: Any) -> None:
        settings = {"cls": Group, "add_completion": False, "pretty_exceptions_enable": False} | settings
        super().__init__(**settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Job], Job]:
        """Register a command; see `typer.Typer.command`."""
        return super().command(name, **({"cls": Command} | settings))


def translated(error: TyperException) -> tuple[str, str]:
    """Return the code and the sentence for a wrong call, which typer words in English only."""
    kind, message = type(error).__name__, error.format_message()
    if kind == "NoSuchOption":
        near = "、".join(getattr(error, "possibilities", None) or ()) or "—"
        return "CLI-111", say("CLI-111", fields(option=getattr(error, "option_name", ""), near=near))
    if kind == "MissingParameter":
        return "CLI-112", say("CLI-112", fields(name=_hint(error)))
    if kind == "BadParameter":
        return "CLI-113", say("CLI-113", fields(name=_hint(error), message=getattr(error, "message", "")))
    if message.startswith("No such command"):
        return "CLI-114", say("CLI-114", fields(message=message.split("'")[1] if "'" in message else message))
    return "CLI-115", say("CLI-115", fields(message=message))


def _hint(error: TyperException) -> str:
    param = getattr(error, "param", None)
    return str(getattr(error, "param_hint", None) or (param.get_error_hint() if param is not None else ""))


def never_fail_to_print() -> None:
    """Let a terminal that lacks a character show its number instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def line(text: str = "") -> None:
    """Say one line."""
    typer.echo(text)


def aside(text: str) -> None:
    """Say one line beside the result, on the error stream."""
    typer.echo(text, err=True)


def as_json(value: Any) -> None:
    """Say a value to a program."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Say a table; Chinese characters count as two columns."""
    from rich.console import Console  # rich is slow to load; many commands print no table
    from rich.table import Table

    drawn = Table(*heads, title=title or None, title_justify="left")
    for row in rows:
        drawn.add_row(*(_plain(cell) for cell in row))
    Console(highlight=False, soft_wrap=False).print(drawn)


def _plain(cell: object) -> str:
    return str(cell).replace("[", r"\[")


def findings(found: Iterable[Finding], most: int = 20) -> None:
    """Say findings, the first ``most`` of them one by one."""
    listed = sorted(found)
    for finding in listed[:most]:
        place = " ".join(part for part in (finding.household, finding.where) if part)
        line(f"{finding.severity.value} {finding.code} {place}：{finding.sentence}")
        line(f"    {finding.remedy}")
    if len(listed) > most:
        line(say("CLI-201", fields(more=len(listed) - most)))


@contextmanager
def progress(total: int, label: str) -> Iterator[Any]:
    """Show a bar with a rate and the time left, and yield how to move it on; silent off a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("剩余"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, rate="")

        def step() -> None:
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:.0f} 户/秒" if speed else "")

        yield step
