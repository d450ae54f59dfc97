"""Word tables and paragraphs as grids and texts: rows and cells as the file has them, never as a library guesses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from docgen.ooxml.blanks.grid import CONTROL, Cell, Control, Grid
from docgen.ooxml.blanks.values import At, TableId
from docgen.ooxml.package import Element, W
from docgen.ooxml.runs import TBL, TC, TR, VAL, W14, P, T

_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"})
_BOX_SYMBOLS = frozenset({"A8", "6F", "71", "72", "A3", "2A", "30"})
_DRAWN = frozenset({"drawing", "pict", "object", "AlternateContent"})
_TEXTBOX = W + "txbxContent"
_FIELD = re.compile(r"^\s*(MERGEFIELD)\s+\"?([^\"\\]+?)\"?\s*(\\|$)")
_GREY = re.compile(r"^(?:([0-9A-F]{2})\1\1)$")


@dataclass(slots=True)
class Story:
    """A paragraph or cell being read: its text so far, its controls, and how its runs look."""

    text: list[str] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    plain: bool = False
    faint: bool = False
    picture: bool = False
    field: list[str] | None = None
    result: bool = False
    merge: bool = False


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def children(node: Element, tag: str) -> Iterator[Element]:
    """The direct children of a kind, also those inside content controls and tracked insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif _local(child) in _THROUGH:
            yield from children(child, tag)


def read_tables(body: Element) -> Iterator[Grid]:
    """The tables of the body, and those nested in their cells."""
    for number, table in enumerate(children(body, TBL)):
        yield from _table(table, number)


def _table(table: Element, place: TableId) -> Iterator[Grid]:
    rows = list(children(table, TR))
    edges = _edges(table, rows)
    known = table.find(f"{W}tblGrid/{W}gridCol") is not None
    boxes: list[list[_Box]] = [_boxes(row, edges) for row in rows]
    if not known:
        boxes = [_by_width(row) for row in boxes]
    lined = _has_lines(table)
    cells = [
        _cell(box, number, boxes, place, lined)
        for number, row in enumerate(boxes)
        for box in row
        if not box.continues
    ]
    if all(cell.open for cell in cells):  # a table without any line says nothing by lacking one
        cells = [replace(cell, open=False) for cell in cells]
    heights = tuple(_height(row) for row in rows)
    yield Grid(place, "", tuple(cells), tuple(range(len(rows))), heights)
    for number, row in enumerate(boxes):
        for box in row:
            for inner, nested in enumerate(children(box.element, TBL)):
                yield from _table(nested, f"{place}/{number}/{box.col}/{inner}")


@dataclass(frozen=True, slots=True)
class _Box:
    element: Element
    tc: int
    col: int
    span: int
    left: float
    right: float
    starts: bool
    continues: bool


def _number(node: Element | None, name: str = VAL, default: int = 0) -> int:
    text = "" if node is None else node.get(name, "")
    try:
        return int(float(text))
    except ValueError:
        return default


def _edges(table: Element, rows: list[Element]) -> list[float]:
    """The physical left edges of the grid's columns; equal steps when the file gives no widths."""
    grid = table.find(W + "tblGrid")
    widths = [_number(one, W + "w") for one in grid.iter(W + "gridCol")] if grid is not None else []
    most = max((sum(_span(tc) for tc in children(row, TC)) + _skipped(row) for row in rows), default=0)
    usual = [width for width in widths if width > 0]
    step = sum(usual) / len(usual) if usual else 1000.0
    steps = [float(width) if width > 0 else step for width in widths] + [step] * max(0, most - len(widths))
    edges = [0.0]
    for width in steps:
        edges.append(edges[-1] + width)
    return edges


def _span(tc: Element) -> int:
    return max(1, min(_number(tc.find(f"{W}tcPr/{W}gridSpan"), default=1), 500))


def _skipped(row: Element) -> int:
    return max(0, min(_number(row.find(f"{W}trPr/{W}gridBefore")), 500))


