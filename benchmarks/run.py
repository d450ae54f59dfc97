"""Runs the benches, prints the table, and writes results.json and docs/performance.md.

``run.py [--quick | --full] [NAME …]``: a name is a row's key or the beginning of one; without names, all rows.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bench_bind
import bench_docx
import bench_intake
import bench_line
import bench_pdf
import bench_preflight
import bench_print
import bench_scale
import bench_xlsx
from timing import Row, pinned

RESULTS = Path(__file__).parent / "results.json"
PAGE = RESULTS.parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- written by scripts/bench -->", "<!-- to here -->"
_LIBRARIES = (
    "docxtpl",
    "python-docx",
    "Jinja2",
    "lxml",
    "openpyxl",
    "XlsxWriter",
    "isal",
    "python-calamine",
    "pydantic",
)
METHOD = (
    "One process pinned to one core (its children too), warmed up; CPU time (time.process_time; children: user + "
    "system from wait4; Node: process.cpuUsage); variants interleaved round by round over varying households; each "
    "figure is the median over the rounds, each ratio the median of the rounds' ratios. Before timing, every "
    "tool's documents are checked to have the same paragraphs or cells. Strict undefined, escaping, ticks and the "
    "budget are on in docgen; docxtpl runs with autoescape, without which it loses text."
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A group of rows that are measured together."""

    keys: tuple[str, ...]
    run: Callable[[int], list[Row]]
    rounds: tuple[int, int, int]  # quick, usual, full


BENCHES = (
    Bench(
        ("docx_docxtpl", "docx_docxtpl_isal", "docx_same_template", "docx_same_template_isal",
         "docx_docxtemplater", "docx_carbone", "docx_floor", "docx_floor_isal"),
        bench_docx.rows, (3, 15, 31),
    ),
    Bench(("bind",), bench_bind.rows, (5, 25, 51)),
    Bench(
        ("xlsx_openpyxl", "xlsx_refill", "xlsx_xlsxwriter", "xlsx_openpyxl_isal", "xlsx_floor"),
        bench_xlsx.rows, (3, 15, 31),
    ),
    Bench(("pdf_stamp", "pdf_size"), bench_pdf.rows, (2, 7, 15)),
    Bench(("pdf_village", "pdf_village_size"), bench_print.village, (1, 5, 9)),
    Bench(("pdf_libreoffice",), bench_print.libreoffice, (1, 3, 7)),
    Bench(("pdf_typst",), bench_print.typst, (2, 7, 15)),
    Bench(("pdf_stock", "pdf_stock_size"), bench_print.stock, (2, 7, 15)),
    Bench(("pdf_scale", "pdf_memory"), bench_print.scaling, (1, 3, 5)),
    Bench(("pdf_two_processes",), bench_print.two_processes, (1, 3, 5)),
    Bench(("job",), lambda _: bench_print.job(), (1, 1, 1)),
    Bench(("scale_cost", "scale_memory"), lambda rounds: bench_scale.scaling(rounds, 5000), (1, 5, 9)),
    Bench(("cold",), bench_line.cold, (3, 11, 21)),
    Bench(("intake_5000", "intake_20000"), bench_intake.rows, (1, 3, 7)),
    Bench(("township", "township_memory"), lambda _: bench_line.township(bench_line.HOUSEHOLDS), (1, 1, 1)),
    Bench(
        ("preflight", "preflight_memory", "preflight_missed"), lambda _: bench_preflight.rows(), (1, 1, 1)
    ),
    Bench(("two_processes",), bench_scale.two_processes, (1, 5, 9)),
)  # fmt: skip


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_const", const=0, dest="size", help="few rounds")
    size.add_argument("--full", action="store_const", const=2, dest="size", help="many rounds")
    parser.add_argument("names", nargs="*", metavar="NAME", help="rows to measure")
    asked = parser.parse_args()
    chosen = [bench for bench in BENCHES if _wanted(bench.keys, asked.names)]
    if not chosen:
        parser.error("no such row; there are: " + ", ".join(key for bench in BENCHES for key in bench.keys))
    core = pinned()
    measured: list[Row] = []
    for bench in chosen:
        print(f"… {', '.join(bench.keys)}", file=sys.stderr, flush=True)
        measured += bench.run(bench.rounds[1 if asked.size is None else asked.size])
    _save(measured, core)
    print(table(map(_saved, measured)))
    return 1 if any(row.verdict == "NO" for row in measured) else 0


def _wanted(keys: Iterable[str], names: list[str]) -> bool:
    return not names or any(key.startswith(name) for key in keys for name in names)


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows of results.json as a Markdown table."""
    lines = ["| | measured | must | stretch | met |", "|---|---|---|---|---|"]
    for row in rows:
        unit = row["unit"] if row["unit"] == "×" else f" {row['unit']}"
        sign = "≤" if row["at_most"] else "≥"
        goals = ["" if row[name] is None else f"{sign} {row[name]:g}{unit}" for name in ("must", "stretch")]
        note = f" ({row['note']})" if row["note"] else ""
        value = "" if row["value"] is None else f"**{_digits(row['value'])}{unit}**"
        lines.append(f"| {row['title']} | {value}{note} | {goals[0]} | {goals[1]} | {row['met']} |")
    return "\n".join(lines)


def _digits(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def write_page(results: Mapping[str, Any]) -> None:
    """Put the table, the machine and the versions into the page about performance."""
    on, about = results["machine"], results["versions"]
    where = f"{on['cpu']}, {on['cores']} cores, {on['memory_gib']} GiB, {on['system']}"
    facts = (
        f"Machine: {where}.\n\nVersions: {', '.join(f'{name} {number}' for name, number in about.items())}."
    )
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    made = f"{head}{BEGIN}\n{table(results['rows'].values())}\n\n{facts}\n{END}{tail}"
    PAGE.write_text(made, encoding="utf-8")


def _save(rows: Iterable[Row], core: int | None) -> None:
    """Write the rows into results.json; rows that were not measured this time stay as they were."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")).get("rows", {}) if RESULTS.exists() else {}
    order = [key for bench in BENCHES for key in bench.keys]
    kept |= {row.key: _saved(row) for row in rows}
    found = {
        "machine": machine(core),
        "versions": versions(),
        "method": METHOD,
        "rows": {key: kept[key] for key in order if key in kept},
    }
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_page(found)


def _saved(row: Row) -> dict[str, object]:
    return {
        "title": row.title,
        "value": None if row.value is None else round(row.value, 4),
        "unit": row.unit,
        "must": row.must,
        "stretch": row.stretch,
        "at_most": row.at_most,
        "met": row.verdict,
        "note": row.note,
        "detail": row.detail,
    }


def machine(core: int | None) -> dict[str, object]:
    """Return what the bench ran on."""
    model = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model
        )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": platform.platform(),
        "pinned_to_a_core": core is not None,
        "load_average": round(os.getloadavg()[0], 2),
    }


def versions() -> dict[str, str]:
    """Return the versions of everything measured."""
    found = {"CPython": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    found |= {name: version(name) for name in _LIBRARIES}
    if shutil.which("node"):
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
        found["Node"] = node.stdout.strip().removeprefix("v")
        for name in ("docxtemplater", "pizzip", "carbone"):
            package = bench_docx.NODE_MODULES / name / "package.json"
            if package.exists():
                found[name] = json.loads(package.read_text(encoding="utf-8"))["version"]
    return found


if __name__ == "__main__":
    sys.exit(main())
