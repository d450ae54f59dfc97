"""``docgen form check``: a template's problems, in Chinese, and on a copy of it."""

from io import BytesIO

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from docgen.cli.form import app
from docgen.errors import FormError, UsageError


def run(*words):
    return CliRunner().invoke(app, ["check", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def broken(tmp_path):
    document = docx.Document()
    document.add_paragraph("姓名{{ name }")
    document.add_paragraph("{% if a %}金额{{ amount | rmbb }}")
    path = tmp_path / "坏模板.docx"
    document.save(path)
    return path


def test_a_sound_form_says_so():
    assert "没有问题" in run("cn.identification.approval").output


def test_all_problems_of_a_template_are_told_at_once(broken):
    with pytest.raises(FormError) as raised:
        run(broken)
    said = str(raised.value)
    assert all(code in said for code in ("OOXML-040", "OOXML-042", "OOXML-052"))
    assert "「姓名{{ name }」附近" in said


def test_the_copy_has_a_comment_at_each_problem(broken, tmp_path):
    out = tmp_path / "批注.docx"
    with pytest.raises(FormError):
        run(broken, "--annotate", out)
    document = docx.Document(BytesIO(out.read_bytes()))
    told = [comment.text for comment in document.comments]
    assert len(told) == 3
    assert any("OOXML-040" in text for text in told)
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "姓名{{ name }",
        "{% if a %}金额{{ amount | rmbb }}",
    ]


def test_an_annotated_copy_never_takes_the_place_of_a_file(tmp_path):
    kept = tmp_path / "模板.docx"
    kept.write_bytes(b"mine")
    with pytest.raises(UsageError):
        run("cn.identification.application", "--annotate", kept)
    assert kept.read_bytes() == b"mine"


def test_a_broken_workbook_is_annotated_with_notes(tmp_path):
    broken, out = tmp_path / "名单.xlsx", tmp_path / "批注.xlsx"
    book = openpyxl.Workbook()
    book.active["B2"] = "{{ name }"
    book.active["C3"] = "=VLOOKUP(1,A1:B2,2)"
    book.save(broken)
    with pytest.raises(FormError):
        run(broken, "--annotate", out)
    sheet = openpyxl.load_workbook(out).active
    assert "OOXML-040" in sheet["B2"].comment.text
    assert "OOXML-060" in sheet["C3"].comment.text


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="CLI-116"):
        run(tmp_path / "没有.docx")
    with pytest.raises(FormError, match="FORM-105"):
        run("cn.identification.aproval")
