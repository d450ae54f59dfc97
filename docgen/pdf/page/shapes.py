"""What is anchored to a paragraph: text boxes, simple shapes, pictures beside the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from docgen.pdf.page.css import pt
from docgen.pdf.page.drawing import picture
from docgen.pdf.page.looks import colour
from docgen.pdf.page.paragraph import Block, Room
from docgen.pdf.page.source import Source
from docgen.pdf.page.styles import twips
from docgen.pdf.page.watermark import is_word_art
from docgen.pdf.page.xml import WPS, A, Element, V, W, local, real

EMU = 12700.0


class Flow(Protocol):
    """What sets the text in a box."""

    source: Source
    owner: str

    def stack(self, elements: list[Element], room: Room) -> Block:
        """Set block-level elements under each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shape hangs: CSS left and top from the text area, or from its paragraph when `top` is None."""

    left: float
    top: float | None
    down: float
    width: float
    height: float


def anchored(flow: Flow, element: Element, room: Room) -> str:
    """Draw an anchored drawing, DrawingML or VML; what cannot be drawn is reported."""
    anchor = element.find("{*}anchor")
    if anchor is not None:
        return _modern(flow, anchor, room)
    shapes = [
        child for child in element.iter() if local(child) in {"shape", "rect", "line", "roundrect", "oval"}
    ]
    return "".join(_vml(flow, shape, room) for shape in shapes if not is_word_art(shape))


def _modern(flow: Flow, anchor: Element, room: Room) -> str:
    extent = anchor.find("{*}extent")
    if extent is None:
        return ""
    width, height = (real(extent.get(name)) / EMU for name in ("cx", "cy"))
    place = _place(anchor, room, width, height)
    shape = anchor.find(f".//{WPS}wsp")
    if shape is not None:
        return _shape(flow, shape, place, room)
    if anchor.find(f".//{A}blip") is not None:
        return _at(flow.source, place, "", picture(flow.source, flow.owner, anchor, width, height))
    flow.source.report(flow.owner, "a drawing (group, chart, diagram) is not drawn")
    return ""


def _place(anchor: Element, room: Room, width: float, height: float) -> Place:
    left = _offset(anchor.find("{*}positionH"), room.width, width, room.page_left)
    vertical = anchor.find("{*}positionV")
    from_ = vertical.get("relativeFrom", "paragraph") if vertical is not None else "paragraph"
    down = _offset(vertical, 0.0, height, room.page_top)
    top = down if from_ in {"page", "margin"} else None
    return Place(left, top, down, width, height)


def _offset(position: Element | None, span: float, size: float, edge: float) -> float:
    if position is None:
        return 0.0
    offset = position.find("{*}posOffset")
    align = position.find("{*}align")
    from_ = position.get("relativeFrom", "")
    if offset is not None:
        return real(offset.text) / EMU - (edge if from_ == "page" else 0.0)
    side = align.text if align is not None else "left"
    return (span - size) / 2 if side == "center" else span - size if side in {"right", "bottom"} else 0.0


def _shape(flow: Flow, shape: Element, place: Place, room: Room) -> str:
    properties = shape.find(f"{WPS}spPr")
    geometry = properties.find(f"{A}prstGeom") if properties is not None else None
    kind = geometry.get("prst", "rect") if geometry is not None else "rect"
    style = _drawn_style(properties)
    if kind in {"line", "straightConnector1"}:
        return _at(flow.source, place, "", _stroke(flow.source, place, properties))
    if kind not in {"rect", "roundRect", "ellipse", "flowChartProcess"}:
        flow.source.report(flow.owner, f"a shape of kind {kind} is drawn as a rectangle")
    style += {"roundRect": ";border-radius:6pt", "ellipse": ";border-radius:50%"}.get(kind, "")
    content = shape.find(f"{WPS}txbx/{W}txbxContent")
    body = shape.find(f"{WPS}bodyPr")
    insets = [real(body.get(n) if body is not None else d, float(d)) / EMU
              for n, d in (("tIns", "45720"), ("rIns", "91440"), ("bIns", "45720"), ("lIns", "91440"))]  # fmt: skip
    return _boxed(flow, content, place, style, insets, room)


def _drawn_style(properties: Element | None) -> str:
    if properties is None:
        return ""
    style = ""
    fill = properties.find(f"{A}solidFill/{A}srgbClr")
    if fill is not None:
        style += f";background:{colour(fill.get('val', '')) or '#fff'}"
    line = properties.find(f"{A}ln")
    if line is not None and line.find(f"{A}noFill") is None:
        style += f";border:{pt(real(line.get('w'), 9525.0) / EMU)} solid {_line_colour(line)}"
    return style


def _line_colour(line: Element | None) -> str:
    ink = line.find(f"{A}solidFill/{A}srgbClr") if line is not None else None
    return (colour(ink.get("val", "")) if ink is not None else "") or "#000"


def _stroke(source: Source, place: Place, properties: Element | None) -> str:
    line = properties.find(f"{A}ln") if properties is not None else None
    wide = real(line.get("w"), 9525.0) / EMU if line is not None else 0.75
    return _rule(source, place, wide, _line_colour(line))


def _rule(source: Source, place: Place, wide: float, ink: str) -> str:
    if place.height < 0.5:
        body = f"width:{pt(place.width)};border-top:{pt(wide)} solid {ink}"
    elif place.width < 0.5:
        body = f"height:{pt(place.height)};border-left:{pt(wide)} solid {ink}"
    else:
        source.report(source.main, "a slanting line is not drawn")
        return ""
    return f"<div{source.classes.attribute(body)}></div>"


def _boxed(
    flow: Flow, content: Element | None, place: Place, style: str, insets: list[float], room: Room
) -> str:
    top, right, bottom, left = insets
    inner = ""
    if content is not None:
        inner = flow.stack(list(content), Room(max(place.width - left - right, 1.0), room.grid)).html
    padding = f"box-sizing:border-box;padding:{pt(top)} {pt(right)} {pt(bottom)} {pt(left)}"
    body = f"{padding};width:{pt(place.width)};height:{pt(place.height)}{style}"
    return _at(flow.source, place, body, inner)


def _at(source: Source, place: Place, body: str, inner: str) -> str:
    where = f"position:absolute;left:{pt(place.left)}"
    where += f";top:{pt(place.top)}" if place.top is not None else f";margin-top:{pt(place.down)}"
    return f"<div{source.classes.attribute(f'{where};{body}'.rstrip(';'))}>{inner}</div>"


def _vml(flow: Flow, shape: Element, room: Room) -> str:
    style: dict[str, str] = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", shape.get("style", "")))
    room_left = room.page_left if style.get("mso-position-horizontal-relative") == "page" else 0.0
    left = _points(style.get("margin-left", style.get("left", "0"))) - room_left
    down = _points(style.get("margin-top", style.get("top", "0")))
    vertical = style.get("mso-position-vertical-relative", "")
    top = down - (room.page_top if vertical == "page" else 0.0) if vertical in {"page", "margin"} else None
    place = Place(left, top, down, _points(style.get("width", "0")), _points(style.get("height", "0")))
    if local(shape) == "line":
        return _vml_line(flow, shape, room)
    if shape.find(f"{V}imagedata") is not None:
        flow.source.report(flow.owner, "a picture in VML is not drawn")
        return ""
    stroked = shape.get("stroked", "t") not in {"f", "false"}
    drawn = ";border:0.75pt solid #000" if stroked else ""
    fill = shape.get("fillcolor", "")
    if shape.get("filled", "t") not in {"f", "false"} and re.fullmatch(r"#[0-9a-fA-F]{3,6}", fill):
        drawn += f";background:{fill}"
    content = shape.find(f"{V}textbox/{W}txbxContent")
    return _boxed(flow, content, place, drawn, [3.6, 7.2, 3.6, 7.2], room)


def _vml_line(flow: Flow, shape: Element, room: Room) -> str:
    x1, y1 = (_points(value) for value in str(shape.get("from", "0,0")).split(","))
    x2, y2 = (_points(value) for value in str(shape.get("to", "0,0")).split(","))
    place = Place(min(x1, x2), None, min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    del room
    return _at(flow.source, place, "", _rule(flow.source, place, 0.75, "#000"))


def _points(value: str) -> float:
    value = value.strip()
    return (
        twips(value) / 20
        if value.endswith(("pt", "in", "cm", "mm"))
        else twips(value.removesuffix("px") + "pt") / 20
    )
