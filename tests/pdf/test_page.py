"""Paragraphs, sections, headers and the PDF file itself."""

import socket
from io import BytesIO

import pikepdf
import pytest

from docgen.pdf import fonts, page

PITCH = 15.6


@pytest.fixture
def drawn(word, look_at):
    """Draw a document's body and look at its pages."""

    def draw(body, mode="word", **more):
        return look_at(page.draw(page.open_docx(word.file(body, **more), mode=mode).html()).pdf)

    return draw


def test_the_text_is_there_in_reading_order(word, drawn):
    body = word.paragraph("防止返贫监测") + word.paragraph("第二段 ABC 123")
    (sheet,) = drawn(body)
    assert sheet.text.split() == ["防止返贫监测", "第二段", "ABC", "123"]


def test_grid_lines_are_one_pitch_apart(word, drawn):
    (sheet,) = drawn(
        word.paragraph("甲") + word.paragraph("乙") + word.paragraph("丙"),
        section='<w:docGrid w:type="lines" w:linePitch="312"/>',
    )
    first, second, third = (sheet.at(c)[1] for c in "甲乙丙")
    assert second - first == pytest.approx(PITCH, abs=0.05)
    assert third - second == pytest.approx(PITCH, abs=0.05)


def test_a_large_character_takes_two_grid_lines(word, drawn):
    body = (
        word.paragraph("甲", run='<w:sz w:val="44"/>')
        + word.paragraph("乙")
        + word.paragraph("丙", run='<w:sz w:val="44"/>')
    )
    (sheet,) = drawn(body, section='<w:docGrid w:type="lines" w:linePitch="312"/>')
    assert sheet.at("丙")[1] - sheet.at("甲")[1] == pytest.approx(3 * PITCH, abs=0.05)


@pytest.mark.parametrize(
    ("spacing", "distance"),
    [
        ('w:line="560" w:lineRule="exact"', 28.0),
        ('w:line="600" w:lineRule="atLeast"', 30.0),
        ('w:line="480" w:lineRule="auto"', 2 * 1.3 * 12),
        ('w:before="200" w:after="100"', 1.3 * 12 + 10),
    ],
)
def test_line_spacing_follows_its_rule(word, drawn, spacing, distance):
    properties = f"<w:spacing {spacing}/>"
    (sheet,) = drawn(word.paragraph("甲", properties) + word.paragraph("乙", properties))
    assert sheet.at("乙")[1] - sheet.at("甲")[1] == pytest.approx(distance, abs=0.05)


@pytest.mark.parametrize(("align", "left"), [("left", 90.0), ("center", 285.65), ("right", 481.3)])
def test_alignment_places_the_line(word, drawn, align, left):
    (sheet,) = drawn(word.paragraph("甲乙", f'<w:jc w:val="{align}"/>'))
    assert sheet.at("甲")[0] == pytest.approx(left, abs=0.1)


def test_distributed_text_fills_the_line(word, drawn):
    (sheet,) = drawn(word.paragraph("甲乙丙", '<w:jc w:val="distribute"/>'))
    assert [sheet.at(c)[0] for c in "甲乙丙"] == pytest.approx([90, 285.65 + 6, 493.3], abs=2.5)


def test_indents_count_in_characters_of_the_text(word, drawn):
    properties = '<w:ind w:leftChars="0" w:firstLineChars="200" w:firstLine="100"/>'
    (sheet,) = drawn(word.paragraph("甲", properties, '<w:sz w:val="32"/>'))
    assert sheet.at("甲")[0] == pytest.approx(90 + 32, abs=0.05)


def test_tabs_reach_their_stops(word, drawn):
    tab = '<w:tabs><w:tab w:val="left" w:pos="2000"/></w:tabs>'
    body = f"<w:p><w:pPr>{tab}</w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>"
    (sheet,) = drawn(body)
    assert sheet.at("乙")[0] == pytest.approx(190, abs=0.05)


def test_hidden_text_is_not_drawn(word, drawn):
    (sheet,) = drawn(word.paragraph("藏", run="<w:vanish/>") + word.paragraph("见"))
    assert sheet.text.strip() == "见"


def test_underlined_blanks_draw_a_line(word, drawn):
    (sheet,) = drawn(word.paragraph("          ", run='<w:u w:val="single"/>') + word.paragraph("后"))
    assert len(sheet.across) == 1


def test_numbers_of_lists_are_written_in_chinese(word, drawn):
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/><w:suff w:val="nothing"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    (sheet,) = drawn(word.paragraph("甲", numbered) + word.paragraph("乙", numbered), numbering=numbering)
    assert sheet.text.split() == ["（一）甲", "（二）乙"]


