"""The workspace's database: one SQLite file that the case store and the register share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from docgen.errors import StoreError

from . import sql
from .effects import DISK, Disk, fault, shown, sql_fault


class Database:
    """A connection to ``docgen.sqlite``, brought to today's layout; use it as a context manager.

    ``size`` counts what a transaction is about to write, in bytes, for the message of a full disk.
    Errors: STORE-203 a later layout, STORE-206 no database of docgen, STORE-207 no file.
    """

    def __init__(self, path: Path, *, disk: Disk = DISK) -> None:
        self.path = path
        self.size = 0
        self._disk = disk
        self._sql = _connect(path, disk)
        try:
            self._bring_up()
        except BaseException:
            self._sql.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._sql.close()

    def rows(self, statement: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds; what SQLite refuses is a `StoreError`."""
        try:
            return self._sql.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise sql_fault(error, self.path) from error

    def run(self, statement: str, values: Any = ()) -> None:
        """Change something, inside a `transaction`."""
        self._sql.execute(statement, values)

    def run_many(self, statement: str, values: Any) -> None:
        """Change something for each of ``values``, inside a `transaction`."""
        self._sql.executemany(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is done inside, all of it or, after an error, none."""
        self.size = 0
        try:
            self._sql.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._disk.before("commit", self.path)
                self._sql.execute("COMMIT")
            except BaseException:
                if self._sql.in_transaction:
                    self._sql.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise sql_fault(error, self.path, size=self.size) from error
        except OSError as error:
            raise fault(error, self.path, size=self.size) from error

    def _bring_up(self) -> None:
        application, layout = (int(self.rows(pragma)[0][0]) for pragma in sql.IDENTITY)
        if application != sql.APPLICATION:
            raise StoreError("STORE-206", where=shown(self.path))
        if layout > sql.LAYOUT:
            raise StoreError("STORE-203", where=shown(self.path), layout=layout, known=sql.LAYOUT)
        if layout < sql.LAYOUT:
            with self.transaction():
                for statement in (*sql.REGISTER, sql.MARK_LAYOUT):
                    self.run(statement)


def create(path: Path, *, disk: Disk = DISK) -> None:
    """Make an empty database at ``path``, which must be a new, empty file."""
    with closing(_connect(path, disk)) as connection:
        try:
            for statement in sql.TABLES:
                connection.execute(statement)
        except sqlite3.Error as error:
            raise sql_fault(error, path) from error


def _connect(path: Path, disk: Disk) -> sqlite3.Connection:
    """Open the file and set it up; it must exist, for SQLite would make one that others can read."""
    if not path.is_file():
        raise StoreError("STORE-207", where=shown(path))
    try:
        disk.before("open", path)
        connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
    except sqlite3.Error as error:
        raise sql_fault(error, path) from error
    except OSError as error:
        raise fault(error, path) from error
    try:
        for statement in sql.SETTINGS:
            connection.execute(statement)
    except sqlite3.Error as error:
        connection.close()
        raise sql_fault(error, path) from error
    return connection
