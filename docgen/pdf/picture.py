"""Scans and photographs as pages: upright, without their hidden data, on A4, fit for PDF/A.

A JPEG or PNG becomes one page with one JPEG picture, its camera data (EXIF, GPS) gone. A PDF keeps its pages
where they can stand in a PDF/A file, and is drawn anew as pictures where they cannot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

#: What a file may turn out not to be.
Trouble = Literal["empty", "heic", "unknown", "broken", "huge", "locked", "long"]

#: A4 in points, and what stays white around a picture.
_SHORT, _LONG = 595.276, 841.89
_MARGIN = 14.17

#: Dots to the inch that a picture keeps at the most: what DA/T 31-2017 asks of scans.
_DPI = 200
_QUALITY = 80

#: Pixels of a picture at the most: beyond it a file of a few kilobytes would fill the memory.
_PIXELS = 120_000_000

#: Pages of a scanned PDF at the most.
_PAGES = 500


class PictureError(ValueError):
    """A file that cannot become pages; ``trouble`` says why.

    ``heic`` is a telephone's own format, ``huge`` has too many pixels, ``locked`` wants a password, ``long`` has
    too many pages, ``unknown`` is none of JPEG, PNG and PDF whatever its name says.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble


@dataclass(frozen=True, slots=True)
class Sheets:
    """A PDF of ``pages`` pages; ``redrawn`` when a foreign PDF was turned into pictures."""

    pdf: bytes
    pages: int
    redrawn: bool = False


def sheets(content: bytes) -> Sheets:
    """Return the pages of a scan: JPEG, PNG or PDF, known by its first bytes. Raises `PictureError`."""
    kind = _kind(content)
    if kind == "pdf":
        return _of_pdf(content)
    return Sheets(_pdf([_upright(content)]), 1)


def _kind(content: bytes) -> str:
    if not content:
        raise PictureError("empty")
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return "picture"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"}:
        raise PictureError("heic")
    raise PictureError("unknown")


def _upright(content: bytes) -> "Image":
    """Return the picture as it is meant to be seen, in grey or RGB, no larger than A4 needs."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > _PIXELS:
                raise PictureError("huge")
            opened.draft(None, _most(opened.size))
            upright = _fitted(_plain(ImageOps.exif_transpose(opened)))
            upright.info.clear()  # comments and profiles would be written again
            return upright
    except Image.DecompressionBombError as error:
        raise PictureError("huge") from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("broken") from error


def _plain(picture: "Image") -> "Image":
    """Return the picture in grey or RGB: transparent places white, inks as light (CMYK → RGB)."""
    from PIL import Image

    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 257).convert("L")
    if picture.mode in {"1", "L"}:
        return picture.convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return picture.convert("RGB")


def _most(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many pixels a picture of this shape may have on A4."""
    width, height = _room(size)
    return int(width / 72 * _DPI), int(height / 72 * _DPI)


def _room(size: tuple[int, int]) -> tuple[float, float]:
    """Return the width and height, in points, that a picture has on its page: A4 as it lies or stands."""
    short, long = _SHORT - 2 * _MARGIN, _LONG - 2 * _MARGIN
    return (long, short) if size[0] > size[1] else (short, long)


def _fitted(picture: "Image") -> "Image":
    from PIL import Image

    most = _most(picture.size)
    scale = min(most[0] / picture.width, most[1] / picture.height)
    if scale >= 1:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _pdf(pictures: "list[Image] | Iterator[Image]") -> bytes:
    """Return a PDF with a picture to a page, as large as it may be, in the middle; the same bytes every time."""
    from pikepdf import Pdf

    with Pdf.new() as pdf:
        for picture in pictures:
            _add_page(pdf, picture)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, static_id=False)
        return out.getvalue()


def _add_page(pdf: object, picture: "Image") -> None:
    from pikepdf import Dictionary, Name, Pdf

    assert isinstance(pdf, Pdf)  # noqa: S101 - for the reader of types: the import is late
    width, height = picture.size
    page_size = (_LONG, _SHORT) if width > height else (_SHORT, _LONG)
    room = _room(picture.size)
    scale = min(room[0] / width, room[1] / height, 72 / 96)
    wide, high = width * scale, height * scale
    left, below = (page_size[0] - wide) / 2, (page_size[1] - high) / 2
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=_QUALITY)
    image = pdf.make_stream(
        jpeg.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )
    pdf.add_blank_page(page_size=page_size)
    page = pdf.pages[-1]
    page.Contents = pdf.make_stream(f"q {wide:.3f} 0 0 {high:.3f} {left:.3f} {below:.3f} cm /P Do Q".encode())
    page.Resources = Dictionary(XObject=Dictionary(P=image))


def _of_pdf(content: bytes) -> Sheets:
    """Return the pages of a foreign PDF drawn as pictures: its fonts, scripts and forms have no place in PDF/A."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PictureError("locked" if "assword" in str(error) else "broken") from error
    with document:
        pages = len(document)
        if not pages:
            raise PictureError("broken")
        if pages > _PAGES:
            raise PictureError("long")
        return Sheets(_pdf(_drawn(document)), pages, redrawn=True)


def _drawn(document: object) -> "Iterator[Image]":
    import pypdfium2

    assert isinstance(document, pypdfium2.PdfDocument)  # noqa: S101 - for the reader of types
    for page in document:
        width, height = page.get_size()
        if width * height <= 0:
            raise PictureError("broken")
        room = _room((int(width), int(height)))
        scale = min(room[0] / width, room[1] / height) * _DPI / 72
        yield page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        page.close()


def as_png(pdf: bytes, dpi: int = 110) -> Iterator[bytes]:
    """Yield each page of a PDF as a PNG picture, to be looked at on a screen."""
    import pypdfium2  # drawing PDFs as pictures is rare

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            stream = BytesIO()
            page.render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("RGB").save(stream, "PNG")
            yield stream.getvalue()
    finally:
        document.close()
