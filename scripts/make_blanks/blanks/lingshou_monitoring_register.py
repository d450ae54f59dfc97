"""防贫监测和帮扶台账 (灵寿): every household monitored, its risk, help and helper."""

from ledger import Column, Ledger

TARGET = "xlsx/lingshou/monitoring_register.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("监测对象类别", 28, "monitor_class", one_line=True),
    Column("返贫致贫\n风险", 26, "risks", size=9),
    Column("纳入时间", 22, "identified_on", size=9, one_line=True),
    Column("识别时人均\n收入（元）", 29, "net_pc", number="#,##0.00", align="right", one_line=True),
    Column("帮扶措施", 46, "measures", size=9, align="left"),
    Column("帮扶责任人", 20, "helper", size=9),
    Column("联系电话", 26, "helper_phone", one_line=True),
    Column("消除时间", 20, "eliminated_on", size=9, one_line=True),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测和帮扶台账",
        COLUMNS,
        row_height=32,
        note="说明：本台账随监测对象增减变化及时更新，帮扶责任人变动的另起一行说明。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
