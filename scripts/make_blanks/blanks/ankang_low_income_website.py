"""低收入人口认定结果公示 (安康): on the county's website, for good."""

from posted import Column, Posted

TARGET = "docx/ankang/low_income_website.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "低收入人口认定结果公示",
        (
            "经申请受理、家庭经济状况调查、初审公示、审核确认，截至{{ day }}________________，{{ county }}____________在册低收入人口{{ households }}____户{{ people }}____人，现予长期公示。对公示对象有异议的，请向县民政局反映。",
        ),
        (
            Column("序号", 12, "no"),
            Column("镇", 26, "township"),
            Column("村（社区）", 26, "village"),
            Column("户主姓名", 26, "head_name"),
            Column("家庭\n人口", 16, "population"),
            Column("类　别", 40, "low_income"),
        ),
        "{{ county }}________民政局",
        note="本公示不含身份证件号码、联系电话、银行账号和健康状况；按月比对后更新。",
    ).make()
