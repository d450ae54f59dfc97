"""Which heading governs a cell: a label beside several rows, a row's own label, a band above, or plain order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from docgen.ooxml.blanks.blocks import Named
from docgen.ooxml.blanks.grid import Cell
from docgen.ooxml.blanks.places import is_opinion
from docgen.ooxml.blanks.roles import Role
from docgen.ooxml.blanks.sight import Sight
from docgen.ooxml.blanks.values import Field, label_of, squeezed
from docgen.ooxml.blanks.words import ASKS, NOTE, TITLE, UNIT_NOTE

_LONGEST = 30
_STEPS = 3


def section_of(sight: Sight, cell: Cell, label: str) -> str:
    """The nearest heading over a cell, without the form's own title."""
    return _group(sight, cell, label) or _row_label(sight, cell, label) or _band(sight, cell, label)


def over_opinion(sight: Sight, cell: Cell) -> str:
    """The opinion in whose column a place to sign stands, when its head is a row or two above."""
    above, steps = sight.grid.above(cell), 0
    while above is not None and steps < _STEPS and abs(above.width - cell.width) < 0.2 * cell.width:
        if is_opinion(label_of(above.text)):
            return label_of(above.text)
        above, steps = sight.grid.above(above), steps + 1
    return ""


def _group(sight: Sight, cell: Cell, label: str) -> str:
    beside = [
        one
        for one in sight.grid.row(cell.row)
        if sight.is_group(one) and one.right <= cell.left + 1 and label_of(one.text) != label
    ]
    return label_of(beside[-1].text) if beside else ""


def _row_label(sight: Sight, cell: Cell, label: str) -> str:
    """The first of two labels at the beginning of a row: ``父亲 | 姓名 | … | 年龄 | …``."""
    row = [one for one in sight.grid.row(cell.row) if not sight.is_group(one)]
    if len(row) < 3 or not (sight.is_label(row[0]) and sight.is_label(row[1])):
        return ""
    behind = sight.role(row[2]) in (Role.LABEL, Role.COLON)
    if behind or label_of(row[0].text) == label or not sight.takes_label(row[2]):
        return ""
    return label_of(row[0].text)


def _band(sight: Sight, cell: Cell, label: str) -> str:
    for row in range(cell.row - 1, -1, -1):
        cells = sight.grid.row(row)
        if len(cells) != 1 or cells[0].row != row:
            continue
        text = squeezed(cells[0].text)
        if sight.role(cells[0]) not in (Role.LABEL, Role.COLON) or NOTE.match(text) or UNIT_NOTE.match(text):
            continue
        if sight.role(cells[0]) is Role.COLON and ASKS.search(label_of(text)):
            continue
        if len(text) > _LONGEST or (row <= 1 and TITLE.search(text)) or label_of(text) == label:
            continue
        return label_of(text)
    return ""


def band_over(sight: Sight, named: Named) -> Named:
    """The name with the heading over it, when the other axis gave none."""
    section = named.section or section_of(sight, named.cell, named.label)
    return replace(named, section=section)


def by_order(fields: Sequence[Field]) -> list[Field]:
    """Tell apart equal labels that have one section: each belongs to the label before it that comes only once."""
    runs = _runs(fields)
    counted = Counter((runs[place], _key(one)) for place, one in enumerate(fields))
    singles = Counter(one.label for one in fields)
    out = []
    for place, one in enumerate(fields):
        if (
            not one.label
            or one.role == "opinion"
            or _twins(fields, place)
            or counted[runs[place], _key(one)] < 2
            or _same_cell(fields, place)
        ):
            out.append(one)
            continue
        anchor = next(
            (
                before.label
                for before in reversed(fields[:place])
                if singles[before.label] == 1 and before.label
            ),
            "",
        )
        out.append(replace(one, section=anchor) if anchor else one)
    return out


def _runs(fields: Sequence[Field]) -> list[int]:
    """Numbers for stretches of fields under one section: what is apart is told apart already."""
    out: list[int] = []
    for place, one in enumerate(fields):
        same = (
            place > 0
            and fields[place - 1].section == one.section
            and fields[place - 1].at.table == one.at.table
        )
        out.append(0 if not one.section else (out[-1] if same else place))
    return out


def _key(one: Field) -> tuple[object, str, str]:
    return one.at.table, one.section, one.label


def _twins(fields: Sequence[Field], place: int) -> bool:
    """Whether the next or the last field has the very same label: two lines of one box."""
    near = [fields[n] for n in (place - 1, place + 1) if 0 <= n < len(fields)]
    return any(_key(one) == _key(fields[place]) for one in near)


def _same_cell(fields: Sequence[Field], place: int) -> bool:
    one = fields[place]
    return any(
        other.at == one.at
        for number, other in enumerate(fields)
        if number != place and _key(other) == _key(one)
    )
