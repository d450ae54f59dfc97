"""Nothing is dropped in silence: whatever looks different is named with its place."""

import pytest

from docgen.cli.pdf import told
from docgen.pdf import page
from docgen.pdf.page import unlike

NAMES = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "o": "urn:schemas-microsoft-com:office:office",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def anchored(graphic, wrap="wrapNone"):
    return (
        f"<w:p><w:r><w:drawing {NAMES}><wp:anchor><wp:extent cx='127000' cy='127000'/><wp:{wrap}/><a:graphic><a:graphicData>"
        f"{graphic}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def shape(kind="rect", more="", body=""):
    return f"<wps:wsp><wps:spPr><a:prstGeom prst='{kind}'/>{more}</wps:spPr><wps:bodyPr {body}/></wps:wsp>"


def run(properties="", content="<w:t>字</w:t>"):
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr>{content}</w:r></w:p>"


def paragraph(properties):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>段</w:t></w:r></w:p>"


def field(code):
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


PIECES = {
    "hollow characters are drawn filled": run("<w:outline/>"),
    "the shadow of characters is not drawn": run("<w:shadow/>"),
    "raised or sunken characters are drawn flat": run("<w:emboss/>"),
    "the animation of characters is not drawn": run('<w:effect w:val="shimmer"/>'),
    "text from right to left is set from left to right": run("<w:rtl/>"),
    "a text frame is set as plain paragraphs": paragraph('<w:framePr w:w="1000"/>'),
    "characters of unlike sizes stand on one baseline": paragraph('<w:textAlignment w:val="center"/>'),
    "an underline of dots and dashes is drawn in dashes": run('<w:u w:val="dotDash"/>'),
    "the line between framed paragraphs is not drawn": paragraph(
        '<w:pBdr><w:between w:val="single" w:sz="4"/></w:pBdr>'
    ),
    "the bar of a tab stop is not drawn": paragraph('<w:tabs><w:tab w:val="bar" w:pos="900"/></w:tabs>'),
    "a tab that aligns to the margin goes to the next stop": run(content='<w:ptab w:alignment="center"/>'),
    "an imported document is not drawn": '<w:altChunk r:id="x"/>',
    "a formula (OMML) is set as a line of characters": f"<w:p><m:oMath {NAMES}><m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
    "a form control is not drawn": run(content='<w:object><w:control w:name="c"/></w:object>'),
    "a comment is not printed": run(content='<w:commentReference w:id="1"/>'),
    "tracked changes are set as if they were accepted": "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>",
    "a field without a stored result is left out: EQ": field(r"EQ \o(字,○)"),
    "something unknown is not drawn: contentPart": run(content="<w:contentPart/>"),
    "a shape of kind cloud is drawn as a rectangle": anchored(shape("cloud")),
    "a shape drawn by hand is drawn as a rectangle": anchored(
        "<wps:wsp><wps:spPr><a:custGeom><a:pathLst><a:path w='1' h='1'><a:arcTo/></a:path></a:pathLst></a:custGeom>"
        "</wps:spPr></wps:wsp>"
    ),
    "shadows and other effects of a drawing are not drawn": anchored(
        shape(more="<a:effectLst><a:glow/></a:effectLst>")
    ),
    "a fill that changes its colour is drawn in one colour": anchored(shape(more="<a:gradFill/>")),
    "a patterned fill of a drawing is not drawn": anchored(shape(more="<a:pattFill/>")),
    "text on its side in a box is set level": anchored(shape(body='vert="eaVert"')),
    "text does not flow around a drawing": anchored(shape(), wrap="wrapSquare"),
    "a chart is drawn as an empty frame": anchored("<c:chart/>"),
    "a diagram is drawn as an empty frame": anchored("<dgm:relIds/>"),
    "text that goes on in a second box is not drawn": anchored("<wps:wsp><wps:linkedTxbx/></wps:wsp>"),
    "a picture of a kind that cannot be drawn leaves an empty place": anchored(
        "<pic:pic><pic:blipFill><a:blip r:embed='old.emf'/></pic:blipFill></pic:pic>"
    ),
    "the colours of a picture are left as they are": anchored(
        "<pic:pic><pic:blipFill><a:blip r:embed='dot.png'><a:grayscl/></a:blip></pic:blipFill></pic:pic>"
    ),
    "an embedded object is drawn as its picture": run(content=f"<w:object {NAMES}><o:OLEObject/></w:object>"),
}


@pytest.mark.parametrize("what", PIECES)
def test_what_looks_different_is_named_with_its_paragraph(word, what):
    at = "word/document.xml" if "altChunk" in PIECES[what] else "word/document.xml paragraph 2"
    more = {("image", "old.emf"): b"\x01\x00\x00\x00", ("image", "dot.png"): b"\x89PNG"}
    sheet = page.open_docx(word.file(word.paragraph("前") + PIECES[what], more=more))
    assert [(problem.place, problem.what) for problem in sheet.problems] == [(at, what)]


def test_what_the_section_and_the_settings_ask_for_in_vain_is_named(word):
    section = (
        '<w:lnNumType w:countBy="1"/><w:vAlign w:val="center"/><w:textDirection w:val="tbRl"/><w:rtlGutter/>'
        '<w:pgBorders><w:top w:val="apples" w:sz="12"/></w:pgBorders>'
    )
    settings = (
        f"<w:settings {W}><w:mirrorMargins/><w:autoHyphenation w:val='0'/><w:bookFoldPrinting/></w:settings>"
    )
    sheet = page.open_docx(
        word.file(word.paragraph("甲"), section=section, more={("settings", "settings.xml"): settings})
    )
    assert {problem.what for problem in sheet.problems} == {
        "line numbers are not drawn",
        "text in the middle or at the foot of the page is set at its top",
        "a page of vertical text is set level",
        "the gutter on the right is set on the left",
        "page borders of pictures are drawn as lines",
        "margins of even pages are not mirrored",
        "pages are not folded into a booklet",
    }


def test_a_place_in_a_table_is_named_by_row_and_cell(word):
    plain = word.row(word.cell("甲"), word.cell("乙"))
    other = word.row(word.cell("丙"), word.cell(run("<w:outline/>") + word.paragraph("丁")))
    sheet = page.open_docx(word.file(word.table([1000, 1000], plain, other)))
    assert [problem.place for problem in sheet.problems] == ["word/document.xml table 1 row 2 cell 2"]


def test_headers_are_looked_at_too(word):
    header = f"<w:hdr {W}>{run('<w:shadow/>')}</w:hdr>"
    section = '<w:headerReference w:type="default" r:id="header1.xml"/>'
    sheet = page.open_docx(
        word.file(word.paragraph("甲"), section=section, more={("header", "header1.xml"): header})
    )
    assert [problem.place for problem in sheet.problems] == ["word/header1.xml paragraph 1"]


def test_what_is_switched_off_is_not_named(word):
    body = run('<w:outline w:val="0"/><w:effect w:val="none"/>') + paragraph(
        '<w:textAlignment w:val="auto"/>'
    )
    assert page.open_docx(word.file(body)).problems == ()


def test_every_sentence_has_its_chinese():
    assert [
        text
        for text in unlike.SENTENCES
        if told(text.format(code="x", kind="x", name="x")).startswith("有一处")
    ] == []


def test_the_forms_of_the_package_look_as_they_are():
    from docgen import pack_folder
    from docgen.formpack import load_forms

    templates = {form.template for form in load_forms(pack_folder()) if form.template.suffix == ".docx"}
    assert len(templates) > 10
    found = {path.name: page.open_docx(path.read_bytes()).problems for path in sorted(templates)}
    assert {name: problems for name, problems in found.items() if problems} == {}
