"""A compiled template: literal pieces with holes, and the writers that fill them.

While a part is an XML tree, a hole is a mark in its text or attributes. Serialised and cut at the marks, the part
becomes a list of pieces; a fill copies the list and each writer puts its text into its holes. A block is a stretch
of a part that is written any number of times (a row that grows, a continuation); it has pieces and writers of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Protocol

from docgen.nouns import dataclass
from docgen.ooxml.values import Values

OPEN, CLOSE = "\uf8f0", "\uf8f1"  # private characters that a template may not contain
MARK = re.compile(rf"{OPEN}([hbec])(\d+){CLOSE}")

Page = list[str]
Write = Callable[[Page, Values], None]
Locate = Callable[[int], int]


@dataclass(slots=True)
class Block:
    """Pieces, the place of each hole among them, and their writers once they are bound."""

    pieces: list[str] = field(default_factory=list)
    literals: set[int] = field(default_factory=set)  # the pieces that nothing is written to
    writes: list[Write] = field(default_factory=list)
    placed: list[tuple[int, Write]] = field(default_factory=list)

    def place(self, at: int, write: Write) -> None:
        """Take a writer for the hole at this index."""
        self.placed.append((at, write))

    def settle(self) -> None:
        """Put the writers into the order of their holes."""
        self.writes = [write for _, write in sorted(self.placed, key=lambda each: each[0])]

    def render(self, values: Values) -> str:
        """The block's text for some values."""
        page = self.pieces.copy()
        for write in self.writes:
            write(page, values)
        return "".join(page)


class Marks:
    """Gives out holes and blocks, and keeps what stands in a hole that nothing is written to."""

    def __init__(self) -> None:
        self.defaults: list[str] = []
        self.blocks = 0

    def hole(self, default: str = "") -> tuple[int, str]:
        """A new hole's number and the mark that stands for it; ``default`` is XML, already escaped."""
        self.defaults.append(default)
        number = len(self.defaults) - 1
        return number, f"{OPEN}h{number}{CLOSE}"

    def block(self) -> tuple[int, str, str]:
        """A new block's number and the marks of its two ends."""
        self.blocks += 1
        return self.blocks - 1, f"{OPEN}b{self.blocks - 1}{CLOSE}", f"{OPEN}e{self.blocks - 1}{CLOSE}"

    @staticmethod
    def control(number: int) -> str:
        """Give the mark of a control tag."""
        return f"{OPEN}c{number}{CLOSE}"


class Meets(Protocol):
    """Who builds conditions and loops while a part is cut."""

    def meet(self, number: int, block: Block) -> Block:
        """Take a control mark in a block; gives the block in which the text goes on."""
        ...

    def finish(self) -> None:
        """Take the end of a part."""
        ...


@dataclass(slots=True)
class Layout:
    """Where everything came to stand: the blocks by number, and for each hole its block and index."""

    body: Block
    parts: dict[str, tuple[int, int]]
    blocks: dict[int, Block]
    holes: dict[int, tuple[Block, int]]

    def at(self, hole: int) -> int:
        """The index of a hole among its block's pieces."""
        return self.holes[hole][1]

    def settle(self) -> None:
        """Put all writers into order, once every one has its hole."""
        for block in {id(block): block for block, _ in self.holes.values()}.values():
            block.settle()
        self.body.settle()

    def block_of(self, hole: int) -> Block:
        """The block in which a hole stands."""
        return self.holes[hole][0]


def lay_out(parts: Sequence[tuple[str, str]], marks: Marks, controls: Meets | None = None) -> Layout:
    """Cut the marked text of all parts into pieces; each part becomes a slice of the body's pieces."""
    layout = Layout(Block(), {}, {}, {})
    for name, text in parts:
        start = len(layout.body.pieces)
        _cut(text, marks, layout, controls)
        if controls is not None:
            controls.finish()
        layout.parts[name] = (start, len(layout.body.pieces))
    return layout


def _cut(text: str, marks: Marks, layout: Layout, controls: Meets | None) -> None:
    stack = [layout.body]
    position = 0
    for found in MARK.finditer(text):
        _literal(stack[-1], text[position : found.start()])
        position = found.end()
        kind, number = found.group(1), int(found.group(2))
        if kind == "b":
            stack.append(layout.blocks.setdefault(number, Block()))
        elif kind == "e":
            stack.pop()
        elif kind == "c":
            stack[-1] = stack[-1] if controls is None else controls.meet(number, stack[-1])
        else:
            block = stack[-1]
            layout.holes[number] = (block, len(block.pieces))
            block.pieces.append(marks.defaults[number])
    _literal(stack[-1], text[position:])


def _literal(block: Block, text: str) -> None:
    if text:
        block.literals.add(len(block.pieces))
        block.pieces.append(text)
