"""From an untouched blank to a form with its proof, sample and test, by commands."""

import subprocess
import sys

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for


@pytest.fixture
def blank(tmp_path):
    document = docx.Document()
    document.add_heading("临时救助申请表", 0)
    table = document.add_table(rows=9, cols=4, style="Table Grid")
    texts = [
        ["申请人姓名", "", "性别", "□男 □女"],
        ["身份证号码", "", "联系电话", ""],
        ["家庭住址", "", "宗教信仰", ""],
        ["申请日期", "    年    月    日", "是否低保", "□是 □否"],
        ["家庭成员", "", "", ""],
        ["姓名", "与户主关系", "身份证号", "健康状况"],
        ["", "", "", ""],
        ["", "", "", ""],
        ["村委会意见", "（盖章）\n年  月  日", "", ""],
    ]
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    table.cell(4, 0).merge(table.cell(4, 3))
    table.cell(8, 1).merge(table.cell(8, 3))
    path = tmp_path / "临时救助申请表.docx"
    document.save(path)
    return path


def run(*words):
    return CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words], catch_exceptions=False)


def test_a_blank_becomes_a_form_with_proof_sample_list_and_test(blank, tmp_path):
    folder = tmp_path / "forms" / "yizhou" / "linshi"
    before = blank.read_bytes()
    result = run("form", "new", blank, "-o", folder)
    assert result.exit_code == 0, result.output
    assert (folder / blank.name).read_bytes() == before == blank.read_bytes()
    assert {path.name for path in (folder / "校样").iterdir()} >= {
        "校样.pdf",
        "校样1.png",
        "样张.pdf",
        "样张1.png",
    }
    text = (folder / "form.toml").read_text(encoding="utf-8")
    assert 'from = "head.name"' in text
    assert "facts['宗教信仰']" in text
    filled = docx.Document(folder / "校样" / "样张.docx").tables[0]
    assert filled.cell(2, 3).text == "示例"
    assert filled.cell(6, 1).text == "户主"
    assert "☑" in filled.cell(0, 3).text
    rows = list(openpyxl.load_workbook(folder / "清单.xlsx").active.iter_rows(values_only=True))
    assert rows[0][:5] == ("编号", "位置", "标签", "栏目（可改）", "把握")
    assert len(rows) > 10
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout


def test_a_folder_that_has_a_form_is_left_alone(blank, tmp_path):
    folder = tmp_path / "forms" / "yizhou" / "linshi"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text("mine")
    with pytest.raises(Exception, match="FORM-132"):
        run("form", "new", blank, "-o", folder)
    assert (folder / "form.toml").read_text() == "mine"


def test_a_folder_outside_forms_is_refused(blank, tmp_path):
    with pytest.raises(Exception, match="FORM-133"):
        run("form", "new", blank, "-o", tmp_path / "elsewhere")
