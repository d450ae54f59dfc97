"""防止返贫监测对象识别审批表（附件3）: one sheet filled at the village, the township and the county."""

from choices import CHANNELS, CLASSES, FOUND, RISKS, ticks
from grid import RULE, Cell, Row, box, day, label, opinion, sign, value
from paper import Page, Paper

TARGET = "docx/cn/identification_approval.docx"

PAGE = Page(top=17, bottom=16)

GUARANTEES = {
    "unsafe_housing": "是否住房出现安全问题",
    "dropout": "是否有义务教育阶段适龄\n儿童少年失学辍学",
    "unsafe_water": "是否饮水出现安全问题",
    "uninsured": "是否有家庭成员未参加城乡\n居民（职工）基本医疗保险",
}
COMPARED = {
    "deposit": "存款",
    "vehicle": "车辆",
    "housing": "住房",
    "company": "工商注册",
    "payroll": "财政供养",
}


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象识别审批表", PAGE)
    paper.title("防止返贫监测对象识别审批表")
    paper.head_line("{{ place }}", "户编号：{{ hh_id }}________________", widths=(112, 50))
    _facts(paper)
    _members(paper)
    _check(paper)
    _village(paper)
    _above(paper)
    paper.notes(
        "填表说明",
        "1．本表一式三份，县级、乡镇、村各存一份。由村填写后逐级报送；签字、盖章、落款时间须齐全，不得涂改。",
        "2．收入在监测范围以内的，脱贫户为脱贫不稳定户，一般农户为边缘易致贫户；收入超过监测范围，但因病因灾因意外事故等刚性支出较大或收入大幅缩减的，为突发严重困难户。",
        "3．家庭纯收入＝工资性收入＋生产经营性收入＋财产性收入＋转移性收入－生产经营性支出；参考收入＝家庭纯收入＋理赔收入－合规自付支出。金额单位为元，保留两位小数。",
        "4．村级公示时，身份证件号码、联系电话、银行账号和健康状况不得公开。",
    )
    return paper.done()


def _facts(paper: Paper) -> None:
    paper.heading("一、基本情况（金额单位：元）")
    first, second, third, fourth = GUARANTEES.items()
    paper.table(
        Row(
            label("户主姓名", 25),
            value("{{ head_name }}", 27),
            label("证件号码", 19),
            value("{{ head_id_no }}", 38),
            label("联系电话", 19),
            value("{{ phone }}"),
            h=8,
        ),
        Row(
            label("家庭住址", 25),
            box("{{ address }}", 84),
            label("申请日期", 19),
            value("{{ applied_on }}"),
            h=8,
        ),
        Row(
            label("户类别", 25),
            box(ticks("was_poor", "□脱贫户　□一般农户"), 48),
            label("家庭人口数", 23),
            value("{{ population }}", 18),
            label("劳动力人数", 23),
            value("{{ labourers }}"),
            h=8,
        ),
        Row(label("监测对象类别", 25), box(ticks("monitor_class", CLASSES)), h=8),
        Row(label("返贫致贫风险", 25), box(ticks("risks", RISKS)), h=12),
        Row(label("申请发现渠道", 25), box(ticks("channel", CHANNELS)), h=12),
        Row(
            label("收支测算周期", 25),
            value("{{ period_start }}　至　{{ period_end }}", 83),
            label("核算人口数", 28),
            value("{{ persons }}"),
            h=8,
        ),
        _amounts({"net": "家庭纯收入", "net_pc": "家庭人均纯收入", "claim": "家庭理赔收入"}),
        _amounts({"own_pay": "合规自付支出", "reference": "监测参考收入", "reference_pc": "人均参考收入"}),
        Row(label("“三保障”\n和饮水安全", 25, down=2), *_guarantee(*first), *_guarantee(*second), h=11),
        Row(*_guarantee(*third), *_guarantee(*fourth), h=11),
    )


def _amounts(names: dict[str, str]) -> Row:
    first, *rest = ((label(name, 28), value(f"{{{{ {slot} }}}}", 26)) for slot, name in names.items())
    return Row(
        label(first[0].text, 25), value(first[1].text, 29), *(cell for pair in rest for cell in pair), h=8
    )


