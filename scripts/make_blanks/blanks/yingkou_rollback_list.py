"""“回退”“清退”人员信息明细 (营口 附件4): one line for every person of a household to be put back or struck off."""

from ledger import Column, Ledger
from lists import NO, OFFICE_SIGNS, place, plain, small, when

TARGET = "xlsx/yingkou/rollback_list.xlsx"

COLUMNS = (
    NO,
    place("乡（镇）", 20, "township"),
    place("行政村", 20, "village"),
    plain("户编号", 34, "hh_id"),
    small("户主姓名", 24, "head_name"),
    small("姓名", 24, "name"),
    plain("证件号码", 38, "id_no"),
    plain("监测对象\n类别", 26, "monitor_class"),
    when("识别时间", 20, "identified_on"),
    when("消除时间", 20, "eliminated_on"),
    Column("申请事项", 18, "kind"),
    small("原因和依据", 38, "reason", align="left"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "“风险消除回退”“监测对象清退”人员信息明细",
        COLUMNS,
        head="填报单位：{{ county }}乡村振兴局",
        rows=8,
        signs=OFFICE_SIGNS,
        seal="县（市、区）乡村振兴局",
        note="说明：由县（市、区）核实核准后报省级审核把关，统一实施系统操作。本表含个人信息，不得公示。",
        total="",
    ).make()
