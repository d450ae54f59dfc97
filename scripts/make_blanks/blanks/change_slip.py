"""变更单: what a household's papers say otherwise than those that were printed before."""

from grid import Row, label
from paper import Paper

TARGET = "docx/cn/change_slip.docx"

COLUMNS = (("表　名", 42), ("旧版", 12), ("新版", 12), ("栏　目", 36), ("原来的内容", 30), ("现在的内容", 30))
SLOTS = ("title", "before", "after", "box", "was", "now")


def make() -> bytes:
    """The blank."""
    paper = Paper("文书变更单")
    paper.title("文书变更单")
    paper.head_line("{{ place }}", "户号：{{ number }}", "户主：{{ head }}")
    paper.records(
        [width for _, width in COLUMNS],
        [Row(*(label(text, width) for text, width in COLUMNS), h=9)],
        "list",
        SLOTS,
        rows=12,
        align="lcclll",
    )
    paper.notes(
        "说明：",
        "1．旧版已作废，请连同旧件一并收回；新版重新签字。",
        "2．证件号码、电话和账号只显示前后几位，完整的以新版表格为准。",
    )
    return paper.done()
