"""Values set on a finished page: the picture is that of full layout, on the built-in forms."""

from datetime import date

import pypdfium2
import pytest
from PIL import ImageChops

from docgen import pack_folder
from docgen.demo import township
from docgen.formpack import load_forms
from docgen.pdf import layout, page
from docgen.pipeline import Job, occasion_for, open_office
from docgen.plugins import BUILTINS
from docgen.plugins.word import ready
from docgen.registry import load

FORMS = sorted(form.key for form in load_forms(pack_folder()) if form.template.suffix == ".docx")


class Bench:
    """One form: its filled parts, both ways to a page."""

    def __init__(self, form):
        content = form.template.read_bytes()
        self.opened = ready(form, content)
        self.sheet = page.open_docx(content)
        self.layout = layout.lay_out(self.sheet, self.opened.template)

    def both(self, parts):
        """Draw parts both ways; None where they cannot be stamped."""
        stamped = self.layout.stamped(parts, title="表", author="办公室")
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
