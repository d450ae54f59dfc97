"""A blank Word form: page, styles, paragraphs, footer and package, written out as plain OOXML."""

from collections.abc import Sequence
from dataclasses import dataclass

from grid import Cell, Row, grid_xml
from looks import HEAD, W_NS, paragraph_xml
from parcel import FOOTER_ID, R_NS, package


@dataclass(frozen=True)
class Page:
    """Page and margins in millimetres; the left margin is the binding side (订口). A cover has no ``footer``."""

    width: float = 210
    height: float = 297
    top: float = 21
    bottom: float = 19
    left: float = 27
    right: float = 21
    footer: bool = True

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


class Paper:
    """A blank form in the making: blocks are added from top to bottom, `done` gives the file."""

    def __init__(self, title: str, page: Page | None = None, *, posted: bool = False) -> None:
        self._posted = posted
        self.title_text = title
        self.page = page or Page()
        self._body: list[str] = []
        self._sections: list[Page] = []

    def title(self, text: str) -> None:
        """A line of the form's title, 小标宋 二号; over the first the number that the county's plan gives it (附件1)."""
        if not self._body:
            self.paragraph("{{ attachment }}", "Attachment")
        self.paragraph(text, "FormTitle")

    def heading(self, text: str, new_page: bool = False) -> None:
        """A numbered part of the form (一、……), 黑体."""
        self._body.append(paragraph_xml(text, "Heading", new_page=new_page))

    def subheading(self, text: str, new_page: bool = False) -> None:
        """A part within a part (（一）……), 楷体."""
        self._body.append(paragraph_xml(text, "SubHeading", new_page=new_page))

    def body(self, *texts: str) -> None:
        """Running text, first line indented by two characters."""
        for text in texts:
            self.paragraph(text, "BodyText")

    def head_line(self, *texts: str, widths: Sequence[float] = ()) -> None:
        """One line over a table: texts over the width in columns without borders, alike unless told (mm)."""
        widths = widths or [self.page.inner / len(texts)] * len(texts)
        cells = [
            Cell(text, width, style="HeadLine", align=_spread(number, len(texts)), bare=True)
            for number, (text, width) in enumerate(zip(texts, widths, strict=True))
        ]
        self._body.append(grid_xml(self.page.inner, [Row(*cells, h=6)], borders=False))

    def paragraph(self, text: str, style: str = "Normal", align: str = "", before: float = -1) -> None:
        """A paragraph for each line of ``text``."""
        self._body += [paragraph_xml(line, style, align, before) for line in text.split("\n")]

    def table(self, *rows: Row, keep: bool = False, width: float = 0) -> None:
        """A grid table, over the whole width unless told; two in a row are kept apart by a hair line."""
        self._after_table()
        self._body.append(grid_xml(width or self.page.inner, rows, keep=keep))

    def records(
        self,
        widths: Sequence[float],
        header: Sequence[Row],
        name: str,
        slots: Sequence[str],
        rows: int,
        **look: object,
    ) -> None:
        """A table of its own for records: repeated header rows, a row of slots, ``rows`` - 1 empty ones.

        ``slots`` are the columns' slot names, "" for a column that stays empty (签字).
        ``look``: h (row height, mm), style, align (one letter per column: l, c or r).
        """
        self._after_table()
        style, height = str(look.get("style", "SmallValue")), float(str(look.get("h", 8.5)))
        aligns = str(look.get("align", "c" * len(widths)))
        letters = {"l": "left", "c": "center", "r": "right"}
        first = [
            Cell(f"{{{{ {name}.{slot} }}}}" if slot else "", width, style=style, align=letters[letter])
            for slot, width, letter in zip(slots, widths, aligns, strict=True)
        ]
        empty = [
            Cell("", width, style=style, align=letters[letter])
            for width, letter in zip(widths, aligns, strict=True)
        ]
        lines = [Row(*first, h=height), *(Row(*empty, h=height) for _ in range(rows - 1))]
        heads = [Row(*row.cells, h=row.h, header=True) for row in header]
        self._body.append(grid_xml(self.page.inner, [*heads, *lines]))

    def notes(self, head: str, *texts: str) -> None:
        """The notes at the end (填表说明), small."""
        self.paragraph(head, "NoteHead")
        for text in texts:
            self.paragraph(text, "Note")

    def gap(self) -> None:
        """A hair line that keeps two tables apart."""
        self.paragraph("", "Gap")

    def page_break(self) -> None:
        """What follows begins on a new page."""
        self._body.append('<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>')

    def turn(self, page: Page) -> None:
        """End this section; what follows is on ``page`` (landscape, another margin)."""
        self._body.append(f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{_section_xml(self.page)}</w:pPr></w:p>')
        self.page = page

    def done(self) -> bytes:
        """The whole .docx file; the same blocks give the same bytes."""
        if self._body and self._body[-1].endswith("</w:tbl>"):
            self.gap()
        body = "".join(self._body) + _section_xml(self.page)
        document = f'{HEAD}<w:document xmlns:w="{W_NS}" xmlns:r="{R_NS}"><w:body>{body}</w:body></w:document>'
        return package(document, self.title_text, posted=self._posted)

    def _after_table(self) -> None:
        if self._body and self._body[-1].endswith("</w:tbl>"):
            self.gap()


def upright(text: str) -> str:
    """A label whose characters stand below each other."""
    return "\n".join(text)


def _spread(number: int, count: int) -> str:
    if number == 0:
        return "left"
    return "right" if number == count - 1 else "center"


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def _section_xml(page: Page) -> str:
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    footer = f'<w:footerReference w:type="default" r:id="{FOOTER_ID}"/>' if page.footer else ""
    return (
        f"<w:sectPr>{footer}"
        f'<w:pgSz w:w="{_twips(page.width)}" w:h="{_twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{_twips(page.top)}" w:right="{_twips(page.right)}" w:bottom="{_twips(page.bottom)}"'
        f' w:left="{_twips(page.left)}" w:header="{_twips(12)}" w:footer="{_twips(11)}" w:gutter="0"/>'
        "</w:sectPr>"
    )