def _guarantee(slot: str, name: str) -> tuple[Cell, Cell]:
    return label(name, 46.5), value(ticks(slot), 22)


def _members(paper: Paper) -> None:
    paper.heading("二、家庭成员")
    widths = (9.5, 30.5, 9.5, 20.4, 33.6, 27.5, 31)
    names = ("序号", "姓名", "性别", "与户主关系", "证件号码", "健康状况", "劳动技能")
    header = Row(*(label(text, width) for text, width in zip(names, widths, strict=True)), h=7)
    slots = ("no", "name", "sex", "relation", "id_no", "health", "labour")
    paper.records(widths, [header], "members", slots, rows=6, h=7)


def _check(paper: Paper) -> None:
    paper.heading("三、入户核实情况")
    paper.table(
        Row(
            label("核实时间", 25),
            value("{{ check_on }}", 41),
            label("核实组成员", 23),
            box("{{ check_people }}"),
            h=8,
        ),
        Row(label("核实情况", 25), box("{{ check_opinion }}"), h=12),
        Row(label("核实组成员\n签字", 25), sign("（不少于2人）", "", ">" + day()), h=18),
        keep=True,
    )


def _village(paper: Paper) -> None:
    paper.heading("四、村评议公示意见")
    paper.table(
        Row(
            label("村评议", 25, down=3),
            label("评议时间", 22),
            value("{{ review_on }}", 38),
            label("评议地点", 22),
            box("{{ review_place }}"),
            h=7.5,
        ),
        Row(
            label("应到人数", 22),
            value("{{ review_due }}", 14),
            label("实到人数", 19),
            value("{{ review_present }}", 10),
            label("同意", 12),
            value("{{ review_agree }}", 11),
            label("不同意", 15),
            value("{{ review_oppose }}", 11),
            label("弃权", 12),
            value("{{ review_abstain }}"),
            h=7.5,
        ),
        Row(
            label("评议结论", 22),
            box(f"{{{{ review_conclusion }}}}\n主持人签字：{RULE[:20]}　记录人签字：{RULE[:20]}"),
            h=14,
        ),
        Row(
            label("村公示", 25, down=2),
            label("公示时间", 22),
            value("{{ notice_start }}至{{ notice_end }}", 69),
            label("有无异议", 20),
            value(ticks("objection", FOUND)),
            h=7.5,
        ),
        Row(
            label("公示地点", 22),
            box("{{ notice_place }}", 45),
            label("异议处理", 20),
            box("{{ objection_handling }}"),
            h=7.5,
        ),
        *opinion(
            "村（居）民\n委员会意见",
            "　　{{ village_opinion }}",
            ("驻村工作队负责人签字", "村（居）委会负责人签字"),
            day("village"),
            w=25,
        ),
        keep=True,
    )


def _above(paper: Paper) -> None:
    paper.heading("五、乡镇审核和县级审定意见")
    county, signed = opinion(
        "县级乡村振兴\n部门审定意见", "　　{{ county_opinion }}", ("负责人签字",), day("county"), w=25
    )
    paper.table(
        *opinion(
            "乡（镇）\n审核意见",
            "　　{{ township_opinion }}",
            ("党委主要负责人签字", "政府主要负责人签字"),
            day("township"),
            w=25,
        ),
        Row(
            label("县级部门\n信息比对", 25, down=3),
            *(label(name, 20.4) for name in COMPARED.values()),
            label("比对时间"),
            h=7.5,
            held=True,
        ),
        Row(
            *(value(ticks(f"compare_{slot}", FOUND), 20.4) for slot in COMPARED),
            value("{{ compare_on }}"),
            h=7.5,
            held=True,
        ),
        Row(label("比对说明", 20.4), box("{{ compare_note }}"), h=7.5),
        county,
        Row(*signed.cells, h=signed.h, held=True),
        Row(label("备注", 25), box("{{ note }}"), h=8),
    )
