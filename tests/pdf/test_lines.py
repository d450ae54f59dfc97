"""The line breaker: widths, kinsoku, hanging punctuation, scripts, tabs, justified lines."""

import itertools
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.pdf.lines import (
    NOT_AT_END,
    NOT_AT_START,
    Break,
    Rules,
    Stop,
    Tab,
    Text,
    Thing,
    break_lines,
    scripts,
    stretch,
    stretchable,
)


@dataclass(frozen=True)
class Square:
    """A face whose CJK characters are one em wide and whose others are half of it."""

    css: str = "Square"
    bold: bool = False
    ascent: float = 0.88
    descent: float = 0.12

    def advance(self, character):
        return 1.0 if ord(character) > 0x2E7F or character in "—…" else 0.5


FACE = Square()
PLAIN = Rules(gap=0.0)


def items(text, size=10.0):
    return [Text(part, FACE, size, cjk) for part, cjk in scripts(text)]


def lines(text, width, rules=PLAIN, **more):
    return [line.text for line in break_lines(items(text), width, rules=rules, **more)]


def test_a_line_takes_as_many_characters_as_fit():
    assert lines("一二三四五六七", 30) == ["一二三", "四五六", "七"]


def test_an_empty_paragraph_is_one_empty_line():
    assert [line.pieces for line in break_lines([], 30)] == [()]


def test_the_first_line_may_be_narrower():
    assert lines("一二三四五六七", 40, first=20) == ["一二", "三四五六", "七"]


def test_a_full_stop_hangs_outside_the_edge():
    assert lines("一二三。四五", 30) == ["一二三。", "四五"]


def test_without_hanging_the_character_before_goes_along():
    assert lines("一二三。四五", 30, replace(PLAIN, hang=False)) == ["一二", "三。四", "五"]


def test_only_one_mark_hangs():
    assert lines("一二三。”四", 30) == ["一二", "三。”", "四"]


def test_an_opening_bracket_never_ends_a_line():
    assert lines("一二（三四", 30) == ["一二", "（三四"]


def test_a_dash_pair_is_not_torn():
    assert lines("一二——三", 30) == ["一二", "——三"]


def test_latin_words_and_numbers_stay_whole():
    assert lines("一二ABCD三", 35) == ["一二", "ABCD三"]


def test_a_word_longer_than_the_line_is_cut():
    assert lines("520123197001011234", 40) == ["52012319", "70010112", "34"]


def test_blanks_at_the_end_of_a_line_do_not_count():
    assert lines("aa bb   cc", 27) == ["aa bb   ", "cc"]
    first = break_lines(items("aa bb   cc"), 27, rules=PLAIN)[0]
    assert first.width == pytest.approx(25)


def test_a_gap_stands_between_cjk_and_latin_but_not_beside_punctuation():
    (line,) = break_lines(items("共3人,2户"), 100, rules=Rules(gap=0.25))
    assert [(piece.text, piece.before) for piece in line.pieces] == [
        ("共", 0),
        ("3", 2.5),
        ("人", 2.5),
        (",2", 0),
        ("户", 2.5),
    ]


def test_scripts_of_blanks_punctuation_and_quotes():
    assert list(scripts("共3人 。")) == [("共", True), ("3", False), ("人 。", True)]
    assert list(scripts("  姓名:")) == [("  ", False), ("姓名", True), (":", False)]
    assert list(scripts("“早”□")) == [("“早”□", True)]
    assert list(scripts("say “no”")) == [("say “no”", False)]


def test_a_tab_reaches_its_stop():
    content = [*items("一"), Tab(), *items("二")]
    (line,) = break_lines(content, 200, rules=replace(PLAIN, stops=(Stop(60.0),)))
    assert [piece.width for piece in line.pieces] == [10, 50, 10]


def test_a_right_stop_pulls_the_text_back_and_keeps_its_leader():
    content = [*items("目录"), Tab(), *items("12")]
    (line,) = break_lines(content, 200, rules=replace(PLAIN, stops=(Stop(150.0, "right", "."),)))
    assert line.width == pytest.approx(150)
    assert line.pieces[1].leader == "."


def test_a_tab_without_a_stop_goes_to_the_next_default_one():
    (line,) = break_lines([*items("一二三"), Tab(), *items("四")], 200, rules=PLAIN)
    assert line.pieces[1].width == pytest.approx(12)


def test_a_forced_break_ends_the_line_and_a_last_one_leaves_an_empty_line():
    content = [*items("一"), Break(), *items("二"), Break()]
    assert [(line.text, line.end) for line in break_lines(content, 100)] == [
        ("一", "line"),
        ("二", "line"),
        ("", "last"),
    ]


def test_a_page_break_at_the_end_leaves_no_line_behind():
    assert [line.end for line in break_lines([*items("一"), Break("page")], 100)] == ["page"]


def test_a_thing_takes_its_width():
    (line,) = break_lines([Thing(33.0), *items("一")], 100)
    assert line.width == pytest.approx(43)


def test_justified_text_is_widened_between_cjk_characters_only():
    (line,) = break_lines(items("一二ab三"), 100, rules=PLAIN)
    assert stretchable(line) == 2
    assert stretch(line, 60) == pytest.approx((60 - 40) / 2)
    assert stretchable(line, every=True) == 4


TEXTS = st.text(alphabet="一二三。，（）《》“”、：；！ab1 ,.-/—…", max_size=60)


@given(TEXTS, st.integers(10, 90))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    broken = break_lines(items(text), float(width), rules=PLAIN)
    assert "".join(line.text for line in broken) == text
    assert all(line.width <= width + 10.01 or len(line.text.rstrip(" ")) == 1 for line in broken)


@given(TEXTS, st.integers(60, 120))
def test_lines_obey_kinsoku_wherever_they_can(text, width):
    broken = break_lines(items(text), float(width), rules=PLAIN)
    for before, after in itertools.pairwise(broken):
        forced = not any(_free(a, b) for a, b in zip(before.text, before.text[1:], strict=False))
        assert forced or (
            after.text[0] not in NOT_AT_START and before.text.rstrip(" ")[-1:] not in NOT_AT_END
        )


def test_an_opening_bracket_keeps_its_word_over_a_blank():
    broken = break_lines(items("一一一一《 《一"), 60, rules=PLAIN)
    assert next(line.text for line in broken) == "一一一一"


def _free(before, after):
    """Tell whether a line could surely have ended between two characters."""
    return before in "一二三" and after in "一二三"


def test_a_paragraph_may_let_latin_words_be_broken_anywhere():
    whole, broken = (
        break_lines(items("共ABCDEFGH"), 30, rules=replace(PLAIN, words=words)) for words in (True, False)
    )
    assert [line.text for line in whole] == ["共", "ABCDEF", "GH"]
    assert [line.text for line in broken] == ["共ABCD", "EFGH"]
