"""What goes wrong most: each form is one trap, as several authors set it."""

from paper import B, C, F, Form, L, P, S, Truth, as_docx, as_xlsx


def _list(t, head, rows, columns, first=None):
    """The truth of a list from (left unit, label)."""
    t.block(head, rows[0] if first is None else first, rows[-1], columns)


def band_one_row(t):
    t.add(L("姓名", 4), B("姓名", 8), L("性别", 4), B("性别", 8))
    t.add(L("主要社会关系", 24))
    t.add(L("姓名", 6), L("称谓", 6), L("工作单位", 6), L("联系电话", 6))
    t.add(F(6), F(6), F(6), F(6))
    t.block([2], 3, 3, [(0, "姓名"), (6, "称谓"), (12, "工作单位"), (18, "联系电话")])
    t.add(L("备注", 4), B("备注", 20))


def single_pair_above(t):
    t.add(L("贷款用途", 8), L("贷款期限", 8), L("担保方式", 8))
    t.add(B("贷款用途", 8), B("贷款期限", 8), B("担保方式", 8))
    t.add(L("申请人", 4), B("申请人", 8), L("联系方式", 4), B("联系方式", 8))


def two_values_side_by_side(t):
    t.add(*[L(x, w) for x, w in zip(("作物", "面积", "产量") * 2, (4, 4, 4) * 2, strict=True)])
    for a, b in (("水稻", "玉米"), ("小麦", "大豆"), ("红薯", "花生")):
        t.add(
            L(a, 4),
            B("面积", 4, section=a),
            B("产量", 4, section=a),
            L(b, 4),
            B("面积", 4, section=b),
            B("产量", 4, section=b),
        )


def numbered_items(t):
    t.add(L("序号", 2), L("评价指标", 8), L("分值", 3), L("自评得分", 5), L("考核得分", 6))
    for k, (item, score) in enumerate((("组织领导", "20"), ("制度建设", "30"), ("工作成效", "50"))):
        t.add(
            P(str(k + 1), 2),
            L(item, 8),
            P(score, 3),
            B(item, 5, section="自评得分"),
            B(item, 6, section="考核得分"),
        )
    t.add(L("合计", 10), P("100", 3), B("合计", 5, section="自评得分"), B("合计", 6, section="考核得分"))


def names_at_foot(t):
    t.add(L("项目名称", 5), B("项目名称", 19))
    t.add(L("填表人", 4), B("填表人", 4), L("审核人", 4), B("审核人", 4), L("填表日期", 4), B("填表日期", 4))


def leftovers(t):
    t.add(L("姓名", 4), B("姓名", 6), L("民族", 4), B("民族", 6), F(2), F(2))
    t.add(L("电话", 4), B("电话", 6), F(4), F(6), F(2), F(2))
    t.add(L("家庭住址", 4), B("家庭住址", 20))


def wide_heads(t):
    t.add(L("奖惩名称", 10), L("时间", 6), L("授予单位", 8))
    for _ in range(3):
        t.add(F(10), F(6), F(8))
    t.block([0], 1, 3, [(0, "奖惩名称"), (10, "时间"), (16, "授予单位")])


def group_over_band(t):
    t.add(L("家\n庭\n情\n况", 2, 5, vertical=False), L("成员信息", 22))
    t.add(L("姓名", 6), L("年龄", 4), L("关系", 6), L("职业", 6))
    t.add(F(6), F(4), F(6), F(6))
    t.add(F(6), F(4), F(6), F(6))
    t.add(F(6), F(4), F(6), F(6))
    t.block([1], 2, 4, [(2, "姓名"), (8, "年龄"), (12, "关系"), (18, "职业")])


def three_rows(t):
    t.add(L("户主", 4, 3), L("收入情况", 20))
    t.add(L("生产性收入", 10), L("非生产性收入", 10))
    t.add(L("种植", 5), L("养殖", 5), L("工资", 5), L("转移", 5))
    for _ in range(4):
        t.add(F(4), F(5), F(5), F(5), F(5))
    t.block([0, 1, 2], 3, 6, [(0, "户主"), (4, "种植"), (9, "养殖"), (14, "工资"), (19, "转移")])


