"""The corridor of the year's end: a village's cases, papers and register enter, a bag of its archive leaves.

What a paper is made from (its values, declaration, template, docgen itself) makes its key, and a paper whose key
the earlier bag knows is taken over and not drawn again.
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from . import archive
from .archive import CASES, PAPERS, VOLUMES, Item, Record, counts_in, fingerprint, record_of
from .case import Case, Roster
from .document import Blocked
from .dossier import as_it_was
from .errors import Finding, RenderError
from .form import FilledForm, Form
from .paper import content_of
from .pdf.reading import page_count
from .pipeline import (
    VILLAGE_PAPERS,
    Office,
    blocks,
    bound_forms,
    findings_of,
    occasion_for,
    policy_of,
)
from .store import Bagged, Piece, Withheld, folded, kept, safe_name, village_folder
from .volumes import Beside, Counted, Made, VillageVolumes, VolumeJob, village_volumes

#: What draws the papers, beside docgen itself: another release may draw other bytes.
_ENGINES = ("lxml", "pikepdf", "weasyprint", "fonttools", "pillow")


@dataclass(slots=True)
class Village:
    """A village's archive while it is made (村档案): findings and forms held back are added as it goes.

    ``pieces`` may be gone through once; ``info`` are the lines of bag-info.txt.
    """

    folder: str
    pieces: Iterator[Piece]
    info: Mapping[str, str]
    households: int
    findings: list[Finding] = field(default_factory=list)
    blocked: list[tuple[str, Blocked]] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    bagged: Bagged | None = None


def archive_folder(year: int, cases: Sequence[Case]) -> str:
    """Return the name of a village's bag."""
    return f"{year}_{village_folder(cases[0].area.village, cases[0].area.code)}"


def village_archive(
    cases: Sequence[Case],
    office: Office,
    wanted: VolumeJob,
    roster: Mapping[str, tuple[Finding, ...]],
    beside: Beside,
    above: Path,
) -> Village:
    """Return the archive of one village; its papers are drawn when the pieces are gone through.

    ``above`` is the folder of the bags: what an earlier bag's index counted is not counted again.
    """
    year, register = wanted.year, beside.register
    volumes = village_volumes(cases, office, wanted, roster, beside)
    cases = [as_it_was(case, office.job.as_of) for case in cases]
    area = cases[0].area.model_copy(update={"group": ""})
    policy = policy_of(cases[0], office)
    records = [record_of(paper) for paper in (register.papers(area.code) if register else ())]
    village = Village(archive_folder(year, cases), iter(()), {}, len(cases))
    names = folder_names([case.number for case in cases])
    latest = {(one.household, one.form): one for one in records}
    ready = _Ready(office, latest, names, village, counts_in(kept(above / village.folder, archive.INDEX)))
    for case in cases:
        ready.bind_household(case, roster)
    ready.bind_village(Roster(area, tuple(cases)))
    village.info = archive.bag_info(
        area, year, office.job.as_of, office.job.author, {"户数": len(cases), "表份数": len(ready.bound)}
    )
    texts = {
        archive.FORMS: archive.forms_file((form, template_digest(form)) for form in ready.forms()),
        archive.POLICY: archive.policy_file(policy),
        archive.README: archive.readme(area, year, len(cases)),
        archive.REGISTER: archive.register_of(records),
    }
    village.pieces = chain(
        ready.volumes(volumes, {case.number: case for case in cases}),
        ready.pieces(cases),
        _texts(texts),
        ready.index(),
    )
    return village


