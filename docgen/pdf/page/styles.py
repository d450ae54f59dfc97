"""Resolves what a document says about looks: defaults, styles, themes, table styles, direct properties.

A set of properties is a plain mapping of flat names to strings, as in the file: `ind.left`, `spacing.line`, `jc`, `b`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from docgen.pdf.page.xml import A, Element, W, local, parse, real

Properties = Mapping[str, str]
_NESTED = {"tabs", "pBdr", "rPr", "numPr", "sectPr", "pPrChange", "rPrChange"}
_OPPOSITE = {
    "ind.firstLine": ("ind.hanging", "ind.hangingChars"),
    "ind.hanging": ("ind.firstLine", "ind.firstLineChars"),
    "ind.firstLineChars": ("ind.hangingChars",),
    "ind.hangingChars": ("ind.firstLineChars",),
    "rFonts.ascii": ("rFonts.asciiTheme",),
    "rFonts.hAnsi": ("rFonts.hAnsiTheme",),
    "rFonts.eastAsia": ("rFonts.eastAsiaTheme",),
    "rFonts.asciiTheme": ("rFonts.ascii",),
    "rFonts.hAnsiTheme": ("rFonts.hAnsi",),
    "rFonts.eastAsiaTheme": ("rFonts.eastAsia",),
}
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV", "tl2br", "tr2bl")


def flat(element: Element | None) -> dict[str, str]:
    """Flatten the children of a property element; `val` takes the bare name, an empty element is "1"."""
    found: dict[str, str] = {}
    if element is None:
        return found
    for child in element:
        name = local(child)
        if not name or name in _NESTED:
            continue
        if not child.attrib:
            found[name] = "1"
        for key, value in child.attrib.items():
            key = key.rsplit("}", 1)[-1]
            found[name if key == "val" else f"{name}.{key}"] = value
    found.update(_nested(element))
    return found


def _nested(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    tabs = element.find(f"{W}tabs")
    if tabs is not None:
        for tab in tabs:
            at = tab.get(f"{W}pos", "0")
            found[f"tab.{at}"] = f"{tab.get(f'{W}val') or 'left'} {tab.get(f'{W}leader') or 'none'}"
    number = element.find(f"{W}numPr")
    if number is not None:
        for name in ("ilvl", "numId"):
            part = number.find(f"{W}{name}")
            if part is not None:
                found[name] = part.get(f"{W}val", "0")
    for border in element.iterfind(f"{W}pBdr/*"):
        found[f"pBdr.{local(border)}"] = border_text(border)
    return found


def border_text(border: Element) -> str:
    """Write a border element as `kind size colour space`."""
    named = (("val", "nil"), ("sz", "4"), ("color", "auto"), ("space", "0"))
    return " ".join((border.get(f"{W}{name}") or default).replace(" ", "") for name, default in named)


def merged(*layers: Properties) -> dict[str, str]:
    """Lay property sets over each other, the last on top; a property takes its opposite away."""
    result: dict[str, str] = {}
    for layer in layers:
        for name in layer:
            for opposite in _OPPOSITE.get(name, ()):
                if opposite not in layer:
                    result.pop(opposite, None)
        result.update(layer)
    return result


def on(properties: Properties, name: str, default: bool = False) -> bool:
    """Read a switch."""
    value = properties.get(name)
    return default if value is None else value not in {"0", "false", "off", "none"}


def number(properties: Properties, name: str, default: float = 0.0) -> float:
    """Read a number; units such as `pt` are turned into twips."""
    value = properties.get(name)
    if value is None:
        return default
    return twips(value, default)


@lru_cache(maxsize=4096)
def twips(value: str, default: float = 0.0) -> float:
    """Read a measure in twips: a bare number, or one with pt, cm, mm, in."""
    for unit, factor in (("pt", 20.0), ("cm", 567.0), ("mm", 56.7), ("in", 1440.0)):
        if value.endswith(unit):
            value, scale = value[: -len(unit)], factor
            break
    else:
        scale = 1.0
    return real(value, default / scale) * scale


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it is based on already beneath it."""

    id: str
    kind: str
    name: str = ""
    paragraph: Properties = field(default_factory=dict)
    run: Properties = field(default_factory=dict)
    table: Properties = field(default_factory=dict)
    borders: Properties = field(default_factory=dict)
    cell: Properties = field(default_factory=dict)
    margins: Properties = field(default_factory=dict)
    parts: Mapping[str, Style] = field(default_factory=dict)  # a table style's conditional formats


