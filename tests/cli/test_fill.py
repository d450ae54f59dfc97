"""``docgen fill``, from the store of a workspace to the folder of forms."""

import json
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.case import Case
from docgen.cli import main
from docgen.store import CaseStore, init_workspace
from docgen.workspace import Workspace

AT = datetime(2026, 7, 5, 9, 30, tzinfo=UTC)
APPLICATION = ("--form", "cn.identification.application")
NOTE = """
[form]
id = "yl.note"
catalogue = "Y01"
title = "户情便条"
edition = "2026"
template = "docx/note.docx"
order = 900
source = "云岭县试行"

[[field]]
name = "signed_on"
label = "申请日期"
from = "application.signed_on | cn_date"
"""


CONTENT_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
DOCUMENT = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>{{ signed_on }}申请</w:t></w:r></w:p></w:body></w:document>"""


def saved(folder, *cases):
    made = init_workspace(Workspace(folder))
    with CaseStore(made.store) as store:
        store.save([Case.model_validate(case) for case in cases], command="roster import", at=AT)
    return made


def elsewhere(raw_case, number="H00002"):
    """The same people, registered as another household of another village."""
    area = raw_case["area"] | {"code": "520199001202", "village": "青山村"}
    return raw_case | {"number": number, "area": area}


@pytest.fixture
def workspace(tmp_path, monkeypatch, raw_case):
    made = saved(tmp_path / "工作区", raw_case)
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("COLUMNS", "300")
    return made


@pytest.fixture
def pack(tmp_path):
    """A county's folder of forms."""
    for place in ("forms", "templates/docx"):
        (tmp_path / "县表" / place).mkdir(parents=True)
    (tmp_path / "县表/forms/note.toml").write_text(NOTE, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "县表/templates/docx/note.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", DOCUMENT)
    return tmp_path / "县表"


