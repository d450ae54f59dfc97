"""Every effect on the disk, one small step each, so that a test can make the n-th one fail."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from docgen.errors import StoreError

#: Windows has no such flags: there a folder cannot be opened, and files are text unless told.
_FOLDER = getattr(os, "O_DIRECTORY", 0)
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Disk:
    """The disk: each method is one effect; `before` is told of it ahead, and may raise `OSError`."""

    def before(self, effect: str, path: Path) -> None:
        """Do nothing; a test overrides this to fail at the n-th effect."""

    def create(self, path: Path) -> int:
        """Open a new file that nobody else may read; one that exists, even as a link, is an error."""
        self.before("open", path)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)

    def extend(self, path: Path) -> int:
        """Open a file for adding at its end, and make it where there is none."""
        self.before("open", path)
        return os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | _BINARY, 0o600
        )

    def write(self, handle: int, content: bytes, path: Path) -> None:
        """Write all of ``content``."""
        rest = memoryview(content)
        while rest:
            self.before("write", path)
            rest = rest[os.write(handle, rest) :]

    def flush(self, handle: int, path: Path) -> None:
        """Wait until what was written is on the disk (fsync)."""
        self.before("fsync", path)
        os.fsync(handle)

    def rename(self, source: Path, target: Path) -> None:
        """Give ``source`` the name ``target``, replacing what has it."""
        self.before("rename", target)
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give the file ``source`` a second name, ``target``."""
        self.before("link", target)
        target.hardlink_to(source)

    def make_folder(self, path: Path) -> None:
        """Make one folder."""
        self.before("mkdir", path)
        path.mkdir()

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        self.before("rmdir", path)
        path.rmdir()

    def remove(self, path: Path) -> None:
        """Remove a file; one that is gone already is no trouble."""
        self.before("unlink", path)
        path.unlink(missing_ok=True)

    def flush_folder(self, path: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        if not _FOLDER:
            return
        self.before("fsync", path)
        handle = os.open(path, os.O_RDONLY | _FOLDER)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


#: The disk as it is.
DISK = Disk()

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_HELD = _REFUSED | {errno.ETXTBSY, errno.EBUSY}
_TOO_MANY = frozenset({errno.EMFILE, errno.ENFILE})
_NO_PLACE = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ELOOP})


def fault(error: OSError, path: Path, *, size: int = 0) -> StoreError:
    """Return what ``error`` at ``path`` means to the clerk; ``size`` bytes were to be written."""
    kind = error.errno
    where = shown(path)
    if kind in _FULL:
        return StoreError("STORE-101", where=where, needed=_sized(size), free=_free(path))
    if kind in _REFUSED:
        return StoreError("STORE-102", where=where)
    if kind == errno.ENAMETOOLONG:
        return StoreError("STORE-103", where=where, length=len(os.fsencode(path)))
    if kind in _TOO_MANY:
        return StoreError("STORE-104", where=where)
    if kind in _NO_PLACE:
        return StoreError("STORE-106", where=where)
    name = errno.errorcode.get(kind or 0, "?")
    return StoreError("STORE-105", where=where, reason=f"{name} {os.strerror(kind or 0)}")


def is_refusal(error: OSError) -> bool:
    """Whether ``error`` at a rename says that another program holds the file."""
    return error.errno in _HELD


def shown(path: Path) -> str:
    """Return ``path`` as it may be printed: undecodable bytes become replacement characters."""
    return os.fsencode(path).decode("utf-8", "replace")


def _free(path: Path) -> str:
    """Return the free space of the nearest folder above ``path`` that exists."""
    for folder in (path, *path.parents):
        if folder.is_dir():
            return _sized(shutil.disk_usage(folder).free)
    return "?"


def _sized(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} KB"


_SQL_FAULTS = {
    "SQLITE_BUSY": "STORE-201",
    "SQLITE_LOCKED": "STORE-201",
    "SQLITE_READONLY": "STORE-102",
    "SQLITE_CANTOPEN": "STORE-102",
    "SQLITE_PERM": "STORE-102",
    "SQLITE_CORRUPT": "STORE-202",
    "SQLITE_NOTADB": "STORE-202",
}


def sql_fault(error: sqlite3.Error, path: Path, *, size: int = 0) -> StoreError:
    """Return what an error of the case store means to the clerk; ``size`` bytes were to be written."""
    name = getattr(error, "sqlite_errorname", "")
    kind = "_".join(name.split("_")[:2])
    if kind == "SQLITE_FULL":
        return StoreError("STORE-101", where=shown(path), needed=_sized(size), free=_free(path))
    if kind in _SQL_FAULTS:
        return StoreError(_SQL_FAULTS[kind], where=shown(path))
    return StoreError("STORE-105", where=shown(path), reason=name or type(error).__name__)
