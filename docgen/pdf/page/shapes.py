"""What is anchored to a paragraph: text boxes, shapes, groups, pictures beside the text (DrawingML)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from docgen.pdf.page import geometry
from docgen.pdf.page.asian import Made
from docgen.pdf.page.css import Classes, pt, text
from docgen.pdf.page.drawing import picture
from docgen.pdf.page.outline import Form, Stroke, drawn, has
from docgen.pdf.page.palette import Palette
from docgen.pdf.page.paragraph import Block, Room
from docgen.pdf.page.source import Faces, Source
from docgen.pdf.page.xml import WPG, WPS, A, Element, W, local, real

EMU = 12700.0
_INSETS = (("tIns", 45720.0), ("rIns", 91440.0), ("bIns", 45720.0), ("lIns", 91440.0))


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


def anchored(flow: Flow, anchor: Element, room: Room) -> str:
    """Draw an anchored drawing; what cannot be drawn keeps its place."""
    extent = anchor.find("{*}extent")
    if extent is None:
        return ""
    size = Size(*(real(extent.get(name)) / EMU for name in ("cx", "cy")))
    return at(
        flow.source, _place(anchor, room, size.width, size.height), "", graphic(flow, anchor, size, room)
    )


def inline(flow: Flow, element: Element, room: Room) -> Made:
    """Draw a shape, a group or a diagram that stands in the line."""
    holder = element.find("{*}inline")
    extent = holder.find("{*}extent")
    size = Size(*(real(extent.get(name)) / EMU for name in ("cx", "cy")))
    body = f"display:inline-block;position:relative;width:{pt(size.width)};height:{pt(size.height)}"
    html = f"<span{flow.source.classes.attribute(body)}>{graphic(flow, holder, size, room)}</span>"
    return Made(html, size.width, size.height, 0.0)


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in points."""

    width: float
    height: float


def graphic(flow: Flow, holder: Element, size: Size, room: Room) -> str:
    """Draw what an anchor or an inline holds, its upper left corner at that of its place."""
    content = holder.find(f"{{*}}graphic/{A}graphicData")
    for child in content if content is not None else ():
        match local(child):
            case "wsp":
                return shape(flow, child, size, room)
            case "wgp" | "wpc" | "lockedCanvas":
                return group(flow, child, size, room)
            case "pic":
                return _picture(flow, child, size)
            case "chart":
                return framed(flow.source, size, "图表")
            case "relIds":
                return framed(flow.source, size, "图示")
    return framed(flow.source, size, "图形")


def framed(source: Source, size: Size, words: str) -> str:
    """Keep the place of what cannot be drawn."""
    return frame_html(source.classes, source.faces, size, words)


def frame_html(classes: Classes, faces: Faces, size: Size, words: str) -> str:
    """Draw an empty frame that says what belongs there."""
    face = faces.face("宋体", False)
    body = (
        f"box-sizing:border-box;position:absolute;left:0;top:0;width:{pt(size.width)};height:{pt(size.height)};"
        f"border:0.5pt dashed #808080;color:#808080;font:9pt/{pt(max(size.height - 1, 0.0))} '{face.css}';"
        "text-align:center;overflow:hidden"
    )
    return f"<span{classes.attribute(body)}>{text(words)}</span>"


def group(flow: Flow, element: Element, size: Size, room: Room) -> str:
    """Draw the members of a group (组合), each in its share of the group's place."""
    frame = element.find(f"{WPG}grpSpPr/{A}xfrm")
    origin, extent = (frame.find(f"{A}{name}") if frame is not None else None for name in ("chOff", "chExt"))
    left, top = (real(origin.get(n)) if origin is not None else 0.0 for n in ("x", "y"))
    wide, high = (real(extent.get(n)) if extent is not None else 0.0 for n in ("cx", "cy"))
    across, down = size.width / (wide or size.width * EMU), size.height / (high or size.height * EMU)
    html = ""
    for child in element:
        own = child.find(f"{{*}}spPr/{A}xfrm")
        own = own if own is not None else child.find(f"{{*}}grpSpPr/{A}xfrm")
        own = own if own is not None else child.find("{*}xfrm")
        if own is None or own.find(f"{A}off") is None or own.find(f"{A}ext") is None:
            continue
        off, ext = own.find(f"{A}off"), own.find(f"{A}ext")
        inner = Size(real(ext.get("cx")) * across, real(ext.get("cy")) * down)
        body = f"position:absolute;left:{pt((real(off.get('x')) - left) * across)};top:{pt((real(off.get('y')) - top) * down)}"
        body += f";width:{pt(inner.width)};height:{pt(inner.height)}"
        html += f"<div{flow.source.classes.attribute(body)}>{_member(flow, child, inner, room)}</div>"
    return html


def _member(flow: Flow, child: Element, size: Size, room: Room) -> str:
    match local(child):
        case "wsp" | "sp" | "cxnSp":
            return shape(flow, child, size, room)
        case "grpSp":
            return group(flow, child, size, room)
        case "pic":
            return _picture(flow, child, size)
        case _:
            return framed(flow.source, size, "图形")


def _picture(flow: Flow, element: Element, size: Size) -> str:
    html = picture(flow.source, flow.owner, element, size.width, size.height)
    return turned(flow.source.classes, html, size, degrees(element.find("{*}spPr")))


