"""“一户一方案、一人一措施” (阜南): a household's plan and a measure for every member."""

from grid import Cell, Row, box, label, sign, value
from paper import Page, Paper

TARGET = "docx/funan/household_plan.docx"

WIDE = Page(width=297, height=210, top=18, bottom=15, left=20, right=18)
PEOPLE = (
    ("序号", 11, "no", "c"),
    ("姓　名", 28, "name", "c"),
    ("与户主\n关系", 20, "relation", "c"),
    ("年龄", 13, "age", "c"),
    ("健康状况", 26, "health", "c"),
    ("劳动技能", 34, "labour", "c"),
    ("现状（务工、就学等）", 45, "state", "l"),
    ("对应的帮扶措施", 58, "measures", "l"),
    ("落实情况", 24, "", "c"),
)


def make() -> bytes:
    """The blank."""
    paper = Paper("“一户一方案、一人一措施”表", WIDE)
    paper.title("“一户一方案、一人一措施”表")
    paper.head_line("{{ place }}", "户编号：{{ hh_id }}____________________")
    paper.table(
        Row(
            label("户主姓名", 26),
            value("{{ head_name }}", 32),
            label("家庭人口数", 24),
            value("{{ population }}", 16),
            label("类　别", 20),
            value("{{ monitor_class }}", 40),
            label("返贫致贫风险", 28),
            value("{{ risks }}"),
        ),
        Row(label("家庭状况和\n主要困难", 26), box("{{ risk_notes }}", valign="top"), h=14),
        Row(label("全户帮扶措施\n（一户一方案）", 26), box("{{ whole }}", valign="top"), h=16),
    )
    paper.heading("一人一措施")
    header = Row(*(label(text, width) for text, width, _, _ in PEOPLE), h=11)
    aligns = "".join(column[3] for column in PEOPLE)
    paper.records(
        [c[1] for c in PEOPLE], [header], "members", [c[2] for c in PEOPLE], rows=5, h=9.5, align=aligns
    )
    paper.table(
        Row(
            label("帮扶联系人", 26),
            value("{{ helper_name }}", 30),
            label("单位及职务", 24),
            value("{{ helper_post }}", 60),
            label("联系电话", 22),
            value("{{ helper_phone }}", 36),
            label("制定时间", 22),
            value("{{ planned_on }}"),
        ),
        Row(
            Cell("帮扶联系人签字：__________________", style="SignHigh", no=("right",)),
            sign("驻村工作队负责人签字：__________________", no=("left", "right")),
            sign("户主签字：__________________", no=("left",)),
            h=14,
        ),
        keep=True,
    )
    paper.notes(
        "说明：",
        "由驻村工作队、基层干部、帮扶联系人共同制定，谁签字、谁负责；联系人每月走访联系，措施有变化的及时更新。",
    )
    return paper.done()
