"""监测对象初选名单公示 (灵寿): the village's notice."""

from posted import OBJECTION, PERIOD, Column, Posted

TARGET = "docx/lingshou/identification_notice_village.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "监测对象初选名单公示",
        (
            "按照防贫监测对象识别标准和程序，经村干部、驻村工作队评议并逐户调查核实，提出监测对象初选名单{{ households }}____户{{ people }}____人，现在村内公示。",
            PERIOD,
            OBJECTION,
        ),
        (
            Column("序号", 14, "no"),
            Column("村民小组", 34, "group"),
            Column("户主姓名", 38, "head_name"),
            Column("家庭人口数", 30, "population"),
        ),
        "{{ village }}________村民委员会",
        answers=("{{ village }}____________村民委员会", "{{ township }}______人民政府"),
        rows=6,
        twice=True,
        note="本公示不列身份证件号码、联系电话、银行账号和健康状况。一式三份，张贴一份，村、乡（镇）各存一份。",
    ).make()
