"""Look at the machine before anything is rendered (环境检查): each check is a value that says what to do.

Nothing here loads WeasyPrint: with no font at all it would crash the process, and a missing library would
show as a traceback.
"""

import ctypes
import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Fields, fields, say
from docgen.pdf.fonts import FontError, damaged_faces, fonts_folder

Version = tuple[int, ...]

PYTHON: Version = (3, 11)
PANGO: Version = (1, 44, 0)
SQLITE: Version = (3, 37, 0)  # STRICT tables
PANGO_NAMES = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
PANGOFT2_NAMES = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll")
SUBSET_NAMES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at (检查项) and whether it is in order."""

    code: str
    ok: bool
    fields: Fields = ()

    @property
    def sentence(self) -> str:
        """What is so, in the language of this run."""
        return say(self.code, self.fields, "ok" if self.ok else "")

    @property
    def remedy(self) -> str:
        """What to do about it, in the language of this run; nothing when all is well."""
        return "" if self.ok else say(self.code, self.fields, "do")


def examine(workplace: Path | None = None) -> tuple[Check, ...]:
    """Look at everything docgen needs; ``workplace`` is where it will write, else the temporary folder."""
    return (
        check_python(),
        check_sqlite(),
        *check_pango(),
        check_subset(),
        *check_fonts(),
        check_writable(workplace or Path(tempfile.gettempdir())),
    )


def check_python(version: Version = tuple(sys.version_info[:3])) -> Check:
    """See that Python is new enough."""
    return _at_least("SETUP-101", version, PYTHON)


def check_sqlite(version: Version = sqlite3.sqlite_version_info) -> Check:
    """See that SQLite knows STRICT tables, which the case store is made of."""
    return _at_least("SETUP-102", version, SQLITE)


def check_pango(
    names: Iterable[str] = PANGO_NAMES, companions: Iterable[str] = PANGOFT2_NAMES
) -> tuple[Check, ...]:
    """See that Pango, which sets the lines of a PDF, is there and new enough."""
    library = _library(names)
    if library is None or _library(companions) is None:
        return (Check("SETUP-103", ok=False),)
    number = int(library.pango_version())
    version = (number // 10000, number // 100 % 100, number % 100)
    return Check("SETUP-103", ok=True), _at_least("SETUP-104", version, PANGO)


def check_subset(names: Iterable[str] = SUBSET_NAMES) -> Check:
    """See that the library is there which keeps a PDF's fonts small."""
    return Check("SETUP-105", ok=_library(names) is not None)


def check_fonts() -> tuple[Check, ...]:
    """See that the font package is installed and every file whole."""
    try:
        fonts_folder()
        damaged = damaged_faces()
    except (FontError, OSError, ValueError):  # ValueError: its list of checksums cannot be read
        return (Check("SETUP-106", ok=False),)
    return Check("SETUP-106", ok=True), Check("SETUP-107", not damaged, fields(names="、".join(damaged)))


def check_writable(folder: Path) -> Check:
    """See that a file can be written in this folder."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(65536))
            file.flush()
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        return Check("SETUP-108", ok=False, fields=fields(folder=folder, reason=reason))
    return Check("SETUP-108", ok=True, fields=fields(folder=folder))


def _at_least(code: str, version: Version, least: Version) -> Check:
    found, needed = (".".join(map(str, number)) for number in (version, least))
    return Check(code, version >= least, fields(found=found, needed=needed))


def _library(names: Iterable[str]) -> ctypes.CDLL | None:
    """Load the first of these shared libraries that the machine has."""
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
