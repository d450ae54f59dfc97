"""监测对象初选名单 (灵寿): the village's first list."""

from ledger import Column, Ledger
from lists import HOMES, ID_NO, NO, NOTE, NOTICE, PEOPLE, PRIVATE, VILLAGE_SIGNS, money, place, plain, small

TARGET = "xlsx/lingshou/identification_list_village.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    money("家庭人均可支配\n收入（元）", 28, "net_pc"),
    small("主要困难原因", 36, "risks"),
    plain("纳入途径", 30, "channel"),
    NOTICE,
    Column("有无\n异议", 12, "objection"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测对象初选名单",
        COLUMNS,
        rows=8,
        signs=VILLAGE_SIGNS,
        seal="村民委员会",
        note="说明：本名单经村评议、逐户核实，在村内公示5天无异议后报乡（镇）政府；无驻村工作队的由乡镇包村干部参加。"
        + PRIVATE,
    ).make()
