"""``docgen roster``: from a blank workbook to the case store and back."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from docgen import Case, UsageError
from docgen.cli import desk_for
from docgen.merge import merge_loose
from docgen.plugins.readers import read_table
from docgen.roster import export_workbook
from docgen.store import CaseStore, init_workspace
from docgen.workspace import Workspace


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made = init_workspace(Workspace(tmp_path / "工作区"))
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def rostered(workspace, case):
    path = workspace.rosters / "花名册.xlsx"
    path.write_bytes(export_workbook([case]))
    return path


def run(*words, code=0):
    result = CliRunner().invoke(desk_for(), ["roster", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


def stored(workspace):
    with CaseStore(workspace.store) as store:
        return list(store.load())


def test_a_dry_run_shows_the_difference_and_saves_nothing(workspace, rostered):
    output = run("import", rostered, "--dry-run")
    assert "新增 1 户" in output
    assert "没有保存" in output
    assert stored(workspace) == []


def test_off_a_terminal_nothing_is_saved_without_a_yes(workspace, rostered):
    assert "--yes" in run("import", rostered)
    assert stored(workspace) == []


def test_a_roster_is_saved_and_read_again_without_a_change(workspace, rostered, case):
    run("import", rostered, "--yes", "--reason", "年度更新")
    assert stored(workspace) == [case]
    with CaseStore(workspace.store) as store:
        assert [(one.command, one.reason) for one in store.history(case.number)] == [
            ("roster import", "年度更新")
        ]
    assert "档案库未变" in run("import", rostered, "--yes")


def test_a_new_household_gets_the_next_number_of_the_workspace(workspace):
    book = openpyxl.Workbook()
    book.active.append(["行政村代码", "行政村", "户编号", "姓名", "与户主关系"])
    book.active.append(["520199001201", "清水村", "520", "张三", "户主"])
    book.save("导出.xlsx")
    run("import", "导出.xlsx", "--yes")
    case = stored(workspace)[0]
    assert (len(case.number), case.aliases) == (6, ("520",))


def test_errors_of_a_roster_end_with_one_and_the_rest_is_saved(workspace):
    book = openpyxl.Workbook()
    book.active.append(["本地户号", "行政村代码", "行政村", "姓名", "与户主关系", "性别"])
    book.active.append(["H1", "520199001201", "清水村", "张三", "户主", "不详"])
    book.save("花名册.xlsx")
    output = run("import", "花名册.xlsx", "--yes", code=1)
    assert "INTAKE-110" in output
    assert "请填：男、女" in output
    assert [one.household.members[0].name for one in stored(workspace)] == ["张三"]


def test_a_program_gets_the_difference_as_json(workspace, rostered, case):
    told = json.loads(run("import", rostered, "--dry-run", "--json"))
    assert told == {"created": [case.number], "changes": [], "findings": [], "unknown": []}


def test_changes_are_shown_with_identities_masked(workspace, rostered, case, raw_case):
    run("import", rostered, "--yes")
    raw_case["household"]["members"][0]["id_no"] = "52019919800101020X"
    (workspace.rosters / "改.xlsx").write_bytes(export_workbook([Case.model_validate(raw_case)]))
    output = run("import", workspace.rosters / "改.xlsx", "--dry-run", "--json")
    assert "52019919800101020X" not in output
    assert "520199********020X" in output


def test_a_column_unknown_to_the_case_is_kept_when_it_is_named(workspace):
    book = openpyxl.Workbook()
    book.active.append(["本地户号", "行政村代码", "行政村", "姓名", "与户主关系", "是否党员户"])
    book.active.append(["H1", "520199001201", "清水村", "张三", "户主", "是"])
    book.save("花名册.xlsx")
    assert "是否党员户" in run("import", "花名册.xlsx", "--keep", "是否党员户", "--yes")
    assert stored(workspace)[0].facts == {"是否党员户": "是"}


def test_a_blank_workbook_is_made_once_and_never_overwritten(workspace):
    run("new", "采集表.xlsx")
    assert read_table(workspace.root / "采集表.xlsx").entries == ()
    result = CliRunner().invoke(desk_for(), ["roster", "new", "采集表.xlsx"])
    assert isinstance(result.exception, UsageError)
    result = CliRunner().invoke(desk_for(), ["roster", "new", "采集表.xls"])
    assert isinstance(result.exception, UsageError)


def test_what_is_exported_can_be_given_as_loose_data(workspace, rostered, case):
    run("import", rostered, "--yes")
    assert "导出 1 户" in run("export", "全部.xlsx")
    assert merge_loose([read_table(workspace.root / "全部.xlsx")]).cases == (case,)
    run("export", "缺项.xlsx", "--missing", "--data", workspace.root)
    assert openpyxl.load_workbook("缺项.xlsx").sheetnames[:2] == ["户", "家庭成员"]
