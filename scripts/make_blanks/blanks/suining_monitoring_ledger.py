"""防返贫动态监测台账 (遂宁): every household monitored, each month."""

from ledger import Column, Ledger

TARGET = "xlsx/suining/monitoring_ledger.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("劳动力\n人数", 14, "labourers", number="0", total="sum"),
    Column("监测对象类别", 29, "monitor_class", one_line=True),
    Column("返贫致贫风险", 36, "risks", size=9),
    Column("识别监测\n时间", 22, "identified_on", size=9, one_line=True),
    Column("住房、义务教育、医疗、\n饮水有无问题", 34, "guarantees"),
    Column("最近回访\n时间", 26, "visited_on", size=9, one_line=True),
    Column("本月情况变化", 40, "change", size=9, align="left"),
    Column("帮扶联系人", 20, "helper", size=9),
    Column("联系电话", 26, "helper_phone", one_line=True),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "防返贫动态监测台账",
        COLUMNS,
        head_right="{{ month }}",
        note="说明：每月一表。重点关注患有大病、整户新增低保、全家无劳动力的农户；发现新的风险，按程序及时申报。",
    ).make()
