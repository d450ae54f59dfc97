"""Workbooks and text tables become grids: a sheet's name and its rows of cells."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO, StringIO
from struct import unpack_from
from typing import Any

from docgen import DataFileError
from docgen.plugins.intake.characters import decode
from docgen.plugins.intake.old_books import read_old_book
from docgen.plugins.intake.scan import Trouble, kind_of_zip, scan_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"SQLi": "SQLite",
}
_OFFICE = {"docx": "Word", "pptx": "PowerPoint", "ods": "ODS", "xlsb": "XLSB", "zip": "ZIP"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it was found: rows of text, numbers, dates; ``troubles`` are cells that could not be had."""

    name: str
    rows: Sequence[Sequence[Any]]
    troubles: tuple[Trouble, ...] = ()


def read_grids(content: bytes, where: str) -> tuple[Grid, ...]:
    """Return the grids of a table file, whatever its suffix says; a DataFileError says why it cannot be read."""
    if content.startswith(b"PK"):
        kind = kind_of_zip(content, where)
        if kind != "xlsx":
            raise DataFileError("INTAKE-002", where=where, kind=_OFFICE[kind])
        return _sheets(content, where, scan_workbook(content, where))
    if content.startswith(_OLE):
        return _binary(content, where)
    other = next((kind for magic, kind in _OTHER.items() if content.startswith(magic)), None)
    if other:
        raise DataFileError("INTAKE-002", where=where, kind=other)
    return _text_grids(decode(content, where), where)


def _binary(content: bytes, where: str) -> tuple[Grid, ...]:
    """Return the grids of an old binary workbook (.xls)."""
    if "EncryptedPackage".encode("utf-16-le") in content or _has_password(content):
        raise DataFileError("INTAKE-003", where=where)
    if "WordDocument".encode("utf-16-le") in content:
        raise DataFileError("INTAKE-002", where=where, kind="Word")
    sheets = read_old_book(content)
    if sheets is None:
        raise DataFileError("INTAKE-004", where=where)
    return tuple(Grid(name, rows) for name, rows in sheets)


def _has_password(content: bytes) -> bool:
    """Whether a record FILEPASS follows the first BOF of the workbook ([MS-XLS] 2.4.117)."""
    place = content.find(b"\x09\x08\x10\x00")
    for _ in range(20):
        if place < 0 or place + 4 > len(content):
            return False
        kind, length = unpack_from("<HH", content, place)
        if kind == 0x2F:
            return True
        place += 4 + length
    return False


def _sheets(content: bytes, where: str, troubles: Mapping[str, tuple[Trouble, ...]]) -> tuple[Grid, ...]:
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        book = load_workbook(BytesIO(content))
        grids = []
        for number, name in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_index(number)
            grids.append(Grid(name, sheet.to_python(skip_empty_area=False), troubles.get(name, ())))
    except PasswordError as error:
        raise DataFileError("INTAKE-003", where=where) from error
    except (CalamineError, OSError, ValueError) as error:
        raise DataFileError("INTAKE-004", where=where) from error
    except BaseException as error:
        if (
            type(error).__name__ == "PanicException"
        ):  # of the reader's own language; no Exception, not importable
            raise DataFileError("INTAKE-004", where=where) from error
        raise
    return tuple(grids)


def _text_grids(text: str, where: str) -> tuple[Grid, ...]:
    head = text[:4000].lstrip().lower()
    if head.startswith("mime-version:"):
        raise DataFileError("INTAKE-007", where=where, kind="MHT")
    if head.startswith("<?xml") and "<workbook" in head:
        raise DataFileError("INTAKE-007", where=where, kind="XML 2003")
    if head.startswith("<"):
        return _html_tables(text, where)
    return (Grid("", _csv_rows(text, where)),)


def _csv_rows(text: str, where: str) -> list[list[str]]:
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:5]
    separator = max("\t,;|，", key=lambda char: max((line.count(char) for line in lines), default=0))
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise DataFileError("INTAKE-004", where=where) from error


def _html_tables(text: str, where: str) -> tuple[Grid, ...]:
    parser = _Tables()
    parser.feed(text)
    parser.close()
    grids = tuple(Grid(f"表{number}", rows) for number, rows in enumerate(parser.tables, start=1) if rows)
    if not grids:
        raise DataFileError("INTAKE-002", where=where, kind="HTML")
    return grids


class _Tables(HTMLParser):
    """Collects the rows of every table of a page; a cell over several columns leaves blanks behind it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 1000) if re.fullmatch(r"\d{1,4}", span) else 1
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self.tables[-1]:
            self.tables[-1].append([])
        text = "".join(self._cell).strip()
        self.tables[-1][-1] += [text, *[""] * (self._span - 1)]
        self._cell = None
