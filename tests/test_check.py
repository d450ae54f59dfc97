"""The room of checks: order, the roster, what the office accepts, and cases with hardly anything in them."""

import copy
from datetime import date

from docgen import Case, IdNumber, Phone, load_policies, load_procedures, pack_folder
from docgen.check import Acceptance, accepted, check_case, check_roster, reason_of, roster_keys, unmet
from docgen.demo import township
from docgen.errors import Severity, catalogue
from docgen.hookspecs import Check
from docgen.plugins.checks import register_checks

TODAY = date(2026, 6, 30)
CHECKS = register_checks()
PROCEDURES = load_procedures(pack_folder())
NATIONAL = next(one for one in load_policies(pack_folder()) if one.id == "cn")
CASES = township(2026, 2, 40, 5).cases
SOUND = CASES[0]


def look(case):
    return check_case(case, NATIONAL, TODAY, CHECKS, PROCEDURES)


def roster(*cases):
    return check_roster((key for case in cases for key in roster_keys(case, b"key")), CHECKS)


def spoilt(case, **change):
    return case.model_copy(update={"household": case.household.model_copy(update=change)})


def test_findings_come_sorted_and_name_their_household():
    wrong = spoilt(SOUND, population_stated=40, phone=Phone("12"))
    findings = look(wrong)
    assert [one.code for one in findings] == ["SUM-101", "TEL-101"]
    assert list(findings) == sorted(findings)
    assert {(one.village, one.household) for one in findings} == {(SOUND.area.code, SOUND.number)}


def test_a_rule_of_the_roster_does_not_see_a_case():
    assert {code for code, check in CHECKS.items() if check.scope == "roster"} == {"ID-201", "TEL-201"}


def test_a_number_in_two_households_is_found_in_both():
    stolen = CASES[1].household.members[0]
    own = SOUND.household.members
    other = spoilt(SOUND, members=(*own[:-1], own[-1].model_copy(update={"id_no": stolen.id_no})))
    findings = [one for one in roster(other, CASES[1]) if one.code == "ID-201"]
    assert {(one.household, one.boxes[0], dict(one.fields)["others"]) for one in findings} == {
        (SOUND.number, f"household.members.{len(own) - 1}.id_no", CASES[1].number),
        (CASES[1].number, "household.members.0.id_no", SOUND.number),
    }
    assert {one.severity for one in findings} == {Severity.ERROR}


def test_a_disability_certificate_is_the_same_person():
    number = SOUND.household.members[0].id_no
    with_certificate = CASES[1].household.members[0].model_copy(update={"id_no": IdNumber(number + "43")})
    other = spoilt(CASES[1], members=(with_certificate, *CASES[1].household.members[1:]))
    assert "ID-201" in {one.code for one in roster(SOUND, other)}


def test_a_telephone_in_two_households_is_a_warning():
    other = spoilt(CASES[1], phone=SOUND.household.phone)
    findings = [one for one in roster(SOUND, other) if one.code == "TEL-201"]
    assert {(one.household, one.severity) for one in findings} == {
        (SOUND.number, Severity.WARNING),
        (CASES[1].number, Severity.WARNING),
    }


def test_a_household_may_share_its_telephone_with_itself():
    members = tuple(
        one.model_copy(update={"phone": SOUND.household.phone}) for one in SOUND.household.members
    )
    assert roster(spoilt(SOUND, members=members)) == ()


def test_another_village_is_named_by_its_code():
    far = CASES[-1]
    assert far.area.code != SOUND.area.code
    findings = roster(SOUND, spoilt(far, phone=SOUND.household.phone))
    assert f"{far.area.code} {far.number}" in {dict(one.fields)["others"] for one in findings}


def test_keys_hold_no_number_and_depend_on_their_key():
    keys = list(roster_keys(SOUND, b"one"))
    numbers = {str(member.id_no) for member in SOUND.household.members}
    assert not any(number in repr(keys) for number in numbers)
    assert {key.digest for key in keys}.isdisjoint(key.digest for key in roster_keys(SOUND, b"two"))


def test_what_the_office_accepts_becomes_a_warning_that_keeps_the_reason():
    wrong = look(spoilt(SOUND, population_stated=40, phone=Phone("12")))
    softened = accepted(wrong, [Acceptance("SUM-101", SOUND.number, "户口簿上还有一人待销户")])
    assert [(one.code, one.severity, reason_of(one)) for one in softened] == [
        ("SUM-101", Severity.WARNING, "户口簿上还有一人待销户"),
        ("TEL-101", Severity.ERROR, ""),
    ]
    assert softened[0].sentence == wrong[0].sentence


def test_an_acceptance_for_another_household_changes_nothing():
    wrong = look(spoilt(SOUND, population_stated=40))
    other = Acceptance("SUM-101", "999999", "x")
    assert accepted(wrong, [other]) == wrong
    assert unmet([other], wrong) == (other,)


def test_an_acceptance_that_is_met_is_not_reported():
    acceptance = Acceptance("SUM-101", SOUND.number, "x")
    assert unmet([acceptance], accepted(look(spoilt(SOUND, population_stated=40)), [acceptance])) == ()


def test_a_countys_own_rule_runs_beside_the_others():
    asked = []
    own = {"XX-101": Check("case", lambda *seen: asked.append(seen) or (), "自家规则", "本县")}
    assert check_case(SOUND, NATIONAL, TODAY, own) == ()
    assert asked == [(SOUND, NATIONAL, TODAY)]


def test_every_rule_is_worded_and_sourced():
    sentences = catalogue()
    for code, check in CHECKS.items():
        assert {"zh", "zh_do", "en", "en_do"} <= set(sentences[code]), code
        assert check.title, code
        assert check.source, code


def test_a_case_with_hardly_anything_is_looked_at():
    bare = Case.model_validate(
        {
            "number": "1",
            "area": {"code": "529926101201", "village": "青岩村"},
            "household": {"members": [{"name": "张三"}]},
            "procedures": [{"number": "1", "kind": "identification"}, {"number": "2", "kind": "rollback"}],
            "incomes": [{"purpose": "identification"}],
            "guarantees": [{"moment": "elimination"}],
            "contacts": [{"role": "monitor", "name": "李四"}],
            "measures": [{"category": "产业帮扶"}],
            "risks": [{"kind": kind} for kind in ("因病", "因学", "缺劳动力", "其他")],
        }
    )
    assert "FAM-101" in {one.code for one in look(bare)}
    nobody = spoilt(bare, members=())
    assert "FAM-101" in {one.code for one in look(nobody)}


def _paths(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in items:
        yield (*path, name)
        yield from _paths(part, (*path, name))


def test_whatever_is_left_out_of_a_case_no_rule_breaks():
    fullest = max(
        CASES, key=lambda case: (len(case.procedures), len(case.measures), -len(case.household.members))
    )
    raw = fullest.model_dump(mode="json")
    for path in _paths(raw):
        if path[-1] in (
            "number",
            "code",
            "village",
            "kind",
            "category",
            "purpose",
            "moment",
            "role",
            "level",
            "name",
        ):
            continue
        less = copy.deepcopy(raw)
        place = less
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]
        try:
            case = Case.model_validate(less)
        except ValueError:
            continue  # the box is required
        for finding in look(case):
            assert "—" not in finding.sentence, (path, finding.code)


def test_a_sentence_lacks_no_word():
    wrong = CASES[3].model_copy(update={"risks": (), "guarantees": (), "contacts": (), "incomes": ()})
    for finding in look(spoilt(wrong, population_stated=99, monitor_class="", kind="低保脱贫户")):
        assert "—" not in finding.sentence
        assert "{" not in finding.sentence
