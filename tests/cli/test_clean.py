"""``docgen clean``: only what killed runs left goes, and the next run knows what is its own."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.store import locked


def run(*words):
    return CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words])


def names(root):
    return sorted(one.relative_to(root).as_posix() for one in root.rglob("*"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean") / "工作区"
    run("demo", folder, "--households", 6, "--villages", 1)
    return folder


def test_only_docgens_own_leftovers_go(tmp_path):
    for name in (
        ".docgen-77.tmp",
        "村/.docgen-8.tmp",
        ".docgen-lock",
        ".docgen-笔记",
        "村/.docgen-7.tmp.docx",
        "村/表.docx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".docgen-new-2026_村_1/data").mkdir(parents=True)
    said = run("clean", tmp_path)
    assert names(tmp_path) == [".docgen-笔记", "村", "村/.docgen-7.tmp.docx", "村/表.docx"]
    assert "已清理 4 个" in said.output
    assert "没有要清理的" in run("clean", tmp_path).output


def test_a_bag_moved_aside_is_put_back(tmp_path):
    (tmp_path / ".docgen-old-2026_村_1/data").mkdir(parents=True)
    run("clean", tmp_path)
    assert names(tmp_path) == ["2026_村_1", "2026_村_1/data"]


def test_a_folder_where_a_run_is_at_work_is_left_alone(tmp_path):
    (tmp_path / "输出").mkdir()
    (tmp_path / ".docgen-5.tmp").write_bytes(b"x")
    with locked(tmp_path / "输出"):
        assert run("clean", tmp_path).exception.code == "STORE-301"
    assert (tmp_path / ".docgen-5.tmp").exists()
    assert run("clean", tmp_path / "无").exception.code == "STORE-604"


def test_after_a_killed_run_and_a_cleaning_the_next_run_owns_its_documents(workspace, tmp_path):
    words = ["fill", str(workspace), "-o", str(tmp_path / "输出"), "--today", "2026-11-30"]
    whole = json.loads(run(*words[:2], "-o", tmp_path / "全", "--today", "2026-11-30", "--json").stdout)
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "docgen", *words], env=environment, stdout=subprocess.DEVNULL
    ) as run_:
        while not list((tmp_path / "输出").rglob("*.docx")) and run_.poll() is None:
            time.sleep(0.002)
        run_.send_signal(signal.SIGKILL)
    run("clean", tmp_path / "输出")
    assert not [name for name in names(tmp_path / "输出") if ".docgen-" in name]
    again = json.loads(run(*words, "--json").stdout)
    assert again["written"] + again["unchanged"] == whole["written"]
    assert again["retired"] == again["edited"] == []
    assert names(tmp_path / "输出") == names(tmp_path / "全")
