"""Blank lists and ledgers (名单、台账) as one Excel sheet: title, unit, columns, rows, totals, signatures, a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from looks import FANG, HEI
from openpyxl.styles import Alignment
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheet import done, title, workbook, write

#: What the columns of a landscape A4 sheet share, in mm.
WIDTH = 271.5

#: How high the rows of a blank may be together, in points, to stand on one page.
HEIGHT = 494


@dataclass(frozen=True)
class Column:
    """A column: its heading, width in mm, and slot; ``text`` instead where it holds a formula or nothing.

    ``band`` is a heading over several columns. ``total`` is "sum", a word, or nothing; a column that is
    kept on ``one_line`` is set smaller rather than broken. ``share`` is a formula for a row below the totals, whose row is
    "{total}".
    """

    heading: str
    width: float
    slot: str = ""
    number: str = "@"
    size: float = 10.5
    align: str = "center"
    total: str = ""
    text: str = ""
    band: str = ""
    one_line: bool = False
    share: str = ""


@dataclass(frozen=True)
class Ledger:
    """A list with its surroundings; "{row}", "{first}" and "{last}" in a text are the rows of the sheet.

    The number that the county's plan gives the list (附件1) stands at the top left, before ``corner``.
    ``signs`` stand two beside each other below the list, ``seal`` at their right.
    """

    title: str
    columns: Sequence[Column]
    corner: str = ""
    head: str = "填报单位：{{ village }}村（居）民委员会"
    head_right: str = ""
    rows: int = 10
    row_height: float = 28
    head_height: float = 44
    signs: Sequence[str] = ("填报人签字", "负责人签字")
    seal: str = ""
    note: str = ""
    table: str = "list"
    total: str = "合　计"
    share: str = "所占比例"

    def make(self) -> bytes:
        """The blank."""
        book, sheet = workbook(self.title, self._widths())
        at = self._top(sheet)
        first, last = at, at + self.rows - 1
        self._rows(sheet, first, last)
        if self.total:
            self._totals(sheet, first, last)
            last += 1
        if any(column.share for column in self.columns):
            self._shares(sheet, last)
            last += 1
        end = self._foot(sheet, last + 1)
        high = sum(sheet.row_dimensions[row].height for row in range(1, end))
        if high > HEIGHT:
            raise ValueError(f"{self.title}: the blank is {high} points high, more than a page of {HEIGHT}")
        sheet.print_title_rows = f"{first - self._deep}:{first - 1}"
        sheet.print_area = f"A1:{self._right}{end - 1}"
        return done(book, self.title)

    @property
    def _right(self) -> str:
        return get_column_letter(len(self.columns))

    @property
    def _deep(self) -> int:
        """How many heading rows there are."""
        return 2 if any(column.band for column in self.columns) else 1

    def _widths(self) -> list[float]:
        share = WIDTH / sum(column.width for column in self.columns)
        return [column.width * share for column in self.columns]

    def _top(self, sheet: Worksheet) -> int:
        """Write what stands above the rows and return the first row."""
        corner = f"{{{{ attachment }}}}{self.corner}"
        write(sheet, f"A1:{self._letter(0.4)}1", corner, look=(HEI, 12), align="left", grid=False)
        sheet.row_dimensions[1].height, at = 18, 2
        title(sheet, f"A{at}:{self._right}{at}", self.title)
        sheet.row_dimensions[at].height = 34
        if self.head_right:
            middle = self._letter(0.62)
            beside = get_column_letter(column_index_from_string(middle) + 1)
            write(sheet, f"A{at + 1}:{middle}{at + 1}", self.head, align="left", grid=False)
            right = f"{beside}{at + 1}:{self._right}{at + 1}"
            write(sheet, right, self.head_right, align="right", grid=False)
        else:
            write(sheet, f"A{at + 1}:{self._right}{at + 1}", self.head, align="left", grid=False)
        sheet.row_dimensions[at + 1].height = 22
        self._headings(sheet, at + 2)
        return at + 2 + self._deep

    def _letter(self, share: float) -> str:
        """The column at which ``share`` of the width is reached."""
        edge, reached = WIDTH * share, 0.0
        for number, width in enumerate(self._widths(), 1):
            reached += width
            if reached >= edge:
                return get_column_letter(min(number, len(self.columns) - 1))
        return self._right

    def _headings(self, sheet: Worksheet, at: int) -> None:
        if self._deep == 1:
            for number, column in enumerate(self.columns, 1):
                write(sheet, f"{get_column_letter(number)}{at}", column.heading)
            sheet.row_dimensions[at].height = self.head_height
            return
        numbered = enumerate(self.columns, 1)
        for band, group in groupby(numbered, key=lambda one: one[1].band or f"\0{one[0]}"):
            self._band(sheet, at, band, list(group))
        sheet.row_dimensions[at].height = 20
        sheet.row_dimensions[at + 1].height = self.head_height

    def _band(self, sheet: Worksheet, at: int, band: str, group: list[tuple[int, Column]]) -> None:
        left, right = get_column_letter(group[0][0]), get_column_letter(group[-1][0])
        if band.startswith("\0"):
            write(sheet, f"{left}{at}:{left}{at + 1}", group[0][1].heading)
            return
        write(sheet, f"{left}{at}:{right}{at}" if left != right else f"{left}{at}", band)
        for number, column in group:
            write(sheet, f"{get_column_letter(number)}{at + 1}", column.heading)

    def _rows(self, sheet: Worksheet, first: int, last: int) -> None:
        for row in range(first, last + 1):
            for number, column in enumerate(self.columns, 1):
                text = self._text(column, row) if row == first else ""
                write(
                    sheet,
                    f"{get_column_letter(number)}{row}",
                    text,
                    look=(FANG, column.size),
                    number=column.number,
                    align=column.align,
                    one_line=column.one_line,
                )
            sheet.row_dimensions[row].height = self.row_height

    def _text(self, column: Column, row: int) -> str:
        if column.text:
            return column.text.replace("{row}", str(row))
        return f"{{{{ {self.table}.{column.slot} }}}}" if column.slot else ""

    def _totals(self, sheet: Worksheet, first: int, last: int) -> None:
        row = last + 1
        for number, column in enumerate(self.columns, 1):
            letter = get_column_letter(number)
            span = f"{letter}{first}:{letter}{last}"
            formula = f'=IF(COUNT({span})=0,"",SUM({span}))'
            text = formula if column.total == "sum" else column.total
            text = text.replace("{first}", str(first)).replace("{last}", str(last)).replace("{row}", str(row))
            style = column.number if text.startswith("=") else "General"
            style = '0"户";;' if text.startswith("=COUNT(") else style
            align = column.align if text.startswith("=") else "center"
            write(sheet, f"{letter}{row}", text, look=(FANG, column.size), number=style, align=align)
            cell = sheet[f"{letter}{row}"]
            if text.startswith("="):
                cell.alignment = Alignment(
                    horizontal=align, vertical="center", wrap_text=False, shrink_to_fit=True
                )
        write(sheet, f"A{row}" if self.columns[1].total else f"A{row}:B{row}", self.total)
        sheet.row_dimensions[row].height = 24

    def _shares(self, sheet: Worksheet, totals: int) -> None:
        row = totals + 1
        for number, column in enumerate(self.columns, 1):
            place = f"{get_column_letter(number)}{row}"
            text = column.share.replace("{total}", str(totals))
            write(sheet, place, text, look=(FANG, 9), number="0.0%", one_line=True)
        write(sheet, f"A{row}:B{row}", self.share, look=(FANG, 9))
        sheet.row_dimensions[row].height = 22

    def _foot(self, sheet: Worksheet, at: int) -> int:
        """Write signatures, seal and note; return the row behind them."""
        pairs = [self.signs[number : number + 2] for number in range(0, len(self.signs), 2)]
        first, second = self._letter(0.33), self._letter(0.62 if self.seal else 0.66)
        after = get_column_letter(column_index_from_string(first) + 1)
        rule = "_" * 22
        for number, pair in enumerate(pairs):
            row = at + number
            ranges = (f"A{row}:{first}{row}", f"{after}{row}:{second}{row}")
            for place, sign in zip(ranges, pair, strict=False):
                write(sheet, place, f"{sign}：{rule}", align="left", grid=False)
            sheet.row_dimensions[row].height = 88 / len(pairs) if self.seal else 34
        if self.seal:
            beside = get_column_letter(column_index_from_string(second) + 1)
            seal = f"{self.seal}（公章）\n\n　　　　年　　月　　日"
            write(sheet, f"{beside}{at}:{self._right}{at + max(len(pairs), 1) - 1}", seal, grid=False)
        end = at + max(len(pairs), 1)
        if self.note:
            write(sheet, f"A{end}:{self._right}{end}", self.note, look=(FANG, 9), align="left", grid=False)
            sheet.row_dimensions[end].height = 14 * (1 + len(self.note) // 84) + 4
            end += 1
        return end
