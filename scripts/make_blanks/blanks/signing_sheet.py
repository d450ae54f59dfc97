"""签字清单 to carry along: the same lines as the workbook that is ticked, on paper."""

from grid import Row, label
from paper import Page, Paper

TARGET = "docx/cn/signing_sheet.docx"

COLUMNS = (
    ("序号", 12, "no"),
    ("组", 16, "group"),
    ("户号", 18, "number"),
    ("户主姓名", 20, "head"),
    ("表　名", 52, "title"),
    ("留存单位", 24, "holder"),
    ("版次", 12, "version"),
    ("页数", 12, "pages"),
    ("签字、按手印、盖章", 63, "signers"),
    ("已签", 14, ""),
    ("已收回", 14, ""),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("签字清单", Page(width=297, height=210, top=20, bottom=16, left=20, right=20, footer=False))
    paper.title("签字清单")
    paper.head_line("{{ village }}村（居）民委员会", "打印日期：{{ made_on }}")
    paper.records(
        [width for _, width, _ in COLUMNS],
        [Row(*(label(text, width) for text, width, _ in COLUMNS), h=9)],
        "list",
        [slot for _, _, slot in COLUMNS],
        rows=12,
        h=10,
        align="ccccllcclcc",
    )
    paper.notes(
        "说明：", "签好一份，在“已签”栏打√；收回一份，在“已收回”栏打√；再照此在电子清单上打√，交乡镇读回。"
    )
    return paper.done()
