from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen import LISTS, Audience, Case, Field, Form, FormError, Option, Policy, Roster, Table
from docgen.bind import Binder
from docgen.ooxml import Ticks
from docgen.policy import policy_for
from docgen.view import Occasion, anchors, touches

FORM = Form("cn.test", "试表", "2026", Path("x.docx"), ())


def form(source="''", **changes):
    kind = {
        key: changes.pop(key) for key in ("required", "kind", "options", "other", "empty") if key in changes
    }
    return replace(FORM, fields=(Field("box", "栏目", source, **kind),), **changes)


@pytest.fixture
def occasion(as_of):
    return Occasion(as_of, Policy("cn", "全国", "", 0, {"income_line": 6500}))


@pytest.fixture
def bound(case, occasion, value_filters):
    def bind(blank, subject=None):
        subject = subject or case
        binder = Binder([blank], value_filters)
        if isinstance(subject, Roster):
            return binder.bind_village(blank, subject, occasion)
        return binder.bind(blank, subject, occasion)

    return bind


def test_a_box_takes_its_value_from_the_case(bound):
    assert bound(form("head.name")).values == {"box": "张三"}


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("application.signed_on", "2026年3月5日"),
        ("household.population", "2"),
        ("household.was_poor", "是"),
        ("identified.net_pc | money", "4,350.00"),
        ("identified.reference", "5700.00"),
        ("identified.reference_pc", "2850.00"),
        ("check.people", "王五、赵六"),
        ("members | each('name')", "张三、李四"),
        ("policy.income_line", "6500"),
        ("head.birth | age_on(as_of)", "46"),
        ("risks | each('note') | join('；')", "户主慢性病"),
        ("eliminated.net_pc | money", ""),
        ("county_opinion.on | cn_date", ""),
        ("facts.anything", ""),
        ("year", "2026"),
        ("identified.net | rmb", "捌仟柒佰元整"),
    ],
)
def test_values_are_written_as_on_paper(bound, source, written):
    assert bound(form(source)).values == {"box": written}


def test_an_empty_box_is_left_blank_or_struck_as_the_form_says(bound):
    assert bound(form("helper.name")).values == {"box": ""}
    assert bound(form("helper.name", empty="/")).values == {"box": "/"}
    assert bound(replace(form("helper.name"), empty="无")).values == {"box": "无"}


def test_options_are_ticked_by_code_label_or_other_spelling(bound):
    risk = LISTS["risk"].options
    ticked = bound(form("risks | each('kind')", kind="ticks", options=risk, other="'备注'"))
    assert ticked.values == {"box": Ticks(frozenset({"因病"}), "备注")}
    assert bound(form("'01'", kind="ticks", options=risk)).values == {"box": Ticks(frozenset({"因病"}))}
    yes = (Option("true", "达标"), Option("false", "未达标"))
    assert bound(form("1 < 2", kind="ticks", options=yes)).values == {"box": Ticks(frozenset({"达标"}))}
    assert bound(form("none", kind="ticks", options=yes)).values == {"box": Ticks(frozenset())}


def test_a_value_outside_the_options_is_a_finding_not_a_crash(bound):
    filled = bound(form("head.name", kind="ticks", options=LISTS["risk"].options))
    assert [(one.code, one.where) for one in filled.findings] == [("FILL-102", "《试表》栏目")]


def test_a_table_takes_a_row_per_record(bound):
    columns = (Field("no", "序号", "index"), Field("name", "姓名", "row.name"))
    blank = replace(FORM, tables=(Table("people", "成员", "members", columns, 6),))
    assert bound(blank).values == {"people": [{"no": "1", "name": "张三"}, {"no": "2", "name": "李四"}]}


def test_a_table_may_keep_some_records_only(bound):
    columns = (Field("no", "序号", "index"), Field("name", "姓名", "row.name"))
    blank = replace(
        FORM, tables=(Table("people", "成员", "members", columns, 6, where="row.relation != '户主'"),)
    )
    assert bound(blank).values == {"people": [{"no": "1", "name": "李四"}]}


def test_a_workbook_keeps_numbers_and_dates_as_they_are(bound):
    blank = replace(form("household.population"), template=Path("x.xlsx"))
    assert bound(blank).values == {"box": 2}
    blank = replace(form("application.signed_on"), template=Path("x.xlsx"))
    assert bound(blank).values == {"box": date(2026, 3, 5)}


