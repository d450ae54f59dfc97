"""What every command at the desk shares: the data it works on, and the registry it works with."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from docgen.calendar_cn import Calendar, load_calendar
from docgen.case import Case
from docgen.errors import Finding, UsageError
from docgen.merge import merge_loose
from docgen.nouns import dataclass
from docgen.plugins import BUILTINS
from docgen.read import read_data
from docgen.registry import Registry, load
from docgen.store import CaseStore, in_order, open_workspace
from docgen.village import Village, load_villages
from docgen.workspace import SETTINGS, Selection, Workspace, find

DataArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="花名册文件、文件夹或工作区；不写用当前工作区。", metavar="数据", show_default=False),
]
VillageOption = Annotated[
    list[str] | None, typer.Option("--village", metavar="村", help="只要这个村（村名或 12 位代码），可多次。")
]
GroupOption = Annotated[list[str] | None, typer.Option("--group", metavar="组", help="只要这个组，可多次。")]
HouseholdOption = Annotated[
    list[str] | None, typer.Option("--household", metavar="户号", help="只要这一户（户号），可多次。")
]
FormsOption = Annotated[
    list[Path] | None, typer.Option("--forms", metavar="文件夹", help="另外的表单文件夹，可多次。")
]


@dataclass(frozen=True, slots=True)
class Source:
    """The households a command works on, and what could not be read.

    ``cases`` may be called again: each call reads afresh, ordered by village, group and number.
    """

    cases: Callable[[], Iterator[Case]]
    count: int
    findings: tuple[Finding, ...] = ()
    workspace: Workspace | None = None
    inputs: tuple[Path, ...] = ()


def selection(
    villages: list[str] | None, groups: list[str] | None, households: list[str] | None
) -> Selection:
    """Return which households the options name."""
    return Selection(tuple(villages or ()), tuple(groups or ()), tuple(households or ()))


def registry(folders: list[Path] | None = None, workspace: Workspace | None = None) -> Registry:
    """Return everything registered: built-ins, installed plugins, and folders of forms."""
    return _registry(form_folders(folders, workspace), workspace.plugins if workspace else None)


def registry_with(folder: Path) -> Registry:
    """Return everything registered with a folder of forms as it is now; what was registered before is forgotten."""
    _registry.cache_clear()
    return load(BUILTINS, folders=(folder.resolve(),))


@cache
def _registry(folders: tuple[Path, ...], allowed: tuple[str, ...] | None) -> Registry:
    return load(BUILTINS, folders=folders, allowed=allowed)


def registry_here(folders: list[Path] | None = None) -> Registry:
    """Return what is registered for somebody in this folder: with the forms of the workspace around it."""
    return registry(folders, workspace_around())


def form_folders(folders: list[Path] | None, workspace: Workspace | None) -> tuple[Path, ...]:
    """Return the folders of forms beside the built-in ones: those named, the workspace's, and the user's own."""
    wanted = (*(folders or ()), *(workspace.forms if workspace else ()), *_own_folder())
    for folder in wanted:
        if not (folder / "forms").is_dir():
            raise UsageError("CLI-105", where=str(folder), folder=folder)
    return tuple(dict.fromkeys(folder.resolve() for folder in wanted))


def _own_folder() -> tuple[Path, ...]:
    """Return the user's folder of forms, ``docgen`` in the XDG data folder, where it has any."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(data) / "docgen"
    there = os.path.isdir(folder / "forms")  # noqa: PTH112 - Path.is_dir raises where nobody may look
    return (folder,) if there else ()


def workspace_around() -> Workspace | None:
    """Return the workspace around the current folder, if there is one."""
    found = find(Path.cwd())
    return open_workspace(found) if found else None


def workspace_here() -> Workspace:
    """Return the workspace around the current folder; a usage error says how to make one."""
    found = workspace_around()
    if found is None:
        raise UsageError("CLI-101", where=str(Path.cwd()))
    return found


def default_policy(named: str, source: Source) -> str:
    """Return the policy named on the command line, else the workspace's own, else nothing."""
    return named or (source.workspace.policy if source.workspace else "")


def calendar(source: Source) -> Calendar:
    """Return the calendar with the local days off and days worked that the workspace states."""
    return load_calendar(source.workspace.root if source.workspace else None)


def villages(source: Source) -> tuple[Village, ...]:
    """Return what the workspace states of its villages."""
    return load_villages(source.workspace.root if source.workspace else None)


def open_source(data: list[Path] | None, chosen: Selection, folders: list[Path] | None = None) -> Source:
    """Return the households of ``data``: a workspace's case store, or loose files merged in memory.

    ``folders`` of forms are named by commands that need them afterwards: so the office registers only once.
    """
    if not data:
        return _stored(workspace_here(), chosen)
    workspaces = [path for path in data if (path / SETTINGS).is_file()]
    if workspaces and len(data) > 1:
        raise UsageError("CLI-102", where="、".join(str(path) for path in data))
    if workspaces:
        return _stored(open_workspace(workspaces[0]), chosen)
    readings = read_data(data, registry(folders).readers)
    merged = merge_loose(readings)
    cases = sorted((case for case in merged.cases if chosen.takes(case)), key=in_order)
    found = tuple(finding for reading in readings for finding in reading.findings) + merged.findings
    return Source(lambda: iter(cases), len(cases), found, None, tuple(data))


def _stored(workspace: Workspace, chosen: Selection) -> Source:
    store = CaseStore(workspace.store)
    return Source(lambda: store.load(chosen), store.count(chosen), (), workspace, (workspace.root,))


def case_of(store: CaseStore, number: str) -> Case:
    """Return the household of ``store`` that ``number`` means."""
    return the_one(store.load(Selection(households=(number,))), number)


def the_one(cases: Iterator[Case], number: str) -> Case:
    """Return the household that ``number`` means among those found by it."""
    found = {case.number: case for case in cases}
    return found[meant(number, tuple(found))]


def meant(number: str, known: tuple[str, ...]) -> str:
    """Return the household that ``number`` means: its own number goes before others' aliases."""
    if number in known or len(known) == 1:
        return number if number in known else known[0]
    if not known:
        raise UsageError("CASE-112", where=number)
    raise UsageError("CASE-113", where=number, numbers="、".join(known))


def today() -> date:
    """Return today, for commands that were given no day."""
    return date.today()  # noqa: DTZ011 - the office's own calendar day is meant
