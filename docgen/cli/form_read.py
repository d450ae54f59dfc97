"""``docgen form read``: what was filled by hand in a form's file, held against the case, and taken over when accepted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.case import Case
from docgen.codes import IdNumber, Phone, masked_numbers
from docgen.columns import any_place, boxes
from docgen.errors import DataFileError, DocgenError, FormError, UsageError, fields, say
from docgen.form import Audience, Form
from docgen.ooxml import Reading, TemplateError, compile_docx
from docgen.pipeline import Job, Office, occasion_for, open_office
from docgen.plugins.templates import open_template, template_of, told
from docgen.readback import ReadBack, Returned, read_back
from docgen.store import CaseStore

from . import desk
from .boxes import has_record, with_boxes
from .speech import as_json, in_language, line, table


def read_form(
    file: Annotated[Path, typer.Argument(help="填好收回的 .docx 或 .xlsx。")],
    form: Annotated[str, typer.Option("--form", help="这是哪张表（编号，可加 @版本）。")],
    household: Annotated[
        str, typer.Option("--household", metavar="户号", help="哪一户；不写就按表上的证件号码、户编号找。")
    ] = "",
    new: Annotated[bool, typer.Option("--new", help="只存数据里原来空着的栏目。")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="都存：新填的，和与数据不同的（以表上为准）。")
    ] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算，写成 2026-07-05。")
    ] = None,
    forms: desk.FormsOption = None,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """读回填好的表：手填的内容与数据逐栏对照；不加 --accept 不改动任何数据。"""
    if not file.is_file():
        raise UsageError("CLI-116", where=str(file), file=file)
    workspace = desk.workspace_here()
    day = today.date() if today else desk.today()
    office = open_office(
        desk.registry(forms, workspace), Job(day, forms=(form,), policy=workspace.policy, look=True)
    )
    paper = _paper(office, form)
    reading = _read(paper, file)
    with CaseStore(workspace.store) as store:
        case = desk.case_of(store, household) if household else _whose(store.load(), reading, file)
        found = _returned(paper, case, office, reading)
        refused: dict[str, str] = {}
        if new or accept:
            after, refused = _taken(case, found.patch(conflicts=accept))
            reason = f"{paper.key} {file.name}"
            saved = store.save([after], command="form read", reason=reason, at=datetime.now(UTC).astimezone())
        else:
            saved = 0
    left = [one for one in found.returned if _waits(one, refused, new=new, accept=accept)]
    if json:
        as_json(_for_program(case, paper, found, refused, saved=bool(saved)))
    else:
        _tell(case, paper, found, refused, saved=bool(saved), waiting=len(left))
    if left:
        raise typer.Exit(1)


def _paper(office: Office, name: str) -> Form:
    if not office.household_forms or office.household_forms[0].audience is Audience.PUBLIC:
        raise UsageError("READ-101", where=name, form=name)
    return office.household_forms[0]


def _read(form: Form, file: Path) -> Reading:
    """Return what the file says in the form's slots; `FormError` where it is no such file."""
    if file.suffix.lower() != f".{form.format}":
        raise UsageError("READ-102", where=str(file), form=form.title, format=form.format)
    if form.format == "docx":
        opened = open_template(form, template_of(form), compile_docx)
    else:
        from docgen.ooxml import compile_xlsx  # runs that read no workbook do without that engine

        opened = open_template(form, template_of(form), compile_xlsx)
    try:
        return opened.template.read(file.read_bytes())
    except TemplateError as error:
        details = [told(problem) for problem in error.problems]
        raise FormError("READ-103", where=str(file), details=details, file=file.name) from error


def _whose(cases: Iterable[Case], reading: Reading, file: Path) -> Case:
    """Return the household whose numbers stand in the form."""
    said = set(_texts(reading.values.values()))
    found = [case for case in cases if said & _known_as(case)]
    if len(found) != 1:
        raise UsageError("READ-104", where=str(file), n=len(found))
    return found[0]


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            for record in value:
                yield from _texts(record.values())
        elif isinstance(value, str):
            yield "".join(value.split())


