"""Intake workbooks: a sheet per kind of statement, a note per column, lists to choose from."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docgen.case import Case
from docgen.codes import LISTS, OptionList
from docgen.columns import EXAMPLE, OPTIONS, Box, Column, Sheet, expected, plain_heading, sheets
from docgen.ooxml.settle import settled

from .lines import Line, lines_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Rows below the header that are prepared for typing.
_ROWS = 5000

_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "amount": "0.00", "count": "0"}
_HINTS = {
    "text": "填文字。",
    "prose": "填文字，可以换行。",
    "code": "按文本填写，前面的 0 不能少。",
    "id": "按文本填写完整号码，不能存成数字。",
    "phone": "11 位手机号，或带区号的座机号。",
    "option": "从下拉列表中选一项。",
    "options": "可填多项，用顿号分开。",
    "texts": "可填多项，用顿号分开。",
    "yesno": "填“是”或“否”；没有问到就留空。",
    "date": "写成 2026-07-05。",
    "month": "写成 202607 或 2026年7月。",
    "money": "只写数字，两位小数。",
    "amount": "只写数字，两位小数。",
    "count": "只写整数。",
}
_SAMPLES: Mapping[str, Any] = {
    "number": f"{EXAMPLE}（本行不会读入）",
    "household.members[].name": "张三",
    "household.members[].id_no": "11010519491231002X",
    "household.members[].relation": "户主",
    "area.code": "110101101001",
    "area.village": "清水村",
    "area.township": "青石镇",
    "area.group": "3组",
    "visits[].on": "2026-07-05",
    "procedures[].number": "2026-SB-001",
    "procedures[].review.attendees[].name*": "李四（村民代表）、王五",
    "incomes[].start": "2025-10-01",
    "incomes[].end": "2026-09-30",
}
#: Columns whose contents are longer than their heading tells; the first holds the example's words.
_WIDTHS = {"number": 22, "household.hh_id": 20, "household.address": 36, "area.code": 15, "area.group": 14}
_BY_KIND: Mapping[str, Any] = {"phone": "13800000000", "yesno": "是", "date": "2026-07-05", "month": "202607"}


def new_workbook(option_lists: Mapping[str, OptionList] = LISTS, facts: Iterable[str] = ()) -> bytes:
    """Return a blank intake workbook with an example row in every sheet, which reading passes over.

    ``facts`` are extra boxes of a county's forms: columns of the household's sheet.
    """
    wanted = {**sheets(), "户": _with_facts(sheets()["户"], facts)}
    pages = {sheet: [_example(sheet)] for sheet in wanted.values()}
    return _bytes(pages, option_lists)


def _with_facts(sheet: Sheet, names: Iterable[str]) -> Sheet:
    """Return a sheet with a column for each extra box that it does not state already."""
    known = sheet.headings()
    own = dict.fromkeys(name for name in names if plain_heading(name) not in known)
    boxes = (Box(f"facts.{name}", name, "text", source="本县表格") for name in own)
    further = (Column(box.path, box.label, (), box, (), box.label) for box in boxes)
    return Sheet(sheet.name, (*sheet.columns, *further))


def export_workbook(cases: Iterable[Case], *, missing_only: bool = False) -> bytes:
    """Return an intake workbook filled from ``cases``.

    With ``missing_only`` there are only the lines in which something expected is missing, and beside
    what names them only the columns in which it is missing.
    """
    pages: dict[Sheet, list[Line]] = {sheet: [] for sheet in sheets().values()}
    for case in cases:
        for sheet, lines in pages.items():
            lines += lines_of(case, sheet, first=missing_only)
    return _bytes(_lacking(pages) if missing_only else pages, LISTS)


def _lacking(pages: Mapping[Sheet, list[Line]]) -> dict[Sheet, list[Line]]:
    found: dict[Sheet, list[Line]] = {}
    for sheet, lines in pages.items():
        wanted = [column.path for column in sheet.columns if column.path in expected()]
        left = [(line, [path for path in wanted if _misses(line, path)]) for line in lines]
        left = [(line, missing) for line, missing in left if missing]
        blank = {path for _, missing in left for path in missing}
        kept = tuple(column for column in sheet.columns if column.path in blank or _names(column))
        if left or sheet.name in ("户", "家庭成员"):
            found[Sheet(sheet.name, kept)] = [line for line, _ in left]
    return found


def _misses(line: Line, path: str) -> bool:
    """Whether a line lacks an expected box, and the box that may stand in its place."""
    return path not in line and expected()[path] not in line


def _names(column: Column) -> bool:
    """Whether a column is needed to know what a line is about."""
    named = ("number", "area.code", "area.village", "household.members[].name", "household.members[].id_no")
    outer = column.steps[:-1]
    of_record = bool(column.steps) and not column.steps[-1].mark and not any(step.is_list for step in outer)
    return column.path in named or (column.box.required and of_record)


def _example(sheet: Sheet) -> Line:
    line: Line = {}
    for column in sheet.columns:
        box = column.box
        sample = _SAMPLES.get(column.path, _BY_KIND.get(box.kind))
        if sample is None and box.list_id:
            sample = box.options.labels[0]
        if sample is not None:
            line[column.path] = sample
    return line


def _bytes(pages: Mapping[Sheet, list[Line]], option_lists: Mapping[str, OptionList]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    used = [
        name
        for name in option_lists
        if any(_list_of(one) == name for sheet in pages for one in sheet.columns)
    ]
    for sheet, lines in pages.items():
        _write_sheet(book.create_sheet(sheet.name), sheet, lines, {name: option_lists[name] for name in used})
    _write_options(book, [option_lists[name] for name in used])
    book.properties.creator = "docgen"
    buffer = BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue())


def _list_of(column: Column) -> str:
    return column.box.list_id


def _write_options(book: "Workbook", option_lists: list[OptionList]) -> None:
    sheet = book.create_sheet(OPTIONS)
    for place, listed in enumerate(option_lists, start=1):
        sheet.cell(1, place, listed.title)
        for row, label in enumerate(listed.labels, start=2):
            sheet.cell(row, place, label)
    sheet.sheet_state = "hidden"


def _write_sheet(
    page: "Worksheet", sheet: Sheet, lines: list[Line], option_lists: Mapping[str, OptionList]
) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        shape = page.column_dimensions[letter]
        shape.width = _width(column)
        shape.number_format = _FORMATS.get(column.box.kind, "@")
        _write_heading(page, place, column)
        _add_choice(page, letter, column.box, option_lists)
    for row, line in enumerate(lines, start=2):
        for place, column in enumerate(sheet.columns, start=1):
            value = line.get(column.path)
            if value is not None:
                _write_cell(page, row, place, value, _FORMATS.get(column.box.kind, "@"))
    if lines and str(lines[0].get("number", "")).startswith(EXAMPLE):
        for cell in page[2]:
            cell.font = Font(italic=True, color="808080")
    page.freeze_panes = "B2"
    _set_print(page)


def _set_print(page: "Worksheet") -> None:
    """Print a sheet on wide A4 pages, each with the headings, the household's number and its own number."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem

    page.print_title_rows, page.print_title_cols = "1:1", "A:A"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.print_options.gridLines = True
    margins = page.page_margins
    margins.left = margins.right = margins.top = 0.5
    margins.bottom = 0.7
    footer = HeaderFooterItem()
    if footer.center is not None:
        footer.center.text = "&A　第 &P 页　共 &N 页"
    page.oddFooter = footer


