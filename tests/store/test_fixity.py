"""Verification: whatever happens to a file of a bag is found and named, and nothing is written."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.errors import UsageError
from docgen.store.bag import TAG_FILES, TAG_MANIFEST, Piece, digest_of, files_of, write_bag
from docgen.store.fixity import Damage, everything, parse_part, parse_sample, part, share, verify_bag

NAMES = [f"户卷/{n:06d}.pdf" for n in range(8)]


def piece(path: str) -> Piece:
    content = random.Random(path).randbytes(700)
    return Piece(path, path, lambda: (content,))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("档案") / "2026_试验村_522328100201"
    write_bag(folder, map(piece, NAMES), {"Bagging-Date": "2026-12-31"})
    return folder


@pytest.fixture
def bag(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "包"))


def seal(made: Path) -> str:
    return digest_of(made / TAG_MANIFEST)


def test_an_untouched_bag_is_whole(made: Path) -> None:
    found = verify_bag(made, seal=seal(made))
    assert (found.files, found.read, found.damages) == (8 + 5, 8, ())


def test_a_read_only_bag_is_verified_and_left_as_it_was(
    made: Path,
    tree: Callable[[Path], dict[str, bytes]],
    as_nobody: Callable[[Callable[[], None]], int],
    guarded: Path,
) -> None:
    guarded.chmod(0o755)
    bag = Path(shutil.copytree(made, guarded / "包"))
    for path in (bag, *bag.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def verify() -> None:
        assert verify_bag(bag).damages == ()

    assert as_nobody(verify) == 0
    assert tree(bag) == tree(made)
    for path in (bag, *bag.rglob("*")):
        path.chmod(0o755)


@pytest.mark.parametrize("sealed", [True, False])
def test_every_flipped_bit_is_found_and_named(bag: Path, made: Path, sealed: bool) -> None:
    chance = random.Random(7)
    paths = list(files_of(bag))
    for _ in range(250):
        path = chance.choice(paths)
        content = bytearray((bag / path).read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        (bag / path).write_bytes(content)
        found = {one.path for one in verify_bag(bag, seal=seal(made) if sealed else "").damages}
        assert path in found
        if sealed and path.startswith("data/"):
            assert found == {path}
        shutil.copy(made / path, bag / path)


def test_what_is_gone_added_renamed_cut_or_swapped_is_named(bag: Path, made: Path) -> None:
    data = bag / "data/户卷"
    (data / "000001.pdf").unlink()
    (data / "000002.pdf").rename(data / "000002 (1).pdf")
    (data / "000003.pdf").write_bytes((data / "000003.pdf").read_bytes()[:-1])
    one, other = (data / "000004.pdf").read_bytes(), (data / "000005.pdf").read_bytes()
    (data / "000004.pdf").write_bytes(other)
    (data / "000005.pdf").write_bytes(one)
    (bag / "笔记.txt").write_text("?", encoding="utf-8")
    assert verify_bag(bag, seal=seal(made)).damages == (
        Damage("data/户卷/000001.pdf", "missing"),
        Damage("data/户卷/000002 (1).pdf", "extra"),
        Damage("data/户卷/000002.pdf", "missing"),
        Damage("data/户卷/000003.pdf", "changed"),
        Damage("data/户卷/000004.pdf", "changed"),
        Damage("data/户卷/000005.pdf", "changed"),
        Damage("笔记.txt", "extra"),
    )


@pytest.mark.parametrize("name", [*TAG_FILES, TAG_MANIFEST])
def test_a_missing_tag_file_is_named(bag: Path, made: Path, name: str) -> None:
    (bag / name).unlink()
    assert Damage(name, "missing") in verify_bag(bag, seal=seal(made)).damages


def test_a_manifest_in_other_letters_is_changed_though_its_digests_are_right(bag: Path) -> None:
    path = bag / TAG_MANIFEST
    path.write_bytes(path.read_bytes().upper().replace(b".TXT", b".txt"))
    assert Damage(TAG_MANIFEST, "changed") in verify_bag(bag).damages


def test_a_link_in_place_of_a_file_is_a_change(bag: Path) -> None:
    path = bag / "data" / NAMES[0]
    path.rename(bag.parent / "outside.pdf")
    path.symlink_to(bag.parent / "outside.pdf")
    assert verify_bag(bag).damages == (Damage(f"data/{NAMES[0]}", "changed"),)


def test_a_file_that_was_only_counted_betrays_itself_by_its_size(bag: Path) -> None:
    path = bag / "data" / NAMES[3]
    path.write_bytes(path.read_bytes() + b"!")
    assert verify_bag(bag, lambda place, _: False).damages == (Damage(f"data/{NAMES[3]}", "changed"),)


def test_a_sample_reads_its_share_and_the_parts_read_everything_once() -> None:
    paths = [f"data/{n}.pdf" for n in range(4000)]
    taken = sum(share(5, "2026-07-05")(place, path) for place, path in enumerate(paths))
    assert 150 < taken < 250
    for place, path in enumerate(paths[:100]):
        assert sum(part(number, 12)(place, path) for number in range(1, 13)) == 1
    assert everything(0, "")


def test_shares_are_read_from_words() -> None:
    assert parse_part("2/12")(1, "")
    assert not parse_part("2/12")(0, "")
    assert parse_sample("100%", "")(0, "data/a")


@pytest.mark.parametrize(("parse", "text"), [(parse_part, "0/12"), (parse_part, "13/12"), (parse_part, "x")])
def test_a_part_that_is_none_is_refused(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(UsageError):
        parse(text)


@pytest.mark.parametrize("text", ["0%", "101%", "five", ""])
def test_a_sample_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_sample(text, "")
