"""What a later sitting adds to a sheet that is printed and signed already (套打): its letters alone, at their places.

The page as it was printed and the page as it should be are compared letter by letter; what is new is printed, and
nothing of what stands on the paper. Lengths are points from the upper left corner.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from docgen.pdf import fonts
from docgen.pdf.book import Book, Words

#: How far a letter may stand from where it stood and still be the same one.
_NEAR = 0.6

#: What a tick is printed over.
_EMPTY_BOXES = frozenset("□☐◻")

_FAMILIES = {
    family.replace(" ", "-"): family
    for family in (fonts.SONG, fonts.FANG, fonts.KAI, fonts.HEI, fonts.FALLBACK)
}


class Moved(ValueError):  # noqa: N818  says what is so
    """What is printed would stand elsewhere on the sheet as it should be; ``page`` counts from one."""

    def __init__(self, page: int) -> None:
        super().__init__(page)
        self.page = page


class Letter(NamedTuple):
    """A letter on a page: its baseline's left end, its size in points, its face."""

    text: str
    x: float
    y: float
    size: float
    face: str


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be printed onto one page of a signed sheet."""

    width: float
    height: float
    letters: tuple[Letter, ...]

    def marks(self, across: float = 0.0, down: float = 0.0) -> Iterator[Words]:
        """Yield the letters as a book's overlay takes them, all moved by so many points."""
        for letter in self.letters:
            family, bold = _face(letter.face)
            yield Words(letter.text, letter.x + across, letter.y + down, letter.size, family, bold=bold)


def additions(before: Any, after: Any) -> tuple[Addition, ...]:
    """Return what each page of ``after`` says beyond the page of ``before``; both as a book takes them.

    Raises `Moved` where a letter that is printed would have to stand elsewhere: the paper cannot follow.
    """
    printed, wanted = _pages(before), _pages(after)
    if len(printed) != len(wanted):
        raise Moved(min(len(printed), len(wanted)) + 1)
    return tuple(
        Addition(width, height, tuple(_added(old, new, number)))
        for number, ((width, height, new), (_, _, old)) in enumerate(zip(wanted, printed, strict=True), 1)
    )


def _pages(document: Any) -> list[tuple[float, float, list[Letter]]]:
    import pypdfium2

    out = BytesIO()
    with Book(out) as book:
        book.add(document)
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        return [(*page.get_size(), list(_letters(page))) for page in pdf]


def _letters(page: Any) -> Iterator[Letter]:
    from ctypes import byref, c_double, c_int, create_string_buffer

    from pypdfium2 import raw

    text, height = page.get_textpage(), page.get_height()
    x, y, flags, name = c_double(), c_double(), c_int(), create_string_buffer(128)
    for at in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if letter.isspace() or not letter.isprintable():
            continue
        raw.FPDFText_GetCharOrigin(text.raw, at, byref(x), byref(y))
        raw.FPDFText_GetFontInfo(text.raw, at, name, 128, byref(flags))
        size = raw.FPDFText_GetFontSize(text.raw, at)
        face = name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode(
            "utf-8", "replace"
        )
        yield Letter(letter, x.value, height - y.value, size, face)


def _added(old: Sequence[Letter], new: Sequence[Letter], page: int) -> Iterator[Letter]:
    """Yield the letters of ``new`` that are not on the paper; letters of gaps (年月日) keep their places."""
    waiting = {(letter.text, round(letter.x), round(letter.y)): letter for letter in old}
    added = []
    for letter in new:
        if (key := _found(letter, waiting)) is not None:
            del waiting[key]
        else:
            added.append(letter)
    for line in _lines([one for one in waiting.values() if one.text not in _EMPTY_BOXES]):
        beside = [one for one in added if abs(one.y - line[0].y) < _NEAR]
        fitted = _fitted(line, beside)
        if fitted is None:
            raise Moved(page)
        taken = set(map(id, beside))
        added = [*(one for one in added if id(one) not in taken), *fitted]
    yield from sorted(added, key=lambda one: (round(one.y), one.x))


def _found(letter: Letter, waiting: dict[tuple[str, int, int], Letter]) -> tuple[str, int, int] | None:
    across, down = round(letter.x), round(letter.y)
    for x in (across, across - 1, across + 1):
        for y in (down, down - 1, down + 1):
            there = waiting.get((letter.text, x, y))
            if there and abs(there.x - letter.x) < _NEAR and abs(there.y - letter.y) < _NEAR:
                return letter.text, x, y
    return None


def _lines(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    line: list[Letter] = []
    for letter in sorted(letters, key=lambda one: (round(one.y, 1), one.x)):
        if line and abs(letter.y - line[-1].y) >= _NEAR:
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _fitted(printed: Sequence[Letter], wanted: Sequence[Letter]) -> list[Letter] | None:
    """Return the new letters of a line set between the printed ones: 2026 before 年, wherever 年 is printed.

    None where the printed letters are not among the wanted ones in their order.
    """
    ordered = sorted(wanted, key=lambda one: one.x)
    fitted: list[Letter] = []
    group: list[Letter] = []
    fixed = list(printed)
    for letter in ordered:
        if fixed and letter.text == fixed[0].text:
            fitted += _before(group, fixed.pop(0).x - (letter.x))
            group = []
        else:
            group.append(letter)
    return None if fixed else [*fitted, *group]


def _before(group: Iterable[Letter], moved: float) -> Iterator[Letter]:
    return (letter._replace(x=letter.x + moved) for letter in group)


def _face(name: str) -> tuple[str, bool]:
    bold = name.endswith("-Bold")
    return _FAMILIES.get(name.removesuffix("-Bold"), fonts.SONG), bold
