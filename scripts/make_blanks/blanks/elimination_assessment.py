"""防止返贫监测对象风险消除评估表（附件5）: figures at both ends, four standards, and the opinions up to the county."""

from dataclasses import replace

from choices import CLASSES, RISKS, ticks
from grid import Cell, Row, box, day, label, opinion, sealed, value
from paper import Page, Paper

TARGET = "docx/cn/elimination_assessment.docx"

PAGE = Page(top=17, bottom=17, left=24, right=18)
LEFT = 26
SIDE = 20
MET = "□达标　□未达标"
SIGN = 34
INCOME = (
    ("wage", "工资性收入"),
    ("farm", "生产经营性收入"),
    ("assets", "财产性收入"),
    ("transfer", "转移性收入"),
    ("farm_cost", "生产经营性支出"),
    ("net", "家庭纯收入"),
    ("net_pc", "家庭人均纯收入"),
    ("claim", "家庭理赔收入"),
    ("own_pay", "合规自付支出"),
    ("reference", "纳入监测对象的收入参考范围"),
    ("reference_pc", "纳入监测对象的人均收入参考范围"),
)
GUARANTEES = (
    ("unsafe_housing", "是否住房出现安全问题"),
    ("dropout", "是否有义务教育阶段适龄儿童少年失学辍学"),
    ("unsafe_water", "是否饮水出现安全问题"),
    ("uninsured", "是否有家庭成员未参加城乡居民（职工）基本医疗保险"),
)
STANDARDS = (
    "针对性帮扶措施有效落实",
    "“两不愁三保障”及饮水安全持续巩固",
    "收入持续稳定",
    "大额刚性支出稳定解决",
)


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象风险消除评估表", PAGE)
    paper.title("防止返贫监测对象风险消除评估表")
    _facts(paper)
    _accounts(paper)
    paper.page_break()
    _assessed(paper)
    _opinions(paper)
    paper.notes(
        "填表说明：",
        "1．本表一户一表，分入户核实、村评议公示、乡镇审核、县级审定四次填写；“风险消除”以县级审定为准。",
        "2．四项标准全部达标、核对情形全部为“否”的，方可按程序标注“风险消除”；金额单位为元，保留两位小数。",
    )
    return paper.done()


def printed(text: str, w: float = 0) -> Cell:
    """A printed line of text, from the left."""
    return Cell(text, w, style="Label", align="left")


def _facts(paper: Paper) -> None:
    paper.heading("一、基本情况")
    paper.table(
        Row(
            label("户主姓名", LEFT),
            value("{{ head_name }}", 32),
            label("证件号码", 20),
            value("{{ head_id_no }}", 38),
            label("户编号", 18),
            value("{{ hh_id }}"),
            h=7.5,
        ),
        Row(
            label("家庭住址", LEFT),
            box("{{ address }}", 94),
            label("电　话", 20),
            value("{{ phone }}"),
            h=7.5,
        ),
        Row(
            label("家庭人口数", LEFT),
            value("{{ population }}", 15),
            label("劳动力人数", 21),
            value("{{ labourers }}", 14),
            label("户类型", 16),
            value("{{ kind }}", 28),
            label("识别时间", 20),
            value("{{ identified_on }}"),
            h=7.5,
        ),
        Row(
            label("监测对象类别", LEFT),
            box(ticks("monitor_class", CLASSES.replace("　　", "　")), 94),
            label("监测月数", 20),
            value("{{ months }}"),
            h=7.5,
        ),
        Row(label("返贫致贫风险", LEFT), box(ticks("risks", RISKS)), h=12),
        Row(
            label("监测联系人", LEFT),
            value("{{ monitor_name }}", 30),
            label("单位及职务", 21),
            value("{{ monitor_post }}", 43),
            label("电　话", 20),
            value("{{ monitor_phone }}"),
            h=7.5,
        ),
    )


def _accounts(paper: Paper) -> None:
    paper.heading("二、家庭收支情况（单位：元）")
    width = 44
    lines = [
        Row(label("项　　目"), label("识别时", width), label("消除时", width), h=8, header=True),
        Row(
            label("测算周期"),
            value("{{ before_period }}", width, small=True),
            value("{{ after_period }}", width, small=True),
            h=7.6,
        ),
        Row(
            label("核算人口（人）"),
            value("{{ before_persons }}", width),
            value("{{ after_persons }}", width),
            h=7.6,
        ),
    ]
    lines += [
        Row(
            label(text),
            value(f"{{{{ before_{name} }}}}", width, align="right"),
            value(f"{{{{ after_{name} }}}}", width, align="right"),
            h=7.6,
        )
        for name, text in INCOME
    ]
    paper.table(*lines)
    paper.heading("三、“三保障”和饮水安全情况")
    width = 33
    paper.table(
        Row(label("项　　目"), label("识别时", width), label("消除时", width), h=8, header=True),
        *(
            Row(
                printed(text),
                value(ticks(f"before_{name}"), width),
                value(ticks(f"after_{name}"), width),
                h=7.6,
            )
            for name, text in GUARANTEES
        ),
    )


