"""Tables of records: printed rows, 续表, growing tables, records side by side, digit boxes."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from docgen.ooxml import FillError, RowsSpec, TemplateError, Ticks, compile_docx


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def opened(content):
    return docx.Document(BytesIO(content))


def grid(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def roster(rows=6, label=False):
    document = docx.Document()
    document.add_paragraph("家庭成员情况")
    table = document.add_table(rows + 1, 4)
    for cell, text in zip(table.rows[0].cells, ("序号", "姓名", "年龄", "性别"), strict=True):
        cell.text = text
    for number, row in enumerate(table.rows[1:], 1):
        row.cells[0].text = str(number)
    first = table.rows[1].cells
    for cell, text in zip(
        first[1:],
        ("{{ members.name }}", "{{ members.age }}岁", "{{ members.sex | ticks }}□男 □女"),
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("填表人：{{ clerk }}")
    return saved(document)


def people(count):
    return [
        {"name": f"成员{number}", "age": number, "sex": Ticks.of("男" if number % 2 else "女")}
        for number in range(1, count + 1)
    ]


def fill(template, count):
    return opened(template.fill({"members": people(count), "clerk": "王五"}))


CONTINUED = compile_docx(roster(), tables={"members": RowsSpec(rows=6)})


def expected(number, last):
    if number > last:
        return [str(number), "", "岁", "□男 □女"]
    return [str(number), f"成员{number}", f"{number}岁", "☑男 □女" if number % 2 else "□男 ☑女"]


@pytest.mark.parametrize("count", [0, 1, 5, 6])
def test_records_fill_the_printed_rows_and_the_rest_stays_blank(count):
    document = fill(CONTINUED, count)
    assert len(document.tables) == 1
    assert grid(document.tables[0])[1:] == [expected(number, count) for number in range(1, 7)]


@pytest.mark.parametrize("count", [7, 12, 13, 20, 200])
def test_more_records_go_to_a_continuation_with_the_same_heading(count):
    document = fill(CONTINUED, count)
    table, continued = document.tables
    assert grid(table)[1:] == [expected(number, count) for number in range(1, 7)]
    assert grid(continued)[0] == ["序号", "姓名", "年龄", "性别"]
    assert grid(continued)[1:] == [expected(number, count) for number in range(7, max(count, 12) + 1)]
    caption = next(paragraph for paragraph in document.paragraphs if "续表" in paragraph.text)
    assert caption.text == "家庭成员情况（续表）"
    assert caption.paragraph_format.page_break_before
    assert continued.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None
    widths = [[column.get(qn("w:w")) for column in each._tbl.tblGrid] for each in (table, continued)]
    assert widths[0] == widths[1]


def test_a_table_may_grow_in_its_place():
    document = fill(compile_docx(roster(), tables={"members": RowsSpec(rows=6, overflow="grow")}), 9)
    assert len(document.tables) == 1
    assert grid(document.tables[0])[1:] == [expected(number, 9) for number in range(1, 10)]


def test_more_records_than_rows_can_be_an_error():
    template = compile_docx(roster(), tables={"members": RowsSpec(rows=6, overflow="error")})
    assert fill(template, 6).tables
    with pytest.raises(FillError, match="OOXML-086"):
        fill(template, 7)


def test_the_number_of_printed_rows_can_be_counted():
    template = compile_docx(roster(4), tables={"members": RowsSpec()})
    slot = template.slots[0]
    assert (slot.name, slot.kind, slot.capacity) == ("members", "rows", 4)
    assert [(column.name, column.kind, column.options) for column in slot.columns] == [
        ("members.name", "text", ()),
        ("members.age", "text", ()),
        ("members.sex", "tick", ("男", "女")),
    ]


def test_a_table_that_lacks_rows_or_a_declared_table_that_is_missing_is_a_problem():
    with pytest.raises(TemplateError, match="OOXML-045"):
        compile_docx(roster(4), tables={"members": RowsSpec(rows=6)})
    with pytest.raises(TemplateError, match="OOXML-046"):
        compile_docx(roster(), tables={"members": RowsSpec(), "visits": RowsSpec()})


def test_a_wrong_record_is_named_by_its_number():
    with pytest.raises(FillError, match=r"record 2.*OOXML-080|OOXML-080.*record 2"):
        CONTINUED.fill({"clerk": "", "members": [*people(1), {"name": "x", "age": 1}]})
    with pytest.raises(FillError, match="OOXML-082"):
        CONTINUED.fill({"clerk": "", "members": ["x"]})


def test_a_merged_label_beside_the_rows_begins_anew_in_the_continuation():
    document = docx.Document()
    table = document.add_table(4, 3)
    for cell, text in zip(table.rows[0].cells[1:], ("姓名", "年龄"), strict=True):
        cell.text = text
    label = table.cell(0, 0).merge(table.cell(3, 0))
    label.text = "家庭成员"
    table.cell(1, 1).text = "{{ m.name }}"
    table.cell(1, 2).text = "{{ m.age }}"
    template = compile_docx(saved(document), tables={"m": RowsSpec(rows=3, caption="成员")})
    _, continued = opened(template.fill({"m": [{"name": f"{n}", "age": n} for n in range(5)]})).tables
    assert grid(continued) == [
        ["家庭成员", "姓名", "年龄"],
        ["家庭成员", "3", "3"],
        ["家庭成员", "4", "4"],
        ["家庭成员", "", ""],
    ]


@pytest.mark.parametrize(("order", "rows"), [("across", ["甲乙", "丙丁"]), ("down", ["甲丙", "乙丁"])])
def test_records_may_stand_side_by_side(order, rows):
    document = docx.Document()
    table = document.add_table(3, 4)
    for cell, text in zip(table.rows[0].cells, ("序号", "户主", "序号", "户主"), strict=True):
        cell.text = text
    table.cell(1, 1).text = "{{ list.1.head }}"
    table.cell(1, 3).text = "{{ list.2.head }}"
    numbers = [(1, 2), (3, 4)] if order == "across" else [(1, 3), (2, 4)]
    for row, pair in zip(table.rows[1:], numbers, strict=True):
        row.cells[0].text, row.cells[2].text = map(str, pair)
    template = compile_docx(saved(document), tables={"list": RowsSpec(order=order)})
    heads = [{"head": head} for head in "甲乙丙丁戊己庚"]
    filled = opened(template.fill({"list": heads[:3]}))
    assert [row[1] + row[3] for row in grid(filled.tables[0])[1:]] == [
        text.replace("丁", "") for text in rows
    ]
    more = grid(opened(template.fill({"list": heads})).tables[1])[1:]
    assert more == (
        [["5", "戊", "6", "己"], ["7", "庚", "8", ""]]
        if order == "across"
        else [["5", "戊", "7", "庚"], ["6", "己", "8", ""]]
    )


def test_a_continuation_stands_in_its_tables_own_section():
    document = docx.Document(BytesIO(roster()))
    document.add_section()
    document.add_paragraph("第二节")
    template = compile_docx(saved(document), tables={"members": RowsSpec(rows=6)})
    body = opened(template.fill({"members": people(7), "clerk": ""})).element.body
    texts = ["".join(node.text or "" for node in child.iter(qn("w:t"))) for child in body]
    assert texts.index("家庭成员情况（续表）") < texts.index("第二节")


def test_digits_go_one_to_a_box():
    document = docx.Document()
    table = document.add_table(2, 6)
    table.cell(0, 0).text = "编号"
    table.cell(0, 1).text = "{{ code | digits }}"
    table.cell(1, 0).text = "下一行"
    template = compile_docx(saved(document))
    assert (template.slots[0].kind, template.slots[0].capacity) == ("digits", 5)
    assert grid(opened(template.fill({"code": "12X"})).tables[0])[0] == ["编号", "1", "2", "X", "", ""]
    with pytest.raises(FillError, match="OOXML-087") as caught:
        template.fill({"code": "123456"})
    assert "123456" not in str(caught.value)


def test_one_compiled_template_keeps_no_value_of_an_earlier_fill():
    full, empty = (
        CONTINUED.fill({"members": people(20), "clerk": "标记"}),
        CONTINUED.fill({"members": [], "clerk": ""}),
    )
    text = opened(empty).element.xml
    assert "标记" in opened(full).element.xml
    assert "标记" not in text
    assert "成员1" not in text
    assert empty == CONTINUED.fill({"members": [], "clerk": ""})


def two_lists(style=None):
    document = docx.Document()
    for name, title in (("a", "一、成员"), ("b", "二、收入")):
        document.add_paragraph(title, style=style)
        table = document.add_table(2, 2)
        for cell, text in zip(table.rows[0].cells, ("名称", "数"), strict=True):
            cell.text = text
        table.rows[1].cells[0].text, table.rows[1].cells[1].text = (
            f"{{{{ {name}.x }}}}",
            f"{{{{ {name}.y }}}}",
        )
    return saved(document)


def breaks(document):
    return [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph._p.find(qn("w:pPr") + "/" + qn("w:pageBreakBefore")) is not None
    ]


def test_continuations_of_one_section_share_a_page():
    template = compile_docx(two_lists(), tables={"a": RowsSpec(rows=1), "b": RowsSpec(rows=1)})
    two, one = ([{"x": str(n), "y": n} for n in range(many)] for many in (2, 1))
    assert breaks(opened(template.fill({"a": two, "b": two}))) == ["一、成员（续表）"]
    assert breaks(opened(template.fill({"a": one, "b": two}))) == ["二、收入（续表）"]
    assert breaks(opened(template.fill({"a": one, "b": one}))) == []


def test_a_continuation_is_kept_together():
    template = compile_docx(two_lists(), tables={"a": RowsSpec(rows=1), "b": RowsSpec(rows=1)})
    made = opened(template.fill({"a": [{"x": "1", "y": 1}] * 3, "b": []}))
    for row in made.tables[2].rows:
        assert row._tr.find(qn("w:trPr") + "/" + qn("w:cantSplit")) is not None
        assert all(
            paragraph.paragraph_format.keep_with_next for cell in row.cells for paragraph in cell.paragraphs
        )


def test_the_caption_looks_like_the_heading_and_may_name_the_household():
    tables = {"a": RowsSpec(rows=1, caption="一、成员（户主：{{ head }}）"), "b": RowsSpec(rows=1)}
    template = compile_docx(two_lists("Heading 2"), tables=tables)
    many = [{"x": "1", "y": 1}] * 2
    made = opened(template.fill({"a": many, "b": many, "head": "张三&"}))
    captions = [paragraph for paragraph in made.paragraphs if paragraph.text.endswith("（续表）")]
    assert [paragraph.text for paragraph in captions] == [
        "一、成员（户主：张三&）（续表）",
        "二、收入（续表）",
    ]
    assert {paragraph.style.name for paragraph in captions} == {"Heading 2"}
    assert "head" in {slot.name for slot in template.slots}


def test_a_printed_row_with_fewer_cells_than_the_first_is_a_problem_of_the_template():
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(1, 0).text = "{{ members.name }}"
    table.cell(1, 1).text = "{{ members.phone }}"
    table.rows[2]._tr.remove(table.rows[2]._tr.tc_lst[1])
    stream = BytesIO()
    document.save(stream)
    with pytest.raises(TemplateError) as raised:
        compile_docx(stream.getvalue(), tables={"members": RowsSpec(2)})
    assert [one.code for one in raised.value.problems] == ["OOXML-045"]