def test_symbols_of_wingdings_become_boxes(word, drawn):
    body = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>否</w:t><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t></w:r></w:p>'
    (sheet,) = drawn(body)
    assert sheet.text.strip() == "□否☑是"


def test_a_page_break_and_a_section_begin_new_pages(word, drawn):
    landscape = '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr>'
    body = (
        '<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>'
        + f"<w:p>{landscape}<w:r><w:t>乙</w:t></w:r></w:p>"
        + word.paragraph("丙")
    )
    pdf = page.draw(page.open_docx(word.file(body)).html()).pdf
    with pikepdf.open(BytesIO(pdf)) as document:
        widths = [round(float(sheet.mediabox[2])) for sheet in document.pages]
    assert widths == [842, 842, 595]


def test_headers_and_footers_count_pages(word, drawn):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    footer = f'<w:ftr {w}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>第</w:t></w:r>{word.field("PAGE")}<w:r><w:t>页共</w:t></w:r>{word.field("NUMPAGES")}<w:r><w:t>页</w:t></w:r></w:p></w:ftr>'
    body = '<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>' + word.paragraph("乙")
    pages = drawn(
        body,
        section='<w:footerReference w:type="default" r:id="footer1.xml"/>',
        more={("footer", "footer1.xml"): footer},
    )
    assert ["".join(sheet.text.split()) for sheet in pages] == ["甲第1页共2页", "乙第2页共2页"]


def test_the_space_above_falls_away_at_the_top_of_a_page(word, drawn):
    body = "".join(
        word.paragraph(f"第{at}段", '<w:spacing w:before="240" w:line="600" w:lineRule="exact"/>')
        for at in range(30)
    )
    first, second = drawn(body)
    assert second.characters[0][2] < first.characters[0][2] - 10


def test_an_empty_paragraph_that_ends_a_section_gives_no_blank_page(word, drawn):
    lines = "".join(word.paragraph("行", '<w:spacing w:line="700" w:lineRule="exact"/>') for _ in range(20))
    end = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1400" w:left="1800"/></w:sectPr></w:pPr></w:p>'
    assert len(drawn(lines[: lines.rfind("<w:p>")] + end + word.paragraph("后"))) == 2


def test_filled_parts_stand_in_for_the_templates_own(word, look_at):
    template = word.file(word.paragraph("模板"))
    sheet = page.open_docx(template)
    filled = word.file(word.paragraph("张三&amp;李四"))
    parts = {"word/document.xml": page.parts_of(filled)["word/document.xml"]}
    assert look_at(page.draw(sheet.html(parts)).pdf)[0].text.strip() == "张三&李四"
    assert "模板" in sheet.html()


def test_a_sheet_writes_the_same_html_whatever_it_wrote_before(word):
    template = word.file(word.paragraph("甲") + word.paragraph("乙", run='<w:sz w:val="30"/>'))
    other = page.parts_of(word.file(word.paragraph("丙", run='<w:sz w:val="40"/>')))["word/document.xml"]
    sheet = page.open_docx(template)
    before = sheet.html()
    sheet.html({"word/document.xml": other})
    assert sheet.html() == before == page.open_docx(template).html()


def test_the_same_page_gives_the_same_bytes(word):
    html = page.open_docx(word.file(word.paragraph("同样的字节"))).html()
    assert page.draw(html, title="表").pdf == page.draw(html, title="表").pdf


def test_the_file_is_pdf_a_with_title_author_and_language(word):
    html = page.open_docx(word.file(word.paragraph("归档"))).html()
    drawn = page.draw(html, title="审批表", author="云岭县农业农村局")
    with pikepdf.open(BytesIO(drawn.pdf)) as document:
        assert drawn.pages == len(document.pages) == 1
        metadata = document.open_metadata()
        assert (metadata.pdfa_status, metadata["dc:title"]) == ("2B", "审批表")
        assert document.docinfo["/Author"] == "云岭县农业农村局"
        assert document.Root.Lang == "zh-CN"
        assert "/OutputIntents" in document.Root
        assert "/ID" in document.trailer
        assert "/AcroForm" not in document.Root
        assert not {"/CreationDate", "/ModDate"} & set(document.docinfo.keys())


def test_a_draft_says_so_on_every_page(word, look_at):
    html = page.open_docx(
        word.file('<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>' + word.paragraph("乙"))
    ).html()
    pages = look_at(page.draw(html, draft=True).pdf)
    assert ["草稿" in sheet.text for sheet in pages] == [True, True]
    assert "草稿" not in look_at(page.draw(html).pdf)[0].text


