"""A sheet that stands once for every record: its copies, with what belongs to them."""

import copy
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.ooxml.blocks import change_formulas, numbered, texts_of
from docgen.ooxml.errors import Place, TemplateError, problem
from docgen.ooxml.package import Element
from docgen.ooxml.references import Area, Areas
from docgen.ooxml.workbook import S

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_COPIED = frozenset({"drawing", "comments", "vmlDrawing", "chart", "table"})

Trees = dict[str, Element]


@dataclass(slots=True)
class SheetCopies:
    """Copies one sheet of a workbook, given as trees by the names of its parts."""

    trees: Trees
    main: str
    title: str
    part: str
    name: str

    def make(self, count: int) -> None:
        """Put the copies behind the sheet; the sheet itself becomes the first of them."""
        self._refuse_pivots()
        book = self.trees[self.main]
        sheets = book.find(S + "sheets")
        first = next(node for node in sheets if node.get("name") == self.title)
        at = list(sheets).index(first)
        relation = first.get(_R + "id")
        parts = [self.part, *(self._copy_part(self.part, number) for number in range(2, count + 1))]
        for number, part in enumerate(parts[1:], 2):
            fresh = copy.deepcopy(first)
            fresh.set("name", self._titled(number))
            fresh.set("sheetId", str(max(int(node.get("sheetId")) for node in sheets) + 1))
            fresh.set(_R + "id", self._relate(part, relation))
            sheets.insert(at + number - 1, fresh)
        first.set("name", self._titled(1))
        self._names(book, at, count)
        for number, part in enumerate(parts, 1):
            for each in (part, *self._around(part)):
                self._own(self.trees[each], number)
            for view in self.trees[part].iter(S + "sheetView"):
                if number > 1:
                    view.attrib.pop("tabSelected", None)
        self._elsewhere(set(parts), count)

    def _titled(self, number: int) -> str:
        return numbered(self.title, self.name, number)

    def _copy_part(self, part: str, number: int) -> str:
        """Copy a part with the parts that only it has."""
        fresh = self._unused(part, number)
        self.trees[fresh] = copy.deepcopy(self.trees[part])
        self._typed(part, fresh)
        if self.trees[fresh].tag == S + "table":
            self._own_table(self.trees[fresh], number)
        rels = self.trees.get(_rels(part))
        if rels is not None:
            own = self.trees[_rels(fresh)] = copy.deepcopy(rels)
            for node in own.iter(_RELS + "Relationship"):
                kind = node.get("Type", "").rpartition("/")[2]
                if kind in _COPIED:
                    target = _target(part, node.get("Target"))
                    node.set("Target", "/" + self._copy_part(target, number))
        return fresh

    def _refuse_pivots(self) -> None:
        rels = self.trees.get(_rels(self.part))
        for node in () if rels is None else rels.iter(_RELS + "Relationship"):
            if node.get("Type", "").endswith("/pivotTable"):
                hint = "A sheet with a pivot table cannot be repeated."
                raise TemplateError([problem("OOXML-063", Place(self.part, sheet=self.title), hint)])

    def _own_table(self, table: Element, number: int) -> None:
        """Give a copied table the number and the names that no other has (18.5.1.2)."""
        tables = [root for root in self.trees.values() if root.tag == S + "table" and root is not table]
        table.set("id", str(max(int(root.get("id", "0")) for root in tables) + 1))
        taken = {str(root.get("displayName")).lower() for root in tables}
        name = f"{table.get('displayName')}_{number}"
        while name.lower() in taken:
            name += "_"
        table.set("displayName", name)
        table.set("name", name)

    def _unused(self, part: str, number: int) -> str:
        stem, dot, ending = part.rpartition(".")
        name = f"{stem}_{number}{dot}{ending}"
        while name in self.trees:
            name = f"{name.rpartition('.')[0]}_{dot}{ending}"
        return name

    def _typed(self, part: str, fresh: str) -> None:
        types = self.trees["[Content_Types].xml"]
        for node in list(types.iter(_TYPES + "Override")):
            if node.get("PartName") == "/" + part:
                own = copy.deepcopy(node)
                own.set("PartName", "/" + fresh)
                types.append(own)

    def _relate(self, part: str, like: str) -> str:
        rels = self.trees[_rels(self.main)]
        node = next(node for node in rels if node.get("Id") == like)
        own = copy.deepcopy(node)
        own.set("Id", f"{like}_{len(rels)}")
        own.set("Target", "/" + part)
        rels.append(own)
        return str(own.get("Id"))

    def _around(self, part: str) -> Iterator[str]:
        rels = self.trees.get(_rels(part))
        for node in () if rels is None else rels.iter(_RELS + "Relationship"):
            if node.get("Type", "").rpartition("/")[2] in _COPIED:
                target = _target(part, node.get("Target"))
                yield target
                yield from self._around(target)

    def _own(self, root: Element, number: int) -> None:
        """Give a copy its own tags, and its own name in its formulas."""
        for node in texts_of(root):
            node.text = numbered(node.text, self.name, number)
        for node in root.iter():
            local = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
            if local in ("f", "formula", "formula1", "formula2") and node.text:
                node.text = node.text.replace(_quoted(self.title), _quoted(self._titled(number)))
        self._lead(root, number)

    def _lead(self, root: Element, number: int) -> None:
        """Let links to the sheet lead to one of its copies."""
        for node in root.iter(S + "hyperlink"):
            if node.get("location"):
                own = node.get("location").replace(_quoted(self.title), _quoted(self._titled(number)))
                node.set("location", own)

    def _names(self, book: Element, at: int, count: int) -> None:
        """Names of the sheet (print area …) are copied; those of sheets behind it count further."""
        for node in list(book.iter(S + "definedName")):
            text, own = node.text or "", _quoted(self.title)
            node.text = text.replace(own, _quoted(self._titled(1)))
            local = int(node.get("localSheetId", "-1"))
            if local > at:
                node.set("localSheetId", str(local + count - 1))
            for number in range(count, 1, -1) if local == at else ():
                fresh = copy.deepcopy(node)
                fresh.text = text.replace(own, _quoted(self._titled(number)))
                fresh.set("localSheetId", str(at + number - 1))
                node.addnext(fresh)

    def _elsewhere(self, own: set[str], count: int) -> None:
        """Formulas of other sheets see all copies where a function takes them, else the first."""

        def change(area: Area, alone: bool) -> Any:
            if area.sheet != self.title:
                return area
            copies = tuple(
                Area(area.first, area.last, area.sheet, _quoted(self._titled(number)))
                for number in range(1, count + 1)
            )
            return Areas(copies) if alone else copies[0]

        for part, root in self.trees.items():
            if root.tag == S + "worksheet" and part not in own:
                change_formulas(root.iter(S + "c"), change)
                self._lead(root, 1)


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _target(part: str, target: str) -> str:
    return (
        target[1:]
        if target.startswith("/")
        else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
    )


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'!"
