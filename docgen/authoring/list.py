"""The list of slots as a workbook: what the clerk looks through, corrects and gives back."""

from io import BytesIO

from docgen.authoring.declare import Draft
from docgen.authoring.proof import numbered
from docgen.ooxml.settle import settled

HEADINGS = ("编号", "位置", "标签", "栏目（可改）", "把握", "颜色", "依据", "所在清单", "名称")
KEY_CELL = "L1"
_WIDTHS = (6, 22, 28, 46, 8, 6, 48, 14, 26)


def list_workbook(made: Draft, key: str) -> bytes:
    """Return the list: number, where, label, field, confidence, reason; the field's cell may be changed."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "清单"
    sheet.append(HEADINGS)
    for one in numbered(made):
        spot = one.spot
        sheet.append(
            [
                one.number,
                spot.where or spot.at[0],
                spot.label,
                spot.source,
                spot.confidence,
                one.colour_name,
                spot.why,
                spot.table,
                spot.slot,
            ]
        )
        for cell in sheet[sheet.max_row]:
            cell.fill = PatternFill("solid", fgColor=one.colour)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "n" if isinstance(cell.value, (int, float)) else "s"
        sheet.cell(sheet.max_row, 5).number_format = "0%"
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[chr(64 + number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet[KEY_CELL] = key
    stream = BytesIO()
    book.save(stream)
    return settled(stream.getvalue())
