"""Pictures and simple shapes of a document."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from docgen.pdf.page.css import pt
from docgen.pdf.page.source import Source
from docgen.pdf.page.xml import A, Element, R, real

_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}


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
    """Write an image as a data URI; one that cannot be drawn keeps its place and is reported."""
    blip = element.find(f".//{A}blip")
    relation = source.relation(owner or source.main, blip.get(f"{R}embed", "")) if blip is not None else None
    content = source.parts.get(relation.target) if relation and not relation.external else None
    kind = next((k for magic, k in _KINDS.items() if content and content.startswith(magic)), None)
    size = f"width:{pt(width)};height:{pt(height)}"
    if content is None or kind is None:
        if owner:
            source.report(owner, "a picture of a kind that cannot be drawn leaves an empty place")
        return f"<span{source.classes.attribute('display:inline-block;' + size)}></span>"
    uri = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return f'<img{source.classes.attribute(size)} src="{uri}" alt="">'
