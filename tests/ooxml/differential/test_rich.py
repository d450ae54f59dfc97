"""Rich text, pictures, headers, notes, properties, embedded files, sub-documents: the same as docxtpl makes."""

import struct
import zipfile
import zlib
from io import BytesIO

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from docgen.ooxml import Image, Listing, RichParagraphs, RichText, SubDocument, compile_docx


def png(width=4, height=2, shade=0):
    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    rows = b"".join(b"\0" + bytes([shade, 0, 0]) * width for _ in range(height))
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return document


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


LOOKS = {
    "plain": ({}, {}),
    "bold, italic, strike": ({"bold": True, "italic": True, "strike": True},) * 2,
    "colour, highlight": (
        {"color": "#ff0000", "highlight": "#ffff00"},
        {"color": "#FF0000", "highlight": "#FFFF00"},
    ),
    "size": ({"size": 14}, {"size": 28}),
    "sub": ({"subscript": True},) * 2,
    "super": ({"superscript": True},) * 2,
    "style": ({"style": "Strong"},) * 2,
    "font and east Asian font": ({"font": "Arial", "east_asian": "宋体"}, {"font": "eastAsia:宋体"}),
    **{
        f"underline {kind}": ({"underline": kind},) * 2
        for kind in ("single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave")
    },
}


@pytest.mark.parametrize("look", LOOKS)
def test_rich_text_is_the_same(both, look):
    from docxtpl import RichText as Theirs

    mine, other = LOOKS[look]
    value, theirs = RichText.of("前").add("甲&乙\n丙", **mine).add("后"), Theirs("前")
    theirs.add("甲&乙\n丙", **other)
    theirs.add("后")
    one, two = both(paragraphs("文{{r x }}字"), {"x": value}, {"x": theirs})
    if look == "font and east Asian font":  # there one font of Chinese characters names all others too
        one = repr(one).replace("Arial", "宋体")
        two = repr(two)
    assert one == two


def test_rich_text_in_rich_text_and_page_breaks(both):
    from docxtpl import RichText as Theirs

    inner = RichText.of("里", bold=True)
    value = RichText.of("外").add(inner).add(7)
    theirs = Theirs("外")
    theirs.add(Theirs("里", bold=True))
    theirs.add(7)
    assert (both(paragraphs("{{r x }}"), {"x": value}, {"x": theirs}))[0] == (
        both(paragraphs("{{r x }}"), {"x": value}, {"x": theirs})
    )[1]


def test_links_in_rich_text(both):
    from docxtpl import RichText as Theirs

    def theirs(template):
        text = Theirs("见")
        text.add("网页", url_id=template.build_url_id("https://example.org/?a=1&b=2"))
        return {"x": text}

    value = RichText.of("见").add("网页", link="https://example.org/?a=1&b=2")
    one, two = both(paragraphs("{{r x }}"), {"x": value}, theirs)
    assert one == two


def test_rich_text_under_a_condition_on_runs(both):
    from docxtpl import RichText as Theirs

    document = docx.Document()
    paragraph = document.add_paragraph()
    for text in ("甲", "{%r if a %}", "{{r x }}", "{%r else %}", "{{r y }}", "{%r endif %}", "乙"):
        paragraph.add_run(text)
    ours = {"a": False, "x": RichText.of("一"), "y": RichText.of("二", italic=True)}
    theirs = {"a": False, "x": Theirs("一"), "y": Theirs("二", italic=True)}
    one, two = both(document, ours, theirs)
    assert one == two


def test_rich_text_in_a_coloured_cell_of_a_row_loop(both):
    from docxtpl import RichText as Theirs

    document = docx.Document()
    made = document.add_table(0, 2)
    rows = (
        ("{%tr for m in members %}", ""),
        ("{% cellbg m.colour %}{{r m.text }}", "{{ m.n }}"),
        ("{%tr endfor %}", ""),
    )
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text

    def members(kind):
        return [
            {"colour": colour, "n": n, "text": kind("甲&", color=colour, bold=True)}
            for n, colour in enumerate(("00FF00", "FF0000"))
        ]

    one, two = both(document, {"members": members(RichText.of)}, {"members": members(Theirs)})
    assert one == two


