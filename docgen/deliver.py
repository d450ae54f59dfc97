"""The second corridor: papers that are bound into one's file with others', where register, pack and store meet.

A village's cases enter; its print files, slips and signing list leave, every paper with its number in the register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, groupby
from typing import TYPE_CHECKING

from .bind import emptied
from .case import Case
from .delivery import Sheet, SigningRow, SlipRow
from .document import Blocked, Document, Leaves
from .errors import Finding, FormError, RenderError, fields
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
class Draft:
    """A village's packet before it is drawn: whose papers they are, and the number of each; plain values only.

    ``papers`` are by household and form, each with the version that was printed before it, when there is one.
    """

    cases: tuple[Case, ...]
    papers: Mapping[tuple[str, str], tuple[Paper, Paper | None]]
    findings: tuple[Finding, ...] = ()
    blocked: tuple[tuple[str, Blocked], ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A filled form whose pages are made, its number, and what was printed before."""

    case: Case
    filled: FilledForm
    leaves: Leaves
    paper: Paper
    before: Paper | None
    added: "tuple[Addition, ...]" = ()


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


def draft_village(
    cases: Sequence[Case],
    office: Office,
    wanted: PacketJob,
    register: Register,
    roster: Mapping[str, tuple[Finding, ...]],
) -> Draft:
    """Check and bind a village's papers; every one that can be made has its number when this returns."""
    findings: list[Finding] = []
    blocked: list[tuple[str, Blocked]] = []
    filled: list[FilledForm] = []
    for case in cases:
        found = findings_of(case, office, roster)
        findings += found
        for one, touching in _wanted(case, office, wanted, found):
            findings += [each for each in touching if each not in found]
            if blocking := blocks(touching, office):
                blocked.append((case.number, Blocked(one.form.key, one.form.title, blocking)))
            else:
                filled.append(one)
    contents = [content_of(one, office.job.stage) for one in filled]
    papers = register.number(contents, command="packet", at=wanted.at)
    fresh = [one for one in papers if not (wanted.changed_only and one.state in _OUT)]
    return Draft(
        tuple(cases),
        {(one.key[1], one.key[2]): (one, _printed_before(one, register)) for one in fresh},
        tuple(findings),
        tuple(blocked),
        len(papers) - len(fresh),
    )


#: Papers that have left the printer.
_OUT = frozenset({"printed", "signed", "returned"})


def _printed_before(paper: Paper, register: Register) -> Paper | None:
    return register.printed_before(paper) if paper.state == "made" and paper.version > 1 else None


def _wanted(
    case: Case, office: Office, wanted: PacketJob, findings: Iterable[Finding] = ()
) -> Iterator[tuple[FilledForm, tuple[Finding, ...]]]:
    """Yield the forms of a household that belong into the packet, and the findings about them."""
    kinds = {one.number: one.kind for one in case.procedures}
    for filled, touching in bound_forms(case, office, findings):
        if wanted.procedures and kinds.get(filled.procedure) not in wanted.procedures:
            continue
        if wanted.order.overprint and office.job.stage not in filled.form.stages:
            continue
        yield filled, touching


def print_village(draft: Draft, office: Office, wanted: PacketJob) -> Packet:
    """Draw a village's packet: its print files and its signing list."""
    ready, lost = _drawn(draft, office, wanted)
    bundles = tuple(_bundles(ready, office))
    first = draft.cases[0]
    title = f"{first.area.village}文书打印件"
    files = tuple(print_files(bundles, wanted.order, title=title, author=office.job.author)) if ready else ()
    rows = tuple(_signing_rows(ready, office))
    return Packet(
        documents=(
            *(_trial(first, wanted.order) if wanted.order.overprint and files else ()),
            *(_file(first, number, made, wanted.order) for number, made in enumerate(files, 1)),
            *(_signing_list(first, rows, office) if rows else ()),
        ),
        printed=tuple(one.paper for one in ready),
        files=files,
        findings=(*draft.findings, *(one for _, told in lost for one in told.findings)),
        blocked=(*draft.blocked, *lost),
        unchanged=draft.unchanged,
        overprinted=wanted.order.overprint,
    )


