"""Files written whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .effects import DISK, Disk, fault

#: What the temporary names begin and end with; nothing else in a folder is docgen's working file.
WORKING = ".docgen-"
TEMPORARY = ".tmp"


def write_whole(path: Path, content: bytes, *, disk: Disk = DISK) -> None:
    """Write ``content`` under the name ``path``: all of it, or nothing and a `StoreError`.

    The file is written beside its place under a temporary name, readable by its owner only, reaches
    the disk, and then takes its name. The caller flushes the folder, once per batch (`flush_folders`).
    """
    write_stream(path, (content,), disk=disk)


def write_stream(path: Path, chunks: Iterable[bytes], *, disk: Disk = DISK) -> None:
    """Write ``chunks`` one after the other under the name ``path``, like `write_whole`."""
    with written_beside(path, chunks, disk) as working:
        try:
            disk.rename(working, path)
        except OSError as error:
            raise fault(error, path) from error


@contextmanager
def written_beside(path: Path, chunks: Iterable[bytes], disk: Disk) -> Iterator[Path]:
    """Give a whole file beside ``path``, to be renamed; what is not renamed is removed."""
    working = path.with_name(f"{WORKING}{os.getpid()}{TEMPORARY}")
    try:
        _fill(working, chunks, path, disk)
        yield working
    except BaseException:
        discard(working, disk)
        raise


def _fill(working: Path, chunks: Iterable[bytes], path: Path, disk: Disk) -> None:
    size = 0
    try:
        handle = disk.create(working)
        try:
            for chunk in chunks:
                size += len(chunk)
                disk.write(handle, chunk, working)
            disk.flush(handle, working)
        finally:
            os.close(handle)
    except OSError as error:
        raise fault(error, path, size=size) from error


def discard(working: Path, disk: Disk) -> None:
    """Remove a working file if that can be done; the error that led here matters more."""
    with suppress(OSError):
        disk.remove(working)


def make_folders(folder: Path, *, disk: Disk = DISK) -> None:
    """Make ``folder`` and what is missing above it."""
    try:
        missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
        for one in reversed(missing):
            disk.make_folder(one)
    except OSError as error:
        raise fault(error, folder) from error


def flush_folders(folders: Iterable[Path], *, disk: Disk = DISK) -> None:
    """Wait until the names in ``folders`` are on the disk."""
    for folder in sorted(folders):
        try:
            disk.flush_folder(folder)
        except OSError as error:
            raise fault(error, folder) from error
