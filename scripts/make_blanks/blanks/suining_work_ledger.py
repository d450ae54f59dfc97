"""外出务工台账 (遂宁): one line for every paid work of a member."""

from ledger import Column, Ledger

TARGET = "xlsx/suining/work_ledger.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 20, "group", one_line=True),
    Column("户主姓名", 22, "head_name", size=9),
    Column("姓名", 22, "name", size=9),
    Column("性别", 10, "sex"),
    Column("年龄", 10, "age", number="0"),
    Column("户类别", 28, "kind", one_line=True),
    Column("务工区域", 22, "area", one_line=True),
    Column("务工地点", 32, "place", size=9),
    Column("务工企业（单位）", 36, "employer", size=9),
    Column("起止时间", 34, "span", size=9),
    Column("务工时间\n（月）", 16, "months", number="0"),
    Column("月收入\n（元）", 22, "income", number="#,##0.00", align="right", one_line=True),
    Column("联系电话", 26, "phone", one_line=True),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "外出务工台账",
        COLUMNS,
        rows=12,
        row_height=26,
        note="说明：每季度摸排一次，务工地点、企业有变化的立即上报并更新信息系统。",
        total="",
    ).make()
