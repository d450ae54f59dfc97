"""A draft is tried on its blank: what cannot be placed or compiled stays empty, with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from docgen.authoring.declare import Draft, Spot, with_options
from docgen.ooxml import RowsSpec, Slot, TemplateError, compile_docx
from docgen.ooxml.blanks import format_of
from docgen.ooxml.bound import Binding, BindingError, place

#: Characters of an identity number: a run with fewer boxes cannot take it.
_NUMBER = 18


def bindings_of(spots: Iterable[Spot]) -> tuple[Binding, ...]:
    """Return the bindings of slots to be."""
    return tuple(
        Binding(
            f"{spot.table}.{f'{lane}.' if len(spot.at) > 1 else ''}{spot.name}" if spot.table else spot.name,
            at,
            spot.kind,  # type: ignore[arg-type]  # text, ticks and digits are shapes
            spot.gap,
            spot.box,
            spot.label,
            spot.section,
        )
        for spot in spots
        for lane, at in enumerate(spot.at, 1)
    )


def settle(blank: bytes, made: Draft) -> Draft:
    """Return the draft with only the slots that the blank takes, options spelt as its boxes read."""
    compiled = _compiled(blank, made)
    if compiled is None:
        made = _thinned(blank, made)
        compiled = _compiled(blank, made) or {}
    short = {name for name, slot in compiled.items() if slot.kind == "digits" and slot.capacity < _NUMBER}
    made = replace(made, spots=tuple(_plain(one) if one.slot in short else one for one in made.spots))
    return with_options(made, {name: slot.options for name, slot in compiled.items() if slot.options})


def _compiled(blank: bytes, made: Draft) -> Mapping[str, Slot] | None:
    tables = {one.name: RowsSpec(one.rows, one.overflow) for one in made.tables}  # type: ignore[arg-type]  # its own words
    try:
        content = place(blank, bindings_of(made.spots))
        if format_of(blank) == "xlsx":
            from docgen.ooxml import compile_xlsx

            slots = compile_xlsx(content, tables=tables).slots
        else:
            slots = compile_docx(content, tables=tables).slots
    except (TemplateError, BindingError):
        return None
    found = {slot.name: slot for slot in slots if slot.kind != "rows"}
    for rows in (slot for slot in slots if slot.kind == "rows"):
        found |= {_full(rows.name, column.name): column for column in rows.columns}
    return found if {spot.slot for spot in made.spots} == found.keys() else None


def _as_text(blank: bytes, spot: Spot) -> Spot:
    """A run of digit boxes that cannot be filled one by one takes its text in the first of them."""
    if spot.kind != "digits" or _compiled(blank, Draft((spot,))) is not None:
        return spot
    return _plain(spot)


def _plain(spot: Spot) -> Spot:
    return replace(spot, kind="text", why=f"{spot.why}；数字格不能逐格填，写在第一格")


def _full(table: str, column: str) -> str:
    return column if column.startswith(f"{table}.") else f"{table}.{column}"


def _thinned(blank: bytes, made: Draft) -> Draft:
    """Leave out the lists and slots that cannot stand on the blank, one by one."""
    tables, kept, left = [], list[Spot](), list(made.left)
    for table in made.tables:
        columns = [spot for spot in made.spots if spot.table == table.name]
        fitting = next(
            (
                (replace(table, overflow=how), tuple(part))
                for how in (table.overflow, "grow", "error")
                for part in (columns, [one for one in columns if one.kind == "text"])
                if part and _compiled(blank, Draft(tuple(part), (replace(table, overflow=how),))) is not None
            ),
            None,
        )
        if fitting is None:
            left.append((f"清单「{table.label}」", "这样的行不能重复填写"))
            continue
        tables.append(fitting[0])
        kept += fitting[1]
    plain = [spot for spot in made.spots if not spot.table]
    if _compiled(blank, Draft(tuple(plain))) is None:
        for spot in map(partial(_as_text, blank), plain):
            together = [one for one in plain if one.at == spot.at]
            if _compiled(blank, Draft(tuple(together))) is None and _compiled(blank, Draft((spot,))) is None:
                left.append((spot.label, f"{spot.where}：放不进标记"))
            elif _compiled(blank, Draft((*(one for one in kept if one.at == spot.at), spot))) is None:
                left.append((spot.label, f"{spot.where}：与同格别的栏目分不开"))
            else:
                kept.append(spot)
    else:
        kept += plain
    order = {spot.slot: number for number, spot in enumerate(made.spots)}
    return replace(
        made,
        spots=tuple(sorted(kept, key=lambda one: order[one.slot])),
        tables=tuple(tables),
        left=tuple(left),
    )
