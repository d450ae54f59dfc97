"""One writer per folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.errors import StoreError
from docgen.store import locked
from docgen.store.lock import LOCK

HOLDER = """
import sys
from pathlib import Path
from docgen.store import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def held(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_the_second_run_is_told_who_holds_the_folder_and_since_when(tmp_path: Path) -> None:
    with held(tmp_path) as holder:
        with pytest.raises(StoreError) as caught, locked(tmp_path):
            pass
        holder.communicate()
    assert caught.value.code == "STORE-301"
    assert str(holder.pid) in str(caught.value)
    assert "20" in dict(caught.value.fields)["since"]


def test_a_lock_ends_with_its_holder_even_when_it_is_killed(tmp_path: Path) -> None:
    with held(tmp_path) as holder:
        holder.kill()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    for _ in range(3):
        with locked(tmp_path):
            assert [path.name for path in tmp_path.iterdir()] == [LOCK]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_in_this_process_holds_as_well(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(StoreError) as caught, locked(tmp_path):
            pass
        assert str(os.getpid()) in str(caught.value)


def test_a_lock_file_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    other = tmp_path / "别人的文件"
    other.write_bytes(b"untouched")
    (tmp_path / LOCK).symlink_to(other)
    with pytest.raises(StoreError), locked(tmp_path):
        pass
    assert other.read_bytes() == b"untouched"
