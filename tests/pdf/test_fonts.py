"""The faces: what they are, what they cover, and that a page is set in them and in nothing else."""

import logging
import os
import pickle
import subprocess
import sys
from itertools import product
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from docgen.pdf import fonts
from docgen.pdf.fonts import (
    DrawingIncomplete,
    Face,
    FontsMissing,
    FontsTooLate,
    GlyphMissing,
    activate,
    chain,
    covers,
    face_for,
    is_known,
    strict_log,
    uncovered,
)

FACES = [Face(fonts.fonts_folder() / name, family, bold) for (family, bold), name in fonts.FILES.items()]
TEXT_FACES = [face for face in FACES if face.family != fonts.FALLBACK]
RARE_NAMES = "玥喆堃昇甯尛翀犇淼䶮𠮷㛃䲜𬭚𫖯𬱖㙍𤆵祎赟珺𬭎𬣙𣲘"
SIGNS = "☑☐☒□■✓²³㎡"


def two_byte(encoding: str, first: range) -> set[str]:
    pairs = (bytes(pair).decode(encoding, "ignore") for pair in product(first, range(0x40, 0xFF)))
    return {text for text in pairs if len(text) == 1 and text > "\x7f"}


def pdf_of(html: str) -> bytes:
    """Draw a page in this process, with the docgen faces alone."""
    activate()
    from weasyprint import HTML

    return HTML(string=html).write_pdf()


def embedded(pdf: Path) -> set[str]:
    """Name the fonts of a PDF, without their subset tags."""
    with pikepdf.open(pdf) as document:
        found = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
        ]
        return {str(item.FontName).removeprefix("/").split("+")[-1] for item in found}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.path.stem)
def test_every_face_has_truetype_outlines_and_one_set_of_metrics(face: Face) -> None:
    with TTFont(face.path, lazy=True) as font:
        assert "glyf" in font
        assert "CFF " not in font
        assert font["OS/2"].fsType == 0
        assert font["name"].getDebugName(1) == face.family
        header, windows = font["hhea"], font["OS/2"]
        assert (header.ascent, header.descent, header.lineGap) == (880, -120, 0)
        assert (windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap) == (880, -120, 0)
        assert windows.usWinAscent >= 880


@pytest.mark.parametrize("face", TEXT_FACES, ids=lambda face: face.path.stem)
def test_a_text_face_covers_gb2312_and_the_signs_of_forms(face: Face) -> None:
    assert two_byte("gb2312", range(0xA1, 0xF8)) - set(fonts.advances(face)) == set()
    assert [sign for sign in SIGNS if not covers(face, sign)] == []


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.path.stem)
def test_ticking_a_box_moves_nothing_on_the_line(face: Face) -> None:
    assert {fonts.advances(face)[box] for box in "□☐☑☒■"} == {1000}


@pytest.mark.parametrize("face", TEXT_FACES, ids=lambda face: face.path.stem)
def test_digits_are_half_an_em_wide(face: Face) -> None:
    assert {fonts.advances(face)[digit] for digit in "0123456789"} == {500}


def test_all_of_gbk_and_the_rare_names_are_covered() -> None:
    wanted = two_byte("gbk", range(0x81, 0xFF)) | set(RARE_NAMES) | set("①⑩⑳㈠㈩〇·—…√№℃")
    assert len(wanted) > 21_791
    assert uncovered("".join(sorted(wanted))) == ""
    assert all(covers(face_for(fonts.FALLBACK), name) for name in RARE_NAMES)


def test_no_face_draws_a_private_character() -> None:
    assert not any(covers(face, chr(code)) for face in FACES for code in range(0xE000, 0xF900))


def test_uncovered_names_each_character_once_and_passes_line_ends() -> None:
    assert uncovered("张\n\ue863三\U00030000\ue863") == "\ue863\U00030000"