@pytest.fixture
def desk(capsys, monkeypatch):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["docgen", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return left.value.code or 0, told.out + told.err

    return run


def made_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*.docx"))


def test_a_household_gets_its_folder_by_number_and_the_manifest_a_line(workspace, desk):
    assert desk("fill", *APPLICATION)[0] == 0
    place = "清水村_520199001201/H00001/01_防止返贫监测对象个人申请及承诺授权书.docx"
    assert made_in("输出") == [place]
    (line,) = Path("输出/manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert {name: json.loads(line)[name] for name in ("household", "path", "format", "pages")} == {
        "household": "H00001",
        "path": place,
        "format": "docx",
        "pages": None,
    }


def test_pdf_is_set_on_pages_laid_out_once_unless_asked_otherwise(workspace, desk):
    ways = [("--to", "pdf", "--json"), ("--to", "pdf", "--layout", "full", "--json")]
    told = [json.loads(desk("fill", *APPLICATION, *way)[1]) for way in ways]
    assert [one["laid_out_in_full"] for one in told] == [0, 1]
    assert [one["made"][0]["pages"] for one in told] == [2, 2]


def test_a_second_run_changes_nothing(workspace, desk):
    desk("fill", *APPLICATION)
    before = {path: path.read_bytes() for path in Path("输出").rglob("*") if path.is_file()}
    _, told = desk("fill", *APPLICATION, "--json")
    assert (json.loads(told)["written"], json.loads(told)["unchanged"]) == (0, 1)
    assert {path: path.read_bytes() for path in Path("输出").rglob("*") if path.is_file()} == before


def test_a_household_is_compared_with_those_not_asked_for(tmp_path, monkeypatch, raw_case, desk):
    monkeypatch.chdir(saved(tmp_path / "工作区", raw_case, elsewhere(raw_case)).root)
    left, told = desk("fill", *APPLICATION, "--village", "清水村")
    assert (left, "ID-201" in told) == (1, True)
    assert made_in("输出") == []


def test_a_draft_is_made_of_what_is_blocked_and_called_a_draft(tmp_path, monkeypatch, raw_case, desk):
    monkeypatch.chdir(saved(tmp_path / "工作区", raw_case, elsewhere(raw_case)).root)
    left, told = desk("fill", *APPLICATION, "--draft")
    assert (left, "打成了草稿" in told, "没有填。" in told) == (1, True, False)
    assert len(made_in("输出")) == 2


def test_what_the_office_accepts_is_made_and_the_reason_recorded(tmp_path, monkeypatch, raw_case, desk):
    monkeypatch.chdir(saved(tmp_path / "工作区", raw_case, elsewhere(raw_case)).root)
    assert desk("fill", *APPLICATION, "--accept", "ID-201@H00001")[0] == 2  # without a reason
    desk("fill", *APPLICATION, "--accept", "ID-201@H00001", "--reason", "已到派出所核实")
    (line,) = Path("输出/manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["household"] == "H00001"
    assert "已到派出所核实" in line


def test_the_policy_of_the_workspace_holds_where_none_is_named(workspace, desk):
    settings = workspace.root / "docgen.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('policy = ""', 'policy = "yl"'), encoding="utf-8")
    for job in ("fill", "check"):
        left, told = desk(job)
        assert (left, "没有名为 yl 的政策口径" in told) == (8, True)
    assert desk("fill", *APPLICATION, "--policy", "cn")[0] == 0


def test_forms_without_a_requested_format_are_listed_and_are_an_error_when_there_is_no_other(workspace, desk):
    left, told = desk("fill", *APPLICATION, "--to", "docx,xlsx")
    assert (left, "没有 xlsx 格式的表 1 张：《防止返贫监测对象个人申请及承诺授权书》" in told) == (0, True)
    assert len(made_in("输出")) == 1
    assert desk("fill", *APPLICATION, "--to", "xlsx")[0] == 1


def test_a_countys_form_comes_from_a_folder(workspace, desk, pack):
    assert desk("fill", "--form", "yl.note", "--forms", pack)[0] == 0
    (made,) = made_in("输出")
    with zipfile.ZipFile(Path("输出", made)) as archive:
        assert "2026年3月5日" in archive.read("word/document.xml").decode()


def test_the_workspaces_own_folder_of_forms_is_known_and_may_be_named_again(workspace, desk, pack):
    settings = workspace.root / "docgen.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("forms = []", 'forms = ["../县表"]'), encoding="utf-8")
    assert "yl.note@2026" in desk("form", "list")[1]
    assert desk("fill", "--form", "yl.note")[0] == 0
    assert desk("fill", "--form", "yl.note", "--forms", pack)[0] == 0


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("--form", "cn.handbok"), 5),
        (("--to", "doc"), 2),
        (("--to", "pdf", "--layout", "half"), 2),
        (("--policy", "none"), 8),
        (("--village", "没有"), 2),
        (("--forms", "."), 2),
        (("--jobs", "many"), 2),
        (("--today", "2026/7/5"), 2),
        (("-o", "."), 2),
        (("没有.xlsx",), 2),
    ],
)
def test_a_wrong_call_is_said_in_chinese_and_leaves_nothing(workspace, desk, words, left):
    code, told = desk("fill", *words)
    assert (code, "处理：" in told) == (left, True)
    assert not Path("输出").exists()


def test_outside_a_workspace_without_data_it_is_said_how_to_begin(tmp_path, monkeypatch, desk):
    monkeypatch.chdir(tmp_path)
    left, told = desk("fill")
    assert (left, "docgen init" in told) == (2, True)


def test_lists_of_one_level_leave_those_of_another_in_their_place(workspace, desk):
    assert desk("fill", "--about", "village")[0] in (0, 1)
    before = made_in("输出")
    assert desk("fill", "--about", "township")[0] in (0, 1)
    assert set(before) <= set(made_in("输出"))
    assert before


def test_about_takes_a_level_only(workspace, desk):
    status, said = desk("fill", "--about", "province")
    assert status == 2
    assert "township" in said
