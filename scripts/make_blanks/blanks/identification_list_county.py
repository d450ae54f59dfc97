"""监测对象正式名单: the households the county decided on."""

from ledger import Column, Ledger

TARGET = "xlsx/cn/identification_list_county.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("乡（镇）", 22, "township", one_line=True),
    Column("行政村", 24, "village", one_line=True),
    Column("村民小组", 24, "group", one_line=True),
    Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    Column("证件号码", 40, "head_id_no", one_line=True),
    Column("家庭\n人口数", 15, "population", number="0", total="sum"),
    Column("监测对象类别", 29, "monitor_class", one_line=True),
    Column("返贫致贫风险", 36, "risks", size=9),
    Column("信息比对\n时间", 26, "compared_on", size=9, one_line=True),
    Column("县级审定\n时间", 26, "decided_on", size=9, one_line=True),
    Column("系统录入\n时间", 26, "entered_on", size=9, one_line=True),
    Column("备注", 16, "note", size=9),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测对象正式名单",
        COLUMNS,
        head="填报单位：{{ county }}乡村振兴部门",
        rows=8,
        signs=("负责人签字", "经办人签字"),
        seal="县级乡村振兴部门",
        note="说明：本名单由县级乡村振兴部门会同相关行业部门审定后形成，反馈乡（镇）组织录入信息系统并在村内公告。本名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
