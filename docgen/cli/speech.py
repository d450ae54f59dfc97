"""How the desk speaks: typer's own words in Chinese, tables, lines, and a progress bar."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from docgen.errors import Finding, fields, language, say

from . import grid

Job = TypeVar("Job", bound=Callable[..., Any])

_USAGE = {"Usage:": "用法：", "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
_HEADS = {"commands": "命令", "arguments": "参数", "options": "选项"}


#: What stands above and beside lists, for whom Chinese is not the language of the run.
_ENGLISH = {
    "栏目": "box", "内容": "content", "位置": "place", "版本": "version", "时间": "time", "命令": "command",
    "原因": "reason", "改动": "changes", "户号": "household", "村组": "village, group", "户主": "head",
    "证件号码": "identity number", "类别": "class", "状态": "state", "级别": "severity", "规则": "rule",
    "条数": "count", "怎么办": "to do", "表格": "form", "已填份数": "made", "PDF 页数": "PDF pages",
    "未填户数": "households not made", "编号@版本": "id@edition", "目录号": "catalogue", "名称": "name",
    "格式": "format", "对象": "about", "必填": "required", "取值": "from", "插件": "plugin", "带来": "brings",
    "号": "no.", "标签": "label", "种类": "kind", "把握": "confidence", "编号": "id", "地区代码": "area", "年度": "year", "出处": "origin", "原值": "old", "新值": "new",
    "已办到": "done", "下一步": "next", "期限": "due", "下一份表、谁签字": "next paper, signed by",
    "项目": "item", "值": "value", "标记": "mark", "事项": "matter", "项": "item", "研判": "assessment", "依据": "reason", "适用": "holds", "计划": "plan", "错误": "error", "提醒": "reminder",
    "户数": "households", "缺": "missing", "错": "invalid", "矛盾": "contradictory", "次序": "order",
    "放不下": "no room", "情况": "state", "新填": "new", "不同": "differs", "勾选矛盾": "ticks contradict",
    "算出来的，不读": "computed, not read", "没有读到": "not read",
}  # fmt: skip


def in_language(word: str) -> str:
    """Return a heading or a severity in the language of this run."""
    return _ENGLISH.get(word, word) if language() == "en" else word


class _Chinese:
    """Says usage and help in plain Chinese lines, which any terminal wraps without losing a character."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # the command class beside this one
        if language() != "en":
            for english, chinese in _USAGE.items():
                usage = usage.replace(english, chinese, 1)
        return usage

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, purpose, commands, arguments and options."""
        command: Any = self
        formatter.write(f"{self.get_usage(ctx)}\n\n{(command.help or '').strip()}\n")
        parts = {
            "commands": [(name, _purpose(inner)) for name, inner in getattr(command, "commands", {}).items()],
            "arguments": [_argument(one) for one in command.params if one.param_type_name == "argument"],
            "options": [_option(one) for one in command.get_params(ctx) if one.param_type_name == "option"],
        }
        for name, rows in parts.items():
            if rows:
                formatter.write(f"\n{_HEADS[name] if language() != 'en' else name}\n")
                width = max(len(words) for words, _ in rows)
                for words, told in rows:
                    formatter.write(f"  {words:{width}}  {told}\n")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # the command class beside this one
        if option is not None and language() != "en":
            option.help = "显示这份说明。"
        return option


def _purpose(command: Any) -> str:
    lines = (command.help or "").strip().splitlines()
    return lines[0] if lines else ""


def _argument(argument: Any) -> tuple[str, str]:
    return str(argument.metavar or argument.name), str(getattr(argument, "help", "") or "")


def _option(option: Any) -> tuple[str, str]:
    words = ", ".join([*option.opts, *option.secondary_opts])
    told = str(option.help or "")
    if option.default not in (None, "", 0, False, ()) and not callable(option.default):
        told += f"（缺省 {option.default}）" if language() != "en" else f" [{option.default}]"
    return words, told


class Command(_Chinese, TyperCommand):
    """A command whose help is Chinese throughout."""


class Group(_Chinese, TyperGroup):
    """A group of commands whose help is Chinese throughout."""


class Desk(typer.Typer):
    """An app whose commands and help are Chinese throughout."""

    def __init__(self, **settings: Any) -> None:
        quiet: dict[str, Any] = {"cls": Group, "add_completion": False, "pretty_exceptions_enable": False}
        super().__init__(**(quiet | settings))

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
    if message.startswith("Missing command"):
        ctx: Any = getattr(error, "ctx", None)
        words, known = (
            getattr(ctx, "command_path", ""),
            getattr(getattr(ctx, "command", None), "commands", {}),
        )
        return "CLI-118", say("CLI-118", fields(words=words, known="、".join(known)))
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
    """Say a value to a program: what the stream's encoding lacks is written as JSON escapes it."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=1, default=str)
    typer.echo(text)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "", whole: Sequence[str] = ()
) -> None:
    """Say a table; Chinese characters count as two columns. Columns headed ``whole`` are never broken."""
    told = [in_language(head) for head in heads]
    cells = [[str(cell) for cell in row] for row in rows]
    grid.show(told, cells, title, [number for number, head in enumerate(heads) if head in whole])


def findings(found: Iterable[Finding], most: int = 20) -> None:
    """Say findings, errors before reminders, the first ``most`` of them one by one."""
    listed = sorted(found, key=lambda one: (one.severity, one))
    for finding in listed[:most]:
        place = " ".join(part for part in (finding.household, finding.where) if part)
        colon = ": " if language() == "en" else "："
        line(f"{in_language(finding.severity.value)} {finding.code} {place}{colon}{finding.sentence}")
        line(f"    {finding.remedy}")
    if len(listed) > most:
        line(say("CLI-201", fields(more=len(listed) - most)))


@contextmanager
def progress(total: int, label: str) -> Iterator[Any]:
    """Show a bar with a rate and the time left, and yield how to move it on; silent off a terminal, and for one."""
    if total < 2 or not sys.stderr.isatty():
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