def sample_row(t):
    t.add(L("序号", 3), L("姓名", 6), L("身份证号", 9), L("签收", 6))
    t.add(P("例", 3), P("张三", 6), P("52********1234", 9), P("张三", 6))
    for k in range(3):
        t.add(P(str(k + 1), 3), F(6), F(9), F(6))
    t.block([0], 2, 4, [(3, "姓名"), (9, "身份证号"), (18, "签收")])


def printed_in_rows(t):
    t.add(L("姓名", 5), L("性别", 5), L("出生年月", 6), L("是否在校", 4), L("备注", 4))
    for _ in range(3):
        t.add(F(5), P("□男 □女", 5), P("　　年　月", 6), P("□是□否", 4), F(4))
    t.block([0], 1, 3, [(0, "姓名"), (5, "性别"), (10, "出生年月"), (16, "是否在校"), (20, "备注")])


def dots_at_end(t):
    t.add(L("序号", 3), L("物资名称", 9), L("数量", 6), L("领取人", 6))
    for k in range(3):
        t.add(P(str(k + 1), 3), F(9), F(6), F(6))
    t.block([0], 1, 3, [(3, "物资名称"), (12, "数量"), (18, "领取人")])
    t.add(P("……", 3), F(9), F(6), F(6))


def address_in_two(t):
    t.add(L("家庭住址", 4, 2), L("户籍", 4), B("户籍", 16, section="家庭住址"))
    t.add(L("现住", 4), B("现住", 16, section="家庭住址"))
    t.add(L("获奖情况", 4, 2), B("获奖情况", 20))
    t.add(B("获奖情况", 20))


def numbered_labels(t):
    t.add(L("1.姓名", 4), B("1.姓名", 8), L("2.身份证号码", 5), B("2.身份证号码", 7))
    t.add(
        L("3.您对帮扶工作是否满意？", 10),
        B(
            "3.您对帮扶工作是否满意？",
            14,
            text="□满意 □基本满意 □不满意",
            kind="checkbox",
            options=("满意", "基本满意", "不满意"),
        ),
    )
    t.add(L("4.您还有哪些困难？", 10), B("4.您还有哪些困难？", 14))


def amounts(t):
    t.add(
        L("补助金额", 4),
        C(
            20,
            "（大写）：________________　（小写）：￥____________元",
            1,
            (Truth("（大写）", "补助金额", "inline"), Truth("（小写）", "补助金额", "inline")),
        ),
    )
    t.add(L("经办银行", 4), B("经办银行", 8), L("账号", 4), B("账号", 8))


def lists_in_turn(t):
    for word in ("收入", "支出"):
        start = t.next
        t.add(L(f"{word}明细", 24))
        t.add(L("日期", 6), L("摘要", 10), L("金额", 8))
        for _ in range(3):
            t.add(F(6), F(10), F(8))
        t.block([start + 1], start + 2, start + 4, [(0, "日期"), (6, "摘要"), (16, "金额")])
        t.add(L("小计", 16), B("小计", 8, section="金额"))


def seals_across(t):
    t.add(L("村级意见", 8), L("乡级意见", 8), L("县级意见", 8))
    t.add(S("村级意见", "opinion", 8), S("乡级意见", "opinion", 8), S("县级意见", "opinion", 8), height=1800)
    levels = ("村级意见", "乡级意见", "县级意见")
    t.add(*[S("签字", "sign", 8, text="签字：", section=x) for x in levels])
    t.add(*[S("签字", "date", 8, text="年　月　日", section=x) for x in levels])


def years_down(t):
    t.add(L("年度", 4), L("人均收入（元）", 7), L("帮扶措施", 7), L("帮扶成效", 6))
    for y in ("2021年", "2022年", "2023年"):
        t.add(
            L(y, 4),
            B("人均收入（元）", 7, section=y),
            B("帮扶措施", 7, section=y),
            B("帮扶成效", 6, section=y),
        )


def timetable(t):
    t.add(F(4), *[L(x, 4) for x in ("星期一", "星期二", "星期三", "星期四", "星期五")])
    for x in ("上午", "下午", "晚上"):
        t.add(L(x, 4), *[B(x, 4, section=d) for d in ("星期一", "星期二", "星期三", "星期四", "星期五")])


