"""卷内文件目录, after GB/T 9705."""

from binding import listed

TARGET = "docx/cn/volume_contents.docx"


def make() -> bytes:
    """The blank."""
    return listed(
        "卷内文件目录",
        ("档号：{{ archive_number }}", "{{ whose }}"),
        (
            ("顺序号", 13, "no"),
            ("文　号", 20, "number"),
            ("责任者", 30, "author"),
            ("题　名", 45, "title"),
            ("日　期", 18, "on"),
            ("页　号", 14, "pages"),
            ("备　注", 22, "note"),
        ),
        rows=20,
        height=11,
        aligns="ccllccl",
    )
