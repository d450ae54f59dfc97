"""Text with a look of its own: rich text, rich paragraphs, listings (ECMA-376 part 1, 17.3.2)."""

import re
from dataclasses import replace
from typing import Any, Literal

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError
from docgen.ooxml.fragments import OPEN_TEXT, Fragment, Spot
from docgen.ooxml.underway import Related, underway
from docgen.ooxml.values import escape, plain, run_text

Underline = Literal[
    "", "single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave", "words", "wavyHeavy"
]
COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
SAFE_LINK = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look; what is not said is as the template's paragraph has it.

    ``size`` is in points; ``color`` and ``highlight`` are six hexadecimal digits; ``style`` is a character style's id;
    ``east_asian`` is the font of Chinese characters (also the other letters' when ``font`` is empty).
    """

    text: str | int = ""
    style: str = ""
    color: str = ""
    highlight: str = ""
    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: Underline | bool = False
    strike: bool = False
    subscript: bool = False
    superscript: bool = False
    font: str = ""
    east_asian: str = ""
    link: str = ""
    lang: str = ""
    page_break: bool = False

    def xml(self, spot: Spot) -> str:
        """The run, within a hyperlink when it has one."""
        run = f"<w:r>{self._look(spot)}{OPEN_TEXT}{run_text(self.text, spot.name, spot.place)}</w:t></w:r>"
        if self.link:
            run = f'<w:hyperlink r:id="{_link(self.link, spot)}" xmlns:r="{_R}">{run}</w:hyperlink>'
        return run + ('<w:r><w:br w:type="page"/></w:r>' if self.page_break else "")

    def _look(self, spot: Spot) -> str:
        """The run's properties, in the order of the schema (17.3.2.28)."""
        font, chinese = escape(self.font), escape(self.east_asian)
        parts = [
            f'<w:rStyle w:val="{escape(self.style)}"/>' if self.style else "",
            f'<w:rFonts w:ascii="{font or chinese}" w:hAnsi="{font or chinese}" w:cs="{font or chinese}"'
            f' w:eastAsia="{chinese or font}"/>'
            if font or chinese
            else "",
            "<w:b/>" if self.bold else "",
            "<w:i/>" if self.italic else "",
            "<w:strike/>" if self.strike else "",
            f'<w:color w:val="{colour(self.color, spot)}"/>' if self.color else "",
            f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>'
            if self.size
            else "",
            f'<w:u w:val="{escape("single" if self.underline is True else self.underline)}"/>'
            if self.underline
            else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{colour(self.highlight, spot)}"/>'
            if self.highlight
            else "",
            f'<w:vertAlign w:val="{"subscript" if self.subscript else "superscript"}"/>'
            if self.subscript or self.superscript
            else "",
            f'<w:lang w:val="{escape(self.lang)}"/>' if self.lang else "",
        ]
        look = "".join(parts)
        return f"<w:rPr>{look}</w:rPr>" if look else ""


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def colour(value: object, spot: Spot) -> str:
    """Six hexadecimal digits, or ``auto`` for nothing."""
    text = plain(value, spot.name, spot.place)
    found = COLOUR.fullmatch(text)
    if found is None and text not in ("", "auto"):
        raise FillError("OOXML-093", spot.name, spot.place)
    return found.group(1).upper() if found else "auto"


def _link(address: str, spot: Spot) -> str:
    if not SAFE_LINK.fullmatch(address):
        raise FillError("OOXML-094", spot.name, spot.place)
    return underway().relate(Related("hyperlink", link=address))


@dataclass(frozen=True, slots=True)
class RichText(Fragment):
    """Spans (and pictures) one after another, for ``{{ x }}`` or ``{{r x }}``."""

    spans: tuple[Span | Fragment, ...] = ()

    @classmethod
    def of(cls, text: str | int = "", **look: Any) -> "RichText":
        """A text in one look; the names are those of ``Span``."""
        return cls((Span(text, **look),))

    def add(self, text: "str | int | RichText | Fragment", **look: Any) -> "RichText":
        """The text with more behind it."""
        if isinstance(text, RichText):
            return replace(self, spans=self.spans + text.spans)
        return replace(self, spans=(*self.spans, text if isinstance(text, Fragment) else Span(text, **look)))

    def runs(self, spot: Spot) -> str:
        """The runs of this text."""
        inner = replace(spot, level="run")
        return "".join(span.xml(spot) if isinstance(span, Span) else span.write(inner) for span in self.spans)

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        return spot.runs(self.runs(spot))


@dataclass(frozen=True, slots=True)
class RichParagraph:
    """A paragraph of rich text; without a style it looks like the template's paragraph."""

    text: RichText
    style: str = ""


@dataclass(frozen=True, slots=True)
class RichParagraphs(Fragment):
    """Paragraphs for ``{{p x }}``."""

    paragraphs: tuple[RichParagraph, ...] = ()

    def add(self, text: str | RichText, style: str = "") -> "RichParagraphs":
        """The paragraphs with one more behind them; ``style`` is a paragraph style's id."""
        rich = text if isinstance(text, RichText) else RichText.of(text)
        return replace(self, paragraphs=(*self.paragraphs, RichParagraph(rich, style)))

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        return spot.blocks("".join(self._paragraph(each, spot) for each in self.paragraphs))

    @staticmethod
    def _paragraph(paragraph: RichParagraph, spot: Spot) -> str:
        style = f'<w:pPr><w:pStyle w:val="{escape(paragraph.style)}"/></w:pPr>' if paragraph.style else ""
        return f"<w:p>{style or spot.paragraph}{paragraph.text.runs(spot)}</w:p>"


@dataclass(frozen=True, slots=True)
class Listing(Fragment):
    r"""A text in which ``\n`` is a line, ``\t`` a tab, ``\a`` a new paragraph and ``\f`` a new page."""

    text: str

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        page = f'</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>{spot.paragraph}<w:r>{spot.run}{OPEN_TEXT}'
        if spot.level == "run" and re.search("[\a\f]", self.text):
            raise spot.refuse("new paragraphs need a tag in the text: {{ name }}")
        pages = [
            spot.new_paragraph().join(run_text(piece, spot.name, spot.place) for piece in each.split("\a"))
            for each in self.text.split("\f")
        ]
        return spot.text(page.join(pages))
