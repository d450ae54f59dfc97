"""Shapes, groups, arrows, pictures: what is drawn of DrawingML and VML."""

import re
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from docgen.pdf import page
from docgen.pdf.page import geometry
from docgen.pdf.page.palette import Palette
from docgen.pdf.page.xml import parse

NAMES = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
EMU = 12700
RED = '<a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'
FILLED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'


def frame(x, y, wide, high, flip=""):
    return f'<a:xfrm {flip}><a:off x="{x * EMU}" y="{y * EMU}"/><a:ext cx="{wide * EMU}" cy="{high * EMU}"/></a:xfrm>'


def shape(kind, box, look, flip="", text=""):
    content = f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>" if text else ""
    return (
        f"<wps:wsp><wps:spPr>{frame(*box, flip)}<a:prstGeom prst='{kind}'/>{look}</wps:spPr>{content}"
        '<wps:bodyPr anchor="ctr"/></wps:wsp>'
    )


def anchored(graphic, x=0, y=100, wide=100, high=60):
    return (
        f"<w:p><w:r><w:drawing {NAMES}><wp:anchor><wp:positionH relativeFrom='page'><wp:posOffset>{x * EMU}</wp:posOffset></wp:positionH>"
        f"<wp:positionV relativeFrom='page'><wp:posOffset>{y * EMU}</wp:posOffset></wp:positionV>"
        f"<wp:extent cx='{wide * EMU}' cy='{high * EMU}'/><wp:wrapNone/><a:graphic><a:graphicData>{graphic}</a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


@pytest.fixture
def picture(word):
    """Draw a document; gives its page as a picture of one pixel to the point."""

    def draw(body, **more):
        pdf = page.draw(page.open_docx(word.file(body, **more)).html()).pdf
        document = pypdfium2.PdfDocument(pdf)
        image = document[0].render(scale=1).to_pil().convert("RGB")
        document.close()
        return image

    return draw


def is_red(colour):
    red, green, blue = colour
    return red > 150 and green < 140 and blue < 140


def test_a_slanting_line_goes_from_corner_to_corner(picture):
    image = picture(anchored(shape("line", (0, 0, 100, 60), RED, 'flipV="1"'), x=100))
    assert is_red(image.getpixel((150, 130)))
    assert is_red(image.getpixel((110, 154)))
    assert not is_red(image.getpixel((110, 106)))


def test_a_filled_ellipse_leaves_its_corners_free(picture):
    image = picture(anchored(shape("ellipse", (0, 0, 100, 60), FILLED), x=100))
    assert is_red(image.getpixel((150, 130)))
    assert not is_red(image.getpixel((103, 103)))


def test_the_members_of_a_group_share_its_place(picture):
    members = shape("rect", (1000, 0, 100, 120), FILLED) + shape("ellipse", (1100, 0, 100, 120), RED)
    group = (
        f'<wpg:wgp><wpg:grpSpPr><a:xfrm><a:chOff x="{1000 * EMU}" y="0"/><a:chExt cx="{200 * EMU}" cy="{120 * EMU}"/>'
        f"</a:xfrm></wpg:grpSpPr>{members}</wpg:wgp>"
    )
    image = picture(anchored(group, x=100))
    assert is_red(image.getpixel((125, 130)))
    assert not is_red(image.getpixel((175, 130)))
    assert is_red(image.getpixel((199, 130)))


def test_text_stands_in_the_middle_of_its_shape(word, look_at):
    graphic = shape("roundRect", (0, 0, 100, 60), RED, text=word.paragraph("字"))
    (sheet,) = look_at(page.draw(page.open_docx(word.file(anchored(graphic, x=100))).html()).pdf)
    x, y = sheet.at("字")
    assert x == pytest.approx(107.2, abs=0.1)
    assert y == pytest.approx(130 + 4.3, abs=1.5)


def test_a_shape_turned_is_drawn_turned(picture):
    image = picture(anchored(shape("rect", (0, 0, 100, 60), FILLED, 'rot="5400000"'), x=100))
    assert is_red(image.getpixel((150, 90)))
    assert not is_red(image.getpixel((105, 130)))


def test_a_picture_is_cropped(picture):
    stream = BytesIO()
    image = Image.new("RGB", (40, 20), "blue")
    image.paste("red", (20, 0, 40, 20))
    image.save(stream, "PNG")
    graphic = "<pic:pic><pic:blipFill><a:blip r:embed='p.png'/><a:srcRect l='50000'/></pic:blipFill><pic:spPr/></pic:pic>"
    drawn = picture(anchored(graphic, x=100), more={("image", "p.png"): stream.getvalue()})
    assert is_red(drawn.getpixel((105, 105)))
    assert is_red(drawn.getpixel((195, 155)))


def test_a_shape_in_the_line_has_its_width(word, look_at):
    inline = (
        f"<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:drawing {NAMES}><wp:inline><wp:extent cx='{60 * EMU}' cy='{30 * EMU}'/>"
        f"<a:graphic><a:graphicData>{shape('ellipse', (0, 0, 60, 30), RED)}</a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r><w:r><w:t>乙</w:t></w:r></w:p>"
    )
    (sheet,) = look_at(page.draw(page.open_docx(word.file(inline)).html()).pdf)
    assert sheet.at("乙")[0] == pytest.approx(90 + 12 + 60, abs=0.1)


def test_shapes_of_vml_have_their_fill_their_line_and_their_group(picture):
    group = (
        f'<w:p><w:r><w:pict {NAMES}><v:group style="position:absolute;margin-left:10pt;margin-top:50pt;width:100pt;height:60pt" '
        'coordsize="1000,600"><v:oval style="position:absolute;left:0;top:0;width:500;height:600" fillcolor="red"/>'
        '<v:line from="500,300" to="1000,300" strokecolor="red" strokeweight="2pt"><v:stroke endarrow="block"/></v:line>'
        "</v:group></w:pict></w:r></w:p>"
    )
    image = picture(group)
    assert is_red(image.getpixel((125, 152)))
    assert is_red(image.getpixel((170, 152)))
    assert not is_red(image.getpixel((102, 125)))


def test_word_art_in_the_text_can_be_read(word, look_at):
    art = (
        f'<w:p><w:r><w:pict {NAMES}><v:shape type="#_x0000_t136" style="position:absolute;width:100pt;height:40pt">'
        '<v:textpath string="艺术字"/></v:shape></w:pict></w:r></w:p>'
    )
    (sheet,) = look_at(page.draw(page.open_docx(word.file(art)).html()).pdf)
    assert sheet.text.strip() == "艺术字"


def test_a_chart_keeps_its_place_as_a_frame(word, look_at):
    chart = "<c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'/>"
    (sheet,) = look_at(page.draw(page.open_docx(word.file(anchored(chart, x=100))).html()).pdf)
    assert sheet.text.strip() == "图表"


@pytest.mark.parametrize(
    "kind", ["diamond", "hexagon", "leftArrow", "leftBrace", "flowChartDocument", "roundRect"]
)
def test_outlines_stay_in_their_box(kind):

    path = geometry.preset(kind, 80, 40)
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]
    assert path.startswith("M")
    assert max(numbers) <= 80
    assert min(numbers) >= 0


def test_a_drawn_outline_is_scaled_to_its_box():

    steps = '<a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="10" y="5"/></a:lnTo><a:close/>'
    path = f'<a:custGeom {NAMES}><a:pathLst><a:path w="10" h="10">{steps}</a:path></a:pathLst></a:custGeom>'
    assert geometry.custom(parse(path.encode()), 40, 20) == "M0 0L40 10Z"


def test_colours_come_from_the_theme():

    theme = f'<a:theme {NAMES}><a:clrScheme><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:theme>'
    palette = Palette(theme.encode())
    fill = '<a:solidFill {}><a:schemeClr val="accent1"><a:lumMod val="50000"/></a:schemeClr></a:solidFill>'
    assert palette.fill(parse(fill.format(NAMES).encode())) == "#203864"
