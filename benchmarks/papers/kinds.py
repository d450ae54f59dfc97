"""The kinds of papers: applications, approvals, ledgers, notices, undertakings, letters, minutes."""

from collections.abc import Callable
from random import Random

from papers import words
from papers.authors import Author
from papers.markup import Cell, Row, Run, Writer, edges
from papers.package import packed, png, section


def written(kind: "Callable[[Writer], str | None]", author: Author, rng: Random) -> bytes:
    """Write one paper."""
    writer = Writer(author, rng)
    own = kind(writer)
    landscape = kind in {ledger, roster, matrix}
    header = footer = ""
    if author.page_numbers:
        footer = _footer(writer)
    if rng.random() < 0.08:
        header = f'<w:p><w:pPr><w:pStyle w:val="a4"/></w:pPr><w:r><w:t>{rng.choice(words.COUNTIES)}{rng.choice(words.OFFICES)}</w:t></w:r></w:p>'
    return packed(writer, own or section(author, landscape), header, footer)


def room(writer: Writer, landscape: bool = False) -> int:
    """Give the width of the text in twips."""
    wide, high = writer.author.page
    top, right, bottom, left, *_ = writer.author.margins
    return high - top - bottom if landscape else wide - right - left


def shares(total: int, parts: list[float]) -> list[int]:
    """Share a width out."""
    whole = sum(parts)
    return [round(total * part / whole) for part in parts]


