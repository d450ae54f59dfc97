"""The workspace (工作区): where cases, rosters, attachments and settings are; and which cases are meant."""

from pathlib import Path

from .case import Case
from .nouns import dataclass

#: The file that makes a folder a workspace.
SETTINGS = "docgen.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder made by ``docgen init``, with the office's settings.

    ``policy`` names the default policy, empty for the one around each village; ``forms`` are further folders of form packs;
    ``plugins`` the installed plugins that may take part, None for all.
    """

    root: Path
    office: str = ""
    township: str = ""
    county: str = ""
    policy: str = ""
    forms: tuple[Path, ...] = ()
    plugins: tuple[str, ...] | None = None

    @property
    def store(self) -> Path:
        """The case store, the truth about every household."""
        return self.root / "docgen.sqlite"

    @property
    def rosters(self) -> Path:
        """Where the clerk keeps the rosters she imports."""
        return self.root / "rosters"

    @property
    def attachments(self) -> Path:
        """Where scans and photographs lie, a folder per household."""
        return self.root / "attachments"

    @property
    def pages(self) -> Path:
        """Where the pages made of scans and photographs are kept; it may be deleted at any time."""
        return self.root / ".docgen" / "附件页"


def find(start: Path) -> Path | None:
    """Return the workspace folder at or above ``start``."""
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases a command is about (``--village --group --household``); nothing given means all.

    A village is named by its code or its name, a group by its name with or without 组, and a household
    by its number or another number it is known by.
    """

    villages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    households: tuple[str, ...] = ()

    def takes(self, case: Case) -> bool:
        """Return whether ``case`` is selected."""
        numbers = {case.number, case.household.hh_id, *case.aliases}
        return (
            (not self.villages or bool({case.area.code, case.area.village} & set(self.villages)))
            and (not self.groups or case.area.group in self.group_names)
            and (not self.households or bool(numbers & set(self.households)))
        )

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups as a case may write them."""
        return tuple(name for group in self.groups for name in (group, f"{group}组"))
