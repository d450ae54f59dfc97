"""The third corridor: a year's volumes (案卷), one of each household and one of each village.

A village's cases enter; of each household comes a path, a key of everything the volume is made from, and a way to
make it. The key needs no layout, so that an archive makes only what has changed.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from .case import Area, Case, Roster
from .codes import masked_numbers
from .deliver import role
from .differing import differences, is_signed_value
from .document import Blocked, Document, Leaves
from .dossier import Entry, Row, Volume, YearChange, as_it_was, boxed, short_term
from .errors import Finding, PolicyError, RenderError, Severity, fields
from .form import FilledForm, Form
from .pack import code_of
from .paper import Paper, content_of
from .pipeline import (
    Job,
    Office,
    blocks,
    bound_forms,
    bound_lists,
    chosen_forms,
    findings_of,
    occasion_for,
    open_office,
)
from .policy import Policy
from .registry import Registry
from .store import LARGEST, Register, Scan, Scans, safe_name, village_folder
from .volume import Part, bind

#: The papers of a volume itself; a county replaces them by forms that say so.
COVER, VILLAGE_COVER = "cn.volume.cover", "cn.volume.village_cover"
CONTENTS, REMARKS, INDEX = "cn.volume.contents", "cn.volume.remarks", "cn.volume.index"
YEAR, SPINES, BOXES, ROSTER = "cn.volume.year", "cn.volume.spines", "cn.volume.boxes", "cn.volume.roster"
_ROLES = (COVER, VILLAGE_COVER, CONTENTS, REMARKS, INDEX, YEAR, SPINES, BOXES, ROSTER)

#: Where volumes of households lie, beside their village's.
HOUSEHOLDS = "户卷"

#: Pages that a box of 40 mm holds at the most: two to a sheet, ten sheets to the millimetre.
_BOX = 800

_TROUBLES = {
    "heic": "VOLUME-101",
    "locked": "VOLUME-102",
    "empty": "VOLUME-103",
    "broken": "VOLUME-103",
    "huge": "VOLUME-104",
    "long": "VOLUME-105",
    "unknown": "VOLUME-106",
}


@dataclass(frozen=True, slots=True)
class VolumeJob:
    """What a run over volumes was asked for, beside the job.

    ``together`` binds the households' volumes into their village's as well.
    """

    job: Job
    year: int
    together: bool = True


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the cases, where there is a workspace: register, attachments, last year's archive.

    ``before`` gives a household's case as it was when the year before ended, None where there is none.
    """

    register: Register | None = None
    scans: Scans | None = None
    before: Callable[[str], Case | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Made:
    """A volume that was made: its bytes, its papers and pages, and what did not go in."""

    content: bytes
    facts: Volume
    findings: tuple[Finding, ...] = ()
    blocked: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How much a household's volume holds, for its village's index: papers (件) and pages."""

    papers: int
    pages: int


@dataclass(frozen=True, slots=True)
class HouseholdVolume:
    """A household's volume: its path below the village's folder, its key, and how it is made."""

    number: str
    path: str
    key: str
    make: Callable[[], Made]


@dataclass(frozen=True, slots=True)
class VillageVolume:
    """A village's volume and what goes with it (户名册.xlsx, 标签.pdf): paths and bytes, made together.

    ``make`` takes what is known of the households' volumes; those not told are laid out to be counted.
    """

    paths: tuple[str, ...]
    key: str
    make: Callable[[Mapping[str, Counted]], tuple[Made, Mapping[str, bytes]]]


@dataclass(frozen=True, slots=True)
class VillageVolumes:
    """The volumes of one village; ``folder`` is its name as a folder."""

    area: Area
    folder: str
    households: tuple[HouseholdVolume, ...]
    village: VillageVolume


def open_volumes(registry: Registry, wanted: VolumeJob) -> Office:
    """Return the office for volumes: the household forms asked for, every village paper, the volumes' own."""
    job = wanted.job
    households = [
        form for form in chosen_forms(registry, job.forms) if form.about in ("household", "village")
    ]
    lists = [] if job.forms else chosen_forms(registry, (), "village", job.policy)
    keys = tuple(dict.fromkeys(form.key for form in (*households, *lists)))
    office = open_office(registry, replace(job, forms=keys))
    office.binder.add(role(registry, name) for name in _ROLES)
    return office


def village_volumes(
    cases: Sequence[Case],
    office: Office,
    wanted: VolumeJob,
    roster: Mapping[str, tuple[Finding, ...]],
    beside: Beside,
) -> VillageVolumes:
    """Return the volumes of one village's households and of the village; nothing is laid out yet."""
    village = _Village(tuple(cases), office, wanted, roster, beside)
    return VillageVolumes(
        village.area,
        village_folder(village.area.village, village.area.code),
        tuple(
            HouseholdVolume(
                one.case.number, f"{HOUSEHOLDS}/{safe_name(one.case.number)}.pdf", one.key, one.made
            )
            for one in village.households
        ),
        VillageVolume(("村卷.pdf", "户名册.xlsx", "标签.pdf"), village.key, village.made),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paper on its way into a volume: pages, and what the contents list says of it."""

    title: str
    leaves: tuple[Leaves, ...]
    author: str = ""
    on: date | None = None
    note: str = ""
    form: Form | None = None
    paper: Paper | None = None

    @property
    def pages(self) -> int:
        return sum(one.pages for one in self.leaves)


@dataclass(slots=True)
class _Gathered:
    """What a volume was put together from, and what did not go in."""

    pieces: list[_Piece] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A volume laid out: its facts with true page numbers, its parts in order, and what did not go in.

    ``outside`` are papers that the county keeps in the village's volume.
    """

    facts: Volume
    parts: tuple[Part, ...]
    gathered: _Gathered
    outside: tuple[_Piece, ...] = ()


class _Bindery:
    """What households' and villages' volumes share: the run, the names a county gives, attachments."""

    def __init__(self, office: Office, wanted: VolumeJob, beside: Beside) -> None:
        self.office = office
        self.wanted = wanted
        self.beside = beside

    def sheet(self, name: str, case: Case, volume: Volume) -> Leaves:
        """Return one of a volume's own papers, laid out."""
        form = role(self.office.registry, name)
        filled = self.office.binder.bind_sheet(form, volume, occasion_for(case, self.office))
        return self.office.press.leaves(filled)

    def listed(self, name: str, case: Case, volume: Volume, each: str) -> tuple[Leaves, ...]:
        """Return a list of a volume, as many rows to a page as the form has."""
        rows = getattr(volume, each)
        most = role(self.office.registry, name).tables[0].rows
        return tuple(
            self.sheet(name, case, replace(volume, **{each: rows[at : at + most]}))
            for at in range(0, max(1, len(rows)), most)
        )

    def scans(self, number: str) -> tuple[Scan, ...]:
        """Return the attachments of a household or village; those in a folder of another year are left out."""
        found = self.beside.scans.of(number) if self.beside.scans else ()
        return tuple(one for one in found if _of_year(one, self.wanted.year))

    def scanned(self, scans: Iterable[Scan], area: Area, number: str, gathered: _Gathered) -> list[Leaves]:
        """Return the pages of attachments; one that cannot become pages is told."""
        leaves: list[Leaves] = []
        for scan in scans:
            trouble = self._pages(scan, leaves)
            if trouble:
                name = masked_numbers(scan.name)
                told = fields(name=name)
                where = f"attachments/{safe_name(number)}/{name}"
                household = "" if number == area.code else number
                gathered.findings.append(Finding(area.code, household, where, _TROUBLES[trouble], told))
                gathered.refused.append(name)
        return leaves

    def _pages(self, scan: Scan, leaves: list[Leaves]) -> str:
        from .pdf.picture import (
            PictureError,
            sheets,
        )  # loads picture libraries; runs without scans do without

        def made(content: bytes) -> tuple[bytes, int]:
            made = sheets(content)
            return made.pdf, made.pages

        if scan.size > LARGEST:
            return "huge"
        assert self.beside.scans is not None  # noqa: S101 - a scan comes from there
        try:
            document, pages = self.beside.scans.pages(scan, made)
        except PictureError as error:
            return error.trouble
        leaves.append(Leaves(document, pages, "scan"))
        return ""

    def papers(self, area: Area, household: str) -> Mapping[str, Paper]:
        """Return the register's last version of each form of a household, or of the village's own."""
        if self.beside.register is None:
            return {}
        latest = self.beside.register.latest(area.code, household)
        return {form: paper for (_, number, form), paper in latest.items() if number == household}

    def entries(self, pieces: Iterable[_Piece]) -> tuple[Entry, ...]:
        """Number the papers of a volume, page by page."""
        entries: list[Entry] = []
        page = 1
        for place, piece in enumerate(pieces, 1):
            last = page + piece.pages - 1
            entries.append(Entry(place, piece.title, page, last, "", piece.author, piece.on, piece.note))
            page = last + 1
        return tuple(entries)

    def parts(self, volume: Volume, pieces: Sequence[_Piece], label: str) -> Iterator[Part]:
        """Yield the numbered part of a volume."""
        sealed = self.policy_of(volume).get("archive_seal", False)
        for entry, piece in zip(volume.entries, pieces, strict=True):
            seal = (
                volume.fonds_number,
                str(volume.year),
                str(entry.place),
                volume.number or "村级文书",
                short_term(volume.retention),
                str(piece.pages),
            )
            yield Part(
                piece.leaves,
                (piece.title,),
                entry.first,
                label,
                seal if sealed else (),
                tuple(_codes(piece)),
            )

    def policy_of(self, volume: Volume) -> Mapping[str, Any]:
        """Return the figures that a volume was made by."""
        return self._figures[volume.area.code]

    @cached_property
    def _figures(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def facts(self, case: Case, policy: Policy, number: str, title: str) -> Volume:
        """Return what a volume's cover says before its papers are known."""
        named = policy.figures.get("volume")
        names = dict(named) if isinstance(named, Mapping) else {}
        kept = policy.figures.get("retention")
        terms = dict(kept) if isinstance(kept, Mapping) else {}
        self._figures[case.area.code] = policy.figures
        retention = str(terms.get("户卷" if number else "名单、审批、手册", ""))
        known = {
            "全宗号": names.get("全宗号", ""),
            "行政村编码": case.area.code,
            "年度": str(self.wanted.year),
            "保管期限": short_term(retention),
            "户号": number,
        }
        pattern = "户卷档号" if number else "村卷档号"
        return Volume(
            area=case.area if number else case.area.model_copy(update={"group": ""}),
            year=self.wanted.year,
            made_on=self.office.job.as_of,
            title=title,
            number=number,
            fonds_name=str(names.get("全宗名称", "")),
            fonds_number=str(names.get("全宗号", "")),
            category=str(names.get("类目名称", "")),
            archive_number=_numbered(policy, pattern, str(names.get(pattern, "")), known),
            retention=retention,
        )


class _Household(_Bindery):
    """One household's volume in the making."""

    def __init__(
        self,
        case: Case,
        office: Office,
        wanted: VolumeJob,
        roster: Mapping[str, tuple[Finding, ...]],
        beside: Beside,
        house: Callable[[Policy], str],
    ) -> None:
        super().__init__(office, wanted, beside)
        self.case = as_it_was(case, office.job.as_of)
        self._roster = roster
        self._house = house
        self._told: tuple[Counted, int] | None = None

    @cached_property
    def policy(self) -> Policy:
        """The policy around the household."""
        return occasion_for(self.case, self.office).policy

    @cached_property
    def key(self) -> str:
        """A digest of everything the volume is made from."""
        before = self.beside.before(self.case.number)
        papers = self.papers(self.case.area, self.case.number)
        return _digest(
            self._house(self.policy),
            self.case.model_dump_json(exclude_defaults=True),
            before.model_dump_json(exclude_defaults=True) if before else "",
            [repr(one) for one in self._roster.get(self.case.number, ())],
            [(scan.name, scan.size, scan.changed) for scan in self.scans(self.case.number)],
            sorted((form, paper.version, paper.content.hash, paper.state) for form, paper in papers.items()),
        )

    def made(self) -> Made:
        """Lay the volume out and bind it."""
        laid = self.laid()
        bound = bind(laid.parts, title=laid.facts.title, author=self.office.job.author)
        return Made(bound.content, laid.facts, tuple(laid.gathered.findings), tuple(laid.gathered.blocked))

    def laid(self) -> _Laid:
        """Lay the volume out; only how much it holds is remembered, for pages are large."""
        found = self._laid_out()
        self._told = (
            Counted(found.facts.papers, found.facts.pages),
            sum(part.sides for part in found.parts),
        )
        return found

    def told(self) -> tuple[Counted, int]:
        """Return how much the volume holds, and how many sides of paper it takes."""
        if self._told is None:
            self.laid()
        assert self._told is not None  # noqa: S101 - laying it out tells
        return self._told

    def _laid_out(self) -> _Laid:
        case, policy = self.case, self.policy
        head = case.household.head
        name = head.name if head else ""
        facts = self.facts(case, policy, case.number, f"{case.area.full}{name}户{_archive(policy)}")
        facts = _of_the_year(replace(facts, head=name), case, self.beside.before(case.number))
        gathered = self._gathered(facts)
        pieces, outside = _ordered(gathered.pieces, policy)
        entries = self.entries(pieces)
        days = [piece.on for piece in pieces if piece.on]
        facts = replace(
            facts,
            entries=entries,
            papers=len(entries),
            pages=entries[-1].last if entries else 0,
            start=min(days, default=None),
            end=max(days, default=None),
        )
        facts = replace(facts, note=_remarks(facts, gathered))
        parts = (
            Part((self.sheet(COVER, case, facts),), ("案卷封面",), label="封面"),
            Part(self.listed(CONTENTS, case, facts, "entries"), ("卷内文件目录",), label="目录"),
            *self.parts(facts, pieces, ""),
            Part((self.sheet(REMARKS, case, facts),), ("卷内备考表",), label="备考表"),
        )
        return _Laid(facts, parts, gathered, outside)

    def _gathered(self, facts: Volume) -> _Gathered:
        """Return the forms at their last stage, signed scans in their place, then the other attachments."""
        case, office = self.case, self.office
        gathered = _Gathered()
        scans = list(self.scans(case.number))
        papers = self.papers(case.area, case.number)
        findings = findings_of(case, office, self._roster)
        year = role(office.registry, YEAR)
        gathered.pieces.append(
            _Piece(year.title, (self.sheet(YEAR, case, facts),), _village_office(case.area), office.job.as_of)
        )
        for filled, touching in bound_forms(case, office, findings):
            own = [scan for scan in scans if is_scan_of(scan.stem, filled.form)]
            scans = [scan for scan in scans if scan not in own]
            piece = self._piece(filled, own, touching, papers.get(filled.form.key), gathered)
            if piece is not None:
                gathered.pieces.append(piece)
        for scan in scans:
            leaves = self.scanned([scan], case.area, case.number, gathered)
            if leaves:
                gathered.pieces.append(
                    _Piece(masked_numbers(Path(scan.stem).name), tuple(leaves), note="附件")
                )
        return gathered

    def _piece(
        self,
        filled: FilledForm,
        own: Sequence[Scan],
        touching: tuple[Finding, ...],
        paper: Paper | None,
        gathered: _Gathered,
    ) -> _Piece | None:
        """Return a form's paper: its signed scan, else as it is filled now; nothing where errors block it."""
        form, case, office = filled.form, self.case, self.office
        author = _author(form, case, occasion_for(case, office).policy)
        on = _day_of(filled, case) or office.job.as_of
        leaves = self.scanned(own, case.area, case.number, gathered)
        if leaves:
            return _Piece(form.title, tuple(leaves), author, on, "签字扫描件", form)
        if blocking := blocks(touching, office):
            gathered.blocked.append(Blocked(form.key, form.title, blocking))
            return None
        try:
            drawn = office.press.leaves(filled)
        except RenderError as error:
            where = f"《{form.title}》"
            finding = Finding(filled.village, filled.household, where, error.code, error.fields)
            gathered.findings.append(finding)
            gathered.blocked.append(Blocked(form.key, form.title, (finding,)))
            return None
        note, known = "", None
        if paper is not None and content_of(filled, paper.content.stage).hash == paper.content.hash:
            note, known = f"第{paper.version}版", paper
        elif paper is not None and not paper.content.stage:
            told = fields(title=form.title, version=paper.version)
            gathered.findings.append(
                Finding(
                    filled.village,
                    filled.household,
                    f"《{form.title}》",
                    "VOLUME-107",
                    told,
                    Severity.WARNING,
                )
            )
            note = f"登记第{paper.version}版后有改动"
        return _Piece(form.title, (drawn,), author, on, note, form, known)


class _Village(_Bindery):
    """One village's volume in the making, with those of its households."""

    def __init__(
        self,
        cases: tuple[Case, ...],
        office: Office,
        wanted: VolumeJob,
        roster: Mapping[str, tuple[Finding, ...]],
        beside: Beside,
    ) -> None:
        super().__init__(office, wanted, beside)
        houses: dict[str, str] = {}

        def house(policy: Policy) -> str:
            if policy.key not in houses:
                houses[policy.key] = _house(office, wanted, policy)
            return houses[policy.key]

        self.households = tuple(_Household(case, office, wanted, roster, beside, house) for case in cases)
        self.area = cases[0].area.model_copy(update={"group": ""})

    @cached_property
    def key(self) -> str:
        """A digest of everything the village's volume is made from."""
        scans = [(scan.name, scan.size, scan.changed) for scan in self.scans(self.area.code)]
        return _digest([one.key for one in self.households], scans, self.wanted.together)

    def made(self, known: Mapping[str, Counted]) -> tuple[Made, Mapping[str, bytes]]:
        """Make the village's volume, its roster and its labels."""
        first = self.households[0].case
        policy = occasion_for(first, self.office).policy
        title = f"{self.area.full}{self.wanted.year}年{_archive(policy)}村卷"
        facts = self.facts(first, policy, "", title)
        gathered = self._gathered()
        entries = self.entries(gathered.pieces)
        days = [piece.on for piece in gathered.pieces if piece.on]
        facts = replace(
            facts,
            entries=entries,
            papers=len(entries),
            pages=entries[-1].last if entries else 0,
            start=min(days, default=None),
            end=max(days, default=None),
            rows=tuple(self._rows(known)),
        )
        facts = replace(facts, note=_remarks(facts, gathered), boxes=boxed(facts.rows, _BOX))
        facts, parts = self._parts(facts, gathered.pieces, first)
        bound = bind(parts, title=title, author=self.office.job.author, foot=True)
        made = Made(bound.content, facts, tuple(gathered.findings), tuple(gathered.blocked))
        return made, {"户名册.xlsx": self._roster(facts, first), "标签.pdf": self._labels(facts, first)}

    def _parts(self, facts: Volume, pieces: Sequence[_Piece], case: Case) -> tuple[Volume, Iterator[Part]]:
        """Return the volume's parts in order, and its facts with the side on which each household begins."""
        village = self.area.village
        own = tuple(
            replace(part, at=(village, "村级文书", *part.at)) for part in self.parts(facts, pieces, "")
        )
        contents = Part(
            self.listed(CONTENTS, case, facts, "entries"), (village, "卷内文件目录"), label="目录"
        )
        end = Part((self.sheet(REMARKS, case, facts),), (village, "卷内备考表"), label="备考表")
        if self.wanted.together:
            index = self.listed(INDEX, case, facts, "rows")  # as long as the true one
            sides = 2 + contents.sides + Part(index).sides + sum(part.sides for part in own)
            facts = replace(facts, rows=tuple(self._placed(facts.rows, sides)))
        index = self.listed(INDEX, case, facts, "rows")
        front = (
            Part((self.sheet(VILLAGE_COVER, case, facts),), (village, "案卷封面"), label="封面"),
            contents,
            Part(index, (village, "户卷目录"), label="户卷目录"),
        )

        def parts() -> Iterator[Part]:
            yield from (*front, *own)
            if self.wanted.together:
                for row, one in zip(facts.rows, self.households, strict=True):
                    whose = f"{row.number} {row.head}".rstrip()
                    for part in one.laid().parts:
                        label = f"{row.number}-{part.label}" if part.label else row.number
                        yield replace(part, at=(village, whose, *part.at), label=label)
            yield end

        return facts, parts()

    def _placed(self, rows: Iterable[Row], sides: int) -> Iterator[Row]:
        for row, one in zip(rows, self.households, strict=True):
            yield replace(row, first=sides + 1)
            sides += one.told()[1]

    def _rows(self, known: Mapping[str, Counted]) -> Iterator[Row]:
        places = count(1)
        for one in self.households:
            case, policy = one.case, one.policy
            head = case.household.head
            name = head.name if head else ""
            facts = self.facts(case, policy, case.number, f"{case.area.full}{name}户{_archive(policy)}")
            told = known.get(case.number) or one.told()[0]
            yield Row(
                place=next(places),
                group=case.area.group,
                number=case.number,
                head=name,
                title=facts.title,
                archive_number=facts.archive_number,
                retention=facts.retention,
                people=case.household.population,
                monitor_class=case.household.monitor_class,
                papers=told.papers,
                pages=told.pages,
            )

    def _gathered(self) -> _Gathered:
        """Return the village's own papers: notices, lists, meeting records, ledgers, signed scans in their place."""
        office, area = self.office, self.area
        gathered = _Gathered()
        scans = list(self.scans(area.code))
        roster = Roster(area, tuple(one.case for one in self.households))
        forms = office.village_forms if office.job.whole_villages else ()
        for filled in bound_lists(roster, forms, office):
            own = [scan for scan in scans if is_scan_of(scan.stem, filled.form)]
            scans = [scan for scan in scans if scan not in own]
            leaves = self.scanned(own, area, area.code, gathered)
            note = "签字扫描件" if leaves else ""
            if not leaves:
                if blocking := blocks(filled.findings, office):
                    gathered.blocked.append(Blocked(filled.form.key, filled.form.title, blocking))
                    continue
                leaves = [office.press.leaves(filled)]
            author = _village_office(area)
            gathered.pieces.append(
                _Piece(filled.form.title, tuple(leaves), author, office.job.as_of, note, filled.form)
            )
        for scan in scans:
            leaves = self.scanned([scan], area, area.code, gathered)
            if leaves:
                gathered.pieces.append(
                    _Piece(masked_numbers(Path(scan.stem).name), tuple(leaves), note="附件")
                )
        for one in self.households:
            if _kept(one.policy):
                laid = one.laid()
                whose = f"{laid.facts.number} {laid.facts.head}".rstrip()
                gathered.pieces += [replace(piece, title=f"{whose} {piece.title}") for piece in laid.outside]
        return gathered

    def _roster(self, facts: Volume, case: Case) -> bytes:
        form = role(self.office.registry, ROSTER)
        filled = self.office.binder.bind_sheet(form, facts, occasion_for(case, self.office))
        return self.office.press.drawn(filled, form.format).content

    def _labels(self, facts: Volume, case: Case) -> bytes:
        """Return the labels of the village's volumes and boxes, to be cut out."""
        parts = (
            Part(self.listed(SPINES, case, facts, "rows"), ("案卷脊背标签",)),
            Part(self.listed(BOXES, case, facts, "boxes"), ("档案盒脊标签",)),
        )
        return bind(parts, title=f"{self.area.village}档案标签", author=self.office.job.author).content


def is_scan_of(stem: str, form: Form) -> bool:
    """Return whether a file is the signed scan of ``form``: it is called by its catalogue number, id or title.

    More may follow behind a character that is no letter and no digit: ``F03.pdf``, ``F03_第2页.jpg``.
    """
    last = stem.rpartition("/")[2].casefold()
    for name in filter(None, (form.catalogue, form.key, form.id, form.title, form.printed_title)):
        rest = last.removeprefix(name.casefold())
        if rest != last and not (rest[:1].isascii() and rest[:1].isalnum()):
            return True
    return False


def _of_year(scan: Scan, year: int) -> bool:
    """Whether an attachment is of ``year``: those in a folder called by another year are not."""
    folder = scan.name.partition("/")[0]
    return not ("/" in scan.name and folder.isdecimal() and len(folder) == 4 and int(folder) != year)


def _codes(piece: _Piece) -> Iterator[str]:
    """Yield what a person reads of the code of each page, where the paper is in the register."""
    if piece.paper is not None:
        for page in range(1, piece.pages + 1):
            yield code_of(piece.paper, 0, page, piece.pages).readable


def _ordered(pieces: Sequence[_Piece], policy: Policy) -> tuple[tuple[_Piece, ...], tuple[_Piece, ...]]:
    """Put papers in the county's order, what it does not name last; apart those kept in the village's volume."""
    stated = policy.figures.get("volume_order")
    order = [str(one) for one in stated] if isinstance(stated, list | tuple) else []

    def rank(piece: _Piece) -> tuple[int, int, int]:
        form = piece.form
        at = next((place for place, name in enumerate(order) if _is_called(piece, name)), len(order))
        return at, form is None, form.order if form else 0

    kept = _kept(policy)
    ordered = sorted(pieces, key=rank)
    own = [one for one in ordered if not kept or any(_is_called(one, name) for name in kept)]
    return tuple(own), tuple(one for one in ordered if one not in own)


def _kept(policy: Policy) -> list[str]:
    """Return the papers that alone belong in a household's volume; none named means all."""
    only = policy.figures.get("volume_household")
    return [str(one) for one in only] if isinstance(only, list | tuple) else []


def _is_called(piece: _Piece, name: str) -> bool:
    if piece.form is not None:
        return name in (piece.form.catalogue, piece.form.id, piece.form.title)
    return name in piece.title


def _of_the_year(facts: Volume, case: Case, before: Case | None) -> Volume:
    """Add the year's view: members, income, measures and visits, and what changed since the last archive."""
    year = facts.year
    changes = differences(before, case) if before else ()
    told = tuple(YearChange(one.label, one.old, one.new) for one in changes if not is_signed_value(one.path))
    return replace(
        facts,
        members=case.household.members,
        incomes=tuple(case.account(one) for one in case.incomes if one.year == year),
        measures=tuple(
            one
            for one in case.measures
            if any(day and day.year == year for day in (one.planned_on, one.done_on))
        ),
        visits=tuple(one for one in case.visits if one.on.year == year),
        changes=told,
        year_note="" if before else "没有上年归档时的数据，不作比较。",
    )


def _remarks(facts: Volume, gathered: _Gathered) -> str:
    """Return what the remarks sheet says of a volume (本卷情况说明)."""
    lines = [
        f"本卷共 {facts.papers} 件 {facts.pages} 页，截至{facts.made_on.year}年{facts.made_on.month}月{facts.made_on.day}日。"
    ]
    scanned = sum(one.note == "签字扫描件" for one in gathered.pieces)
    if scanned:
        lines.append(f"其中签字扫描件 {scanned} 件。")
    if gathered.blocked:
        titles = "、".join(f"《{one.title}》" for one in gathered.blocked)
        lines.append(f"因数据有错未入卷：{titles}。")
    if gathered.refused:
        lines.append(f"打不开、未入卷的附件：{'、'.join(gathered.refused)}。")
    return "\n".join(lines)


def _archive(policy: Policy) -> str:
    named = policy.figures.get("volume")
    return str(named.get("类目名称", "档案")) if isinstance(named, Mapping) else "档案"


def _numbered(policy: Policy, name: str, pattern: str, known: Mapping[str, str]) -> str:
    """Return an archive number (档号) by the county's pattern."""
    try:
        return pattern.format_map(known).strip("-")
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise PolicyError(
            "VOLUME-108",
            where=policy.declared_in or policy.key,
            name=name,
            pattern=pattern,
            known="、".join(known),
        ) from error


def _village_office(area: Area) -> str:
    return f"{area.village}村（居）民委员会" if not area.village.endswith("村") else f"{area.village}民委员会"


def _author(form: Form, case: Case, policy: Policy) -> str:
    """Return who answers for a form (责任者): the level of its last sitting."""
    last = form.stages[-1] if form.stages else ""
    if last == "township":
        return f"{case.area.township}人民政府"
    if last == "county":
        return str(policy.figures.get("county_office", "")) or case.area.county
    return _village_office(case.area)


def _day_of(filled: FilledForm, case: Case) -> date | None:
    """Return a form's date: of its last signed sitting, else of the last step of its procedure."""
    sheets = [
        one.on for one in case.signed if (one.form, one.procedure) == (filled.form.id, filled.procedure)
    ]
    if sheets:
        return max(sheets)
    one = next((each for each in case.procedures if each.number == filled.procedure), None)
    if one is None:
        return None
    days = [one.application.signed_on, one.check.on, *(opinion.on for opinion in one.approvals)]
    return max((day for day in days if day), default=None)


def _digest(*told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def _house(office: Office, wanted: VolumeJob, policy: Policy) -> str:
    """Return a digest of what all volumes under one policy share: forms, templates, figures, the run itself."""
    job = office.job
    return _digest(
        version("docgen"),
        _forms(office),
        policy.key,
        {name: str(value) for name, value in policy.figures.items()},
        [wanted.year, str(job.as_of), job.author, job.stage, job.draft, job.layout, str(job.accept)],
    )


def _forms(office: Office) -> list[tuple[str, str]]:
    forms = (
        *office.household_forms,
        *office.village_forms,
        *(role(office.registry, name) for name in _ROLES),
    )
    return [(form.key, hashlib.sha256(form.template.read_bytes()).hexdigest()) for form in forms]


def documents(
    volumes: VillageVolumes, year: int, *, whole: bool = True
) -> Iterator[tuple[Document, Made | None]]:
    """Yield the files of one village's volumes, household by household, then those of a ``whole`` village."""
    place = f"{year}/{volumes.folder}"
    known = {}
    for one in volumes.households:
        made = one.make()
        known[one.number] = Counted(made.facts.papers, made.facts.pages)
        yield _document(volumes, place, one.path, one.number, made.content, made.facts.title), made
    if not whole:
        return
    made, others = volumes.village.make(known)
    yield _document(volumes, place, volumes.village.paths[0], "", made.content, made.facts.title), made
    for path, content in others.items():
        yield _document(volumes, place, path, "", content, Path(path).stem), None


def _document(
    volumes: VillageVolumes, place: str, path: str, number: str, content: bytes, title: str
) -> Document:
    folder, _, filename = path.rpartition("/")
    suffix = filename.rpartition(".")[2]
    return Document(
        village=volumes.area.code,
        household=number,
        form=f"volume.{'household' if number else Path(path).stem}",
        edition=str(place.partition("/")[0]),
        title=title,
        format=suffix,
        place="/".join(filter(None, (place, folder))),
        filename=filename,
        content=content,
    )