@pytest.mark.parametrize(
    ("name", "bold", "file"),
    [
        ("宋体", False, "DocgenSong-Regular.ttf"),
        ("SimSun", True, "DocgenSong-Bold.ttf"),
        ("仿宋_GB2312", False, "DocgenFang-Regular.ttf"),
        ("仿宋_GB2312", True, "DocgenFang-Regular.ttf"),
        ("楷体", False, "DocgenKai-Regular.ttf"),
        ("simhei", False, "DocgenHei-Regular.ttf"),
        ("等线", True, "DocgenHei-Regular.ttf"),
        ("方正小标宋简体", False, "DocgenSong-Bold.ttf"),
        ("Times New Roman", False, "DocgenSong-Regular.ttf"),
        ("Calibri", False, "DocgenHei-Regular.ttf"),
        ("汉仪旗黑", False, "DocgenSong-Regular.ttf"),
    ],
)
def test_a_documents_font_name_finds_its_face(name: str, bold: bool, file: str) -> None:
    assert face_for(name, bold=bold).path.name == file


def test_an_unknown_font_name_is_said_to_be_unknown() -> None:
    assert is_known("仿宋_GB2312")
    assert not is_known("汉仪旗黑")


def test_every_alias_belongs_to_one_face() -> None:
    names = [name.casefold() for names in fonts.aliases().values() for name in names]
    assert len(names) == len(set(names))


def test_a_chain_ends_in_the_fallback() -> None:
    assert [face.path.stem for face in chain("楷体", bold=True)] == [
        "DocgenKai-Regular",
        "DocgenSong-Bold",
        "DocgenFallback-Regular",
    ]


