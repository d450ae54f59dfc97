"""Where a case path stands on paper."""

import pytest

from docgen.demo import township
from docgen.place import place, value_at

CASE = township(2026, 1, 3, 1).cases[0]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("household.members.2.id_no", "家庭成员第3行 证件号码"),
        ("household.members.0.works.1.months", "家庭成员第1行 务工情况第2行 务工时间"),
        ("procedures.0.review.on", "办理记录第1行 村评议 评议时间"),
        ("living.arable", "生产生活条件 耕地面积"),
        ("household.phone", "户联系电话"),
        ("household.members", "家庭成员"),
        ("household.members.0.birth", "家庭成员第1行"),
        ("household", "农户"),
    ],
)
def test_a_path_is_told_in_the_words_of_the_paper(path, words):
    assert place(path) == words


def test_what_stands_at_a_path_is_found():
    assert value_at(CASE, "household.members.0.name") == CASE.household.members[0].name
    assert value_at(CASE, "household.members.0.sex") == CASE.household.members[0].sex


@pytest.mark.parametrize("path", ["household.members.99.name", "no.such", "household.phone.0"])
def test_where_there_is_no_such_place_there_is_nothing(path):
    assert value_at(CASE, path) is None
