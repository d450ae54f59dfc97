import pickle

import docx
import pytest

from docgen import DocgenError, FormError, formpack, load_forms, pack_folder
from docgen.pdf import room

GOOD = """
[form]
id = "test.paper"
title = "试表"
edition = "2026"
template = "test/paper.docx"
copies = [{ holder = "村委会" }, { holder = "乡镇" }]

[[field]]
name = "box"
label = "栏目"
from = "head.name"
required = true

[[field]]
name = "kind"
label = "类别"
kind = "ticks"
options = "monitor_class"
from = "household.monitor_class"

[[field]]
name = "met"
label = "是否达标"
kind = "ticks"
options = [["true", "达标"], ["false", "未达标"]]
from = "1 < 2"

[[table]]
name = "people"
label = "成员"
each = "members"
rows = 6
[[table.column]]
name = "name"
label = "姓名"
from = "row.name"

[[signature]]
name = "head"
label = "户主签字"
fingerprint = true
"""


@pytest.fixture
def pack(tmp_path):
    (tmp_path / "forms" / "test").mkdir(parents=True)
    (tmp_path / "templates" / "test").mkdir(parents=True)
    docx.Document().save(tmp_path / "templates" / "test" / "paper.docx")

    def declare(text, name="paper"):
        (tmp_path / "forms" / "test" / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return declare


def test_a_declaration_becomes_a_form(pack):
    (form,) = load_forms(pack(GOOD))
    assert (form.key, form.title, form.format, form.copies) == (
        "test.paper@2026",
        "试表",
        "docx",
        ("村委会", "乡镇"),
    )
    assert [field.name for field in form.fields] == ["box", "kind", "met"]
    assert form.fields[1].options[0].label == "脱贫不稳定户"
    assert form.tables[0].columns[0].source == "row.name"
    assert form.signatures[0].fingerprint


def test_a_template_beside_its_declaration_comes_first(pack):
    folder = pack(GOOD.replace("test/paper.docx", "paper.docx"))
    beside = folder / "forms" / "test" / "paper.docx"
    docx.Document().save(beside)
    assert load_forms(folder)[0].template == beside.resolve()


def test_forms_can_be_taken_one_by_one_or_left_out(pack):
    folder = pack(GOOD)
    pack(GOOD.replace("test.paper", "test.other"), "other")
    assert [form.id for form in load_forms(folder, ["test/other.toml"])] == ["test.other"]
    assert [form.id for form in load_forms(folder, but=["test/other.toml"])] == ["test.paper"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('id = "test.paper"', ""), "缺少 id"),
        (('title = "试表"', "title = 3"), "title 的值写法不对"),
        (('name = "box"', 'name = "box"\nlable = "x"'), "是不是想写 label"),
        (('"monitor_class"\n', '"monitor_clas"\n'), "是不是想写 monitor_class"),
        (("test/paper.docx", "../../secret.docx"), "找不到模板"),
        (("test/paper.docx", "none.docx"), "找不到模板"),
        (("rows = 6", "rows = 0"), "rows 至少是 1"),
        (('name = "met"', 'name = "kind"'), "声明了两次"),
        (('kind = "ticks"', 'kind = "tick"'), "「tick」不在"),
        (("[[table]]", "[[tables]]\nx = 1\n[[table]]"), "没有「tables」这一项"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_told(pack, change, told):
    with pytest.raises(FormError) as raised:
        load_forms(pack(GOOD.replace(*change)))
    assert any(told in detail for detail in raised.value.details)
    assert "paper.toml" in raised.value.where


def test_all_problems_are_told_at_once(pack):
    broken = (
        GOOD.replace('id = "test.paper"', "").replace("rows = 6", "rows = 0").replace('label = "栏目"', "")
    )
    with pytest.raises(FormError) as raised:
        load_forms(pack(broken))
    assert len(raised.value.details) == 3


def test_a_file_that_is_not_toml_names_the_line(pack):
    with pytest.raises(FormError, match="line 2"):
        load_forms(pack("[form]\n编号 = 1\n"))


def test_every_error_of_a_pack_is_docgens_own(pack):
    with pytest.raises(DocgenError):
        load_forms(pack(GOOD + "\nform = 1\n"))


def test_a_declaration_that_a_plugin_names_must_be_there(pack):
    with pytest.raises(FormError, match=r"gone\.toml"):
        load_forms(pack(GOOD), ["test/gone.toml"])


def test_a_misspelt_sitting_is_named_with_the_one_meant(pack):
    folder = pack(GOOD.replace("required = true", 'required = true\nstage = "vilage"'))
    with pytest.raises(FormError) as raised:
        load_forms(folder)
    assert "「vilage」" in raised.value.details[0]
    assert "village" in raised.value.details[0].rpartition("是不是想写")[2]


def test_every_form_of_the_pack_read_later_is_the_form_read_at_once():
    assert load_forms(pack_folder(), later=True) == load_forms(pack_folder())


def test_a_form_read_later_tells_what_is_wrong_with_its_boxes_when_they_are_looked_at(pack):
    (form,) = load_forms(pack("# 说明\n" + GOOD.lstrip() + "[[field]]\nname = 1\n"), later=True)
    assert form.title == "试表"
    with pytest.raises(FormError):
        len(form.fields)


def test_a_declaration_that_does_not_open_with_its_form_is_read_at_once(pack):
    with pytest.raises(FormError):
        load_forms(pack("other = 1\n" + GOOD + "[[field]]\nname = 1\n"), later=True)


def test_boxes_read_later_go_to_another_process_as_they_are(pack):
    folder = pack(GOOD.lstrip())
    (form,) = load_forms(folder, later=True)
    assert pickle.loads(pickle.dumps(form)) == form == load_forms(folder)[0]


def test_the_corners_a_form_may_want_are_those_that_are_looked_at():
    assert formpack.CORNERS == room.CORNERS
