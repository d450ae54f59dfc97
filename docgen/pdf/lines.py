"""Breaks text into lines as Chinese word processors do, from the advance widths of the faces.

Both ways to a page use it: the full layout hands these lines to WeasyPrint ready-made, the stamp writes them itself.
Lengths are points. Nothing here knows of documents or of HTML.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

NOT_AT_START = frozenset(
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠/"
)
NOT_AT_END = frozenset("$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥")
HANGING = frozenset("、。，．：；？！,.")  # may stand outside the right edge, one to a line
EPSILON = 0.01  # points; twips and em sums never meet exactly


class Face(Protocol):
    """One font file as the breaker sees it; lengths in em."""

    @property
    def css(self) -> str:
        """The family name that CSS may say."""

    @property
    def bold(self) -> bool:
        """Whether CSS must ask for weight 700."""

    @property
    def ascent(self) -> float:
        """Above the baseline, as Pango sees it."""

    @property
    def descent(self) -> float:
        """Below the baseline, positive."""

    def advance(self, character: str) -> float | None:
        """Give the advance width, None when the face lacks the character."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that are set alike; `mark` is what the caller wants back with every piece."""

    text: str
    face: Face
    size: float
    cjk: bool = False
    spacing: float = 0.0
    scale: float = 1.0
    mark: Hashable = None
    gaps: bool = True  # whether a gap to the other script is wanted


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a width that stands in the line: a picture, a counter."""

    width: float
    mark: Hashable = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A jump to the next tab stop."""

    mark: Hashable = None


@dataclass(frozen=True, slots=True)
class Break:
    """A forced end: of the `line`, the `page` or the `column`."""

    kind: str = "line"


Item = Text | Thing | Tab | Break


@dataclass(frozen=True, slots=True)
class Stop:
    """A tab stop, measured from the left edge of the text area."""

    at: float
    kind: str = "left"
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a paragraph asks of the breaker."""

    kinsoku: bool = True
    hang: bool = True
    gap: float = 0.25  # em of the CJK character, where CJK meets Latin
    words: bool = True  # whether Latin words are kept whole
    anywhere: bool = False  # CJK text ends a line wherever it is full, as in LibreOffice's workbooks
    blanks: str = " "  # what does not count at the end of a line
    tab: float = 21.0  # default distance of tab stops
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line: text of one item, a thing, or a jump of `width`."""

    item: Text | Thing | Tab
    text: str
    before: float
    width: float
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A finished line; `width` leaves out the blanks that hang at its end."""

    pieces: tuple[Piece, ...]
    width: float
    end: str = ""  # "" = wrapped, "last", or the kind of the forced break

    @property
    def text(self) -> str:
        """Give the characters of the line."""
        return "".join(piece.text for piece in self.pieces)


def is_cjk(character: str) -> bool:
    """Tell whether a character is always set in the East Asian face."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE6F
        or 0xFF00 <= code <= 0xFFEF
        or 0xE000 <= code <= 0xF8FF
        or 0x20000 <= code <= 0x3FFFF
    )


def is_weak(character: str) -> bool:
    """Tell whether a character belongs to either script: quotes, dashes, dots, signs, Greek and Cyrillic."""
    code = ord(character)
    return (
        character in "·×÷±§¨°‘’“”…—–―‖‰′″※℃№"
        or 0x2100 <= code <= 0x2BFF
        or 0x0391 <= code <= 0x0451
        or 0x2010 <= code <= 0x203B
    )


def scripts(text: str, east_asian: bool = False, before: bool = False) -> Iterator[tuple[str, bool]]:
    """Cut text into stretches of (text, is CJK).

    Blanks take the script `before` them, ASCII punctuation is Latin; weak characters are CJK when the run says
    so (`east_asian`) or when a neighbour is.

    >>> list(scripts("共3人 。"))
    [('共', True), ('3', False), ('人 。', True)]
    """
    start, current = 0, before
    for at in range(len(text)):
        kind = _script(text, at, current, east_asian)
        if kind != current:
            if at > start:
                yield text[start:at], current
            start, current = at, kind
    if start < len(text):
        yield text[start:], current


def _script(text: str, at: int, before: bool, east_asian: bool) -> bool:
    character = text[at]
    if character == " ":
        return before
    if character < "\u0080":
        return False
    if is_cjk(character):
        return True
    if not is_weak(character):
        return False
    return east_asian or before or character >= "\u2100" or (at + 1 < len(text) and is_cjk(text[at + 1]))


