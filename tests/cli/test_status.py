"""``docgen status``: what it tells about every household, on the terminal and as a report."""

import json
import re
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.demo import township


def run(*words):
    return CliRunner().invoke(desk_for(), [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def sample(tmp_path, monkeypatch):
    run("demo", tmp_path / "示例", "--households", 60, "--villages", 3)
    monkeypatch.chdir(tmp_path / "示例")
    monkeypatch.setenv("COLUMNS", "120")
    return township(2026, 3, 60, 1)


def told(*words):
    return json.loads(run("status", "--today", "2026-07-05", "--json", *words).stdout)


def test_every_open_matter_and_every_household_has_its_line(sample):
    lines = told()
    assert {one["household"] for one in lines} == {case.number for case in sample.cases}
    busy = [(case.number, one.kind) for case in sample.cases for one in case.procedures if not one.closed]
    assert len([one for one in lines if one["state"] != "resting"]) == len(busy)


def test_a_line_says_what_comes_next_and_who_signs(sample):
    by_step = {one["next_step"]: one for one in told() if one["matter"] == "监测对象识别"}
    one = by_step["县级审定"]
    assert one["step"] == "部门信息比对"
    assert one["due_of"] == "县级审定"
    assert one["signers"] == ["县级乡村振兴部门负责人"]
    assert one["papers"][0] == "防止返贫监测对象识别审批表"
    assert one["days_left"] > 0


def test_a_later_day_finds_more_overdue(sample):
    def late(day):
        lines = json.loads(run("status", "--today", day, "--json").stdout)
        return {one["household"] for one in lines if one["state"] == "overdue"}

    assert late("2026-07-05") < late("2026-09-30")


def test_what_is_overdue_stands_first(sample):
    lines = json.loads(run("status", "--today", "2026-07-14", "--json").stdout)
    states = [one["state"] for one in lines]
    ranks = [["overdue", "soon", "open", "refused", "resting"].index(one) for one in states]
    assert ranks == sorted(ranks)
    left = [one["days_left"] for one in lines if one["state"] == "overdue"]
    assert left == sorted(left)


def test_a_village_can_be_looked_at_alone(sample):
    village = sample.cases[0].area.village
    assert {one["village_name"] for one in told("--village", village)} == {village}


def test_another_countys_steps_hold_where_its_policy_is_named(sample, tmp_path):
    pack = tmp_path / "县"
    (pack / "forms/yun").mkdir(parents=True)
    (pack / "forms/yun/policy.toml").write_text(
        '[policy]\nid = "yun"\ntitle = "云县"\narea = "52"\nyear = 2020\n', encoding="utf-8"
    )
    (pack / "forms/yun/procedures.toml").write_text(
        '[procedures]\npolicy = "yun"\n[[procedure]]\nid = "yun.identification"\nkind = "identification"\n'
        'title = "云县识别"\nextends = "cn.identification"\nstep = [{ id = "check" }, { id = "entry", title = "入册" }]\n',
        encoding="utf-8",
    )
    matters = {one["matter"] for one in told("--forms", pack)}
    assert "云县识别" in matters
    assert "监测对象识别" not in matters


def test_the_terminal_counts_and_shortens(sample):
    said = run("status", "--today", "2026-07-14").stdout
    assert re.search(r"60 户：在办 \d+ 件，其中超期 \d+、临期 \d+", said)
    assert "下一步" in said


def test_the_page_holds_its_charts_and_needs_no_other_file(sample):
    assert run("status", "--today", "2026-07-14", "--report", "进度.html").exit_code == 0
    page = Path("进度.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 4
    assert not re.search(r'(src|href)="', page)
    assert "各村汇总" in page


def test_the_page_shows_no_number_of_a_person(sample):
    run("status", "--today", "2026-07-14", "--all", "--report", "进度.html")
    page = Path("进度.html").read_text(encoding="utf-8")
    secrets = {member.id_no for case in sample.cases for member in case.household.members}
    secrets |= {case.household.phone for case in sample.cases}
    assert [secret for secret in secrets if secret and secret in page] == []


def test_the_pdf_holds_the_same_lines(sample):
    run("status", "--today", "2026-07-14", "--report", "进度.pdf")
    document = pypdfium2.PdfDocument("进度.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    busy = [one["household"] for one in told() if one["state"] != "resting"]
    assert [number for number in busy if number not in text] == []
    assert "各村超期" in text.replace("\r\n", "")


def test_the_workbook_keeps_numbers_numbers_and_is_the_same_again(sample):
    run("status", "--today", "2026-07-14", "--report", "一.xlsx")
    run("status", "--today", "2026-07-14", "--report", "二.xlsx")
    assert Path("一.xlsx").read_bytes() == Path("二.xlsx").read_bytes()
    book = openpyxl.load_workbook("一.xlsx")
    assert book.sheetnames == ["在办事项", "各村汇总", "定期工作", "提示", "其他各户"]
    heads, *rows = book["在办事项"].iter_rows(values_only=True)
    left = [row[heads.index("还有天数")] for row in rows]
    assert any(isinstance(one, int) for one in left)
    households = [row[2] for row in book["各村汇总"].iter_rows(min_row=2, values_only=True)]
    assert sum(households) == 60


def test_a_name_that_looks_like_markup_stays_a_name(sample):
    number = next(one["household"] for one in told() if one["state"] != "resting")
    run("case", "set", number, "household.members.0.name=<b>=1+1</b>", "--reason", "试")
    run("status", "--today", "2026-07-14", "--report", "进度.html", "--household", number)
    assert "&lt;b&gt;=1+1" in Path("进度.html").read_text(encoding="utf-8")


def test_a_report_of_another_kind_is_refused_before_anything_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(desk_for(), ["status", "--report", "进度.docx"])
    assert getattr(result.exception, "code", "") == "STATUS-101"


def test_a_wrong_holidays_file_is_told(sample):
    Path("holidays.toml").write_text("off = 1", encoding="utf-8")
    result = CliRunner().invoke(desk_for(), ["status", "--today", "2026-07-14"])
    assert getattr(result.exception, "code", "") == "CAL-102"


def test_what_is_due_again_and_again_is_told_with_its_passage(sample):
    said = json.loads(run("status", "--today", "2026-07-05", "--duties", "--json").stdout)
    visits = [one for one in said["duties"] if one["what"] == "走访"]
    assert {one["number"] for one in visits} <= {case.number for case in sample.cases}
    assert len(visits) > 20
    assert all(one["source"] for one in said["duties"] + said["reminders"])
    assert "减收" in {one["what"] for one in said["reminders"]}


def test_duties_stand_on_the_terminal_and_in_every_report(sample):
    shown = run("status", "--today", "2026-07-05", "--duties")
    assert "部门数据比对" in shown.stdout
    run("status", "--today", "2026-07-05", "--report", "进度.xlsx")
    book = openpyxl.load_workbook("进度.xlsx")
    assert {"定期工作", "提示"} <= set(book.sheetnames)
    run("status", "--today", "2026-07-05", "--report", "进度.html")
    assert "近期定期工作" in Path("进度.html").read_text(encoding="utf-8")
