"""Grid tables from a compact spec: rows of cells in millimetres, merged across and down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from looks import paragraph_xml

#: The printed rule of a signature: 28 mm here, half as long again where a blank is half an em wide.
RULE = "_" * 23

#: Said in every table, because not every program takes it from the default table style.
_MARGINS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="51" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="51" w:type="dxa"/></w:tblCellMar>'
)


@dataclass(frozen=True)
class Cell:
    """A cell: its text, width in mm (0: a share of what is left), and how many rows it spans.

    ``no`` names edges without a line ("top", "bottom", "left", "right"); ``bare`` is a cell without any.
    """

    text: str = ""
    w: float = 0
    down: int = 1
    style: str = "Value"
    align: str = ""
    valign: str = "center"
    no: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells, at least ``h`` mm high; ``header`` rows are repeated on every page.

    A row that is ``held`` stays on one page with the row below it.
    """

    cells: tuple[Cell, ...] = field(default=())
    h: float = 8.5
    header: bool = False
    held: bool = False

    def __init__(self, *cells: Cell, h: float = 8.5, header: bool = False, held: bool = False) -> None:
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "h", h)
        object.__setattr__(self, "header", header)
        object.__setattr__(self, "held", held)


def label(text: str, w: float = 0, down: int = 1, small: bool = False) -> Cell:
    """A label cell, centred."""
    return Cell(text, w, down, style="SmallLabel" if small else "Label", align="center")


def value(text: str, w: float = 0, down: int = 1, align: str = "center", small: bool = False) -> Cell:
    """A short value, centred."""
    return Cell(text, w, down, style="SmallValue" if small else "Value", align=align)


def box(text: str, w: float = 0, down: int = 1, valign: str = "center", small: bool = False) -> Cell:
    """A longer text or a tick group, from the left."""
    return Cell(text, w, down, style="SmallValue" if small else "Value", align="left", valign=valign)


def digits(slot: str, w: float, count: int = 18) -> tuple[Cell, ...]:
    """One narrow cell per character, the first carrying the slot."""
    first = f"{{{{ {slot} | digits }}}}"
    return tuple(
        Cell(first if not at else "", w / count, style="Value", align="center") for at in range(count)
    )


#: What a round seal of 42 mm wants beside the signatures, in mm.
SEAL = 50


def opinion(
    name: str, text: str, signs: Sequence[str], date: str, h: float = 40, w: float = 22
) -> tuple[Row, Row]:
    """An opinion box: the opinion above; at its foot the signature lines, and beside them seal and date.

    ``signs`` are what is signed (党委主要负责人签字); each has a line of its own, wide enough for a hand.
    """
    foot = 28
    lines = "\n".join(f"{one}：{RULE}" for one in signs)
    upper = Row(label(name, w, down=2), Cell(text, valign="top", no=("bottom",)), h=h - foot, held=True)
    lower = Row(
        Cell(lines, style="SignHigh", no=("top", "right")),
        sealed(date, no=("top", "left")),
        h=foot,
    )
    return upper, lower


def sealed(date: str, w: float = SEAL, no: tuple[str, ...] = ()) -> Cell:
    """The place of a seal, which is stamped over its own date."""
    return Cell(f"（公章）\n\n{date.lstrip('　')}", w, style="Sign", align="center", valign="center", no=no)


def sign(*lines: str, w: float = 0, no: tuple[str, ...] = ()) -> Cell:
    """A cell of signature lines; one that begins with ">" stands on the right."""
    return Cell("\n".join(lines), w, style="Sign", valign="center", no=no)


def day(slot: str = "") -> str:
    """A date for the pen, or printed by the slots SLOT_year, SLOT_month and SLOT_day."""
    year, month, number = (f"{{{{ {slot}_{part} }}}}" if slot else "" for part in ("year", "month", "day"))
    return f"　　　{year}年　　{month}月　　{number}日"


def grid_xml(width: float, rows: Sequence[Row], keep: bool = False, borders: bool = True) -> str:
    """A table of ``rows``, ``width`` mm wide: fixed layout, merged cells, thin lines in a thicker frame."""
    placed = _place(width, rows)
    edges = sorted(
        {0, round(width * 10), *(edge for row in placed for at in row for edge in (at.left, at.right))}
    )
    columns = "".join(f'<w:gridCol w:w="{_dxa(right) - _dxa(left)}"/>' for left, right in pairwise(edges))
    body = "".join(
        _row_xml(row, cells, edges, (keep or row.held) and number < len(rows) - 1)
        for number, (row, cells) in enumerate(zip(rows, placed, strict=True))
    )
    frame = _frame() if borders else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_dxa(edges[-1])}" w:type="dxa"/><w:jc w:val="center"/>{frame}'
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'
    )


