"""A blank page: drawn once by WeasyPrint with a mark in every free place, then cut at the marks.

A mark is a letter in a colour of its own.  WeasyPrint's page tree tells where the place of each mark is, its page
contents tell between which operators the values have to stand, so that text is read in the order of the form.
Lengths are CSS pixels from the top left corner of the page, which is the space that the page contents draw in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

from docgen.pdf import fonts
from docgen.pdf.page.css import BASE
from docgen.pdf.page.draw import headed, rendered

PIXEL = 0.75  # points
_FEW = 8.0  # pixels; less than this holds no line
_MOST = 0xFFFF
_ARRANGED = ("float:footnote", "column-count:")
_MARK = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\nBT\n[^()]*?ET\n")


class BlankUnfit(ValueError):  # noqa: N818  says what is so
    """A page that cannot be cut at its marks; it has to be laid out anew for every household."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark stands on a page: its number, and the upper left corner of its place."""

    mark: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class RowBox:
    """A table row on a page: the first mark of its table, its number in it, its upper and lower edge."""

    table: int
    row: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its boxes for the page dictionary, its contents cut at the spots, what is needed to move rows.

    `used` is how far down the page is filled, `bottom` how far it may be.
    """

    box: tuple[float, float]
    pieces: tuple[bytes | Spot, ...]
    rows: tuple[RowBox, ...] = ()
    used: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Blank:
    """All pages, and the objects they share: number → bytes; `resources` is the dictionary of the pages."""

    sheets: tuple[Sheet, ...]
    objects: dict[int, bytes]
    resources: dict[str, bytes]
    fonts: bytes
    catalog: bytes
    producer: str
    risky: frozenset[int]  # marks whose places must hold one line of text at most


def mark_html(number: int) -> str:
    """Write a mark."""
    if number > _MOST:
        raise BlankUnfit("too many free places")
    return f'<i class="s" data-mark="{number}" style="font:1px/0 {fonts.SONG!r};color:#01{number:04x}">x</i>'


def draw_blank(html: str, lang: str = "zh-CN") -> Blank:
    """Draw a page with marks; raises BlankUnfit when they are not all found again."""
    import pikepdf  # with WeasyPrint, only when something is drawn

    if any(rule in html for rule in _ARRANGED):
        raise BlankUnfit("footnotes or columns, which move with the text")
    with fonts.strict_log():
        document = rendered(headed(html, "", "", False, lang))
        pdf = document.write_pdf(pdf_variant="pdf/a-2b", pdf_identifier=b"docgen")
    spots = [_spots(sheet) for sheet in document.pages]
    with pikepdf.open(BytesIO(pdf)) as file:
        tables: dict[Any, int] = {}
        sheets = tuple(
            _with_rows(_cut(page, found), sheet, tables)
            for page, found, sheet in zip(file.pages, spots, document.pages, strict=True)
        )
        return _shared(file, sheets, _risky(document), pikepdf)


def _spots(sheet: Any) -> dict[int, Spot]:
    """Find the places of the marks of one page in the page tree."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox

    found = {}
    for line in sheet._page_box.descendants():
        if isinstance(line, LineBox):
            for box in line.children:
                number = _number(box) if isinstance(box, InlineBox) else None
                if number is not None:
                    found[number] = Spot(number, box.position_x, line.position_y)
    return found


def _number(box: Any) -> int | None:
    number = box.element.get("data-mark") if box.element is not None else None
    return None if number is None else int(number)


def _cut(page: Any, spots: dict[int, Spot]) -> Sheet:
    """Cut the contents of a page at its marks."""
    content = plainer(page.Contents.read_bytes())
    pieces: list[bytes | Spot] = []
    start = 0
    seen = set()
    for found in _MARK.finditer(content):
        red, green, blue = (round(float(channel) * 255) for channel in found.groups())
        number = green << 8 | blue
        if red != 1 or number not in spots:
            continue
        pieces += [content[start : found.start()], spots[number]]
        start = found.end()
        seen.add(number)
    if seen != spots.keys() or len(pieces) != 2 * len(seen):
        raise BlankUnfit("marks are missing from the page")
    width, height = (float(length) for length in list(page.MediaBox)[2:])
    return Sheet((width, height), (*pieces, content[start:]))


def _with_rows(cut: Sheet, sheet: Any, tables: dict[Any, int]) -> Sheet:
    """Note where table rows begin and end; `tables` knows the first mark of each table met so far."""
    found = []
    for table, rows in _rows(sheet):
        marks = [number for row in rows for number in _numbers(row)]
        if table not in tables and marks:
            tables[table] = min(marks)
        if table in tables:
            order = [row for group in table if group.tag in {"thead", "tbody"} for row in group]
            found += [
                RowBox(tables[table], order.index(row.element), row.position_y, row.position_y + row.height)
                for row in rows
            ]
    body = sheet._page_box
    used = max((box.position_y + box.margin_height() for box in _ends(body)), default=0.0)
    return replace(cut, rows=tuple(found), used=used, bottom=body.content_box_y() + body.height)


def _ends(page: Any) -> Iterator[Any]:
    """Give the boxes in the flow of a page whose lower edges say how far it is filled."""
    from weasyprint.formatting_structure.boxes import BlockBox, LineBox, TableBox

    open_ = [page.children[0]]
    while open_:
        box = open_.pop()
        if isinstance(box, TableBox | LineBox) or not box.children:
            if isinstance(box, TableBox | LineBox | BlockBox) and not box.is_absolutely_positioned():
                yield box
        else:
            open_.extend(
                child for child in box.children if child.is_in_normal_flow() or isinstance(child, LineBox)
            )


