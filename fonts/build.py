"""Builds the TrueType faces of docgen-fonts-zh from the fonts of four Debian 12 packages.

Run by hand when a face must change, never by bootstrap:

    apt-get download texlive-lang-chinese fonts-noto-cjk fonts-hanazono unicode-data
    SOURCE_DATE_EPOCH=1577836800 python fonts/build.py FOLDER_OF_DEBS
    pip wheel fonts/ --no-deps -w fonts/

The faces are written beside ``docgen_fonts_zh/__init__.py``, where the wheel picks them up; git ignores them
there, because the wheel is what is kept.  The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.roundTools import otRound
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent / "docgen_fonts_zh"
VERSION = "1.000"
EM = 1000
ASCENT, DESCENT = 880, -120  # the design box of all sources: faces mix on one baseline, line height is 1.0
MAX_ERROR = 1.5  # font units between the cubic and the quadratic outline: 0.01 mm at 20 pt
BUILT = 3660681600  # 2020-01-01 in seconds since 1904, `head.created` and `head.modified`

DEBS = {
    "texlive-lang-chinese_2022.20230122-1_all.deb": "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    "fonts-noto-cjk_1%3a20220127+repack1-1_all.deb": "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    "fonts-hanazono_20170904-2.1_all.deb": "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
    "unicode-data_15.0.0-1_all.deb": "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
}
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_LICENCE = "usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz"
NOTO = "usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
HANAZONO = "usr/share/fonts/truetype/hanazono"
UNIHAN = "usr/share/unicode"

GPL = (
    "Copyright (c) 2013-2015, Fandol team (Clerk Ma, Jie Su). Outlines converted to TrueType, check boxes and "
    "superscripts redrawn, names changed for docgen-fonts-zh.",
    "GNU General Public License, version 3, with the font exception: embedding this font in a document does not "
    "by itself cause the document to be covered by the GPL.",
    "https://www.gnu.org/licenses/gpl-3.0.html",
)
OFL = (
    "Copyright (c) 2017-2022, Adobe (Source Han Serif; Noto Serif CJK). Copyright (c) 2011-2017, GlyphWiki Project. "
    "Subset, converted to TrueType, merged and renamed for docgen-fonts-zh.",
    "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "https://openfontlicense.org",
)


@dataclass(frozen=True)
class Face:
    """One face to build: where its outlines come from and what it is called."""

    file: str
    family: str
    source: str
    stroke: int  # the line of its check boxes, in font units
    bold: bool = False
    latin: float = 1.0  # scale of its ASCII, so that a digit is half an em wide as in the face it stands for
    latin_source: str = ""  # another font to take ASCII, dashes and quotation marks from


FACES = (
    Face("DocgenSong-Regular.ttf", "Docgen Song", "FandolSong-Regular.otf", 40),
    Face("DocgenSong-Bold.ttf", "Docgen Song", "FandolSong-Bold.otf", 64, bold=True),
    Face(
        "DocgenFang-Regular.ttf",
        "Docgen Fang",
        "FandolFang-Regular.otf",
        38,
        latin_source="FandolSong-Regular.otf",
    ),
    Face("DocgenKai-Regular.ttf", "Docgen Kai", "FandolKai-Regular.otf", 40, latin=0.9),
    Face("DocgenHei-Regular.ttf", "Docgen Hei", "FandolHei-Regular.otf", 64),
)
FALLBACK = Face("DocgenFallback-Regular.ttf", "Docgen Fallback", "", 44)

# Sources of present-day Chinese use (kIRG_GSource of the Unihan database): identity-card names, 新华字典, 现代汉语词典,
# 现代汉语规范词典, 辞海, 辞源, 汉语大词典, place names, science and the like.
# fmt: off
LIVING_SOURCES = frozenset((
    "GIDC", "GXHZ", "GXH", "GXC", "GFC", "GRM", "GKJ", "GCH", "GCY", "GCYY", "GHC", "GGH", "GZH", "GBK", "G4K",
    "GFZ", "GGFZ", "GU", "GDM", "GDZ", "GHF", "GOCD",
))
# fmt: on
WESTERN_MARKS = frozenset(map(ord, "—‘’“”…（）"))
HAN_BLOCKS = ((0x2E80, 0x2FDF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
NAMES = "玥喆堃昇甯尛翀犇淼䶮𠮷㛃䲜𬭚𫖯𬱖㙍𤆵祎赟珺𬭎𬣙𣲘"
SIGNS = "○●☆★◇◆△▲▽▼◎→←↑↓√×÷±≤≥≠≈∞‰℃㎡㎏㎎㎜㎝㎞㎥²³№①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩✓✔✕✗•·‧・–—―…⋯′″¥￥€£©®™‑\u00a0"


def main() -> None:
    """Read the packages of a folder and write the faces, their licences and their checksums."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("debs", type=Path, help="folder with the four .deb files")
    debs: Path = parser.parse_args().debs
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, digest in DEBS.items():
            if hashlib.sha256((debs / name).read_bytes()).hexdigest() != digest:
                raise SystemExit(f"{name}: not the package this build was made from")
            subprocess.run(["dpkg", "-x", str(debs / name), folder], check=True)
        with ProcessPoolExecutor(2) as pool:
            jobs = [
                pool.submit(build_fallback, root),
                *(pool.submit(build_text_face, root, face) for face in FACES),
            ]
            for job in jobs:
                print(job.result())
        write_licences(root)
    write_checksums()


