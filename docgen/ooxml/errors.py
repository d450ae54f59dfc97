"""What can be wrong with a template (a Problem) or with one fill of it (a FillError); no message holds a value."""

from collections.abc import Iterable
from dataclasses import field

from docgen.nouns import dataclass

CODES: dict[str, str] = {
    # the file
    "OOXML-001": "The file is not a readable zip package.",
    "OOXML-002": "The package is larger than the limits allow.",
    "OOXML-003": "The package has two members of one name, overlapping members or an unsafe member name.",
    "OOXML-004": "A member of the package is damaged (size or checksum does not agree).",
    "OOXML-005": "A member of the package is encrypted or compressed by an unknown method.",
    "OOXML-006": "The package is not of the expected kind.",
    "OOXML-007": "An XML part is not well formed.",
    "OOXML-008": "An XML part declares a document type (DTD), which is never needed and can be an attack.",
    "OOXML-009": "A part that the package must have is missing.",
    # what a template must not carry
    "OOXML-020": "The template points outside itself (external relationship).",
    "OOXML-021": "The template carries macros.",
    "OOXML-022": "The template carries an OLE object, an ActiveX control or an embedded package.",
    "OOXML-023": "The template imports another file (altChunk, attached template, external data).",
    "OOXML-024": "The template has a field that runs a program or reads a file (DDE, INCLUDETEXT, LINK …).",
    # slots
    "OOXML-040": "A tag is not closed, or is closed without having been opened.",
    "OOXML-041": "A tag cannot be understood.",
    "OOXML-042": "A tag uses a filter that does not exist.",
    "OOXML-043": "A tick tag has no boxes after it.",
    "OOXML-044": "Two options of one tick group have the same text.",
    "OOXML-045": "A table of records has fewer rows than declared.",
    "OOXML-046": "A table of records is declared but the template has no row for it.",
    "OOXML-047": "A row of records stands outside a table, or where it cannot be continued.",
    "OOXML-048": "A tag of one name is used for two kinds of slot.",
    "OOXML-049": "A control tag ({% … %}) is not part of this template language.",
    "OOXML-050": "The document holds characters that the engine keeps for itself.",
    "OOXML-051": "A digit tag must stand alone at the start of a row of empty cells.",
    "OOXML-052": "A control tag has no beginning, no end, or the wrong one.",
    "OOXML-053": "A control tag begins and ends in different parts of a table or text.",
    "OOXML-054": "A tag that merges or colours a cell stands outside a table, or outside a loop.",
    "OOXML-055": "A sub-document holds notes or comments, which cannot be carried over.",
    "OOXML-056": "A slot of the template is not declared.",
    "OOXML-057": "A declared slot has no place in the template.",
    # workbooks
    "OOXML-060": "A formula uses a function that the engine cannot compute.",
    "OOXML-061": "A formula cannot be understood.",
    "OOXML-062": "A sheet repeats more than one list in one row, or a row for a list that is not one row.",
    "OOXML-063": "A workbook feature cannot be carried along when rows are added.",
    "OOXML-064": "Formulas go round in a circle.",
    # filling
    "OOXML-080": "No value is given for a slot.",
    "OOXML-081": "The value of a slot is None.",
    "OOXML-082": "The value of a slot is of a kind that cannot be written.",
    "OOXML-083": "The value of a slot has a character that no document can hold.",
    "OOXML-084": "The value of a tick slot names an option that the group does not have.",
    "OOXML-085": "The value of a tick slot has a text for “other”, but the group has no blank for it.",
    "OOXML-086": "There are more records than rows.",
    "OOXML-087": "The value has more characters than boxes.",
    "OOXML-088": "The value is longer than a cell can hold (32,767 characters).",
    "OOXML-089": "An expression or filter failed.",
    "OOXML-090": "The number is too large or is no number.",
    "OOXML-091": "A formula cannot be computed (division by zero, text where a number is needed, or a circle).",
    "OOXML-092": "The template loops longer than the budget allows.",
    "OOXML-093": "A colour is not six hexadecimal digits.",
    "OOXML-094": "A link leads elsewhere than to http, https or mailto.",
    "OOXML-095": "A picture is not PNG, JPEG, GIF or BMP, or its header is damaged.",
    "OOXML-096": "The template has no picture or embedded file of this name.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a template: a part, then a table's row and cell (all counted from 1) or a sheet's cell."""

    part: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0
    sheet: str = ""
    ref: str = ""
    text: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{self.ref}"
        grid = f", table {self.table}, row {self.row}, cell {self.cell}" if self.table else ""
        around = f", near “{self.text}”" if self.text else ""
        return f"{self.part}{grid}{around}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a template: stable code, sentence, place and what to do."""

    code: str
    sentence: str
    place: Place = field(default_factory=Place)
    hint: str = ""

    def __str__(self) -> str:
        where = str(self.place)
        return " ".join(
            part
            for part in (f"{self.code}: {self.sentence}", f"[{where}]" if where else "", self.hint)
            if part
        )


def problem(code: str, place: Place | str = "", hint: str = "") -> Problem:
    """A Problem with the catalogue's sentence for this code; a bare text is the name of a part."""
    return Problem(code, CODES[code], Place(part=place) if isinstance(place, str) else place, hint)


class OoxmlError(Exception):
    """Anything that this library raises on purpose."""


class TemplateError(OoxmlError):
    """A template that cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class FillError(OoxmlError):
    """One fill that cannot be done: the code, the slot's name and its place, never the value."""

    def __init__(self, code: str, slot: str, place: Place | None = None, detail: str = "") -> None:
        self.code = code
        self.slot = slot
        self.place = place or Place()
        self.detail = detail
        super().__init__(
            f"{code}: {CODES[code]} slot “{slot}”"
            + (f" [{self.place}]" if str(self.place) else "")
            + (f" {detail}" if detail else "")
        )

    def __reduce__(self) -> tuple[type["FillError"], tuple[str, str, Place, str]]:
        return FillError, (self.code, self.slot, self.place, self.detail)