@dataclass
class _Placed:
    """A cell on the grid, its edges in tenths of a millimetre; ``merge`` is "", "restart" or "continue"."""

    cell: Cell
    left: int
    right: int
    merge: str = ""


def _place(width: float, rows: Sequence[Row]) -> list[list[_Placed]]:
    """Where each cell stands; cells that come down from above are filled in."""
    coming: list[tuple[_Placed, int]] = []
    placed = []
    for row in rows:
        above = [_Placed(held.cell, held.left, held.right, "continue") for held, _ in coming]
        line = _place_row(round(width * 10), row, above)
        coming = [(held, left - 1) for held, left in coming if left > 1]
        coming += [(at, at.cell.down - 1) for at in line if at.merge == "restart"]
        placed.append(sorted(line, key=lambda at: at.left))
    return placed


def _place_row(width: int, row: Row, above: list[_Placed]) -> list[_Placed]:
    taken = sum(at.right - at.left for at in above)
    open_cells = [cell for cell in row.cells if not cell.w]
    rest = width - taken - sum(round(cell.w * 10) for cell in row.cells)
    share = rest // len(open_cells) if open_cells else 0
    line, at = list(above), 0
    for cell in row.cells:
        at = _skip(at, above)
        wide = round(cell.w * 10) or share
        if row.cells[-1] is cell and abs(_limit(at, above, width) - at - wide) <= len(row.cells):
            wide = _limit(at, above, width) - at
        line.append(_Placed(cell, at, at + wide, "restart" if cell.down > 1 else ""))
        at += wide
    if _skip(at, above) != width:
        raise ValueError(f"row is {at / 10} mm wide, not {width / 10}: {[cell.text for cell in row.cells]}")
    return line


def _skip(at: int, above: list[_Placed]) -> int:
    for held in sorted(above, key=lambda one: one.left):
        if held.left == at:
            at = held.right
    return at


def _limit(at: int, above: list[_Placed], width: int) -> int:
    return min((held.left for held in above if held.left > at), default=width)


def _row_xml(row: Row, cells: list[_Placed], edges: list[int], keep: bool) -> str:
    header = "<w:tblHeader/>" if row.header else ""
    content = "".join(_cell_xml(at, edges, keep) for at in cells)
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_dxa(round(row.h * 10))}" w:hRule="atLeast"/>{header}</w:trPr>'
        f"{content}</w:tr>"
    )


def _cell_xml(at: _Placed, edges: list[int], keep: bool) -> str:
    span = edges.index(at.right) - edges.index(at.left)
    properties = f'<w:tcW w:w="{_dxa(at.right) - _dxa(at.left)}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if at.merge:
        properties += '<w:vMerge w:val="restart"/>' if at.merge == "restart" else "<w:vMerge/>"
    if at.cell.no:
        lines = "".join(
            f'<w:{edge} w:val="nil"/>' for edge in ("top", "left", "bottom", "right") if edge in at.cell.no
        )
        properties += f"<w:tcBorders>{lines}</w:tcBorders>"
    properties += f'<w:vAlign w:val="{at.cell.valign}"/>'
    texts = [""] if at.merge == "continue" else at.cell.text.split("\n")
    paragraphs = "".join(_paragraph(text, at.cell, keep) for text in texts)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _paragraph(text: str, cell: Cell, keep: bool) -> str:
    if not text.startswith(">"):
        return paragraph_xml(text, cell.style, cell.align, keep=keep)
    return paragraph_xml(text.removeprefix(">"), "SignRight", keep=keep)


def _frame() -> str:
    def line(edge: str, size: int) -> str:
        return f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'

    outer = dict.fromkeys(("top", "left", "bottom", "right"), 8)
    inner = dict.fromkeys(("insideH", "insideV"), 4)
    return (
        "<w:tblBorders>"
        + "".join(line(edge, size) for edge, size in (outer | inner).items())
        + "</w:tblBorders>"
    )


def _dxa(tenths: int) -> int:
    return round(tenths * 144 / 25.4)
