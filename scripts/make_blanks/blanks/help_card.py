"""明白卡: one page for a household's wall: who it is, what it gets, who helps, and its income."""

from grid import Cell, Row, box, label, sign, value
from paper import Page, Paper

TARGET = "docx/cn/help_card.docx"

PAGE = Page(top=16, bottom=14, left=20, right=20)
INCOME = (
    ("工资性收入", "wage"),
    ("生产经营性收入", "farm"),
    ("财产性收入", "assets"),
    ("转移性收入", "transfer"),
    ("生产经营性支出", "farm_cost"),
    ("家庭纯收入", "net"),
    ("人均纯收入", "net_pc"),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("帮扶明白卡", PAGE)
    paper.title("帮扶明白卡")
    paper.head_line("{{ place }}", "户编号：{{ hh_id }}____________________")
    _household(paper)
    _income(paper)
    paper.heading("享受的帮扶政策和措施")
    columns = (
        ("序号", 12, "no"),
        ("措施类别", 30, "category"),
        ("具体措施", 52, "item"),
        ("落实时间", 28, "done_on"),
    )
    columns += (("资金（元）", 22, "money"), ("成　效", 26, "effect"))
    header = Row(*(label(text, width) for text, width, _ in columns), h=8.5)
    paper.records([c[1] for c in columns], [header], "measures", [c[2] for c in columns], rows=6, h=8.5)
    paper.heading("帮扶责任人")
    paper.table(
        Row(
            label("帮扶责任人", 24),
            value("{{ helper_name }}", 24),
            label("单位及职务", 24),
            value("{{ helper_post }}", 46),
            label("电话", 14),
            value("{{ helper_phone }}"),
        ),
        Row(
            label("监测联系人", 24),
            value("{{ monitor_name }}", 24),
            label("单位及职务", 24),
            value("{{ monitor_post }}", 46),
            label("电话", 14),
            value("{{ monitor_phone }}"),
        ),
        Row(
            label("签　字", 24),
            sign("填写人签字：________________________", no=("right",)),
            sign("户主签字：________________________", no=("left", "right")),
            Cell("　　年　　月　　日", 38, style="Sign", align="center", no=("left",)),
            h=12,
        ),
        keep=True,
    )
    paper.notes(
        "说明：", "本卡张贴或存放于农户家中，内容须与帮扶手册、信息系统一致，政策和人员有变动的及时更换。"
    )
    return paper.done()


def _household(paper: Paper) -> None:
    paper.table(
        Row(
            label("户主姓名", 24),
            value("{{ head_name }}", 26),
            label("家庭人口数", 24),
            value("{{ population }}", 12),
            label("劳动力人数", 24),
            value("{{ labourers }}", 12),
            label("户属性", 15),
            value("{{ kind }}", small=True),
        ),
        Row(label("家庭住址", 24), box("{{ address }}", 86), label("联系电话", 24), value("{{ phone }}")),
        Row(
            label("低保／特困", 24),
            value("{{ aid }}", 30),
            label("基本医疗保险", 24),
            value("{{ medical }}", 32),
            label("养老保险", 24),
            value("{{ pension }}"),
        ),
        Row(
            label("安全饮水", 24),
            value("{{ water }}", 30),
            label("住房面积\n（平方米）", 24),
            value("{{ house_area }}", 32),
            label("在校学生数", 24),
            value("{{ pupils }}"),
            h=11,
        ),
        Row(
            label("耕地（亩）", 24),
            value("{{ arable }}", 30),
            label("易地搬迁", 24),
            value("{{ relocated }}", 32),
            label("风险类型", 24),
            value("{{ risks }}", small=True),
        ),
    )


def _income(paper: Paper) -> None:
    paper.heading("家庭收入（元；{{ period }}________________________）")
    widths = [24.2] * 6
    paper.table(
        Row(
            *(label(text, width, small=True) for (text, _), width in zip(INCOME, widths, strict=False)),
            label(INCOME[-1][0], small=True),
            h=8.5,
        ),
        Row(
            *(
                value(f"{{{{ {slot} }}}}", width, small=True)
                for (_, slot), width in zip(INCOME, widths, strict=False)
            ),
            value("{{ net_pc }}", small=True),
            h=8.5,
        ),
    )
