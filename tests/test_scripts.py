"""The commands of a fresh machine, run in a copy of the tree whose apt, dpkg and pip only write down what they are asked."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ("scripts/bootstrap", "scripts/test", "scripts/check", "scripts/demo", ".ci/run")
NOBODY = 65534

DPKG_QUERY = """#!/bin/sh
for package; do :; done
case " $ABSENT " in *" $package "*) exit 1 ;; esac
printf installed
"""
APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$TREE/log"
"""
PYTHON = """#!/bin/bash
all="$*"
case "$all" in
  *"-m venv"*) mkdir -p .venv/bin && echo "$PWD/.venv" >.venv/bin/activate && cp "$0" .venv/bin/python && cp "$0" .venv/bin/pip && echo venv >>"$TREE/log" ;;
  *"-m pip install"*) echo "pip ${all#*install }" >>"$TREE/log"
    case "$all" in *"${BROKEN:-nothing}"*) exit 1 ;; esac ;;
  *"-m pytest"*) echo "pytest ${all#*pytest }" >>"$TREE/log" ;;
  *) exec "$REAL_PYTHON" "$@" ;;
esac
"""
UV = """#!/bin/sh
echo "uv $*" >>"$TREE/log"
[ "$1" != venv ] || { mkdir -p .venv/bin && ln -s "$REAL_PYTHON" .venv/bin/python; }
"""
DOCGEN = """#!/bin/sh
echo "docgen $*" >>"$TREE/log"
[ "$1" = demo ] && mkdir -p "$2" && touch "$2/docgen.toml"
[ "$1" != demo ] || exit 0
mkdir -p "$TREE/out/demo/输出" && touch "$TREE/out/demo/输出/a.pdf"
exit "${DOCGEN_EXIT:-0}"
"""


