"""年度情况表: who belongs to the household, its income, measures and visits of a year, and what changed since the last."""

from binding import PLAIN
from grid import Row, label
from paper import Paper

TARGET = "docx/cn/volume_year.docx"

MEMBERS = (
    ("姓名", 26, "name"),
    ("与户主关系", 26, "relation"),
    ("年龄", 14, "age"),
    ("健康状况", 38, "health"),
    ("劳动技能", 58, "labour"),
)
INCOMES = (
    ("用途", 34, "purpose"),
    ("测算周期", 56, "period"),
    ("家庭纯收入（元）", 36, "net"),
    ("人均纯收入（元）", 36, "net_pc"),
)
MEASURES = (
    ("措施类别", 30, "category"),
    ("具体措施", 62, "item"),
    ("责任单位", 42, "agency"),
    ("落实时间", 28, "done_on"),
)
VISITS = (("走访时间", 28, "on"), ("走访人", 24, "visitor"), ("走访情况", 110, "findings"))
CHANGES = (("项　目", 58, "label"), ("上年归档时", 52, "old"), ("本年归档时", 52, "new"))


def make() -> bytes:
    """The blank."""
    paper = Paper("年度情况表", PLAIN)
    paper.paragraph("年度情况表", "FormTitle")
    paper.head_line("{{ whose }}", "{{ year }} 年度，截至 {{ as_of }}")
    for title, name, columns, rows, aligns in (
        ("一、家庭成员", "members", MEMBERS, 6, "ccccc"),
        ("二、收入", "incomes", INCOMES, 2, "ccrr"),
        ("三、帮扶措施", "measures", MEASURES, 4, "cllc"),
        ("四、走访", "visits", VISITS, 6, "ccl"),
        ("五、与上年归档相比", "changes", CHANGES, 6, "lll"),
    ):
        paper.heading(title)
        paper.records(
            [width for _, width, _ in columns],
            [Row(*(label(text, width) for text, width, _ in columns), h=7)],
            name,
            [slot for _, _, slot in columns],
            rows=rows,
            h=7,
            align=aligns,
        )
    paper.paragraph("{{ note }}", "Note")
    return paper.done()
