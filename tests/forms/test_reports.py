"""The papers that add up: what a group, a village, a township and a county report of their households."""

import io
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docgen import Case, Roster
from docgen.bind import Binder
from docgen.demo import township, villages_of
from docgen.listing import listing
from docgen.plugins import BUILTINS
from docgen.registry import load
from docgen.view import Occasion
from docgen.village import Village

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from form_pages import NAMED

REGISTRY = load(BUILTINS, installed=False)
DAY = date(2026, 6, 30)
DECK = township(2026, 2, 60, 3)
ROSTER = Roster(
    DECK.cases[0].area.model_copy(update={"code": DECK.cases[0].area.code[:9], "village": "", "group": ""}),
    DECK.cases,
    villages_of(DECK.cases),
)
SEEN = listing(ROSTER, DAY)


def filled(name, roster=ROSTER):
    form = REGISTRY.form(name)
    policy = next(one for one in REGISTRY.policies.values() if one.id == "cn")
    return Binder([form], REGISTRY.filters).bind_village(form, roster, Occasion(DAY, policy))


def drawn(paper):
    content = REGISTRY.renderers[("xlsx", "xlsx")].prepare(paper.form)(paper).content
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True).active


def row_of(sheet, head):
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == head)


#: Every paper of the catalogue that is made, and the pack its source belongs to.
MADE = {
    "cn": "F01 F02 F03 F04 F05 F06 F07 F08 F09 F33 F40 F41 F42 F48 F49 F60 F61 F65 F69 F80 F81 F82 F83 F84",
    "suining": "F14 F43 F44 F45",
    "yingkou": "F30 F31 F32 F39",
    "lingshou": "F10 F11 F12 F13 F46 F47",
    "funan": "F66 F86",
    "ankang": "F15 F17",
    "jingxi": "F18 F19 F20 F50 F51 F62 F63 F64 F85",
}


@pytest.mark.parametrize("county", MADE)
def test_a_county_has_the_papers_its_plan_names(county):
    papers = [form for form in REGISTRY.forms.values() if form.about not in {"packet", "volume"}]
    made = {form.catalogue for form in papers if form.id.startswith(f"{county}.")}
    assert made == set(MADE[county].split())


def test_only_these_papers_are_named_and_not_made():
    made = {number for numbers in MADE.values() for number in numbers.split()}
    later = "F16 F22 F23 F24 F34 F35 F36 F37 F38 F52 F67 F68 F70 F71 F72 F73 F74"
    assert set(NAMED) - made == set(later.split())


def test_falls_in_income_add_up_from_group_to_county():
    village = [filled(f"cn.monitoring.income_drops_{level}") for level in ("village", "township", "county")]
    sums = [sum(row["down"] for row in paper.values["list"]) for paper in village]
    assert sums == [len(SEEN.dropped)] * 3
    assert len(SEEN.dropped) > 3
    assert [len(paper.values["list"]) for paper in village] == [3, 2, 1]


def test_the_share_of_falls_and_of_each_cause_is_worked_out_in_the_sheet():
    sheet = drawn(filled("cn.monitoring.income_drops_township"))
    totals, shares = row_of(sheet, "合　计"), row_of(sheet, "所占比例")
    assert shares[6] == pytest.approx(totals[6] / totals[3])
    assert shares[11] == pytest.approx(totals[11] / totals[6])
    causes = [cause for one in SEEN.dropped for cause in one.drop_causes]
    assert totals[11] == causes.count("务工就业") > 0


def test_measures_carried_out_are_counted_by_category_and_households_once():
    paper = filled("cn.monitoring.measures_report")
    done = [one for case in DECK.cases for one in case.measures if one.state == "已落实"]
    assert sum(row["done"] for row in paper.values["list"]) == len(done)
    assert int(paper.values["homes"]) == sum(bool(one.done_measures) for one in SEEN.households)
    assert row_of(drawn(paper), "合　计")[3] == len(done)


def test_the_townships_figures_are_those_of_its_file_and_a_village_without_cases_is_one():
    known = (*ROSTER.villages, Village(ROSTER.area.code + "999", "边远村", persons=77))
    paper = filled("yingkou.monitoring.township_figures", Roster(ROSTER.area, ROSTER.cases, known))
    rows = paper.values["list"]
    assert [row["village"] for row in rows][-1] == "边远村"
    assert (paper.values["villages"], rows[0]["persons"], rows[-1]["persons"]) == (3, known[0].persons, 77)
    assert row_of(drawn(paper), "合　计")[3] == sum(one.persons for one in known)


def test_without_the_file_the_figures_stay_for_the_pen():
    paper = filled("yingkou.monitoring.township_figures", Roster(ROSTER.area, ROSTER.cases))
    assert [row["persons"] for row in paper.values["list"]] == ["", ""]


def test_needs_are_grouped_by_kind():
    rows = {row["kind"]: row for row in filled("jingxi.help.needs_township").values["list"]}
    wanted = [need for case in DECK.cases for need in case.needs if need.kind == "养殖"]
    assert (rows["养殖"]["count"], rows["易地搬迁"]["items"]) == (len(wanted), "")
    assert rows["养殖"]["items"].split("、") == [need.item for need in wanted]


def test_every_household_with_a_helper_is_paired_and_his_work_is_summed():
    pairs = filled("jingxi.help.pairing_summary").values["list"]
    helpers = filled("jingxi.help.monitoring_summary").values["list"]
    assert len(pairs) == sum(row["homes"] for row in helpers) == len(SEEN.paired)
    assert sum(row["measures"] for row in helpers) == len(SEEN.measures)


def test_those_struck_off_and_those_poor_again_are_registered_by_person():
    rows = filled("jingxi.poor.register_township").values["list"]
    people = sum(one.household.population for one in (*SEEN.risen, *SEEN.returned))
    assert len(rows) == people
    assert {row["kind"] for row in rows} == {"脱贫", "返贫"}


def test_problems_of_measures_and_guarantees_are_told_by_household_and_counted():
    raw = SEEN.monitored[0].case.model_dump(mode="json")
    late = {"category": "综合保障", "planned_on": "2026-01-05", "state": "正在落实"}
    case = Case.model_validate(raw | {"measures": [late]})
    seen = listing(Roster(case.area, (case,)), DAY)
    (home,) = seen.known
    assert (home.is_late, home.only_supported) == (True, home.household.labourers > 0)
    (row,) = filled("yingkou.monitoring.problem_summary", Roster(ROSTER.area, (case,))).values["list"]
    assert (row["homes"], row["late_homes"], row["problems"]) == (1, 1, 1)


def test_a_monitored_households_income_is_checked_in_detail():
    paper = filled("cn.monitoring.income_verification")
    sheet = drawn(paper)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    for row in rows:
        net = row[4] + row[5] + row[8] + row[9] - row[12]
        assert row[13] == pytest.approx(net)
        assert row[16] == ("是" if round(net / row[3], 2) >= row[15] else "否")
    assert len(rows) == len(SEEN.monitored)


@pytest.mark.parametrize("name", [form.key for form in REGISTRY.forms.values() if form.about != "household"])
def test_a_paper_about_one_household_or_forty_is_filled_or_does_not_apply(name):
    for cases in (DECK.cases[:1], DECK.cases[:40]):
        paper = filled(name, Roster(cases[0].area, tuple(cases)))
        assert paper is None or not [one for one in paper.findings if one.code == "FILL-102"]
