"""The tutorial is true: its commands run in order from an empty folder, and its files and pictures are theirs."""

import importlib.util
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("tutorial_pages", HERE / "tutorial_pages.py")
pages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pages)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tutorial")
    return folder, pages.follow(folder)


def test_every_command_runs_and_says_what_the_page_says(followed):
    _, said = followed
    number = -1
    for kind, text in pages.blocks():
        if kind == "sh":
            number += 1
        for line in text.splitlines() if kind == "output" else ():
            assert line in said[number]
    assert number == len(said) - 1


def test_the_blank_stays_as_it_was_issued(followed):
    folder, _ = followed
    issued = (pages.PAGE.parent / "临时救助申请表.docx").read_bytes()
    assert (folder / "练习/forms/yunling/linshi/临时救助申请表.docx").read_bytes() == issued


@pytest.mark.parametrize("name", pages.PICTURES)
def test_the_pictures_are_those_that_the_commands_made(followed, name):
    folder, _ = followed
    kept = pages.ROOT / "docs" / "pictures" / name
    made = pages.picture(folder / pages.PICTURES[name]).convert("RGB")
    shown = Image.open(kept).convert("RGB")
    assert kept.stat().st_size <= 100_000
    assert made.size == shown.size
    assert max(ImageStat.Stat(ImageChops.difference(made, shown)).mean) < 4
    assert f"pictures/{name}" in pages.PAGE.read_text(encoding="utf-8")