def degrees(properties: Element | None) -> float:
    """Read by how much a shape is turned."""
    frame = properties.find(f"{A}xfrm") if properties is not None else None
    return real(frame.get("rot")) / 60000 if frame is not None else 0.0


def shape(flow: Flow, element: Element, size: Size, room: Room) -> str:
    """Draw one shape and set the text in it."""
    properties = element.find("{*}spPr")
    style = element.find("{*}style")
    form = form_of(properties, size)
    html = drawn(
        flow.source.classes,
        form,
        fill_of(flow.source.palette, properties, style),
        stroke_of(flow.source.palette, properties, style),
    )
    content = element.find(f"{WPS}txbx/{W}txbxContent")
    if content is not None:
        html += _text(flow, content, element.find(f"{WPS}bodyPr"), form, room)
    return turned(flow.source.classes, html, size, degrees(properties))


def turned(classes: Classes, html: str, size: Size, angle: float) -> str:
    """Turn a drawing around its middle."""
    if not angle % 360:
        return html
    body = f"position:absolute;left:0;top:0;width:{pt(size.width)};height:{pt(size.height)};transform:rotate({angle:g}deg)"
    return f"<div{classes.attribute(body)}>{html}</div>"


def form_of(properties: Element | None, size: Size) -> Form:
    """Read the outline of a shape; one that is not known is a rectangle."""
    chosen = properties.find(f"{A}prstGeom") if properties is not None else None
    own = properties.find(f"{A}custGeom") if properties is not None else None
    kind = chosen.get("prst", "rect") if chosen is not None else "rect"
    path = geometry.custom(own, size.width, size.height) if own is not None else None
    path = (
        path
        or geometry.preset(kind, size.width, size.height)
        or geometry.preset("rect", size.width, size.height)
    )
    frame = properties.find(f"{A}xfrm") if properties is not None else None
    flips = [frame is not None and frame.get(name) in {"1", "true"} for name in ("flipH", "flipV")]
    return Form(kind, size.width, size.height, path or "", *flips)


def fill_of(palette: Palette, properties: Element | None, style: Element | None) -> str:
    """Give the colour that fills a shape, "" for none."""
    if properties is not None:
        if has(properties, "noFill"):
            return ""
        if has(properties, "solidFill"):
            return palette.fill(properties.find(f"{A}solidFill"))
        if has(properties, "gradFill"):
            return palette.fill(properties.find(f"{A}gradFill/{A}gsLst/{A}gs"))
    reference = style.find(f"{A}fillRef") if style is not None else None
    if reference is None or reference.get("idx", "0") == "0":
        return ""
    return palette.fill(reference)


def stroke_of(palette: Palette, properties: Element | None, style: Element | None) -> Stroke | None:
    """Read the line of a shape, None for none."""
    line = properties.find(f"{A}ln") if properties is not None else None
    reference = style.find(f"{A}lnRef") if style is not None else None
    if has(line, "noFill") or (line is None and (reference is None or reference.get("idx", "0") == "0")):
        return None
    themed = reference is not None and reference.get("idx", "0") != "0"
    ink = palette.fill(line.find(f"{A}solidFill")) if line is not None else ""
    ink = ink or (palette.fill(reference) if themed else "") or "#000"
    if line is None:
        return Stroke(ink=ink)
    ends = [line.find(f"{A}{name}") for name in ("headEnd", "tailEnd")]
    dash = line.find(f"{A}prstDash")
    return Stroke(
        real(line.get("w"), 9525.0) / EMU,
        ink,
        dash.get("val", "") if dash is not None else "",
        *(end.get("type", "none") if end is not None else "none" for end in ends),
    )


def _text(flow: Flow, content: Element, body: Element | None, form: Form, room: Room) -> str:
    """Set the text of a shape, at its top, its middle or its foot."""
    top, right, bottom, left = (
        real(body.get(name) if body is not None else None, default) / EMU for name, default in _INSETS
    )
    if form.kind in {"ellipse", "flowChartConnector", "diamond", "flowChartDecision"}:
        share = 0.25 if "i" in form.kind and form.kind not in {"ellipse"} else 0.1464
        left, right = left + form.width * share, right + form.width * share
        top, bottom = top + form.height * share, bottom + form.height * share
    block = flow.stack(list(content), Room(max(form.width - left - right, 1.0), room.grid))
    anchor = body.get("anchor", "t") if body is not None else "t"
    spare = max(form.height - top - bottom - block.height, 0.0)
    down = top + (spare / 2 if anchor == "ctr" else spare if anchor == "b" else 0.0)
    style = (
        f"position:absolute;left:{pt(left)};top:{pt(down)};width:{pt(max(form.width - left - right, 1.0))}"
    )
    return f"<div{flow.source.classes.attribute(style)}>{block.html}</div>"


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


def at(source: Source, place: Place, body: str, inner: str) -> str:
    """Hang something at its place."""
    where = f"position:absolute;left:{pt(place.left)}"
    where += f";top:{pt(place.top)}" if place.top is not None else f";margin-top:{pt(place.down)}"
    where += f";width:{pt(place.width)};height:{pt(place.height)}"
    return f"<div{source.classes.attribute(f'{where};{body}'.rstrip(';'))}>{inner}</div>"
