"""Forms after the layouts that offices really hand out: irregular, written by many hands. Half tuned on, half unseen."""

import random

from paper import B, C, F, Form, L, P, S, Truth, as_docx, as_xlsx

GAP = "inline"


def student_aid():
    """家庭经济困难学生认定申请表."""
    f = Form("学生认定", "家庭经济困难学生认定申请表")
    f.para("学校：{u:16}　院系：{u:12}　专业：{u:10}　年级：{u:6}", "学校", "院系", "专业", "年级")
    t = f.table()
    t.add(
        L("学生基本情况", 2, 4, vertical=True),
        L("姓　名", 3),
        B("姓名", 4),
        L("性　别", 3),
        B("性别", 3),
        L("出生年月", 4),
        B("出生年月", 5, text="　　年　　月", kind=GAP),
    )
    t.add(
        L("民　族", 3),
        B("民族", 4),
        L("身份证号码", 3),
        *[F(0) for _ in ()],
        B("身份证号码", 3),
        L("政治面貌", 4),
        B("政治面貌", 5),
    )
    t.add(
        L("家庭\n人均年收入", 3),
        B("家庭人均年收入", 4, text="　　　　元", kind=GAP),
        L("户籍性质", 3),
        B("户籍性质", 12, text="□城镇　　□农村", kind="checkbox", options=("城镇", "农村")),
    )
    t.add(L("详细通讯地址", 5), B("详细通讯地址", 8), L("家长手机号码", 4), B("家长手机号码", 5))
    n = t.next
    t.add(
        L("家庭成员情况", 2, 6, vertical=True),
        *[
            L(x, w)
            for x, w in (
                ("姓名", 4),
                ("年龄", 2),
                ("与学生\n关系", 3),
                ("工作（学习）单位", 6),
                ("职业", 2),
                ("年收入\n（元）", 3),
                ("健康\n状况", 2),
            )
        ],
    )
    for _ in range(5):
        t.add(*[F(w) for w in (4, 2, 3, 6, 2, 3, 2)])
    t.block(
        [n],
        n + 1,
        n + 5,
        [
            (2, "姓名"),
            (6, "年龄"),
            (8, "与学生关系"),
            (11, "工作（学习）单位"),
            (17, "职业"),
            (19, "年收入（元）"),
            (22, "健康状况"),
        ],
    )
    options = ("建档立卡贫困家庭", "最低生活保障家庭", "特困供养", "孤儿", "烈士子女", "残疾学生", "其他")
    t.add(
        L("特殊群体类型", 5),
        B(
            "特殊群体类型",
            19,
            text="□建档立卡贫困家庭　□最低生活保障家庭　□特困供养\n□孤儿　□烈士子女　□残疾学生　□其他________",
            kind="checkbox",
            options=options,
        ),
    )
    t.add(
        L("影响家庭经济状况有关信息", 2, 3, vertical=True),
        C(
            22,
            "家庭遭受自然灾害情况：______________________。家庭遭受突发意外事件：______________________。",
            1,
            (
                Truth("家庭遭受自然灾害情况", "影响家庭经济状况有关信息", GAP),
                Truth("家庭遭受突发意外事件", "影响家庭经济状况有关信息", GAP),
            ),
        ),
    )
    t.add(
        C(
            22,
            "家庭欠债情况：______________________",
            1,
            (Truth("家庭欠债情况", "影响家庭经济状况有关信息", GAP),),
        )
    )
    t.add(C(22, "其他情况：______________________", 1, (Truth("其他情况", "影响家庭经济状况有关信息", GAP),)))
    t.add(
        L("个人承诺", 2, vertical=True),
        S(
            "个人承诺",
            "sign",
            22,
            text="承诺内容：______________________________\n\n学生本人（或监护人）签字：\n年　　月　　日",
        ),
    )
    return f


