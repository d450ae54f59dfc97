"""靖西县干部职工结对帮扶贫困户情况表 (附表9): the facts a cadre gathers of the household he is paired with."""

from grid import Cell, Row, box, label, sealed, sign, value
from paper import Page, Paper

TARGET = "docx/jingxi/pairing.docx"

PAGE = Page(top=14, bottom=13)
TITLE = "靖西县干部职工（含企业管理人员）\n结对帮扶贫困户情况表"
PEOPLE = (
    ("姓　名", 30, "name"),
    ("与户主关系", 26, "relation"),
    ("年龄", 14, "age"),
    ("健康状况", 30, "health"),
)
PEOPLE += (("文化程度／在校情况", 34, "education"), ("劳动能力", 28, "labour"))
INCOME = (("工资性收入", "wage"), ("生产经营收入", "farm"), ("财产性收入", "assets"))
INCOME += (("转移性收入", "transfer"), ("生产经营支出", "farm_cost"), ("人均纯收入", "net_pc"))


def make() -> bytes:
    """The blank."""
    paper = Paper(TITLE.replace("\n", ""), PAGE)
    for line in TITLE.split("\n"):
        paper.title(line)
    paper.head_line("定点帮扶单位：{{ unit }}________________________", "填表时间：____________________")
    paper.table(
        Row(
            label("帮扶干部\n职　　工", 25, down=2),
            label("姓名", 16),
            value("{{ helper_name }}", 28),
            label("职务", 16),
            value("{{ helper_duty }}", 28),
            label("联系电话", 20),
            value("{{ helper_phone }}"),
        ),
        Row(
            label("单位", 16),
            value("{{ helper_org }}", 56),
            label("结对起始时间", 27),
            value("{{ helper_start }}"),
        ),
        Row(
            label("贫困户\n户　主", 25, down=2),
            label("姓名", 16),
            value("{{ head_name }}", 28),
            label("人口", 16),
            value("{{ population }}", 28),
            label("联系电话", 20),
            value("{{ phone }}"),
        ),
        Row(label("住址", 16), box("{{ address }}")),
    )
    paper.heading("家庭成员")
    header = Row(*(label(text, width) for text, width, _ in PEOPLE), h=8.5)
    paper.records([c[1] for c in PEOPLE], [header], "members", [c[2] for c in PEOPLE], rows=5, h=8)
    paper.heading("收支、住房和生产生活情况（金额单位：元）")
    paper.table(
        Row(*(label(text, 27, small=True) for text, _ in INCOME), h=7.5),
        Row(*(value(f"{{{{ {slot} }}}}", 27) for _, slot in INCOME), h=8),
        Row(
            label("住房面积\n（平方米）", 27, small=True),
            value("{{ house_area }}", 27),
            label("危房等级", 27, small=True),
            value("{{ house_grade }}", 27),
            label("耕地／林地（亩）", 27, small=True),
            value("{{ land }}"),
            h=10,
        ),
        Row(
            label("饮　水", 27, small=True),
            value("{{ water }}", 27),
            label("通　电", 27, small=True),
            value("{{ power }}", 27),
            label("入户路", 27, small=True),
            value("{{ road }}"),
        ),
    )
    paper.table(
        Row(label("致贫原因", 25), box("{{ causes }}"), h=9),
        Row(label("产业发展情况", 25), Cell("", valign="top"), h=14),
        Row(label("帮扶需求和\n帮扶规划", 25), box("{{ measures }}", valign="top"), h=16),
        Row(
            label("签　章", 25),
            sign("帮扶干部职工签字：__________________\n\n户主签字：__________________", no=("right",)),
            sealed("　　年　　月　　日", no=("left",)),
            h=32,
        ),
        keep=True,
    )
    paper.notes("说明：", "本表一式三份，分别报送乡、县扶贫开发攻坚指挥部、定点帮扶单位。")
    return paper.done()
