"""Blank forms with their truth: cells are put down once, and written as Word or Excel in an author's manner."""

# ruff: noqa: N802  - every piece takes the same three things; a form is read as a drawing of short names

import io
import itertools
import random
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

UNITS = 24
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


@dataclass
class Truth:
    """What a cell is for, and under which name."""

    label: str
    section: str = ""
    kind: str = "text"
    role: str = ""
    options: tuple[str, ...] = ()


@dataclass
class C:
    """A cell: width in grid units, height in rows, its print, and its truths (none for print and fillers)."""

    w: int
    text: str = ""
    v: int = 1
    truth: tuple[Truth, ...] = ()
    label: bool = False
    raw: str = ""
    grey: bool = False
    nested: "Table | None" = None
    vertical: bool = False
    open: bool = False


def L(text, w=3, v=1, **more):
    """A printed label."""
    return C(w, text, v, label=True, **more)


def P(text, w=3, v=1, **more):
    """Print that is no label of a pair and no place to fill."""
    return C(w, text, v, **more)


def B(label, w=3, v=1, section="", text="", kind="text", options=(), **more):
    """A place to fill."""
    return C(w, text, v, (Truth(label, section, kind, "", tuple(options)),), **more)


def S(label, role, w=3, v=1, section="", text="", **more):
    """A place to sign, seal, date or fingerprint."""
    return C(w, text, v, (Truth(label, section, "signature", role),), **more)


def F(w=3, v=1, **more):
    """A filler: empty, and nobody fills it."""
    return C(w, "", v, **more)


@dataclass
class Row:
    cells: list
    before: int = 0
    after: int = 0
    height: int = 0


@dataclass
class Table:
    """Rows of cells, and the repeat blocks among them."""

    rows: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    units: int = UNITS

    def add(self, *cells, before=0, after=0, height=0):
        self.rows.append(Row(list(cells), before, after, height))
        return len(self.rows) - 1

    def block(self, headers, first, last, columns):
        """``columns``: (grid unit of the left edge, label)."""
        self.blocks.append((list(headers), first, last, list(columns)))

    @property
    def next(self):
        return len(self.rows)

    def placed(self):
        """Yield (row, left unit, cell, tc) for every cell where it stands; merged ones once."""
        busy = {}
        for number, row in enumerate(self.rows):
            at, tc = row.before, 0
            queue = list(row.cells)
            while at < self.units - row.after:
                if (number, at) in busy:
                    covering = busy[number, at]
                    at += covering.w
                    tc += 1
                    continue
                if not queue:
                    break
                cell = queue.pop(0)
                yield number, at, cell, tc
                for down in range(number + 1, number + cell.v):
                    busy[down, at] = cell
                at += cell.w
                tc += 1
            assert not queue, (number, [c.text for c in queue])

    def layout(self):
        """Rows of (left, cell, continues)."""
        rows = [[] for _ in self.rows]
        for number, at, cell, _ in self.placed():
            rows[number].append((at, cell, False))
            for down in range(number + 1, number + cell.v):
                rows[down].append((at, cell, True))
        return [sorted(row, key=lambda one: one[0]) for row in rows]


@dataclass
class Manner:
    """How an author writes: what varies without changing the truth."""

    spaced: float = 0.3
    colon: float = 0.0
    vertical: bool = True
    jitter: int = 0
    no_grid: bool = False
    explicit_continue: bool = False
    sdt_cells: float = 0.0
    split_runs: bool = True
    blanks_in_empty: float = 0.2
    stars: float = 0.0
    borders: str = "style"


def manner(rng):
    return Manner(
        spaced=rng.choice((0, 0.3, 0.7)),
        colon=rng.choice((0, 0, 0, 0.5, 1.0)),
        jitter=rng.choice((0, 0, 0, 0, 12, 30)),
        no_grid=rng.random() < 0.06,
        explicit_continue=rng.random() < 0.5,
        sdt_cells=rng.choice((0, 0, 0, 0.1)),
        split_runs=rng.random() < 0.5,
        blanks_in_empty=rng.choice((0, 0.2, 0.5)),
        stars=rng.choice((0, 0, 0, 0.15)),
        borders=rng.choice(("style", "own", "cells")),
    )


