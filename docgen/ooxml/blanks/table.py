"""One table from grid to fields and repeat blocks: headers first, then what stands alone, then sections."""

import re
from collections.abc import Iterator
from dataclasses import replace

from docgen.ooxml.blanks.blocks import Named, read_heads
from docgen.ooxml.blanks.grid import Cell, Grid
from docgen.ooxml.blanks.inside import Mark, is_date_gap
from docgen.ooxml.blanks.labels import digit_boxes, name_by_neighbour
from docgen.ooxml.blanks.places import is_date, is_opinion, is_photo, role_of
from docgen.ooxml.blanks.roles import Role
from docgen.ooxml.blanks.sections import band_over, by_order, over_opinion
from docgen.ooxml.blanks.sight import Sight, is_short_line, see
from docgen.ooxml.blanks.values import At, Field, RepeatBlock, label_of, squeezed
from docgen.ooxml.blanks.words import ASKS, TICK_WORDS

_TALL_PHOTO = 3
_ROOMY = 3
_ALONE = re.compile(r"(单位|日期|时间|人|编号|电话|地址|住址|姓名|签名|签字)$")


def read_grid(grid: Grid) -> tuple[list[Field], list[RepeatBlock]]:
    """The fields and repeat blocks of one table."""
    sight = see(grid)
    found = read_heads(sight)
    named = found.named
    boxes: set[At] = set()
    fields: list[Field] = []
    for cell in grid.cells:
        if cell.at in boxes or (cell.at in sight.taken and cell.at not in named):
            continue
        name = named.get(cell.at)
        if name is None:
            boxes.update(one.at for one in digit_boxes(sight, cell) if sight.is_blank(cell))
        fields += _fields(sight, cell, name)
    return by_order(_dated(sight, fields)), found.blocks


def _fields(sight: Sight, cell: Cell, name: Named | None) -> Iterator[Field]:
    role = sight.role(cell)
    if role is Role.PHOTO:
        yield from _photo(sight, cell)
    elif role is Role.SIGN:
        yield from _sign(sight, cell, name)
    elif role is Role.COLON:
        yield from _colon(sight, cell)
    elif sight.is_fillable(cell):
        yield from _fillable(sight, cell, name)


def _fillable(sight: Sight, cell: Cell, name: Named | None) -> Iterator[Field]:
    name = name or name_by_neighbour(sight, cell)
    marks = sight.readings[cell.at].marks
    if name is not None and squeezed(cell.text) == "□":
        yield _lone_box(sight, cell, name)
        return
    day = _signing_day(sight, cell)
    if day is not None:
        yield day
        return
    if name is None and any(mark.label or mark.unit for mark in marks):
        name = Named(cell, "", "", 0.9, "")
    if name is None:
        yield from _unnamed(sight, cell)
        return
    name = band_over(sight, name)
    role = role_of(name.label)
    if (
        role
        and marks
        and (role == "opinion" or sight.takes_label(cell))
        and all(mark.kind == "inline" for mark in marks)
    ):
        yield Field(cell.at, name.label, name.section, "signature", 0.9, f"{name.why}，手签或盖章处", role)
        return
    if marks:
        shown = [_marked(cell, name, mark) for mark in marks]
        yield from _distinct(shown)
        return
    yield _whole(sight, cell, name)


def _signing_day(sight: Sight, cell: Cell) -> Field | None:
    """The day under or behind a place to sign, when no label of its own stands to its left."""
    if not is_date_gap(cell.text) or name_by_neighbour(sight, cell, above=False) is not None:
        return None
    for where, other in (("下面", sight.grid.above(cell)), ("右边", sight.grid.before(cell))):
        if other is not None and sight.role(other) is Role.SIGN:
            label = label_of(re.split(r"[:：]", other.text.strip())[0])
            section = over_opinion(sight, cell)
            return Field(cell.at, label, section, "signature", 0.9, f"在“{label}”{where}的日期", "date")
    return None