def before_after(t):
    t.add(L("指标名称", 6), L("单位", 3), L("监测值", 7), L("标准值", 8))
    for item, unit in (("浑浊度", "NTU"), ("余氯", "mg/L"), ("菌落总数", "CFU/mL")):
        t.add(L(item, 6), P(unit, 3), B(item, 7, section="监测值"), B(item, 8, section="标准值"))


def joined_pairs(t):
    t.add(
        L("法定代表人", 4, 2),
        L("姓名", 3),
        B("姓名", 5, section="法定代表人"),
        L("委托代理人", 4, 2),
        L("姓名", 3),
        B("姓名", 5, section="委托代理人"),
    )
    t.add(L("电话", 3), B("电话", 5, section="法定代表人"), L("电话", 3), B("电话", 5, section="委托代理人"))


def two_lists_abreast(t):
    t.add(
        L("男劳动力", 2, 4, vertical=True),
        L("姓名", 5),
        L("技能", 5),
        L("女劳动力", 2, 4, vertical=True),
        L("姓名", 5),
        L("技能", 5),
    )
    for _ in range(3):
        t.add(F(5), F(5), F(5), F(5))
    t.block([0], 1, 3, [(2, "姓名"), (7, "技能")])
    t.block([0], 1, 3, [(14, "姓名"), (19, "技能")])


def hints_under_labels(t):
    t.add(
        L("家庭住址\n（详细到门牌号）", 5),
        B("家庭住址", 7),
        L("联系电话\n（请填手机号）", 5),
        B("联系电话", 7),
    )
    t.add(
        L("年收入（万元）", 5),
        B("年收入（万元）", 7, text="（保留两位小数）"),
        L("紧急联系人", 5),
        B("紧急联系人", 7, text="张三", grey=True),
    )


def checklist(t):
    t.add(L("材料名称", 12), L("份数", 3), L("有（√）", 3), L("无（√）", 3), L("备注", 3))
    for x in ("户口簿复印件", "身份证复印件", "收入证明"):
        t.add(
            L(x, 12),
            *[
                B(x, 3, section=s, kind=k)
                for s, k in (("份数", "text"), ("有（√）", "tick"), ("无（√）", "tick"), ("备注", "text"))
            ],
        )


def photo_unlabelled_left(t):
    t.add(
        L("姓名", 4),
        B("姓名", 7),
        L("曾用名", 4),
        B("曾用名", 5),
        C(4, "", 4, (Truth("照片", kind="photo"),)),
    )
    for a, b in (("性别", "民族"), ("出生日期", "籍贯"), ("学历", "学位")):
        t.add(L(a, 4), B(a, 7), L(b, 4), B(b, 5))


def code_boxes(t):
    t.add(L("组织机构代码", 6), B("组织机构代码", 2), *[F(2) for _ in range(8)])
    t.add(L("单位名称", 6), B("单位名称", 18))


def fields_then_list(t):
    t.add(L("单位名称", 4), B("单位名称", 8), L("法人", 4), B("法人", 8))
    t.add(L("职工名册", 2, 4, vertical=True), L("姓名", 6), L("岗位", 6), L("工龄", 4), L("月薪", 6))
    for _ in range(3):
        t.add(F(6), F(6), F(4), F(6))
    t.block([1], 2, 4, [(2, "姓名"), (8, "岗位"), (14, "工龄"), (18, "月薪")])
    t.add(L("总人数", 4), B("总人数", 8), L("月薪合计", 4), B("月薪合计", 8))


def total_first(t):
    t.add(L("指标", 8), L("代码", 3), L("本期数", 6), L("上期数", 7))
    t.add(P("甲", 8), P("乙", 3), P("1", 6), P("2", 7))
    for k, x in enumerate(("总产值", "其中：农业", "　　　牧业", "　　　渔业")):
        label = x.strip("　")
        t.add(L(x, 8), P(f"0{k + 1}", 3), B(label, 6, section="本期数"), B(label, 7, section="上期数"))


def persons_with_blank_rows(t):
    t.add(L("关系", 4), L("姓名", 6), L("职业", 6), L("电话", 8))
    for who in ("父亲", "母亲"):
        t.add(L(who, 4), B("姓名", 6, section=who), B("职业", 6, section=who), B("电话", 8, section=who))
    t.add(F(4), F(6), F(6), F(8))
    t.add(F(4), F(6), F(6), F(8))
    t.block([0], 3, 4, [(0, "关系"), (4, "姓名"), (10, "职业"), (16, "电话")])