def test_a_required_box_without_a_value_is_a_finding(bound):
    filled = bound(form("helper.name", required=True))
    assert [(one.code, one.household) for one in filled.findings] == [("FILL-101", "H00001")]
    assert bound(form("head.name", required=True)).findings == ()


def test_a_box_of_a_later_sitting_may_still_be_empty(raw_case, bound):
    field = Field("box", "栏目", "helper.name", required=True, stage="township")
    blank = replace(FORM, fields=(field,))
    assert bound(blank).findings == ()
    raw_case["procedures"][0]["approvals"] = [{"level": "township", "on": "2026-04-01"}]
    assert [one.code for one in bound(blank, Case.model_validate(raw_case)).findings] == ["FILL-101"]


def test_a_struck_box_is_still_missing(bound):
    assert [one.code for one in bound(form("helper.name", required=True, empty="/")).findings] == ["FILL-101"]


def test_a_form_that_does_not_apply_is_not_filled(bound):
    assert bound(form("head.name", when="procedure.kind == 'elimination'")) is None


def test_the_procedure_is_the_latest_one_the_form_applies_to(raw_case, bound):
    later = {"number": "2027-XC-1", "kind": "elimination", "lead_on": "2027-01-01"}
    both = Case.model_validate(raw_case | {"procedures": [*raw_case["procedures"], later]})
    blank = form("procedure.number", when="procedure.kind == 'identification'")
    assert bound(blank, both).values == {"box": "2026-SB-1"}
    assert bound(form("procedure.number"), both).values == {"box": "2027-XC-1"}


@pytest.mark.parametrize("source", ["head.id_number", "policies.x", "head.name |", "head.name | upperr"])
def test_a_wrong_expression_is_the_fault_of_the_form(bound, source):
    with pytest.raises(FormError, match="试表") as raised:
        bound(form(source))
    assert raised.value.code in ("FORM-106", "FORM-108")


def test_a_public_form_never_sees_a_number_or_an_illness(bound, case):
    for source in ("head.id_no", "household.phone", "head.health", "risks | each('kind')", "identified.net"):
        assert bound(form(source, audience=Audience.PUBLIC)).values == {"box": ""}
    assert bound(form("head.name", audience=Audience.PUBLIC)).values == {"box": "张三"}


def test_a_village_paper_lists_its_households(bound, case):
    columns = (Field("head", "户主", "row.head.name"), Field("size", "人口", "row.household.population"))
    blank = replace(FORM, about="village", tables=(Table("list", "名单", "roster.households", columns, 20),))
    assert bound(blank, Roster(case.area, (case,))).values == {"list": [{"head": "张三", "size": "2"}]}


def test_a_form_may_compute_what_an_expression_cannot_say(bound):
    blank = form(
        "computed.total", compute=lambda subject, names: {"total": names["household"].population + 1}
    )
    assert bound(blank).values == {"box": "3"}


def test_what_a_box_prints_includes_what_its_value_rests_on(value_filters):
    prints = Binder([form("identified.net_pc")], value_filters).prints(form("identified.net_pc"))
    assert {"@identified.net_pc", "@identified.wage", "@identified.farm_cost"} <= prints["box"]


@pytest.mark.parametrize(
    ("box", "pattern", "hit"),
    [
        ("household.members.0.id_no", "@head.id_no", True),
        ("household.members.1.id_no", "@head.id_no", False),
        ("household.members.1.id_no", "household.members.*.id_no", True),
        ("household.members.1.phone", "household.members.*.id_no", False),
        ("household.members", "household.members.*.id_no", True),
        ("household.members", "household.members.#", True),
        ("household.members.1.name", "household.members.#", False),
        ("procedures.0.check.people", "@procedure.check.people", True),
        ("incomes.0.wage", "@eliminated.wage", False),
        ("risks", "risks.*.kind", True),
        ("household.address", "household.phone", False),
    ],
)
def test_a_finding_touches_the_boxes_that_print_its_value(case, box, pattern, hit):
    assert touches(box, pattern, anchors(case)) is hit


def test_a_form_prints_the_figures_of_the_year_its_procedure_began(case, as_of, value_filters):
    packs = [
        Policy("x", "某县", "", year, {"income_line": line}) for year, line in ((2025, 6500), (2027, 7000))
    ]
    blank = form("policy.income_line", when="procedure.kind == 'identification'")
    later = date(2028, 1, 1)
    occasion = Occasion(later, policy_for(case, later, packs))
    assert (occasion.policy.year, case.procedure("identification").application.signed_on.year) == (2027, 2026)
    assert Binder([blank], value_filters).bind(blank, case, occasion).values == {"box": "6500"}
