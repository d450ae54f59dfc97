"""结对帮扶统计表 (靖西 2014 附件10): one line for every cadre and the households paired with him."""

from ledger import Column, Ledger
from lists import NO, count, place, plain, small

TARGET = "xlsx/jingxi/pairing_summary.xlsx"

COLUMNS = (
    NO,
    small("单　位", 44, "org"),
    small("姓　名", 24, "name"),
    small("职　务", 28, "duty"),
    plain("联系电话", 28, "phone"),
    place("结对帮扶村", 26, "village"),
    place("自然村（屯）", 26, "group"),
    Column("结对贫困户\n户主", 30, "head_name", size=9, total="=COUNT(A{first}:A{last})"),
    count("家庭\n人口", 15, "people"),
    Column("备注", 20),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "靖西县单位在职干部职工（含企业管理人员）结对帮扶统计表",
        COLUMNS,
        head="填报单位：{{ place }}",
        rows=8,
        head_height=32,
        seal="填报单位",
        note="说明：由定点帮扶单位填写，报送乡党政办。",
    ).make()
