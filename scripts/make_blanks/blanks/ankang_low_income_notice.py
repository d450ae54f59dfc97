"""低收入人口认定初审公示 (安康): the township's notice."""

from posted import OBJECTION, PERIOD, Column, Posted

TARGET = "docx/ankang/low_income_notice.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "低收入人口认定初审公示",
        (
            "经申请受理、家庭经济状况调查，{{ township }}____________人民政府初审，拟认定{{ village }}____________低收入人口{{ households }}____户{{ people }}____人，现予公示。",
            PERIOD,
            OBJECTION,
        ),
        (
            Column("序号", 12, "no"),
            Column("村民小组", 26, "group"),
            Column("户主姓名", 26, "head_name"),
            Column("家庭\n人口", 16, "population"),
            Column("低收入人口类别", 46, "low_income"),
        ),
        "{{ township }}________人民政府",
        answers=("{{ township }}____________人民政府社会救助窗口",),
    ).make()
