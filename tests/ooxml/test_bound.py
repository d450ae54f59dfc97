"""Tags are put on a copy of a blank: in cells, before boxes, on rules, in gaps; the blank stays as it is."""

import io

import docx
import openpyxl
import pytest

from docgen.ooxml import RowsSpec, Ticks, compile_docx, compile_xlsx
from docgen.ooxml.bound import Binding, BindingError, anchored, place, text_at
from docgen.ooxml.bound.gaps import gaps_in


@pytest.fixture
def blank():
    document = docx.Document()
    document.add_paragraph("申请日期：    年    月    日")
    table = document.add_table(rows=6, cols=4)
    texts = [
        ["姓名", "", "性别", "□男 □女"],
        ["电话", "________", "是否低保", "是□ 否□"],
        ["面积", "    亩", "证件号码", ""],
        ["姓名", "关系", "年龄", "备注"],
        ["", "", "", ""],
        ["", "", "", ""],
    ]
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def texts_of(content):
    document = docx.Document(io.BytesIO(content))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    return document.paragraphs[0].text, rows


def test_every_kind_of_place_takes_its_value(blank):
    bindings = [
        Binding("year", "p0", gap=0),
        Binding("month", "p0", gap=1),
        Binding("day", "p0", gap=2),
        Binding("name", "0/0/1"),
        Binding("sex", "0/0/3", "ticks", box=0),
        Binding("phone", "0/1/1", gap=0),
        Binding("dibao", "0/1/3", "ticks", box=0),
        Binding("area", "0/2/1", gap=0),
        Binding("members.name", "0/4/c0"),
        Binding("members.relation", "0/4/c1"),
    ]
    template = compile_docx(place(blank, bindings), tables={"members": RowsSpec(2)})
    assert {slot.name for slot in template.slots if slot.kind != "rows"} == {
        one.name for one in bindings if "." not in one.name
    }
    filled = template.fill(
        {
            "year": "2026",
            "month": "7",
            "day": "5",
            "name": "张三",
            "sex": Ticks.of("女"),
            "phone": "13800000000",
            "dibao": Ticks.of("是"),
            "area": "3.5",
            "members": [{"name": "张三", "relation": "户主"}, {"name": "李四", "relation": "配偶"}],
        }
    )
    first, rows = texts_of(filled)
    assert first.replace(" ", "") == "申请日期：2026年7月5日"
    assert rows[0] == ["姓名", "张三", "性别", "□男 ☑女"]
    assert rows[1][1].startswith("13800000000")
    assert rows[1][3] == "是☑ 否□"
    assert rows[2][1].replace(" ", "") == "3.5亩"
    assert [row[:2] for row in rows[4:]] == [["张三", "户主"], ["李四", "配偶"]]


def test_an_unfilled_copy_prints_as_the_blank(blank):
    bindings = [Binding("name", "0/0/1"), Binding("phone", "0/1/1", gap=0), Binding("day", "p0", gap=2)]
    template = compile_docx(place(blank, bindings), undefined="blank")
    assert texts_of(template.fill({})) == texts_of(blank)


def test_a_place_that_is_not_there_is_named(blank):
    with pytest.raises(BindingError) as raised:
        place(blank, [Binding("name", "0/9/1"), Binding("phone", "0/1/1", gap=3), Binding("x", "p77")])
    assert {name for name, _ in raised.value.lost} == {"name", "phone", "x"}


def test_bindings_follow_their_labels_to_another_place(blank):
    document = docx.Document(io.BytesIO(blank))
    table = document.tables[0]
    row = table.rows[0]._tr
    table._tbl.remove(row)
    table.rows[1]._tr.addnext(row)
    stream = io.BytesIO()
    document.save(stream)
    old = [Binding("name", "0/0/1", anchor="姓名"), Binding("gone", "0/2/2", anchor="籍贯")]
    moved = anchored(stream.getvalue(), old)
    assert [one.at for one in moved.bindings] == ["0/2/1"]
    assert [one.name for one in moved.gone] == ["gone"]


def test_a_sheets_cells_take_tags():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请表"
    for ref, text in {"A1": "姓名", "A2": "性别", "B2": "□男 □女", "A3": "电话：____"}.items():
        sheet[ref] = text
    stream = io.BytesIO()
    book.save(stream)
    bindings = [
        Binding("name", "申请表!B1"),
        Binding("sex", "申请表!B2", "ticks", box=0),
        Binding("phone", "申请表!A3", gap=0),
    ]
    template = compile_xlsx(place(stream.getvalue(), bindings))
    filled = template.fill({"name": "张三", "sex": Ticks.of("男"), "phone": "13800000000"})
    sheet = openpyxl.load_workbook(io.BytesIO(filled)).active
    assert (sheet["B1"].value, sheet["B2"].value) == ("张三", "☑男 □女")
    assert "13800000000" in sheet["A3"].value


def test_gaps_are_counted_in_the_order_of_the_text():
    found = gaps_in("自2026年  月  日起至  年  月  日，共____天（  ）人")
    assert [gap.part for gap in found] == ["month", "day", "year", "month", "day", "", ""]
    assert [gap.date for gap in found][:5] == [0, 0, 1, 1, 1]


def test_what_is_printed_at_a_place_can_be_read(blank):
    assert text_at(blank, ["0/0/3", "0/1/1", "9/9/9"]) == {"0/0/3": "□男 □女", "0/1/1": "________"}
