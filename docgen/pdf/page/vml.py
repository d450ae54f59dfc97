"""Shapes in the older way of writing (VML), as WPS and old files have them."""

from __future__ import annotations

import re
from dataclasses import replace

from docgen.pdf.page import geometry
from docgen.pdf.page.asian import Made
from docgen.pdf.page.css import pt
from docgen.pdf.page.drawing import picture
from docgen.pdf.page.outline import Form, Stroke, drawn
from docgen.pdf.page.paragraph import Room
from docgen.pdf.page.shapes import Flow, Place, Size, at, turned
from docgen.pdf.page.svg import as_uri, size_of
from docgen.pdf.page.watermark import is_word_art, points, style_of, word_art
from docgen.pdf.page.xml import Element, V, W, local, real

SHAPES = frozenset({"shape", "rect", "line", "roundrect", "oval", "polyline", "group"})
TYPES = {
    "202": "rect", "1": "rect", "2": "roundRect", "3": "ellipse", "4": "diamond", "5": "triangle", "6": "rtTriangle",
    "7": "parallelogram", "9": "hexagon", "10": "octagon", "12": "star5", "13": "rightArrow", "15": "homePlate",
    "20": "line", "32": "line", "33": "bentConnector2", "34": "bentConnector3", "66": "leftArrow", "67": "downArrow",
    "68": "upArrow", "69": "leftRightArrow", "75": "rect", "85": "leftBracket", "86": "rightBracket",
    "87": "leftBrace", "88": "rightBrace", "109": "rect", "110": "diamond", "111": "parallelogram",
    "114": "flowChartDocument", "116": "flowChartTerminator", "120": "ellipse", "176": "roundRect",
    "185": "bracketPair",
}  # fmt: skip
_TAGS = {"rect": "rect", "roundrect": "roundRect", "oval": "ellipse", "line": "line"}
_NAMED = {"red": "#f00", "black": "#000", "white": "#fff", "blue": "#00f", "silver": "#c0c0c0", "gray": "#808080",
          "green": "#008000", "yellow": "#ff0"}  # fmt: skip


def anchored(flow: Flow, element: Element, room: Room, header: bool) -> str:
    """Draw the shapes of a `w:pict`; words behind the pages of a header are drawn elsewhere."""
    return "".join(
        _hung(flow, shape, room)
        for shape in element
        if local(shape) in SHAPES and not (header and is_word_art(shape))
    )


def inline(flow: Flow, element: Element, room: Room) -> Made:
    """Draw a shape or a picture that stands in the line."""
    shape = next(child for child in element if local(child) in SHAPES)
    style = style_of(shape)
    size = Size(points(style.get("width", "0")), points(style.get("height", "0")))
    body = f"display:inline-block;position:relative;width:{pt(size.width)};height:{pt(size.height)}"
    html = f"<span{flow.source.classes.attribute(body)}>{_drawn(flow, shape, size, room)}</span>"
    return Made(html, size.width, size.height, 0.0)


def kind_of(shape: Element) -> str:
    """Name the preset that a shape is; "" for one drawn by a path of its own."""
    if local(shape) in _TAGS:
        return _TAGS[local(shape)]
    number = re.search(r"_t(\d+)$", shape.get("type", ""))
    return TYPES.get(number[1], "") if number else ""