def cadre():
    """干部任免审批表."""
    f = Form("任免审批", "干部任免审批表")
    t = f.table()
    t.add(
        L("姓　名", 3),
        B("姓名", 4),
        L("性　别", 3),
        B("性别", 3),
        L("出生年月\n（　岁）", 3),
        B("出生年月（岁）", 4),
        C(4, "", 4, (Truth("照片", kind="photo"),)),
    )
    t.add(L("民　族", 3), B("民族", 4), L("籍　贯", 3), B("籍贯", 3), L("出生地", 3), B("出生地", 4))
    t.add(
        L("入　党\n时　间", 3),
        B("入党时间", 4),
        L("参加工\n作时间", 3),
        B("参加工作时间", 3),
        L("健康状况", 3),
        B("健康状况", 4),
    )
    t.add(L("专业技\n术职务", 3), B("专业技术职务", 7), L("熟悉专业\n有何专长", 3), B("熟悉专业有何专长", 7))
    t.add(
        L("学　历\n学　位", 3, 2),
        L("全日制\n教　育", 3),
        B("全日制教育", 7, section="学历学位"),
        L("毕业院校\n系及专业", 4),
        B("毕业院校系及专业", 7, section="全日制教育"),
    )
    t.add(
        L("在　职\n教　育", 3),
        B("在职教育", 7, section="学历学位"),
        L("毕业院校\n系及专业", 4),
        B("毕业院校系及专业", 7, section="在职教育"),
    )
    t.add(L("现　任　职　务", 6), B("现任职务", 18))
    t.add(L("拟　任　职　务", 6), B("拟任职务", 18))
    t.add(L("简\n\n\n历", 2), B("简历", 22), height=5000)
    t.add(L("奖惩情况", 3), B("奖惩情况", 21), height=900)
    n = t.next
    t.add(
        L("家庭主要成员及重要社会关系", 2, 6, vertical=True),
        *[
            L(x, w)
            for x, w in (
                ("称谓", 3),
                ("姓名", 4),
                ("年龄", 3),
                ("政治\n面貌", 3),
                ("工　作　单　位　及　职　务", 9),
            )
        ],
    )
    for _ in range(5):
        t.add(*[F(w) for w in (3, 4, 3, 3, 9)])
    t.block(
        [n], n + 1, n + 5, [(2, "称谓"), (5, "姓名"), (9, "年龄"), (12, "政治面貌"), (15, "工作单位及职务")]
    )
    t.add(L("呈报单位", 3), S("呈报单位", "seal", 21, text="（盖章）\n年　月　日"))
    t.add(
        L("审批机\n关意见", 3),
        S("审批机关意见", "opinion", 9, text="（盖章）\n年　月　日"),
        L("行政机\n关任免\n意　见", 3),
        S("行政机关任免意见", "opinion", 9, text="（盖章）\n年　月　日"),
    )
    return f


def disabled_card():
    """残疾人证申请表."""
    f = Form("残疾人证", "中华人民共和国残疾人证申请表")
    t = f.table()
    t.add(
        L("姓名", 3),
        B("姓名", 5),
        L("性别", 2),
        B("性别", 3, text="□男 □女", kind="checkbox", options=("男", "女")),
        L("民族", 2),
        B("民族", 4),
        C(5, "近期二寸\n免冠白底\n彩色照片", 4, (Truth("近期二寸免冠白底彩色照片", kind="photo"),)),
    )
    t.add(
        L("出生日期", 3), B("出生日期", 5, text="   年  月  日", kind=GAP), L("文化程度", 4), B("文化程度", 7)
    )
    t.add(
        L("婚姻状况", 3),
        B(
            "婚姻状况",
            16,
            text="□未婚　□已婚　□离异　□丧偶",
            kind="checkbox",
            options=("未婚", "已婚", "离异", "丧偶"),
        ),
    )
    t.add(L("身份证号", 3), B("身份证号", 16))
    t.add(
        L("户口类别", 3),
        B("户口类别", 8, text="1.农业（　）2.非农业（　）", kind="checkbox"),
        L("工作单位", 4),
        B("工作单位", 9),
    )
    t.add(
        L("户籍地址", 3),
        C(
            21,
            "　　　　县（市、区）　　　　乡镇（街道）　　　　村（社区）　　　组",
            1,
            (Truth("户籍地址", kind=GAP),),
        ),
    )
    t.add(
        L("监护人\n（联系人）", 3, 2),
        L("姓名", 3),
        B("姓名", 5, section="监护人（联系人）"),
        L("与申请人关系", 5),
        B("与申请人关系", 8, section="监护人（联系人）"),
    )
    t.add(
        L("联系电话", 3),
        B("联系电话", 5, section="监护人（联系人）"),
        L("身份证号", 5),
        B("身份证号", 8, section="监护人（联系人）"),
    )
    t.add(
        L("申请残疾类别", 3),
        B("申请残疾类别", 21, text="视力□　听力□　言语□　肢体□　智力□　精神□　多重□", kind="checkbox"),
    )
    t.add(
        S(
            "申请人（监护人）签名",
            "sign",
            24,
            text="申请人（监护人）签名：　　　　　　　　　　　　　　年　　月　　日",
        )
    )
    t.add(L("以下由残联填写", 24))
    t.add(
        L("受理单位\n意见", 3),
        S("受理单位意见", "opinion", 9, text="\n\n经办人：\n年　月　日"),
        L("县残联\n审批意见", 3),
        S("县残联审批意见", "opinion", 9, text="\n\n（公章）\n年　月　日"),
    )
    return f


