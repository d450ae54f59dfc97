"""监测对象申请书 (灵寿): the household's application, in the generation before the promise and authorisation."""

from choices import ticks
from grid import RULE, Cell, Row, box, day, digits, label, sealed, value
from paper import Paper

TARGET = "docx/lingshou/application.docx"

REASONS = "□因病　□因学　□因残　□因灾　□产业项目失败　□务工就业不稳　□缺劳动力　□其他________"


def make() -> bytes:
    """The blank."""
    paper = Paper("监测对象申请书")
    paper.title("监测对象申请书")
    paper.paragraph("{{ village }}____________________村民委员会：")
    paper.body(
        "我户因下列原因，家庭收入减少或刚性支出增加，存在返贫（致贫）风险，自愿申请纳入防贫监测对象，请予调查核实。家庭情况如下："
    )
    paper.gap()
    paper.table(
        Row(
            label("申请人姓名", 27),
            value("{{ head_name }}", 34),
            label("性别", 14),
            value("{{ head_sex }}", 15),
            label("联系电话", 22),
            value("{{ phone }}"),
            h=10,
        ),
        Row(label("身份证号", 27), *digits("head_id_no", 135, 18), h=9),
        Row(label("家庭住址", 27), box("{{ address }}"), h=10),
        Row(
            label("家庭人口", 27),
            value("{{ population }}", 24),
            label("劳动力", 18),
            value("{{ labourers }}", 20),
            label("户类别", 18),
            value(ticks("was_poor", "□脱贫户　□非建档立卡户")),
            h=10,
        ),
        Row(
            label("年人均可支配\n收入（元）", 27),
            value("{{ net_pc }}", 42),
            label("合规自付支出\n（元）", 28),
            value("{{ own_pay }}"),
            h=12,
        ),
        Row(label("申请原因", 27), box(ticks("risks", REASONS)), h=14),
        Row(label("具体情况", 27), box("　　{{ reason }}", valign="top"), h=46),
    )
    paper.body(
        "以上情况属实，同意有关部门依法核查本户人口、收入、支出和财产情况。如有隐瞒、虚报，愿承担相应责任。"
    )
    paper.gap()
    paper.table(
        Row(
            label("申请人", 27),
            Cell("申请人签字（按手印）：__________________", style="SignHigh", no=("right",)),
            Cell(day("signed").lstrip("　"), 58, style="Sign", no=("left",)),
            h=16,
        ),
        Row(
            label("村民小组\n代为申报", 27),
            Cell(f"代为申报人：{{{{ proxy_name }}}}____________　签字：{RULE}", style="SignHigh"),
            h=16,
        ),
        Row(
            label("村民委员会\n受　理", 27),
            Cell(f"受理人签字：{RULE}", style="SignHigh", no=("right",)),
            sealed(day(), no=("left",)),
            h=36,
        ),
        keep=True,
    )
    paper.notes(
        "说明：",
        "农户自己申请有困难或未提出申请的，村民小组认为符合条件的可代为申报。本书一式二份，村、乡（镇）各存一份。",
    )
    return paper.done()
