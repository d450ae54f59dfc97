"""Measures how far one PDF of a paper is from another: pages, words, lines of text and of tables, pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_float, c_void_p, cast
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean, median
from zipfile import BadZipFile, ZipFile

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

MM = 25.4 / 72
THIN = 7.0  # points; what is thinner is a line (the bounds of a stroke are twice its width)
TOUCH = 3.5  # points within which the ends of lines meet
INK = 4.0  # points that a character must stand out of what hides it
FAR = 10.0  # millimetres that a line counts for which has no like on the other side
_LEADERS = re.compile(r"_|[.·\-…‐]{4,}")  # how many dots fill a blank is nobody's text
_SYMBOLS = {"£": "□"}  # LibreOffice names the box of Wingdings 2 by its code
_STORED_BY = ("Microsoft", "WPS", "Kingsoft")

Character = tuple[str, float, float]


@dataclass(frozen=True)
class Side:
    """What is measured of one page, in points from its top left corner."""

    across: tuple[float, ...]  # horizontal lines of tables
    down: tuple[float, ...]  # vertical ones
    lines: tuple[tuple[float, str], ...]  # lines of text with their baselines
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """Give the text in reading order, blanks and leaders left out."""
        return _LEADERS.sub("", "".join(text for _, text in self.lines))


@dataclass(frozen=True)
class Compared:
    """How one PDF differs from another; lengths in millimetres."""

    pages: tuple[int, int]
    across: float  # mean offset of horizontal table lines
    worst: float  # the largest of them
    down: float
    text_down: float  # median offset of text lines
    text_along: float  # mean offset of characters along their line
    missing: str  # characters that only theirs has
    extra: str  # characters that only ours has
    order: float  # share of the words that stand on the same page in the same order
    picture: float  # share of pixels that differ at 72 dpi

    @property
    def equal(self) -> bool:
        """Tell whether both have the same number of pages."""
        return self.pages[0] == self.pages[1]

    @property
    def complete(self) -> bool:
        """Tell whether no character of theirs is missing."""
        return not self.missing


def compared(theirs: bytes, ours: bytes) -> Compared:
    """Measure both."""
    one, other = list(sides(theirs)), list(sides(ours))
    pairs = list(zip(one, other, strict=False))
    across = [d for a, b in pairs for d in offsets(a.across, b.across)]
    down = [d for a, b in pairs for d in offsets(a.down, b.down)]
    heights = [d for a, b in pairs for d in offsets([y for y, _ in a.lines], [y for y, _ in b.lines])]
    along = [d for a, b in pairs for d in _along(a.characters, b.characters)]
    texts = "".join(side.text for side in one), "".join(side.text for side in other)
    missing, extra = Counter(texts[0]) - Counter(texts[1]), Counter(texts[1]) - Counter(texts[0])
    return Compared(
        (len(one), len(other)),
        mean(across) if across else 0.0,
        max(across, default=0.0),
        mean(down) if down else 0.0,
        median(heights) if heights else 0.0,
        mean(along) if along else 0.0,
        "".join(sorted(missing.elements())),
        "".join(sorted(extra.elements())),
        mean(_order(a.text, b.text) for a, b in pairs) if len(one) == len(other) else 0.0,
        picture(theirs, ours),
    )


def sides(pdf: bytes) -> Iterator[Side]:
    """Measure every page."""
    document = pdfium.PdfDocument(pdf)
    for number in range(len(document)):
        sheet = document[number]
        across, down = segments(sheet)
        found = tuple(characters(sheet))
        yield Side(*table_lines(across, down), tuple(text_lines(found)), found)


def segments(
    sheet: pdfium.PdfPage,
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Give the straight lines of a page as (where, from, to): horizontal ones and vertical ones."""
    high = sheet.get_height()
    across, down = [], []
    for thing in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=8):
        left, bottom, right, top = thing.get_bounds()
        wide, tall = right - left, top - bottom
        if tall < THIN < wide:
            across.append((high - (top + bottom) / 2, left, right))
        if wide < THIN < tall:
            down.append(((left + right) / 2, high - top, high - bottom))
    return across, down


