"""A room: reads the ticked signing list (签字清单) back: which copies are signed, which have come back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from .errors import Finding, UsageError, fields
from .pagecode import PageCode, read_code
from .paper import State

#: The columns that are read, by the beginning of their heading without spaces.
_CODE = "登记码"
_STATES: Mapping[str, State] = {"已签": "signed", "已收回": "returned"}

_TICKS = frozenset("√✓✔☑☒vVxX1是")


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the list that is ticked: the copy's code, its holder, and what has become of it."""

    code: PageCode
    holder: str
    state: State


def read_ticks(path: Path) -> tuple[tuple[Tick, ...], tuple[Finding, ...]]:
    """Return the ticked lines of a signing list, and the lines whose code cannot be read.

    A line that is both signed and returned gives the later state. Raises `UsageError` where the file is no
    signing list.
    """
    ticks: list[Tick] = []
    findings: list[Finding] = []
    for number, row in _rows(path):
        state = next(
            (state for name, state in reversed(tuple(_STATES.items())) if _is_ticked(row[name])), None
        )
        text = str(row[_CODE] or "").strip()
        if state is None or not text:
            continue
        code = read_code(text)
        if code is None:
            findings.append(Finding("", "", f"{path.name} 第{number}行", "REGISTER-102", fields()))
        else:
            ticks.append(Tick(code, str(row.get("留存单位") or "").strip(), state))
    return tuple(ticks), tuple(findings)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the number and the cells of each line below the headings."""
    columns: dict[str, int] = {}
    for number, cells in enumerate(_cells(path), 1):
        if columns:
            yield number, {name: _at(cells, at) for name, at in columns.items()}
        else:
            columns = _headings(cells)
    if not columns:
        raise UsageError("REGISTER-101", where=str(path))


def _cells(path: Path) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # slow to load; needed by this room only
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError("REGISTER-101", where=str(path)) from error
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()


def _headings(cells: Sequence[Any]) -> dict[str, int]:
    names = (_CODE, "留存单位", *_STATES)
    found = {
        name: at
        for at, cell in enumerate(cells)
        for name in names
        if "".join(str(cell or "").split()).startswith(name)
    }
    return found if _CODE in found and all(name in found for name in _STATES) else {}


def _at(cells: Sequence[Any], at: int) -> Any:
    return cells[at] if at < len(cells) else None


def _is_ticked(cell: Any) -> bool:
    return cell is True or (cell is not None and str(cell).strip()[:1] in _TICKS and str(cell).strip() != "")
