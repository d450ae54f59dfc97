"""Bags: whole and provable without docgen, the same bytes every time, and only what changed is made anew."""

import errno
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import bagit
import pytest

from docgen.errors import StoreError
from docgen.store import Disk
from docgen.store.bag import Bagged, Piece, recover, write_bag

INFO = {"Source-Organization": "试验镇人民政府", "Bagging-Date": "2026-12-31", "External-Identifier": "JF02"}


def piece(path: str, content: bytes = b"pages", key: str | None = None) -> Piece:
    return Piece(path, content.hex() if key is None else key, lambda: iter((content, b"")))


def forbidden(path: str, key: str) -> Piece:
    def make() -> tuple[bytes, ...]:
        raise AssertionError("made though it was there")

    return Piece(path, key, make)


PIECES = (piece("户卷/000001.pdf", b"one"), piece("村卷.pdf", b"village"), piece("说明.txt", "说明".encode()))


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return tmp_path / "档案" / "2026_试验村_522328100201"


def test_a_bag_is_valid_for_the_library_of_congress_and_for_sha256sum(bag: Path) -> None:
    assert write_bag(bag, PIECES, INFO) == Bagged(3, 3, changed=True)
    checked = bagit.Bag(str(bag))
    checked.validate()
    assert checked.info["Payload-Oxum"] == "16.3"
    assert checked.info["Source-Organization"] == "试验镇人民政府"
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        assert subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=bag, check=True).returncode == 0


def test_the_order_of_the_pieces_does_not_matter(bag: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    write_bag(bag, PIECES, INFO)
    first = tree(bag)
    shutil.rmtree(bag)
    write_bag(bag, reversed(PIECES), INFO)
    assert tree(bag) == first


def test_what_has_not_changed_is_not_made_again(bag: Path) -> None:
    write_bag(bag, PIECES, INFO)
    again = [forbidden(one.path, one.key) for one in PIECES]
    assert write_bag(bag, again, INFO) == Bagged(3, 0, changed=False)


def test_a_changed_piece_alone_is_made_and_the_bag_stays_valid(bag: Path) -> None:
    write_bag(bag, PIECES, INFO)
    pieces = [piece("户卷/000001.pdf", b"other"), *(forbidden(one.path, one.key) for one in PIECES[1:])]
    assert write_bag(bag, pieces, INFO) == Bagged(3, 1, changed=True)
    bagit.Bag(str(bag)).validate()
    assert (bag / "data/户卷/000001.pdf").read_bytes() == b"other"


def test_a_piece_that_is_gone_leaves_the_bag(bag: Path) -> None:
    write_bag(bag, PIECES, INFO)
    write_bag(bag, PIECES[1:], INFO)
    assert not (bag / "data/户卷").exists()
    bagit.Bag(str(bag)).validate()


def test_a_damaged_file_is_made_again(bag: Path) -> None:
    write_bag(bag, PIECES, INFO)
    (bag / "data/村卷.pdf").write_bytes(b"VILLAGE")
    assert write_bag(bag, PIECES, INFO).made == 1
    bagit.Bag(str(bag)).validate()


def test_a_damaged_file_without_a_key_is_made_again_too(bag: Path) -> None:
    pieces = [piece("说明.txt", b"text", key="")]
    write_bag(bag, pieces, INFO)
    (bag / "data/说明.txt").write_bytes(b"TEXT")
    assert write_bag(bag, pieces, INFO).changed
    bagit.Bag(str(bag)).validate()


def test_a_stranger_s_file_is_not_lost(bag: Path) -> None:
    write_bag(bag, PIECES, INFO)
    (bag / "data/笔记.docx").write_bytes(b"mine")
    with pytest.raises(StoreError) as refused:
        write_bag(bag, PIECES, INFO)
    assert refused.value.code == "STORE-601"
    assert (bag / "data/笔记.docx").read_bytes() == b"mine"


@pytest.mark.parametrize("path", ["../x", "a//b", "/x", "100%.pdf", "a\\b", "a\nb", "", "."])
def test_a_path_no_bag_can_have_is_refused(bag: Path, path: str) -> None:
    with pytest.raises(StoreError) as refused:
        write_bag(bag, [piece(path)], INFO)
    assert refused.value.code == "STORE-602"
    assert list(bag.parent.iterdir()) == []


def test_two_files_of_one_name_are_refused(bag: Path) -> None:
    with pytest.raises(StoreError) as refused:
        write_bag(bag, [piece("a.pdf"), piece("a.pdf", b"b")], INFO)
    assert refused.value.code == "STORE-602"


@pytest.mark.parametrize(
    ("error", "for_ever"),
    [(errno.ENOSPC, True), (errno.EIO, False), (errno.EACCES, False), (errno.EMFILE, True)],
)
def test_whatever_effect_fails_the_earlier_bag_or_the_new_one_stands(
    bag: Path,
    failing: Callable[..., Disk],
    tree: Callable[[Path], dict[str, bytes]],
    error: int,
    for_ever: bool,
) -> None:
    changed = [piece("户卷/000001.pdf", b"other"), *PIECES[1:]]
    write_bag(bag, changed, INFO)
    new = tree(bag)
    shutil.rmtree(bag)
    write_bag(bag, PIECES, INFO)
    old = tree(bag)
    for at in count(1):
        disk = failing(at, error, for_ever=for_ever)
        with suppress(StoreError):
            write_bag(bag, changed, INFO, disk=disk)
        if disk.seen < at:
            break
        recover(bag.parent)
        assert tree(bag) in (old, new)
        assert [path.name for path in bag.parent.iterdir()] == [bag.name]
        write_bag(bag, PIECES, INFO)
        assert tree(bag) == old
    assert at > 20


def test_a_bag_moved_aside_by_a_killed_run_is_put_back(
    bag: Path, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    write_bag(bag, PIECES, INFO)
    whole = tree(bag)
    bag.rename(bag.with_name(f".docgen-old-{bag.name}"))
    (bag.with_name(f".docgen-new-{bag.name}") / "data").mkdir(parents=True)
    assert len(recover(bag.parent)) == 2
    assert tree(bag) == whole
    assert [path.name for path in bag.parent.iterdir()] == [bag.name]
