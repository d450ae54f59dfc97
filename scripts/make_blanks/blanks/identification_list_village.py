"""拟纳入监测对象名单（村报乡镇）: the households a village proposes, one line each."""

from ledger import Column, Ledger
from lists import CLASS, HOMES, ID_NO, NO, NOTE, NOTICE, PEOPLE, PRIVATE, RISKS, VILLAGE_SIGNS, money, place

TARGET = "xlsx/cn/identification_list_village.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    CLASS,
    RISKS,
    money("家庭人均\n纯收入（元）", 26, "net_pc"),
    NOTICE,
    Column("有无\n异议", 12, "objection"),
    NOTE,
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟纳入监测对象名单",
        COLUMNS,
        corner="（村报乡镇）",
        rows=8,
        signs=VILLAGE_SIGNS,
        seal="村（居）民委员会",
        note="说明：1．本名单由村（居）民委员会在评议公示期满后汇总，随《防止返贫监测对象识别审批表》一并报乡（镇）人民政府审核，一式二份，村、乡（镇）各存一份。2．公示用名单不列证件号码、联系电话和健康状况。3．"
        + PRIVATE,
    ).make()
