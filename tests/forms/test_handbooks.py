"""The household's handbook: 扶贫手册 of 2014, and 防止返贫监测帮扶手册."""

import pytest

from docgen import LISTS
from docgen.ooxml import Ticks, compile_docx
from docgen.plugins import handbook, word

OLD, NEW = sorted(handbook.register_forms(), key=lambda form: form.edition)
BOTH = pytest.mark.parametrize("form", [OLD, NEW], ids=lambda form: form.key)


def drawn(form, blank):
    """The filled form as a Word file."""
    return word.register_renderers()[("docx", "docx")].prepare(form)(blank).content


def test_two_editions_bear_one_number():
    assert [form.key for form in (OLD, NEW)] == ["cn.handbook@2014", "cn.handbook@2021"]
    assert [form.title for form in (OLD, NEW)] == ["扶贫手册", "防止返贫监测帮扶手册"]


@BOTH
def test_every_slot_is_declared_and_every_declaration_has_its_slot(form):
    slots = {
        slot.name
        for outer in compile_docx(form.template.read_bytes()).slots
        for slot in (outer.columns or (outer,))
    }
    columns = {f"{table.name}.{column.name}" for table in form.tables for column in table.columns}
    assert slots == {field.name for field in form.fields} | columns


@BOTH
def test_the_blank_prints_clean(form, visible):
    words = visible(form.template.read_bytes())
    assert not [text for text in words if "{" in text or "}" in text]


def test_the_seven_parts_of_2014_stand_in_order(visible):
    words = visible(OLD.template.read_bytes())
    parts = ["帮扶需知", "家庭基本情况", "致贫原因", "帮扶责任人", "帮扶计划", "帮扶措施", "帮扶成效"]
    numbered = [f"{number}、{part}" for number, part in zip("一二三四五六七", parts, strict=True)]
    assert [text for text in words if text in numbered] == numbered


@pytest.mark.parametrize(
    ("form", "box", "listed"),
    [
        (OLD, "main_cause", "poverty_cause"),
        (OLD, "other_causes", "poverty_cause"),
        (OLD, "road", "road"),
        (NEW, "monitor_class", "monitor_class"),
        (NEW, "kind", "household_type"),
        (NEW, "fuel", "fuel"),
        (NEW, "mode", "eliminate_mode"),
    ],
)
def test_boxes_are_the_national_options(form, box, listed):
    slots = {slot.name: slot for slot in compile_docx(form.template.read_bytes()).slots}
    assert slots[box].options == LISTS[listed].labels


@BOTH
def test_a_full_case_has_no_finding(form, leaving, filled):
    assert filled(form, leaving()).findings == ()


@BOTH
def test_a_bare_case_lacks_only_what_is_required(form, leaving, filled):
    bare = leaving(1, 0)
    for key in ("incomes", "guarantees", "risks", "measures", "visits", "contacts"):
        bare[key] = []
    bare["household"]["poverty_causes"] = []
    assert {finding.code for finding in filled(form, bare).findings} == {"FILL-101"}


@BOTH
def test_members_beyond_the_blank_go_to_a_continuation_behind_their_page(form, leaving, filled, visible):
    raw = leaving(12)
    words = visible(drawn(form, filled(form, raw)))
    names = [person["name"] for person in raw["household"]["members"]]
    listed = [text for text in words if text in names]
    assert [name for name in names if name not in listed] == []
    assert any(text.endswith("家庭成员（续表）") for text in words)


@pytest.mark.parametrize(("form", "effect"), [(OLD, "早年成效"), (NEW, "健康帮扶：第1项见效")])
def test_a_farmer_signs_each_record_by_hand(form, effect, leaving, filled, visible):
    words = visible(drawn(form, filled(form, leaving())))
    heading, row = words.index("成效内容"), words.index(effect)
    assert (words[heading + 1], words[row + 1]) == ("农户签字", "")


@BOTH
def test_nobody_is_printed_in_place_of_a_signature(form, leaving, filled, visible, approvers):
    words = visible(drawn(form, filled(form, leaving())))
    assert not [text for text in words for name in approvers if name in text]


def test_nothing_of_the_years_after_2020_is_in_the_handbook_of_2014(leaving, filled):
    values = filled(OLD, leaving(2, 3)).values
    assert [row["item"] for row in values["measures"]] == ["早年种苗"]
    assert [row["content"] for row in values["effects"]] == ["早年成效"]
    assert [row["name"] for row in values["helpers"]] == ["何平"]


def test_nothing_of_the_years_before_2021_is_in_its_successor(leaving, filled):
    values = filled(NEW, leaving(2, 2)).values
    assert [row["item"] for row in values["measures"]] == ["第1项医疗救助", "第2项医疗救助"]
    assert [row["name"] for row in values["contacts"]] == ["周敏", "刘建国"]
    assert [row["role"] for row in values["contacts"]] == ["监测联系人", "帮扶责任人"]


def test_one_cause_of_poverty_is_the_main_one(leaving, filled):
    values = filled(OLD, leaving()).values
    assert values["main_cause"] == Ticks(frozenset({"因病"}))
    assert values["other_causes"] == Ticks(frozenset({"缺技术", "缺劳力"}))


def test_each_edition_is_for_its_own_households(leaving, filled):
    raw = leaving()
    del raw["procedures"][0]
    assert filled(OLD, raw) is None
    assert filled(NEW, raw)
    raw["household"]["identified_on"] = ""
    assert filled(NEW, raw) is None


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # WeasyPrint leaves a profile open
@pytest.mark.parametrize(
    ("form", "members", "pages"), [(OLD, 1, 16), (OLD, 12, 17), (NEW, 5, 10), (NEW, 12, 11)]
)
def test_it_has_the_pages_of_the_booklet(leaving, filled, form, members, pages):
    draw = word.register_renderers()[("docx", "pdf")].prepare(form)
    assert draw(filled(form, leaving(members))).pages == pages
