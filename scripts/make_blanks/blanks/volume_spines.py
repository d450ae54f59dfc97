"""Labels for the spines of households' volumes (脊背): strips to be cut out and glued on, 20 mm wide (GB/T 9705)."""

from binding import listed
from paper import Page

TARGET = "docx/cn/volume_spines.docx"


def make() -> bytes:
    """The blank."""
    return listed(
        "案卷脊背标签",
        ("{{ village }}　沿线裁开，贴在卷脊上（宽 20 毫米；薄卷裁成 10、15 毫米）",),
        (
            ("全宗号", 24, "fonds_number"),
            ("档　号", 62, "archive_number"),
            ("案卷题名", 116, "title"),
            ("年度", 18, "year"),
            ("保管期限", 26, "retention"),
            ("页数", 15, "pages"),
        ),
        rows=7,
        height=20,
        aligns="cclccc",
        style="CoverNote",
        page=Page(width=297, height=210, top=14, bottom=10, left=18, right=18, footer=False),
    )
