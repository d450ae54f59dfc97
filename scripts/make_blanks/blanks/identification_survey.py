"""防止返贫监测对象信息采集表（附件2）: what the on-site check writes down about a household."""

from choices import CLASSES, RISKS, ticks
from grid import RULE, Cell, Row, box, day, label, sealed, sign, value
from paper import Paper

TARGET = "docx/cn/identification_survey.docx"

DISASTERS = "□洪涝　□干旱　□冰雹　□地质灾害　□低温冷冻　□其他________"

#: 类别、姓名、单位、职务、联系电话、起止时间.
CONTACT_WIDTHS = (25, 20, 35, 22, 26, 34)


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象信息采集表")
    paper.title("防止返贫监测对象信息采集表")
    paper.head_line("{{ place }}", "采集日期：{{ check_on }}________________", widths=(98, 64))
    _household(paper)
    _members(paper)
    _guarantees(paper)
    _income(paper)
    _living(paper)
    _contacts(paper)
    _confirmation(paper)
    paper.notes(
        "填表说明",
        "1．本表由入户调查核实组（乡镇干部、驻村或包村干部、村干部，不少于2人）入户填写；第一至五项在调查人员指导下由农户如实提供，农户签字（按手印）确认。",
        "2．户编号由全国防返贫监测信息系统生成，录入前不填。家庭成员以公安户籍人口为准，特殊情况由县级确定；非在校生填文化程度，在校生填在校生状况，两项只填一项。",
        "3．“医保”分别指城乡居民基本医疗保险、城镇职工医疗保险，“养老”分别指城乡居民基本养老保险、职工养老保险；各项填“是”或“否”。务工时间按测算周期内累计月数填写。",
        "4．金额单位为元，保留两位小数；面积单位为亩，住房面积为平方米，距离为公里。家庭纯收入＝工资性收入＋生产经营性收入＋财产性收入＋转移性收入－生产经营性支出。",
        "5．家庭成员超过本表行数的，另加续表。",
    )
    return paper.done()


def _household(paper: Paper) -> None:
    paper.heading("一、户基本情况")
    paper.table(
        Row(
            label("户编号", 25),
            value("{{ hh_id }}", 50),
            label("户联系电话", 25),
            value("{{ phone }}", 30),
            label("家庭人口数", 22),
            value("{{ population }}"),
        ),
        Row(
            label("户主姓名", 25),
            value("{{ head_name }}", 29),
            label("性别", 12),
            value("{{ head_sex }}", 9),
            label("民族", 12),
            value("{{ head_nation }}", 20),
            label("政治面貌", 19),
            value("{{ head_politics }}"),
        ),
        Row(
            label("证件类型", 25),
            value("{{ head_id_kind }}", 29),
            label("证件号码", 19),
            value("{{ head_id_no }}", 41),
            label("是否军烈属", 24),
            value(ticks("martyr_family")),
        ),
        Row(label("家庭住址", 25), box("{{ address }}")),
        Row(
            label("户类型", 25),
            box(ticks("kind", "□一般农户　□一般脱贫户　□低保脱贫户　□特困供养脱贫户")),
        ),
        Row(
            label("监测对象类别", 25),
            box(ticks("monitor_class", CLASSES), 92),
            label("识别时间", 19),
            value("{{ identified_on }}"),
        ),
        Row(
            label("是否整户无劳动能力兜底保障户", 58),
            value(ticks("no_labour"), 23),
            label("是否居住在易地扶贫\n搬迁集中安置区", 41),
            value(ticks("resettled")),
            h=11,
        ),
        Row(label("安置区地址", 25), box("{{ resettle_site }}")),
        Row(label("返贫致贫风险\n（可多选）", 25), box(ticks("risks", RISKS)), h=12),
        Row(label("自然灾害子项", 25), box(ticks("disasters", DISASTERS))),
        Row(label("风险情况说明", 25), box("{{ risk_note }}"), h=12),
    )


