"""The part of the corpus that rules were not written against: other offices, other authors, other shapes.

The rules were written with only its summary line in sight; what it showed at the end (docs/blanks.md) is mended since, so a fresh
measurement needs forms of further authors.
"""

# ruff: noqa: ARG001  - every piece takes the same three things; a form is read as a drawing of short names

import random

import remembered
from paper import UNITS, B, C, F, Form, L, P, S, Table, Truth, as_docx, as_xlsx, control, merge_field

HEALTH = {
    "office": "卫健",
    "titles": (
        "居民健康档案个人信息表",
        "计划生育特别扶助申请表",
        "严重精神障碍患者随访服务记录",
        "家庭医生签约服务登记卡",
        "孕产妇健康管理登记",
    ),
    "labels": (
        "档案编号",
        "常住类型",
        "血型",
        "药物过敏史",
        "既往史",
        "家族史",
        "残疾情况",
        "厨房排风设施",
        "签约医生",
        "服务团队",
        "孕次",
        "末次月经",
        "预产期",
        "体温",
        "脉率",
        "随访医生",
        "下次随访",
        "用药依从性",
        "医疗费用支付方式",
        "建档人",
        "本人电话",
        "联系人姓名",
        "户籍类型",
        "工种",
    ),
    "people": ("申请人", "丈夫", "监护人一"),
    "facts": ("姓名", "公民身份号码", "手机号码", "现住址"),
    "items": ("收缩压", "空腹血糖", "体质指数", "心率", "血红蛋白", "尿蛋白"),
    "checks": ("有无口腔溃疡", "足背动脉搏动是否正常", "听力能否听清", "视力是否达标"),
    "choice": (
        ("职业暴露史", ("无", "有")),
        ("饮水", ("自来水", "井水", "河湖水", "塘水", "其他")),
        ("厕所", ("卫生厕所", "马桶", "露天粪坑")),
    ),
    "list": ("住院治疗情况", ("入院日期", "出院日期", "原因", "医疗机构", "病案号")),
    "roster": ("主要用药情况", ("药物名称", "用法", "用量", "用药时间")),
    "offices": ("村卫生室意见", "乡镇卫生院意见", "县卫生健康局意见"),
    "story": ("健康评价", "健康指导"),
}
VILLAGE = {
    "office": "村务",
    "titles": (
        "一事一议筹资筹劳审批表",
        "宅基地使用申请表",
        "村民代表会议记录表",
        "土地流转备案登记表",
        "村级工程验收单",
    ),
    "labels": (
        "项目名称",
        "建设地点",
        "建设规模",
        "拟占地类",
        "四至东",
        "四至南",
        "层数",
        "檐口高度",
        "建房类型",
        "原宅基地处置",
        "权属来源",
        "流转期限",
        "受让方",
        "出让方",
        "交付时间",
        "价款支付",
        "议事主题",
        "召集人",
        "应到代表",
        "实到代表",
        "记录员",
        "开工时间",
        "竣工时间",
        "监理",
    ),
    "people": ("甲方", "乙方", "见证方"),
    "facts": ("名称", "证照号码", "联系方式", "住所"),
    "items": ("村民筹资", "以资代劳", "财政奖补", "社会捐赠", "集体投入", "其他来源"),
    "checks": ("是否公示", "图纸是否齐备", "质量是否合格", "资金是否结清"),
    "choice": (
        ("申请方式", ("新建", "改建", "扩建", "异地新建")),
        ("表决形式", ("举手", "票决", "鼓掌")),
        ("是否占用耕地", ("是", "否")),
    ),
    "list": ("参会代表签到", ("姓名", "村民小组", "职务", "联系号码")),
    "roster": ("附着物清点", ("附着物", "计量单位", "数目", "补偿单价", "补偿总额")),
    "offices": ("村民小组意见", "村民委员会意见", "乡镇人民政府批准意见"),
    "story": ("会议决议内容", "施工简要说明"),
}
HOUSING = {
    "office": "住建",
    "titles": (
        "农村危房改造农户申请审批表",
        "公共租赁住房保障申请表",
        "房屋安全鉴定表",
        "抗震改造档案表",
        "工程竣工验收表",
    ),
    "labels": (
        "户主",
        "建筑年代",
        "结构形式",
        "房屋层高",
        "建筑面积",
        "鉴定等级",
        "鉴定机构",
        "改造方式",
        "施工队伍",
        "开工日期",
        "补助标准",
        "拨付方式",
        "房产证号",
        "共有人",
        "现住房面积",
        "租赁合同编号",
        "轮候号",
        "物业公司",
        "经度",
        "纬度",
        "档案盒号",
        "工匠姓名",
        "培训证号",
        "质保期",
    ),
    "people": ("主申请人", "共同申请人", "委托人"),
    "facts": ("姓名", "有效证件号", "移动电话", "从业单位"),
    "items": ("地基基础", "承重墙体", "木屋架", "屋面", "门窗", "圈梁构造柱"),
    "checks": ("地基是否沉降", "墙体有无裂缝", "屋面是否渗漏", "电线是否老化"),
    "choice": (
        ("危险程度", ("A级", "B级", "C级", "D级")),
        ("改造方式选择", ("原址重建", "修缮加固", "异地迁建")),
        ("是否唯一住房", ("是", "否")),
    ),
    "list": ("共同居住人", ("姓名", "与申请人关系", "证件号", "户籍所在")),
    "roster": ("主要材料进场", ("材料名称", "规格", "产地", "进场数量", "检验结论")),
    "offices": ("村级初审意见", "乡镇复核意见", "县住建局批准意见"),
    "story": ("危房现状描述", "鉴定结论说明"),
}
VETERAN = {
    "office": "退役军人",
    "titles": (
        "优抚对象信息登记表",
        "退役军人困难援助申请表",
        "烈士遗属生活补助申请表",
        "立功受奖慰问审批单",
        "光荣牌悬挂登记",
    ),
    "labels": (
        "入伍时间",
        "退役时间",
        "服役部队",
        "退役军衔",
        "立功情况",
        "优抚类别",
        "安置方式",
        "补助标准",
        "优待证号",
        "伤残性质",
        "伤残等级",
        "残情描述",
        "烈士证号",
        "牺牲时间",
        "持证人",
        "档案所在单位",
        "组织关系",
        "军龄",
        "兵种",
        "参战经历",
        "社保状态",
        "待遇起始",
        "领取账户",
        "援助金额",
    ),
    "people": ("本人", "遗属", "代办人"),
    "facts": ("姓名", "身份证件号码", "通讯地址", "联系电话"),
    "items": ("抚恤金", "定期补助", "医疗补助", "临时援助", "节日慰问金", "住房补助"),
    "checks": ("材料是否原件", "档案是否完整", "是否重复领取", "是否公示无异议"),
    "choice": (
        ("对象类别", ("在乡复员", "带病回乡", "参战", "参试")),
        ("申请事由", ("重大疾病", "意外事故", "住房困难")),
        ("有无违法记录", ("有", "无")),
    ),
    "list": ("服役经历", ("起止日期", "所在部队", "任何职务", "证明材料")),
    "roster": ("慰问物资发放", ("品名", "数量", "折合金额", "领取人")),
    "offices": ("村级服务站意见", "乡镇服务站意见", "县退役军人事务局意见"),
    "story": ("主要困难事实", "援助建议"),
}
FOREST = {
    "office": "林业",
    "titles": (
        "林木采伐申请表",
        "公益林补偿兑现登记表",
        "护林员聘用审批表",
        "森林防火巡查记录表",
        "退耕还林验收卡",
    ),
    "labels": (
        "林权证号",
        "小班号",
        "树种",
        "林龄",
        "郁闭度",
        "蓄积量",
        "采伐强度",
        "更新方式",
        "管护责任人",
        "管护面积",
        "聘期",
        "巡护路线",
        "管护等级",
        "火险等级",
        "值班电话",
        "发现时间",
        "到场时间",
        "过火面积",
        "经营单位",
        "林班",
        "海拔",
        "坡度",
        "造林年度",
        "成活率",
    ),
    "people": ("林权人", "护林员", "技术员"),
    "facts": ("姓名", "证件号码", "电话号码", "所在村组"),
    "items": ("杉木", "马尾松", "油茶", "毛竹", "板栗", "核桃"),
    "checks": ("界桩是否完好", "有无盗伐痕迹", "防火道是否畅通", "标牌是否清晰"),
    "choice": (
        ("采伐类型", ("主伐", "抚育", "更新", "其他")),
        ("林种", ("用材林", "经济林", "防护林")),
        ("是否公益林", ("是", "否")),
    ),
    "list": ("巡护日志", ("日期", "地段", "天气", "发现问题", "处置")),
    "roster": ("工具配发", ("工具名称", "件数", "配发日期", "领用人")),
    "offices": ("村委会意见", "林业工作站意见", "县林业局审批意见"),
    "story": ("采伐理由", "事件经过"),
}
WOMEN = {
    "office": "妇联",
    "titles": (
        "妇女儿童困境帮扶登记表",
        "两癌救助申请表",
        "巾帼示范户推荐表",
        "留守儿童关爱台账",
        "婚姻家庭纠纷调解记录",
    ),
    "labels": (
        "确诊时间",
        "病种",
        "就诊医院",
        "自付费用",
        "救助来源",
        "推荐类别",
        "示范项目",
        "带动户数",
        "监护状况",
        "在读学校",
        "心理状况",
        "兴趣爱好",
        "帮扶妈妈",
        "结对时间",
        "纠纷类型",
        "调解地点",
        "调解员",
        "调解结果",
        "回访日期",
        "协议编号",
        "家庭结构",
        "照料人",
        "务工城市",
        "返乡频次",
    ),
    "people": ("儿童本人", "外出父亲", "外出母亲"),
    "facts": ("姓名", "年龄", "务工地", "联系电话"),
    "items": ("手术费", "化疗费", "检查费", "住院费", "护理费", "交通费"),
    "checks": ("是否按时上学", "是否独居", "有无受侵害", "是否建档"),
    "choice": (
        ("监护类型", ("祖辈监护", "亲属监护", "委托监护", "无人监护")),
        ("学段", ("学前", "小学", "初中")),
        ("是否参加两癌保险", ("是", "否")),
    ),
    "list": ("家庭主要成员", ("姓名", "称呼", "出生年份", "健康", "联络方式")),
    "roster": ("走访关爱记录", ("走访日期", "走访人", "了解情况", "解决问题")),
    "offices": ("村妇联意见", "乡镇妇联意见", "县妇联审核意见"),
    "story": ("家庭困难情况", "主要事迹"),
}
OFFICES = (HEALTH, VILLAGE, HOUSING, VETERAN, FOREST, WOMEN)


