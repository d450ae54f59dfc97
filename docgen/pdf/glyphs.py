"""Subsets of the installed faces, written glyph by glyph: a font of its own for every document.

The faces have neither hints nor composite glyphs nor layout tables (the wheel's build sees to that), so a subset is
the outlines wanted, one after the other, and five small tables.
"""

from __future__ import annotations

import mmap
import struct
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import accumulate

from fontTools.ttLib import TTFont

from docgen.pdf import fonts

FACES: tuple[tuple[str, bool], ...] = tuple(fonts.FILES)
FONT_OBJECTS = 6
QUICK = 4  # effort of zlib: operators and maps get as small as with 6, in less than half the time
_SHAPED = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _alone(character: str) -> bool:
    """Tell whether a character is one glyph, whatever stands beside it."""
    return (
        unicodedata.category(character)[0] not in "MC" and unicodedata.bidirectional(character) not in _SHAPED
    )


@dataclass(frozen=True, slots=True)
class _Outline:
    """A glyph's outline, filled up to four bytes: as it is, as a piece of a zlib stream, and its checksum."""

    content: bytes
    block: bytes
    check: int


class Program:
    """One font file, from which glyphs are taken by number."""

    def __init__(self, number: int) -> None:
        family, bold = FACES[number]
        path = fonts.fonts_folder() / fonts.FILES[family, bold]
        with TTFont(path, lazy=True) as font:
            order = font.getReverseGlyphMap()
            named = sorted(font.getBestCmap().items())
            self.glyphs: Mapping[str, int] = {
                chr(code): order[name] for code, name in named if _alone(chr(code))
            }
            self._loca = array("L", font["loca"].locations)
            self._advances = [font["hmtx"].metrics[name] for name in font.getGlyphOrder()]
            tables = font.reader.tables
            self._glyf = tables["glyf"].offset
            self._tables = {tag: bytes(font.reader[tag]) for tag in ("head", "hhea", "maxp")}
        self.name = family.replace(" ", "-") + ("-Bold" if bold else "")
        self.family = family
        self._characters = {glyph: character for character, glyph in reversed(self.glyphs.items())}
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._kept: dict[int, _Outline] = {}

    def character(self, glyph: int) -> str:
        """Give the character that a glyph shows."""
        return self._characters[glyph]

    def advance(self, glyph: int) -> int:
        """Give the advance width in thousandths of an em."""
        return int(self._advances[glyph][0])

    def _outline(self, glyph: int) -> _Outline:
        found = self._kept.get(glyph)
        if found is None:
            start, end = self._loca[glyph], self._loca[glyph + 1]
            content = self._bytes[self._glyf + start : self._glyf + end]
            content += bytes(-len(content) % 4)
            found = self._kept[glyph] = _Outline(content, _block(content), _sum(content))
        return found

    def subset(self, glyphs: Iterable[int]) -> tuple[int, bytes]:
        """Write a font of glyph 0 and these, numbered in this order: its length, and it as a zlib stream."""
        chosen = [0, *glyphs]
        outlines = [self._outline(glyph) for glyph in chosen]
        loca = array("I", accumulate((len(outline.content) for outline in outlines), initial=0))
        length = loca[-1]
        loca.byteswap()
        head, hhea, maxp = (self._tables[tag] for tag in ("head", "hhea", "maxp"))
        count = struct.pack(">H", len(chosen))
        tables = {
            b"head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
            b"hhea": hhea[:34] + count,
            b"hmtx": b"".join(struct.pack(">Hh", *self._advances[glyph]) for glyph in chosen),
            b"loca": loca.tobytes(),
            b"maxp": maxp[:4] + count + maxp[6:],
        }
        start = _directory(tables, length, sum(outline.check for outline in outlines) & 0xFFFFFFFF)
        check = zlib.adler32(b"".join(outline.content for outline in outlines), zlib.adler32(start))
        blocks = b"".join(outline.block for outline in outlines)
        return len(start) + length, _ZLIB + _block(start) + blocks + _END + struct.pack(">I", check)


_ZLIB, _END = b"\x78\x9c", b"\x03\x00"  # how a zlib stream begins, and its last, empty block


def _block(content: bytes) -> bytes:
    """Compress on its own what is to stand anywhere in a stream: a glyph is compressed once, not once a document."""
    press = zlib.compressobj(6, zlib.DEFLATED, -15)
    return press.compress(content) + press.flush(zlib.Z_FULL_FLUSH)


def _directory(tables: Mapping[bytes, bytes], length: int, check: int) -> bytes:
    """Write what stands before the outlines: the directory and all other tables."""
    offset = 12 + 16 * (len(tables) + 1)
    entries, body = {}, []
    for kind, content in tables.items():
        entries[kind] = struct.pack(">III", _sum(content), offset, len(content))
        body.append(content + bytes(-len(content) % 4))
        offset += len(body[-1])
    entries[b"glyf"] = struct.pack(">III", check, offset, length)
    listed = b"".join(kind + entry for kind, entry in sorted(entries.items()))
    return struct.pack(">IHHHH", 0x10000, len(entries), 64, 2, 32) + listed + b"".join(body)


def _sum(content: bytes) -> int:
    words = array("I", content + bytes(-len(content) % 4))
    words.byteswap()
    return sum(words) & 0xFFFFFFFF


@cache
def program(number: int) -> Program:
    """Open a face by its number among FACES."""
    return Program(number)


def tag(content: bytes) -> bytes:
    """Give the six letters that mark a subset."""
    return bytes(65 + byte % 26 for byte in sha256(content).digest()[:6])


def to_unicode(face: Program, glyphs: Iterable[int]) -> bytes:
    """Write the map from the codes of the text to characters."""
    lines = [f"<{glyph:04x}> <{face.character(glyph).encode('utf-16-be').hex()}>" for glyph in glyphs]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    text = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo\n<< /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{text}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def font_objects(number: int, used: Iterable[int], first: int, *, lasting: bool = False) -> list[bytes]:
    """Write the six objects of a subset, numbered from `first`; the first of them is the font.

    One that lasts is compressed as a whole, which takes longer.
    """
    face = program(number)
    glyphs = sorted(used)
    length, content = face.subset(glyphs)
    content = zlib.compress(zlib.decompress(content), 6) if lasting else content
    places = array("H", bytes(2 * (glyphs[-1] + 1 if glyphs else 1)))
    for new, glyph in enumerate(glyphs, 1):
        places[glyph] = new
    places.byteswap()
    name = tag(struct.pack(f">{len(glyphs)}H", *glyphs)) + b"+" + face.name.encode()
    widths = " ".join(f"{glyph}[{face.advance(glyph)}]" for glyph in glyphs)
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, first + 1, first + 2),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/CIDToGIDMap %d 0 R/W[%b]/FontDescriptor %d 0 R>>"
        % (name, first + 3, widths.encode(), first + 4),
        stream(to_unicode(face, glyphs), QUICK),
        stream(places.tobytes(), 1),  # noughts, nearly all of it
        b"<</Type/FontDescriptor/FontName/%b/FontFamily(%b)/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 80/StemH 80/FontFile2 %d 0 R>>"
        % (name, face.family.encode(), first + 5),
        _stream(content, b"/Length1 %d" % length),
    ]


def stream(content: bytes, level: int = 6) -> bytes:
    """Write a compressed stream object."""
    return _stream(zlib.compress(content, level))


def _stream(packed: bytes, more: bytes = b"") -> bytes:
    return b"<</Filter/FlateDecode%b/Length %d>>\nstream\n%b\nendstream" % (more, len(packed), packed)
