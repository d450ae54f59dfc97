"""防止返贫监测对象识别审批表（附件3）: one sheet filled at the village, the township and the county."""

from grid import Row, box, label, opinion, value
from paper import Paper

TARGET = "docx/cn/identification_approval.docx"

RISKS = "{{ risks | ticks }}□因病　□因学　□因残　□因自然灾害　□因意外事故　□因产业项目失败　□因务工就业不稳　□缺劳动力　□因安全住房　□因安全饮水　□其他________________"
CHANNELS = (
    "{{ channel | ticks }}□农户书面申请　□手机APP　□12317热线　□一码申报　□他人代为申报　□干部排查　□部门预警"
)
YES_NO = "□是　□否"
FOUND = "□有　□无"


def make() -> bytes:
    """The blank."""
    paper = Paper("防止返贫监测对象识别审批表")
    paper.attachment("附件3")
    paper.title("防止返贫监测对象识别审批表")
    paper.head_line("{{ place }}", "户编号：{{ hh_id }}________________")
    _facts(paper)
    _members(paper)
    _village(paper)
    _above(paper)
    paper.notes(
        "填表说明：",
        "1．本表一式三份，县级、乡镇、村各存一份；由村填写后逐级报送，签字、盖章、落款时间须齐全，不得涂改。",
        "2．监测对象类别：脱贫户填脱贫不稳定户，一般农户填边缘易致贫户；收入高于监测范围但刚性支出较大或收入大幅缩减的填突发严重困难户。",
        "3．家庭纯收入＝工资性收入＋生产经营性收入＋财产性收入＋转移性收入－生产经营性支出；金额单位为元，保留两位小数。",
        "4．村级公示不得公开身份证件号码、联系电话、银行账号和健康状况；公示期按当年政策执行。",
    )
    return paper.done()


def _facts(paper: Paper) -> None:
    paper.heading("一、基本情况")
    paper.table(
        Row(
            label("户主姓名", 22),
            value("{{ head_name }}", 32),
            label("证件号码", 20),
            value("{{ head_id_no }}", 44),
            label("联系电话", 18),
            value("{{ phone }}"),
        ),
        Row(
            label("家庭住址", 22), box("{{ address }}", 96), label("申请日期", 18), value("{{ applied_on }}")
        ),
        Row(
            label("户类别", 22),
            box("{{ was_poor | ticks }}□脱贫户　□一般农户", 52),
            label("家庭人口数", 22),
            value("{{ population }}", 22),
            label("劳动力人数", 22),
            value("{{ labourers }}"),
        ),
        Row(
            label("监测对象类别", 22),
            box("{{ monitor_class | ticks }}□脱贫不稳定户　□边缘易致贫户　□突发严重困难户"),
        ),
        Row(label("返贫致贫风险", 22), box(RISKS), h=16),
        Row(label("发现渠道", 22), box(CHANNELS), h=12),
        Row(
            label("家庭纯收入\n（元）", 22),
            value("{{ net }}", 32),
            label("人均纯收入\n（元）", 22),
            value("{{ net_pc }}", 32),
            label("测算周期", 18),
            value("{{ period_start }}\n至　　{{ period_end }}"),
            h=11,
        ),
        Row(
            label("家庭理赔收入\n（元）", 22),
            value("{{ claim }}", 32),
            label("合规自付支出\n（元）", 22),
            value("{{ own_pay }}", 32),
            label("人均参考\n收入（元）", 18),
            value("{{ reference_pc }}"),
            h=11,
        ),
        Row(
            label("“三保障”\n和饮水安全", 22, down=2),
            label("是否住房出现安全问题", 46),
            box("{{ unsafe_housing | ticks }}" + YES_NO, 24),
            label("是否饮水出现安全问题", 46),
            box("{{ unsafe_water | ticks }}" + YES_NO),
        ),
        Row(
            label("是否有义务教育阶段适龄儿童少年失学辍学", 46),
            box("{{ dropout | ticks }}" + YES_NO, 24),
            label("是否有家庭成员未参加城乡居民（职工）基本医疗保险", 46),
            box("{{ uninsured | ticks }}" + YES_NO),
            h=12,
        ),
    )


def _members(paper: Paper) -> None:
    paper.heading("二、家庭成员")
    widths = (10, 24, 12, 26, 44, 24, 22)
    names = ("序号", "姓名", "性别", "与户主关系", "证件号码", "健康状况", "劳动技能")
    header = Row(*(label(text, width) for text, width in zip(names, widths, strict=True)), h=8)
    paper.records(
        widths,
        [header],
        "members",
        ("no", "name", "sex", "relation", "id_no", "health", "labour"),
        rows=6,
        h=8,
    )


def _village(paper: Paper) -> None:
    paper.heading("三、村级意见")
    paper.table(
        Row(
            label("入户核实\n情况", 22, down=2),
            label("核实时间", 22),
            value("{{ check_on }}", 40),
            label("核实组成员", 24),
            box("{{ check_people }}"),
        ),
        Row(box("{{ check_opinion }}\n核实组成员签字（不少于2人）：\n", valign="top"), h=24),
        Row(
            label("村评议\n情况", 22, down=3),
            label("评议时间", 22),
            value("{{ review_on }}", 40),
            label("评议地点", 24),
            box("{{ review_place }}"),
        ),
        Row(
            label("应到人数", 16),
            value("{{ review_due }}", 12),
            label("实到人数", 16),
            value("{{ review_present }}", 12),
            label("同意", 12),
            value("{{ review_agree }}", 12),
            label("不同意", 14),
            value("{{ review_oppose }}", 12),
            label("弃权", 12),
            value("{{ review_abstain }}"),
        ),
        Row(
            box(
                "评议结论：{{ review_conclusion }}\n主持人签字：________________　　记录人签字：________________"
            ),
            h=18,
        ),
        Row(
            label("村公示\n情况", 22, down=2),
            label("公示时间", 22),
            value("{{ notice_start }}　至　{{ notice_end }}", 66),
            label("公示地点", 18),
            box("{{ notice_place }}"),
        ),
        Row(
            label("有无异议", 22),
            box("{{ objection | ticks }}□有　□无", 26),
            label("异议处理", 22),
            box("{{ objection_handling }}"),
        ),
        *opinion(
            "村（居）民\n委员会意见",
            ["{{ village_opinion }}"],
            [
                "驻村工作队负责人签字：__________________",
                ">负责人签字：__________________　　　　　　　（公章）　　　",
                ">{{ village_year }}　　年{{ village_month }}　　月{{ village_day }}　　日　　　",
            ],
            h=40,
            w=22,
        ),
        keep=True,
    )


def _above(paper: Paper) -> None:
    paper.heading("四、乡镇审核和县级审定意见")
    paper.table(
        *opinion(
            "乡（镇）\n审核意见",
            ["{{ township_opinion }}"],
            [
                ">党委主要负责人签字：____________　　政府主要负责人签字：____________　　",
                ">（公章）　　　",
                ">年　　月　　日　　　",
            ],
            h=40,
            w=22,
        ),
        keep=True,
    )
