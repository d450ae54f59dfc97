"""签字清单: every copy of every paper of a packet, who signs it, and boxes to tick when it is back."""

from ledger import Column, Ledger
from lists import NO, plain, small

TARGET = "xlsx/cn/signing_list.xlsx"

COLUMNS = (
    NO,
    plain("组", 14, "group"),
    plain("户号", 18, "number"),
    small("户主姓名", 18, "head"),
    small("表　名", 44, "title"),
    plain("留存单位", 20, "holder"),
    Column("版次", 9, "version", number="0"),
    Column("页数", 9, "pages", number="0"),
    small("签字、按手印、盖章", 62, "signers"),
    small("还要用笔填的", 44, "blank"),
    Column("已签\n（√）", 11),
    Column("已收回\n（√）", 11),
    Column("登记码", 40, "code", size=7, one_line=True),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "签字清单",
        COLUMNS,
        head="{{ village }}村（居）民委员会",
        head_right="打印日期：{{ made_on }}",
        rows=12,
        row_height=26,
        head_height=34,
        signs=("收件人签字", "日　　　期"),
        note="说明：签好一份，在“已签”栏打√；收回一份，在“已收回”栏打√。登记码不要改动，"
        "打好√的这张表用 docgen register mark --from 读回。",
        total="",
    ).make()
