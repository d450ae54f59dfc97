"""监测对象审核名单公示 (灵寿): the township's notice in every village."""

from posted import OBJECTION, PERIOD, Column, Posted

TARGET = "docx/lingshou/identification_notice_township.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "监测对象审核名单公示",
        (
            "经乡（镇）组织验收组逐户审核验收，提出{{ village }}____________监测对象审核名单{{ households }}____户{{ people }}____人，现予公示。",
            PERIOD,
            OBJECTION,
        ),
        (
            Column("序号", 14, "no"),
            Column("村民小组", 34, "group"),
            Column("户主姓名", 38, "head_name"),
            Column("家庭人口数", 30, "population"),
        ),
        "{{ township }}________人民政府",
        answers=("{{ township }}______人民政府", "县扶贫部门"),
        rows=6,
        twice=True,
        note="本公示不列身份证件号码、联系电话、银行账号和健康状况。一式三份，张贴一份，村、乡（镇）各存一份。",
    ).make()
