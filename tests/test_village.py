"""What a township knows of its villages is read whole, and every mistake in it is told at once."""

import pytest

from docgen import village
from docgen.errors import DataFileError
from docgen.village import VILLAGES, Village, load_villages

GOOD = """
[[village]]
code = "430626105207"
[[village]]
code = "430626105206"
name = "清水村"
persons = 2960
rural_persons = 2905
delisted = true
"""


def written(folder, text):
    (folder / VILLAGES).write_text(text, encoding="utf-8")
    return folder


def test_villages_are_read_by_code(tmp_path):
    known = load_villages(written(tmp_path, GOOD))
    first = Village("430626105206", "清水村", persons=2960, rural_persons=2905, delisted=True)
    assert known == (first, Village("430626105207"))


def test_without_the_file_nothing_is_known(tmp_path):
    assert load_villages(tmp_path) == load_villages(None) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[village]]\ncode = "4306"', "行政村代码「4306」应是 12 位数字"),
        ('[[village]]\ncode = "430626105206"\npersons = -1', "总人数「-1」应是"),
        ('[[village]]\ncode = "430626105206"\npersons = true', "总人数「True」应是"),
        ('[[village]]\ncode = "430626105206"\ndelisted = 1', "是否出列村「1」应写"),
        ('[[village]]\ncode = "430626105206"\npeople = 1', "没有「people」这一项"),
        ('[[village]]\ncode = "430626105206"\n' * 2, "行政村代码 430626105206 写了两次"),
        ('[[village]]\ncode = "430626105206"\npersons = 5\nresident_persons = 6', "常驻人数多于总人数"),
        ("villages = 3", "没有「villages」这一项"),
        ("village = 3", "村应写成 [[village]]"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, said):
    with pytest.raises(DataFileError) as caught:
        load_villages(written(tmp_path, text))
    assert said in str(caught.value)


def test_what_is_no_toml_is_told_so(tmp_path):
    with pytest.raises(DataFileError) as caught:
        load_villages(written(tmp_path, "村 = "))
    assert caught.value.code == "VILLAGE-101"


def test_what_is_written_is_read_back(tmp_path):
    known = (Village("430626105206", "“清水”村", persons=2960, delisted=False),)
    assert load_villages(written(tmp_path, village.written(known))) == known
