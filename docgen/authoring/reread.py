"""A form's boxes back as a draft: for a new proof after corrections, and for the next edition."""

from collections.abc import Mapping
from typing import Any

from docgen.authoring.declare import Draft, Listing, Sign, Spot
from docgen.form import Field, Form

#: How sure a box is that a clerk has looked at.
SETTLED = (1.0, "经办人定的")


def draft_of(form: Form, told: Mapping[str, tuple[float, str]] | None = None) -> Draft:
    """Return the boxes, lists and places to sign of a form bound to a blank; ``told`` is what a list says of a slot."""
    known = told or {}
    spots = [_spot(one, "", known) for one in form.fields if one.at]
    tables = []
    for table in form.tables:
        columns = [_spot(one, table.name, known) for one in table.columns if one.at]
        spots += columns
        if columns:
            place = columns[0].at[0]
            tables.append(
                Listing(table.name, table.label, table.each, table.rows, place, *SETTLED, table.overflow)
            )
    signs = (
        Sign(one.name, one.anchor or one.label, one.section, one.role, one.at)
        for one in form.signatures
        if one.at
    )
    return Draft(tuple(spots), tuple(tables), tuple(signs))


def _spot(box: Field, table: str, told: Mapping[str, tuple[float, str]]) -> Spot:
    slot = f"{table}.{box.name}" if table else box.name
    confidence, why = told.get(slot, SETTLED)
    return Spot(
        box.name,
        box.anchor or box.label,
        box.section,
        box.at,
        box.source,
        confidence,
        why,
        box.kind,
        box.gap,
        box.box,
        table,
        tuple(one.label for one in box.options),
        tuple((one.code, one.label, *one.aliases) for one in box.options),
        box.at[0],
        extra_of(box),
    )


def extra_of(box: Field) -> tuple[tuple[str, Any], ...]:
    """Return what else a declaration says of a box: required, stage, empty, other; its own label."""
    extra = {
        "required": box.required or None,
        "stage": box.stage or None,
        "empty": box.empty,
        "other": box.other or None,
    }
    return tuple((key, value) for key, value in extra.items() if value is not None)
