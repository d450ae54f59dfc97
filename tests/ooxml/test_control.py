"""Control tags: conditions, loops and names, in and across paragraphs, rows and cells."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from docgen.ooxml import FillError, RowsSpec, TemplateError, compile_docx

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def table(*rows):
    document = docx.Document()
    made = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def opened(content):
    return docx.Document(BytesIO(content))


def lines(content, values, **options):
    return [paragraph.text for paragraph in opened(compile_docx(content, **options).fill(values)).paragraphs]


def grid(content, values):
    made = opened(compile_docx(content).fill(values)).tables
    return [[cell.text for cell in row.cells] for row in made[0].rows] if made else []


@pytest.mark.parametrize(("level", "word"), [(1, "一"), (2, "二"), (3, "其他")])
def test_a_condition_chooses_inside_a_paragraph(level, word):
    content = paragraphs("甲{% if level == 1 %}一{% elif level == 2 %}二{% else %}其他{% endif %}乙")
    assert lines(content, {"level": level}) == [f"甲{word}乙"]


@pytest.mark.parametrize(
    ("poor", "expected"), [(True, ["甲", "低保", "户", "乙"]), (False, ["甲", "乙"]), (None, ["甲", "乙"])]
)
def test_a_condition_spans_paragraphs_of_its_own(poor, expected):
    content = paragraphs("甲", "{%p if poor %}", "低保", "户", "{%p endif %}", "乙")
    assert lines(content, {"poor": poor}) == expected


def test_other_text_in_a_paragraphs_tag_is_kept():
    content = paragraphs("甲", "{%p if poor %}低保户{%p endif %}", "乙")
    assert lines(content, {"poor": True}) == ["甲", "低保户", "乙"]
    assert lines(content, {"poor": False}) == ["甲", "乙"]


def test_a_loop_repeats_paragraphs_and_nests():
    content = paragraphs(
        "{%p for g in groups %}",
        "{{ loop.index }}.{{ g.name }}",
        "{%p for m in g.members %}",
        "－{{ m }}{% if not loop.last %}；{% endif %}",
        "{%p endfor %}",
        "{%p endfor %}",
        "完",
    )
    values = {"groups": [{"name": "一组", "members": ["甲&", "乙"]}, {"name": "二组", "members": []}]}
    assert lines(content, values) == ["1.一组", "－甲&；", "－乙", "2.二组", "完"]


def test_a_loop_inside_a_paragraph():
    content = paragraphs(
        "{% for m in members if m.age > 17 %}{{ m.name }}{% if not loop.last %}、{% endif %}{% else %}无{% endfor %}。"
    )
    members = [{"name": "甲", "age": 40}, {"name": "乙", "age": 3}, {"name": "丙", "age": 18}]
    assert lines(content, {"members": members}) == ["甲、丙。"]
    assert lines(content, {"members": []}) == ["无。"]


def test_rows_are_repeated_from_rows_of_their_own_or_in_one_row():
    own = table(
        ("姓名", "年龄"),
        ("{%tr for m in members %}", ""),
        ("{{ m.name }}", "{{ m.age }}"),
        ("{%tr endfor %}", ""),
        ("完", ""),
    )
    same = table(
        ("姓名", "年龄"), ("{%tr for m in members %}{{ m.name }}", "{{ m.age }}{%tr endfor %}"), ("完", "")
    )
    values = {"members": [{"name": "甲", "age": 1}, {"name": "乙", "age": 2}]}
    assert grid(own, values) == grid(same, values) == [["姓名", "年龄"], ["甲", "1"], ["乙", "2"], ["完", ""]]
    assert grid(own, {"members": []}) == [["姓名", "年龄"], ["完", ""]]


def test_a_table_without_rows_and_a_cell_without_paragraphs_stay_valid():
    assert grid(table(("{%tr for m in members %}{{ m }}{%tr endfor %}",)), {"members": []}) == []
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{%p if a %}"
    cell.add_paragraph("甲")
    cell.add_paragraph("{%p endif %}")
    content = saved(document)
    assert grid(content, {"a": False}) == [[""]]
    assert len(opened(compile_docx(content).fill({"a": False})).tables[0].cell(0, 0).paragraphs) == 1
    assert grid(content, {"a": True}) == [["甲"]]


def test_names_can_be_set_and_pairs_looped_over():
    content = paragraphs(
        "{% set total = a + b %}{{ total }}",
        "{% for key, value in money.items() %}{{ key }}={{ value }};{% endfor %}",
        "{# 注 #}尾",
    )
    assert lines(content, {"a": 1, "b": 2, "money": {"甲": 1, "乙": 2}}) == ["3", "甲=1;乙=2;", "尾"]


def test_a_name_set_in_one_fill_is_unknown_to_the_next():
    template = compile_docx(paragraphs("{% if a %}{% set b = a %}{% endif %}{{ b }}"))
    values = {"a": "甲"}
    assert opened(template.fill(values)).paragraphs[0].text == "甲"
    assert values == {"a": "甲"}
    with pytest.raises(FillError, match="OOXML-080"):
        template.fill({"a": ""})


def test_a_control_tag_may_be_split_over_runs():
    document = docx.Document()
    paragraph = document.add_paragraph("甲{")
    for piece in ("% if", " a", "%}乙{% en", "dif %", "}丙"):
        paragraph.add_run(piece)
    assert lines(saved(document), {"a": False}) == ["甲丙"]


def test_ticks_and_rules_work_inside_a_loop():
    content = paragraphs(
        "{%p for m in members %}", "{{ m.name }}____{{ m.sex | ticks }}□男 □女", "{%p endfor %}"
    )
    members = [{"name": "甲", "sex": "男"}, {"name": "乙", "sex": "女"}]
    assert lines(content, {"members": members}) == ["甲　☑男 □女", "乙　□男 ☑女"]


def test_the_slots_of_a_loop_are_columns():
    template = compile_docx(
        paragraphs("{%p for m in members %}", "{{ m.name }} {{ title }}", "{%p endfor %}")
    )
    assert [(slot.name, slot.kind) for slot in template.slots] == [("title", "text"), ("members", "rows")]
    assert [column.name for column in template.slots[1].columns] == ["members.name"]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["{% if a %}"], "OOXML-052"),
        (["{% endif %}"], "OOXML-052"),
        (["{% for m in a %}{% endif %}{% endfor %}"], "OOXML-052"),
        (["{% include '/etc/passwd' %}"], "OOXML-049"),
        (["{% import 'x' as y %}"], "OOXML-049"),
        (["{% for in a %}{% endfor %}"], "OOXML-041"),
        (["{% if a + %}{% endif %}"], "OOXML-041"),
    ],
)
def test_a_control_tag_that_cannot_be_understood_is_a_problem(texts, code):
    with pytest.raises(TemplateError, match=code):
        compile_docx(paragraphs(*texts))


def test_a_block_that_cuts_through_a_table_is_a_problem():
    with pytest.raises(TemplateError, match="OOXML-053"):
        compile_docx(table(("{% if a %}甲", "乙{% endif %}"), ("{%tr if a %}", "{% endif %}")))


def test_loops_have_a_budget():
    content = paragraphs(
        "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}"
    )
    with pytest.raises(FillError, match="OOXML-092"):
        compile_docx(content).fill({"x": list(range(100))})


def test_a_template_cannot_change_what_it_is_given():
    members = ["甲"]
    for expression in ("members.append('乙')", "members.clear()", "members.__iadd__(['乙'])"):
        with pytest.raises((FillError, TemplateError)):
            compile_docx(paragraphs("{{ " + expression + " }}")).fill({"members": members})
    assert members == ["甲"]


def test_a_table_of_records_inside_a_condition_is_a_problem():
    content = table(("{%tr if a %}", ""), ("{{ m.x }}", "{{ m.y }}"), ("{%tr endif %}", ""))
    with pytest.raises(TemplateError, match="OOXML-047"):
        compile_docx(content, tables={"m": RowsSpec(rows=1, overflow="error")})


def test_loops_have_a_budget_of_characters():
    content = paragraphs("{% for a in x %}{{ text }}{% endfor %}")
    with pytest.raises(FillError, match="OOXML-092"):
        compile_docx(content).fill({"x": [0] * 100, "text": "长" * 1_000_000})


def test_repeated_drawings_are_numbered_anew():
    document = docx.Document()
    document.add_paragraph("{%p for a in x %}")
    document.add_picture(BytesIO(PNG))
    document.add_paragraph("{%p endfor %}")
    filled = opened(compile_docx(saved(document)).fill({"x": [1, 2, 3]}))
    assert [node.get("id") for node in filled.element.iter(qn("wp:docPr"))] == ["1", "2", "3"]
