"""防返贫动态监测台账 (遂宁): every household monitored, each month."""

from ledger import Column, Ledger
from lists import CLASS, HOMES, NO, PEOPLE, RISKS, count, place, plain, small, when

TARGET = "xlsx/suining/monitoring_ledger.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 24, "group"),
    HOMES,
    PEOPLE,
    count("劳动力\n人数", 14, "labourers"),
    CLASS,
    RISKS,
    when("识别监测\n时间", 22, "identified_on"),
    Column("住房、义务教育、医疗、\n饮水有无问题", 34, "guarantees"),
    when("最近回访\n时间", 26, "visited_on"),
    small("本月情况变化", 40, "change", align="left"),
    small("帮扶联系人", 20, "helper"),
    plain("联系电话", 26, "helper_phone"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "防返贫动态监测台账",
        COLUMNS,
        head_right="{{ month }}",
        note="说明：每月一表。重点关注患有大病、整户新增低保、全家无劳动力的农户；发现新的风险，按程序及时申报。",
    ).make()
