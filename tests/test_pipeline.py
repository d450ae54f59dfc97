import io
import re
from dataclasses import replace

import docx
import pytest

from docgen import Case, FormError, PolicyError, Severity, UsageError
from docgen.check import Acceptance
from docgen.pipeline import Job, open_office, over_the_roster, parse_acceptance, process, run
from docgen.plugins import BUILTINS
from docgen.registry import load

APPROVAL = "cn.identification.approval"
APPLICATION = "cn.identification.application"


@pytest.fixture(scope="module")
def registry():
    return load(BUILTINS, installed=False)


@pytest.fixture
def job(as_of):
    return Job(as_of, forms=(APPROVAL, APPLICATION))


@pytest.fixture
def made(registry, job):
    def make(case, **changes):
        return process(case, open_office(registry, replace(job, **changes)), {})

    return make


def with_head(raw_case, **changes):
    head, *others = raw_case["household"]["members"]
    household = raw_case["household"] | {"members": [head | changes, *others]}
    return Case.model_validate(raw_case | {"household": household})


def words(document):
    paper = docx.Document(io.BytesIO(document.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


def test_a_case_walks_into_its_forms(case, made):
    outcome = made(case)
    assert [(one.form, one.place, one.format) for one in outcome.documents] == [
        (APPLICATION, "清水村_520199001201/H00001", "docx"),
        (APPROVAL, "清水村_520199001201/H00001", "docx"),
    ]
    assert all(re.fullmatch(r"\d\d_防止返贫监测对象.*\.docx", one.filename) for one in outcome.documents)
    assert "张三" in words(outcome.documents[0])


def test_every_document_of_a_household_says_the_same_number(case, made):
    head = case.household.head.id_no
    for document in made(case).documents:
        assert head in words(document).replace("\n", "")


def test_a_false_box_blocks_only_the_forms_that_print_it(raw_case, made):
    wrong = with_head(
        raw_case,
        politics="",
        phone="13700000000",
        insurance={"resident_medical": True, "employee_medical": True},
    )
    outcome = made(wrong, forms=())
    errors = {finding.code for finding in outcome.findings if finding.severity is Severity.ERROR}
    assert errors
    blocked = {one.form.split("@")[0] for one in outcome.blocked}
    assert APPLICATION not in blocked
    assert "cn.identification.survey" in blocked


def test_a_wrong_check_digit_blocks_the_forms_that_print_the_number(raw_case, made):
    good = raw_case["household"]["members"][0]["id_no"]
    wrong = with_head(raw_case, id_no=good[:-1] + ("1" if good[-1] != "1" else "2"))
    outcome = made(wrong)
    assert outcome.documents == ()
    assert [one.form for one in outcome.blocked] == [f"{APPLICATION}@2021", f"{APPROVAL}@2021"]


def test_an_accepted_finding_no_longer_blocks(raw_case, made):
    good = raw_case["household"]["members"][0]["id_no"]
    wrong = with_head(raw_case, id_no=good[:-1] + ("1" if good[-1] != "1" else "2"))
    codes = {finding.code for one in made(wrong).blocked for finding in one.findings}
    accept = tuple(Acceptance(code, "H00001", "派出所已核实") for code in codes)
    outcome = made(wrong, accept=accept)
    assert outcome.blocked == ()
    assert len(outcome.documents) == 2
    assert {dict(f.fields)["accepted"] for one in outcome.documents for f in one.findings} == {"派出所已核实"}


def test_a_draft_prints_blocked_forms_and_says_so_on_the_page(raw_case, made):
    wrong = with_head(raw_case, name="")
    assert made(wrong, forms=(APPROVAL,)).documents == ()
    (document,) = made(wrong, forms=(APPROVAL,), draft=True).documents
    header = docx.Document(io.BytesIO(document.content)).sections[0].header
    assert document.draft
    assert "草　稿" in "".join(paragraph.text for paragraph in header.paragraphs)


def test_a_required_box_without_a_value_blocks_its_form(raw_case, made):
    outcome = made(with_head(raw_case, name=""), forms=(APPLICATION,))
    assert "FILL-101" in {finding.code for one in outcome.blocked for finding in one.findings}


def test_the_same_case_gives_the_same_bytes(case, made):
    assert made(case, formats=("docx", "pdf")).documents == made(case, formats=("docx", "pdf")).documents


def test_pages_are_known_for_pdf(case, made):
    documents = made(case, forms=(APPLICATION,), formats=("pdf",)).documents
    assert [(one.format, one.pages) for one in documents] == [("pdf", 2)]


def test_a_character_no_font_has_blocks_that_form_and_is_named(raw_case, made):
    outcome = made(with_head(raw_case, name="张\ue863"), forms=(APPLICATION,), formats=("pdf",))
    assert "\ue863" in "".join(f.sentence for one in outcome.blocked for f in one.findings)
    assert outcome.documents == ()


def test_a_control_character_is_a_finding_of_its_household(raw_case, made):
    outcome = made(with_head(raw_case, name="张\x0b三"), forms=(APPLICATION,))
    assert outcome.documents == ()
    assert outcome.blocked


@pytest.mark.parametrize(
    "name", ["张三&李四", "<b>", "{{7*7}}", "{% for %}", "]]>", "\"'", "𠮷䶮", "张\u200d三"]
)
def test_a_name_is_printed_as_it_is(raw_case, made, name):
    (document,) = made(with_head(raw_case, name=name), forms=(APPLICATION,), draft=True).documents
    assert name in words(document)


def test_a_number_that_stands_twice_in_the_roster_blocks_both_households(raw_case, registry, job):
    first = Case.model_validate(raw_case)
    second = Case.model_validate(raw_case | {"number": "H00002"})
    office = open_office(registry, job)
    roster = over_the_roster([first, second], office)
    assert set(roster) == {"H00001", "H00002"}
    assert all(process(case, office, roster).blocked for case in (first, second))


def test_a_villages_papers_come_after_its_households(raw_case, registry, as_of):
    notice = {"level": "village", "start": "2026-03-12", "end": "2026-03-19", "objection": False}
    raw_case["procedures"][0]["notices"] = [notice]
    cases = [
        Case.model_validate(raw_case | {"number": number, "area": raw_case["area"] | {"code": code}})
        for number, code in (("H1", "520199001201"), ("H2", "520199001201"), ("H3", "520199001202"))
    ]
    office = open_office(registry, Job(as_of))
    outcomes = list(run(cases, office, {}))
    assert [(one.village[-3:], one.household) for one in outcomes] == [
        ("201", "H1"),
        ("201", "H2"),
        ("201", ""),
        ("202", "H3"),
        ("202", ""),
    ]
    assert {one.place for one in outcomes[2].documents} == {"清水村_520199001201/_村级"}


def test_part_of_a_village_makes_no_village_paper(case, registry, as_of):
    office = open_office(registry, Job(as_of, whole_villages=False))
    assert [one.documents for one in run([case], office, {}) if not one.household] == [()]


def test_an_unknown_form_format_or_policy_is_refused_before_the_first_case(case, registry, job):
    with pytest.raises(FormError, match=r"cn\.nothing"):
        open_office(registry, replace(job, forms=("cn.nothing",)))
    with pytest.raises(UsageError, match="odt"):
        open_office(registry, replace(job, formats=("odt",)))
    with pytest.raises(PolicyError, match="nowhere"):
        process(case, open_office(registry, replace(job, policy="nowhere")), {})


def test_a_form_with_no_way_to_a_format_is_listed(registry, job):
    office = open_office(registry, replace(job, formats=("xlsx",)))
    assert [(form.id, kind) for form, kind in office.press.unreachable] == [
        (APPLICATION, "xlsx"),
        (APPROVAL, "xlsx"),
    ]


def test_a_template_that_lacks_a_slot_is_found_at_opening(registry, job, tmp_path):
    form = registry.form(APPLICATION)
    fewer = replace(form, fields=form.fields[1:])
    with pytest.raises(FormError, match=form.fields[0].name):
        open_office(replace(registry, forms=registry.forms | {form.key: fewer}), job)


@pytest.mark.parametrize("text", ["ID-101", "@H1", "ID-101@", ""])
def test_an_acceptance_names_a_rule_a_household_and_a_reason(text):
    with pytest.raises(UsageError):
        parse_acceptance(text, "已核实")
    with pytest.raises(UsageError):
        parse_acceptance("ID-101@H1", " ")


def test_no_error_of_the_corridor_shows_a_full_number(raw_case, made):
    number = raw_case["household"]["members"][0]["id_no"]
    outcome = made(with_head(raw_case, id_no=number + "9"))
    told = "".join(f"{f.sentence}{f.remedy}{f!r}" for f in outcome.findings)
    assert number not in told
