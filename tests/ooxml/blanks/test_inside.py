"""Blanks inside a text: boxes, rules, gaps, dates, colons."""

import pytest

from docgen.ooxml.blanks.grid import CONTROL, Control
from docgen.ooxml.blanks.inside import is_spaced, marks


def options(text):
    return [(mark.label, mark.options) for mark in marks(text)]


def test_boxes_before_and_behind_their_options():
    assert options("□是　□否") == [("", ("是", "否"))]
    assert options("是□否□") == [("", ("是", "否"))]
    assert options("是否低保：□是 □否") == [("是否低保", ("是", "否"))]
    assert options("是否低保：是□ 否□") == [("是否低保", ("是", "否"))]


def test_several_questions_in_one_cell_are_several_groups():
    assert options("性别：□男 □女　婚否：□是 □否") == [("性别", ("男", "女")), ("婚否", ("是", "否"))]
    assert options("1.饮水是否安全：□是 □否\n2.住房是否安全：□是 □否") == [
        ("1.饮水是否安全", ("是", "否")),
        ("2.住房是否安全", ("是", "否")),
    ]


def test_parentheses_and_other_signs_serve_as_boxes():
    assert options("农业（　）非农业（　）") == [("", ("农业", "非农业"))]
    assert options("☐城镇 ☐农村") == [("", ("城镇", "农村"))]
    assert options("口是 口否") == [("", ("是", "否"))]


def test_the_rule_behind_other_is_no_option_text():
    assert options("□因病 □因学 □其他______") == [("", ("因病", "因学", "其他"))]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("姓名：______ 电话：________", ["姓名", "电话"]),
        ("共____户，其中脱贫户____户", ["共", "其中脱贫户"]),
        ("    年   月   日", [""]),
        ("20  年  月  日", [""]),
        ("填表日期：    年  月  日", ["填表日期"]),
        ("　　　　县（区）　　　　乡（镇）　　　村", ["", "", ""]),
        ("兹有______同志，因______，特此申请。", ["兹有", "因"]),
        ("填报单位：", ["填报单位"]),
    ],
)
def test_gaps_and_what_stands_before_them(text, labels):
    assert [mark.label for mark in marks(text)] == labels


def test_a_gap_before_a_unit_knows_its_unit():
    assert [mark.unit for mark in marks("　　　　县（区）　　　　乡（镇）　　　村")] == [
        "县（区）",
        "乡（镇）",
        "村",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "姓　名",
        "出 生 年 月",
        "年　级",
        "填 表 人",
        "家庭住址",
        "出生年月",
        "2023年5月",
        "单位：元",
        "注：另附页",
    ],
)
def test_printed_words_have_no_blank(text):
    assert marks(text) == ()


def test_spaced_words_are_words_and_dates_are_not():
    assert is_spaced("姓　　名")
    assert is_spaced("年 级")
    assert not is_spaced("年　月　日")
    assert not is_spaced("姓名 性别")


def test_a_control_brings_its_title_and_options():
    (mark,) = marks(f"类别：{CONTROL}", (Control("list", "户类", ("甲", "乙")),))
    assert (mark.label, mark.options) == ("类别", ("甲", "乙"))
