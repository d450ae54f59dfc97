"""``docgen check``: what it finds, what it says, and the worklist that comes back."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.columns import corrections
from docgen.demo import township
from docgen.errors import UsageError


def run(*words):
    return CliRunner().invoke(desk_for(), [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def sample(tmp_path, monkeypatch):
    run("demo", tmp_path / "示例", "--households", 40, "--villages", 2)
    monkeypatch.chdir(tmp_path / "示例")
    monkeypatch.setenv("COLUMNS", "200")
    return township(2026, 2, 40, 1)


def found(*words):
    result = run("check", "--today", "2026-07-05", "--json", *words)
    return result.exit_code, {(one["household"], one["code"]) for one in json.loads(result.stdout)}


def test_it_finds_exactly_what_was_seeded(sample):
    assert found() == (1, {(one.household, one.code) for one in sample.seeded})


def test_a_sound_household_ends_well(sample):
    bad = {one.household for one in sample.seeded}
    sound = next(case for case in sample.cases if case.number not in bad)
    assert found("--household", sound.number) == (0, set())
    told = run("check", "--today", "2026-07-05", "--household", sound.number)
    assert "没有发现问题" in told.stdout


def test_a_number_is_compared_with_households_that_were_not_asked_for(sample):
    first, second = sample.cases[0], sample.cases[-1]
    run("case", "set", first.number, f"household.phone={second.household.phone}", "--reason", "试")
    assert (first.number, "TEL-201") in found("--household", first.number)[1]


def test_what_is_accepted_no_longer_fails_the_run(sample):
    one, other = sample.seeded
    taken = [f"{seeded.code}@{seeded.household}" for seeded in (one, other)]
    code, codes = found("--accept", taken[0], "--accept", taken[1], "--reason", "已核实")
    assert code == 0
    assert codes == {(one.household, one.code), (other.household, other.code)}


def test_an_acceptance_that_meets_nothing_is_told(sample):
    result = run("check", "--today", "2026-07-05", "--accept", "ID-103@999999", "--reason", "已核实")
    assert "ID-103@999999" in result.stderr


def test_errors_are_told_before_reminders(tmp_path, monkeypatch, raw_case):
    monkeypatch.chdir(tmp_path)
    raw_case["household"]["members"][0]["id_no"] = "520199198001010110"
    Path("户.json").write_text(json.dumps(raw_case, ensure_ascii=False), encoding="utf-8")
    done = run("check", "户.json", "--all")
    told = [line.split()[0] for line in done.output.splitlines() if line.startswith(("错误 ", "提醒 "))]
    assert told[0] == "错误"
    assert told == sorted(told, key=("错误", "提醒").index)
    assert "1 户有问题" in done.output


def test_a_worklist_is_written_over_no_correction_and_no_other_file(sample):
    run("check", "--worklist", "清单.xlsx")
    blank = Path("清单.xlsx").read_bytes()
    run("check", "--worklist", "清单.xlsx")
    assert (Path("清单.xlsx").read_bytes(), Path("清单_2.xlsx").exists()) == (blank, False)
    book = openpyxl.load_workbook("清单.xlsx")
    sheet = book[corrections().name]
    sheet.cell(3, [cell.value for cell in sheet[2]].index("更正值") + 1, "13800000000")
    book.save("清单.xlsx")
    filled_in = Path("清单.xlsx").read_bytes()
    assert "清单_2.xlsx" in run("check", "--worklist", "清单.xlsx").output
    assert Path("清单.xlsx").read_bytes() == filled_in
    roster = next(Path("rosters").glob("*.xlsx"))
    for taken in (roster, Path("docgen.sqlite")):
        before = taken.read_bytes()
        with pytest.raises(UsageError):
            run("check", "--worklist", taken)
        assert taken.read_bytes() == before


def test_the_worklist_comes_back_with_its_corrections(sample):
    one = next(seeded for seeded in sample.seeded if seeded.code in ("DATE-101", "ID-103"))
    case = next(case for case in township(2026, 2, 40, 1).cases if case.number == one.household)
    run("check", "--today", "2026-07-05", "--worklist", "清单.xlsx")
    book = openpyxl.load_workbook("清单.xlsx")
    sheet = book[corrections().name]
    heads = [cell.value for cell in sheet[2]]
    for row in sheet.iter_rows(min_row=3):
        told = dict(zip(heads, row, strict=True))
        path = told["栏目路径"].value
        if told["规则"].value == "DATE-101" and path.endswith("check.on"):
            told["更正值"].value = (
                case.procedures[int(path.split(".")[1])].application.signed_on or "2014-06-01"
            )
        if told["规则"].value == "ID-103":
            number = case.household.members[int(path.split(".")[2])].id_no
            told["更正值"].value = number[:17] + right(number)
    book.save("清单.xlsx")
    assert run("roster", "import", "清单.xlsx", "--yes").exit_code == 0
    assert (one.household, one.code) not in found()[1]


def right(number):
    from docgen import check_character

    return check_character(number[:17])
