"""贫困户需求项目归类汇总表 (靖西 2014 附件11): by kind of project, of a village or a township."""

from ledger import Column, Ledger
from lists import NO, count, plain, small, when

TARGET = "xlsx/jingxi/needs.xlsx"

COLUMNS = (
    NO,
    plain("项目种类", 36, "kind"),
    count("项目数\n（项）", 22, "count"),
    Column("需求户数\n（户）", 22, "homes", number="0"),
    Column("需求人口\n（人）", 22, "people", number="0"),
    small("需求内容", 90, "items", align="left"),
    when("最晚完成\n时限", 28, "until"),
    Column("备注", 26),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "贫困户需求项目归类汇总表",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="有需求的贫困户：{{ homes }}户",
        rows=8,
        row_height=30,
        head_height=32,
        seal="填报单位",
        note="说明：一户有多种需求的分别计入，户数、人口不相加。由驻村工作队以村为单位归类，乡以乡为单位汇总报县扶贫办。",
    ).make()
