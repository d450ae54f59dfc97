"""The proof (校样): the blank with every slot framed, numbered and coloured by how sure its meaning is."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docgen.authoring.declare import Draft, Spot
from docgen.authoring.settle import bindings_of
from docgen.ooxml.blanks import format_of
from docgen.ooxml.bound import proof

#: From which confidence a slot is shown in which colour: green sure, yellow to be looked at, red to be decided.
COLOURS = ((0.9, "C6E7C8", "绿"), (0.7, "FFE9A8", "黄"), (0.0, "F6B8B4", "红"))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A slot with its number on the proof."""

    number: int
    spot: Spot

    @property
    def colour(self) -> str:
        """The colour of its confidence."""
        return next(colour for least, colour, _ in COLOURS if self.spot.confidence >= least)

    @property
    def colour_name(self) -> str:
        """The colour in words."""
        return next(name for least, _, name in COLOURS if self.spot.confidence >= least)


def numbered(made: Draft) -> tuple[Numbered, ...]:
    """Return the slots in the order of the paper, each with its number."""
    return tuple(Numbered(number, spot) for number, spot in enumerate(made.spots, 1))


def proof_of(blank: bytes, made: Draft) -> bytes:
    """Return the blank, in its own format, with every slot marked."""
    marks = {
        binding.name: (str(one.number), one.colour)
        for one in numbered(made)
        for binding in bindings_of([one.spot])
    }
    marked = proof(blank, marks, bindings_of(made.spots))
    return _coloured(marked, made) if format_of(blank) == "xlsx" else marked


def _coloured(marked: bytes, made: Draft) -> bytes:
    """A workbook's proof with the cells of slots framed and coloured."""
    from openpyxl import load_workbook
    from openpyxl.styles import Border, PatternFill, Side

    book = load_workbook(BytesIO(marked))
    line = Side("medium", color="7F7F7F")
    frame = Border(left=line, right=line, top=line, bottom=line)
    for one in numbered(made):
        for at in one.spot.at:
            sheet, _, ref = at.rpartition("!")
            cell = book[sheet][ref]
            cell.fill, cell.border = PatternFill("solid", fgColor=one.colour), frame
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def proof_pdf(blank: bytes, made: Draft, title: str) -> bytes:
    """Return the proof as PDF."""
    from docgen.pdf import page  # loads font tables; only proofs need them here

    marked = proof_of(blank, made)
    sheet = page.open_xlsx(marked) if format_of(blank) == "xlsx" else page.open_docx(marked)
    return page.draw(sheet.html(), title=f"{title}（校样）").pdf


def pictures(pdf: bytes) -> Iterator[bytes]:
    """Yield the pages as PNG."""
    from docgen.pdf.picture import as_png

    yield from as_png(pdf)