def table_lines(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Keep the lines that meet one of the other direction at an end: rules under text meet nothing."""

    def meets(line: tuple[float, float, float], others: list[tuple[float, float, float]]) -> bool:
        where, start, end = line
        return any(
            low - TOUCH <= where <= high + TOUCH and min(abs(at - start), abs(at - end)) <= TOUCH
            for at, low, high in others
        )

    kept = [line[0] for line in across if meets(line, down)]
    return clustered(kept), clustered([line[0] for line in down if meets(line, across)])


def clustered(values: Sequence[float]) -> tuple[float, ...]:
    """Join positions that are one line drawn in pieces."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= 1.0:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(mean(group) for group in groups)


def characters(sheet: pdfium.PdfPage) -> Iterator[Character]:
    """Give every visible character with its origin."""
    high, text = sheet.get_height(), sheet.get_textpage()
    x, y = c_double(), c_double()
    seen = _Clips()
    for at in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if not character.strip() or not raw.FPDFText_GetCharOrigin(text.raw, at, byref(x), byref(y)):
            continue
        if seen(raw.FPDFText_GetTextObject(text.raw, at), x.value, y.value):
            yield _SYMBOLS.get(character, character), x.value, high - y.value


class _Clips:
    """Tells whether a place of a text object is seen, or cut off by what it is clipped to."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[float, float, float, float] | None] = {}

    def __call__(self, text: object, x: float, y: float) -> bool:
        key = cast(text, c_void_p).value or 0
        if key not in self._known:
            self._known[key] = _clip(text)
        box = self._known[key]
        return box is None or (box[0] - 1 <= x <= box[2] + 1 and box[1] - INK <= y <= box[3])


def _clip(text: object) -> tuple[float, float, float, float] | None:
    """Give the box that an object is clipped to."""
    path = raw.FPDFPageObj_GetClipPath(text)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    boxes = []
    for at in range(count):
        points = []
        for number in range(raw.FPDFClipPath_CountPathSegments(path, at)):
            x, y = c_float(), c_float()
            raw.FPDFPathSegment_GetPoint(
                raw.FPDFClipPath_GetPathSegment(path, at, number), byref(x), byref(y)
            )
            points.append((x.value, y.value))
        if points:
            boxes.append(
                (
                    min(p[0] for p in points),
                    min(p[1] for p in points),
                    max(p[0] for p in points),
                    max(p[1] for p in points),
                )
            )
    if not boxes:
        return None
    return (
        max(b[0] for b in boxes),
        max(b[1] for b in boxes),
        min(b[2] for b in boxes),
        min(b[3] for b in boxes),
    )


def text_lines(found: Sequence[Character]) -> list[tuple[float, str]]:
    """Put characters that share a baseline together, from left to right."""
    rows: list[list[Character]] = []
    for one in sorted(found, key=lambda c: c[2]):
        if rows and one[2] - rows[-1][0][2] <= 1.0:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [(row[0][2], "".join(c for c, _, _ in sorted(row, key=lambda c: c[1]))) for row in rows]


def offsets(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Give in millimetres how far each line is from its like; where the counts differ, from the nearest, both ways."""
    if len(one) == len(other):
        return [abs(a - b) * MM for a, b in zip(one, other, strict=True)]
    if not one or not other:
        return [FAR] * max(len(one), len(other))
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return [min(FAR, min(abs(a - b) for b in shorter) * MM) for a in longer]


def _along(one: Sequence[Character], other: Sequence[Character]) -> list[float]:
    """Give how far characters are moved along their lines, of those that are the same in the same order."""
    matcher = SequenceMatcher(None, [c[0] for c in one], [c[0] for c in other], autojunk=False)
    if len(one) * len(other) > 4_000_000:
        return [abs(a[1] - b[1]) * MM for a, b in zip(one, other, strict=False) if a[0] == b[0]]
    return [
        abs(one[block.a + k][1] - other[block.b + k][1]) * MM
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]


def _order(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def pictures(pdf: bytes, scale: float = 1.0) -> list[Image.Image]:
    """Draw every page."""
    document = pdfium.PdfDocument(pdf)
    return [
        document[at].render(scale=scale, grayscale=True).to_pil().convert("L") for at in range(len(document))
    ]


def picture(theirs: bytes, ours: bytes) -> float:
    """Give the share of pixels that differ by more than a shade, at 72 dpi."""
    shares = []
    for one, other in zip(pictures(theirs), pictures(ours), strict=False):
        if one.size != other.size:
            shares.append(1.0)
            continue
        counts = ImageChops.difference(one, other).histogram()
        shares.append(sum(counts[96:]) / sum(counts))
    return mean(shares) if shares else 0.0


def beside(theirs: bytes, ours: bytes) -> Image.Image:
    """Put the page that differs most side by side: theirs, ours, and one over the other in two colours."""
    one, other = pictures(theirs, 1.3), pictures(ours, 1.3)

    def weight(at: int) -> int:
        if at >= min(len(one), len(other)) or one[at].size != other[at].size:
            return 1 << 30
        return sum(ImageChops.difference(one[at], other[at]).histogram()[96:])

    at = max(range(max(len(one), len(other))), key=weight)
    blank = Image.new("L", (one or other)[0].size, 255)
    left, right = (pages[at] if at < len(pages) else blank for pages in (one, other))
    wide, high = max(left.width, right.width), max(left.height, right.height)
    canvas = Image.new("RGB", (3 * wide, high), "white")
    canvas.paste(left.convert("RGB"), (0, 0))
    canvas.paste(right.convert("RGB"), (wide, 0))
    red = left.resize(right.size) if left.size != right.size else left
    canvas.paste(Image.merge("RGB", (right, ImageChops.darker(red, right), red)), (2 * wide, 0))
    return canvas


def stored_pages(paper: Path) -> int | None:
    """Give the page count that Word or WPS stored in a docx; nothing where another program wrote it."""
    try:
        with ZipFile(paper) as package:
            text = package.read("docProps/app.xml").decode("utf-8", "replace")
    except (BadZipFile, KeyError):
        return None
    application = re.search(r"<Application>([^<]*)</Application>", text)
    pages = re.search(r"<Pages>(\d+)</Pages>", text)
    if application is None or pages is None or not application[1].startswith(_STORED_BY):
        return None
    return int(pages[1])