def build_text_face(root: Path, face: Face) -> str:
    """Convert one Fandol face, keeping every character it has but the private ones, which mean another thing elsewhere."""
    source = TTFont(root / FANDOL / face.source)
    western = TTFont(root / FANDOL / (face.latin_source or face.source))
    drawing = Drawing(face)
    for code in sorted(code for code in source.getBestCmap() if not is_private(code)):
        scale = face.latin if 0x20 < code < 0x7F else 1.0
        font = western if code < 0x7F or code in WESTERN_MARKS else source
        drawing.copy(font, font.getBestCmap()[code], (code,), (scale, 0, 0, scale, 0, 0))
    drawing.also(0x2014, 0x2015)  # A1AA of GB 2312 is an em dash to some, a horizontal bar to others
    drawing.also(0x20, 0xA0)
    drawing.superscripts()
    drawing.check_boxes()
    return drawing.save(GPL)


def build_fallback(root: Path) -> str:
    """Merge Noto Serif SC with the rare ideographs of Hanazono that it lacks."""
    noto = simplified_chinese(root / NOTO)
    drawing = Drawing(FALLBACK)
    wanted = gbk() | general_standard(root) | set(range(0x20, 0x7F)) | {ord(sign) for sign in NAMES + SIGNS}
    cmap = noto.getBestCmap()
    for code in sorted(code for code in cmap if code in wanted or is_han(code)):
        drawing.copy(noto, cmap[code], (code,), (1, 0, 0, 1, 0, 0))
    scale = EM / 1024
    for name in ("HanaMinA.ttf", "HanaMinB.ttf"):
        hanazono = TTFont(root / HANAZONO / name)
        rare = hanazono.getBestCmap()
        for code in sorted((wanted | living(root)) & set(rare) - drawing.codes):
            if code in wanted or is_han(code):
                drawing.copy(hanazono, rare[code], (code,), (scale, 0, 0, scale, 0, 20))
    drawing.check_boxes()
    return drawing.save(OFL)


