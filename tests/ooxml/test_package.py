"""Packages that must not be opened, and the zip that is written."""

import struct
import zipfile
import zlib
from io import BytesIO

import docx
import pytest

from docgen.ooxml import Limits, TemplateError, compile_docx, lint_docx


def blank(text="{{ a }}"):
    document = docx.Document()
    document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def members(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(name, old, new):
    parts = members(blank())
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    return packed(parts)


def codes(content, **options):
    return [problem.code for problem in lint_docx(content, **options)]


def related(kind, target, mode="External"):
    relation = f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return changed(
        "word/_rels/document.xml.rels", b"</Relationships>", relation.encode() + b"</Relationships>"
    )


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"not a zip", blank()[:500], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_what_is_no_package_is_refused(content):
    assert codes(content) == ["OOXML-001"]


def test_a_workbook_is_no_document():
    parts = members(blank())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
    )
    assert codes(packed(parts)) == ["OOXML-006"]


@pytest.mark.parametrize(
    "limits", [Limits(file_bytes=100), Limits(members=3), Limits(member_bytes=1000), Limits(total_bytes=2000)]
)
def test_a_package_beyond_the_limits_is_refused(limits):
    assert set(codes(blank(), limits=limits)) == {"OOXML-002"}


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    parts = {**members(blank()), "word/media/image1.bin": bytes(20 * 2**20)}
    assert codes(packed(parts)) == ["OOXML-002"]


def test_a_member_that_lies_about_its_size_is_refused():
    content = packed({**members(blank()), "word/media/x.bin": bytes(1000)})
    at = content.rindex(b"PK\x01\x02")
    lying = content[: at + 24] + struct.pack("<L", 10) + content[at + 28 :]
    assert codes(lying) == ["OOXML-004"]


def test_a_wrong_checksum_is_refused():
    content = packed({**members(blank()), "word/media/x.bin": b"abc"})
    at = content.rindex(b"PK\x01\x02")
    assert codes(content[: at + 16] + b"\0\0\0\0" + content[at + 20 :]) == ["OOXML-004"]


@pytest.mark.parametrize("name", ["../x", "/x", "C:/x", "a\\b", "word/../../x"])
def test_an_unsafe_member_name_is_refused(name):
    parts = members(blank())
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
        info = zipfile.ZipInfo("placeholder")
        info.filename = info.orig_filename = name
        archive.writestr(info, b"x")
    assert codes(stream.getvalue()) == ["OOXML-003"]


def test_doubled_and_overlapping_members_are_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members(blank()).items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", b"<x/>")
    assert "OOXML-003" in codes(stream.getvalue())
    content = packed({**members(blank()), "word/media/x.bin": b"abc"})
    at = content.rindex(b"PK\x01\x02")
    overlapping = content[: at + 42] + struct.pack("<L", 0) + content[at + 46 :]
    assert "OOXML-003" in codes(overlapping)


def test_an_encrypted_member_is_refused():
    content = packed({**members(blank()), "word/media/x.bin": b"abc"})
    at = content.rindex(b"PK\x01\x02")
    assert codes(content[: at + 8] + b"\x01\0" + content[at + 10 :]) == ["OOXML-005"]


@pytest.mark.parametrize(
    "name",
    ["[Content_Types].xml", "word/document.xml", "_rels/.rels", "word/styles.xml", "docProps/core.xml"],
)
@pytest.mark.parametrize(
    "dtd",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused_in_every_part(name, dtd):
    parts = members(blank())
    head, tail = parts[name].split(b"?>", 1)
    parts[name] = head + b"?>" + dtd + tail
    assert "OOXML-008" in codes(packed(parts))


def test_broken_xml_is_refused_not_repaired():
    assert codes(changed("word/document.xml", b"</w:body>", b"")) == ["OOXML-007"]


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("image", "http://127.0.0.1/x.png", "OOXML-020"),
        ("image", "file:///etc/passwd", "OOXML-020"),
        ("hyperlink", "file:///etc/passwd", "OOXML-020"),
        ("hyperlink", "\\\\server\\share", "OOXML-020"),
        ("attachedTemplate", "http://127.0.0.1/x.dotm", "OOXML-023"),
        ("aFChunk", "chunk.html", "OOXML-023"),
        ("oleObject", "embeddings/oleObject1.bin", "OOXML-022"),
        ("control", "activeX/activeX1.xml", "OOXML-022"),
        ("vbaProject", "vbaProject.bin", "OOXML-021"),
        ("package", "embeddings/book.xlsx", "OOXML-022"),
    ],
)
def test_what_reaches_outside_or_runs_is_refused(kind, target, code):
    mode = "External" if code == "OOXML-020" or kind == "attachedTemplate" else "Internal"
    assert codes(related(kind, target, mode)) == [code]