def advance_of(text: Text, character: str) -> float:
    """Give the width of one character, its spacing included; a missing one counts as one em."""
    width = text.face.advance(character)
    if width is None:
        width = 1.0 if text.cjk else 0.5
    return width * text.size * text.scale + text.spacing


@dataclass(slots=True)
class _Cell:
    """One character or thing on its way into a line."""

    item: Text | Thing | Tab | Break
    char: str
    width: float
    gap: float = 0.0  # before it, when it does not open a line
    leader: str = ""


@dataclass(slots=True)
class _Setter:
    """The state of breaking one paragraph."""

    cells: list[_Cell]
    rules: Rules
    lines: list[Line] = field(default_factory=list)


def break_lines(
    items: Sequence[Item],
    width: float,
    first: float | None = None,
    rules: Rules = Rules(),
    indent: float = 0.0,
) -> tuple[Line, ...]:
    """Break items into lines of `width` (the first of width `first`); at least one line, perhaps empty.

    `indent` is where a line starts, for tab stops, which are measured from the text area's left edge.
    """
    cells = list(_cells(items, rules))
    lines: list[Line] = []
    start = 0
    while start < len(cells) or not lines or lines[-1].end == "line":
        room = width if lines or first is None else first
        left = indent + (width - room)
        end, after, kind = _fill(cells, start, room, left, rules)
        lines.append(_line(cells[start:end], kind, rules.blanks))
        if after == start:
            break
        start = after
    return tuple(lines)


def _cells(items: Sequence[Item], rules: Rules) -> Iterator[_Cell]:
    before: Item | None = None
    for item in items:
        if isinstance(item, Text):
            gap = _gap(before, item, rules)
            for character in item.text:
                yield _Cell(item, character, advance_of(item, character), gap)
                gap = 0.0
        elif isinstance(item, Thing):
            yield _Cell(item, "", item.width)
        else:
            yield _Cell(item, "", 0.0)
        if not (isinstance(item, Text) and not item.text):
            before = item


def _gap(before: Item | None, item: Text, rules: Rules) -> float:
    """Give the gap that stands between two scripts, none beside blanks and punctuation."""
    if not (isinstance(before, Text) and before.text and item.text) or before.cjk == item.cjk:
        return 0.0
    if not (before.gaps and item.gaps):
        return 0.0
    left, right = before.text[-1], item.text[0]
    latin, other = (right, left) if before.cjk else (left, right)
    if not (latin.isalnum() and _is_letter(other)):
        return 0.0
    return rules.gap * (before.size if before.cjk else item.size)


def _is_letter(character: str) -> bool:
    return character.isalpha() or 0x4E00 <= ord(character) <= 0x9FFF


def _fill(cells: list[_Cell], start: int, room: float, left: float, rules: Rules) -> tuple[int, int, str]:
    """Find the line that begins at `start`: (end of what it shows, start of the next, how it ends)."""
    x = 0.0
    allowed = start  # the last place before which the line may end
    at = start
    while at < len(cells):
        cell = cells[at]
        if isinstance(cell.item, Break):
            return at, at + 1, cell.item.kind
        if at > start:
            x += cell.gap
            if _may_break(cells, at, rules):
                allowed = at
        if isinstance(cell.item, Tab):
            _jump(cells, at, x, left, room, rules)
        spare = room - x - cell.width + (cell.item.spacing if isinstance(cell.item, Text) else 0.0)
        if spare < -EPSILON and cell.char != " " and at > start:
            return _overflow(cells, start, at, allowed, rules, spare)
        x += cell.width
        at += 1
    return at, at, "last"


def _overflow(
    cells: list[_Cell], start: int, at: int, allowed: int, rules: Rules, spare: float
) -> tuple[int, int, str]:
    """Choose where a line ends whose cell `at` no longer fits."""
    cell = cells[at]
    if rules.hang and cell.char in HANGING and -spare <= cell.width + EPSILON and _hangs(cells, at, rules):
        at += 1
        while at < len(cells) and cells[at].char == " ":
            at += 1
        if at < len(cells) and isinstance(cells[at].item, Break):
            return at, at + 1, cells[at].item.kind  # type: ignore[union-attr]
        return at, at, "last" if at == len(cells) else ""
    anywhere = rules.anywhere and isinstance(cell.item, Text) and cell.item.cjk
    end = allowed if allowed > start and not anywhere else at
    return end, end, ""


