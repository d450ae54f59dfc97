"""监测对象帮扶计划: the plan that is due within days of entry: risks, needs, measures, time and who answers."""

from choices import CLASSES, RISKS, ticks
from grid import Cell, Row, box, label, sealed, sign, value
from paper import Paper

TARGET = "docx/cn/help_plan.docx"

COLUMNS = (
    ("序号", 11, "no", "c"),
    ("风险点", 24, "risk", "c"),
    ("措施类别", 25, "category", "c"),
    ("计划措施（项目内容）", 42, "item", "l"),
    ("计划实施\n时间", 28, "planned_on", "c"),
    ("责任单位\n／责任人", 32, "agency", "c"),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("监测对象帮扶计划")
    paper.title("监测对象帮扶计划")
    paper.head_line("{{ place }}", "户编号：{{ hh_id }}____________________")
    paper.table(
        Row(
            label("户主姓名", 25),
            value("{{ head_name }}", 30),
            label("家庭人口数", 24),
            value("{{ population }}", 20),
            label("劳动力人数", 24),
            value("{{ labourers }}"),
        ),
        Row(label("监测对象类别", 25), box(ticks("monitor_class", CLASSES))),
        Row(
            label("识别时间", 25),
            value("{{ identified_on }}", 30),
            label("系统录入\n时间", 24),
            value("{{ entered_on }}", 34),
            label("制定时间", 22),
            value("{{ planned_on }}"),
            h=11,
        ),
        Row(label("返贫致贫风险", 25), box(ticks("risks", RISKS)), h=12),
        Row(label("风险具体情况", 25), box("{{ risk_notes }}", valign="top"), h=14),
        Row(label("家庭帮扶需求", 25), Cell("", valign="top"), h=17),
        Row(label("帮扶目标", 25), Cell("", valign="top"), h=15),
    )
    paper.heading("帮扶措施计划")
    header = Row(*(label(text, width) for text, width, _, _ in COLUMNS), h=11)
    aligns = "".join(column[3] for column in COLUMNS)
    paper.records(
        [c[1] for c in COLUMNS], [header], "measures", [c[2] for c in COLUMNS], rows=6, h=10, align=aligns
    )
    paper.table(
        Row(
            label("帮扶责任人", 25),
            value("{{ helper_name }}", 30),
            label("单位及职务", 24),
            value("{{ helper_post }}", 44),
            label("电话", 14),
            value("{{ helper_phone }}"),
        ),
        Row(
            label("签　章", 25),
            sign("帮扶责任人签字：__________________\n\n户主签字：__________________", no=("right",)),
            sealed("　　年　　月　　日", no=("left",)),
            h=31,
        ),
        keep=True,
    )
    paper.notes(
        "说明：",
        "录入系统后10日内制定帮扶计划并申报帮扶措施；措施要针对风险点，有劳动能力的户须有开发式帮扶措施。",
    )
    return paper.done()
