"""What a roster says, before it becomes cases."""

from collections.abc import Mapping
from typing import Any

from .errors import Finding
from .nouns import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement stands: file name, sheet, and row (from 1, as the clerk sees it)."""

    file: str
    sheet: str = ""
    row: int = 0

    def __str__(self) -> str:
        place = f"{self.file} 工作表「{self.sheet}」" if self.sheet else self.file
        return f"{place} 第{self.row}行" if self.row else place


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row, or one file, says about one household (一条登记).

    ``keys`` identify the household: any of number, hh_id, head_id, village (code or name).
    ``content`` is a part of the raw case (the shape of `Case`, JSON types, only what is stated);
    lists hold only the records this entry states. ``complete`` marks a whole case (YAML, JSON, store).
    """

    origin: Origin
    keys: Mapping[str, str]
    content: Mapping[str, Any]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file says (读入结果): entries, what could not be right, and columns not known."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()
