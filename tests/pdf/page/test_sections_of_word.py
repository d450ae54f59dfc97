"""Columns, page numbers, page borders, watermarks, footnotes."""

import pypdfium2
import pytest
from PIL import Image

from docgen.ooxml import compile_docx
from docgen.pdf import layout, page
from docgen.pdf.page.counting import switch_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PAPER = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" '
    'w:header="851" w:footer="992"/>'
)
GOES_ON = '<w:type w:val="continuous"/>'


@pytest.fixture
def drawn(word, look_at):
    def draw(body, **more):
        return look_at(page.draw(page.open_docx(word.file(body, **more)).html()).pdf)

    return draw


def ended(text, properties):
    """A paragraph that ends a section."""
    return f"<w:p><w:pPr><w:sectPr>{properties}{PAPER}</w:sectPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def margin(kind, inner):
    name = "hdr" if kind == "header" else "ftr"
    return {
        (kind, f"{kind}1.xml"): f'<w:{name} {W} xmlns:v="urn:schemas-microsoft-com:vml">{inner}</w:{name}>'
    }


def test_columns_between_whole_lines_are_balanced_and_ruled(word, drawn):
    columns = '<w:cols w:num="2" w:space="400" w:sep="1"/>'
    body = ended("题", GOES_ON) + word.paragraph("甲") + word.paragraph("乙")
    body += word.paragraph("丙") + ended("丁", GOES_ON + columns) + word.paragraph("末")
    (sheet,) = drawn(body, section=GOES_ON)
    width = (415.3 - 20) / 2
    assert sheet.at("甲") == pytest.approx((90, sheet.at("丙")[1]), abs=0.1)
    assert sheet.at("丙")[0] == pytest.approx(90 + width + 20, abs=0.3)
    assert sheet.at("末")[1] == pytest.approx(sheet.at("乙")[1] + 15.6, abs=0.1)
    assert sheet.down == pytest.approx((90 + width + 10,), abs=0.3)


def test_a_column_break_begins_the_next_column_and_elsewhere_a_page(word, drawn):
    body = '<w:p><w:r><w:t>左</w:t><w:br w:type="column"/><w:t>右</w:t></w:r></w:p>'
    (sheet,) = drawn(body, section='<w:cols w:num="2" w:space="400"/>')
    assert sheet.at("右")[0] > 300
    assert sheet.at("右")[1] == pytest.approx(sheet.at("左")[1], abs=0.1)
    assert len(drawn(body)) == 2


def test_columns_that_go_on_to_the_last_page_are_filled_one_after_the_other(word, drawn):
    (sheet,) = drawn(word.paragraph("甲") + word.paragraph("乙"), section='<w:cols w:num="2"/>')
    assert sheet.at("乙")[0] == sheet.at("甲")[0]


def test_unlike_columns_are_reported(word):
    columns = (
        '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2000" w:space="400"/><w:col w:w="5000"/></w:cols>'
    )
    sheet = page.open_docx(word.file(word.paragraph("甲"), section=columns))
    assert [problem.what for problem in sheet.problems] == [
        "newspaper columns of unlike widths are set alike"
    ]


def test_page_numbers_are_written_as_section_and_field_say(word, drawn):
    parts = [
        word.field(r"PAGE \* CHINESENUM3 \* MERGEFORMAT"),
        word.field("PAGE"),
        word.field("SECTIONPAGES"),
    ]
    footer = "<w:p>" + "<w:r><w:t>，</w:t></w:r>".join([*parts, word.field("NUMPAGES")]) + "</w:p>"
    named = '<w:footerReference w:type="default" r:id="footer1.xml"/>'
    again = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    pages = drawn(
        ended("甲", named + '<w:pgNumType w:fmt="upperRoman"/>') + word.paragraph("乙") + again,
        section='<w:pgNumType w:fmt="numberInDash" w:start="12"/>',
        more=margin("footer", footer),
    )
    texts = ["".join(sheet.text.split()).lstrip("甲乙") for sheet in pages]
    assert texts == ["一，I，1，3", "十二，-12-，2，3", "十三，-13-，2，3"]


@pytest.mark.parametrize(
    ("code", "format_", "known"),
    [
        (r"PAGE \* roman", "lowerRoman", True),
        (r"PAGE \* ALPHABETIC", "upperLetter", True),
        (r"PAGE \* GB3 \* MERGEFORMAT", "decimalEnclosedCircleChinese", True),
        (r"PAGE \* Ordinal", "", False),
        ("PAGE", "", True),
    ],
)
def test_the_switches_of_page_fields(code, format_, known):
    found = switch_of(code)
    assert (found.format, found.known) == (format_, known)


