"""低收入人口认定申请、承诺和初步筛查表 (安康): who asks, what he promises, and what a first look finds."""

from choices import RISKS, ticks
from grid import RULE, Cell, Row, box, day, digits, label, sealed, value
from paper import Paper

TARGET = "docx/ankang/low_income_application.docx"

KINDS = (
    "□城乡低保对象　□特困供养人员　□低保边缘人口　□脱贫不稳定人员\n"
    "□边缘易致贫人员　□突发严重困难人员　□其他低收入人口"
)
PEOPLE = (
    ("姓　名", 26, "name"),
    ("与申请人关系", 26, "relation"),
    ("公民身份号码", 46, "id_no"),
    ("健康状况", 32, "health"),
    ("劳动能力", 32, "labour"),
)
PROMISE = (
    "　　我承诺所提供的家庭成员、收入、支出和财产情况真实、准确、完整，同意并授权有关部门依法查询、核对本人及共同生活家庭成员的"
    "经济状况；情况发生变化的，及时报告；如有不实，自愿承担相应责任。"
)


def make() -> bytes:
    """The blank."""
    paper = Paper("低收入人口认定申请、承诺和初步筛查表")
    paper.title("低收入人口认定申请、承诺和初步筛查表")
    paper.head_line("受理单位：{{ office }}", "申请日期：{{ signed_on }}__________________")
    paper.table(
        Row(
            label("申请人", 25),
            value("{{ head_name }}", 40),
            label("性别", 14),
            value("{{ head_sex }}", 16),
            label("联系电话", 22),
            value("{{ phone }}"),
        ),
        Row(label("公民身份号码", 25), *digits("head_id_no", 137, 18)),
        Row(label("家庭住址", 25), box("{{ address }}")),
        Row(
            label("共同生活人口", 25),
            value("{{ population }}", 40),
            label("劳动力人数", 30),
            value("{{ labourers }}"),
        ),
        Row(label("困难原因", 25), box(ticks("risks", RISKS)), h=15),
        Row(label("情况说明", 25), box("　　{{ reason }}", valign="top"), h=34),
    )
    paper.heading("一、共同生活家庭成员")
    header = Row(*(label(text, width) for text, width, _ in PEOPLE), h=8)
    paper.records([c[1] for c in PEOPLE], [header], "members", [c[2] for c in PEOPLE], rows=6, h=9.5)
    paper.heading("二、家庭收支（元）")
    paper.table(
        Row(
            label("工资性收入"),
            label("经营性收入"),
            label("财产性收入"),
            label("转移性收入"),
            label("合规自付支出"),
            label("人均收入"),
            h=8,
        ),
        Row(
            value("{{ wage }}"),
            value("{{ farm }}"),
            value("{{ assets }}"),
            value("{{ transfer }}"),
            value("{{ own_pay }}"),
            value("{{ net_pc }}"),
            h=8.5,
        ),
    )
    paper.heading("三、申报人承诺", new_page=True)
    paper.table(
        Row(box(PROMISE), h=30, held=True),
        Row(Cell(f"申请人签字（按手印）：{RULE}　{day()}", style="SignHigh"), h=14),
        keep=True,
    )
    paper.heading("四、初步筛查")
    paper.table(
        Row(
            label("监测标准", 25),
            value("{{ line }}元/人·年", 40),
            label("人均收入低于监测标准", 44),
            box(ticks("below")),
        ),
        Row(label("拟列类别", 25), box(ticks("low_income", KINDS)), h=15),
        Row(
            label("调查日期", 25),
            value("{{ checked_on }}", 52),
            label("筛查意见", 25),
            box("□纳入动态监测和预警范围\n□不纳入"),
            h=14,
        ),
        Row(
            Cell(f"筛查人签字：{RULE}", style="SignHigh", no=("right",)),
            sealed("　　年　　月　　日", no=("left",)),
            h=26,
        ),
        keep=True,
    )
    paper.notes(
        "说明：", "收入是否低于标准只作筛查提示，是否认定以家庭经济状况调查、初审公示和审核确认为准。"
    )
    return paper.done()