def pension():
    """城乡居民基本养老保险参保登记表."""
    f = Form("养老参保", "城乡居民基本养老保险参保登记表")
    f.para(
        "村（社区）：____________　　　　　　　　　　登记日期：　　年　　月　　日", "村（社区）", "登记日期"
    )
    t = f.table()
    t.add(L("公民身份号码", 5), *[B("公民身份号码", 1) if k == 0 else F(1) for k in range(18)], F(1))
    t.add(L("姓　　名", 5), B("姓名", 7), L("性　　别", 5), B("性别", 7))
    t.add(L("户籍所在地址", 5), B("户籍所在地址", 19))
    t.add(
        L("是否为特殊参保群体", 5),
        B(
            "是否为特殊参保群体",
            19,
            text="□否\n□是（□重度残疾人　□低保对象　□特困人员　□返贫致贫人口）",
            kind="checkbox",
        ),
    )
    t.add(
        L("缴费档次", 5),
        B(
            "缴费档次",
            19,
            text="□200元 □500元 □1000元 □3000元 □其他____元",
            kind="checkbox",
            options=("200元", "500元", "1000元", "3000元", "其他"),
        ),
    )
    n = t.next
    t.add(
        L("指定受益人", 3, 4),
        L("序号", 2),
        L("姓名", 5),
        L("关系", 4),
        L("公民身份号码", 6),
        L("受益比例\n（%）", 4),
    )
    for k in range(3):
        t.add(P(str(k + 1), 2), F(5), F(4), F(6), F(4))
    t.block([n], n + 1, n + 3, [(5, "姓名"), (10, "关系"), (14, "公民身份号码"), (20, "受益比例（%）")])
    t.add(
        S(
            "参保人签字（盖章或留指纹）",
            "sign",
            12,
            text="参保人签字（盖章或留指纹）：\n\n　　　　　年　　月　　日",
        ),
        S("村（居）协办员签字", "sign", 12, text="村（居）协办员签字：\n\n　　　　　年　　月　　日"),
    )
    t.add(
        S("乡镇（街道）事务所（盖章）", "seal", 12, text="乡镇（街道）事务所（盖章）\n经办人：\n年　月　日"),
        S("县级社保经办机构（盖章）", "seal", 12, text="县级社保经办机构（盖章）\n经办人：\n年　月　日"),
    )
    t.add(P("填表说明：1.本表由参保人填写。2.一式两份，县级社保经办机构和参保人各留存一份。", 24))
    return f


def dangerous_house():
    """农村危房改造申请审批表."""
    f = Form("危房改造", "农村危房改造农户申请审批表")
    t = f.table()
    t.add(
        L("农户\n基本\n情况", 2, 4),
        L("户主姓名", 3),
        B("户主姓名", 4, section="农户基本情况"),
        L("性别", 2),
        B("性别", 2),
        L("年龄", 2),
        B("年龄", 2),
        L("民族", 2),
        B("民族", 5),
    )
    t.add(L("身份证号", 3), B("身份证号", 8), L("联系电话", 4), B("联系电话", 7))
    t.add(L("家庭人口", 3), B("家庭人口", 4, text="　　　人", kind=GAP), L("家庭住址", 4), B("家庭住址", 11))
    t.add(
        L("农户类型", 3),
        B(
            "农户类型",
            19,
            text="□低保户 □分散供养特困人员 □贫困残疾人家庭 □其他",
            kind="checkbox",
            options=("低保户", "分散供养特困人员", "贫困残疾人家庭", "其他"),
        ),
    )
    t.add(L("房屋\n情况", 2, 3), L("", 4), L("原住房", 9), L("改造后住房", 9))
    t.add(
        L("建筑面积（㎡）", 4),
        B("建筑面积（㎡）", 9, section="原住房"),
        B("建筑面积（㎡）", 9, section="改造后住房"),
    )
    t.add(L("结构类型", 4), B("结构类型", 9, section="原住房"), B("结构类型", 9, section="改造后住房"))
    t.add(
        L("资金\n来源", 2, 2),
        L("中央补助", 4),
        L("省级补助", 4),
        L("县级补助", 4),
        L("农户自筹", 5),
        L("合计", 5),
    )
    t.add(B("中央补助", 4), B("省级补助", 4), B("县级补助", 4), B("农户自筹", 5), B("合计", 5))
    t.add(
        L("申请\n理由", 2),
        C(
            22,
            "\n\n\n申请人（签字）：　　　　　　　　年　　月　　日",
            1,
            (Truth("申请理由", kind="signature", role="sign"),),
        ),
    )
    for who in ("村民代表会议评议意见", "村委会\n意见", "乡镇政府\n审核意见", "县住建局\n审批意见"):
        label = who.replace("\n", "")
        t.add(
            L(who, 2), S(label, "opinion", 22, text="\n\n\n负责人（签字）：　　　　（公章）\n年　　月　　日")
        )
    return f


