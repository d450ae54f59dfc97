"""``docgen pdf``: any Word or Excel file as PDF, a template as its blank."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.errors import UsageError, catalogue, fields, say
from docgen.store import write_whole

from . import desk
from .speech import as_json, aside, line

_KINDS = (".docx", ".xlsx")
_REASONS = {
    "empty": "PDF-101",
    "locked": "PDF-102",
    "old": "PDF-103",
    "other": "PDF-104",
    "damaged": "PDF-105",
}
_PLACES = (("word/header", "页眉"), ("word/footer", "页脚"), ("word/footnotes", "脚注"), ("word/endnotes", "尾注"),
           ("word/settings", "文档设置"), ("word/numbering", "编号"), ("word/", "正文"), ("vertical cell", "竖排格子"))  # fmt: skip
_STEPS = {"table": "个表", "row": "行", "cell": "格", "paragraph": "段"}
_STEP = re.compile(rf" ({'|'.join(_STEPS)}) (\d+)")


def pdf(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件", help="要转换的 .docx、.xlsx 文件，或放着它们的文件夹。")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="存放目录。")] = Path("PDF"),
    mode: Annotated[
        str,
        typer.Option("--mode", help="word：和 Word、WPS 打印的一样；libreoffice：和 LibreOffice 的一样。"),
    ] = "word",
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """把 Word、Excel 文件转成 PDF；模板印成空白表。"""
    if mode not in {"word", "libreoffice"}:
        raise UsageError("PDF-111", where=f"--mode {mode}")
    found = tuple(_named(files))
    if not found:
        raise UsageError("PDF-110", where="、".join(map(str, files)))
    around = desk.workspace_around()
    results = []
    for path, name in zip(found, _outputs(found), strict=True):
        results.append(_converted(path, out / name, mode, around.office if around else ""))
        if not json:
            _tell(results[-1])
    failed = [result for result in results if "error" in result]
    if json:
        as_json(results)
    else:
        pages = sum(result.get("pages", 0) for result in results)
        line(
            say("PDF-112", fields(done=len(results) - len(failed), pages=pages, failed=len(failed), out=out))
        )
    if failed:
        raise typer.Exit(1)


def _named(files: Iterable[Path]) -> Iterator[Path]:
    """Give the files named, and those in the folders named."""
    for path in files:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in _KINDS)
            yield from (each for each in inside if not each.name.startswith("~$"))
        elif path.is_file():
            yield path
        else:
            raise UsageError("PDF-110", where=str(path))


def _outputs(files: Iterable[Path]) -> list[str]:
    """Give each file its PDF's name; where two would be the same, the whole name or a number is added."""
    taken: set[str] = set()
    names = []
    for path in files:
        wanted = (path.stem, path.name, *(f"{path.name}-{number}" for number in range(2, 10_000)))
        name = next(each for each in wanted if each.casefold() not in taken)
        taken.add(name.casefold())
        names.append(f"{name}.pdf")
    return names


def _converted(path: Path, target: Path, mode: str, author: str) -> dict[str, Any]:
    """Convert one file; gives what came of it."""
    from docgen.pdf import conversion, fonts  # loads font tables; other commands do without

    try:
        made = conversion.convert(
            path, "word" if mode == "word" else "libreoffice", title=path.stem, author=author
        )
    except conversion.Inconvertible as error:
        return _failed(path, _REASONS[error.reason])
    except fonts.GlyphMissing as error:
        characters = "、".join(f"{one}（U+{ord(one):04X}）" for one in error.characters)
        return _failed(path, "PDF-106", characters=characters)
    except fonts.FontError as error:
        return _failed(path, "PDF-107", trouble=error)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, made.pdf)
    problems = [{"place": _place(each.place), "what": told(each.what)} for each in made.problems]
    return {"file": path.name, "pdf": str(target), "pages": made.pages, "problems": problems}


def _failed(path: Path, code: str, **named: object) -> dict[str, Any]:
    named_ = fields(file=path.name, **named)
    return {
        "file": path.name,
        "error": code,
        "sentence": say(code, named_),
        "remedy": say(code, named_, "do"),
    }


def _tell(result: dict[str, Any]) -> None:
    if "error" in result:
        aside(
            say(
                "CLI-213",
                fields(code=result["error"], **{key: result[key] for key in ("sentence", "remedy")}),
            )
        )
        return
    for problem in result["problems"]:
        line(say("PDF-113", fields(file=result["file"], **problem)))


def _place(place: str) -> str:
    """Return a place of a document in the office's words; a sheet's name is its own."""
    words = next((words for start, words in _PLACES if place.startswith(start)), None)
    if words is None:
        return f"工作表「{place}」"
    return words + "".join(f"第{number}{_STEPS[step]}" for step, number in _STEP.findall(place))


def told(what: str) -> str:
    """Return what the library says of a place, in the language of this run."""
    for code, pattern in _sentences():
        found = pattern.fullmatch(what)
        if found:
            return say(code, fields(**found.groupdict()))
    return say("PAGE-199", fields(what=what))


@cache
def _sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how the library's sentences look, by their codes."""
    entries = [(code, words["en"]) for code, words in catalogue().items() if code.startswith("PAGE-")]
    return tuple(
        (code, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text))))
        for code, text in entries
        if code != "PAGE-199"
    )
