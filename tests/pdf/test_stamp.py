"""Values set on a finished page: the picture is that of full layout, on the built-in forms."""

from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import ImageChops

from docgen import pack_folder
from docgen.demo import township
from docgen.formpack import load_forms
from docgen.ooxml import Ticks, compile_docx
from docgen.pdf import fonts, layout, page
from docgen.pipeline import Job, occasion_for, open_office
from docgen.plugins import BUILTINS
from docgen.plugins.word import ready
from docgen.registry import load

FORMS = sorted(
    form.key
    for form in load_forms(pack_folder())
    if form.template.suffix == ".docx" and form.about == "household"
)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Bench:
    """One form: its filled parts, both ways to a page."""

    def __init__(self, form):
        content = form.template.read_bytes()
        self.opened = ready(form, content)
        self.sheet = page.open_docx(content)
        self.layout = layout.lay_out(self.sheet, self.opened.template)

    def both(self, parts, rows=None):
        """Draw parts both ways; None where they cannot be stamped."""
        stamped = self.layout.stamped(parts, title="表", author="办公室", rows=rows)
        return stamped and (stamped, page.draw(self.sheet.html(parts), title="表", author="办公室"))


@pytest.fixture(scope="module")
def office():
    job = Job(as_of=date(2026, 6, 1), formats=("docx",), draft=True, forms=tuple(FORMS))
    return open_office(load(BUILTINS, installed=False), job)


@pytest.fixture(scope="module")
def cases():
    return township(2026, 2, 40, 11).cases


@pytest.fixture(scope="module")
def benches(office):
    return {form.key: Bench(form) for form in office.household_forms}


def filled_parts(office, benches, cases, key):
    form = next(one for one in office.household_forms if one.key == key)
    for case in cases:
        filled = office.binder.bind(form, case, occasion_for(case, office))
        if filled is not None:
            yield benches[key].opened.parts(filled)
    template = benches[key].opened.template
    yield template.fill_parts(layout.sample(template.slots, full=True))  # of a form that none of them needs


