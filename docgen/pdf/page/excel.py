"""An xlsx as a sheet: grids with their page set-up, written to HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.pdf.page.bookunlike import unlike
from docgen.pdf.page.borders import Edge, Framed, diagonal, resolve
from docgen.pdf.page.cellset import CellSetter
from docgen.pdf.page.condition import change_of, conditioned
from docgen.pdf.page.css import BASE, Classes, pt
from docgen.pdf.page.draw import Written
from docgen.pdf.page.gridpage import (
    Area,
    Grown,
    Paper,
    Place,
    column_pages,
    paper_of,
    places,
    row_pages,
    scale_of,
    squeezed,
)
from docgen.pdf.page.hung import Board, Hung, hung
from docgen.pdf.page.margintext import margin_texts
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.source import Faces, Problem
from docgen.pdf.page.workbook import Sheet, Workbook
from docgen.pdf.page.xml import whole

_RUNS_OVER = {"general", "left", "center"}
FOOTER_SPARE = (
    6.6  # points that LibreOffice gives a sheet fitted to a height of what it reserved for a footer
)
HALF_LINE = 0.25  # points; half of a thin line stands above a page's first row


class ExcelSheet:
    """A workbook ready to be filled and drawn."""

    def __init__(self, parts: Mapping[str, bytes], faces: Faces, mode: Mode, only: str | None = None) -> None:
        self._parts = parts
        self._mode = mode
        self._book = Workbook(parts, mode)
        self._faces = faces
        self._only = only
        self._classes = Classes()
        self._problems: dict[Problem, None] = {}
        self._setter = CellSetter(self._classes, faces, self._problems, mode)
        self._changes = tuple(change_of(self._book, dxf) for dxf in self._book.dxfs)
        self._found: tuple[Problem, ...] | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """List the places that will look different."""
        if self._found is None:
            sheets = self._book.sheets(self._parts)
            self._found = tuple(
                problem
                for sheet in sheets
                if self._only is None or sheet.name == self._only
                for problem in unlike(self._parts, sheet)
            )
        return tuple(dict.fromkeys((*self._found, *self._problems)))

    def html(self, document_parts: Mapping[str, bytes] | None = None) -> str:
        """Write the workbook, with these parts in place of its own."""
        parts = {**self._parts, **(document_parts or {})}
        rules, bodies = "", ""
        for at, sheet in enumerate(self._book.sheets(parts)):
            if self._only is not None and sheet.name != self._only:
                continue
            sheet, unknown = conditioned(sheet, self._changes)
            for kind in unknown:
                self._problems.setdefault(
                    Problem(sheet.name, f"a conditional format of kind {kind} is not drawn")
                )
            name = f"x{at}"
            for area in self._printed(sheet, parts):
                style, body = self._page(sheet, area, name, parts, first=not bodies)
                rules, bodies = rules + style, bodies + body
        sheet_css = BASE + rules + self._classes.sheet(bodies)
        return Written(
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{sheet_css}</style></head>'
            f"<body>{bodies}</body></html>"
        )

    def _printed(self, sheet: Sheet, parts: Mapping[str, bytes]) -> list[Area]:
        """Give the print areas, else what is used."""
        used = [
            at for at, (value, format_) in sheet.cells.items() if value.runs or format_.edges or format_.fill
        ]
        ends = [(m[2], m[3]) for m in sheet.merges if (m[0], m[1]) in sheet.cells]
        hanging = [self._end(sheet, each) for each in hung(parts, sheet, self._spans(sheet))]
        if not used and not hanging:
            return []
        last_row = max(r for r, _ in [*used, *ends, *hanging])
        last_column = max(c for _, c in [*used, *ends, *hanging])
        if self._mode.libreoffice and not sheet.areas:
            last_column = max([last_column, *self._overflows(sheet, last_column)])
        return [
            (top, left, max(top, min(bottom, last_row)), max(left, min(right, last_column)))
            for top, left, bottom, right in sheet.areas
        ] or [(0, 0, last_row, last_column)]

    def _overflows(self, sheet: Sheet, last: int) -> list[int]:
        """Give the columns into which text runs over from the last one, which LibreOffice prints as well."""
        covered = {(r, c) for m in sheet.merges for r in range(m[0], m[2] + 1) for c in range(m[1], m[3] + 1)}
        found = []
        for (r, c), (value, format_) in sheet.cells.items():
            level = format_.horizontal in _RUNS_OVER and not format_.wrap and not format_.rotation
            if (r, c) in covered or not level or not value.runs or value.kind != "text":
                continue
            width = self._setter.broken(value, format_, 1.0)[0].width
            over = width + self._setter.padding
            if format_.horizontal == "center":  # half of it runs over to the left
                over -= max(0.0, (width - sheet.widths.get(c, sheet.default_width)) / 2)
            end = c
            while over > 0 and end <= last + 8:
                over -= 0.0 if end in sheet.hidden_columns else sheet.widths.get(end, sheet.default_width)
                end += 1
                if (r, end) in covered or ((r, end) in sheet.cells and sheet.cells[r, end][0].runs):
                    break
            found.append(end - 1)
        return found

    @staticmethod
    def _spans(sheet: Sheet) -> Callable[[int, int], tuple[float, float]]:
        """Give what tells the width of a column and the height of a row."""

        def spans(row: int, column: int) -> tuple[float, float]:
            size = sheet.rows.get(row)
            high = 0.0 if size and size.hidden else (size.height if size else None) or sheet.default_height
            wide = 0.0 if column in sheet.hidden_columns else sheet.widths.get(column, sheet.default_width)
            return wide, high

        return spans

    def _end(self, sheet: Sheet, one: Hung) -> tuple[int, int]:
        """Find the cell in which a drawing ends."""
        spans = self._spans(sheet)
        row, column = one.row, one.column
        right, down = one.right + one.size.width, one.down + one.size.height
        while right > spans(row, column)[0] + 0.5 and column < one.column + 400:
            right -= spans(row, column)[0]
            column += 1
        while down > spans(row, column)[1] + 0.5 and row < one.row + 2000:
            down -= spans(row, column)[1]
            row += 1
        return row, column

    def _page(
        self, sheet: Sheet, area: Area, name: str, parts: Mapping[str, bytes], first: bool
    ) -> tuple[str, str]:
        paper = paper_of(sheet)
        fitted = "fitToPage" in sheet.setup and self._mode.libreoffice
        long = sheet.setup.get("fitToHeight") == "0"
        if fitted and sheet.setup.get("oddFooter") and not long:
            paper = replace(paper, bottom=paper.bottom - FOOTER_SPARE)
        grown = self._grown(sheet, area)
        paper = replace(paper, scale=scale_of(sheet, paper, grown))
        if fitted and long:
            paper = replace(paper, scale=squeezed(paper, grown))
        drawings = tuple(hung(parts, sheet, self._spans(sheet)))
        board = Board(parts, self._classes, self._faces, self._book.palette, self._setter.boxed)
        groups = column_pages(grown, paper)
        rows = tuple(range(area[0], area[2] + 1))
        over = sheet.setup.get("pageOrder") == "overThenDown" and len(groups) > 1
        pages = (
            [(r, g) for r in row_pages(grown, paper) for g in groups] if over else [(rows, g) for g in groups]
        )
        body = "".join(
            self._table(_Sheaf(grown, r, g, paper, drawings, board, titled=not over), name, first and not at)
            for at, (r, g) in enumerate(pages)
        )
        return self._rules(sheet, paper, name), body

    def _grown(self, sheet: Sheet, area: Area) -> Grown:
        top, left, bottom, right = area
        widths = tuple(
            0.0 if c in sheet.hidden_columns else sheet.widths.get(c, sheet.default_width)
            for c in range(left, right + 1)
        )
        covered = {(r, c) for m in sheet.merges for r in range(m[0], m[2] + 1) for c in range(m[1], m[3] + 1)}
        heights = []
        for r in range(top, bottom + 1):
            size = sheet.rows.get(r)
            if size and size.hidden:
                heights.append(0.0)
                continue
            height = (size.height if size else None) or sheet.default_height
            if (
                not (size and size.fixed) and not self._mode.libreoffice
            ):  # which keeps them as they are stored
                height = max([height, *self._needs(sheet, r, left, widths, covered)])
            heights.append(height)
        return Grown(sheet, area, widths, tuple(heights))

    def _needs(
        self,
        sheet: Sheet,
        row: int,
        left: int,
        widths: tuple[float, ...],
        covered: set[tuple[int, int]],
    ) -> list[float]:
        """Give what the wrapped cells of a row need; merged ones do not count, as in Excel."""
        needs = []
        for at, width in enumerate(widths):
            found = sheet.cells.get((row, left + at))
            if found and found[0].runs and (row, left + at) not in covered:
                value, format_ = found
                if format_.rotation not in {0, 255}:
                    needs.append(self._setter.turned_height(value, format_))
                elif format_.wrap or "\n" in value.text:
                    count = len(self._setter.broken(value, format_, width - 2 * self._setter.padding))
                    needs.append(count * self._setter.line_height(format_.look) + 1.0)
        return needs

    # writing

    def _table(self, sheaf: _Sheaf, name: str, first: bool) -> str:
        grown, paper = sheaf.grown, sheaf.paper
        sheet, (top, left, _, _) = grown.sheet, grown.area
        columns = [c for c in sheaf.columns if grown.widths[c - left] > 0]
        rows = [r for r in sheaf.rows if grown.heights[r - top] > 0]
        if not columns or not rows:
            return ""
        placed = places(sheet, rows, columns)
        lines_ = _GRID if sheet.setup.get("gridLines") in {"1", "true"} else {}
        framed = [Framed(p.row, p.column, p.rows, p.columns, {**lines_, **p.edges}) for p in placed]
        sides = resolve(framed, len(rows), len(columns))
        by_row: dict[int, list[str]] = {}
        for place, edges in zip(placed, sides, strict=True):
            width = sum(grown.widths[columns[place.column + k] - left] for k in range(place.columns))
            height = sum(grown.heights[rows[place.row + k] - top] for k in range(place.rows))
            over = sheaf.over(place, rows, columns)
            by_row.setdefault(place.row, []).append(
                self._cell(sheet, place, edges, width, height, paper.scale, over)
            )
        hollow = set(range(len(rows))) - {place.row for place in placed if place.rows == 1}
        for at in hollow:  # a row of merged cells alone would lose its height
            body = f"height:{pt(grown.heights[rows[at] - top] * paper.scale)}"
            by_row.setdefault(at, []).append(f"<td{self._classes.attribute(body)}></td>")
        lines = [self._row(at, r, by_row.get(at, []), sheet) for at, r in enumerate(rows)]
        total = sum(grown.widths[c - left] for c in columns) * paper.scale
        cols = "".join(
            f"<col{self._classes.attribute(f'width:{pt(grown.widths[c - left] * paper.scale)}')}>"
            for c in columns
        )
        cols += f"<col{self._classes.attribute('width:0')}>" if hollow else ""
        margin = (paper.room - total) / 2 if sheet.setup.get("horizontalCentered") in {"1", "true"} else 0.0
        start, end = _repeated(sheet, rows, placed) if sheaf.titled else (0, 0)
        outlines = _outlines(placed, sides, start)
        style = f"width:{pt(total)};margin-left:{pt(margin - outlines.left)}"
        lifted = f"{style};margin-top:{pt(-outlines.between)}" if outlines.between else style
        opened = [f"<table{self._classes.attribute(s)}><colgroup>{cols}</colgroup>" for s in (style, lifted)]
        above = f"{opened[0]}<tbody>{''.join(lines[:start])}</tbody></table>" if start else ""
        head = f"<thead>{''.join(lines[start:end])}</thead>" if end > start else ""
        table = f"{above}{opened[1]}{head}<tbody>{''.join(lines[end:])}</tbody></table>"
        outer = f"page:{name}" + ("" if first else ";break-before:page")
        spare = HALF_LINE - outlines.top
        if sheet.setup.get("verticalCentered") in {"1", "true"}:
            spare += max(0.0, (paper.depth - sum(grown.heights[r - top] for r in rows) * paper.scale) / 2)
        outer += f";padding-top:{pt(spare)}" if spare > 0 else ""
        return f"<div{self._classes.attribute(outer)}>{table}</div>"

    def _row(self, at: int, row: int, cells: list[str], sheet: Sheet) -> str:
        style = "break-inside:avoid" + (
            ";break-before:page" if at and row in sheet.breaks and "fitToPage" not in sheet.setup else ""
        )
        return f"<tr{self._classes.attribute(style)}>{''.join(cells)}</tr>"

    def _cell(
        self,
        sheet: Sheet,
        place: Place,
        edges: Mapping[str, Edge],
        width: float,
        height: float,
        scale: float,
        over: str,
    ) -> str:
        format_ = place.format
        body = ";".join(filter(None, (edges[side].css(side) for side in ("top", "right", "bottom", "left"))))
        half = (edges["top"].width + edges["bottom"].width) / 2
        room = max(height * scale - half, 0.0)
        if place.rows == 1:
            body += f";height:{pt(room)}"
        vertical = {"center": "middle", "top": "top", "distributed": "middle", "justify": "top"}.get(
            format_.vertical, "bottom"
        )
        body += f";vertical-align:{vertical}"
        body += f";background:{format_.fill}" if format_.fill else ""
        lines = diagonal(place.edges.get("tl2br"), place.edges.get("tr2bl"))
        body += f";{lines}" if lines else ""
        spans = f' colspan="{place.columns}"' if place.columns > 1 else ""
        spans += f' rowspan="{place.rows}"' if place.rows > 1 else ""
        inner, tall = "", 0.0
        if place.value.runs:
            inner, tall = self._setter.content(sheet, place, edges, width, height, scale)
        if over:
            share = {"middle": 0.5, "bottom": 1.0}.get(vertical, 0.0)
            style = f"position:relative;top:{pt(-share * max(room - tall, 0.0))};height:0;width:0"
            inner = f"<div{self._classes.attribute(style)}>{over}</div>{inner}"
        return f"<td{spans}{self._classes.attribute(body.lstrip(';'))}>{inner}</td>"

    def _rules(self, sheet: Sheet, paper: Paper, name: str) -> str:
        edges = " ".join(pt(v) for v in (paper.top - HALF_LINE, paper.right, paper.bottom, paper.left))
        rules = ""
        for kind, pseudo, asked in _MARGINS:
            if asked and asked not in sheet.setup:
                continue
            own = f"@page {name}{pseudo.format(name)}{{"
            own += "" if asked else f"size:{pt(paper.width)} {pt(paper.height)};margin:{edges};"
            for which, where, distance in (
                (f"{kind}Header", "top", paper.header),
                (f"{kind}Footer", "bottom", paper.footer),
            ):
                code = sheet.setup.get(which, "")
                texts = margin_texts(code, sheet.name, self._faces)
                for part in ("left", "center", "right") if asked else texts:
                    text = texts.get(part)
                    look = f"{text.content};{text.look}" if text else "none"
                    own += (
                        f"@{where}-{part}{{content:{look};vertical-align:{where};"
                        f"margin-{where}:{pt(distance)};white-space:pre}}"
                    )
            rules += own + "}"
        if sheet.setup.get("useFirstPageNumber") in {"1", "true"}:
            number = whole(sheet.setup.get("firstPageNumber"), 1)
            rules += f"@page {name}:nth(1 of {name}){{counter-reset:page {number};counter-increment:none}}"
        return rules


_MARGINS = (
    ("odd", "", ""),
    ("even", ":left", "differentOddEven"),
    ("first", ":nth(1 of {0})", "differentFirst"),
)
_GRID = dict.fromkeys(("top", "right", "bottom", "left"), Edge(0.25, "solid", "#808080"))


@dataclass(frozen=True, slots=True)
class _Sheaf:
    """The rows and columns that are printed together, and what hangs over them."""

    grown: Grown
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    paper: Paper
    drawings: tuple[Hung, ...]
    board: Board
    titled: bool

    def over(self, place: Place, rows: Sequence[int], columns: Sequence[int]) -> str:
        """Draw what hangs from a place of the grid."""
        html = ""
        own_rows = rows[place.row : place.row + place.rows]
        own_columns = columns[place.column : place.column + place.columns]
        top, left, _, _ = self.grown.area
        for one in self.drawings:
            if self._row(one, rows) not in own_rows or self._column(one, columns) not in own_columns:
                continue
            right = one.right + sum(self.grown.widths[c - left] for c in own_columns if c < one.column)
            down = one.down + sum(self.grown.heights[r - top] for r in own_rows if r < one.row)
            style = f"position:absolute;left:{pt(right * self.paper.scale)};top:{pt(down * self.paper.scale)}"
            style += f";width:{pt(one.size.width)};height:{pt(one.size.height)}"
            if self.paper.scale != 1:
                style += f";transform-origin:0 0;transform:scale({self.paper.scale:g})"
            html += f"<div{self.board.classes.attribute(style)}>{self.board.draw(one)}</div>"
        return html

    @staticmethod
    def _row(one: Hung, rows: Sequence[int]) -> int:
        return next((row for row in rows if row >= one.row), -1)

    @staticmethod
    def _column(one: Hung, columns: Sequence[int]) -> int:
        return next((column for column in columns if column >= one.column), -1)


@dataclass(frozen=True, slots=True)
class _Outlines:
    """What the outer lines of a table add to it, half of each: WeasyPrint counts them in, a workbook does not."""

    left: float
    top: float
    between: float  # below the rows above the repeated ones, and above those


def _outlines(placed: Sequence[Place], sides: Sequence[Mapping[str, Edge]], start: int) -> _Outlines:
    found = list(zip(placed, sides, strict=True))
    left = max((e["left"].width for p, e in found if p.column == 0), default=0.0) / 2
    top = max((e["top"].width for p, e in found if p.row == 0), default=0.0) / 2
    if not start:
        return _Outlines(left, top, 0.0)
    below = max((e["bottom"].width for p, e in found if p.row + p.rows == start), default=0.0)
    above = max((e["top"].width for p, e in found if p.row == start), default=0.0)
    return _Outlines(left, top, (below + above) / 2)


def _repeated(sheet: Sheet, rows: Sequence[int], placed: Sequence[Place]) -> tuple[int, int]:
    """Give the first and the last of the printed rows that every page repeats (end excluded).

    (0, 0) where there are none, nothing stands under them, or a merged cell crosses their edge.
    """
    titles = sheet.title_rows
    heading = [at for at, row in enumerate(rows) if titles and titles[0] <= row <= titles[1]]
    if not heading or heading[-1] + 1 == len(rows):
        return 0, 0
    start, end = heading[0], heading[-1] + 1
    crossed = any(one.row < edge < one.row + one.rows for one in placed for edge in (start, end))
    return (0, 0) if crossed else (start, end)
