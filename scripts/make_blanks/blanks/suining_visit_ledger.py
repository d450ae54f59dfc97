"""帮扶台账 (遂宁): one line for every visit."""

from ledger import Column, Ledger

TARGET = "xlsx/suining/visit_ledger.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("回访时间", 28, "on", size=9, one_line=True),
    Column("村民小组", 22, "group", one_line=True),
    Column("户主姓名", 26, "head_name", size=9),
    Column("户类别", 30, "kind", one_line=True),
    Column("回访人", 20, "visitor"),
    Column("单　位", 34, "org", size=9),
    Column("方式", 14, "method"),
    Column("家庭情况及变化", 48, "findings", size=9, align="left"),
    Column("采取的帮扶措施", 40, "actions", size=9, align="left"),
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
