"""脱贫户名单第一次公示 (靖西 2014)."""

from posted import OBJECTION, PERIOD, Column, Posted

TARGET = "docx/jingxi/exit_notice_first.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "脱贫户名单公示",
        (
            "脱贫年度：{{ year }}____年。经到户调查、{{ reviewed_on }}________________村民代表大会民主评议，拟定我村脱贫户{{ households }}____户{{ people }}____人，现进行第一次公示。",
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
        note="此公示县（市、区）扶贫办、乡（镇）人民政府、行政村各存一份。",
    ).make()
