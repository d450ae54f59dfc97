"""防返贫监测帮扶入户排查表 (营口 附件1): one household in the concentrated survey."""

from choices import CLASSES, RISKS, YES_NO, ticks
from grid import Row, box, label, sign, value
from paper import Page, Paper

TARGET = "docx/yingkou/household_inspection.docx"

PAGE = Page(top=13, bottom=12)
INCOME = (
    ("工资性收入", "wage"),
    ("生产经营性收入", "farm"),
    ("财产性收入", "assets"),
    ("转移性收入", "transfer"),
    ("生产经营性支出", "farm_cost"),
    ("理赔收入", "claim"),
    ("合规自付支出", "own_pay"),
    ("人均纯收入", "net_pc"),
)
STATES = (
    ("住房安全", "住房是否出现安全问题", "unsafe_housing"),
    ("义务教育", "是否有适龄儿童少年失学辍学", "dropout"),
    ("基本医疗", "是否有家庭成员未参加基本医疗保险", "uninsured"),
    ("饮水安全", "饮水是否出现安全问题", "unsafe_water"),
)
PEOPLE = (
    ("姓　名", 28, "name"),
    ("与户主\n关系", 20, "relation"),
    ("年龄", 14, "age"),
    ("健康状况", 30, "health"),
)
PEOPLE += (("劳动技能", 36, "labour"), ("务工／就学情况", 34, "state"))


def make() -> bytes:
    """The blank."""
    paper = Paper("防返贫监测帮扶入户排查表", PAGE)
    paper.title("防返贫监测帮扶入户排查表")
    paper.head_line("{{ place }}", "排查时间：____________________")
    _household(paper)
    paper.heading("一、家庭成员")
    header = Row(*(label(text, width) for text, width, _ in PEOPLE), h=11)
    paper.records([c[1] for c in PEOPLE], [header], "members", [c[2] for c in PEOPLE], rows=5, h=7)
    _income(paper)
    _states(paper)
    _result(paper)
    paper.notes(
        "填表说明：收入按方案规定的测算周期核算；人均纯收入低于监测范围、刚性支出较大或收入骤减的，须写明原因。"
    )
    return paper.done()


def _household(paper: Paper) -> None:
    paper.table(
        Row(
            label("户主姓名", 25),
            value("{{ head_name }}", 30),
            label("证件号码", 20),
            value("{{ head_id_no }}", 42),
            label("电话", 14),
            value("{{ phone }}"),
        ),
        Row(
            label("户类型", 25),
            value("{{ kind }}", 30, small=True),
            label("监测对象类别", 26),
            box(ticks("monitor_class", CLASSES), small=True),
        ),
        Row(
            label("家庭人口数", 25),
            value("{{ population }}", 30),
            label("是否消除风险", 26),
            value("{{ eliminated | ticks }}□已消除　□未消除", 44),
            label("帮扶责任人", 22),
            value("{{ helper_name }}"),
        ),
    )


def _income(paper: Paper) -> None:
    paper.heading("二、收入支出（元；{{ period }}________________________）")
    pairs = [INCOME[number : number + 4] for number in (0, 4)]
    rows = []
    for four in pairs:
        rows.append(Row(*(label(text, 40.5, small=True) for text, _ in four), h=7.5))
        rows.append(Row(*(value(f"{{{{ {slot} }}}}", 40.5) for _, slot in four), h=7.5))
    paper.table(*rows)


def _states(paper: Paper) -> None:
    paper.heading("三、“三保障”和饮水安全")
    paper.table(
        *(
            Row(
                label(name, 25),
                box(text, 66),
                value(ticks(slot, YES_NO), 30),
                box("说明：________________"),
                h=7.5,
            )
            for name, text, slot in STATES
        )
    )


def _result(paper: Paper) -> None:
    paper.heading("四、排查结果")
    paper.table(
        Row(label("返贫致贫\n风　险", 25), box(ticks("risks", RISKS)), h=14),
        Row(
            label("帮扶措施\n落实情况", 25),
            box("{{ measures }}", valign="top", small=True),
            h=11,
        ),
        Row(
            label("处置意见", 25),
            box(
                "□继续监测帮扶　□纳入监测程序　□列入问题台账　□开展风险消除评估　□无需处置\n其他：________________________________"
            ),
            h=12,
        ),
        Row(
            label("签　字", 25),
            sign("排查人员签字（不少于2人）：__________________________", no=("right",)),
            sign("户主签字：__________________", w=52, no=("left",)),
            h=12,
        ),
        keep=True,
    )
