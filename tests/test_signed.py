"""What is signed stays as it was signed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import Case, Field, Form, Option, Policy, Severity, Table, redacted
from docgen.bind import Binder
from docgen.form import STAGES
from docgen.ooxml import Ticks
from docgen.signed import decoded, encoded, plainly, sheet_of, sheets_of
from docgen.view import Occasion

YES_NO = (Option("true", "有"), Option("false", "无"))
FORM = Form(
    "cn.test",
    "试表",
    "2026",
    Path("x.docx"),
    fields=(
        Field("phone", "联系电话", "household.phone"),
        Field("age", "户主年龄", "head.birth | age_on(as_of)"),
        Field("place", "评议地点", "review.place", stage="village"),
        Field(
            "objection", "有无异议", "village_notice.objection", kind="ticks", options=YES_NO, stage="village"
        ),
        Field("opinion", "乡镇意见", "township_opinion.opinion", stage="township", empty="/", required=True),
    ),
    tables=(
        Table(
            "members",
            "家庭成员",
            "members",
            (Field("name", "姓名", "row.name"), Field("id_no", "证件号码", "row.id_no")),
            6,
        ),
    ),
)
values = st.one_of(
    st.text(min_size=1),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(Ticks, st.frozensets(st.text(), min_size=1), st.text()),
)


@pytest.fixture
def bind(value_filters, as_of):
    binder = Binder([FORM], value_filters)
    policy = Policy("cn", "全国", "", 0, {})

    def bound(case, stage="", *, only=False, day=as_of):
        return binder.bind(FORM, case, Occasion(day, policy, stage, only_stage=only))

    return bound


@pytest.fixture
def reviewed(raw_case):
    review = {"on": "2026-03-10", "place": "村委会"}
    notice = {"level": "village", "start": "2026-03-12", "end": "2026-03-19", "objection": False}
    opinion = {"level": "township", "on": "2026-03-25", "opinion": "同意上报"}
    one = raw_case["procedures"][0] | {"review": review, "notices": [notice], "approvals": [opinion]}
    return Case.model_validate(raw_case | {"procedures": [one]})


def signed(case, filled, stage, on="2026-03-20"):
    day = date.fromisoformat(on)
    sheet = sheet_of(filled, stage, day, "张村长", sheets_of(FORM, case, filled.procedure))
    return case.model_copy(update={"signed": (*case.signed, sheet)})


def with_household(case, **changes):
    return case.model_copy(update={"household": case.household.model_copy(update=changes)})


@given(values)
def test_a_value_kept_as_text_comes_back_as_it_was(value):
    assert decoded(encoded(value)) == value


def test_text_that_looks_like_json_is_text():
    assert decoded(encoded('{"ticks": []}')) == '{"ticks": []}'
    assert (encoded(""), encoded(None), encoded(Ticks())) == ("", "", "")
    assert plainly(encoded(Ticks.of("因病", other="慢性病"))) == "因病、慢性病"
    assert encoded(Decimal("12.50")) == '{"number": "12.50"}'


def test_a_form_is_filled_up_to_a_sitting_and_the_rest_is_left_for_the_pen(bind, reviewed):
    filled = bind(reviewed, "village")
    assert filled.values["place"] == "村委会"
    assert filled.values["opinion"] == ""
    assert filled.withheld == {"opinion"}
    assert bind(reviewed, "check").values["objection"] == Ticks()
    assert bind(reviewed).values["opinion"] == "同意上报"
    assert bind(reviewed).withheld == frozenset()


def test_a_box_left_for_the_pen_is_not_missing(bind, reviewed):
    one = reviewed.procedures[0]
    silent = one.approvals[0].model_copy(update={"opinion": ""})
    case = reviewed.model_copy(update={"procedures": (one.model_copy(update={"approvals": (silent,)}),)})
    assert [one.code for one in bind(case).findings] == ["FILL-101"]
    assert bind(case, "village").findings == ()
    assert bind(case, "village").values["opinion"] == ""


def test_only_one_sitting_is_filled_for_a_sheet_that_is_signed_already(bind, reviewed):
    filled = bind(reviewed, "township", only=True)
    assert {name: value for name, value in filled.values.items() if value} == {
        "opinion": "同意上报",
        "objection": Ticks(),
    }


def test_a_signed_box_is_printed_as_it_was_signed_and_the_difference_is_a_finding(bind, reviewed):
    case = signed(reviewed, bind(reviewed), "village")
    changed = with_household(case, phone=type(case.household.phone)("13900000009"))
    filled = bind(changed, "township")
    assert filled.values["phone"] == "13800000001"
    (finding,) = filled.findings
    assert (finding.code, finding.severity, finding.where) == ("FILL-104", Severity.ERROR, "《试表》联系电话")
    assert finding.boxes == ("household.phone",)
    assert "13800000001" not in finding.sentence
    assert "13900000009" not in finding.sentence
    assert "138****0001" in finding.sentence
    assert bind(case, "township").findings == ()


def test_a_member_who_came_after_the_signature_is_not_on_the_signed_sheet(bind, reviewed):
    case = signed(reviewed, bind(reviewed), "village")
    first = case.household.members[0]
    grown = with_household(case, members=(*case.household.members, first.model_copy(update={"name": "张小"})))
    filled = bind(grown)
    assert [row["name"] for row in filled.values["members"]] == ["张三", "李四"]
    assert [one.code for one in filled.findings] == ["FILL-104"]
    other = with_household(case, members=(first, first.model_copy(update={"name": "王五"})))
    (finding,) = bind(other).findings
    assert finding.where == "《试表》家庭成员第2行 姓名"
    assert finding.boxes == ("household.members.*.name",)


def test_what_only_the_day_changes_is_no_contradiction(bind, reviewed):
    case = signed(reviewed, bind(reviewed, day=date(2026, 3, 20)), "village")
    filled = bind(case, day=date(2030, 1, 1))
    assert filled.values["age"] == "46"
    assert filled.findings == ()


def test_a_box_that_was_empty_when_it_was_signed_takes_what_came_since_and_says_so(bind, raw_case, reviewed):
    early = Case.model_validate(raw_case)
    case = reviewed.model_copy(update={"signed": signed(early, bind(early), "village").signed})
    filled = bind(case)
    assert filled.values["place"] == "村委会"
    assert {(one.code, one.severity) for one in filled.findings} == {("FILL-105", Severity.WARNING)}
    assert len(filled.findings) == 2


def test_a_later_signature_keeps_what_the_earlier_one_has(bind, reviewed):
    case = signed(reviewed, bind(reviewed), "village")
    case = signed(case, bind(case), "township", "2026-03-26")
    first, second = case.signed
    assert second.values == {"opinion": "同意上报"}
    assert "opinion" not in first.values
    assert first.values["members.#"] == "2"


def test_another_procedure_or_edition_has_sheets_of_its_own(bind, reviewed):
    case = signed(reviewed, bind(reviewed), "village")
    assert sheets_of(replace(FORM, edition="2027"), case, "2026-SB-1") == ()
    assert sheets_of(FORM, case, "2027-SB-1") == ()
    assert len(sheets_of(FORM, case, "2026-SB-1")) == 1


def test_what_is_signed_is_kept_with_the_case_and_never_posted_or_shown(bind, reviewed):
    case = signed(reviewed, bind(reviewed), "village")
    number = case.household.members[0].id_no
    assert Case.model_validate_json(case.model_dump_json(exclude_defaults=True)) == case
    assert number in "".join(case.signed[0].values.values())
    assert number not in repr(case)
    assert redacted(case).signed == ()


def test_the_sittings_of_a_form_stand_in_their_order():
    assert FORM.stages == ("village", "township")
    assert STAGES == ("check", "village", "township", "county")
