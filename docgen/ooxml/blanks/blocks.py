"""Rows under a header: repeat blocks, matrices, total rows, and single rows with the label above."""

import re
from dataclasses import dataclass, field, replace

from docgen.ooxml.blanks.axes import bare, row_names
from docgen.ooxml.blanks.grid import Cell
from docgen.ooxml.blanks.heads import Head, head_at, serial_column
from docgen.ooxml.blanks.roles import Role
from docgen.ooxml.blanks.sight import Segment, Sight
from docgen.ooxml.blanks.values import At, Column, RepeatBlock, label_of, squeezed
from docgen.ooxml.blanks.words import (
    BESIDE,
    LIST_HINT,
    MORE,
    NOT_SUMMED,
    OPINION,
    PLURAL,
    SAMPLE,
    SEALED,
    THINGS,
    TOTAL,
    YES_NO,
)

_COUNTS = re.compile(r"^([甲乙丙丁戊]|[（(]?\d{1,2}[）)]?|[A-Z]|[①-⑳]|栏次)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A cell that got its name: label, the words of the other axis, and why."""

    cell: Cell
    label: str
    section: str
    confidence: float
    why: str
    tick: bool = False
    closed: bool = False


@dataclass(slots=True)
class Found:
    """What the headers of a table explain."""

    named: dict[At, Named] = field(default_factory=dict)
    blocks: list[RepeatBlock] = field(default_factory=list)
    spans: list[tuple[Head, int, int]] = field(default_factory=list)


def read_heads(sight: Sight) -> Found:
    """Go down the table; every header explains the rows under it."""
    found = Found()
    for row in range(sight.grid.count - 1):
        for segment in sight.segments(row):
            for part in _unmerged(segment, row):
                head = head_at(sight, part, row)
                if head is not None:
                    _under(sight, head, found)
    return found


def _unmerged(segment: Segment, row: int) -> list[Segment]:
    """The segment without cells that reach below this row, cut where they stand: a photo beside a list."""
    out: list[list[Cell]] = [[]]
    for cell in segment:
        if cell.end > row + 1:
            out.append([])
        else:
            out[-1].append(cell)
    return [tuple(one) for one in out if len(one) > 1]


def _under(sight: Sight, head: Head, found: Found) -> None:
    body = _body(sight, head, head.row + 1)
    if body and SAMPLE.match(squeezed(body[0].text)) and head.row + 2 < sight.grid.count:
        sight.taken.update(cell.at for cell in body)
        body = _body(sight, head, head.row + 2)
    elif _are_column_numbers(body) and head.row + 2 < sight.grid.count:
        head = replace(head, row=head.row + 1)
        body = _body(sight, head, head.row + 1)
    if not body:
        return
    if _is_record(sight, body):
        _records(sight, head, body, found)
    elif head.complete and _is_matrix_row(sight, head, body):
        _matrix(sight, head, body, found, body[0].row)


def _body(sight: Sight, head: Head, row: int) -> Segment:
    """The cells that begin in a row under a header, groups left out; nothing when they overhang it."""
    cells = tuple(
        cell
        for cell in sight.grid.row(row)
        if cell.left >= head.left - 1 and cell.right <= head.right + 1 and not sight.is_group(cell)
    )
    slack = 0.1 * (head.right - head.left)
    if not cells or cells[0].left > head.left + slack or cells[-1].right < head.right - slack:
        cells = tuple(
            cell
            for cell in sight.grid.row(row)
            if cell.left >= head.left - slack
            and cell.right <= head.right + slack
            and not sight.is_group(cell)
        )
    if any(cell.row != row for cell in cells):
        cells = tuple(cell for cell in cells if cell.row == row)
    return cells


def _are_column_numbers(body: Segment) -> bool:
    """A row that only counts the columns: 甲 乙 1 2 3."""
    return len(body) > 2 and all(_COUNTS.match(squeezed(cell.text)) for cell in body)


def _is_record(sight: Sight, body: Segment) -> bool:
    """A row in which nothing is printed but numbers, hints, boxes and gaps that are the same in every row."""
    fill = [cell for cell in body if sight.is_fillable(cell)]
    rest = [cell for cell in body if not sight.is_fillable(cell)]
    blank = any(sight.is_blank(cell) for cell in body)
    return len(fill) >= (1 if rest else 2) and blank and all(sight.role(cell) is Role.SERIAL for cell in rest)


def _same_shape(one: Segment, other: Segment) -> bool:
    if len(one) != len(other):
        return False
    return all(
        abs(a.left - b.left) <= 0.25 * min(a.width, b.width)
        and abs(a.right - b.right) <= 0.25 * min(a.width, b.width)
        for a, b in zip(one, other, strict=True)
    )


def _records(sight: Sight, head: Head, body: Segment, found: Found) -> None:
    shared = [cell for cell in body if cell.rows > min(one.rows for one in body)]
    body = tuple(cell for cell in body if cell not in shared)
    rows = [body]
    next_row = max(cell.end for cell in body)
    while next_row < sight.grid.count:
        lower = _body(sight, head, next_row)
        if shared:  # a cell that all rows share stands over the lower ones
            lower = tuple(cell for cell in lower if cell.row == next_row)
        if (
            not lower
            or not _same_shape(body, lower)
            or not _is_record(sight, lower)
            or _odd(sight, body, lower)
        ):
            break
        rows.append(lower)
        next_row = max(cell.end for cell in lower)
    if len(rows) < 2 and not head.complete:
        return
    if _is_sign_off(head):
        _fields_above(sight, head, rows[:1], found)
        return
    if len(rows) < 2 and (shared or not _is_list(sight, head, body, next_row)):
        _fields_above(sight, head, [(*body, *shared)], found)
        return
    columns = _columns(sight, head, rows)
    if not columns:
        _fields_above(sight, head, rows[:1], found)
        return
    _fields_above(sight, head, [tuple(shared)], found)
    numbers = sight.grid.numbers
    last = max(cell.row for cell in rows[-1])
    found.blocks.append(
        RepeatBlock(
            sight.grid.table,
            sight.grid.sheet,
            tuple(numbers[row] for row in range(head.top, head.row + 1)),
            numbers[body[0].row],
            numbers[last],
            columns,
        )
    )
    found.spans.append((head, body[0].row, next_row))
    for cells in (*rows, head.bottom, *head.levels):
        sight.taken.update(cell.at for cell in cells)
    _rest(sight, head, found, next_row)


def _odd(sight: Sight, body: Segment, lower: Segment) -> bool:
    """Whether a row prints other boxes or gaps than the first one: then it is no row of the same list."""
    return any(
        sight.role(b) in (Role.BOXES, Role.GAPS)
        and squeezed(a.text) != squeezed(b.text)
        and not sight.is_blank(a)
        for a, b in zip(body, lower, strict=True)
    )


def _columns(sight: Sight, head: Head, rows: list[Segment]) -> tuple[Column, ...]:
    paths = []
    for place, cell in enumerate(rows[0]):
        if any(sight.role(row[place]) is Role.SERIAL for row in rows):
            continue
        path = head.path(cell)
        if path:
            paths.append((cell, path))
    leaves = [path[-1] for _, path in paths]
    parents = {path[:-1] for _, path in paths}
    out = []
    for cell, path in paths:
        label = path[-1]
        if leaves.count(label) > 1 and len(path) > 1 and len(parents) > 1:
            label = "".join(path[-2:])
        out.append(Column(cell.at.col if not sight.grid.sheet else cell.at.ref.rstrip("0123456789"), label))
    return tuple(out)


def _is_sign_off(head: Head) -> bool:
    """Whether most heads are opinions, signatures and seals: such a row is signed, not repeated."""
    words = [squeezed(cell.text) for cell in head.bottom]
    signed = [word for word in words if OPINION.search(word) or SEALED.search(word)]
    return len(signed) * 2 > len(words)


def _is_list(sight: Sight, head: Head, body: Segment, next_row: int) -> bool:
    """Whether a single blank row under a header is the first of a list."""
    if serial_column(head) is not None:
        return True
    if any(sight.role(cell) is Role.SERIAL for cell in body):
        return True
    lower = _body(sight, head, next_row) if next_row < sight.grid.count else ()
    if lower and (MORE.match(squeezed(lower[0].text)) or TOTAL.match(label_of(lower[0].text))):
        return True
    beside = _beside(sight, head)
    if beside is not None and PLURAL.search(squeezed(beside.text)):
        return True
    if beside is not None and len(head.bottom) > 2 and THINGS.search(squeezed(head.bottom[0].text)):
        return True
    if _head_follows(sight, next_row) or _labels_above_before(sight, head, body):
        return False
    heading = _heading(sight, head)
    if heading and PLURAL.search(heading):
        return True
    return any(LIST_HINT.search(squeezed(cell.text)) for cell in head.bottom) and len(head.bottom) >= 4


def _head_follows(sight: Sight, row: int) -> bool:
    """Whether the next row is again nothing but labels over something to fill: labels stand above throughout."""
    if row >= sight.grid.count:
        return False
    return any(head_at(sight, segment, row) is not None for segment in sight.segments(row))


def _labels_above_before(sight: Sight, head: Head, body: Segment) -> bool:
    """Whether the rows above the header were labels over single blanks of the same make."""
    before = _body(sight, head, head.top - 1) if head.top > 1 else ()
    return bool(before) and _same_shape(before, body) and _is_record(sight, before)


def _heading(sight: Sight, head: Head) -> str:
    """What stands beside or right above the header: a group heading or a band."""
    beside = _beside(sight, head)
    if beside is not None:
        return squeezed(beside.text)
    band = list(sight.grid.row(head.top - 1))
    return squeezed(band[0].text) if len(band) == 1 else ""


def _beside(sight: Sight, head: Head) -> Cell | None:
    row = sight.grid.row(head.row)
    return next(
        (cell for cell in reversed(row) if sight.is_group(cell) and cell.right <= head.left + 1), None
    )


def _fields_above(sight: Sight, head: Head, rows: list[Segment], found: Found) -> None:
    for cells in rows:
        for cell in cells:
            over = head.over(cell)
            if over is None or not squeezed(over.text) or not (sight.is_fillable(cell)):
                continue
            path = head.path(cell)
            section = path[-2] if len(path) > 1 else ""
            found.named[cell.at] = Named(cell, path[-1], section, 0.85, f"上方表头“{path[-1]}”")
    sight.taken.update(cell.at for level in (head.bottom, *head.levels) for cell in level)


def _is_matrix_row(sight: Sight, head: Head, body: Segment) -> bool:
    """A row whose first words name it, with something to fill under the heads behind."""
    first = body[0]
    if not (sight.is_label(first) or sight.role(first) is Role.SERIAL):
        return False
    over_first = head.over(first)
    if over_first is None:
        return False
    fill = [cell for cell in body if sight.is_fillable(cell)]
    if not fill or any(head.over(cell) is None for cell in fill):
        return False
    heads = [head.over(cell) for cell in fill]
    words = [cell for cell in body[1:] if sight.is_label(cell)]
    if any(one is not None and one.at == over_first.at for one in heads):
        return False
    if words and not _labels_fit(sight, head, body):
        return False
    if any(sight.role(cell) in (Role.NOTE, Role.SIGN) and not sight.is_label(cell) for cell in body):
        return False
    return len(fill) > 1 or _label_columns_agree(sight, head, body)


def _labels_fit(sight: Sight, head: Head, body: Segment) -> bool:
    """Whether words further right are row labels too: leading ones, or side by side under a repeated header."""
    texts = [label_of(cell.text) for cell in head.bottom]
    leading = True
    for cell in body:
        if not sight.is_label(cell) and sight.role(cell) is not Role.SERIAL:
            leading = False
        elif not leading:
            over = head.over(cell)
            if over is None or texts.count(label_of(over.text)) < 2:
                return False
    return True


def _label_columns_agree(sight: Sight, head: Head, body: Segment) -> bool:
    """For a single value column: at least one more row of the same make, or heads that fit edge to edge."""
    lower = _body(sight, head, body[0].end) if body[0].end < sight.grid.count else ()
    more = bool(lower) and _same_shape(body, lower) and _pattern(sight, lower) == _pattern(sight, body)
    return (more or len(body) > 2) and len(head.bottom) == len(body)


def _pattern(sight: Sight, body: Segment) -> tuple[bool, ...]:
    return tuple(sight.is_fillable(cell) for cell in body)


@dataclass(frozen=True, slots=True)
class _Spot:
    cell: Cell
    row_path: tuple[str, ...]
    column: tuple[str, ...]


def _matrix(sight: Sight, head: Head, body: Segment, found: Found, row: int) -> None:
    spots: list[_Spot] = []
    first_row = row
    while row < sight.grid.count:
        cells = _body(sight, head, row)
        if not cells or not _goes_on(sight, head, body, cells):
            break
        spots += _spots(sight, head, _with_leading(sight, head, cells, row))
        row = max(row + 1, min(cell.end for cell in cells))
    if not spots:
        return
    _name(head, spots, found)
    sight.taken.update(cell.at for level in (head.bottom, *head.levels) for cell in level)
    found.spans.append((head, first_row, row))
    if row < sight.grid.count:
        rest = _body(sight, head, row)
        if rest and _is_record(sight, rest) and _same_columns(head, rest) and sight.is_blank(rest[0]):
            more = _body(sight, head, row + 1) if row + 1 < sight.grid.count else ()
            if more and _is_record(sight, more) and _same_shape(rest, more):
                _records(sight, head, rest, found)


def _same_columns(head: Head, body: Segment) -> bool:
    return len(body) == len(head.bottom)


def _goes_on(sight: Sight, head: Head, body: Segment, cells: Segment) -> bool:
    if len(cells) == 1 and cells[0].width >= 0.9 * (head.right - head.left):
        return False
    if not any(sight.is_fillable(cell) or sight.role(cell) in (Role.PRINTED, Role.SERIAL) for cell in cells):
        return False
    fill = [cell for cell in cells if sight.is_fillable(cell)]
    first = sum(1 for cell in body if sight.is_fillable(cell))
    if first > 1 and len(fill) == 1 and sum(1 for one in head.bottom if one.over(fill[0]) > 0.9) > 1:
        return False
    fitted = all(_fits(cell, body, head) for cell in cells)
    has_label = any(sight.is_label(cell) or sight.role(cell) is Role.SERIAL for cell in cells[:3])
    if not fitted or not has_label:
        return False
    return _labels_fit(sight, head, cells)


def _fits(cell: Cell, body: Segment, head: Head) -> bool:
    """Whether a cell keeps to the columns of the first row or of the header (or to several whole ones)."""
    for shape in (body, head.bottom):
        lefts = any(abs(cell.left - one.left) <= 0.25 * one.width for one in shape)
        rights = any(abs(cell.right - one.right) <= 0.25 * one.width for one in shape)
        if lefts and rights:
            return True
    return False


def _with_leading(sight: Sight, head: Head, cells: Segment, row: int) -> Segment:
    """The row with the merged labels that reach down into it from above."""
    merged = tuple(
        cell
        for cell in sight.grid.row(row)
        if cell.row < row and cell.row > head.row and cell.left >= head.left - 1 and sight.is_label(cell)
    )
    return tuple(sorted((*cells, *merged), key=lambda cell: cell.left))


def _spots(sight: Sight, head: Head, cells: Segment) -> list[_Spot]:
    out: list[_Spot] = []
    path: list[str] = []
    fresh = True
    for cell in cells:
        over = head.over(cell)
        if sight.is_label(cell) and path and over is not None and BESIDE.search(label_of(over.text)):
            continue
        if sight.is_label(cell):
            path = [*path, label_of(cell.text)] if not fresh or not out else [label_of(cell.text)]
            fresh = False
        elif cell.text.strip() and over is not None and BESIDE.search(label_of(over.text)):
            sight.taken.add(cell.at)
        elif sight.is_fillable(cell):
            out.append(_Spot(cell, tuple(path), head.path(cell)))
            fresh = True
        if fresh and sight.role(cell) is Role.PRINTED:
            continue
    return out


def _name(head: Head, spots: list[_Spot], found: Found) -> None:
    corner = squeezed(head.bottom[0].text)
    usual = [spot for spot in spots if spot.row_path and not TOTAL.match(spot.row_path[-1])]
    basis = usual or spots
    rows = [spot.row_path[-1] for spot in basis if spot.row_path]
    columns = [spot.column[-1] for spot in basis if spot.column]
    paths = [spot.column for spot in spots if spot.column]
    if len({path[-1] for path in paths}) < len(set(paths)):
        by_row, why = True, "同名表头分在几个上级表头下，行首说明填什么"
    else:
        by_row, why = row_names(tuple(dict.fromkeys(rows)), columns, corner)
    leaves = [spot.column[-1] for spot in spots if spot.column]
    answers = sum(1 for leaf in set(leaves) if YES_NO.match(bare(leaf)))
    for spot in spots:
        column = _column_words(spot, spots)
        row_label = spot.row_path[-1] if spot.row_path else ""
        group = _row_words(spot, spots)
        if (by_row and row_label) or not column:
            label, section = row_label, column
        else:
            label, section = spot.column[-1], group
            if column != label and len(spot.column) > 1:
                section = group or spot.column[-2]
        if label:
            tick = answers > 1 and bool(YES_NO.match(bare(column)))
            found.named[spot.cell.at] = Named(spot.cell, label, section, 0.88, why, tick)


def _column_words(spot: _Spot, spots: list[_Spot]) -> str:
    """The column's words, with its upper head where the lower one comes twice in the row."""
    if not spot.column:
        return ""
    same = [
        one
        for one in spots
        if one.cell.row == spot.cell.row
        and one.column[-1:] == spot.column[-1:]
        and one.row_path == spot.row_path
    ]
    return "".join(spot.column[-2:]) if len(same) > 1 else spot.column[-1]


def _row_words(spot: _Spot, spots: list[_Spot]) -> str:
    if not spot.row_path:
        return ""
    twins = {one.row_path for one in spots if one.row_path[-1:] == spot.row_path[-1:]}
    return "".join(spot.row_path[-2:]) if len(twins) > 1 else spot.row_path[-1]


def _rest(sight: Sight, head: Head, found: Found, row: int) -> None:
    """A total row under a list: the columns that can be added up."""
    if row >= sight.grid.count:
        return
    cells = _body(sight, head, row)
    if not cells or (
        not TOTAL.match(label_of(cells[0].text))
        and not (
            len(cells) > 1 and sight.role(cells[0]) is Role.SERIAL and TOTAL.match(label_of(cells[1].text))
        )
    ):
        return
    words = next(label_of(cell.text) for cell in cells if TOTAL.match(label_of(cell.text)))
    for cell in cells:
        path = head.path(cell)
        if not sight.is_fillable(cell):
            continue
        column = path[-1] if path else ""
        if column and NOT_SUMMED.search(column) and len(cells) > 2:
            sight.taken.add(cell.at)
            continue
        found.named[cell.at] = Named(cell, words, column, 0.85, f"“{words}”行")
