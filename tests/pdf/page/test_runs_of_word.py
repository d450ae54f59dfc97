"""The looks of characters, and what East Asian layout sets in a line."""

import re

import pypdfium2
import pytest

from docgen.pdf import page
from docgen.pdf.page.looks import mixed
from docgen.pdf.page.mathtext import linear
from docgen.pdf.page.xml import parse


@pytest.fixture
def html(word):
    """Write a document with one paragraph of one run."""

    def write(run, text="文字"):
        return page.open_docx(word.file(word.paragraph(text, run=run))).html()

    return write


@pytest.mark.parametrize(
    ("run", "rule"),
    [
        ('<w:u w:val="double"/>', "text-decoration:underline double"),
        ('<w:u w:val="dotted"/>', "text-decoration:underline dotted"),
        ('<w:u w:val="dash"/>', "text-decoration:underline dashed"),
        ('<w:u w:val="wave"/>', "text-decoration:underline wavy"),
        ('<w:u w:val="thick" w:color="FF0000"/>', "text-decoration:underline 1.5pt #ff0000"),
        ("<w:strike/>", "text-decoration:line-through"),
        ("<w:dstrike/>", "text-decoration:line-through double"),
        ('<w:u w:val="single"/><w:strike/>', "text-decoration:underline line-through"),
        ('<w:bdr w:val="double" w:sz="8" w:color="FF0000"/>', "border:3pt double #ff0000"),
        ('<w:bdr w:val="single" w:sz="4" w:color="auto"/>', "border:0.5pt solid"),
        ('<w:shd w:val="pct15" w:color="auto" w:fill="FFFFFF"/>', "background:#d9d9d9"),
        ('<w:shd w:val="clear" w:fill="D9E2F3"/>', "background:#d9e2f3"),
        ('<w:highlight w:val="yellow"/>', "background:#ff0"),
    ],
)
def test_looks_of_runs(html, run, rule):
    assert re.search(re.escape(rule) + "[;}]", html(run))


def test_every_underline_is_drawn_as_wide_as_its_text(word, look_at):
    kinds = ("single", "thick", "dotted", "dash", "dotDash", "wave")
    body = "".join(word.paragraph("文字文字", run=f'<w:u w:val="{kind}"/>') for kind in kinds)
    (sheet,) = look_at(page.draw(page.open_docx(word.file(body)).html()).pdf)
    assert len(sheet.across) >= len(kinds) - 1  # a wave is higher than a line


def test_emphasis_marks_stand_under_each_character(word, look_at):
    pdf = page.draw(page.open_docx(word.file(word.paragraph("文字", run='<w:em w:val="dot"/>'))).html()).pdf
    plain = page.draw(page.open_docx(word.file(word.paragraph("文字"))).html()).pdf
    dark = []
    for content in (plain, pdf):
        document = pypdfium2.PdfDocument(content)
        picture = document[0].render(scale=4).to_pil().convert("L")
        document.close()
        below = [
            picture.crop((int(x * 4), int(y * 4), int(x * 4) + 48, int(y * 4) + 24))
            for x, y in _places(look_at, plain)
        ]
        dark.append([sum(light < 128 for light in crop.tobytes()) for crop in below])
    (first, second), (marked, also) = dark
    assert marked > first + 10
    assert also > second + 10


def _places(look_at, pdf):
    (sheet,) = look_at(pdf)
    return [(sheet.at(c)[0], sheet.at(c)[1] + 1.5) for c in "文字"]


def test_small_capitals_are_smaller_capitals(word, look_at):
    (sheet,) = look_at(
        page.draw(page.open_docx(word.file(word.paragraph("Ab", run="<w:smallCaps/>"))).html()).pdf
    )
    assert sheet.text.strip() == "AB"


SIX = '<w:sz w:val="12"/>'
COMBINED = '<w:eastAsianLayout w:id="1" w:combine="1" w:combineBrackets="round"/>'


def run_of(properties, text):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_phonetic_guide_stands_over_its_character_and_makes_the_line_higher(word, look_at):
    ruby = (
        '<w:r><w:ruby><w:rubyPr><w:hps w:val="12"/><w:hpsRaise w:val="26"/></w:rubyPr>'
        f"<w:rt>{run_of(SIX, 'fan')}</w:rt><w:rubyBase>{run_of('', '返')}</w:rubyBase></w:ruby></w:r>"
    )
    body = f"<w:p>{run_of('', '防')}{ruby}{run_of('', '贫')}</w:p>" + word.paragraph("后")
    (sheet,) = look_at(page.draw(page.open_docx(word.file(body)).html()).pdf)
    (x, y), (fx, fy) = sheet.at("返"), sheet.at("f")
    assert y == sheet.at("防")[1] == sheet.at("贫")[1]
    assert fy == pytest.approx(y - 13, abs=0.1)
    assert x < fx < x + 6
    (plain,) = look_at(page.draw(page.open_docx(word.file(word.paragraph("返"))).html()).pdf)
    assert y > plain.at("返")[1] + 3


def test_two_lines_in_one_stand_above_each_other(word, look_at):
    body = f"<w:p>{run_of('', '甲')}{run_of(COMBINED, '上下')}{run_of('', '乙')}</w:p>"
    (sheet,) = look_at(page.draw(page.open_docx(word.file(body)).html()).pdf)
    above, below = sheet.at("上"), sheet.at("下")
    assert above[0] == pytest.approx(below[0], abs=0.1)
    assert below[1] - above[1] == pytest.approx(6, abs=0.3)
    assert sheet.at("乙")[0] < 90 + 12 + 6 + 12 + 3
    assert sorted("".join(sheet.text.split())) == sorted("甲(上下)乙")


def test_turned_digits_take_the_width_of_one_character(word, look_at):
    quoted = '<w:eastAsianLayout w:id="1" w:vert="1"/>'
    body = f"<w:p>{run_of('', '甲')}{run_of(quoted, '12')}{run_of('', '乙')}</w:p>"
    (sheet,) = look_at(page.draw(page.open_docx(word.file(body)).html()).pdf)
    assert sheet.at("乙")[0] - sheet.at("甲")[0] == pytest.approx(24, abs=0.2)
    assert sheet.at("1")[0] == pytest.approx(sheet.at("2")[0], abs=0.1)
    assert sheet.at("1")[1] > sheet.at("2")[1]


def test_a_formula_is_read_as_a_line_of_characters():
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    fraction = "<m:f><m:num><m:r><m:t>收入</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    assert linear(parse(f"<m:oMath {m}>{fraction}{power}</m:oMath>".encode())) == "(收入)/3x^2"


def test_colours_are_mixed_by_their_share():
    assert [mixed("#ffffff", "#000000", share) for share in (0, 0.5, 1)] == ["#ffffff", "#808080", "#000000"]
