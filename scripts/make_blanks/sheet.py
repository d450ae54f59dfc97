"""A blank Excel list: official look, printed clean, and a file of the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from looks import FANG, HEAD, SONG, XIAOBIAOSONG
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet
from parcel import packed

DIGIT = 2.117  # mm: a digit of 宋体 11, 8 pixels
_THIN = Side(style="thin", color="000000")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WHITE = InlineFont(rFont=FANG, sz=8, color="FFFFFFFF")
_RULED = InlineFont(rFont=SONG, sz=10.5, u="single")
_PIECES = re.compile(r"(\{\{.*?\}\}|_+)")


def workbook(title: str, widths: Sequence[float]) -> tuple[Workbook, Worksheet]:
    """A workbook of one A4 landscape sheet, column widths in mm, fitted to one page's width."""
    book = Workbook()
    normal = Font(name=SONG, size=11, charset=134)
    book._fonts = IndexedList([normal])  # the widths below count in digits of the first font
    book._named_styles["Normal"].font = normal
    sheet = book.active
    sheet.title = title
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width / DIGIT - 0.6, 2)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.5, 0.5, 0.7, 0.7
    margins.header = margins.footer = 0.4
    sheet.oddFooter.center.text = f'&"{SONG}"&9第 &P 页　共 &N 页'
    sheet.print_options.horizontalCentered = True
    return book, sheet


def write(
    sheet: Worksheet,
    place: str,
    text: str = "",
    *,
    look: tuple[str, float] = (SONG, 10.5),
    align: str = "center",
    grid: bool = True,
    number: str = "General",
    one_line: bool = False,
    ruled: bool = False,
) -> None:
    """Write a cell, or a merged range; `{{ … }}` is written in white, a filled value in the
    cell's own font; `____` becomes a printed rule. What stays on ``one_line`` is
    set smaller rather than broken; what is ``ruled`` stands on a line.
    """
    first, _, _ = place.partition(":")
    if ":" in place:
        for row in sheet[place]:
            for cell in row:
                cell.border = GRID if grid else Border(bottom=_THIN) if ruled else Border()
        sheet.merge_cells(place)
    cell = sheet[first]
    cell.value = _clean(text)
    cell.font = Font(name=look[0], size=look[1])
    cell.alignment = Alignment(
        horizontal=align, vertical="center", wrap_text=not one_line, shrink_to_fit=one_line
    )
    cell.number_format = number
    if grid:
        cell.border = GRID


def title(sheet: Worksheet, place: str, text: str) -> None:
    """The list's title, 小标宋 二号."""
    write(sheet, place, text, look=(XIAOBIAOSONG, 22), grid=False)


def _clean(text: str) -> object:
    pieces = [_piece(piece) for piece in _PIECES.split(text) if piece]
    if all(isinstance(piece, str) for piece in pieces):
        return text or None
    return CellRichText(*pieces)


def _piece(piece: str) -> str | TextBlock:
    if piece.startswith("{{"):
        return TextBlock(_WHITE, piece)
    return TextBlock(_RULED, "\u00a0" * len(piece)) if piece.startswith("_") else piece


def done(book: Workbook, title: str) -> bytes:
    """The whole .xlsx file, its properties cleaned."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as made:
        parts = {name: made.read(name) for name in sorted(made.namelist())}
    parts["docProps/core.xml"] = (
        f"{HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    ).encode()
    parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ).encode()
    first = "[Content_Types].xml"
    return packed({first: parts.pop(first), **parts})
