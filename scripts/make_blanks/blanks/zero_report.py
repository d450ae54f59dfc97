"""村级“零报告”: each month a village tells of deaths, and of people wrongly aided or missed, or that there are none."""

from grid import Cell, Row, label, sealed, sign, value
from paper import Paper

TARGET = "docx/cn/zero_report.docx"

SUBJECTS = ("死亡人员", "疑似错保人员", "疑似漏保人员")
COLUMNS = (
    ("序号", 12),
    ("姓　名", 26),
    ("报告事项", 30),
    ("村民小组", 24),
    ("情况说明", 46),
    ("处理意见", 24),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("村级“零报告”信息表")
    paper.title("村级“零报告”信息表")
    paper.head_line("报告单位：{{ village }}", "报告月份：{{ month }}__________________")
    paper.table(
        Row(label("报告事项", 44), label("本月有无", 44), label("人　数", 30), label("备　注"), h=9),
        *(
            Row(label(subject, 44), value("□有　　□无", 44), value("", 30), value(""), h=10)
            for subject in SUBJECTS
        ),
    )
    paper.heading("人员信息台账（“无”的不填）")
    paper.table(
        Row(*(label(text, width) for text, width in COLUMNS), h=9, header=True),
        *(Row(*(value("", width) for _, width in COLUMNS), h=9.5) for _ in range(8)),
    )
    paper.table(
        Row(
            label("报告人", 25),
            sign(
                "村（居）委会主任签字：____________________\n\n信息员签字：____________________",
                no=("right",),
            ),
            sealed("　　年　　月　　日", no=("left",)),
            h=34,
        ),
        Row(
            label("乡（镇）核查\n意　见", 25),
            Cell("", valign="top", no=("right",)),
            sealed("　　年　　月　　日", no=("left",)),
            h=34,
        ),
        keep=True,
    )
    paper.notes(
        "说明：",
        "本表每月一报，由村（居）委会报乡（镇）；没有上述情况的也须报告。有人员的，同时登记人员信息台账。",
    )
    return paper.done()