def _hung(flow: Flow, shape: Element, room: Room) -> str:
    style = style_of(shape)
    if local(shape) == "line":
        (x1, y1), (x2, y2) = _ends(shape)
        place = Place(min(x1, x2), None, min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        return at(flow.source, place, "", _drawn(flow, shape, Size(place.width, place.height), room))
    room_left = room.page_left if style.get("mso-position-horizontal-relative") == "page" else 0.0
    left = points(style.get("margin-left", style.get("left", "0"))) - room_left
    down = points(style.get("margin-top", style.get("top", "0")))
    vertical = style.get("mso-position-vertical-relative", "")
    top = down - (room.page_top if vertical == "page" else 0.0) if vertical in {"page", "margin"} else None
    size = Size(points(style.get("width", "0")), points(style.get("height", "0")))
    side = style.get("mso-position-horizontal", "absolute")
    if side in {"center", "right"}:
        left = (room.width - size.width) / (2 if side == "center" else 1)
    place = Place(left, top, down, size.width, size.height)
    return at(
        flow.source,
        place,
        "",
        turned(flow.source.classes, _drawn(flow, shape, size, room), size, real(style.get("rotation"))),
    )


def _ends(shape: Element) -> tuple[tuple[float, float], tuple[float, float]]:
    corners = []
    for name in ("from", "to"):
        x, _, y = str(shape.get(name, "0,0")).partition(",")
        corners.append((points(x), points(y or "0")))
    return corners[0], corners[1]


def _drawn(flow: Flow, shape: Element, size: Size, room: Room) -> str:
    """Draw a shape with its upper left corner at that of its place."""
    if local(shape) == "group":
        return _group(flow, shape, size, room)
    if is_word_art(shape):
        centre = (size.width / 2, size.height / 2)
        words = word_art(flow.source, shape, centre, turn=0.0)
        uri = as_uri(f"<svg {size_of(size.width, size.height)}>{words}</svg>")
        body = f"position:absolute;left:0;top:0;width:{pt(size.width)};height:{pt(size.height)}"
        return f'<img{flow.source.classes.attribute(body)} src="{uri}" alt="{shape.find(f"{V}textpath").get("string")}">'
    if shape.find(f"{V}imagedata") is not None:
        return picture(flow.source, flow.owner, shape, size.width, size.height)
    html = drawn(flow.source.classes, _form(shape, size), _fill(shape), _stroke(shape))
    box = shape.find(f"{V}textbox")
    content = box.find(f"{W}txbxContent") if box is not None else None
    return html + (_text(flow, box, content, size, room) if content is not None else "")


def _form(shape: Element, size: Size) -> Form:
    kind = kind_of(shape) or "rect"
    if local(shape) == "polyline":
        corners = [points(each) for each in re.split(r"[ ,]+", shape.get("points", "").strip()) if each]
        path = geometry.polygon(list(zip(corners[::2], corners[1::2], strict=False)), closed=False)
        return Form("", size.width, size.height, path)
    flip = style_of(shape).get("flip", "")
    across, down = "x" in flip, "y" in flip
    if local(shape) == "line":
        (x1, y1), (x2, y2) = _ends(shape)
        across, down = x1 > x2, y1 > y2
    path = geometry.preset(kind, size.width, size.height) or ""
    return Form(kind, size.width, size.height, path, across, down)


def _colour(value: str, default: str) -> str:
    name = value.split()[0].lower() if value.split() else ""
    return name if re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", name) else _NAMED.get(name, default)


def _fill(shape: Element) -> str:
    if shape.get("filled", "t") in {"f", "false"} or kind_of(shape) in geometry.OPEN:
        return ""
    return _colour(shape.get("fillcolor", ""), "")


def _stroke(shape: Element) -> Stroke | None:
    if shape.get("stroked", "t") in {"f", "false"}:
        return None
    own = shape.find(f"{V}stroke")
    get = own.get if own is not None else lambda _name, default="": default
    weight = points(shape.get("strokeweight", "0.75pt")) or 0.75
    stroke = Stroke(weight, _colour(shape.get("strokecolor", ""), "#000"), get("dashstyle", ""))
    return replace(stroke, head=get("startarrow", "none"), tail=get("endarrow", "none"))


def _group(flow: Flow, element: Element, size: Size, room: Room) -> str:
    """Draw the members of a group in its own coordinates."""
    left, top = (real(each) for each in element.get("coordorigin", "0,0").split(","))
    wide, high = (real(each, 1000.0) or 1000.0 for each in element.get("coordsize", "1000,1000").split(","))
    across, down = size.width / wide, size.height / high
    html = ""
    for shape in element:
        if local(shape) not in SHAPES:
            continue
        style = style_of(shape)
        if local(shape) == "line":
            ends = [real(each) for name in ("from", "to") for each in shape.get(name, "0,0").split(",")]
            x, y = min(ends[0], ends[2]), min(ends[1], ends[3])
            inner = Size(abs(ends[2] - ends[0]) * across, abs(ends[3] - ends[1]) * down)
        else:
            x, y = real(style.get("left")), real(style.get("top"))
            inner = Size(real(style.get("width")) * across, real(style.get("height")) * down)
        body = f"position:absolute;left:{pt((x - left) * across)};top:{pt((y - top) * down)}"
        body += f";width:{pt(inner.width)};height:{pt(inner.height)}"
        content = turned(
            flow.source.classes, _drawn(flow, shape, inner, room), inner, real(style.get("rotation"))
        )
        html += f"<div{flow.source.classes.attribute(body)}>{content}</div>"
    return html


def _text(flow: Flow, box: Element, content: Element, size: Size, room: Room) -> str:
    given = [points(each) if each.strip() else default
             for each, default in zip((box.get("inset", "") + ",,,").split(","), (7.2, 3.6, 7.2, 3.6), strict=False)]  # fmt: skip
    left, top, right, _ = given
    block = flow.stack(list(content), Room(max(size.width - left - right, 1.0), room.grid))
    style = f"position:absolute;left:{pt(left)};top:{pt(top)};width:{pt(max(size.width - left - right, 1.0))}"
    return f"<div{flow.source.classes.attribute(style)}>{block.html}</div>"
