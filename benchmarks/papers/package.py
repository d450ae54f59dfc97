"""The package around a body: styles, settings, numbering, headers, footers, pictures."""

import struct
import zlib
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from papers.authors import Author, Role
from papers.markup import Writer, indent_of, spacing_of

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


def zipped(parts: dict[str, bytes]) -> bytes:
    """Write a package without the clock."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return file.getvalue()


def png(width: int, height: int, colour: tuple[int, int, int], ring: bool) -> bytes:
    """Draw a small picture: a ring like a seal, or a framed plate."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            dx, dy = (x - width / 2) / (width / 2), (y - height / 2) / (height / 2)
            inked = 0.75 < dx * dx + dy * dy < 0.97 if ring else min(x, y, width - 1 - x, height - 1 - y) < 3
            rows += bytes(colour if inked else (255, 255, 255))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks
    )


def packed(writer: Writer, section: str, header: str = "", footer: str = "") -> bytes:
    """Put a paper together."""
    author = writer.author
    body = "".join(writer.body)
    if header:
        section = '<w:headerReference w:type="default" r:id="rId10"/>' + section
    if footer:
        section = '<w:footerReference w:type="default" r:id="rId11"/>' + section
    document = (
        f"{HEAD}<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    )
    parts: dict[str, str | bytes] = {
        "word/document.xml": document,
        "word/styles.xml": styles(author),
        "word/settings.xml": settings(author),
        "word/numbering.xml": NUMBERING,
    }
    kinds = [("rId1", "styles"), ("rId2", "settings"), ("rId3", "numbering")]
    if author.theme:
        parts["word/theme/theme1.xml"] = THEME
        kinds.append(("rId4", "theme"))
    if header:
        parts["word/header1.xml"] = f"{HEAD}<w:hdr {NAMESPACES}>{header}</w:hdr>"
        kinds.append(("rId10", "header"))
    if footer:
        parts["word/footer1.xml"] = f"{HEAD}<w:ftr {NAMESPACES}>{footer}</w:ftr>"
        kinds.append(("rId11", "footer"))
    if writer.footnotes:
        marks = "".join(
            f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        parts["word/footnotes.xml"] = (
            f"{HEAD}<w:footnotes {NAMESPACES}>{marks}{''.join(writer.footnotes)}</w:footnotes>"
        )
        kinds.append(("rId12", "footnotes"))
    if writer.comments:
        parts["word/comments.xml"] = f"{HEAD}<w:comments {NAMESPACES}>{''.join(writer.comments)}</w:comments>"
        kinds.append(("rId13", "comments"))
    targets = {"theme": "theme/theme1.xml", "header": "header1.xml", "footer": "footer1.xml"}
    links = "".join(
        f'<Relationship Id="{id_}" Type="{_REL}{kind}" Target="{targets.get(kind, kind + ".xml")}"/>'
        for id_, kind in kinds
    )
    for at, picture in enumerate(writer.pictures):
        parts[f"word/media/image{at}.png"] = picture
        links += f'<Relationship Id="rPic{at}" Type="{_REL}image" Target="media/image{at}.png"/>'
    parts["word/_rels/document.xml.rels"] = _relations(links)
    parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>docgen papers ({escape(author.application)})</Application></Properties>'
    )
    main = f'<Relationship Id="rId1" Type="{_REL}officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{_REL}extended-properties" Target="docProps/app.xml"/>'
    overrides = {
        f"word/{name}.xml": name for name in ("styles", "settings", "numbering", "footnotes", "comments")
    }
    overrides |= {
        "word/header1.xml": "header",
        "word/footer1.xml": "footer",
        "word/document.xml": "document.main",
    }
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}{kind}+xml"/>'
        for name, kind in overrides.items()
        if name in parts
    )
    types += (
        '<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        if author.theme
        else ""
    )
    content = f'{HEAD}<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{types}</Types>'
    ordered = {"[Content_Types].xml": content, "_rels/.rels": _relations(main), **parts}
    return zipped(
        {name: text if isinstance(text, bytes) else text.encode() for name, text in ordered.items()}
    )


def _relations(links: str) -> str:
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships">{links}</Relationships>'


def section(author: Author, landscape: bool = False, extra: str = "", columns: int = 1) -> str:
    """Write what is in w:sectPr after the references."""
    wide, high = author.page
    top, right, bottom, left, header, footer = author.margins
    if landscape:
        size = f'<w:pgSz w:w="{high}" w:h="{wide}" w:orient="landscape"/>'
        top, right, bottom, left = right, bottom, left, top
    else:
        size = f'<w:pgSz w:w="{wide}" w:h="{high}"/>'
    kind, pitch, characters = author.grid
    named = f' w:type="{kind}"' if kind else ""
    spaced = f' w:charSpace="{characters}"' if characters else ""
    grid = f'<w:docGrid{named} w:linePitch="{pitch}"{spaced}/>' if pitch else ""
    several = f' w:num="{columns}"' if columns > 1 else ""
    margin = f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{header}" w:footer="{footer}" w:gutter="0"/>'
    return f'{size}{margin}{extra}<w:cols{several} w:space="425"/>{grid}'


