"""防止返贫监测帮扶手册: a household's booklet, from its first facts to the end of its risks."""

from choices import CLASSES, ticks
from cover import cover
from grid import RULE, Cell, Row, box, day, label, sealed, value
from paper import Page, Paper

TARGET = "docx/cn/handbook_2021.docx"

PAGE = Page(top=20, bottom=20, left=22, right=18)
SIDE = 28
WIDE = 34
HALF = 57
KINDS = "□一般农户　□一般脱贫户　□低保脱贫户　□特困供养脱贫户"
ROADS = "□泥土路　□砂石路　□水泥路　□沥青路"
FUELS = "□柴草　□干畜粪　□煤炭　□清洁能源　□其他"
MEMBERS = (
    ("序\n号", 7.5, "no"),
    ("姓　名", 17, "name"),
    ("性\n别", 7.5, "sex"),
    ("证件号码", 34.5, "id_no"),
    ("与户主\n关系", 13.5, "relation"),
    ("民族", 11.5, "nation"),
    ("文化程度\n／在校生\n状况", 16.8, "education"),
    ("健康\n状况", 15.2, "health"),
    ("劳动\n技能", 14.5, "labour"),
    ("务工\n区域及\n时间", 14.5, "work"),
    ("参\n加\n医\n保", 7.5, "medical"),
    ("低保\n或\n特困", 10, "aid"),
)
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
    ("reference", "纳入监测对象的收入\n参考范围"),
    ("reference_pc", "纳入监测对象的人均收入\n参考范围"),
)
GUARANTEES = (
    ("unsafe_housing", "是否住房出现安全问题"),
    ("dropout", "是否有义务教育阶段适龄儿童少年失学辍学"),
    ("unsafe_water", "是否饮水出现安全问题"),
    ("uninsured", "是否有家庭成员未参加城乡居民（职工）基本医疗保险"),
)
CONTACTS = (
    ("类　别", 21, "role"),
    ("姓　名", 18, "name"),
    ("单　位", 38, "org"),
    ("职　务", 24, "duty"),
    ("联系电话", 26, "phone"),
    ("开始时间", 21.5, "start"),
    ("结束时间", 21.5, "end"),
)
RISKS = (
    ("序号", 12, "no"),
    ("风险类型", 40, "kind"),
    ("发生时间", 26, "since"),
    ("情况说明", 66, "note"),
    ("消除时间", 26, "removed_on"),
)
MEASURES = (
    ("序\n号", 8, "no"),
    ("风险点", 15, "risk"),
    ("措施类别", 21, "category"),
    ("具体措施\n（项目内容）", 31, "item"),
    ("计划实施\n时间", 20.5, "planned_on"),
    ("落实时间", 20.5, "done_on"),
    ("资金／元\n或标准", 20, "money"),
    ("责任单位\n／责任人", 19.4, "agency"),
    ("落实\n情况", 14.6, "state"),
)
VISITS = (
    ("走访时间", 28.5, "on"),
    ("走访人及单位", 26, "visitor"),
    ("走访\n方式", 10, "method"),
    ("走访情况", 52, "findings"),
    ("处理情况", 33.5, "actions"),
    ("农户签字", 20, ""),
)
EFFECTS = (("时　间", 30, "on"), ("成效内容", 110, "content"), ("农户签字", 30, ""))
NOTES = (
    "一、本手册由监测联系人、帮扶责任人会同村民委员会填写，一户一册。纳入监测时建立，情况变化时及时更新，与全国防返贫监测信息系统保持一致。",
    "二、能由系统数据打印的栏目可以打印，其余用碳素墨水或蓝黑墨水笔填写，字迹清楚，不得涂改；没有的项目不填。",
    "三、家庭成员原则上以公安部门户籍人口为准，特殊情况报县级确定。第一行填户主；有残疾人证的，证件号码填残疾人证号。",
    "四、在校生填在校生状况，非在校生填文化程度，两者不同时填写。健康状况可填多项；在校生的劳动技能填无劳动力。",
    "五、金额以元为单位，保留两位小数；耕地、林地等面积以亩为单位；住房面积以平方米为单位；距离以公里为单位。",
    "六、家庭纯收入＝工资性收入＋生产经营性收入＋财产性收入＋转移性收入－生产经营性支出；收入参考范围＝家庭纯收入＋家庭理赔收入－合规自付支出；人均数按核算人口计算。",
    "七、返贫致贫风险按类型逐项填写；选“其他”的，在情况说明中写明。风险消除一项，填写一项的消除时间。",
    "八、监测联系人、帮扶责任人变更的，另起一行填写，原来的记录填上结束时间，不得涂改或者覆盖。",
    "九、帮扶措施应当针对风险点，做到缺什么补什么。落实情况填已落实、正在落实、未落实；有劳动能力的，优先采取产业、就业等开发式帮扶措施。",
    "十、每次走访后如实记录走访情况和处理情况，由农户签字；本人不能签字的，可以捺手印。",
    "十一、县级审定风险消除后，填写“风险消除”栏，手册随户档案保存。",
    "十二、本手册含有个人信息，只用于监测和帮扶工作，不得公开张贴、转借他人。",
)


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测帮扶手册", PAGE)
    lines = (
        "户主姓名：{{ cover_name }}________________________________________",
        "家庭住址：{{ cover_county }}________________________________________",
        "　　　　　{{ cover_village }}________________________________________",
    )
    office = "{{ cover_office }}________________（县级乡村振兴部门）印制"
    copies = "本册一式三份：□监测对象户　□村委会　□帮扶责任人　各执一份"
    cover(paper, "防止返贫监测帮扶手册", lines, office, copies, PAGE)
    for part in (_facts, _members, _accounts, _risks, _measures, _visits, _effects):
        part(paper)
        paper.turn(PAGE)
    paper.paragraph("填 写 说 明", "FormTitle")
    paper.body(*NOTES)
    return paper.done()