def _footer(writer: Writer) -> str:
    def field(code: str) -> str:
        if writer.author.page_numbers == "simple":
            return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} \\* MERGEFORMAT </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    def text(words_: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{words_}</w:t></w:r>'

    inner = (
        text("第 ") + field("PAGE") + text(" 页 共 ") + field("NUMPAGES") + text(" 页")
        if writer.author.page_numbers == "of"
        else text("— ") + field("PAGE") + text(" —")
    )
    return f'<w:p><w:pPr><w:pStyle w:val="a3"/><w:jc w:val="center"/></w:pPr>{inner}</w:p>'


def _title(writer: Writer, name: str) -> None:
    if writer.rng.random() < 0.25:
        writer.add(
            writer.paragraph(
                f"附件{writer.rng.randint(1, 6)}" + writer.rng.choice(["", "："]), "heading", indent=""
            )
        )
    writer.add(writer.paragraph(writer.rng.choice(words.TOPICS) + name, "title"))
    if writer.rng.random() < 0.35:
        writer.add(
            writer.paragraph(
                "（" + writer.rng.choice(["样表", "试行", "2026年度", "个人填写"]) + "）", "subtitle"
            )
        )
    if writer.rng.random() < 0.2:
        writer.add(writer.paragraph("", "body", indent=""))


def _above(writer: Writer) -> None:
    """Write the line between title and table: unit, date, number."""
    rng = writer.rng
    match rng.randint(0, 4):
        case 0:
            writer.add(
                writer.paragraph(
                    [
                        Run("填报单位（盖章）："),
                        Run(" " * rng.randint(8, 24)),
                        Run("填报日期：    年   月   日"),
                    ],
                    "left",
                )
            )
        case 1:
            writer.add(writer.paragraph("编号：〔2026〕第      号", "sign"))
        case 2:
            writer.add(
                writer.paragraph(
                    [Run("乡镇（街道）："), writer.blank(12), Run("  村（社区）："), writer.blank(12)], "left"
                )
            )
        case 3:
            tabs = '<w:tabs><w:tab w:val="right" w:pos="8300"/></w:tabs>'
            writer.add(
                writer.paragraph(
                    [Run("单位："), Run("", raw="<w:tab/>"), Run("单位：元")], "left", extra=tabs
                )
            )


def _pair(writer: Writer) -> str:
    return writer.rng.choice(words.LABELS)


def _value(writer: Writer) -> str:
    rng = writer.rng
    if rng.random() < 0.72:
        return ""
    return rng.choice(
        [
            words.name(rng),
            "汉族",
            "2026年  月  日",
            "  年  月  日",
            "初中",
            rng.choice(words.PLACES) + rng.choice(words.VILLAGES),
            " ".join(rng.choice(words.CHOICES)),
        ]
    )


def application(writer: Writer, *, photo: bool | None = None, opinions: int = 2) -> None:
    """Write a table of labels and blanks, a list of members, and opinions to sign."""
    rng = writer.rng
    _title(writer, rng.choice(["申请表", "登记表", "信息采集表", "申报表"]))
    _above(writer)
    pairs = rng.choice([2, 3, 3, 3])
    parts = [
        rng.choice([1.0, 1.1, 1.3]) if at % 2 == 0 else rng.choice([1.2, 1.5, 1.8]) for at in range(2 * pairs)
    ]
    photo = rng.random() < 0.35 if photo is None else photo
    if photo:
        parts.append(1.6)
    widths = shares(room(writer) + rng.choice([0, 0, 216, -300]), parts)
    columns = len(widths)
    rows = []
    first_rows = rng.randint(3, 4)
    for at in range(rng.randint(4, 9)):
        cells: list[Cell] = []
        side = photo and at < first_rows
        place = 0
        while place < columns - (1 if photo else 0):
            left = columns - (1 if photo else 0) - place
            span = 1 if left <= 2 or rng.random() < 0.75 else left - 1
            cells += [
                Cell(_pair(writer), role="label"),
                Cell(_value(writer), span=span, role=rng.choice(["cell", "left"])),
            ]
            place += 1 + span
        if side:
            cells.append(Cell("照\n片" if at == 0 else "", merge="restart" if at == 0 else "continue"))
        elif photo:
            last = cells.pop()
            cells.append(Cell(last.content, span=last.span + 1, role=last.role))
        rows.append(Row(cells, whole=rng.random() < 0.1))
    if rng.random() < 0.4:
        rows.append(
            Row(
                [
                    Cell(rng.choice(["人员类别", "住房情况", "收入来源"]), role="label"),
                    Cell([_ticks(writer)], span=columns - 1, role="left"),
                ]
            )
        )
    if rng.random() < 0.65:
        rows += _members(writer, columns)
    rows += [_opinion(writer, columns) for _ in range(rng.randint(1, opinions + 1))]
    if writer.author.table_first:
        rows.insert(0, Row([Cell([[Run("基本信息", bold=True)]], span=columns)], height=567))
    writer.add(writer.table(widths, rows))
    if rng.random() < 0.7:
        writer.add(writer.paragraph(rng.choice(words.NOTES), "note"))
    else:
        writer.add(writer.paragraph("", "note"))


def _ticks(writer: Writer) -> list[Run]:
    rng = writer.rng
    choices = list(rng.choice(words.CHOICES))
    if rng.random() < 0.2:
        box = '<w:sym w:font="Wingdings 2" w:char="00A3"/>'
        return [run for choice in choices for run in (Run("", raw=box), Run(choice[1:] + "  "))]
    return [Run("  ".join(choices))]


def _members(writer: Writer, columns: int) -> list[Row]:
    rng = writer.rng
    label = rng.random() < 0.7
    names = ["姓名", "与户主关系", "年龄", "身份证号码", "健康状况", "年收入", "备注"][
        : columns - 1 if label else columns
    ]
    direction = rng.choice(["", "", "tbRlV"]) if label else ""
    count = rng.randint(3, 6)
    rows = []
    for at in range(count):
        cells = [
            Cell(
                name
                if at == 0
                else (words.name(rng) if at == 1 and name == "姓名" and rng.random() < 0.5 else ""),
                role="cell",
            )
            for name in names
        ]
        spare = columns - len(cells) - (1 if label else 0)
        if spare:
            cells[-1] = Cell(cells[-1].content, span=1 + spare)
        if label:
            title = "家庭成员情况" if direction else "家庭\n成员"
            cells.insert(
                0,
                Cell(
                    title if at == 0 else "",
                    merge="restart" if at == 0 else "continue",
                    direction=direction,
                    role="label" if not direction else "cell",
                ),
            )
        rows.append(Row(cells))
    return rows


def _opinion(writer: Writer, columns: int) -> Row:
    rng = writer.rng
    height = rng.choice([1134, 1418, 1701, 2268, 1247])
    sign = (
        rng.choice(["签字（盖章）：", "负责人签字：            （公章）", "经办人：        负责人："])
        + "\n"
        + rng.choice(["年   月   日", "    年    月    日"])
    )
    rule = rng.choice([None, None, "", "atLeast"])
    lead = rng.choice(
        ["", "", "经审核，情况属实，" + rng.choice(["拟同意。", "同意上报。"]), words.sentence(rng)]
    )
    label = rng.choice(words.LONG)
    if rng.random() < 0.2:
        return Row(
            [Cell([lead or label + "：", ""], span=columns, bottom=sign, role="left")],
            height=height,
            rule=rule,
        )
    upright = rng.random() < 0.12
    return Row(
        [
            Cell(label, role="cell" if upright else "label", direction="tbRlV" if upright else ""),
            Cell([lead, ""] if lead else ["", ""], span=columns - 1, bottom=sign, role="left"),
        ],
        height=max(height, 2268) if upright else height,
        rule="" if upright else rule,
    )


def approval(writer: Writer) -> None:
    """Write a form that several offices sign."""
    application(writer, photo=False, opinions=4)


def registration(writer: Writer) -> None:
    """Write a registration with a picture, text box or content controls."""
    rng = writer.rng
    application(writer, photo=True, opinions=1)
    match rng.randint(0, 5):
        case 0:
            writer.add(f"<w:p><w:r>{_text_box(writer, '承办人（签章）：', 150, 40)}</w:r></w:p>")
        case 1:
            writer.pictures.append(png(96, 96, (220, 20, 20), True))
            writer.add(f"<w:p><w:r>{_anchor(writer, 96, 96)}</w:r></w:p>")
        case 2:
            box = '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体" w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
            writer.add(writer.paragraph("本人已知晓上述内容：", "left").replace("</w:p>", box + "</w:p>"))


def _anchor(writer: Writer, wide: int, high: int) -> str:
    at = writer.id()
    return (
        f'<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="{at}" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{writer.rng.randint(10, 300) * 12700}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{-writer.rng.randint(0, 40) * 12700}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide * 12700}" cy="{high * 12700}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{at}" name="图片 {at}"/><wp:cNvGraphicFramePr/>{_graphic(len(writer.pictures) - 1, wide, high)}</wp:anchor></w:drawing>'
    )


def _inline(writer: Writer, wide: int, high: int) -> str:
    at = writer.id()
    return f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide * 12700}" cy="{high * 12700}"/><wp:docPr id="{at}" name="图片 {at}"/><wp:cNvGraphicFramePr/>{_graphic(len(writer.pictures) - 1, wide, high)}</wp:inline></w:drawing>'