def _lone_box(sight: Sight, cell: Cell, name: Named) -> Field:
    """A box in a cell of its own: the option stands in the cell behind it, or before it when the row ends here."""
    row, after = sight.grid.row(cell.row), sight.grid.after(cell)
    boxes = [one for one in row if squeezed(one.text) == "□"]
    behind = bool(boxes) and row[-1].at != boxes[-1].at and sight.is_label(after)
    if name.tick or not behind or after is None:
        return Field(cell.at, name.label, name.section, "checkbox", 0.85, name.why)
    first = sight.grid.before(boxes[0])
    section = label_of(first.text) if first is not None and sight.is_label(first) else name.section
    label = label_of(after.text)
    return Field(cell.at, label, section, "checkbox", 0.8, f"方框右边的选项“{label}”")


def _distinct(shown: list[Field]) -> Iterator[Field]:
    """Of blanks in one cell that have one name (自…至…) only the first."""
    seen = set()
    for one in shown:
        if (one.label, one.kind) not in seen:
            seen.add((one.label, one.kind))
            yield one


def _marked(cell: Cell, name: Named, mark: Mark) -> Field:
    label = mark.label or name.label or mark.unit
    section = name.section or (name.label if mark.label and not name.closed else "")
    why = f"{mark.why}；{name.why}" if name.why and not mark.label else mark.why
    sure = min(name.confidence, 0.95) if not mark.label else 0.95
    return Field(cell.at, label, section, mark.kind, sure, why, "", mark.options)


def _whole(sight: Sight, cell: Cell, name: Named) -> Field:
    control = cell.controls[0] if cell.controls else None
    options = control.options if control else ()
    role = role_of(name.label, cell.text, name.section) or role_of(
        name.section if is_date(name.label) else ""
    )
    if not role and is_opinion(name.section) and not is_date(name.label):
        role = "opinion"
    if role and is_date(name.label) and not role_of(name.label):
        role = "date"
    if is_photo(name.label):
        return Field(cell.at, name.label, name.section, "photo", 0.9, name.why)
    if role:
        return Field(
            cell.at, name.label, name.section, "signature", name.confidence, f"{name.why}，手签或盖章处", role
        )
    if _is_tick(name, cell):
        return Field(cell.at, name.label, name.section, "tick", name.confidence, f"{name.why}，打勾处")
    sure = name.confidence if sight.role(cell) is not Role.HINT else min(name.confidence, 0.9)
    hint = "；格内文字只是填写提示" if sight.role(cell) is Role.HINT else ""
    return Field(cell.at, name.label, name.section, "text", sure, name.why + hint, "", options)


def _is_tick(name: Named, cell: Cell) -> bool:
    return name.tick or bool(TICK_WORDS.search(name.label) or TICK_WORDS.search(cell.text))


def _unnamed(sight: Sight, cell: Cell) -> Iterator[Field]:
    """A tall empty cell at the right edge, beside rows of fields, is where the photo goes."""
    tall = cell.rows >= _TALL_PHOTO and sight.is_blank(cell) and not sight.grid.full(cell)
    if tall and cell.right >= sight.grid.right - 1 and cell.row <= 2:
        yield Field(cell.at, "照片", "", "photo", 0.6, "右侧的高空格，旁边是多行栏目")


def _photo(sight: Sight, cell: Cell) -> Iterator[Field]:
    after = sight.grid.after(cell)
    below = sight.grid.below(cell)
    short = len(squeezed(cell.text)) <= 6
    beside = after is not None and sight.is_blank(after) and after.rows == cell.rows
    if short and beside and cell.width <= (after.width if after else 0):
        return
    if short and cell.rows == 1 and below is not None and sight.is_blank(below) and below.rows > 1:
        return
    yield Field(cell.at, label_of(cell.text), "", "photo", 0.95, "印有照片字样，贴照片处")


