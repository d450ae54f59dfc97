"""Labels for the spines of boxes (盒脊), 30 mm wide, after DA/T 22."""

from binding import listed
from paper import Page

TARGET = "docx/cn/volume_boxes.docx"


def make() -> bytes:
    """The blank."""
    return listed(
        "档案盒脊标签",
        ("{{ village }}　沿线裁开，贴在盒脊上（宽 30 毫米）",),
        (
            ("全宗号", 30, "fonds_number"),
            ("年度", 24, "year"),
            ("保管期限", 32, "retention"),
            ("机构（问题）", 70, "category"),
            ("起止卷号", 75, "span"),
            ("盒号", 30, "box"),
        ),
        rows=5,
        height=30,
        aligns="cccccc",
        style="CoverNote",
        page=Page(width=297, height=210, top=14, bottom=10, left=18, right=18, footer=False),
    )
