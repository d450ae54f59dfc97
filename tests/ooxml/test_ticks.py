"""Tick groups of every kind of box."""

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from docgen.ooxml import FillError, TemplateError, Ticks, compile_docx

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def opened(content):
    return docx.Document(BytesIO(content))


def group(*texts):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text in texts:
        run = paragraph.add_run(text)
        run.font.hidden = True if text.startswith("{{") else None
    return saved(document)


def line(template, **values):
    return opened(template.fill(values)).paragraphs[0].text


def test_chosen_options_are_ticked_and_the_others_stay():
    template = compile_docx(group("致贫原因：", "{{ causes | ticks }}", "□因病  □因学 □因 灾"))
    assert template.slots[0].options == ("因病", "因学", "因灾")
    assert line(template, causes=Ticks.of("因病", "因灾")) == "致贫原因：☑因病  □因学 ☑因 灾"
    assert line(template, causes=Ticks()) == "致贫原因：□因病  □因学 □因 灾"


def test_a_tag_directly_before_a_box_is_a_tick_tag():
    template = compile_docx(group("{{ sex }}", "□男 □女"))
    assert line(template, sex="女") == "□男 ☑女"
    assert line(template, sex=("男",)) == "☑男 □女"


def test_boxes_may_stand_behind_their_texts():
    template = compile_docx(group("是否：", "{{ yes | ticks }}", "是□ 否□"))
    assert template.slots[0].options == ("是", "否")
    assert line(template, yes=True) == "是否：是☑ 否□"
    assert line(template, yes=False) == "是否：是□ 否☑"


def test_an_option_is_known_by_its_printed_code():
    template = compile_docx(group("{{ cause | ticks }}", "□1.因病 □2.因学 □10.因灾"))
    assert line(template, cause=Ticks.of("10")) == "□1.因病 □2.因学 ☑10.因灾"
    assert line(template, cause=Ticks.of("因学")) == "□1.因病 ☑2.因学 □10.因灾"


def test_the_text_for_other_goes_into_its_blank():
    template = compile_docx(group("{{ cause | ticks }}", "□因病 □其他________ □无"))
    assert line(template, cause=Ticks(other="缺水")) == "□因病 ☑其他缺水\u3000\u3000 □无"
    assert line(template, cause=Ticks.of("因病")) == "☑因病 □其他________ □无"
    filled = opened(template.fill({"cause": Ticks.of("其他", other="A&B")})).paragraphs[0]
    assert [run.text for run in filled.runs if run.underline] == ["A&B\u3000\u3000\u00a0"]


def test_other_with_a_colon_and_a_full_width_rule():
    template = compile_docx(group("{{ cause | ticks }}", "□无 □其他：", "＿＿＿"))
    assert line(template, cause=Ticks(other="缺水")) == "□无 ☑其他：缺水\u3000"


def test_what_the_group_does_not_have_is_refused():
    template = compile_docx(group("{{ cause | ticks }}", "□因病 □因学"))
    with pytest.raises(FillError, match="OOXML-084"):
        template.fill({"cause": Ticks.of("因灾")})
    with pytest.raises(FillError, match="OOXML-085"):
        template.fill({"cause": Ticks(other="缺水")})
    with pytest.raises(FillError, match="OOXML-082"):
        template.fill({"cause": 3})


def test_a_group_ends_at_the_next_tick_tag():
    template = compile_docx(group("{{ a | ticks }}", "□甲 □乙 ", "{{ b | ticks }}", "□甲 □丙"))
    assert line(template, a=Ticks.of("甲"), b=Ticks.of("丙")) == "☑甲 □乙 □甲 ☑丙"


def test_a_group_may_fill_several_paragraphs_of_a_cell():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{{ a | ticks }}□甲"
    cell.add_paragraph("□乙 □丙")
    template = compile_docx(saved(document))
    assert opened(template.fill({"a": ("丙", "甲")})).tables[0].cell(0, 0).text == "☑甲\n□乙 ☑丙"


def test_a_value_may_stand_inside_an_option():
    template = compile_docx(group("{{ a | ticks }}", "□有，", "{{ amount }}", "____元 □无"))
    assert template.slots[0].name == "amount"
    assert line(template, a=Ticks.of("有元"), amount="500") == "☑有，500\u00a0元 □无"


def test_wingdings_boxes_are_ticked():
    document = docx.Document()
    paragraph = document.add_paragraph("{{ a | ticks }}")
    for text in ("甲", "乙"):
        run = paragraph.add_run()
        run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="F0A8"/>'))
        paragraph.add_run(text)
    filled = opened(compile_docx(saved(document)).fill({"a": "乙"}))
    assert [node.get(qn("w:char")) for node in filled.element.iter(qn("w:sym"))] == ["F0A8", "F0FE"]


def test_checkbox_content_controls_are_ticked():
    document = docx.Document()
    paragraph = document.add_paragraph("{{ a | ticks }}")
    for text in ("甲", "乙"):
        paragraph._p.append(
            parse_xml(
                f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
                '<w14:checkedState w14:val="2612"/></w14:checkbox></w:sdtPr>'
                "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
        paragraph.add_run(text)
    filled = opened(compile_docx(saved(document)).fill({"a": "乙"})).element
    assert [node.get(f"{{{W14}}}val") for node in filled.iter(f"{{{W14}}}checked")] == ["0", "1"]
    assert [node.findtext(".//" + qn("w:t")) for node in filled.iter(qn("w:sdt"))][-2:] == ["☐", "☒"]


def test_legacy_form_checkboxes_are_ticked():
    document = docx.Document()
    paragraph = document.add_paragraph("{{ a | ticks }}")
    for text in ("甲", "乙"):
        run = paragraph.add_run()
        run._r.append(
            parse_xml(
                f'<w:fldChar {nsdecls("w")} w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/>'
                "</w:checkBox></w:ffData></w:fldChar>"
            )
        )
        paragraph.add_run()._r.append(parse_xml(f"<w:instrText {nsdecls('w')}> FORMCHECKBOX </w:instrText>"))
        paragraph.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>'))
        paragraph.add_run(text)
    filled = opened(compile_docx(saved(document)).fill({"a": "甲"})).element
    assert [node.get(qn("w:val")) for node in filled.iter(qn("w:checked"))] == ["1", "0"]


def test_a_lone_tick_stands_in_an_empty_cell():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{ poor | tick }}"
    template = compile_docx(saved(document))
    assert opened(template.fill({"poor": True})).tables[0].cell(0, 0).text == "√"
    assert opened(template.fill({"poor": False})).tables[0].cell(0, 0).text == ""


def test_the_tick_can_be_chosen():
    assert line(compile_docx(group("{{ a | ticks }}", "□甲"), tick="■"), a=True) == "■甲"


def test_a_tick_tag_without_boxes_and_a_doubled_option_are_problems():
    for text, code in (("{{ a | ticks }}无框", "OOXML-043"), ("{{ a | ticks }}□甲 □甲", "OOXML-044")):
        with pytest.raises(TemplateError, match=code):
            compile_docx(group(text))


def test_one_name_cannot_be_a_text_and_a_tick_group():
    with pytest.raises(TemplateError, match="OOXML-048"):
        compile_docx(group("{{ a }}", "，", "{{ a | ticks }}", "□甲"))