def _sign(sight: Sight, cell: Cell, name: Named | None) -> Iterator[Field]:
    after = sight.grid.after(cell)
    if name is None and is_short_line(cell) and sight.takes_label(after):
        return
    colon = re.search(r"[:：]", cell.text)
    first = cell.text.strip().split("\n")[0] if colon else cell.text
    own = label_of(re.split(r"[:：]", first)[0])
    name = name or name_by_neighbour(sight, cell, above=not (sight.grid.full(cell) and colon))
    before = sight.grid.before(cell)
    beside = before is not None and sight.role(before) is Role.SIGN and before.row == cell.row
    if name is not None and before is not None and beside and name.label == label_of(before.text):
        name = None  # two places to sign side by side: neither names the other
    label = name.label if name is not None else own
    sectioned = band_over(sight, name or Named(cell, label, over_opinion(sight, cell), 0.9, ""))
    role = "opinion" if name and is_opinion(sectioned.section) else role_of(label, cell.text) or "sign"
    why = f"{name.why}，格内印有签字盖章字样" if name is not None else "格内印有签字盖章字样"
    yield Field(cell.at, label, sectioned.section, "signature", 0.95, why, role)


def _colon(sight: Sight, cell: Cell) -> Iterator[Field]:
    if not _is_open(sight, cell):
        return
    mark = sight.readings[cell.at].marks[0]
    role = role_of(mark.label)
    section = band_over(sight, Named(cell, mark.label, "", 0.85, "")).section
    if role:
        yield Field(cell.at, mark.label, section, "signature", 0.85, "冒号后留空，手签或盖章处", role)
    else:
        yield Field(cell.at, mark.label, section, "inline", 0.85, "冒号后留空，右边没有空格")


def _is_open(sight: Sight, cell: Cell) -> bool:
    """Whether a label with a colon takes its value in its own cell: room is left, or nobody else can take it."""
    after, below = sight.grid.after(cell), sight.grid.below(cell)
    if sight.is_group(cell):
        return False
    if cell.lines > 2 and cell.text.count("\n") < cell.lines - 1:
        return True
    if _heads_signature(sight, cell, below):
        return False
    if sight.takes_label(after) and after is not None and after.left - cell.right <= 1:
        return False
    if re.search(r"[ \u3000\u00a0]{3,}$|\u3000{2,}$", cell.text):
        return True
    if sight.grid.full(cell):
        last = below is None or (sight.grid.full(below) and not sight.is_blank(below))
        words = label_of(cell.text)
        return bool(ASKS.search(words)) or (last and bool(_ALONE.search(words)))
    if after is not None and sight.role(after) is not Role.COLON:
        filled = sight.role(after) is Role.SIGN or sight.is_fillable(after)
        return filled and cell.width > _ROOMY * len(cell.text) * sight.grid.em
    if sight.takes_label(below):
        return False
    return after is None or _is_open(sight, after)


def _heads_signature(sight: Sight, cell: Cell, below: Cell | None) -> bool:
    """Whether the cell is the head of a place to sign right under it."""
    if below is None or sight.role(below) is not Role.SIGN or cell.rows > 1:
        return False
    return abs(below.width - cell.width) < 0.2 * cell.width


def _dated(sight: Sight, fields: list[Field]) -> list[Field]:
    """Dates that belong to a signature: in the same row behind one, or right under one."""
    by_at = {one.at: one for one in fields}
    cells = {cell.at: cell for cell in sight.grid.cells}
    out = []
    for one in fields:
        day = is_date(one.label) or (one.kind == "inline" and "年月日" in one.why)
        signed = _signed(sight, cells[one.at], by_at) if day and one.kind in ("text", "inline") else None
        if signed is not None:
            section = one.section or over_opinion(sight, cells[one.at])
            why = f"{one.why}；与签字同处"
            one = replace(one, kind="signature", role="date", section=section, why=why)
        out.append(one)
    return out


def _signed(sight: Sight, cell: Cell, by_at: dict[At, Field]) -> Field | None:
    """The signature that a date belongs to: right above a gap for a date, or the place before it in its row."""
    above = sight.grid.above(cell)
    over = by_at.get(above.at) if above is not None else None
    if above is not None and over is not None and over.kind == "signature" and over.role != "date":
        alike = abs(above.width - cell.width) < 0.2 * cell.width
        if alike and sight.role(cell) is Role.GAPS:
            return over
    row = [
        by_at[one.at] for one in sight.grid.row(cell.row) if one.at in by_at and one.right <= cell.left + 1
    ]
    last = row[-1] if row else None
    return last if last is not None and last.role in ("sign", "fingerprint") else None
