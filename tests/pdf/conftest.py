"""Small Word files made from their XML, and what can be measured of a PDF."""

from ctypes import byref, c_double
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from pypdfium2 import raw

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
GRID = '<w:docGrid w:type="lines" w:linePitch="312"/>'
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/>'
    '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Word:
    """Writes the XML of a document."""

    @staticmethod
    def paragraph(text="", properties="", run=""):
        inner = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
        return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"

    @classmethod
    def cell(cls, content="", width=1000, properties=""):
        content = content if content.startswith("<") else cls.paragraph(content)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'

    @staticmethod
    def row(*cells, height=0, rule="atLeast", properties=""):
        high = f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>' if height else ""
        return f"<w:tr><w:trPr>{high}{properties}</w:trPr>{''.join(cells)}</w:tr>"

    @staticmethod
    def table(columns, *rows, properties=""):
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        return (
            f'<w:tbl><w:tblPr>{properties}<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    @staticmethod
    def field(code):
        parts = (
            '<w:fldChar w:fldCharType="begin"/>',
            f"<w:instrText>{code}</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>9</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
        return "".join(f"<w:r>{part}</w:r>" for part in parts)

    @staticmethod
    def file(body, section="", styles=STYLES, numbering="", more=None):
        """Pack a document; `more` has further parts as (kind, name) → XML or bytes."""
        end = f'<w:sectPr>{section}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992"/>'
        end = end if "<w:pgSz" not in section else f"<w:sectPr>{section}"
        parts = {
            "word/document.xml": f"<w:document {W} {R}><w:body>{body}{end}</w:sectPr></w:body></w:document>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        }
        kinds = {"styles": "styles.xml", "numbering": "numbering.xml"}
        for (_kind, name), content in (more or {}).items():
            parts[f"word/{name}"] = content
            kinds[name] = name
        rels = "".join(
            f'<Relationship Id="{key}" Type="{KIND}/{_kind_of(key, more)}" Target="{name}"/>'
            for key, name in kinds.items()
        )
        parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELS}">{rels}</Relationships>'
        parts["_rels/.rels"] = (
            f'<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{KIND}/officeDocument" Target="word/document.xml"/></Relationships>'
        )
        parts = {"[Content_Types].xml": _content_types(kinds, more)} | parts
        stream = BytesIO()
        with ZipFile(stream, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return stream.getvalue()


def _content_types(kinds, more):
    named = {"document.xml": "document.main"} | {
        name: _kind_of(key, more) for key, name in kinds.items() if name.endswith(".xml")
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{WORD}.{kind}+xml"/>' for name, kind in named.items()
    )
    return (
        f'<Types xmlns="{RELS.replace("relationships", "content-types")}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )


def _kind_of(key, more):
    return next((kind for kind, name in (more or {}) if name == key), key)


@dataclass(frozen=True)
class Seen:
    """What stands on one page: text, characters with their origins, and rule lines, in points from the top left."""

    text: str
    characters: tuple
    across: tuple
    down: tuple

    def at(self, character):
        """Give where a character first stands."""
        return next((x, y) for c, x, y in self.characters if c == character)


def _seen(page):
    high = page.get_height()
    text = page.get_textpage()
    x, y = c_double(), c_double()
    characters = []
    for at in range(text.count_chars()):
        raw.FPDFText_GetCharOrigin(text.raw, at, byref(x), byref(y))
        characters.append(
            (chr(raw.FPDFText_GetUnicode(text.raw, at)), round(x.value, 2), round(high - y.value, 2))
        )
    across, down = set(), set()
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=8):
        left, bottom, right, top = path.get_bounds()
        if top - bottom < 5 < right - left:
            across.add(round(high - (top + bottom) / 2, 1))
        if right - left < 5 < top - bottom:
            down.add(round((left + right) / 2, 1))
    return Seen(text.get_text_bounded(), tuple(characters), tuple(sorted(across)), tuple(sorted(down)))


@pytest.fixture
def word():
    return Word


@pytest.fixture(scope="module")
def word_module():
    return Word


@pytest.fixture
def look_at():
    """Give what is on every page of a PDF."""

    def look(pdf):
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_seen(document[number]) for number in range(len(document))]
        finally:
            document.close()

    return look
