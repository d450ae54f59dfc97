"""What a cell is by itself."""

import pytest

from docgen.ooxml.blanks.grid import CONTROL, Cell
from docgen.ooxml.blanks.roles import Role, read_cell
from docgen.ooxml.blanks.values import At


def role(text, **more):
    return read_cell(Cell(At(), 0, 0.0, 100.0, text=text, **more)).role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Role.EMPTY),
        (" 　\n ", Role.EMPTY),
        (CONTROL, Role.CONTROL),
        ("姓　名", Role.LABEL),
        ("家\n庭\n成\n员", Role.LABEL),
        ("联系电话：", Role.COLON),
        ("年收入（元）", Role.LABEL),
        ("（元）", Role.HINT),
        ("如：2023年5月", Role.HINT),
        ("请填写全称", Role.HINT),
        ("×××村", Role.HINT),
        ("12", Role.SERIAL),
        ("（三）", Role.SERIAL),
        ("——", Role.PRINTED),
        ("……", Role.PRINTED),
        ("□是 □否", Role.BOXES),
        ("年　月　日", Role.GAPS),
        ("　　元", Role.GAPS),
        ("　至　", Role.GAPS),
        ("________", Role.GAPS),
        ("户主签字", Role.LABEL),
        ("户主签字：　　　　　　", Role.SIGN),
        ("（盖章）\n年　月　日", Role.SIGN),
        ("近期免冠一寸照片", Role.PHOTO),
        ("照片张数", Role.LABEL),
        ("注：本表一式三份，村、乡、县各存一份。", Role.NOTE),
        ("本人承诺以上情况属实，如有虚假愿承担一切后果。", Role.NOTE),
    ],
)
def test_the_role_of_a_text(text, expected):
    assert role(text) is expected


def test_grey_words_are_a_hint_and_black_ones_are_not():
    assert role("张三", faint=True) is Role.HINT
    assert role("张三") is Role.LABEL


def test_a_cell_with_a_table_or_a_picture_is_not_empty():
    assert role("", nested=True) is Role.PRINTED
    assert role("", picture=True) is Role.PRINTED
