"""消除风险监测对象正式名单（县）."""

from ledger import Ledger
from lists import CLASS, HOMES, ID_NO, NO, NOTE, OFFICE_SIGNS, PEOPLE, PRIVATE, RISKS, place, plain, when

TARGET = "xlsx/cn/elimination_list_county.xlsx"

COLUMNS = (
    NO,
    place("乡（镇）", 22, "township"),
    place("行政村", 24, "village"),
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    CLASS,
    RISKS,
    when("识别监测\n时间", 22, "identified_on"),
    plain("消除方式", 22, "mode"),
    when("县级审定\n时间", 26, "decided_on"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "消除风险监测对象正式名单",
        COLUMNS,
        head="填报单位：{{ county }}乡村振兴部门",
        rows=8,
        signs=OFFICE_SIGNS,
        seal="县级乡村振兴部门",
        note="说明：本名单由县级乡村振兴部门会同相关行业部门审定后形成，反馈乡（镇）并在信息系统内标识“风险消除”。"
        + PRIVATE,
    ).make()
