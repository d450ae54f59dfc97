"""What every command at the desk shares: the data it works on, and the registry it works with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from docgen.case import Case
from docgen.errors import Finding, UsageError
from docgen.formpack import load_forms, load_policies
from docgen.hookspecs import hookimpl
from docgen.merge import merge_loose
from docgen.plugins import BUILTINS
from docgen.read import read_data
from docgen.registry import Registry, load
from docgen.store import CaseStore, in_order, open_workspace
from docgen.workspace import SETTINGS, Selection, Workspace, find

DataArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        help="数据：花名册等文件、文件夹或工作区；不写就用当前文件夹所在的工作区。", show_default=False
    ),
]
VillageOption = Annotated[
    list[str] | None, typer.Option("--village", help="只要这个村（村名或 12 位代码），可多次。")
]
GroupOption = Annotated[list[str] | None, typer.Option("--group", help="只要这个组，可多次。")]
HouseholdOption = Annotated[
    list[str] | None, typer.Option("--household", help="只要这一户（户号），可多次。")
]
FormsOption = Annotated[list[Path] | None, typer.Option("--forms", help="另外的表单文件夹，可多次。")]


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


class FormFolder:
    """A folder of forms given on the command line, as a plugin like any other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"forms:{folder.name}"

    @hookimpl
    def register_forms(self) -> list[object]:
        """Bring the folder's forms."""
        return list(load_forms(self.folder))

    @hookimpl
    def register_policies(self) -> list[object]:
        """Bring the folder's policies."""
        return list(load_policies(self.folder))


def selection(
    villages: list[str] | None, groups: list[str] | None, households: list[str] | None
) -> Selection:
    """Return which households the options name."""
    return Selection(tuple(villages or ()), tuple(groups or ()), tuple(households or ()))


def registry(folders: list[Path] | None = None, workspace: Workspace | None = None) -> Registry:
    """Return everything registered: built-ins, installed plugins, and folders of forms."""
    wanted = [*(folders or ()), *(workspace.forms if workspace else ())]
    for folder in wanted:
        if not (folder / "forms").is_dir():
            raise UsageError("CLI-105", where=str(folder), folder=folder)
    return load(BUILTINS, extra=[FormFolder(folder) for folder in wanted])


def workspace_here() -> Workspace:
    """Return the workspace around the current folder; a usage error says how to make one."""
    found = find(Path.cwd())
    if found is None:
        raise UsageError("CLI-101", where=str(Path.cwd()))
    return open_workspace(found)


def open_source(data: list[Path] | None, chosen: Selection) -> Source:
    """Return the households of ``data``: a workspace's case store, or loose files merged in memory."""
    if not data:
        return _stored(workspace_here(), chosen)
    workspaces = [path for path in data if (path / SETTINGS).is_file()]
    if workspaces and len(data) > 1:
        raise UsageError("CLI-102", where="、".join(str(path) for path in data))
    if workspaces:
        return _stored(open_workspace(workspaces[0]), chosen)
    readings = read_data(data, registry().readers)
    merged = merge_loose(readings)
    cases = sorted((case for case in merged.cases if chosen.takes(case)), key=in_order)
    found = tuple(finding for reading in readings for finding in reading.findings) + merged.findings
    return Source(lambda: iter(cases), len(cases), found, None, tuple(data))


def _stored(workspace: Workspace, chosen: Selection) -> Source:
    store = CaseStore(workspace.store)
    return Source(lambda: store.load(chosen), store.count(chosen), (), workspace, (workspace.root,))


def today() -> date:
    """Return today, for commands that were given no day."""
    return date.today()  # noqa: DTZ011 - the office's own calendar day is meant
