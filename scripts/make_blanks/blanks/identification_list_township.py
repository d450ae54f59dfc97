"""拟纳入监测对象名单（乡镇报县）: the households a township proposes to the county."""

from ledger import Column, Ledger

TARGET = "xlsx/cn/identification_list_township.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("行政村", 24, "village", one_line=True),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("监测对象类别", 29, "monitor_class", one_line=True),
    Column("返贫致贫风险", 36, "risks", size=9),
    Column("家庭人均\n纯收入（元）", 26, "net_pc", number="#,##0.00", align="right", one_line=True),
    Column("村公示起止时间", 32, "notice", size=9),
    Column("乡镇审核\n时间", 26, "examined_on", size=9, one_line=True),
    Column("备注", 16, "note", size=9),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟纳入监测对象名单",
        COLUMNS,
        corner="（乡镇报县）",
        head="填报单位：{{ township }}人民政府",
        rows=8,
        signs=("党委主要负责人签字", "政府主要负责人签字", "分管负责人签字", "经办人签字"),
        seal="乡（镇）人民政府",
        note="说明：本名单由乡（镇）人民政府审核后形成，随《防止返贫监测对象识别审批表》报县级乡村振兴部门，一式二份，乡（镇）、县各存一份。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
