"""扶贫手册（2014）: sixteen pages in seven parts, for printing as a booklet and going on by hand."""

from choices import YES_NO, ticks
from cover import cover
from grid import Cell, Row, box, label, value
from paper import Page, Paper

TARGET = "docx/cn/handbook_2014.docx"

PAGE = Page(top=20, bottom=20, left=22, right=18)
SIDE = 30
ROADS = "□泥土路　□砂石路　□水泥路　□沥青路"
CAUSES = (
    "□因病　□因残　□因学　□因灾　□缺土地　□缺水　□缺技术　□缺劳力\n"
    "□缺资金　□交通条件落后　□自身发展动力不足　□因婚　□因丧"
)
MUST_KNOW = (
    "一、本手册根据中共中央办公厅、国务院办公厅《关于创新机制扎实推进农村扶贫开发工作的意见》（中办发〔2013〕25号）和扶贫开发建档立卡工作的要求印制，一户一册，记录贫困户的基本情况、帮扶计划、帮扶措施和帮扶成效。",
    "二、识别贫困户以农户收入为基本依据，综合考虑住房、教育、健康等情况，通过农户申请、民主评议、公示公告、逐级审核的方式进行，整户识别，不得拆户、分户、空挂户。识别和建档立卡不向农户收取费用。",
    "三、对贫困户明确帮扶责任人。帮扶责任人应当经常入户，了解情况，同贫困户一起分析致贫原因，制定帮扶计划，落实帮扶项目和资金，并如实填写本手册。",
    "四、帮扶项目、资金由帮扶单位按照规定落实到户。贫困户有权了解项目内容、资金数额和完成时限；记录与实际不符的，可以不签字。",
    "五、贫困户应当如实提供家庭人口、收入、住房等情况，配合调查；积极参加生产、就业和培训，依靠自己的努力脱贫致富。",
    "六、家庭人口、住房、就学、就医和收入等有变化的，请及时告诉村民委员会或者帮扶责任人。",
    "七、对识别、帮扶、脱贫工作有意见的，可以向村民委员会、乡（镇）人民政府和县级扶贫部门反映，也可以拨打12317扶贫监督举报电话。",
    "八、本手册由贫困户、村民委员会、帮扶责任人各保存一份，请妥善保管，不得涂改、转借。",
)
NOTES = (
    "一、登记的标准时点为2013年12月31日，标准时期为2013年1月1日至12月31日；以后各年按当年情况续填。",
    "二、帮扶需知、家庭基本情况、致贫原因可以从扶贫信息网络系统打印，也可以手工填写。手工填写用碳素墨水或蓝黑墨水笔，字迹清楚，不得涂改。",
    "三、编号由县级扶贫部门统一编排。封面贴户主近期照片。",
    "四、证件号码填18位公民身份号码；有残疾人证的，填残疾人证号。",
    "五、文化程度由非在校生填写，在校生状况由在校生填写；在校生在劳动能力栏注明学校和年级。",
    "六、主要致贫原因（文字）用文字写明一至两项，因病、因残的写明姓名和病名、残疾类别，不得填“其他”。",
    "七、主要致贫原因选一项；其他致贫原因最多选两项，不与主要致贫原因重复。",
    "八、住房为危房的，在住房面积后注明危房等级。面积以亩、平方米为单位，金额以元为单位。",
    "九、帮扶责任人变更的，另起一行填写，不得覆盖原来的记录；单位隶属关系填省直、市直、县直、乡镇或村级。",
    "十、帮扶措施按项目逐项填写。帮扶单位是指出资单位，有几个出资单位的都要写明；时间填落实的年月。",
    "十一、帮扶成效按时间先后填写，由农户签字；本人不能签字的，可以捺手印。",
)
MEMBERS = (
    ("序\n号", 7.5, "no"),
    ("姓　名", 17, "name"),
    ("性\n别", 7.5, "sex"),
    ("证件号码", 34.5, "id_no"),
    ("与户主\n关系", 13.5, "relation"),
    ("民族", 11.5, "nation"),
    ("文化\n程度", 14, "education"),
    ("在校生\n状况", 14, "student"),
    ("健康\n状况", 14, "health"),
    ("劳动\n能力", 15, "labour"),
    ("务工\n时间\n(月)", 10, "work_months"),
    ("参保", 11.5, "insurance"),
)
HELPERS = (
    ("姓　名", 22, "name"),
    ("单　位", 48, "org"),
    ("职　务", 25, "duty"),
    ("联系电话", 27, "phone"),
    ("单位隶属\n关系", 22, ""),
    ("帮扶起始\n时间", 26, "start"),
)
PLANS = (
    ("年度", 18, "year"),
    ("帮扶项目", 48, "project"),
    ("需　求", 72, "need"),
    ("完成时限", 32, "deadline"),
)
INDICATORS = (
    "人均可支配收入（元）",
    "有安全住房",
    "义务教育阶段有辍学",
    "因病致贫",
    "参加新型农村合作医疗",
    "参加养老保险",
)
MEASURES = (
    ("项目类别", 32, "category"),
    ("项目内容", 60, "item"),
    ("帮扶单位", 34, "agency"),
    ("资金（元）", 22, "money"),
    ("时　间", 22, "done_on"),
)
EFFECTS = (("时　间", 30, "on"), ("成效内容", 108, "content"), ("农户签字", 32, ""))


