"""监测户收入明细核查表: a monitored household on each line, its income in detail."""

from ledger import Column, Ledger
from lists import NO, count, money, plain

TARGET = "xlsx/cn/income_verification.xlsx"

COLUMNS = (
    NO,
    plain("村民\n小组", 20, "group"),
    Column("户主姓名", 24, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    count("人口", 11, "population"),
    money("工资性\n收入", 22, "wage", size=9, total="sum"),
    money("生产\n经营性\n收入", 22, "farm", size=9, total="sum"),
    money("其中：\n种植", 20, "crops", size=9, total="sum"),
    money("其中：\n养殖", 20, "stock", size=9, total="sum"),
    money("财产性\n收入", 20, "assets", size=9, total="sum"),
    money("转移性\n收入", 22, "transfer", size=9, total="sum"),
    money("其中：\n低保金", 20, "dibao", size=9, total="sum"),
    money("其中：\n养老\n保险金", 20, "pension", size=9, total="sum"),
    money("生产\n经营性\n支出", 22, "farm_cost", size=9, total="sum"),
    money(
        "纯收入",
        24,
        size=9,
        total="sum",
        text='=IF(COUNT(E{row},F{row},I{row},J{row},M{row})=0,"",SUM(E{row},F{row},I{row},J{row})-M{row})',
    ),
    money("人均\n纯收入", 21, size=9, text='=IF(OR(N{row}="",SUM(D{row})=0),"",N{row}/D{row})'),
    Column("核查线", 19, "line", number="0", size=9),
    Column("是否\n达到", 15, size=9, text='=IF(O{row}="","",IF(O{row}>=P{row},"是","否"))'),
    Column("核查情况", 22),
    Column("户主签字", 20),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测户收入明细核查表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="核查线：{{ line }}元/人·年　单位：元",
        row_height=26,
        head_height=50,
        signs=("核查人签字", "负责人签字"),
        note="说明：按最近一次年度收支核查，明细未登记的空着，由核查人入户补填；其中各项不另计入纯收入。纯收入、人均和是否达到核查线由公式计算，只作提示。",
    ).make()