def _assessed(paper: Paper) -> None:
    paper.heading("四、风险消除评估")
    paper.table(
        Row(label("风险消除标准", 72), label("是否达标", 34), label("说　　明"), h=7),
        *(
            Row(
                printed(f"{number}．{text}", 72),
                value(ticks(f"standard_{number}", MET), 34),
                box(f"{{{{ standard_{number}_note }}}}", small=True),
                h=7.5,
            )
            for number, text in enumerate(STANDARDS, 1)
        ),
        Row(
            label("不得标注\n情形核对", 22, down=4),
            printed("消除时家庭人均纯收入低于{{ income_floor }}____________元"),
            value(ticks("veto_income"), 33),
            h=6.5,
        ),
        Row(printed("整户无劳动能力"), value(ticks("veto_labour"), 33), h=6.5),
        Row(
            printed("纳入监测时间不足{{ least_months }}______个月"),
            value(ticks("veto_months"), 33),
            h=6.5,
        ),
        Row(
            printed("风险消除稳定性较弱（收入不稳定、刚性支出不可控）"),
            value(ticks("veto_unstable"), 33),
            h=6.5,
        ),
        Row(
            label("消除方式", 22),
            box(ticks("mode", "□帮扶消除　□自然消除"), 62),
            label("风险消除时间", 26),
            value("{{ eliminated_on }}"),
            h=7.5,
        ),
    )


def _opinions(paper: Paper) -> None:
    paper.heading("五、入户核实、村评议和公示")
    paper.table(*_checked(), *_village())
    paper.heading("六、乡镇审核和县级审定", new_page=True)
    paper.table(*_township(), *_county(), Row(label("备　　注", SIDE), value(""), h=16))


def _checked() -> tuple[Row, ...]:
    return (
        Row(
            label("入户核实\n意　　见", SIDE, down=2),
            box("{{ check_opinion }}\n>" + day("check") + "　　"),
            h=18,
            held=True,
        ),
        Row(
            label("核实组成员签字\n（不少于2人）", SIGN),
            value("", 51),
            label("监测对象（户主）\n签字（捺手印）", SIGN),
            value(""),
            h=17,
        ),
    )


def _village() -> tuple[Row, ...]:
    return (
        Row(
            label("村评议和\n公示意见", SIDE, down=8),
            label("评议时间", 22),
            value("{{ review_on }}", 50),
            label("评议地点", 22),
            box("{{ review_place }}", small=True),
            h=8,
        ),
        Row(
            label("应到人数", 19),
            value("{{ review_due }}", 12),
            label("实到人数", 19),
            value("{{ review_present }}", 12),
            label("同意", 13),
            value("{{ review_agree }}", 12),
            label("不同意", 15),
            value("{{ review_oppose }}", 12),
            label("弃权", 13),
            value("{{ review_abstain }}"),
            h=8,
        ),
        Row(label("评议结论", 22), box("{{ review_conclusion }}"), h=11),
        Row(label("主持人签字", SIGN), value("", 43), label("记录人签字", SIGN), value(""), h=11),
        Row(
            label("公示时间", 22),
            value("{{ notice_time }}", 70),
            label("公示地点", 19),
            box("{{ notice_place }}", small=True),
            h=8,
        ),
        Row(
            label("有无异议", 22),
            box(ticks("notice_objection", "□无异议　□有异议"), 40),
            label("异议处理", 19),
            box("{{ notice_handling }}", small=True),
            h=8,
        ),
        Row(
            Cell("村委会意见：{{ village_opinion }}", valign="top", no=("right",)),
            sealed(day("village"), no=("left",)),
            h=40,
            held=True,
        ),
        Row(label("驻村工作队签字", SIGN), value("", 43), label("村委会负责人签字", SIGN), value(""), h=11),
    )


def _township() -> tuple[Row, ...]:
    signs = ("党委主要负责人签字", "政府主要负责人签字")
    return opinion("乡（镇）\n审核意见", "　　{{ township_opinion }}", signs, day("township"), h=64, w=SIDE)


def _county() -> tuple[Row, ...]:
    signs = ("县级乡村振兴部门负责人签字",)
    upper, lower = opinion(
        "县　　级\n审定意见", "　　{{ county_opinion }}", signs, day("county"), h=64, w=SIDE
    )
    side, text = upper.cells
    first = Row(
        replace(side, down=3),
        label("重点审查情形", 26),
        box(ticks("key_cases", "□特困供养　□低保　□存在多种风险")),
        h=9,
        held=True,
    )
    return first, Row(text, h=upper.h, held=True), lower
