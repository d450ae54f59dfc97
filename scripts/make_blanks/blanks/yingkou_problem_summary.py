"""排查发现问题县级汇总表 (营口 附件3): a county by township."""

from ledger import Column, Ledger
from lists import NO, REPORT_SIGNS, count, money, place

TARGET = "xlsx/yingkou/problem_summary.xlsx"

COLUMNS = (
    NO,
    place("乡（镇）", 30, "township"),
    count("户数", 18, "homes", band="排查对象"),
    count("人数", 18, "people", band="排查对象"),
    count("有问题\n户数", 20, "problems", band="排查发现问题（户）"),
    count("措施落实\n不及时", 20, "late_homes", band="排查发现问题（户）"),
    count("一兜了之", 20, "support", band="排查发现问题（户）"),
    count("“三保障”、\n饮水问题", 30, "unsound", band="排查发现问题（户）"),
    Column(
        "问题户\n占比",
        18,
        number="0.0%",
        one_line=True,
        band="排查发现问题（户）",
        text='=IF(SUM(C{row})=0,"",E{row}/C{row})',
    ),
    money("系统登记\n纯收入", 30, "stated", total="sum", band="收入核算（元）"),
    money("重新核算\n纯收入", 30, "net", total="sum", band="收入核算（元）"),
    money("核算后\n人均", 24, band="收入核算（元）", text='=IF(SUM(D{row})=0,"",K{row}/D{row})'),
    Column("备注", 18),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "排查发现问题县级汇总表",
        COLUMNS,
        head="填报单位：{{ county }}",
        head_right="截至{{ day }}　单位：户、人、元",
        rows=7,
        head_height=32,
        signs=REPORT_SIGNS,
        seal="县（市、区）人民政府",
        note="说明：由各乡（镇）附件2汇总，经县（市、区）政府分管领导审定签字后，盖章扫描件连同电子版报市。占比、人均和合计由公式计算。",
    ).make()
