"""排查发现问题和重新核算收入统计表 (营口 附件2): a township, one line for every household."""

from ledger import Column, Ledger
from lists import HOMES, NO, PEOPLE, count, money, place, plain, small

TARGET = "xlsx/yingkou/problem_list.xlsx"

COLUMNS = (
    NO,
    place("行政村", 22, "village"),
    HOMES,
    PEOPLE,
    plain("户类别", 29, "kind"),
    count("落实不及时\n措施（项）", 27, "late", band="排查发现问题"),
    Column("一兜\n了之", 14, "support", band="排查发现问题"),
    small("“三保障”和\n饮水问题", 32, "unsound", band="排查发现问题"),
    money("系统登记\n纯收入", 28, "stated", total="sum", band="收入（元）"),
    money("重新核算\n纯收入", 28, "net", total="sum", band="收入（元）"),
    money("增减额", 26, total="sum", band="收入（元）", text='=IF(OR(I{row}="",J{row}=""),"",J{row}-I{row})'),
    money(
        "核算后\n人均", 24, band="收入（元）", text='=IF(OR(J{row}="",D{row}="",D{row}=0),"",J{row}/D{row})'
    ),
    Column("备注", 18),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "排查发现问题和重新核算收入统计表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="截至{{ day }}　单位：元",
        rows=7,
        head_height=32,
        seal="乡（镇）人民政府",
        note="说明：以户为单位统计。落实不及时指已过计划时间尚未落实；一兜了之指有劳动力而只有综合保障类措施。增减、人均和合计由公式计算。本表含个人信息，不得公示。",
    ).make()
