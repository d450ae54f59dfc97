"""Whole commands: one form in a cold process, and a township's six forms."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import bench_form as form
from timing import Row, every_core

from docgen.cli.desk import open_source
from docgen.workspace import Selection

HERE = Path(__file__).parent
HOUSEHOLDS = 1000
#: The six official forms of a household; each applies to those whose procedures ask for it.
FORMS = (
    *("cn.identification.application", "cn.identification.survey", "cn.identification.approval"),
    *("cn.elimination.measures", "cn.elimination.assessment", "cn.handbook"),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command cost: CPU seconds (user + system), wall seconds, peak memory of its largest process in MB."""

    cpu: float
    wall: float
    peak: float
    code: int


def ran(command: list[str]) -> Ran:
    """Run a command to its end, with compiled modules kept as an installed program has them."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(HERE / ".env" / "pycache")
    small = [sys.executable, "-I", "-S", str(HERE / "child.py"), *command]
    done = subprocess.run(small, capture_output=True, text=True, env=environment, check=True)
    cost = Ran(**json.loads(done.stdout))
    if cost.code not in (0, 1):
        raise RuntimeError(f"{command[:4]} ended with {cost.code}: {done.stderr[-500:]}")
    return cost


def docgen(*arguments: object) -> list[str]:
    """Return the command line of docgen in this environment: its installed program."""
    return [str(Path(sys.executable).with_name("docgen")), *map(str, arguments)]


def cold(rounds: int) -> list[Row]:
    """Measure a whole process that fills one docx."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        declared = form.declare(folder / "pack")
        (folder / "case.json").write_text(form.sound_case().model_dump_json(), encoding="utf-8")
        case = next(open_source([folder / "case.json"], Selection()).cases())
        values = form.plain(form.values_of(declared, [case])[0])
        (folder / "values.json").write_text(
            json.dumps(values, ensure_ascii=False, default=str), encoding="utf-8"
        )
        (folder / "docxtpl.docx").write_bytes(form.docx_template(form.DOCXTPL))
        ours = docgen("fill", folder / "case.json", "--forms", folder / "pack", "--form", form.FORM_ID,
                      "--today", form.AS_OF.isoformat(), "-o", folder / "out")  # fmt: skip
        theirs = [sys.executable, str(HERE / "cold_docxtpl.py")]
        theirs += [str(folder / each) for each in ("docxtpl.docx", "values.json", "made.docx")]
        pairs = []
        for number in range(rounds + 1):
            shutil.rmtree(folder / "out", ignore_errors=True)
            pair = ran(ours), ran(theirs)
            _assert_made(folder, values)
            pairs += [pair] if number else []  # the first round compiles and warms the disk
    detail = {
        "rounds": rounds,
        "docgen_s": round(median(mine.cpu for mine, _ in pairs), 3),
        "docxtpl_s": round(median(other.cpu for _, other in pairs), 3),
        "docgen_peak_mb": round(median(mine.peak for mine, _ in pairs), 1),
        "docxtpl_peak_mb": round(median(other.peak for _, other in pairs), 1),
    }
    value = median(mine.cpu / other.cpu for mine, other in pairs)
    title = "cold `docgen fill` of one docx vs a docxtpl script"
    return [Row("cold", title, value, must=2, stretch=1.5, at_most=True, detail=detail)]


def _assert_made(folder: Path, values: dict[str, object]) -> None:
    made = list((folder / "out").rglob("*.docx"))
    if len(made) != 1 or form.text_of(made[0].read_bytes()) != form.expected_text(values):
        raise AssertionError(f"docgen fill made {len(made)} documents or another text")


def township(households: int) -> list[Row]:
    """Measure `docgen fill` of a township's six forms to docx."""
    title = f"`docgen fill`, {households:,} households, six forms to docx"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = ran(docgen("demo", folder / "town", "--households", households, "--villages", 5, "--seed", 1))
        names = [part for each in FORMS for part in ("--form", each)]
        out = folder / "out"
        with every_core():
            filled = ran(docgen("fill", folder / "town", *names, "--to", "docx", "-o", out))
        documents = sum(1 for _ in out.rglob("*.docx"))
        size = sum(path.stat().st_size for path in out.rglob("*.docx"))
    each = filled.cpu / max(1, documents) * 1000
    detail = {
        "households": households,
        "documents": documents,
        "megabytes": round(size / 1e6, 1),
        "cpu_s": round(filled.cpu, 2),
        "wall_s": round(filled.wall, 2),
        "peak_mb": round(filled.peak, 1),
        "demo_cpu_s": round(made.cpu, 2),
        "ms_per_document": round(each, 2),
    }
    return [
        Row("township", title, filled.wall, "s", note=f"{documents:,} documents", detail=detail),
        Row("township_memory", "peak memory of that run", filled.peak, "MB", detail=detail),
    ]
