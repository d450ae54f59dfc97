"""The part of the corpus that rules were written against: offices of civil affairs, farming, schools, labour, the disabled."""

# ruff: noqa: ARG001  - every piece takes the same three things; a form is read as a drawing of short names

import random
from dataclasses import dataclass

import remembered
from paper import B, C, F, Form, L, P, S, Truth, as_docx, as_xlsx, control, merge_field


@dataclass
class Vocabulary:
    """An office's words."""

    office: str
    titles: tuple
    labels: tuple
    questions: tuple  # (label, options)
    groups: tuple  # (heading, labels)
    lists: tuple  # (heading, columns)
    persons: tuple
    money: tuple
    occasions: tuple
    opinions: tuple
    long: tuple


CIVIL = Vocabulary(
    "民政",
    (
        "最低生活保障申请审批表",
        "特困人员救助供养申请表",
        "临时救助审批表",
        "高龄津贴申请表",
        "孤儿基本生活费申请表",
    ),
    (
        "申请人姓名",
        "性别",
        "民族",
        "出生年月",
        "身份证号码",
        "户籍所在地",
        "现居住地",
        "婚姻状况",
        "健康状况",
        "联系电话",
        "文化程度",
        "政治面貌",
        "家庭人口",
        "保障人口",
        "低保证号",
        "开户银行",
        "银行账号",
        "户口性质",
        "申请保障类别",
        "从业状况",
        "月人均收入（元）",
        "救助金额（元）",
    ),
    (
        ("是否残疾", ("是", "否")),
        ("住房性质", ("自有", "租赁", "借住", "其他")),
        ("困难类型", ("重病", "重残", "单亲", "失独", "其他____")),
        ("有无车辆", ("有", "无")),
        ("居住形式", ("独居", "与子女同住", "机构集中供养")),
    ),
    (
        ("监护人情况", ("姓名", "与申请人关系", "联系电话", "工作单位")),
        ("赡养人情况", ("姓名", "身份证号码", "家庭住址", "年收入")),
        ("代理人", ("姓名", "证件号码", "联系电话", "现居住地")),
    ),
    (
        ("家庭成员情况", ("姓名", "与户主关系", "身份证号码", "健康状况", "职业", "月收入")),
        ("赡（抚、扶）养人基本情况", ("称谓", "姓名", "年龄", "工作单位", "月收入（元）")),
        ("近亲属在本单位任职备案", ("姓名", "职务", "与申请对象关系")),
    ),
    ("父亲", "母亲", "配偶"),
    ("工资性收入", "家庭经营净收入", "财产净收入", "转移净收入", "赡养抚养费", "其他收入"),
    ("申请前12个月", "核对后"),
    ("村（居）民委员会意见", "乡镇人民政府审核意见", "县级民政部门审批意见"),
    ("申请理由", "家庭困难情况说明", "入户调查情况"),
)
FARM = Vocabulary(
    "农业",
    (
        "农机购置补贴申请表",
        "耕地地力保护补贴申报表",
        "家庭农场登记表",
        "高素质农民培育报名表",
        "农业保险承保登记表",
    ),
    (
        "经营者",
        "农场名称",
        "注册时间",
        "法定代表人",
        "统一社会信用代码",
        "经营范围",
        "土地流转面积（亩）",
        "机具品目",
        "生产企业",
        "产品型号",
        "出厂编号",
        "购机日期",
        "经销商",
        "销售价格",
        "中央补贴额",
        "收款账户",
        "种植制度",
        "灌溉方式",
        "联系电话",
        "村民小组",
        "地块名称",
        "承包合同号",
    ),
    (
        ("经营类型", ("种植业", "养殖业", "种养结合", "林下经济")),
        ("是否规模经营", ("是", "否")),
        ("培训类型", ("经营管理型", "专业生产型", "技能服务型")),
        ("有无不良信用", ("有", "无")),
    ),
    (
        ("购机者信息", ("姓名", "证件号", "手机", "地址")),
        ("机具信息", ("名称", "型号", "数量", "单价")),
        ("保险标的", ("名称", "数量", "单位保额", "坐落")),
    ),
    (
        ("机具明细", ("机具名称", "规格型号", "购置年份", "数量", "原值（元）")),
        ("地块信息", ("地块编码", "小地名", "四至", "面积（亩）", "作物")),
        ("雇工名单", ("姓名", "性别", "工种", "用工天数")),
    ),
    ("第一承包人", "第二承包人", "第三承包人"),
    ("水稻", "玉米", "油菜", "马铃薯", "中药材", "水果"),
    ("2022年", "2023年", "2024年"),
    ("村委会核实意见", "乡镇农业服务中心意见", "县农业农村局审定意见"),
    ("主要做法", "示范带动情况", "产业发展规划"),
)
SCHOOL = Vocabulary(
    "教育",
    (
        "家庭经济困难学生认定申请表",
        "中等职业学校免学费申请表",
        "学生转学申请表",
        "教师资格认定申请表",
        "生源地助学贷款申请表",
    ),
    (
        "学生姓名",
        "性别",
        "民族",
        "出生日期",
        "学籍号",
        "就读学校",
        "年级班级",
        "入学时间",
        "学制",
        "专业",
        "住校情况",
        "家庭住址",
        "邮政编码",
        "班主任",
        "学历层次",
        "贷款金额",
        "毕业年份",
        "原就读学校",
        "转入学校",
        "转学原因代码",
        "家庭人均年收入",
        "户籍地",
    ),
    (
        ("是否建档立卡", ("是", "否")),
        ("申请档次", ("特别困难", "困难", "一般困难")),
        ("学生类型", ("孤儿", "残疾学生", "烈士子女", "单亲家庭子女")),
        ("是否住校", ("是", "否")),
    ),
    (
        ("监护人信息", ("姓名", "年龄", "联系电话", "工作单位")),
        ("共同借款人", ("姓名", "证件号码", "电话", "与借款人关系")),
        ("学生基本情况", ("姓名", "班级", "学号", "特长")),
    ),
    (
        (
            "家庭成员情况",
            ("姓名", "年龄", "与学生关系", "工作（学习）单位", "职业", "年收入（元）", "健康状况"),
        ),
        ("学习经历", ("起止年月", "就读学校", "年级", "证明人")),
        ("获奖情况", ("获奖时间", "奖项名称", "授奖单位")),
    ),
    ("父亲", "母亲", "其他监护人"),
    ("学费", "住宿费", "书本费", "生活费", "校服费"),
    ("上学期", "下学期"),
    ("班级评议小组意见", "学校意见", "县教育局审核意见"),
    ("申请认定理由", "个人承诺", "学生陈述申请认定理由"),
)
LABOUR = Vocabulary(
    "人社",
    (
        "就业困难人员认定表",
        "公益性岗位申请表",
        "创业担保贷款申请表",
        "失业登记表",
        "城乡居民养老保险参保登记表",
    ),
    (
        "姓名",
        "性别",
        "户口类别",
        "社会保障号码",
        "参保时间",
        "缴费档次",
        "毕业院校",
        "所学专业",
        "技能等级",
        "求职意向",
        "期望薪酬",
        "失业时间",
        "失业原因代码",
        "岗位名称",
        "用工单位",
        "合同期限",
        "营业执照号",
        "注册资本",
        "借款用途",
        "还款来源",
        "住址",
        "电子邮箱",
    ),
    (
        ("人员类别", ("零就业家庭", "大龄失业", "残疾人", "退捕渔民")),
        ("登记类型", ("首次", "变更", "注销")),
        ("是否服从调剂", ("是", "否")),
        ("参保方式", ("个人", "集体补助", "政府代缴")),
    ),
    (
        ("借款人", ("姓名", "证件号码", "住址", "电话")),
        ("担保人", ("姓名", "证件号码", "住址", "电话")),
        ("用人单位", ("名称", "地址", "联系人", "电话")),
    ),
    (
        ("工作经历", ("起止时间", "单位名称", "岗位", "离职原因")),
        ("培训记录", ("培训项目", "培训机构", "课时", "证书编号")),
        ("家庭成员及主要社会关系", ("姓名", "关系", "政治面貌", "工作单位及职务")),
    ),
    ("借款人", "配偶", "担保人"),
    ("个人缴费", "集体补助", "政府补贴", "利息", "其他资助"),
    ("第一季度", "第二季度", "第三季度", "第四季度"),
    ("社区（村）审核意见", "街道（乡镇）人社所意见", "县人社局认定意见"),
    ("个人简历", "项目简介", "求职要求"),
)
DISABLED = Vocabulary(
    "残联",
    (
        "残疾人证申请表",
        "残疾人家庭无障碍改造申请表",
        "辅助器具适配申请表",
        "残疾儿童康复救助申请表",
        "困难残疾人生活补贴申请表",
    ),
    (
        "残疾人姓名",
        "残疾类别",
        "残疾等级",
        "残疾证号",
        "致残时间",
        "监护人",
        "监护人电话",
        "与残疾人关系",
        "籍贯",
        "血型",
        "文化程度",
        "所属社区",
        "康复需求",
        "定点机构",
        "救助标准",
        "补贴起始月",
        "改造项目",
        "预算金额",
        "适配器具",
        "发放方式",
        "身高",
        "体重",
    ),
    (
        ("残疾类别", ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")),
        ("是否一户多残", ("是", "否")),
        ("住房结构", ("砖混", "砖木", "土木", "框架")),
        ("家庭类型", ("低保", "低保边缘", "一般")),
    ),
    (
        ("监护人信息", ("姓名", "身份证号", "联系电话", "关系")),
        ("评定机构", ("名称", "医师", "结论", "编号")),
        ("本人信息", ("姓名", "性别", "证号", "住址")),
    ),
    (
        ("康复训练记录", ("日期", "训练项目", "时长", "训练师", "效果")),
        ("家庭成员", ("姓名", "性别", "关系", "残疾状况")),
        ("已配辅具", ("辅具名称", "数量", "配发时间")),
    ),
    ("父亲", "母亲", "祖父"),
    ("坡道", "扶手", "低位灶台", "坐便器", "闪光门铃"),
    ("改造前", "改造后"),
    ("社区意见", "乡镇（街道）残联意见", "县级残联审批意见"),
    ("致残经过", "需求描述", "备注"),
)
OFFICES = (CIVIL, FARM, SCHOOL, LABOUR, DISABLED)


class Deck:
    """Draws labels without repeating one in a form."""

    def __init__(self, rng, words):
        self.rng = rng
        self.words = list(words.labels)
        rng.shuffle(self.words)
        self.all = words

    def label(self):
        return self.words.pop() if self.words else f"栏目{self.rng.randint(10, 99)}"


def pairs(t, rng, deck):
    """label | blank, several to a row."""
    for _ in range(rng.randint(1, 3)):
        shape = rng.choice(
            ((4, 8, 4, 8), (3, 5, 3, 5, 3, 5), (5, 19), (3, 3, 3, 3, 3, 3, 3, 3), (4, 6, 3, 11))
        )
        cells = []
        for a, b in zip(shape[::2], shape[1::2], strict=True):
            label = deck.label()
            cells += [L(label, a), B(label, b)]
        t.add(*cells)


def with_photo(t, rng, deck):
    """Pairs with a photo at the right."""
    rows = rng.randint(3, 4)
    text = rng.choice(("照片", "相\n\n片", "近期免冠\n二寸照片", "（贴照片处）", "一寸\n照片"))
    for number in range(rows):
        a, b = deck.label(), deck.label()
        cells = [L(a, 3), B(a, 7), L(b, 3), B(b, 7)]
        if number == 0:
            cells.append(C(4, text, rows, (Truth(text, kind="photo"),)))
        t.add(*cells)


def ticks(t, rng, deck):
    """Tick groups with their question to the left."""
    for label, options in rng.sample(deck.all.questions, 2):
        gap = rng.choice(("  ", "　", " "))
        text = gap.join("□" + one for one in options)
        clean = [one.rstrip("_") for one in options]
        t.add(L(label, 5), B(label, 19, text=text, kind="checkbox", options=clean))


def yes_no_behind(t, rng, deck):
    """是□否□ behind, or the question in the cell."""
    label, options = rng.choice([q for q in deck.all.questions if len(q[1]) == 2])
    if rng.random() < 0.5:
        t.add(
            L(label, 5),
            B(label, 7, text="".join(f"{o}□ " for o in options).strip(), kind="checkbox", options=options),
            *_pair(deck, 4, 8),
        )
    else:
        t.add(
            B(label, 12, text=f"{label}：□{options[0]}　□{options[1]}", kind="checkbox", options=options),
            *_pair(deck, 4, 8),
        )


def _pair(deck, a, b, **more):
    label = deck.label()
    return L(label, a), B(label, b, **more)


def group(t, rng, deck):
    """A heading merged beside several rows of pairs."""
    for heading, labels in rng.sample(deck.all.groups, 2):
        a, b, c, d = labels
        t.add(L(heading, 2, 2), L(a, 4), B(a, 7, section=heading), L(b, 4), B(b, 7, section=heading))
        t.add(L(c, 4), B(c, 7, section=heading), L(d, 4), B(d, 7, section=heading))


def bands(t, rng, deck):
    """Band rows over pairs."""
    for number, (heading, labels) in enumerate(rng.sample(deck.all.groups, 2)):
        words = f"{'一二三四'[number]}、{heading}" if rng.random() < 0.5 else heading
        t.add(L(words, 24))
        a, b, c, d = labels
        t.add(L(a, 4), B(a, 8, section=words), L(b, 4), B(b, 8, section=words))
        t.add(L(c, 4), B(c, 8, section=words), L(d, 4), B(d, 8, section=words))


def row_labels(t, rng, deck):
    """父亲 | 姓名 | … | 年龄 | …."""
    for person in deck.all.persons[:2]:
        t.add(
            L(person, 3),
            L("姓名", 3),
            B("姓名", 5, section=person),
            L("年龄", 3),
            B("年龄", 3, section=person),
            L("工作单位", 3),
            B("工作单位", 4, section=person),
        )


def plain_order(t, rng, deck):
    """申请人 … 身份证号 …, 代理人 … 身份证号 …."""
    for person in rng.choice((("经办人", "受托人"), ("户主姓名", "配偶姓名"), ("法人代表", "联络员"))):
        t.add(L(person, 4), B(person, 8), L("身份证件号", 4), B("身份证件号", 8, section=person))


def records(t, rng, deck, heading=None):
    """A list under one header row."""
    heading, columns = rng.choice(deck.all.lists)
    numbered = rng.choice((None, "blank", "printed"))
    beside = rng.random() < 0.5
    rows = rng.randint(2, 7)
    labels = (["序号"] if numbered else []) + list(columns)
    left = 2 if beside else 0
    widths = _shares(24 - left, len(labels), small=numbered is not None)
    if not beside and rng.random() < 0.6:
        t.add(L(heading, 24))
    first = t.next
    head = [L(label, w) for label, w in zip(labels, widths, strict=True)]
    t.add(*([L(heading, 2, rows + 1)] if beside else []), *head)
    for number in range(rows):
        t.add(
            *[
                P(str(number + 1), w) if numbered == "printed" and not k else F(w)
                for k, w in enumerate(widths)
            ]
        )
    at, cols = left, []
    for k, (label, w) in enumerate(zip(labels, widths, strict=True)):
        if not (numbered == "printed" and k == 0):
            cols.append((at, label))
        at += w
    t.block([first], first + 1, first + rows, cols)
    return first, rows, labels, widths, left


def _shares(total, count, small=False):
    widths = [total // count] * count
    for number in range(total - sum(widths)):
        widths[-1 - number % count] += 1
    if small and widths[0] > 2:
        widths[-1] += widths[0] - 2
        widths[0] = 2
    return widths


def records_with_total(t, rng, deck):
    """A list with a total row."""
    rows = rng.randint(2, 5)
    first = t.next
    t.add(L("项目名称", 8), L("数量", 5), L("金额（元）", 5), L("备注", 6))
    for _ in range(rows):
        t.add(F(8), F(5), F(5), F(6))
    t.block(
        [first], first + 1, first + rows, [(0, "项目名称"), (8, "数量"), (13, "金额（元）"), (18, "备注")]
    )
    t.add(L("合计", 8), B("合计", 5, section="数量"), B("合计", 5, section="金额（元）"), F(6))


def two_level(t, rng, deck):
    """A list with two header rows."""
    rows = rng.randint(2, 4)
    first = t.next
    t.add(L("姓名", 4, 2), L("性别", 2, 2), L("就学情况", 9), L("就业情况", 9))
    t.add(L("学校", 6), L("年级", 3), L("务工地点", 5), L("月工资", 4))
    for _ in range(rows):
        t.add(F(4), F(2), F(6), F(3), F(5), F(4))
    t.block(
        [first, first + 1],
        first + 2,
        first + 1 + rows,
        [(0, "姓名"), (4, "性别"), (6, "学校"), (12, "年级"), (15, "务工地点"), (20, "月工资")],
    )


def side_by_side(t, rng, deck):
    """Two records in a row."""
    rows = rng.randint(2, 6)
    first = t.next
    names = rng.choice((("序号", "姓名", "签字"), ("户主姓名", "人口数"), ("村民小组", "户主", "面积")))
    widths = _shares(12, len(names))
    t.add(*[L(n, w) for n, w in zip(names * 2, widths * 2, strict=True)])
    for _ in range(rows):
        t.add(*[F(w) for w in widths * 2])
    at, cols = 0, []
    for n, w in zip(names * 2, widths * 2, strict=True):
        cols.append((at, n))
        at += w
    t.block([first], first + 1, first + rows, cols)


def edges_differ(t, rng, deck):
    """Header and body whose edges do not meet."""
    _, columns = deck.all.lists[0]
    columns = columns[:4]
    rows = rng.randint(2, 4)
    first = t.next
    t.add(*[L(c, w) for c, w in zip(columns, (5, 7, 6, 6), strict=True)])
    for _ in range(rows):
        t.add(*[F(w) for w in (6, 6, 7, 5)])
    t.block([first], first + 1, first + rows, list(zip((0, 6, 12, 19), columns, strict=True)))


def money_matrix(t, rng, deck):
    """Items down, occasions across: the row names the cell."""
    occasions = deck.all.occasions
    items = rng.sample(deck.all.money, rng.randint(3, 5))
    widths = _shares(18, len(occasions))
    t.add(
        L(rng.choice(("项目", "类别", "指标")), 6), *[L(o, w) for o, w in zip(occasions, widths, strict=True)]
    )
    for item in items:
        t.add(L(item, 6), *[B(item, w, section=o) for o, w in zip(occasions, widths, strict=True)])


def money_single(t, rng, deck):
    """项目 | 金额 | 项目 | 金额: side by side, the row names the cell."""
    value = rng.choice(("金额", "金额（元）", "数量"))
    t.add(*[L(x, 6) for x in ("项目", value, "项目", value)])
    items = deck.all.money
    for a, b in zip(items[::2], items[1::2], strict=False):
        t.add(L(a, 6), B(a, 6), L(b, 6), B(b, 6))


def person_matrix(t, rng, deck):
    """Persons down, attributes across: the column names the cell."""
    columns = rng.choice(
        (
            ("姓名", "年龄", "工作单位", "电话"),
            ("姓名", "证件号码", "职业"),
            ("姓名", "文化程度", "健康状况", "年收入"),
        )
    )
    widths = _shares(19, len(columns))
    t.add(
        rng.choice((L("关系", 5), F(5), L("成员", 5))),
        *[L(c, w) for c, w in zip(columns, widths, strict=True)],
    )
    for person in deck.all.persons:
        t.add(L(person, 5), *[B(c, w, section=person) for c, w in zip(columns, widths, strict=True)])


def answer_matrix(t, rng, deck):
    """Questions down, answers across: ticks."""
    answers = rng.choice((("是", "否"), ("有", "无"), ("好", "一般", "差"), ("达标", "未达标")))
    widths = _shares(10, len(answers))
    t.add(L("检查内容", 14), *[L(a, w) for a, w in zip(answers, widths, strict=True)])
    for question in rng.sample(
        ("住房是否安全", "饮水是否达标", "台账是否齐全", "人员是否到岗", "资金是否到账", "标识是否清楚"), 3
    ):
        t.add(
            L(question, 14),
            *[B(question, w, section=a, kind="tick") for a, w in zip(answers, widths, strict=True)],
        )


def label_above(t, rng, deck):
    """Labels over single blanks, twice."""
    for _ in range(2):
        names = [deck.label() for _ in range(4)]
        t.add(*[L(n, 6) for n in names])
        t.add(*[B(n, 6) for n in names])


def one_row_list(t, rng, deck):
    """A list of exactly one blank row."""
    heading, columns = deck.all.lists[0]
    columns = columns[:4]
    first = t.next
    t.add(L(heading, 4, 2), *[L(c, 5) for c in columns])
    t.add(*[F(5) for _ in columns])
    t.block([first], first + 1, first + 1, [(4 + 5 * k, c) for k, c in enumerate(columns)])


def long_text(t, rng, deck):
    """A tall cell."""
    label = rng.choice(deck.all.long)
    if rng.random() < 0.3:
        t.add(L(label, 24))
        t.add(B(label, 24), height=2400)
    else:
        t.add(L(label, 3), B(label, 21), height=2400)


def opinions(t, rng, deck):
    """One opinion a row."""
    for label in deck.all.opinions:
        text = rng.choice(
            (
                "",
                "\n\n（盖章）\n年　　月　　日",
                "\n经办人签字：　　　　负责人签字：\n　　　　年　月　日（公章）",
                "签字：        （盖章）\n      年   月   日",
            )
        )
        t.add(L(label, 4), S(label, "opinion", 20, text=text), height=1600)


def opinions_across(t, rng, deck):
    """Opinions side by side under their heads."""
    labels = deck.all.opinions
    t.add(*[L(o, 8) for o in labels])
    text = rng.choice(("", "签字：\n\n年  月  日", "（盖章）\n\n年 月 日"))
    t.add(*[S(o, "opinion", 8, text=text) for o in labels], height=2000)


def gaps(t, rng, deck):
    """Gaps and rules inside cells."""
    a, b, c = deck.label(), deck.label(), deck.label()
    date = rng.choice(("年　月　日", "    年  月  日", "20  年   月   日", "　　年　　月"))
    t.add(
        L(a, 4),
        B(a, 8, text=date, kind="inline"),
        L(b, 4),
        B(b, 8, text=rng.choice(("________", "{u:12}", "      元", "____人")), kind="inline"),
    )
    t.add(
        L(c, 4),
        C(20, "共____户，其中脱贫户____户", 1, (Truth("共", c, "inline"), Truth("其中脱贫户", c, "inline"))),
    )


def hints(t, rng, deck):
    """Hints in the cells to be filled."""
    for text in rng.sample(
        (
            "（元）",
            "如：2023年5月",
            "请填写全称",
            "与身份证一致",
            "（选填）",
            "例：138×××××××",
            "×××",
            "填写小写金额",
        ),
        2,
    ):
        t.add(
            *_pair(deck, 4, 8, text=text),
            *_pair(deck, 4, 8, text="精确到月" if rng.random() < 0.3 else "", grey=True),
        )


def id_boxes(t, rng, deck):
    """One digit to a box."""
    label = rng.choice(("公民身份号码", "社会保障号"))
    t.add(L(label, 6), B(label, 1), *[F(1) for _ in range(17)])


def controls(t, rng, deck):
    """Content controls and merge fields."""
    a, b, c, d = (deck.label() for _ in range(4))
    t.add(L(a, 4), B(a, 8, raw=control("text")), L(b, 4), B(b, 8, raw=control("date")))
    t.add(
        L(c, 4),
        B(c, 8, raw=control("list", options=("甲", "乙"))),
        L(d, 4),
        B(d, 8, raw=merge_field(d, rng.random() < 0.5)),
    )


def fillers(t, rng, deck):
    """Spacers, notes, crossed cells and corners."""
    t.add(F(24), height=120)
    a = deck.label()
    t.add(L(a, 4), B(a, 8), P("—", 4), P("/", 8))
    t.add(P("注：1.本表一式三份，村、乡、县各存一份。2.填写时字迹要清楚，不得涂改。", 24))


def ragged(t, rng, deck):
    """Rows that begin late or end early."""
    a, b = deck.label(), deck.label()
    t.add(L(a, 4), B(a, 8), L(b, 4), B(b, 4), after=4)
    c = deck.label()
    t.add(L(c, 4), B(c, 12), before=4, after=4)


def sign_row(t, rng, deck):
    """Signatures in a row."""
    form = rng.randint(0, 2)
    if form == 0:
        t.add(
            L("申请人签字", 4),
            S("申请人签字", "sign", 8),
            L("签字日期", 4),
            S("签字日期", "date", 8, text="年   月   日"),
        )
    elif form == 1:
        t.add(
            S("户主签字（按手印）", "sign", 12, text="户主签字（按手印）：          "),
            S("村委会（公章）", "seal", 12, text="村委会（公章）：         "),
        )
    else:
        t.add(
            L("调查人签名", 6), S("调查人签名", "sign", 6), L("被调查人签名", 6), S("被调查人签名", "sign", 6)
        )


def nested(t, rng, deck):
    """A table inside a cell."""
    from paper import Table

    inner = Table()
    inner.add(L("品名", 8), L("规格", 8), L("数量", 8))
    inner.add(F(8), F(8), F(8))
    inner.add(F(8), F(8), F(8))
    inner.block([0], 1, 2, [(0, "品名"), (8, "规格"), (16, "数量")])
    t.add(L("物资清单", 4), C(20, nested=inner))


PIECES = (
    pairs,
    pairs,
    with_photo,
    ticks,
    yes_no_behind,
    group,
    bands,
    row_labels,
    plain_order,
    records,
    records,
    records_with_total,
    two_level,
    side_by_side,
    edges_differ,
    money_matrix,
    money_single,
    person_matrix,
    answer_matrix,
    label_above,
    one_row_list,
    long_text,
    opinions,
    opinions_across,
    gaps,
    hints,
    id_boxes,
    controls,
    fillers,
    ragged,
    sign_row,
    nested,
)
#: Pieces that use the same words as another one, or need Word.
ONLY_WORD = {controls, nested, ragged}


def compose(number, rng, words, pieces, only_word, word):
    """One form of several pieces, in one table or several."""
    form = Form(f"{words.office}-{number:02d}", rng.choice(words.titles))
    deck = Deck(rng, words)
    chosen = [piece for piece in rng.sample(pieces, rng.randint(3, 6)) if word or piece not in only_word]
    if not chosen:
        chosen = [pieces[0]]
    used = set()
    apart = rng.random() < 0.4
    table = form.table()
    for piece in chosen:
        if piece.__name__.split("_")[0] in used and piece.__name__.startswith("opinions"):
            continue
        if piece.__name__ in used or ({"group", "bands"} & used and piece.__name__ in ("group", "bands")):
            continue
        used |= {piece.__name__, piece.__name__.split("_")[0]}
        if apart and table.rows and rng.random() < 0.6:
            table = form.table()
        piece(table, rng, deck)
    if word and rng.random() < 0.4:
        form.para("填报单位：____________　　填表日期：    年  月  日", "填报单位", "填表日期")
    if word and rng.random() < 0.3:
        form.para("本人{u:8}，身份证号{u:20}，自愿申请。", "本人", "身份证号")
    if word and rng.random() < 0.2:
        form.boxes.append(("编号：________", ("编号",)))
    return form


def forms():
    """Yield (name, bytes, truth)."""
    yield from remembered.forms(remembered.SEEN)
    for number in range(64):
        rng = random.Random(f"seen-{number}")
        words = OFFICES[number % len(OFFICES)]
        word = number % 4 != 3
        form = compose(number, rng, words, PIECES, ONLY_WORD, word)
        if word:
            content, truth = as_docx(form, "seen")
            yield f"{form.name}.docx", content, truth
        else:
            content, truth = as_xlsx(
                form, "seen", borders=number % 8 != 7, hidden=number % 3 == 0, offset=number % 2
            )
            yield f"{form.name}.xlsx", content, truth
