"""Reading and validating a roster, against openpyxl's plain load of the same file."""

import tempfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
from timing import Row, here, interleaved, milliseconds, ratio

from docgen.codes import check_character
from docgen.columns import export_headings
from docgen.merge import merge_loose
from docgen.plugins.readers import read_table

COLUMNS = 60
_CELLS = {
    "text": "青山镇松林村一组{n}号", "prose": "无其他情况", "code": "H{n:06d}", "phone": "1381{n:07d}",
    "yesno": "是", "date": "2026-07-05", "month": "202607", "texts": "张三、李四",
}  # fmt: skip


def identity(number: int) -> str:
    """Return an invented document number with a right check character."""
    first = f"99010119{40 + number % 60:02d}{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    return first + check_character(first)


def make(path: Path, households: int, persons: int) -> None:
    """Write an export: two title lines, the header, a row per person."""
    known = {column.path: (heading, column) for heading, column in reversed(export_headings().items())}
    first = ["number", "area.code", "area.village", "area.township"]
    people = [path for path in known if path.startswith("household.members")]
    rest = [path for path in known if path not in first + people and not known[path][1].each]
    chosen = (first + people[:30] + rest)[:COLUMNS]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("监测对象信息")
    sheet.append(["监测对象信息"])
    sheet.append(["导出时间：2026-07-05"])
    sheet.append([known[path][0] for path in chosen])
    for number in range(households * persons):
        sheet.append([_cell(known[path][1], path, number, persons) for path in chosen])
    book.save(path)


def _cell(column: object, path: str, number: int, persons: int) -> object:
    box = column.box  # type: ignore[attr-defined]
    household = number // persons
    if path == "area.code":
        return "110101101001"
    if box.kind == "id":
        return identity(number) if path.endswith("id_no") else ""
    if path.endswith(".relation"):
        return "户主" if number % persons == 0 else "之子"
    if path == "household.members[].name":
        return f"王{chr(0x4E00 + number % 5000)}{chr(0x5000 + number % 700)}"
    if box.list_id:
        return box.options.labels[household % len(box.options.labels)]
    if box.kind in ("money", "amount"):
        return 1000 + household % 3000 + 0.5
    if box.kind == "count":
        return household % 12 + 1
    return _CELLS[box.kind].format(n=household)


def rows(rounds: int) -> list[Row]:
    """Measure reading and validating 5,000 households against openpyxl's plain load of the same file."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for households, persons in ((5000, 1), (5000, 4)):
            path = Path(folder) / f"{households}x{persons}.xlsx"
            make(path, households, persons)
            found.append(_row(path, households, persons, rounds))
    return found


def _row(path: Path, households: int, persons: int, rounds: int) -> Row:
    merged = merge_loose([read_table(path)])
    if len(merged.cases) != households:
        raise AssertionError(f"{households} households were written, {len(merged.cases)} read")
    plain, read, whole = "openpyxl load_workbook", "docgen read", "docgen read + cases"
    times = interleaved(
        [
            here(plain, lambda _: load_workbook(path), 1),
            here(read, lambda _: read_table(path), 1),
            here(whole, lambda _: merge_loose([read_table(path)]), 1),
        ],
        rounds,
    )
    lines = households * persons
    return Row(
        f"intake_{lines}",
        f"read + validate {households:,} households, {lines:,} rows x {COLUMNS} columns, vs openpyxl's load",
        ratio(times, whole, plain),
        must=0.35,
        at_most=True,
        detail={"ms": milliseconds(times), "bytes": path.stat().st_size, "rounds": rounds},
    )
