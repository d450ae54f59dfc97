"""The workspace (工作区): where the case store, rosters, attachments and settings are."""

from dataclasses import dataclass
from pathlib import Path

#: The file that makes a folder a workspace.
SETTINGS = "docgen.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder made by ``docgen init``, with the office's settings.

    ``policy`` names the default policy; ``forms`` are further folders of form packs.
    """

    root: Path
    office: str = ""
    township: str = ""
    county: str = ""
    policy: str = "cn"
    forms: tuple[Path, ...] = ()

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


def find(start: Path) -> Path | None:
    """Return the workspace folder at or above ``start``."""
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)
