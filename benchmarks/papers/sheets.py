"""Workbooks: ledgers, rosters, merged forms, with the page set-ups that offices give them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from random import Random

from papers import words
from papers.package import HEAD, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True)
class Style:
    """How a cell looks."""

    font: str = "宋体"
    size: float = 11
    bold: bool = False
    border: str = "thin"  # "" | thin | medium | double
    fill: str = ""
    code: str = "General"
    horizontal: str = ""
    vertical: str = "center"
    wrap: bool = False
    shrink: bool = False
    rotation: int = 0
    diagonal: bool = False


@dataclass
class Book:
    """A workbook on its way."""

    rng: Random
    default: tuple[str, float]
    row_height: float
    custom_heights: bool
    styles: list[Style] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    sheets: list["Sheet"] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    inline: bool = False

    def style(self, style: Style) -> int:
        """Number a style."""
        if style not in self.styles:
            self.styles.append(style)
        return self.styles.index(style) + 1

    def string(self, text: str) -> int:
        """Number a string."""
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)


@dataclass
class Sheet:
    """A worksheet on its way."""

    book: Book
    name: str
    cells: dict[tuple[int, int], tuple[object, int]] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    fit: bool = False
    setup: str = ""
    margins: str = ""
    options: str = ""
    header: str = ""
    breaks: list[int] = field(default_factory=list)

    def put(self, row: int, column: int, value: object, style: Style) -> None:
        """Set a cell."""
        self.cells[row, column] = (value, self.book.style(style))

    def merge(self, row: int, column: int, to_row: int, to_column: int, value: object, style: Style) -> None:
        """Set a merged range; every cell of it has the style."""
        for r in range(row, to_row + 1):
            for c in range(column, to_column + 1):
                self.put(r, c, "", style)
        self.put(row, column, value, style)
        self.merges.append(f"{ref(row, column)}:{ref(to_row, to_column)}")

    def xml(self) -> str:
        """Write the sheet."""
        columns = sorted(set(self.widths) | self.hidden_columns)
        cols = (
            "".join(
                f'<col min="{c + 1}" max="{c + 1}" width="{self.widths.get(c, 9)}" customWidth="1"{_hidden(c in self.hidden_columns)}/>'
                for c in columns
            )
            if columns
            else ""
        )
        rows = ""
        for r in sorted({row for row, _ in self.cells}):
            height = self.heights.get(r)
            sized = f' ht="{height}" customHeight="1"' if height else ""
            cells = "".join(
                self._cell(r, c, *self.cells[r, c])
                for c in sorted(col for row, col in self.cells if row == r)
            )
            rows += f'<row r="{r + 1}"{sized}{_hidden(r in self.hidden_rows)}>{cells}</row>'
        fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if self.fit else ""
        merges = (
            f'<mergeCells count="{len(self.merges)}">{"".join(f"<mergeCell ref={m!r}/>" for m in self.merges)}</mergeCells>'.replace(
                "'", '"'
            )
            if self.merges
            else ""
        )
        breaks = (
            f'<rowBreaks count="{len(self.breaks)}" manualBreakCount="{len(self.breaks)}">'
            + "".join(f'<brk id="{b}" max="16383" man="1"/>' for b in self.breaks)
            + "</rowBreaks>"
            if self.breaks
            else ""
        )
        custom = ' customHeight="1"' if self.book.custom_heights else ""
        return (
            f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{_REL}">{fit}<sheetFormatPr defaultRowHeight="{self.book.row_height}"{custom}/>{f"<cols>{cols}</cols>" if cols else ""}'
            f"<sheetData>{rows}</sheetData>{merges}{self.options}{self.margins}{self.setup}{self.header}{breaks}</worksheet>"
        )

    def _cell(self, row: int, column: int, value: object, style: int) -> str:
        at = f'r="{ref(row, column)}" s="{style}"'
        if value == "":
            return f"<c {at}/>"
        if isinstance(value, str):
            if self.book.inline:
                return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
            return f'<c {at} t="s"><v>{self.book.string(value)}</v></c>'
        return f"<c {at}><v>{value}</v></c>"


def _hidden(hidden: bool) -> str:
    return ' hidden="1"' if hidden else ""


def ref(row: int, column: int) -> str:
    """Write a reference."""
    return f"{chr(65 + column)}{row + 1}" if column < 26 else f"A{chr(65 + column - 26)}{row + 1}"


def written(kind: "Callable[[Book], None]", rng: Random) -> bytes:
    """Write one workbook."""
    font, height = rng.choice(
        [
            ("等线", 14.25),
            ("等线", 14.25),
            ("宋体", 13.5),
            ("宋体", 14.25),
            ("Calibri", 15),
            ("宋体", 13.5),
            ("Arial", 14.25),
        ]
    )
    size = 12 if font == "宋体" and height == 14.25 else 10 if font == "Arial" else 11
    book = Book(rng, (font, size), height, rng.random() < 0.2, inline=rng.random() < 0.15)
    kind(book)
    return _packed(book)


def _packed(book: Book) -> bytes:
    bodies = [sheet.xml() for sheet in book.sheets]
    listed = "".join(
        f'<sheet name="{sheet.name}" sheetId="{at + 1}" r:id="rId{at + 1}"/>'
        for at, sheet in enumerate(book.sheets)
    )
    names = f"<definedNames>{''.join(book.names)}</definedNames>" if book.names else ""
    workbook = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_REL}"><workbookPr/><sheets>{listed}</sheets>{names}</workbook>'
    count = len(bodies)
    links = "".join(
        f'<Relationship Id="rId{at + 1}" Type="{_REL}/worksheet" Target="worksheets/sheet{at + 1}.xml"/>'
        for at in range(count)
    )
    links += f'<Relationship Id="rId90" Type="{_REL}/styles" Target="styles.xml"/><Relationship Id="rId91" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in book.strings)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at + 1}.xml" ContentType="{_TYPE}worksheet+xml"/>'
        for at in range(count)
    )
    package = "http://schemas.openxmlformats.org/package/2006/"
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{_TYPE}styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}sharedStrings+xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{package}relationships">{links}</Relationships>',
        "xl/styles.xml": _styles(book),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="{len(book.strings)}" uniqueCount="{len(book.strings)}">{strings}</sst>',
    }
    parts |= {f"xl/worksheets/sheet{at + 1}.xml": body for at, body in enumerate(bodies)}
    return zipped({name: text.encode() for name, text in parts.items()})


def _styles(book: Book) -> str:
    name, size = book.default
    fonts = [f'<font><sz val="{size}"/><name val="{name}"/></font>']
    fills = [
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ]
    borders = ["<border><left/><right/><top/><bottom/><diagonal/></border>"]
    codes: list[str] = []
    xfs = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']

    def numbered(found: list[str], entry: str) -> int:
        if entry not in found:
            found.append(entry)
        return found.index(entry)

    for style in book.styles:
        bold = "<b/>" if style.bold else ""
        font = numbered(fonts, f'<font>{bold}<sz val="{style.size:g}"/><name val="{style.font}"/></font>')
        fill = (
            numbered(
                fills,
                f'<fill><patternFill patternType="solid"><fgColor rgb="FF{style.fill}"/></patternFill></fill>',
            )
            if style.fill
            else 0
        )
        border = 0
        if style.border:
            sides = "".join(
                f'<{side} style="{style.border}"><color auto="1"/></{side}>'
                for side in ("left", "right", "top", "bottom")
            )
            slant = '<diagonal style="thin"><color auto="1"/></diagonal>' if style.diagonal else "<diagonal/>"
            down = ' diagonalDown="1"' if style.diagonal else ""
            border = numbered(borders, f"<border{down}>{sides}{slant}</border>")
        code = 0 if style.code == "General" else 164 + numbered(codes, style.code)
        flags = "".join(
            f' {key}="{value}"'
            for key, value in (("horizontal", style.horizontal), ("vertical", style.vertical))
            if value
        )
        flags += ' wrapText="1"' if style.wrap else ""
        flags += ' shrinkToFit="1"' if style.shrink else ""
        flags += f' textRotation="{style.rotation}"' if style.rotation else ""
        xfs.append(
            f'<xf numFmtId="{code}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment{flags}/></xf>'
        )
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{escape(code, quote=True)}"/>'
        for at, code in enumerate(codes)
    )
    numbers = f'<numFmts count="{len(codes)}">{formats}</numFmts>' if codes else ""
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">{numbers}<fonts count="{len(fonts)}">{"".join(fonts)}</fonts><fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="{len(borders)}">{"".join(borders)}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{len(xfs)}">{"".join(xfs)}</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _page(
    sheet: Sheet, last_row: int, last_column: int, landscape: bool, titles: "tuple[int, int] | None" = None
) -> None:
    """Give a sheet its page set-up."""
    rng, book = sheet.book.rng, sheet.book
    at = len(book.sheets)
    sheet.fit = rng.random() < 0.25
    scale = rng.choice(["", "", "", "", ' scale="85"', ' scale="90"']) if not sheet.fit else ""
    fit = rng.choice(["", ' fitToHeight="0"']) if sheet.fit else ""
    sheet.setup = (
        f'<pageSetup paperSize="9"{scale}{fit} orientation="{"landscape" if landscape else "portrait"}"/>'
    )
    left, top, edge = rng.choice(
        [
            (0.7, 0.75, 0.3),
            (0.75, 1.0, 0.5),
            (0.3937, 0.5906, 0.3),
            (0.5118, 0.7087, 0.3),
            (0.7083, 0.7479, 0.3145),
        ]
    )
    sheet.margins = f'<pageMargins left="{left}" right="{left}" top="{top}" bottom="{top}" header="{edge}" footer="{edge}"/>'
    if rng.random() < 0.7:
        sheet.options = '<printOptions horizontalCentered="1"/>'
    if rng.random() < 0.5:
        code = rng.choice(
            [
                "&amp;C第 &amp;P 页，共 &amp;N 页",
                "&amp;C&amp;P",
                "&amp;L填表人：&amp;R第&amp;P页",
                '&amp;C&amp;"宋体,常规"&amp;9- &amp;P -',
            ]
        )
        sheet.header = f"<headerFooter><oddFooter>{code}</oddFooter></headerFooter>"
    if titles and rng.random() < 0.55:
        book.names.append(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{sheet.name}!${titles[0]}:${titles[1]}</definedName>'
        )
    if rng.random() < 0.15:
        book.names.insert(
            0,
            f'<definedName name="_xlnm.Print_Area" localSheetId="{at}">{sheet.name}!$A$1:${ref(0, last_column)[:-1]}${last_row + 1}</definedName>',
        )
    book.sheets.append(sheet)


def listing(book: Book) -> None:
    """Write a list: title, unit, head, many rows."""
    rng = book.rng
    for at in range(rng.choice([1, 1, 1, 2])):
        _listing(book, f"Sheet{at + 1}" if rng.random() < 0.6 else f"{'一二三'[at]}类台账")


def _listing(book: Book, name: str) -> None:
    rng = book.rng
    sheet = Sheet(book, name)
    names = ["序号", *rng.sample(words.COLUMNS[1:], rng.randint(6, 11))]
    font = rng.choice(["宋体", "宋体", "仿宋_GB2312", "等线", "仿宋"])
    size = rng.choice([9, 10, 10, 11, 11, 12])
    cell = Style(font, size, horizontal="center", wrap=rng.random() < 0.75, shrink=rng.random() < 0.08)
    head = Style(
        rng.choice([font, "黑体", "宋体"]),
        size,
        bold=rng.random() < 0.5,
        horizontal="center",
        wrap=True,
        fill=rng.choice(["", "", "D9E1F2"]),
        border=rng.choice(["thin", "thin", "medium"]),
    )
    title = Style(
        rng.choice(["宋体", "黑体", "方正小标宋简体", "方正小标宋_GBK"]),
        rng.choice([16, 18, 20, 22]),
        bold=rng.random() < 0.6,
        border="",
        horizontal="center",
    )
    last = len(names) - 1
    sheet.merge(
        0,
        0,
        0,
        last,
        rng.choice(words.COUNTIES) + rng.choice(words.TOPICS) + rng.choice(["工作台账", "花名册", "明细表"]),
        title,
    )
    sheet.heights[0] = rng.choice([30, 36, 40.5, 27])
    row = 1
    if rng.random() < 0.7:
        left = rng.randint(2, last - 2)
        plain = Style(font, size, border="", horizontal="left")
        sheet.merge(
            1,
            0,
            1,
            left,
            "填报单位（盖章）：" + (rng.choice(words.PLACES) if rng.random() < 0.5 else ""),
            plain,
        )
        sheet.put(1, left + 1, "填报时间：2026年  月  日", plain)
        sheet.heights[1] = rng.choice([20.25, 18, 24])
        row = 2
    two = rng.random() < 0.3
    for c, column in enumerate(names):
        if two and c in {2, 3}:
            continue
        if two:
            sheet.merge(row, c, row + 1, c, column, head)
        else:
            sheet.put(row, c, column, head)
    if two:
        sheet.merge(row, 2, row, 3, "基本情况", head)
        sheet.put(row + 1, 2, names[2], head)
        sheet.put(row + 1, 3, names[3], head)
    for r in range(row, row + 1 + two):
        sheet.heights[r] = rng.choice([24, 28.5, 33.75])
    titles = (row + 1, row + 1 + two)
    row += 1 + two
    every = rng.choice([0, 18, 20.25, 24, 30, 36])
    count = rng.randint(6, 45)
    for line in range(count):
        for c, column in enumerate(names):
            value: object = words.entry(column, line, rng) if rng.random() < 0.9 else ""
            style = cell
            if column in {"数量", "年龄", "户数", "人数", "序号"} and value:
                value = int(str(value))
            elif column == "补助金额（元）" and value:
                value, style = (
                    float(str(value).replace(",", "")),
                    Style(cell.font, cell.size, code="#,##0.00", horizontal="right"),
                )
            elif column in {"完成时限", "入户日期"} and value:
                value, style = (
                    46000 + rng.randint(0, 300),
                    Style(
                        cell.font,
                        cell.size,
                        code=rng.choice(['yyyy"年"m"月"d"日"', "yyyy/m/d", "yyyy-mm-dd"]),
                        horizontal="center",
                    ),
                )
            sheet.put(row, c, value, style)
        if every:
            sheet.heights[row] = every
        row += 1
    if rng.random() < 0.4:
        sheet.merge(row, 0, row, 1, "合计", head)
        for c in range(2, last + 1):
            sheet.put(row, c, "", cell)
        row += 1
    if rng.random() < 0.5:
        sheet.merge(
            row,
            0,
            row,
            last,
            rng.choice(words.NOTES),
            Style(font, size, border="", horizontal="left", wrap=True),
        )
        sheet.heights[row] = 36
        row += 1
    for c, column in enumerate(names):
        if rng.random() < 0.92:
            sheet.widths[c] = round(
                5
                if column == "序号"
                else rng.choice([8.625, 9.5, 10.875, 12.625, 14, 16.25, 7.75])
                + (6 if column in {"身份证号码", "建设内容及规模", "帮扶措施"} else 0),
                3,
            )
    if rng.random() < 0.12:
        sheet.hidden_columns.add(last - 1)
    if rng.random() < 0.12:
        sheet.hidden_rows.add(row - 3)
    if rng.random() < 0.06 and row > 20:
        sheet.breaks.append(15)
    _page(sheet, row - 1, last, landscape=rng.random() < 0.75, titles=titles)


def form(book: Book) -> None:
    """Write a form of merged cells on a narrow grid."""
    rng = book.rng
    sheet = Sheet(book, "Sheet1")
    columns = rng.choice([6, 7, 8])
    font = rng.choice(["宋体", "仿宋_GB2312", "仿宋", "等线"])
    size = rng.choice([10.5, 11, 12, 12])
    label = Style(
        font,
        size,
        horizontal=rng.choice(["center", "center", "distributed"]),
        wrap=True,
        bold=rng.random() < 0.2,
    )
    cell = Style(font, size, horizontal="center", wrap=True, shrink=rng.random() < 0.1)
    sheet.merge(
        0,
        0,
        0,
        columns - 1,
        rng.choice(words.TOPICS) + "申请审批表",
        Style(
            rng.choice(["黑体", "宋体", "方正小标宋简体"]),
            rng.choice([18, 20, 22]),
            bold=rng.random() < 0.5,
            border="",
            horizontal="center",
        ),
    )
    sheet.heights[0] = rng.choice([36, 42, 45])
    row = 1
    every = rng.choice([24, 27, 28.5, 30, 33])
    for _ in range(rng.randint(5, 8)):
        c = 0
        while c < columns:
            sheet.put(row, c, rng.choice(words.LABELS), label)
            span = min(columns - c - 1, rng.choice([1, 1, 1, 2]))
            if columns - c - 1 - span == 1:
                span += 1
            if span > 1:
                sheet.merge(row, c + 1, row, c + span, rng.choice(["", "", words.name(rng)]), cell)
            elif span == 1:
                sheet.put(row, c + 1, rng.choice(["", "", "是□ 否□"]), cell)
            c += 1 + span
        sheet.heights[row] = every
        row += 1
    start = row
    heads = ["姓名", "关系", "年龄", "身份证号码", "健康状况", "收入", "备注", "签字"]
    for line in range(rng.randint(4, 6)):
        for c in range(1, columns):
            sheet.put(row, c, heads[c - 1] if line == 0 else "", cell)
        sheet.heights[row] = every
        row += 1
    sheet.merge(
        start,
        0,
        row - 1,
        0,
        "家庭成员情况",
        Style(font, size, horizontal="center", wrap=True, rotation=rng.choice([0, 255, 255])),
    )
    for _ in range(rng.randint(1, 3)):
        sheet.put(row, 0, rng.choice(words.LONG), label)
        opinion = rng.choice(["", words.sentence(rng) + "\n"]) + "\n        签字：            年   月   日"
        sheet.merge(
            row,
            1,
            row,
            columns - 1,
            opinion,
            Style(
                font,
                size,
                horizontal=rng.choice(["left", "right"]),
                vertical=rng.choice(["center", "bottom", "center"]),
                wrap=True,
            ),
        )
        sheet.heights[row] = rng.choice([75, 90, 105, 120])
        row += 1
    for c in range(columns):
        sheet.widths[c] = round(rng.choice([9.5, 10.875, 11.625, 12.25, 8.875]), 3)
    _page(sheet, row - 1, columns - 1, landscape=False)


def summary(book: Book) -> None:
    """Write a summary with a divided corner, figures and sums."""
    rng = book.rng
    sheet = Sheet(book, "汇总")
    columns = rng.randint(6, 9)
    font = rng.choice(["宋体", "仿宋_GB2312", "等线"])
    size = rng.choice([10, 11, 12])
    cell = Style(font, size, horizontal="center")
    money = Style(
        font,
        size,
        code=rng.choice(["#,##0.00", "0.00_ ", "0.0%", "#,##0"]),
        horizontal=rng.choice(["", "right", "center"]),
    )
    sheet.merge(
        0,
        0,
        0,
        columns - 1,
        rng.choice(words.COUNTIES) + "2026年" + rng.choice(words.TOPICS) + "汇总表",
        Style("黑体", 18, border="", horizontal="center"),
    )
    sheet.heights[0] = 34.5
    sheet.put(1, columns - 1, "单位：元、户、人", Style(font, 10, border="", horizontal="right"))
    sheet.put(2, 0, "      项目\n单位", Style(font, size, wrap=True, diagonal=True, horizontal="left"))
    for c in range(1, columns):
        sheet.put(
            2, c, rng.choice(words.COLUMNS), Style(font, size, bold=True, wrap=True, horizontal="center")
        )
    sheet.heights[2] = 36
    for line in range(rng.randint(8, 24)):
        sheet.put(3 + line, 0, rng.choice(words.VILLAGES), cell)
        for c in range(1, columns):
            sheet.put(
                3 + line, c, rng.choice(["", rng.randint(1, 90_000), round(rng.random() * 100, 2)]), money
            )
        if line % 3 or rng.random() < 0.5:
            sheet.heights[3 + line] = 21
    sheet.widths = {
        0: 16.5,
        **{c: rng.choice([9.0, 10.125, 11.5, 12.0]) for c in range(1, columns) if rng.random() < 0.85},
    }
    _page(sheet, 3 + line, columns - 1, landscape=rng.random() < 0.5, titles=(3, 3))


KINDS: "tuple[Callable[[Book], None], ...]" = (listing, form, listing, summary, listing, form, listing)
