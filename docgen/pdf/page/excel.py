"""An xlsx as a sheet: grids with their page set-up, written to HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.pdf.lines import Break, Item, Line, Rules, Text, break_lines, scripts, stretch
from docgen.pdf.page import css
from docgen.pdf.page.borders import Edge, Framed, diagonal, resolve
from docgen.pdf.page.css import BASE, Classes, pt
from docgen.pdf.page.gridpage import (
    Area,
    Grown,
    Paper,
    Place,
    column_pages,
    margin_texts,
    paper_of,
    places,
    scale_of,
)
from docgen.pdf.page.looks import Look
from docgen.pdf.page.metrics import metrics_of
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.source import Faces, Problem
from docgen.pdf.page.workbook import Format, Sheet, Value, Workbook

PADDING = 2.25  # points left and right in a cell
NARROW_PADDING = 1.0  # the same in LibreOffice
HALF_LINE = 0.25  # points; half of a thin line stands above a page's first row
TOO_WIDE = "###"  # what stands for a number that its cell cannot show


class ExcelSheet:
    """A workbook ready to be filled and drawn."""

    def __init__(self, parts: Mapping[str, bytes], faces: Faces, mode: Mode, only: str | None = None) -> None:
        self._parts = parts
        self._mode = mode
        self._book = Workbook(parts, mode)
        self._padding = NARROW_PADDING if mode.libreoffice else PADDING
        self._rules_of_lines = Rules(hang=False, gap=0.0, kinsoku=not mode.libreoffice)
        self._faces = faces
        self._only = only
        self._classes = Classes()
        self._problems: dict[Problem, None] = {}
        self._lines: dict[tuple[Value, Look, bool, float], tuple[Line, ...]] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """List the places that will look different."""
        return tuple(self._problems)

    def html(self, document_parts: Mapping[str, bytes] | None = None) -> str:
        """Write the workbook, with these parts in place of its own."""
        parts = {**self._parts, **(document_parts or {})}
        rules, bodies = "", ""
        for at, sheet in enumerate(self._book.sheets(parts)):
            area = self._printed(sheet)
            if area is None or (self._only is not None and sheet.name != self._only):
                continue
            name = f"x{at}"
            style, body = self._page(sheet, area, name, first=not bodies)
            rules, bodies = rules + style, bodies + body
        sheet_css = BASE + rules + self._classes.sheet(bodies)
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{sheet_css}</style></head>'
            f"<body>{bodies}</body></html>"
        )

    def _printed(self, sheet: Sheet) -> Area | None:
        """Give the print area, else what is used."""
        used = [
            at for at, (value, format_) in sheet.cells.items() if value.runs or format_.edges or format_.fill
        ]
        if not used:
            return None
        ends = [(m[2], m[3]) for m in sheet.merges if (m[0], m[1]) in sheet.cells]
        last_row = max(r for r, _ in [*used, *ends])
        last_column = max(c for _, c in [*used, *ends])
        if sheet.area:
            top, left, bottom, right = sheet.area
            return top, left, max(top, min(bottom, last_row)), max(left, min(right, last_column))
        if self._mode.libreoffice:
            last_column = max([last_column, *self._overflows(sheet, last_column)])
        return 0, 0, last_row, last_column

    def _overflows(self, sheet: Sheet, last: int) -> list[int]:
        """Give the columns into which text runs over from the last one, which LibreOffice prints as well."""
        covered = {(r, c) for m in sheet.merges for r in range(m[0], m[2] + 1) for c in range(m[1], m[3] + 1)}
        found = []
        for (r, c), (value, format_) in sheet.cells.items():
            level = format_.horizontal in {"general", "left"} and not format_.wrap and not format_.rotation
            if (r, c) in covered or not level or not value.runs or value.kind != "text":
                continue
            over = self._broken(value, format_, 1.0)[0].width + self._padding
            end = c
            while over > 0 and end <= last + 8:
                over -= 0.0 if end in sheet.hidden_columns else sheet.widths.get(end, sheet.default_width)
                end += 1
                if (r, end) in covered or ((r, end) in sheet.cells and sheet.cells[r, end][0].runs):
                    break
            found.append(end - 1)
        return found

    def _page(self, sheet: Sheet, area: Area, name: str, first: bool) -> tuple[str, str]:
        if sheet.drawings:
            self._problems.setdefault(
                Problem(sheet.name, "drawings and pictures of a workbook are not drawn")
            )
        paper = paper_of(sheet)
        grown = self._grown(sheet, area)
        paper = replace(paper, scale=scale_of(sheet, paper, grown))
        body = "".join(
            self._table(grown, group, paper, name, first and not at)
            for at, group in enumerate(column_pages(grown, paper))
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
            if not (size and size.fixed):
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
                if format_.wrap or "\n" in value.text:
                    count = len(self._broken(value, format_, width - 2 * self._padding))
                    needs.append(count * self._line_height(format_.look) + 1.0)
        return needs

    def _broken(self, value: Value, format_: Format, width: float) -> tuple[Line, ...]:
        wraps = format_.wrap or format_.horizontal in {"justify", "distributed"}
        key = (value, format_.look, wraps, width)
        lines = self._lines.get(key)
        if lines is None:
            if len(self._lines) >= 8192:
                self._lines.clear()
            room = max(width, 1.0) if wraps else 1e6
            lines = self._lines[key] = break_lines(
                self._items(value, format_), room, rules=self._rules_of_lines
            )
        return lines

    def _items(self, value: Value, format_: Format) -> list[Item]:
        items: list[Item] = []
        cjk = False
        for text, own in value.runs:
            look = own or format_.look
            for at, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if at:
                    items.append(Break())
                for part, cjk_ in scripts(line, look.east_asian, cjk):
                    cjk = cjk_
                    items.extend(self._faced(part, cjk, look))
        return items

    def _faced(self, text: str, cjk: bool, look: Look) -> list[Item]:
        named = self._faces.face(look.cjk, look.bold)
        items: list[Item] = []
        for character in text:
            face = named
            if named.advance(character) is None:
                face = self._faces.fallback(character, look.bold) or named
            last = items[-1] if items else None
            if isinstance(last, Text) and last.face is face:
                items[-1] = replace(last, text=last.text + character)
            else:
                items.append(Text(character, face, look.size, cjk, mark=look, gaps=False))
        return items

    def _line_height(self, look: Look) -> float:
        if self._mode.libreoffice:
            face = self._faces.face(look.cjk, look.bold)
            return look.size * (face.ascent + face.descent)
        found = metrics_of(look.cjk, cjk=True)
        return look.size * (1.17 if found.single == 1.3 else max(found.height, 1.2))

    # writing

    def _table(self, grown: Grown, group: tuple[int, int], paper: Paper, name: str, first: bool) -> str:
        sheet, (top, left, bottom, _) = grown.sheet, grown.area
        columns = [c for c in range(group[0], group[1] + 1) if grown.widths[c - left] > 0]
        rows = [r for r in range(top, bottom + 1) if grown.heights[r - top] > 0]
        placed = places(sheet, rows, columns)
        framed = [Framed(p.row, p.column, p.rows, p.columns, p.edges) for p in placed]
        sides = resolve(framed, len(rows), len(columns))
        by_row: dict[int, list[str]] = {}
        for place, edges in zip(placed, sides, strict=True):
            width = sum(grown.widths[columns[place.column + k] - left] for k in range(place.columns))
            height = sum(grown.heights[rows[place.row + k] - top] for k in range(place.rows))
            by_row.setdefault(place.row, []).append(
                self._cell(sheet, place, edges, width, height, paper.scale)
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
        start, end = _repeated(sheet, rows, placed)
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
            spare += max(0.0, (paper.depth - sum(grown.heights) * paper.scale) / 2)
        outer += f";padding-top:{pt(spare)}" if spare > 0 else ""
        return f"<div{self._classes.attribute(outer)}>{table}</div>"

    def _row(self, at: int, row: int, cells: list[str], sheet: Sheet) -> str:
        style = "break-inside:avoid" + (";break-before:page" if at and row in sheet.breaks else "")
        return f"<tr{self._classes.attribute(style)}>{''.join(cells)}</tr>"

    def _cell(
        self,
        sheet: Sheet,
        place: Place,
        edges: Mapping[str, Edge],
        width: float,
        height: float,
        scale: float,
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
        inner = self._content(sheet, place, edges, width, height, scale) if place.value.runs else ""
        return f"<td{spans}{self._classes.attribute(body.lstrip(';'))}>{inner}</td>"

    def _content(
        self,
        sheet: Sheet,
        place: Place,
        edges: Mapping[str, Edge],
        width: float,
        height: float,
        scale: float,
    ) -> str:
        value, format_ = place.value, place.format
        if format_.rotation == 255:
            return self._stacked(value, format_, scale)
        if format_.rotation:
            self._problems.setdefault(Problem(sheet.name, "text turned by an angle is set level"))
        room = width - 2 * self._padding - format_.indent * format_.look.size
        lines = self._broken(value, format_, room)
        factor = scale
        widest = max(line.width for line in lines)
        if format_.shrink and widest > room:
            factor *= max(room / widest, 0.1)
        elif value.kind == "number" and widest > room + 1:
            self._problems.setdefault(Problem(sheet.name, "a number is wider than its cell"))
            if self._mode.libreoffice:
                lines = self._broken(Value(((TOO_WIDE, None),), "number"), format_, room)
        set_ = "".join(
            self._line(line, place, width, edges, scale, factor, at == len(lines) - 1)
            for at, line in enumerate(lines)
        )
        tall = len(lines) * self._line_height(format_.look) * factor
        clip = height * scale - (edges["top"].width + edges["bottom"].width) / 2
        crowded = place.crowded and widest > room and not format_.wrap
        if tall > clip + 0.01 or crowded:  # out of the flow, or it would push the row to the next page
            seen = min(max(clip, 0.0), tall)
            body = f"position:relative;overflow:hidden;height:{pt(seen)};width:{pt(width * scale)}"
            top = -self._raised(format_, tall - seen)
            inner = f"position:absolute;left:0;width:100%;top:{pt(top)}"
            return (
                f"<div{self._classes.attribute(body)}><div{self._classes.attribute(inner)}>{set_}</div></div>"
            )
        return set_

    def _raised(self, format_: Format, over: float) -> float:
        """Give how far text moves up that is taller than its cell by `over`; Excel begins at the top."""
        if not self._mode.libreoffice or over <= 0 or format_.vertical == "top":
            return 0.0
        return over * (0.5 if format_.vertical in {"center", "distributed"} else 1.0)

    def _line(
        self,
        line: Line,
        place: Place,
        width: float,
        edges: Mapping[str, Edge],
        scale: float,
        factor: float,
        last: bool,
    ) -> str:
        format_ = place.format
        align = _alignment(format_, place.value)
        pad = self._padding * scale + format_.indent * format_.look.size * scale
        inside = width * scale - pad - self._padding * scale
        letter = 0.0
        if align == "distribute" or (align == "justify" and not last):
            letter = stretch(line, inside / factor, every=align == "distribute") * factor
        slack = inside - line.width * factor
        x = (
            pad
            + (slack / 2 if align == "center" else slack if align == "right" else 0.0)
            - edges["left"].width / 2
        )
        x = round(x * 20) / 20  # twentieths, so that equal looks are many
        height = self._line_height(format_.look) * factor
        pieces = [p for p in line.pieces if isinstance(p.item, Text)]
        if not pieces:
            return f"<div{self._classes.attribute(f'height:{pt(height)}')}></div>"
        first = pieces[0].item
        assert isinstance(first, Text)  # noqa: S101  - filtered just above
        strut = first.mark if isinstance(first.mark, Look) else format_.look
        body = f"height:{pt(height)};line-height:{pt(height)};" + _plain(strut, factor).css(
            first.face.css, first.face.bold
        )
        body += f";{'padding-left' if x >= 0 else 'margin-left'}:{pt(x)}"
        body += f";letter-spacing:{pt(letter)}" if letter else ""
        inner = ""
        for piece in pieces:
            item = piece.item
            assert isinstance(item, Text)  # noqa: S101  - filtered just above
            look = item.mark if isinstance(item.mark, Look) else format_.look
            if item.face is first.face and look == strut and not look.decoration:
                inner += css.text(piece.text)
                continue
            own = "line-height:0;" + replace(look, size=look.size * factor).css(item.face.css, item.face.bold)
            inner += f"<span{self._classes.attribute(own)}>{css.text(piece.text)}</span>"
        return f"<div{self._classes.attribute(body)}>{inner}</div>"

    def _stacked(self, value: Value, format_: Format, scale: float) -> str:
        look = format_.look
        height = self._line_height(look) * scale
        result = ""
        for item in self._items(value, replace(format_, wrap=False)):
            if isinstance(item, Text):
                body = f"height:{pt(height)};line-height:{pt(height)};text-align:center;"
                body += _plain(look, scale).css(item.face.css, item.face.bold)
                name = self._classes.attribute(body)
                result += "".join(f"<div{name}>{css.text(c)}</div>" for c in item.text)
        return result

    def _rules(self, sheet: Sheet, paper: Paper, name: str) -> str:
        edges = " ".join(pt(v) for v in (paper.top - HALF_LINE, paper.right, paper.bottom, paper.left))
        text = f"@page {name}{{size:{pt(paper.width)} {pt(paper.height)};margin:{edges};"
        for which, where, distance in (
            ("oddHeader", "top", paper.header),
            ("oddFooter", "bottom", paper.footer),
        ):
            for part, (content, size) in margin_texts(sheet, which).items():
                if "&D" in sheet.setup.get(which, "") or "&T" in sheet.setup.get(which, ""):
                    self._problems.setdefault(
                        Problem(sheet.name, "the date of printing is left out of the page margin")
                    )
                text += (
                    f"@{where}-{part}{{content:{content};font:{pt(size)} 'Docgen Song';vertical-align:{where};"
                    f"margin-{where}:{pt(distance)};white-space:pre}}"
                )
        return text + "}"


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


def _plain(look: Look, factor: float) -> Look:
    return replace(look, size=look.size * factor, decoration="")


def _alignment(format_: Format, value: Value) -> str:
    match format_.horizontal:
        case "general":
            return {"number": "right", "boolean": "center", "error": "center"}.get(value.kind, "left")
        case "center" | "centerContinuous":
            return "center"
        case "right":
            return "right"
        case "distributed":
            return "distribute"
        case "justify":
            return "justify"
        case _:
            return "left"
