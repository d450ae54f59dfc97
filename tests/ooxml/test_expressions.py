"""What is worked out without Jinja2's machinery is what Jinja2 works out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.ooxml import expressions
from docgen.ooxml.expressions import Expressions
from docgen.ooxml.values import MISSING

MEMBER = {
    "ill": True,
    "name": "张三",
    "age": 0,
    "born": date(1990, 2, 3),
    "school": {"grade": "初中"},
    "none": None,
}
VALUES = {"yes": True, "no": False, "text": "是", "empty": "", "number": 3, "none": None, "member": MEMBER}
NAMES = ["yes", "no", "text", "empty", "number", "none", "missing", "member.ill", "member.age", "member.none",
         "member.born.year", "member.school.grade", "member.school.size", "missing.part", "text.part"]  # fmt: skip
CONSTANTS = ["'☑'", "'□'", "''", "0", "3", "true", "none", "'是'"]
SHAPES = ["'☑' if {0} else '□'", "'☑' if {0}", "{0} if {1} else {2}", "not {0}", "'a' if not {0} else {1}",
          "{0} == {1}", "{0} != {1}", "'☑' if {0} == {1} else '□'", "'甲' if {0} else '乙' if {1} else '丙'"]  # fmt: skip


def both(source, monkeypatch):
    """Return what is compiled for an expression, the short way and by Jinja2, with the names it reads."""
    short = Expressions({})
    compiled = short.compile(source)
    with monkeypatch.context() as patch:
        patch.setattr(expressions, "_short", lambda _: None)
        whole = Expressions({})
        return (compiled, short.names), (whole.compile(source), whole.names)


@pytest.fixture(scope="module")
def module_patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


operands = st.sampled_from(NAMES + CONSTANTS)


@given(st.sampled_from(SHAPES), st.tuples(operands, operands, operands))
def test_a_choice_between_names_is_what_jinja2_chooses(module_patch, shape, parts):
    (short, names), (whole, whole_names) = both(shape.format(*parts), module_patch)
    assert (short(VALUES), names) == (whole(VALUES), whole_names)


@pytest.mark.parametrize(
    "source", ["'☑' if missing else '□'", "not missing", "missing == 1", "yes if text == gone"]
)
def test_what_is_missing_makes_the_whole_missing(source):
    assert Expressions({}).compile(source)(VALUES) is MISSING


@pytest.mark.parametrize(
    "source", ["'☑' if member.ill else '□'", "not yes", "text == '是'", "yes if no else text"]
)
def test_a_choice_needs_no_template_of_its_own(source, monkeypatch):
    made = Expressions({})
    monkeypatch.setattr(made._environment, "from_string", None)
    assert made.compile(source)(VALUES) in ("☑", "是", True, False)


@pytest.mark.parametrize(
    "source", ["'a' if loop else 'b'", "self if yes else no", "yes and no", "number + 1", "1 < number < 5"]
)
def test_anything_else_is_left_to_jinja2(source):
    parsed = Expressions({}).statement("{% if (" + source + ") %}{% endif %}").test
    assert expressions._short(parsed) is None
