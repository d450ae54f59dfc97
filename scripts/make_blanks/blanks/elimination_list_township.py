"""拟消除风险监测对象复核名单（乡镇报县）."""

from ledger import Column, Ledger

TARGET = "xlsx/cn/elimination_list_township.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("行政村", 24, "village", one_line=True),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("监测对象类别", 29, "monitor_class", one_line=True),
    Column("返贫致贫风险", 36, "risks", size=9),
    Column("识别监测\n时间", 22, "identified_on", size=9, one_line=True),
    Column("消除时人均\n纯收入（元）", 26, "net_pc", number="#,##0.00", align="right", one_line=True),
    Column("消除方式", 22, "mode", one_line=True),
    Column("乡镇审核\n时间", 26, "examined_on", size=9, one_line=True),
    Column("备注", 16, "note", size=9),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟消除风险监测对象复核名单",
        COLUMNS,
        head="填报单位：{{ township }}人民政府",
        rows=8,
        signs=("党委主要负责人签字", "政府主要负责人签字", "分管负责人签字", "经办人签字"),
        seal="乡（镇）人民政府",
        note="说明：对特困供养、低保和存在多种风险的监测对象，县级重点审查，请在备注栏注明。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