def _members(paper: Paper) -> None:
    paper.heading("二、家庭成员情况")
    paper.subheading("（一）基本信息")
    _records(
        paper,
        "members",
        {
            "no 9": "序号",
            "name 30.5": "姓名",
            "sex 8.5": "性别",
            "id_no 32": "证件号码",
            "relation 19": "与户主关系",
            "nation 18": "民族",
            "politics 21": "政治面貌",
            "phone": "联系电话",
        },
    )
    paper.subheading("（二）教育、健康和务工", new_page=True)
    _records(
        paper,
        "work",
        {
            "no 8.3": "序号",
            "name 24": "姓名",
            "education 16": "文化程度",
            "student 17.7": "在校生状况",
            "health 18": "健康状况",
            "labour 18": "劳动技能",
            "area 14.5": "务工\n区域",
            "place 20.8": "务工地点",
            "months 9": "务工\n月数",
            "income": "月收入\n（元）",
        },
    )
    paper.subheading("（三）参保、保障和公益性岗位")
    _cover(paper)


def _records(paper: Paper, name: str, columns: dict[str, str]) -> None:
    slots = [key.split()[0] for key in columns]
    widths = [float(key.split()[1]) if " " in key else 0 for key in columns]
    widths = [width or paper.page.inner - sum(widths) for width in widths]
    header = Row(
        *(label(text, width, small=True) for text, width in zip(columns.values(), widths, strict=True)), h=9
    )
    paper.records(widths, [header], name, slots, rows=8, h=8.2)


def _cover(paper: Paper) -> None:
    asked = (
        "居民\n医保",
        "职工\n医保",
        "大病\n保险",
        "居民\n养老",
        "职工\n养老",
        "最低生\n活保障",
        "特困\n供养",
        "易地\n搬迁",
    )
    slots = (
        "resident_medical",
        "employee_medical",
        "serious_illness",
        "resident_pension",
        "employee_pension",
    )
    rights = ("dibao", "tekun", "relocated")
    header = (
        Row(
            label("序号", 9, down=2, small=True),
            label("姓名", 31, down=2, small=True),
            label("是否参加", 57.5, small=True),
            label("是否享受或属于", 36.5, small=True),
            label("公益性岗位", small=True),
            h=6,
        ),
        Row(
            *(label(text, 11.5 if number < 5 else 12.2, small=True) for number, text in enumerate(asked[:7])),
            label(asked[7], 12.1, small=True),
            label("类别", 19, small=True),
            label("月数", small=True),
            h=9,
        ),
    )
    widths = (9, 31, 11.5, 11.5, 11.5, 11.5, 11.5, 12.2, 12.2, 12.1, 19, 9)
    columns = ("no", "name", *slots, *rights, "post", "post_months")
    paper.records(widths, header, "cover", columns, rows=8, h=8.2)


def _income(paper: Paper) -> None:
    paper.heading("四、收支情况（单位：元）", new_page=True)
    paper.table(
        Row(
            label("测算周期", 36),
            value("{{ period_start }}　至　{{ period_end }}", 80),
            label("核算人口数", 24),
            value("{{ persons }}"),
        ),
        _amounts("工资性收入", "wage", "生产经营性收入", "farm"),
        _amounts("财产性收入", "assets", "转移性收入", "transfer"),
        _amounts("生产经营性支出", "farm_cost", "家庭纯收入", "net"),
        _amounts("家庭人均纯收入", "net_pc", "家庭理赔收入", "claim"),
        _amounts("合规自付支出", "own_pay", "纳入监测对象的\n收入参考范围", "reference"),
        _amounts("纳入监测对象的\n人均收入参考范围", "reference_pc", "收支情况说明", "income_note"),
        keep=True,
    )


def _amounts(left: str, left_slot: str, right: str, right_slot: str) -> Row:
    return Row(
        label(left, 36),
        value(f"{{{{ {left_slot} }}}}", 45),
        label(right, 36),
        value(f"{{{{ {right_slot} }}}}"),
        h=11 if "\n" in left + right else 8.5,
    )


def _guarantees(paper: Paper) -> None:
    paper.heading("三、“三保障”和饮水安全情况")
    paper.table(
        Row(
            label("是否住房出现安全问题", 60),
            value(ticks("unsafe_housing"), 24),
            label("危房等级", 24),
            box(ticks("danger_grade", "□A级 □B级 □C级 □D级")),
        ),
        Row(
            label("是否有义务教育阶段适龄儿童少年\n失学辍学", 60),
            value(ticks("dropout"), 24),
            label("是否饮水出现安全问题", 49),
            value(ticks("unsafe_water")),
            h=11,
        ),
        Row(label("是否有家庭成员未参加城乡居民（职工）基本医疗保险", 108), value(ticks("uninsured"))),
        keep=True,
    )


