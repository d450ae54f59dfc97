"""What killed runs leave behind, found and removed: working files, unfinished bags, dead locks (清理)."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from docgen.errors import UsageError

from .bag import recover
from .effects import DISK, Disk, fault, shown
from .files import TEMPORARY, WORKING
from .journal import JOURNAL
from .lock import LOCK, locked
from .output import output

#: The only names that are docgen's own: all else is left alone.
_OWN = re.compile(rf"{re.escape(WORKING)}([0-9]+{re.escape(TEMPORARY)}|lock|journal|new-.+|old-.+)")


def clean(folder: Path, *, disk: Disk = DISK) -> tuple[str, ...]:
    """Remove what docgen's killed runs left in ``folder`` and below, and nothing else; return what is gone.

    Documents that an unfinished run wrote enter the manifest, so that the next run knows them as its own; a bag that
    had been moved aside is put back. Errors: STORE-301 a run is at work there; STORE-604 there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError("STORE-604", where=shown(folder))
    before = tuple(_own(folder))
    for path in before:
        if path.name == JOURNAL:
            with output(path.parent, covers=lambda _: False, disk=disk):
                pass
    with ExitStack() as held:
        for path in before:
            if path.name == LOCK and path.parent != folder:
                held.enter_context(locked(path.parent, disk=disk))
        held.enter_context(locked(folder, disk=disk))
        for above in sorted({path.parent for path in before}):
            recover(above, disk=disk)
        _remove((path for path in before if path.name.endswith(TEMPORARY)), disk)
    return tuple(path.relative_to(folder).as_posix() for path in before if not path.exists())


def _remove(paths: Iterator[Path], disk: Disk) -> None:
    for path in paths:
        try:
            disk.remove(path)
        except OSError as error:
            raise fault(error, path) from error


def _own(folder: Path) -> Iterator[Path]:
    """Yield docgen's own names in ``folder`` and below; what is in an unfinished bag goes with it."""
    for place, folders, names in os.walk(folder):
        own = [name for name in folders if _OWN.fullmatch(name)]
        folders[:] = sorted(set(folders) - set(own))
        yield from (Path(place) / name for name in sorted([*own, *filter(_OWN.fullmatch, names)]))
