"""外出务工台账 (遂宁): one line for every paid work of a member."""

from ledger import Column, Ledger
from lists import NO, money, place, plain, small

TARGET = "xlsx/suining/work_ledger.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 20, "group"),
    small("户主姓名", 22, "head_name"),
    small("姓名", 22, "name"),
    Column("性别", 10, "sex"),
    Column("年龄", 10, "age", number="0"),
    plain("户类别", 28, "kind"),
    plain("务工区域", 22, "area"),
    small("务工地点", 32, "place"),
    small("务工企业（单位）", 36, "employer"),
    small("起止时间", 34, "span"),
    Column("务工时间\n（月）", 16, "months", number="0"),
    money("月收入\n（元）", 22, "income"),
    plain("联系电话", 26, "phone"),
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