def _boxes(row: Element, edges: list[float]) -> list[_Box]:
    out: list[_Box] = []
    col = _skipped(row)
    for tc, element in enumerate(children(row, TC)):
        span = _span(element)
        if out and _joins_left(element):
            col += span
            right = edges[min(col, len(edges) - 1)]
            out[-1] = replace(out[-1], span=out[-1].span + span, right=max(right, out[-1].right))
            continue
        merge = element.find(f"{W}tcPr/{W}vMerge")
        starts = merge is not None and merge.get(VAL) == "restart"
        end = min(col + span, len(edges) - 1)
        left = edges[min(col, len(edges) - 1)]
        out.append(
            _Box(
                element,
                tc,
                col,
                span,
                left,
                max(edges[end], left + 1),
                starts,
                merge is not None and not starts,
            )
        )
        col += span
    return out


def _by_width(row: list[_Box]) -> list[_Box]:
    """The row's cells laid out by their own widths, for tables that state no grid."""
    widths = [_number(box.element.find(f"{W}tcPr/{W}tcW"), W + "w") for box in row]
    if not row or min(widths) <= 0:
        return row
    out, left = [], row[0].left
    for box, width in zip(row, widths, strict=True):
        out.append(replace(box, left=left, right=left + width))
        left += width
    return out


def _joins_left(tc: Element) -> bool:
    """Whether old programs merged this cell into the one before it (``w:hMerge``)."""
    merge = tc.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(VAL) != "restart"


def _cell(box: _Box, row: int, boxes: list[list[_Box]], place: TableId, lined: bool) -> Cell:
    story = _story(box.element)
    return Cell(
        At(place, row, box.col, box.tc),
        row,
        box.left,
        box.right,
        _depth(box, row, boxes) if box.starts else 1,
        "".join(story.text).strip("\n"),
        tuple(story.controls),
        story.faint and not story.plain,
        "".join(story.text).count("\n") + 1,
        story.picture,
        next(children(box.element, TBL), None) is not None,
        not lined and not _own_lines(box.element),
    )


def _depth(box: _Box, row: int, boxes: list[list[_Box]]) -> int:
    depth = 1
    for lower in boxes[row + 1 :]:
        if not any(one.continues and one.col == box.col for one in lower):
            break
        depth += 1
    return depth


def _height(row: Element) -> float:
    return float(_number(row.find(f"{W}trPr/{W}trHeight")))


def _has_lines(table: Element) -> bool:
    """Whether the table draws lines: its own borders, or a style's (whose borders nobody looks up)."""
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    if borders is None:
        return True
    return any(side.get(VAL) not in (None, "nil", "none") for side in borders)


def _own_lines(tc: Element) -> bool:
    borders = tc.find(f"{W}tcPr/{W}tcBorders")
    return borders is not None and any(side.get(VAL) not in (None, "nil", "none") for side in borders)


def _story(cell: Element) -> Story:
    story = Story()
    for paragraph in children(cell, P):
        if story.text:
            story.text.append("\n")
        _read(paragraph, story)
    return story


def paragraph_text(paragraph: Element) -> Story:
    """One paragraph's text and controls."""
    story = Story()
    _read(paragraph, story)
    return story


def read_paragraphs(body: Element) -> Iterator[Story]:
    """The paragraphs outside tables, those in floating boxes after the paragraph that anchors them."""
    for node in body:
        if node.tag == P:
            yield paragraph_text(node)
        elif _local(node) in _THROUGH:
            yield from read_paragraphs(node)
            continue
        elif node.tag != TBL:
            continue
        for box in _textboxes(node):
            for paragraph in box.iter(P):
                yield paragraph_text(paragraph)


def _textboxes(node: Element) -> Iterator[Element]:
    """The floating boxes; of a box that is written twice (for old programs) the first writing."""
    for box in node.iter(_TEXTBOX):
        ancestors = {_local(up) for up in box.iterancestors()}
        if "Fallback" not in ancestors:
            yield box


