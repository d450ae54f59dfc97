"""防止返贫监测对象帮扶措施落实情况表（公示版）: what may be posted of a household's measures."""

from choices import CLASSES, ticks
from grid import Cell, Row, box, label, value
from paper import Page, Paper

TARGET = "docx/cn/elimination_measures_public.docx"

WIDE = Page(width=297, height=210, top=18, bottom=15, left=20, right=20)
COLUMNS = (
    ("序号", 13, "no", "c"),
    ("措施类别", 42, "category", "c"),
    ("具体措施（项目内容）", 82, "item", "l"),
    ("落实时间", 38, "done_on", "c"),
    ("责任单位", 54, "agency", "c"),
    ("落实情况", 28, "state", "c"),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象帮扶措施落实情况表（公示版）", WIDE)
    paper.title("防止返贫监测对象帮扶措施落实情况表（公示版）")
    paper.table(
        Row(
            label("乡（镇）", 24),
            value("{{ township }}", 40),
            label("行政村", 20),
            value("{{ village }}", 40),
            label("村民小组", 22),
            value("{{ group }}", 30),
            label("户主姓名", 22),
            value("{{ head_name }}"),
            h=9,
        ),
        Row(
            label("家庭人口数", 24),
            value("{{ population }}", 40),
            label("识别时间", 20),
            value("{{ identified_on }}", 40),
            label("监测对象类别", 30),
            box(ticks("monitor_class", CLASSES)),
            h=9,
        ),
    )
    paper.gap()
    header = Row(*(label(text, width) for text, width, _, _ in COLUMNS), h=9)
    aligns = "".join(column[3] for column in COLUMNS)
    paper.records(
        [c[1] for c in COLUMNS],
        [header],
        "measures",
        [c[2] for c in COLUMNS],
        rows=6,
        h=9.5,
        align=aligns,
        style="Value",
    )
    paper.gap()
    paper.table(
        Row(label("公示时间", 34), value("{{ start }}　至　{{ end }}"), h=9),
        Row(
            label("异议受理", 34),
            box(
                "公示期内如有异议，请向{{ village_office }}____________村（居）民委员会（电话：____________________）"
                "或{{ township_office }}____________人民政府（电话：____________________）反映。"
            ),
            h=13,
        ),
        Row(
            label("公示单位", 34),
            Cell("（公章）\n　　　　年　　月　　日", style="Sign", align="center"),
            h=24,
        ),
        keep=True,
    )
    paper.notes(
        "说明：",
        "本表供村内公示用，不列身份证件号码、联系电话、银行账号；涉及个人健康状况的措施不在公示版列出。",
    )
    return paper.done()
