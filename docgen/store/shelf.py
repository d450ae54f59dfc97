"""What an output folder remembers during a run, on disk and not in memory, gone when the run ends."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import sql
from .effects import sql_fault


class Shelf:
    """Which documents earlier runs own and which this run made, by path below the output folder."""

    def __init__(self) -> None:
        # the empty name is SQLite's for a private file that it removes itself
        self._sql = sqlite3.connect("", isolation_level=None)
        for statement in sql.SHELF:
            self._rows(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sql.close()

    def own(self, path: str, sha256: str, line: str) -> None:
        """Remember a document of an earlier run; one told later is the newer."""
        self._rows(sql.OWN, (path, sha256, line))

    def owned(self, path: str) -> Mapping[str, str]:
        """Return the manifest lines of earlier runs for ``path`` by hash, the newest first."""
        return dict(self._rows(sql.OWNED, (path,)))

    def make(self, path: str, folded: str, line: str) -> bool:
        """Note that this run made ``path``; False where that name is taken."""
        with _worded():
            return self._sql.execute(sql.MAKE, (path, folded, line)).rowcount == 1

    def remake(self, path: str, line: str) -> None:
        """Put another line in the place of the one for ``path``."""
        self._rows(sql.REMAKE, (line, path))

    def unmake(self, path: str) -> None:
        """Forget that this run made ``path``."""
        self._rows(sql.UNMAKE, (path,))

    def stale(self) -> Iterator[str]:
        """Yield the paths of earlier runs that this one has not made; making more meanwhile is fine."""
        last = ""
        while paths := [path for (path,) in self._rows(sql.STALE, (last,))]:
            yield from paths
            last = paths[-1]

    def lines(self) -> Iterator[str]:
        """Yield the manifest line of every document made, by path."""
        with _worded():
            for (line,) in self._sql.execute(sql.MADE):
                yield line

    def count(self) -> int:
        """Return how many documents were made."""
        return int(self._rows(sql.MADE_COUNT)[0][0])

    def _rows(self, statement: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        with _worded():
            return self._sql.execute(statement, values).fetchall()


@contextmanager
def _worded() -> Iterator[None]:
    """Turn an error of the private file, which lies in the folder for temporary files, into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise sql_fault(error, Path(tempfile.gettempdir())) from error
