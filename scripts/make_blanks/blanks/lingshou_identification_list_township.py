"""监测对象审核名单 (灵寿): the township's list after its inspection."""

from ledger import Column, Ledger

TARGET = "xlsx/lingshou/identification_list_township.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("行政村", 24, "village", one_line=True),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("主要困难原因", 36, "risks", size=9),
    Column("村公示起止时间", 32, "notice", size=9),
    Column("乡级公示起止时间", 32, "township_notice", size=9),
    Column("审核验收\n时间", 26, "examined_on", size=9, one_line=True),
    Column("备注", 16, "note", size=9),
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
        note="说明：验收组由乡镇干部、村干部和驻村工作队组成。本名单在各行政村公示5天，无异议的报县扶贫部门综合审查。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
