"""The second corridor: papers that are bound into one's file with others', where register, pack and store meet.

A village's cases enter; its print files, slips and signing list leave, every paper with its number in the register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from .bind import emptied
from .case import Case
from .delivery import Sheet, SigningRow, SlipRow
from .document import Blocked, Document, Leaves
from .errors import Finding, FormError, RenderError
from .form import FilledForm, Form
from .pack import Bundle, Order, Piece, PrintFile, bound, code_of, print_files, trial_sheet
from .paper import Paper, changes, content_of
from .pipeline import Job, Office, blocks, bound_forms, findings_of, occasion_for, open_office
from .registry import Registry
from .store import Register, village_folder

if TYPE_CHECKING:
    from .pdf.overprint import Addition

#: The sheets that go with a packet; a county replaces them by forms that say so.
SIGNING_LIST, SIGNING_SHEET = "cn.packet.signing_list", "cn.packet.signing_sheet"
CHANGE_SLIP = "cn.packet.change_slip"

#: Boxes left for the pen that a signing list names; of more it gives the number.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class PacketJob:
    """What a packet run was asked for, beside the job: how to print, what to leave out, and when it is.

    ``procedures`` are kinds of procedure (empty: all). With ``changed_only`` only papers are printed that say
    something else than when they were last printed.
    """

    job: Job
    order: Order
    at: datetime
    procedures: tuple[str, ...] = ()
    changed_only: bool = False


@dataclass(frozen=True, slots=True)
class Packet:
    """A village's packet: its documents, what became of every paper, and what could not be made."""

    documents: tuple[Document, ...] = ()
    printed: tuple[Paper, ...] = ()
    files: tuple[PrintFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked: tuple[tuple[str, Blocked], ...] = ()
    unchanged: int = 0
    overprinted: bool = False


@dataclass(frozen=True, slots=True)
class _Ready:
    """A filled form whose pages are made."""

    case: Case
    filled: FilledForm
    leaves: Leaves
    added: "tuple[Addition, ...]" = ()


@dataclass(slots=True)
class _Collected:
    ready: list[_Ready] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    blocked: list[tuple[str, Blocked]] = field(default_factory=list)


def open_packets(registry: Registry, wanted: PacketJob) -> Office:
    """Return the office for a packet run: the household forms asked for, and the sheets that go with them."""
    office = open_office(registry, wanted.job)
    sheets = tuple(role(registry, name) for name in (SIGNING_LIST, SIGNING_SHEET, CHANGE_SLIP))
    office.binder.add(sheets)
    return replace(office, ordinals={**office.ordinals, **{form.key: 0 for form in sheets}})


def role(registry: Registry, form_id: str) -> Form:
    """Return the form that plays a part in deliveries: ``form_id`` itself or what replaces it."""
    found = registry.form(form_id) or next(
        (form for form in registry.forms_in_force() if form.replaces == form_id), None
    )
    if found is None:
        raise FormError("FORM-105", where=form_id, name=form_id, near="、".join(registry.near_forms(form_id)))
    return found


def village_packet(
    cases: Sequence[Case],
    office: Office,
    wanted: PacketJob,
    register: Register,
    roster: Mapping[str, tuple[Finding, ...]],
) -> Packet:
    """Make one village's packet; every paper in it has its number when this returns."""
    collected = _collect(cases, office, wanted, roster)
    contents = [content_of(one.filled, office.job.stage) for one in collected.ready]
    papers = register.number(contents, command="packet", at=wanted.at)
    pairs = [
        (one, paper)
        for one, paper in zip(collected.ready, papers, strict=True)
        if not (wanted.changed_only and paper.state in {"printed", "signed", "returned"})
    ]
    bundles = tuple(_bundles(pairs, office, register))
    area = cases[0].area
    title = f"{area.village}文书打印件"
    files = tuple(print_files(bundles, wanted.order, title=title, author=office.job.author)) if pairs else ()
    rows = tuple(_signing_rows(pairs, office))
    documents = (
        *(_trial(cases[0], wanted.order) if wanted.order.overprint and files else ()),
        *(_file(cases[0], number, made, wanted.order) for number, made in enumerate(files, 1)),
        *(_signing_list(cases[0], rows, office) if rows else ()),
    )
    return Packet(
        documents,
        tuple(paper for _, paper in pairs),
        files,
        tuple(collected.findings),
        tuple(collected.blocked),
        len(papers) - len(pairs),
        wanted.order.overprint,
    )


def printed(packet: Packet, register: Register, at: datetime) -> None:
    """Note in the register that a packet's files have taken their places; earlier versions are superseded."""
    note = "套打" if packet.overprinted else ""
    register.mark(packet.printed, "printed", command="packet", at=at, note=note)
    if not packet.overprinted:
        register.supersede(packet.printed, command="packet", at=at)


def _collect(
    cases: Iterable[Case], office: Office, wanted: PacketJob, roster: Mapping[str, tuple[Finding, ...]]
) -> _Collected:
    collected = _Collected()
    for case in cases:
        findings = findings_of(case, office, roster)
        collected.findings += findings
        kinds = {one.number: one.kind for one in case.procedures}
        for filled, touching in bound_forms(case, office, findings):
            if wanted.procedures and kinds.get(filled.procedure) not in wanted.procedures:
                continue
            collected.findings += [one for one in touching if one not in findings]
            if blocking := blocks(touching, office):
                collected.blocked.append((case.number, Blocked(filled.form.key, filled.form.title, blocking)))
                continue
            try:
                leaves = office.press.leaves(filled)
                added = _added(case, filled, leaves, office) if wanted.order.overprint else ()
                if added or not wanted.order.overprint:
                    collected.ready.append(_Ready(case, filled, leaves, added))
            except RenderError as error:
                finding = Finding(
                    filled.village, case.number, f"《{filled.form.title}》", error.code, error.fields
                )
                collected.findings.append(finding)
                collected.blocked.append(
                    (case.number, Blocked(filled.form.key, filled.form.title, (finding,)))
                )
    return collected


def _added(case: Case, filled: FilledForm, leaves: Leaves, office: Office) -> "tuple[Addition, ...]":
    """Return what this sitting adds to the paper of the sitting before; nothing where it adds nothing.

    Raises `RenderError` where the paper cannot take it, for what stands on it would have to move.
    """
    from docgen.pdf.overprint import (  # loads font tables; only who prints onto sheets needs it
        Moved,
        additions,
    )

    stages = filled.form.stages
    if office.job.stage not in stages:
        return ()
    number = stages.index(office.job.stage)
    before: FilledForm | None = emptied(filled)
    if number:
        occasion = replace(occasion_for(case, office), stage=stages[number - 1])
        before = office.binder.bind(filled.form, case, occasion)
    if before is None:
        return ()
    try:
        added = additions(office.press.leaves(before).document, leaves.document)
    except Moved as moved:
        raise RenderError("PACK-106", where="", form=filled.form.title, page=moved.page) from moved
    return added if any(page.letters for page in added) else ()


def _bundles(pairs: Iterable[tuple[_Ready, Paper]], office: Office, register: Register) -> Iterator[Bundle]:
    by_case: dict[str, list[tuple[_Ready, Paper]]] = {}
    for one, paper in pairs:
        by_case.setdefault(one.case.number, []).append((one, paper))
    for number, own in by_case.items():
        case = own[0][0].case
        slip = _slip(case, own, office, register)
        pieces = [
            Piece(one.filled.form, one.leaves, holders_of(one, office), paper, one.added)
            for one, paper in own
        ]
        head = case.household.head
        yield Bundle(case.area, number, head.name if head else "", (*slip, *pieces))


def holders_of(one: _Ready, office: Office) -> tuple[str, ...]:
    """Return who keeps a copy: what the county's policy says of this form, else the form itself; one at least."""
    form = one.filled.form
    stated = occasion_for(one.case, office).policy.figures.get("holders")
    named = stated if isinstance(stated, Mapping) else {}
    holders = named.get(form.id) or named.get(form.catalogue) or form.copies
    return tuple(str(holder) for holder in holders) or ("",)


def _slip(
    case: Case, own: Iterable[tuple[_Ready, Paper]], office: Office, register: Register
) -> tuple[Piece, ...]:
    """Return the change slip of a household: what its papers say otherwise than those printed before."""
    rows = []
    for one, paper in own:
        before = register.printed_before(paper) if paper.state == "made" else None
        if before is not None:
            rows += [
                SlipRow(paper.content.title, before.version, paper.version, told.box, told.before, told.after)
                for told in changes(one.filled.form, before.content, paper.content)
            ]
    if not rows:
        return ()
    form = role(office.registry, CHANGE_SLIP)
    head = case.household.head
    sheet = Sheet(
        area=case.area,
        made_on=office.job.as_of,
        changes=tuple(rows),
        number=case.number,
        head=head.name if head else "",
        group=case.area.group,
    )
    filled = office.binder.bind_sheet(form, sheet, occasion_for(case, office))
    return (Piece(form, office.press.leaves(filled), ("",)),)


def _signing_rows(pairs: Iterable[tuple[_Ready, Paper]], office: Office) -> Iterator[SigningRow]:
    places = count(1)
    for one, paper in pairs:
        form, case = one.filled.form, one.case
        head = case.household.head
        for number, holder in enumerate(holders_of(one, office), 1):
            yield SigningRow(
                place=next(places),
                group=case.area.group,
                number=case.number,
                head=head.name if head else "",
                title=form.title,
                holder=holder,
                version=paper.version,
                pages=one.leaves.pages,
                signers=_signers(one.filled, office.job.stage),
                blank=_blank(one.filled),
                code=str(code_of(paper, number, 1, one.leaves.pages)),
            )


def _signers(filled: FilledForm, stage: str) -> str:
    """Return who signs, prints a finger or seals at the sitting; all of them where none is named."""
    return "；".join(
        one.label + ("（按手印）" if one.fingerprint else "")
        for one in filled.form.signatures
        if not stage or one.stage in ("", stage)
    )


def _blank(filled: FilledForm) -> str:
    """Return the labels of the boxes that are left for the pen, the first few of them."""
    names = [
        one.label for one in filled.form.fields if one.kind != "ticks" and not filled.values.get(one.name)
    ]
    return "、".join(names[:_TOLD]) + (f"等{len(names)}项" if len(names) > _TOLD else "")


def _file(case: Case, number: int, made: PrintFile, order: Order) -> Document:
    name = "套打" if order.overprint else "打印"
    return Document(
        village=case.area.code,
        household="",
        form=f"packet.{'overprint' if order.overprint else 'print'}.{number:02d}",
        edition="",
        title=f"{case.area.village}{name}件{number:02d}",
        format="pdf",
        place=village_folder(case.area.village, case.area.code),
        filename=f"{name}_{number:02d}.pdf",
        content=made.content,
        pages=made.pages,
    )


def _trial(case: Case, order: Order) -> Iterator[Document]:
    content = trial_sheet(order, title="打印机测试页")
    yield replace(
        _file(case, 0, PrintFile(content, 1, 1, ()), order), filename="打印机测试页.pdf", title="打印机测试页"
    )


def _signing_list(case: Case, rows: tuple[SigningRow, ...], office: Office) -> Iterator[Document]:
    """Yield a village's signing list: the workbook that is ticked, and pages to carry along."""
    form = role(office.registry, SIGNING_LIST)
    drawn = office.press.drawn(_sheet(form, case, rows, office), "xlsx")
    yield _listed(case, form, "xlsx", drawn.content, drawn.pages)
    form = role(office.registry, SIGNING_SHEET)
    each = form.tables[0].rows
    parts = [
        office.press.leaves(_sheet(form, case, rows[at : at + each], office))
        for at in range(0, len(rows), each)
    ]
    content, pages = bound(parts, title=f"{case.area.village}{form.title}", author=office.job.author)
    yield _listed(case, form, "pdf", content, pages)


def _sheet(form: Form, case: Case, rows: tuple[SigningRow, ...], office: Office) -> FilledForm:
    area = case.area.model_copy(update={"group": ""})
    sheet = Sheet(area=area, made_on=office.job.as_of, rows=rows)
    return office.binder.bind_sheet(form, sheet, occasion_for(case, office))


def _listed(case: Case, form: Form, output: str, content: bytes, pages: int | None) -> Document:
    return Document(
        village=case.area.code,
        household="",
        form=form.id,
        edition=form.edition,
        title=form.title,
        format=output,
        place=village_folder(case.area.village, case.area.code),
        filename=f"签字清单.{output}",
        content=content,
        pages=pages,
    )
