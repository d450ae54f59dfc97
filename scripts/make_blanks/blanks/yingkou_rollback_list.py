"""“回退”“清退”人员信息明细 (营口 附件4): one line for every person of a household to be put back or struck off."""

from ledger import Column, Ledger

TARGET = "xlsx/yingkou/rollback_list.xlsx"

COLUMNS = (
    Column("序号", 11.5, "no", number="0"),
    Column("乡（镇）", 20, "township", one_line=True),
    Column("行政村", 20, "village", one_line=True),
    Column("户编号", 34, "hh_id", one_line=True),
    Column("户主姓名", 24, "head_name", size=9),
    Column("姓名", 24, "name", size=9),
    Column("证件号码", 38, "id_no", one_line=True),
    Column("监测对象\n类别", 26, "monitor_class", one_line=True),
    Column("识别时间", 20, "identified_on", size=9, one_line=True),
    Column("消除时间", 20, "eliminated_on", size=9, one_line=True),
    Column("申请事项", 18, "kind"),
    Column("原因和依据", 38, "reason", size=9, align="left"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "“风险消除回退”“监测对象清退”人员信息明细",
        COLUMNS,
        corner="附件4",
        head="填报单位：{{ county }}乡村振兴局",
        rows=8,
        signs=("负责人签字", "经办人签字"),
        seal="县（市、区）乡村振兴局",
        note="说明：由县（市、区）核实核准后报省级审核把关，统一实施系统操作。本表含个人信息，不得公示。",
        total="",
    ).make()