def income_check():
    """家庭收入核算表."""
    f = Form("收入核算", "农户家庭收入核算表（2024年度）")
    f.para("县（市、区）：　　　　　乡镇：　　　　　村：　　　　　单位：元", "县（市、区）", "乡镇", "村")
    t = f.table()
    t.add(L("户主", 3), B("户主", 5), L("家庭人口", 4), B("家庭人口", 4), L("联系电话", 4), B("联系电话", 4))
    t.add(L("收入类别", 4), L("收入项目", 6), L("数量", 4), L("单价", 4), L("金额", 3), L("备注", 3))
    for group, items in (
        ("工资性收入", ("务工收入", "公益岗位", "小计")),
        ("经营性收入", ("种植业", "养殖业", "小计")),
        ("转移性收入", ("低保金", "养老金", "小计")),
    ):
        for k, item in enumerate(items):
            t.add(
                *([L(group, 4, 3)] if not k else []),
                L(item, 6),
                *[
                    B(h, w, section=(group if item == "小计" else "") + item)
                    for h, w in (("数量", 4), ("单价", 4), ("金额", 3), ("备注", 3))
                ],
            )
    t.add(L("年总收入", 10), B("年总收入", 14))
    t.add(L("年人均纯收入", 10), B("年人均纯收入", 14))
    t.add(S("户主签字", "sign", 12, text="户主签字："), S("核算人签字", "sign", 12, text="核算人签字："))
    return f


def training():
    """培训学员登记表, labels above."""
    f = Form("培训登记", "农民教育培训学员登记表")
    t = f.table()
    t.add(L("基本信息", 24))
    t.add(L("姓名", 4), L("性别", 3), L("年龄", 3), L("文化程度", 5), L("联系电话", 9))
    t.add(B("姓名", 4, section="基本信息"), B("性别", 3), B("年龄", 3), B("文化程度", 5), B("联系电话", 9))
    t.add(L("从业信息", 24))
    t.add(L("主导产业", 6), L("产业规模", 6), L("从业年限", 6), L("年收入", 6))
    t.add(B("主导产业", 6), B("产业规模", 6), B("从业年限", 6), B("年收入", 6))
    t.add(L("培训需求", 24))
    t.add(
        B(
            "培训需求",
            24,
            text="□种植技术　□养殖技术　□电子商务　□经营管理　□其他：",
            kind="checkbox",
            options=("种植技术", "养殖技术", "电子商务", "经营管理", "其他"),
        )
    )
    t.add(L("本人承诺", 4), P("本人承诺所填内容真实有效，遵守培训纪律，服从教学安排。", 20))
    t.add(L("备注", 4), B("备注", 20))
    return f


def visits():
    """走访记录, one block a visit."""
    f = Form("走访记录", "帮扶责任人走访记录表")
    t = f.table()
    for k in range(3):
        which = f"第{'一二三'[k]}次走访"
        t.add(
            L(which, 3, 3),
            L("走访时间", 4),
            B("走访时间", 6, section=which),
            L("走访人", 4),
            B("走访人", 7, section=which),
        )
        t.add(L("发现问题", 4), B("发现问题", 17, section=which))
        t.add(L("解决措施", 4), B("解决措施", 17, section=which))
    return f