def written(cell, how, rng, in_column=False):
    """A label as this author types it."""
    text = cell.text
    if not cell.label:
        return text
    if cell.vertical or (cell.v >= 3 and cell.w <= 2 and how.vertical and len(text) <= 10):
        return "\n".join(text)
    if len(text) == 2 and rng.random() < how.spaced:
        text = text[0] + rng.choice((" ", "　", "  ", "　　")) + text[1]
    elif len(text) in (3, 4) and rng.random() < how.spaced * 0.3 and text.isalpha():
        text = " ".join(text)
    if rng.random() < how.stars:
        text = "*" + text
    if not in_column and how.colon and rng.random() < how.colon and not text.endswith(("：", "？", "）")):
        text += "："
    return text


@dataclass
class Form:
    """A form to write: pieces are paragraphs (text, labels of their blanks) and tables, in order."""

    name: str
    title: str
    pieces: list = field(default_factory=list)
    boxes: list = field(default_factory=list)

    def para(self, text, *labels):
        self.pieces.append((text, labels))

    def table(self):
        table = Table()
        self.pieces.append(table)
        return table

    def tables(self):
        return [piece for piece in self.pieces if isinstance(piece, Table)]


def _norm(text):
    return "".join(text.split()).replace("　", "")


# -- Word ------------------------------------------------------------------------------------------------------


