"""脱贫、返贫人口名册 (靖西 2014): everybody struck off or poor again in a year."""

from ledger import Column, Ledger
from lists import NO, PRIVATE, place, plain, small, when

TARGET = "xlsx/jingxi/poor_register.xlsx"

COLUMNS = (
    NO,
    place("行政村", 22, "village"),
    place("自然村\n（屯）", 22, "group"),
    small("户主姓名", 24, "head_name"),
    small("姓名", 24, "name"),
    plain("与户主\n关系", 20, "relation"),
    plain("证件号码", 40, "id_no"),
    Column("脱贫／\n返贫", 16, "kind"),
    when("认定时间", 28, "on"),
    small("脱贫、返贫原因", 52, "reason", align="left"),
    Column("备注", 18),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "脱贫、返贫人口名册",
        COLUMNS,
        head="填报单位：{{ place }}",
        head_right="{{ year }}年度",
        rows=10,
        row_height=26,
        seal="填报单位",
        note="说明：村两委建册上报，乡整理后于次年1月底前报县扶贫办。" + PRIVATE,
        total="",
    ).make()
