"""The generated pages of the manual, as text; `scripts/manual` writes them, a test compares them."""

from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import typer
from form_pages import forms_page
from policy_pages import policies_page
from pydantic import BaseModel

from docgen import LISTS
from docgen.case import Case
from docgen.cli import desk_for
from docgen.codes import OneOf
from docgen.errors import catalogue
from docgen.view import HOUSEHOLD_NAMES, VILLAGE_NAMES

HEAD = "<!-- Written by scripts/manual; edit the source, not this page. -->\n\n"


def cli_page():
    lines = [
        HEAD + "# 命令一览\n",
        "退出码：0 完成；1 完成，但有表被拦下或有错误；2 命令写法不对；3 及以上是故障。\n",
    ]
    for words, command in sorted(commands()):
        lines.append(f"## {' '.join(words)}\n\n{(command.help or '').strip()}\n")
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and "--help" not in p.opts]
        usage = [" ".join(words), *(f"[{p.name}]" for p in arguments), *(["[选项]"] if options else [])]
        lines.append(f"    {' '.join(usage)}\n")
        lines += [f"- `{p.name}`：{getattr(p, 'help', '') or ''}" for p in arguments]
        lines += [f"- `{', '.join([*p.opts, *p.secondary_opts])}`：{p.help or ''}" for p in options]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def commands():
    """Yield every command with the words that call it."""
    yield from _below(("docgen",), typer.main.get_command(desk_for()))


def _below(words, command):
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    for name, sub in inner.items():
        yield from _below((*words, name), sub)


def errors_page():
    lines = [HEAD + "# 问题与故障代码\n", "| 代码 | 问题 | 怎么办 | English |", "|---|---|---|---|"]
    for code, words in catalogue().items():
        cells = [code, words["zh"], words["zh_do"], f"{words['en']} — {words['en_do']}"]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def case_page():
    lines = [HEAD + "# Case data (一户一案)\n"]
    lines.append(
        "Money is 元 with two decimals, area 亩, distance 公里, dates are ISO (`2026-07-05`), months `2026-07`."
    )
    lines.append("`docgen schema` prints the same as JSON Schema.\n")
    for model in _models(Case, {}):
        lines.append(f"## {model.__name__}\n\n{(model.__doc__ or '').strip()}\n")
        lines += ["| field | 中文 | kind | unit | source |", "|---|---|---|---|---|"]
        for name, field in model.model_fields.items():
            extra = field.json_schema_extra or {}
            cells = (name, field.title or "", _kind(field), extra.get("unit", ""), extra.get("source", ""))
            lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    lines.append("## Names an expression sees\n")
    lines.append("Household papers: " + "、".join(f"`{name}`" for name in HOUSEHOLD_NAMES) + "\n")
    lines.append("Village papers: " + "、".join(f"`{name}`" for name in VILLAGE_NAMES) + "\n")
    lines.append("## Option lists\n\n| list | 中文 | codes | source | options |\n|---|---|---|---|---|")
    for listed in LISTS.values():
        codes = "official" if listed.official else "docgen's order"
        lines.append(
            f"| {listed.id} | {listed.title} | {codes} | {listed.source} | {'、'.join(listed.labels)} |"
        )
    return "\n".join(lines) + "\n"


def _models(model, seen):
    if model not in seen:
        seen[model] = True
        for field in model.model_fields.values():
            for inner in _inside(field.annotation):
                _models(inner, seen)
    return list(seen)


def _inside(kind: Any):
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for argument in get_args(kind):
        yield from _inside(argument)


def _kind(field):
    lists = [mark.list_id for mark in field.metadata if isinstance(mark, OneOf)]
    return f"one of `{lists[0]}`" if lists else _named(field.annotation)


def _named(kind: Any) -> str:
    if get_origin(kind) in (Union, UnionType):
        return " or ".join(_named(part) for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        return f"list of {_named(get_args(kind)[0])}"
    lists = [mark.list_id for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, OneOf)]
    if lists:
        return f"`{lists[0]}`"
    if hasattr(kind, "__metadata__"):
        return _named(get_args(kind)[0])
    return getattr(kind, "__name__", str(kind))


PAGES = {
    "case_data.md": case_page,
    "cli.md": cli_page,
    "errors.md": errors_page,
    "forms.md": lambda: forms_page(HEAD),
    "policies.md": lambda: policies_page(HEAD),
}

if __name__ == "__main__":
    for page, write in PAGES.items():
        Path("docs", page).write_text(write(), encoding="utf-8")
