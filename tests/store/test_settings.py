"""Workspaces made and opened."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.errors import DataFileError, DocgenError, StoreError, UsageError
from docgen.store import CaseStore, Disk, init_workspace, open_workspace
from docgen.workspace import SETTINGS, Workspace


def test_a_new_workspace_has_all_its_parts(tmp_path: Path) -> None:
    made = init_workspace(
        Workspace(tmp_path / "a" / "b", office='某镇"政府"\\\x7f', township="某镇", policy="gz")
    )
    assert made == open_workspace(tmp_path / "a" / "b")
    assert (made.office, made.township, made.policy) == ('某镇"政府"\\\x7f', "某镇", "gz")
    assert sorted(path.name for path in made.root.iterdir()) == [
        "attachments",
        "docgen.sqlite",
        "docgen.toml",
        "rosters",
    ]
    with CaseStore(made.store) as store:
        assert store.count() == 0


def test_folders_of_forms_are_taken_from_the_workspace(tmp_path: Path) -> None:
    made = init_workspace(Workspace(tmp_path / "w", forms=(Path("我县表样"), Path("/opt/forms"))))
    assert made.forms == (tmp_path / "w" / "我县表样", Path("/opt/forms"))


def test_a_workspace_is_not_made_twice_or_inside_another(workspace: Workspace) -> None:
    for folder, code in ((workspace.root, "STORE-401"), (workspace.root / "里面", "STORE-402")):
        with pytest.raises(UsageError) as caught:
            init_workspace(Workspace(folder))
        assert caught.value.code == code
    assert not (workspace.root / "里面").exists()


def test_another_programs_database_stops_a_new_workspace(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "docgen.sqlite")
    other.execute("CREATE TABLE stock (x)")
    other.close()
    before = (tmp_path / "docgen.sqlite").read_bytes()
    with pytest.raises(StoreError) as caught:
        init_workspace(Workspace(tmp_path))
    assert caught.value.code == "STORE-206"
    assert (tmp_path / "docgen.sqlite").read_bytes() == before
    assert not (tmp_path / SETTINGS).exists()


def test_a_store_that_lost_its_settings_is_kept(workspace: Workspace, case: Callable, at: object) -> None:
    with CaseStore(workspace.store) as store:
        store.save([case()], command="t", at=at)
    (workspace.root / SETTINGS).unlink()
    with CaseStore(init_workspace(workspace).store) as store:
        assert store.count() == 1


def test_whichever_effect_fails_there_is_no_half_workspace(
    tmp_path: Path, failing: Callable[..., Disk]
) -> None:
    counting = failing(0, 0)
    init_workspace(Workspace(tmp_path / "whole"), disk=counting)
    assert counting.seen > 8
    for step in range(1, counting.seen + 1):
        root = tmp_path / str(step)
        with pytest.raises(DocgenError):
            init_workspace(Workspace(root), disk=failing(step, errno.ENOSPC))
        if not (root / SETTINGS).exists():
            init_workspace(Workspace(root))
        assert not [path for path in root.iterdir() if path.name.startswith(".docgen")]
        with CaseStore(open_workspace(root).store) as store:
            assert store.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('ofice = "x"', "是不是想写 office"),
        ('wholly_other = "x"', "可用的有"),
        ("office = 3", "office"),
        ("forms = 'x'", "forms"),
        ("office = ", "STORE-405"),
        ('office = "a"\noffice = "b"', "STORE-405"),
    ],
)
def test_a_mistake_in_the_settings_is_said(workspace: Workspace, text: str, said: str) -> None:
    (workspace.root / SETTINGS).write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        open_workspace(workspace.root)
    assert said in str(caught.value)


def test_settings_saved_by_notepad_are_read(workspace: Workspace) -> None:
    (workspace.root / SETTINGS).write_bytes('\ufeffoffice = "某镇"\r\n'.encode())
    assert open_workspace(workspace.root).office == "某镇"
    (workspace.root / SETTINGS).write_bytes('office = "某镇"'.encode("gbk"))
    with pytest.raises(DataFileError) as caught:
        open_workspace(workspace.root)
    assert "UTF-8" in str(caught.value)


def test_a_folder_that_is_no_workspace_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_workspace(tmp_path)
    assert caught.value.code == "STORE-403"
