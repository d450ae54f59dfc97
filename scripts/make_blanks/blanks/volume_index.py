"""户名册 at the front of a village's volume: every household's volume, and where it begins."""

from binding import listed

TARGET = "docx/cn/volume_index.docx"


def make() -> bytes:
    """The blank."""
    return listed(
        "户卷目录",
        ("{{ village }}", "年度：{{ year }}"),
        (
            ("序号", 11, "no"),
            ("组", 18, "group"),
            ("户号", 22, "number"),
            ("户主姓名", 22, "head"),
            ("档　号", 47, "archive_number"),
            ("件数", 12, "papers"),
            ("页数", 12, "pages"),
            ("册内页", 18, "first"),
        ),
        rows=25,
        height=9,
        aligns="cccccccc",
    )
