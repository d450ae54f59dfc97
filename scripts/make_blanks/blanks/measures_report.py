"""落实帮扶措施情况统计表: a township, by category of measure."""

from ledger import Column, Ledger
from lists import NO, count, money, plain

TARGET = "xlsx/cn/measures_report.xlsx"

COLUMNS = (
    NO,
    plain("措施类别", 58, "kind"),
    count("计划措施\n（项）", 32, "planned"),
    count("落实措施\n（项）", 32, "done"),
    Column("落实率", 28, number="0.0%", one_line=True, text='=IF(SUM(C{row})=0,"",D{row}/C{row})'),
    Column("落实户数\n（户）", 32, "homes", number="0"),
    Column("受益人口\n（人）", 32, "people", number="0"),
    money("落实资金（元）", 40, "money", total="sum"),
    Column("备注", 30),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "落实帮扶措施情况统计表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="截至{{ day }}　有措施落实的农户：{{ homes }}户",
        rows=14,
        row_height=16.5,
        head_height=32,
        signs=("填报人签字", "分管负责人签字"),
        seal="乡（镇）人民政府",
        note="说明：一户落实多类措施的分别计入各类，户数、人口不相加；表头的户数不重复计算。落实率和合计由公式计算。9月中旬前报县。",
    ).make()
