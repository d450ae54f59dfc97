"""A declaration written as TOML: what the form is, then its boxes, lists and places to sign."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docgen.authoring.declare import Draft, Listing, Sign, Spot

_SEALED = {"seal", "opinion"}


def declaration(head: Mapping[str, Any], made: Draft) -> str:
    """Return the text of ``form.toml``; every label, place and number stands as it was found."""
    lines = [*_table("[form]", head)]
    for spot in made.spots:
        if not spot.table:
            lines += ["", *_table("[[field]]", _box(spot))]
    for table in made.tables:
        lines += ["", *_table("[[table]]", _list(table))]
        for spot in made.spots:
            if spot.table == table.name:
                lines += ["", *_table("[[table.column]]", _box(spot))]
    for sign in made.signs:
        lines += ["", *_table("[[signature]]", _sign(sign))]
    return "\n".join(lines) + "\n"


def _table(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield name
    for key, value in values.items():
        yield f"{key} = {written_value(value)}"


def written_value(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(written_value(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {written_value(one)}' for key, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)


def _box(spot: Spot) -> dict[str, Any]:
    box: dict[str, Any] = {"name": spot.name, "label": spot.label, "from": spot.source}
    if spot.kind != "text":
        box["kind"] = spot.kind
    if spot.kind == "ticks":
        box["options"] = spot.options
    box["at"] = spot.at[0] if len(spot.at) == 1 else spot.at
    for key, value in (("gap", spot.gap), ("box", spot.box)):
        if value >= 0:
            box[key] = value
    box["anchor"] = spot.label
    return box | ({"section": spot.section} if spot.section and not spot.table else {}) | dict(spot.extra)


def _list(table: Listing) -> dict[str, Any]:
    return {
        "name": table.name,
        "label": table.label,
        "each": table.each,
        "rows": table.rows,
        "overflow": table.overflow,
    }


def _sign(sign: Sign) -> dict[str, Any]:
    place: dict[str, Any] = {"name": sign.name, "label": sign.label or "签字盖章", "role": sign.role}
    if sign.role == "fingerprint":
        place["fingerprint"] = True
    if sign.role in _SEALED:
        place["seal"] = True
    return place | {"at": sign.at, "anchor": sign.label} | ({"section": sign.section} if sign.section else {})
