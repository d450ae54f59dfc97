"""Scans and photographs as pages: what offices put into a folder, and what they put there by mistake."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from docgen.pdf.picture import PictureError, sheets

GPS = 0x8825


def picture(size=(800, 600), mode="RGB", kind="JPEG", **more):
    made = Image.new(mode, size, "white")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=0)  # dark upper left corner
    out = BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def drawn(pdf, page=0):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=0.5).to_pil().convert("L")


def size_of(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return tuple(round(float(edge)) for edge in opened.pages[0].MediaBox[2:])


def inside(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return opened.pages[0].Resources.XObject.P.read_raw_bytes()


def test_a_standing_picture_stands_on_a4_and_a_lying_one_lies():
    assert size_of(sheets(picture((600, 800))).pdf) == (595, 842)
    assert size_of(sheets(picture((800, 600))).pdf) == (842, 595)


def test_a_large_photograph_is_made_as_small_as_a4_needs():
    stored = Image.open(BytesIO(inside(sheets(picture((4000, 3000))).pdf)))
    assert stored.width <= 2339
    assert stored.height <= 1654


def test_a_picture_that_lies_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the stored upper left corner belongs at the upper right
    page = drawn(sheets(picture((1600, 1200), exif=exif)).pdf)
    assert page.height > page.width
    assert page.getpixel((page.width - 30, 40)) < 60
    assert page.getpixel((30, 40)) > 200


def test_where_and_with_what_a_photograph_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(GPS)[2] = (26.0, 34.0, 0.0)
    content = picture(exif=exif, comment=b"SECRETCOMMENT")
    assert b"SECRETCAMERA" in content
    made = sheets(content).pdf
    stored = Image.open(BytesIO(inside(made)))
    assert not stored.getexif()
    for secret in (b"SECRETCAMERA", b"SECRETCOMMENT", b"Exif"):
        assert secret not in made + inside(made)


def test_inks_become_light():
    made = sheets(picture(mode="CMYK", size=(600, 800)))
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        assert opened.pages[0].Resources.XObject.P.ColorSpace == "/DeviceRGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_page(mode):
    if mode == "I;16":
        made = Image.new("I;16", (60, 80), 65535)
        out = BytesIO()
        made.save(out, "PNG")
        content = out.getvalue()
    elif mode == "P":
        out = BytesIO()
        Image.new("RGB", (60, 80), "white").convert("P").save(out, "PNG", transparency=0)
        content = out.getvalue()
    else:
        content = picture((60, 80), mode, "PNG")
    page = drawn(sheets(content).pdf)
    assert page.getpixel((page.width // 2 + 10, page.height // 2 + 10)) > 240


def test_the_same_picture_is_the_same_bytes():
    content = picture((1200, 900))
    assert sheets(content) == sheets(content)


def test_a_foreign_pdf_becomes_pictures_of_its_pages():
    pdf = pikepdf.Pdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(400, 300))
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = BytesIO()
    pdf.save(out)
    made = sheets(out.getvalue())
    assert (made.pages, made.redrawn) == (3, True)
    assert size_of(made.pdf) == (842, 595)
    assert b"JavaScript" not in made.pdf


def test_a_locked_pdf_is_refused():
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(PictureError) as refused:
        sheets(out.getvalue())
    assert refused.value.trouble == "locked"


def bomb():
    """A PNG of a few bytes that says it is 50,000 pixels wide and high."""
    import struct
    import zlib

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", "empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "unknown"),
        (b"GIF89a", "unknown"),
        (b"PK\x03\x04 not a picture", "unknown"),
        (picture()[:400], "broken"),
        (b"%PDF-1.7 and nothing else", "broken"),
    ],
)
def test_what_is_no_scan_is_refused_by_its_kind(content, trouble):
    with pytest.raises(PictureError) as refused:
        sheets(content)
    assert refused.value.trouble == trouble


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(PictureError) as refused:
        sheets(bomb())
    assert refused.value.trouble == "huge"
