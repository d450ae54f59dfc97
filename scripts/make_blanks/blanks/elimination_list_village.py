"""拟消除风险监测对象名单（村报乡镇）."""

from ledger import Column, Ledger

TARGET = "xlsx/cn/elimination_list_village.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("监测对象类别", 29, "monitor_class", one_line=True),
    Column("返贫致贫风险", 36, "risks", size=9),
    Column("识别监测\n时间", 22, "identified_on", size=9, one_line=True),
    Column("消除时人均\n纯收入（元）", 26, "net_pc", number="#,##0.00", align="right", one_line=True),
    Column("消除方式", 22, "mode", one_line=True),
    Column("村公示起止时间", 32, "notice", size=9),
    Column("有无\n异议", 12, "objection"),
    Column("备注", 16, "note", size=9),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟消除风险监测对象名单",
        COLUMNS,
        corner="（村报乡镇）",
        rows=8,
        signs=("村党组织书记签字", "村（居）委会主任签字", "驻村工作队负责人签字", "填表人签字"),
        seal="村（居）民委员会",
        note="说明：本名单由村“两委”和驻村工作队研判、入户核实、民主评议并公示期满后形成，随《防止返贫监测对象风险消除评估表》报乡（镇）人民政府。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
