"""What grows with a book: page tree, outline, page labels; each is written as far as it is known, and let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docgen.pdf.book.objects import Objects
from docgen.pdf.stamp import text_string

_NODE = 64  # children of a node of the page tree and of the tree of labels


def references(numbers: Sequence[int]) -> bytes:
    """Write references to objects."""
    return b" ".join(b"%d 0 R" % number for number in numbers)


class PageTree:
    """The tree of pages: nodes of a fixed size below one root."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self.root = objects.number()
        self.count = 0
        self._nodes: list[int] = []
        self._kids: list[int] = []

    def next(self) -> tuple[int, int]:
        """Give the numbers of the next page and of its parent."""
        if not self._kids:
            self._nodes.append(self._objects.number())
        number, parent = self._objects.number(), self._nodes[-1]
        self._kids.append(number)
        self.count += 1
        if len(self._kids) == _NODE:
            self._close()
        return number, parent

    def _close(self) -> None:
        content = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (
            self.root,
            len(self._kids),
            references(self._kids),
        )
        self._objects.put(self._nodes[-1], content)
        self._kids = []

    def finish(self) -> None:
        """Write what is open, and the root."""
        if self._kids:
            self._close()
        content = b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.count, references(self._nodes))
        self._objects.put(self.root, content)


@dataclass(slots=True)
class _Item:
    """An item of the outline that may still get children or a next one."""

    number: int
    title: str = ""
    page: int = 0
    before: int = 0
    first: int = 0
    last: int = 0
    count: int = 0


@dataclass(slots=True)
class Outline:
    """The outline: only the items on the way to the last entry are kept."""

    objects: Objects
    _open: list[_Item] = field(default_factory=list)

    def enter(self, at: Sequence[str], page: int) -> None:
        """Note where an entry begins; the titles that it shares with the one before are not repeated."""
        if not at:
            return
        if not self._open:
            self._open.append(_Item(self.objects.number()))
        same = 0
        for item, title in zip(self._open[1:], at, strict=False):
            if item.title != title:
                break
            same += 1
        if same == len(at):
            return
        before = self._close(same + 1, going_on=True)
        for title in at[same:]:
            self._begin(title, page, before)
            before = 0

    def _begin(self, title: str, page: int, before: int) -> None:
        """Begin an item below the last open one; `before` is the number that its elder kept for it."""
        parent = self._open[-1]
        number = before or self.objects.number()
        item = _Item(number, title, page, parent.last)
        parent.first = parent.first or number
        parent.last = number
        parent.count += 1
        self._open.append(item)

    def _close(self, depth: int, *, going_on: bool) -> int:
        """Write the items from some depth on; gives the number kept for what follows the uppermost of them."""
        following = 0
        while len(self._open) > depth:
            item = self._open.pop()
            following = self.objects.number() if going_on and len(self._open) == depth else 0
            self.objects.put(item.number, self._written(item, self._open[-1].number, following))
        return following

    def _written(self, item: _Item, parent: int, following: int) -> bytes:
        links = b"".join(
            b"/%b %d 0 R" % (key, number)
            for key, number in (
                (b"Prev", item.before),
                (b"Next", following),
                (b"First", item.first),
                (b"Last", item.last),
            )
            if number
        )
        links += b"/Count %d" % -item.count if item.count else b""
        return b"<</Title %b/Parent %d 0 R/Dest[%d 0 R/Fit]%b>>" % (
            text_string(item.title),
            parent,
            item.page,
            links,
        )

    def finish(self) -> int:
        """Write what is open; gives the number of the outline, nought where there is none."""
        if not self._open:
            return 0
        self._close(1, going_on=False)
        root = self._open.pop()
        content = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (
            root.first,
            root.last,
            root.count,
        )
        self.objects.put(root.number, content)
        return root.number


@dataclass(slots=True)
class PageLabels:
    """What a viewer calls the pages: a label of an entry's own with its pages counted, else the page of the book."""

    objects: Objects
    _leaves: list[int] = field(default_factory=list)
    _ranges: list[tuple[int, bytes]] = field(default_factory=list)
    _plain: bool = False
    _labelled: bool = False

    def enter(self, first: int, label: str, start: int = 0) -> None:
        """Note the label of the pages from `first` on, which counts from nought; they are counted from `start`."""
        plain = not label and not start
        if plain and self._plain:
            return
        self._plain = plain
        self._labelled |= not plain
        style = b"/P%b" % text_string(f"{label}-") if label else b""
        if start > 1 or plain:
            style += b"/St %d" % (start or first + 1)
        self._ranges.append((first, b"<</S/D%b>>" % style))
        if len(self._ranges) == _NODE:
            self._close()

    def _close(self) -> None:
        first, last = self._ranges[0][0], self._ranges[-1][0]
        listed = b"".join(b"%d %b" % each for each in self._ranges)
        self._leaves.append(self.objects.add(b"<</Limits[%d %d]/Nums[%b]>>" % (first, last, listed)))
        self._ranges = []

    def finish(self) -> int:
        """Write what is open; gives the number of the tree, nought where every page is called by its number."""
        if not self._labelled:
            return 0
        if self._ranges:
            self._close()
        return self.objects.add(b"<</Kids[%b]>>" % references(self._leaves))
