"""``docgen verify``: whether an archive is as it was made; nothing is written."""

from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import SetupError, UsageError, fields, say
from docgen.pdf.qr import can_read
from docgen.store.fixity import KINDS, Reading, everything, parse_part, parse_sample
from docgen.verify import Verified
from docgen.verify import verify as verified

from . import desk
from .speech import as_json, findings, line

#: Names that are told one by one.
_MOST = 50


def verify(
    place: Annotated[
        Path, typer.Argument(metavar="文件夹", help="一个档案包，或放着档案包和总目录的文件夹。")
    ],
    sample: Annotated[
        str, typer.Option("--sample", help="只读一部分文件，例如 5%；每天抽的不一样，清单总是全查。")
    ] = "",
    part: Annotated[str, typer.Option("--part", help="分几次查完，例如 3/12：分十二次，这是第三次。")] = "",
    read_all: Annotated[bool, typer.Option("--read-all", help="每个文件都读一遍；不写也是这样。")] = False,
    codes: Annotated[
        bool, typer.Option("--codes", help="连页面上的二维码图形也读出来核对（要装 scan 组件，慢）。")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """查验档案：哪个文件被改、缺失、多出，PDF/A、页数、页面编码、户数是否一致；只读，不修复。"""
    reading = _reading(sample, part, read_all=read_all)
    if codes and not can_read():
        raise SetupError("VERIFY-103", where="--codes")
    result = verified(place, reading, codes=codes)
    _tell(result, place, as_json_text=json)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _reading(sample: str, part: str, *, read_all: bool) -> Reading:
    if sum(map(bool, (sample, part, read_all))) > 1:
        raise UsageError("VERIFY-102", where="--sample --part --read-all")
    if sample:
        return parse_sample(sample, desk.today().isoformat())
    return parse_part(part) if part else everything


def _tell(result: Verified, place: Path, *, as_json_text: bool) -> None:
    if as_json_text:
        as_json(_summary(result, place))
        return
    for kind, word in KINDS.items():
        paths = [one.path for one in result.damages if one.kind == kind]
        for path in paths[:_MOST]:
            line(f"{word}  {path}")
        if len(paths) > _MOST:
            line(say("VERIFY-203", fields(word=word, more=len(paths) - _MOST)))
    findings(result.findings, _MOST)
    told = fields(bags=result.bags, files=result.files, read=result.read)
    line(say("VERIFY-201", told))
    line(say("VERIFY-204" if result.exit_code else "VERIFY-202", fields(code=result.exit_code)))


def _summary(result: Verified, place: Path) -> dict[str, object]:
    return {
        "path": str(place),
        "bags": result.bags,
        "files": result.files,
        "read": result.read,
        **{kind: [one.path for one in result.damages if one.kind == kind] for kind in KINDS},
        "contradictions": [
            {"code": one.code, "where": one.where, "household": one.household, "sentence": one.sentence}
            for one in result.findings
        ],
        "exit_code": result.exit_code,
    }
