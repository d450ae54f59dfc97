"""The corridor: the one place where the rooms meet.

A case enters, documents leave: the office opens once (declarations compiled, templates checked and made
ready), then each household is checked, its forms are bound, and those that nothing blocks are drawn.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import get_args

from .bind import Binder
from .calendar_cn import PUBLISHED, Calendar
from .case import Case, Roster
from .check import Acceptance, accepted, check_case, check_roster, roster_keys
from .codes import label_of
from .document import Blocked, Document, Outcome
from .errors import Finding, FormError, RenderError, Severity, UsageError
from .fit import Fitter
from .form import About, FilledForm, Form, sitting
from .naming import all_names, shared_numbers
from .nouns import dataclass
from .policy import Policy, policy_for, policy_named
from .preflight import agreeing
from .registry import Registry
from .render import Press
from .signed import sheet_of, sheets_of
from .store import safe_name, village_folder
from .view import Occasion, touches
from .village import Village

#: Where a village's own papers lie, beside its households.
VILLAGE_PAPERS = "_村级"

#: Whose lists are made over several villages: how much of the division code names it, and where they lie.
HIGHER: Mapping[str, tuple[int, str]] = {"township": (9, "_乡级"), "county": (6, "_县级")}


@dataclass(frozen=True, slots=True)
class Job:
    """What a run was asked for; plain values only, so that it can be sent to another process.

    ``forms`` are keys or ids (empty: every default form in force); ``policy`` is a policy's key or id
    (empty: the one around each village). Without ``whole_villages`` the cases are parts of villages, and
    no village's paper is made, for it would lack households; nor a township's or county's unless
    ``whole_area``. ``about`` asks for every paper in force about a village, a township or a county, those
    of the policy's own county included. With ``look`` nothing is drawn: forms are bound and measured, and
    everything in their way is told (预检). ``digest_key`` keys the roster's digests.
    """

    as_of: date
    forms: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    policy: str = ""
    stage: str = ""
    draft: bool = False
    author: str = ""
    layout: str = ""
    about: str = ""
    look: bool = False
    whole_villages: bool = True
    whole_area: bool = True
    accept: tuple[Acceptance, ...] = ()
    digest_key: bytes = b"docgen"
    calendar: Calendar = PUBLISHED
    villages: tuple[Village, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """A registry made ready for one job: expressions compiled, templates opened, order settled."""

    registry: Registry
    job: Job
    binder: Binder
    press: Press
    fitter: Fitter | None
    household_forms: tuple[Form, ...]
    village_forms: tuple[Form, ...]
    higher_forms: tuple[Form, ...]
    ordinals: Mapping[str, int]


def open_office(registry: Registry, job: Job) -> Office:
    """Return the office for ``job``; every fault of a form, or of a policy named, shows before the first case."""
    forms = chosen_forms(registry, job.forms, job.about, job.policy)
    _known_stage(forms, job.stage)
    if job.policy:
        policy_named(job.policy, job.as_of, registry.policies.values())
    shared = shared_numbers(registry.forms.values())
    plans = {key: policy.figures for key, policy in registry.policies.items()}
    named = (*forms, *all_names(forms, plans, shared))
    return Office(
        registry=registry,
        job=job,
        binder=Binder(forms, registry.filters, shared),
        press=Press(() if job.look else named, registry.renderers, job.formats),
        fitter=Fitter(named, registry.renderers) if job.look else None,
        household_forms=tuple(form for form in forms if form.about == "household"),
        village_forms=tuple(form for form in forms if form.about == "village"),
        higher_forms=tuple(form for form in forms if form.about in HIGHER),
        ordinals=_ordinals(registry),
    )


def chosen_forms(
    registry: Registry, names: Iterable[str], about: str = "", policy: str = ""
) -> tuple[Form, ...]:
    """Return the forms named, in packet order; without names, every default form in force.

    With ``about`` they are those about it; without names all that are national or of the policy's county.
    """
    wanted = [_named(registry, name) for name in names]
    if about:
        packs = {"cn", policy.partition("@")[0]}
        found = wanted or [form for form in registry.forms_in_force() if form.id.split(".")[0] in packs]
        return tuple(
            sorted((form for form in dict.fromkeys(found) if form.about == about), key=lambda one: one.order)
        )
    if not wanted:
        return tuple(form for form in registry.forms_in_force() if form.default)
    return tuple(sorted(dict.fromkeys(wanted), key=lambda form: (form.order, form.key)))


def _named(registry: Registry, name: str) -> Form:
    form = registry.form(name)
    if form is None:
        raise FormError(
            "FORM-105", where=f"--form {name}", name=name, near="、".join(registry.near_forms(name))
        )
    return form


def _known_stage(forms: Iterable[Form], stage: str) -> None:
    """Raise `UsageError` where no form is filled in the sitting ``stage``, naming the sittings of the forms."""
    staged = {form.title: form.stages for form in forms if form.stages}
    if stage and not any(stage in stages for stages in staged.values()):
        known = "；".join(f"《{title}》{'、'.join(stages)}" for title, stages in staged.items())
        raise UsageError(
            "CLI-121", where=f"--stage {stage}", stage=stage, known=known or "没有分环节填写的表"
        )


def _ordinals(registry: Registry) -> dict[str, int]:
    """Give the forms of each kind their numbers, all editions alike: a document's name never depends on the run."""
    numbered: dict[str, int] = {}
    for about in get_args(About):
        ids = sorted({(form.order, form.id) for form in registry.forms.values() if form.about == about})
        numbers = {form_id: number for number, (_, form_id) in enumerate(ids, 1)}
        numbered |= {form.key: numbers[form.id] for form in registry.forms.values() if form.about == about}
    return numbered


