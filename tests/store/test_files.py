"""Files written whole or not at all."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.errors import StoreError
from docgen.store.effects import Disk, fault
from docgen.store.files import make_folders, write_whole

CONTENT = b"whole" * 100


def test_a_file_is_written_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    write_whole(tmp_path / "表.docx", CONTENT)
    assert (tmp_path / "表.docx").read_bytes() == CONTENT
    assert stat.S_IMODE((tmp_path / "表.docx").stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
@pytest.mark.parametrize("for_ever", [False, True])
def test_whichever_effect_fails_the_old_file_stays_whole(
    tmp_path: Path, failing: Callable[..., Disk], error: int, for_ever: bool
) -> None:
    target = tmp_path / "表.docx"
    for step in range(1, 5):
        write_whole(target, b"old")
        with pytest.raises(StoreError) as caught:
            write_whole(target, CONTENT, disk=failing(step, error, for_ever=for_ever))
        assert "表.docx" in str(caught.value)
        assert target.read_bytes() == b"old"
        for left in set(tmp_path.iterdir()) - {target}:
            assert for_ever, f"step {step} left {left.name}"
            left.unlink()


def test_a_full_disk_says_how_much_is_needed_and_free(tmp_path: Path, failing: Callable[..., Disk]) -> None:
    with pytest.raises(StoreError) as caught:
        write_whole(tmp_path / "表.docx", b"x" * 2_500_000, disk=failing(2, errno.ENOSPC))
    assert caught.value.code == "STORE-101"
    assert "2.5 MB" in str(caught.value)
    assert "MB" in dict(caught.value.fields)["free"]


def test_a_link_put_in_the_way_is_replaced_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "别人的文件"
    secret.write_bytes(b"untouched")
    (tmp_path / "表.docx").symlink_to(secret)
    write_whole(tmp_path / "表.docx", CONTENT)
    assert secret.read_bytes() == b"untouched"
    assert not (tmp_path / "表.docx").is_symlink()


def test_a_working_name_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    secret = tmp_path / "别人的文件"
    secret.write_bytes(b"untouched")
    (tmp_path / f".docgen-{os.getpid()}.tmp").symlink_to(secret)
    with pytest.raises(StoreError):
        write_whole(tmp_path / "表.docx", CONTENT)
    assert secret.read_bytes() == b"untouched"


def test_a_file_where_a_folder_is_needed_is_said(tmp_path: Path) -> None:
    (tmp_path / "村").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        make_folders(tmp_path / "村" / "户")
    assert caught.value.code == "STORE-106"


def test_a_path_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        make_folders(tmp_path / ("长" * 100))
    assert caught.value.code == "STORE-103"


def test_a_folder_that_may_not_be_written_is_said(
    guarded: Path, as_nobody: Callable[[Callable[[], None]], int]
) -> None:
    def act() -> None:
        with pytest.raises(StoreError) as caught:
            write_whole(guarded / "表.docx", CONTENT)
        assert caught.value.code == "STORE-102"

    assert as_nobody(act) == 0


def test_an_error_of_no_known_kind_keeps_its_name() -> None:
    error = fault(OSError(errno.EIO, "x"), Path("甲"))
    assert error.code == "STORE-105"
    assert "EIO" in str(error)