def lost_village(draft: Draft) -> Packet:
    """Return what is left to say of a village whose worker could not go on."""
    area = draft.cases[0].area
    finding = Finding(area.code, "", area.village, "PACK-107", fields(village=area.village))
    blocked = tuple((number, Blocked(form, form, (finding,))) for number, form in draft.papers)
    return Packet(findings=(*draft.findings, finding), blocked=(*draft.blocked, *blocked))


def printed(packet: Packet, register: Register, at: datetime) -> None:
    """Note in the register that a packet's files have taken their places; earlier versions are superseded."""
    note = "套打" if packet.overprinted else ""
    register.mark(packet.printed, "printed", command="packet", at=at, note=note)
    if not packet.overprinted:
        register.supersede(packet.printed, command="packet", at=at)


def _drawn(draft: Draft, office: Office, wanted: PacketJob) -> tuple[list[_Ready], list[tuple[str, Blocked]]]:
    """Return the papers whose pages could be made, and those that could not."""
    ready: list[_Ready] = []
    lost: list[tuple[str, Blocked]] = []
    for case in draft.cases:
        for filled, _ in _wanted(case, office, wanted):
            form = filled.form
            known = draft.papers.get((case.number, form.key))
            if known is None:
                continue
            try:
                leaves = office.press.leaves(filled)
                added = _added(case, filled, leaves, office) if wanted.order.overprint else ()
            except RenderError as error:
                finding = Finding(filled.village, case.number, f"《{form.title}》", error.code, error.fields)
                lost.append((case.number, Blocked(form.key, form.title, (finding,))))
                continue
            if added or not wanted.order.overprint:
                ready.append(_Ready(case, filled, leaves, *known, added))
    return ready, lost


def _added(case: Case, filled: FilledForm, leaves: Leaves, office: Office) -> "tuple[Addition, ...]":
    """Return what this sitting adds to the paper of the sitting before; nothing where it adds nothing.

    Raises `RenderError` where the paper cannot take it, for what stands on it would have to move.
    """
    from docgen.pdf.overprint import (  # loads font tables; only who prints onto sheets needs it
        Moved,
        additions,
    )

    stages = filled.form.stages
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


def _bundles(ready: Iterable[_Ready], office: Office) -> Iterator[Bundle]:
    for number, group in groupby(ready, key=lambda one: one.case.number):
        own = list(group)
        case = own[0].case
        pieces = [
            Piece(one.filled.form, one.leaves, holders_of(one.filled, case, office), one.paper, one.added)
            for one in own
        ]
        head = case.household.head
        yield Bundle(case.area, number, head.name if head else "", (*_slip(case, own, office), *pieces))


def holders_of(filled: FilledForm, case: Case, office: Office) -> tuple[str, ...]:
    """Return who keeps a copy: what the county's policy says of this form, else the form itself; one at least."""
    form = filled.form
    stated = occasion_for(case, office).policy.figures.get("holders")
    named = stated if isinstance(stated, Mapping) else {}
    holders = named.get(form.id) or named.get(form.catalogue) or form.copies
    return tuple(str(holder) for holder in holders) or ("",)


def _slip(case: Case, own: Iterable[_Ready], office: Office) -> tuple[Piece, ...]:
    """Return the change slip of a household: what its papers say otherwise than those printed before."""
    rows = [
        SlipRow(
            one.paper.content.title, one.before.version, one.paper.version, told.box, told.before, told.after
        )
        for one in own
        if one.before
        for told in changes(one.filled.form, one.before.content, one.paper.content)
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


def _signing_rows(ready: Iterable[_Ready], office: Office) -> Iterator[SigningRow]:
    places = count(1)
    for one in ready:
        form, case = one.filled.form, one.case
        head = case.household.head
        for number, holder in enumerate(holders_of(one.filled, case, office), 1):
            yield SigningRow(
                place=next(places),
                group=case.area.group,
                number=case.number,
                head=head.name if head else "",
                title=form.title,
                holder=holder,
                version=one.paper.version,
                pages=one.leaves.pages,
                signers=_signers(one.filled, office.job.stage),
                blank=_blank(one.filled),
                code=str(code_of(one.paper, number, 1, one.leaves.pages)),
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
