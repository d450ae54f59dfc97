"""A room: the worklist (核查清单), one workbook of everything a clerk should put right.

By village and household, a row for every box in doubt; the column 更正值 is hers to fill, and
``roster import`` reads it back by 户号 and the hidden 栏目路径. Same findings, same bytes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width
from zipfile import BadZipFile, ZipFile

from .case import Case
from .codes import Secret, label_of
from .columns import SUMMARY, any_place, boxes, corrections
from .errors import Finding
from .ooxml.settle import settled
from .place import place, value_at

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_BACK = corrections()

#: The headings of the worklist and the width of each column in characters.
COLUMNS: Mapping[str, int] = {
    "村": 10,
    "组": 8,
    _BACK.number: 9,
    "户主": 9,
    "位置": 20,
    "级别": 5,
    "原因": 6,
    "表格": 20,
    "问题": 32,
    "怎么办": 26,
    "现值": 21,
    _BACK.value: 22,
    "规则": 10,
    "依据": 16,
    _BACK.box: 60,
}
_TITLE = "核查清单：请在“更正值”一列填写，存盘后用 docgen roster import 导入；属实不改的留空。"
_HEADER_ROW = 2
#: At most so many boxes of one finding get a row of their own.
_BOXES = 4
_SAME = "（同上）"


class Line(NamedTuple):
    """One row of the worklist, in the order of its headings."""

    village: str
    group: str
    number: str
    head: str
    where: str
    severity: str
    cause: str
    forms: str
    problem: str
    remedy: str
    present: str
    value: str
    code: str
    source: str
    box: str


class Concern(NamedTuple):
    """What a finding is about beside its boxes: why it stands in the way, and on which forms."""

    cause: str = ""
    forms: tuple[str, ...] = ()


def worklist(
    findings: Iterable[Finding],
    cases: Iterable[Case],
    sources: Mapping[str, str] | None = None,
    concern: Callable[[Finding, Case | None], Concern] = lambda finding, case: Concern(),  # noqa: ARG005
) -> bytes:
    """Return the worklist of some findings as a workbook.

    ``cases`` are those the findings are about, in the order of the list; the others are passed over.
    ``sources`` tell, by rule id, what a rule rests on; ``concern`` tells why a finding stands in the way of which
    forms, by which the list of a household is then ordered.
    """
    by_household: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_household.setdefault((finding.village, finding.household), []).append(finding)
    told = {} if sources is None else sources
    lines: list[Line] = []
    for case in cases:
        own = by_household.pop((case.area.code, case.number), [])
        lines += _lines(own, case, told, concern)
    for left in by_household.values():
        lines += _lines(left, None, told, concern)
    return _workbook(lines, told)


def is_worklist(file: Path) -> bool:
    """Whether a file is a worklist, also when a clerk has saved it since."""
    try:
        with ZipFile(file) as book:
            return f'"{SUMMARY}"' in book.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, BadZipFile, KeyError):
        return False


def _lines(
    findings: list[Finding],
    case: Case | None,
    sources: Mapping[str, str],
    concern: Callable[[Finding, Case | None], Concern],
) -> Iterator[Line]:
    about = {one: concern(one, case) for one in findings}
    ordered = sorted(findings, key=lambda one: (about[one].forms[:1], one.severity, one.boxes[:1], one.code))
    for finding in ordered:
        correctable = [box for box in finding.boxes if any_place(box) in boxes()][:_BOXES]
        for number, box in enumerate(correctable or [""]):
            line = _line(finding, case, box, sources, first=number == 0)
            yield line._replace(cause=about[finding].cause, forms="、".join(about[finding].forms))


def _line(finding: Finding, case: Case | None, box: str, sources: Mapping[str, str], *, first: bool) -> Line:
    head = case.household.head if case else None
    return Line(
        village=case.area.village if case else finding.village,
        group=case.area.group if case else "",
        number=finding.household,
        head=head.name if head else "",
        where=place(box) if box else finding.where,
        severity=finding.severity.value,
        cause="",
        forms="",
        problem=finding.sentence if first else _SAME,
        remedy=finding.remedy if first else _SAME,
        present=shown(value_at(case, box), box) if case and box else "",
        value="",
        code=finding.code,
        source=_reason(finding) or sources.get(finding.code, ""),
        box=box,
    )


def _reason(finding: Finding) -> str:
    reason = dict(finding.fields).get("accepted")
    return f"已认可：{reason}" if reason else ""


def shown(value: Any, box: str = "") -> str:
    """Return what stands in a box as the worklist shows it: documents and telephones masked."""
    if isinstance(value, Secret):
        return value.masked
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value)
    if isinstance(value, date | Decimal | int):
        return str(value)
    known = boxes().get(any_place(box))
    return label_of(known.list_id, value) if known and known.coded and value else str(value or "")


def _workbook(lines: list[Line], sources: Mapping[str, str]) -> bytes:
    from openpyxl import Workbook  # slow to load; needed by this room only

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has its first sheet
    _fill(sheet, lines)
    _summary(book, lines, sources)
    buffer = BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue())


def _fill(sheet: "Worksheet", lines: list[Line]) -> None:
    from openpyxl.styles import Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    sheet.title = _BACK.name
    sheet.append([_TITLE])
    sheet["A1"].font = Font(name="宋体", size=12, bold=True)
    sheet.append(list(COLUMNS))
    for line in lines:
        sheet.append([_safe(text) for text in line])
    _frame(sheet, list(COLUMNS.values()), _HEADER_ROW)
    open_fill = PatternFill("solid", fgColor="FFF8DC")
    column = list(COLUMNS).index(_BACK.value) + 1
    for number in range(_HEADER_ROW + 1, sheet.max_row + 1):
        cell = sheet.cell(number, column)
        cell.fill, cell.number_format, cell.protection = open_fill, "@", Protection(locked=False)
    hidden = get_column_letter(list(COLUMNS).index(_BACK.box) + 1)
    sheet.column_dimensions[hidden].hidden = True
    for heading, used in (
        ("原因", any(one.cause for one in lines)),
        ("表格", any(one.forms for one in lines)),
    ):
        letter = get_column_letter(list(COLUMNS).index(heading) + 1)
        sheet.column_dimensions[letter].hidden = not used


def _summary(book: "Workbook", lines: list[Line], sources: Mapping[str, str]) -> None:
    sheet = book.create_sheet(SUMMARY)
    sheet.append([SUMMARY])
    sheet.append(["规则", "级别", "户数", "条数", "怎么办", "依据"])
    first = {line.code: line for line in reversed(lines) if line.problem != _SAME}
    counts = Counter(line.code for line in lines if line.problem != _SAME)
    homes = Counter(code for code, _, _ in {(line.code, line.village, line.number) for line in lines})
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        line = first[code]
        row = [code, line.severity, homes[code], count, line.remedy, sources.get(code, "")]
        sheet.append([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    _frame(sheet, [10, 8, 8, 8, 60, 40], _HEADER_ROW)


def _frame(sheet: "Worksheet", widths: list[int], header: int) -> None:
    """Give a sheet its widths, borders, filter, frozen header and A4 landscape print."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    thin = Side(style="thin", color="999999")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    text, bold = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
    wrapped = Alignment(wrap_text=True, vertical="center")
    grey = PatternFill("solid", fgColor="DDDDDD")
    for number, row in enumerate(sheet.iter_rows(min_row=header, max_col=len(widths)), header):
        for cell in row:
            cell.font, cell.border, cell.alignment = text, border, wrapped
            if isinstance(cell.value, str):
                cell.data_type, cell.number_format = "s", "@"  # a name like =1+1 stays text
        sheet.row_dimensions[number].height = _height([cell.value for cell in row], widths)
    for cell in sheet[header]:
        cell.font, cell.fill = bold, grey
    last = get_column_letter(len(widths))
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{last}{max(sheet.max_row, header)}"
    sheet.print_title_rows = f"{header}:{header}"
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = 9, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.5
    footer = HeaderFooterItem()
    if footer.center is not None:
        footer.center.text = "第 &P 页 共 &N 页"
    sheet.oddFooter = footer


def _height(values: Sequence[object], widths: Sequence[int]) -> float:
    """Return the height in points that the longest text of a row needs; not every program works it out."""
    texts = [str(value) for value in values if value is not None]
    columns = [width for value, width in zip(values, widths, strict=True) if value is not None]
    lines = [
        ceil(sum(1 + (east_asian_width(letter) in "WFA") for letter in text) / max(width - 1, 1))
        for text, width in zip(texts, columns, strict=True)
    ]
    return 13.5 * max(lines, default=1) + 3


def _safe(text: str) -> str:
    """Return text that a spreadsheet takes as text: no control characters."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
