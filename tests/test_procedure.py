"""Declared procedures: what each county's pack states, and what is refused."""

import re
from datetime import date
from pathlib import Path

import pytest

from docgen import (
    Approval,
    Notice,
    PolicyError,
    Proceeding,
    load_policies,
    load_procedures,
    pack_folder,
    procedurepack,
)
from docgen.calendar_cn import Calendar
from docgen.codes import LISTS
from docgen.plugins.filters import register_filters
from docgen.procedure import are_parallel, box_of, date_of, procedure_for
from docgen.procedurepack import dated_paths
from docgen.standing import Progress

PACK = {one.id: one for one in load_procedures(pack_folder())}
POLICY = next(one for one in load_policies(pack_folder()) if one.id == "cn")


def ids(procedure_id):
    return [step.id for step in PACK[procedure_id].steps]


def follows(procedure_id, later, earlier):
    procedure = PACK[procedure_id]
    return procedure.step(earlier) in procedure.before(procedure.step(later))


def test_every_kind_has_its_national_procedure():
    kinds = {one.kind for one in PACK.values() if one.id.startswith("cn.")}
    assert kinds == {option.code for option in LISTS["procedure_kind"].options}


def test_suining_goes_by_the_party_committee_then_compares_then_announces():
    steps = ids("suining.identification")
    assert steps[steps.index("township") :] == ["township", "comparison", "county", "announcement", "entry"]
    procedure = PACK["suining.identification"]
    assert procedure.step("township").signed_by == ("镇党委",)
    assert "市农村工作领导小组" in procedure.step("announcement").actor
    assert not procedure.step("announcement").optional
    assert "application" not in steps


def test_lingshou_reviews_before_it_checks_and_the_township_posts_too():
    assert follows("lingshou.identification", "check", "review")
    assert follows("cn.identification", "review", "check")
    notice = PACK["lingshou.identification"].step("township_notice")
    assert notice.posting.level == "township"
    assert follows("lingshou.identification", "county", "township_notice")
    assert [step.id for step in PACK["cn.identification"].steps if step.posting] == ["village_notice"]


def test_yingkou_compares_and_plans_beside_the_other_steps_after_the_notice():
    procedure = PACK["yingkou.identification"]
    comparison, plan, township = (procedure.step(name) for name in ("comparison", "plan", "township"))
    assert are_parallel(comparison, plan)
    assert are_parallel(township, comparison)
    assert follows("yingkou.identification", "comparison", "village_notice")
    assert not follows("yingkou.identification", "comparison", "township")
    assert "绿色通道" in procedure.green.words
    assert PACK["cn.identification"].green is None


def test_jingxi_has_two_notices_and_an_announcement_and_then_the_handbook():
    steps = ids("jingxi.poverty2014")
    assert [one for one in steps if one in ("village_notice", "township_notice", "announcement")] == [
        "village_notice",
        "township_notice",
        "announcement",
    ]
    assert steps.index("announcement") < steps.index("check")
    assert PACK["jingxi.poverty2014"].step("check").papers[0].key == "F60"
    assert PACK["jingxi.poverty2014"].step("entry").within.by == "08-25"


def test_a_county_takes_from_the_national_step_what_it_does_not_state():
    national, ours = (PACK[one].step("check") for one in ("cn.identification", "hunan.identification"))
    assert ours == national
    assert PACK["lingshou.identification"].step("check").signed_by == national.signed_by
    assert PACK["hunan.identification"].source == "湖南某县方案（篇九）"


@pytest.mark.parametrize("county", ["cn", "hunan", "suining", "lingshou", "yingkou"])
def test_who_falls_back_is_recognised_by_the_countys_own_steps(county):
    assert PACK[f"{county}.reidentification"].steps == PACK[f"{county}.identification"].steps


def test_each_step_says_who_acts():
    silent = [
        (one.id, step.id) for one in PACK.values() for step in one.steps if not (step.actor and step.title)
    ]
    assert silent == []


def test_a_procedure_of_the_policy_goes_before_the_national_one(case):
    named = POLICY.__class__("lingshou", "灵寿", "130126", 2020)
    known = PACK.values()
    assert procedure_for("identification", case, named, known).id == "lingshou.identification"
    assert procedure_for("identification", case, POLICY, known).id == "cn.identification"
    assert procedure_for("rollback", case, named, known).id == "cn.rollback"


