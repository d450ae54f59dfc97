"""Control tags while a part is cut at their marks: what lies between the marks of one statement becomes a block.

A tag is a mark where it acts (see ``statements``); what it does when it runs stands in ``branches`` and ``spans``.
"""

import difflib
import re
from dataclasses import field

import jinja2
from jinja2 import nodes

from docgen.nouns import dataclass
from docgen.ooxml.branches import (
    CALLER,
    FILTERED,
    Branch,
    Call,
    FilterBlock,
    For,
    If,
    Macro,
    Set,
    SetBlock,
    SetPart,
    With,
)
from docgen.ooxml.errors import Place, Problem, problem
from docgen.ooxml.expressions import Evaluate, Expressions
from docgen.ooxml.fragments import Spot
from docgen.ooxml.program import Block
from docgen.ooxml.slots import Undefined
from docgen.ooxml.spans import LEAVES, CellColour, CellNumber, MergeAcross, MergeDown, Node
from docgen.ooxml.statements import CELL_WORDS, Statement
from docgen.ooxml.writers import Source

_FOR = re.compile(
    r"for\s+\(?\s*(\w+(?:\s*,\s*\w+)*)\s*\)?\s+in\s+(.+?)(?:\s+if\s+(.+?))?(\s+recursive)?", re.DOTALL
)
_IF = re.compile(r"(if|elif)\s+(.+)", re.DOTALL)
_OPENS = ("if", "for", "set", "with", "macro", "call", "filter", "autoescape")
_CLOSES = {f"end{word}": word for word in _OPENS}
_WORDS = (*_OPENS, "elif", "else", *_CLOSES, *sorted(CELL_WORDS))
_ELEMENT = re.compile(r"<(/?)([\w:]+)[^<>]*?(/?)>")


