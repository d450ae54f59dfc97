"""脱贫户名单公告 (靖西 2014): after the county's review."""

from posted import Column, Posted

TARGET = "docx/jingxi/exit_announcement.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "脱贫户名单公告",
        (
            "经民主评议、两次公示、乡（镇）审核和县扶贫办复审，{{ village }}____________有{{ households }}____户（{{ people }}____人）确定为{{ year }}____年脱贫户，名单如下，现予公告。",
        ),
        (
            Column("序号", 12, "no"),
            Column("自然村（屯）", 26, "group"),
            Column("户主姓名", 24, "head_name"),
            Column("家庭\n人口", 16, "population"),
        ),
        "{{ county }}________扶贫办",
        head="县（市、区）：{{ county }}__________|乡（镇）：{{ township }}__________|行政村：{{ village }}__________",
        twice=True,
        note="此公告县（市、区）扶贫办、乡（镇）人民政府、行政村各存一份。",
    ).make()
