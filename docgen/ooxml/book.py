"""A workbook template compiled: its sheets, and all parts around them that a fill may change."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from docgen.ooxml.besides import NAME_CLOSE, NAME_OPEN, Besides, SheetName, bare, quoted
from docgen.ooxml.cells import Sheet
from docgen.ooxml.errors import Place, problem
from docgen.ooxml.moving import Moves, forget_values
from docgen.ooxml.package import Element, Package, parse_xml
from docgen.ooxml.program import CLOSE, OPEN, Marks
from docgen.ooxml.tags import TAG
from docgen.ooxml.workbook import (
    Formats,
    Item,
    S,
    part_of_kind,
    read_item,
    relations,
    sheet_names,
    sheet_parts,
    text_of_item,
)
from docgen.ooxml.worksheet import Found, SheetReader
from docgen.ooxml.zipped import Member, deflate

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(slots=True)
class BookCompiler:
    """Collects sheets, slots, problems, moves and tags beside the cells over one workbook."""

    package: Package
    found: Found
    moves: Moves = field(default_factory=lambda: Moves(Marks()))
    sheets: list[Sheet] = field(default_factory=list)
    data: dict[str, int] = field(default_factory=dict)
    rewritten: dict[str, Member] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    named: list[SheetName] = field(default_factory=list)
    besides: Besides = field(init=False)
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.besides = Besides(self.found, self.moves.marks)

    def parts(self) -> list[tuple[str, str]]:
        """The marked text of every part that may change."""
        self._name_sheets()
        items = self._shared_items()
        formats = Formats(self._tree(part_of_kind(self.package, "styles")))
        roots = {}
        for title, part in sheet_parts(self.package):
            roots[part] = self._tree(part)
            reader = SheetReader(self.found, self.tokens.get(title, title), part, items, formats, title)
            self.sheets.append(reader.read(roots[part]))
        self._complete_slots()
        moving = [sheet for sheet in self.sheets if sheet.lists]
        out = [self._worksheet(sheet, roots[sheet.part], bool(moving)) for sheet in self.sheets]
        for sheet in self.sheets:
            out += self._beside(sheet)
        out += self._charts(bool(moving))
        out.append(self._workbook(bool(moving)))
        if formats.changed:
            self._rewrite(part_of_kind(self.package, "styles"), formats.root)
        self._forget_tags()
        return out

    def _tree(self, part: str) -> Element:
        if not part:
            return None
        content = self.package.content(part)
        if any(mark.encode() in content for mark in (OPEN, CLOSE, NAME_OPEN, NAME_CLOSE)):
            self.found.problems.append(problem("OOXML-050", part))
        return self._with_tokens(parse_xml(content))

    def _with_tokens(self, root: Element) -> Element:
        """A part in whose formulas the sheets that have tags in their names are called otherwise."""
        if not self.tokens:
            return root
        text = etree.tostring(root, encoding="unicode")
        for title, token in self.tokens.items():
            for quotes in ('"', "&quot;"):  # in an attribute or in text
                name = quoted(title).replace("&quot;", quotes)
                text = text.replace(f"'{name}'!", f"'{token}'!")
        return etree.fromstring(text)

    def _name_sheets(self) -> None:
        """Give every sheet whose name holds a tag a name that stands for it until the fill."""
        for number, title in enumerate(sheet_names(self.package)):
            if "{{" in title:
                place = Place(self.package.main, sheet=title)
                token = f"{NAME_OPEN}{number}{NAME_CLOSE}"
                self.tokens[title] = token
                self.named.append(SheetName(token, tuple(self.besides.pieces(title, place)), place))

    def _shared_items(self) -> list[Item]:
        part = part_of_kind(self.package, "sharedStrings")
        return [read_item(item) for item in self.package.trees[part].iter(S + "si")] if part else []

    def _complete_slots(self) -> None:
        self.found.problems += [
            problem("OOXML-046", Place(), f"“{name}”")
            for name in self.found.settings.tables
            if name not in self.found.lists
        ]
        self.found.slots = [
            replace(slot, columns=tuple(self.found.columns.get(slot.name, ())))
            if slot.kind == "rows"
            else slot
            for slot in self.found.slots
        ]

    def _worksheet(self, sheet: Sheet, root: Element, moving: bool) -> tuple[str, str]:
        data = root.find(S + "sheetData")
        changing = any(not row.text for row in sheet.rows.values())
        if data is not None and (changing or sheet.lists):
            for node in list(data):
                data.remove(node)
            self.data[sheet.name], data.text = self.moves.marks.hole()
        self.besides.headers(root, sheet.part, sheet.title)
        if moving:
            self.moves.worksheet(root, sheet)
        return sheet.part, HEAD + etree.tostring(root, encoding="unicode")

    def _beside(self, sheet: Sheet) -> list[tuple[str, str]]:
        """Drawings, comments and tables of a sheet."""
        known: dict[str, Callable[[Element, Sheet], None]] = {
            "drawing": self.moves.drawing,
            "comments": self.moves.comments,
            "table": self.moves.comments,
            "vmlDrawing": self.moves.legacy_drawing,
        }
        out = []
        for kind, part in relations(self.package, sheet.part).values():
            if kind in known and part in self.package.trees:
                root = self._tree(part)
                self.besides.texts(root, part)
                if sheet.lists:
                    known[kind](root, sheet)
                out.append((part, HEAD + etree.tostring(root, encoding="unicode")))
            elif kind == "pivotTable" and sheet.lists:
                self.found.problems.append(
                    problem("OOXML-063", part, "A pivot table stands on the sheet of a list.")
                )
        return out

    def _charts(self, moving: bool) -> list[tuple[str, str]]:
        out = []
        for part, kind in self.package.types.items():
            if kind.endswith("drawingml.chart+xml") and part in self.package.trees:
                root = self._tree(part)
                self.besides.texts(root, part)
                forget_values(root)
                if moving:
                    self.moves.chart(root)
                self._rewrite(part, root)
                out.append((part, HEAD + etree.tostring(root, encoding="unicode")))
        return out

    def _workbook(self, moving: bool) -> tuple[str, str]:
        """The workbook part: a calculation chain would name cells that moved, so it goes; programs compute anew."""
        root = self._tree(self.package.main)
        calculation = root.find(S + "calcPr")
        if calculation is not None:
            calculation.set("fullCalcOnLoad", "1")
        self._drop_calculation_chain()
        names = [self.tokens.get(name, name) for name in sheet_names(self.package)]
        for node in root.iter(S + "sheet"):
            if node.get("name") in self.tokens:
                node.set("name", bare(self.tokens[node.get("name")]))
        if self.tokens:
            self._forget_titles()
        if moving:
            self.moves.workbook(root, names)
        if not self.tokens:
            self._rewrite(self.package.main, root)
        return self.package.main, HEAD + etree.tostring(root, encoding="unicode")

    def _drop_calculation_chain(self) -> None:
        part = next(
            (
                part
                for kind, part in relations(self.package, self.package.main).values()
                if kind == "calcChain"
            ),
            "",
        )
        if not part:
            return
        self.dropped.add(part)
        folder, _, name = self.package.main.rpartition("/")
        for holder in ("[Content_Types].xml", f"{folder}/_rels/{name}.rels"):
            root = self._tree(holder)
            for node in list(root):
                if node.get("PartName", "").lstrip("/") == part or str(node.get("Type", "")).endswith(
                    "/calcChain"
                ):
                    root.remove(node)
            self._rewrite(holder, root)

    def _forget_titles(self) -> None:
        """Take the list of sheets' names out of the extended properties: names are known at the fill only."""
        root = self._tree("docProps/app.xml") if "docProps/app.xml" in self.package.trees else None
        if root is not None:
            for node in list(root):
                if node.tag.rpartition("}")[2] in ("TitlesOfParts", "HeadingPairs"):
                    root.remove(node)
            self._rewrite("docProps/app.xml", root)

    def _forget_tags(self) -> None:
        """Blank the shared texts that were tags: the cells that held them carry their own text now."""
        part = part_of_kind(self.package, "sharedStrings")
        if not part:
            return
        root = self._tree(part)
        tagged = [item for item in root.iter(S + "si") if TAG.search(text_of_item(item))]
        for item in tagged:
            for node in list(item):
                item.remove(node)
            item.append(item.makeelement(S + "t"))
        if tagged:
            self._rewrite(part, root)

    def _rewrite(self, part: str, root: Element) -> None:
        content = (HEAD + etree.tostring(root, encoding="unicode")).encode()
        self.rewritten[part] = Member(part, content, deflate(content))
