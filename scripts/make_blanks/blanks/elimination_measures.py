"""防止返贫监测对象帮扶措施落实情况表（附件4）: one household's measures, planned and done, on one wide sheet."""

from choices import CLASSES, RISKS, ticks
from grid import Row, box, label, value
from paper import Page, Paper

TARGET = "docx/cn/elimination_measures.docx"

WIDE = Page(width=297, height=210, top=11, bottom=16, left=18, right=18)
COLUMNS = (
    ("序号", 9, "no", "c"),
    ("风险点", 18, "risk", "c"),
    ("措施类别", 21, "category", "c"),
    ("具体措施\n（项目内容）", 37.5, "item", "l"),
    ("计划实施时间", 28.3, "planned_on", "c"),
    ("落实时间", 28.3, "done_on", "c"),
    ("资金（元）\n／补助标准", 21, "money", "c"),
    ("受益人", 21, "beneficiary", "c"),
    ("责任单位\n／责任人", 25, "agency", "c"),
    ("落实\n情况", 14.6, "state", "c"),
    ("成　效", 37.3, "effect", "l"),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象帮扶措施落实情况表", WIDE)
    paper.title("防止返贫监测对象帮扶措施落实情况表")
    _facts(paper)
    paper.gap()
    names, widths, slots, aligns = zip(*COLUMNS, strict=True)
    header = Row(*(label(text, width) for text, width in zip(names, widths, strict=True)), h=10.6)
    paper.records(widths, [header], "measures", slots, rows=6, h=9.3, align="".join(aligns))
    paper.gap()
    _signed(paper)
    paper.paragraph(
        "填表说明：一户一表，由入户调查核实组填写。落实情况填已落实、正在落实、未落实；金额单位为元，保留两位小数。用于公示时，不得公开证件号码、电话、账号和健康状况。",
        "Note",
        before=2,
    )
    return paper.done()


def _facts(paper: Paper) -> None:
    paper.table(
        Row(
            label("县（市、区）", 26),
            value("{{ county }}", 42),
            label("乡（镇）", 22),
            value("{{ township }}", 42),
            label("行政村", 20),
            value("{{ village }}", 42),
            label("村民小组", 22),
            value("{{ group }}"),
            h=7,
        ),
        Row(
            label("户主姓名", 26),
            value("{{ head_name }}", 42),
            label("家庭人口数", 22),
            value("{{ population }}", 16),
            label("劳动力人数", 22),
            value("{{ labourers }}", 16),
            label("识别时间", 20),
            value("{{ identified_on }}", 30),
            label("户编号", 16),
            value("{{ hh_id }}"),
            h=7,
        ),
        Row(
            label("监测对象类别", 26),
            box(ticks("monitor_class", CLASSES), 92),
            label("监测联系人", 22),
            value("{{ monitor_name }}", 20),
            label("单位及职务", 22),
            value("{{ monitor_post }}", 38),
            label("电话", 13),
            value("{{ monitor_phone }}"),
            h=7,
        ),
        Row(label("返贫致贫风险", 26), box(ticks("risks", RISKS.replace("\n", "　")), small=True), h=9.2),
    )


def _signed(paper: Paper) -> None:
    paper.table(
        Row(
            label("是否实施开发式帮扶措施", 48),
            box(ticks("developed", "□已实施　□尚未实施"), 82.5),
            label("入户核实时间", 32),
            value("{{ checked_on }}"),
            h=7.5,
        ),
        Row(
            label("入户调查核实组成员签字\n（不少于2人）", 48),
            value("", 82.5),
            label("监测对象（户主）签字\n（捺手印）", 48),
            value(""),
            h=13,
        ),
        keep=True,
    )
