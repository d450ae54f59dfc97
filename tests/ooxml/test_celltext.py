"""Cells whose text holds tick groups, digit boxes, lone ticks, several tags, or stretches of different look."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from docgen.ooxml import FillError, RowsSpec, Ticks, compile_xlsx, lint_xlsx


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def template(*rows, **options):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return compile_xlsx(saved(book), **options)


def cells(content, rich=False):
    sheet = openpyxl.load_workbook(BytesIO(content), rich_text=rich).active
    return [[cell.value for cell in row] for row in sheet]


CAUSES = "致贫原因：{{ causes | ticks }}□1.因病 □2.因学 □3.其他______（可多选）"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Ticks.of("因病"), "☑1.因病 □2.因学 □3.其他______"),
        (["1", "因学"], "☑1.因病 ☑2.因学 □3.其他______"),
        (Ticks(frozenset(), "缺水"), "□1.因病 □2.因学 ☑3.其他缺水　"),
        ("", "□1.因病 □2.因学 □3.其他______"),
    ],
)
def test_a_tick_group_in_a_cell_is_ticked(value, printed):
    found = cells(template([CAUSES]).fill({"causes": value}))
    assert found == [[f"致贫原因：{printed}（可多选）"]]


def test_boxes_behind_their_words_and_two_groups_in_a_cell():
    text = "残疾：{{ ill | ticks }}□有，{{ level }}级 □无 低保：{{ low | ticks }}是□ 否□"
    found = cells(template([text]).fill({"low": False, "ill": "有级", "level": 2}))
    assert found == [["残疾：☑有，2级 □无 低保：是□ 否☑"]]


def test_a_group_of_a_record_is_its_own_and_knows_its_options():
    compiled = template(["{{ h.name }}", "{{ h.sex | ticks }}□男 □女"], tables={"h": RowsSpec()}, tick="■")
    found = cells(compiled.fill({"h": [{"name": "甲", "sex": "女"}, {"name": "乙", "sex": "男"}]}))
    assert found == [["甲", "□男 ■女"], ["乙", "■男 □女"]]
    sex = compiled.slots[0].columns[1]
    assert (sex.name, sex.kind, sex.options) == ("h.sex", "tick", ("男", "女"))


def test_an_option_that_a_group_does_not_have_is_refused():
    with pytest.raises(FillError, match="OOXML-084"):
        template([CAUSES]).fill({"causes": "因灾"})
    with pytest.raises(FillError, match="OOXML-085"):
        template(["{{ a | ticks }}□甲"]).fill({"a": Ticks(frozenset(), "x")})


def test_a_lone_tick_stands_in_an_empty_cell():
    compiled = template(["{{ poor | tick }}", "{{ ill | tick }}"])
    assert cells(compiled.fill({"poor": True, "ill": False})) == [["√", None]]
    with pytest.raises(FillError, match="OOXML-082"):
        compiled.fill({"poor": "x", "ill": False})


def boxed(count=5):
    book = openpyxl.Workbook()
    book.active["A1"] = "编号"
    book.active["B1"] = "{{ code | digits }}"
    for column in range(2, 2 + count):
        book.active.cell(1, column).number_format = "@"
    return compile_xlsx(saved(book))


def test_digit_boxes_take_one_character_each():
    compiled = boxed()
    assert cells(compiled.fill({"code": "12X"})) == [["编号", "1", "2", "X", None, None]]
    assert [(slot.kind, slot.capacity) for slot in compiled.slots] == [("digits", 5)]
    with pytest.raises(FillError, match="OOXML-087"):
        compiled.fill({"code": "123456"})


def test_tags_of_a_record_and_of_the_document_stand_in_one_cell():
    compiled = template(["{{ village }}{{ h.name }}"], tables={"h": RowsSpec()})
    assert cells(compiled.fill({"village": "石桥", "h": [{"name": "甲"}, {"name": "乙"}]})) == [
        ["石桥甲"],
        ["石桥乙"],
    ]


def rich(*blocks):
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText(*blocks)
    return compile_xlsx(saved(book))


def test_stretches_of_different_look_keep_it():
    bold, red = InlineFont(b=True), InlineFont(color="FFFF0000")
    compiled = rich("姓名：", TextBlock(bold, "{{ na"), TextBlock(red, "me }}（户主）"), "，{{ n }}人")
    ((value,),) = cells(compiled.fill({"name": "张 三", "n": 4}), rich=True)
    assert [str(part) for part in value] == ["姓名：", "张 三", "（户主）", "，4人"]
    assert [getattr(getattr(part, "font", None), "b", None) for part in value][1] is True
    assert value[2].font.color.rgb == "FFFF0000"


def test_a_tag_alone_in_its_cell_keeps_its_type_whatever_its_look():
    compiled = rich(TextBlock(InlineFont(b=True), "{{ na"), TextBlock(InlineFont(i=True), "me }}"))
    assert cells(compiled.fill({"name": 7})) == [[7]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ a | ticks }}无框", "OOXML-043"),
        ("{{ a | ticks }}□甲 □甲", "OOXML-044"),
        ("号{{ a | digits }}", "OOXML-041"),
        ("{{ a | digits }}", "OOXML-051"),
        ("第{{ a | tick }}", "OOXML-041"),
    ],
)
def test_what_is_wrong_with_a_cells_tags_is_a_problem(text, code):
    book = openpyxl.Workbook()
    book.active["A1"] = text
    assert [problem.code for problem in lint_xlsx(saved(book))] == [code]


def test_a_white_tag_prints_clean_and_its_value_has_the_cells_own_look():
    compiled = rich("填报单位：", TextBlock(InlineFont(color="FFFFFFFF", sz=8), "{{ village }}"), "村委会")
    ((value,),) = cells(compiled.fill({"village": "清水村"}), rich=True)
    assert str(value) == "填报单位：清水村村委会"
    assert not [piece for piece in value if isinstance(piece, TextBlock) and piece.font.color]