def _run(text, look="", split=False):
    out = []
    pieces = [text[: len(text) // 2], text[len(text) // 2 :]] if split and len(text) > 3 else [text]
    for piece in pieces:
        if piece.startswith("\x01"):
            out.append(piece[1:])
        else:
            out.append(f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(out)


def _paragraphs(text, look="", split=False):
    return "".join(f"<w:p>{_styled(line, look, split)}</w:p>" for line in text.split("\n"))


def _styled(line, look, split):
    """A line; {u:n} is n underlined spaces."""
    out, rest = [], line
    while "{u:" in rest:
        head, _, tail = rest.partition("{u:")
        count, _, rest = tail.partition("}")
        out.append(_run(head, look, split) if head else "")
        out.append(_run(" " * int(count), '<w:u w:val="single"/>'))
    return "".join(out) + (_run(rest, look, split) if rest else "")


def control(kind, title="", options=()):
    """A content control's XML."""
    if kind == "checkbox":
        return (
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent>'
            "<w:r><w:rPr/><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
        )
    inner = {
        "text": "<w:text/>",
        "date": "<w:date/>",
        "list": "<w:dropDownList>"
        + "".join(f'<w:listItem w:displayText="{one}" w:value="{one}"/>' for one in options)
        + "</w:dropDownList>",
    }[kind]
    alias = f'<w:alias w:val="{title}"/>' if title else ""
    prompt = {"text": "单击或点击此处输入文字。", "date": "单击选择日期", "list": "选择一项。"}[kind]
    return (
        f"<w:sdt><w:sdtPr>{alias}<w:showingPlcHdr/>{inner}</w:sdtPr><w:sdtContent><w:r><w:rPr/>"
        f"<w:t>{prompt}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def merge_field(name, simple=False):
    """A MERGEFIELD's XML."""
    if simple:
        return (
            f'<w:fldSimple w:instr=" MERGEFIELD {name} "><w:r><w:rPr/><w:t>«{name}»</w:t></w:r></w:fldSimple>'
        )
    return (
        '<w:r><w:rPr/><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr/><w:instrText xml:space="preserve"> '
        f'MERGEFIELD "{name}" </w:instrText></w:r><w:r><w:rPr/><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:rPr/><w:t>«{name}»</w:t></w:r><w:r><w:rPr/><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _tc(cell, span, width, continues, how, rng, columned):
    merge = ""
    if cell.v > 1:
        kind = ' w:val="restart"' if not continues else ' w:val="continue"' if how.explicit_continue else ""
        merge = f"<w:vMerge{kind}/>"
    borders = ""
    if how.borders == "cells" and not cell.open:
        sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right"))
        borders = f"<w:tcBorders>{sides}</w:tcBorders>"
    properties = (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{merge}{borders}</w:tcPr>'
    )
    if continues:
        return f"<w:tc>{properties}<w:p/></w:tc>"
    look = '<w:color w:val="808080"/>' if cell.grey else '<w:sz w:val="21"/>'
    if cell.nested is not None:
        body = "<w:p/>" + _table_xml(cell.nested, how, rng) + "<w:p/>"
    elif cell.raw:
        body = f"<w:p>{_styled(cell.text, look, False) if cell.text else ''}{cell.raw}</w:p>"
    else:
        text = written(cell, how, rng, columned)
        if not text and rng.random() < how.blanks_in_empty:
            text = rng.choice((" ", "　", "   ", "\n", "\n\n"))
        body = _paragraphs(text, look, how.split_runs)
    return f"<w:tc>{properties}{body}</w:tc>"


def _table_xml(table, how, rng):
    step = 9000 // table.units
    layout = table.layout()
    edges = sorted({0, table.units * step})
    rows_edges = []
    for row in layout:
        shift = {}
        for at, cell, _ in row:
            for unit in (at, at + cell.w):
                merged = any(c.v > 1 and unit in (a, a + c.w) for a, c, _ in row)
                wobble = (
                    0
                    if unit in (0, table.units) or merged or not how.jitter
                    else rng.randint(-how.jitter, how.jitter)
                )
                shift.setdefault(unit, unit * step + wobble)
        rows_edges.append(shift)
        edges = sorted({*edges, *shift.values()})
    for number, row in enumerate(table.rows):
        for unit in (row.before, table.units - row.after):
            rows_edges[number].setdefault(unit, unit * step)
            edges = sorted({*edges, rows_edges[number][unit]})
    where = {edge: number for number, edge in enumerate(edges)}
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    frame = {
        "style": '<w:tblStyle w:val="TableGrid"/>',
        "own": f"<w:tblBorders>{sides}</w:tblBorders>",
        "cells": '<w:tblBorders><w:top w:val="none"/><w:insideH w:val="none"/></w:tblBorders>',
    }[how.borders]
    grid = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in itertools.pairwise(edges))
    out = [f'<w:tbl><w:tblPr>{frame}<w:tblW w:w="9000" w:type="dxa"/></w:tblPr>']
    out.append("<w:tblGrid/>" if how.no_grid else f"<w:tblGrid>{grid}</w:tblGrid>")
    header_rows = {number for block in table.blocks for number in block[0]}
    for number, row in enumerate(layout):
        shift = rows_edges[number]
        properties = ""
        if table.rows[number].before:
            properties += f'<w:gridBefore w:val="{where[shift[table.rows[number].before]]}"/>'
        if table.rows[number].after:
            properties += f'<w:gridAfter w:val="{len(edges) - 1 - where[shift[table.units - table.rows[number].after]]}"/>'
        height = table.rows[number].height
        properties += f'<w:trHeight w:val="{height}"/>' if height else ""
        out.append(f"<w:tr><w:trPr>{properties}</w:trPr>")
        for at, cell, continues in row:
            first, last = shift[at], shift[at + cell.w]
            cell.col = where[first] if not continues else getattr(cell, "col", 0)
            piece = _tc(
                cell, where[last] - where[first], last - first, continues, how, rng, number in header_rows
            )
            if not continues and rng.random() < how.sdt_cells:
                piece = f"<w:sdt><w:sdtPr/><w:sdtContent>{piece}</w:sdtContent></w:sdt>"
            out.append(piece)
        out.append("</w:tr>")
    table.where = {
        (number, unit): where[edge] for number, shift in enumerate(rows_edges) for unit, edge in shift.items()
    }
    return "".join(out) + "</w:tbl>"


def as_docx(form, seed):
    """The form as Word file, and its truth."""
    rng = random.Random(f"{seed}/{form.name}")
    how = manner(rng)
    body = [f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(form.title)}</w:p>']
    truth = {"fields": [], "repeat_blocks": [], "paragraph_blanks": []}
    number = 0
    for piece in form.pieces:
        if isinstance(piece, Table):
            body.append(_table_xml(piece, how, rng) + "<w:p/>")
            _truth(piece, number, truth)
            number += 1
        else:
            text, labels = piece
            raw = text[1:] if text.startswith("\x01") else None
            body.append(f"<w:p>{raw}</w:p>" if raw else _paragraphs(text, "", False))
            truth["paragraph_blanks"] += [{"label": label, "paragraph": text} for label in labels]
    for text, labels in form.boxes:
        body.append(
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
            f"{_paragraphs(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        )
        truth["paragraph_blanks"] += [{"label": label, "paragraph": text} for label in labels]
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}" xmlns:w14="{_W14}">'
        f"<w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    )
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("word/document.xml", xml),
        ):
            out.writestr(zipfile.ZipInfo(name), content)
    return holder.getvalue(), truth


def _truth(table, place, truth):
    for number, at, cell, tc in table.placed():
        col = table.where[number, at]
        for one in cell.truth:
            truth["fields"].append({"table": place, "row": number, "col": col, "tc": tc, **_named(one)})
        if cell.nested is not None:
            _truth(cell.nested, f"{place}/{number}/{col}/0", truth)
    for headers, first, last, columns in table.blocks:
        truth["repeat_blocks"].append(
            {
                "table": place,
                "header_rows": headers,
                "first_row": first,
                "last_row": last,
                "columns": [{"col": table.where[first, at], "label": label} for at, label in columns],
            }
        )


def _named(one):
    out = {"label": _norm(one.label), "section": _norm(one.section), "kind": one.kind}
    if one.role:
        out["role"] = one.role
    if one.options:
        out["options"] = list(one.options)
    return out


# -- Excel -----------------------------------------------------------------------------------------------------


def as_xlsx(form, seed, borders=True, hidden=False, name="Sheet1", start=1, offset=0):
    """The form as workbook, and its truth: tables one under another, a blank row between."""
    rng = random.Random(f"{seed}/{form.name}/xlsx")
    how = manner(rng)
    book = Workbook()
    sheet = book.active
    sheet.title = name
    thin = Side(style="thin")
    frame = Border(left=thin, right=thin, top=thin, bottom=thin)
    truth = {"fields": [], "repeat_blocks": [], "paragraph_blanks": []}
    top = start
    sheet.cell(top, 1 + offset, form.title)
    sheet.merge_cells(start_row=top, end_row=top, start_column=1 + offset, end_column=UNITS + offset)
    top += 1
    # only the edges that some row uses become columns
    for table in form.tables():
        used = sorted({0, table.units, *(u for _, at, c, _ in table.placed() for u in (at, at + c.w))})
        columns = {unit: number + 1 + offset for number, unit in enumerate(used)}
        header_rows = {number for block in table.blocks for number in block[0]}
        for number, line in enumerate(table.rows):
            if line.height:
                sheet.row_dimensions[top + number].height = line.height / 20
        for number, at, cell, _ in table.placed():
            left, right = columns[at], columns[at + cell.w] - 1
            row, end = top + number, top + number + cell.v - 1
            text = re.sub(
                r"\{u:(\d+)\}",
                lambda m: "_" * int(m.group(1)),
                written(cell, how, rng, number in header_rows),
            )
            spot = sheet.cell(row, left)
            spot.value = text or None
            spot.alignment = Alignment(wrap_text=True)
            if cell.grey:
                spot.font = Font(color="FF808080")
            if borders and not cell.open:
                for r in range(row, end + 1):
                    for c in range(left, right + 1):
                        sheet.cell(r, c).border = frame
            if (row, left) != (end, right):
                sheet.merge_cells(start_row=row, end_row=end, start_column=left, end_column=right)
            for one in cell.truth:
                truth["fields"].append({"cell": f"{name}!{spot.coordinate}", **_named(one)})
        for headers, first, last, cols in table.blocks:
            truth["repeat_blocks"].append(
                {
                    "sheet": name,
                    "header_rows": [top + one for one in headers],
                    "first_row": top + first,
                    "last_row": top + last,
                    "columns": [
                        {"col": get_column_letter(columns[at]), "label": label} for at, label in cols
                    ],
                }
            )
        top += len(table.rows) + rng.choice((1, 1, 2))
    if hidden:
        far = UNITS + offset + 2
        for row in range(start, top):
            sheet.cell(row, far, f"辅助{row}")
        sheet.column_dimensions[get_column_letter(far)].hidden = True
    holder = io.BytesIO()
    book.save(holder)
    return holder.getvalue(), truth
