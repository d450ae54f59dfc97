"""The label of a single cell: to its left, above it, or in its own text; runs of digit boxes and fillers."""

from dataclasses import dataclass

from docgen.ooxml.blanks.blocks import Named
from docgen.ooxml.blanks.grid import Cell
from docgen.ooxml.blanks.roles import Role
from docgen.ooxml.blanks.sight import Sight
from docgen.ooxml.blanks.values import label_of, squeezed
from docgen.ooxml.blanks.words import TITLE

_DIGITS = 6
_QUESTION = 6
_SPACER = 260.0
_ROOM = 800.0


@dataclass(frozen=True, slots=True)
class Side:
    """A neighbour whose words name a cell, and how sure that is."""

    cell: Cell
    confidence: float
    why: str


def name_by_neighbour(sight: Sight, cell: Cell, *, above: bool = True) -> Named | None:
    """The label from the left, else from above; None for a filler."""
    side = (
        _left(sight, cell)
        or _question(sight, cell)
        or (_above(sight, cell) if above else None)
        or _run(sight, cell)
    )
    if side is None:
        return None
    label = label_of(side.cell.text)
    if not label:
        return None
    closed = sight.role(side.cell) is Role.COLON
    return Named(cell, label, "", side.confidence, f"{side.why}“{label}”", closed=closed)


def _left(sight: Sight, cell: Cell) -> Side | None:
    before = sight.grid.before(cell)
    if before is None or not sight.is_label(before) or cell.left - before.right > 1:
        return None
    if sight.is_group(before) and not _own_row(sight, cell, before):
        return None
    if before.at in sight.taken and not _ends_with_colon(before):
        return None
    sure = 0.97 if before.rows == cell.rows else 0.9
    return Side(before, sure, "左侧标签")


def _question(sight: Sight, cell: Cell) -> Side | None:
    """A printed sentence with a gap of its own that asks for the boxes behind it."""
    before = sight.grid.before(cell)
    if (
        before is None
        or sight.role(cell) is not Role.BOXES
        or sight.role(before) not in (Role.GAPS, Role.NOTE)
    ):
        return None
    return Side(before, 0.85, "左侧问题") if len(squeezed(before.text).strip("_")) > _QUESTION else None


def _own_row(sight: Sight, cell: Cell, group: Cell) -> bool:
    """Whether the cell is all that stands beside this row of a group."""
    beside = [one for one in sight.grid.row(cell.row) if one.left >= group.right - 1]
    return len(beside) == 1


def _ends_with_colon(cell: Cell) -> bool:
    return cell.text.strip().endswith((":", "："))


def _above(sight: Sight, cell: Cell) -> Side | None:
    above = sight.grid.above(cell)
    if above is None or above.at in sight.taken or cell.open:
        return None
    full = sight.grid.full(cell)
    if (
        full
        and sight.grid.full(above)
        and _is_heading(sight, above)
        and not (sight.is_blank(cell) and _is_spacer(sight, cell))
    ):
        return Side(above, 0.8, "上方标题")
    if full or not sight.is_label(above) or sight.grid.full(above) or sight.is_group(above):
        return None
    after = sight.grid.after(above)
    if after is not None and sight.is_fillable(after) and after.row == above.row:
        return None
    if above.width > cell.width * 1.7 or cell.width > above.width * 1.7:
        return None
    return Side(above, 0.8, "上方标签")


def _is_heading(sight: Sight, cell: Cell) -> bool:
    text = squeezed(cell.text)
    if sight.role(cell) is Role.COLON:
        return True
    return sight.role(cell) is Role.LABEL and not (cell.row == 0 and TITLE.search(text))


def _is_spacer(sight: Sight, cell: Cell) -> bool:
    """Whether a full-width empty row only keeps distance: very low, or with pairs of its own beneath."""
    height = sight.grid.heights[cell.row] if cell.row < len(sight.grid.heights) else 0.0
    if 0 < height <= _SPACER:
        return True
    below = sight.grid.below(cell)
    return (
        below is not None
        and not sight.grid.full(below)
        and height < _ROOM
        and cell.lines < 3
        and cell.rows == 1
    )


def _run(sight: Sight, cell: Cell) -> Side | None:
    """A cell in a row of equal empty cells that begins behind a label: only rows of the same make count."""
    first, steps = cell, 0
    while True:
        before = sight.grid.before(first)
        if before is None:
            return None
        if sight.is_label(before) and before.row == cell.row:
            break
        alike = sight.is_fillable(before) and squeezed(before.text) == squeezed(cell.text)
        if not alike or abs(before.width - cell.width) > 0.3 * cell.width or before.rows != cell.rows:
            return None
        first, steps = before, steps + 1
    if steps >= _DIGITS - 1 or before.at in sight.taken or sight.is_group(before):
        return None
    return Side(before, 0.7, "同一行标签") if _transposed(sight, cell) else None


def _transposed(sight: Sight, cell: Cell) -> bool:
    """Whether another row of the same make stands above or below: labels at the left, records in columns."""
    slack = 0.25 * cell.width
    for other in (sight.grid.above(cell), sight.grid.below(cell)):
        if other is None or not sight.is_fillable(other):
            continue
        if abs(other.left - cell.left) > slack or abs(other.right - cell.right) > slack:
            continue
        before = sight.grid.before(other)
        if before is not None and sight.is_fillable(before) and before.row == other.row:
            return True
    return False


def digit_boxes(sight: Sight, cell: Cell) -> list[Cell]:
    """The further boxes of a row of narrow equal cells that begins here: one digit each."""
    before = sight.grid.before(cell)
    if before is None or not sight.is_label(before):
        return []
    run = [cell]
    while True:
        after = sight.grid.after(run[-1])
        if after is None or not sight.is_blank(after) or abs(after.width - cell.width) > 0.5 * cell.width:
            break
        if after.row != cell.row:
            break
        run.append(after)
    return run[1:] if len(run) >= _DIGITS and not _head_over(sight, run) else []


def _head_over(sight: Sight, run: list[Cell]) -> bool:
    """Whether the boxes have heads of their own above them: then they are columns, not digits."""
    above = [sight.grid.above(one) for one in run]
    return (
        sum(1 for one in above if one is not None and sight.is_label(one) and one.width < 3 * run[0].width)
        > len(run) // 2
    )
