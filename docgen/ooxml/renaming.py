"""Another title on a template: every paragraph or cell whose whole text is the old one says the new one."""

import re

from lxml import etree

from docgen.ooxml.package import Element, parse_xml
from docgen.ooxml.slots import Limits
from docgen.ooxml.zipped import Packer, read_members

_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml|xl/(sharedStrings|worksheets/sheet\d+)\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_HOLDERS = ((f"{_W}p", f"{_W}t"), (f"{_S}si", f"{_S}t"), (f"{_S}is", f"{_S}t"))
_SPACE = re.compile(r"\s+")


def renamed(template: bytes, old: str, new: str) -> bytes | None:
    """Return ``template`` (docx or xlsx) with its title changed; None where nothing on it reads ``old``.

    Blanks do not count, and whatever else stands on the template is left as it is.
    """
    members = read_members(template, Limits())
    changed = {}
    for member in members:
        if _PARTS.fullmatch(member.name):
            root = parse_xml(member.content)
            if _rename(root, _SPACE.sub("", old), new):
                changed[member.name] = etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
    if not changed:
        return None
    return Packer(()).pack({one.name: changed.get(one.name, one.content) for one in members})


def _rename(root: Element, old: str, new: str) -> bool:
    found = False
    for holder, text in _HOLDERS:
        for one in root.iter(holder):
            pieces = list(one.iter(text))
            if _SPACE.sub("", "".join(piece.text or "" for piece in pieces)) == old:
                found = True
                for at, piece in enumerate(pieces):
                    piece.text = "" if at else new
    return found