class Drawing:
    """A TrueType face as it grows, glyph by glyph."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.order = [".notdef"]
        self.glyphs = {".notdef": drawn(lambda pen: box(pen, (100, -20, 900, 780), 40))}
        self.advances = {".notdef": EM}
        self.cmap: dict[int, str] = {}

    @property
    def codes(self) -> set[int]:
        """What is covered so far."""
        return set(self.cmap)

    def put(self, codes: Iterable[int], advance: int, draw: Callable[[object], None]) -> None:
        """Draw a glyph for these characters, in place of what they had."""
        name = f"g{len(self.order):05d}"
        self.order.append(name)
        self.glyphs[name] = drawn(draw)
        self.advances[name] = advance
        self.cmap.update(dict.fromkeys(codes, name))

    def copy(self, source: TTFont, glyph: str, codes: Iterable[int], transform: tuple[float, ...]) -> None:
        """Take a glyph over from another font."""
        glyphs = source.getGlyphSet()
        advance = otRound(glyphs[glyph].width * transform[0])
        self.put(codes, advance, lambda pen: glyphs[glyph].draw(TransformPen(pen, transform)))

    def also(self, code: int, other: int) -> None:
        """Let a second character share a glyph."""
        self.cmap.setdefault(other, self.cmap[code])

    def superscripts(self) -> None:
        """Build ² ³ and ㎡, ㎥, which forms print beside areas, from the face's own digits and m."""
        for code, unit, digit in ((0xB2, "", "2"), (0xB3, "", "3"), (0x33A1, "m", "2"), (0x33A5, "m", "3")):
            if code not in self.cmap:
                width, draw = self._raised(unit, digit)
                self.put((code,), EM if unit else width, draw)

    def _raised(self, unit: str, digit: str) -> tuple[int, Callable[[object], None]]:
        raised, base = self.cmap[ord(digit)], self.cmap.get(ord(unit or " "), "")
        room = 620 if unit else 0
        squeeze = room / self.advances[base] if unit else 1.0
        parts = [(raised, (0.6, 0, 0, 0.6, room + (40 if unit else 10), 330))]
        if unit:
            parts.append((base, (squeeze, 0, 0, 1, 30, 0)))
        glyphs = {name: self.glyphs[name] for name, _ in parts}

        def draw(pen: object) -> None:
            for name, transform in parts:
                glyphs[name].draw(TransformPen(pen, transform), None)

        return otRound(self.advances[raised] * 0.6) + 20, draw

    def check_boxes(self) -> None:
        """Draw □ ☐ ☑ ☒ ■ and ✓ as one family of one width, so that ticking moves nothing on the line."""
        stroke, frame = self.face.stroke, (100, -20, 900, 780)
        self.put((0x25A1, 0x2610), EM, lambda pen: box(pen, frame, stroke))
        self.put((0x2611,), EM, lambda pen: (box(pen, frame, stroke), tick(pen, stroke)))
        self.put((0x2612,), EM, lambda pen: (box(pen, frame, stroke), cross(pen, stroke)))
        self.put((0x25A0,), EM, lambda pen: rectangle(pen, frame))
        self.put((0x2713, 0x2714), EM, lambda pen: tick(pen, stroke))
        self.put((0x2715, 0x2717), EM, lambda pen: cross(pen, stroke))

    def save(self, licence: tuple[str, str, str]) -> str:
        """Write the face and say how large it is."""
        used = {".notdef", *self.cmap.values()}
        order = [name for name in self.order if name in used]
        builder = FontBuilder(EM, isTTF=True)
        builder.setupGlyphOrder(order)
        builder.setupCharacterMap(self.cmap)
        builder.setupGlyf({name: self.glyphs[name] for name in order})
        glyf = builder.font["glyf"]
        builder.setupHorizontalMetrics({n: (self.advances[n], getattr(glyf[n], "xMin", 0)) for n in order})
        builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT, lineGap=0)
        self._identity(builder, licence)
        builder.font["head"].created = builder.font["head"].modified = BUILT
        builder.font.recalcTimestamp = False
        target = HERE / self.face.file
        builder.save(target)
        return f"{self.face.file}: {len(order)} glyphs, {len(self.cmap)} characters, {target.stat().st_size} bytes"

    def _identity(self, builder: FontBuilder, licence: tuple[str, str, str]) -> None:
        face, style = self.face, "Bold" if self.face.bold else "Regular"
        outlines = builder.font["glyf"]
        drawn_glyphs = [
            outlines[name] for name in builder.font.getGlyphOrder() if outlines[name].numberOfContours
        ]
        post_script = f"{face.family.replace(' ', '')}-{style}"
        builder.setupNameTable(
            {
                "copyright": licence[0],
                "familyName": face.family,
                "styleName": style,
                "uniqueFontIdentifier": f"{VERSION};{post_script}",
                "fullName": f"{face.family} {style}".removesuffix(" Regular"),
                "version": f"Version {VERSION}",
                "psName": post_script,
                "licenseDescription": licence[1],
                "licenseInfoURL": licence[2],
            },
            mac=False,
        )
        builder.setupOS2(
            version=4,
            sTypoAscender=ASCENT,
            sTypoDescender=DESCENT,
            sTypoLineGap=0,
            usWinAscent=max(ASCENT, *(glyph.yMax for glyph in drawn_glyphs)),
            usWinDescent=max(-DESCENT, *(-glyph.yMin for glyph in drawn_glyphs)),
            usWeightClass=700 if face.bold else 400,
            fsSelection=0x20 if face.bold else 0x40,
            fsType=0,
            achVendID="DOCG",
            sxHeight=450,
            sCapHeight=680,
        )
        builder.font["head"].macStyle = 1 if face.bold else 0
        builder.font["OS/2"].recalcUnicodeRanges(builder.font)
        builder.font["OS/2"].recalcCodePageRanges(builder.font)
        builder.setupPost(keepGlyphNames=False)


