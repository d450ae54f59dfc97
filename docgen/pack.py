"""A room: from papers to the files that are printed for signing, copy by copy, page by page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Literal

from .case import Area
from .document import Leaves
from .form import Form
from .pagecode import PageCode, form_code, household_code
from .paper import Paper

#: Sheets of paper in one print file at the most, unless a single household needs more.
RUN = 200

#: Whether a household's papers lie together, or all papers of a form.
Collation = Literal["household", "form"]

_MM = 72 / 25.4
_SIDE = 15.0 * _MM
_ROOM = _SIDE * 33 / 25  # with the empty margin of a symbol of 25 modules
_SMALL, _LEADING = 7.0, 9.0
_WORDS = (62 * _MM, _SMALL + _LEADING + 3)
_FAMILY = "FangSong"
_GREY = "#808080"


@dataclass(frozen=True, slots=True)
class Order:
    """How a packet is to be printed: on both sides, household by household or form by form.

    ``separators`` puts a sheet with its name before each household; ``codes`` puts a code on every page;
    ``offset`` moves what is printed on signed sheets, in millimetres to the right and down.
    """

    duplex: bool = True
    collate: Collation = "household"
    separators: bool = False
    codes: bool = True
    run: int = RUN
    overprint: bool = False
    offset: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper ready to be printed, once for each of its holders (份); a slip without a paper has no code.

    ``added`` is what each page says beyond the page that is printed and signed, when only that is to be printed.
    """

    form: Form
    leaves: Leaves
    holders: tuple[str, ...]
    paper: Paper | None = None
    added: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """The papers of one household, or of the village itself where ``number`` is empty, in their order."""

    area: Area
    number: str
    name: str
    pieces: tuple[Piece, ...]

    @property
    def title(self) -> str:
        """What the outline calls it."""
        return f"{self.number} {self.name}".strip() or "村级文书"


@dataclass(frozen=True, slots=True)
class PrintFile:
    """One print file: its bytes, its pages and sheets, whose papers it holds, pages without room for a code."""

    content: bytes
    pages: int
    sheets: int
    households: tuple[str, ...]
    uncoded: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Copy:
    """One holder's copy of one piece."""

    bundle: Bundle
    piece: Piece
    holder: str
    number: int


def print_files(
    bundles: Iterable[Bundle], order: Order, *, title: str, author: str = ""
) -> Iterator[PrintFile]:
    """Yield the print files for ``bundles``: none is longer than a run, none splits a household."""
    rooms = _Rooms()
    for run in _runs(bundles, order):
        yield _printed(run, order, rooms, title, author)


def bound(parts: Sequence[Leaves], *, title: str, author: str = "") -> tuple[bytes, int]:
    """Return parts bound one behind the other as a PDF, and its pages; the pages are numbered at their foot."""
    from docgen.pdf.book import Book, Words  # loads font tables; runs that bind nothing do without

    total = sum(part.pages for part in parts)

    def foot(leaf: Any) -> Iterator[Any]:
        told = f"第 {leaf.number} 页　共 {total} 页"
        yield Words(told, leaf.width / 2, leaf.height - 24, 9, "SimSun", align="center")

    out = BytesIO()
    with Book(out, title=title, author=author) as book:
        for part in parts:
            book.add(part.document, overlay=foot)
    return out.getvalue(), total


def trial_sheet(order: Order, *, title: str) -> bytes:
    """Return a sheet that shows how far a printer is off: two crosses to be measured from the edges of the paper."""
    from docgen.pdf.book import Book, Empty, Line, Words

    across, down = order.offset

    def cross(x: float, y: float) -> Iterator[Any]:
        left, top = (x + across) * _MM, (y + down) * _MM
        yield Line(left - 28, top, left + 28, top)
        yield Line(left, top - 28, left, top + 28)
        for step in range(-9, 10):
            long = 6 if step % 5 == 0 else 3
            yield Line(left + step * _MM, top - long, left + step * _MM, top + long, 0.3)
            yield Line(left - long, top + step * _MM, left + long, top + step * _MM, 0.3)
        told = f"距左边 {x:g} 毫米，距上边 {y:g} 毫米"
        yield Words(told, left, top + 44, 10, _FAMILY, align="center")

    def marks(leaf: Any) -> Iterator[Any]:
        middle = leaf.width / 2
        yield from cross(40, 40)
        yield from cross(170, 257)
        yield Words(title, middle, leaf.height * 0.4, 22, "SimHei", align="center")
        for number, text in enumerate(_ADVICE):
            text = text.format(across=f"{across:g}", down=f"{down:g}")
            yield Words(text, middle, leaf.height * 0.46 + number * 22, 12, _FAMILY, align="center")

    out = BytesIO()
    with Book(out, title=title) as book:
        book.add(Empty(), overlay=marks)
    return out.getvalue()


