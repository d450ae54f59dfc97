"""就业台账: everybody of working age with labour ability."""

from ledger import Column, Ledger
from lists import NO, money, place, plain, small

TARGET = "xlsx/cn/employment_ledger.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 20, "group"),
    small("户主姓名", 22, "head_name"),
    small("姓名", 22, "name"),
    Column("性别", 10, "sex"),
    Column("年龄", 10, "age", number="0"),
    plain("文化程度", 22, "education"),
    plain("劳动技能", 34, "labour"),
    plain("就业状况", 28, "state"),
    small("就业地点", 34, "place"),
    small("就业单位／岗位", 38, "employer"),
    money("月收入\n（元）", 22, "income"),
    Column("就业意愿／\n培训需求", 26),
    plain("联系电话", 26, "phone"),
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
