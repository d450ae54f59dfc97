"""拟消除风险监测对象公示: the households of one review, posted in the village."""

from posted import OBJECTION, PERIOD, PLACE, Column, Posted

TARGET = "docx/cn/elimination_notice.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "拟消除风险监测对象公示",
        (
            "根据防止返贫监测帮扶有关规定，经村级研判、入户核实，{{ reviewed_on }}________________村评议会议民主评议，下列{{ households }}____户{{ people }}____人拟标注风险消除，各户帮扶措施落实情况随本公示一并张贴，接受群众监督。",
            PERIOD,
            PLACE,
            OBJECTION,
        ),
        (
            Column("序号", 14, "no"),
            Column("村民小组", 34, "group"),
            Column("户主姓名", 38, "head_name"),
            Column("家庭人口数", 30, "population"),
            Column("监测对象类别", 42, "monitor_class"),
        ),
        "{{ village }}________村（居）民委员会",
        answers=("{{ village }}______村（居）民委员会", "{{ township }}______人民政府"),
        rows=6,
        note="本公示不列身份证件号码、联系电话、银行账号和健康状况。一式三份，张贴一份，村、乡（镇）各存一份。",
    ).make()