_ADVICE = (
    "用打印机按“实际大小”打印这一页，量十字中心到纸边的距离。",
    "偏左 1.5 毫米、偏下 2 毫米，就写 --offset 1.5,-2。",
    "本页的 --offset 是 {across},{down}。",
    "先在一张作废的签字件上套打，对准了再打全部。",
)


def sheets_of(bundle: Bundle, order: Order) -> int:
    """Return how many sheets of paper a bundle takes."""
    papers = sum(
        _sheets(part.pages, order) * len(piece.holders)
        for piece in bundle.pieces
        for part in _by_paper(piece.leaves, order)
    )
    return papers + (order.separators and bool(bundle.pieces))


def _sheets(pages: int, order: Order) -> int:
    return (pages + 1) // 2 if order.duplex else pages


def _runs(bundles: Iterable[Bundle], order: Order) -> Iterator[list[Bundle]]:
    run: list[Bundle] = []
    sheets = 0
    for bundle in bundles:
        more = sheets_of(bundle, order)
        if run and sheets + more > order.run:
            yield run
            run, sheets = [], 0
        run.append(bundle)
        sheets += more
    if run:
        yield run


def _printed(run: Sequence[Bundle], order: Order, rooms: "_Rooms", title: str, author: str) -> PrintFile:
    from docgen.pdf.book import Book, Empty  # loads font tables; runs that bind nothing do without

    out = BytesIO()
    uncoded: dict[tuple[str, int], None] = {}
    sheets = 0
    announced: set[str] = set()
    with Book(out, title=title, author=author) as book:
        for copy in _copies(run, order):
            bundle, piece = copy.bundle, copy.piece
            if order.separators and order.collate == "household" and bundle.number not in announced:
                announced.add(bundle.number)
                book.add(Empty(), at=_place(bundle, ""), overlay=_separator(bundle), duplex=order.duplex)
                sheets += 1
            if order.overprint:
                sheets += _overprint(book, copy, order)
                continue
            first = 0
            for part in _by_paper(piece.leaves, order):
                over = _marking(copy, order, rooms, uncoded, first)
                at = _place(bundle, _called(copy)) if not first else ()
                book.add(part.document, at=at, overlay=over, duplex=order.duplex)
                first += part.pages
                sheets += _sheets(part.pages, order)
        pages = book.pages
    households = tuple(dict.fromkeys(bundle.number for bundle in run if bundle.number))
    return PrintFile(out.getvalue(), pages, sheets, households, tuple(uncoded))


def _overprint(book: Any, copy: _Copy, order: Order) -> int:
    """Add what is new on each page of a signed copy, nothing else; return how many sheets that takes."""
    from docgen.pdf.book import Empty

    piece = copy.piece
    across, down = (length * _MM for length in order.offset)
    for page, added in enumerate(piece.added, 1):
        at = _place(copy.bundle, _called(copy)) if page == 1 else ()
        marks = tuple(added.marks(across, down))
        blank = Empty(added.width, added.height)
        book.add(
            blank,
            at=at,
            overlay=_once(marks),
            duplex=order.duplex and page == len(piece.added) and page % 2 == 1,
        )
    return _sheets(len(piece.added), order)


def _once(marks: Sequence[Any]) -> Callable[[Any], Sequence[Any]]:
    return lambda _leaf: marks


def _copies(run: Iterable[Bundle], order: Order) -> Iterator[_Copy]:
    """Yield the copies in the order in which they are printed."""
    copies = [
        _Copy(bundle, piece, holder, number)
        for bundle in run
        for piece in bundle.pieces
        for number, holder in enumerate(piece.holders, 1)
    ]
    if order.collate == "form":
        copies.sort(key=lambda copy: (copy.piece.form.order, copy.piece.form.key))
    return iter(copies)


def _place(bundle: Bundle, called: str) -> tuple[str, ...]:
    steps = (bundle.area.village or bundle.area.township, bundle.area.group, bundle.title, called)
    return tuple(step for step in steps if step)


def _called(copy: _Copy) -> str:
    return f"{copy.piece.form.title}（{copy.holder}）" if copy.holder else copy.piece.form.title


