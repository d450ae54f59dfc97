"""What a template prints around its slots, and where the slots' values stand in a filled text.

A text of the template becomes pieces: slots, boxes, and the print between them. The print is looked for from left to
right; what lies between two finds is the slot's value. Nothing is tried twice, so a long text costs no more than its length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.ooxml.tags import TAG, clean
from docgen.ooxml.ticks import BOXES, RULE, is_other

MARKED = "☑☒■√✓✔✅▣"
_STROKES = "√✓✔"
_BOX = rf"((?:(?<!\S)[{_STROKES}])?[{BOXES}{MARKED}]?[{_STROKES}]?)"
_BOX_CHARACTER = re.compile(f"[{BOXES}{MARKED}]")
_LEVEL = re.compile(r"(p|tr|tc|r)\s+(?=[\w\"'“‘])(?!(?:if|and|or|not|in|is|else)\b)")
_SHAPED = re.compile(r"(.*?)\s*\|\s*(ticks|tick|digits)\s*", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_LANE = re.compile(r"\.(\d+)\.")
_BLANKS = " \t\n\r\u00a0\u3000_＿"
_SPACE = r"\s+"
_GAP = r"[^\n]{0,24}?"
_ALIKE = {one: f"[{re.escape(pair)}]" for pair in ("：:", "（(", "）)", "，,", "；;", "／/") for one in pair}


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for a value: a slot by its name, else the blank behind 其他 of the ticks named, else nobody's."""

    name: str
    shape: str = "text"
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A box that can be ticked: which option of which ticks."""

    ticks: str
    option: int
    lane: int = 0


Piece = str | Hole | Box
Key = tuple[str, int]


@dataclass(slots=True)
class Found:
    """What was read of a text: by name and by the number of the record among those side by side."""

    texts: dict[Key, str] = field(default_factory=dict)
    marks: dict[Key, set[int]] = field(default_factory=dict)
    others: dict[Key, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def pieces_of(text: str, *, ends_with_line: bool) -> tuple[Piece, ...]:
    """The pieces of a template's text; a line break ends a group of ticks or not."""
    out: list[Piece] = []
    group: Hole | None = None
    option, position = 0, 0
    tags = [*TAG.finditer(text)]
    for tag in tags:
        before = text[position : tag.start()]
        out += _printed(before, group, option)
        option += _boxes(before)
        if ends_with_line and "\n" in before:
            group = None
        hole = _hole(tag.group(1))
        if hole.shape == "ticks":
            group, option = hole, 0
        else:
            out.append(hole)
        position = tag.end()
        rule = RULE.match(text, position)
        if rule is not None and hole.shape == "text":
            position = rule.end()
    out += _printed(text[position:], group, option)
    return tuple(out)


def _hole(inner: str) -> Hole:
    source = clean(inner)
    level = _LEVEL.match(source)
    shaped = _SHAPED.fullmatch(source[level.end() :] if level else source)
    name, shape = shaped.groups() if shaped else (source, "text")
    if not _NAME.fullmatch(re.sub(r"\.\d+(?=\.)", "", name)):
        return Hole("", "expression")
    lane = _LANE.search(name)
    return Hole(_LANE.sub(".", name), shape, int(lane.group(1)) - 1 if lane else 0)


def _boxes(text: str) -> int:
    return sum(character in BOXES for character in text)


def _printed(text: str, group: Hole | None, option: int) -> Iterator[Piece]:
    """Print, in a group of ticks with its boxes and the blank behind 其他."""
    if group is None:
        yield text
        return
    parts = re.split(f"([{BOXES}])", text)
    label_of = [*parts[2::2], ""]
    if parts[0]:
        yield parts[0]
    for number, label in enumerate(label_of[:-1]):
        yield Box(group.name, option + number, group.lane)
        rule = re.search(r"[_＿]+|[ \u3000\u00a0]{3,}", label) if is_other(label) else None
        if rule is None:
            yield label
            continue
        yield label[: rule.start()]
        yield Hole(group.name, "other", group.lane)
        yield label[rule.end() :]


def options_in(pieces: Iterable[Piece]) -> Mapping[Key, int]:
    """How many boxes each group of ticks has."""
    counts: dict[Key, int] = {}
    for piece in pieces:
        if isinstance(piece, Box):
            counts[piece.ticks, piece.lane] = counts.get((piece.ticks, piece.lane), 0) + 1
    return counts