def test_a_web_link_and_an_allowed_embedded_package_are_accepted():
    assert codes(related("hyperlink", "https://www.gov.cn/")) == []
    assert codes(related("hyperlink", "mailto:office@example.cn")) == []
    assert codes(related("package", "embeddings/book.xlsx", "Internal"), allow=frozenset({"embedded"})) == []


@pytest.mark.parametrize(
    "field", ["DDE excel x", " DDEAUTO cmd", 'INCLUDETEXT "c:/x"', "INCLUDEPICTURE x", "LINK Excel.Sheet.8 x"]
)
def test_a_field_that_reads_or_runs_is_refused(field):
    escaped = field.replace('"', "&quot;").encode()
    simple = b'<w:p><w:fldSimple w:instr="' + escaped + b'"/></w:p><w:sectPr'
    assert codes(changed("word/document.xml", b"<w:sectPr", simple)) == ["OOXML-024"]
    half = len(escaped) // 2
    runs = b"".join(
        b"<w:r><w:instrText>" + piece + b"</w:instrText></w:r>" for piece in (escaped[:half], escaped[half:])
    )
    if b"&quot;" not in escaped:
        assert codes(changed("word/document.xml", b"<w:sectPr", b"<w:p>" + runs + b"</w:p><w:sectPr")) == [
            "OOXML-024"
        ]


def test_a_macro_document_under_a_plain_name_is_refused():
    parts = members(blank())
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert kind in parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        kind, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert codes(packed(parts)) == ["OOXML-006", "OOXML-021"]


def test_everything_suspicious_is_listed_at_once():
    parts = members(related("oleObject", "x.bin", "Internal"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:sectPr", b'<w:altChunk r:id="rId1"/><w:sectPr'
    )
    assert codes(packed(parts)) == ["OOXML-023", "OOXML-022"] or codes(packed(parts)) == [
        "OOXML-022",
        "OOXML-023",
    ]


def test_the_data_source_of_a_mail_merge_is_taken_out():
    content = related("mailMergeSource", "file:///C:/roster.xlsx")
    parts = members(content)
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        b"<w:zoom", b'<w:mailMerge><w:query w:val="x"/></w:mailMerge><w:zoom', 1
    )
    assert b"mailMerge" in parts["word/settings.xml"]
    filled = members(compile_docx(packed(parts)).fill({"a": "一"}))
    assert not any(b"mailMerge" in part for part in filled.values())


def test_the_output_is_a_sound_zip_without_a_clock():
    output = compile_docx(blank()).fill({"a": "一"})
    with zipfile.ZipFile(BytesIO(output)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_compressor_gives_the_same_content():
    def stored(content):
        packer = zlib.compressobj(0, zlib.DEFLATED, -15)
        return packer.compress(content) + packer.flush()

    assert members(compile_docx(blank(), compress=stored).fill({"a": "一"})) == members(
        compile_docx(blank()).fill({"a": "一"})
    )


def test_a_template_with_the_engines_own_marks_is_refused():
    with pytest.raises(TemplateError, match="OOXML-050"):
        compile_docx(blank("{{ a }}\uf8f0h0\uf8f1"))


def test_the_people_a_mail_merge_chose_are_taken_out():
    parts = members(related("mailMergeRecipientData", "recipientData.xml", "Internal"))
    relations = parts["word/_rels/document.xml.rels"]
    parts["word/recipientData.xml"] = (
        b"<recipients><recipientData>row of a person</recipientData></recipients>"
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/word/recipientData.xml" ContentType="application/xml"/></Types>'
    )
    assert b"recipientData" in relations
    filled = members(compile_docx(packed(parts)).fill({"a": "一"}))
    assert "word/recipientData.xml" not in filled
    assert not any(b"recipientData" in part for part in filled.values())


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    ],
)
def test_templates_and_macro_documents_of_word_are_refused_on_purpose(kind):
    parts = members(blank())
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        plain, b"application/" + kind.encode()
    )
    assert codes(packed(parts))[0] == "OOXML-006"
