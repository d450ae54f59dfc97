"""Header rows: where a row of labels stands over rows to fill, and what it calls their cells."""

from dataclasses import dataclass

from docgen.ooxml.blanks.grid import Cell
from docgen.ooxml.blanks.roles import Role
from docgen.ooxml.blanks.sight import Segment, Sight
from docgen.ooxml.blanks.values import label_of, squeezed
from docgen.ooxml.blanks.words import SERIAL_LABEL, TITLE, UNIT_NOTE

_TOUCH = 1e-6
_WIDE = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its bottom row's cells, and all its rows from the top."""

    bottom: Segment
    top: int
    row: int
    levels: tuple[Segment, ...]

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.bottom[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.bottom[-1].right

    @property
    def complete(self) -> bool:
        """Whether every column but a corner has its word."""
        return all(cell.text.strip() for cell in self.bottom[1:])

    def over(self, cell: Cell) -> Cell | None:
        """The bottom cell that stands over this one; where edges differ, the one with the largest share."""
        found = [one for one in self.bottom if one.over(cell) > 0.35]
        return max(found, key=lambda one: min(one.right, cell.right) - max(one.left, cell.left), default=None)

    def path(self, cell: Cell) -> tuple[str, ...]:
        """What the header says over a cell, from the top level down to the bottom."""
        bottom = self.over(cell)
        if bottom is None:
            return ()
        words = [label_of(bottom.text)]
        for level in reversed(self.levels):
            upper = next((one for one in level if one.over(bottom) > 0.5 and one.at != bottom.at), None)
            if upper is not None and label_of(upper.text) not in words:
                words.insert(0, label_of(upper.text))
        return tuple(word for word in words if word)


def head_at(sight: Sight, segment: Segment, row: int) -> Head | None:
    """The header whose bottom row this segment is, if it is one."""
    heads = [_is_head_cell(sight, cell, row, place) for place, cell in enumerate(segment)]
    nameless = [cell for cell, good in zip(segment, heads, strict=True) if not good]
    if len(segment) < 2 or not (all(heads) or _one_nameless(sight, segment, nameless)):
        return None
    if any(cell.end != row + 1 for cell in segment):
        return None
    top = min(cell.row for cell in segment)
    levels: list[Segment] = []
    upper = top - 1 if top == row else row - 1
    while upper >= 0:
        level = _within(sight, upper, segment)
        if not level or not _is_upper(sight, level, segment, upper):
            break
        levels.insert(0, level)
        top = min([top, *(cell.row for cell in level)])
        upper = upper - 1
    return Head(segment, top, row, tuple(levels))


def _one_nameless(sight: Sight, segment: Segment, nameless: list[Cell]) -> bool:
    """Whether a single column of a wide header has no word: what is under it then has no label."""
    return len(segment) > _WIDE and len(nameless) == 1 and sight.role(nameless[0]) is Role.EMPTY


def _is_head_cell(sight: Sight, cell: Cell, row: int, place: int) -> bool:
    if sight.is_label(cell) or (sight.role(cell) is Role.SERIAL and len(squeezed(cell.text)) > 1):
        return cell.at not in sight.taken
    corner = place == 0 and cell.row <= row
    return corner and sight.role(cell) is Role.EMPTY and cell.at not in sight.taken


def _within(sight: Sight, row: int, segment: Segment) -> Segment:
    left, right = segment[0].left - _TOUCH, segment[-1].right + _TOUCH
    return tuple(
        cell
        for cell in sight.grid.row(row)
        if cell.left >= left - 1 and cell.right <= right + 1 and not sight.is_group(cell)
    )


def _is_upper(sight: Sight, level: Segment, segment: Segment, row: int) -> bool:
    """Whether a row of labels is a higher level of the header beneath: it gathers the lower cells."""
    if len(level) < 2 or not all(_is_head_cell(sight, cell, row, place) for place, cell in enumerate(level)):
        return False
    if any(
        UNIT_NOTE.match(squeezed(cell.text)) or (TITLE.search(squeezed(cell.text)) and len(level) == 2)
        for cell in level
    ):
        return False
    if sum(cell.width for cell in level) < 0.8 * (segment[-1].right - segment[0].left):
        return False
    gathers = any(sum(1 for low in segment if low.over(cell) > 0.9) > 1 for cell in level)
    shared = any(low.at == cell.at for cell in level for low in segment)
    return gathers or shared


def serial_column(head: Head) -> Cell | None:
    """The header's 序号 cell."""
    return next((cell for cell in head.bottom if SERIAL_LABEL.match(squeezed(cell.text))), None)
