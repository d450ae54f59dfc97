"""What hangs over the cells of a worksheet: pictures, text boxes, shapes, frames of charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from docgen.pdf.page.css import Classes, pt
from docgen.pdf.page.drawing import content_of, cropped, image
from docgen.pdf.page.looks import Look
from docgen.pdf.page.outline import drawn
from docgen.pdf.page.palette import Palette
from docgen.pdf.page.shapes import EMU, Size, degrees, fill_of, form_of, frame_html, stroke_of, turned
from docgen.pdf.page.source import Faces
from docgen.pdf.page.workbook import Format, Sheet, Value
from docgen.pdf.page.xml import A, Element, local, parse, real, relations, whole

Setter = Callable[[Value, Format, float, float], str]
_SIDES = {"ctr": "center", "r": "right", "dist": "distributed", "just": "justify"}
_LEVELS = {"ctr": "center", "b": "bottom"}


@dataclass(frozen=True, slots=True)
class Hung:
    """A drawing and the cell it hangs from: how far right and down in that cell, its size in points, its element."""

    row: int
    column: int
    right: float
    down: float
    size: Size
    element: Element
    part: str


def hung(
    parts: Mapping[str, bytes], sheet: Sheet, spans: Callable[[int, int], tuple[float, float]]
) -> Iterator[Hung]:
    """Give the drawings of a sheet; `spans` tells the width of a column and the height of a row."""
    for relation in relations(parts, sheet.part).values():
        if relation.kind != "drawing" or relation.target not in parts:
            continue
        for anchor in parse(parts[relation.target]):
            element = next((child for child in anchor if local(child) in _KINDS), None)
            if element is None:
                continue
            start, end, extent = (anchor.find(f"{{*}}{name}") for name in ("from", "to", "ext"))
            row, column, right, down = _corner(start)
            if local(anchor) == "absoluteAnchor":
                position = anchor.find("{*}pos")
                right, down = (real(position.get(name)) / EMU for name in ("x", "y"))
            if end is not None:
                last_row, last_column, far, low = _corner(end)
                wide = sum(spans(row, c)[0] for c in range(column, last_column)) + far - right
                high = sum(spans(r, column)[1] for r in range(row, last_row)) + low - down
            else:
                wide, high = (
                    real(extent.get(name)) / EMU if extent is not None else 0.0 for name in ("cx", "cy")
                )
            yield Hung(
                row, column, right, down, Size(max(wide, 0.0), max(high, 0.0)), element, relation.target
            )


_KINDS = {"pic", "sp", "cxnSp", "grpSp", "graphicFrame"}


def _corner(corner: Element | None) -> tuple[int, int, float, float]:
    if corner is None:
        return 0, 0, 0.0, 0.0
    row, column = (whole(corner.findtext(f"{{*}}{name}")) for name in ("row", "col"))
    right, down = (real(corner.findtext(f"{{*}}{name}")) / EMU for name in ("colOff", "rowOff"))
    return row, column, right, down


@dataclass(frozen=True, slots=True)
class Board:
    """What drawings of a workbook are drawn with."""

    parts: Mapping[str, bytes]
    classes: Classes
    faces: Faces
    palette: Palette
    set: Setter

    def draw(self, one: Hung) -> str:
        """Draw one, its upper left corner at that of its place."""
        return self._element(one.element, one.size, one.part)

    def _element(self, element: Element, size: Size, part: str) -> str:
        match local(element):
            case "pic":
                known = relations(self.parts, part)
                content = content_of(self.parts, known.get, element)
                html = image(self.classes, content, size.width, size.height, cropped(element))
                return turned(self.classes, html, size, degrees(element.find("{*}spPr")))
            case "grpSp":
                return self._group(element, size, part)
            case "graphicFrame":
                words = "图表" if element.find(f".//{A}graphicData/{{*}}chart") is not None else "图形"
                return frame_html(self.classes, self.faces, size, words)
            case _:
                return self._shape(element, size)

    def _shape(self, element: Element, size: Size) -> str:
        properties, style = element.find("{*}spPr"), element.find("{*}style")
        html = drawn(
            self.classes, form_of(properties, size), fill_of(self.palette, properties, style),
            stroke_of(self.palette, properties, style),
        )  # fmt: skip
        body = element.find("{*}txBody")
        if body is not None:
            value, format_ = self._text(body)
            if value.runs:
                inner = self.set(value, format_, size.width, size.height)
                place = f"position:absolute;left:0;top:0;width:{pt(size.width)};height:{pt(size.height)}"
                html += f"<div{self.classes.attribute(place)}>{inner}</div>"
        return turned(self.classes, html, size, degrees(properties))

    def _text(self, body: Element) -> tuple[Value, Format]:
        runs: list[tuple[str, Look | None]] = []
        align = "left"
        for at, paragraph in enumerate(body.iterfind(f"{A}p")):
            own = paragraph.find(f"{A}pPr")
            align = _SIDES.get(own.get("algn", "") if own is not None else "", align)
            if at:
                runs.append(("\n", None))
            for child in paragraph:
                if local(child) in {"r", "fld"}:
                    runs.append((child.findtext(f"{A}t") or "", self._look(child.find(f"{A}rPr"))))
                elif local(child) == "br":
                    runs.append(("\n", None))
        frame = body.find(f"{A}bodyPr")
        vertical = _LEVELS.get(frame.get("anchor", "t") if frame is not None else "t", "top")
        empty = not any(text.strip() for text, _ in runs)
        return Value(() if empty else tuple(runs)), Format(horizontal=align, vertical=vertical, wrap=True)

    def _look(self, run: Element | None) -> Look:
        if run is None:
            return Look(size=11.0, full_size=11.0, east_asian=True)
        size = real(run.get("sz"), 1100.0) / 100
        fonts = [run.find(f"{A}{name}") for name in ("ea", "latin")]
        named = next((font.get("typeface") for font in fonts if font is not None), "宋体")
        family = "宋体" if named.startswith("+") else named
        underlined = run.get("u", "none") != "none"
        return Look(
            cjk=family, latin=family, size=size, full_size=size, bold=run.get("b") in {"1", "true"},
            italic=run.get("i") in {"1", "true"}, decoration="underline" if underlined else "",
            colour=self.palette.fill(run.find(f"{A}solidFill")), east_asian=True,
        )  # fmt: skip

    def _group(self, element: Element, size: Size, part: str) -> str:
        frame = element.find(f"{{*}}grpSpPr/{A}xfrm")
        origin, extent = (
            frame.find(f"{A}{name}") if frame is not None else None for name in ("chOff", "chExt")
        )
        left, top = (real(origin.get(n)) if origin is not None else 0.0 for n in ("x", "y"))
        wide, high = (real(extent.get(n)) if extent is not None else 0.0 for n in ("cx", "cy"))
        across, down = (
            size.width / (wide or size.width * EMU or 1.0),
            size.height / (high or size.height * EMU or 1.0),
        )
        html = ""
        for child in element:
            own = next(
                (
                    f
                    for f in (child.find(f"{{*}}spPr/{A}xfrm"), child.find(f"{{*}}grpSpPr/{A}xfrm"))
                    if f is not None
                ),
                None,
            )
            if own is None or local(child) not in _KINDS:
                continue
            off, ext = own.find(f"{A}off"), own.find(f"{A}ext")
            inner = Size(real(ext.get("cx")) * across, real(ext.get("cy")) * down)
            body = f"position:absolute;left:{pt((real(off.get('x')) - left) * across)};top:{pt((real(off.get('y')) - top) * down)}"
            body += f";width:{pt(inner.width)};height:{pt(inner.height)}"
            html += f"<div{self.classes.attribute(body)}>{self._element(child, inner, part)}</div>"
        return html
