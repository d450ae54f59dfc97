"""A workbook read for printing: sheets with their cells, looks, sizes and page set-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from docgen.pdf.page.borders import Edge
from docgen.pdf.page.looks import Look, colour, mixed
from docgen.pdf.page.modes import WORD, Mode
from docgen.pdf.page.numfmt import BUILT_IN, formatted, ink_of, written
from docgen.pdf.page.palette import Palette
from docgen.pdf.page.xml import A, Element, R, S, local, main_part, parse, real, relations, whole

_LINES = {
    "hair": (0.25, "solid"), "thin": (0.5, "solid"), "medium": (1.25, "solid"), "thick": (2.0, "solid"),
    "double": (1.5, "double"), "dashed": (0.5, "dashed"), "dotted": (0.5, "dotted"), "mediumDashed": (1.25, "dashed"),
    "dashDot": (0.5, "dashed"), "mediumDashDot": (1.25, "dashed"), "dashDotDot": (0.5, "dashed"),
}  # fmt: skip
_INDEXED = {
    8: "000000",
    9: "FFFFFF",
    10: "FF0000",
    12: "0000FF",
    13: "FFFF00",
    22: "C0C0C0",
    23: "808080",
    55: "969696",
}


_SHARES = {"solid": 1.0, "darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125, "gray0625": 0.0625,
           **dict.fromkeys(("lightHorizontal", "lightVertical", "lightDown", "lightUp", "lightGrid", "lightTrellis"), 0.3),
           }  # fmt: skip


PLAIN = Look(cjk="宋体", latin="宋体", size=11.0, full_size=11.0)


@dataclass(frozen=True, slots=True)
class Format:
    """How a cell looks."""

    look: Look = PLAIN
    fill: str = ""
    edges: Mapping[str, Edge] = field(default_factory=dict)
    code: str = "General"
    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    shrink: bool = False
    rotation: int = 0
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell shows: rich text as (text, look or None) runs, and whether it is a number."""

    runs: tuple[tuple[str, Look | None], ...] = ()
    kind: str = "text"  # text | number | boolean | error

    @property
    def text(self) -> str:
        """Give the plain text."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True, slots=True)
class RowSize:
    """A row's height in points, None when it follows its content; fixed ones never grow."""

    height: float | None
    fixed: bool
    hidden: bool


Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """One worksheet."""

    name: str
    cells: dict[tuple[int, int], tuple[Value, Format]]
    merges: list[tuple[int, int, int, int]]
    widths: dict[int, float]
    hidden_columns: set[int]
    rows: dict[int, RowSize]
    default_width: float
    default_height: float
    setup: Mapping[str, str]
    title_rows: tuple[int, int] | None
    breaks: tuple[int, ...]
    column_breaks: tuple[int, ...]
    areas: tuple[Area, ...]
    title_columns: tuple[int, int] | None
    root: Element
    part: str


