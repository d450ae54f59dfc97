"""脱贫户名单第二次公示 (靖西 2014): the township's notice."""

from posted import OBJECTION, PERIOD, Column, Posted

TARGET = "docx/jingxi/exit_notice_second.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "脱贫户名单公示（第二次公示）",
        (
            "脱贫年度：{{ year }}____年。经村民代表大会民主评议、第一次公示，乡（镇）人民政府审核，确定{{ village }}____________脱贫户{{ households }}____户{{ people }}____人，现进行第二次公示。",
            PERIOD,
            OBJECTION,
        ),
        (
            Column("序号", 12, "no"),
            Column("自然村（屯）", 26, "group"),
            Column("户主姓名", 24, "head_name"),
            Column("家庭\n人口", 16, "population"),
        ),
        "{{ township }}________人民政府",
        answers=("{{ township }}____________人民政府",),
        head="县（市、区）：{{ county }}__________|乡（镇）：{{ township }}__________|行政村：{{ village }}__________",
        twice=True,
        note="此公示县（市、区）扶贫办、乡（镇）人民政府、行政村各存一份。",
    ).make()