def lines_of(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """The pieces line by line."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if not isinstance(piece, str):
            lines[-1].append(piece)
            continue
        first, *rest = piece.split("\n")
        lines[-1].append(first)
        lines += [[one] for one in rest]
    return [tuple(line) for line in lines]


def read_lines(pieces: Sequence[Piece], lines: Sequence[str], found: Found) -> None:
    """Read the lines of a filled text: each against its own where none was added, else all as one."""
    wanted = lines_of(pieces)
    if len(wanted) == len(lines):
        for own, line in zip(wanted, lines, strict=True):
            read_text(own, line, found)
    else:
        read_text(pieces, "\n".join(lines), found)


def read_text(pieces: Sequence[Piece], text: str, found: Found) -> None:
    """Read what stands in the holes and boxes of ``pieces``."""
    steps = _steps(pieces)
    position = 0
    for number, (holes, print_) in enumerate(steps):
        last = number == len(steps) - 1
        match = _search(print_, text, position, last=last)
        if match is None:
            _lost(holes, print_, found)
            continue
        _value(holes, text[position : match.start()], found)
        boxes = (piece for piece in print_ if isinstance(piece, Box))
        for box, mark in zip(boxes, match.groups(), strict=True):
            chosen = found.marks.setdefault((box.ticks, box.lane), set())
            if set(mark) & set(MARKED):
                chosen.add(box.option)
        position = match.end()


_Step = tuple[tuple[Hole, ...], tuple[Piece, ...]]


def _steps(pieces: Sequence[Piece]) -> list[_Step]:
    """Holes, each time with the print and boxes behind them."""
    steps: list[_Step] = [((), ())]
    for piece in pieces:
        holes, print_ = steps[-1]
        if not isinstance(piece, Hole):
            steps[-1] = (holes, (*print_, piece))
        elif any(not isinstance(one, str) or one for one in print_) or (not holes and len(steps) == 1):
            steps.append(((piece,), ()))
        else:
            steps[-1] = ((*holes, piece), ())
    return steps


def _search(print_: Sequence[Piece], text: str, position: int, *, last: bool) -> re.Match[str] | None:
    """Where the print stands at or behind a position: as printed, else with words on its gaps and rules."""
    for gap in ("", _GAP):
        pattern = _pattern(print_, gap)
        if last:
            at_end = re.compile(rf"{'' if pattern == _SPACE else pattern}[{_BLANKS}]*\Z").search(
                text, position
            )
            if at_end is not None:
                return at_end
        if pattern:
            found = re.compile(pattern).search(text, position)
            if found is not None:
                return found
    return None


def _pattern(print_: Sequence[Piece], gap: str) -> str:
    if not any(
        isinstance(piece, Box) or piece.strip(_BLANKS) for piece in print_ if not isinstance(piece, Hole)
    ):
        return _SPACE if any(print_) else ""
    return "".join(
        rf"\s*{_BOX}\s*" if isinstance(piece, Box) else _literal(piece, gap)
        for piece in print_
        if not isinstance(piece, Hole)
    )


def _literal(text: str, gap: str) -> str:
    """Print as a pattern: spaces do not count, and its own boxes may be ticked."""
    out = []
    for part in re.split(r"([ \t\n\u00a0\u3000]{2,}|[_＿]{2,}|\s)", text):
        if not part:
            continue
        if not part.strip(_BLANKS):
            out.append(gap if gap and len(part) > 1 else rf"[{_BLANKS}]*")
            continue
        out.append(r"\s*".join(_character(one) for one in part if one not in _BLANKS))
    return r"\s*" + r"\s*".join(out) + r"\s*" if out else ""


def _character(character: str) -> str:
    if _BOX_CHARACTER.match(character):
        return f"[{BOXES}{MARKED}]?"
    return _ALIKE.get(character) or re.escape(character)


def _value(holes: Sequence[Hole], text: str, found: Found) -> None:
    written = text.strip(_BLANKS)
    if len(holes) > 1 and written:
        found.unread |= {hole.name: "together" for hole in holes if hole.name}
        return
    for hole in holes:
        if hole.shape == "other":
            found.others[hole.name, hole.lane] = written
        elif hole.name:
            found.texts[hole.name, hole.lane] = written


def _lost(holes: Sequence[Hole], print_: Sequence[Piece], found: Found) -> None:
    found.unread |= {hole.name: "missing" for hole in holes if hole.name}
    found.unread |= {piece.ticks: "missing" for piece in print_ if isinstance(piece, Box)}


def same_print(one: str, other: str) -> bool:
    """Whether two texts print the same, but for spaces."""
    return "".join(one.split()) == "".join(other.split())