def inspection():
    """安全检查表: numbered items with text and three answers."""
    f = Form("安全检查", "农村自建房安全隐患排查表")
    t = f.table()
    t.add(L("产权人（使用人）", 6), B("产权人（使用人）", 6), L("房屋地址", 4), B("房屋地址", 8))
    t.add(L("序号", 2), L("排查项目", 5), L("排查内容", 9), L("是", 2), L("否", 2), L("备注", 4))
    for k, (a, b) in enumerate(
        (
            ("地基基础", "是否存在明显不均匀沉降"),
            ("上部结构", "承重墙是否有贯穿裂缝"),
            ("消防安全", "是否占用疏散通道"),
        )
    ):
        t.add(
            P(str(k + 1), 2),
            L(a, 5),
            P(b, 9),
            B(b, 2, section="是", kind="tick"),
            B(b, 2, section="否", kind="tick"),
            B(b, 4, section="备注"),
        )
    t.add(
        L("排查结论", 7),
        B(
            "排查结论",
            17,
            text="□暂无安全隐患　□存在一般隐患　□存在严重隐患",
            kind="checkbox",
            options=("暂无安全隐患", "存在一般隐患", "存在严重隐患"),
        ),
    )
    t.add(L("排查人员签字", 7), S("排查人员签字", "sign", 5), L("产权人签字", 6), S("产权人签字", "sign", 6))
    return f


def health():
    """随访服务记录表: questions and columns of visits."""
    f = Form("随访服务", "高血压患者随访服务记录表")
    f.para("姓名：　　　　　　　　　　　　　　　　　编号□□□-□□□□□", "姓名")
    t = f.table()
    t.add(L("随访日期", 8), *[B("随访日期", 8, text="年　月　日", kind=GAP) for _ in range(2)])
    t.add(
        L("体征", 2, 3, vertical=True),
        L("血压（mmHg）", 6),
        B("血压（mmHg）", 8, section="体征"),
        B("血压（mmHg）", 8, section="体征"),
    )
    t.add(L("体重（kg）", 6), B("体重（kg）", 8, section="体征"), B("体重（kg）", 8, section="体征"))
    t.add(L("心率", 6), B("心率", 8, section="体征"), B("心率", 8, section="体征"))
    t.add(L("随访医生签名", 8), S("随访医生签名", "sign", 8), S("随访医生签名", "sign", 8))
    return f


def work_injury():
    """工伤认定申请表: long labels, wide cells."""
    f = Form("工伤认定", "工伤认定申请表")
    t = f.table()
    t.add(
        L("职工姓名", 4),
        B("职工姓名", 4),
        L("性别", 3),
        B("性别", 4),
        L("出生日期", 4),
        B("出生日期", 5, text="年 月 日", kind=GAP),
    )
    t.add(L("身份证号码", 4), B("身份证号码", 11), L("联系电话", 4), B("联系电话", 5))
    t.add(L("家庭地址", 4), B("家庭地址", 11), L("邮政编码", 4), B("邮政编码", 5))
    t.add(L("工作单位", 4), B("工作单位", 11), L("联系电话", 4), B("联系电话", 5, section="工作单位"))
    t.add(L("单位地址", 4), B("单位地址", 11), L("邮政编码", 4), B("邮政编码", 5, section="单位地址"))
    t.add(
        L("职业、工种或工作岗位", 4),
        B("职业、工种或工作岗位", 11),
        L("参加工作时间", 4),
        B("参加工作时间", 5),
    )
    t.add(
        L("事故时间、地点及主要原因", 4),
        B("事故时间、地点及主要原因", 11),
        L("诊断时间", 4),
        B("诊断时间", 5),
    )
    t.add(
        C(24, "受伤害经过简述（可附页）：\n\n\n\n\n", 1, (Truth("受伤害经过简述（可附页）", kind=GAP),)),
        height=3000,
    )
    t.add(
        S(
            "申请事项",
            "sign",
            24,
            text="申请事项：\n\n\n　　　　　　　申请人签字：\n　　　　　　　年　　月　　日",
        )
    )
    t.add(
        S(
            "用人单位意见",
            "opinion",
            24,
            text="用人单位意见：\n\n　　　　　　　经办人签字：　　　（公章）\n　　　　　　　年　　月　　日",
        )
    )
    t.add(L("备注：", 24))
    return f


