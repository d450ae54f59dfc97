"""Labels of forms are taken for the right boxes of the case, and unknown ones for none."""

import pytest

from docgen.authoring.match import (
    LEAST,
    list_for,
    matches,
    matches_in,
    record_lists,
    roots,
    spellings,
)
from docgen.bind import HOUSEHOLD_NAMES
from docgen.columns import boxes
from docgen.expression import compile_expression
from docgen.plugins.filters import register_filters


@pytest.mark.parametrize(
    ("label", "section", "options", "source"),
    [
        ("姓　名", "", (), "head.name"),
        ("申请人姓名", "", (), "head.name"),
        ("公民身份号码", "", (), "head.id_no"),
        ("1.性别", "", ("男", "女"), "head.sex"),
        ("出生年月", "", (), "head.birth"),
        ("家庭住址", "", (), "household.address"),
        ("家庭人口（人）", "", (), "household.population"),
        ("联系电话", "帮扶责任人", (), "helper.phone"),
        ("帮扶责任人电话", "", (), "helper.phone"),
        ("联系电话", "", (), "head.phone"),
        ("人均纯收入（元）", "", (), "annual.net_pc"),
        ("工资性收入", "家庭收入情况", (), "annual.income.wage"),
        ("走访时间", "第二次走访", (), "visits[1].on"),
        ("解决措施", "第3次走访", (), "visits[2].actions"),
        ("申请理由", "", (), "application.reason"),
        ("监测对象类别", "", ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户"), "household.monitor_class"),
        ("返贫致贫风险", "", ("因病", "因学", "因残", "其他"), "risks | each('kind')"),
    ],
)
def test_a_label_is_matched_in_its_context(label, section, options, source):
    found = matches(label, section, options)
    assert found.known is not None
    assert found.known.source == source
    assert found.confidence >= LEAST
    assert found.why


@pytest.mark.parametrize("label", ["宗教信仰", "车牌号", "入党时间", "养殖规模明细", ""])
def test_an_unknown_label_is_not_guessed(label):
    found = matches(label)
    assert found.known is None
    assert "没有" in found.why


def test_a_heading_that_speaks_of_something_else_makes_a_label_doubtful():
    assert matches("备注", "种植业").known is None
    assert matches("姓名", "法定代表人").confidence < 0.9 <= matches("姓名", "户主基本情况").confidence


def test_a_name_in_a_list_of_members_is_the_members():
    listed, confidence, _ = list_for("", ["姓名", "与户主关系", "身份证号", "年龄", "健康状况"])
    assert listed.name == "members"
    assert confidence > 0.8
    assert matches_in(listed, "姓名").known.source == "row.name"
    assert matches_in(listed, "务工地点").known.source == "(row.works | last).place"


def test_a_list_that_nothing_is_known_of_stays_unknown():
    assert list_for("", ["车牌号", "车型", "购置价格"]) is None


def test_every_box_of_the_case_can_be_named():
    named = {
        f"{one.at}.{name}" if one.at else name
        for one in (*roots(), *record_lists())
        for name, _ in spellings(one.noun, one.at).values()
    }
    for at in ("household.members[].works[]", "household.members[].posts[]", "household.members[].insurance"):
        noun = {"works[]": "work", "posts[]": "post", "insurance": "insurance"}[at.rpartition(".")[2]]
        named |= {f"{at}.{name}" for name, _ in spellings(noun, at).values()}
    apart = ("signed[]", "procedures[].standards[]", "procedures[].approvals[]", "facts")
    left = {path for path in boxes() if path not in named and not path.startswith(apart)}
    covered = {"household.members[].sex_stated"}  # printed as the sex that the identity number tells
    assert (
        left - covered
        == {
            "incomes[].net_stated",
            "incomes[].net_pc_stated",
            "household.population_stated",
        }
        & left
    )


def test_every_expression_that_a_label_may_get_is_one_of_the_case():
    filters = register_filters()
    for one in roots():
        for text, (_, how) in spellings(one.noun, one.at).items():
            found = matches(text, one.words[0] if one.words else "")
            assert how >= 0
            if found.known is not None:
                compile_expression(found.known.source, HOUSEHOLD_NAMES, filters)
