"""``docgen form new``: from an untouched blank to a form with its proof, sample and test."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.authoring import Draft, declaration, draft, settle
from docgen.authoring.extra import extra_boxes
from docgen.authoring.golden import golden
from docgen.authoring.list import list_workbook
from docgen.authoring.proof import pictures, proof_pdf
from docgen.case import Case
from docgen.demo import township
from docgen.differing import raw
from docgen.errors import FormError, UsageError, fields, say
from docgen.form import FilledForm, Form
from docgen.ooxml.blanks import BlankError, detect
from docgen.pipeline import Job, Office, occasion_for, open_office
from docgen.registry import Registry
from docgen.store import write_whole

from . import desk
from .blank_file import BlankFile, read_blank, refused
from .speech import aside, line

SAMPLE, GOLDEN, LIST = "sample.yaml", "golden.json", "清单.xlsx"
#: The day on which samples are filled.
SAMPLE_DAY = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Made:
    """A form folder that was made: where it is, what its declaration was made of, and the blank."""

    folder: Path
    pack: Path
    key: str
    title: str
    draft: Draft
    blank: bytes


def new_form(
    blank: Annotated[
        Path, typer.Argument(help="县里发的空白表：.docx、.xlsx（.doc、.xls 先转换）。", metavar="空白表")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="存放的文件夹：forms/<县>/<表>。")],
    form_id: Annotated[str, typer.Option("--id", help="表单编号；不写就用 <县>.<表>。")] = "",
    title: Annotated[str, typer.Option("--title", help="表名；不写就用空白表的文件名。")] = "",
    county: Annotated[str, typer.Option("--county", help="县的代号；不写就用文件夹的名字。")] = "",
    edition: Annotated[str, typer.Option("--edition", help="版本；不写就用今年。")] = "",
) -> None:
    """把一份空白表变成表单：对上数据项，写声明、样例、校样和清单；空白表一个字节不改。"""
    pack = pack_of(out)
    if (out / "form.toml").exists():
        raise UsageError("FORM-132", where=str(out))
    file = read_blank(blank)
    made = made_of(blank, file)
    head = {
        "id": form_id or f"{county or out.parent.name}.{out.name}",
        "title": title or blank.stem,
        "edition": edition or str(desk.today().year),
        "template": f"{blank.stem}{file.suffix}",
        "issued": hashlib.sha256(file.content).hexdigest(),
        "source": f"{county or out.parent.name} {blank.name}",
        "default": False,
    }
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / str(head["template"]), file.content)
    write_whole(out / "form.toml", declaration(head, made).encode())
    finished = Made(out, pack, f"{head['id']}@{head['edition']}", str(head["title"]), made, file.content)
    finish(finished)
    report(finished)


def pack_of(folder: Path) -> Path:
    """Return the folder that holds ``forms/``, which ``--forms`` wants."""
    for parent in folder.resolve().parents:
        if parent.name == "forms":
            return parent.parent
    raise UsageError("FORM-133", where=str(folder))


def made_of(path: Path, file: BlankFile) -> Draft:
    """Return the draft of a blank: places found, labels matched, tried on the file."""
    try:
        found = detect(file.content)
    except BlankError as error:
        raise refused(path, error) from error
    made = settle(file.content, draft(file.content, found))
    if not made.spots:
        raise FormError("FORM-134", where=str(path), file=path.name)
    return made


def finish(made: Made) -> None:
    """Write the sample, the golden values, the proof, the filled sample and the list."""
    registry = desk.registry_with(made.pack)
    form = registry.forms[made.key]
    sample = sample_for(form)
    write_whole(made.folder / SAMPLE, as_yaml(sample))
    filled, office = filled_with(registry, form, sample)
    write_whole(made.folder / GOLDEN, golden(filled).encode())
    proofs = made.folder / "校样"
    proofs.mkdir(exist_ok=True)
    for old in proofs.glob("*.png"):
        old.unlink()
    marked = proof_pdf(made.blank, made.draft, made.title)
    write_whole(proofs / "校样.pdf", marked)
    for number, picture in enumerate(pictures(marked), 1):
        write_whole(proofs / f"校样{number}.png", picture)
    drawn = office.press.drawn(filled, "pdf").content
    write_whole(proofs / "样张.pdf", drawn)
    for number, picture in enumerate(pictures(drawn), 1):
        write_whole(proofs / f"样张{number}.png", picture)
    write_whole(proofs / f"样张.{form.format}", office.press.drawn(filled, form.format).content)
    write_whole(made.folder / LIST, list_workbook(made.draft, made.key))
    write_whole(made.folder / f"test_{_identifier(made.folder.name)}.py", test_of(made).encode())


def filled_with(registry: Registry, form: Form, case: Case) -> tuple[FilledForm, Office]:
    """Return the form filled with a case on the sample's day, and the office that draws it."""
    office = open_office(registry, Job(as_of=SAMPLE_DAY, forms=(form.key,), formats=("pdf",)))
    filled = office.binder.bind(form, case, occasion_for(case, office))
    if filled is None:
        raise FormError("FORM-135", where=form.declared_in, form=form.title, household=case.number)
    return filled, office


def sample_for(form: Form) -> Case:
    """Return an invented household that has most of what the form asks, its extra boxes filled."""
    cases = township(SAMPLE_DAY.year, 1, 80, 7).cases
    known = [case for case in cases if 3 <= len(case.household.members) <= 5 and case.procedures]
    best = max(known, key=lambda case: (_richness(raw(case)), case.number))
    return best.model_copy(update={"facts": {**best.facts, **extra_boxes(form, 2)}})


def _richness(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(_richness(one) for one in value.values())
    if isinstance(value, list):
        return sum(_richness(one) for one in value[:5])
    return value not in (None, "", False)


def as_yaml(case: Case) -> bytes:
    """Return a case as YAML text."""
    import yaml

    text: str = yaml.safe_dump([raw(case)], allow_unicode=True, sort_keys=False)
    return text.encode()


def _identifier(name: str) -> str:
    return re.sub(r"\W", "_", name)


def test_of(made: Made) -> str:
    """Return the test that comes with the form: what ``docgen form check`` says of it."""
    return (
        f'"""{made.title}: its boxes and its blank agree, its sample fills as it did."""\n\n'
        "import subprocess\nimport sys\nfrom pathlib import Path\n\n"
        f"KEY = {json.dumps(made.key, ensure_ascii=False)}\n"
        f"PACK = Path(__file__).resolve().parents[{len(made.folder.resolve().relative_to(made.pack.resolve()).parts)}]\n\n\n"
        "def test_the_sample_fills_the_form_as_it_did():\n"
        '    words = [sys.executable, "-m", "docgen", "form", "check", KEY, "--forms", str(PACK)]\n'
        "    told = subprocess.run(words, capture_output=True, text=True, check=False)\n"
        "    assert told.returncode == 0, told.stdout + told.stderr\n"
    )


def report(made: Made) -> None:
    """Say what was made, and what the clerk looks at now."""
    spots = made.draft.spots
    sure = sum(one.confidence >= 0.9 for one in spots)
    extra = sum("facts" in one.source for one in spots)
    told = fields(
        form=made.title,
        key=made.key,
        n=len(spots),
        lists=len(made.draft.tables),
        signs=len(made.draft.signs),
        sure=sure,
        extra=extra,
        look=len(spots) - sure,
    )
    line(say("FORM-136", told))
    for label, why in made.draft.left:
        aside(say("FORM-137", fields(label=label, why=why)))
    line(say("FORM-138", fields(folder=made.folder)))