def styles(author: Author) -> str:
    """Write word/styles.xml."""
    if author.theme:
        fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/>'
    else:
        fonts = f'<w:rFonts w:ascii="{author.latin}" w:hAnsi="{author.latin}" w:eastAsia="{author.east}" w:cs="Times New Roman"/>'
    size = f'<w:sz w:val="{author.default_half}"/><w:szCs w:val="{author.default_half}"/>'
    in_default = author.name in {"pydocx", "libre", "openxml"}
    space = f' w:after="{author.default_after}"' if author.default_after else ""
    space += (
        f' w:line="{author.default_line[1]}" w:lineRule="{author.default_line[0]}"'
        if author.default_line[0]
        else ""
    )
    space = f"<w:spacing{space}/>" if space else ""
    defaults = f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size if in_default else ""}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault>{f"<w:pPr>{space}</w:pPr>" if in_default and space else ""}</w:pPrDefault></w:docDefaults>'
    justified = '<w:widowControl w:val="0"/><w:jc w:val="both"/>' if author.justified else ""
    kern = '<w:kern w:val="2"/>' if author.justified else ""
    normal = f'<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr>{"" if in_default else space}{justified}</w:pPr><w:rPr>{kern}{"" if in_default else size}</w:rPr></w:style>'
    own = "".join(_style(name, role) for name, role in author.roles) if author.styles else ""
    footer = '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="footer"/><w:basedOn w:val="a"/><w:pPr><w:tabs><w:tab w:val="center" w:pos="4153"/><w:tab w:val="right" w:pos="8306"/></w:tabs><w:snapToGrid w:val="0"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
    header = '<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="header"/><w:basedOn w:val="a"/><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr><w:tabs><w:tab w:val="center" w:pos="4153"/><w:tab w:val="right" w:pos="8306"/></w:tabs><w:snapToGrid w:val="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
    none = '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="{author.border_size}" w:space="0" w:color="auto"/>'
        for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    after = (
        '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        if author.default_after
        else ""
    )
    grid = f'<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="a1"/>{after}<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style>'
    if author.name == "openxml":
        none = grid = ""
    return f"{HEAD}<w:styles {NAMESPACES}>{defaults}{normal}{none}{grid}{own}{header}{footer}</w:styles>"


def _style(name: str, role: Role) -> str:
    align = f'<w:jc w:val="{role.align}"/>' if role.align else ""
    bold = "<w:b/>" if role.bold else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="a"/>'
        f"<w:pPr>{spacing_of(role)}{indent_of(role)}{align}</w:pPr>"
        f'<w:rPr><w:rFonts w:ascii="{role.latin}" w:hAnsi="{role.latin}" w:eastAsia="{role.cjk}"/>{bold}<w:sz w:val="{role.half}"/></w:rPr></w:style>'
    )


def settings(author: Author) -> str:
    """Write word/settings.xml."""
    if author.name in {"openxml", "poi"}:
        return f"{HEAD}<w:settings {NAMESPACES}/>"
    compat = "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    compat += "<w:adjustLineHeightInTable/>" if author.grid_in_tables else ""
    compat += "<w:useFELayout/>" if author.justified else ""
    if author.compat > 11:
        compat += f'<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="{author.compat}"/>'
    tab = 420 if author.justified else 720
    return f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{tab}"/><w:characterSpacingControl w:val="{"compressPunctuation" if author.justified else "doNotCompress"}"/><w:compat>{compat}</w:compat></w:settings>'


_LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)
NUMBERING = (
    f'{HEAD}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>'
        for at, (kind, text) in enumerate(_LEVELS)
    )
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
_FONTS = '<a:{0}Font><a:latin typeface="{1}"/><a:ea typeface=""/><a:cs typeface=""/><a:font script="Hans" typeface="{2}"/></a:{0}Font>'
THEME = f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements><a:clrScheme name="Office"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2><a:accent1><a:srgbClr val="4472C4"/></a:accent1><a:accent2><a:srgbClr val="ED7D31"/></a:accent2><a:accent3><a:srgbClr val="A5A5A5"/></a:accent3><a:accent4><a:srgbClr val="FFC000"/></a:accent4><a:accent5><a:srgbClr val="5B9BD5"/></a:accent5><a:accent6><a:srgbClr val="70AD47"/></a:accent6><a:hlink><a:srgbClr val="0563C1"/></a:hlink><a:folHlink><a:srgbClr val="954F72"/></a:folHlink></a:clrScheme><a:fontScheme name="Office">{_FONTS.format("major", "Calibri Light", "等线 Light")}{_FONTS.format("minor", "Calibri", "等线")}</a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst/><a:lnStyleLst/><a:effectStyleLst/><a:bgFillStyleLst/></a:fmtScheme></a:themeElements></a:theme>'
