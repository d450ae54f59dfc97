"""The 续表: a second table with the same heading, at the end of its section, for records beyond the printed rows.

The first 续表 of a section begins a page; the next ones follow on it and are kept together where they fit.
"""

import copy
from collections.abc import Iterator, Sequence

from docgen.ooxml.package import Element, W
from docgen.ooxml.program import MARK, Marks
from docgen.ooxml.records import FIRST, NEXT, RowGroup, row_block
from docgen.ooxml.runs import (
    PPR,
    RPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    P,
    R,
    after,
    before,
    cell_text,
    clone,
    new_run,
    run_of,
    show,
    span,
    text_of,
)
from docgen.ooxml.tags import TAG

_SUFFIX = "（续表）"
_MOST_HEADER_ROWS = 4


def add_continuation(group: RowGroup, row: Element, rows: tuple[Element, Element], marks: Marks) -> None:
    """Build the 续表 at the end of the table's section, as a block that is written only when it is needed."""
    table = row.getparent()
    header = _header_rows(row, group.spec.header)
    group.break_hole, break_mark = marks.hole()
    caption = _caption(table, row, header, group.spec.caption, break_mark)
    fresh = _empty_copy(table)
    for node in header:
        copied = clone(node)
        _repeat_as_heading(copied)
        fresh.append(copied)
    fresh.extend(rows)
    _restart_merges(fresh, header[0] if header else row)
    for node in fresh.findall(TR):
        _keep_together(node)
    anchor = _section_end(table)
    group.section = _number(anchor)
    closing = _closing_paragraph(table)
    for node in (caption, fresh, closing):
        anchor.addprevious(node)
    group.overflow_hole, overflow_mark = marks.hole()
    group.continuation_block, begin, end = marks.block()
    group.rows_hole, rows_mark = marks.hole()
    first_begin, first_end = row_block(group, FIRST, rows[0], marks)
    next_begin, next_end = row_block(group, NEXT, rows[1], marks)
    before(rows[0], rows_mark + first_begin)
    after(rows[0], first_end + next_begin)
    after(rows[1], next_end)
    before(caption, overflow_mark + begin)
    after(closing, end)


def _header_rows(row: Element, wanted: int | None) -> list[Element]:
    """The heading over the records: as many rows as wanted, or those marked, or the one above with its merges."""
    above = [node for node in row.itersiblings(preceding=True) if node.tag == TR]
    if wanted is not None:
        return above[:wanted][::-1]
    marked = [node for node in above if node.find(f"{TRPR}/{W}tblHeader") is not None]
    if marked:
        return marked[::-1]
    header = above[:1]
    while (
        header
        and len(header) < min(len(above), _MOST_HEADER_ROWS)
        and any(_continues(cell) for cell in header[-1].findall(TC))
    ):
        header.append(above[len(header)])
    return header[::-1]


def _continues(cell: Element) -> bool:
    node = cell.find(f"{TCPR}/{W}vMerge")
    return node is not None and node.get(VAL, "continue") == "continue"


def _empty_copy(table: Element) -> Element:
    fresh = table.makeelement(TBL, nsmap=table.nsmap)
    for node in table:
        if node.tag in (W + "tblPr", W + "tblGrid"):
            fresh.append(copy.deepcopy(node))
    floating = fresh.find(f"{W}tblPr/{W}tblpPr")
    if floating is not None:
        floating.getparent().remove(floating)
    return fresh


def _repeat_as_heading(row: Element) -> None:
    properties = row.find(TRPR)
    if properties is None:
        properties = row.makeelement(TRPR)
        row.insert(1 if row.find(W + "tblPrEx") is not None else 0, properties)
    if properties.find(W + "tblHeader") is None:
        properties.append(properties.makeelement(W + "tblHeader"))


def _restart_merges(fresh: Element, original: Element) -> None:
    """A vertical merge that began above the copied rows begins anew in the first of them, with its text."""
    first = fresh.find(TR)
    for column, cell in _columns(first):
        if not _continues(cell):
            continue
        cell.find(f"{TCPR}/{W}vMerge").set(VAL, "restart")
        origin = _merge_origin(original, column)
        if origin is not None:
            for node in [node for node in cell if node.tag != TCPR]:
                cell.remove(node)
            cell.extend(clone(node) for node in origin if node.tag != TCPR)


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    """The row's cells with the grid column where each begins."""
    skipped = row.find(f"{TRPR}/{W}gridBefore")
    column = 0 if skipped is None else int(skipped.get(VAL, "0"))
    for cell in row.findall(TC):
        yield column, cell
        column += span(cell)


