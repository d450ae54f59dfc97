"""A command loads what it needs, so that a single form is filled before a clerk looks up."""

import json
import subprocess
import sys

#: What a run that fills Word forms in one process, into a short table, does without.
HEAVY = (
    "docgen.ooxml.xlsx",
    "docgen.pdf",
    "multiprocessing",
    "openpyxl",
    "docx",
    "rich",
    "weasyprint",
    "yaml",
)

PROGRAM = """
import sys
from docgen.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
loaded = [name for name in {heavy!r} if name in sys.modules]
assert not loaded, loaded
"""


def test_filling_one_word_form_loads_no_heavy_library(raw_case, tmp_path):
    data = tmp_path / "户.json"
    data.write_text(json.dumps(raw_case, default=str), encoding="utf-8")
    words = ["fill", data, "--form", "cn.identification.application", "-o", tmp_path / "out"]
    program = [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), *map(str, words), "--today", "2026-07-05"]
    done = subprocess.run(program, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "out").rglob("*.docx"))
