"""户名册.xlsx: the households of a village's volume."""

from ledger import Column, Ledger
from lists import NO, plain, small

TARGET = "xlsx/cn/volume_roster.xlsx"

COLUMNS = (
    NO,
    plain("组", 20, "group"),
    plain("户号", 26, "number"),
    small("户主姓名", 26, "head"),
    Column("家庭\n人口数", 16, "people", number="0", total="sum"),
    plain("监测对象类别", 34, "monitor_class"),
    plain("档　号", 60, "archive_number"),
    Column("件数", 14, "papers", number="0", total="sum"),
    Column("页数", 14, "pages", number="0", total="sum"),
    Column("册内页", 16, "first", number="0"),
    small("备　注", 34, "note"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "户名册",
        COLUMNS,
        head="{{ village }}村（居）民委员会",
        head_right="年度：{{ year }}",
        rows=12,
        row_height=24,
        head_height=34,
        signs=("立卷人签字", "检查人签字"),
    ).make()