def _graphic(picture: int, wide: int, high: int) -> str:
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="p.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rPic{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide * 12700}" cy="{high * 12700}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )


def _text_box(writer: Writer, text: str, wide: int, high: int) -> str:
    at = writer.id()
    content = f"<w:txbxContent>{writer.paragraph(text, 'left')}</w:txbxContent>"
    left, down = writer.rng.randint(0, 200), writer.rng.randint(0, 30)
    if writer.rng.random() < 0.4:
        return f'<w:pict><v:rect id="b{at}" style="position:absolute;margin-left:{left}pt;margin-top:{down}pt;width:{wide}pt;height:{high}pt;z-index:{at}" strokeweight=".5pt"><v:textbox>{content}</v:textbox></v:rect></w:pict>'
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="{at}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{left * 12700}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{down * 12700}</wp:posOffset></wp:positionV><wp:extent cx="{wide * 12700}" cy="{high * 12700}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{at}" name="文本框 {at}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide * 12700}" cy="{high * 12700}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr lIns="91440" tIns="45720" rIns="91440" bIns="45720"/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>'
    )


def ledger(writer: Writer) -> None:
    """Write a wide list with a repeated head."""
    rng = writer.rng
    _title(writer, rng.choice(["工作台账", "明细表", "项目库台账", "整改台账"]))
    _above(writer)
    names = ["序号", *rng.sample(words.COLUMNS[1:], rng.randint(6, 11))]
    parts = [0.5 if name == "序号" else max(0.7, min(len(name), 6) * 0.35) for name in names]
    widths = shares(room(writer, landscape=True), parts)
    filled = rng.random() < 0.45
    fill = rng.choice(["", "", "", "D9D9D9"])
    rows = [
        Row(
            [Cell([[Run(name, bold=rng.random() < 0.2)]], fill=fill) for name in names],
            header=rng.random() < 0.6,
            whole=True,
        )
    ]
    for at in range(rng.randint(8, 32)):
        rows.append(
            Row(
                [
                    Cell(words.entry(name, at, rng) if filled or name == "序号" else "", role="cell")
                    for name in names
                ],
                whole=rng.random() < 0.3,
            )
        )
    writer.add(writer.table(widths, rows))
    writer.add(
        writer.paragraph("审核人：                填表人：                填表日期：    年  月  日", "note")
    )


