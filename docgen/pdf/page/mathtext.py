"""Formulas (公式) as a line of characters, for what cannot be drawn must still be read."""

from __future__ import annotations

from docgen.pdf.page.xml import Element, local

_AROUND = {"num": ("(", ")"), "den": ("/(", ")"), "sup": ("^", ""), "sub": ("_", ""), "deg": ("", "")}
_PROPERTIES = {"rPr", "ctrlPr", "sSupPr", "sSubPr", "naryPr", "dPr", "fPr", "radPr", "accPr", "funcPr"}


def linear(element: Element) -> str:
    """Write the text of a formula, fractions with a slash, powers with ^."""
    name = local(element)
    if name in _PROPERTIES:
        return ""
    if name == "t":
        return str(element.text or "")
    inner = "".join(linear(child) for child in element)
    before, after = _AROUND.get(name, ("", ""))
    if name == "rad":
        before, after = "√(", ")"
    if name in {"num", "den"} and len(inner) == 1:
        before, after = before.rstrip("("), ""
    return before + inner + after if inner else ""