def roster_sheet():
    """A register on a sheet: title, unit line, two header rows, fifteen lines, total, sign line."""
    f = Form("发放花名册", "2024年耕地地力保护补贴发放花名册")
    t = f.table()
    t.add(
        C(12, "填报单位（公章）：", 1, (Truth("填报单位（公章）", kind="signature", role="seal"),)),
        C(12, "填报时间：    年   月   日", 1, (Truth("填报时间", kind=GAP),)),
    )
    n = t.next
    t.add(
        L("序号", 2, 2),
        L("户主姓名", 3, 2),
        L("身份证号码", 4, 2),
        L("补贴面积（亩）", 6),
        L("补贴标准", 3, 2),
        L("补贴金额", 3, 2),
        L("领取人签字", 3, 2),
    )
    t.add(L("确权面积", 3), L("核减面积", 3))
    for k in range(15):
        t.add(P(str(k + 1), 2), *[F(w) for w in (3, 4, 3, 3, 3, 3, 3)])
    at = (2, 5, 9, 12, 15, 18, 21)
    t.block(
        [n, n + 1],
        n + 2,
        n + 16,
        list(
            zip(
                at,
                ("户主姓名", "身份证号码", "确权面积", "核减面积", "补贴标准", "补贴金额", "领取人签字"),
                strict=True,
            )
        ),
    )
    t.add(
        L("合计", 9),
        B("合计", 3, section="确权面积"),
        B("合计", 3, section="核减面积"),
        B("合计", 3, section="补贴标准"),
        B("合计", 3, section="补贴金额"),
        F(3),
    )
    t.add(
        C(8, "单位负责人：", 1, (Truth("单位负责人", kind=GAP),)),
        C(8, "审核人：", 1, (Truth("审核人", kind=GAP),)),
        C(8, "制表人：", 1, (Truth("制表人", kind=GAP),)),
    )
    return f


def ledger_sheet():
    """A ledger without lines."""
    f = Form("民情台账", "村级民情台账")
    t = f.table()
    t.add(
        L("村名：", 3),
        B("村名", 5),
        L("包村干部：", 4),
        B("包村干部", 4),
        L("联系电话：", 4),
        B("联系电话", 4),
    )
    n = t.next
    t.add(
        *[L(x, w) for x, w in (("序号", 2), ("反映人", 4), ("反映事项", 8), ("办理结果", 6), ("满意度", 4))]
    )
    for _ in range(6):
        t.add(*[F(w) for w in (2, 4, 8, 6, 4)])
    t.block(
        [n], n + 1, n + 6, [(0, "序号"), (2, "反映人"), (6, "反映事项"), (14, "办理结果"), (20, "满意度")]
    )
    return f


def land_transfer():
    """土地流转登记: parties in two columns."""
    f = Form("流转登记", "农村土地承包经营权流转登记表")
    t = f.table()
    t.add(L("项　目", 4), L("转出方", 10), L("转入方", 10))
    for x in ("姓名（名称）", "证件号码", "联系电话", "住址"):
        t.add(L(x, 4), B(x, 10, section="转出方"), B(x, 10, section="转入方"))
    n = t.next
    t.add(
        L("地块名称", 5),
        L("面积（亩）", 4),
        L("东至", 3),
        L("南至", 3),
        L("西至", 3),
        L("北至", 3),
        L("地类", 3),
    )
    for _ in range(3):
        t.add(*[F(w) for w in (5, 4, 3, 3, 3, 3, 3)])
    t.block(
        [n],
        n + 1,
        n + 3,
        list(
            zip(
                (0, 5, 9, 12, 15, 18, 21),
                ("地块名称", "面积（亩）", "东至", "南至", "西至", "北至", "地类"),
                strict=True,
            )
        ),
    )
    t.add(
        L("流转方式", 4),
        B("流转方式", 20, text="转包（　）出租（　）互换（　）转让（　）入股（　）", kind="checkbox"),
    )
    t.add(
        L("流转期限", 4), B("流转期限", 20, text="自　　　年　　月　　日起至　　　年　　月　　日止", kind=GAP)
    )
    t.add(L("流转价款", 4), B("流转价款", 20, text="每亩　　　　元/年，合计　　　　元", kind=GAP))
    t.add(
        S("转出方（签章）", "sign", 12, text="转出方（签章）：\n\n年　月　日"),
        S("转入方（签章）", "sign", 12, text="转入方（签章）：\n\n年　月　日"),
    )
    return f


SEEN = (student_aid, disabled_card, dangerous_house, training, inspection, work_injury, roster_sheet)
UNSEEN = (cadre, pension, income_check, visits, health, ledger_sheet, land_transfer)


def forms(makers):
    """Yield (name, bytes, truth): each as Word file or, where it is a sheet, as workbook."""
    for make in makers:
        form = make()
        seed = f"remembered-{random.Random(make.__name__).randint(0, 9)}"
        if make.__name__.endswith("_sheet"):
            content, truth = as_xlsx(form, seed, borders=make is not ledger_sheet)
            yield f"{form.name}.xlsx", content, truth
        else:
            content, truth = as_docx(form, seed)
            yield f"{form.name}.docx", content, truth
