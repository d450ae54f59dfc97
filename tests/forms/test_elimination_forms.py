"""The papers of an elimination: measures carried out, and the assessment."""

from dataclasses import replace
from datetime import date

import pytest

from docgen import LISTS, FormError
from docgen.ooxml import Ticks, compile_docx
from docgen.plugins import assessment, measures, word
from docgen.plugins.templates import open_template

MEASURES = measures.register_forms()[0]
ASSESSMENT = assessment.register_forms()[0]
BOTH = pytest.mark.parametrize("form", [MEASURES, ASSESSMENT], ids=lambda form: form.id)


def drawn(form, blank):
    """The filled form as a Word file."""
    return word.register_renderers()[("docx", "docx")].prepare(form)(blank).content


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
    assert form.title in words
    assert not [text for text in words if "{" in text or "}" in text]


@BOTH
def test_boxes_are_the_national_options(form):
    slots = {slot.name: slot for slot in compile_docx(form.template.read_bytes()).slots}
    lists = {"monitor_class": "monitor_class", "risks": "risk", "mode": "eliminate_mode"}
    for name, listed in lists.items():
        if name in slots:
            assert slots[name].options == LISTS[listed].labels


@BOTH
def test_signature_places_stay_empty(form, leaving, filled, visible, approvers):
    words = visible(drawn(form, filled(form, leaving())))
    assert not [text for text in words for name in approvers if name in text]
    labels = [signature for signature in form.signatures if not signature.seal]
    assert labels
    signed = [number for number, text in enumerate(words) if "签字" in text and "：" not in text]
    assert signed
    assert {words[number + 1] for number in signed} == {""}


@BOTH
def test_a_full_case_has_no_finding(form, leaving, filled):
    assert filled(form, leaving()).findings == ()


@BOTH
def test_a_bare_case_lacks_only_what_is_required(form, leaving, filled):
    bare = leaving(1, 0)
    for key in ("incomes", "guarantees", "risks", "measures", "visits", "contacts"):
        bare[key] = []
    bare["procedures"] = [{"number": "X", "kind": "elimination"}]
    bare["household"] = {"members": bare["household"]["members"]}
    assert {finding.code for finding in filled(form, bare).findings} == {"FILL-101"}


@BOTH
def test_it_is_for_households_in_an_elimination(form, leaving, filled):
    raw = leaving()
    raw["procedures"][-1]["kind"] = "identification"
    assert filled(form, raw) is None


def test_measures_beyond_the_blank_go_to_a_continuation(leaving, filled, visible):
    words = visible(drawn(MEASURES, filled(MEASURES, leaving(2, 9))))
    assert f"{MEASURES.title}（续表）" in words
    assert [text for text in words if text.startswith("第") and "项医疗救助" in text] == [
        f"第{number}项医疗救助" for number in range(1, 10)
    ]


def test_help_before_monitoring_began_is_not_listed(leaving, filled):
    items = [row["item"] for row in filled(MEASURES, leaving(2, 1)).values["measures"]]
    assert items == ["第1项医疗救助"]


@pytest.mark.parametrize(("category", "told"), [("就业帮扶", "已实施"), ("综合保障", "尚未实施")])
def test_help_by_development_is_told_from_the_measures_done(leaving, filled, category, told):
    raw = leaving(2, 1)
    raw["measures"][-1]["category"] = category
    assert filled(MEASURES, raw).values["developed"] == Ticks(frozenset({told}))


def test_help_by_development_of_earlier_years_does_not_count(leaving, filled):
    raw = leaving(2, 0)
    raw["measures"][0]["state"] = "已落实"
    assert filled(MEASURES, raw).values["developed"] == Ticks(frozenset({"尚未实施"}))


def test_both_ends_of_the_income_are_computed(leaving, filled):
    values = filled(ASSESSMENT, leaving(2)).values
    assert (values["before_net"], values["before_net_pc"]) == ("37,340.00", "18,670.00")
    assert (values["after_net"], values["after_reference_pc"]) == ("65,340.00", "32,670.00")


@pytest.mark.parametrize(
    ("box", "change"),
    [
        ("veto_income", lambda raw: raw["incomes"][1].update(wage="0", transfer="100")),
        ("veto_labour", lambda raw: raw["household"].update(no_labour=True)),
        ("veto_months", lambda raw: raw["household"].update(identified_on="2026-03")),
        ("veto_unstable", lambda raw: raw["procedures"][-1]["standards"][2].update(met=False)),
    ],
)
def test_each_bar_to_elimination_is_seen(leaving, filled, box, change):
    raw = leaving()
    assert filled(ASSESSMENT, raw).values[box] == Ticks(frozenset({"否"}))
    change(raw)
    assert filled(ASSESSMENT, raw).values[box] == Ticks(frozenset({"是"}))


def test_what_nobody_assessed_is_left_for_the_pen(leaving, filled):
    raw = leaving()
    raw["procedures"][-1]["standards"] = []
    values = filled(ASSESSMENT, raw).values
    assert values["standard_3"] == values["veto_unstable"] == Ticks()


def test_the_county_sees_who_needs_a_closer_look(leaving, filled):
    assert filled(ASSESSMENT, leaving()).values["key_cases"] == Ticks(frozenset({"低保", "存在多种风险"}))


@pytest.mark.parametrize(("start", "months"), [("2025-11", 8), ("2026-07", 0), ("2024-12", 19), ("", None)])
def test_months_of_monitoring_are_counted_from_month_to_month(start, months):
    assert assessment.months_between(start, date(2026, 7, 5)) == months


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # WeasyPrint leaves a profile open
@pytest.mark.parametrize(
    ("form", "measured", "pages"), [(MEASURES, 2, 1), (MEASURES, 9, 2), (ASSESSMENT, 2, 3)]
)
def test_it_fills_the_pages_it_should(leaving, filled, form, measured, pages):
    draw = word.register_renderers()[("docx", "pdf")].prepare(form)
    assert draw(filled(form, leaving(12, measured))).pages == pages


def test_an_unknown_option_on_the_paper_is_refused(leaving):
    fewer = tuple(
        replace(field, options=field.options[:1]) if field.name == "mode" else field
        for field in ASSESSMENT.fields
    )
    with pytest.raises(FormError, match="FORM-109"):
        open_template(replace(ASSESSMENT, fields=fewer), ASSESSMENT.template.read_bytes(), compile_docx)
