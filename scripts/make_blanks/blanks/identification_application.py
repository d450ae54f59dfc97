"""防止返贫监测对象个人申请及承诺授权书（附件1）: application, promise and authorisation of a household."""

from choices import CHANNELS, RISKS, ticks
from grid import RULE, Cell, Row, box, day, digits, label, sealed, sign, value
from paper import Paper

TARGET = "docx/cn/identification_application.docx"


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象个人申请及承诺授权书")
    paper.title("防止返贫监测对象个人申请及承诺授权书")
    paper.head_line(
        "户编号：{{ hh_id }}____________________", "申请日期：{{ applied_on }}____________________"
    )
    _application(paper)
    _promise(paper)
    _authorisation(paper)
    _signatures(paper)
    paper.notes(
        "填表说明",
        "1．农户自主提出申请的，由本人填写；干部排查、部门预警发现的，由村干部或驻村工作队入户指导填写。书写有困难的，可由村干部、村民小组长、网格员或近亲属代填并当面宣读，本人签字或按手印确认。",
        "2．户编号由全国防返贫监测信息系统生成，申请时不填。家庭成员以公安户籍人口为准；未成年人和无民事行为能力人由其监护人代为签字，并注明“代”。",
        "3．本书一式二份，村（居）民委员会（存入一户一档）、乡（镇）人民政府各存一份。查询所得信息仅用于监测对象的识别、帮扶和风险消除，依法予以保密。",
    )
    return paper.done()


def _application(paper: Paper) -> None:
    paper.heading("一、申请")
    paper.paragraph("{{ village }}____________________村（居）民委员会：")
    paper.body("本人家庭存在返贫（致贫）风险，现申请纳入防止返贫监测对象，请予核实。家庭情况如下：")
    paper.gap()
    paper.table(
        Row(
            label("申请人\n（户主）姓名", 25),
            value("{{ head_name }}", 38),
            label("性别", 14),
            value("{{ head_sex }}", 15),
            label("联系电话", 20),
            value("{{ phone }}"),
            h=11,
        ),
        Row(label("公民身份号码", 25), *digits("head_id_no", 137, 18), h=8.5),
        Row(label("家庭住址", 25), box("{{ address }}")),
        Row(
            label("家庭人口数", 25),
            value("{{ population }}", 16),
            label("劳动力人数", 23),
            value("{{ labourers }}", 16),
            label("户类别", 17),
            value(ticks("was_poor", "□脱贫户　　□一般农户")),
        ),
        Row(label("申报渠道", 25), box(ticks("channel", CHANNELS)), h=12),
        Row(label("申请原因\n（致贫风险）", 25), box(ticks("risks", RISKS)), h=12),
        Row(
            label("测算周期", 25),
            value("{{ period_start }}　至　{{ period_end }}", 75),
            label("家庭人均纯收入\n（元）", 30),
            value("{{ net_pc }}"),
            h=11,
        ),
        Row(label("情况说明", 25), box("　　{{ reason }}", valign="top"), h=32),
    )


def _promise(paper: Paper) -> None:
    paper.heading("二、承诺")
    paper.body(
        "本人及全体家庭成员郑重承诺：",
        "（一）所提供的家庭人口、收入、支出、财产和生产生活状况等情况真实、准确、完整，没有隐瞒、遗漏和虚报；",
        "（二）主动配合入户调查核实、民主评议和信息比对，如实回答询问，及时提供有关证明材料；",
        "（三）家庭人口、收入、支出、财产等情况发生变化的，及时向村（居）民委员会报告；",
        "（四）所述情况不实的，愿意退出监测帮扶，退回因此享受的政策待遇，并承担相应责任。",
    )


def _authorisation(paper: Paper) -> None:
    paper.heading("三、授权")
    paper.body(
        "本人及全体家庭成员同意并授权县级防止返贫监测帮扶主管部门及其协同部门，依法查询、核对本人及家庭成员的存款、车辆、房屋、工商注册、财政供养等家庭财产和收入信息，用于监测对象的识别认定、动态监测和风险消除。",
        "授权有效期：自签字之日起，至本户标注风险消除或者终止监测帮扶之日止。",
    )
    paper.gap()
    widths = (12, 36, 27, 44, 43)
    names = ("序号", "授权人姓名", "与户主关系", "公民身份号码", "签字（按手印）")
    header = Row(*(label(text, width) for text, width in zip(names, widths, strict=True)), h=8.5)
    paper.records(
        widths, [header], "members", ("no", "name", "relation", "id_no", ""), rows=6, h=11, style="Value"
    )


def _signatures(paper: Paper) -> None:
    paper.heading("四、签字")
    paper.table(
        Row(
            label("申请人", 25),
            sign(
                "以上内容本人已阅读（或已由他人当面宣读），均为本人真实意思表示。",
                "申请人（户主）签字（按手印）：____________________________",
                ">" + day(),
            ),
            h=27,
        ),
        Row(
            label("代为填写\n（申报）人", 25, down=2),
            label("姓名", 14),
            value("{{ proxy_name }}", 31),
            label("与申请人关系", 27),
            value("{{ proxy_relation }}", 21),
            label("联系电话", 19),
            value("{{ proxy_phone }}"),
        ),
        Row(sign("代为填写（申报）人签字：__________________________　" + day().strip("　"))),
        Row(
            label("村（居）民\n委员会受理", 25),
            Cell(
                f"受理时间：{{{{ accepted_on }}}}{RULE}\n受理人签字：{RULE}", style="SignHigh", no=("right",)
            ),
            sealed(day(), no=("left",)),
            h=40,
        ),
        keep=True,
    )