@dataclass(slots=True)
class Frame:
    """A statement that is still open while a part is cut."""

    statement: Statement
    node: If | For | SetBlock | With | FilterBlock | Call | Macro
    parent: Block

    @property
    def keyword(self) -> str:
        """The word that opened it."""
        return self.statement.keyword


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
    named: set[str] = field(default_factory=lambda: {"loop", "caller", CALLER, FILTERED})

    def meet(self, number: int, block: Block) -> Block:
        """Take a control mark in a block; gives the block in which the text goes on."""
        statement = self.statements[number]
        keyword = statement.keyword
        if keyword in (*_OPENS, *CELL_WORDS):
            return self._open(statement, block)
        if keyword in ("else", "elif") and self.frames and isinstance(self.frames[-1].node, If | For):
            return self._branch(statement)
        if keyword in _CLOSES and self.frames and self.frames[-1].keyword == _CLOSES[keyword]:
            return self.frames.pop().parent
        code = "OOXML-052" if keyword in (*_CLOSES, "else", "elif") else "OOXML-049"
        near = difflib.get_close_matches(keyword, _WORDS, 1) if code == "OOXML-049" else ()
        hint = f"{{% {keyword} %}}" + (f"; did you mean “{near[0]}”?" if near else "")
        self.problems.append(problem(code, statement.place, hint))
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
        node, keyword = self._understood(statement), statement.keyword
        if node is None:
            if keyword not in _OPENS or (keyword == "set" and "=" in statement.source):
                return block
            node = With((), Block())  # its end is then no second problem
        block.pieces.append("")
        at = len(block.pieces) - 1
        block.place(at, node)
        if not isinstance(node, Set | SetPart):
            node.at = at
        if isinstance(node, LEAVES):
            return block
        inner = _inside(node)
        self.frames.append(Frame(statement, node, block))
        self._enter(inner, block, node if isinstance(node, For) else None, statement.place)
        return inner

    def _enter(self, inner: Block, parent: Block, loop: For | None, place: Place) -> None:
        self.parents[id(inner)] = (parent, loop)
        self.checked.append((inner, place))
        self.blocks.append(inner)

    def _understood(self, statement: Statement) -> Node | None:
        """The node of a statement; None when it cannot be understood, which is then listed."""
        try:
            node = self._node(statement)
        except jinja2.TemplateError as error:
            self.problems.append(self.expressions.problem(error, statement.place))
            return None
        if node is None:
            self.problems.append(problem("OOXML-041", statement.place, f"{{% {statement.keyword} … %}}"))
        return node

    def _node(self, statement: Statement) -> Node | None:
        keyword, place = statement.keyword, statement.place
        whole = f"{keyword} {statement.source}"
        if keyword in CELL_WORDS:
            return self._cell(statement)
        if statement.test is not None:
            return If(0, [Branch(Source(statement.source, statement.test, place, "blank"), Block())])
        if found := _FOR.fullmatch(whole):
            return self._for(found, statement)
        if found := _IF.fullmatch(whole):
            return If(0, [Branch(self._source(found.group(2), place), Block())])
        if keyword == "set" and statement.source.isidentifier():
            self.named.add(statement.source)
            return SetBlock(
                statement.source, statement.level, self._constant(statement.source, place), Block()
            )
        if keyword == "autoescape":  # every value is escaped, whatever a template says
            return With((), Block())
        if keyword in _OPENS:
            end = "" if keyword == "set" else f"{{% end{keyword} %}}"
            return self._parsed(statement, self.expressions.statement(f"{{% {whole} %}}{end}"))
        return None

    def _parsed(self, statement: Statement, node: nodes.Node) -> Node | None:
        """The node of a statement that jinja2 reads whole."""
        place = statement.place
        if isinstance(node, nodes.Assign):
            return self._assigned(node, place)
        if isinstance(node, nodes.With):
            named = [each.name for each in node.targets if isinstance(each, nodes.Name)]
            self.named.update(named)
            given = zip(named, node.values, strict=True)
            return With(tuple((name, self._of(value, name, place)) for name, value in given), Block())
        if isinstance(node, nodes.Macro):
            self.named.add(node.name)
            return self._macro(node.name, node, statement)
        if isinstance(node, nodes.CallBlock):
            node.call.kwargs.append(nodes.Keyword("caller", nodes.Name(CALLER, "load")))
            name = getattr(node.call.node, "name", "call")
            spot = Spot(name, place, statement.level)
            return Call(self._macro("caller", node, statement), self._of(node.call, name, place), spot)
        if isinstance(node, nodes.FilterBlock):
            innermost = node.filter
            while isinstance(innermost.node, nodes.Filter):
                innermost = innermost.node
            innermost.node = nodes.Name(FILTERED, "load")
            return FilterBlock(self._of(node.filter, innermost.name, place), Block())
        return None

    def _assigned(self, node: nodes.Assign, place: Place) -> Set | SetPart | None:
        if isinstance(node.target, nodes.NSRef):
            target = node.target
            return SetPart(target.name, target.attr, self._of(node.node, target.name, place))
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        names = tuple(each.name for each in targets if isinstance(each, nodes.Name))
        self.named.update(names)
        return Set(names, self._of(node.node, names[0], place)) if len(names) == len(targets) else None

    def _macro(self, name: str, node: nodes.Macro | nodes.CallBlock, statement: Statement) -> Macro:
        """A macro, or the body of a call, which is one without a name."""
        names = tuple(each.name for each in node.args)
        self.named.update(names)
        bare, place = len(names) - len(node.defaults), statement.place
        given = zip(names[bare:], node.defaults, strict=True)
        defaults = [None] * bare + [self._of(value, each, place) for each, value in given]
        parameters = tuple(zip(names, defaults, strict=True))
        return Macro(name, parameters, statement.level, self._constant(name, place), Block())

    def _cell(self, statement: Statement) -> Node | None:
        place = statement.place
        if statement.keyword == "colspan":
            return CellNumber(self._source(statement.source, place))
        if statement.keyword == "cellbg":
            return CellColour(self._source(statement.source, place))
        if not any(isinstance(frame.node, For) for frame in self.frames):
            self.problems.append(problem("OOXML-054", place, f"{{% {statement.keyword} %}}"))
        if statement.keyword == "hm" and not statement.source:
            key = statement.key
            spanned = Source("hm", lambda values: values[key], place, "blank")
            return CellNumber(spanned if key else self._source("loop.length", place), statement.factor)
        by = re.fullmatch(r"(?:by\b\s*=?\s*(.+))?", statement.source, re.DOTALL)
        if by is None:
            return None
        group = self._source(by.group(1), place) if by.group(1) else None
        if statement.keyword == "hm" and group is not None:
            return MergeAcross(statement.key, group)
        return MergeDown(statement.key, group, self._constant("vm", place))

    def _for(self, found: re.Match[str], statement: Statement) -> For:
        place = statement.place
        names = tuple(name.strip() for name in found.group(1).split(","))
        self.named.update(names)
        pairs = found.group(2).endswith(".items()")
        items = self._source(found.group(2).removesuffix(".items()"), place)
        condition = self._source(found.group(3), place) if found.group(3) else None
        recursive = found.group(4) is not None
        return For(0, names, items, pairs, condition, Block(), None, recursive, statement.level)

    def _branch(self, statement: Statement) -> Block:
        frame = self.frames[-1]
        block = Block()
        if isinstance(frame.node, For):
            frame.node.otherwise = block
        elif isinstance(frame.node, If):
            condition = (
                self._source(statement.source, statement.place) if statement.keyword == "elif" else None
            )
            frame.node.branches.append(Branch(condition, block))
        self._enter(block, frame.parent, None, statement.place)
        return block

    def _source(self, expression: str, place: Place) -> Source:
        evaluate = self.expressions.checked(expression, place, self.problems)
        return Source(expression, evaluate, place, self.undefined)

    def _of(self, node: nodes.Node, name: str, place: Place) -> Source:
        return Source(name, self.expressions.of_node(node), place, self.undefined)

    def _constant(self, name: str, place: Place) -> Source:
        """A source that only says where something stands."""
        evaluate: Evaluate = lambda _: None  # noqa: E731 - it has a type
        return Source(name, evaluate, place, "blank")

    def loops_of(self, block: Block) -> list[For]:
        """The loops in which a block stands, the innermost first."""
        loops = []
        while id(block) in self.parents:
            parent, loop = self.parents[id(block)]
            loops += [loop] if loop is not None else []
            block = parent
        return loops


def _inside(node: If | For | SetBlock | With | FilterBlock | Call | Macro) -> Block:
    """The block that a statement's tag opens."""
    if isinstance(node, If):
        return node.branches[0].block
    return node.body.body if isinstance(node, Call) else node.body


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
