"""The journal of an output folder: what an unfinished run was about to write, so that the next one owns it."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from .effects import Disk, fault
from .files import WORKING

JOURNAL = f"{WORKING}journal"


class Journal:
    """A file of manifest lines beside the manifest, one added ahead of each document; gone in the end."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._path = folder / JOURNAL
        self._disk = disk
        self._handle: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def leftovers(self) -> Iterator[bytes]:
        """Yield the lines of an unfinished run; the last one may be half a line."""
        try:
            with self._path.open("rb") as lines:
                yield from lines
        except FileNotFoundError:
            return
        except OSError as error:
            raise fault(error, self._path) from error

    def add(self, line: str) -> None:
        """Add a line, before what it says is done."""
        try:
            if self._handle is None:
                self._handle = self._disk.extend(self._path)
                self._end_line()
            self._disk.write(self._handle, line.encode(), self._path)
        except OSError as error:
            raise fault(error, self._path, size=len(line)) from error

    def _end_line(self) -> None:
        """End a line that a dead run has left half written."""
        if self._handle is not None and self._path.stat().st_size:
            self._disk.write(self._handle, b"\n", self._path)

    def flush(self) -> None:
        """Wait until the lines are on the disk."""
        if self._handle is None:
            return
        try:
            self._disk.flush(self._handle, self._path)
        except OSError as error:
            raise fault(error, self._path) from error

    def clear(self) -> None:
        """Remove the journal: the manifest says it all."""
        self._close()
        try:
            self._disk.remove(self._path)
        except OSError as error:
            raise fault(error, self._path) from error

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
