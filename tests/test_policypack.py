"""Policies as they are written: every figure tried, all problems told at once, each with its file."""

from datetime import date

import pytest

from docgen import Policy, PolicyError, load_policies, pack_folder
from docgen.figures import FIGURES
from docgen.plugins import BUILTINS
from docgen.policy import faults, policy_named
from docgen.registry import load

HEAD = '[policy]\nid = "hunan"\ntitle = "湖南"\narea = "43"\nyear = 2024\n'


@pytest.fixture
def pack(tmp_path):
    """Write a policy file into a pack."""

    def write(text, name="policy_2024"):
        folder = tmp_path / "forms" / "test"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def stating(figures, sources=None):
    lines = "".join(f'{name} = "篇九 行8"\n' for name in sources or ())
    return f"{HEAD}[policy.figures]\n{figures}\n[policy.sources]\n{lines}"


def told_about(pack, figures, *sources):
    with pytest.raises(PolicyError) as caught:
        load_policies(pack(stating(figures, sources)))
    return str(caught.value)


def test_a_policy_file_becomes_a_policy(pack):
    (policy,) = load_policies(pack(stating("income_line = 6500", ["income_line"])))
    assert (policy.key, policy["income_line"], policy.inferred) == ("hunan@2024", 6500, False)


def test_lists_become_values_that_nobody_can_change(pack):
    (policy,) = load_policies(pack(stating('notice_levels = ["village"]', ["notice_levels"])))
    assert policy["notice_levels"] == ("village",)


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (
            'identify_days = "20个工作日"',
            "identify_days（认定时限）：「20个工作日」不是数，单位是天，只写数字",
        ),
        ("notice_days = -5", "notice_days（村级公示天数（识别））：「-5」超出 1 至 60，单位是天"),
        ("notice_days = 2.5", "「2.5」应是整数，单位是天"),
        ("notice_days = true", "「True」不是数"),
        ('identify_unit = "周"', "「周」不在 calendar（自然日）、working（工作日） 之中"),
        ('notice_levels = ["province"]', "「province」不在 village（村）"),
        ('income_period_start = "5月1日"', "应写成 月-日，例如 05-01"),
        ('reports = [{ what = "月报", every_months = 0 }]', "应是 1 至 60 的整数，单位是个月"),
        ('reports = [{ what = "月报", every_months = 1, day = 32 }]', "「32」应是 1 至 31 的日"),
        ('negative_items = [{ item = "1", text = "车", compares = [] }]', "是不是想写 compare"),
        ('negative_items = [{ item = "1", text = "车", compare = ["car"] }]', "「car」不在 housing"),
        ('income_line_decides = "否"', "应写 true（是）或 false（否）"),
        ('form_names = "申请书"', "应是“名称 = 内容”的表"),
        ('yearly_dates = [{ on = "13-01", what = "报送" }]', "「13-01」应写成 月-日"),
    ],
)
def test_a_wrong_value_is_named_with_its_figure_and_unit(pack, figure, told):
    assert told in told_about(pack, figure, figure.split(" ")[0])


def test_an_unknown_figure_says_what_may_be_meant(pack):
    assert "没有「notice_day」这一项，是不是想写 notice_days" in told_about(
        pack, "notice_day = 5", "notice_day"
    )


def test_a_figure_without_a_source_is_refused(pack):
    assert "income_line（纳入监测的收入线）没有写出处" in told_about(pack, "income_line = 6500")


def test_a_source_without_a_figure_is_refused(pack):
    assert "income_line 没有对应的口径" in told_about(pack, "", "income_line")


def test_all_problems_of_all_files_are_told_at_once(pack):
    pack(stating("income_line = -1", ["income_line"]), "policy_2023")
    told = told_about(pack, 'notice_days = "7天"\nnobody = 1', "notice_days", "nobody")
    assert told.count("test/policy_2023.toml") == 1
    assert told.count("test/policy_2024.toml") == 2


def test_a_wrong_head_is_refused(pack):
    text = '[policy]\nid = "x"\ntitle = "x"\narea = "12345"\nyear = 24\nyear_source = "guessed"\nname = 1\n'
    with pytest.raises(PolicyError) as caught:
        load_policies(pack(text))
    told = str(caught.value)
    for part in (
        "area「12345」",
        "year「24」",
        "「guessed」不在 stated、inferred 之中",
        "没有「name」这一项",
    ):
        assert part in told


def test_a_figure_written_twice_names_file_and_line(pack):
    with pytest.raises(PolicyError, match=r"line \d+") as caught:
        load_policies(pack(stating("income_line = 1\nincome_line = 2")))
    assert (caught.value.code, "policy_2024.toml" in caught.value.where) == ("POLICY-107", True)


def test_two_policies_for_one_area_and_year_are_refused_with_both_files():
    one, other = (Policy(name, "x", "43", 2024, declared_in=f"{name}.toml") for name in "ab")
    (told,) = faults([one, other])
    assert told == "a.toml 与 b.toml：地区 43、2024年有两份口径（a@2024、b@2024）"


def test_a_policy_that_only_holds_where_named_overlaps_nothing():
    one, other = (Policy(name, "x", "43", 2024, named=True) for name in "ab")
    assert faults([one, other]) == []


def test_extending_what_is_not_there_is_refused(pack):
    text = HEAD.replace("year =", 'extends = "hunan@2030"\nyear =')
    with pytest.raises(PolicyError, match="hunan@2030"):
        load(BUILTINS, installed=False, folders=[pack(text)])


def test_a_new_year_states_only_what_changed(pack):
    pack(stating("income_line = 6500\nnotice_days = 7", ["income_line", "notice_days"]))
    newer = HEAD.replace("2024", "2025").replace("year =", 'extends = "hunan"\nyear =')
    newer += '[policy.figures]\nincome_line = 6900\n[policy.sources]\nincome_line = "新文"\n'
    known = load_policies(pack(newer, "policy_2025"))
    policy = policy_named("hunan", date(2026, 1, 1), known)
    assert (policy.key, policy.figures) == ("hunan@2025", {"income_line": 6900, "notice_days": 7})
    assert (policy.sources["income_line"], policy.sources["notice_days"]) == ("新文", "篇九 行8")


def test_the_default_states_every_figure():
    national = load(BUILTINS, installed=False).policies["cn@0"]
    assert set(national.figures) == set(FIGURES)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda one: one.name)
def test_every_figure_is_named_in_chinese_and_shown(figure):
    national = load_default()
    assert figure.label
    assert figure.group
    assert figure.shown(national[figure.name])


def load_default():
    return next(one for one in load_policies(pack_folder()) if one.year == 0)