def _marking(
    copy: _Copy, order: Order, rooms: "_Rooms", uncoded: dict[tuple[str, int], None], first: int
) -> Callable[[Any], Iterator[Any]]:
    """Return what is put on each page of a part of a copy, whose first page is ``first``, from nought."""
    from docgen.pdf.book import Words

    def marks(leaf: Any) -> Iterator[Any]:
        if leaf.back:
            middle = leaf.width / 2, leaf.height / 2
            yield Words("（此页空白）", *middle, 10, _FAMILY, align="center", colour=_GREY)
        elif copy.piece.paper is not None and order.codes:
            page = first + leaf.at
            room = rooms.on(copy.piece, page)
            if room is None:
                uncoded[copy.piece.form.title, page] = None
            else:
                yield from _coded(room, copy, copy.piece.paper, page)

    return marks


def _coded(room: Any, copy: _Copy, paper: Paper, page: int) -> Iterator[Any]:
    """Yield a page's code and, towards the middle of the page, what it says for a person's eyes."""
    from docgen.pdf.book import Modules, Words
    from docgen.pdf.qr import quiet_zone, symbol

    pages = copy.piece.leaves.pages
    code = code_of(paper, copy.number, page, pages)
    rows = symbol(str(code))
    zone = quiet_zone(rows, _SIDE)
    yield Modules(room.x + zone, room.y + zone, _SIDE, rows)
    if room.words is None:
        return
    holder = f"{copy.holder}存　" if copy.holder else ""
    x = room.x if room.on_the_right else room.x + room.side
    for number, text in enumerate((f"{holder}第{paper.version}版　第{page}页 共{pages}页", code.readable)):
        y = room.words + number * _LEADING + _SMALL
        yield Words(text, x, y, _SMALL, _FAMILY, align="right" if room.on_the_right else "left")


def _separator(bundle: Bundle) -> Callable[[Any], Iterator[Any]]:
    from docgen.pdf.book import Words

    def marks(leaf: Any) -> Iterator[Any]:
        middle = leaf.width / 2
        place = f"{bundle.area.village}　{bundle.area.group}".strip()
        if leaf.at > 1:  # its back
            return
        yield Words(place, middle, leaf.height * 0.38, 22, _FAMILY, align="center")
        yield Words(bundle.title, middle, leaf.height * 0.45, 30, "SimHei", align="center")

    return marks


def code_of(paper: Paper, copy: int, page: int, pages: int) -> PageCode:
    """Return the code of one page of one copy of ``paper``."""
    village, household, form, version = paper.key
    return PageCode(village, form_code(form), household_code(household), version, copy, page, pages)


def _by_paper(leaves: Leaves, order: Order) -> tuple[Leaves, ...]:
    """Cut pages where the size of the paper changes: a sheet is of one size on both sides."""
    sheets = getattr(leaves.document, "sheets", None)
    if not sheets or not order.duplex:
        return (leaves,)
    parts: list[Leaves] = []
    start = 0
    sizes = [tuple(sorted(round(length) for length in sheet.box)) for sheet in sheets]
    for at in range(1, len(sheets) + 1):
        if at == len(sheets) or sizes[at] != sizes[start]:
            part = replace(leaves.document, sheets=sheets[start:at], values=leaves.document.values[start:at])
            parts.append(Leaves(part, at - start, leaves.way))
            start = at
    return tuple(parts)


class _Rooms:
    """Where the code stands on each page of each form; looked for once for all pages of one shape."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Any] = {}

    def on(self, piece: Piece, page: int) -> Any:
        """Return the room for the code on a page of a piece; None where there is none."""
        shape = _shape(piece, page)
        if shape not in self._found:
            self._look(piece)
        return self._found[shape]

    def _look(self, piece: Piece) -> None:
        from docgen.pdf.room import find_room, leaves

        for page, leaf in enumerate(leaves(piece.leaves.document), 1):
            self._found[_shape(piece, page)] = find_room(leaf, _ROOM, _WORDS, piece.form.code_at)


def _shape(piece: Piece, page: int) -> tuple[object, ...]:
    """Return what pages have in common whose code stands in one place.

    That is a form's page, where its table begins and ends, and how much is written above the table; a page that
    was laid out for its household alone is like no other.
    """
    document = piece.leaves.document
    if isinstance(document, bytes):
        return piece.form.key, page, hash(document)
    sheet, values = document.sheets[page - 1], document.values[page - 1]
    edges = [edge for row in sheet.rows for edge in (row.top, row.bottom)]
    table = (round(min(edges)), round(max(edges))) if edges else ()
    places = [place for place in sheet.pieces if not isinstance(place, bytes)]
    above = [
        len(value) // 40
        for place, value in zip(places, values, strict=True)
        if not edges or place.y < min(edges)
    ]
    return piece.form.key, page, sheet.box, table, *above