class Hand:
    """Draws an office's words, each label once."""

    def __init__(self, rng, office):
        self.rng, self.office = rng, office
        self.left = list(office["labels"])
        rng.shuffle(self.left)

    def label(self):
        return self.left.pop() if self.left else f"附加{self.rng.randint(100, 999)}"


def _split(total, count):
    out = [total // count] * count
    for number in range(total - sum(out)):
        out[number % count] += 1
    return out


def unit_cells(t, rng, h):
    """A blank, and its unit in a cell of its own."""
    a, b = h.label(), h.label()
    t.add(L(a, 5), B(a, 5), P("亩", 2), L(b, 5), B(b, 5), P("公斤", 2))


def grouped_items(t, rng, h):
    """Groups and items down, values across, a subtotal in each group."""
    items = h.office["items"]
    t.add(L("类别", 4), L("项目", 6), L("预算数", 7), L("决算数", 7))
    for group, own in (("第一类", items[:2]), ("第二类", items[2:4])):
        for number, item in enumerate((*own, "小计")):
            lead = [L(group, 4, 3)] if number == 0 else []
            t.add(
                *lead,
                L(item, 6),
                *[B(item, 7, section=c) for c in ("预算数", "决算数")],
            )


def two_level_matrix(t, rng, h):
    """Two header rows over a matrix."""
    t.add(L("品种", 4, 2), L("上年", 10), L("本年", 10))
    t.add(*[L(x, 5) for x in ("株数", "产值", "株数", "产值")])
    for item in h.office["items"][:3]:
        t.add(L(item, 4), *[B(item, 5, section=s) for s in ("上年株数", "上年产值", "本年株数", "本年产值")])


def sign_off(t, rng, h):
    """Levels down; opinion, signature and day across."""
    t.add(L("环节", 4), L("办理意见", 10), L("经手人签名", 5), L("日期", 5))
    for level in ("受理", "初核", "复核"):
        t.add(
            L(level, 4),
            S("办理意见", "opinion", 10, section=level),
            S("经手人签名", "sign", 5, section=level),
            S("日期", "date", 5, section=level),
        )


def column_numbers(t, rng, h):
    """A header with a row of column numbers under it."""
    _heading, columns = h.office["roster"]
    widths = _split(UNITS, len(columns))
    first = t.next
    t.add(*[L(c, w) for c, w in zip(columns, widths, strict=True)])
    t.add(*[P(str(n + 1), w) for n, w in enumerate(widths)])
    rows = rng.randint(3, 6)
    for _ in range(rows):
        t.add(*[F(w) for w in widths])
    at = [sum(widths[:n]) for n in range(len(widths))]
    t.block([first, first + 1], first + 2, first + 1 + rows, list(zip(at, columns, strict=True)))


def spacer_column(t, rng, h):
    """Two halves with a narrow empty column between."""
    for number in range(3):
        a, b = h.label(), h.label()
        t.add(L(a, 4), B(a, 7), *([F(2, 3)] if number == 0 else []), L(b, 4), B(b, 7))


def questionnaire(t, rng, h):
    """Numbered questions, each with its options in the same wide cell."""
    for number, (question, options) in enumerate(h.office["choice"], start=1):
        gap = rng.choice(("  ", "　", "   "))
        t.add(
            B(
                f"{number}.{question}",
                24,
                text=f"{number}.{question}：" + gap.join(f"□{o}" for o in options),
                kind="checkbox",
                options=options,
            )
        )


def lines_in_cell(t, rng, h):
    """Ruled blanks in one wide cell."""
    a, b, c = h.label(), h.label(), h.label()
    t.add(
        C(
            24,
            f"{a}：________　{b}：________　{c}：____________",
            1,
            tuple(Truth(x, kind="inline") for x in (a, b, c)),
        )
    )


def split_opinion(t, rng, h):
    """An opinion's label beside two rows: the text, and where it is signed."""
    for label in h.office["offices"][:2]:
        t.add(L(label, 3, 2), S(label, "opinion", 21), height=1200)
        t.add(S(label, "opinion", 21, text="负责人（签字）：　　　　　　（公章）　　　年　　月　　日"))


def months(t, rng, h):
    """Twelve months across."""
    t.add(L("项目", 6), *[L(f"{m}月", 3) for m in range(1, 7)])
    for item in h.office["items"][:3]:
        t.add(L(item, 6), *[B(item, 3, section=f"{m}月") for m in range(1, 7)])


def matrix_pairs(t, rng, h):
    """A matrix twice side by side under one header."""
    t.add(*[L(x, 6) for x in ("检测项", "数值", "检测项", "数值")])
    items = h.office["items"]
    for a, b in zip(items[:3], items[3:], strict=True):
        t.add(L(a, 6), B(a, 6), L(b, 6), B(b, 6))


def persons_down(t, rng, h):
    """People down, facts across."""
    facts = h.office["facts"]
    widths = _split(20, len(facts))
    t.add(
        rng.choice((L("类别", 4), F(4), L("对象", 4))), *[L(f, w) for f, w in zip(facts, widths, strict=True)]
    )
    for person in h.office["people"]:
        t.add(L(person, 4), *[B(f, w, section=person) for f, w in zip(facts, widths, strict=True)])


def persons_across(t, rng, h):
    """People across, facts down."""
    people = h.office["people"]
    widths = _split(18, len(people))
    t.add(rng.choice((L("内容", 6), F(6))), *[L(p, w) for p, w in zip(people, widths, strict=True)])
    for fact in h.office["facts"]:
        t.add(L(fact, 6), *[B(fact, w, section=p) for p, w in zip(people, widths, strict=True)])


def person_groups(t, rng, h):
    """A vertical heading beside each person's facts."""
    facts = h.office["facts"]
    for person in h.office["people"][:2]:
        t.add(
            L(person, 1, 2, vertical=True),
            L(facts[0], 4),
            B(facts[0], 7, section=person),
            L(facts[1], 4),
            B(facts[1], 8, section=person),
        )
        t.add(L(facts[2], 4), B(facts[2], 7, section=person), L(facts[3], 4), B(facts[3], 8, section=person))


def person_bands(t, rng, h):
    """A band over each person's facts."""
    facts = h.office["facts"]
    for person in h.office["people"][:2]:
        band = f"{person}信息"
        t.add(L(band, 24))
        t.add(*[x for f in facts[:2] for x in (L(f, 4), B(f, 8, section=band))])
        t.add(*[x for f in facts[2:] for x in (L(f, 4), B(f, 8, section=band))])


def checks(t, rng, h):
    """Checks down; answers across, with remarks."""
    answers = rng.choice((("是", "否"), ("合格", "不合格"), ("正常", "异常")))
    t.add(L("序号", 2), L("检查事项", 10), *[L(a, 3) for a in answers], L("存在问题", 6))
    for number, check in enumerate(h.office["checks"], start=1):
        t.add(
            P(str(number), 2),
            L(check, 10),
            *[B(check, 3, section=a, kind="tick") for a in answers],
            B(check, 6, section="存在问题"),
        )


def plain_list(t, rng, h, which="list"):
    """A list, its heading beside or above, numbered or not."""
    heading, columns = h.office[which]
    rows = rng.randint(1, 6)
    beside = rng.random() < 0.5 or rows == 1
    printed = rng.random() < 0.4
    left = 3 if beside else 0
    labels = (["序号"] if printed else []) + list(columns)
    widths = [2, *_split(UNITS - left - 2, len(columns))] if printed else _split(UNITS - left, len(columns))
    if not beside:
        t.add(L(heading, 24))
    first = t.next
    t.add(
        *([L(heading, 3, rows + 1)] if beside else []),
        *[L(x, w) for x, w in zip(labels, widths, strict=True)],
    )
    for number in range(rows):
        t.add(*[P(f"{number + 1}", w) if printed and k == 0 else F(w) for k, w in enumerate(widths)])
    at = [left + sum(widths[:n]) for n in range(len(widths))]
    cols = list(zip(at, labels, strict=True))
    t.block([first], first + 1, first + rows, cols[1:] if printed else cols)


def roster(t, rng, h):
    """The other list."""
    plain_list(t, rng, h, "roster")


def three_level(t, rng, h):
    """A list under two header rows, of which most are merged over both."""
    _heading, columns = h.office["list"]
    a, b, *rest = columns
    first = t.next
    rest = rest[:2]
    t.add(L(a, 5, 2), L(b, 5, 2), L("详细信息", 14))
    t.add(L(rest[0], 7), L(rest[1] if len(rest) > 1 else "附注", 7))
    rows = rng.randint(2, 5)
    for _ in range(rows):
        t.add(F(5), F(5), F(7), F(7))
    t.block(
        [first, first + 1],
        first + 2,
        first + 1 + rows,
        [(0, a), (5, b), (10, rest[0]), (17, rest[1] if len(rest) > 1 else "附注")],
    )


def fully_merged(t, rng, h):
    """A header of which every cell reaches over two rows."""
    _, columns = h.office["roster"]
    widths = _split(UNITS, len(columns))
    first = t.next
    t.add(*[L(c, w, 2) for c, w in zip(columns, widths, strict=True)])
    t.add()
    rows = rng.randint(2, 4)
    for _ in range(rows):
        t.add(*[F(w) for w in widths])
    at = [sum(widths[:n]) for n in range(len(widths))]
    t.block([first, first + 1], first + 2, first + 1 + rows, list(zip(at, columns, strict=True)))


def list_total(t, rng, h):
    """A list with 合计."""
    first = t.next
    t.add(L("序号", 3), L("事由", 9), L("支出金额", 6), L("经办人签字", 6))
    for number in range(3):
        t.add(P(str(number + 1), 3), F(9), F(6), F(6))
    t.block([first], first + 1, first + 3, [(3, "事由"), (12, "支出金额"), (18, "经办人签字")])
    t.add(L("合　计", 12), B("合计", 6, section="支出金额"), F(6))


def double_list(t, rng, h):
    """Records two to a row."""
    rows = rng.randint(2, 5)
    names = ("编号", "户主", "享受金额")
    first = t.next
    t.add(*[L(n, 4) for n in names * 2])
    for _ in range(rows):
        t.add(*[F(4) for _ in range(6)])
    t.block([first], first + 1, first + rows, [(4 * n, x) for n, x in enumerate(names * 2)])


def mixed_pairs(t, rng, h):
    """Pairs of many widths."""
    for shape in rng.sample(
        ((3, 5, 3, 5, 4, 4), (4, 8, 4, 8), (6, 18), (3, 4, 3, 4, 3, 7), (2, 3, 2, 3, 3, 4, 3, 4)), 3
    ):
        cells = []
        for a, b in zip(shape[::2], shape[1::2], strict=True):
            label = h.label()
            hint = rng.choice(("", "", "", "", "（必填）", "如：无", "按证件填写"))
            shown = label + rng.choice(("", "", "", "（元）", ""))
            cells += [L(shown, a), B(shown, b, text=hint)]
        t.add(*cells)


def photo_side(t, rng, h):
    """A photo at the left or right."""
    text = rng.choice(("贴\n照\n片\n处", "本人近期一寸\n免冠照片", "相片", "照    片"))
    left = rng.random() < 0.3
    for number in range(3):
        a, b = h.label(), h.label()
        cells = [L(a, 4), B(a, 6), L(b, 4), B(b, 6)]
        if number == 0:
            photo = C(4, text, 3, (Truth(text, kind="photo"),))
            cells = [photo, *cells] if left else [*cells, photo]
        t.add(*cells)


def label_over_blank(t, rng, h):
    """Labels above their blanks."""
    for _ in range(2):
        names = [h.label() for _ in range(rng.choice((3, 4)))]
        widths = _split(24, len(names))
        t.add(*[L(n, w) for n, w in zip(names, widths, strict=True)])
        t.add(*[B(n, w) for n, w in zip(names, widths, strict=True)])


def story(t, rng, h):
    """A long text, signed in the same cell or not."""
    a, b = h.office["story"]
    t.add(L(a, 3, vertical=True), B(a, 21), height=2600)
    t.add(L(b, 24))
    t.add(B(b, 24), height=1800)


def dates_and_rules(t, rng, h):
    """Gaps of all kinds."""
    a, b, c = h.label(), h.label(), h.label()
    t.add(
        L(a, 4),
        B(a, 8, text=rng.choice(("　　　　年　　月　　日", "   年   月", "20__年__月__日")), kind="inline"),
        L(b, 4),
        B(b, 8, text=rng.choice(("　　　　元", "{u:8}元", "_____（万元）", "人")), kind="inline"),
    )
    t.add(L(c, 4), B(c, 20, text="自    年  月  日至    年  月  日", kind="inline"))


def marks_behind(t, rng, h):
    """Boxes behind, parentheses, and mouths for boxes."""
    question, options = h.office["choice"][2]
    form = rng.randint(0, 2)
    text = {
        0: "".join(f"{o}□　" for o in options),
        1: "　".join(f"（　）{o}" for o in options),
        2: "  ".join(f"☐{o}" for o in options),
    }[form]
    a = h.label()
    t.add(
        L(question, 6),
        B(question, 6, text=text.strip("　"), kind="checkbox", options=options),
        L(a, 4),
        B(a, 8),
    )


def places(t, rng, h):
    """Fingerprint, seal and signature."""
    t.add(
        L("右手食指指纹", 6),
        S("右手食指指纹", "fingerprint", 6),
        L("单位盖章", 6),
        S("单位盖章", "seal", 6),
        height=900,
    )
    t.add(
        S("承诺人（签名）", "sign", 12, text="承诺人（签名）：              "),
        S("经办单位（盖章）", "seal", 12, text="经办单位（盖章）：            "),
    )


def notes(t, rng, h):
    """Print that is no field."""
    t.add(P("说明：本表由申请人如实填写，一式两份，虚报冒领的按有关规定处理。", 24))
    a = h.label()
    t.add(L(a, 5), B(a, 7), L("填报要求", 5), P("逐项填写，不得空缺", 7))


def opinion_grid(t, rng, h):
    """Two opinions in a row, label beside."""
    a, b, c = h.office["offices"]
    inside = rng.choice(("", "\n\n\n签章：\n年 月 日", "\n\n          （公章）\n        年  月  日"))
    t.add(
        L(a, 2, vertical=True),
        S(a, "opinion", 10, text=inside),
        L(b, 2, vertical=True),
        S(b, "opinion", 10, text=inside),
        height=2200,
    )
    t.add(
        L(c, 4), S(c, "opinion", 20, text="\n\n负责人签字：        （盖章）        年   月   日"), height=2000
    )


def order_only(t, rng, h):
    """One label twice, told apart by order."""
    for person in ("报案人", "受理人"):
        t.add(L(person, 4), B(person, 6), L("联络电话", 4), B("联络电话", 10, section=person))


def digits(t, rng, h):
    """A box to a digit."""
    t.add(L("身份证件号", 6), B("身份证件号", 1), *[F(1) for _ in range(17)])


def word_controls(t, rng, h):
    """Controls and merge fields."""
    a, b, c = h.label(), h.label(), h.label()
    t.add(
        L(a, 4),
        B(a, 4, raw=control("text", title=a)),
        L(b, 4),
        B(b, 4, raw=merge_field(b)),
        L(c, 4),
        B(c, 4, raw=control("list", options=("一", "二"))),
    )
    t.add(
        B(
            "是否公开",
            24,
            text="是否公开：",
            raw=control("checkbox")
            + "<w:r><w:t>公开 </w:t></w:r>"
            + control("checkbox")
            + "<w:r><w:t>不公开</w:t></w:r>",
            kind="checkbox",
            options=("公开", "不公开"),
        )
    )


def inner_table(t, rng, h):
    """Pairs in a table inside a cell."""
    inner = Table()
    a, b = h.label(), h.label()
    inner.add(L(a, 6), B(a, 6), L(b, 6), B(b, 6))
    t.add(C(24, nested=inner))


def late_rows(t, rng, h):
    """Rows that begin late or end early."""
    a, b, c = h.label(), h.label(), h.label()
    t.add(L(a, 5), B(a, 13), before=3, after=3)
    t.add(L(b, 4), B(b, 5), L(c, 4), B(c, 7), after=4)


def shifted(t, rng, h):
    """A header whose edges are not the body's."""
    _, columns = h.office["roster"]
    columns = columns[:4]
    first = t.next
    t.add(*[L(c, w) for c, w in zip(columns, (7, 5, 6, 6), strict=True)])
    for _ in range(3):
        t.add(*[F(w) for w in (6, 7, 5, 6)])
    t.block([first], first + 1, first + 3, list(zip((0, 6, 13, 18), columns, strict=True)))


ONLY_WORD = {word_controls, inner_table, late_rows}
PIECES = (
    unit_cells,
    grouped_items,
    two_level_matrix,
    sign_off,
    column_numbers,
    spacer_column,
    questionnaire,
    lines_in_cell,
    split_opinion,
    months,
    matrix_pairs,
    persons_down,
    persons_across,
    person_groups,
    person_bands,
    checks,
    plain_list,
    roster,
    three_level,
    fully_merged,
    list_total,
    double_list,
    mixed_pairs,
    mixed_pairs,
    photo_side,
    label_over_blank,
    story,
    dates_and_rules,
    marks_behind,
    places,
    notes,
    opinion_grid,
    order_only,
    digits,
    word_controls,
    inner_table,
    late_rows,
    shifted,
)
#: Pieces that would print the same labels twice, which no author does.
TOGETHER_NOT = (
    {"persons_down", "persons_across", "person_groups", "person_bands"},
    {"split_opinion", "opinion_grid"},
    {"plain_list", "three_level"},
    {"roster", "column_numbers", "fully_merged", "shifted"},
    {"grouped_items", "two_level_matrix", "months", "matrix_pairs"},
    {"questionnaire", "marks_behind"},
)


def compose(number, rng, office, word):
    """One form."""
    form = Form(f"{office['office']}-{number:02d}", rng.choice(office["titles"]))
    hand = Hand(rng, office)
    table = form.table()
    done = set()
    for piece in rng.sample(PIECES, 8):
        name = piece.__name__
        rivals = set().union(*(group for group in TOGETHER_NOT if name in group), {name})
        if done & rivals or (not word and piece in ONLY_WORD) or len(done) == 6:
            continue
        done.add(name)
        if table.rows and rng.random() < 0.25:
            table = form.table()
        piece(table, rng, hand)
    if word and rng.random() < 0.5:
        form.para("　　县（区）　　　乡（镇）　　　村", "县（区）", "乡（镇）", "村")
    if word and rng.random() < 0.5:
        form.para("兹有{u:10}同志，因{u:20}，特此申请。", "兹有", "因")
    return form


def forms():
    """Yield (name, bytes, truth)."""
    yield from remembered.forms(remembered.UNSEEN)
    for number in range(36):
        rng = random.Random(f"unseen-{number}")
        office = OFFICES[number % len(OFFICES)]
        word = number % 3 != 2
        form = compose(number, rng, office, word)
        if word:
            content, truth = as_docx(form, "unseen")
            yield f"{form.name}.docx", content, truth
        else:
            content, truth = as_xlsx(
                form, "unseen", borders=number % 9 != 8, name="登记表", hidden=number % 2 == 0
            )
            yield f"{form.name}.xlsx", content, truth
