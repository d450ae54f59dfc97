"""QR symbols: what is drawn on a page is read from its picture, turned, grey, noisy and small."""

import random
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from docgen.pdf.book import Book, Empty, Modules
from docgen.pdf.qr import LEAST_SIDE, QUIET, quiet_zone, read, symbol

PAYLOAD = "D1520199001201HP9MZ/000037/0210103O9"
MM = 72 / 25.4


def page_with(*places: tuple[str, float, float]) -> bytes:
    out = BytesIO()
    marks = [Modules(x, y, LEAST_SIDE * MM, symbol(payload)) for payload, x, y in places]
    with Book(out) as book:
        book.add(Empty(), overlay=lambda leaf: marks)
    return out.getvalue()


def picture(pdf: bytes, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=dpi / 72).to_pil()


def scanned(page: Image.Image, seed: int) -> Image.Image:
    """Return the picture as an office's scanner gives it: turned, grey, blurred, noisy."""
    turned = page.convert("L").rotate(2, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = ImageEnhance.Contrast(turned.filter(ImageFilter.GaussianBlur(0.6))).enhance(0.75)
    noise = Image.frombytes("L", grey.size, random.Random(seed).randbytes(grey.width * grey.height))
    return Image.blend(grey, noise, 0.12)


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("corner", [(500, 30), (45, 30), (500, 770), (45, 770)])
def test_a_symbol_in_any_corner_is_read_from_a_poor_scan(dpi, corner):
    page = scanned(picture(page_with((PAYLOAD, *corner)), dpi), dpi)
    assert read(page) == (PAYLOAD,)


def test_an_upside_down_page_is_read():
    assert read(picture(page_with((PAYLOAD, 500, 770)), 200).rotate(180)) == (PAYLOAD,)


def test_a_page_without_a_symbol_says_nothing():
    assert read(picture(page_with(), 150)) == ()


def test_two_symbols_of_a_corner_are_both_read():
    other = "D1520199001201HP9MZ/000038/0210103XX"
    page = picture(page_with((PAYLOAD, 500, 30), (other, 430, 30)), 200)
    assert set(read(page)) == {PAYLOAD, other}


def test_a_usual_payload_makes_a_symbol_of_25_modules():
    rows = symbol(PAYLOAD)
    assert (len(rows), {len(row) for row in rows}) == (25, {25})
    assert quiet_zone(rows, 50) == pytest.approx(QUIET * 2)


def test_the_largest_payload_of_a_code_still_makes_a_symbol():
    assert len(symbol(PAYLOAD + "0" * 60)) > 25