def roster(writer: Writer) -> None:
    """Write a list with a head of two rows."""
    rng = writer.rng
    _title(writer, rng.choice(["花名册", "名册", "公示名单", "发放清册"]))
    groups = [("", 1), ("", 1), ("户主基本信息", 3), ("家庭情况", 2), ("补助情况", 2), ("", 1)]
    heads = [
        "序号",
        "村（社区）",
        "姓名",
        "性别",
        "身份证号码",
        "家庭住址",
        "人数",
        "补助标准（元/月）",
        "补助金额（元）",
        "备注",
    ]
    widths = shares(room(writer, landscape=True), [0.5, 1.1, 0.8, 0.5, 1.9, 1.6, 0.6, 1.0, 1.1, 0.8])
    top, under, at = [], [], 0
    for group, span in groups:
        if group:
            top.append(Cell(group, span=span))
            under += [Cell(heads[at + k]) for k in range(span)]
        else:
            top.append(Cell(heads[at], merge="restart"))
            under.append(Cell("", merge="continue"))
        at += span
    header = rng.random() < 0.7
    rows = [Row(top, header=header), Row(under, header=header)]
    filled = rng.random() < 0.6
    for line in range(rng.randint(10, 36)):
        rows.append(
            Row([Cell(words.entry(name, line, rng) if filled or name == "序号" else "") for name in heads])
        )
    if rng.random() < 0.5:
        rows.append(Row([Cell("合计", span=2), *[Cell("") for _ in heads[2:]]]))
    writer.add(writer.table(widths, rows), writer.paragraph("", "note"))


def matrix(writer: Writer) -> None:
    """Write a table with a divided corner."""
    rng = writer.rng
    _title(writer, rng.choice(["汇总表", "考核评分表", "统计表"]))
    columns = rng.randint(4, 8)
    widths = shares(room(writer, landscape=True), [1.6] + [1.0] * columns)
    corner = writer.paragraph("项目", "left", align="right") + writer.paragraph("村名", "left", align="")
    sides = edges(
        tl2br=f"single {writer.author.border_size}",
        **(
            dict.fromkeys(("top", "left", "bottom", "right"), f"single {writer.author.border_size}")
            if writer.author.borders == "cells"
            else {}
        ),
    )
    rows = [
        Row(
            [Cell(raw=corner, borders=sides), *[Cell(rng.choice(words.COLUMNS)) for _ in range(columns)]],
            height=850,
        )
    ]
    for at in range(rng.randint(6, 14)):
        rows.append(
            Row(
                [
                    Cell(words.VILLAGES[at % len(words.VILLAGES)]),
                    *[Cell(str(rng.randint(0, 999)) if rng.random() < 0.4 else "") for _ in range(columns)],
                ]
            )
        )
    rows.append(Row([Cell("合计"), *[Cell("") for _ in range(columns)]]))
    writer.add(writer.table(widths, rows), writer.paragraph(rng.choice(words.NOTES), "note"))


