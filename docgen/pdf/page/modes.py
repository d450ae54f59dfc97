"""The two ways to lay out a page: as Word and WPS do, or as LibreOffice does, which can be run and compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ModeName = Literal["word", "libreoffice"]


@dataclass(frozen=True, slots=True)
class Mode:
    """Where the two differ."""

    name: ModeName
    own_metrics: bool  # line heights of the fonts the document names, not of those that draw
    obeys_exact: bool  # exact and at-least line spacing under a document grid
    centres_grid: bool  # the rest of the page height that holds no full grid line is halved above and below
    gap: float  # em between CJK and Latin
    cell_widths: bool  # a cell's own width wins over the table grid
    hides_paragraphs: bool  # a paragraph of hidden text alone takes no line
    blanks: str  # characters that do not count at the end of a line
    counts_lines: bool  # space above and below in lines is one of the grid's lines, and wins over points

    @property
    def libreoffice(self) -> bool:
        """Tell whether what only LibreOffice does is done."""
        return self.name == "libreoffice"


WORD = Mode(
    "word",
    own_metrics=True,
    obeys_exact=True,
    centres_grid=False,
    gap=0.25,
    cell_widths=True,
    hides_paragraphs=False,
    blanks=" ",
    counts_lines=True,
)
LIBREOFFICE = Mode(
    "libreoffice",
    own_metrics=False,
    obeys_exact=False,
    centres_grid=True,
    gap=0.2,
    cell_widths=False,
    hides_paragraphs=True,
    blanks=" \u3000",
    counts_lines=False,
)
MODES: dict[str, Mode] = {"word": WORD, "libreoffice": LIBREOFFICE}