class Tree:
    """A copy of what the scripts touch, with other commands in front of the machine's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("scripts", ".ci"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, folder / name)
        (folder / "fonts").mkdir()
        (folder / "fonts" / "faces-1.0-py3-none-any.whl").write_bytes(b"faces")
        (folder / "bin").mkdir()
        for name, text in (("dpkg-query", DPKG_QUERY), ("apt-get", APT_GET), ("python3", PYTHON)):
            self.put(f"bin/{name}", text)

    def put(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / name).chmod(0o755)

    def run(
        self, *command: str, user: int | None = None, **environment: str | None
    ) -> subprocess.CompletedProcess[str]:
        wanted = {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "TREE": str(self.folder),
            "REAL_PYTHON": os.path.realpath(sys.executable),
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder),
            "PIP_INDEX_URL": "the office's own",
            **environment,
        }
        return subprocess.run(
            [self.folder / command[0], *command[1:]],
            env={name: value for name, value in wanted.items() if value is not None},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            user=user,
        )

    @property
    def log(self) -> list[str]:
        file = self.folder / "log"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@pytest.fixture
def tree() -> Iterator[Tree]:
    """A tree that every user of the machine may read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield Tree(folder)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_executed_and_understood_by_bash(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_ci_calls_exactly_the_test_command(tree: Tree) -> None:
    assert tree.run(".ci/run").returncode == 0
    assert tree.log[-1] == "pytest --numprocesses auto --maxprocesses 2 --dist worksteal"


def test_the_first_run_installs_the_project_and_then_the_fonts_from_the_folder(tree: Tree) -> None:
    result = tree.run("scripts/bootstrap")
    assert result.returncode == 0, result.stderr
    venv, project, fonts = tree.log
    assert venv == "venv"
    assert (
        project
        == "pip --quiet --disable-pip-version-check --constraint constraints.txt --editable .[dev,fast,crypt]"
    )
    assert "--no-deps --no-index" in fonts
    assert fonts.endswith("fonts/faces-1.0-py3-none-any.whl")


def test_the_second_run_does_nothing_and_says_nothing(tree: Tree) -> None:
    tree.run("scripts/bootstrap")
    before = tree.log
    started = time.monotonic()
    result = tree.run("scripts/bootstrap")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert tree.log == before
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml", "fonts/faces-1.0-py3-none-any.whl"])
def test_a_change_of_what_is_installed_installs_again(tree: Tree, name: str) -> None:
    tree.run("scripts/bootstrap")
    with (tree.folder / name).open("ab") as file:
        file.write(b"\n# changed\n")
    tree.run("scripts/bootstrap")
    assert len([line for line in tree.log if line.startswith("pip ")]) == 4


@pytest.mark.skipif(Path("/etc/pip.conf").exists(), reason="pip has settings on this machine")
def test_uv_is_used_where_pip_has_no_settings_of_its_own(tree: Tree) -> None:
    tree.put("bin/uv", UV)
    assert tree.run("scripts/bootstrap", PIP_INDEX_URL=None).returncode == 0
    assert [line.split()[:3] for line in tree.log] == [
        ["uv", "venv", "--quiet"],
        *[["uv", "pip", "install"]] * 2,
    ]


def test_uv_is_left_alone_where_pip_has_settings(tree: Tree) -> None:
    tree.put("bin/uv", UV)
    tree.run("scripts/bootstrap")
    assert [line.split()[0] for line in tree.log] == ["venv", "pip", "pip"]


def test_an_environment_copied_from_another_place_is_made_anew(tree: Tree) -> None:
    tree.run("scripts/bootstrap")
    tree.put(".venv/bin/activate", "/elsewhere/.venv")
    tree.put("constraints.txt", "# changed")
    tree.run("scripts/bootstrap")
    assert tree.log.count("venv") == 2


@pytest.mark.parametrize("broken", ["--editable", ".whl"])
def test_an_install_that_failed_is_said_in_one_line_and_tried_again(tree: Tree, broken: str) -> None:
    result = tree.run("scripts/bootstrap", BROKEN=broken)
    assert result.returncode == 3
    assert "pip" in result.stderr.splitlines()[-1]
    assert broken in tree.log[-1]
    assert tree.run("scripts/bootstrap").returncode == 0
    assert tree.log[-1].endswith(".whl")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can start a child with another uid")
def test_another_user_is_told_the_exact_command(tree: Tree) -> None:
    result = tree.run("scripts/bootstrap", user=NOBODY, ABSENT="libharfbuzz-subset0 ca-certificates")
    assert result.returncode == 3
    (line,) = result.stderr.splitlines()
    command = "apt-get install -y --no-install-recommends ca-certificates libharfbuzz-subset0"
    assert line.count(command) == 2  # once in Chinese, once in English
    assert "缺少系统软件包" in line
    assert tree.log == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root installs packages")
def test_root_installs_only_what_is_missing(tree: Tree) -> None:
    assert tree.run("scripts/bootstrap", ABSENT="libpangoft2-1.0-0").returncode == 0
    assert tree.log[:2] == [
        "apt-get update -qq",
        "apt-get install -y --no-install-recommends libpangoft2-1.0-0 -qq",
    ]


def test_a_machine_without_a_new_python_is_told_so(tree: Tree) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        tree.put(f"bin/{name}", "#!/bin/sh\nexit 1\n")
    result = tree.run("scripts/bootstrap")
    assert result.returncode == 3
    assert "Python 3.11" in result.stderr.splitlines()[-1]


def demo(tree: Tree, **environment: str) -> subprocess.CompletedProcess[str]:
    tree.run("scripts/bootstrap")
    tree.put(".venv/bin/docgen", DOCGEN)
    return tree.run("scripts/demo", **environment)


def test_the_demo_makes_checks_and_fills_and_says_where_to_look(tree: Tree) -> None:
    result = demo(tree, DOCGEN_EXIT="1")  # some forms of the demo wait for a correction
    assert result.returncode == 0, result.stderr
    called = [line.split() for line in tree.log if line.startswith("docgen")]
    assert [words[1] for words in called] == ["demo", "check", "fill", "fill"]
    assert called[2][-2:] == ["-o", "out/demo/输出"]  # each form in its own format
    assert called[3][-2:] == ["--to", "pdf"]
    assert "PDF 1 份" in result.stdout
    assert "out/demo/输出/a.pdf" in result.stdout


def test_the_demo_stops_at_a_fault(tree: Tree) -> None:
    assert demo(tree, DOCGEN_EXIT="4").returncode == 3


def test_the_demo_never_removes_a_folder_that_is_not_its_own(tree: Tree) -> None:
    (tree.folder / "out" / "demo").mkdir(parents=True)
    (tree.folder / "out" / "demo" / "letter.txt").write_text("keep", encoding="utf-8")
    assert demo(tree).returncode == 2
    assert (tree.folder / "out" / "demo" / "letter.txt").exists()