def notice(writer: Writer) -> None:
    """Write a notice of some pages with headings and an address at its end."""
    rng = writer.rng
    red = rng.random() < 0.4
    if red:
        writer.add(writer.paragraph(Run(rng.choice(words.PLACES) + "人民政府文件", colour="FF0000"), "title"))
        writer.add(writer.paragraph("青政发〔2026〕15号", "subtitle"))
    writer.add(
        writer.paragraph(f"关于做好2026年{rng.choice(words.TOPICS)}工作的通知", "title"),
        writer.paragraph("", "body", indent=""),
    )
    writer.add(writer.paragraph("各村（社区）、镇直各单位：", "body", indent=""))
    for at, heading in enumerate(("总体要求", "主要任务", "工作要求")[: rng.randint(2, 3)]):
        if writer.author.numbered:
            writer.add(writer.paragraph(heading, "heading", after="", extra=_listed(0), indent=""))
        else:
            writer.add(writer.paragraph(f"{'一二三'[at]}、{heading}", "heading"))
        for inner in range(rng.randint(1, 4)):
            lead = f"（{'一二三四'[inner]}）" if not writer.author.numbered else ""
            text = lead + words.sentence(rng) + words.sentence(rng)
            writer.add(
                writer.paragraph(text, "body", extra=_listed(1), indent="")
                if writer.author.numbered
                else writer.paragraph(text, "body")
            )
    if rng.random() < 0.3:
        _noted(writer)
    writer.add(
        writer.paragraph("", "body", indent=""),
        writer.paragraph("附件：1." + rng.choice(words.TOPICS) + "汇总表", "body"),
    )
    writer.add(
        writer.paragraph("", "body", indent=""),
        writer.paragraph(rng.choice(words.PLACES) + "人民政府", "body", align="right", indent=""),
    )
    writer.add(writer.paragraph("2026年3月2日" + rng.choice(["", "　　"]), "body", align="right", indent=""))


