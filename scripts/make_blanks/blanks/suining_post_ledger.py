"""公益性岗位台账 (遂宁): one line for every post of a member."""

from ledger import Column, Ledger
from lists import NO, count, place, plain, small

TARGET = "xlsx/suining/post_ledger.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 20, "group"),
    small("户主姓名", 22, "head_name"),
    small("姓名", 22, "name"),
    Column("性别", 10, "sex"),
    Column("年龄", 10, "age", number="0"),
    plain("户类别", 30, "kind"),
    plain("劳动技能", 34, "labour"),
    plain("岗位类别", 36, "post"),
    count("在岗月数", 18, "months"),
    Column("岗位补贴\n（元／月）", 24),
    Column("协议起止时间", 36),
    plain("联系电话", 28, "phone"),
    Column("备注", 20),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "公益性岗位台账",
        COLUMNS,
        rows=11,
        row_height=26,
        note="说明：公益性岗位协议每次签订期限不超过1年；岗位、人员有变动的及时更新。",
    ).make()
