"""A look into a zipped workbook before the fast reader may have it.

The reader unpacks what it is given and reserves a cell for every place between the first and the last
one used: a small hostile (or merely careless) file can take all memory and abort the process.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from docgen import DataFileError

#: Unpacked bytes of all parts together; a roster of 20,000 people with 180 columns has about 150 MB.
MOST_BYTES = 400_000_000
#: Parts of a workbook.
MOST_PARTS = 5_000
#: Unpacked to packed bytes of one part beyond which it is no office file.
MOST_RATIO = 250
#: Places between the first and the last cell used in a sheet.
MOST_PLACES = 12_000_000

#: A cell beyond column ZZ or row 99,999; one beyond column DP; one beyond row 9,999. Where there is neither the
#: first nor both others, a sheet has no more places than may be.
_FAR = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3,}\d|[A-Za-z]+\d{6,})""")
_FAR_PLAIN = re.compile(rb' r\s*=\s*"(?:[A-Za-z]{3,}\d|[A-Za-z]+\d{6,})')
_WIDE = re.compile(rb"""\br\s*=\s*["'](?:[Dd][Q-Zq-z]|[E-Ze-z][A-Za-z])\d""")
_WIDE_PLAIN = re.compile(rb' r\s*=\s*"(?:[Dd][Q-Zq-z]|[E-Ze-z][A-Za-z])\d')
_LONG = re.compile(rb"""\br\s*=\s*["'][A-Za-z]+\d{5}""")
_LONG_PLAIN = re.compile(rb' r\s*=\s*"[A-Za-z]+\d{5}')
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_FAR_ROW_PLAIN = re.compile(rb'<row\s[^>]*?r\s*=\s*"\d{5,}')
_PREFIXED = re.compile(rb":c[\s>/]")
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)\d""")
_COLUMN_PLAIN = re.compile(rb' r\s*=\s*"([A-Za-z]+)\d')
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]+(\d+)""")
_ROW_PLAIN = re.compile(rb' r\s*=\s*"[A-Za-z]+(\d+)')
_FAR_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*\br\s*=\s*["']\d{5,}""")
_NO_PLACE = re.compile(rb"<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*)?>")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']e["'][^>]*>""")
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<v></v>|<v\s*/>)?\s*</"
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell whose content the fast reader would drop: ``kind`` is ``error`` or ``formula``; row and column from 0."""

    kind: str
    row: int
    column: int


def scan_workbook(content: bytes, where: str) -> Mapping[str, tuple[Trouble, ...]]:
    """Return the troubles of each sheet by name; a DataFileError refuses what is not safe to read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_bombs(archive, where)
            found = {
                info.filename: _scan_part(archive.read(info), info.filename, where)
                for info in archive.infolist()
            }
            names = _sheet_names(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        raise DataFileError("INTAKE-004", where=where) from error
    except RuntimeError as error:  # zipfile says so of a zip member under a password
        raise DataFileError("INTAKE-003", where=where) from error
    return {name: found.get(path, ()) for name, path in names.items()}


def kind_of_zip(content: bytes, where: str) -> str:
    """Return what a zip file is: ``xlsx``, ``xlsb``, ``docx``, ``ods``, or ``zip``."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DataFileError("INTAKE-004", where=where) from error
    if "content.xml" in names:
        return "ods"
    if any(re.match(r"(?i)/?xl/(workbook|worksheets/[^/]*)\.bin$", name) for name in names):
        return "xlsb"
    starts = {"xl/": "xlsx", "word/": "docx", "ppt/": "pptx"}
    return next(
        (kind for start, kind in starts.items() if any(name.startswith(start) for name in names)), "zip"
    )


def _refuse_bombs(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse what would unpack without end. That each part has the size it states, reading it will show."""
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or total > MOST_BYTES:
        raise DataFileError("INTAKE-005", where=where, size=f"{total / 1e6:.0f}", parts=len(infos))
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise DataFileError("INTAKE-004", where=where)
    for info in infos:
        if info.file_size > 2**20 and info.file_size > MOST_RATIO * max(1, info.compress_size):
            raise DataFileError(
                "INTAKE-005", where=where, size=f"{info.file_size / 1e6:.0f}", parts=len(infos)
            )


def _sheet_names(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the part of each sheet by the sheet's name."""
    relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in relations}
    tags = _SHEET.findall(archive.read("xl/workbook.xml"))
    return {
        _unescaped(_attribute(tag, "name")): _full(targets.get(_attribute(tag, "r:id"), "")) for tag in tags
    }


def _scan_part(xml: bytes, name: str, where: str) -> tuple[Trouble, ...]:
    """Return the troubles of a part that is a sheet, whatever it is called."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") or (
        b"<!DOCTYPE" in xml[:4096] and b"<" in xml[:64]
    ):
        raise DataFileError("INTAKE-004", where=where)
    return _scan_sheet(xml, name.rpartition("/")[2], where) if b"sheetData" in xml else ()


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rf"""\b{name}\s*=\s*["']([^"']*)["']""".encode(), tag)
    return found[1].decode("utf-8", "replace") if found else ""


def _unescaped(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _full(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _scan_sheet(xml: bytes, name: str, where: str) -> tuple[Trouble, ...]:
    plain = _is_plain(xml)
    if _is_far(xml, plain=plain):
        _refuse_far_cells(xml, name, where, plain=plain)
    if (_FAR_ROW_PLAIN if plain else _FAR_ROW).search(xml) and _NO_PLACE.search(xml):
        raise DataFileError("INTAKE-006", where=f"{where} 工作表「{name}」", cell="")
    errors = _ERROR_CELL.findall(xml) if b't="e"' in xml or b"t='e'" in xml else []
    empty = _NO_RESULT.findall(xml) if b"<f" in xml else []
    found = [("error", tag) for tag in errors] + [("formula", tag) for tag in empty]
    places = [(kind, _PLACE.search(tag)) for kind, tag in found]
    return tuple(Trouble(kind, int(place[2]) - 1, _column(place[1])) for kind, place in places if place)


def _is_plain(xml: bytes) -> bool:
    """Whether attributes are written as all office programs do, `` r="A1"``: patterns with a fixed start suffice."""
    start = max(xml.find(b"sheetData"), 0)
    return not _PREFIXED.search(xml) and all(xml.find(odd, start) < 0 for odd in (b"'", b"\n", b"\r", b"\t"))


def _is_far(xml: bytes, *, plain: bool) -> bool:
    """Whether the sheet may have more places between its first and last cell than are good for it."""
    far, wide, long = (_FAR_PLAIN, _WIDE_PLAIN, _LONG_PLAIN) if plain else (_FAR, _WIDE, _LONG)
    return bool(far.search(xml)) or bool(wide.search(xml) and long.search(xml))


def _refuse_far_cells(xml: bytes, name: str, where: str, *, plain: bool) -> None:
    rows = {int(row[:8]) for row in set((_ROW_PLAIN if plain else _ROW).findall(xml))}
    columns = {_column(letters) for letters in set((_COLUMN_PLAIN if plain else _COLUMN).findall(xml))}
    used = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    if used > MOST_PLACES or max(rows) > 1_048_576 or max(columns) >= 16_384:
        cell = f"{_letters(max(columns))}{max(rows)}"
        raise DataFileError("INTAKE-006", where=f"{where} 工作表「{name}」", cell=cell)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