def _tall(*rows: Row, h: float = 11.5) -> tuple[Row, ...]:
    """The rows, none lower than ``h`` mm, so that a page is well filled."""
    return tuple(Row(*row.cells, h=max(row.h, h)) for row in rows)


def _records(
    paper: Paper, name: str, columns: tuple[tuple[str, float, str], ...], rows: int, h: float, align: str = ""
) -> None:
    names, widths, slots = zip(*columns, strict=True)
    header = Row(*(label(text, width) for text, width in zip(names, widths, strict=True)), h=12)
    paper.records(widths, [header], name, slots, rows=rows, h=h, align=align or "c" * len(widths))


def _facts(paper: Paper) -> None:
    paper.heading("一、户基本信息")
    paper.table(
        *_tall(
            Row(
                label("户主姓名", SIDE),
                value("{{ head_name }}", 29),
                label("性　别", 18),
                value("{{ head_sex }}", 20),
                label("民　族", 18),
                value("{{ head_nation }}", 20),
                label("政治面貌", 18),
                value("{{ head_politics }}"),
            ),
            Row(
                label("证件号码", SIDE),
                value("{{ head_id_no }}", 67),
                label("出生年月", 18),
                value("{{ head_birth }}"),
            ),
            Row(
                label("家庭住址", SIDE),
                box("{{ address }}", 67),
                label("联系电话", 18),
                value("{{ phone }}"),
            ),
            Row(
                label("户编号", SIDE),
                value("{{ hh_id }}", 67),
                label("识别监测\n时　　间", 18),
                value("{{ identified_on }}"),
                h=13,
            ),
            Row(
                label("家庭人口数", SIDE),
                value("{{ population }}", 39),
                label("劳动力人数", 28),
                value("{{ labourers }}"),
            ),
            Row(label("监测对象类别", SIDE), box(ticks("monitor_class", CLASSES))),
            Row(label("户类型", SIDE), box(ticks("kind", KINDS))),
            Row(
                label("是否整户无劳动能力\n兜底保障户", 39),
                value(ticks("no_labour"), 46),
                label("是否军烈属", 39),
                value(ticks("martyr_family")),
                h=13,
            ),
            Row(
                label("是否居住在易地扶贫\n搬迁集中安置区", 39),
                value(ticks("resettled"), 46),
                label("安置区地址", 39),
                box("{{ resettle_site }}"),
                h=13,
            ),
        ),
    )
    paper.heading("二、生产生活条件")
    paper.table(
        *_tall(
            _three(
                ("耕地面积（亩）", "arable"), ("林地面积（亩）", "forest"), ("牧草地面积\n（亩）", "pasture")
            ),
            _three(
                ("水面面积（亩）", "water_surface"),
                ("退耕还林\n面积（亩）", "returned_forest"),
                ("林果面积（亩）", "orchard"),
            ),
            _three(
                ("住房面积\n（平方米）", "house_area"),
                ("危房等级", "house_grade"),
                ("与村主干路\n距离（公里）", "road_distance"),
            ),
            Row(label("入户路类型", SIDE), box(ticks("road", ROADS))),
            Row(label("主要燃料类型", SIDE), box(ticks("fuel", FUELS))),
            _two(("是否通生活用电", "power"), ("是否通广播电视", "broadcast")),
            _two(("是否解决安全饮用水", "safe_water"), ("是否有卫生厕所", "toilet")),
            _two(("是否加入农民专业合作组织", "cooperative"), ("是否有龙头企业带动", "enterprise")),
            Row(label("是否有创业致富带头人带动", 50), value(ticks("leader"), 35), value("")),
        ),
    )


