"""``docgen backup`` and ``docgen restore``: there and back, sealed or not, and nothing by halves."""

import io
import json
import sys
import zipfile
from shutil import copytree

import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.errors import DataFileError
from docgen.store import CaseStore, restore

SECRET = "河对岸有三棵老槐树"


def run(*words, **more):
    return CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words], **more)


def tree(root):
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*") if one.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("backup") / "工作区"
    run("demo", folder, "--households", 4, "--villages", 1)
    (folder / "attachments/000001").mkdir()
    (folder / "attachments/000001/户口簿.jpg").write_bytes(bytes(range(256)) * 9000)
    return folder


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    copytree(made, tmp_path / "工作区")
    monkeypatch.chdir(tmp_path / "工作区")
    monkeypatch.delenv("DOCGEN_PASSPHRASE", raising=False)
    return tmp_path


def test_a_workspace_comes_back_with_every_household_and_file(home):
    said = run("backup", home / "备份.zip")
    assert said.exit_code == 0, said.output
    assert "确" not in said.output
    back = json.loads(run("restore", home / "备份.zip", home / "新", "--json").stdout)
    assert back["households"] == 4
    before, after = tree(home / "工作区"), tree(home / "新")
    assert {name: content for name, content in before.items() if not name.endswith((".sqlite", ".md"))} == {
        name: content for name, content in after.items() if not name.endswith(".sqlite")
    }
    with CaseStore(home / "工作区/docgen.sqlite") as old, CaseStore(home / "新/docgen.sqlite") as new:
        assert list(old.load()) == list(new.load())
    assert not list(home.rglob(".docgen-*"))


def test_the_same_workspace_gives_the_same_bytes(home):
    run("backup", home / "一.zip")
    run("backup", home / "二.zip")
    assert (home / "一.zip").read_bytes() == (home / "二.zip").read_bytes()


def test_a_sealed_backup_tells_nothing_and_opens_with_its_passphrase_only(home, monkeypatch):
    said = run("backup", home / "密.zip", "--passphrase", input=f"{SECRET}\n{SECRET}\n")
    assert said.exit_code == 0, said.output
    assert SECRET not in said.output
    content = (home / "密.zip").read_bytes()
    with CaseStore(home / "工作区/docgen.sqlite") as store:
        names = [case.household.head.name.encode() for case in store.load()]
    assert not [one for one in (*names, b"sqlite", "户口簿".encode(), SECRET.encode()) if one in content]
    wrong = run("restore", home / "密.zip", home / "新", input="不是这个口令\n")
    assert wrong.exception.code == "BACKUP-103"
    assert not (home / "新").exists()
    monkeypatch.setenv("DOCGEN_PASSPHRASE", SECRET)
    assert run("restore", home / "密.zip", home / "新").exit_code == 0
    assert tree(home / "新")["attachments/000001/户口簿.jpg"] == bytes(range(256)) * 9000


def test_a_short_passphrase_and_a_missing_library_are_said(home, monkeypatch):
    assert run("backup", home / "密.zip", "--passphrase", input="短\n短\n").exception.code == "BACKUP-108"
    monkeypatch.setitem(sys.modules, "pyrage", None)
    monkeypatch.setenv("DOCGEN_PASSPHRASE", SECRET)
    assert run("backup", home / "密.zip", "--passphrase").exception.code == "BACKUP-104"
    assert not (home / "密.zip").exists()


def test_nothing_is_restored_over_anything(home):
    run("backup", home / "备份.zip")
    (home / "新").mkdir()
    (home / "新/我的.txt").write_text("x", encoding="utf-8")
    assert run("restore", home / "备份.zip", home / "新").exception.code == "BACKUP-102"
    assert [one.name for one in (home / "新").iterdir()] == ["我的.txt"]


def test_a_backup_within_what_it_backs_up_is_refused(home):
    assert run("backup", home / "工作区/attachments/备份.zip").exception.code == "BACKUP-101"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_backup_restores_nothing(home, place):
    run("backup", home / "备份.zip")
    content = bytearray((home / "备份.zip").read_bytes())
    content[int(len(content) * place)] ^= 4
    (home / "备份.zip").write_bytes(content)
    with pytest.raises(DataFileError) as refused:
        restore(home / "备份.zip", home / "新")
    assert refused.value.code == "BACKUP-105"
    assert not (home / "新").exists()
    assert not list(home.glob(".docgen-*"))


@pytest.mark.parametrize("name", ["../外面.txt", "/etc/外面", "a/../../b", "..\\外面"])
def test_a_name_that_leads_outside_is_no_backups(home, name):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, b"x")
        archive.writestr("manifest-sha256.txt", f"{'0' * 64}  {name}\n{'0' * 64}  docgen.toml\n")
    (home / "恶.zip").write_bytes(content.getvalue())
    assert run("restore", home / "恶.zip", home / "新").exception.code == "BACKUP-105"
    assert not list(home.rglob("外面*"))