def _merge_origin(row: Element, column: int) -> Element | None:
    for above in row.itersiblings(TR, preceding=True):
        cell = next((cell for at, cell in _columns(above) if at == column), None)
        if cell is None:
            return None
        if not _continues(cell):
            return cell
    return None


def _section_end(table: Element) -> Element:
    """The body's child before which a continuation stands: the end of the table's section."""
    top = table
    while top.getparent().tag != W + "body":
        top = top.getparent()
    for node in top.itersiblings():
        if node.tag == W + "sectPr" or (node.tag == P and node.find(f"{PPR}/{W}sectPr") is not None):
            return node
    last = top.getparent()[-1]
    end = last.makeelement(W + "sectPr")
    last.addnext(end)
    return end


def _caption(
    table: Element, row: Element, header: Sequence[Element], wanted: str, page_break: str
) -> Element:
    """The 续表's title paragraph, in the look of the heading over the records, kept with the table."""
    heading = _heading(table, header[0] if header else row)
    said = "" if heading is None else MARK.sub("", TAG.sub("", text_of(heading))).strip()
    alike = heading if not wanted or (said and said in wanted) else None
    paragraph = table.makeelement(P)
    properties = _title_properties(paragraph, alike, page_break)
    paragraph.append(properties)
    sources = [alike] if alike is not None else [*header, row]
    like = next((run for node in sources for run in node.iter(R) if run.find(RPR) is not None), None)
    title = new_run(paragraph, like, (wanted or said) + _SUFFIX)
    show(run_of(title))  # the likeness may be a slot's hidden run
    return paragraph


def _title_properties(paragraph: Element, alike: Element | None, page_break: str) -> Element:
    """The heading's own paragraph properties, else centred; kept with the table, and with the mark of the page break."""
    own = None if alike is None else alike.find(PPR)
    properties = paragraph.makeelement(PPR) if own is None else copy.deepcopy(own)
    for name in ("sectPr", "pageBreakBefore", "keepNext", "numPr", "framePr", "outlineLvl"):
        for node in properties.findall(W + name):
            properties.remove(node)
    if alike is None:
        properties.append(properties.makeelement(W + "jc", {VAL: "center"}))
    keep = properties.makeelement(W + "keepNext")
    properties.insert(1 if properties.find(W + "pStyle") is not None else 0, keep)
    keep.tail = page_break
    return properties


def _heading(table: Element, row: Element) -> Element | None:
    """The paragraph of the nearest row above that is one cell, else the last with a text before the table."""
    for above in row.itersiblings(TR, preceding=True):
        cells = above.findall(TC)
        if len(cells) == 1 and cell_text(cells[0]):
            return next(node for node in cells[0].iter(P) if text_of(node).strip())
    for paragraph in table.itersiblings(P, preceding=True):
        if TAG.sub("", text_of(paragraph)).strip():
            return paragraph
    return None


def _keep_together(row: Element) -> None:
    """Keep a row whole and with the next one (17.4.6, 17.3.1.15)."""
    properties = row.find(TRPR)
    if properties is None:
        properties = row.makeelement(TRPR)
        row.insert(1 if row.find(W + "tblPrEx") is not None else 0, properties)
    if properties.find(W + "cantSplit") is None:
        properties.insert(0, properties.makeelement(W + "cantSplit"))
    for paragraph in row.iter(P):
        look = paragraph.find(PPR)
        if look is None:
            look = paragraph.makeelement(PPR)
            paragraph.insert(0, look)
        if look.find(W + "keepNext") is None:
            look.insert(1 if look.find(W + "pStyle") is not None else 0, look.makeelement(W + "keepNext"))


def _number(anchor: Element) -> int:
    """The number of a section, told by the end of it."""
    earlier = anchor.itersiblings(preceding=True)
    return sum(1 for node in earlier if node.find(f"{PPR}/{W}sectPr") is not None)


def _closing_paragraph(table: Element) -> Element:
    """Word needs a paragraph behind a table; this one takes no room."""
    paragraph = table.makeelement(P)
    properties = paragraph.makeelement(PPR)
    spacing = properties.makeelement(
        W + "spacing", {W + "before": "0", W + "after": "0", W + "line": "20", W + "lineRule": "exact"}
    )
    properties.append(spacing)
    paragraph.append(properties)
    return paragraph