def test_rich_paragraphs(both):
    from docxtpl import RichText as Theirs
    from docxtpl import RichTextParagraph

    value = RichParagraphs().add("题", "Heading1").add(RichText.of("正", bold=True), "Quote")
    theirs = RichTextParagraph("题", parastyle="Heading1")
    theirs.add(Theirs("正", bold=True), parastyle="Quote")
    one, two = both(paragraphs("前", "{{p x }}", "后"), {"x": value}, {"x": theirs})
    assert one == two


def test_listings_make_lines_paragraphs_tabs_and_pages(both):
    from docxtpl import Listing as Theirs

    document = docx.Document()
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run("{{ x }}").bold = True
    text = "一&\n二\a三\t四\f五"
    one, two = both(document, {"x": Listing(text)}, {"x": Theirs(text)})
    assert one == two


def pictures(template):
    from docxtpl import InlineImage

    return {
        "seal": InlineImage(template, BytesIO(png()), width=Mm(20)),
        "photos": [
            {"name": str(shade), "image": InlineImage(template, BytesIO(png(shade=shade)), height=Mm(10))}
            for shade in (1, 2)
        ],
    }


PICTURES = {
    "seal": Image(png(), width=20),
    "photos": [{"name": str(shade), "image": Image(png(shade=shade), height=10)} for shade in (1, 2)],
}