def visits_across(t):
    t.add(L("走访日期", 9), *[B("走访日期", 5, text="年 月 日", kind="inline") for _ in range(3)])
    t.add(
        L("家\n庭\n变\n化", 2, 3), L("人口变化", 7), *[B("人口变化", 5, section="家庭变化") for _ in range(3)]
    )
    t.add(L("收入变化", 7), *[B("收入变化", 5, section="家庭变化") for _ in range(3)])
    t.add(L("住房变化", 7), *[B("住房变化", 5, section="家庭变化") for _ in range(3)])
    t.add(L("走访人签字", 9), *[S("走访人签字", "sign", 5) for _ in range(3)])


def signed_by_two(t):
    t.add(L("调解协议内容", 4), B("调解协议内容", 20))
    t.add(
        S("当事人签名", "sign", 12, text="当事人签名：\n\n\n年　月　日"),
        S("调解员签名", "sign", 12, text="调解员签名：\n\n\n年　月　日"),
    )
    t.add(L("回访情况", 4), B("回访情况", 12), L("回访人", 4), B("回访人", 4))


def wide_questions(t):
    for n, (q, options) in enumerate(
        (("您家主要收入来源", ("务工", "种植", "养殖", "其他")), ("您家饮用水类型", ("自来水", "井水"))),
        start=1,
    ):
        t.add(
            B(
                f"{n}、{q}？",
                24,
                text=f"{n}、{q}？\n" + "  ".join(f"□{o}" for o in options),
                kind="checkbox",
                options=options,
            )
        )
    t.add(
        C(24, "3、您的意见建议：______________________________", 1, (Truth("您的意见建议", kind="inline"),))
    )


def mixed_header_units(t):
    t.add(L("姓名", 4), L("补贴项目（元/亩）", 10), L("签名", 5), L("备注", 5))
    for _ in range(3):
        t.add(F(4), F(10), F(5), F(5))
    t.block([0], 1, 3, [(0, "姓名"), (4, "补贴项目（元/亩）"), (14, "签名"), (19, "备注")])
    t.add(
        C(
            24,
            "制表单位：　　　　　　制表人：　　　　　　制表时间：　　年　月　日",
            1,
            (
                Truth("制表单位", kind="inline"),
                Truth("制表人", kind="inline"),
                Truth("制表时间", kind="inline"),
            ),
        )
    )


def sections_with_matrix(t):
    for part in ("一、申请人", "二、共同生活成员"):
        t.add(L(part, 24))
        t.add(L("姓名", 4), B("姓名", 8, section=part), L("身份证号", 4), B("身份证号", 8, section=part))
        t.add(L("收入类型", 6), L("月收入", 9), L("年收入", 9))
        for x in ("工资", "养老金"):
            t.add(L(x, 6), B(x, 9, section="月收入"), B(x, 9, section="年收入"))


def levels_of_opinion(t):
    who = ("村民委员会", "乡镇人民政府", "县级主管部门")
    for n, x in enumerate(who):
        lead = [L("审\n批\n意\n见", 2, 3)] if n == 0 else []
        t.add(
            *lead,
            L(x, 5),
            S(
                x,
                "opinion",
                17,
                section="审批意见",
                text=("", "\n签字：　　　　　盖章\n年　月　日", "\n\n（公章）年　月　日")[n],
            ),
        )


def boxes_apart(t):
    t.add(
        L("户类型", 4),
        B("一般户", 2, text="□", kind="checkbox", section="户类型"),
        P("一般户", 5),
        B("低保户", 2, text="□", kind="checkbox", section="户类型"),
        P("低保户", 5),
        B("特困户", 2, text="□", kind="checkbox", section="户类型"),
        P("特困户", 4),
    )
    t.add(L("姓名", 4), B("姓名", 20))


def head_without_word(t):
    t.add(L("序号", 3), L("设施名称", 8), F(3), L("位置", 5), L("完好情况", 5))
    for k in range(3):
        t.add(P(str(k + 1), 3), F(8), F(3), F(5), F(5))
    t.block([0], 1, 3, [(3, "设施名称"), (14, "位置"), (19, "完好情况")])


