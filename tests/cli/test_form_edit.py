"""Corrections come back from the list, next year's blank is bound again, a sample is shown and checked."""

import re
import shutil
import tomllib

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.cli.desk import registry
from docgen.errors import DocgenError
from docgen.read import read_data

ROWS = [
    ["申请人姓名", "", "性别", "□男 □女"],
    ["身份证号码", "", "联系电话", ""],
    ["家庭住址", "", "宗教信仰", ""],
]


def written(path, rows):
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=4, style="Table Grid")
    for row, line in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    document.save(path)
    return path


def run(*words):
    result = CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    pack = tmp_path_factory.mktemp("pack")
    blank = written(pack / "申请表.docx", ROWS)
    run("form", "new", blank, "-o", pack / "forms/yizhou/shenqing", "--edition", "2026")
    return pack


@pytest.fixture
def pack(made, tmp_path):
    return shutil.copytree(made, tmp_path / "pack")


def boxes(folder):
    declared = tomllib.loads((folder / "form.toml").read_text(encoding="utf-8"))
    return {box["anchor"]: box for box in declared["field"]}


def correct(file, **wanted):
    book = openpyxl.load_workbook(file)
    for row in book.active.iter_rows(min_row=2):
        if row[2].value in wanted:
            row[3].value = wanted[row[2].value]
    book.save(file)


def test_what_the_clerk_writes_into_the_list_is_declared(pack):
    folder = pack / "forms/yizhou/shenqing"
    declared = folder / "form.toml"
    text = declared.read_text(encoding="utf-8").replace("[[field]]", "# ours\n[[field]]", 1)
    declared.write_text(text, encoding="utf-8")
    correct(
        folder / "清单.xlsx",
        联系电话="帮扶责任人电话",
        家庭住址="area.full",
        宗教信仰="附加：信仰",
        性别="手填",
    )
    run("form", "apply", folder / "清单.xlsx")
    found = boxes(folder)
    assert found["联系电话"]["from"] == "helper.phone"
    assert found["家庭住址"]["from"] == "area.full"
    assert found["宗教信仰"]["from"] == "facts['信仰']"
    assert "性别" not in found
    assert "# ours" in declared.read_text(encoding="utf-8")
    assert "样例填得进" in run("form", "check", "yizhou.shenqing", "--forms", pack)


def test_a_cell_that_says_nothing_known_changes_nothing(pack):
    folder = pack / "forms/yizhou/shenqing"
    before = (folder / "form.toml").read_bytes()
    correct(folder / "清单.xlsx", 联系电话="随便什么")
    with pytest.raises(DocgenError, match="FORM-140") as raised:
        run("form", "apply", folder / "清单.xlsx")
    assert "联系电话" in str(raised.value)
    assert (folder / "form.toml").read_bytes() == before


def test_a_file_that_is_no_list_is_refused(pack):
    folder = pack / "forms/yizhou/shenqing"
    (folder / "清单.xlsx").write_bytes(b"no workbook")
    with pytest.raises(DocgenError, match="FORM-139"):
        run("form", "apply", folder / "清单.xlsx")


def test_next_years_blank_keeps_what_was_decided_wherever_it_moved(pack):
    folder = pack / "forms/yizhou/shenqing"
    correct(folder / "清单.xlsx", 联系电话="帮扶责任人电话")
    run("form", "apply", folder / "清单.xlsx")
    rows = [
        ["家庭住址", "", "政治面貌", ""],
        ["申请人姓名", "", "性别", "□男 □女"],
        ["公民身份号码", "", "联系电话", ""],
    ]
    blank = written(pack / "申请表（修订）.docx", rows)
    told = run("form", "rematch", blank, "--from", "yizhou.shenqing", "--forms", pack, "--edition", "2027")
    found = boxes(pack / "forms/yizhou/shenqing_2027")
    assert found["联系电话"] | {"from": "helper.phone", "at": "0/2/3"} == found["联系电话"]
    assert found["家庭住址"]["at"] == "0/0/1"
    assert found["公民身份号码"]["from"] == "head.id_no"
    assert found["政治面貌"]["from"] == "head.politics"
    assert re.search("改名：身份证号码 → 公民身份号码", told)
    assert re.search("增加：政治面貌", told)
    assert re.search("取消：宗教信仰", told)
    assert (folder / "申请表.docx").exists()
    listed = run("form", "show", "yizhou.shenqing@2026", "--forms", pack)
    assert "申请表.docx" in listed
    assert "样例填得进" in run("form", "check", "yizhou.shenqing@2027", "--forms", pack)


def test_a_preview_is_filled_from_the_sample(pack, tmp_path):
    run("form", "preview", "yizhou.shenqing", "--forms", pack, "-o", tmp_path / "看.docx")
    table = docx.Document(tmp_path / "看.docx").tables[0]
    assert table.cell(2, 3).text == "示例"
    assert len(table.cell(1, 1).text) == 18


def test_the_intake_workbook_asks_for_what_only_this_form_has(pack, tmp_path):
    file = tmp_path / "采集表.xlsx"
    run("roster", "new", file, "--form", "yizhou.shenqing", "--forms", pack)
    book = openpyxl.load_workbook(file)
    sheet = book["户"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[-1] == "宗教信仰"
    for name, value in {
        "本地户号": "000001",
        "行政村": "清水村",
        "行政村代码": "110101101001",
        "宗教信仰": "佛教",
    }.items():
        sheet.cell(3, heads.index(name) + 1).value = value
    book.save(file)
    (entry,) = read_data([file], registry().readers)[0].entries
    assert entry.content["facts"] == {"宗教信仰": "佛教"}


def test_a_sample_that_says_something_else_now_is_told(pack):
    folder = pack / "forms/yizhou/shenqing"
    golden = folder / "golden.json"
    golden.write_text(golden.read_text(encoding="utf-8").replace("示例", "旧话"), encoding="utf-8")
    with pytest.raises(DocgenError, match="FORM-149") as raised:
        run("form", "check", "yizhou.shenqing", "--forms", pack)
    assert "旧话" in str(raised.value)


def test_a_blank_that_was_changed_is_bound_by_its_labels(pack, tmp_path):
    folder = pack / "forms/yizhou/shenqing"
    written(folder / "申请表.docx", [ROWS[2], *ROWS[:2]])
    run("form", "preview", "yizhou.shenqing", "--forms", pack, "-o", tmp_path / "看.docx")
    table = docx.Document(tmp_path / "看.docx").tables[0]
    assert table.cell(0, 3).text == "示例"
    assert len(table.cell(2, 1).text) == 18


def test_a_blank_without_one_of_the_labels_is_refused_at_opening(pack):
    folder = pack / "forms/yizhou/shenqing"
    written(folder / "申请表.docx", ROWS[:2])
    with pytest.raises(DocgenError, match="FORM-131") as raised:
        run("form", "check", "yizhou.shenqing", "--forms", pack)
    assert "宗教信仰" in str(raised.value)
