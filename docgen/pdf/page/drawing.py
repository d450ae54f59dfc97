"""Pictures and simple shapes of a document."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docgen.pdf.page.css import Classes, pt
from docgen.pdf.page.source import Source
from docgen.pdf.page.xml import PIC, A, Element, R, Relation, V, real

_KINDS = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing as HTML, with its size."""

    html: str
    width: float
    height: float


def drawn_inline(source: Source, owner: str, element: Element) -> Drawn:
    """Draw what stands in the line like a character."""
    inline = element.find("{*}inline")
    extent = inline.find("{*}extent")
    width, height = (real(extent.get(name)) / 12700 for name in ("cx", "cy"))
    return Drawn(picture(source, owner, element, width, height), width, height)


def picture(source: Source, owner: str, element: Element, width: float, height: float) -> str:
    """Write an image as a data URI; one that cannot be drawn keeps its place."""
    content = content_of(source.parts, lambda id_: source.relation(owner or source.main, id_), element)
    return image(source.classes, content, width, height, cropped(element))


def content_of(
    parts: Mapping[str, bytes], relation: Callable[[str], Relation | None], element: Element
) -> bytes | None:
    """Find the bytes of a picture, DrawingML or VML."""
    blip = element.find(f".//{A}blip")
    named = blip.get(f"{R}embed", "") if blip is not None else ""
    data = element.find(f"{V}imagedata")
    found = relation(data.get(f"{R}id", "") if data is not None else named)
    return parts.get(found.target) if found and not found.external else None


def kind_of(content: bytes | None) -> str | None:
    """Tell the kind of an image that can be drawn."""
    return next((k for magic, k in _KINDS.items() if content and content.startswith(magic)), None)


def cropped(element: Element) -> tuple[float, float, float, float]:
    """Read what is cut off a picture, as shares of its size: left, top, right, bottom."""
    cut = element.find(f".//{PIC}blipFill/{A}srcRect")
    cut = cut if cut is not None else element.find(f".//{A}srcRect")
    left, top, right, bottom = (real(cut.get(side)) / 100_000 if cut is not None else 0.0 for side in "ltrb")
    whole = left + right < 0.99 and top + bottom < 0.99
    return (left, top, right, bottom) if whole else (0.0, 0.0, 0.0, 0.0)


def image(
    classes: Classes,
    content: bytes | None,
    width: float,
    height: float,
    cut: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
) -> str:
    """Write an image in its place, or keep the place empty."""
    kind = kind_of(content)
    size = f"width:{pt(width)};height:{pt(height)}"
    if content is None or kind is None:
        return f"<span{classes.attribute('display:inline-block;' + size)}></span>"
    uri = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    left, top, right, bottom = cut
    if not any(cut):
        return f'<img{classes.attribute(size)} src="{uri}" alt="">'
    wide, high = width / (1 - left - right), height / (1 - top - bottom)
    inner = (
        f"position:absolute;left:{pt(-left * wide)};top:{pt(-top * high)};width:{pt(wide)};height:{pt(high)}"
    )
    outer = f"display:inline-block;position:relative;overflow:hidden;{size}"
    return f'<span{classes.attribute(outer)}><img{classes.attribute(inner)} src="{uri}" alt=""></span>'