_STROKE = re.compile(
    rb"q\nq\n/A1\.0 gs\n([\d. ]+ RG)\n([\d.]+ w)\n([-\d.]+ [-\d.]+ m)\n([-\d.]+ [-\d.]+ l)\nS\nQ\nQ\n"
)


def plainer(content: bytes) -> bytes:
    """Write the rule lines of page contents shortly: those that look alike under one state.

    Each is still stroked alone, for where they meet, edges are smoothed twice.
    """
    pieces, at, look = [], 0, b""
    for found in _STROKE.finditer(content):
        gap = content[at : found.start()]
        if gap or found[1] + found[2] != look:
            pieces += [b"Q\n" if look else b"", gap, b"q\n%b\n%b\n" % (found[1], found[2])]
            look = found[1] + found[2]
        pieces.append(b"%b\n%b\nS\n" % (found[3], found[4]))
        at = found.end()
    pieces += [b"Q\n" if look else b"", content[at:]]
    return b"".join(pieces)


def _shared(file: Any, sheets: tuple[Sheet, ...], risky: frozenset[int], pikepdf: Any) -> Blank:
    """Take the objects that all pages share: fonts, pictures, the colour profile."""
    own = {page.obj.objgen[0] for page in file.pages} | {page.Contents.objgen[0] for page in file.pages}
    own |= {file.Root.objgen[0], file.Root.Pages.objgen[0], file.Root.Metadata.objgen[0]}
    own |= {file.trailer.Info.objgen[0]} if "/Info" in file.trailer else set()
    resources = file.pages[0].Resources
    if any(value != 1 for state in resources.ExtGState.values() for value in state.values()):
        raise BlankUnfit("something that shines through")
    if any(page.Resources.objgen != resources.objgen for page in file.pages):
        raise BlankUnfit("pages with resources of their own")
    own.add(resources.objgen[0])
    objects = {
        object_.objgen[0]: _written(object_, pikepdf)
        for object_ in file.objects
        if object_.objgen[0] not in own
        and object_.objgen[0]
        and object_.get("/Type") not in ("/ObjStm", "/XRef")
    }
    named = {str(key): value.unparse() for key, value in resources.items() if key != "/Font" and len(value)}
    faces = b"".join(
        str(key).encode() + b" " + value.unparse() for key, value in resources.get("/Font", {}).items()
    )
    intents = file.Root.OutputIntents.unparse(resolved=True)
    producer = str(file.docinfo.get("/Producer", "docgen"))
    catalog = b"/Lang " + file.Root.Lang.unparse() + b"/OutputIntents " + intents
    return Blank(sheets, objects, named, faces, catalog, producer, risky)


def _written(object_: Any, pikepdf: Any) -> bytes:
    if not isinstance(object_, pikepdf.Stream):
        return bytes(object_.unparse(resolved=True))
    head = bytes(pikepdf.Dictionary(dict(object_.stream_dict)).unparse())
    return head + b"\nstream\n" + bytes(object_.read_raw_bytes()) + b"\nendstream"


def _risky(document: Any) -> frozenset[int]:
    """Find the marks in the first rows of pages, of which lines of text might stand on the page before.

    The place of a mark is never divided, so a row with several lines of text would be laid out otherwise.
    """
    risky: set[int] = set()
    for above, below in zip(document.pages, document.pages[1:], strict=False):
        last, first = dict(_rows(above)), dict(_rows(below))
        for table in last.keys() & first.keys():
            head, end = first[table][0], max(row.position_y + row.height for row in last[table])
            if any(row.element is head.element for row in last[table]):
                raise BlankUnfit("a row on two pages")
            bottom = above._page_box.content_box_y() + above._page_box.height
            if bottom - end >= _FEW and head.style["break_inside"] != "avoid":
                risky.update(_numbers(head))
    return frozenset(risky)


def _rows(sheet: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Give the rows of each table of a page, without repeated headers."""
    from weasyprint.formatting_structure.boxes import TableBox

    for box in sheet._page_box.descendants():
        if isinstance(box, TableBox):
            groups = [group for group in box.children if not group.is_header]
            rows = [row for group in groups for row in group.children]
            if rows:
                yield box.element, rows


def _numbers(box: Any) -> Iterator[int]:
    for inner in box.descendants():
        number = _number(inner)
        if number is not None:
            yield number


@dataclass(frozen=True, slots=True)
class Ruling:
    """Where lines under and through text are drawn: thickness and distance below the baseline to the centre."""

    thickness: float
    under: float
    through_thickness: float
    through: float


@cache
def ruling(family: str, bold: bool, size: float) -> Ruling:
    """Ask WeasyPrint how it rules text of a face; `size` in points."""
    weight = "font-weight:700" if bold else ""
    style = f"<style>{BASE}p{{font-family:'{family}';font-size:{size}pt;text-decoration:underline;{weight}}}</style>"
    document = rendered(f"{style}<p>一</p>")
    from weasyprint.formatting_structure.boxes import TextBox  # after the faces are made the only ones

    for box in document.pages[0]._page_box.descendants():
        if isinstance(box, TextBox):
            layout = box.pango_layout
            thick, through = layout.underline_thickness, layout.strikethrough_thickness
            return Ruling(
                thick, thick / 2 - layout.underline_position, through, -layout.strikethrough_position
            )
    raise BlankUnfit("a face that rules nothing")
