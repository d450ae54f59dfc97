"""Lists of a township and a county are made over all their villages."""

import io
from dataclasses import replace

import openpyxl
import pytest

from docgen import Case
from docgen.pipeline import Job, chosen_forms, open_office, run
from docgen.plugins import BUILTINS
from docgen.registry import load
from docgen.workers import Recipe, processes
from docgen.workers import run as in_several

TOWNSHIP, COUNTY = "cn.identification.list_township", "cn.identification.list_county"
CODES = ("520199001201", "520199001202", "520199002201")


@pytest.fixture(scope="module")
def registry():
    return load(BUILTINS, installed=False)


@pytest.fixture
def cases(raw_case):
    """Three villages, the last of another township; all agreed to by township and county."""
    agreed = [{"level": level, "passed": True, "on": "2026-07-01"} for level in ("township", "county")]
    open_one = raw_case["procedures"][0] | {"approvals": agreed}
    made = []
    for number, code in enumerate(CODES, 1):
        area = raw_case["area"] | {"code": code, "village": f"第{number}村", "township": f"{code[8]}镇"}
        changed = {"number": f"H{number}", "area": area, "procedures": [open_one]}
        made.append(Case.model_validate(raw_case | changed))
    return made


@pytest.fixture
def job(as_of):
    return Job(as_of, forms=(TOWNSHIP, COUNTY))


def papers(outcomes):
    return [document for outcome in outcomes for document in outcome.documents]


def heads(document):
    sheet = openpyxl.load_workbook(io.BytesIO(document.content)).active
    return [row[1].value for row in sheet.iter_rows(min_row=5, max_row=12) if row[1].value]


def test_a_townships_list_lies_in_its_folder_and_holds_its_villages(cases, registry, job):
    made = papers(run(cases, open_office(registry, replace(job, forms=(TOWNSHIP,))), {}))
    assert [one.place for one in made] == ["_乡级/1镇_520199001", "_乡级/2镇_520199002"]
    assert [heads(one) for one in made] == [["第1村", "第2村"], ["第3村"]]
    assert [one.village for one in made] == ["520199001", "520199002"]


def test_a_countys_list_comes_last_and_holds_every_township(cases, registry, job):
    made = papers(run(cases, open_office(registry, job), {}))
    assert [one.form for one in made] == [TOWNSHIP, TOWNSHIP, COUNTY]
    assert made[-1].place == "_县级/云岭县_520199"


def test_for_a_county_only_open_procedures_are_held(cases, registry, job):
    closed = cases[0].procedures[0].model_copy(update={"closed": True})
    cases[0] = cases[0].model_copy(update={"procedures": (closed,)})
    (made,) = papers(run(cases, open_office(registry, replace(job, forms=(COUNTY,))), {}))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert [row[2].value for row in sheet.iter_rows(min_row=4, max_row=6)] == ["行政村", "第2村", "第3村"]


def test_part_of_the_area_makes_no_list_of_a_higher_level(cases, registry, job):
    assert papers(run(cases, open_office(registry, replace(job, whole_area=False)), {})) == []


def test_several_processes_make_the_same_lists(cases, as_of):
    recipe = Recipe(Job(as_of, forms=(TOWNSHIP, COUNTY)), BUILTINS, installed=False)
    office = recipe.open()
    assert list(in_several(cases, office, recipe, {}, processes(2))) == list(run(cases, office, {}))


def test_about_asks_for_every_national_paper_of_a_level(registry):
    found = chosen_forms(registry, (), "township")
    assert {form.about for form in found} == {"township"}
    assert {form.id.split(".")[0] for form in found} == {"cn"}


def test_about_adds_the_papers_of_the_policys_county(registry):
    found = {form.id for form in chosen_forms(registry, (), "township", "lingshou@2020")}
    assert {TOWNSHIP, "lingshou.monitoring.monthly_report"} <= found


def test_about_keeps_of_the_forms_named_those_of_the_level(registry):
    assert [form.id for form in chosen_forms(registry, (TOWNSHIP, COUNTY), "county")] == [COUNTY]