def pictures(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [sheet.render(scale=1.5).to_pil().convert("RGB") for sheet in document]


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


def worst(one, other):
    """Give the largest share of differing pixels of any page."""
    shares = []
    for a, b in zip(pictures(one), pictures(other), strict=True):
        counts = ImageChops.difference(a, b).convert("L").histogram()
        shares.append(1 - counts[0] / sum(counts))
    return max(shares)


@pytest.mark.parametrize("key", FORMS)
def test_a_stamped_form_looks_as_if_laid_out_in_full(office, benches, cases, key):
    drawn = (benches[key].both(parts) for parts in filled_parts(office, benches, cases, key))
    stamped, full = next(both for both in drawn if both)
    assert stamped.pages == full.pages
    assert worst(stamped.pdf, full.pdf) <= 0.001
    assert words(stamped.pdf) == words(full.pdf)


CONTINUED = {
    "cn.identification.application@2021": 8,
    "cn.identification.approval@2021": 14,
    "yingkou.monitoring.household_inspection@2021": 6,
}


@pytest.mark.parametrize(("key", "members"), CONTINUED.items())
def test_a_form_with_continuation_pages_looks_as_if_laid_out_in_full(office, benches, key, members):
    bench = benches[key]
    slots = bench.opened.template.slots
    values = layout.sample(slots, full=True, rows={"members": members})
    parts = bench.opened.template.fill_parts(values)
    stamped, full = bench.both(parts, {"members": members})
    assert stamped.way == "stamp"
    assert stamped.pages == full.pages
    assert worst(stamped.pdf, full.pdf) <= 0.001
    assert words(stamped.pdf) == words(full.pdf)


def test_the_way_of_a_long_table_does_not_depend_on_what_came_before(benches):
    bench = benches["cn.identification.application@2021"]
    slots = bench.opened.template.slots
    files = []
    for counts in ((8, 20), (8,)):
        fresh = layout.lay_out(bench.sheet, bench.opened.template)
        for count in reversed(counts):
            parts = bench.opened.template.fill_parts(layout.sample(slots, full=True, rows={"members": count}))
            last = fresh.stamped(parts, rows={"members": count}).pdf
        files.append(last)
    assert files[0] == files[1]


def test_a_list_that_is_hardly_ever_like_another_is_laid_out_in_full(benches):
    bench = benches["cn.identification.application@2021"]
    parts = bench.opened.template.fill_parts(
        layout.sample(bench.opened.template.slots, full=True, rows={"members": 90})
    )
    assert bench.layout.stamped(parts, rows={"members": 90}) is None


def cell(word, text, width=3000):
    return word.cell(word.paragraph(text), width)


@pytest.fixture
def small(word):
    """A form of a table with a heading above it and a line below, opened both ways."""

    def opened(*rows, above="", below="", section="", more=None):
        body = above + word.table([3000, 5000], *rows) + (below or word.paragraph("填表人签字"))
        content = word.file(body, section, more=more)
        sheet, template = page.open_docx(content), compile_docx(content)
        return sheet, template, layout.lay_out(sheet, template)

    return opened


def row(word, label, tag, height=400):
    return word.row(cell(word, label), cell(word, tag, 5000), height=height)


def drawn_both(small_form, values):
    sheet, template, laid_out = small_form
    parts = template.fill_parts(values)
    return laid_out.draw(parts, title="表"), page.draw(sheet.html(parts), title="表")


def test_a_row_that_grows_moves_what_is_below(word, small, look_at):
    form = small(row(word, "姓名", "{{ name }}"), row(word, "住址", "{{ address }}"))
    stamped, full = drawn_both(form, {"name": "张三" * 40, "address": "青岩村三组"})
    assert stamped.way == "stamp"
    (ours,), (theirs,) = look_at(stamped.pdf), look_at(full.pdf)
    assert ours.across == theirs.across
    assert ours.at("青") == pytest.approx(theirs.at("青"), abs=0.02)
    assert ours.at("填") == pytest.approx(theirs.at("填"), abs=0.02)


def test_the_foot_of_the_page_stays_where_it_is_when_a_row_grows(word, small, look_at):
    footer = f"<w:ftr {W}>{word.paragraph('脚注')}</w:ftr>"
    section = '<w:footerReference w:type="default" r:id="f1.xml"/>'
    more = {("footer", "f1.xml"): footer}
    rows = row(word, "姓名", "{{ name }}"), row(word, "住址", "{{ address }}")
    form = small(*rows, section=section, more=more)
    stamped, full = drawn_both(form, {"name": "张三" * 40, "address": "青岩村三组"})
    assert stamped.way == "stamp"
    (ours,), (theirs,) = look_at(stamped.pdf), look_at(full.pdf)
    assert ours.at("脚") == pytest.approx(theirs.at("脚"), abs=0.02)
    assert worst(stamped.pdf, full.pdf) == 0.0


def test_rows_pushed_over_the_end_of_a_page_are_where_full_layout_has_them(word, small, look_at):
    rows = [row(word, f"第{n}项", f"{{{{ v{n} }}}}", 1500) for n in range(9)]
    values = {f"v{n}": "短" for n in range(9)} | {"v2": "长" * 700}
    stamped, full = drawn_both(small(*rows), values)
    assert stamped.pages == full.pages == 2
    assert worst(stamped.pdf, full.pdf) <= 0.001
    assert [sheet.across for sheet in look_at(stamped.pdf)] == [sheet.across for sheet in look_at(full.pdf)]


def test_a_value_of_several_paragraph_looks_is_set_as_in_full_layout(word, small):
    body = "{{ year }}年{{ month }}月，电话：____ 第{{ number }}号 ABC，结果：{{ answer }}□是 □否"
    form = small(row(word, "日期", "{{ day }}"), above=word.paragraph(body))
    values = {"year": "2026", "month": "3", "number": "15", "answer": Ticks.of("是"), "day": "2026-03-01"}
    stamped, full = drawn_both(form, values)
    assert stamped.way == "stamp"
    assert worst(stamped.pdf, full.pdf) == 0.0
    assert words(stamped.pdf) == words(full.pdf)


def test_a_picture_beside_the_value_goes_to_full_layout(word, small):
    shape = '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" style="width:20pt;height:20pt"/></w:pict></w:r>'
    paragraph = f"<w:p>{shape}<w:r><w:t>{{{{ name }}}}</w:t></w:r></w:p>"
    *_, laid_out = small(word.row(word.cell(paragraph, 3000), cell(word, "无", 5000)))
    assert laid_out is None


def test_a_character_without_a_glyph_is_named_and_not_left_out(word, small):
    form = small(row(word, "姓名", "{{ name }}"))
    with pytest.raises(fonts.GlyphMissing):
        drawn_both(form, {"name": "\U0002f00e\u0e33"})


def test_the_same_values_give_the_same_bytes_whoever_came_before(word, small):
    rows = (row(word, "姓名", "{{ name }}"), row(word, "住址", "{{ address }}"))
    one, other = small(*rows), small(*rows)
    drawn_both(one, {"name": "李四" * 60, "address": "石板村"})
    values = {"name": "王五", "address": "白果村" * 30}
    assert drawn_both(one, values)[0].pdf == drawn_both(other, values)[0].pdf


def test_a_stamped_file_is_a_pdf_a_with_its_own_fonts(word, small):
    stamped, _ = drawn_both(small(row(word, "姓名", "{{ name }}")), {"name": "欧阳海"})
    with pikepdf.open(BytesIO(stamped.pdf)) as file:
        assert not file.check_pdf_syntax()
        metadata = file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == "表" == str(file.docinfo["/Title"])
        assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/ID" in file.trailer
        faces = [face.DescendantFonts[0].FontDescriptor for face in file.pages[0].Resources.Font.values()]
        assert all("/FontFile2" in face for face in faces)


def test_a_subset_holds_what_is_used_and_nothing_else(word, small):
    stamped, _ = drawn_both(small(row(word, "姓名", "{{ name }}")), {"name": "欧阳海"})
    with pikepdf.open(BytesIO(stamped.pdf)) as file:
        own = file.pages[0].Resources.Font["/V0"].DescendantFonts[0]
        content = own.FontDescriptor.FontFile2.read_bytes()
    with TTFont(BytesIO(content)) as font:
        assert font["maxp"].numGlyphs == 4
        assert [font["hmtx"].metrics[name][0] for name in font.getGlyphOrder()][1:] == [1000] * 3