def make() -> bytes:
    """The blank."""
    paper = Paper("扶贫手册", PAGE)
    lines = (
        "户主姓名：{{ cover_name }}________________________________________",
        "地　　址：{{ cover_county }}________________________________________",
        "　　　　　{{ cover_village }}________________________________________",
    )
    office = "{{ cover_office }}____________扶贫办印制"
    copies = "本册一式三份：□贫困户　□村委会　□帮扶责任人　各执一份"
    cover(paper, "扶 贫 手 册", lines, office, copies, PAGE)
    for part in (_must_know, _facts, _members, _causes, _plans, _measures, _effects):
        part(paper)
        paper.turn(PAGE)
    paper.paragraph("说　　明", "FormTitle")
    paper.body(*NOTES)
    return paper.done()


def _records(
    paper: Paper, name: str, columns: tuple[tuple[str, float, str], ...], rows: int, h: float, align: str = ""
) -> None:
    names, widths, slots = zip(*columns, strict=True)
    header = Row(*(label(text, width) for text, width in zip(names, widths, strict=True)), h=12)
    paper.records(widths, [header], name, slots, rows=rows, h=h, align=align or "c" * len(widths))


def _must_know(paper: Paper) -> None:
    paper.paragraph("一、帮扶需知", "FormTitle")
    paper.body(*MUST_KNOW)


def _facts(paper: Paper) -> None:
    paper.paragraph("二、家庭基本情况", "FormTitle")
    paper.subheading("（一）家庭情况")
    paper.table(
        Row(
            label("户主姓名", SIDE),
            value("{{ head_name }}", 38),
            label("性　别", 20),
            value("{{ head_sex }}", 26),
            label("民　族", 20),
            value("{{ head_nation }}"),
            h=13,
        ),
        Row(
            label("出生年月", SIDE),
            value("{{ head_birth }}", 38),
            label("家庭人口", 20),
            value("{{ population }}", 26),
            label("联系电话", 20),
            value("{{ phone }}"),
            h=13,
        ),
        Row(label("家庭住址", SIDE), box("{{ address }}"), h=13),
        Row(
            label("识别标准", SIDE),
            box("□国家标准　□省定标准", 64),
            label("贫困户属性", 24),
            box(ticks("property", "□一般　□低保　□特困供养")),
            h=13,
        ),
        Row(label("主要致贫原因\n（文字）", SIDE), box("{{ causes_in_words }}"), h=22),
        Row(
            label("耕地面积（亩）", SIDE),
            value("{{ arable }}", 26),
            label("林地面积（亩）", 32),
            value("{{ forest }}", 22),
            label("牧草地面积（亩）", 34),
            value("{{ pasture }}"),
            h=13,
        ),
        Row(
            label("住房面积\n（平方米）", SIDE),
            value("{{ house }}", 58),
            label("饮水是否安全", 32),
            value(ticks("safe_water", YES_NO)),
            h=13,
        ),
        Row(
            label("入户路类型", SIDE),
            box(ticks("road", ROADS.replace("　□水泥路", "\n□水泥路")), 58),
            label("是否通生活用电", 32),
            value(ticks("power", YES_NO)),
            h=13,
        ),
    )


def _members(paper: Paper) -> None:
    paper.subheading("（二）家庭成员")
    _records(paper, "members", MEMBERS, rows=10, h=20)


def _causes(paper: Paper) -> None:
    paper.paragraph("三、致贫原因", "FormTitle")
    paper.table(
        Row(label("主要致贫原因\n（选一项）", SIDE), box(ticks("main_cause", CAUSES)), h=20),
        Row(label("其他致贫原因\n（最多两项）", SIDE), box(ticks("other_causes", CAUSES)), h=20),
    )
    paper.paragraph("四、帮扶责任人", "FormTitle", before=20)
    _records(paper, "helpers", HELPERS, rows=8, h=16)


def _plans(paper: Paper) -> None:
    paper.paragraph("五、帮扶计划", "FormTitle")
    _records(paper, "plans", PLANS, rows=8, h=14, align="cclc")
    paper.gap()
    paper.table(
        Row(label("计划脱贫时间", 42), value("{{ out_of_poverty_on }}"), h=10),
    )
    paper.gap()
    paper.table(
        Row(label("指　　标", 56), label("现　状", 38), label("计　划", 38), label("完　成"), h=9),
        *(
            Row(Cell(name, 56, style="Label", align="left"), value("", 38), value("", 38), value(""), h=9)
            for name in INDICATORS
        ),
    )


def _measures(paper: Paper) -> None:
    paper.paragraph("六、帮扶措施", "FormTitle")
    _records(paper, "measures", MEASURES, rows=45, h=25, align="cllcc")


def _effects(paper: Paper) -> None:
    paper.paragraph("七、帮扶成效", "FormTitle")
    _records(paper, "effects", EFFECTS, rows=40, h=22.5, align="clc")
