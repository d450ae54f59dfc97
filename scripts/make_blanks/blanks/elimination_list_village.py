"""拟消除风险监测对象名单（村报乡镇）."""

from ledger import Column, Ledger
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
    VILLAGE_SIGNS,
    money,
    place,
    plain,
    when,
)

TARGET = "xlsx/cn/elimination_list_village.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    CLASS,
    RISKS,
    when("识别监测\n时间", 22, "identified_on"),
    money("消除时人均\n纯收入（元）", 26, "net_pc"),
    plain("消除方式", 22, "mode"),
    NOTICE,
    Column("有无\n异议", 12, "objection"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟消除风险监测对象名单",
        COLUMNS,
        corner="（村报乡镇）",
        rows=8,
        signs=VILLAGE_SIGNS,
        seal="村（居）民委员会",
        note="说明：本名单由村“两委”和驻村工作队研判、入户核实、民主评议并公示期满后形成，随《防止返贫监测对象风险消除评估表》报乡（镇）人民政府。"
        + PRIVATE,
    ).make()
