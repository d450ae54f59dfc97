"""A copy of a workbook template with a cell note at each problem (ECMA-376 part 1, 18.7), for the person who mends it."""

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from docgen.ooxml.errors import Place, Problem, TemplateError, problem
from docgen.ooxml.package import Element, Package, parse_xml, read_package
from docgen.ooxml.references import split_cell
from docgen.ooxml.relating import Additions
from docgen.ooxml.slots import Limits
from docgen.ooxml.underway import Related
from docgen.ooxml.workbook import S, relations, sheet_parts
from docgen.ooxml.zipped import Packer

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AUTHOR = "docgen"
_AFTER = frozenset(
    S + name
    for name in (
        "legacyDrawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
)
_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_NOTES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    ' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_NOTE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" id="docgen_{row}_{column}" type="#_x0000_t202"'
    ' style="position:absolute;width:180pt;height:80pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def annotate_xlsx(template: bytes, problems: Iterable[Problem], say: Callable[[Problem], str] = str) -> bytes:
    """A copy of a workbook template with a note at the cell of each problem.

    Args:
        template: the .xlsx, also one that ``compile_xlsx`` refuses.
        problems: what ``lint_xlsx`` found; one that is in no cell stands at the first cell of its sheet, or of all.
        say: a problem's words, English when it is not given.

    Raises:
        TemplateError: the package cannot be read at all, or is no workbook.

    """
    package = read_package(template, Limits())
    sheets = dict(sheet_parts(package))
    if not sheets:
        raise TemplateError([problem("OOXML-006", package.main)])
    notes: dict[str, dict[str, list[str]]] = {}
    for each in problems:
        part, ref = _cell(each.place, sheets)
        notes.setdefault(part, {}).setdefault(ref, []).append(say(each))
    additions = Additions(package)
    changed = {part: _noted(package, additions, part, cells) for part, cells in notes.items()}
    changed |= additions.finished()
    return Packer([member for member in package.members if member.name not in changed]).pack(changed)


def _cell(place: Place, sheets: Mapping[str, str]) -> tuple[str, str]:
    """The sheet's part and the cell that a place means."""
    part = place.part if place.part in sheets.values() else sheets.get(place.sheet)
    return part or next(iter(sheets.values())), place.ref if _CELL.fullmatch(place.ref) else "A1"


def _noted(package: Package, additions: Additions, part: str, cells: Mapping[str, list[str]]) -> bytes:
    """A sheet whose cells have notes; its comments and their boxes are added beside it."""
    root = parse_xml(package.content(part))
    related = dict(relations(package, part).values())
    number = len(additions.parts)
    comments = related.get("comments", f"xl/notes{number}.xml")
    boxes = _boxes_of(package, part, root) or f"xl/drawings/notes{number}.vml"
    if "comments" not in related:
        _relate(additions, part, "comments", comments)
    if boxes not in package.trees:
        holder = root.makeelement(
            S + "legacyDrawing", {_R + "id": _relate(additions, part, "vmlDrawing", boxes)}
        )
        behind = next((node for node in root if node.tag in _AFTER), None)
        root.append(holder) if behind is None else behind.addprevious(holder)
    notes = parse_xml(package.content(comments)) if comments in package.trees else _no_comments()
    shapes = parse_xml(package.content(boxes)) if boxes in package.trees else etree.fromstring(_NOTES)
    for ref, words in cells.items():
        if _write(notes, ref, "\n".join(words)):
            row, column = split_cell(ref)
            shapes.append(etree.fromstring(_NOTE.format(row=row - 1, column=column - 1)))
    additions.add_part(comments, _xml(notes), _COMMENTS)
    additions.add_part(boxes, _xml(shapes), _VML)
    return _xml(root)


def _boxes_of(package: Package, part: str, root: Element) -> str:
    """The drawing that holds the boxes of a sheet's notes."""
    holder = root.find(S + "legacyDrawing")
    known = relations(package, part)
    return known.get(holder.get(_R + "id"), ("", ""))[1] if holder is not None else ""


def _relate(additions: Additions, part: str, kind: str, name: str) -> str:
    related = Related(kind, link="", suffix=name)
    additions.name(related, name)
    return additions.point(part, related)


def _no_comments() -> Element:
    root = etree.Element(S + "comments", nsmap={None: S[1:-1]})
    author = etree.SubElement(etree.SubElement(root, S + "authors"), S + "author")
    author.text = _AUTHOR
    etree.SubElement(root, S + "commentList")
    return root


def _write(notes: Element, ref: str, words: str) -> bool:
    """Write a cell's note, or more of it; tells whether it is new and needs a box."""
    listed = notes.find(S + "commentList")
    for comment in listed:
        if comment.get("ref") == ref:
            _run(comment.find(S + "text"), f"\n{words}", rich=True)
            return False
    comment = etree.SubElement(listed, S + "comment", ref=ref, authorId="0")
    _run(etree.SubElement(comment, S + "text"), words, rich=False)
    return True


def _run(text: Element, words: str, rich: bool) -> None:
    holder = etree.SubElement(text, S + "r") if rich else text
    node = etree.SubElement(holder, S + "t")
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    node.text = words


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