class Workbook:
    """A workbook's parts that hold for all its sheets."""

    def __init__(self, parts: Mapping[str, bytes], mode: Mode = WORD) -> None:
        self.parts = parts
        self._libreoffice = mode.libreoffice
        self.main = main_part(parts, "xl/workbook.xml")
        self.root = parse(parts[self.main])
        self.relations = relations(parts, self.main)
        kinds = {relation.kind: relation.target for relation in self.relations.values()}
        self._theme = _theme_colours(parts.get(kinds.get("theme", "")))
        styles = parts.get(kinds.get("styles", ""))
        self.palette = Palette(parts.get(kinds.get("theme", "")))
        self.formats = self._formats(styles)
        self.dxfs = tuple(parse(styles).iterfind(f"{S}dxfs/{S}dxf")) if styles else ()
        self.strings_part = kinds.get("sharedStrings", "")
        properties = self.root.find(f"{S}workbookPr")
        self.date1904 = properties is not None and properties.get("date1904") in {"1", "true"}

    @cached_property
    def digit(self) -> float:
        """Give the width of a digit of the default font in pixels at 96 dpi, the unit of column widths."""
        look = self.formats[0].look
        square = any(ord(c) > 0x2E80 for c in look.latin) or look.latin.lower() in {"simsun", "dengxian"}
        return max(7.0, round(look.size * 96 / 72 * (0.53 if square else 0.5)))

    def sheets(self, parts: Mapping[str, bytes]) -> list[Sheet]:
        """Read the visible sheets, from these parts where they replace the workbook's own."""
        strings = self._strings(parts)
        found = []
        for at, element in enumerate(self.root.iterfind(f"{S}sheets/{S}sheet")):
            relation = self.relations.get(element.get(f"{R}id", ""))
            if (
                element.get("state", "visible") != "visible"
                or relation is None
                or relation.kind != "worksheet"
            ):
                continue
            content = parts.get(relation.target)
            if content is not None:
                found.append(
                    self._sheet(parse(content), relation.target, element.get("name", ""), at, strings)
                )
        return found

    # looks

    def _formats(self, part: bytes | None) -> list[Format]:
        if not part:
            return [Format()]
        root = parse(part)
        looks = [self.look(font) for font in root.iterfind(f"{S}fonts/{S}font")] or [Format().look]
        fills = [self.fill(fill) for fill in root.iterfind(f"{S}fills/{S}fill")] or [""]
        borders = [self.border(border) for border in root.iterfind(f"{S}borders/{S}border")] or [{}]
        codes = {
            whole(e.get("numFmtId")): e.get("formatCode", "") for e in root.iterfind(f"{S}numFmts/{S}numFmt")
        }
        codes = {**BUILT_IN, **codes}
        formats = [
            self._format(xf, looks, fills, borders, codes) for xf in root.iterfind(f"{S}cellXfs/{S}xf")
        ]
        return formats or [Format()]

    def _format(
        self,
        xf: Element,
        looks: list[Look],
        fills: list[str],
        borders: list[dict[str, Edge]],
        codes: Mapping[int, str],
    ) -> Format:
        alignment = xf.find(f"{S}alignment")
        get = alignment.get if alignment is not None else lambda _name, default="": default
        return Format(
            _pick(looks, xf.get("fontId")),
            _pick(fills, xf.get("fillId")),
            _pick(borders, xf.get("borderId")),
            codes.get(whole(xf.get("numFmtId")), "General"),
            get("horizontal", "general"),
            get("vertical", "bottom"),
            get("wrapText", "0") in {"1", "true"},
            get("shrinkToFit", "0") in {"1", "true"},
            whole(get("textRotation")),
            min(whole(get("indent")), 50),
        )

    def look(self, font: Element, base: Look | None = None) -> Look:
        """Read a font element."""
        name = font.find(f"{S}name")
        name = font.find(f"{S}rFont") if name is None else name
        size = font.find(f"{S}sz")
        family = name.get("val", "宋体") if name is not None else base.cjk if base else "宋体"
        points = real(size.get("val"), 11.0) if size is not None else base.size if base else 11.0
        underline = font.find(f"{S}u")
        decoration = ""
        if underline is not None and underline.get("val", "single") != "none":
            decoration = (
                "underline double" if "double" in underline.get("val", "single").lower() else "underline"
            )
        elif _set(font, "strike"):
            decoration = "line-through"
        return Look(
            cjk=family,
            latin=family,
            size=points,
            full_size=points,
            bold=_set(font, "b"),
            italic=_set(font, "i"),
            decoration=decoration,
            colour=self.colour(font.find(f"{S}color")),
            east_asian=True,
        )

    def fill(self, fill: Element) -> str:
        """Read a fill; a pattern is drawn as the colour that it gives from afar."""
        pattern = fill.find(f"{S}patternFill")
        if pattern is None or pattern.get("patternType", "none") in {"none"}:
            return ""
        ink = self.colour(pattern.find(f"{S}fgColor"), plain="#000000")
        share = _SHARES.get(pattern.get("patternType", "solid"), 0.5)
        if share == 1.0:
            return ink
        return mixed(
            self.colour(pattern.find(f"{S}bgColor"), plain="#000000") or "#ffffff", ink or "#000000", share
        )

    def border(self, border: Element) -> dict[str, Edge]:
        """Read the borders of a cell."""
        edges = {}
        for side in border:
            name = {"start": "left", "end": "right"}.get(local(side), local(side))
            width, style = _LINES.get(side.get("style", ""), (0.0, "solid"))
            if not width:
                continue
            drawn = Edge(width, style, self.colour(side.find(f"{S}color")) or "#000", own=True)
            if name == "diagonal":
                if border.get("diagonalDown") in {"1", "true"}:
                    edges["tl2br"] = drawn
                if border.get("diagonalUp") in {"1", "true"}:
                    edges["tr2bl"] = drawn
            else:
                edges[name] = drawn
        return edges

    def colour(self, element: Element | None, plain: str = "") -> str:
        """Read a colour; `plain` stands for black."""
        if element is None:
            return ""
        if element.get("rgb"):
            return colour(element.get("rgb")[-6:]) or plain
        if element.get("indexed"):
            return colour(_INDEXED.get(whole(element.get("indexed")), "000000")) or plain
        if element.get("theme"):
            base = self._theme.get(whole(element.get("theme")), "000000")
            return colour(_tinted(base, real(element.get("tint")))) or plain
        return ""

    # cells

    def _strings(self, parts: Mapping[str, bytes]) -> list[tuple[tuple[str, Look | None], ...]]:
        part = parts.get(self.strings_part)
        return [self._rich(item) for item in parse(part).iterfind(f"{S}si")] if part else []

    def _rich(self, item: Element) -> tuple[tuple[str, Look | None], ...]:
        runs: list[tuple[str, Look | None]] = []
        for child in item:
            if local(child) == "t":
                runs.append((_unescaped(child.text or ""), None))
            elif local(child) == "r":
                properties = child.find(f"{S}rPr")
                text = child.find(f"{S}t")
                look = self.look(properties) if properties is not None else None
                runs.append((_unescaped(text.text or "") if text is not None else "", look))
        return tuple(runs)

    def _value(
        self, cell: Element, format_: Format, strings: list[tuple[tuple[str, Look | None], ...]]
    ) -> Value:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            item = cell.find(f"{S}is")
            return Value(self._rich(item)) if item is not None else Value()
        element = cell.find(f"{S}v")
        raw = element.text if element is not None and element.text else ""
        if kind == "s":
            at = int(raw) if raw.isdigit() else -1
            runs = strings[at] if 0 <= at < len(strings) else ()
            plain = len(runs) == 1 and "@" in format_.code and format_.code != "@"
            return Value(((written(runs[0][0], format_.code), runs[0][1]),) if plain else runs)
        if kind == "b":
            return Value(((("TRUE" if raw == "1" else "FALSE"), None),), "boolean")
        if kind in {"str", "e"}:
            return Value(((written(raw, format_.code), None),), "text" if kind == "str" else "error")
        if not raw:
            return Value()
        ink = ink_of(raw, format_.code)
        own = replace(format_.look, colour=ink) if ink else None
        return Value(((formatted(raw, format_.code, self.date1904), own),), "number")

    def _sheet(
        self, root: Element, part: str, name: str, at: int, strings: list[tuple[tuple[str, Look | None], ...]]
    ) -> Sheet:
        cells: dict[tuple[int, int], tuple[Value, Format]] = {}
        rows: dict[int, RowSize] = {}
        sizes = root.find(f"{S}sheetFormatPr")
        fixed = sizes is not None and _yes(sizes, "customHeight")  # a row of which nothing is said
        for row_at, row in enumerate(root.iterfind(f"{S}sheetData/{S}row")):
            r = whole(row.get("r"), row_at + 1) - 1
            height = real(row.get("ht"))
            height = _hundredths(height) if self._libreoffice else height
            kept = _yes(row, "customHeight") if height else fixed
            rows[r] = RowSize(height or None, kept, _yes(row, "hidden"))
            for cell_at, cell in enumerate(row.iterfind(f"{S}c")):
                c = _column(cell.get("r", "")) if cell.get("r") else cell_at
                style = whole(cell.get("s"))
                format_ = self.formats[style] if style < len(self.formats) else self.formats[0]
                cells[r, c] = (self._value(cell, format_, strings), format_)
        widths, hidden = self._columns(root)
        get = sizes.get if sizes is not None else lambda _name, default=None: default
        default = get("defaultColWidth")
        return Sheet(
            name,
            cells,
            _merges(root, cells),
            widths,
            hidden,
            rows,
            self.points(real(default)) if default else self._plain_width(real(get("baseColWidth"), 8.0)),
            real(get("defaultRowHeight"), 13.5),
            _setup(root),
            self._titles(at, r"\$?(\d+):\$?(\d+)", lambda text: int(text) - 1),
            tuple(whole(b.get("id")) for b in root.iterfind(f"{S}rowBreaks/{S}brk")),
            tuple(whole(b.get("id")) for b in root.iterfind(f"{S}colBreaks/{S}brk")),
            self._named("_xlnm.Print_Area", at),
            self._titles(at, r"\$?([A-Z]+):\$?([A-Z]+)", _column),
            root,
            part,
        )

    def _columns(self, root: Element) -> tuple[dict[int, float], set[int]]:
        widths: dict[int, float] = {}
        hidden: set[int] = set()
        for col in root.iterfind(f"{S}cols/{S}col"):
            first, last = whole(col.get("min"), 1) - 1, min(whole(col.get("max"), 1), 1024)
            for c in range(first, last):
                if col.get("width"):
                    widths[c] = self.points(real(col.get("width")))
                if _yes(col, "hidden"):
                    hidden.add(c)
        return widths, hidden

    def _plain_width(self, digits: float) -> float:
        """Give the width of a column of which nothing is said."""
        if self._libreoffice:
            return self.points(digits) + 3.75
        return self.points(digits + 5 / self.digit + 0.4)

    def points(self, width: float) -> float:
        """Turn a column width in digits into points, by way of whole pixels as Excel does, or straight on."""
        if self._libreoffice:
            return _hundredths(width * self.formats[0].look.size / 2)
        return int((256 * width + int(128 / self.digit)) / 256 * self.digit) * 0.75

    def _defined(self, name: str, at: int) -> str:
        for element in self.root.iterfind(f"{S}definedNames/{S}definedName"):
            if element.get("name") == name and element.get("localSheetId") == str(at):
                return element.text or ""
        return ""

    def _named(self, name: str, at: int) -> tuple[Area, ...]:
        refs = [ref.rsplit("!", 1)[-1].replace("$", "") for ref in self._defined(name, at).split(",")]
        return tuple(area_of(ref) for ref in refs if re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", ref))

    def _titles(self, at: int, pattern: str, read: Callable[[str], int]) -> tuple[int, int] | None:
        for ref in self._defined("_xlnm.Print_Titles", at).split(","):
            found = re.fullmatch(pattern, ref.rsplit("!", 1)[-1])
            if found:
                return read(found[1]), read(found[2])
        return None


def _hundredths(points: float) -> float:
    """Cut a length to whole hundredths of a millimetre."""
    return int(points * 2540 / 72 + 1e-6) * 72 / 2540


def _pick(choices: list[Any], at: str | None) -> Any:
    """Choose by an index of the file, the first one when it points nowhere."""
    place = whole(at)
    return choices[place] if 0 <= place < len(choices) else choices[0]


def _yes(element: Element, name: str) -> bool:
    return element.get(name) in {"1", "true"}


def _set(font: Element, name: str) -> bool:
    element = font.find(f"{S}{name}")
    return element is not None and element.get("val", "1") not in {"0", "false"}


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _column(reference: str) -> int:
    column = 0
    for letter in re.sub(r"[^A-Z]", "", reference):
        column = column * 26 + ord(letter) - 64
    return column - 1


def area_of(reference: str) -> tuple[int, int, int, int]:
    """Read a reference as top, left, bottom, right, counted from nought."""
    first, _, last = reference.partition(":")
    rows = [int(re.sub(r"\D", "", corner)) - 1 for corner in (first, last or first)]
    columns = [_column(corner) for corner in (first, last or first)]
    return rows[0], columns[0], rows[1], columns[1]


def _merges(root: Element, cells: Mapping[tuple[int, int], object]) -> list[tuple[int, int, int, int]]:
    """Read the merged ranges, no farther than there are cells (a range may claim the whole sheet)."""
    last_row = max((r for r, _ in cells), default=0)
    last_column = max((c for _, c in cells), default=0)
    areas = [area_of(m.get("ref", "A1")) for m in root.iterfind(f"{S}mergeCells/{S}mergeCell")]
    return [
        (r1, c1, min(r2, last_row), min(c2, last_column))
        for r1, c1, r2, c2 in areas
        if r1 <= last_row and c1 <= last_column
    ]


def _setup(root: Element) -> dict[str, str]:
    """Flatten what a sheet says of its page."""
    found: dict[str, str] = {}
    for name in ("pageMargins", "pageSetup", "printOptions"):
        element = root.find(f"{S}{name}")
        if element is not None:
            found |= {key.rsplit("}", 1)[-1]: value for key, value in element.attrib.items()}
    fit = root.find(f"{S}sheetPr/{S}pageSetUpPr")
    if fit is not None and _yes(fit, "fitToPage"):
        found["fitToPage"] = "1"
    texts = root.find(f"{S}headerFooter")
    if texts is not None:
        found |= {name: "1" for name in ("differentFirst", "differentOddEven") if _yes(texts, name)}
    for name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        element = root.find(f"{S}headerFooter/{S}{name}")
        if element is not None and element.text:
            found[name] = element.text
    return found


def _theme_colours(part: bytes | None) -> dict[int, str]:
    scheme = parse(part).find(f".//{A}clrScheme") if part else None
    colours = []
    for element in scheme if scheme is not None else ():
        inner = element[0] if len(element) else None
        colours.append(inner.get("lastClr", inner.get("val", "000000")) if inner is not None else "000000")
    order = [1, 0, 3, 2, *range(4, 12)]  # light and dark are listed the other way round
    return {at: colours[source] for at, source in enumerate(order) if source < len(colours)}


def _tinted(base: str, tint: float) -> str:
    channels = [int(base[at : at + 2], 16) for at in (0, 2, 4)]
    mixed = [c * (1 + tint) if tint < 0 else c + (255 - c) * tint for c in channels]
    return "".join(f"{round(c):02x}" for c in mixed)
