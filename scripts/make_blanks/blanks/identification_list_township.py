"""拟纳入监测对象名单（乡镇报县）: the households a township proposes to the county."""

from ledger import Ledger
from lists import (
    CLASS,
    HOMES,
    ID_NO,
    NO,
    NOTE,
    NOTICE,
    PEOPLE,
    PRIVATE,
    RISKS,
    TOWNSHIP_SIGNS,
    money,
    place,
    when,
)

TARGET = "xlsx/cn/identification_list_township.xlsx"

COLUMNS = (
    NO,
    place("行政村", 24, "village"),
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    CLASS,
    RISKS,
    money("家庭人均\n纯收入（元）", 26, "net_pc"),
    NOTICE,
    when("乡镇审核\n时间", 26, "examined_on"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟纳入监测对象名单",
        COLUMNS,
        corner="（乡镇报县）",
        head="填报单位：{{ township }}人民政府",
        rows=8,
        signs=TOWNSHIP_SIGNS,
        seal="乡（镇）人民政府",
        note="说明：本名单由乡（镇）人民政府审核后形成，随《防止返贫监测对象识别审批表》报县级乡村振兴部门，一式二份，乡（镇）、县各存一份。"
        + PRIVATE,
    ).make()
