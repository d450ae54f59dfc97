"""``docgen form detect``: what is to be filled in a blank, and what is said of files that cannot be searched."""

import json
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from docgen.cli import blank_file
from docgen.cli.form import app
from docgen.errors import FormError, UsageError
from docgen.ooxml.blanks import detect

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WORD = OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le")


def run(*words):
    return CliRunner().invoke(app, ["detect", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def blank(tmp_path):
    document = docx.Document()
    document.add_paragraph("填报单位：____________")
    table = document.add_table(4, 4, style="Table Grid")
    for row, words in enumerate(
        (
            ("姓名", "", "电话", ""),
            ("户主签字", "", "日期", "年  月  日"),
            ("姓名", "关系", "年龄", "备注"),
            ("",) * 4,
        )
    ):
        for col, text in enumerate(words):
            table.cell(row, col).text = text
    table.add_row()
    path = tmp_path / "表.docx"
    document.save(path)
    return path


def test_the_table_says_where_what_how_sure_and_why(blank):
    said = run(blank).output
    assert "表1" in said
    assert "97%" in said
    assert "手签（签字）" in said
    assert "清单 表1 第4–5行：姓名、关系、年龄、备注" in said
    assert "正文留空 填报单位" in said
    assert "共 4 处填写，1 个清单，正文留空 1 处" in said


def test_the_json_is_what_the_library_finds(blank):
    assert json.loads(run(blank, "--json").output) == detect(blank).to_json()


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("表.doc", WORD, "FORM-121", "另存为"),
        ("表.docx", WORD, "FORM-122", "其实是旧的 .doc"),
        ("表.xls", OLE + b"\0" * 512, "FORM-121", ".xlsx"),
        ("表.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "FORM-123", "密码"),
        ("表.pdf", b"%PDF-1.7", "FORM-124", "WPS"),
        ("表.docx", b"PK\x03\x04", "FORM-125", "损坏"),
    ],
)
def test_a_file_that_cannot_be_searched_says_what_to_do(tmp_path, monkeypatch, name, content, code, words):
    monkeypatch.setattr(blank_file.shutil, "which", lambda _: None)
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FormError) as raised:
        run(path)
    assert raised.value.code == code
    assert words in str(raised.value)


def test_a_missing_file_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError):
        run(tmp_path / "没有.docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_under_a_new_name_is_converted_and_says_so(tmp_path):
    source = Path(__file__).parents[2] / "templates" / "docx" / "cn" / "review_meeting.docx"
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    old = tmp_path / "假.docx"
    (tmp_path / "review_meeting.doc").rename(old)
    said = run(old)
    assert "旧的 .doc 格式" in said.stderr
    assert "姓名、身份、签名、姓名、身份、签名" in said.stdout
