"""问题台账: problems found by surveys, with a time limit, struck off when solved."""

from ledger import Column, Ledger
from lists import NO, place, small

TARGET = "xlsx/cn/monitoring_problems.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 22, "group"),
    small("户主姓名", 26, "head_name"),
    small("问题类型", 30, "kind"),
    small("问题描述", 56, "problem", align="left"),
    Column("发现时间", 22),
    Column("整改措施", 40),
    small("责任单位\n／责任人", 30, "agency"),
    Column("整改时限", 22),
    Column("完成时间", 22),
    Column("销号人\n签字", 20),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "防返贫监测帮扶问题台账",
        COLUMNS,
        note="说明：由系统带出的是尚未落实的帮扶措施；其他问题由排查人员随时登记。能够当日解决的不列，完成整改并经核实后销号。",
        total="",
    ).make()
