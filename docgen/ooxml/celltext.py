"""What stands in a cell that holds tags: texts, tags, tick groups and stretches with a look of their own."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from docgen.ooxml.cells import Blank, Box, Group, Look, Piece, Tag, plain_name
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.slots import Kind, Settings, Slot
from docgen.ooxml.tags import TAG, clean
from docgen.ooxml.ticks import BOXES, RULE, is_other, option_aliases
from docgen.ooxml.workbook import Item
from docgen.ooxml.writers import Option, TicksWriter, option_key

_SHAPED = re.compile(r"(.*?)\s*\|\s*(ticks|tick|digits)\s*", re.DOTALL)
_KINDS: dict[str, Kind] = {"text": "text", "ticks": "tick", "tick": "tick", "digits": "digits"}
_BOX = re.compile(f"([{BOXES}])")
_WHITE = (
    'rgb="FFFFFFFF"'  # the hidden text of Excel: a blank prints clean, its value is in the cell's own look
)


class Finds(Protocol):
    """Who compiles tags, and collects slots and problems."""

    settings: Settings
    problems: list[Problem]

    def tag(self, inner: str, place: Place, group: str, kind: Kind = "text") -> Tag | None:
        """Compile a tag."""
        ...

    def slot(self, slot: Slot, group: str) -> None:
        """Take a slot."""
        ...


def shape_of(text: str) -> str:
    """What a cell's only tag asks for: ``tick``, ``digits``, or nothing special."""
    found = TAG.fullmatch(text.strip()) if "{{" in text else None
    shaped = _SHAPED.fullmatch(clean(found.group(1))) if found else None
    return shaped.group(2) if shaped else ""


def pieces_of(found: Finds, item: Item, place: Place, group: str) -> tuple[tuple[Piece, ...], bool]:
    """The pieces of a cell in a row of a list (or none), and whether any tag is a record's."""
    pieces: list[Piece] = []
    ticks: list[int] = []
    for text, look in _stretches(item):
        if look is not None:
            pieces.append(Look(look))
        elif TAG.fullmatch(text) is None:
            pieces.append(text)
        else:
            shaped = _SHAPED.fullmatch(clean(text[2:-2]))
            inner, shape = shaped.groups() if shaped else (clean(text[2:-2]), "text")
            tag = found.tag(inner, place, group, _KINDS[shape])
            if tag is None:
                continue
            if shape == "ticks":
                ticks.append(len(pieces))
            elif shape != "text" and TAG.fullmatch(item.text.strip()) is None:
                found.problems.append(problem("OOXML-041", place, f"{shape} must stand alone in its cell."))
            pieces.append(tag)
    lane = any(isinstance(piece, Tag) and piece.lane for piece in pieces)
    if ticks:
        pieces = _grouped(found, pieces, [*ticks, len(pieces)], group)
    return tuple(pieces), lane


def _stretches(item: Item) -> Iterator[tuple[str, str | None]]:
    """Texts and whole tags, and where a look begins; a look that begins inside a tag begins behind it."""
    whole = item.text
    spans = [found.span() for found in TAG.finditer(whole)]
    if whole[slice(*spans[0])] == whole.strip() if spans else False:
        yield whole.strip(), None  # alone in its cell: the value is typed, the look is the cell's
        return
    starts: dict[int, str] = {}
    position, before = 0, ""
    for written, text in item.stretches:
        look = "" if _WHITE in written and "{{" in text else written
        if look != before:
            inside = next((end for start, end in spans if start < position < end), position)
            starts[inside] = before = look
        position += len(text)
    cuts = sorted({0, len(whole), *starts, *(place for span in spans for place in span)})
    for begin, end in pairwise(cuts):
        if begin in starts:
            yield "", starts[begin]
        yield whole[begin:end], None


def _grouped(found: Finds, pieces: Sequence[Piece], ticks: Sequence[int], group: str) -> list[Piece]:
    """The pieces with every tick tag a group and the boxes behind it its options."""
    out = list(pieces[: ticks[0]])
    for begin, end in pairwise(ticks):
        tag = pieces[begin]
        if isinstance(tag, Tag):
            out += _group(found, tag, pieces[begin + 1 : end], group)
    return out


def _group(found: Finds, tag: Tag, pieces: Sequence[Piece], group: str) -> list[Piece]:
    labels = _labels(pieces)
    if len(labels) == 1:
        found.problems.append(problem("OOXML-043", tag.source.place, f"“{tag.source.name}”"))
        return list(pieces)
    trailing = bool(option_key(labels[0])) and not option_key(labels[-1])
    labels = labels[:-1] if trailing else labels[1:]
    options = tuple(map(option_key, labels))
    twice = sorted({option for option in options if options.count(option) > 1})
    if twice:
        found.problems.append(problem("OOXML-044", tag.source.place, "、".join(twice)))
    other = -1 if trailing else next((at for at, label in enumerate(labels) if is_other(label)), -1)
    behind, blank = _boxed(pieces, other, found.settings.tick)
    writer = TicksWriter(
        tag.source,
        tuple(Option(option, ()) for option in options),
        option_aliases(labels),
        other if blank else -1,
        (0, 0, 0) if blank else None,
    )
    found.slot(
        Slot(tag.source.name, "tick", tag.source.place, options), plain_name(group) if tag.lane else ""
    )
    return [Group(writer, tag.lane), *behind]


def _labels(pieces: Sequence[Piece]) -> list[str]:
    """The texts before, between and behind the boxes."""
    return _BOX.sub("\0", "".join(piece for piece in pieces if isinstance(piece, str))).split("\0")


def _boxed(pieces: Sequence[Piece], other: int, tick: str) -> tuple[list[Piece], bool]:
    """The pieces with their boxes, and the blank of the option “其他” if there is one."""
    out: list[Piece] = []
    number, blank = -1, False
    for piece in pieces:
        if not isinstance(piece, str):
            out.append(piece)
            continue
        for part in filter(None, _BOX.split(piece)):
            if _BOX.fullmatch(part):
                number += 1
                out.append(Box(number, part, tick))
                continue
            rule = RULE.search(part) if number == other >= 0 and not blank else None
            if rule is None:
                out.append(part)
                continue
            blank = True
            out += [part[: rule.start()], Blank(rule.group()), part[rule.end() :]]
    return [piece for piece in out if piece != ""], blank
