"""The register (文书登记) of a workspace: every version of every paper, and all that happened to it.

It lies in ``docgen.sqlite`` beside the cases and only grows. It holds what stood in the boxes of each version,
for the change slips, so it is as confidential as the cases are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from docgen.errors import StoreError
from docgen.paper import Content, Happening, Paper, State

from . import sql
from .database import Database
from .effects import DISK, Disk, shown

#: Papers read at a time.
_CHUNK = 200


class Register:
    """The papers of a workspace; use it as a context manager.

    Errors: STORE-2xx where the file is no store, is of a later docgen, or is held by another program.
    """

    def __init__(self, path: Path, *, disk: Disk = DISK) -> None:
        self._database = Database(path, disk=disk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def number(self, contents: Iterable[Content], *, command: str, at: datetime) -> tuple[Paper, ...]:
        """Return the version of each content, giving a new number to each that was not the last one.

        All numbers are committed together, before this returns: call it before the print file is renamed.
        """
        made = at.isoformat(timespec="seconds")
        with self._database.transaction():
            return tuple(self._numbered(content, made, command) for content in contents)

    def mark(
        self,
        papers: Iterable[Paper],
        state: State,
        *,
        command: str,
        at: datetime,
        copy: str = "",
        note: str = "",
    ) -> int:
        """Note for each paper that it is now ``state``, and return how many were not already."""
        row = {
            "state": state,
            "at": at.isoformat(timespec="seconds"),
            "command": command,
            "copy": copy,
            "note": note,
        }
        with self._database.transaction():
            return sum(self._marked(paper, row) for paper in papers)

    def supersede(self, papers: Iterable[Paper], *, command: str, at: datetime) -> int:
        """Note that every earlier version of these papers is superseded, and return how many there were."""
        earlier = [
            old
            for paper in papers
            for old in self.papers(*paper.key[:3])
            if old.version < paper.version and old.state != "superseded"
        ]
        return self.mark(earlier, "superseded", command=command, at=at)

    def papers(self, village: str = "", household: str = "", form: str = "") -> Iterator[Paper]:
        """Yield every version on record, in the order of their numbering; memory stays flat."""
        wanted = {"village": village, "household": household, "form": form, "limit": _CHUNK}
        after = 0
        while rows := self._database.rows(sql.PAPERS, wanted | {"after": after}):
            yield from (_paper(row) for row in rows)
            after = rows[-1][0]

    def latest(self, village: str = "", household: str = "") -> Mapping[tuple[str, str, str], Paper]:
        """Return the last version of each paper, by village, household and form."""
        return {paper.key[:3]: paper for paper in self.papers(village, household)}

    def get(self, village: str, household: str, form: str, version: int) -> Paper | None:
        """Return one version."""
        rows = self._database.rows(sql.PAPER, (village, household, form, version))
        return _paper(rows[0]) if rows else None

    def printed_before(self, paper: Paper) -> Paper | None:
        """Return the last earlier version that was printed: what a change slip compares with."""
        village, household, form, version = paper.key
        rows = self._database.rows(
            sql.PRINTED_BEFORE,
            {"village": village, "household": household, "form": form, "version": version},
        )
        return _paper(rows[0]) if rows else None

    def history(self, paper: Paper) -> tuple[Happening, ...]:
        """Return all that happened to a paper, the first first."""
        return tuple(
            Happening(state, at, copy, note)
            for state, at, copy, note in self._database.rows(sql.HAPPENINGS, (self._id(paper),))
        )

    def _numbered(self, content: Content, made: str, command: str) -> Paper:
        key = {"village": content.village, "household": content.household, "form": content.form}
        last = self._database.rows(sql.LAST_PAPER, key)
        if last and last[0][2] == content.hash:
            found = self.get(content.village, content.household, content.form, last[0][1])
            assert found is not None  # noqa: S101 - it was there a line ago, in this transaction
            return found
        boxes = json.dumps(dict(content.boxes), ensure_ascii=False, sort_keys=True)
        self._database.size += len(boxes.encode())
        version = last[0][1] + 1 if last else 1
        row = key | {
            "version": version,
            "title": content.title,
            "stage": content.stage,
            "hash": content.hash,
            "boxes": boxes,
            "made": made,
            "command": command,
        }
        self._database.run(sql.ADD_PAPER, row)
        return Paper(content, version, made, "made", made)

    def _marked(self, paper: Paper, row: Mapping[str, str]) -> bool:
        number = self._id(paper)
        done = [
            state
            for state, _, copy, _ in self._database.rows(sql.HAPPENINGS, (number,))
            if copy == row["copy"]
        ]
        if done and done[-1] == row["state"]:
            return False
        self._database.run(sql.ADD_HAPPENING, {**row, "paper": number})
        return True

    def _id(self, paper: Paper) -> int:
        rows = self._database.rows(sql.PAPER, paper.key)
        if not rows:
            raise StoreError(
                "STORE-209", where=shown(self._database.path), form=paper.content.form, version=paper.version
            )
        return int(rows[0][0])


def _paper(row: tuple[Any, ...]) -> Paper:
    _, village, household, form, version, title, stage, boxes, made, state, since = row
    content = Content(village, household, form, title, json.loads(boxes), stage)
    return Paper(content, version, made, state, since)
