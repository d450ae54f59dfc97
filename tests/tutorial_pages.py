"""Does what docs/zh/add_a_form.md says, in an empty folder; run as a script it makes the page's pictures anew."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "zh" / "add_a_form.md"
PICTURES = {
    "add_a_form_proof.png": "练习/forms/yunling/linshi/校样/校样1.png",
    "add_a_form_sample.png": "练习/forms/yunling/linshi/校样/样张1.png",
}
WIDTH = 640


def blocks():
    """The page's fenced blocks: (kind, text), in order."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def follow(folder):
    """Run every command of the page in ``folder``, in one shell; gives what each block of commands said."""
    commands = [text for kind, text in blocks() if kind == "sh"]
    script = 'set -e\ndocgen() { "$PYTHON" -m docgen "$@"; }\n' + "echo '=====' \n".join(commands)
    known = {key: value for key, value in os.environ.items() if key != "DOCGEN_LANG"}
    known |= {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "100"}
    known |= {"DOCS": str(PAGE.parent), "XDG_DATA_HOME": str(folder / "data")}
    said = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=known,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return (said.stdout + said.stderr).split("=====")


def picture(path):
    """A page's picture as the tutorial shows it: small, in few greys and colours."""
    whole = Image.open(path).convert("RGB")
    height = round(whole.height * WIDTH / whole.width)
    small = whole.resize((WIDTH, height)).crop((0, 0, WIDTH, round(height * 0.62)))
    return small.quantize(32)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        follow(Path(made))
        for name, source in PICTURES.items():
            picture(Path(made) / source).save(ROOT / "docs" / "pictures" / name, optimize=True)