class Styles:
    """The styles part and the theme of one document."""

    def __init__(self, part: bytes | None, theme: bytes | None) -> None:
        root = parse(part) if part else None
        self.theme = _theme_fonts(parse(theme)) if theme else {}
        self.default_run: Properties = {}
        self.default_paragraph: Properties = {}
        self._elements: dict[str, Element] = {}
        self._styles: dict[str, Style] = {}
        self.defaults: dict[str, str] = {}
        if root is None:
            return
        self.default_run = flat(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self.default_paragraph = flat(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        for element in root.iterfind(f"{W}style"):
            id_ = element.get(f"{W}styleId", "")
            self._elements[id_] = element
            if element.get(f"{W}default") in {"1", "true"}:
                self.defaults[element.get(f"{W}type", "")] = id_

    def style(self, id_: str | None, kind: str) -> Style:
        """Give a style by id, or the default one of its kind."""
        id_ = id_ if id_ in self._elements else self.defaults.get(kind)
        return self._resolve(id_, kind, frozenset()) if id_ else Style("", kind)

    def _resolve(self, id_: str, kind: str, seen: frozenset[str]) -> Style:
        if id_ in self._styles:
            return self._styles[id_]
        element = self._elements[id_]
        based = element.find(f"{W}basedOn")
        parent_id = based.get(f"{W}val", "") if based is not None else ""
        usable = parent_id in self._elements and parent_id not in seen and parent_id != id_
        parent = self._resolve(parent_id, kind, seen | {id_}) if usable else Style("", kind)
        self._styles[id_] = style = _style(element, parent, id_)
        return style

    def font(self, properties: Properties, cjk: bool) -> str:
        """Give the font family that a run names for a script, themes resolved."""
        names = ("rFonts.eastAsia",) if cjk else ("rFonts.ascii", "rFonts.hAnsi")
        for name in names:
            theme = properties.get(f"{name}Theme")
            found = self.theme.get(theme, "") if theme else properties.get(name, "")
            if found:
                return found
        return "宋体" if cjk else "Times New Roman"


def _style(element: Element, parent: Style, id_: str) -> Style:
    table = element.find(f"{W}tblPr")
    conditional = dict(parent.parts)
    for part in element.iterfind(f"{W}tblStylePr"):
        kind = part.get(f"{W}type", "")
        conditional[kind] = _style(part, conditional.get(kind, Style("", "table")), kind)
    name = element.find(f"{W}name")
    return Style(
        id_,
        element.get(f"{W}type", parent.kind),
        name.get(f"{W}val", "") if name is not None else "",
        merged(parent.paragraph, flat(element.find(f"{W}pPr"))),
        merged(parent.run, flat(element.find(f"{W}rPr"))),
        merged(parent.table, flat(table)),
        {
            **parent.borders,
            **borders_of(table, "tblBorders"),
            **borders_of(element.find(f"{W}tcPr"), "tcBorders"),
        },
        merged(parent.cell, flat(element.find(f"{W}tcPr"))),
        {**parent.margins, **margins_of(table, "tblCellMar")},
        conditional,
    )


def borders_of(properties: Element | None, name: str) -> dict[str, str]:
    """Read the borders of a table or a cell by side (start and end are left and right)."""
    found = {}
    group = properties.find(f"{W}{name}") if properties is not None else None
    for border in group if group is not None else ():
        side = {"start": "left", "end": "right"}.get(local(border), local(border))
        if side in SIDES:
            found[side] = border_text(border)
    return found


def margins_of(properties: Element | None, name: str) -> dict[str, str]:
    """Read the inner margins of a table's cells or of one cell, in twips by side."""
    found = {}
    group = properties.find(f"{W}{name}") if properties is not None else None
    for side in group if group is not None else ():
        key = {"start": "left", "end": "right"}.get(local(side), local(side))
        found[key] = side.get(f"{W}w", "0") if side.get(f"{W}type", "dxa") != "nil" else "0"
    return found


def _theme_fonts(root: Element) -> dict[str, str]:
    fonts: dict[str, str] = {}
    for group, prefix in (("majorFont", "major"), ("minorFont", "minor")):
        element = root.find(f".//{A}{group}")
        if element is None:
            continue
        latin = _typeface(element.find(f"{A}latin"))
        east = _typeface(element.find(f"{A}ea"))
        if not east:
            scripts = element.iterfind(f"{A}font")
            east = next((_typeface(font) for font in scripts if font.get("script") == "Hans"), "")
        fonts |= {f"{prefix}Ascii": latin, f"{prefix}HAnsi": latin, f"{prefix}EastAsia": east}
    return fonts


def _typeface(element: Element | None) -> str:
    return str(element.get("typeface", "")) if element is not None else ""


def conditions(look: Properties, row: int, rows: int, column: int, columns: int) -> Iterable[str]:
    """Name the conditional formats that hold for a cell, weakest first."""
    if on(look, "tblLook.noHBand") is False:
        first = 1 if on(look, "tblLook.firstRow") else 0
        if row >= first:
            yield "band1Horz" if (row - first) % 2 == 0 else "band2Horz"
    if on(look, "tblLook.firstColumn") and column == 0:
        yield "firstCol"
    if on(look, "tblLook.lastColumn") and column == columns - 1:
        yield "lastCol"
    if on(look, "tblLook.firstRow") and row == 0:
        yield "firstRow"
    if on(look, "tblLook.lastRow") and row == rows - 1:
        yield "lastRow"