def test_the_date_of_a_step_and_its_box_are_found_by_level():
    one = Proceeding(
        number="1",
        kind="identification",
        notices=(
            Notice(level="township", end=date(2026, 3, 9)),
            Notice(level="village", end=date(2026, 3, 1)),
        ),
        approvals=(Approval(level="county"),),
    )
    assert date_of(one, "notices.township.end") == date(2026, 3, 9)
    assert date_of(one, "approvals.county.on") is None
    assert date_of(one, "approvals.village.on") is None
    assert box_of(one, 2, "notices.village.end") == "procedures.2.notices.1.end"
    assert box_of(one, 2, "approvals.village.on") == "procedures.2.approvals"
    assert box_of(one, 0, "check.on") == "procedures.0.check.on"


def test_every_dated_box_can_be_read():
    assert {"lead_on", "application.signed_on", "notices.county.start", "approvals.village.on"} <= set(
        dated_paths()
    )


WRONG = """
[[procedure]]
id = "x.identification"
kind = "identification"
title = "试"
extends = "cn.identificatoin"
step = [
  { id = "a", title = "甲", actor = "村", reads = "chek.on", signedby = ["户主"] },
  { id = "a", title = "甲", actor = "村", reads = "check.on", papers = ["F01"] },
  { id = "b", title = "乙", reads = "review.on", parallel_with = ["aa"], within = { after = ["a"] } },
  { id = "c", title = "丙", actor = "村", notice = { level = "vilage", number = 5 } },
]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "forms/x").mkdir(parents=True)
    (folder / "forms/x/procedures.toml").write_text(text, encoding="utf-8")
    return folder


def test_all_problems_of_a_file_are_told_at_once(tmp_path):
    with pytest.raises(PolicyError) as raised:
        load_procedures(write(tmp_path, WRONG), pack_folder())
    told = "\n".join(raised.value.details)
    for word in (
        "是不是想写 cn.identification",
        "是不是想写 check.on",
        "是不是想写 signed_by",
        "「a」声明了两次",
        "F01",
        "缺少 actor",
        "没有步骤 aa，是不是想写 a",
        "要写 figure、number 或 by",
        "vilage",
    ):
        assert word in told, word


def test_a_folder_may_extend_the_national_procedure(tmp_path):
    text = """
[procedures]
area = "520199"
source = "某县方案"

[[procedure]]
id = "yun.identification"
kind = "identification"
title = "识别"
extends = "cn.identification"
"""
    (ours,) = load_procedures(write(tmp_path, text), pack_folder())
    assert ours.steps == PACK["cn.identification"].steps
    assert (ours.area, ours.source) == ("520199", "某县方案")


def test_the_smallest_area_wins(case, tmp_path):
    text = '[procedures]\narea = "5201"\n[[procedure]]\nid = "y"\nkind = "rollback"\ntitle = "y"\nextends = "cn.rollback"\n'
    (ours,) = load_procedures(write(tmp_path, text), pack_folder())
    assert procedure_for("rollback", case, POLICY, [*PACK.values(), ours]) is ours


def test_what_extends_itself_is_told(tmp_path):
    text = '[[procedure]]\nid = "y"\nkind = "rollback"\ntitle = "y"\nextends = "y"\n'
    with pytest.raises(PolicyError, match="extends"):
        load_procedures(write(tmp_path, text))


def test_the_example_of_the_manual_is_a_procedure(tmp_path):
    page = (Path(__file__).parents[1] / "docs/procedures.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", page, re.S)[0]
    (ours,) = load_procedures(write(tmp_path, example), pack_folder())
    Progress([ours], register_filters(), Calendar())
    assert [step.id for step in ours.steps] == ["application", "check", "village_notice", "township", "entry"]
    assert ours.step("check").papers == PACK["cn.identification"].step("check").papers


def test_the_manual_names_every_key_of_a_step():
    page = (Path(__file__).parents[1] / "docs/procedures.md").read_text(encoding="utf-8")
    assert [key for key in procedurepack._STEP_KEYS if key not in page] == []
