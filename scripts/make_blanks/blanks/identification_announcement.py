"""监测对象认定公告: the county's decision, posted in the village."""

from posted import Column, Posted

TARGET = "docx/cn/identification_announcement.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "防止返贫监测对象认定结果公告",
        (
            "经农户申请、入户核实、村级评议公示、乡（镇）审核、部门信息比对和县级审定，下列{{ households }}____户{{ people }}____人认定为防止返贫监测对象，现予公告。",
        ),
        (
            Column("序号", 14, "no"),
            Column("村民小组", 34, "group"),
            Column("户主姓名", 38, "head_name"),
            Column("家庭人口数", 30, "population"),
            Column("监测对象类别", 42, "monitor_class"),
        ),
        "{{ county }}________农村工作领导小组",
        rows=6,
        note="本公告在监测对象所在行政村（社区）张贴，一式三份，张贴一份，村、乡（镇）各存一份。",
    ).make()
