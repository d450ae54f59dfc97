"""贫困户名单第二次公示 (靖西 2014): the township's notice."""

from posted import OBJECTION, Column, Posted

TARGET = "docx/jingxi/poor_notice_second.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "贫困户名单公示（第二次公示）",
        (
            "经乡（镇）人民政府审核，确定{{ village }}____________贫困户名单{{ households }}____户{{ people }}____人，现进行第二次公示。",
            "公示时间：________________至________________，共7天。",
            OBJECTION,
        ),
        (
            Column("序号", 12, "no"),
            Column("自然村（屯）", 26, "group"),
            Column("户主姓名", 24, "head_name"),
            Column("家庭\n人口", 16, "population"),
        ),
        "{{ township }}________人民政府",
        answers=("{{ township }}______人民政府",),
        head="县（市、区）：{{ county }}__________|乡（镇）：{{ township }}__________|行政村：{{ village }}__________",
        twice=True,
        note="此公示县（市、区）扶贫办、乡（镇）人民政府、行政村各存一份。",
    ).make()
