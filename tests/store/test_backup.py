"""Backups under a failing disk: whole or not there, and nothing is left beside them."""

import errno
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from docgen.errors import StoreError
from docgen.store import CaseStore, Disk, back_up, open_workspace, restore
from docgen.workspace import Workspace


@pytest.fixture
def full(workspace: Workspace, case: Callable[..., object], at: datetime) -> Workspace:
    with CaseStore(workspace.store) as store:
        store.save([case("000001"), case("000002")], command="test", at=at)
    (workspace.attachments / "000001").mkdir()
    (workspace.attachments / "000001/scan.pdf").write_bytes(b"scan" * 999)
    return workspace


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_backup_is_whole_or_not_there(
    full: Workspace, tmp_path: Path, failing: Callable[..., Disk], error: int
) -> None:
    file = tmp_path / "备份.zip"
    back_up(full, file)
    whole = file.read_bytes()
    for at in count(1):
        file.unlink(missing_ok=True)
        disk = failing(at, error)
        with suppress(StoreError):
            back_up(full, file, disk=disk)
        assert not file.exists() or file.read_bytes() == whole
        if disk.seen < at:
            break
        assert not [one for one in tmp_path.rglob(".docgen-*") if disk.effects[at - 1] != "unlink"]
        for one in tmp_path.rglob(".docgen-*"):
            one.unlink()
    assert at > 5


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_restored_workspace_is_whole_or_not_there(
    full: Workspace, tmp_path: Path, failing: Callable[..., Disk], error: int
) -> None:
    file, folder = tmp_path / "备份.zip", tmp_path / "新"
    back_up(full, file)
    for at in count(1):
        disk = failing(at, error)
        with suppress(StoreError):
            restore(file, folder, disk=disk)
        if folder.exists():
            break
        assert not list(tmp_path.glob(".docgen-*"))
    assert at > 10
    with CaseStore(open_workspace(folder).store) as store:
        assert store.count() == 2
