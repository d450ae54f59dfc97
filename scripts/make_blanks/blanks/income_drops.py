"""脱贫户、监测户减收情况汇总表: how many households fell, and why; by group, village or township."""

from ledger import Column, Ledger
from lists import NO, count, place

TARGET = "xlsx/cn/income_drops.xlsx"

#: The ten causes of the plan, and the slot of each.
CAUSES = (
    ("种养业\n等经营", "operation"),
    ("产业\n收益\n分配", "industry"),
    ("光伏\n收益\n分配", "solar"),
    ("务工\n就业", "work"),
    ("公益岗\n帮扶\n车间", "post"),
    ("低保\n取消", "dibao"),
    ("政策性\n补贴\n减少", "subsidy"),
    ("自然\n灾害", "disaster"),
    ("帮扶\n不到位", "help"),
    ("其他\n原因", "other"),
)

COLUMNS = (
    NO,
    place("单　位", 28, "name"),
    count("排查\n户数", 15, "known"),
    count("可对\n比户数", 15, "compared"),
    count("增收\n户数", 15, "up"),
    count("持平\n户数", 15, "same"),
    count("减收\n户数", 15, "down", share='=IF(SUM(D{total})=0,"",G{total}/D{total})'),
    Column("同比\n减收\n比例", 16, number="0.0%", one_line=True, text='=IF(SUM(D{row})=0,"",G{row}/D{row})'),
    *(
        count(
            heading,
            16.5,
            slot,
            band="减收因素关联户数",
            share=f'=IF(SUM(G{{total}})=0,"",{letter}{{total}}/G{{total}})',
        )
        for (heading, slot), letter in zip(CAUSES, "IJKLMNOPQR", strict=True)
    ),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "脱贫户、监测户减收情况汇总表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="截至{{ day }}　单位：户",
        rows=6,
        head_height=50,
        seal="填报单位",
        note="说明：上年和当年收入都已核算的为可对比户。一户有多个减收因素的分别计入，各因素户数相加可以大于减收户数。合计和比例由公式计算；最后一行是减收户占可对比户、各因素关联户占减收户的比例。",
    ).make()