def _write_heading(page: "Worksheet", place: int, column: Column) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color="999999")
    cell = page.cell(1, place, column.heading)
    cell.font = Font(name="宋体", bold=True)
    cell.fill = PatternFill("solid", fgColor="FFF2CC" if column.box.required else "DDEBF7")
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    comment = Comment(note_of(column), "docgen")
    comment.width, comment.height = 260, 120
    cell.comment = comment


def note_of(column: Column) -> str:
    """Return the note of a column: what to write, in which unit, and where the box comes from."""
    box = column.box
    parts = [f"{column.heading}：{_HINTS[box.kind]}"]
    if box.unit:
        parts.append(f"单位：{box.unit}。")
    if column.path == "number":
        parts.append("本地户号一经编定不再改动；各表用它对应到户。")
    if box.lowest is not None and box.highest is not None:
        parts.append(f"范围：{box.lowest}～{box.highest}。")
    if box.required:
        parts.append("必填。")
    if box.source:
        parts.append(f"依据：{box.source}。")
    return "\n".join(parts)


def _add_choice(page: "Worksheet", letter: str, box: Box, option_lists: Mapping[str, OptionList]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if box.kind == "yesno":
        formula = '"是,否"'
    elif box.list_id:
        source = get_column_letter(list(option_lists).index(box.list_id) + 1)
        formula = f"{OPTIONS}!${source}$2:${source}${len(option_lists[box.list_id].options) + 1}"
    else:
        return
    choice = DataValidation(
        type="list", formula1=formula, allow_blank=True, showErrorMessage=box.kind != "options"
    )
    choice.errorTitle, choice.error = "不在选项中", "请从下拉列表中选择。"
    page.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{_ROWS}")


def _write_cell(page: "Worksheet", row: int, place: int, value: Any, shape: str) -> None:
    cell = page.cell(row, place)
    cell.value = value if not isinstance(value, Decimal) else float(value)
    if isinstance(value, str):
        cell.data_type = "s"  # text stays text, also what begins with = or looks like an error
    cell.number_format = shape


def _width(column: Column) -> float:
    longest = max(len(text) for text in (column.heading, *_labels(column.box)))
    least = {"id": 22, "prose": 24, "date": 13, "phone": 14}.get(column.box.kind, 10)
    least = _WIDTHS.get(column.path, least)
    return float(min(max(least, longest * 2 + 2), 36))


def _labels(box: Box) -> tuple[str, ...]:
    return box.options.labels if box.list_id else ()
