"""帮扶责任人帮扶情况监测结果汇总表 (靖西 2014): one line for everybody who helps, in June and December."""

from ledger import Column, Ledger
from lists import NO, count, money, small

TARGET = "xlsx/jingxi/monitoring_summary.xlsx"

COLUMNS = (
    NO,
    small("帮扶单位", 40, "org"),
    small("帮扶责任人", 24, "name"),
    count("帮扶\n户数", 15, "homes"),
    count("帮扶\n人数", 15, "people"),
    count("本期走访\n（次）", 19, "visits"),
    count("帮扶项目\n（项）", 19, "measures"),
    count("已落实\n（项）", 17, "done"),
    money("帮扶资金\n（元）", 28, "money", total="sum"),
    count("有成效\n（项）", 17, "effects"),
    Column("成效和监测意见", 66),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "帮扶责任人帮扶情况监测结果汇总表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="{{ month }}监测",
        rows=7,
        head_height=32,
        row_height=30,
        seal="乡人民政府",
        note="说明：按《扶贫手册》上明确的帮扶项目、帮扶资金、帮扶成效监测，每年6月份和12月份各一次，汇总报县扶贫办。",
    ).make()
