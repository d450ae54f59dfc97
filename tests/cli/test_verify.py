"""``docgen verify``: whatever happens to an archive is found and named, and nothing is written."""

import json
import random
import re
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.verify import EXIT_CODES


def run(*words):
    return CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words])


@pytest.fixture
def made(archived):
    return archived / "档案"


@pytest.fixture
def root(made, tmp_path):
    return Path(copytree(made, tmp_path / "档案"))


def told(root, *more):
    done = run("verify", root, "--json", *more)
    found = json.loads(done.stdout)
    assert done.exit_code == found["exit_code"]
    return found


def test_an_untouched_archive_is_whole_as_a_folder_and_bag_by_bag(made):
    found = told(made)
    assert found["exit_code"] == 0
    assert found["bags"] == 2
    for bag in made.glob("2026_*"):
        assert told(bag)["exit_code"] == 0
    assert "查验通过" in run("verify", made).output


def names(root):
    return sorted(one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_file())


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place // 8 % len(content)] ^= 1 << place % 8
    path.write_bytes(content)


def test_every_flipped_bit_is_found_and_its_file_named(root):
    chance = random.Random(6)
    files = names(root)
    for name in [*(one for one in files if "/data/" not in one), *chance.sample(files, 8)]:
        whole = (root / name).read_bytes()
        flip(root / name, chance.randrange(len(whole) * 8))
        found = told(root)
        assert name in found["changed"], name
        assert found["exit_code"] == EXIT_CODES["changed"]
        (root / name).write_bytes(whole)
    assert told(root)["exit_code"] == 0


def test_every_lost_added_cut_renamed_and_swapped_file_is_named(root):
    chance = random.Random(7)
    for name in chance.sample([one for one in names(root) if "/data/" in one], 3):
        place, whole = root / name, (root / name).read_bytes()
        place.unlink()
        assert (told(root)["missing"], told(root)["exit_code"]) == ([name], 11)
        place.with_name("别名").write_bytes(whole)
        found = told(root)
        assert (found["missing"], found["extra"]) == ([name], [str(Path(name).with_name("别名"))])
        place.with_name("别名").unlink()
        place.write_bytes(whole[:-1])
        assert name in told(root)["changed"]
        place.write_bytes(whole)
        place.with_name("多.txt").write_bytes(b"")
        assert (told(root)["extra"], told(root)["exit_code"]) == ([str(Path(name).with_name("多.txt"))], 12)
        place.with_name("多.txt").unlink()
    first, second = [root / name for name in names(root) if "/户档/" in name][:2]
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)
    assert told(root)["changed"] == [one.relative_to(root).as_posix() for one in (first, second)]


@pytest.mark.parametrize("name", ["总目录.csv", "总目录.sha256"])
def test_a_lost_top_list_and_a_lost_bag_are_named(root, name):
    (root / name).rename(root.parent / name)
    assert told(root)["missing"] == [name]
    (root.parent / name).rename(root / name)
    bag = next(root.glob("2026_*"))
    bag.rename(root.parent / bag.name)
    assert told(root)["missing"] == [f"{bag.name}/"]


def test_a_bag_or_a_file_that_no_list_knows_is_extra(root):
    bag = next(root.glob("2026_*"))
    copytree(bag, root / "2026_抄本")
    (root / "随手.txt").write_text("x", encoding="utf-8")
    assert set(told(root)["extra"]) == {"2026_抄本/", "随手.txt"}


def test_a_share_or_a_part_reads_less_and_all_parts_read_everything(made):
    whole = told(made)
    assert told(made, "--read-all")["read"] == whole["read"]
    assert told(made, "--sample", "20%")["read"] < whole["read"]
    payload = whole["read"] - 2
    assert sum(told(made, "--part", f"{n}/4")["read"] - 2 for n in range(1, 5)) == payload


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--sample", "0%"), "STORE-603"),
        (("--part", "5/4"), "STORE-603"),
        (("--part", "1/4", "--read-all"), "VERIFY-102"),
    ],
)
def test_a_share_that_is_none_is_refused(made, more, code):
    assert run("verify", made, *more).exception.code == code


def test_a_folder_that_is_no_archive_is_refused(tmp_path):
    assert run("verify", tmp_path).exception.code == "VERIFY-101"
    assert run("verify", tmp_path / "无").exception.code == "VERIFY-101"


def test_nothing_is_written_even_where_nothing_can_be(made, tmp_path):
    before = {one: one.stat().st_mtime_ns for one in made.rglob("*")}
    run("verify", made)
    assert {one: one.stat().st_mtime_ns for one in made.rglob("*")} == before


def test_the_manual_names_the_exit_codes():
    page = (Path(__file__).parents[2] / "docs/archive.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| (\d+) \| ([a-z]+)", page, re.M))
    assert {int(number): word for number, word in named.items()} == {
        0: "whole",
        **{number: kind for kind, number in EXIT_CODES.items()},
    }
