import io
import re
import zipfile

import openpyxl
import pytest

from docgen import FormError
from docgen.errors import catalogue
from docgen.ooxml import CODES, Place, Problem
from docgen.plugins import BUILTINS, excel
from docgen.plugins.templates import told
from docgen.registry import load


@pytest.fixture(scope="module")
def form():
    return load(BUILTINS, installed=False).form("cn.identification.list_village")


def test_every_code_of_the_engine_has_its_chinese_sentence():
    engine = {code for code in catalogue() if code.startswith("OOXML-")}
    assert engine == CODES.keys()
    assert {code: catalogue()[code]["en"].replace("{{", "{").replace("}}", "}") for code in CODES} == CODES


def test_a_draft_workbook_says_so_at_the_head_of_every_sheet(form):
    book = openpyxl.load_workbook(io.BytesIO(excel.mark_draft(form.template.read_bytes())))
    assert [sheet.oddHeader.center.text for sheet in book] == ["草　稿"] * len(book.worksheets)


def test_a_broken_template_is_told_in_chinese_with_its_place(form, tmp_path):
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(form.template) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
                content = re.sub(rb"\}\}", b"}", content, count=1)
            new.writestr(name, content)
    with pytest.raises(FormError) as raised:
        excel.ready(form, broken.read_bytes())
    assert raised.value.code in ("FORM-103", "FORM-104")
    assert re.search(r"[\u4e00-\u9fff]", str(raised.value))


def test_a_problem_says_what_where_and_what_to_do():
    sentence = told(Problem("OOXML-043", "x", Place("word/document.xml", 1, 2, 3, text="类别")))
    assert (
        sentence
        == "OOXML-043 勾选标记后面没有方框（第1个表第2行第3格「类别」附近）在标记后面放上 □ 和选项文字。"
    )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            Problem("OOXML-040", "x", Place("word/header2.xml", text="{{ a"), "Write {{ name }}."),
            "页眉「{{ a」附近）",
        ),
        (Problem("OOXML-041", "x", Place("word/document.xml"), "unexpected 'end'"), "（正文）"),
        (
            Problem("OOXML-042", "x", Place("word/footnotes.xml"), "“a”; did you mean “b”?"),
            "脚注，“a”; 是不是想写 “b”?",
        ),
        (
            Problem("OOXML-063", "x", Place(sheet="名单"), "A sheet with a pivot table cannot be repeated."),
            "数据透视表",
        ),
    ],
)
def test_a_problem_is_told_in_the_papers_words_without_the_grammars_english(problem, said):
    sentence = told(problem)
    assert said in sentence
    assert not any(word in sentence for word in ("word/", "unexpected", "Write", "did you mean"))
