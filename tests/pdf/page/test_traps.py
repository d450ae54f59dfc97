"""Traps of drawing that were met once: each has a test that fails when it snaps again."""

import socket
import urllib.request
from io import BytesIO

import pikepdf
import pytest

from docgen.pdf import fonts, page
from docgen.pdf.check.shown import missing_glyphs

OUTSIDE = "http://127.0.0.1:9/picture.png"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def faces_of(pdf):
    """Give the fonts of a file by their names, each with its descendant."""
    with pikepdf.open(BytesIO(pdf)) as file:
        found = {}
        for object_ in file.objects:
            if (
                isinstance(object_, pikepdf.Dictionary)
                and object_.get("/Type") == "/Font"
                and "/DescendantFonts" in object_
            ):
                inner = object_.DescendantFonts[0]
                found[str(object_.BaseFont)] = (
                    str(object_.Subtype), str(object_.Encoding), str(inner.Subtype),
                    "/FontFile2" in inner.FontDescriptor, "/ToUnicode" in object_,
                )  # fmt: skip
        return found


@pytest.mark.parametrize(
    "family", ["宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "MS Gothic"]
)
def test_a_ticked_box_is_drawn_by_our_own_face(word, look_at, family):
    run = f'<w:rFonts w:ascii="{family}" w:eastAsia="{family}"/>'
    pdf = page.draw(page.open_docx(word.file(word.paragraph("☑是□否", run=run))).html()).pdf
    assert look_at(pdf)[0].text.strip() == "☑是□否"
    assert all("Docgen" in name.replace("-", "") for name in faces_of(pdf))


def test_no_rule_names_a_font_for_the_whole_page(word):
    """A font on `html` measures every line with it, even where no character of it stands."""
    html = page.open_docx(word.file(word.paragraph("甲"))).html()
    assert "font" not in html.split("html{")[1].split("}")[0]
    assert "font" not in html.split("body{")[1].split("}")[0]


def test_every_font_is_an_embedded_cid_font_that_can_be_read_back(word):
    body = word.paragraph("张三 Abc ①") + word.paragraph("粗", run="<w:b/>")
    found = faces_of(page.draw(page.open_docx(word.file(body)).html()).pdf)
    assert len(found) >= 2
    assert set(found.values()) == {("/Type0", "/Identity-H", "/CIDFontType2", True, True)}


def test_no_page_shows_the_glyph_of_nothing(word):
    with pytest.raises(fonts.GlyphMissing):
        page.draw(page.open_docx(word.file(word.paragraph("\ue863"))).html())
    pdf = page.draw(page.open_docx(word.file(word.paragraph("䶮𠮷☑"))).html()).pdf
    with pikepdf.open(BytesIO(pdf)) as file:
        assert not any(missing_glyphs(sheet) for sheet in file.pages)


@pytest.fixture
def reached(monkeypatch):
    """Record every connection and every look-up of a name; none is made."""
    calls = []

    def refuse(*arguments, **_more):
        calls.append(arguments[-1])
        raise OSError("blocked")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return calls


def test_the_record_of_connections_sees_one(reached):
    with pytest.raises(OSError, match="blocked"):
        urllib.request.urlopen(OUTSIDE)
    assert reached


def test_a_document_that_points_outside_reaches_nothing(word, reached, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG")
    names = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    body = "".join(
        f"<w:p><w:r><w:drawing {names}><wp:inline><wp:extent cx='12700' cy='12700'/>"
        f"<a:graphic><a:graphicData><a:blip r:{how}='{target}'/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        for how in ("embed", "link")
        for target in ("web", "file", "up")
    )
    body += f"<w:p><w:r><w:pict {names}><v:shape style='width:9pt;height:9pt'><v:imagedata r:id='web'/></v:shape></w:pict></w:r></w:p>"
    parts = page.parts_of(word.file(body + '<w:altChunk r:id="web"/>'))
    outside = (("web", OUTSIDE), ("file", secret.as_uri()), ("up", "../../../../etc/hostname"))
    links = "".join(
        f'<Relationship Id="{id_}" Type="{KIND}/image" Target="{target}" TargetMode="{"External" if id_ != "up" else "Internal"}"/>'
        for id_, target in outside
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELS}">{links}</Relationships>'.encode()
    sheet = page.open_docx(parts)
    pdf = page.draw(sheet.html()).pdf
    assert reached == []
    assert b"/Image" not in pdf
    assert {problem.what for problem in sheet.problems} >= {
        "a picture of a kind that cannot be drawn leaves an empty place"
    }


def test_what_a_page_asks_for_by_address_is_refused_and_said(word, reached, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    html = page.open_docx(word.file(word.paragraph("甲"))).html()
    for address in (OUTSIDE, secret.as_uri()):
        with pytest.raises(fonts.DrawingIncomplete):
            page.draw(html.replace("<body>", f'<body><img src="{address}">'))
    assert reached == []


def test_without_harfbuzz_subset_the_fonts_are_still_cut_down_to_what_is_used(word, look_at, monkeypatch):
    html = page.open_docx(word.file(word.paragraph("张三☑"))).html()
    usual = page.draw(html).pdf
    from weasyprint.pdf import fonts as written  # after the faces are made the only ones

    monkeypatch.setattr(written, "harfbuzz_subset", None)
    pdf = page.draw(html).pdf
    assert look_at(pdf)[0].text.strip() == "张三☑"
    assert len(pdf) < len(usual) + 60_000
    assert len(pdf) < 100_000
