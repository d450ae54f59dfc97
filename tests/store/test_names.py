"""Names that every file system takes."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.store.names import folded, safe_name, village_folder

ANY = st.text(st.characters(codec=None), max_size=120)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("..", "未命名"),
        (".", "未命名"),
        ("", "未命名"),
        ("\u200b\u202e", "未命名"),
        ("/", "／"),
        ("\\", "＼"),
        ("a/b", "a／b"),
        ("a:b", "a：b"),
        ("CON", "_CON"),
        ("con", "_con"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("CONCERN", "CONCERN"),
        ("村. ", "村"),
        ("-rf", "_-rf"),
        ("~root", "_~root"),
        (".hidden", "_.hidden"),
        ("甲\n乙", "甲 乙"),
        ("甲\u202e乙", "甲乙"),
        ("䶮𠮷", "䶮𠮷"),
        ("买买提·阿卜杜拉", "买买提·阿卜杜拉"),
        ("e\u0301", "é"),
    ],
)
def test_a_strange_name_becomes_a_safe_one(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(ANY)
def test_a_safe_name_holds_on_every_system(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode("utf-8")) <= 200
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert name == name.strip(" ")
    assert not name.endswith(".")
    assert name[0] not in ".-~"
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
    assert unicodedata.is_normalized("NFC", name)


@given(ANY)
def test_a_safe_name_is_its_own_safe_name(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


@given(st.text("汉𠮷é字\u0301", min_size=60, max_size=400))
def test_a_long_name_is_cut_between_characters(text: str) -> None:
    whole = safe_name(text, limit=4000)
    name = safe_name(text, limit=120)
    assert whole.startswith(name)
    assert not unicodedata.combining((whole + " ")[len(name)])


def test_villages_of_one_name_differ_by_code() -> None:
    assert village_folder("新村", "522328100201") == "新村_522328100201"
    assert village_folder("新村", "522328100201") != village_folder("新村", "522328100202")


def test_a_village_of_ninety_characters_keeps_its_code() -> None:
    folder = village_folder("长" * 90, "522328100201")
    assert folder.endswith("_522328100201")
    assert len(folder.encode()) <= 255


def test_names_that_some_systems_take_for_one_fold_to_one() -> None:
    assert folded("村/A1") == folded("村/a1")
    assert folded("e\u0301") == folded("é")