def _three(*pairs: tuple[str, str]) -> Row:
    cells = []
    for name, slot in pairs:
        cells += [label(name, SIDE), value(f"{{{{ {slot} }}}}", HALF - SIDE)]
    cells[-1] = value(cells[-1].text)
    return Row(*cells, h=13)


def _two(*pairs: tuple[str, str]) -> Row:
    cells = []
    for name, slot in pairs:
        cells += [label(name, 50), value(ticks(slot), 35)]
    return Row(*cells)


def _members(paper: Paper) -> None:
    paper.heading("三、家庭成员")
    _records(paper, "members", MEMBERS, rows=10, h=20)


def _accounts(paper: Paper) -> None:
    paper.heading("四、家庭收支情况（单位：元）")
    width = 42
    ends = ("before", "annual", "after")
    paper.table(
        *_tall(
            Row(
                label("项　　目"), label("识别时", width), label("年　度", width), label("消除时", width), h=9
            ),
            *(
                Row(label(name), *(value(f"{{{{ {end}_{slot} }}}}", width, small=True) for end in ends))
                for slot, name in (("period", "测算周期"), ("persons", "核算人口（人）"))
            ),
            *(
                Row(
                    label(name),
                    *(value(f"{{{{ {end}_{slot} }}}}", width, align="right") for end in ends),
                    h=13 if "\n" in name else 8.5,
                )
                for slot, name in INCOME
            ),
        ),
    )
    paper.heading("五、“三保障”和饮水安全情况")
    paper.table(
        *_tall(
            Row(label("项　　目"), label("识别时", 36), label("消除时", 36), h=9),
            *(
                Row(
                    Cell(name, style="Label", align="left"),
                    value(ticks(f"before_{slot}"), 36),
                    value(ticks(f"after_{slot}"), 36),
                )
                for slot, name in GUARANTEES
            ),
        ),
    )


def _risks(paper: Paper) -> None:
    paper.heading("六、返贫致贫风险")
    _records(paper, "risks", RISKS, rows=6, h=12, align="cccl" + "c")
    paper.heading("七、监测联系人和帮扶责任人")
    _records(paper, "contacts", CONTACTS, rows=8, h=13)


def _measures(paper: Paper) -> None:
    paper.heading("八、帮扶计划和措施")
    _records(paper, "measures", MEASURES, rows=16, h=13.5, align="ccclccccc")


def _visits(paper: Paper) -> None:
    paper.heading("九、走访记录")
    _records(paper, "visits", VISITS, rows=24, h=19, align="cccllc")


def _effects(paper: Paper) -> None:
    paper.heading("十、帮扶成效")
    _records(paper, "effects", EFFECTS, rows=10, h=14, align="clc")
    paper.heading("十一、风险消除")
    paper.table(
        Row(
            label("风险消除方式", WIDE),
            box(ticks("mode", "□帮扶消除　□自然消除"), 50),
            label("风险消除时间", WIDE),
            value("{{ eliminated_on }}"),
        ),
        Row(
            label("消除时家庭人均\n纯收入（元）", WIDE),
            value("{{ elimination_net_pc }}", 50),
            label("消除时人均收入\n参考范围（元）", WIDE),
            value("{{ elimination_reference_pc }}"),
            h=13,
        ),
        Row(
            label("监测对象（户主）\n签字（捺手印）", WIDE),
            value("", 50),
            label("帮扶责任人\n签　　　字", WIDE),
            value(""),
            h=15,
        ),
        Row(
            label("村（居）民\n委员会", WIDE),
            Cell(f"负责人签字：{RULE}", style="SignHigh", no=("right",)),
            sealed(day(), no=("left",)),
            h=40,
        ),
        keep=True,
    )
