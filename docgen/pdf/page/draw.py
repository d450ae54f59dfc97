"""WeasyPrint draws the HTML: PDF/A, the same bytes every time, no network, no box for a missing character."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any, Literal

from docgen.pdf import fonts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished PDF, how many pages it has, and which way it was made: laid out in full, or stamped."""

    pdf: bytes
    pages: int
    way: Literal["full", "stamp"] = "full"


def draw(
    html: str,
    *,
    title: str = "",
    author: str = "",
    draft: bool = False,
    lang: str = "zh-CN",
    compress: bool = True,
) -> Drawn:
    """Draw a page written by a sheet as PDF/A-2b; raises GlyphMissing when a character has no glyph."""
    page = headed(html, title, author, draft, lang)
    with fonts.strict_log():
        document = rendered(page)
        identifier = sha256(page.encode()).digest()[:16]
        pdf = document.write_pdf(
            pdf_variant="pdf/a-2b", pdf_identifier=identifier, uncompressed_pdf=not compress
        )
    return Drawn(pdf, len(document.pages))


def rendered(page: str) -> Any:
    """Have WeasyPrint lay a page out."""
    fonts.activate()
    from weasyprint import HTML  # 0.7 s, so only when something is drawn

    document = HTML(string=page, url_fetcher=_fetcher()).render(pdf_variant="pdf/a-2b")
    _close_split_rows(document)
    return document


def headed(html: str, title: str, author: str, draft: bool, lang: str) -> str:
    """Write title, author and language into the head."""
    meta = f"<title>{escape(title)}</title>" if title else ""
    meta += f'<meta name="author" content="{escape(author, quote=True)}">' if author else ""
    html = html.replace('<html lang="zh-CN">', f'<html lang="{escape(lang, quote=True)}">', 1)
    html = html.replace("<head>", "<head>" + meta, 1)
    if draft:
        mark = (
            "<style>.draft{position:fixed;top:-36pt;right:0;font:700 22pt/1 'Docgen Hei';color:#999;"
            "border:1.5pt solid #999;padding:2pt 8pt}</style>"
        )
        html = html.replace("<body>", f'<body>{mark}<div class="draft">草稿</div>', 1)
    return html


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"])


def _close_split_rows(document: Any) -> None:
    """Have the edges drawn where a row is split between pages; WeasyPrint leaves them open."""
    from weasyprint.formatting_structure.boxes import TableBox

    for sheet in document.pages:
        for box in sheet._page_box.descendants():
            if isinstance(box, TableBox):
                box.skip_cell_border_top = box.skip_cell_border_bottom = False
