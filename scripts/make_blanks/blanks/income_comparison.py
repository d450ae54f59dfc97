"""脱贫户、监测户收入对比明细表: last year's income against this year's, household by household, with live totals."""

from ledger import Column, Ledger
from lists import count, money, small

TARGET = "xlsx/cn/income_comparison.xlsx"

COLUMNS = (
    Column("序号", 10, "no", number="0"),
    Column("户主姓名", 29, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    count("人口", 11, "population"),
    money("工资性\n收入", 21, "last_wage", size=9, total="sum", band="上　年"),
    money("生产经\n营性收入", 21, "last_farm", size=9, total="sum", band="上　年"),
    money("财产性\n收入", 21, "last_assets", size=9, total="sum", band="上　年"),
    money("转移性\n收入", 21, "last_transfer", size=9, total="sum", band="上　年"),
    money("生产经\n营性支出", 21, "last_farm_cost", size=9, total="sum", band="上　年"),
    money(
        "纯收入",
        23,
        size=9,
        total="sum",
        band="上　年",
        text='=IF(COUNT(D{row}:H{row})=0,"",SUM(D{row}:G{row})-H{row})',
    ),
    money("工资性\n收入", 21, "now_wage", size=9, total="sum", band="当年同期"),
    money("生产经\n营性收入", 21, "now_farm", size=9, total="sum", band="当年同期"),
    money("财产性\n收入", 21, "now_assets", size=9, total="sum", band="当年同期"),
    money("转移性\n收入", 21, "now_transfer", size=9, total="sum", band="当年同期"),
    money("生产经\n营性支出", 21, "now_farm_cost", size=9, total="sum", band="当年同期"),
    money(
        "纯收入",
        23,
        size=9,
        total="sum",
        band="当年同期",
        text='=IF(COUNT(J{row}:N{row})=0,"",SUM(J{row}:M{row})-N{row})',
    ),
    money("增减额", 21, size=9, total="sum", text='=IF(OR(I{row}="",O{row}=""),"",O{row}-I{row})'),
    Column(
        "增减比例",
        15,
        number="0.0%",
        align="right",
        one_line=True,
        size=9,
        text='=IF(OR(I{row}="",O{row}=""),"",IF(I{row}=0,"",(O{row}-I{row})/I{row}))',
    ),
    small("减收原因", 24, "cause"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "脱贫户、监测户收入对比明细表",
        COLUMNS,
        head_right="单位：元",
        rows=9,
        note="说明：纯收入＝工资性＋生产经营性＋财产性＋转移性收入－生产经营性支出，由公式计算。减收原因按经营、产业分配、光伏分配、务工、公益岗位或帮扶车间、低保、政策补贴、自然灾害、帮扶不到位、其他填写；可多填。",
    ).make()
