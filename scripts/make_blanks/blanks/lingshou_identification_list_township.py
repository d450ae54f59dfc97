"""监测对象审核名单 (灵寿): the township's list after its inspection."""

from ledger import Ledger
from lists import HOMES, ID_NO, NO, NOTE, NOTICE, PEOPLE, PRIVATE, place, small, when

TARGET = "xlsx/lingshou/identification_list_township.xlsx"

COLUMNS = (
    NO,
    place("行政村", 24, "village"),
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    small("主要困难原因", 36, "risks"),
    NOTICE,
    small("乡级公示起止时间", 32, "township_notice"),
    when("审核验收\n时间", 26, "examined_on"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测对象审核名单",
        COLUMNS,
        head="填报单位：{{ township }}人民政府",
        rows=8,
        signs=("验收组组长签字", "政府主要负责人签字", "分管负责人签字", "经办人签字"),
        seal="乡（镇）人民政府",
        note="说明：验收组由乡镇干部、村干部和驻村工作队组成。本名单在各行政村公示5天，无异议的报县扶贫部门综合审查。"
        + PRIVATE,
    ).make()
