"""The case store (档案库): every household's case, every earlier version of it, and the next number."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

from docgen.case import Case
from docgen.collector import without_collecting
from docgen.errors import StoreError
from docgen.nouns import dataclass
from docgen.workspace import Selection

from . import sql
from .database import Database
from .effects import DISK, Disk, shown

#: Cases read at a time: between two chunks nothing is held, so that a long run blocks nobody.
_CHUNK = 25

_ORDER = ("village", "group_order", "number_order", "number")

_ALL = Selection()


@dataclass(frozen=True, slots=True)
class Version:
    """A case as it was from ``changed`` on, with the command and the reason that made it so."""

    version: int
    case: Case
    changed: str
    command: str
    reason: str


class CaseStore:
    """The cases of a workspace, in ``docgen.sqlite``; use it as a context manager.

    What was read is what is changed: `save` refuses when another run saved in between.
    """

    def __init__(self, path: Path, *, disk: Disk = DISK) -> None:
        self._database = Database(path, disk=disk)
        self._seen: int | None = None
        self._next: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def load(self, selection: Selection = _ALL) -> Iterator[Case]:
        """Yield the selected cases by village code, group and number; memory stays flat."""
        self._look()
        wanted: dict[str, Any] = _wanted(selection) | {"limit": _CHUNK}
        after: tuple[Any, ...] = ("", "", "", "")
        while True:
            place = dict(zip(_ORDER, after, strict=True))
            rows = self._database.rows(sql.CHUNK, wanted | place)
            with without_collecting():
                cases = [self._case(number, content) for *_, number, content in rows]
            yield from cases
            if len(rows) < _CHUNK:
                return
            after = rows[-1][:4]

    def get(self, number: str) -> Case | None:
        """Return the household with exactly this number."""
        self._look()
        rows = self._database.rows(sql.CONTENT, (number,))
        return self._case(number, rows[0][0]) if rows else None

    def count(self, selection: Selection = _ALL) -> int:
        """Return how many cases are selected."""
        return int(self._database.rows(sql.COUNT, _wanted(selection))[0][0])

    def villages(self) -> Mapping[str, str]:
        """Return the name of every village by its code."""
        return dict(self._database.rows(sql.VILLAGES))

    def find(self, known_as: str) -> tuple[str, ...]:
        """Return the numbers of the households known by this number, 户编号 or alias."""
        return tuple(number for (number,) in self._database.rows(sql.KNOWN_AS, {"known": known_as}))

    def next_number(self) -> str:
        """Return a number that no household has; it is taken for good by the next `save`."""
        self._look()
        if self._next is None:
            self._next = int(self._database.rows(sql.COUNTER, ("number",))[0][0])
        while True:
            number = f"{self._next:06d}"
            self._next += 1
            if not self._database.rows(sql.KNOWN_AS, {"known": number}):
                return number

    def history(self, number: str) -> Iterator[Version]:
        """Yield every version of a household's case, the first one first."""
        for version, content, *rest in self._database.rows(sql.VERSIONS, {"number": number}):
            yield Version(version, self._case(number, content), *rest)

    def save(self, cases: Iterable[Case], *, command: str, reason: str = "", at: datetime) -> int:
        """Save what is new or changed in one transaction, and return how many cases that were.

        Fails with STORE-204, saving nothing, where the store was changed since it was read here.
        """
        note = {"changed": at.isoformat(timespec="seconds"), "command": command, "reason": reason}
        with self._database.transaction():
            revision = self._counter("revision")
            if self._seen not in (None, revision):
                raise StoreError("STORE-204", where=shown(self._database.path))
            saved = sum(self._put(case, note) for case in self._each_once(cases))
            if self._next is not None:
                self._database.run(sql.SET_COUNTER, (self._next, "number"))
            if saved:
                revision += 1
                self._database.run(sql.SET_COUNTER, (revision, "revision"))
        self._seen = revision
        return saved

    def _each_once(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Yield the cases; a number given to two households would lose one of them."""
        numbers: set[str] = set()
        for case in cases:
            if case.number in numbers:
                raise StoreError("STORE-208", where=shown(self._database.path), number=case.number)
            numbers.add(case.number)
            yield case

    def _put(self, case: Case, note: Mapping[str, str]) -> bool:
        content = case.model_dump_json(exclude_defaults=True)  # what is not stated is left out
        digest = hashlib.sha256(content.encode()).hexdigest()
        known = self._database.rows(sql.STATE, (case.number,))
        if known and (known[0][0] == digest or self._is_equal(case, known[0][1])):
            return False
        self._database.size += len(content.encode())
        row = {**_row(case), **note, "content": content, "hash": digest}
        self._database.run(sql.PUT_VILLAGE, {"village": case.area.code, "village_name": case.area.village})
        self._database.run(sql.CHANGE_CASE if known else sql.ADD_CASE, row)
        self._database.run(sql.DROP_ALIASES, (case.number,))
        names = {case.household.hh_id, *case.aliases} - {"", case.number}
        self._database.run_many(sql.ADD_ALIAS, [(name, case.number) for name in sorted(names)])
        return True

    def _is_equal(self, case: Case, content: bytes) -> bool:
        """Whether the stored case says the same in other words: 4100 元 for 4100.00 元."""
        with suppress(StoreError):  # one that no longer fits is replaced by one that does
            return self._case(case.number, content) == case
        return False

    def _look(self) -> None:
        """Remember the state of the store at the first look, for `save` to compare."""
        if self._seen is None:
            self._seen = int(self._database.rows(sql.COUNTER, ("revision",))[0][0])

    def _counter(self, name: str) -> int:
        return int(self._database.rows(sql.COUNTER, (name,))[0][0])

    def _case(self, number: str, content: bytes) -> Case:
        try:
            return Case.model_validate_json(content)
        except ValidationError as error:
            boxes = ["".join(f".{step}" for step in one["loc"]).lstrip(".") for one in error.errors()]
        # outside the handler: the library's message holds the values, and these may be identities
        raise StoreError(
            "STORE-205", where=shown(self._database.path), details=sorted(set(boxes)), number=number
        )


def _row(case: Case) -> dict[str, str]:
    return {"group_name": case.area.group, **dict(zip(_ORDER, in_order(case), strict=True))}


def _wanted(selection: Selection) -> dict[str, str | None]:
    return {
        "villages": json.dumps(selection.villages) if selection.villages else None,
        "groups": json.dumps(selection.group_names) if selection.groups else None,
        "households": json.dumps(selection.households) if selection.households else None,
    }


_DIGITS = "零一二三四五六七八九"
_COUNTED = re.compile("[0-9]+|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")


def in_order(case: Case) -> tuple[str, str, str, str]:
    """Return the key by which cases are ordered: village code, group and number."""
    return case.area.code, natural_order(case.area.group), natural_order(case.number), case.number


def natural_order(text: str) -> str:
    """Return a key that sorts 2组 before 10组, and 二组 before 十组."""
    return _COUNTED.sub(lambda found: f"{_value(found[0]):0>12}", text)


def _value(numeral: str) -> str:
    if numeral.isascii():
        return numeral.lstrip("0")
    tens, ten, ones = numeral.rpartition("十")
    return (str(_DIGITS.index(tens or "一")) if ten else "") + str(_DIGITS.index(ones or "零"))