def merged_remark(t):
    t.add(L("姓名", 5), L("年龄", 4), L("去向", 7), L("备注", 8))
    t.add(F(5), F(4), F(7), B("备注", 8, 3))
    t.add(F(5), F(4), F(7))
    t.add(F(5), F(4), F(7))
    t.block([0], 1, 3, [(0, "姓名"), (5, "年龄"), (9, "去向")])


def reasons_in_order(t):
    t.add(L("申请人签字", 4), S("申请人签字", "sign", 8), L("联系电话", 4), B("联系电话", 8))
    t.add(L("与户主关系", 4), B("与户主关系", 8), L("申请时间", 4), B("申请时间", 8))


def pairs_of_units(t):
    t.add(
        L("耕地面积", 4),
        B("耕地面积", 4, text="　　　　亩", kind="inline"),
        L("林地面积", 4),
        B("林地面积", 4, text="　　　　亩", kind="inline"),
        L("住房面积", 4),
        B("住房面积", 4, text="________㎡", kind="inline"),
    )
    t.add(
        L("家庭人口", 4),
        B("家庭人口", 4, text="（   ）人", kind="inline"),
        L("劳动力", 4),
        B("劳动力", 4, text="   人", kind="inline"),
        L("月收入", 4),
        B("月收入", 4, text="元", kind="inline"),
    )


def double_deck(t):
    t.add(L("项目", 4, 2), L("计划", 10), L("完成", 10))
    t.add(L("数量", 5), L("资金", 5), L("数量", 5), L("资金", 5))
    for x in ("道路硬化", "饮水管网"):
        t.add(L(x, 4), *[B(x, 5, section=y) for y in ("计划数量", "计划资金", "完成数量", "完成资金")])


def inner_heads(t):
    t.add(
        L("个\n人\n信\n息", 2, 3),
        L("姓名", 4),
        B("姓名", 7, section="个人信息"),
        L("性别", 4),
        B("性别", 7, section="个人信息"),
    )
    t.add(
        L("出生年月", 4), B("出生年月", 7, section="个人信息"), L("学历", 4), B("学历", 7, section="个人信息")
    )
    t.add(L("住址", 4), B("住址", 18, section="个人信息"))
    t.add(L("学\n习\n经\n历", 2, 4), L("起止时间", 7), L("学校", 8), L("证明人", 7))
    for _ in range(3):
        t.add(F(7), F(8), F(7))
    t.block([3], 4, 6, [(2, "起止时间"), (9, "学校"), (17, "证明人")])
    t.add(L("自\n我\n评\n价", 2), B("自我评价", 22), height=2400)


TRAPS = (
    levels_of_opinion,
    boxes_apart,
    head_without_word,
    merged_remark,
    reasons_in_order,
    pairs_of_units,
    double_deck,
    inner_heads,
    visits_across,
    signed_by_two,
    wide_questions,
    mixed_header_units,
    sections_with_matrix,
    band_one_row,
    single_pair_above,
    two_values_side_by_side,
    numbered_items,
    names_at_foot,
    leftovers,
    wide_heads,
    group_over_band,
    three_rows,
    sample_row,
    printed_in_rows,
    dots_at_end,
    address_in_two,
    numbered_labels,
    amounts,
    lists_in_turn,
    seals_across,
    years_down,
    timetable,
    before_after,
    joined_pairs,
    two_lists_abreast,
    hints_under_labels,
    checklist,
    photo_unlabelled_left,
    code_boxes,
    fields_then_list,
    total_first,
    persons_with_blank_rows,
)
ONLY_WORD = {"leftovers", "photo_unlabelled_left"}


def forms():
    """Yield (name, bytes, truth): every trap as Word file by two authors, and as workbook."""
    for trap in TRAPS:
        for author in ("a", "b"):
            form = Form(f"{trap.__name__}-{author}", "登记表")
            trap(form.table())
            content, truth = as_docx(form, f"nasty-{author}")
            yield f"{form.name}.docx", content, truth
        if trap.__name__ not in ONLY_WORD:
            form = Form(trap.__name__, "登记表")
            trap(form.table())
            content, truth = as_xlsx(form, "nasty", borders=len(trap.__name__) % 3 != 0)
            yield f"{form.name}.xlsx", content, truth