def drawn(draw: Callable[[object], None]) -> object:
    """Record a drawing as a TrueType glyph."""
    pen = TTGlyphPen(None)
    draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=False))
    return pen.glyph(dropImpliedOnCurves=True)


def polygon(pen: object, points: Iterable[tuple[float, float]]) -> None:
    """Draw a closed line through these points."""
    first, *rest = points
    pen.moveTo(first)
    for point in rest:
        pen.lineTo(point)
    pen.closePath()


def rectangle(pen: object, frame: tuple[int, int, int, int]) -> None:
    """Draw a filled rectangle."""
    left, bottom, right, top = frame
    polygon(pen, ((left, bottom), (left, top), (right, top), (right, bottom)))


def box(pen: object, frame: tuple[int, int, int, int], stroke: int) -> None:
    """Draw the outline of a rectangle: the inner line turns the other way."""
    left, bottom, right, top = frame
    rectangle(pen, frame)
    left, bottom, right, top = left + stroke, bottom + stroke, right - stroke, top - stroke
    polygon(pen, ((left, bottom), (right, bottom), (right, top), (left, top)))


def tick(pen: object, stroke: int) -> None:
    """Draw ✓ within a check box."""
    thick = 60 + stroke // 2
    polygon(pen, ((215, 400), (285, 470), (420, 310), (735, 690), (790, 640), (425, 310 - 2 * thick)))


def cross(pen: object, stroke: int) -> None:
    """Draw ✕ within a check box."""
    half = 20 + stroke // 2
    polygon(
        pen,
        (
            (250 - half, 130 + half),
            (750 - half, 630 + half),
            (750 + half, 630 - half),
            (250 + half, 130 - half),
        ),
    )
    polygon(
        pen,
        (
            (250 - half, 630 - half),
            (250 + half, 630 + half),
            (750 + half, 130 + half),
            (750 - half, 130 - half),
        ),
    )


def simplified_chinese(path: Path) -> TTFont:
    """Find the SC face of the Noto collection."""
    faces = TTCollection(path, lazy=True).fonts
    return next(face for face in faces if face["name"].getDebugName(1) == "Noto Serif CJK SC")


def is_han(code: int) -> bool:
    """Say whether a character is an ideograph or a radical."""
    return any(low <= code <= high for low, high in HAN_BLOCKS)


def is_private(code: int) -> bool:
    """Say whether a character is of the private use area, where old systems kept rare names, each in its own way."""
    return 0xE000 <= code < 0xF900


def gbk() -> set[int]:
    """List the two-byte characters of GBK."""
    found = set()
    for pair in product(range(0x81, 0xFF), range(0x40, 0xFF)):
        text = bytes(pair).decode("gbk", "ignore")
        if len(text) == 1 and ord(text) > 0x7F:
            found.add(ord(text))
    return found


def general_standard(root: Path) -> set[int]:
    """List the 8,105 characters of 通用规范汉字表 (2013), which Unihan carries as kTGH."""
    return set(unihan(root, "Unihan_OtherMappings", "kTGH"))


def living(root: Path) -> set[int]:
    """List the ideographs of present-day Chinese use, and those of 汉语大字典 whose reading is known."""
    sources = unihan(root, "Unihan_IRGSources", "kIRG_GSource")
    read = set(unihan(root, "Unihan_Readings", "kMandarin"))
    books = {code: source.split("-")[0] for code, source in sources.items()}
    return {
        code for code, book in books.items() if book in LIVING_SOURCES or (book == "GHZ" and code in read)
    }


def unihan(root: Path, file: str, key: str) -> dict[int, str]:
    """Read one property of the Unihan database."""
    with bz2.open(root / UNIHAN / f"{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.startswith("U+")]
    return {int(row[0][2:], 16): row[2] for row in rows if row[1] == key}


def write_licences(root: Path) -> None:
    """Put the licence texts beside the faces; the OFL one is kept in the source."""
    text = gzip.decompress((root / FANDOL_LICENCE).read_bytes())
    (HERE / "licences" / "GPL-3-with-font-exception.txt").write_bytes(text)


def write_checksums() -> None:
    """List the SHA-256 of every face, in the form `sha256sum -c` reads."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(HERE.glob("*.ttf"))
    ]
    (HERE / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