def _read(node: Element, story: Story) -> None:
    for child in node:
        kind = _local(child)
        if kind == "r":
            _run(child, story)
        elif kind == "sdt":
            _control(child, story)
        elif kind == "fldSimple":
            _simple_field(child, story)
        elif kind in ("hyperlink", "ins", "smartTag", "customXml", "sdtContent", "moveTo"):
            _read(child, story)


def _control(sdt: Element, story: Story) -> None:
    properties = sdt.find(W + "sdtPr")
    content = sdt.find(W + "sdtContent")
    if properties is None or content is None:
        return
    if properties.find(W14 + "checkbox") is not None:
        story.text.append("□")
        return
    title = properties.find(W + "alias")
    name = "" if title is None else str(title.get(VAL, ""))
    options = tuple(
        str(item.get(W + "displayText") or item.get(W + "value") or "")
        for item in properties.iter(W + "listItem")
    )
    empty = properties.find(W + "showingPlcHdr") is not None or not "".join(content.itertext()).strip()
    if not empty:
        _read(content, story)
        return
    kind = "list" if options else "date" if properties.find(W + "date") is not None else "text"
    story.controls.append(Control(kind, name, tuple(one for one in options if one and "选择" not in one)))
    story.text.append(CONTROL)


def _simple_field(node: Element, story: Story) -> None:
    found = _FIELD.match(str(node.get(W + "instr", "")))
    if found is None:
        _read(node, story)
        return
    story.controls.append(Control("field", found.group(2)))
    story.text.append(CONTROL)


def _run(run: Element, story: Story) -> None:
    look = run.find(W + "rPr")
    hidden = look is not None and look.find(W + "vanish") is not None
    for child in run:
        kind = _local(child)
        if kind == "fldChar":
            _field_mark(child, story)
        elif kind == "instrText" and story.field is not None and not story.result:
            story.field.append(child.text or "")
        elif hidden or (story.result and story.merge):
            continue
        elif child.tag == T:
            _words(child.text or "", look, story)
        elif kind in ("tab", "ptab"):
            _words("    ", look, story)
        elif kind in ("br", "cr"):
            story.text.append("\n")
        elif kind == "sym":
            symbol = str(child.get(W + "char", "")).upper()
            story.text.append("□" if symbol.removeprefix("F0") in _BOX_SYMBOLS else "√")
        elif kind in _DRAWN and child.find(f".//{_TEXTBOX}") is None:
            story.picture = True


def _words(text: str, look: Element | None, story: Story) -> None:
    underline = None if look is None else look.find(W + "u")
    if underline is not None and underline.get(VAL, "single") != "none" and text.strip(" \u3000\u00a0") == "":
        story.text.append("_" * max(1, len(text)))
        return
    if underline is not None and underline.get(VAL, "single") != "none":
        text = re.sub(r"[ \u3000\u00a0]{2,}", lambda found: "_" * len(found.group()), text)
    story.text.append(text)
    if text.strip():
        if _is_faint(look):
            story.faint = True
        else:
            story.plain = True


def _is_faint(look: Element | None) -> bool:
    if look is None:
        return False
    color = look.find(W + "color")
    value = "" if color is None else str(color.get(VAL, "")).upper()
    grey = _GREY.match(value)
    return grey is not None and 0x50 <= int(grey.group(1), 16) < 0xFF


def _field_mark(mark: Element, story: Story) -> None:
    if mark.find(f"{W}ffData/{W}checkBox") is not None:
        story.text.append("□")
    kind = mark.get(W + "fldCharType")
    if kind == "begin":
        story.field, story.result, story.merge = [], False, False
    elif kind == "separate" and story.field is not None:
        _merge_field(story)
        story.result = True
    elif kind == "end":
        if story.field is not None and not story.result:
            _merge_field(story)
        story.field, story.result, story.merge = None, False, False


def _merge_field(story: Story) -> None:
    found = _FIELD.match("".join(story.field or ()))
    if found is not None:
        story.merge = True
        story.controls.append(Control("field", found.group(2)))
        story.text.append(CONTROL)
