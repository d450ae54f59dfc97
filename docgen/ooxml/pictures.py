"""Pictures as values: read from their header, placed inline (ECMA-376 part 1, 20.4.2.8), or put in another's place."""

import struct
from collections.abc import Iterator
from dataclasses import field, replace

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError, Place
from docgen.ooxml.fragments import Fragment, Spot
from docgen.ooxml.rich import SAFE_LINK
from docgen.ooxml.underway import Related, underway
from docgen.ooxml.values import checked, escape

_EMU_MM, _EMU_INCH = 36_000, 914_400
_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"}
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True, slots=True)
class Image(Fragment):
    """A picture (PNG, JPEG, GIF, BMP) of this size in millimetres; one side given keeps the ratio.

    Without a size it is as large as its own resolution says (96 dots to the inch when it says none).
    """

    content: bytes = field(repr=False)
    width: float | None = None
    height: float | None = None
    description: str = ""
    link: str = ""

    def write(self, spot: Spot) -> str:
        """The XML of this value at a spot."""
        return spot.runs(f"<w:r><w:drawing>{self._inline(spot)}</w:drawing></w:r>")

    def related(self, name: str, place: Place) -> Related:
        """The picture as a part; FillError when it is none that Word shows."""
        kind = kind_of(self.content)
        if kind is None:
            raise FillError("OOXML-095", name, place)
        return Related("image", self.content, "jpg" if kind == "jpeg" else kind, _TYPES[kind])

    def _inline(self, spot: Spot) -> str:
        token = underway().relate(self.related(spot.name, spot.place))
        wide, high = self._size(spot)
        said = escape(checked(self.description, spot.name, spot.place))
        link = ""
        if self.link:
            if not SAFE_LINK.fullmatch(self.link):
                raise FillError("OOXML-094", spot.name, spot.place)
            link = f'<a:hlinkClick r:id="{underway().relate(Related("hyperlink", link=self.link))}"/>'
        return (
            f'<wp:inline {_NAMESPACES} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="1" name="Picture" descr="{said}">{link}</wp:docPr>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            '<pic:cNvPr id="0" name="Picture"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{token}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
        )

    def _size(self, spot: Spot) -> tuple[int, int]:
        """Width and height in English Metric Units."""
        read = header(self.content)
        if read is None:
            raise FillError("OOXML-095", spot.name, spot.place)
        (across, down), (across_dpi, down_dpi) = read
        own = across * _EMU_INCH / across_dpi, down * _EMU_INCH / down_dpi
        if self.width is not None and self.height is not None:
            wide, high = self.width * _EMU_MM, self.height * _EMU_MM
        elif self.width is not None:
            wide = self.width * _EMU_MM
            high = wide * own[1] / own[0]
        elif self.height is not None:
            high = self.height * _EMU_MM
            wide = high * own[0] / own[1]
        else:
            wide, high = own
        return max(1, round(wide)), max(1, round(high))

    def sized(self, width: float | None = None, height: float | None = None) -> "Image":
        """The same picture in another size."""
        return replace(self, width=width, height=height)


Header = tuple[tuple[int, int], tuple[float, float]]  # pixels and dots to the inch, each across and down


def kind_of(content: bytes) -> str | None:
    """What a picture is, by its first bytes; None for a kind that Word does not show."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    return "bmp" if content.startswith(b"BM") else None


def header(content: bytes) -> Header | None:
    """A picture's pixels and resolution; None when its header cannot be read."""
    readers = {"png": _png, "jpeg": _jpeg, "gif": _gif, "bmp": _bmp}
    kind = kind_of(content)
    try:
        found = readers[kind](content) if kind else None
    except (struct.error, IndexError):
        return None
    return found if found and min(found[0]) > 0 else None


def _dots(across: float, down: float) -> tuple[float, float]:
    return (across, down) if across >= 1 and down >= 1 else (96.0, 96.0)


def _png(content: bytes) -> Header:
    pixels = struct.unpack_from(">2I", content, 16)
    at, dots = 8, (96.0, 96.0)
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name == b"pHYs":
            across, down, unit = struct.unpack_from(">2IB", content, at + 8)
            dots = _dots(across * 0.0254, down * 0.0254) if unit == 1 else dots
        if name in (b"pHYs", b"IDAT"):
            break
        at += 12 + length
    return (pixels[0], pixels[1]), dots


def _jpeg(content: bytes) -> Header | None:
    dots = (96.0, 96.0)
    for marker, at in _jpeg_segments(content):
        if marker == 0xE0 and content[at : at + 5] == b"JFIF\0":
            unit, across, down = struct.unpack_from(">B2H", content, at + 7)
            scale = {1: 1.0, 2: 2.54}.get(unit)
            dots = _dots(across * scale, down * scale) if scale else dots
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            down, across = struct.unpack_from(">2H", content, at + 1)
            return (across, down), dots
    return None


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        yield marker, at + 4
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]


def _gif(content: bytes) -> Header:
    across, down = struct.unpack_from("<2H", content, 6)
    return (across, down), (96.0, 96.0)


def _bmp(content: bytes) -> Header:
    across, down = struct.unpack_from("<2i", content, 18)
    return (across, abs(down)), (96.0, 96.0)
