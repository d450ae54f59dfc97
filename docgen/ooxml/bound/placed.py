"""Hidden tags on a copy of a blank: Word and Excel by what the file is."""

from collections.abc import Iterable, Mapping, Sequence

from docgen.ooxml.blanks import format_of
from docgen.ooxml.bound import sheet, word
from docgen.ooxml.bound.gaps import Gap, gaps_in
from docgen.ooxml.bound.values import Binding


def place(blank: bytes, bindings: Iterable[Binding]) -> bytes:
    """Return a copy of ``blank`` with a hidden tag for each binding; the blank itself stays as it is.

    Raises:
        BindingError: places that are not there, all at once.

    """
    chosen = tuple(bindings)
    return sheet.place(blank, chosen) if format_of(blank) == "xlsx" else word.place(blank, chosen)


def proof(blank: bytes, marks: Mapping[str, tuple[str, str]], bindings: Iterable[Binding]) -> bytes:
    """Return a copy of ``blank`` that shows every place: a number and a colour (``RRGGBB``) by the binding's name."""
    chosen = tuple(bindings)
    make = sheet.proof if format_of(blank) == "xlsx" else word.proof
    return make(blank, marks, chosen)


def text_at(blank: bytes, places: Sequence[str]) -> dict[str, str]:
    """What is printed at places of a blank: underlined spaces read as ``_``, boxes as ``□``; none where there is no place."""
    return sheet.texts(blank, places) if format_of(blank) == "xlsx" else word.texts(blank, places)


def gaps_at(blank: bytes, places: Sequence[str]) -> dict[str, tuple[Gap, ...]]:
    """The blanks inside the printed texts at places."""
    return {at: gaps_in(text) for at, text in text_at(blank, places).items()}
