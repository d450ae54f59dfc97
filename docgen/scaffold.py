"""A room: the files of a new plugin, ready to be installed and changed."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from .hookspecs import API_VERSION

_SKELETON = Path(__file__).parent / "skeleton"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ROWS = (
    ("户主姓名", "{{ name }}"),
    ("公示用姓名", "{{ short }}"),
    ("家庭人口", "{{ population }}"),
    ("联系电话", "{{ phone }}"),
    ("监测线（元）", "{{ line }}"),
    ("走访人签字", ""),
)


def plugin_files(name: str, year: int) -> Mapping[str, bytes]:
    """Return the files of a plugin called ``name``, by their paths in its folder."""
    stem = name.replace("-", "_")
    module = f"docgen_{stem}"
    words = {"name": name, "module": module, "stem": f"{stem}_surname", "year": str(year)}
    words |= {"code": f"{stem.upper()}-101", "api": str(API_VERSION)}
    places = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        "plugin.py": f"{module}/__init__.py",
        "form.toml": f"{module}/forms/{name}/visit_card.toml",
        "policy.toml": f"{module}/forms/{name}/policy_{year}.toml",
        "test_plugin.py": "tests/test_plugin.py",
    }
    files = {place: _filled(source, words) for source, place in places.items()}
    return files | {f"{module}/forms/{name}/visit_card.docx": card("入户走访卡", _ROWS)}


def _filled(source: str, words: Mapping[str, str]) -> bytes:
    text = (_SKELETON / f"{source}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(words).encode()


def card(title: str, rows: Iterable[tuple[str, str]]) -> bytes:
    """Return a Word template: a title, and a table of labels with their slots."""
    cells = "".join(f"<w:tr>{_cell(label)}{_cell(slot)}</w:tr>" for label, slot in rows)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = (
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{_FONT % 36}<w:t>{escape(title)}</w:t></w:r></w:p>'
        f'<w:tbl><w:tblPr><w:tblW w:w="8400" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="2800"/><w:gridCol w:w="5600"/></w:tblGrid>{cells}</w:tbl><w:p/>'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1750" w:bottom="1440" w:left="1750" w:header="851" w:footer="992" w:gutter="0"/>'
        "</w:sectPr>"
    )
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        }
    )


_FONT = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="%d"/></w:rPr>'


def _cell(text: str) -> str:
    width = 5600 if "{{" in text or not text else 2800
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:r>{_FONT % 24}<w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"
    )


def _zipped(parts: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), _HEAD + content)
    return stream.getvalue()
