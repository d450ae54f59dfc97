"""``docgen case sign`` and ``docgen fill --stage``: a form filled and signed sitting by sitting."""

import io
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import docx
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.demo import township
from docgen.store import CaseStore

FORM = "cn.identification.approval"


def run(*words):
    return CliRunner().invoke(desk_for(), [str(word) for word in words])


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A workspace, and a household in it whose identification the county has decided."""
    folder = tmp_path_factory.mktemp("office") / "示例"
    run("demo", folder, "--households", 40, "--villages", 2)
    case = next(
        case
        for case in township(2026, 2, 40, 1).cases
        if [one.kind for one in case.procedures] == ["identification"]
        and case.procedures[0].approval("county")
    )
    approvals = tuple(
        one.model_copy(update={"opinion": f"{one.level}意见"}) for one in case.procedures[0].approvals
    )
    first = case.procedures[0].model_copy(update={"approvals": approvals})
    case = case.model_copy(update={"procedures": (first, *case.procedures[1:])})
    with CaseStore((folder / "docgen.sqlite").resolve()) as store:
        store.save([case], command="case set", at=datetime(2026, 7, 5, tzinfo=UTC))
    return folder, case


@pytest.fixture
def home(office, tmp_path, monkeypatch):
    folder, case = office
    copytree(folder, tmp_path / "示例")
    monkeypatch.chdir(tmp_path / "示例")
    return case


def words(place):
    (found,) = Path(place).rglob("*识别审批表.docx")
    paper = docx.Document(io.BytesIO(found.read_bytes()))
    return "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def filled(home, out, *more):
    said = run("fill", "-o", out, "--form", FORM, "--household", home.number, "--today", "2026-10-01", *more)
    return said, out


def sign(home, *more):
    return run("case", "sign", home.number, "--form", FORM, *more)


def test_a_form_is_filled_signed_and_filled_on(home):
    said, out = filled(home, "村", "--stage", "village")
    assert said.exit_code == 0
    assert "village意见" in words(out)
    assert "township意见" not in words(out)

    marked = sign(home, "--stage", "village", "--on", "2026-01-05", "--by", "村委会主任")
    assert marked.exit_code == 0
    assert "已标记签字（2026-01-05）" in marked.output

    run("case", "set", home.number, "household.address=搬到别处", "--reason", "更正")
    said, out = filled(home, "乡", "--stage", "township")
    assert said.exit_code == 1
    assert "已签内容与现数据不一致" in said.output
    assert not list(Path(out).rglob("*.docx"))

    said, out = filled(
        home, "乡", "--stage", "township", "--accept", f"FILL-104@{home.number}", "--reason", "原件在档"
    )
    assert home.household.address in words(out)
    assert "搬到别处" not in words(out)
    assert "township意见" in words(out)
    assert "county意见" not in words(out)

    assert sign(home, "--stage", "village", "--withdraw", "--reason", "住址写错，重签").exit_code == 0
    said, out = filled(home, "重打", "--stage", "village")
    assert "搬到别处" in words(out)
    with CaseStore(Path("docgen.sqlite").resolve()) as store:
        history = list(store.history(home.number))
    assert [one.command for one in history[-3:]] == ["case sign", "case set", "case sign --withdraw"]
    assert history[-3].case.signed[0].by == "村委会主任"
    assert history[-1].case.signed == ()


def test_an_unknown_sitting_is_refused_with_those_of_the_forms(home):
    said, _ = filled(home, "甲", "--stage", "team")
    assert said.exception.code == "CLI-121"
    assert "《防止返贫监测对象识别审批表》village、township、county" in str(said.exception)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--stage", "check"), "SIGN-102"),
        ((), "SIGN-102"),
        (("--stage", "village", "--on", "2999-01-01"), "SIGN-108"),
        (("--stage", "village", "--withdraw", "--reason", "x"), "SIGN-105"),
        (("--stage", "village", "--withdraw"), "SIGN-107"),
    ],
)
def test_a_signature_that_cannot_be_is_refused(home, more, code):
    assert sign(home, *more).exception.code == code


def test_a_sitting_is_signed_once_and_withdrawn_from_the_last(home):
    sign(home, "--stage", "village", "--on", "2026-01-05")
    assert sign(home, "--stage", "village").exception.code == "SIGN-103"
    sign(home, "--stage", "township", "--on", "2026-01-09")
    refused = sign(home, "--stage", "village", "--withdraw", "--reason", "x")
    assert refused.exception.code == "SIGN-106"
    shown = run("case", "show", home.number).output
    assert "已签表页" in shown
    assert "values" not in shown


def test_a_list_or_a_public_version_is_not_signed(home):
    for form in ("cn.identification.notice", "cn.elimination.measures_public"):
        said = run("case", "sign", home.number, "--form", form)
        assert said.exception.code == "SIGN-101"


def test_a_form_that_does_not_apply_is_not_signed(home):
    said = run("case", "sign", home.number, "--form", "cn.elimination.assessment", "--stage", "village")
    assert said.exception.code == "SIGN-104"
