"""What was found in a blank form: frozen values, and the JSON that they are handed on as."""

import re
from dataclasses import dataclass
from typing import Any

#: A table of a Word file: its number in the body, or the path of a nested one (``"0/r/c/0"``).
TableId = int | str


@dataclass(frozen=True, slots=True)
class At:
    """Where a cell stands: in a Word table (row, grid column, cell of the row, all from 0) or a sheet's cell."""

    table: TableId = 0
    row: int = 0
    col: int = 0
    tc: int = 0
    sheet: str = ""
    ref: str = ""

    def to_json(self) -> dict[str, Any]:
        """The coordinates alone."""
        if self.sheet:
            return {"cell": f"{self.sheet}!{self.ref}"}
        return {"table": self.table, "row": self.row, "col": self.col, "tc": self.tc}

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{self.ref}"
        table = f"表{self.table + 1}" if isinstance(self.table, int) else f"表{self.table}"
        return f"{table} 第{self.row + 1}行 第{self.tc + 1}格"


@dataclass(frozen=True, slots=True)
class Field:
    """A place in a cell that somebody fills, ticks, signs or seals (填写处).

    ``kind`` is text, tick, checkbox, inline, signature or photo; ``role`` says what a signature place is for:
    opinion, sign, seal, fingerprint or date. ``why`` is shown to clerks.
    """

    at: At
    label: str
    section: str
    kind: str
    confidence: float
    why: str
    role: str = ""
    options: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The field as the next room reads it; ``role`` and ``options`` only where there are any."""
        out = self.at.to_json() | {"label": self.label, "section": self.section, "kind": self.kind}
        if self.role:
            out["role"] = self.role
        if self.options:
            out["options"] = list(self.options)
        return out | {"confidence": self.confidence, "why": self.why}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a repeat block: the left grid column (or column letters) of its cells, and its label."""

    col: int | str
    label: str


@dataclass(frozen=True, slots=True)
class RepeatBlock:
    """Blank rows for records under a header (清单); rows count from 0 in Word, from 1 on a sheet.

    Records that stand side by side in one row give columns whose labels come again.
    """

    table: TableId
    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: tuple[Column, ...]

    def to_json(self) -> dict[str, Any]:
        """The block as the next room reads it."""
        where: dict[str, Any] = {"sheet": self.sheet} if self.sheet else {"table": self.table}
        return where | {
            "header_rows": list(self.header_rows),
            "first_row": self.first_row,
            "last_row": self.last_row,
            "columns": [{"col": one.col, "label": one.label} for one in self.columns],
        }


@dataclass(frozen=True, slots=True)
class ParagraphBlank:
    """A blank in running text outside tables, with the paragraph it stands in."""

    label: str
    paragraph: str

    def to_json(self) -> dict[str, Any]:
        """The blank as the next room reads it."""
        return {"label": self.label, "paragraph": self.paragraph}


@dataclass(frozen=True, slots=True)
class Blanks:
    """Everything found in a blank form, in the order of the paper."""

    fields: tuple[Field, ...] = ()
    repeat_blocks: tuple[RepeatBlock, ...] = ()
    paragraph_blanks: tuple[ParagraphBlank, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for ``json.dumps``."""
        return {
            "fields": [one.to_json() for one in self.fields],
            "repeat_blocks": [one.to_json() for one in self.repeat_blocks],
            "paragraph_blanks": [one.to_json() for one in self.paragraph_blanks],
        }


class BlankError(Exception):
    """A file that cannot be searched for blanks; ``reason`` is ole, encrypted, kind or damaged."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{_REASONS[reason]}{f' {detail}' if detail else ''}")

    def __reduce__(self) -> tuple[type["BlankError"], tuple[str, str]]:
        return BlankError, (self.reason, self.detail)


_REASONS = {
    "ole": "The file is an old .doc or .xls, whatever its name says.",
    "encrypted": "The file is protected by a password.",
    "kind": "The file is neither .docx nor .xlsx.",
    "damaged": "The file is damaged.",
}

_ADVICE = re.compile(
    r"[（(](?:请|填|必填|选填|如|精确|详细|与.{2,10}一致|按.{1,10}填|以.{1,10}为准|注明|可多选|多选|单选|可另附)[^（()）]*[）)]$"
)
_COLON = re.compile(r"[:：]+$")


def squeezed(text: str) -> str:
    """A text without its spaces: ``姓　名`` is 姓名."""
    return re.sub(r"[\s\u00a0\u3000\ufeff\u200b]+", "", text)


def label_of(text: str) -> str:
    """A printed label as it is handed on: no spaces, no colon behind, no mark that it must be filled."""
    plain = _COLON.sub("", squeezed(text).strip("*＊★▲")).strip("*＊★▲")
    return _ADVICE.sub("", plain) or plain