def _listed(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _noted(writer: Writer) -> None:
    """Write a paragraph with what editing leaves behind: changes, a comment, a footnote, a link."""
    text = words.sentence(writer.rng)
    half = len(text) // 2
    role = writer.author.role("body")
    kept, more = writer.run(role, Run(text[:half])), writer.run(role, Run(text[half:]))
    match writer.rng.randint(0, 3):
        case 0:
            mark = ' w:id="1" w:author="审稿人" w:date="2026-01-01T00:00:00Z"'
            inner = f"{kept}<w:ins{mark}>{more}</w:ins><w:del{mark}><w:r><w:delText>删去的话</w:delText></w:r></w:del>"
        case 1:
            writer.comments.append(
                f'<w:comment w:id="0" w:author="审稿人" w:date="2026-01-01T00:00:00Z" w:initials="S">{writer.paragraph("请核对。", "note")}</w:comment>'
            )
            inner = f'<w:commentRangeStart w:id="0"/>{kept}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>{more}'
        case 2:
            writer.footnotes.append(
                f'<w:footnote w:id="1">{writer.paragraph("数据来源：年度统计报表。", "note")}</w:footnote>'
            )
            inner = f'{kept}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>{more}'
        case _:
            inner = f'{kept}<w:hyperlink w:anchor="x" w:history="1">{more}</w:hyperlink><w:bookmarkStart w:id="5" w:name="x"/><w:bookmarkEnd w:id="5"/>'
    writer.add(writer.paragraph("", "body", indent="").replace("</w:p>", inner + "</w:p>"))


def publicity(writer: Writer) -> "str | None":
    """Write a public notice with a list of names."""
    rng = writer.rng
    writer.add(
        writer.paragraph(
            rng.choice(["公  示", "公　　告", f"关于{rng.choice(words.TOPICS)}拟享受对象的公示"]), "title"
        )
    )
    for _ in range(rng.randint(2, 4)):
        writer.add(writer.paragraph(words.sentence(rng), "body"))
    names = ["序号", "姓名", "家庭住址", "人数", "补助金额（元）", "备注"]
    widths = shares(room(writer), [0.6, 1, 2.2, 0.8, 1.4, 1])
    rows = [Row([Cell(name) for name in names], header=True)]
    rows += [Row([Cell(words.entry(name, at, rng)) for name in names]) for at in range(rng.randint(4, 26))]
    writer.add(writer.table(widths, rows))
    writer.add(
        writer.paragraph("监督电话：0000-7654321", "body"),
        writer.paragraph(rng.choice(words.VILLAGES) + "村民委员会", "body", align="right", indent=""),
        writer.paragraph("2026年4月8日", "body", align="right", indent=""),
    )
    if rng.random() < 0.1:
        return section(
            writer.author,
            extra='<w:pgBorders w:offsetFrom="page"><w:top w:val="single" w:sz="12" w:space="24" w:color="auto"/><w:left w:val="single" w:sz="12" w:space="24" w:color="auto"/><w:bottom w:val="single" w:sz="12" w:space="24" w:color="auto"/><w:right w:val="single" w:sz="12" w:space="24" w:color="auto"/></w:pgBorders>',
        )
    return None


def undertaking(writer: Writer) -> None:
    """Write an undertaking with blanks and clauses."""
    rng = writer.rng
    writer.add(
        writer.paragraph(rng.choice(["承  诺  书", "诚信承诺书", "授权委托书", "安全责任书"]), "title"),
        writer.paragraph("", "body", indent=""),
    )
    writer.add(
        writer.paragraph(
            [
                Run("本人"),
                writer.blank(10),
                Run("，身份证号码"),
                writer.blank(18),
                Run("，现住"),
                writer.blank(16),
                Run("，自愿申请"),
                Run(rng.choice(words.TOPICS)),
                Run("，并郑重承诺如下："),
            ],
            "body",
        )
    )
    for at in range(rng.randint(3, 6)):
        if writer.author.numbered:
            writer.add(
                writer.paragraph(
                    words.sentence(rng),
                    "body",
                    extra='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
                    indent="",
                )
            )
        else:
            writer.add(writer.paragraph(f"{'一二三四五六'[at]}、{words.sentence(rng)}", "body"))
    writer.add(writer.paragraph("", "body", indent=""))
    far = rng.choice([2400, 3200, 4200])
    indent = f'<w:ind w:left="{far}"/>' if not writer.author.styles else ""
    for line in ("承诺人（签字并按手印）：", "联系电话：", "年    月    日"):
        writer.add(
            writer.paragraph(line, "body", indent="", after="").replace("</w:pPr>", "</w:pPr>", 1)
            if not indent
            else _indented(writer, line, indent)
        )


def _indented(writer: Writer, line: str, indent: str) -> str:
    text = writer.paragraph(line, "body", indent="")
    at = text.index("<w:rPr>")
    jc = text.find("<w:jc")
    at = jc if 0 <= jc < at else at
    return text[:at] + indent + text[at:]


def letter(writer: Writer) -> None:
    """Write a letter of introduction with its stub: a line to cut along, dotted leaders."""
    rng = writer.rng
    for part in ("（存  根）", ""):
        writer.add(writer.paragraph("介  绍  信" + part, "title"))
        writer.add(writer.paragraph("字第      号", "sign"))
        writer.add(writer.paragraph([writer.blank(16), Run("：")], "body", indent=""))
        writer.add(writer.paragraph(words.sentence(rng), "body"))
        writer.add(writer.paragraph([Run("（有效期"), writer.blank(4), Run("天）")], "body"))
        writer.add(writer.paragraph("年   月   日", "sign"))
        if part:
            tabs = '<w:tabs><w:tab w:val="right" w:leader="hyphen" w:pos="8200"/></w:tabs>'
            writer.add(writer.paragraph([Run("", raw="<w:tab/>")], "left", extra=tabs))


def survey(writer: Writer) -> None:
    """Write a questionnaire: questions, ticks, lines to write on, inline picture."""
    rng = writer.rng
    _title(writer, "满意度调查问卷")
    writer.add(writer.paragraph(words.sentence(rng), "body"))
    for at in range(rng.randint(6, 12)):
        writer.add(writer.paragraph(f"{at + 1}.您对{rng.choice(words.TOPICS)}工作是否了解？（    ）", "left"))
        match rng.randint(0, 2):
            case 0:
                writer.add(writer.paragraph("A.非常了解  B.比较了解  C.一般  D.不了解", "left"))
            case 1:
                writer.add(writer.paragraph(_ticks(writer), "left"))
            case _:
                tabs = '<w:tabs><w:tab w:val="left" w:pos="2100"/><w:tab w:val="left" w:pos="4200"/></w:tabs>'
                writer.add(
                    writer.paragraph(
                        [
                            Run("A.是"),
                            Run("", raw="<w:tab/>"),
                            Run("B.否"),
                            Run("", raw="<w:tab/>"),
                            Run("C.不清楚"),
                        ],
                        "left",
                        extra=tabs,
                    )
                )
    writer.add(
        writer.paragraph([Run("其他意见："), Run(" " * rng.randint(30, 70), underline="single")], "left")
    )
    if rng.random() < 0.5:
        writer.pictures.append(png(120, 48, (40, 90, 160), False))
        writer.add(writer.paragraph([Run("", raw=_inline(writer, 120, 48))], "sign", line=("", 0)))


def minutes(writer: Writer) -> "str | None":
    """Write minutes of a meeting: a table of head data, lines, a nested table, a second section or columns."""
    rng = writer.rng
    writer.add(writer.paragraph(rng.choice(["会议记录", "民主评议会议记录", "入户走访记录"]), "title"))
    widths = shares(room(writer), [1, 2, 1, 2])
    rows = [
        Row([Cell("时间", role="label"), Cell("年   月   日"), Cell("地点", role="label"), Cell("")]),
        Row([Cell("主持人", role="label"), Cell(words.name(rng)), Cell("记录人", role="label"), Cell("")]),
    ]
    rows.append(
        Row(
            [
                Cell("参会人员", role="label"),
                Cell("、".join(words.name(rng) for _ in range(rng.randint(6, 16))), span=3, role="left"),
            ]
        )
    )
    content: list[str] = [words.sentence(rng) for _ in range(rng.randint(2, 5))]
    inner = ""
    if rng.random() < 0.4:
        inside = [
            Row([Cell(t) for t in ("议题", "同意票", "反对票")], height=400),
            Row([Cell(""), Cell(""), Cell("")], height=400),
        ]
        inner = writer.table(shares(sum(widths[1:]) - 400, [2, 1, 1]), inside, nested=True)
    block = "".join(writer.paragraph(line, "left") for line in content) + inner + writer.paragraph("", "left")
    rows.append(
        Row(
            [Cell("会议内容", role="label"), Cell(raw=block, span=3)],
            height=rng.choice([4000, 6000, 8000]),
            rule=rng.choice(["", "atLeast"]),
        )
    )
    rows.append(Row([Cell("参会人员\n签字", role="label"), Cell("", span=3)], height=1500))
    writer.add(writer.table(widths, rows))
    match rng.randint(0, 5):
        case 0:
            writer.add(f"<w:p><w:pPr><w:sectPr>{section(writer.author)}</w:sectPr></w:pPr></w:p>")
            names = ["序号", "姓名", "职务", "联系电话", "签字"]
            listed = [Row([Cell(n) for n in names])] + [
                Row([Cell(str(at + 1)), *[Cell("")] * 4]) for at in range(12)
            ]
            writer.add(
                writer.paragraph("签到表", "title"),
                writer.table(shares(room(writer, landscape=True), [1, 2, 2, 2, 2]), listed),
                writer.paragraph("", "note"),
            )
            return section(writer.author, landscape=True)
        case 1:
            writer.add(
                writer.paragraph("", "note"),
                f'<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/>{section(writer.author)}</w:sectPr></w:pPr></w:p>',
            )
            writer.add(*[writer.paragraph(words.sentence(rng), "note") for _ in range(4)])
            return '<w:type w:val="continuous"/>' + section(writer.author, columns=2)
        case _:
            writer.add(writer.paragraph("", "note"))
            return None


def assessment(writer: Writer) -> None:
    """Write a score sheet with items merged downwards, percentages and a floating table."""
    rng = writer.rng
    _title(writer, rng.choice(["考核评分表", "检查评分细则", "验收表"]))
    widths = shares(room(writer), [0.9, 1.1, 3.6, 0.7, 0.7, 1.0])
    rows = [Row([Cell(n) for n in ("考核项目", "考核指标", "评分标准", "分值", "得分", "备注")], header=True)]
    for _ in range(rng.randint(3, 5)):
        count = rng.randint(2, 4)
        topic = rng.choice(words.TOPICS)
        for line in range(count):
            text = words.sentence(rng)[: rng.randint(12, 60)]
            rows.append(
                Row(
                    [
                        Cell(topic if line == 0 else "", merge="restart" if line == 0 else "continue"),
                        Cell(rng.choice(words.COLUMNS)),
                        Cell(text, role="left"),
                        Cell(str(rng.choice([5, 10, 15]))),
                        Cell(""),
                        Cell(""),
                    ]
                )
            )
    rows.append(Row([Cell("合计得分", span=2), Cell("", span=2), Cell("", span=2)]))
    if rng.random() < 0.3:
        rows.append(Row([Cell("考核人", span=1), Cell("", span=2), Cell("日期")], after=2))
    float_ = (
        '<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="text" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="120"/>'
        if rng.random() < 0.25
        else ""
    )
    writer.add(writer.table(widths, rows, extra=float_), writer.paragraph(rng.choice(words.NOTES), "note"))


def card(writer: Writer) -> None:
    """Write short cards, two on a page."""
    rng = writer.rng
    for at in range(2):
        writer.add(writer.paragraph(rng.choice(["帮扶联系卡", "办理回执", "告知单"]), "title"))
        widths = shares(room(writer), [1, 1.6, 1, 1.6])
        rows = [
            Row(
                [
                    Cell(_pair(writer), role="label"),
                    Cell(_value(writer)),
                    Cell(_pair(writer), role="label"),
                    Cell(""),
                ]
            )
            for _ in range(4)
        ]
        rows.append(Row([Cell("办理事项", role="label"), Cell(words.sentence(rng), span=3, role="left")]))
        writer.add(writer.table(widths, rows))
        if at == 0:
            writer.add(writer.paragraph("", "note"), writer.paragraph("·" * 40, "note"))
    writer.add(writer.paragraph("", "note"))


KINDS: "tuple[Callable[[Writer], str | None], ...]" = (
    application, approval, ledger, notice, registration, roster, undertaking, application, publicity, minutes, assessment,
    approval, letter, matrix, survey, application, card, registration,
)  # fmt: skip
