"""What never changes of a filled document, and the paragraphs between that do.

Two fillings of a template, one empty and one full, show which paragraphs take values.  Everything else is fixed text,
so that a household's document is taken apart by comparing bytes; one that differs anywhere else has another shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MARK = "docgen-unit"
_PARAGRAPH = re.compile(rb"<w:p(?:\s[^>]*?)?(/?)>|</w:p>")
_CLOSE = b"</w:p>"

Parts = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Per part: the fixed pieces, between which the paragraphs of `units` stand, counted through all parts."""

    pieces: Mapping[str, tuple[bytes, ...]]
    heads: tuple[bytes, ...]  # of each unit: the start tag of its part's root, for its namespaces
    owners: tuple[str, ...]  # of each unit: its part

    def cut(self, parts: Parts) -> tuple[bytes, ...] | None:
        """Take a filled document apart; None when it differs in more than its units."""
        found: list[bytes] = []
        close = len(_CLOSE)
        if parts.keys() != self.pieces.keys():
            return None
        for name, pieces in self.pieces.items():
            text = parts[name]
            if not text.startswith(pieces[0]):
                return None
            at = len(pieces[0])
            for piece in pieces[1:]:
                end = text.find(_CLOSE, at) + close
                if end < close or not text.startswith(piece, end):
                    return None
                found.append(text[at:end])
                at = end + len(piece)
            if at != len(text):
                return None
        return tuple(found)

    def marked(self, units: tuple[bytes, ...]) -> dict[str, bytes]:
        """Put a document together whose units carry their numbers."""
        number = 0
        parts = {}
        for name, pieces in self.pieces.items():
            text = [pieces[0]]
            for piece in pieces[1:]:
                text += [b'<w:p %s="%d"' % (MARK.encode(), number), units[number][4:], piece]
                number += 1
            parts[name] = b"".join(text)
        return parts

    def alone(self, unit: int, paragraph: bytes) -> bytes:
        """Wrap a unit's paragraph so that it can be parsed."""
        head = self.heads[unit]
        name = head[1:].split(None, 1)[0].rstrip(b">")
        return head + paragraph + b"</" + name + b">"


def skeleton(empty: Parts, full: Parts) -> Skeleton | None:
    """Compare two fillings; None when they differ in more than the text of paragraphs."""
    if empty.keys() != full.keys():
        return None
    pieces, heads, owners = {}, [], []
    for name in empty:
        found = _pieces(empty[name], full[name])
        if found is None:
            return None
        pieces[name] = found
        head = _head(empty[name])
        heads += [head] * (len(found) - 1)
        owners += [name] * (len(found) - 1)
    return Skeleton(pieces, tuple(heads), tuple(owners))


def _head(part: bytes) -> bytes:
    root = re.compile(rb"<[A-Za-z][^>]*>").search(part)
    return root[0] if root else b""


def _pieces(empty: bytes, full: bytes) -> tuple[bytes, ...] | None:
    one, other = list(_tokens(empty)), list(_tokens(full))
    if len(one) != len(other):
        return None
    pieces, fixed = [], []
    for (text, paragraph), (other_text, _) in zip(one, other, strict=True):
        if text == other_text:
            fixed.append(text)
        elif not paragraph or text.count(_CLOSE) > 1 or not other_text.startswith(b"<w:p"):
            return None
        else:
            pieces.append(b"".join(fixed))
            fixed = []
    return (*pieces, b"".join(fixed))


def _tokens(part: bytes) -> Iterator[tuple[bytes, bool]]:
    """Cut a part into its outermost paragraphs and what is between them."""
    depth, start = 0, 0
    for tag in _PARAGRAPH.finditer(part):
        if tag[0] == _CLOSE:
            depth -= 1
            if depth == 0:
                yield part[start : tag.end()], True
                start = tag.end()
        elif not tag[1]:
            if depth == 0:
                yield part[start : tag.start()], False
                start = tag.start()
            depth += 1
    yield part[start:], False
