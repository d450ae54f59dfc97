"""评议会议记录: the village's review meeting, the households it reviewed, their votes, and who signed."""

from grid import Cell, Row, box, label, value
from paper import Paper

TARGET = "docx/cn/review_meeting.docx"

CASES = (
    ("序号", 11, "no"),
    ("村民\n小组", 17, "group"),
    ("户主姓名", 24, "head_name"),
    ("家庭\n人口", 13, "population"),
    ("监测对象类别", 31, "monitor_class"),
    ("同意", 13, "agree"),
    ("不同意", 13, "oppose"),
    ("弃权", 13, "abstain"),
    ("评议结论", 27, "conclusion"),
)
PEOPLE = (("姓　名", 25, "1.name"), ("身　份", 28, "1.role"), ("签　名", 28, ""))
PEOPLE += (("姓　名", 25, "2.name"), ("身　份", 28, "2.role"), ("签　名", 28, ""))


def make() -> bytes:
    """The blank."""
    paper = Paper("评议会议记录")
    paper.title("评议会议记录")
    paper.head_line("{{ place_name }}", "议题：{{ subject }}________________________")
    paper.table(
        Row(label("会议时间", 25), value("{{ on }}", 56), label("会议地点", 25), value("{{ place }}")),
        Row(label("主持人", 25), value("{{ host }}", 56), label("记录人", 25), value("{{ recorder }}")),
        Row(
            label("应到人数", 25),
            value("{{ due }}", 29),
            label("实到人数", 25),
            value("{{ present }}", 29),
            label("表决方式", 25),
            box("□举手　□投票"),
        ),
        Row(
            label("评议组组成", 25),
            box("驻村（包村）干部、村“两委”成员、村民小组的党员代表及组长。", small=True),
        ),
        Row(
            label("议　程", 25),
            box("1．介绍入户核实情况；2．对照条件逐户讨论；3．逐户表决；4．宣布结果。", small=True),
        ),
        Row(label("讨论情况", 25), Cell("", valign="top"), h=96),
    )
    paper.heading("逐户评议结果")
    header = Row(*(label(text, width) for text, width, _ in CASES), h=11)
    paper.records([c[1] for c in CASES], [header], "cases", [c[2] for c in CASES], rows=6, h=9.5)
    paper.heading("参会人员签名", new_page=True)
    header = Row(*(label(text, width) for text, width, _ in PEOPLE), h=8.5)
    paper.records(
        [c[1] for c in PEOPLE], [header], "attendees", [c[2] for c in PEOPLE], rows=12, h=13, style="Value"
    )
    paper.table(
        Row(
            Cell("主持人签字：__________________", style="SignHigh", no=("right",)),
            Cell("记录人签字：__________________", style="SignHigh", no=("left",)),
            h=16,
        ),
        keep=True,
    )
    paper.notes(
        "说明：",
        "本记录由记录人当场填写，参会人员本人签名，不得代签；未到会的不签。与公示、审批表一并归入档案。",
    )
    return paper.done()