def test_a_page_embeds_only_our_faces_and_only_those_it_needs(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(pdf_of('<html style="font-family:仿宋_GB2312"><p>张三 ☑□ 2026</p></html>'))
    assert embedded(page) == {"Docgen-Fang"}
    page.write_bytes(pdf_of('<p style="font-family:仿宋_GB2312">张三 䶮 𠮷 ☑□</p>'))
    assert embedded(page) == {"Docgen-Fang", "Docgen-Fallback"}


@pytest.mark.parametrize("name", sorted({name for names in fonts.aliases().values() for name in names}))
def test_weasyprint_takes_the_face_that_face_for_names(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(pdf_of(f"<p style='font-family:\"{name}\"'>张三</p>"))
    face = face_for(name)
    assert embedded(page) == {face.family.replace(" ", "-") + ("-Bold" if face.bold else "")}


def test_bold_text_of_the_song_face_is_set_in_its_bold(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(pdf_of('<p style="font-family:宋体"><b>张三</b></p>'))
    assert embedded(page) == {"Docgen-Song-Bold"}


@pytest.mark.parametrize("name", ["宋体", "仿宋", "楷体", "黑体"])
def test_a_line_is_as_wide_as_the_sum_of_its_advances(name: str) -> None:
    activate()
    from weasyprint import HTML

    text = "户主AVWa张三，520123（身份证）1.50元"
    style = f"font-family:{name};font-size:100px;float:left;white-space:nowrap"
    page = HTML(string=f'<div style="{style}">{text}</div>').render().pages[0]
    block = page._page_box.children[0].children[0].children[0]  # html, body, div
    widths = fonts.advances(face_for(name))
    assert block.width == pytest.approx(sum(widths[character] for character in text) / 10, abs=0.5)


def test_a_character_no_face_has_is_an_error_that_names_it() -> None:
    with pytest.raises(GlyphMissing) as raised, strict_log():
        pdf_of("<p style='font-family:仿宋'>张\ue863三</p>")
    assert raised.value.characters == "\ue863"
    assert raised.value.code == "PDF-203"
    assert "U+E863" in str(raised.value)
    assert pickle.loads(pickle.dumps(raised.value)).characters == "\ue863"


def test_a_picture_that_cannot_be_loaded_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DrawingIncomplete, match="PDF-204"), strict_log():
        pdf_of(f'<img src="{(tmp_path / "none.png").as_uri()}">')


def test_a_style_rule_that_is_not_understood_is_no_error() -> None:
    with strict_log():
        drawn = pdf_of("<p style='mso-font:1'>张三</p>")
    assert drawn.startswith(b"%PDF-")


def test_the_log_of_another_thread_is_not_ours(caplog: pytest.LogCaptureFixture) -> None:
    def other() -> None:
        logging.getLogger("weasyprint").error("Failed to load image")

    with strict_log():
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert "Failed to load image" in caplog.text


def test_an_error_inside_the_block_is_not_hidden_by_the_log() -> None:
    def fail() -> None:
        logging.getLogger("weasyprint").error("Failed to load image")
        raise KeyError

    with pytest.raises(KeyError), strict_log():
        fail()


def test_the_fontconfig_file_knows_one_folder_and_is_well_formed() -> None:
    file = activate()
    tree = ElementTree.parse(file)
    assert [folder.text for folder in tree.findall("dir")] == [str(fonts.fonts_folder())]
    assert os.environ["FONTCONFIG_FILE"] == str(file)
    assert file.parent.stat().st_mode & 0o077 == 0


def child(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a fresh process whose fontconfig is that of the machine."""
    clean = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=False
    )


def test_weasyprint_before_the_fonts_is_refused() -> None:
    result = child(
        "import weasyprint\n"
        "from docgen.pdf.fonts import FontsTooLate, activate\n"
        "try: activate()\n"
        "except FontsTooLate as error: print(error.code)"
    )
    assert result.stdout.split() == [FontsTooLate.code]


def test_a_home_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the home should be", encoding="utf-8")
    result = child(
        "from docgen.pdf.fonts import activate\n"
        "print(activate())\n"
        "import weasyprint\n"
        "print(len(weasyprint.HTML(string='<p>张三').write_pdf()) > 1000)",
        HOME=str(tmp_path / "file"),
        XDG_CACHE_HOME=str(tmp_path / "file" / "cache"),
        TMPDIR=str(tmp_path),
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == [str(next(tmp_path.rglob("fonts.conf"))), "True"]


def test_the_same_page_has_the_same_bytes_in_another_process_and_home(tmp_path: Path) -> None:
    code = (
        "import hashlib\n"
        "from docgen.pdf.fonts import activate\n"
        "activate()\n"
        "import weasyprint\n"
        "page = weasyprint.HTML(string='<p style=\"font-family:楷体_GB2312\">张三 䶮 ☑</p>').write_pdf()\n"
        "print(hashlib.sha256(page).hexdigest())"
    )
    digests = {child(code, XDG_CACHE_HOME=str(tmp_path / seed), PYTHONHASHSEED=seed).stdout for seed in "12"}
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


def test_fonts_that_are_not_installed_are_said_before_weasyprint_could_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "WHEEL", "docgen_fonts_of_nobody")
    with pytest.raises(FontsMissing, match="PDF-201"):
        activate()


def test_a_fontconfig_file_that_was_cleaned_away_is_written_again(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, subprocess, sys\n"
        "from docgen.pdf.fonts import activate\n"
        "activate().unlink()\n"
        "page = \"import weasyprint; print(len(weasyprint.HTML(string='<p>张三').write_pdf()) > 1000)\"\n"
        "again = 'from docgen.pdf.fonts import activate; activate(); '\n"
        "print(subprocess.run([sys.executable, '-c', again + page], capture_output=True, text=True).stdout)"
    )
    assert child(code, XDG_CACHE_HOME=str(tmp_path)).stdout.split() == ["True"]


def test_a_face_that_was_deleted_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "half_a_wheel"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(fonts, "WHEEL", "half_a_wheel")
    with pytest.raises(FontsMissing, match=r"DocgenSong-Regular\.ttf"):
        activate()


def test_the_installed_faces_are_whole() -> None:
    assert fonts.damaged_faces() == ()
