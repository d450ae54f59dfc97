"""The blank forms in templates/ are what scripts/make_blanks makes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_making_the_blanks_again_gives_the_same_bytes(tmp_path):
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_blanks", "--to", tmp_path],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    names = [Path(line).relative_to(tmp_path) for line in made.stdout.splitlines()]
    assert len(names) >= 7
    different = [
        str(name)
        for name in names
        if (tmp_path / name).read_bytes() != (ROOT / "templates" / name).read_bytes()
    ]
    assert different == []
