"""公益性岗位台账 (遂宁): one line for every post of a member."""

from ledger import Column, Ledger

TARGET = "xlsx/suining/post_ledger.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("村民小组", 20, "group", one_line=True),
    Column("户主姓名", 22, "head_name", size=9),
    Column("姓名", 22, "name", size=9),
    Column("性别", 10, "sex"),
    Column("年龄", 10, "age", number="0"),
    Column("户类别", 30, "kind", one_line=True),
    Column("劳动技能", 34, "labour", one_line=True),
    Column("岗位类别", 36, "post", one_line=True),
    Column("在岗月数", 18, "months", number="0", total="sum"),
    Column("岗位补贴\n（元／月）", 24),
    Column("协议起止时间", 36),
    Column("联系电话", 28, "phone", one_line=True),
    Column("备注", 20),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "公益性岗位台账",
        COLUMNS,
        rows=12,
        row_height=26,
        note="说明：公益性岗位协议每次签订期限不超过1年；岗位、人员有变动的及时更新。",
    ).make()
