"""WeasyPrint draws the HTML: PDF/A, the same bytes every time, no network, no box for a missing character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any, Literal
from xml.etree import ElementTree

from docgen.pdf import fonts

_DOCTYPE = "<!DOCTYPE html>"
_VOID = re.compile(r"<(meta|col|img|br|hr)\b([^>]*[^/>])?>")


class Written(str):
    """HTML written by a sheet: but for its void elements it is XML, and means the same read as either."""

    __slots__ = ()


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

    tree = _tree(page) if isinstance(page, Written) else None
    source = HTML(string=page if tree is None else _DOCTYPE, url_fetcher=_fetcher())
    if tree is not None:
        source.wrapper_element = source.wrapper_element.from_html_root(tree, content_language=None)
        source.etree_element = tree
    document = source.render(pdf_variant="pdf/a-2b")
    _close_split_rows(document)
    return document


def _tree(page: Written) -> Any:
    """Read a sheet's HTML as XML, which takes a twentieth of the time; None when that cannot be done."""
    try:
        return ElementTree.fromstring(_VOID.sub(r"<\1\2/>", page.removeprefix(_DOCTYPE)))  # noqa: S314  our own
    except ElementTree.ParseError:
        return None


def headed(html: str, title: str, author: str, draft: bool, lang: str) -> str:
    """Write title, author and language into the head."""
    own = isinstance(html, Written)
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
    return Written(html) if own else html


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
