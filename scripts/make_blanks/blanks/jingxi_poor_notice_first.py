"""贫困户初选名单第一次公示 (靖西 2014): the village's notice."""

from posted import OBJECTION, PERIOD, Column, Posted

TARGET = "docx/jingxi/poor_notice_first.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "贫困户初选名单公示",
        (
            "经农户自愿申请，{{ reviewed_on }}________________村民代表大会民主评议，村民委员会和驻村工作队核实，确定我村贫困户初选名单{{ households }}____户{{ people }}____人，现进行第一次公示。",
            PERIOD,
            OBJECTION,
        ),
        (
            Column("序号", 12, "no"),
            Column("自然村（屯）", 26, "group"),
            Column("户主姓名", 24, "head_name"),
            Column("家庭\n人口", 16, "population"),
        ),
        "{{ village }}________村民委员会",
        answers=("{{ village }}____________村民委员会",),
        head="县（市、区）：{{ county }}__________|乡（镇）：{{ township }}__________|行政村：{{ village }}__________",
        twice=True,
        note="此公示由村民委员会和驻村工作队共同签字，在行政村、自然村（屯）张贴；县（市、区）扶贫办、乡（镇）人民政府、行政村各存一份。",
    ).make()