def test_pictures_in_the_text_and_in_loops(both):
    document = paragraphs(
        "章{{ seal }}在", "{%p for p in photos %}", "{{ p.name }}{{ p.image }}", "{%p endfor %}"
    )
    table = document.add_table(0, 2)
    for row in (("{%tr for p in photos %}", ""), ("{{ p.name }}", "{{ p.image }}"), ("{%tr endfor %}", "")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    one, two = both(document, PICTURES, pictures)
    assert one == two


def test_pictures_of_their_own_size(both):
    from docxtpl import InlineImage

    one, two = both(
        paragraphs("{{ x }}"),
        {"x": Image(png(30, 20))},
        lambda template: {"x": InlineImage(template, BytesIO(png(30, 20)))},
    )
    # a picture that states no resolution has 96 dots to the inch here (as in Word), 72 there
    assert one["body"][0][3][0][2:] == (str(30 * 914400 // 96), str(20 * 914400 // 96))
    assert two["body"][0][3][0][2:] == (str(30 * 914400 // 72), str(20 * 914400 // 72))


def test_headers_and_footers_of_every_kind(both):
    document = paragraphs("文")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    for number, part in enumerate(
        (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        )
    ):
        part.is_linked_to_previous = False
        part.paragraphs[0].text = f"{number}{{{{ a }}}}é—“{{% if b %}}有{{% endif %}}"
    one, two = both(document, {"a": "张三&<李四>", "b": 1})
    assert one == two


def test_pictures_in_headers(both):
    document = paragraphs("文")
    document.sections[0].header.paragraphs[
        0
    ].text = "{{ seal }}{% for p in photos %}{{ p.image }}{% endfor %}"
    one, two = both(document, PICTURES, pictures)
    assert one == two


@pytest.mark.parametrize("attribute", ["name", "title", "descr"])
def test_a_picture_is_replaced_by_name_title_or_description(oracle, attribute):
    document = docx.Document()
    shape = document.add_picture(BytesIO(png()), width=Mm(20))
    shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set(attribute, "公章")
    template = saved(document)
    one = compile_docx(template).fill({}, pictures={"公章": png(shade=9)})
    two = oracle(template, {}, before_render=lambda made: made.replace_pic("公章", BytesIO(png(shade=9))))
    for content in (one, two):
        made = docx.Document(BytesIO(content))
        blip = made.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip
        assert made.part.related_parts[blip.embed].blob == png(shade=9)


def test_properties_of_the_document(both):
    document = paragraphs("文")
    document.core_properties.title = "{{ a }}的档案"
    document.core_properties.author = "{{ b }}"
    document.core_properties.subject = "{{ c|upper }}"
    document.core_properties.comments = "说明{{ b }}"
    one, two = both(document, {"a": "张三&李四", "b": "石桥镇", "c": "x"})
    assert one["core"] == ("张三&李四的档案", "石桥镇", "X")
    for told in (one, two):
        assert told["comments"] == "说明石桥镇"
    assert two["core"] == ("张三&amp;李四的档案", "石桥镇", "X")  # there an escaped value is escaped again


def noted():
    document = paragraphs("文")
    content = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>注{{ a }}{% if b %}有{% endif %}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        content.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RT.FOOTNOTES)
    return document


def test_footnotes(both):
    one, two = both(noted(), {"a": "值<1>", "b": 1})
    assert one == two
    assert one["stories"]["/word/footnotes.xml"] == ["注值<1>有"]


NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def test_text_boxes_in_both_their_forms(both):
    box = "<w:txbxContent><w:p><w:r><w:t>框{{ a }}{% if b %}有{% endif %}</w:t></w:r></w:p></w:txbxContent>"
    document = paragraphs("前", "后{{ a }}")
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:r {NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
            '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="框"/><a:graphic><a:graphicData'
            ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr/>'
            f"<wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    one, two = both(document, {"a": "值&<1>", "b": 1})
    assert one == two
    assert repr(one).count("框值&<1>有") == 2


def test_text_of_content_controls(both):
    document = paragraphs("前")
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {NAMESPACES}><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>控{{{{ a }}}}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    document.paragraphs[-1]._p.append(
        parse_xml(
            f"<w:sdt {NAMESPACES}><w:sdtContent><w:r><w:t>行{{{{ a }}}}内</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    one, two = both(document, {"a": "值&"})
    assert one == two
    assert texts_of(one) == ["控值&", "前行值&内"]


def texts_of(told):
    return ["".join(run[0] for run in block[3]) for block in told["body"]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sheet1.xlsx", "spreadsheetml.sheet"),
        ("text1.docx", "wordprocessingml.document"),
        ("slides1.pptx", "presentationml.presentation"),
    ],
)
def test_an_embedded_file_is_replaced(oracle, name, kind):
    document = paragraphs("文{{ a }}")
    part = Part(
        PackURI(f"/word/embeddings/{name}"),
        f"application/vnd.openxmlformats-officedocument.{kind}",
        b"old",
        document.part.package,
    )
    document.part.relate_to(part, RT.PACKAGE)
    template = saved(document)
    one = compile_docx(template, allow=frozenset({"embedded"})).fill({"a": "值"}, embedded={name: b"new"})
    two = oracle(
        template,
        {"a": "值"},
        before_render=lambda made: made.zipname_to_replace.update({f"word/embeddings/{name}": b"new"}),
    )
    for content in (one, two):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.read(f"word/embeddings/{name}") == b"new"


def part_document():
    """A document with styles, lists, a table, a picture and a link of its own."""
    document = docx.Document()
    style = document.styles.add_style("县里的样式", 1)
    style.font.size = Pt(20)
    document.add_paragraph("标题", style="Heading 1")
    document.add_paragraph("自有", style="县里的样式")
    document.add_paragraph("一", style="List Number")
    document.add_paragraph("圆", style="List Bullet")
    document.add_picture(BytesIO(png(shade=5)), width=Mm(12))
    document.add_table(1, 2).rows[0].cells[1].text = "格"
    document.add_paragraph("尾")
    return saved(document)


def test_sub_documents_from_a_file(both):
    from docxtpl.subdoc import Subdoc  # noqa: F401 - says so early when the extra is missing

    part = part_document()
    one, two = both(
        paragraphs("前", "{{p x }}", "后"),
        {"x": SubDocument(part)},
        lambda template: {"x": template.new_subdoc(BytesIO(part))},
    )
    assert normal(one) == normal(two)


def normal(story):
    """docxcompose leaves the default style unsaid; the rest must agree."""
    return repr(story).replace("'Normal'", "None")


def test_sub_documents_that_were_built(both):
    def build(document):
        document.add_paragraph("甲").add_run("粗").bold = True
        document.add_paragraph("乙")
        return document

    one, two = both(
        paragraphs("前", "{{p x }}", "后"),
        {"x": SubDocument(saved(build(docx.Document())))},
        lambda template: {"x": build(template.new_subdoc())},
    )
    assert normal(one) == normal(two)


def test_the_names_that_a_template_reads(oracle):
    from docxtpl import DocxTemplate

    document = paragraphs(
        "{{ a }}{% set b = c %}{{ b }}{% for m in people if m.age > limit %}{{ m.name }}{% endfor %}{% if d.e %}{{ f }}{% endif %}"
    )
    template = saved(document)
    names = compile_docx(template).names
    assert names == DocxTemplate(BytesIO(template)).get_undeclared_template_variables()
    assert names == {"a", "c", "people", "limit", "d", "f"}
