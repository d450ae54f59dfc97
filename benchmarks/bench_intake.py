"""Compare reading and validating a roster with openpyxl's plain load of the same file.

Interleaved runs in one process, CPU time, medians:  python benchmarks/bench_intake.py [rounds]
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from openpyxl import Workbook, load_workbook

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
    if path.endswith("].name"):
        return f"王{chr(0x4E00 + number % 5000)}{chr(0x5000 + number % 700)}"
    if box.list_id:
        return box.options.labels[household % len(box.options.labels)]
    if box.kind in ("money", "amount"):
        return 1000 + household % 3000 + 0.5
    if box.kind == "count":
        return household % 12 + 1
    return _CELLS[box.kind].format(n=household)


def measure(path: Path, rounds: int) -> None:
    """Print the medians and the ratio."""
    jobs: dict[str, Callable[[], object]] = {
        "openpyxl load_workbook": lambda: load_workbook(path),
        "docgen read": lambda: read_table(path),
        "docgen read + cases": lambda: merge_loose([read_table(path)]),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            gc.collect()
            start = process_time()
            made = job()
            times[name].append(process_time() - start)
            del made
    plain = median(times["openpyxl load_workbook"])
    for name, taken in times.items():
        print(f"  {name:24} {median(taken):6.2f} s   {median(taken) / plain:5.2f}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        for households, persons in ((5000, 1), (5000, 4)):
            path = Path(folder) / f"{households}x{persons}.xlsx"
            make(path, households, persons)
            merged = merge_loose([read_table(path)])
            print(f"{households} households, {households * persons} rows x {COLUMNS} columns")
            print(
                f"  cases {len(merged.cases)}, findings {len(merged.findings)}, bytes {path.stat().st_size}"
            )
            measure(path, rounds)


if __name__ == "__main__":
    main()
