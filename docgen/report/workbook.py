"""The overview as a workbook: the matters under way, the villages, the households at rest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from docgen.ooxml.settle import settled
from docgen.overview import Duty, Line, Overview, Reminder, State

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | int | date | None

#: The headings of the matters under way, with their widths in characters.
COLUMNS: Mapping[str, int] = {
    "状态": 9, "户号": 10, "村": 10, "组": 7, "户主": 9, "事项": 16, "已办到": 14, "办理日期": 11, "下一步": 18,
    "期限": 11, "期限所指": 14, "还有天数": 9, "单位": 9, "暂定": 6, "下一份表": 34, "谁签字": 18, "还缺": 26, "备注": 26,
}  # fmt: skip
_VILLAGES: Mapping[str, int] = {
    "行政村代码": 15, "行政村": 12, "户数": 8, "在办": 8, "临期": 8, "超期": 8, "缺条件": 8,
}  # fmt: skip
_DUTIES: Mapping[str, int] = {
    "定期工作": 26, "户号": 10, "村": 10, "户主": 9, "上次": 11, "期限": 11, "还有天数": 9, "情况": 26, "出处": 50,
}  # fmt: skip
_REMINDERS: Mapping[str, int] = {"提示": 14, "户号": 10, "村": 10, "户主": 9, "情况": 60, "出处": 50}
_RESTING: Mapping[str, int] = {"户号": 10, "村": 10, "组": 7, "户主": 9, "状态": 18, "备注": 40}


def status_workbook(overview: Overview) -> bytes:
    """Return the overview as a workbook; same overview, same bytes."""
    from openpyxl import Workbook  # slow to load; only a workbook needs it

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _sheet(book, "在办事项", COLUMNS, map(_row, overview.open_lines))
    _sheet(
        book,
        "各村汇总",
        _VILLAGES,
        [
            (one.code, one.village, one.households, one.open, one.soon, one.overdue, one.missing)
            for one in overview.villages()
        ],
    )
    if overview.duties:
        _sheet(book, "定期工作", _DUTIES, map(_duty_row, overview.duties))
    if overview.reminders:
        _sheet(book, "提示", _REMINDERS, map(_reminder_row, overview.reminders))
    resting = (line for line in overview.lines if line.state is State.RESTING)
    _sheet(book, "其他各户", _RESTING, map(_resting_row, resting))
    buffer = BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue())


def _row(line: Line) -> Sequence[Cell]:
    return (
        *(line.state.value, line.number, line.village, line.group, line.head, line.matter),
        *(line.step, line.since, line.next_step, line.due, line.due_of, line.days_left),
        line.unit if line.days_left is not None else "",
        "暂定" if line.provisional else "",
        *("、".join(line.papers), "、".join(line.signers), "；".join(line.missing), "；".join(line.remarks)),
    )


def _duty_row(one: Duty) -> Sequence[Cell]:
    left = "没有记录" if one.days_left is None else one.days_left
    return (one.what, one.number, one.village, one.head, one.last, one.due, left, one.told, one.source)


def _reminder_row(one: Reminder) -> Sequence[Cell]:
    return (one.what, one.number, one.village, one.head, one.text, one.source)


def _resting_row(line: Line) -> Sequence[Cell]:
    return (line.number, line.village, line.group, line.head, line.matter, "；".join(line.remarks))


def _sheet(book: "Workbook", title: str, columns: Mapping[str, int], rows: Iterable[Sequence[Cell]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = book.create_sheet(title)
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    thin = Side(style="thin", color="999999")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    wrapped = Alignment(wrap_text=True, vertical="center")
    for number, row_of_cells in enumerate(sheet.iter_rows(), 1):
        for cell in row_of_cells:
            cell.border, cell.alignment = border, wrapped
            cell.font = Font(name="宋体", size=10, bold=number == 1)
            if number == 1:
                cell.fill = PatternFill("solid", fgColor="DDDDDD")
            if isinstance(cell.value, str):
                cell.data_type, cell.number_format = "s", "@"  # a name like =1+1 stays text
            elif isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    for number, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = 9, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
