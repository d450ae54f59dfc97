"""消除风险脱贫监测户、边缘户标注汇总表 (阜南): what village and township hand in for the mark in the system."""

from ledger import Ledger
from lists import HOMES, NO, PEOPLE, PRIVATE, place, plain, small, when

TARGET = "xlsx/funan/mark_list.xlsx"

COLUMNS = (
    NO,
    place("行政村", 20, "village"),
    place("村民小组", 20, "group"),
    HOMES,
    plain("证件号码", 37, "head_id_no"),
    PEOPLE,
    plain("类别", 27, "monitor_class"),
    when("识别时间", 20, "identified_on"),
    when("核实时间", 27, "checked_on"),
    small("主要帮扶措施", 36, "measures"),
    plain("消除方式", 20, "mode"),
    when("县级审核\n时间", 27, "decided_on"),
    when("系统标注\n时间", 27, "marked_on"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "消除风险脱贫监测户、边缘户标注汇总表",
        COLUMNS,
        head="填报单位：{{ place }}",
        rows=8,
        seal="填报单位",
        note="说明：经镇村汇总填报、县级审核后，在信息系统中标注并保留信息，可适时调整帮扶力度，但不做清退处理；谁签字、谁负责。"
        + PRIVATE,
    ).make()
