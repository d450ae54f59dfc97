"""Text slots of Word templates: plain, hidden, split, dotted, filtered, on printed rules."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.ooxml import FillError, TemplateError, Ticks, compile_docx


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def opened(content):
    return docx.Document(BytesIO(content))


def one_line(*texts, hidden=()):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for number, text in enumerate(texts):
        run = paragraph.add_run(text)
        if number in hidden:
            run.font.hidden = True
    return saved(document)


def test_a_name_becomes_its_value():
    template = compile_docx(one_line("姓名：{{ name }}。"))
    assert opened(template.fill({"name": "张三&<李四>\"'"})).paragraphs[0].text == "姓名：张三&<李四>\"'。"


def test_names_may_be_chinese_and_dotted():
    template = compile_docx(one_line("{{ 户主.姓名 }}|{{d.year}}年{{ d.month }}月{{ d.day }}日"))
    values = {"户主": {"姓名": "买买提·阿卜杜拉"}, "d": date(2026, 7, 5)}
    assert opened(template.fill(values)).paragraphs[0].text == "买买提·阿卜杜拉|2026年7月5日"


def test_a_tag_may_be_split_over_runs_and_keeps_the_first_ones_look():
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    paragraph.add_run("{").bold = True
    paragraph.add_run("{ na")
    paragraph.add_run("me }}乙{{").italic = True
    paragraph.add_run("b}}")
    filled = opened(compile_docx(saved(document)).fill({"name": "值", "b": "二"})).paragraphs[0]
    assert filled.text == "甲值乙二"
    assert [(run.text, run.bold, run.italic) for run in filled.runs] == [
        ("甲", None, None),
        ("值", True, None),
        ("乙", None, True),
        ("二", None, True),
    ]


def test_a_hidden_tag_prints_nothing_until_it_is_filled():
    content = one_line("姓名：", "{{ name }}", "（签字）", hidden=(1,))
    run = opened(compile_docx(content).fill({"name": "张三"})).paragraphs[0].runs[1]
    assert (run.text, run.font.hidden) == ("张三", None)


def test_newlines_and_tabs_of_a_value_are_printed():
    text = "一\n二\t三\r\n四"
    filled = opened(compile_docx(one_line("{{ a }}")).fill({"a": text})).paragraphs[0]
    assert filled.text == "一\n二\t三\n四"
    assert len(filled._p.findall(".//" + qn("w:br"))) == 2


def test_numbers_and_dates_become_plain_text():
    template = compile_docx(one_line("{{a}} {{b}} {{c}} {{d}}"))
    values = {"a": 7, "b": Decimal("1E+3"), "c": 0.1 + 0.2, "d": date(2026, 1, 2)}
    assert opened(template.fill(values)).paragraphs[0].text == "7 1000 0.3 2026-01-02"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "OOXML-081"),
        (True, "OOXML-082"),
        (["a"], "OOXML-082"),
        (float("nan"), "OOXML-090"),
        ("a\x0bb", "OOXML-083"),
        ("\ud800", "OOXML-083"),
        ("\ufffe", "OOXML-083"),
    ],
)
def test_what_cannot_be_written_is_refused_without_its_value(value, code):
    with pytest.raises(FillError) as caught:
        compile_docx(one_line("身份证{{ id_no }}")).fill({"id_no": value})
    assert (caught.value.code, caught.value.slot, caught.value.place.part) == (
        code,
        "id_no",
        "word/document.xml",
    )


def test_a_missing_value_follows_the_setting():
    content = one_line("甲{{ a }}乙")
    with pytest.raises(FillError, match="OOXML-080"):
        compile_docx(content).fill({})
    assert opened(compile_docx(content, undefined="blank").fill({"a": None})).paragraphs[0].text == "甲乙"
    assert opened(compile_docx(content, undefined="keep").fill({})).paragraphs[0].text == "甲{{ a }}乙"


def test_data_is_never_rendered_again():
    template = compile_docx(one_line("{{ a }}"))
    for text in ("{{7*7}}", "{% x %}", "{# c #}", "${a}", "%s", "{0}", "]]>", "</w:t></w:r></w:p>"):
        assert opened(template.fill({"a": text})).paragraphs[0].text == text


def test_filters_make_text_and_expressions_stay_in_the_sandbox():
    template = compile_docx(
        one_line("{{ d | cn_date }}{{ d | cn_date | quote }}{{ a ~ “！” }}"),
        filters={"cn_date": lambda day: f"{day.year}年", "quote": lambda text: f"“{text}”"},
    )
    assert (
        opened(template.fill({"d": date(2026, 7, 5), "a": "好"})).paragraphs[0].text == "2026年“2026年”好！"
    )


@pytest.mark.parametrize(
    "expression",
    [
        "''.__class__.__mro__",
        "a.__class__",
        "a.encode()",
        "a|attr('upper')",
        "'x'*10**10",
        "'%999999999d'%1",
        "9**9**9",
    ],
)
def test_an_expression_cannot_leave_the_sandbox(expression):
    with pytest.raises((FillError, TemplateError)):
        compile_docx(one_line("{{ " + expression + " }}")).fill({"a": "x"})


@pytest.mark.parametrize(
    "expression", ["cycler.__init__.__globals__", "lipsum", "range(9)", "self", "namespace()"]
)
def test_nothing_but_the_values_can_be_named(expression):
    with pytest.raises((FillError, TemplateError)):
        compile_docx(one_line("{{ " + expression + " }}")).fill({"a": "x"})


def test_a_printed_rule_keeps_its_length_under_a_shorter_value():
    template = compile_docx(
        one_line("姓名", "{{ name }}", "________", "日期", hidden=(1,)), undefined="blank"
    )
    assert opened(template.fill({})).paragraphs[0].text == "姓名________日期"
    filled = opened(template.fill({"name": "张三"})).paragraphs[0]
    assert filled.text == "姓名张三\u3000\u3000日期"
    assert [run.underline for run in filled.runs] == [None, True, None]
    assert opened(template.fill({"name": "买买提·阿卜杜拉"})).paragraphs[0].text == "姓名买买提·阿卜杜拉日期"


def test_underlined_spaces_are_a_rule_too():
    document = docx.Document()
    paragraph = document.add_paragraph("电话{{ phone }}")
    paragraph.add_run("          ").underline = True
    filled = opened(compile_docx(saved(document)).fill({"phone": "无"})).paragraphs[0]
    assert filled.text == "电话无" + "\u3000" * 4
    assert filled.runs[-1].underline


def test_headers_footers_and_tables_hold_slots():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉{{ a }}"
    document.sections[0].footer.paragraphs[0].text = "页脚{{ a }}"
    document.add_table(1, 1).cell(0, 0).text = "格{{ a }}"
    template = compile_docx(saved(document))
    filled = opened(template.fill({"a": "&"}))
    assert filled.sections[0].header.paragraphs[0].text == "页眉&"
    assert filled.sections[0].footer.paragraphs[0].text == "页脚&"
    assert filled.tables[0].cell(0, 0).text == "格&"
    assert [(slot.name, slot.kind) for slot in template.slots] == [("a", "text")]


BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>'
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_text_boxes_hold_slots_in_both_their_forms():
    document = docx.Document()
    paragraph = document.add_paragraph("外{{ a }}")
    inner = "<w:p><w:r><w:t>框{{ a</w:t></w:r><w:r><w:t> }}</w:t></w:r></w:p>"
    paragraph._p.append(parse_xml(BOX.format(inner, inner)))
    paragraph.add_run("{{ b }}")
    filled = opened(compile_docx(saved(document)).fill({"a": "&", "b": "乙"})).paragraphs[0]._p
    assert [node.text for node in filled.iter(qn("w:t"))] == ["外", "&", "框", "&", "框", "&", "乙"]


@pytest.mark.parametrize("story", ["footnote", "endnote", "comment"])
def test_notes_and_comments_hold_slots(story):
    document = docx.Document()
    note = (
        f'<w:{story}s {nsdecls("w")}><w:{story} w:id="2"><w:p><w:r><w:t>注{{{{ a }}}}{{% if b %}}有{{% endif %}}</w:t>'
        f"</w:r></w:p></w:{story}></w:{story}s>"
    )
    name, kind = (
        f"/word/{story}s.xml",
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{story}s+xml",
    )
    part = Part(PackURI(name), kind, note.encode(), document.part.package)
    document.part.relate_to(part, f"{RT.OFFICE_DOCUMENT.rpartition('/')[0]}/{story}s")
    template = compile_docx(saved(document))
    root = etree.fromstring(template.fill_parts({"a": "值&", "b": 1})[name[1:]])
    assert "".join(node.text or "" for node in root.iter(qn("w:t"))) == "注值&有"
    assert template.slots[0].where.part == name[1:]


def test_mail_merge_fields_are_slots():
    document = docx.Document()
    paragraph = document.add_paragraph("户主")
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" MERGEFIELD 姓名 \\* MERGEFORMAT "><w:r><w:rPr><w:b/></w:rPr><w:t>«姓名»</w:t></w:r></w:fldSimple>'
        )
    )
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> MERGEFIELD </w:instrText>",
        '<w:instrText>"家庭 住址" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>«住址»</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{part}</w:r>"))
    template = compile_docx(saved(document))
    filled = opened(template.fill({"姓名": "张三", "家庭_住址": "石桥村"})).paragraphs[0]
    assert filled.text == "户主张三石桥村"
    assert filled.runs[1].bold
    assert [slot.name for slot in template.slots] == ["姓名", "家庭_住址"]


def test_a_page_number_field_is_left_alone():
    document = docx.Document()
    document.add_paragraph("{{ a }}")._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>'))
    assert (
        opened(compile_docx(saved(document)).fill({"a": ""})).element.find(".//" + qn("w:fldSimple"))
        is not None
    )


def test_many_threads_may_fill_one_template():
    template = compile_docx(one_line("{{ a }}|{{ a }}"))
    expected = {number: template.fill({"a": f"值{number}"}) for number in range(20)}
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: (number, template.fill({"a": f"值{number}"})), [*range(20)] * 5))
    assert all(expected[number] == content for number, content in made)


def test_a_slot_knows_its_place():
    document = docx.Document()
    table = document.add_table(3, 2)
    table.cell(2, 1).text = "姓名{{ name }}"
    where = compile_docx(saved(document)).slots[0].where
    assert (where.part, where.table, where.row, where.cell, where.text) == (
        "word/document.xml",
        1,
        3,
        2,
        "姓名{{ name }}",
    )


def test_all_problems_of_a_template_come_at_once():
    document = docx.Document()
    for text in ("{{ a", "{{ }}", "{% if x %}", "{{ b | cn_dat }}", "｛｛ c ｝｝", "{{ d + }}"):
        document.add_paragraph(text)
    with pytest.raises(TemplateError) as caught:
        compile_docx(saved(document), filters={"cn_date": str})
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["OOXML-040", "OOXML-041", "OOXML-041", "OOXML-041", "OOXML-042", "OOXML-052"]
    assert "did you mean “cn_date”?" in str(caught.value)


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)
TEMPLATE = compile_docx(one_line("（{{ a }}）（", "{{ b }}", "）", hidden=(1,)))


@settings(max_examples=200, deadline=None)
@given(PRINTABLE, PRINTABLE)
def test_any_printable_text_comes_back_character_for_character(a, b):
    root = etree.fromstring(TEMPLATE.fill_parts({"a": a, "b": b})["word/document.xml"])
    assert "".join(node.text or "" for node in root.iter(qn("w:t"))) == f"（{a}）（{b}）"


def test_the_same_values_give_the_same_bytes():
    content = one_line("{{ a }}")
    assert compile_docx(content).fill({"a": "一"}) == compile_docx(content).fill({"a": "一"})


def test_the_library_that_made_the_template_is_not_named_in_the_output():
    properties = opened(compile_docx(one_line("{{ a }}")).fill({"a": "一"})).core_properties
    assert (properties.author, properties.comments, properties.created.year) == ("", "", 2000)


def test_a_missing_value_suggests_a_near_name():
    with pytest.raises(FillError, match="Did you mean “household_head”"):
        compile_docx(one_line("{{ househould_head }}")).fill({"household_head": "张三"})


WHOLE = "甲{{ a }}乙{{ b | up }}____丙{{ c | ticks }}□是 □其他____"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, len(WHOLE) - 1), max_size=12))
def test_however_word_cuts_the_runs_the_result_is_the_same(cuts):
    document = docx.Document()
    paragraph = document.add_paragraph()
    ends = [0, *sorted(set(cuts)), len(WHOLE)]
    for start, end in itertools.pairwise(ends):
        paragraph.add_run(WHOLE[start:end])
    template = compile_docx(saved(document), filters={"up": str.upper})
    root = etree.fromstring(
        template.fill_parts({"a": "一", "b": "x", "c": Ticks(other="二")})["word/document.xml"]
    )
    printed = "".join(node.text or "" for node in root.iter(qn("w:t")))
    assert printed == "甲一乙X\u3000\u00a0丙□是 ☑其他二\u3000"
