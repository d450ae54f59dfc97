"""The overview: what lines add up to, and how time left is said."""

from dataclasses import replace
from datetime import date

import pytest

from docgen.overview import Line, Overview, State

LINE = Line("5201", "清水村", "1组", "H1", "张三", "识别", State.OPEN, procedure="cn.x", waits_at="check")
LINES = (
    replace(LINE, state=State.OVERDUE, days_left=-2, risks=("因病", "因残")),
    replace(LINE, number="H2", waits_at="review", missing=("缺",), risks=("因病",)),
    replace(LINE, number="H3", code="5202", village="白云村", state=State.SOON, days_left=1),
    replace(LINE, number="H4", code="5202", village="白云村", state=State.RESTING, procedure="", waits_at=""),
    replace(LINE, number="H2", matter="消除", procedure="cn.y", waits_at="entry", risks=("因病",)),
)
OVERVIEW = Overview(date(2026, 7, 1), LINES)


@pytest.mark.parametrize(
    ("left", "unit", "provisional", "told"),
    [
        (None, "天", False, ""),
        (5, "天", False, "还有5天"),
        (0, "天", False, "今天到期"),
        (-1, "个工作日", False, "超期1个工作日"),
        (7, "个工作日", True, "还有7个工作日（暂定）"),
    ],
)
def test_time_left_is_said_as_a_clerk_says_it(left, unit, provisional, told):
    assert replace(LINE, days_left=left, unit=unit, provisional=provisional).time_left == told


def test_villages_are_counted_by_household_and_by_matter():
    first, second = OVERVIEW.villages()
    assert (first.village, first.households, first.open, first.overdue, first.missing) == (
        "清水村",
        2,
        3,
        1,
        1,
    )
    assert (second.households, second.open, second.soon) == (2, 1, 1)


def test_steps_are_counted_where_households_wait():
    steps = [
        ("cn.x", "识别", "check", "核实"),
        ("cn.x", "识别", "review", "评议"),
        ("cn.z", "清退", "a", "甲"),
    ]
    assert [(one.step, one.count, one.overdue) for one in OVERVIEW.waiting(steps)] == [
        ("核实", 2, 1),
        ("评议", 1, 0),
    ]


def test_a_household_with_two_matters_has_its_risks_once():
    assert OVERVIEW.risks() == (("因病", 2), ("因残", 1))
    assert OVERVIEW.households == 4


def test_matters_under_way_are_those_not_at_rest():
    assert len(OVERVIEW.open_lines) == 4
    assert OVERVIEW.count(State.OVERDUE, State.SOON) == 2