def test_page_borders_stand_where_they_are_measured_from(word, drawn):
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="{space}"/>'
        for side, space in (("top", 20), ("left", 24), ("bottom", 20), ("right", 24))
    )
    paper = f'<w:pgBorders w:offsetFrom="page">{sides}</w:pgBorders>'
    text = f'<w:pgBorders w:display="notFirstPage">{sides}</w:pgBorders>'
    (sheet,) = ruled(page.draw(page.open_docx(word.file(word.paragraph("甲"), section=paper)).html()).pdf)
    assert sheet == (pytest.approx((20.5, 821.4), abs=1), pytest.approx((24.5, 570.8), abs=1))
    body = '<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>' + word.paragraph("乙")
    first, second = ruled(page.draw(page.open_docx(word.file(body, section=text)).html()).pdf)
    assert first == ([], [])
    assert second[1] == pytest.approx((90 - 24.5, 595.3 - 90 + 24.5), abs=1)


def ruled(pdf):
    """Measure the long dark lines of every page in its picture: from the top, and from the left."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        picture = (
            document[number].render(scale=1).to_pil().convert("L").point(lambda light: 255 * (light < 160))
        )
        down, across = (
            picture.resize(size, Image.Resampling.BOX) for size in ((1, picture.height), (picture.width, 1))
        )
        found.append(
            tuple([at for at, dark in enumerate(line.tobytes()) if dark > 100] for line in (down, across))
        )
    document.close()
    return found


def test_a_watermark_stands_behind_every_page(word, drawn):
    shape = (
        '<w:p><w:r><w:pict><v:shape style="position:absolute;width:300pt;height:100pt;rotation:315;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" fillcolor="silver"><v:textpath string="草稿"/></v:shape></w:pict></w:r></w:p>'
    )
    body = '<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>' + word.paragraph("乙")
    named = '<w:headerReference w:type="default" r:id="header1.xml"/>'
    pages = drawn(body, section=named, more=margin("header", shape))
    assert len(pages) == 2
    for sheet in pages:
        assert "".join(sheet.text.split())[:2] == "草稿"
        (x1, y1), (x2, y2) = sheet.at("草"), sheet.at("稿")
        assert x2 - x1 == pytest.approx(y1 - y2, abs=1.0)
        assert x2 - x1 == pytest.approx(150 * 0.7071, abs=2.0)


def notes(kind, *texts):
    written = "".join(
        f'<w:{kind} w:id="{at}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'
        for at, text in enumerate(texts, start=1)
    )
    return {(f"{kind}s", f"{kind}s.xml"): f"<w:{kind}s {W}>{written}</w:{kind}s>"}


def call(kind, number):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def test_footnotes_stand_at_the_bottom_of_their_page_and_endnotes_at_the_end(word, drawn):
    circled = (
        f'<w:settings {W}><w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:footnotePr></w:settings>'
    )
    body = (
        f"<w:p><w:r><w:t>甲</w:t></w:r>{call('footnote', 2)}{call('endnote', 1)}</w:p>"
        f"<w:p><w:r><w:t>乙</w:t></w:r>{call('footnote', 1)}</w:p>"
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + word.paragraph("末")
    )
    more = notes("footnote", "前注", "后注") | notes("endnote", "尾注")
    first, last = drawn(body, more=more | {("settings", "settings.xml"): circled})
    assert first.text.split() == ["甲①i", "乙②", "①后注", "②前注"]
    assert first.at("后")[1] > 720
    assert "".join(last.text.split()) == "末i尾注"


def test_a_sheet_with_footnotes_writes_the_same_numbers_every_time(word):
    body = f"<w:p><w:r><w:t>甲</w:t></w:r>{call('footnote', 1)}</w:p>"
    sheet = page.open_docx(word.file(body, more=notes("footnote", "注")))
    assert sheet.html() == sheet.html()


def test_a_form_with_columns_is_never_stamped(word):
    body = word.paragraph("姓名：{{ name }}") + word.paragraph("住址：{{ address }}")
    plain, columned = (
        word.file(body, section=section) for section in ("", '<w:cols w:num="2" w:space="400"/>')
    )
    stamped = []
    for content in (plain, columned):
        template = compile_docx(content)
        form = layout.lay_out(page.open_docx(content), template)
        parts = template.fill_parts({"name": "张三", "address": "某村"})
        stamped.append(form is not None and form.stamped(parts) is not None)
    assert stamped == [True, False]
