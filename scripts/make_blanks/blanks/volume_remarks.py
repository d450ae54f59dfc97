"""卷内备考表, after GB/T 9705; who made and who checked the volume signs it."""

from binding import PLAIN
from grid import Row, box, sign
from paper import Paper

TARGET = "docx/cn/volume_remarks.docx"


def make() -> bytes:
    """The blank."""
    paper = Paper("卷内备考表", PLAIN)
    paper.paragraph("卷内备考表", "FormTitle")
    paper.head_line("档号：{{ archive_number }}")
    paper.table(
        Row(box("本卷情况说明：\n\n{{ note }}", valign="top"), h=150),
        Row(
            sign(
                "立 卷 人：" + "_" * 30,
                "检 查 人：" + "_" * 30,
                "立卷时间：　　　　年　　月　　日",
            ),
            h=50,
        ),
    )
    return paper.done()
