"""``docgen case``: households listed, shown, set, exported and read back."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docgen.case import Case
from docgen.cli.case import app
from docgen.errors import DataFileError, UsageError
from docgen.store import CaseStore, init_workspace
from docgen.workspace import Workspace

AT = datetime(2026, 7, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path, monkeypatch, case):
    made = init_workspace(Workspace(tmp_path / "工作区"))
    with CaseStore(made.store) as store:
        store.save([case], command="roster import", at=AT)
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("COLUMNS", "200")
    return made


def run(*words):
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def stored(workspace, number="H00001"):
    with CaseStore(workspace.store) as store:
        return store.get(number)


def secrets(case):
    return [text for one in case.household.members for text in (one.id_no, one.phone) if text]


def test_households_are_listed_without_identities(workspace, case):
    said = run("list").output
    assert "张三" in said
    assert "H00001" in said
    assert not any(secret in said for secret in secrets(case))
    assert json.loads(run("list", "--json").output)[0]["population"] == 2
    assert json.loads(run("list", "--json", "--group", "9").output) == []


def test_a_case_is_shown_masked_unless_asked_in_full(workspace, case):
    head = case.household.head
    assert head.id_no not in run("show", "H00001").output
    assert head.id_no.masked in run("show", "H00001").output
    assert "household.members.0.id_no" in run("show", "H00001").output
    assert head.id_no in run("show", "H00001", "--full").output
    assert head.id_no not in run("show", "H00001", "--json").output


def test_numbers_written_into_remarks_are_masked_too(workspace, case):
    run("set", "H00001", f"risks.0.note=证件{case.household.head.id_no}电话13800138000", "--reason", "补记")
    said = run("show", "H00001").output + run("history", "H00001").output
    assert "13800138000" not in said
    assert case.household.head.id_no not in said


def test_what_is_shown_in_full_is_a_case_again(workspace, case):
    assert Case.model_validate(json.loads(run("show", "H00001", "--full", "--json").output)) == case


def test_boxes_are_set_from_what_people_write(workspace):
    done = run(
        "set",
        "H00001",
        "household.phone=１３９00000002",
        "incomes.0.wage=1,234.5",
        "risks.0.since=2025年6月",
        "living.toilet=是",
        "household.poverty_causes=因病、因学",
        "contacts.0.role=帮扶责任人",
        "contacts.0.name=赵某",
        "contacts.0.start=2026/1/5",
        "facts.低保证号=无",
        "--reason",
        "入户核对",
    )
    assert done.exit_code == 0
    assert "赵某" in done.output
    assert "13900000002" not in done.output
    new = stored(workspace)
    assert new.household.phone == "13900000002"
    assert str(new.incomes[0].wage) == "1234.50"
    assert new.risks[0].since == "2025-06"
    assert new.living.toilet is True
    assert new.household.poverty_causes == ("因病", "因学")
    assert new.contacts[0].role == "helper"
    assert new.contacts[0].start.isoformat() == "2026-01-05"
    assert new.facts == {"低保证号": "无"}


def test_a_box_is_emptied_and_a_record_removed(workspace):
    run("set", "H00001", "household.phone=", "household.members.1=", "risks.0.note=", "--reason", "更正")
    new = stored(workspace)
    assert new.household.phone == ""
    assert len(new.household.members) == 1
    assert new.risks[0].note == ""


@pytest.mark.parametrize(
    ("assignment", "kind", "code"),
    [
        ("household.phone", UsageError, "CASE-101"),
        ("household.phon=1", UsageError, "CASE-102"),
        ("household=1", UsageError, "CASE-102"),
        ("members.0.name=甲", UsageError, "CASE-102"),
        ("number=H9", UsageError, "CASE-103"),
        ("incomes.0.wage=很多", UsageError, "CASE-104"),
        ("risks.0.kind=因为穷", UsageError, "CASE-104"),
        ("contacts.0.name=赵某", DataFileError, "CASE-105"),
        ("household.members.0.name=", DataFileError, "CASE-105"),
        ("risks.7.note=甲", UsageError, "CASE-108"),
        ("risks.7=", UsageError, "CASE-108"),
        ("visits.3=", UsageError, "CASE-108"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_is_saved(workspace, case, assignment, kind, code):
    with pytest.raises(kind) as caught:
        run("set", "H00001", "household.address=别处", assignment, "--reason", "试")
    assert caught.value.code == code
    assert stored(workspace) == case


def test_a_path_nearly_right_is_suggested(workspace):
    with pytest.raises(UsageError) as caught:
        run("set", "H00001", "household.fone=1", "--reason", "试")
    assert "household.phone" in str(caught.value)


def test_a_refused_value_is_not_repeated_when_it_is_an_identity(workspace, case):
    with pytest.raises(UsageError) as caught:
        run("set", "H00001", f"household.members.0.relation={case.household.head.id_no}", "--reason", "试")
    assert case.household.head.id_no not in str(caught.value)


def test_the_history_says_when_why_and_what(workspace):
    run("set", "H00001", "household.address=新址", "--reason", "搬家")
    rows = json.loads(run("history", "H00001", "--json").output)
    assert [(row["version"], row["command"], row["reason"]) for row in rows] == [
        (1, "roster import", ""),
        (2, "case set", "搬家"),
    ]
    assert "家庭住址" in rows[1]["changes"]
    assert re.search("搬家", run("history", "H00001").output)


def test_an_unknown_household_is_said(workspace):
    for words in (("show", "X"), ("history", "X"), ("set", "X", "household.phone=1", "--reason", "试")):
        with pytest.raises(UsageError) as caught:
            run(*words)
        assert caught.value.code == "CASE-112"


@pytest.mark.parametrize("name", ["全部.yaml", "全部.json"])
def test_an_export_is_read_back_without_any_change(workspace, case, name):
    run("set", "H00001", "living.arable=3.5", "incomes.0.note=整数金额", "--reason", "试")
    case = stored(workspace)
    assert run("export", name).exit_code == 0
    assert Path(name).stat().st_mode & 0o077 == 0
    done = run("import", name, "--yes")
    assert done.exit_code == 0, done.output
    assert "有变化 0 户" in done.output
    assert stored(workspace) == case


def test_an_export_overwrites_nothing(workspace):
    Path("全部.yaml").write_bytes(b"mine")
    with pytest.raises(UsageError) as caught:
        run("export", "全部.yaml")
    assert caught.value.code == "CASE-114"
    assert Path("全部.yaml").read_bytes() == b"mine"


def test_an_edited_export_shows_its_changes_and_waits_for_yes(workspace, case):
    run("export", "全部.yaml")
    text = Path("全部.yaml").read_text(encoding="utf-8").replace("户主慢性病", "户主住院")
    Path("全部.yaml").write_text(text, encoding="utf-8")
    assert "户主住院" in run("import", "全部.yaml").output
    assert stored(workspace) == case
    assert run("import", "全部.yaml", "--yes", "--reason", "核对").exit_code == 0
    assert stored(workspace).risks[0].note == "户主住院"


def test_a_new_household_is_imported(workspace, case):
    other = case.model_copy(update={"number": "000023"}).model_dump(mode="json", exclude_defaults=True)
    Path("新户.json").write_text(json.dumps(other, ensure_ascii=False), encoding="utf-8")
    assert "新增户 000023" in run("import", "新户.json", "--yes").output
    assert stored(workspace, "000023").number == "000023"


def test_a_household_with_an_error_is_left_and_the_others_are_read(workspace, case):
    good = case.model_dump(mode="json", exclude_defaults=True) | {"number": "000023"}
    bad = good | {"number": "H00001", "risks": [{"kind": "因为穷"}]}
    nameless = {key: value for key, value in good.items() if key != "number"}
    Path("三户.json").write_text(json.dumps([good, bad, nameless], ensure_ascii=False), encoding="utf-8")
    done = run("import", "三户.json", "--yes")
    assert done.exit_code == 1
    assert "未读 2 户" in done.output
    assert stored(workspace, "000023") is not None
    assert stored(workspace) == case


def test_a_reminder_keeps_nobody_out(workspace, case):
    raw = case.model_dump(mode="json", exclude_defaults=True)
    raw["risks"][0]["note"] = "\ue000"  # a character of somebody's own making
    Path("一户.json").write_text(json.dumps([raw], ensure_ascii=False), encoding="utf-8")
    done = run("import", "一户.json", "--yes")
    assert "INTAKE-104" in done.output
    assert done.exit_code == 0
    assert stored(workspace).risks[0].note == "\ue000"


def test_a_household_given_twice_is_refused(workspace, case):
    raw = case.model_dump(mode="json", exclude_defaults=True)
    Path("重复.json").write_text(json.dumps([raw, raw], ensure_ascii=False), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        run("import", "重复.json", "--yes")
    assert "H00001" in str(caught.value)


def test_other_kinds_of_files_are_sent_to_the_right_command(workspace):
    for words in (("import", "花名册.xlsx"), ("export", "花名册.xlsx")):
        with pytest.raises(UsageError):
            run(*words)


def test_a_households_own_number_goes_before_anothers_alias(workspace, case):
    others = [case.model_copy(update={"number": name, "aliases": ("H00001", "旧7")}) for name in ("A", "B")]
    with CaseStore(workspace.store) as store:
        store.save(others, command="t", at=AT)
    assert json.loads(run("show", "H00001", "--json").output)["number"] == "H00001"
    with pytest.raises(UsageError) as caught:
        run("history", "旧7")
    assert "A、B" in str(caught.value)
