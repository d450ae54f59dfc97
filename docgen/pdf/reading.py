"""What stands in a PDF: its pages counted, their text, their pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_INCH = 72.0


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2  # only when a file is looked at

    with pypdfium2.PdfDocument(content) as document:
        return len(document)


def page_texts(path: Path) -> Iterator[str]:
    """Yield the text of each page; raises ValueError where the file is no PDF that can be read."""
    import pypdfium2  # only when a file is looked at

    try:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                text = page.get_textpage()
                yield text.get_text_bounded()
                text.close()
                page.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF") from error


def page_pictures(path: Path, dpi: float = 150.0) -> "Iterator[Image]":
    """Yield each page as a grey picture; raises ValueError where the file is no PDF that can be read."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                yield page.render(scale=dpi / _INCH, grayscale=True).to_pil()
                page.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF") from error
