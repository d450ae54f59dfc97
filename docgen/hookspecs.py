"""The doors of the house: every way a plugin may take part, and the types of what comes through.

All hooks register; each is called once, and none while a case is being processed.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pluggy import HookimplMarker, HookspecMarker

from .document import Drawn, Leaves, Misfit
from .errors import Finding
from .form import FilledForm, Form
from .intake import Reading
from .nouns import dataclass
from .policy import Policy
from .procedure import Procedure

hookspec = HookspecMarker("docgen")
hookimpl = HookimplMarker("docgen")

#: The version of everything a plugin may use; a plugin that needs a newer one says so by ``DOCGEN_API``.
API_VERSION = 1

Reader = Callable[[Path], Reading]
Filter = Callable[..., Any]
Draw = Callable[[FilledForm], Drawn]
Fits = Callable[[FilledForm], Iterable[Misfit]]


class RosterKey(NamedTuple):
    """One identity in the roster, as a keyed digest, so that memory stays flat and nothing leaks."""

    digest: bytes
    kind: Literal["id", "phone"]
    village: str
    household: str
    where: str
    box: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule about cases (核查规则): what it sees, how it runs, and where it comes from.

    ``case``: ``run(case, policy, as_of)``; ``procedure``: ``run(course)``, a proceeding against the steps its
    county declares; ``roster``: ``run(keys)``. All return findings.
    """

    scope: Literal["case", "procedure", "roster"]
    run: Callable[..., Iterable[Finding]]
    title: str
    source: str


class Renderer(NamedTuple):
    """How a template becomes documents: ``prepare`` once per process, then the result draws each.

    ``leaves``, where a renderer has it, makes pages to be bound with others into one file (`docgen.pdf.book`)
    without making a file of them first. ``measure``, also once per process, gives what says which boxes of a filled
    form have no room.
    """

    prepare: Callable[[Form], Draw]
    leaves: Callable[[Form], Callable[[FilledForm], Leaves]] | None = None
    measure: Callable[[Form], Fits] | None = None


@hookspec
def register_readers() -> Mapping[str, Reader]:
    """Return readers of input files, by suffix: ``{".json": read_json}``."""


@hookspec
def register_policies() -> Iterable[Policy]:
    """Return the policies this plugin knows, usually ``load_policies(folder)``."""


@hookspec
def register_procedures() -> Iterable[Procedure]:
    """Return the procedures this plugin knows, usually ``load_procedures(folder)``."""


@hookspec
def register_checks() -> Mapping[str, Check]:
    """Return checks, by rule id: ``{"ID-101": Check("case", check_id_numbers, …)}``."""


@hookspec
def register_forms() -> Iterable[Form]:
    """Return the forms this plugin knows, usually ``load_forms(folder)``."""


@hookspec
def register_filters() -> Mapping[str, Filter]:
    """Return ways to write a value, by name: ``{"rmb": in_capital_numerals}``."""


@hookspec
def register_renderers() -> Mapping[tuple[str, str], Renderer]:
    """Return renderers, by (template suffix, output suffix): ``{("docx", "pdf"): Renderer(prepare)}``."""
