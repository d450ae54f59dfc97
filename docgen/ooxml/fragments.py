"""Values that are more than text: they bring their own runs or paragraphs.

A place takes them at one of three levels: inside a ``w:t`` (``{{ x }}``), between runs (``{{r x }}``) or between
paragraphs (``{{p x }}``).
"""

from typing import Literal

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError, Place

Level = Literal["text", "run", "block"]
OPEN_TEXT = '<w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value is written: its slot, and the look of the paragraph and the run there (XML)."""

    name: str
    place: Place
    level: Level = "text"
    paragraph: str = ""
    run: str = ""
    last: bool = False  # the container needs a paragraph at its end, and there is no other

    def refuse(self, what: str, code: str = "OOXML-082") -> FillError:
        """The error for a value that cannot be written here."""
        return FillError(code, self.name, self.place, f"({what})")

    def new_paragraph(self) -> str:
        """The end of this paragraph and the beginning of another of its look."""
        return f"</w:t></w:r></w:p><w:p>{self.paragraph}<w:r>{self.run}{OPEN_TEXT}"

    def text(self, inner: str) -> str:
        """What stands here for the inside of a ``w:t``."""
        if self.level == "text":
            return inner
        run = f"<w:r>{self.run}{OPEN_TEXT}{inner}</w:t></w:r>"
        return run if self.level == "run" else f"<w:p>{self.paragraph}{run}</w:p>"

    def runs(self, runs: str) -> str:
        """What stands here for some runs."""
        if self.level == "text":
            return f"</w:t></w:r>{runs}<w:r>{self.run}{OPEN_TEXT}"
        return runs if self.level == "run" else f"<w:p>{self.paragraph}{runs}</w:p>"

    def blocks(self, blocks: str) -> str:
        """What stands here for some paragraphs and tables."""
        if self.level != "block":
            raise self.refuse(f"paragraphs need a paragraph of their own: {{{{p {self.name} }}}}")
        return blocks + "<w:p/>" if self.last and not blocks.endswith("</w:p>") else blocks


class Fragment:
    """A value that writes XML of its own."""

    __slots__ = ()

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Written(Fragment):
    """What a macro or a set block wrote, at the level where it stood."""

    level: Level
    xml: str

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        if self.level == "text":
            return spot.text(self.xml)
        return spot.runs(self.xml) if self.level == "run" else spot.blocks(self.xml)
