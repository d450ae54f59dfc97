"""监测对象风险消除公告: the county's decision, posted in the village."""

from posted import Column, Posted

TARGET = "docx/cn/elimination_announcement.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "监测对象风险消除公告",
        (
            "经村级研判、入户核实、民主评议公示、乡（镇）审核和县级审定，下列{{ households }}____户{{ people }}____人返贫致贫风险已经消除，标注为风险消除，现予公告。",
        ),
        (
            Column("序号", 14, "no"),
            Column("村民小组", 34, "group"),
            Column("户主姓名", 38, "head_name"),
            Column("家庭人口数", 30, "population"),
            Column("消除方式", 42, "mode"),
        ),
        "{{ county }}________农村工作领导小组",
        rows=6,
        note="本公告在行政村（社区）张贴，一式三份，张贴一份，村、乡（镇）各存一份。",
    ).make()
