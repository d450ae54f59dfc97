"""Subsets of the installed faces, written glyph by glyph: a font of its own for every document.

The faces have neither hints nor composite glyphs nor layout tables (the wheel's build sees to that), so a subset is
the outlines wanted, one after the other, and five small tables.

Text is written in codes of our own, the same in every document: common characters have the small ones, so that the
table from codes to the glyphs of a subset stays short.
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
_FULL = 1000  # the advance that widths need not tell
QUICK = 3  # effort of zlib: operators and maps get nearly as small as with 6, in less than half the time
_SHAPED = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _alone(character: str) -> bool:
    """Tell whether a character is one glyph, whatever stands beside it."""
    return (
        unicodedata.category(character)[0] not in "MC" and unicodedata.bidirectional(character) not in _SHAPED
    )


@dataclass(frozen=True, slots=True)
class _Outline:
    """What files hold of a glyph: its outline, filled up to four bytes, as it is and as a piece of a zlib stream."""

    content: bytes
    block: bytes
    check: int
    metrics: bytes
    width: bytes  # its entry among widths, empty for a full one
    unicode: bytes  # its line in the map from codes to characters


@cache
def _common() -> Mapping[str, int]:
    """Number the characters that papers are written in, the commonest first: ASCII, then GB 2312 as it is ordered."""
    rows = bytes(byte for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    text = "".join(map(chr, range(0x20, 0x7F))) + rows.decode("gb2312", errors="ignore")
    return {character: number for number, character in enumerate(dict.fromkeys(text))}


class Program:
    """One font file, from which glyphs are taken by their codes; nought is the glyph of no character."""

    def __init__(self, number: int) -> None:
        family, bold = FACES[number]
        path = fonts.fonts_folder() / fonts.FILES[family, bold]
        with TTFont(path, lazy=True) as font:
            order = font.getReverseGlyphMap()
            named = [(chr(code), order[name]) for code, name in sorted(font.getBestCmap().items())]
            self._loca = array("L", font["loca"].locations)
            metrics = font["hmtx"].metrics
            self._metrics = [metrics[name] for name in font.getGlyphOrder()]
            tables = font.reader.tables
            self._glyf = tables["glyf"].offset
            self._tables = {tag: bytes(font.reader[tag]) for tag in ("head", "hhea", "maxp")}
        self.name = family.replace(" ", "-") + ("-Bold" if bold else "")
        self.family = family
        rank = _common()
        named.sort(key=lambda pair: rank.get(pair[0], len(rank)))
        self._numbers = tuple(dict.fromkeys((0, *(glyph for _, glyph in named))))
        codes = {glyph: code for code, glyph in enumerate(self._numbers)}
        self.glyphs: Mapping[str, int] = {each: codes[glyph] for each, glyph in named if _alone(each)}
        self._characters = {code: each for each, code in reversed(self.glyphs.items())}
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._kept: dict[int, _Outline] = {}

    def character(self, code: int) -> str:
        """Give the character that a glyph shows."""
        return self._characters[code]

    def advance(self, code: int) -> int:
        """Give the advance width in thousandths of an em."""
        return int(self._metrics[self._numbers[code]][0])

    def outline(self, code: int) -> _Outline:
        """Give what files hold of a glyph."""
        found = self._kept.get(code)
        if found is None:
            found = self._kept[code] = self._cut(code)
        return found

    def _cut(self, code: int) -> _Outline:
        glyph = self._numbers[code]
        start, end = self._loca[glyph], self._loca[glyph + 1]
        content = self._bytes[self._glyf + start : self._glyf + end]
        content += bytes(-len(content) % 4)
        advance, bearing = self._metrics[glyph]
        shown = self._characters.get(code, "")
        return _Outline(
            content,
            _block(content),
            _sum(content),
            struct.pack(">Hh", advance, bearing),
            b"" if advance == _FULL else b"%d[%d]" % (code, advance),
            b"<%04x> <%b>\n" % (code, shown.encode("utf-16-be").hex().encode()),
        )

    def subset(self, codes: Iterable[int]) -> tuple[int, bytes]:
        """Write a font of glyph 0 and these, numbered in this order: its length, and it as a zlib stream."""
        outlines = [self.outline(0), *map(self.outline, codes)]
        loca = array("I", accumulate([len(outline.content) for outline in outlines], initial=0))
        length = loca[-1]
        loca.byteswap()
        head, hhea, maxp = (self._tables[tag] for tag in ("head", "hhea", "maxp"))
        count = struct.pack(">H", len(outlines))
        tables = {
            b"head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
            b"hhea": hhea[:34] + count,
            b"hmtx": b"".join([outline.metrics for outline in outlines]),
            b"loca": loca.tobytes(),
            b"maxp": maxp[:4] + count + maxp[6:],
        }
        start = _directory(tables, length, sum([outline.check for outline in outlines]) & 0xFFFFFFFF)
        check = zlib.adler32(b"".join([outline.content for outline in outlines]), zlib.adler32(start))
        blocks = b"".join([outline.block for outline in outlines])
        return len(start) + length, _ZLIB + _block(start, QUICK) + blocks + _END + struct.pack(">I", check)


_ZLIB, _END = b"\x78\x9c", b"\x03\x00"  # how a zlib stream begins, and its last, empty block


def _block(content: bytes, level: int = 6) -> bytes:
    """Compress on its own what is to stand anywhere in a stream: a glyph is compressed once, not once a document."""
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
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
    lines = [face.outline(glyph).unicode for glyph in glyphs]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    text = b"".join([b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(block)) for block in blocks])
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo\n<< /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n%bendcmap\n"
        b"CMapName currentdict /CMap defineresource pop\nend\nend" % text
    )


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
    widths = b"".join([face.outline(glyph).width for glyph in glyphs])
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, first + 1, first + 2),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/CIDToGIDMap %d 0 R/W[%b]/FontDescriptor %d 0 R>>"
        % (name, first + 3, widths, first + 4),
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
