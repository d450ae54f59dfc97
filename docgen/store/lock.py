"""One writer per folder: a lock that the system takes away when its holder dies."""

import contextlib
import errno
import json
import os
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from docgen.errors import StoreError

from .effects import DISK, Disk, fault, shown
from .files import WORKING, discard

LOCK = f"{WORKING}lock"


@contextlib.contextmanager
def locked(folder: Path, *, disk: Disk = DISK) -> Iterator[None]:
    """Hold the lock of ``folder``; where another process holds it, say who and since when."""
    path = folder / LOCK
    handle = _held(path, disk)
    try:
        yield
    finally:
        discard(path, disk)
        os.close(handle)


def _held(path: Path, disk: Disk) -> int:
    """Return an open, locked file that is still the one at ``path`` and names this process."""
    while True:
        handle = _opened(path, disk)
        try:
            _take(handle, path)
            if _is_at(handle, path):
                os.ftruncate(handle, 0)
                disk.write(handle, _who(), path)
                return handle
        except OSError as error:
            os.close(handle)
            raise fault(error, path) from error
        except StoreError:
            os.close(handle)
            raise
        os.close(handle)  # its last holder has just removed it: begin again


def _opened(path: Path, disk: Disk) -> int:
    try:
        return disk.extend(path)
    except OSError as error:
        raise fault(error, path) from error


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _take(handle: int, path: Path) -> None:
    try:
        _lock(handle)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise _busy(path) from error
        raise StoreError("STORE-302", where=shown(path)) from error


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        # far behind the content: Windows would not let the others read a locked place
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _who() -> bytes:
    return json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode()


def _busy(path: Path) -> StoreError:
    """Return who holds the lock; its file may be half written at this moment."""
    holder = {}
    since = "?"
    with contextlib.suppress(OSError, ValueError):
        since = f"{datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone():%Y-%m-%d %H:%M:%S}"
        holder = json.loads(path.read_bytes())
    return StoreError(
        "STORE-301",
        where=shown(path.parent),
        pid=holder.get("pid", "?"),
        host=holder.get("host", "?"),
        since=since,
    )
