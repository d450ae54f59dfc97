"""贫困户申请书 (靖西 2014): a household asks to be registered as poor."""

from choices import ticks
from grid import RULE, Cell, Row, box, day, digits, label, sealed, value
from paper import Paper

TARGET = "docx/jingxi/poor_application.docx"

CAUSES = (
    "□因病　□因残　□因学　□因灾　□缺土地　□缺水　□缺技术　□缺劳力\n"
    "□缺资金　□交通条件落后　□自身发展动力不足　□因婚　□因丧"
)


def make() -> bytes:
    """The blank."""
    paper = Paper("贫困户申请书")
    paper.title("贫困户申请书")
    paper.paragraph("{{ village }}____________________村民委员会：")
    paper.body(
        "我户2013年家庭年人均纯收入低于国家农村扶贫标准，生产生活困难，现自愿申请列为贫困户，家庭情况如下："
    )
    paper.gap()
    paper.table(
        Row(
            label("户主姓名", 25),
            value("{{ head_name }}", 36),
            label("性别", 14),
            value("{{ head_sex }}", 15),
            label("民族", 14),
            value("{{ nation }}", 20),
            label("电话", 12),
            value("{{ phone }}"),
            h=10,
        ),
        Row(label("身份证号", 25), *digits("head_id_no", 137, 18), h=9),
        Row(label("家庭住址", 25), box("{{ address }}"), h=10),
        Row(
            label("家庭人口", 25),
            value("{{ population }}", 28),
            label("劳动力人数", 26),
            value("{{ labourers }}", 24),
            label("耕地（亩）", 26),
            value("{{ arable }}"),
            h=10,
        ),
        Row(label("致贫原因", 25), box(ticks("causes", CAUSES)), h=15),
        Row(label("申请理由", 25), box("　　{{ reason }}", valign="top"), h=20),
    )
    paper.heading("家庭成员")
    columns = (
        ("序号", 12, "no"),
        ("姓　名", 30, "name"),
        ("与户主关系", 28, "relation"),
        ("年龄", 16, "age"),
    )
    columns += (("文化程度／在校情况", 40, "education"), ("健康状况", 36, "health"))
    header = Row(*(label(text, width) for text, width, _ in columns), h=8.5)
    paper.records(
        [c[1] for c in columns], [header], "members", [c[2] for c in columns], rows=6, h=8.5, style="Value"
    )
    paper.table(
        Row(
            label("申请人", 25),
            Cell("户主签字（按手印）：____________________________", style="SignHigh", no=("right",)),
            Cell(day("signed").lstrip("　"), 58, style="Sign", no=("left",)),
            h=16,
        ),
        Row(
            label("核　实", 25),
            Cell(f"村委会负责人签字：{RULE}\n驻村工作队签字：{RULE}", style="SignHigh", no=("right",)),
            sealed(day(), no=("left",)),
            h=33,
        ),
        keep=True,
    )
    paper.notes(
        "说明：", "由贫困户自愿申请，经村民代表大会评议确定初选名单，村民委员会和驻村工作队核实并共同签字。"
    )
    return paper.done()