@dataclass(slots=True)
class _Ready:
    """What is bound for a village, and the lines of its index as the pieces are made."""

    office: Office
    records: Mapping[tuple[str, str], Record]
    names: Mapping[str, str]
    village: Village
    earlier: Mapping[str, tuple[int, int, int]]
    counted: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    bound: list[tuple[Case | None, FilledForm]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def bind_household(self, case: Case, roster: Mapping[str, tuple[Finding, ...]]) -> None:
        """Bind the forms of a household; those that errors block are noted."""
        findings = findings_of(case, self.office, roster)
        self.village.findings += findings
        for filled, touching in bound_forms(case, self.office, findings):
            self.village.findings += [one for one in touching if one not in findings]
            self._take(case, filled, blocks(touching, self.office))

    def bind_village(self, roster: Roster) -> None:
        """Bind the village's own lists and notices."""
        occasion = occasion_for(roster.cases[0], self.office)
        around = tuple(one for one in self.office.job.villages if one.code.startswith(roster.area.code))
        roster = replace(roster, villages=around)
        for form in self.office.village_forms:
            filled = self.office.binder.bind_village(form, roster, occasion)
            if filled is not None:
                self.village.findings += filled.findings
                self._take(None, filled, blocks(filled.findings, self.office))

    def forms(self) -> list[Form]:
        """Return the forms of this village's papers, in packet order."""
        found = {filled.form.key: filled.form for _, filled in self.bound}
        return sorted(found.values(), key=lambda form: (form.order, form.key))

    def volumes(self, volumes: VillageVolumes, cases: Mapping[str, Case]) -> Iterator[Piece]:
        """Yield each household's volume, then its village's, which tells how much is in each."""
        known: dict[str, Counted] = {}
        for one in volumes.households:
            path = f"{VOLUMES}/{self.names[one.number]}.pdf"
            self.items.append(self._item(cases[one.number], path, "户卷", "pdf"))
            key = fingerprint(engine(), one.key)
            yield Piece(path, key, partial(self._volume, path, one.make))
            if path not in self.counted and path not in self.earlier:  # its bag lost the index
                self._volume(path, one.make)
            papers, numbered, _ = self.counted.get(path) or self.earlier[path]
            known[one.number] = Counted(papers, numbered)
        village = cache(partial(volumes.village.make, known))
        for path in volumes.village.paths:
            title, _, kind = path.rpartition(".")
            self.items.append(self._item(None, path, title, kind))
            key = fingerprint(engine(), volumes.village.key, sorted(known), path)
            yield Piece(path, key, partial(self._of_village, path, village))

    def _volume(self, path: str, make: Callable[[], Made]) -> tuple[bytes]:
        made = make()
        self.village.refused += made.findings
        self.counted[path] = (made.facts.papers, made.facts.pages, page_count(made.content))
        return (made.content,)

    def _of_village(self, path: str, make: Callable[[], tuple[Made, Mapping[str, bytes]]]) -> tuple[bytes]:
        made, others = make()
        if path not in others:
            return self._volume(path, lambda: made)
        if path.endswith(".pdf"):
            self.counted[path] = (0, 0, page_count(others[path]))
        return (others[path],)

    def pieces(self, cases: Iterable[Case]) -> Iterator[Piece]:
        """Yield the papers, then the data of each household."""
        for case, filled in self.bound:
            for output in self.office.press.formats(filled.form):
                yield self._paper(case, filled, output)
        for case in cases:
            path = f"{CASES}/{self.names[case.number]}.json"
            self.items.append(self._item(case, path, "户档数据", "json"))
            content = archive.case_file(case)
            yield Piece(path, hashlib.sha256(content).hexdigest(), lambda content=content: (content,))  # type: ignore[misc]

    def index(self) -> Iterator[Piece]:
        """Yield the index, when everything in it has been made."""
        withheld = [
            Item("", one.title, "", number=number, form=one.form, note="未归档：有待更正的问题")
            for number, one in self.village.blocked
        ]
        content = archive.index_of((*map(self._with_counts, self.items), *withheld))
        yield Piece(archive.INDEX, hashlib.sha256(content).hexdigest(), lambda: (content,))

    def _with_counts(self, item: Item) -> Item:
        found = self.counted.get(item.path) or self.earlier.get(item.path)
        if found is None:
            return item
        papers, numbered, pages = found
        return replace(item, papers=papers, numbered=numbered, pages=pages)

    def _take(self, case: Case | None, filled: FilledForm, blocking: tuple[Finding, ...]) -> None:
        if blocking:
            number = case.number if case else ""
            self.village.blocked.append((number, Blocked(filled.form.key, filled.form.title, blocking)))
        else:
            self.bound.append((case, filled))

    def _paper(self, case: Case | None, filled: FilledForm, output: str) -> Piece:
        form = filled.form
        name = f"{self.office.ordinals[form.key]:02d}_{safe_name(form.title)}.{output}"
        folder = self.names[case.number] if case else VILLAGE_PAPERS
        path = f"{PAPERS}/{folder}/{_payload_name(name)}"
        item = self._item(case, path, form.title, output, form.key, self._version(filled))

        def make() -> tuple[bytes]:
            try:
                return (self.office.press.draw(filled, output).content,)
            except RenderError as error:
                self._refused(case, filled, error)
                self.items.remove(item)
                raise Withheld from error

        self.items.append(item)
        return Piece(path, paper_key(filled, output), make)

    def _refused(self, case: Case | None, filled: FilledForm, error: RenderError) -> None:
        number = case.number if case else ""
        finding = Finding(filled.village, number, f"《{filled.form.title}》", error.code, error.fields)
        self.village.blocked.append((number, Blocked(filled.form.key, filled.form.title, (finding,))))

    def _version(self, filled: FilledForm) -> int | None:
        """Return the version of a paper in the register, where the last one says the same."""
        content = content_of(filled, self.office.job.stage)
        last = self.records.get((content.household, content.form))
        return last.version if last and last.hash == content.hash else None

    def _item(
        self, case: Case | None, path: str, title: str, kind: str, form: str = "", number: int | None = None
    ) -> Item:
        head = case.household.head if case else None
        return Item(
            path,
            title,
            kind,
            number=case.number if case else "",
            head=head.name if head else "",
            group=case.area.group if case else "",
            form=form,
            version=number,
        )


def folder_names(numbers: Sequence[str]) -> Mapping[str, str]:
    """Return a name for the files of each household; numbers that some disk takes for one get a digest beside it."""
    names = {number: _payload_name(safe_name(number)) for number in numbers}
    alike = Counter(folded(name) for name in (VILLAGE_PAPERS, *names.values()))
    return {
        number: name if alike[folded(name)] == 1 else f"{name}_{fingerprint(number)[:8]}"
        for number, name in names.items()
    }


def paper_key(filled: FilledForm, output: str) -> str:
    """Return the key of a drawn paper: all that its bytes depend on."""
    form = filled.form
    look = (form.key, form.title, form.printed_title, form.code_at, form.empty, form.tables, form.fields)
    return fingerprint(
        engine(),
        template_digest(form),
        [repr(part) for part in look],
        output,
        filled.values,
        filled.properties,
        filled.draft,
        filled.withheld,
    )


def template_digest(form: Form) -> str:
    """Return the SHA-256 of a form's template."""
    return _digest(form.template)


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def engine() -> str:
    """Return a digest of what draws: docgen's own code and fonts, the libraries, the compressor."""
    own = sorted(_code(files("docgen"), ""))
    return fingerprint(own, [version(name) for name in _ENGINES], zlib.ZLIB_RUNTIME_VERSION)


def _code(folder: Traversable, place: str) -> Iterator[tuple[str, str]]:
    for one in folder.iterdir():
        name = f"{place}/{one.name}"
        if one.is_dir():
            yield from _code(one, name)
        elif one.name.endswith((".py", ".toml")):
            yield name, hashlib.sha256(one.read_bytes()).hexdigest()


def _payload_name(name: str) -> str:
    """Return a safe name without what a manifest must escape."""
    return name.replace("%", "％")


def _texts(texts: Mapping[str, bytes]) -> Iterator[Piece]:
    for path, content in texts.items():
        yield Piece(path, hashlib.sha256(content).hexdigest(), lambda content=content: (content,))  # type: ignore[misc]