def _living(paper: Paper) -> None:
    paper.heading("五、生产生活条件")
    paper.table(
        _areas({"arable": "耕地面积", "forest": "林地面积", "pasture": "牧草地面积"}),
        _areas({"water_surface": "水面面积", "returned_forest": "退耕还林面积", "orchard": "林果面积"}),
        Row(
            label("住房面积\n（平方米）", 29),
            value("{{ house_area }}", 25),
            label("入户路类型", 26),
            box(ticks("road", "□泥土路　□砂石路　□水泥路　□沥青路")),
            h=11,
        ),
        Row(
            label("与村主干路\n距离（公里）", 29),
            value("{{ road_distance }}", 25),
            label("主要燃料类型", 26),
            box(ticks("fuel", "□柴草　□干畜粪　□煤炭　□清洁能源\n□其他____________")),
            h=11,
        ),
        _asked({"power": "通生活用电", "broadcast": "通广播电视", "safe_water": "解决安全饮用水"}),
        _asked(
            {"toilet": "有卫生厕所", "cooperative": "加入农民专业\n合作组织", "enterprise": "有龙头企业带动"}
        ),
        Row(
            label("有创业致富\n带头人带动", 29),
            value(ticks("leader"), 25),
            label("财产情况", 26),
            box("由县级部门按授权查询比对，不在本表登记"),
            h=11,
        ),
        keep=True,
    )


def _areas(names: dict[str, str]) -> Row:
    cells = ((label(f"{name}\n（亩）", 29), value(f"{{{{ {slot} }}}}", 25)) for slot, name in names.items())
    return Row(*(cell for pair in cells for cell in pair), h=11)


def _asked(names: dict[str, str]) -> Row:
    cells = ((label(name, 29), value(ticks(slot), 25)) for slot, name in names.items())
    return Row(
        *(cell for pair in cells for cell in pair),
        h=11 if any("\n" in name for name in names.values()) else 8,
    )


def _contacts(paper: Paper) -> None:
    paper.heading("六、监测帮扶联系人")
    heads = ("类别", "姓名", "单位", "职务", "联系电话", "起止时间")
    people = {"collector": "信息采集人", "monitor": "监测联系人", "helper": "帮扶责任人"}
    paper.table(
        Row(*(label(text, width) for text, width in zip(heads, CONTACT_WIDTHS, strict=True)), h=8),
        *(Row(*_contact(slot, name), h=10) for slot, name in people.items()),
        keep=True,
    )


def _contact(slot: str, name: str) -> tuple[Cell, ...]:
    boxes = (
        value(f"{{{{ {slot}_{part} }}}}", width)
        for part, width in zip(("name", "org", "duty", "phone"), CONTACT_WIDTHS[1:], strict=False)
    )
    term = box(f"自{{{{ {slot}_start }}}}\n至{{{{ {slot}_end }}}}", CONTACT_WIDTHS[-1], small=True)
    return label(name, CONTACT_WIDTHS[0]), *boxes, term


def _confirmation(paper: Paper) -> None:
    paper.heading("七、确认签字", new_page=True)
    paper.table(
        Row(
            label("户主（申请人）\n确认", 29),
            sign(
                "本人如实说明家庭情况，承诺提供的信息真实可信，如有不实愿承担相应责任。",
                "户主（申请人）签字（按手印）：________________________",
                ">" + day(),
            ),
            h=36,
        ),
        Row(
            label("入户调查\n核实组", 29),
            sign(
                "核实情况：{{ check_opinion }}",
                "核实组成员签字（不少于2人）：",
                "",
                "",
                "信息采集人（填表人）签字：____________________",
                ">" + day(),
            ),
            h=62,
        ),
        Row(
            label("村（居）民\n委员会", 29),
            Cell(f"负责人签字：{RULE}", style="SignHigh", no=("right",)),
            sealed(day(), no=("left",)),
            h=46,
        ),
        keep=True,
    )