def occasion_for(case: Case, office: Office) -> Occasion:
    """Return on what occasion ``case`` is worked on: the day and the policy that holds for it."""
    job = office.job
    return Occasion(job.as_of, policy_of(case, office), job.stage, job.draft, job.author, job.layout)


def policy_of(case: Case, office: Office) -> Policy:
    """Return the policy named by the job, else the one around the case's village."""
    job, policies = office.job, office.registry.policies.values()
    return (
        policy_named(job.policy, job.as_of, policies) if job.policy else policy_for(case, job.as_of, policies)
    )


def over_the_roster(cases: Iterable[Case], office: Office) -> dict[str, tuple[Finding, ...]]:
    """Return, by household, what only the whole roster shows: numbers that stand twice."""
    keys = (key for case in cases for key in roster_keys(case, office.job.digest_key))
    found: dict[str, list[Finding]] = {}
    for finding in check_roster(keys, office.registry.checks):
        found.setdefault(finding.household, []).append(finding)
    return {household: tuple(sorted(findings)) for household, findings in found.items()}


def findings_of(case: Case, office: Office, roster: Mapping[str, tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Return every finding about ``case``, those accepted as reminders."""
    registry, job = office.registry, office.job
    procedures = registry.procedures.values()
    own = check_case(case, policy_of(case, office), job.as_of, registry.checks, procedures, job.calendar)
    return accepted((*own, *roster.get(case.number, ())), office.job.accept)


def process(case: Case, office: Office, roster: Mapping[str, tuple[Finding, ...]]) -> Outcome:
    """Walk one household through check, bind and draw."""
    findings = findings_of(case, office, roster)
    outcome = Outcome(case.area.code, case.number, findings=findings)
    place = f"{village_folder(case.area.village, case.area.code)}/{safe_name(case.number)}"
    if office.fitter is not None:
        return _looked_at(outcome, tuple(_applying(case, office)), office, office.fitter)
    for filled, touching in bound_forms(case, office, findings):
        outcome = _with(outcome, filled, touching, place, office)
    return outcome


def bound_forms(
    case: Case, office: Office, findings: Iterable[Finding]
) -> Iterator[tuple[FilledForm, tuple[Finding, ...]]]:
    """Yield each form that applies to ``case``, filled, and the findings about what it prints."""
    known = tuple(findings)
    for filled in _applying(case, office):
        yield filled, _touching(filled, known, office)


def _applying(case: Case, office: Office) -> Iterator[FilledForm]:
    """Yield each form that applies to ``case``, filled."""
    occasion = occasion_for(case, office)
    for form in office.household_forms:
        filled = office.binder.bind(form, case, occasion)
        if filled is not None:
            yield filled


def _looked_at(outcome: Outcome, filled: tuple[FilledForm, ...], office: Office, fitter: Fitter) -> Outcome:
    """Return the outcome of forms that are looked at only: every finding, with the forms it is about."""
    prints = {one.form.key: office.binder.prints(one.form) for one in filled}
    concerns: dict[Finding, list[str]] = {finding: [] for finding in outcome.findings}
    for one in filled:
        tight = accepted(fitter.findings(one, prints[one.form.key]), office.job.accept)
        for finding in (*_touching(one, outcome.findings, office), *tight):
            concerns.setdefault(finding, []).append(one.form.title)
    for finding in accepted(agreeing(filled, prints), office.job.accept):
        concerns.setdefault(finding, []).append(finding.where.partition("》")[0].removeprefix("《"))
    told = tuple((finding, tuple(titles)) for finding, titles in concerns.items())
    return replace(outcome, findings=tuple(concerns), concerns=told)


def _touching(filled: FilledForm, findings: Iterable[Finding], office: Office) -> tuple[Finding, ...]:
    """Return the findings about a box this form prints, and about its own missing or unwritable boxes."""
    prints = office.binder.prints(filled.form).items()
    printed = tuple(path for box, paths in prints if box not in filled.withheld for path in paths)
    anchors = tuple(filled.anchors.items())
    touching = [
        finding for finding in findings if any(_prints(printed, anchors, box) for box in finding.boxes)
    ]
    return (*touching, *accepted(filled.findings, office.job.accept))


@lru_cache(maxsize=8192)
def _prints(printed: tuple[str, ...], anchors: tuple[tuple[str, str], ...], box: str) -> bool:
    """Whether one of the ``printed`` paths is about ``box``; households of a village ask much the same."""
    anchored = dict(anchors)
    return any(touches(box, pattern, anchored) for pattern in printed)


def _with(
    outcome: Outcome, filled: FilledForm, touching: tuple[Finding, ...], place: str, office: Office
) -> Outcome:
    """Add to ``outcome`` the form drawn, or the reasons why it is not."""
    own = tuple(finding for finding in touching if finding not in outcome.findings)
    outcome = replace(outcome, findings=(*outcome.findings, *own))
    form = filled.form
    if blocking := blocks(touching, office):
        return replace(outcome, blocked=(*outcome.blocked, Blocked(form.key, form.title, blocking)))
    try:
        drawn = tuple(_draw(filled, output, touching, place, office) for output in office.press.formats(form))
    except RenderError as error:
        finding = Finding(filled.village, filled.household, f"《{form.title}》", error.code, error.fields)
        blocked = Blocked(form.key, form.title, (finding,))
        return replace(outcome, findings=(*outcome.findings, finding), blocked=(*outcome.blocked, blocked))
    return replace(outcome, documents=(*outcome.documents, *drawn))


def blocks(touching: Iterable[Finding], office: Office) -> tuple[Finding, ...]:
    """Return the findings that keep a form from being made; none where drafts are wanted."""
    return () if office.job.draft else tuple(one for one in touching if one.severity is Severity.ERROR)


def _draw(
    filled: FilledForm, output: str, findings: tuple[Finding, ...], place: str, office: Office
) -> Document:
    drawn = office.press.draw(filled, output)
    form = filled.form
    name = f"{office.ordinals[form.key]:02d}_{safe_name(form.title)}.{output}"
    return Document(
        village=filled.village,
        household=filled.household,
        form=form.id,
        edition=form.edition,
        title=form.title,
        format=output,
        place=place,
        filename=name,
        content=drawn.content,
        pages=drawn.pages,
        findings=findings,
        draft=filled.draft,
        way=drawn.way,
    )


def sign(case: Case, office: Office, stage: str, on: date, by: str = "") -> Case:
    """Return ``case`` with the job's form signed at ``stage``: what its boxes say by then is kept as it is."""
    (form,) = office.household_forms
    where = f"{case.number} 《{form.title}》"
    filled = office.binder.bind(form, case, occasion_for(case, office))
    if filled is None:
        raise UsageError("SIGN-104", where=where)
    before = sheets_of(form, case, filled.procedure)
    later = next((one for one in before if sitting(one.stage) >= sitting(stage)), None)
    if later is not None:
        raise UsageError("SIGN-103", where=where, stage=label_of("stage", later.stage), on=later.on)
    sheet = sheet_of(filled, stage, on, by, before)
    return case.model_copy(update={"signed": (*case.signed, sheet)})


def withdraw(case: Case, office: Office, stage: str) -> Case:
    """Return ``case`` without the signature of the job's form at ``stage``; a later one must go first."""
    (form,) = office.household_forms
    where = f"{case.number} 《{form.title}》"
    filled = office.binder.bind(form, case, occasion_for(case, office))
    before = sheets_of(form, case, filled.procedure) if filled else ()
    sheet = next((one for one in before if one.stage == stage), None)
    if sheet is None:
        raise UsageError("SIGN-105", where=where)
    if before[-1] is not sheet:
        raise UsageError("SIGN-106", where=where, stage=label_of("stage", before[-1].stage))
    return case.model_copy(update={"signed": tuple(one for one in case.signed if one is not sheet)})


def process_village(roster: Roster, office: Office) -> Outcome:
    """Make a village's own papers: lists and notices over its households."""
    if not office.job.whole_villages:
        return Outcome(roster.area.code, "")
    place = f"{village_folder(roster.area.village, roster.area.code)}/{VILLAGE_PAPERS}"
    return _process_roster(roster, office.village_forms, place, office)


def _process_roster(roster: Roster, forms: Iterable[Form], place: str, office: Office) -> Outcome:
    outcome = Outcome(roster.area.code, "")
    applying = tuple(bound_lists(roster, forms, office))
    if office.fitter is not None:
        return _looked_at(outcome, applying, office, office.fitter)
    for filled in applying:
        outcome = _with(outcome, filled, filled.findings, place, office)
    return outcome


def bound_lists(roster: Roster, forms: Iterable[Form], office: Office) -> Iterator[FilledForm]:
    """Yield each of ``forms`` that applies to a village, a township or a county, filled."""
    occasion = occasion_for(roster.cases[0], office)
    around = tuple(one for one in office.job.villages if one.code.startswith(roster.area.code))
    roster = replace(roster, villages=around)
    for form in forms:
        filled = office.binder.bind_village(form, roster, occasion)
        if filled is not None:
            yield filled


class Above:
    """The townships and counties of a run: it takes every village, and makes their papers at the end.

    Nothing is held unless such a paper is wanted; for a county, only households with an open
    procedure, unless one of its papers is over everyone.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._wanted = {form.about for form in office.higher_forms} if office.job.whole_area else set()
        self._everyone = any(form.everyone for form in office.higher_forms)
        self._held: dict[tuple[str, str], list[Case]] = {}

    def take(self, village: Iterable[Case]) -> None:
        """Keep what the papers of a higher level need of a village."""
        kept = list(village) if self._wanted else []
        for about in self._wanted:
            for case in kept:
                if about == "township" or self._everyone or any(not one.closed for one in case.procedures):
                    code = case.area.code[: HIGHER[about][0]]
                    self._held.setdefault((about, code), []).append(case)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what came of each township, then of each county."""
        for (about, code), cases in sorted(
            self._held.items(), key=lambda one: (one[0][0] == "county", one[0])
        ):
            blank = {"group": "", "village": "", "code": code} | (
                {"township": ""} if about == "county" else {}
            )
            area = cases[0].area.model_copy(update=blank)
            place = f"{HIGHER[about][1]}/{village_folder(area.township or area.county, code)}"
            forms = [form for form in self._office.higher_forms if form.about == about]
            yield _process_roster(Roster(area, tuple(cases)), forms, place, self._office)


def run(
    cases: Iterable[Case], office: Office, roster: Mapping[str, tuple[Finding, ...]]
) -> Iterator[Outcome]:
    """Yield the outcome of each household, in order, of each village after its households, and of what is above.

    ``cases`` come by village; no more than one village is held at a time, but for what `Above` holds.
    """
    above = Above(office)
    for _, group in groupby(cases, key=lambda case: case.area.code):
        village: list[Case] = []
        for case in group:
            village.append(case)
            yield process(case, office, roster)
        area = village[0].area.model_copy(update={"group": ""})
        yield process_village(Roster(area, tuple(village)), office)
        above.take(village)
    yield from above.outcomes()


def parse_acceptance(text: str, reason: str) -> Acceptance:
    """Return what ``--accept RULE@户 --reason …`` says; raise `UsageError` where it says nothing."""
    code, at, household = text.partition("@")
    if not (code and at and household and reason.strip()):
        raise UsageError("CLI-104", where=f"--accept {text}")
    return Acceptance(code, household, reason.strip())