def _hangs(cells: list[_Cell], at: int, rules: Rules) -> bool:
    after = at + 1
    if after >= len(cells) or isinstance(cells[after].item, Break):
        return True
    return cells[after].char == " " or _may_break(cells, after, rules)


def _may_break(cells: list[_Cell], at: int, rules: Rules) -> bool:
    """Tell whether a line may end before the cell `at`."""
    before, cell = cells[at - 1], cells[at]
    if cell.char == " ":
        return False
    if not (isinstance(before.item, Text) and isinstance(cell.item, Text)):
        return not (rules.kinsoku and cell.char in NOT_AT_START and cell.char)
    if rules.kinsoku and (cell.char in NOT_AT_START or _last_printed(cells, at) in NOT_AT_END):
        return False
    if before.char == cell.char and cell.char in "—…":
        return False
    if before.char == " ":
        return True
    if rules.anywhere and before.char in NOT_AT_START and cell.char.isalnum() and not cell.item.cjk:
        return False
    if before.item.cjk or cell.item.cjk or not rules.words:
        return True
    return before.char == "-" and cell.char.isalpha()


def _last_printed(cells: list[_Cell], at: int) -> str:
    """Give the character before the cell `at` that is no blank: a bracket holds on over blanks (UAX #14, LB14)."""
    while at > 0 and cells[at - 1].char == " ":
        at -= 1
    return cells[at - 1].char if at > 0 else ""


def _jump(cells: list[_Cell], at: int, x: float, left: float, room: float, rules: Rules) -> None:
    """Give the tab cell `at` its width: to its stop, less what a centred or right stop pulls back."""
    here = left + x
    stop = next((stop for stop in rules.stops if stop.at > here + EPSILON), None)
    if stop is None:
        stop = Stop((int((here + EPSILON) / rules.tab) + 1) * rules.tab)
    follows = 0.0
    if stop.kind in {"right", "center", "decimal"}:
        follows = _until_next(cells, at + 1, decimal=stop.kind == "decimal")
    pulled = follows / 2 if stop.kind == "center" else follows
    target = min(stop.at, left + room) if stop.kind != "left" else stop.at
    cells[at].width = max(0.0, target - here - pulled)
    cells[at].leader = stop.leader


def _until_next(cells: list[_Cell], at: int, decimal: bool) -> float:
    total = 0.0
    for cell in cells[at:]:
        if isinstance(cell.item, Tab | Break) or (decimal and cell.char == "."):
            break
        total += cell.width + cell.gap
    return total


def _line(cells: list[_Cell], kind: str, blanks: str) -> Line:
    pieces: list[Piece] = []
    run: list[_Cell] = []
    for cell in cells:
        if run and run[0].item is cell.item and isinstance(cell.item, Text):
            run.append(cell)
            continue
        if run:
            pieces.append(_piece(run, not pieces))
        run = [cell]
    if run:
        pieces.append(_piece(run, not pieces))
    hanging = 0.0
    for cell in reversed(cells):
        if not cell.char or cell.char not in blanks:
            break
        hanging += cell.width + cell.gap
    total = sum(piece.width + piece.before for piece in pieces)
    return Line(tuple(pieces), max(0.0, total - hanging), kind)


def _piece(run: list[_Cell], opens: bool) -> Piece:
    first = run[0]
    assert not isinstance(first.item, Break)  # noqa: S101  - a break never enters a line
    width = sum(cell.width for cell in run)
    return Piece(first.item, "".join(c.char for c in run), 0.0 if opens else first.gap, width, first.leader)


def stretch(line: Line, room: float, every: bool = False) -> float:
    """Give what each stretchable place of a line takes so that it fills `room`; `every` counts Latin letters too."""
    places = stretchable(line, every)
    slack = room - line.width
    return slack / places if places > 0 and slack > EPSILON else 0.0


def stretchable(line: Line, every: bool = False) -> int:
    """Count the places of a line that justified text may widen: after CJK characters and at blanks."""
    text = [(c, p.item) for p in line.pieces if isinstance(p.item, Text) for c in p.text]
    while text and text[-1][0] == " ":
        text.pop()
    return sum(1 for c, item in text[:-1] if every or c == " " or item.cjk)
