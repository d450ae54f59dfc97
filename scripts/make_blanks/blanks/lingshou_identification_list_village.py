"""监测对象初选名单 (灵寿): the village's first list."""

from ledger import Column, Ledger

TARGET = "xlsx/lingshou/identification_list_village.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("家庭人均可支配\n收入（元）", 28, "net_pc", number="#,##0.00", align="right", one_line=True),
    Column("主要困难原因", 36, "risks", size=9),
    Column("纳入途径", 30, "channel", one_line=True),
    Column("村公示起止时间", 32, "notice", size=9),
    Column("有无\n异议", 12, "objection"),
    Column("备注", 16, "note", size=9),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测对象初选名单",
        COLUMNS,
        rows=8,
        signs=("村党组织书记签字", "村（居）委会主任签字", "驻村工作队负责人签字", "填表人签字"),
        seal="村民委员会",
        note="说明：本名单经村评议、逐户核实，在村内公示5天无异议后报乡（镇）政府；无驻村工作队的由乡镇包村干部参加。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
