"""What ledgers and notices say of cases that the sample township does not have."""

import io
from datetime import date

import openpyxl
import pytest

from docgen import Case, Roster
from docgen.bind import Binder
from docgen.plugins import BUILTINS
from docgen.registry import load
from docgen.view import Occasion

REGISTRY = load(BUILTINS, installed=False)
DAY = date(2026, 7, 5)


@pytest.fixture
def bound():
    """Return a paper filled for raw cases on a day of 2026."""
    policy = next(one for one in REGISTRY.policies.values() if one.id == "cn")
    occasion = Occasion(DAY, policy)

    def bind(name, *raw):
        form = REGISTRY.form(name)
        cases = tuple(Case.model_validate(one) for one in raw)
        binder = Binder([form], REGISTRY.filters)
        if form.about == "household":
            return binder.bind(form, cases[0], occasion)
        return binder.bind_village(form, Roster(cases[0].area, cases), occasion)

    return bind


def sheet(filled):
    renderer = REGISTRY.renderers[("xlsx", "xlsx")]
    content = renderer.prepare(filled.form)(filled).content
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True).active


def year(ended, wage, farm, cost, **more):
    rows = {"wage": wage, "farm": farm, "assets": "0", "transfer": "0", "farm_cost": cost}
    return {"purpose": "annual", "start": f"{ended - 1}-10-01", "end": f"{ended}-09-30", **rows, **more}


def test_incomes_of_two_years_are_compared_with_live_totals(raw_case, bound):
    raw_case["incomes"] = [
        year(2024, "8000", "3000", "1000"),
        year(2025, "6000", "3500", "500", note="务工时间缩短"),
    ]
    filled = bound("cn.monitoring.income_comparison", raw_case)
    row = [cell.value for cell in sheet(filled)[6]]
    assert (row[8], row[14], row[15]) == (10000, 9000, -1000)
    assert (row[16], row[17]) == (pytest.approx(-0.1), "务工时间缩短")


def test_with_one_year_known_the_other_stays_for_the_pen(raw_case, bound):
    raw_case["incomes"] = [year(2025, "6000", "3500", "500")]
    row = [cell.value for cell in sheet(bound("cn.monitoring.income_comparison", raw_case))[6]]
    assert row[8] == 9000
    assert [value for value in row[9:17] if value not in (None, "")] == []


def test_months_are_registered_one_a_line_and_added_up(raw_case, bound):
    raw_case["household"]["status"] = "在册监测"
    raw_case["incomes"] = [
        {"purpose": "month", "start": f"{y}-{m:02}-01", "end": f"{y}-{m:02}-28", "wage": str(1000 * m)}
        | {"farm": "0", "assets": "0", "transfer": "200", "farm_cost": "50"}
        for y, m in ((2025, 12), (2026, 1), (2026, 2))
    ]
    filled = bound("lingshou.monitoring.income_register", raw_case)
    page = sheet(filled)
    assert [page.cell(5 + at, 1).value for at in range(3)] == ["2026年1月", "2026年2月", None]
    assert [page.cell(5 + at, 7).value for at in range(2)] == [1150, 2150]
    totals = next(row for row in page.iter_rows() if row[0].value == "全年合计")
    assert (totals[1].value, totals[6].value) == (3000, 3300)


def test_measures_not_carried_out_are_problems(raw_case, bound):
    raw_case["household"]["status"] = "在册监测"
    raw_case["measures"] = [
        {"category": "产业帮扶", "item": "产业奖补", "state": "未落实", "planned_on": "2026-05-01"},
        {"category": "就业帮扶", "item": "劳务输出", "state": "已落实"},
    ]
    (row,) = bound("cn.monitoring.problems", raw_case).values["list"]
    assert (row["kind"], row["problem"]) == ("帮扶措施未落实", "产业帮扶：产业奖补（计划2026年5月1日实施）")


def test_a_townships_notice_counts_its_days(raw_case, bound):
    notice = {"level": "township", "start": "2026-06-20", "end": "2026-06-24"}
    raw_case["procedures"][0]["notices"] = [notice]
    values = bound("lingshou.identification.notice_township", raw_case).values
    assert (values["start"], values["end"], values["days"]) == ("2026年6月20日", "2026年6月24日", "5")
    assert [row["head_name"] for row in values["list"]] == ["张三"]


def test_a_public_sheet_leaves_out_measures_of_health(raw_case, bound):
    raw_case["procedures"][0]["kind"] = "elimination"
    raw_case["measures"] = [
        {"category": "健康帮扶", "item": "医疗救助", "state": "已落实"},
        {"category": "社会帮扶", "risk": "因病", "item": "大病捐助", "state": "已落实"},
        {"category": "产业帮扶", "item": "产业奖补", "state": "已落实", "done_on": "2026-03-01"},
    ]
    rows = bound("cn.elimination.measures_public", raw_case).values["measures"]
    assert [row["item"] for row in rows] == ["产业奖补"]


def test_a_meeting_lists_who_was_reviewed_that_day_and_who_was_there(raw_case, bound):
    other = raw_case | {"number": "H2", "procedures": [dict(raw_case["procedures"][0])]}
    here = [{"name": "王五", "role": "村“两委”成员"}]
    raw_case["procedures"][0]["review"] = {"on": "2026-06-01", "attendees": here, "agree": 12}
    other["procedures"][0]["review"] = {"on": "2026-05-01"}
    values = bound("cn.identification.meeting", raw_case, other).values
    assert [(row["head_name"], row["agree"]) for row in values["cases"]] == [("张三", "12")]
    assert values["attendees"] == [{"name": "王五", "role": "村“两委”成员"}]
