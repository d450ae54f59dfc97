"""``docgen pdf``: what a clerk converts, and what she is told."""

import json
import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from typer.testing import CliRunner

import docgen.pdf.page
from docgen import pack_folder
from docgen.cli import desk_for
from docgen.cli.pdf import told
from docgen.errors import UsageError
from docgen.formpack import load_forms
from docgen.pdf import check


def run(*words):
    return CliRunner().invoke(desk_for(["pdf"]), ["pdf", *map(str, words)], catch_exceptions=False)


def text_of(path):
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


@pytest.fixture
def letter(tmp_path):
    document = docx.Document()
    document.add_paragraph("告知书")
    path = tmp_path / "告知书.docx"
    document.save(path)
    return path


@pytest.fixture
def sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "户主 {{ name }}"
    book.active["A2"] = "合计"
    path = tmp_path / "告知书.xlsx"
    book.save(path)
    return path


def test_word_and_excel_files_become_pdf_a_in_the_folder(letter, sheet, tmp_path):
    done = run(letter, sheet, "-o", tmp_path / "PDF")
    assert done.exit_code == 0
    assert sorted(each.name for each in (tmp_path / "PDF").iterdir()) == ["告知书.pdf", "告知书.xlsx.pdf"]
    assert text_of(tmp_path / "PDF/告知书.pdf") == ["告知书"]
    assert check.faults(tmp_path / "PDF/告知书.pdf") == ()
    assert "转换了 2 个文件，共 2 页，没转换 0 个" in done.output


def test_a_workbook_with_slots_is_printed_as_its_blank(sheet, tmp_path):
    run(sheet, "-o", tmp_path)
    assert text_of(tmp_path / "告知书.pdf") == ["户主合计"]


def test_a_template_with_visible_slots_is_printed_as_its_blank(tmp_path):
    document = docx.Document()
    document.add_paragraph("姓名：{{ name }}。{% if poor %}困难户{% endif %}{{ home.village }}村")
    document.save(tmp_path / "模板.docx")
    run(tmp_path / "模板.docx", "-o", tmp_path)
    assert text_of(tmp_path / "模板.pdf") == ["姓名：。村"]


def test_what_is_no_sound_template_is_printed_as_it_is_written(tmp_path):
    document = docx.Document()
    document.add_paragraph("写法：{{ name }")
    document.save(tmp_path / "说明.docx")
    run(tmp_path / "说明.docx", "-o", tmp_path)
    assert text_of(tmp_path / "说明.pdf") == ["写法：{{name}"]


def test_an_official_form_is_printed_as_its_blank(tmp_path):
    form = next(form for form in load_forms(pack_folder()) if form.id == "cn.identification.approval")
    source = tmp_path / "审批表.docx"
    source.write_bytes(form.template.read_bytes())
    assert run(source, "-o", tmp_path, "--mode", "libreoffice").exit_code == 0
    printed = "".join(text_of(tmp_path / "审批表.pdf"))
    assert "审批表" in printed
    assert "{{" not in printed


def test_a_folder_stands_for_the_files_in_it(letter, tmp_path):
    (tmp_path / "~$告知书.docx").write_bytes(b"open in Word")
    (tmp_path / "读我.txt").write_text("x", encoding="utf-8")
    shown = json.loads(run(tmp_path, "-o", tmp_path / "PDF", "--json").output)
    assert [(one["file"], one["pages"], one["problems"]) for one in shown] == [("告知书.docx", 1, [])]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.docx", b"", "PDF-101"),
        ("锁.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "PDF-102"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "PDF-103"),
        ("网页.docx", b"<html></html>", "PDF-104"),
        ("坏.docx", b"PK\x03\x04 broken", "PDF-105"),
    ],
)
def test_a_file_that_cannot_be_converted_is_one_sentence_and_the_others_are_done(
    letter, tmp_path, name, content, code
):
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path / name, letter, "-o", tmp_path / "PDF")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"错误 {code}：{name}")
    assert done.stderr.count("\n") == 2
    assert [each.name for each in (tmp_path / "PDF").iterdir()] == ["告知书.pdf"]


def test_a_zip_of_something_else_is_no_document(tmp_path):
    stream = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(stream)
    (tmp_path / "扫描.docx").write_bytes(stream.getvalue())
    assert "PDF-104" in run(tmp_path / "扫描.docx", "-o", tmp_path).stderr


def test_a_character_without_a_glyph_is_named(tmp_path):
    document = docx.Document()
    document.add_paragraph("姓名 \ue863")
    document.save(tmp_path / "造字.docx")
    done = run(tmp_path / "造字.docx", "-o", tmp_path / "PDF")
    assert "PDF-106" in done.stderr
    assert "U+E863" in done.stderr


def test_nothing_to_convert_and_a_wrong_mode_are_wrong_usage(tmp_path, letter):
    for words in ((tmp_path / "没有.docx",), (letter, "--mode", "wps")):
        with pytest.raises(UsageError):
            run(*words)
    (tmp_path / "空文件夹").mkdir()
    with pytest.raises(UsageError):
        run(tmp_path / "空文件夹")


def test_a_place_that_will_look_different_is_named_in_chinese(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active["A1"] = "=SUM(B1:B2)"
    book.save(tmp_path / "表.xlsx")
    done = run(tmp_path / "表.xlsx", "-o", tmp_path)
    assert "这一处会不一样：表.xlsx 工作表「名单」：有公式没有存下结果，印成空白" in done.output


def test_every_sentence_of_the_page_has_its_chinese():
    folder = Path(docgen.pdf.page.__file__).parent
    calls = re.compile(r'(?:\.report\(|Problem\()\s*[^")]*?(?:"vertical cell",\s*)?f?"((?:[^"])+)"')
    said = {text for path in folder.glob("*.py") for text in calls.findall(path.read_text(encoding="utf-8"))}
    assert len(said) >= 8
    unsaid = {text for text in said if told(re.sub(r"\{[^}]*\}", "x", text)).startswith("有一处版式")}
    assert unsaid == set(), "say it in docgen/catalogue/page.toml"
