"""Control tags of free-text papers: ``{% if %}``, ``{% for %}``, ``{% set %}``, inside and across paragraphs.

``{%p … %}`` stands for a paragraph of its own, ``{%tr … %}`` for a table row, ``{%tc … %}`` for a cell and
``{%r … %}`` for a run. A tag becomes a mark where it stands; when the part is cut at its marks, what lies between the
marks of one statement becomes a block.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.ooxml.errors import FillError, Place, Problem, problem
from docgen.ooxml.expressions import Expressions
from docgen.ooxml.package import Element
from docgen.ooxml.program import Block, Page
from docgen.ooxml.runs import TC, TR, P, R, after, before, forget_identities, remove_inline, set_text, text_of
from docgen.ooxml.slots import Undefined
from docgen.ooxml.tags import Match, Places, clean, isolate_matches
from docgen.ooxml.values import Values
from docgen.ooxml.writers import NOTHING, Source

STATEMENT = re.compile(r"\{%(?P<level>p|tr|tc|r)?(?![A-Za-z])-?\s*(?P<source>.*?)\s*-?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
BUDGET = "\0steps"  # no template can name it
STEPS, CHARACTERS = 200_000, 50_000_000
_CONTAINERS = {"p": P, "tr": TR, "tc": TC, "r": R}
_FOR = re.compile(r"for\s+(\w+(?:\s*,\s*\w+)*)\s+in\s+(.+?)(?:\s+if\s+(.+))?", re.DOTALL)
_IF = re.compile(r"(if|elif)\s+(.+)", re.DOTALL)
_SET = re.compile(r"set\s+(\w+)\s*=\s*(.+)", re.DOTALL)
_CLOSES = {"endif": "if", "endfor": "for"}
_PICTURES = ("}drawing", "}pict", "}object")
_ELEMENT = re.compile(r"<(/?)([\w:]+)[^<>]*?(/?)>")


@dataclass(frozen=True, slots=True)
class Statement:
    """One control tag: its keyword, what follows it, and its place."""

    keyword: str
    source: str
    place: Place


@dataclass(slots=True)
class Branch:
    """A condition (or none) and what is written when it holds."""

    condition: Source | None
    block: Block


@dataclass(slots=True)
class If:
    """The branches of a condition; the first whose condition holds is written."""

    at: int
    branches: list[Branch]

    def __call__(self, page: Page, values: Values) -> None:
        """Write the branch that holds."""
        chosen = next((branch for branch in self.branches if _holds(branch.condition, values)), None)
        page[self.at] = "" if chosen is None else chosen.block.render(values)


@dataclass(slots=True)
class For:
    """A loop; ``otherwise`` is written when there is nothing to loop over."""

    at: int
    names: tuple[str, ...]
    items: Source
    pairs: bool
    condition: Source | None
    body: Block
    otherwise: Block | None = None

    def __call__(self, page: Page, values: Values) -> None:
        """Write the body for each item."""
        scopes = [
            scope for scope in self._scopes(values) if self.condition is None or _holds(self.condition, scope)
        ]
        if not scopes and self.otherwise is not None:
            page[self.at] = self.otherwise.render(values)
            return
        out = []
        for number, scope in enumerate(scopes):
            scope["loop"] = _loop(number, len(scopes))
            out.append(self.body.render(scope))
            _spend(values, self.items, characters=len(out[-1]))
        page[self.at] = "".join(out)

    def _scopes(self, values: Values) -> Iterator[dict[str, object]]:
        for item in self._items(values):
            parts = (item,) if len(self.names) == 1 else item
            if not isinstance(parts, list | tuple) or len(parts) != len(self.names):
                raise FillError("OOXML-082", self.items.name, self.items.place, "(items of another shape)")
            yield {**values, **dict(zip(self.names, parts, strict=True))}

    def _items(self, values: Values) -> Sequence[object]:
        found = self.items.value(values)
        if found is NOTHING:
            return ()
        if isinstance(found, Mapping):
            return tuple(found.items()) if self.pairs else tuple(found)
        if isinstance(found, list | tuple):
            return found
        raise FillError("OOXML-082", self.items.name, self.items.place, "(a list is needed)")


@dataclass(frozen=True, slots=True)
class Set:
    """A name given to a value, for what follows in the same block."""

    name: str
    source: Source

    def __call__(self, page: Page, values: Values) -> None:  # noqa: ARG002 - every writer has this signature
        """Name the value."""
        if isinstance(values, dict):
            values[self.name] = self.source.given(values)


def budget() -> list[int]:
    """The steps and characters that the loops of one fill may take."""
    return [STEPS, CHARACTERS]


def _spend(values: Values, source: Source, characters: int) -> None:
    left = values.get(BUDGET)
    if isinstance(left, list):
        left[0] -= 1
        left[1] -= characters
        if min(left) < 0:
            raise FillError("OOXML-092", source.name, source.place)


def _loop(number: int, length: int) -> Mapping[str, object]:
    return {
        "index": number + 1,
        "index0": number,
        "revindex": length - number,
        "revindex0": length - number - 1,
        "first": number == 0,
        "last": number == length - 1,
        "length": length,
    }


def _holds(condition: Source | None, values: Values) -> bool:
    if condition is None:
        return True
    return bool(condition.given(values))


def statements(root: Element, places: Places, known: list[Statement], mark: Callable[[int], str]) -> None:
    """Replace every control tag of a part by its mark and remove comments."""
    count = len(known)
    for paragraph in list(root.iter(P)):
        text = text_of(paragraph)
        if "{#" in text:
            for found in isolate_matches(paragraph, COMMENT):
                remove_inline(found.text)
        if "{%" in text:
            _paragraph(paragraph, places, known, mark)
    if len(known) > count:
        forget_identities(root)


def _paragraph(
    paragraph: Element, places: Places, known: list[Statement], mark: Callable[[int], str]
) -> None:
    place = places.of(paragraph)
    for found in isolate_matches(paragraph, STATEMENT):
        keyword, _, source = clean(found.found.group("source")).partition(" ")
        known.append(Statement(keyword, source.strip(), place))
        _put(found, found.found.group("level"), keyword, mark(len(known) - 1))


def _put(found: Match, level: str | None, keyword: str, mark: str) -> None:
    """Put a mark where its tag stood: in the text, or around the paragraph, row, cell or run that the tag names."""
    container = None if level is None else next(found.text.iterancestors(_CONTAINERS[level]), None)
    if container is None:
        set_text(found.text, mark)
    elif level == "r":
        before(container, mark)
        remove_inline(found.text)
    elif not _is_empty(container):
        remove_inline(found.text)
        after(container, mark) if keyword.startswith("end") else before(container, mark)
    else:
        remove_inline(found.text)
        before(container, mark)
        if not any(text_of(paragraph) for paragraph in container.iter(P)):
            _remove(container)


def _is_empty(container: Element) -> bool:
    """Whether a container holds nothing to print but control tags."""
    if any(isinstance(node.tag, str) and node.tag.endswith(_PICTURES) for node in container.iter()):
        return False
    return all(not STATEMENT.sub("", text_of(paragraph)).strip() for paragraph in container.iter(P))


def _remove(element: Element) -> None:
    before(element, element.tail or "")
    element.getparent().remove(element)


@dataclass(slots=True)
class Frame:
    """A statement that is still open while a part is cut."""

    statement: Statement
    node: If | For
    parent: Block


@dataclass(slots=True)
class Controls:
    """Builds conditions and loops while parts are cut at their marks."""

    expressions: Expressions
    undefined: Undefined
    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    parents: dict[int, tuple[Block, For | None]] = field(default_factory=dict)
    checked: list[tuple[Block, Place]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def meet(self, number: int, block: Block) -> Block:
        """Take a control mark in a block; gives the block in which the text goes on."""
        statement = self.statements[number]
        if statement.keyword in ("for", "if", "set"):
            return self._open(statement, block)
        if statement.keyword in ("else", "elif") and self.frames:
            return self._branch(statement)
        if (
            statement.keyword in _CLOSES
            and self.frames
            and _kind(self.frames[-1]) == _CLOSES[statement.keyword]
        ):
            return self.frames.pop().parent
        code = "OOXML-052" if statement.keyword in (*_CLOSES, "else", "elif") else "OOXML-049"
        self.problems.append(problem(code, statement.place, f"{{% {statement.keyword} %}}"))
        return block

    def finish(self) -> None:
        """List statements that were never closed, and blocks that cut through the document's structure."""
        self.problems += [
            problem("OOXML-052", frame.statement.place, f"{{% {frame.statement.keyword} %}}")
            for frame in self.frames
        ]
        if not self.frames:
            self.problems += [
                problem("OOXML-053", place)
                for block, place in self.checked
                if not _balanced("".join(block.pieces))
            ]
        self.frames.clear()
        self.checked.clear()

    def _open(self, statement: Statement, block: Block) -> Block:
        node = self._node(statement)
        if node is None:
            return block
        block.pieces.append("")
        at = len(block.pieces) - 1
        block.place(at, node)
        if isinstance(node, Set):
            return block
        node.at = at
        inner = node.body if isinstance(node, For) else node.branches[0].block
        self.frames.append(Frame(statement, node, block))
        self._enter(inner, block, node if isinstance(node, For) else None, statement.place)
        return inner

    def _enter(self, inner: Block, parent: Block, loop: For | None, place: Place) -> None:
        self.parents[id(inner)] = (parent, loop)
        self.checked.append((inner, place))
        self.blocks.append(inner)

    def _node(self, statement: Statement) -> If | For | Set | None:
        whole = f"{statement.keyword} {statement.source}"
        if found := _FOR.fullmatch(whole):
            return self._for(found, statement.place)
        if found := _IF.fullmatch(whole):
            return If(0, [Branch(self._source(found.group(2), statement.place), Block())])
        if found := _SET.fullmatch(whole):
            return Set(found.group(1), self._source(found.group(2), statement.place))
        self.problems.append(problem("OOXML-041", statement.place, f"{{% {statement.keyword} … %}}"))
        return None

    def _for(self, found: re.Match[str], place: Place) -> For:
        names = tuple(name.strip() for name in found.group(1).split(","))
        pairs = found.group(2).endswith(".items()")
        items = self._source(found.group(2).removesuffix(".items()"), place)
        condition = self._source(found.group(3), place) if found.group(3) else None
        return For(0, names, items, pairs, condition, Block())

    def _branch(self, statement: Statement) -> Block:
        frame = self.frames[-1]
        block = Block()
        if isinstance(frame.node, For):
            frame.node.otherwise = block
        else:
            condition = (
                self._source(statement.source, statement.place) if statement.keyword == "elif" else None
            )
            frame.node.branches.append(Branch(condition, block))
        self._enter(block, frame.parent, None, statement.place)
        return block

    def _source(self, expression: str, place: Place) -> Source:
        evaluate = self.expressions.checked(expression, place, self.problems)
        return Source(expression, evaluate, place, self.undefined)

    def loops_of(self, block: Block) -> list[For]:
        """The loops in which a block stands, the innermost first."""
        loops = []
        while id(block) in self.parents:
            parent, loop = self.parents[id(block)]
            loops += [loop] if loop is not None else []
            block = parent
        return loops


