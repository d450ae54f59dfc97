"""Old binary workbooks (.xls) are read by another process, which they may take down alone.

Damaged ones make the fast reader panic or abort; there is no zip around them whose checksums would tell.
Run as a program, this file reads a workbook from its standard input and writes its sheets as JSON.
"""

import json
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

#: Memory in bytes and time in seconds that one workbook may take.
MOST_MEMORY = 3 * 2**30
MOST_SECONDS = 120


def read_old_book(content: bytes) -> list[tuple[str, list[list[Any]]]] | None:
    """Return the sheets of a binary workbook with their rows; None where it cannot be read."""
    try:
        child = subprocess.run(  # noqa: S603 - our own file, no shell
            [sys.executable, "-I", __file__], input=content, capture_output=True, timeout=MOST_SECONDS, check=True
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    sheets = json.loads(child.stdout)
    return [(name, [[_from_json(cell) for cell in row] for row in rows]) for name, rows in sheets]


def _from_json(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    return text if kind == "other" else {"day": date, "moment": datetime}[kind].fromisoformat(text)


def _to_json(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    return ["other", str(cell)] if isinstance(cell, (time, timedelta)) else cell


def _limit_memory() -> None:
    with suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read a workbook from the standard input and write its sheets to the standard output."""
    from python_calamine import load_workbook

    _limit_memory()
    book = load_workbook(BytesIO(sys.stdin.buffer.read()))
    sheets = []
    for number, name in enumerate(book.sheet_names):
        rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
        sheets.append((name, [[_to_json(cell) for cell in row] for row in rows]))
    sys.stdout.buffer.write(json.dumps(sheets).encode())


if __name__ == "__main__":
    main()
