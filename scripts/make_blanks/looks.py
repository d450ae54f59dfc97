"""How a blank's texts look: fonts by their real names, paragraph styles, and paragraphs."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

SONG, FANG, HEI, KAI = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
XIAOBIAOSONG = "方正小标宋简体"

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Look:
    """A paragraph style: name shown in Word, font, size and exact line in points, and the rest of its pPr.

    Where nothing ``hangs``, a comma at a line's end stays inside the cell.
    """

    name: str
    font: str
    size: float
    line: float
    align: str = "left"
    before: float = 0
    after: float = 0
    indent: int = 0
    right: int = 0
    hanging: float = 0
    keep_next: bool = False
    hangs: bool = True
    outline: int = -1


#: The paragraph styles of every blank, by id.
LOOKS = {
    "Normal": Look("Normal", FANG, 12, 21, align="both"),
    "BodyText": Look("正文段落", FANG, 12, 21, align="both", indent=2),
    "Attachment": Look("附件号", HEI, 14, 20),
    "FormTitle": Look("表名", XIAOBIAOSONG, 22, 32, align="center", before=0, after=5, keep_next=True),
    "CoverTitle": Look("封面表名", XIAOBIAOSONG, 36, 54, align="center", keep_next=True),
    "CoverLine": Look("封面填写行", FANG, 15, 34),
    "CoverNote": Look("封面说明", FANG, 12, 24, align="center"),
    "Heading": Look("一级标题", HEI, 12, 19, before=6, after=2, keep_next=True, outline=0),
    "SubHeading": Look("二级标题", KAI, 12, 18, before=4, after=2, keep_next=True, outline=1),
    "HeadLine": Look("表头栏", SONG, 10.5, 16, after=3, keep_next=True, hangs=False),
    "Label": Look("表内标签", SONG, 10.5, 15, align="center", hangs=False),
    "Value": Look("表内填写", FANG, 10.5, 15, hangs=False),
    "Sign": Look("签字盖章行", FANG, 10.5, 17, hangs=False),
    "SignHigh": Look("签字行", FANG, 10.5, 26, hangs=False),
    "SignRight": Look("落款行", FANG, 10.5, 17, align="right", right=2),
    "SmallLabel": Look("表内小标签", SONG, 9, 12, align="center", hangs=False),
    "SmallValue": Look("表内小字填写", FANG, 9, 12, hangs=False),
    "Note": Look("填表说明", FANG, 9, 13.5, align="both", hanging=1.5),
    "NoteHead": Look("填表说明标题", HEI, 9, 14, before=5, keep_next=True),
    "Gap": Look("表间空行", SONG, 4, 5),
    "Footer": Look("footer", SONG, 9, 14, align="center"),
}

#: What notices and announcements have besides: 公文 text, larger than a form's.
POSTED = {
    "Posted": Look("公示正文", FANG, 16, 28, align="both", indent=2),
    "PostedSign": Look("公示落款", FANG, 16, 28, align="right", right=4),
    "PostedLabel": Look("公示表头", HEI, 12, 18, align="center", hangs=False),
    "PostedValue": Look("公示表内", FANG, 12, 18, align="center", hangs=False),
}
_ALL = LOOKS | POSTED

_PIECES = re.compile(r"(\{\{.*?\}\}|_+)")


def paragraph_xml(
    text: str, style: str, align: str = "", before: float = -1, keep: bool = False, new_page: bool = False
) -> str:
    """A paragraph; `{{ … }}` inside becomes a hidden run, `____` a printed rule (underlined space)."""
    properties = f'<w:pStyle w:val="{style}"/>'
    if keep:
        properties += "<w:keepNext/>"
    if new_page:
        properties += "<w:pageBreakBefore/>"
    if before >= 0:
        properties += f'<w:spacing w:before="{round(before * 20)}"/>'
    if align and align != _ALL[style].align:
        properties += f'<w:jc w:val="{align}"/>'
    runs = "".join(_run(piece, style) for piece in _PIECES.split(text) if piece)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _run(piece: str, style: str) -> str:
    font = _fonts(FANG) if _ALL[style].font == SONG else ""
    if piece.startswith("{{"):
        return f'<w:r><w:rPr>{font}<w:vanish/></w:rPr><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
    if piece.startswith("_"):
        rule = "\u00a0" * len(piece)  # neither broken nor dropped at a line's end
        return f'<w:r><w:rPr>{font}<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{rule}</w:t></w:r>'
    return f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def _style_xml(style_id: str, look: Look) -> str:
    default = ' w:default="1"' if style_id == "Normal" else ' w:customStyle="1"'
    default = "" if style_id == "Footer" else default
    based = "" if style_id == "Normal" else '<w:basedOn w:val="Normal"/>'
    indent = ""
    if look.indent:
        indent = f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{round(look.indent * look.size * 20)}"/>'
    elif look.hanging:
        wide = round(look.hanging * look.size * 20)
        indent = f'<w:ind w:left="{wide}" w:hanging="{wide}"/>'
    elif look.right:
        wide = round(look.right * look.size * 20)
        indent = f'<w:ind w:rightChars="{look.right * 100}" w:right="{wide}"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style_id}"><w:name w:val="{look.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/>' if look.keep_next else ''}"
        f"{'' if look.hangs else '<w:overflowPunct w:val=' + chr(34) + '0' + chr(34) + '/>'}"
        f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"'
        f' w:line="{round(look.line * 20)}" w:lineRule="exact"/>{indent}<w:jc w:val="{look.align}"/>'
        f"{f'<w:outlineLvl w:val={chr(34)}{look.outline}{chr(34)}/>' if look.outline >= 0 else ''}</w:pPr>"
        f'<w:rPr>{_fonts(look.font)}<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/></w:rPr>'
        "</w:style>"
    )


def styles_part(*, posted: bool = False) -> str:
    """word/styles.xml: every look as a style a clerk can change; those of a notice where it is ``posted``."""
    return (
        f'{HEAD}<w:styles xmlns:w="{W_NS}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}'
        '<w:kern w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + "".join(_style_xml(*item) for item in (_ALL if posted else LOOKS).items())
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="51" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="51" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style></w:styles>"
    )


def fonts_part() -> str:
    """word/fontTable.xml: the official fonts and what stands in for them."""
    instead = {SONG: "SimSun", FANG: "仿宋", HEI: "SimHei", KAI: "楷体", XIAOBIAOSONG: "宋体"}
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="default"/></w:font>'
        for name, other in instead.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W_NS}">{fonts}</w:fonts>'
