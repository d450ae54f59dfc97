"""监测对象月收入登记表 (灵寿): one line a month, signed by the household and its helper."""

from ledger import Column, Ledger
from lists import money

TARGET = "xlsx/lingshou/income_register.xlsx"

COLUMNS = (
    Column("月　份", 26, "month"),
    money("工资性收入", 27, "wage", total="sum"),
    money("生产经营性收入", 27, "farm", total="sum"),
    money("财产性收入", 27, "assets", total="sum"),
    money("转移性收入", 27, "transfer", total="sum"),
    money("生产经营性支出", 27, "farm_cost", total="sum"),
    money("当月纯收入", 29, total="sum", text='=IF(COUNT(B{row}:F{row})=0,"",SUM(B{row}:E{row})-F{row})'),
    Column("户主签字\n（按手印）", 32),
    Column("帮扶责任人\n签字", 32),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "防贫监测户月收入登记表",
        COLUMNS,
        head="{{ village }}　户主姓名：{{ head_name }}　家庭人口：{{ population }}人",
        head_right="{{ year }}年度　单位：元",
        rows=12,
        row_height=25,
        signs=("户主签字（按手印）", "帮扶责任人签字"),
        note="说明：1．一户一表，每月月底登记一次，年末汇总；合计由公式计算。2．登记的收入项目和不计入的项目以本县口径为准。",
        total="全年合计",
    ).make()
