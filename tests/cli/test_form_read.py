"""``docgen form read``: a form filled by hand comes back into the case, and only what was accepted."""

import json
from pathlib import Path
from shutil import copytree

import docx
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.store import CaseStore
from docgen.workspace import Selection

FORM = "cn.handbook"


def run(*words):
    return CliRunner().invoke(desk_for(), [str(word) for word in words])


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "示例"
    run("demo", folder, "--households", 12, "--villages", 1)
    run("fill", folder, "-o", folder.parent / "纸", "--form", FORM, "--today", "2026-07-05")
    return folder


@pytest.fixture
def paper(office, tmp_path, monkeypatch):
    """The handbook of a household as it was printed, in a workspace."""
    copytree(office, tmp_path / "示例")
    monkeypatch.chdir(tmp_path / "示例")
    found = min((office.parent / "纸").rglob("*.docx"))
    with CaseStore(Path("docgen.sqlite").resolve()) as store:
        number = next(case.number for case in store.load() if case.number in found.parent.name)
    copied = tmp_path / "收回.docx"
    copied.write_bytes(found.read_bytes())
    return number, copied


def by_hand(path, label, text):
    """Write over the cell behind a label, as somebody does in Word."""
    paper = docx.Document(path)
    for table in paper.tables:
        for row in table.rows:
            cells = row.cells
            for at, cell in enumerate(cells[:-1]):
                if "".join(cell.text.split()) == label:
                    following = next(one for one in cells[at:] if one._tc is not cell._tc)
                    following.paragraphs[0].text = text
                    paper.save(path)
                    return
    raise AssertionError(label)


def phone_of(number):
    with CaseStore(Path("docgen.sqlite").resolve()) as store:
        (case,) = store.load(Selection(households=(number,)))
    return case.household.phone


def read(path, *more):
    return run("form", "read", path, "--form", FORM, "--today", "2026-07-05", *more)


def test_a_paper_that_says_what_the_case_says_brings_nothing(paper):
    number, path = paper
    said = read(path)
    assert (said.exit_code, "与数据一致" in said.output, number in said.output) == (0, True, True)


def test_a_number_written_by_hand_is_shown_masked_and_nothing_is_changed(paper):
    number, path = paper
    before = phone_of(number)
    by_hand(path, "联系电话", "13900000099")
    said = read(path)
    assert said.exit_code == 1
    assert "不同" in said.output
    assert "household.phone" in said.output
    assert "13900000099" not in said.output
    assert phone_of(number) == before


def test_what_is_accepted_is_saved_as_a_new_version(paper):
    number, path = paper
    by_hand(path, "联系电话", "13900000099")
    assert read(path, "--new").exit_code == 1
    assert phone_of(number) != "13900000099"
    assert read(path, "--accept").exit_code == 0
    assert phone_of(number) == "13900000099"
    assert "form read" in run("case", "history", number).output
    assert read(path).exit_code == 0


def test_a_value_that_cannot_be_is_refused_and_named(paper):
    number, path = paper
    by_hand(path, "耕地面积（亩）", "记不清")
    said = read(path, "--accept", "--household", number)
    assert said.exit_code == 1
    assert "没有存 living.arable" in said.output


def test_programs_read_the_same_as_json(paper):
    _, path = paper
    by_hand(path, "联系电话", "13900000099")
    (box,) = json.loads(read(path, "--json").output)["boxes"]
    assert (box["path"], box["kind"]) == ("household.phone", "conflict")
    assert "13900000099" not in box["new"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--form", "cn.elimination.measures_public"), "READ-101"),
        (("--form", FORM, "--household", "没有这户"), "CASE-112"),
        (("--form", "cn.identification.list_village"), "READ-101"),
    ],
)
def test_what_cannot_be_read_is_said(paper, words, code):
    _, path = paper
    said = run("form", "read", path, *words)
    assert said.exception.code == code


def test_a_paper_of_another_form_is_refused(paper, tmp_path):
    other = tmp_path / "别的.docx"
    docx.Document().save(other)
    assert read(other, "--household", paper[0]).exception.code == "READ-106"
    assert read(other).exception.code == "READ-104"
    (tmp_path / "表.docx").write_bytes(b"not a document")
    assert read(tmp_path / "表.docx").exception.code == "READ-103"
