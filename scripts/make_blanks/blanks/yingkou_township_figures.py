"""乡（镇）防返贫监测模块数据表 (营口): what the township counts of its villages."""

from ledger import Column, Ledger
from lists import NO, count, place

TARGET = "xlsx/yingkou/township_figures.xlsx"

COLUMNS = (
    NO,
    place("行政村", 44, "village"),
    count("总户数", 28, "households"),
    count("总人数", 28, "persons"),
    count("常驻户数", 28, "resident_households"),
    count("常驻人数", 28, "resident_persons"),
    count("农村户籍户数", 30, "rural_households"),
    count("农村户籍人数", 30, "rural_persons"),
    Column("出列村", 18, "delisted"),
    Column("备注", 22),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "乡（镇）防返贫监测模块数据表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="行政村个数：{{ villages }}个　单位：户、人",
        rows=8,
        head_height=30,
        seal="乡（镇）人民政府",
        note="说明：脱贫户、监测对象等相关数据由系统自动生成，不在本表填报。合计由公式计算。",
    ).make()
