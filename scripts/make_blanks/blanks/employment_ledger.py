"""就业台账: everybody of working age with labour ability."""

from ledger import Column, Ledger

TARGET = "xlsx/cn/employment_ledger.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 20, "group", one_line=True),
    Column("户主姓名", 22, "head_name", size=9),
    Column("姓名", 22, "name", size=9),
    Column("性别", 10, "sex"),
    Column("年龄", 10, "age", number="0"),
    Column("文化程度", 22, "education", one_line=True),
    Column("劳动技能", 34, "labour", one_line=True),
    Column("就业状况", 28, "state", one_line=True),
    Column("就业地点", 34, "place", size=9),
    Column("就业单位／岗位", 38, "employer", size=9),
    Column("月收入\n（元）", 22, "income", number="#,##0.00", align="right", one_line=True),
    Column("就业意愿／\n培训需求", 26),
    Column("联系电话", 26, "phone", one_line=True),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "贫困家庭就业台账",
        COLUMNS,
        rows=12,
        row_height=26,
        note="说明：登记有劳动能力的家庭成员，变化情况随时更新。",
        total="",
    ).make()
