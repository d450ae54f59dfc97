from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import Case, Household, Member
from docgen.expression import (
    ExpressionError,
    Known,
    _chain,
    _parsed,
    attributes,
    build,
    compile_expression,
)

NAMES = {
    "case": Known(Case, ""),
    "household": Known(Household, "household"),
    "head": Known(Member, "@head"),
    "members": Known(tuple[Member, ...], "household.members"),
    "day": Known(date),
    "figures": Known(dict[str, Any]),
}
FILTERS = {
    "upper": str.upper,
    "each": lambda values, name: [getattr(value, name) for value in values],
    "count": len,
    "first": lambda values: values[0],
}


def work_out(text, **values):
    code = compile_expression(text, NAMES, FILTERS)
    lines = [*(f"n_{name} = names.get({name!r})" for name in NAMES), f"return {code.source}"]
    return build(lines, FILTERS, {})(values)


def reads(text):
    return compile_expression(text, NAMES, FILTERS).reads


def test_an_attribute_is_followed():
    assert work_out("head.name", head=Member(name="张三")) == "张三"


def test_a_missing_object_on_the_way_gives_nothing():
    assert work_out("case.household.head.id_no", case=None) is None


def test_a_mapping_is_asked_for_its_entry():
    assert work_out("figures.income_line", figures={"income_line": 6500}) == 6500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("'甲' ~ 1 ~ none", "甲1"),
        ("'a' if day else 'b'", "b"),
        ("not day and 1 < 2", True),
        ("'x' in ['x', 'y']", True),
        ("'a' | upper", "A"),
        ("-(1 - 3)", 2),
        ("('甲', '乙')[1]", "乙"),
        ("[1][5]", None),
    ],
)
def test_jinja_expressions_are_worked_out(text, expected):
    assert work_out(text) == expected


def test_a_method_of_a_value_is_not_a_value():
    with pytest.raises(TypeError, match="not a value"):
        work_out("figures.name.upper", figures={"name": "x"})


def test_text_is_never_repeated():
    with pytest.raises(TypeError, match="multiplied"):
        work_out("'x' * 10000000000")


@pytest.mark.parametrize(
    "text",
    [
        "head.name()",
        "case.model_dump",
        "head.__class__",
        "''.__class__.__mro__",
        "cycler.__init__.__globals__",
        "lipsum",
        "range(9)",
        "head['__class__']['x'](1)",
        "case.procedure('identification')",
        "1 }}{{ 2",
        "{% for x in members %}{% endfor %}",
        "head | attr('name')",
        "head.name | upper(x=1)",
        "2 ** 999999999",
        "figures.x.__class__",
        "",
    ],
)
def test_what_is_not_an_expression_over_the_case_is_refused(text):
    with pytest.raises(ExpressionError):
        compile_expression(text, NAMES, FILTERS)


def test_a_misspelt_attribute_names_what_was_perhaps_meant():
    with pytest.raises(ExpressionError) as raised:
        compile_expression("head.id_number", NAMES, FILTERS)
    assert "id_no" in raised.value.near


def test_a_misspelt_name_and_filter_name_what_was_perhaps_meant():
    with pytest.raises(ExpressionError) as raised:
        compile_expression("hosehold.address", NAMES, FILTERS)
    assert raised.value.near == ("household",)
    with pytest.raises(ExpressionError) as raised:
        compile_expression("head.name | uper", NAMES, FILTERS)
    assert raised.value.near == ("upper",)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("head.id_no", {"@head.id_no"}),
        ("household.address ~ head.name", {"household.address", "@head.name"}),
        ("members | each('name')", {"household.members.*.name"}),
        ("members | count", {"household.members.#"}),
        ("(members | first).name", {"household.members.*.name"}),
        ("head.name if head.phone else ''", {"@head.name", "@head.phone"}),
        ("case.area.village", {"area.village"}),
        ("day.year", set()),
    ],
)
def test_the_case_paths_an_expression_reads_are_known(text, paths):
    assert reads(text) == paths


def test_fields_and_properties_of_the_case_may_be_read_but_no_method():
    offered = attributes(Household)
    assert {"address", "members", "head", "population"} <= offered.keys()
    assert not {name for name in attributes(Case) if name in ("procedure", "account", "contact")}


@given(st.text(alphabet="_.()[]{}'|,+-*abchead name:0\n\\", max_size=40))
def test_whatever_is_written_either_compiles_to_a_value_or_is_refused(text):
    try:
        code = compile_expression(text, NAMES, FILTERS)
    except ExpressionError:
        return
    assert compile(code.source, "<test>", "eval")


CHAIN = st.lists(
    st.sampled_from(
        ["head", "家庭", "none", "true", "not", "and", "if", "is", "in", "else", "None", "_a", "名1"]
    ),
    min_size=1,
    max_size=3,
).map(".".join)


@given(CHAIN)
def test_a_name_and_its_attributes_are_read_as_the_grammar_reads_them(text):
    chain = _chain(text)
    assert chain is None or chain == _parsed(text)


@pytest.mark.parametrize("text", ["none", "True", "not", "a b", "a.1", "1", "a | b", "", "a.", "'a'"])
def test_what_is_more_or_less_than_a_chain_is_left_to_the_grammar(text):
    assert _chain(text) is None