def _known_as(case: Case) -> set[str]:
    head = case.household.head
    return {str(one) for one in (case.household.hh_id, head.id_no if head else "") if one}


def _returned(form: Form, case: Case, office: Office, reading: Reading) -> ReadBack:
    occasion = occasion_for(case, office)
    filled = office.binder.bind(form, case, occasion)
    if filled is None:
        raise UsageError("READ-105", where=case.number, form=form.title)
    if not reading.values or len(reading.unread) > len(reading.values):
        raise UsageError("READ-106", where=form.key, form=form.title)
    return read_back(form, case, occasion, filled, reading, office.registry.filters)


def _taken(case: Case, patch: tuple[tuple[str, str], ...]) -> tuple[Case, dict[str, str]]:
    """Return the case with the patch, record by record, and by path why a value was refused."""
    refused: dict[str, str] = {}
    for pairs in _by_record(case, patch):
        try:
            case = with_boxes(case, [f"{path}={text}" for path, text in pairs])
        except (UsageError, DataFileError) as error:
            refused |= dict.fromkeys((path for path, _ in pairs), _why(error))
    return case, refused


def _by_record(case: Case, patch: tuple[tuple[str, str], ...]) -> Iterator[list[tuple[str, str]]]:
    """Yield what is set together: all boxes of a record that is new, else each box for itself."""
    fresh: dict[str, list[tuple[str, str]]] = {}
    for path, text in patch:
        record = path.rpartition(".")[0]
        if record.rpartition(".")[2].isdigit() and not has_record(case, record):
            fresh.setdefault(record, []).append((path, text))
        else:
            yield [(path, text)]
    yield from fresh.values()


def _why(error: DocgenError) -> str:
    return "；".join(error.details) or say(error.code, error.fields)


def _waits(one: Returned, refused: Mapping[str, str], *, new: bool, accept: bool) -> bool:
    """Whether a person has still to see to a box."""
    if one.kind == "computed":
        return False
    taken = accept or (new and one.kind == "new")
    return one.kind in ("ticks", "unread") or not taken or one.path in refused


_KINDS = {
    "new": "新填",
    "conflict": "不同",
    "ticks": "勾选矛盾",
    "computed": "算出来的，不读",
    "unread": "没有读到",
}


def _hidden(path: str, text: str) -> str:
    """Return a value with every number of a person masked."""
    box = boxes().get(any_place(path))
    if box is not None and box.kind == "id" and text:
        return IdNumber(text).masked
    if box is not None and box.kind == "phone" and text:
        return Phone(text).masked
    return masked_numbers(text)


def _tell(
    case: Case, form: Form, found: ReadBack, refused: Mapping[str, str], *, saved: bool, waiting: int
) -> None:
    rows = [
        (
            in_language(_KINDS[one.kind]),
            one.label,
            _hidden(one.path, one.old),
            _hidden(one.path, one.new),
            one.path,
        )
        for one in found.returned
    ]
    if rows:
        table(
            ("情况", "栏目", "原值", "新值", "位置"),
            rows,
            f"户 {case.number} 《{form.title}》",
            whole=("位置",),
        )
    for path, why in refused.items():
        line(say("READ-202", fields(path=path, why=masked_numbers(why))))
    code = "READ-203" if saved else "READ-201" if rows else "READ-204"
    line(say(code, fields(number=case.number, form=form.title, n=len(rows), waiting=waiting)))


def _for_program(
    case: Case, form: Form, found: ReadBack, refused: Mapping[str, str], *, saved: bool
) -> dict[str, object]:
    return {
        "household": case.number,
        "form": form.key,
        "saved": saved,
        "boxes": [
            {
                "slot": one.slot,
                "label": one.label,
                "kind": one.kind,
                "old": _hidden(one.path, one.old),
                "new": _hidden(one.path, one.new),
                "path": one.path,
                "why": one.why,
            }
            for one in found.returned
        ],
        "refused": [{"path": path, "why": masked_numbers(why)} for path, why in refused.items()],
    }
