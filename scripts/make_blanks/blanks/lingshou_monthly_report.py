"""防贫监测月报 (灵寿): counts by class, each month."""

from ledger import Column, Ledger
from lists import REPORT_SIGNS, count

TARGET = "xlsx/lingshou/monthly_report.xlsx"

COLUMNS = (
    Column("序号", 12, "no", number="0"),
    Column("监测对象类别", 44, "kind"),
    count("户数", 22, "monitored_homes", band="在册监测对象"),
    count("人数", 22, "monitored_people", band="在册监测对象"),
    count("户数", 22, "entered_homes", band="本月新纳入"),
    count("人数", 22, "entered_people", band="本月新纳入"),
    count("户数", 22, "left_homes", band="本月消除风险"),
    count("人数", 22, "left_people", band="本月消除风险"),
    count("户数", 22, "past_homes", band="累计消除风险"),
    count("人数", 22, "past_people", band="累计消除风险"),
    Column("备　注", 36),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "防贫监测月报",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="{{ month }}（截至{{ day }}）",
        rows=3,
        row_height=36,
        head_height=28,
        signs=REPORT_SIGNS,
        seal="填报单位",
        note="说明：合计由公式计算。村级汇总后报乡镇，乡镇于每月20日前报县。",
    ).make()
