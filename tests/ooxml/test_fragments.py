"""Values that are more than text: refusals, relationships, frames, content controls."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.ooxml import (
    FillError,
    Image,
    Listing,
    RichParagraphs,
    RichText,
    RowsSpec,
    SubDocument,
    TemplateError,
    compile_docx,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)
GIF = b"GIF89a\x08\x00\x04\x00\x00\x00\x00;"


def jpeg(width, height, dots):
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01" + dots.to_bytes(2, "big") * 2 + b"\0\0"
    frame = (
        b"\xff\xc0\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x03" + b"\0" * 9
    )
    return start + frame + b"\xff\xd9"


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def opened(content):
    return docx.Document(BytesIO(content))


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def members(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (RichText.of("甲", link="file:///etc/passwd"), "OOXML-094"),
        (RichText.of("甲", link="javascript:alert(1)"), "OOXML-094"),
        (RichText.of("甲", color="red"), "OOXML-093"),
        (RichText.of("甲\x0b"), "OOXML-083"),
        (Image(b"<svg/>"), "OOXML-095"),
        (Image(b"\x89PNG\r\n\x1a\n"), "OOXML-095"),
        (Image(PNG, link="file:///x"), "OOXML-094"),
        (RichParagraphs().add("甲"), "OOXML-082"),
        (SubDocument(paragraphs("甲")), "OOXML-082"),
        (b"bytes", "OOXML-082"),
    ],
)
def test_what_cannot_stand_in_a_text_is_refused_with_its_place(value, code):
    with pytest.raises(FillError, match=code) as caught:
        compile_docx(paragraphs("文{{ x }}")).fill({"x": value})
    assert caught.value.place.text == "文{{ x }}"


def test_no_fragment_stands_on_a_rule_or_in_boxes():
    with pytest.raises(FillError, match="OOXML-082"):
        compile_docx(paragraphs("{{ x }}______")).fill({"x": RichText.of("甲")})


def test_a_value_cannot_forge_a_relationship():
    made = opened(compile_docx(paragraphs("{{ x }}{{ y }}")).fill({"x": "<#0#>", "y": Image(PNG, width=5)}))
    assert made.paragraphs[0].text == "<#0#>"
    assert len(made.inline_shapes) == 1


@pytest.mark.parametrize(
    ("content", "size"),
    [(jpeg(300, 150, 300), (914400, 457200)), (GIF, (76200, 38100)), (PNG, (9525, 9525))],
)
def test_a_picture_is_as_large_as_its_header_says(content, size):
    shape = opened(compile_docx(paragraphs("{{ x }}")).fill({"x": Image(content)})).inline_shapes[0]
    assert (shape.width, shape.height) == size


def test_one_picture_used_often_is_one_part_and_drawings_are_numbered_across_stories():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ x }}"
    for _ in range(3):
        document.add_paragraph("{{ x }}")
    parts = members(compile_docx(saved(document)).fill({"x": Image(PNG, width=5)}))
    assert len([name for name in parts if name.startswith("word/media/")]) == 1
    ids = [
        node.get("id")
        for name in ("word/document.xml", "word/header1.xml")
        for node in parse_xml(parts[name]).iter(qn("wp:docPr"))
    ]
    assert sorted(ids) == ["1", "2", "3", "4"]


def test_a_fill_with_a_picture_leaves_nothing_for_the_next():
    template = compile_docx(paragraphs("{{ x }}"))
    plain = template.fill({"x": "甲"})
    assert opened(template.fill({"x": Image(PNG)})).inline_shapes
    assert template.fill({"x": "甲"}) == plain
    assert template.fill({"x": Image(PNG)}) == template.fill({"x": Image(PNG)})


def framed():
    document = docx.Document()
    document.add_picture(BytesIO(PNG))._inline.docPr.set("descr", "{{ photo }}")
    return saved(document)


def test_a_frame_takes_a_picture_and_keeps_its_size():
    template = compile_docx(framed())
    assert [(slot.name, slot.kind) for slot in template.slots] == [("photo", "image")]
    made = opened(template.fill({"photo": Image(GIF)}))
    shape = made.inline_shapes[0]
    assert made.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob == GIF
    assert shape._inline.docPr.get("descr") == ""
    assert opened(compile_docx(framed(), undefined="blank").fill({})).inline_shapes
    with pytest.raises(FillError, match="OOXML-082"):
        template.fill({"photo": "text"})


def drawn_in_vml(alt):
    """A document of an old Word: its picture stands in VML."""
    document = docx.Document()
    document.add_picture(BytesIO(PNG))
    key = document.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed
    run = document.paragraphs[0].runs[0]._r
    run.remove(run.find(qn("w:drawing")))
    run.append(
        parse_xml(
            f'<w:pict {nsdecls("w", "r")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
            f'<v:shape id="图片 1" alt="{alt}" style="width:20pt;height:20pt"><v:imagedata r:id="{key}" o:title="章"/></v:shape></w:pict>'
        )
    )
    return saved(document)


def shown_in_vml(content):
    made = opened(content)
    image = next(
        node for node in made.element.iter() if node.tag == "{urn:schemas-microsoft-com:vml}imagedata"
    )
    return made.part.related_parts[image.get(qn("r:id"))].blob


@pytest.mark.parametrize("name", ["图片 1", "公章", "章"])
def test_a_picture_in_vml_is_replaced_by_its_name_title_or_description(name):
    template = compile_docx(drawn_in_vml("公章"))
    assert shown_in_vml(template.fill({}, pictures={name: GIF})) == GIF
    assert shown_in_vml(template.fill({})) == PNG


def test_a_picture_in_vml_is_a_frame_when_its_description_is_a_tag():
    template = compile_docx(drawn_in_vml("{{ photo }}"))
    assert [(slot.name, slot.kind) for slot in template.slots] == [("photo", "image")]
    assert shown_in_vml(template.fill({"photo": Image(GIF)})) == GIF


def test_a_picture_or_embedded_file_that_is_not_there_is_refused():
    template = compile_docx(framed())
    with pytest.raises(FillError, match="OOXML-096"):
        template.fill({"photo": PNG}, pictures={"公章": PNG})
    with pytest.raises(FillError, match="OOXML-096"):
        template.fill({"photo": PNG}, embedded={"sheet.xlsx": b""})


def control(kind, tag="{{ x }}", content='<w:r><w:t xml:space="preserve">请填写</w:t></w:r>'):
    return (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="{tag}"/>{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def controlled(xml):
    document = docx.Document()
    document.add_paragraph("前")._p.append(parse_xml(xml))
    return saved(document)


CHOICES = '<w:dropDownList><w:listItem w:displayText="一般户" w:value="1"/><w:listItem w:displayText="脱贫户" w:value="2"/></w:dropDownList>'


def shown(content):
    return "".join(node.text or "" for node in opened(content).element.body.iter(qn("w:t")))


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("<w:text/>", "张三&", "前张三&"),
        ("<w:date><w:dateFormat w:val='yyyy-M-d'/></w:date>", date(2026, 7, 5), "前2026年7月5日"),
        (CHOICES, "脱贫户", "前脱贫户"),
        (CHOICES, "1", "前一般户"),
    ],
)
def test_a_content_control_is_a_slot(kind, value, text):
    template = compile_docx(controlled(control(kind)))
    assert [slot.name for slot in template.slots] == ["x"]
    filled = template.fill({"x": value})
    assert shown(filled) == text
    if isinstance(value, date):
        assert next(opened(filled).element.iter(qn("w:date"))).get(qn("w:fullDate")) == "2026-07-05T00:00:00Z"
    assert shown(compile_docx(controlled(control(kind)), undefined="blank").fill({})) == "前请填写"


def test_a_drop_down_takes_its_own_items_only_and_other_controls_are_left_alone():
    with pytest.raises(FillError, match="OOXML-084"):
        compile_docx(controlled(control(CHOICES))).fill({"x": "别的"})
    assert compile_docx(controlled(control("<w:text/>", tag="goog_rdk_0"))).slots == ()


def test_a_sub_document_with_notes_or_macros_is_refused():
    noted = opened(paragraphs("甲"))
    noted.add_comment([noted.paragraphs[0].add_run("乙")], text="批注", author="县")
    with pytest.raises(TemplateError, match="OOXML-055"):
        compile_docx(paragraphs("{{p x }}")).fill({"x": SubDocument(saved(noted))})
    with pytest.raises(TemplateError, match="OOXML-001"):
        compile_docx(paragraphs("{{p x }}")).fill({"x": SubDocument(b"no zip")})


def test_a_sub_document_is_put_in_many_times_each_list_for_itself():
    part = docx.Document()
    part.add_paragraph("一", style="List Number")
    part.add_picture(BytesIO(PNG))
    content = paragraphs("{%p for x in parts %}", "{{p x }}", "{%p endfor %}")
    made = opened(compile_docx(content).fill({"parts": [SubDocument(saved(part))] * 3}))
    numbers = [node.get(qn("w:val")) for node in made.element.body.iter(qn("w:numId"))]
    assert len(set(numbers)) == 3
    assert len(made.inline_shapes) == 3
    assert len({node.get("id") for node in made.element.body.iter(qn("wp:docPr"))}) == 3


def test_a_sub_document_may_stand_alone_in_a_cell():
    part = docx.Document()
    part.add_table(1, 1).cell(0, 0).text = "里"
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{p x }}"
    made = opened(compile_docx(saved(document)).fill({"x": SubDocument(saved(part))}))
    cell = made.tables[0].cell(0, 0)
    assert cell.tables[0].cell(0, 0).text == "里"
    assert cell._tc[-1].tag == qn("w:p")


def everywhere():
    """A template with every kind of place that takes text."""
    document = docx.Document()
    document.core_properties.title = "{{ title }}"
    document.sections[0].header.paragraphs[0].text = "{{ head }}"
    document.add_paragraph("{{ plain }}").add_run("{{ hidden }}").font.hidden = True
    document.add_paragraph("{{r rich }}{{ listing }}")
    document.add_paragraph("{{p block }}")
    document.add_paragraph(
        "{% macro f(x) %}（{{ x }}）{% endmacro %}{{ f(called) }}{% for m in loop_over %}{{ m }}{% endfor %}"
    )
    document.add_paragraph()._p.append(parse_xml(control("<w:text/>", tag="{{ controlled }}")))
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "住址"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ rows.name }}", "{{ rows.home }}"
    return compile_docx(saved(document), tables={"rows": RowsSpec(rows=1, caption="名单")})


EVERYWHERE = everywhere()
PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)


def spread(texts):
    keys = (
        "title",
        "head",
        "plain",
        "hidden",
        "rich",
        "listing",
        "block",
        "called",
        "loop",
        "controlled",
        "a",
        "b",
        "c",
        "d",
    )
    given_texts = dict(zip(keys, texts, strict=True))
    a, b, c, d = (given_texts[key] for key in "abcd")
    return given_texts | {
        "rich": RichText.of(given_texts["rich"], bold=True),
        "listing": Listing(given_texts["listing"]),
        "block": RichParagraphs().add(given_texts["block"]),
        "loop_over": [given_texts["loop"]],
        "rows": [{"name": a, "home": b}, {"name": c, "home": d}],
    }


def printed(parts):
    return {
        name: "".join(node.text or "" for node in parse_xml(content).iter(qn("w:t")))
        for name, content in parts.items()
        if name.startswith("word/")
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(PRINTABLE, min_size=14, max_size=14))
def test_any_printable_text_comes_back_from_every_kind_of_place(texts):
    title, head, *body = texts
    plain, hidden, rich, listing, block, called, loop, controlled, a, b, c, d = body
    parts = EVERYWHERE.fill_parts(spread(texts))
    told = printed(parts)
    assert told["word/header1.xml"] == head
    assert told["word/document.xml"] == (
        f"{plain}{hidden}{rich}{listing}{block}（{called}）{loop}{controlled}姓名住址{a}{b}名单（续表）姓名住址{c}{d}"
    )
    core = parse_xml(parts["docProps/core.xml"])
    assert core.findtext("{http://purl.org/dc/elements/1.1/}title") == title


def test_one_households_marks_never_stand_in_anothers_file():
    one, other = ([f"标记{who}{n}" for n in range(14)] for who in "甲乙")
    first, second, again = (EVERYWHERE.fill(spread(each)) for each in (one, other, one))
    assert first == again
    for content, own, foreign in ((first, "甲", "乙"), (second, "乙", "甲")):
        text = b"".join(members(content).values()).decode("utf-8", "replace")
        assert all(f"标记{own}{n}" in text for n in range(14))
        assert f"标记{foreign}" not in text


def test_many_threads_fill_one_template_without_mixing_their_pictures():
    template = compile_docx(paragraphs("{{ x }}", "{{ y }}"))
    pictures = [png_of(shade) for shade in range(24)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda content: template.fill({"x": Image(content), "y": "文"}), pictures))
    for content, picture in zip(made, pictures, strict=True):
        media = [part for name, part in members(content).items() if name.startswith("word/media/")]
        assert media == [picture]


def png_of(shade):
    return PNG + bytes([shade])  # what stands behind the end of a picture makes it another part


def with_core(inner):
    """A document with these core properties; written by hand, for docxcompose changes how python-docx writes them."""
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"{inner}</cp:coreProperties>"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members(paragraphs("文")).items():
            archive.writestr(name, core if name == "docProps/core.xml" else content)
    return stream.getvalue()


def test_properties_beyond_the_title_may_hold_tags():
    content = with_core("<cp:keywords>{{ k }}</cp:keywords><cp:category>{{ c }}</cp:category>")
    core = members(compile_docx(content).fill({"k": "甲&乙", "c": "档案"}))["docProps/core.xml"].decode()
    assert "<cp:keywords>甲&amp;乙</cp:keywords>" in core
    assert "<cp:category>档案</cp:category>" in core
