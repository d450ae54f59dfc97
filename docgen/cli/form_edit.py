"""``docgen form apply``, ``rematch`` and ``preview``: corrections, next year's blank, a look at the filled form."""

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from docgen.authoring import declaration, draft, settle
from docgen.authoring.correct import UnclearError, changes, corrected, read_list
from docgen.authoring.edition import Edition, edition
from docgen.authoring.reread import draft_of
from docgen.case import Case
from docgen.errors import FormError, UsageError, fields, say
from docgen.form import Form
from docgen.merge import merge_loose
from docgen.ooxml.blanks import BlankError, detect
from docgen.read import read_data
from docgen.registry import Registry
from docgen.store import write_whole

from . import desk
from .blank_file import read_blank, refused
from .form_new import SAMPLE, Made, filled_with, finish, pack_of, report, sample_for
from .speech import line


def apply_list(
    file: Annotated[Path, typer.Argument(help="改好的清单.xlsx，放在表单的文件夹里。", metavar="清单.xlsx")],
) -> None:
    """读回改好的清单：把“栏目”一列写进表单声明，重出样例、校样和清单。"""
    if not file.is_file():
        raise UsageError("CLI-116", where=str(file), file=file)
    try:
        key, rows = read_list(file.read_bytes())
    except ValueError as error:
        raise UsageError("FORM-139", where=str(file), file=file.name) from error
    folder = file.resolve().parent
    registry = desk.registry_with(pack_of(folder))
    form = _there(registry, key, folder)
    told = {row.slot: (row.confidence, row.why) for row in rows}
    spots = {spot.slot: spot for spot in draft_of(form).spots}
    try:
        wanted = changes(rows, spots, tuple(registry.filters))
    except UnclearError as error:
        where = f"{file.name} 编号{error.row.number} {error.row.label}"
        raise FormError("FORM-140", where=where, text=error.row.source) from error
    if not wanted:
        line(say("FORM-141"))
        return
    declared = folder / "form.toml"
    before = declared.read_text(encoding="utf-8")
    write_whole(declared, corrected(before, wanted).encode())
    for change in wanted:
        told[change.slot] = (1.0, "经办人改的")
        line(say("FORM-142", fields(label=change.label, old=change.old, new=change.new or "（手填）")))
    again = _there(desk.registry_with(pack_of(folder)), key, folder)
    made = Made(folder, pack_of(folder), key, form.title, draft_of(again, told), form.template.read_bytes())
    finish(made)
    report(made)


def _there(registry: Registry, key: str, folder: Path) -> Form:
    form = registry.forms.get(key)
    if form is None or Path(form.declared_in).parent != folder:
        raise FormError(
            "FORM-105", where=str(folder), name=key, near="、".join(registry.near_forms(key)) or "无"
        )
    return form


def rematch(
    blank: Annotated[Path, typer.Argument(help="改版后的空白表。", metavar="新空白表")],
    old: Annotated[str, typer.Option("--from", help="上一版的表单编号，可加 @版本。")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="存放的文件夹；不写就在上一版旁边。")
    ] = None,
    year: Annotated[str, typer.Option("--edition", help="新版本；不写就用今年。")] = "",
    forms: desk.FormsOption = None,
) -> None:
    """表改版了：同名栏目自动对到新位置，列出增加、取消和改名的；上一版留给旧年份。"""
    form = desk.registry_here(forms).form(old)
    if form is None:
        raise FormError("FORM-105", where=old, name=old, near="无")
    folder = Path(form.declared_in).parent
    wanted = year or str(desk.today().year)
    if wanted == form.edition:
        raise UsageError("FORM-143", where=f"--edition {wanted}", form=form.title, edition=wanted)
    target = out or folder.parent / f"{folder.name}_{wanted}"
    pack = pack_of(target)
    if (target / "form.toml").exists():
        raise UsageError("FORM-132", where=str(target))
    file = read_blank(blank)
    try:
        fresh = settle(file.content, draft(file.content, detect(file.content)))
    except BlankError as error:
        raise refused(blank, error) from error
    compared = edition(draft_of(form), fresh)
    made = settle(file.content, compared.draft)
    head = tomllib.loads(Path(form.declared_in).read_text(encoding="utf-8"))["form"]
    head |= {
        "edition": wanted,
        "template": f"{blank.stem}{file.suffix}",
        "issued": hashlib.sha256(file.content).hexdigest(),
    }
    target.mkdir(parents=True, exist_ok=True)
    write_whole(target / str(head["template"]), file.content)
    write_whole(target / "form.toml", declaration(head, made).encode())
    finished = Made(target, pack, f"{form.id}@{wanted}", form.title, made, file.content)
    finish(finished)
    _compare(compared)
    report(finished)


def _compare(compared: Edition) -> None:
    """Say what became of the old edition's boxes."""
    told = fields(
        kept=len(compared.kept),
        moved=len(compared.moved),
        renamed=len(compared.renamed),
        added=len(compared.added),
        gone=len(compared.gone),
    )
    line(say("FORM-144", told))
    for before, after in compared.renamed:
        line(say("FORM-145", fields(old=before.label, new=after.label, at=after.where)))
    for spot in compared.added:
        line(say("FORM-146", fields(label=spot.label, at=spot.where, source=spot.source)))
    for spot in compared.gone:
        line(say("FORM-147", fields(label=spot.label, at=spot.where, source=spot.source)))


def preview(
    name: Annotated[str, typer.Argument(help="表单编号，可加 @版本。")],
    out: Annotated[Path, typer.Option("-o", "--out", help="要写的文件：.pdf、.docx 或 .xlsx。")],
    case: Annotated[
        Path | None, typer.Option("--case", help="用这户的数据（.yaml、.json）；不写就用表单的样例。")
    ] = None,
    forms: desk.FormsOption = None,
) -> None:
    """用一户样例填一份看看；没有样例就用编造的一户。"""
    registry = desk.registry_here(forms)
    form = registry.form(name)
    if form is None:
        raise FormError("FORM-105", where=name, name=name, near="、".join(registry.near_forms(name)) or "无")
    if out.exists():
        raise UsageError("ROSTER-102", where=str(out))
    filled, office = filled_with(registry, form, shown_case(registry, form, case))
    write_whole(out, office.press.drawn(filled, out.suffix.removeprefix(".").lower()).content)
    line(say("FORM-148", fields(form=form.title, file=out)))


def shown_case(registry: Registry, form: Form, file: Path | None = None) -> Case:
    """Return the household to show a form with: the one in the file, the form's sample, else an invented one."""
    kept = Path(form.declared_in).parent / SAMPLE
    source = file or (kept if kept.is_file() else None)
    if source is None:
        return sample_for(form)
    cases = merge_loose(read_data([source], registry.readers)).cases
    if not cases:
        raise UsageError("CLI-106", where=str(source))
    return cases[0]
