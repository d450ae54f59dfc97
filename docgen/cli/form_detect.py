"""``docgen form detect``: what is to be filled in an untouched blank."""

from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import fields, say
from docgen.ooxml.blanks import BlankError, Blanks, Field, RepeatBlock, detect

from .blank_file import read_blank, refused
from .speech import as_json, aside, line, table

_KINDS = {
    "text": "文字",
    "tick": "打勾",
    "checkbox": "选项",
    "inline": "格内留空",
    "signature": "手签",
    "photo": "照片",
}
_ROLES = {"opinion": "意见", "sign": "签字", "seal": "盖章", "fingerprint": "手印", "date": "签署日期"}


def find_blanks(
    blank: Annotated[
        Path, typer.Argument(help="空白表：.docx、.xlsx（.doc、.xls 先转换）。", metavar="空白表")
    ],
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """在一份空白表里找要填的地方：位置、标签、种类、把握和依据。"""
    file = read_blank(blank)
    if file.converted_from:
        told = fields(file=blank.name, old=file.converted_from, new=file.suffix.removeprefix("."))
        aside(say("FORM-127", told))
    try:
        found = detect(file.content)
    except BlankError as error:
        raise refused(blank, error) from error
    if json:
        as_json(found.to_json())
    else:
        _show(found)


def _show(found: Blanks) -> None:
    rows = [(number, *_row(field)) for number, field in enumerate(found.fields, start=1)]
    table(("号", "位置", "标签", "种类", "把握", "依据"), rows, whole=("号", "把握"))
    for block in found.repeat_blocks:
        line(say("FORM-128", _block(block)))
    for blank in found.paragraph_blanks:
        line(say("FORM-129", fields(label=blank.label or "—", paragraph=blank.paragraph[:40])))
    line(
        say(
            "FORM-130",
            fields(
                fields=len(found.fields),
                blocks=len(found.repeat_blocks),
                running=len(found.paragraph_blanks),
            ),
        )
    )


def _row(field: Field) -> tuple[str, str, str, str, str]:
    label = f"{field.section}／{field.label}" if field.section else field.label
    kind = _KINDS[field.kind] + (f"（{_ROLES[field.role]}）" if field.role else "")
    options = f"：{'、'.join(field.options)}" if field.options else ""
    return str(field.at), label, kind, f"{field.confidence:.0%}", field.why + options


def _block(block: RepeatBlock) -> tuple[tuple[str, str], ...]:
    shift = 0 if block.sheet else 1
    place = block.sheet or (f"表{block.table + 1}" if isinstance(block.table, int) else f"表{block.table}")
    return fields(
        place=place,
        first=block.first_row + shift,
        last=block.last_row + shift,
        columns="、".join(column.label for column in block.columns),
    )