def test_a_character_without_a_glyph_is_an_error_that_names_it(word):
    html = page.open_docx(word.file(word.paragraph("张\U0001f9ff三"))).html()
    with pytest.raises(fonts.GlyphMissing) as caught:
        page.draw(html)
    assert caught.value.characters == "\U0001f9ff"


def test_a_picture_without_interpolation_and_one_that_cannot_be_drawn(word):
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="1270000" cy="635000"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="{}"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    sheet = page.open_docx(
        word.file(
            drawing.format("stamp.png") + drawing.format("old.emf"),
            more={("image", "stamp.png"): _png(), ("image", "old.emf"): b"\x01\x00\x00\x00"},
        )
    )
    pdf = page.draw(sheet.html()).pdf
    assert [problem.what for problem in sheet.problems] == [
        "a picture of a kind that cannot be drawn leaves an empty place"
    ]
    with pikepdf.open(BytesIO(pdf)) as document:
        images = [
            o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
        ]
    assert len(images) == 1
    assert pdf.count(b"/Interpolate true") == 0


def _png():
    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (4, 2), "red").save(stream, "PNG")
    return stream.getvalue()


def test_nothing_outside_is_opened(word, monkeypatch, tmp_path):
    def refuse(*_args, **_more):
        raise AssertionError("a socket was opened")

    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    html = page.open_docx(word.file(word.paragraph("甲"))).html()
    links = f'<link rel="attachment" href="{secret.as_uri()}"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(fonts.DrawingIncomplete):
        page.draw(html.replace("<head>", f"<head>{links}"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_what_is_no_document_is_refused(content):
    with pytest.raises(page.BadDocument):
        page.open_docx(content)


def test_a_document_type_declaration_is_refused(word):
    parts = page.parts_of(word.file(word.paragraph("甲")))
    parts["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["word/document.xml"]
    with pytest.raises(page.BadDocument):
        page.open_docx(parts)


def test_conversion_takes_bytes_or_a_path(word, look_at, tmp_path):
    content = word.file(word.paragraph("甲"))
    path = tmp_path / "form.docx"
    path.write_bytes(content)
    assert page.convert(path) == page.convert(content)


def test_a_text_box_stands_beside_its_paragraph(word, drawn):
    box = (
        '<w:p><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute;margin-left:200pt;'
        'margin-top:10pt;width:80pt;height:40pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>照片</w:t></w:r></w:p>'
        "</w:txbxContent></v:textbox></v:rect></w:pict></w:r><w:r><w:t>文</w:t></w:r></w:p>"
    )
    (sheet,) = drawn(box)
    x, y = sheet.at("照")
    assert x == pytest.approx(90 + 200 + 7.2, abs=1.5)
    assert y > sheet.at("文")[1]


def test_a_contextual_paragraph_has_no_space_to_its_like(word, drawn):
    properties = '<w:spacing w:before="200" w:after="200"/><w:contextualSpacing/>'
    (sheet,) = drawn(word.paragraph("甲", properties) + word.paragraph("乙", properties))
    assert sheet.at("乙")[1] - sheet.at("甲")[1] == pytest.approx(1.3 * 12, abs=0.05)


def test_first_page_headers_stand_on_the_first_page_only(word, drawn):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    section = '<w:headerReference w:type="first" r:id="header1.xml"/><w:headerReference w:type="default" r:id="header2.xml"/><w:titlePg/>'
    more = {
        ("header", f"header{at}.xml"): f"<w:hdr {w}>{word.paragraph(text)}</w:hdr>"
        for at, text in ((1, "首"), (2, "续"))
    }
    body = '<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>' + word.paragraph("乙")
    pages = drawn(body, section=section, more=more)
    assert ["".join(sheet.text.split()) for sheet in pages] == ["甲首", "乙续"]


def test_libreoffice_mode_ignores_exact_lines_under_a_grid(word, drawn):
    properties = '<w:spacing w:line="700" w:lineRule="exact"/>'
    body = word.paragraph("甲", properties) + word.paragraph("乙", properties)
    grid = '<w:docGrid w:type="lines" w:linePitch="312"/>'
    distances = []
    for mode in ("word", "libreoffice"):
        (sheet,) = drawn(body, mode=mode, section=grid)
        distances.append(round(sheet.at("乙")[1] - sheet.at("甲")[1], 1))
    assert distances == [35.0, PITCH]


def test_latin_words_are_broken_where_the_paragraph_lets_them(word, drawn):
    text = "网址" + "abcdefghij" * 8
    kept, broken = (
        drawn(word.paragraph(text, properties))[0] for properties in ("", '<w:wordWrap w:val="0"/>')
    )
    assert kept.at("a")[1] > kept.at("网")[1] + 10
    assert broken.at("a")[1] == broken.at("网")[1]