def _kind(frame: Frame) -> str:
    return "for" if isinstance(frame.node, For) else "if"


def _balanced(text: str) -> bool:
    """Whether what a block opens and closes of its surroundings is the same, so that it can be left out or repeated."""
    opened: list[str] = []
    closed: list[str] = []
    for found in _ELEMENT.finditer(text):
        end, name, empty = found.groups()
        if empty:
            continue
        if not end:
            opened.append(name)
        elif opened:
            opened.pop()
        else:
            closed.append(name)
    return closed == opened[::-1]


_NO_ROWS = re.compile(r"<w:tbl>(?:(?!<w:tr[ >/]|<w:tbl>).)*?</w:tbl>", re.DOTALL)


_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+')


def can_empty(blocks: Iterable[Block]) -> bool:
    """Whether a control tag stands first in a cell or table, so that nothing may be left in it."""
    firsts = ("</w:tcPr>", "<w:tc>", "</w:tblGrid>")
    return any(piece.endswith(firsts) for block in blocks for piece in block.pieces)


def mended(text: str, emptied: bool) -> str:
    """A part after its control tags ran: no cell without a paragraph, no table without a row, drawings numbered anew.

    ECMA-376 part 1, 17.4.65, 17.4.37 and 20.4.2.5. Without ``emptied`` cells and tables are known to be whole.
    """
    if "<wp:docPr" in text:
        numbers = itertools.count(1)
        text = _DRAWING_ID.sub(lambda found: f"{found.group(1)}{next(numbers)}", text)
    if not emptied:
        return text
    if "</w:tblGrid></w:tbl>" in text:
        text = _NO_ROWS.sub("", text)
    return text.replace("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>").replace(
        "<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"
    )
