"""What keeps a PDF from the archive is found, one rule after the other."""

from io import BytesIO

import pikepdf
import pytest

from docgen.pdf import check, page

HTML = '<html lang="zh-CN"><head><style>html{font-family:"Docgen Song"}</style></head><body><p>审批表</p></body></html>'


@pytest.fixture(scope="module")
def sound():
    return page.draw(HTML, title="审批表", author="某镇人民政府").pdf


@pytest.fixture
def broken(sound):
    """Give what is found in a file after something was done to it."""

    def done(change, **saving):
        stream = BytesIO()
        with pikepdf.open(BytesIO(sound)) as file:
            change(file)
            file.save(stream, **saving)
        return {fault.rule for fault in check.faults(stream.getvalue())}

    return done


def font(file):
    return file.pages[0].Resources.Font[next(iter(file.pages[0].Resources.Font.keys()))]


def test_a_drawn_page_is_sound(sound):
    assert check.faults(sound) == ()


def test_a_file_tells_title_office_and_language(sound):
    assert check.about(sound) == check.rules.About("审批表", "某镇人民政府", "zh-CN", "2", "B")


def test_something_else_is_no_pdf():
    assert check.faults(b"PK\x03\x04 a Word file") == (check.Fault("damaged"),)
    with pytest.raises(ValueError, match="not a PDF"):
        check.about(b"nothing")


def test_a_missing_output_intent_is_found(broken):
    assert broken(lambda file: file.Root.__delitem__("/OutputIntents")) == {"output-intent"}


def test_missing_metadata_are_found(broken):
    assert broken(lambda file: file.Root.__delitem__("/Metadata")) == {"metadata"}


def test_another_title_in_the_metadata_is_found(broken):
    assert broken(lambda file: file.docinfo.__setitem__("/Title", "告知书")) == {"metadata-differs"}


def test_a_missing_identifier_is_found(sound):
    text = sound.replace(b"/ID", b"/IX")
    assert {fault.rule for fault in check.faults(text)} == {"identifier"}


def test_a_font_that_is_not_in_the_file_is_found(broken):
    def change(file):
        del font(file).DescendantFonts[0].FontDescriptor["/FontFile2"]

    assert broken(change) == {"font"}


def picture(file, **entries):
    image = file.make_stream(
        b"\0" * 4, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1
    )
    for key, value in {"BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceGray, **entries}.items():
        image[f"/{key}"] = value
    file.pages[0].Resources.XObject = pikepdf.Dictionary(I=image)


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        ({"Interpolate": True}, "interpolate"),
        ({"ColorSpace": pikepdf.Name.DeviceCMYK}, "cmyk"),
        ({"F": "elsewhere.jpg"}, "filter"),
    ],
)
def test_a_picture_of_the_wrong_kind_is_found(broken, entries, rule):
    assert broken(lambda file: picture(file, **entries)) == {rule}


def test_a_box_for_a_missing_character_is_found(broken):
    def change(file):
        name = next(iter(file.pages[0].Resources.Font.keys()))[1:]
        file.pages[0].contents_add(f"BT /{name} 9 Tf <0000> Tj ET".encode())

    assert broken(change) == {"notdef"}


def test_a_box_for_a_missing_character_is_found_inside_a_form(broken):
    def change(file):
        name = next(iter(file.pages[0].Resources.Font.keys()))[1:]
        form = file.make_stream(
            f"BT /{name} 9 Tf [<0000> 5] TJ ET".encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form
        )
        form.BBox, form.Resources = [0, 0, 9, 9], file.pages[0].Resources
        file.pages[0].Resources.XObject = pikepdf.Dictionary(F=form)
        file.pages[0].contents_add(b"/F Do")

    assert broken(change) == {"notdef"}


def test_a_script_is_found(broken):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    assert broken(lambda file: file.Root.__setitem__("/OpenAction", action)) == {"script"}


def test_a_field_to_fill_in_is_found(broken):
    def change(file):
        field = file.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="姓名"))
        file.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    assert broken(change) == {"form"}


def test_the_field_of_a_signature_is_allowed(broken):
    def change(file):
        field = file.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="签名"))
        file.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    assert broken(change) == set()


def test_an_unknown_way_to_blend_is_found(broken):
    def change(file):
        file.pages[0].Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(BM=pikepdf.Name.Glitter))

    assert "transparency" in broken(change)


def test_a_hidden_note_is_found(broken):
    def change(file):
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], F=2)
        file.pages[0].Annots = [file.make_indirect(note)]

    assert broken(change) == {"annotation"}


def test_a_locked_file_is_found(broken):
    assert "encrypted" in broken(lambda file: None, encryption=pikepdf.Encryption(owner="a", user=""))
    assert broken(lambda file: None, encryption=pikepdf.Encryption(owner="a", user="b")) == {"encrypted"}


def test_a_page_tree_of_nonsense_is_damaged_and_no_traceback(sound):
    text = sound.replace(b"/Annots", b"/Xnnots")
    with pikepdf.open(BytesIO(text)) as file:
        file.pages[0].Annots = pikepdf.Array([pikepdf.Name.Here])
        stream = BytesIO()
        file.save(stream)
    assert check.faults(stream.getvalue()) == (check.Fault("damaged"),)


def test_without_verapdf_there_is_no_verdict(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert check.verdicts([tmp_path / "a.pdf"]) is None


def test_verapdf_on_the_path_is_asked(monkeypatch, tmp_path):
    program = tmp_path / "verapdf"
    program.write_text(
        '#!/bin/sh\nshift 4\nfor name; do case "$name" in *bad*) echo "FAIL $name 2b";; *lost*) ;; *) echo "PASS $name 2b";; esac; done\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    names = [tmp_path / f"{name} 表.pdf" for name in ("good", "bad", "lost")]
    assert [(verdict.path, verdict.passed) for verdict in check.verdicts(names)] == list(
        zip(names, [True, False, None], strict=True)
    )
