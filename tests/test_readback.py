"""What a filled form says goes back to the boxes of the case that it prints."""

from dataclasses import replace

import pytest

from docgen import Audience
from docgen.bind import Binder
from docgen.cli.boxes import with_boxes
from docgen.demo import township
from docgen.naming import shared_numbers
from docgen.ooxml import Reading, Ticks, compile_docx, compile_xlsx
from docgen.plugins import BUILTINS
from docgen.plugins.templates import open_template
from docgen.policy import policy_for
from docgen.readback import read_back
from docgen.registry import load
from docgen.view import Occasion

REGISTRY = load(BUILTINS, installed=False)
FORMS = sorted(
    key
    for key, form in REGISTRY.forms.items()
    if form.about == "household" and form.audience is Audience.OFFICE
)
APPROVAL = "cn.identification.approval@2021"


@pytest.fixture(scope="module")
def desk():
    """How a form is filled for a case and read back against another state of it."""
    town = township(2026, 1, 24, 7)
    binder = Binder(
        (REGISTRY.forms[key] for key in FORMS), REGISTRY.filters, shared_numbers(REGISTRY.forms.values())
    )
    policy = policy_for(town.cases[0], town.as_of, REGISTRY.policies.values())
    occasion = Occasion(town.as_of, policy)
    opened = {}

    class Desk:
        cases = town.cases

        def bound(self, key, case):
            return binder.bind(REGISTRY.forms[key], case, occasion)

        def template(self, key):
            form = REGISTRY.forms[key]
            if key not in opened:
                compiled = compile_docx if form.format == "docx" else compile_xlsx
                opened[key] = open_template(form, form.template.read_bytes(), compiled)
            return opened[key]

        def printed(self, key, case):
            """Read a paper that was filled for ``case``."""
            ready = self.template(key)
            return ready.template.read(ready.template.fill(ready.values(self.bound(key, case))))

        def returned(self, key, case, reading):
            filled = self.bound(key, case)
            return read_back(REGISTRY.forms[key], case, occasion, filled, reading, REGISTRY.filters)

    return Desk()


@pytest.fixture
def approved(desk):
    return next(case for case in desk.cases if desk.bound(APPROVAL, case) is not None)


@pytest.mark.parametrize("key", FORMS)
def test_a_form_read_as_it_was_filled_brings_nothing_back(desk, key):
    for case in [one for one in desk.cases if desk.bound(key, one) is not None][:3]:
        assert desk.returned(key, case, desk.printed(key, case)).returned == ()


BY_HAND = [
    ("household.phone", "13800000017"),
    ("household.members.0.nation", "苗族"),
    ("household.members.0.name", "欧阳试一"),
    ("living.arable", "12.5"),
    ("household.kind", "低保脱贫户"),
    ("household.no_labour", "是"),
]


@pytest.mark.parametrize(("path", "text"), BY_HAND)
def test_what_another_state_of_the_case_prints_comes_back_as_that_box(desk, path, text):
    case = desk.cases[0]
    changed = with_boxes(case, [f"{path}={text}"])
    back = desk.returned("cn.handbook@2021", case, desk.printed("cn.handbook@2021", changed))
    assert path in {one.path for one in back.returned}
    after = with_boxes(case, [f"{place}={said}" for place, said in back.patch(conflicts=True)])
    assert after == changed


def reading(**values):
    return Reading(values)


def returned(desk, case, **values):
    (one,) = desk.returned(APPROVAL, case, reading(**values)).returned
    return one


def test_a_box_left_empty_on_paper_takes_nothing_from_the_case(desk, approved):
    assert desk.returned(APPROVAL, approved, reading(head_name="", phone="/")).returned == ()


def test_two_ticks_where_one_is_wanted_contradict(desk, approved):
    one = returned(desk, approved, channel=Ticks.of("农户书面申请", "手机APP"))
    assert (one.kind, one.new) == ("ticks", "农户书面申请、手机APP")
    assert (
        desk.returned(APPROVAL, approved, reading(channel=Ticks.of("农户书面申请", "手机APP"))).patch(
            conflicts=True
        )
        == ()
    )


def test_a_new_tick_is_a_new_record_and_one_struck_out_is_for_a_person(desk, approved):
    kinds = [risk.kind for risk in approved.risks]
    other = next(one for one in ("因病", "因学", "因残") if one not in kinds)
    back = desk.returned(APPROVAL, approved, reading(risks=Ticks.of(other)))
    assert [(one.kind, one.new, one.old) for one in back.returned] == [
        ("new", other, ""),
        ("ticks", "", "、".join(kinds)),
    ]
    assert back.patch(conflicts=False) == ((f"risks.{len(kinds)}.kind", other),)


def test_an_opinion_the_case_does_not_have_yet_becomes_a_record_of_its_level(desk, approved):
    bare = replace_opinions(approved)
    back = desk.returned(
        APPROVAL,
        bare,
        reading(village_opinion="同意上报", village_year="2026", village_month="7", village_day="5"),
    )
    after = with_boxes(bare, [f"{path}={text}" for path, text in back.patch(conflicts=False)])
    opinion = next(one for one in after.procedures if one.approvals).approvals[0]
    assert (opinion.level, opinion.opinion, str(opinion.on)) == ("village", "同意上报", "2026-07-05")


def replace_opinions(case):
    procedures = tuple(one.model_copy(update={"approvals": ()}) for one in case.procedures)
    return case.model_copy(update={"procedures": procedures})


def test_a_day_without_its_year_is_not_taken(desk, approved):
    back = desk.returned(APPROVAL, replace_opinions(approved), reading(village_month="7", village_day="5"))
    assert [(one.kind, one.why) for one in back.returned] == [("unread", "incomplete")]


def test_what_is_worked_out_is_named_and_not_taken(desk, approved):
    fields = REGISTRY.forms[APPROVAL].fields
    name = next(field.name for field in fields if field.source == "identified.net | money")
    one = returned(desk, approved, **{name: "1.00"})
    assert (one.kind, one.path) == ("computed", "")


def test_a_person_added_below_the_printed_ones_becomes_a_member(desk):
    key, case = "cn.handbook@2021", desk.cases[0]
    members = desk.bound(key, case).values["members"]
    fresh = dict(members[0]) | {"name": "欧阳试二", "relation": "之子"}
    back = desk.returned(key, case, reading(members=[*members, fresh]))
    base = f"household.members.{len(case.household.members)}."
    assert {one.path for one in back.returned if one.kind == "new"} >= {f"{base}name", f"{base}relation"}


def test_a_slot_that_could_not_be_read_is_named(desk, approved):
    back = desk.returned(APPROVAL, approved, replace(reading(), unread={"was_poor": "missing"}))
    assert [(one.slot, one.kind, one.why) for one in back.returned] == [("was_poor", "unread", "missing")]
