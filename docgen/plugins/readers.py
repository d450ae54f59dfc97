"""Readers of rosters: workbooks, exports of the national system, text tables, YAML and JSON.

What a file is, its content says; the suffix only chooses between texts that look alike.
"""

from collections.abc import Mapping
from pathlib import Path

from docgen import DataFileError, Reader, Reading, hookimpl
from docgen.plugins.intake.characters import decode
from docgen.plugins.intake.trees import read_tree

#: Larger files are no roster of one township.
LARGEST = 300_000_000

_BINARY = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")


def read_table(path: Path) -> Reading:
    """Read a workbook, an export, or a text table."""
    return _table(_content(path), path.name)


def read_text_case(path: Path) -> Reading:
    """Read cases written as YAML or JSON; a table under such a name is read as the table it is."""
    content = _content(path)
    if content.startswith(_BINARY):
        return _table(content, path.name)
    return read_tree(decode(content, path.name), path.name, path.suffix.lower())


def _table(content: bytes, name: str) -> Reading:
    from docgen.plugins.intake.grids import read_grids  # cases written as text do without
    from docgen.plugins.intake.rows import read_grid_file

    reading = read_grid_file(read_grids(content, name), name)
    if reading is None:
        raise DataFileError("INTAKE-009", where=name)
    return reading


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise DataFileError("INTAKE-012", where=path.name, trouble=error.strerror or "") from error
    if size > LARGEST:
        raise DataFileError("INTAKE-005", where=path.name, size=f"{size / 1e6:.0f}", parts=1)
    if not content:
        raise DataFileError("INTAKE-001", where=path.name)
    return content


@hookimpl
def register_readers() -> Mapping[str, Reader]:
    """Bring the readers of everything a clerk's roster may be."""
    tables = (".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".htm", ".html")
    texts = (".json", ".yaml", ".yml")
    return dict.fromkeys(tables, read_table) | dict.fromkeys(texts, read_text_case)
