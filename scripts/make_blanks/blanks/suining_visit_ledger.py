"""帮扶台账 (遂宁): one line for every visit."""

from ledger import Column, Ledger
from lists import NO, place, plain, small, when

TARGET = "xlsx/suining/visit_ledger.xlsx"

COLUMNS = (
    NO,
    when("回访时间", 28, "on"),
    place("村民小组", 22, "group"),
    small("户主姓名", 26, "head_name"),
    plain("户类别", 30, "kind"),
    Column("回访人", 20, "visitor"),
    small("单　位", 34, "org"),
    Column("方式", 14, "method"),
    small("家庭情况及变化", 48, "findings", align="left"),
    small("采取的帮扶措施", 40, "actions", align="left"),
    Column("户主签字", 24),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "帮扶台账",
        COLUMNS,
        head_right="{{ year }}年度",
        rows=12,
        total="",
    ).make()
