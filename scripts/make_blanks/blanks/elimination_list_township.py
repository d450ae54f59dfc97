"""拟消除风险监测对象复核名单（乡镇报县）."""

from ledger import Ledger
from lists import (
    CLASS,
    HOMES,
    ID_NO,
    NO,
    NOTE,
    PEOPLE,
    PRIVATE,
    RISKS,
    TOWNSHIP_SIGNS,
    money,
    place,
    plain,
    when,
)

TARGET = "xlsx/cn/elimination_list_township.xlsx"

COLUMNS = (
    NO,
    place("行政村", 24, "village"),
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    CLASS,
    RISKS,
    when("识别监测\n时间", 22, "identified_on"),
    money("消除时人均\n纯收入（元）", 26, "net_pc"),
    plain("消除方式", 22, "mode"),
    when("乡镇审核\n时间", 26, "examined_on"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟消除风险监测对象复核名单",
        COLUMNS,
        head="填报单位：{{ township }}人民政府",
        rows=8,
        signs=TOWNSHIP_SIGNS,
        seal="乡（镇）人民政府",
        note="说明：对特困供养、低保和存在多种风险的监测对象，县级重点审查，请在备注栏注明。" + PRIVATE,
    ).make()
